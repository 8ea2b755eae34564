DROP VIEW IF EXISTS long_notes; CREATE VIEW long_notes AS SELECT text FROM notes WHERE length > 5;
