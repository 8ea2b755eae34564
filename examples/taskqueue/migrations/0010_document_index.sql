CREATE TABLE document_index (
  id             INTEGER PRIMARY KEY,
  file_path      TEXT NOT NULL UNIQUE,
  title          TEXT NOT NULL,
  document_type  TEXT NOT NULL DEFAULT 'other'
                 CHECK (document_type IN ('requirements', 'design', 'report', 'other')),
  content_hash   TEXT NOT NULL,
  chunk_count    INTEGER NOT NULL DEFAULT 1,
  embedding      BLOB,
  sync_status    TEXT NOT NULL DEFAULT 'pending'
                 CHECK (sync_status IN ('pending', 'synced', 'failed', 'stale')),
  last_synced_at TEXT,
  metadata       TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(metadata)),
  created_at     TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP
);
CREATE INDEX idx_documents_type ON document_index(document_type, created_at);
CREATE INDEX idx_documents_sync ON document_index(sync_status, last_synced_at);
CREATE INDEX idx_documents_hash ON document_index(content_hash);
