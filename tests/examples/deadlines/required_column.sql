CREATE TABLE reminders_new (
  id          INTEGER PRIMARY KEY,
  deadline_id TEXT NOT NULL REFERENCES deadlines(id) ON DELETE CASCADE,
  days_before INTEGER NOT NULL CHECK (days_before >= 0),
  channel     TEXT NOT NULL CHECK (channel IN ('mail', 'letter')),
  is_sent     BOOLEAN NOT NULL DEFAULT 0 CHECK (is_sent IN (0, 1)),
  UNIQUE (deadline_id, days_before)
);
INSERT INTO reminders_new SELECT id, deadline_id, days_before, 'mail', is_sent FROM reminders;
DROP TABLE reminders;
ALTER TABLE reminders_new RENAME TO reminders;
