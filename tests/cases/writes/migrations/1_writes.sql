-- Each row of the table of defaults in product.md, and every sort of key.
CREATE TABLE items (
  id INTEGER PRIMARY KEY,
  uuid TEXT NOT NULL UNIQUE,
  region TEXT COLLATE NOCASE,
  code INTEGER,
  status TEXT NOT NULL DEFAULT 'new' CHECK (status IN ('new', 'old')),
  note TEXT DEFAULT 'none',
  made TEXT NOT NULL DEFAULT (lower('MADE')),
  size INTEGER NOT NULL DEFAULT (abs(-7)),
  seen TEXT DEFAULT (lower('SEEN')),
  weight REAL NOT NULL DEFAULT 5,
  body BLOB,
  any_ ANY,
  is_open BOOLEAN,
  "double" INTEGER GENERATED ALWAYS AS (size * 2),
  UNIQUE (region, code)
);
CREATE INDEX items_status ON items (status);
CREATE TABLE pairs (a TEXT NOT NULL, b INTEGER NOT NULL, v TEXT NOT NULL, w TEXT, PRIMARY KEY (b, a)) WITHOUT ROWID;
CREATE TABLE links (a INTEGER NOT NULL, b INTEGER NOT NULL, PRIMARY KEY (a, b)) WITHOUT ROWID;
CREATE TABLE tags (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE COLLATE NOCASE);
CREATE TABLE lines (line TEXT NOT NULL) STRICT;
-- What triggers do to a row must not show in the id that comes back.
CREATE TABLE watched (id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE, n INTEGER NOT NULL);
CREATE INDEX watched_n ON watched (n);
CREATE TABLE seen (id INTEGER PRIMARY KEY, what TEXT NOT NULL);
CREATE TRIGGER watched_before BEFORE INSERT ON watched BEGIN INSERT INTO seen (what) VALUES ('before'); END;
CREATE TRIGGER watched_inserted AFTER INSERT ON watched BEGIN INSERT INTO seen (what) VALUES ('insert'); END;
CREATE TRIGGER watched_updated AFTER UPDATE ON watched BEGIN
  INSERT INTO seen (what) VALUES ('update');
  UPDATE watched SET code = code || '!' WHERE id = new.id AND new.n = 100;
END;
CREATE TRIGGER watched_refused BEFORE INSERT ON watched WHEN new.n < 0 BEGIN SELECT RAISE(IGNORE); END;
CREATE TRIGGER watched_ended BEFORE INSERT ON watched WHEN new.n = 666 BEGIN SELECT RAISE(ROLLBACK, 'no more'); END;
CREATE TABLE passed (id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE ON CONFLICT IGNORE, other TEXT UNIQUE);
CREATE TABLE children (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES children DEFERRABLE INITIALLY DEFERRED);
-- What is computed need not be of the column's type.
CREATE TABLE misfits (id INTEGER PRIMARY KEY, code TEXT NOT NULL, n INTEGER GENERATED ALWAYS AS (code));
CREATE VIEW tag_names AS SELECT id, name, 0 AS size FROM tags;
CREATE TRIGGER tag_names_insert INSTEAD OF INSERT ON tag_names BEGIN INSERT INTO tags (name) VALUES (new.name); END;
CREATE TRIGGER tag_names_update INSTEAD OF UPDATE OF name ON tag_names BEGIN
  UPDATE tags SET name = new.name WHERE id = old.id;
END;
CREATE TABLE fixed_tags (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, hash BLOB, made TEXT NOT NULL DEFAULT (lower('MADE')));
-- A key that has the rowid in it is nothing to upsert by.
CREATE TABLE numbered_tags (id INTEGER PRIMARY KEY, name TEXT NOT NULL, UNIQUE (name, id));
