-- error: 3:1: error: database or disk is full: expected a database of at most 256 MB
CREATE TABLE t(a);
INSERT INTO t WITH RECURSIVE r(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM r) SELECT zeroblob(10000000) FROM r;
