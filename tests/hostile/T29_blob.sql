-- error: 3:1: error: string or blob too big
CREATE TABLE t(a);
INSERT INTO t VALUES (zeroblob(900000000));
