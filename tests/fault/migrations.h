#ifndef SQLGEN_TEST_MIGRATIONS_H
#define SQLGEN_TEST_MIGRATIONS_H

#include <sqlgen.h>

/* What people do to their schemas, twelve times. The first five have what SQLite finds hardest. */
static const struct {
	const char *name, *sql;
	unsigned flags;
} migrations[] = {
	{ "init",
	  ("CREATE TABLE authors (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, legacy TEXT) STRICT;"
	   "CREATE TABLE posts (id INTEGER PRIMARY KEY, author INTEGER NOT NULL"
	   " REFERENCES authors(id) ON DELETE CASCADE, title TEXT NOT NULL, body TEXT, words INTEGER);"
	   "CREATE INDEX posts_author ON posts(author);"
	   "CREATE TABLE tags (post INTEGER REFERENCES posts(id) ON DELETE CASCADE, tag TEXT,"
	   " PRIMARY KEY (post, tag)) WITHOUT ROWID;"
	   "CREATE TABLE log (id INTEGER PRIMARY KEY AUTOINCREMENT, what TEXT NOT NULL);"
	   "CREATE TRIGGER posted AFTER INSERT ON posts BEGIN"
	   " INSERT INTO log (what) VALUES ('post ' || new.id); END;"),
	  0 },
	{ "fill",
	  ("INSERT INTO authors (id, name, legacy) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL"
	   " SELECT i + 1 FROM n WHERE i < 12) SELECT i, 'author ' || i, 'x' || i FROM n;"
	   "INSERT INTO posts (author, title, body) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL"
	   " SELECT i + 1 FROM n WHERE i < 60) SELECT 1 + i % 12, 'post ' || i,"
	   " substr(hex(zeroblob(200)), 1, 20 + i * 37 % 300) FROM n;"
	   "INSERT INTO tags SELECT id, 'tag ' || (id % 5) FROM posts;"),
	  0 },
	{ "rebuild_authors",
	  ("CREATE VIEW titles AS SELECT p.title, a.name FROM posts p JOIN authors a ON a.id = p.author;"
	   "DROP VIEW titles;"
	   "CREATE TABLE authors_new (id INTEGER PRIMARY KEY, name TEXT NOT NULL COLLATE NOCASE UNIQUE,"
	   " legacy TEXT, is_active INTEGER NOT NULL DEFAULT 1 CHECK (is_active IN (0, 1))) STRICT;"
	   "INSERT INTO authors_new (id, name, legacy) SELECT id, name, legacy FROM authors;"
	   "DROP TABLE authors;"
	   "ALTER TABLE authors_new RENAME TO authors;"
	   "CREATE VIEW titles AS SELECT p.title, a.name FROM posts p JOIN authors a ON a.id = p.author;"),
	  0 },
	{ "backfill",
	  ("ALTER TABLE posts ADD COLUMN slug TEXT;"
	   "UPDATE posts SET words = length(body), slug = replace(title, ' ', '-');"
	   "CREATE UNIQUE INDEX posts_slug ON posts(slug) WHERE slug IS NOT NULL;"),
	  0 },
	{ "drop_legacy",
	  ("ALTER TABLE authors DROP COLUMN legacy;"
	   "DELETE FROM log WHERE id % 3 = 0;"
	   "INSERT INTO log (what) SELECT 'author ' || name FROM authors;"),
	  SQLGEN_ALLOW_LOSS },
	{ "compact", "VACUUM;", SQLGEN_NO_TRANSACTION },
	{ "blobs",
	  ("CREATE TABLE files (id INTEGER PRIMARY KEY, post INTEGER REFERENCES posts(id), data BLOB);"
	   "INSERT INTO files (post, data) SELECT id, zeroblob(id * 97 % 7000) FROM posts;"),
	  0 },
	{ "rename",
	  ("ALTER TABLE log RENAME TO events; ALTER TABLE events RENAME COLUMN what TO event;"
	   "CREATE INDEX events_event ON events(event);"),
	  0 },
	{ "if_missing",
	  ("ALTER TABLE posts ADD COLUMN slug TEXT; CREATE INDEX posts_author ON posts(author);"
	   "CREATE INDEX files_post ON files(post);"),
	  SQLGEN_IF_MISSING },
	{ "rebuild_tags",
	  ("CREATE TABLE tags_new (post INTEGER NOT NULL REFERENCES posts(id) ON DELETE CASCADE,"
	   " tag TEXT NOT NULL, weight REAL NOT NULL DEFAULT 1.5, PRIMARY KEY (post, tag)) WITHOUT ROWID;"
	   "INSERT INTO tags_new (post, tag) SELECT post, tag FROM tags;"
	   "DROP TABLE tags; ALTER TABLE tags_new RENAME TO tags;"
	   "UPDATE tags SET weight = weight * post;"),
	  0 },
	{ "shrink",
	  ("DELETE FROM files WHERE post % 2 = 0; DROP TRIGGER posted;"
	   "DELETE FROM events WHERE id > 40;"),
	  0 },
	{ "generated",
	  ("ALTER TABLE posts ADD COLUMN length INTEGER GENERATED ALWAYS AS (length(body)) VIRTUAL;"
	   "CREATE INDEX posts_length ON posts(length);"
	   "UPDATE authors SET name = upper(name), is_active = id % 2;"),
	  0 },
};

/* What undoes the first five. */
static const char *const downs[] = {
	"DROP TRIGGER posted; DROP TABLE tags; DROP TABLE log; DROP TABLE posts; DROP TABLE "
	"authors;",
	"DELETE FROM tags; DELETE FROM posts; DELETE FROM authors; DELETE FROM log;",
	("DROP VIEW titles;"
	 "CREATE TABLE authors_old (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, legacy "
	 "TEXT) STRICT;"
	 "INSERT INTO authors_old (id, name, legacy) SELECT id, name, legacy FROM authors;"
	 "DROP TABLE authors; ALTER TABLE authors_old RENAME TO authors;"),
	"DROP INDEX posts_slug; ALTER TABLE posts DROP COLUMN slug; UPDATE posts SET words = NULL;",
	"ALTER TABLE authors ADD COLUMN legacy TEXT; UPDATE authors SET legacy = 'x' || id;",
};

#endif
