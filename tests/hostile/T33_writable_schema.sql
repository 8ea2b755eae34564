-- error: 3:1: error: PRAGMA writable_schema is not allowed in a migration: it can damage the database; to change a table, rebuild it
CREATE TABLE t(a);
PRAGMA writable_schema = ON;
