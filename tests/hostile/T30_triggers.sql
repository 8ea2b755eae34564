-- error: 5:1: error: too many levels of trigger recursion
CREATE TABLE t(a);
PRAGMA recursive_triggers = ON;
CREATE TRIGGER g AFTER INSERT ON t BEGIN INSERT INTO t VALUES (new.a + 1); END;
INSERT INTO t VALUES (1);
