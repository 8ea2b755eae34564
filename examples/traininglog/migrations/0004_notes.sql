CREATE TABLE notes (
  id         INTEGER PRIMARY KEY,
  session_id INTEGER NOT NULL REFERENCES sessions(id) ON DELETE CASCADE,
  text       TEXT NOT NULL CHECK (text <> ''),
  is_injury  BOOLEAN NOT NULL DEFAULT 0 CHECK (is_injury IN (0, 1))
);
CREATE INDEX idx_notes_session ON notes(session_id);
