CREATE TABLE notes (
  id     INTEGER PRIMARY KEY,
  uid    TEXT NOT NULL DEFAULT (make_uid()) UNIQUE,
  title  TEXT NOT NULL COLLATE german CHECK (is_clean(title)),
  folded TEXT AS (fold(title)),
  status TEXT NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'done'))
);
CREATE INDEX notes_folded ON notes(fold(title));
CREATE INDEX notes_title ON notes(title);
CREATE VIRTUAL TABLE words USING fts5(body, tokenize = 'plain fast');
CREATE VIEW folded_notes AS SELECT id, fold(title) AS folded FROM notes;
CREATE TRIGGER notes_words AFTER INSERT ON notes WHEN is_clean(NEW.title, 1)
BEGIN
  INSERT INTO words(rowid, body) VALUES (NEW.id, fold(NEW.title));
END;
