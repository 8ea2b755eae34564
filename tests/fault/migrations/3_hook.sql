-- sqlgen: hook
CREATE TABLE log (line TEXT NOT NULL);
