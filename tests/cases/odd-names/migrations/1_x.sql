-- Names of our own and of the runtime as columns, and defaults that are no plain expressions.
CREATE TABLE facts (
  id INTEGER PRIMARY KEY,
  db_schema TEXT UNIQUE, db_facts TEXT UNIQUE, sqlgen_bind_text TEXT UNIQUE, take_fact TEXT UNIQUE,
  sqlite3_version TEXT UNIQUE, list_facts TEXT UNIQUE, row TEXT UNIQUE, insert_fact INTEGER UNIQUE,
  db_migration_1 TEXT UNIQUE, db_fact_1 TEXT UNIQUE
);
CREATE TABLE migrations (id INTEGER PRIMARY KEY);
CREATE TABLE statements (id INTEGER PRIMARY KEY, kind TEXT NOT NULL CHECK (kind IN ('a', 'b')));
CREATE TABLE docs_fts (
  id INTEGER PRIMARY KEY,
  sum INTEGER NOT NULL DEFAULT (1 + 1 -- two
  ),
  word TEXT NOT NULL DEFAULT (/* text */ 'it''s' || '"'),
  bare TEXT DEFAULT hello
);
