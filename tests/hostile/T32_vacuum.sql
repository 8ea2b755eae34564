-- sqlgen: no transaction
-- passes: VACUUM itself attaches a database, and stays in memory here
CREATE TABLE t(a);
VACUUM;
