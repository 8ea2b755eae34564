-- Days since 1970 instead of text.
CREATE TABLE deadlines_new (
  id         TEXT NOT NULL PRIMARY KEY,
  matter_id  VARCHAR(36) NOT NULL REFERENCES matters(id) ON DELETE CASCADE,
  owner_id   VARCHAR(36) REFERENCES people(id) ON DELETE SET NULL,
  title      TEXT NOT NULL,
  due_on     INTEGER NOT NULL,
  court      TEXT NOT NULL,
  status     TEXT NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'met', 'missed', 'deleted')),
  created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f', 'now')),
  updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f', 'now'))
);
INSERT INTO deadlines_new
SELECT id, matter_id, owner_id, title, strftime('%s', due_on) / 86400, court, status,
       created_at, updated_at
FROM deadlines;
DROP TABLE deadlines;
ALTER TABLE deadlines_new RENAME TO deadlines;
CREATE INDEX deadlines_matter_due_on ON deadlines(matter_id, due_on);
CREATE INDEX deadlines_owner ON deadlines(owner_id);
