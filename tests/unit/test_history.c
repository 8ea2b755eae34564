#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "docs/history.h"
#include "input/migrations.h"
#include "test.h"

enum { VERSIONS_MAX = 6 };

struct past {
	struct arena arena;
	struct diag diag;
	struct migration items[VERSIONS_MAX];
	struct migrations migrations;
	struct history history;
};

/* Every text is a migration; NULL ends them. */
static void
start(struct past *past, const char *const *texts)
{
	memset(past, 0, sizeof *past);
	past->diag.out = stderr;
	past->migrations = (struct migrations){ .directory = "m", .items = past->items };
	for (size_t i = 0; texts[i]; i++) {
		struct migration *migration = &past->items[i];

		migration->version = arena_format(&past->arena, "%zu", i + 1);
		migration->name = "step";
		migration->path = arena_format(&past->arena, "m/%zu.sql", i + 1);
		migration->text = texts[i];
		migration->size = strlen(texts[i]);
		diag_add_source(&past->diag, migration->path, texts[i], migration->size, &past->arena);
		past->migrations.count = i + 1;
	}
	CHECK(history_read(&past->history, &past->migrations, &past->arena, &past->diag));
}

/* "1" or "1-3": made, and last changed. */
static void
check_life(struct past *past, enum item_kind kind, const char *table, const char *name, const char *expected)
{
	const struct life *life = lives_find(&past->history.lives, kind, table, name);
	const char *found = "none";

	if (life)
		found = life->made == life->changed ?
				arena_format(&past->arena, "%zu", life->made + 1) :
				arena_format(&past->arena, "%zu-%zu", life->made + 1, life->changed + 1);
	CHECK_STR(found, expected);
}

static void
check_description(const struct past *past, enum item_kind kind, const char *table, const char *name, const char *expected)
{
	const struct life *life = lives_find(&past->history.lives, kind, table, name);

	CHECK_STR(life ? life->description : "none", expected);
}

static void
test_lives(void)
{
	static const char *const texts[] = {
		"CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT); CREATE INDEX i ON t (b);",
		"ALTER TABLE t ADD COLUMN c INT;",
		"CREATE TABLE n (a INTEGER PRIMARY KEY, b INT, c INT); INSERT INTO n SELECT * FROM t; DROP TABLE t;"
		"ALTER TABLE n RENAME TO t; CREATE INDEX i ON t (b);",
		"ALTER TABLE t RENAME TO u;",
		"ALTER TABLE u RENAME COLUMN c TO d;",
		NULL
	};
	struct past past;

	start(&past, texts);
	check_life(&past, ITEM_TABLE, "u", "", "1-5");
	check_life(&past, ITEM_COLUMN, "u", "a", "1");
	check_life(&past, ITEM_COLUMN, "U", "B", "1-3");
	check_life(&past, ITEM_COLUMN, "u", "d", "2-5");
	check_life(&past, ITEM_INDEX, "u", "i", "1");
	check_life(&past, ITEM_TABLE, "t", "", "none");
	CHECK_INT(past.history.lives.table_count, 1);
	CHECK_INT(past.history.lives.tables[0]->event_count, 5);
	CHECK_INT(past.history.lives.tables[0]->events[3].kind, EVENT_RENAMED);
	CHECK_INT(past.history.versions[3].difference.count, 0);
	CHECK_INT(past.history.versions[3].renaming_count, 1);
	CHECK_INT(past.history.versions[4].renaming_count, 1);
	CHECK_INT(past.history.versions[2].rebuilt_count, 1);
	arena_finish(&past.arena);
}

static void
test_ends(void)
{
	static const char *const texts[] = {
		"CREATE TABLE t (a); CREATE VIEW v AS SELECT 1;", "DROP TABLE t;", "CREATE TABLE t (b); DROP VIEW v;", NULL
	};
	struct past past;

	start(&past, texts);
	check_life(&past, ITEM_TABLE, "t", "", "3");
	check_life(&past, ITEM_VIEW, "v", "", "none");
	CHECK_INT(past.history.lives.table_count, 2);
	CHECK(past.history.lives.tables[0]->is_dropped);
	CHECK_INT(past.history.lives.tables[0]->events[1].kind, EVENT_DROPPED);
	CHECK_INT(past.history.versions[1].lost_count, 1);
	arena_finish(&past.arena);
}

/* What has a name in its text stays the same where only that name is another one. */
static void
test_renamed_texts(void)
{
	static const char *const texts[] = {
		"CREATE TABLE t (a INTEGER PRIMARY KEY, B TEXT UNIQUE, CHECK (b <> ''));"
		"CREATE TABLE u (a INT REFERENCES t (a), c INT); CREATE INDEX i ON u (c); CREATE INDEX j ON t (b) WHERE b > '';"
		"CREATE VIEW v AS SELECT b FROM t; CREATE TRIGGER g AFTER INSERT ON t BEGIN DELETE FROM u; END;",
		"ALTER TABLE t RENAME TO \"New t\"; ALTER TABLE \"New t\" RENAME COLUMN b TO c;"
		"ALTER TABLE u RENAME TO w;",
		"ALTER TABLE w RENAME COLUMN c TO d; DROP INDEX i; CREATE INDEX i ON w (d DESC);",
		NULL
	};
	struct past past;

	start(&past, texts);
	CHECK_INT(past.history.versions[1].renaming_count, 3);
	CHECK_INT(past.history.versions[1].difference.count, 0);
	CHECK_INT(past.history.versions[2].difference.count, 1);
	check_life(&past, ITEM_UNIQUE, "new t", "(c)", "1");
	check_life(&past, ITEM_FOREIGN_KEY, "w", "(a)", "1");
	check_life(&past, ITEM_INDEX, "w", "i", "1-3");
	check_life(&past, ITEM_INDEX, "new t", "j", "1");
	check_life(&past, ITEM_VIEW, "v", "", "1");
	check_life(&past, ITEM_TRIGGER, "new t", "g", "1");
	arena_finish(&past.arena);
}

/* A name that is taken again goes on, also where the old table stays under another one. */
static void
test_replaced(void)
{
	static const char *const texts[] = {
		"CREATE TABLE t (a, b);",
		"ALTER TABLE t RENAME TO old; CREATE TABLE t (a, b, c); INSERT INTO t SELECT a, b, 1 FROM old;",
		NULL
	};
	struct past past;

	start(&past, texts);
	check_life(&past, ITEM_TABLE, "t", "", "1-2");
	check_life(&past, ITEM_TABLE, "old", "", "2");
	CHECK_INT(past.history.versions[1].renaming_count, 0);
	arena_finish(&past.arena);
}

static void
test_descriptions(void)
{
	static const char *const texts[] = {
		"-- The file.\n\n-- Things.\nCREATE TABLE t (\n  a INT, -- first\n  b INT -- second\n);",
		"CREATE TABLE n (\n  a INT,\n  b INT -- better\n); INSERT INTO n SELECT * FROM t; DROP TABLE t;\n"
		"ALTER TABLE n RENAME TO t;",
		"ALTER TABLE t RENAME COLUMN a TO c;\n-- quick\nCREATE INDEX i ON t (c);\n\n-- on guard\n"
		"CREATE TRIGGER i BEFORE DELETE ON t BEGIN SELECT 1; END;\n-- seen\nCREATE VIEW v AS SELECT c FROM t;",
		NULL
	};
	struct past past;

	start(&past, texts);
	check_description(&past, ITEM_INDEX, "t", "i", "quick");
	check_description(&past, ITEM_TRIGGER, "t", "i", "on guard");
	check_description(&past, ITEM_VIEW, "v", "", "seen");
	CHECK_STR(past.history.versions[0].description, "The file.");
	check_description(&past, ITEM_TABLE, "t", "", "Things.");
	check_description(&past, ITEM_COLUMN, "t", "c", "first");
	check_description(&past, ITEM_COLUMN, "t", "b", "better");
	arena_finish(&past.arena);
}

static void
check_write(struct past *past, size_t version, const char *expected)
{
	const struct writes *writes = &past->history.versions[version].writes;
	const char *found = "";

	for (size_t i = 0; i < writes->count; i++) {
		const struct write *write = &writes->items[i];

		found = arena_format(&past->arena, "%s%s%s %s", found, i > 0 ? "; " : "",
				     write->kind == WRITE_INSERT ? "insert" :
				     write->kind == WRITE_UPDATE ? "update" :
								   "delete",
				     write->table);
		for (size_t j = 0; j < write->column_count; j++)
			found = arena_format(&past->arena, "%s.%s", found, write->columns[j]);
		for (size_t j = 0; j < write->source_count; j++)
			found = arena_format(&past->arena, "%s from %s", found, write->sources[j]);
		if (write->rows > 0)
			found = arena_format(&past->arena, "%s rows %lld", found, (long long)write->rows);
		if (write->trigger)
			found = arena_format(&past->arena, "%s by %s", found, write->trigger);
	}
	CHECK_STR(found, expected);
	CHECK(!writes->is_incomplete);
}

static void
test_writes(void)
{
	static const char *const texts[] = {
		"CREATE TABLE t (a, b); INSERT INTO t VALUES (1, 2), (3, 4); INSERT INTO t VALUES (5, 6);"
		"CREATE TABLE log (a);",
		"BEGIN; UPDATE t SET b = 1, a = 2 WHERE a = 3; DELETE FROM log; COMMIT;",
		"CREATE TABLE u AS SELECT a FROM t; INSERT INTO u SELECT a FROM t WHERE EXISTS (SELECT 1 FROM log);",
		"CREATE TRIGGER g AFTER INSERT ON t BEGIN INSERT INTO log VALUES (new.a); END;"
		"INSERT INTO t VALUES (1, 1);",
		"CREATE VIRTUAL TABLE f USING fts5 (a); INSERT INTO f VALUES ('x');",
		NULL
	};
	struct past past;

	start(&past, texts);
	check_write(&past, 0, "insert t rows 3");
	check_write(&past, 1, "update t.a.b; delete log");
	check_write(&past, 2, "insert u from t; insert u from log from t");
	check_write(&past, 3, "insert t rows 1; insert log by g");
	check_write(&past, 4, "insert f rows 1");
	arena_finish(&past.arena);
}

int
main(void)
{
	test_lives();
	test_ends();
	test_renamed_texts();
	test_replaced();
	test_descriptions();
	test_writes();
	return failures != 0;
}
