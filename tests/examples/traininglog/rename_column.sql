ALTER TABLE sessions RENAME COLUMN effort TO exertion;
