-- A training session, as the phone hands it over: one JSON document.
--   {"kind": "strength", "exercises": [{"name": "squat", "sets": [{"kg": 100, "reps": 5}]}]}

CREATE TABLE sessions (
  id         INTEGER PRIMARY KEY,
  started_at TEXT NOT NULL UNIQUE,
  document   TEXT NOT NULL
);
