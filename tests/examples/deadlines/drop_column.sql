DROP INDEX matters_open;
ALTER TABLE matters DROP COLUMN title;
