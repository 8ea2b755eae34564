CREATE TABLE rows (
  id INTEGER PRIMARY KEY,
  i INTEGER NOT NULL, i_null INTEGER,
  b BOOLEAN NOT NULL, b_null BOOLEAN,
  r REAL NOT NULL, r_null REAL,
  t TEXT NOT NULL, t_null TEXT,
  s TEXT NOT NULL, s_null TEXT,
  c TEXT NOT NULL, c_null TEXT,
  d DATE,
  x BLOB NOT NULL, x_null BLOB,
  y BLOB NOT NULL, y_null BLOB,
  v, w NUMERIC NOT NULL,
  mood TEXT NOT NULL CHECK (mood IN ('good', 'so "so"')), mood_null TEXT CHECK (mood_null IN ('a', 'b')),
  level INTEGER NOT NULL CHECK (level IN (-1, 2, 3)), level_null INTEGER CHECK (level_null IN (5, 6, 7)),
  "na""me\ of	é" TEXT
);
