-- Fields of a fixed size, text with its length, views and virtual tables.
CREATE TABLE sensors (
  name TEXT PRIMARY KEY NOT NULL,
  place TEXT UNIQUE,
  made DATE,
  seen TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,
  mac BLOB NOT NULL,
  key BLOB UNIQUE,
  state TEXT NOT NULL DEFAULT 'on' CHECK (state IN ('on', 'off')),
  reading REAL
);
CREATE INDEX sensors_made ON sensors (made);
CREATE TABLE labels (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, body TEXT, short TEXT, icon BLOB);
CREATE INDEX labels_body ON labels (body);
CREATE INDEX labels_short ON labels (short, icon);

CREATE TABLE pages (id INTEGER PRIMARY KEY, title TEXT NOT NULL, size INTEGER);
CREATE VIEW entries AS SELECT id, title, size FROM pages;
CREATE TRIGGER entries_insert INSTEAD OF INSERT ON entries
BEGIN INSERT INTO pages VALUES (new.id, new.title, new.size); END;
CREATE TRIGGER entries_update INSTEAD OF UPDATE ON entries
BEGIN UPDATE pages SET title = new.title, size = new.size WHERE id = old.id; END;
CREATE TRIGGER entries_delete INSTEAD OF DELETE ON entries
BEGIN DELETE FROM pages WHERE id = old.id; END;

CREATE VIRTUAL TABLE letters USING fts4(subject, body);
-- No auxiliary column: SQLite 3.40 finds no rows in such an R-tree once memory was short as it was opened.
CREATE VIRTUAL TABLE boxes USING rtree(id, min_x, max_x, min_y, max_y);
CREATE VIRTUAL TABLE spans USING rtree_i32(span, first, last);
