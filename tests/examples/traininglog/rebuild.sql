-- at 4
-- A log from before the fifth migration rebuilt sessions: exercises and notes must survive.
INSERT INTO sessions (id, started_at, document) VALUES (7, '2025-12-30 18:00', '{"kind": "mobility"}');
INSERT INTO exercises (session_id, position, name, set_count) VALUES (7, 0, 'plank', 3);
INSERT INTO notes (session_id, text, is_injury) VALUES (7, 'short of breath', 1);
