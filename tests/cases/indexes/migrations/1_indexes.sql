CREATE TABLE places (id INTEGER PRIMARY KEY, country TEXT NOT NULL, code TEXT NOT NULL, UNIQUE (country, code));
CREATE TABLE people (
  id INTEGER PRIMARY KEY,
  email TEXT NOT NULL UNIQUE COLLATE NOCASE,
  nick TEXT,
  number INTEGER UNIQUE,
  country TEXT, code TEXT,
  boss_id INTEGER REFERENCES people,
  score REAL,
  rank INTEGER NOT NULL DEFAULT 0,
  kind TEXT CHECK (kind IN ('a', 'b')),
  FOREIGN KEY (country, code) REFERENCES places (country, code)
);
CREATE UNIQUE INDEX people_nick ON people (nick COLLATE NOCASE);
CREATE UNIQUE INDEX people_partial ON people (score) WHERE score > 0;
CREATE UNIQUE INDEX people_expression ON people (lower(nick));
CREATE INDEX people_rank ON people (rank DESC, score);
CREATE INDEX people_boss ON people (boss_id);
CREATE INDEX people_kind ON people (kind);
CREATE INDEX people_email_again ON people (email);
