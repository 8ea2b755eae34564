CREATE VIRTUAL TABLE vectors USING vec0(
  id INTEGER PRIMARY KEY,
  embedding float[768],
  +note TEXT,
  metric=cosine
);
CREATE TABLE numbers (value INTEGER NOT NULL);
INSERT INTO numbers SELECT value FROM series(1, 9);
INSERT INTO vectors(id, note) VALUES (1, 'x');
