ALTER TABLE exercises DROP COLUMN volume_kg;
