-- error: 3:1: error: PRAGMA writable_schema is not allowed in a migration
CREATE TABLE t(a);
PRAGMA writable_schema = ON;
