-- error: 3:1: error: out of memory: expected a database of at most 256 MB
CREATE TABLE t(a);
INSERT INTO t WITH RECURSIVE r(i, x) AS (SELECT 1, zeroblob(1000000) UNION SELECT i + 1, randomblob(1000000) FROM r) SELECT count(*) FROM r;
