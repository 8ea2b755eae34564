-- error: 3:1: error: ROLLBACK is not allowed in a migration
CREATE TABLE t(a);
ROLLBACK;
