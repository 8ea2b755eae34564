CREATE TABLE finds (id INTEGER PRIMARY KEY, in_order TEXT NOT NULL CHECK (in_order IN ('up', 'down')));
