-- A deadline that was met is done with, like one that was missed.
CREATE TABLE deadlines_new (
  id         TEXT NOT NULL PRIMARY KEY,
  matter_id  VARCHAR(36) NOT NULL REFERENCES matters(id) ON DELETE CASCADE,
  owner_id   VARCHAR(36) REFERENCES people(id) ON DELETE SET NULL,
  title      TEXT NOT NULL,
  due_on     TEXT NOT NULL CHECK (due_on = date(due_on)),
  court      TEXT NOT NULL,
  status     TEXT NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'done', 'deleted')),
  created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f', 'now')),
  updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f', 'now'))
);
INSERT INTO deadlines_new
SELECT id, matter_id, owner_id, title, due_on, court, CASE WHEN status IN ('met', 'missed') THEN 'done' ELSE status END,
       created_at, updated_at
FROM deadlines;
DROP TABLE deadlines;
ALTER TABLE deadlines_new RENAME TO deadlines;
CREATE INDEX deadlines_matter_due_on ON deadlines(matter_id, due_on);
CREATE INDEX deadlines_owner ON deadlines(owner_id);
