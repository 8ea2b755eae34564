-- updated_at keeps itself, and created_at cannot be changed.

CREATE TRIGGER matters_touch AFTER UPDATE ON matters
WHEN new.updated_at = old.updated_at
BEGIN
  UPDATE matters SET updated_at = strftime('%Y-%m-%d %H:%M:%f', 'now') WHERE id = new.id;
END;

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
