-- A small law office. Keys are UUIDs: rows are made on laptops that are seldom online.

CREATE TABLE clients (
  id         VARCHAR(36) NOT NULL PRIMARY KEY,
  name       TEXT NOT NULL,
  created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f', 'now'))
);

CREATE TABLE matters (
  id         VARCHAR(36) NOT NULL PRIMARY KEY,
  client_id  VARCHAR(36) NOT NULL REFERENCES clients(id) ON DELETE RESTRICT,
  reference  TEXT NOT NULL UNIQUE,
  title      TEXT NOT NULL,
  status     TEXT NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'closed', 'deleted')),
  created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f', 'now')),
  updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f', 'now'))
);
CREATE INDEX matters_client ON matters(client_id);
CREATE INDEX matters_open ON matters(title) WHERE status = 'open';
