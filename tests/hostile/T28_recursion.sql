-- error: 3:1: error: this does not end: expected at most 100 million steps of SQLite
CREATE TABLE t(a);
INSERT INTO t WITH RECURSIVE r(i) AS (SELECT 1 UNION ALL SELECT 1 FROM r) SELECT max(i) FROM r;
