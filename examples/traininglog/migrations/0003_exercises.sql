-- Which sessions had squats? Nobody wants to read every document for that: an index of the
-- exercises, made here for the sessions that there are.

CREATE TABLE exercises (
  id         INTEGER PRIMARY KEY,
  session_id INTEGER NOT NULL REFERENCES sessions(id) ON DELETE CASCADE,
  position   INTEGER NOT NULL,
  name       TEXT NOT NULL,
  set_count  INTEGER NOT NULL,
  best_kg    REAL,
  volume_kg  REAL NOT NULL DEFAULT 0,
  UNIQUE (session_id, position)
);
CREATE INDEX idx_exercises_name ON exercises(name);

INSERT INTO exercises (session_id, position, name, set_count, best_kg, volume_kg)
SELECT s.id, e.key, e.value ->> 'name', json_array_length(e.value, '$.sets'),
       (SELECT max(t.value ->> 'kg') FROM json_each(e.value, '$.sets') t),
       (SELECT total(t.value ->> 'kg' * (t.value ->> 'reps')) FROM json_each(e.value, '$.sets') t)
FROM sessions s, json_each(s.document, '$.exercises') e;
