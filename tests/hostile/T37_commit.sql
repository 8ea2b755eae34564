-- passes: each file is one transaction, whatever it says
BEGIN;
CREATE TABLE t(a);
COMMIT;
BEGIN;
INSERT INTO t VALUES (1);
END;
