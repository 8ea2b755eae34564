-- A plain view: as NOT NULL as its table.
CREATE VIEW open_tasks AS SELECT id, title, status, is_urgent, note, at, owner FROM tasks WHERE status = 'open';
-- A join and expressions.
CREATE VIEW boards(task, next, person, tall, tasks_of_person) AS
  SELECT t.id, t.id + 1, p.full_name, p.height, count(*) OVER (PARTITION BY p.id)
  FROM tasks t LEFT JOIN people p ON p.id = t.owner;
-- What metadata does not tell: a subquery without a row, a bare column of an aggregate, the second arm.
CREATE VIEW nowheres AS SELECT (SELECT title FROM tasks WHERE id = -1) AS title FROM words;
CREATE VIEW bares AS SELECT max(at) AS newest, title FROM tasks WHERE id < 0;
CREATE VIEW groups_ AS SELECT max(at) AS newest, owner, title, id FROM tasks GROUP BY owner;
CREATE VIEW arms AS SELECT id AS what FROM tasks UNION ALL SELECT title FROM tasks;
CREATE VIEW arms_again AS SELECT what FROM "arms";
CREATE VIEW counted AS SELECT count(*) AS n, 0.5 AS half, max(id) AS best FROM tasks;
CREATE VIEW word_ids AS SELECT rowid AS number, word FROM words;
CREATE VIEW skipped AS SELECT 1 AS one;

-- Written through triggers.
CREATE VIEW entries AS SELECT id, title, status, is_urgent FROM tasks;
CREATE TRIGGER entries_insert INSTEAD OF INSERT ON entries BEGIN
  INSERT INTO tasks (id, title, status, is_urgent)
  VALUES (new.id, new.title, coalesce(new.status, 'open'), coalesce(new.is_urgent, 0));
END;
CREATE TRIGGER entries_update INSTEAD OF UPDATE ON entries BEGIN
  UPDATE tasks SET title = new.title, status = new.status, is_urgent = new.is_urgent WHERE id = old.id;
END;
CREATE TRIGGER entries_delete INSTEAD OF DELETE ON entries BEGIN
  DELETE FROM tasks WHERE id = old.id;
END;
CREATE VIEW pairs AS SELECT owner, title, at FROM tasks;
CREATE TRIGGER pairs_delete INSTEAD OF DELETE ON pairs BEGIN
  DELETE FROM tasks WHERE owner = old.owner AND title = old.title;
END;
