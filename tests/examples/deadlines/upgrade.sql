-- at 20240311080000
-- Before deadlines had a court: it is filled in, then the table is rebuilt; reminders must survive.
INSERT INTO clients (id, name) VALUES ('6f1c0f6e-0a51-4c5e-9a55-0e1f6f7d1a01', 'Example Ltd');
INSERT INTO people (id, name, email) VALUES
  ('a3b0c442-98fc-4c14-9afb-f4c8996fb901', 'A. Weber', 'weber@example.org');
INSERT INTO matters (id, client_id, reference, title) VALUES
  ('0d9a7c1e-52a4-4f0e-8f0b-3a7d1f3f2b01', '6f1c0f6e-0a51-4c5e-9a55-0e1f6f7d1a01', 'BER/2024/017', 'appeal'),
  ('0d9a7c1e-52a4-4f0e-8f0b-3a7d1f3f2b02', '6f1c0f6e-0a51-4c5e-9a55-0e1f6f7d1a01', 'HAM/2024/003', 'lease'),
  ('0d9a7c1e-52a4-4f0e-8f0b-3a7d1f3f2b03', '6f1c0f6e-0a51-4c5e-9a55-0e1f6f7d1a01', 'XXX/2024/001', 'odd');
INSERT INTO deadlines (id, matter_id, owner_id, title, due_on, status, created_at, updated_at) VALUES
  ('51c5b3a0-4a3b-4d57-8a55-000000000001', '0d9a7c1e-52a4-4f0e-8f0b-3a7d1f3f2b01', NULL, 'old grounds',
   '2024-05-15 12:00', 'missed', '2024-03-01 00:00:00.000', '2024-03-01 00:00:00.000'),
  ('51c5b3a0-4a3b-4d57-8a55-000000000002', '0d9a7c1e-52a4-4f0e-8f0b-3a7d1f3f2b02',
   'a3b0c442-98fc-4c14-9afb-f4c8996fb901', 'old reply', '2024-05-16', 'pending',
   '2024-03-01 00:00:00.000', '2024-03-01 00:00:00.000'),
  ('51c5b3a0-4a3b-4d57-8a55-000000000003', '0d9a7c1e-52a4-4f0e-8f0b-3a7d1f3f2b03', NULL, 'odd',
   '2024-05-17', 'pending', '2024-03-01 00:00:00.000', '2024-03-01 00:00:00.000');
INSERT INTO reminders (deadline_id, days_before) VALUES
  ('51c5b3a0-4a3b-4d57-8a55-000000000001', 7), ('51c5b3a0-4a3b-4d57-8a55-000000000002', 1);
