-- passes: these cannot act in the migration's transaction, and are passed over
CREATE TABLE t(a);
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
