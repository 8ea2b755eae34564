-- Defaults that an array is too short for, and one that the column's own CHECK refuses.
CREATE TABLE v (
  id INTEGER PRIMARY KEY,
  tag TEXT NOT NULL DEFAULT 'longer than 7',
  digest BLOB DEFAULT x'0102030405',
  odd TEXT DEFAULT x'01',
  short TEXT NOT NULL DEFAULT 'fits',
  state TEXT DEFAULT 'lost' CHECK (state IN ('open', 'done'))
);
