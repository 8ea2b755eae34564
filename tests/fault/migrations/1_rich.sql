-- Every kind of table, key, column and index that has generated functions of its own.
CREATE TABLE owners (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  parent_id INTEGER REFERENCES owners (id) ON DELETE CASCADE
);
CREATE TABLE items (
  id INTEGER PRIMARY KEY,
  uuid TEXT NOT NULL UNIQUE,
  owner_id INTEGER NOT NULL REFERENCES owners (id) ON DELETE CASCADE,
  guest_id INTEGER REFERENCES owners (id) ON DELETE SET NULL,
  nick TEXT UNIQUE,
  rank INTEGER UNIQUE,
  status TEXT NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'ready', 'done')),
  level INTEGER CHECK (level IN (-1, 0, 5)),
  is_urgent BOOLEAN NOT NULL DEFAULT 0,
  is_known BOOL,
  score REAL NOT NULL,
  weight DOUBLE,
  digest BLOB NOT NULL,
  payload BLOB,
  anything,
  price DECIMAL(10, 2),
  day DATE,
  made_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,
  seen INTEGER NOT NULL DEFAULT (abs(-3)),
  shout TEXT GENERATED ALWAYS AS (upper(uuid)) STORED
);
CREATE INDEX items_owner ON items (owner_id);
CREATE INDEX items_guest ON items (guest_id, is_known);
CREATE INDEX items_status ON items (status);
CREATE INDEX items_level ON items (level, weight);
CREATE INDEX items_day ON items (day);
CREATE TABLE marks (
  owner_id INTEGER NOT NULL REFERENCES owners (id) ON DELETE CASCADE,
  label TEXT NOT NULL COLLATE NOCASE,
  note TEXT,
  PRIMARY KEY (owner_id, label)
) WITHOUT ROWID;
CREATE TABLE codes (code TEXT PRIMARY KEY, text TEXT);
CREATE TABLE exact (id INTEGER PRIMARY KEY, a ANY, i INT NOT NULL, t TEXT, b BLOB) STRICT;
CREATE TABLE journal (at TEXT NOT NULL, item_id INTEGER);
CREATE TRIGGER items_log AFTER UPDATE ON items
BEGIN INSERT INTO journal (at, item_id) VALUES (new.made_at, new.id); END;
CREATE VIEW urgent AS SELECT id, uuid FROM items WHERE is_urgent;
CREATE VIRTUAL TABLE notes USING fts5(title, body);
