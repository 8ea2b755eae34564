-- error: 3:1: error: SAVEPOINT is not allowed in a migration
CREATE TABLE t(a);
SAVEPOINT s;
