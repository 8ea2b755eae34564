-- What the office did not fill in by hand since is 'unknown'. NOT NULL needs a new table
-- (https://sqlite.org/lang_altertable.html#otheralter); indexes and triggers go with the old one.

CREATE TABLE deadlines_new (
  id         TEXT NOT NULL PRIMARY KEY,
  matter_id  VARCHAR(36) NOT NULL REFERENCES matters(id) ON DELETE CASCADE,
  owner_id   VARCHAR(36) REFERENCES people(id) ON DELETE SET NULL,
  title      TEXT NOT NULL,
  due_on     TEXT NOT NULL CHECK (due_on = date(due_on)),
  court      TEXT NOT NULL,
  status     TEXT NOT NULL DEFAULT 'pending'
             CHECK (status IN ('pending', 'met', 'missed', 'deleted')),
  created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f', 'now')),
  updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f', 'now'))
);
INSERT INTO deadlines_new (id, matter_id, owner_id, title, due_on, court, status, created_at, updated_at)
SELECT id, matter_id, owner_id, title, date(due_on), coalesce(court, 'unknown'), status, created_at,
       updated_at
FROM deadlines;
DROP TABLE deadlines;
ALTER TABLE deadlines_new RENAME TO deadlines;

CREATE INDEX deadlines_matter_due_on ON deadlines(matter_id, due_on);
CREATE INDEX deadlines_owner ON deadlines(owner_id);
CREATE INDEX deadlines_court_due_on ON deadlines(court, due_on);
CREATE INDEX deadlines_pending ON deadlines(due_on) WHERE status = 'pending';

CREATE TRIGGER deadlines_touch AFTER UPDATE ON deadlines
WHEN new.updated_at = old.updated_at
BEGIN
  UPDATE deadlines SET updated_at = strftime('%Y-%m-%d %H:%M:%f', 'now') WHERE id = new.id;
END;

CREATE TRIGGER deadlines_created BEFORE UPDATE OF created_at ON deadlines
WHEN new.created_at <> old.created_at
BEGIN
  SELECT raise(ABORT, 'created_at does not change');
END;
