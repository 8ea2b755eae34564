CREATE TABLE authors (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, born INTEGER, bio TEXT);
CREATE INDEX authors_born ON authors (born);
