CREATE TABLE people (
  id    VARCHAR(36) NOT NULL PRIMARY KEY,
  name  TEXT NOT NULL,
  email TEXT NOT NULL UNIQUE COLLATE NOCASE
);

CREATE TABLE deadlines (
  id         TEXT NOT NULL PRIMARY KEY,
  matter_id  VARCHAR(36) NOT NULL REFERENCES matters(id) ON DELETE CASCADE,
  owner_id   VARCHAR(36) REFERENCES people(id) ON DELETE SET NULL,
  title      TEXT NOT NULL,
  due        TEXT NOT NULL,
  status     TEXT NOT NULL DEFAULT 'pending'
             CHECK (status IN ('pending', 'met', 'missed', 'deleted')),
  created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f', 'now')),
  updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f', 'now'))
);
CREATE INDEX deadlines_matter_due ON deadlines(matter_id, due);
CREATE INDEX deadlines_owner ON deadlines(owner_id);
CREATE INDEX deadlines_pending ON deadlines(due) WHERE status = 'pending';
