CREATE TABLE notes_new (
  id         INTEGER PRIMARY KEY,
  session_id INTEGER NOT NULL REFERENCES sessions(id) ON DELETE CASCADE,
  text       TEXT NOT NULL CHECK (text <> ''),
  author     TEXT NOT NULL,
  is_injury  BOOLEAN NOT NULL DEFAULT 0 CHECK (is_injury IN (0, 1))
);
INSERT INTO notes_new SELECT id, session_id, text, 'me', is_injury FROM notes;
DROP TABLE notes;
ALTER TABLE notes_new RENAME TO notes;
CREATE INDEX idx_notes_session ON notes(session_id);
