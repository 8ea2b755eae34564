-- error: 3:1: error: string or blob too big
CREATE TABLE t(a);
INSERT INTO t VALUES (replace(hex(zeroblob(5000000)), '0', '0000000000'));
