-- error: load_extension is not allowed in a migration
CREATE TABLE t(a);
INSERT INTO t VALUES (1);
CREATE TRIGGER g AFTER UPDATE ON t BEGIN SELECT load_extension('stolen'); END;
UPDATE t SET a = 2;
