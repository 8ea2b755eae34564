-- error: 3:1: error: ATTACH is not allowed in a migration: a migration stays in its own file
CREATE TABLE t(a);
ATTACH 'stolen.db' AS x;
