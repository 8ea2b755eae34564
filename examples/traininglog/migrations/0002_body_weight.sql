ALTER TABLE sessions ADD COLUMN body_weight REAL;
