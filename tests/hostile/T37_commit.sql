-- warning: BEGIN is passed over: a migration is one transaction as a whole [explicit-transaction]
BEGIN;
CREATE TABLE t(a);
COMMIT;
BEGIN;
INSERT INTO t VALUES (1);
END;
