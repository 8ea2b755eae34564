-- error: 4:1: error: UNIQUE constraint failed: t.a (this ended the migration's transaction)
CREATE TABLE t(a UNIQUE);
INSERT INTO t VALUES (1);
INSERT OR ROLLBACK INTO t VALUES (1);
