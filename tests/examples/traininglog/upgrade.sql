-- at 2
-- A log from before there were exercises: they come out of the documents.
INSERT INTO sessions (started_at, document, body_weight) VALUES
  ('2025-12-30 18:00',
   '{"kind": "strength", "exercises": [
      {"name": "squat", "sets": [{"kg": 115, "reps": 1}, {"kg": 100, "reps": 5}]},
      {"name": "plank", "sets": [{"seconds": 60}]}]}', 81.5),
  ('2025-12-31 07:00', '{"exercises": []}', NULL),
  ('2026-01-01 18:00', '{"kind": "conditioning", "exercises": [{"name": "row", "sets": []}]}', 82);
