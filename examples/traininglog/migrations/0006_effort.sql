-- Borg's scale, from 6 to 20, where somebody remembered to ask.
ALTER TABLE sessions ADD COLUMN effort INTEGER CHECK (effort BETWEEN 6 AND 20);
CREATE INDEX idx_sessions_kind ON sessions(kind);
