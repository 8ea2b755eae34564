-- error: 4:1: error: ATTACH is not allowed in a migration
CREATE TABLE t(a);
UPDATE t SET a = 1;
ATTACH 'stolen.db' AS x;
