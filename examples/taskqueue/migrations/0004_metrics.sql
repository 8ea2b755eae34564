CREATE TABLE metrics (
  id          INTEGER PRIMARY KEY,
  name        TEXT NOT NULL,
  value       REAL NOT NULL,
  labels      TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(labels)),
  recorded_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP
);
CREATE INDEX idx_metrics_recorded_at ON metrics(recorded_at);
CREATE INDEX idx_metrics_name ON metrics(name, recorded_at);
