-- error: 4:1: error: this does not end
CREATE TABLE t(id INTEGER PRIMARY KEY, parent INTEGER);
INSERT INTO t VALUES (1, 1);
UPDATE t SET parent = (WITH RECURSIVE up(id) AS (SELECT t.id UNION ALL SELECT p.parent FROM t p JOIN up USING (id)) SELECT count(*) FROM up);
