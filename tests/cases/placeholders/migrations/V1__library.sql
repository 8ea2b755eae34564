-- Flyway puts ${hash-files} in.
CREATE TABLE library (id INTEGER $%KEY%$, hash_files boolean NOT NULL DEFAULT ${hash-files});
INSERT INTO library (id) VALUES (1);
