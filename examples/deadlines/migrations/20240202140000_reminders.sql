CREATE TABLE reminders (
  id          INTEGER PRIMARY KEY,
  deadline_id TEXT NOT NULL REFERENCES deadlines(id) ON DELETE CASCADE,
  days_before INTEGER NOT NULL CHECK (days_before >= 0),
  is_sent     BOOLEAN NOT NULL DEFAULT 0 CHECK (is_sent IN (0, 1)),
  UNIQUE (deadline_id, days_before)
);
