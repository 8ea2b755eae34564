-- Every kind of constraint, by name and without one.
CREATE TABLE sessions (id TEXT PRIMARY KEY NOT NULL, region TEXT, number INTEGER, UNIQUE (region, number));
CREATE TABLE users (id INTEGER PRIMARY KEY, code TEXT COLLATE NOCASE UNIQUE, chief TEXT REFERENCES users(code));
CREATE TABLE tasks (
  id         INTEGER PRIMARY KEY,
  uuid       TEXT UNIQUE,
  title      TEXT NOT NULL,
  priority   INTEGER NOT NULL DEFAULT 1 CHECK (priority > 0) CHECK (priority < 10),
  weight     INTEGER CONSTRAINT tasks_weight_limit CHECK (weight < 100),
  "due date" TEXT CHECK ("due date" <> '' /* not
    empty */),
  archived   INTEGER,
  region     TEXT,
  number     INTEGER,
  session_id TEXT REFERENCES sessions(id),
  owner_id   INTEGER REFERENCES users,
  parent_id  INTEGER REFERENCES tasks(id),
  later_id   INTEGER REFERENCES users(id) DEFERRABLE INITIALLY DEFERRED,
  UNIQUE (title, region),
  CHECK (weight <> priority),
  CONSTRAINT "it's odd" CHECK (number <> 13),
  FOREIGN KEY (region, number) REFERENCES sessions(region, number)
);
CREATE UNIQUE INDEX tasks_lower_due ON tasks(lower("due date"));
CREATE UNIQUE INDEX one_number ON tasks(number) WHERE archived IS NOT NULL;

-- The same text of a CHECK in two tables, which SQLite's message does not tell apart.
CREATE TABLE orders (id INTEGER PRIMARY KEY, amount INTEGER CHECK (amount > 0));
CREATE TABLE refunds (id INTEGER PRIMARY KEY, amount INTEGER CHECK (amount > 0), order_id INTEGER NOT NULL);

-- What its own ON CONFLICT settles, and what it does not.
CREATE TABLE quiet (id INTEGER PRIMARY KEY, a TEXT NOT NULL ON CONFLICT IGNORE, b TEXT UNIQUE ON CONFLICT REPLACE,
  c TEXT UNIQUE ON CONFLICT ROLLBACK);

CREATE TABLE packed (a INTEGER, b INTEGER, PRIMARY KEY (b, a)) WITHOUT ROWID;
CREATE TABLE typed (id INTEGER PRIMARY KEY, n INTEGER) STRICT;

-- Triggers write elsewhere, and refuse.
CREATE TABLE log (line TEXT NOT NULL UNIQUE, session_id TEXT REFERENCES sessions);
CREATE TRIGGER orders_log AFTER INSERT ON orders WHEN new.amount > 100 BEGIN
  INSERT INTO log VALUES (CASE WHEN new.amount < 1000 THEN 'order' END, CASE new.amount WHEN 500 THEN 'none' END);
END;
CREATE TRIGGER orders_type AFTER INSERT ON orders WHEN new.amount = 77 BEGIN INSERT INTO typed VALUES (1, 'text'); END;
CREATE TRIGGER orders_refund AFTER INSERT ON orders WHEN new.amount = 78 BEGIN
  INSERT INTO refunds (amount, order_id) VALUES (-1, 1);
END;
CREATE TRIGGER refunds_stop BEFORE DELETE ON refunds BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: tasks.uuid'); END;
