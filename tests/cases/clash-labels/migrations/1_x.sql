CREATE TABLE t (
  id INTEGER PRIMARY KEY,
  mode TEXT NOT NULL CHECK (mode IN ('read-only', 'read_only'))
);
CREATE TABLE t_mode (id INTEGER PRIMARY KEY);
