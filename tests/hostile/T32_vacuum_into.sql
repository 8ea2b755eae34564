-- sqlgen: no transaction
-- error: 4:1: error: VACUUM INTO is not allowed in a migration
CREATE TABLE t(a);
VACUUM INTO 'stolen.db';
