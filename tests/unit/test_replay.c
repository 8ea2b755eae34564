#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sqlite3.h>

#include "base/arena.h"
#include "base/diag.h"
#include "input/migrations.h"
#include "schema/replay.h"
#include "sqlgen.h"
#include "test.h"

enum { MIGRATIONS_MAX = 4 };

/* Up to four migrations, m/1.sql and so on, what came of them and what was said. */
struct fixture {
	struct arena arena;
	struct diag diag;
	struct migration items[MIGRATIONS_MAX];
	struct migrations migrations;
	struct replay replay;
	bool is_replayed;
	char said[4096];
};

static void
replay_first(struct fixture *fixture, size_t count, const char *const texts[MIGRATIONS_MAX])
{
	size_t length;
	memset(fixture, 0, sizeof *fixture);
	fixture->diag.out = tmpfile();
	if (fixture->diag.out == NULL)
		abort();
	fixture->migrations = (struct migrations){ .directory = "m", .items = fixture->items };
	for (size_t i = 0; i < MIGRATIONS_MAX && texts[i] != NULL; i++) {
		struct migration *migration = &fixture->items[i];
		migration->version = arena_format(&fixture->arena, "%zu", i + 1);
		migration->name = "step";
		migration->path = arena_format(&fixture->arena, "m/%zu.sql", i + 1);
		migration->text = texts[i];
		migration->size = strlen(texts[i]);
		diag_add_source(&fixture->diag, migration->path, texts[i], strlen(texts[i]),
				&fixture->arena);
		fixture->migrations.count = i + 1;
	}
	fixture->is_replayed = replay_run(&fixture->replay, &fixture->migrations, count,
					  (struct replay_cache){ .directory = NULL },
					  &fixture->arena, &fixture->diag);
	rewind(fixture->diag.out);
	length = fread(fixture->said, 1, sizeof fixture->said - 1, fixture->diag.out);
	fixture->said[length] = '\0';
}

static void
replay(struct fixture *fixture, const char *text)
{
	replay_first(fixture, 1, (const char *const[MIGRATIONS_MAX]){ text });
}

static void
finish(struct fixture *fixture)
{
	if (fixture->is_replayed)
		replay_finish(&fixture->replay);
	fclose(fixture->diag.out);
	arena_finish(&fixture->arena);
}

static bool
runs(const struct fixture *fixture, const char *sql)
{
	return sqlite3_exec(fixture->replay.handle, sql, NULL, NULL, NULL) == SQLITE_OK;
}

static void
failures_have_the_place_of_their_statement(void)
{
	static const struct {
		const char *text;
		const char *said; /* what the message begins with */
		const char *word; /* and holds */
	} cases[] = {
		{ "CREATE TABLE t(a);\n\n  CREATE TABLE t(a);", "m/1.sql:3:", "already exists" },
		{ "CREATE TABLE t(a);\nINSERT INTO t\n  VALUES(1, nosuch);",
		  "m/1.sql:3:13: error:", "nosuch" },
		{ "-- one\nCREATE TABLE t(a) foo;", "m/1.sql:2:", "foo" },
		{ "CREATE VIRTUAL TABLE v USING nosuchmodule(a);", "m/1.sql:1:", "nosuchmodule" },
		{ "CREATE TABLE t(a NOT NULL);\nINSERT INTO t VALUES(NULL);",
		  "m/1.sql:2:", "NOT NULL" },
		{ "CREATE TABLE t(a);\nCREATE INDEX i ON t(myown(a));", "m/1.sql:2:", "myown" },
		{ "CREATE TABLE t(a);\nATTACH 'x' AS y;", "m/1.sql:2:", "" },
		{ "CREATE TABLE t(a);\nROLLBACK;", "m/1.sql:2:", "" },
		{ "CREATE TABLE t(a);\nINSERT INTO t VALUES(zeroblob(900000000));",
		  "m/1.sql:2:", "too big" },
		{ "CREATE TABLE p(a PRIMARY KEY);\nCREATE TABLE c(a REFERENCES p);\n"
		  "INSERT INTO c VALUES(1);",
		  "m/1.sql", "" },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct fixture fixture;
		replay(&fixture, cases[i].text);
		CHECK(!fixture.is_replayed);
		CHECK_INT(fixture.diag.errors, 1);
		CHECK(fixture.replay.handle == NULL);
		if (strncmp(fixture.said, cases[i].said, strlen(cases[i].said)) != 0)
			CHECK_STR(fixture.said, cases[i].said);
		if (strstr(fixture.said, cases[i].word) == NULL)
			CHECK_STR(fixture.said, cases[i].word);
		finish(&fixture);
	}
}

static void
what_would_be_lost_is_warned_of(void)
{
	struct fixture fixture;
	/* Of what the same file makes, under whatever name, nobody has rows. */
	replay_first(&fixture, 2,
		     (const char *const[MIGRATIONS_MAX]){
			     "CREATE TABLE t(a, b); CREATE TABLE u(a);\n"
			     "CREATE TABLE x(a, b); ALTER TABLE x RENAME TO w; ALTER TABLE w DROP a;",
			     "\n\nINSERT INTO t VALUES(1, 2);\nALTER TABLE t DROP a;\n"
			     "INSERT INTO u SELECT b FROM t; DROP TABLE t;\n  DROP TABLE u;" });
	CHECK(fixture.is_replayed);
	CHECK_INT(fixture.diag.warnings, 2);
	CHECK(strncmp(fixture.said, "m/2.sql:4:1: warning: column 't.a' is dropped", 45) == 0);
	CHECK(strstr(fixture.said, "m/2.sql:6:3: warning: table 'u' is dropped") != NULL);
	CHECK(strstr(fixture.said, "[drop-table]") != NULL);
	finish(&fixture);
}

static void
failing_migration_is_the_one_named(void)
{
	struct fixture fixture;
	replay_first(&fixture, 3,
		     (const char *const[MIGRATIONS_MAX]){
			     "CREATE TABLE t(a);", "ALTER TABLE t DROP COLUMN zz;", "SELECT 1;" });
	CHECK(!fixture.is_replayed);
	CHECK(strncmp(fixture.said, "m/2.sql:1:", 10) == 0);
	finish(&fixture);
}

static void
only_the_first_migrations_run(void)
{
	struct fixture fixture;
	replay_first(&fixture, 1,
		     (const char *const[MIGRATIONS_MAX]){ "CREATE TABLE t(a);", "nonsense;" });
	CHECK(fixture.is_replayed);
	CHECK(runs(&fixture, "SELECT a FROM t"));
	CHECK_INT(replay_place(&fixture.replay, "t", "a").column, 16);
	finish(&fixture);
	replay_first(&fixture, 0, (const char *const[MIGRATIONS_MAX]){ "nonsense;" });
	CHECK(fixture.is_replayed);
	CHECK(replay_place(&fixture.replay, "t", NULL).path == NULL);
	finish(&fixture);
}

static void
checksums_are_the_runtime_s(void)
{
	static const char text[] = "CREATE TABLE t(a);";
	char expected[SQLGEN_CHECKSUM_SIZE];
	struct fixture fixture;
	replay_first(&fixture, 0, (const char *const[MIGRATIONS_MAX]){ text });
	sqlgen_checksum(expected, text, strlen(text));
	CHECK_STR(fixture.migrations.items[0].checksum, expected);
	finish(&fixture);
}

static void
write_file(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");
	if (file == NULL || fputs(text, file) == EOF || fclose(file) != 0)
		abort();
}

/* T24 of the hostile cases: what was read is what runs, and what the checksum is of. */
static void
a_file_that_changes_meanwhile_makes_no_difference(void)
{
	static const char text[] = "CREATE TABLE t(a);";
	char directory[] = "/tmp/sqlgen-XXXXXX", path[64], expected[SQLGEN_CHECKSUM_SIZE];
	struct arena arena = { .blocks = NULL };
	struct diag diag = { .out = stderr };
	struct migrations migrations;
	struct replay replay = { .handle = NULL };
	if (mkdtemp(directory) == NULL)
		abort();
	snprintf(path, sizeof path, "%s/1_x.sql", directory);
	write_file(path, text);
	CHECK(migrations_read(&migrations, directory, NULL, &arena, &diag));
	write_file(path, "CREATE TABLE evil(a);");
	CHECK(replay_run(&replay, &migrations, 1, (struct replay_cache){ .directory = NULL },
			 &arena, &diag));
	CHECK_INT(sqlite3_table_column_metadata(replay.handle, "main", "t", "a", NULL, NULL, NULL,
						NULL, NULL),
		  SQLITE_OK);
	sqlgen_checksum(expected, text, strlen(text));
	CHECK_STR(migrations.items[0].checksum, expected);
	replay_finish(&replay);
	arena_finish(&arena);
	remove(path);
	rmdir(directory);
}

static void
work_without_end_is_stopped(void)
{
	struct fixture fixture;
	replay(&fixture, "CREATE TABLE t(a);\n"
			 "INSERT INTO t WITH RECURSIVE r(i) AS (SELECT 1 UNION ALL SELECT 1 FROM r)"
			 " SELECT max(i) FROM r;");
	CHECK(!fixture.is_replayed);
	CHECK_INT(fixture.diag.errors, 1);
	CHECK(strstr(fixture.said, "m/1.sql:2:1: error: this does not end") != NULL);
	finish(&fixture);
}

static void
double_quoted_strings_work(void)
{
	struct fixture fixture;
	replay(&fixture, "CREATE TABLE t(a DEFAULT \"x\"); INSERT INTO t VALUES(\"nobody\");");
	CHECK(fixture.is_replayed);
	CHECK_INT(fixture.diag.warnings, 2);
	finish(&fixture);
}

static void
cascade_does_not_empty_children_of_a_rebuilt_table(void)
{
	struct fixture fixture;
	replay(&fixture,
	       "CREATE TABLE p(id INTEGER PRIMARY KEY);"
	       "CREATE TABLE c(p REFERENCES p ON DELETE CASCADE);"
	       "INSERT INTO p VALUES(1); INSERT INTO c VALUES(1);"
	       "CREATE TABLE n(id INTEGER PRIMARY KEY, v); INSERT INTO n(id) SELECT id FROM p;"
	       "DROP TABLE p; ALTER TABLE n RENAME TO p;");
	CHECK(fixture.is_replayed);
	CHECK(runs(&fixture, "CREATE TABLE one(a CHECK (a = 1));"
			     "INSERT INTO one SELECT count(*) FROM c"));
	finish(&fixture);
}

/* Modules ask for PRAGMA page_size while they create their tables. */
static void
virtual_tables_can_be_used(void)
{
	struct fixture fixture;
	replay(&fixture, "CREATE VIRTUAL TABLE r USING rtree(id, x0, x1);"
			 "CREATE VIRTUAL TABLE f USING fts4(a);"
			 "CREATE VIRTUAL TABLE g USING fts5(a);"
			 "INSERT INTO r VALUES(1, 2, 3); INSERT INTO f VALUES('x');"
			 "INSERT INTO g VALUES('x');");
	CHECK(fixture.is_replayed);
	CHECK(runs(&fixture, "CREATE TABLE one(a CHECK (a = 3)); INSERT INTO one"
			     " SELECT (SELECT count(*) FROM r WHERE x0 > 1) +"
			     " (SELECT count(*) FROM f WHERE a MATCH 'x') +"
			     " (SELECT count(*) FROM g WHERE a MATCH 'x')"));
	finish(&fixture);
}

static void
temporary_objects_are_gone(void)
{
	struct fixture fixture;
	replay(&fixture,
	       "CREATE TABLE t(a); CREATE TEMP TABLE t(b); CREATE TEMP VIEW v AS SELECT 1;");
	CHECK(fixture.is_replayed);
	CHECK(runs(&fixture, "SELECT a FROM t"));
	CHECK(!runs(&fixture, "SELECT * FROM v"));
	finish(&fixture);
}

/* "2.sql:1:14", or "-" where nothing is known. */
static const char *
spell(struct fixture *fixture, struct place place)
{
	if (place.path == NULL)
		return "-";
	return arena_format(&fixture->arena, "%s:%u:%u", place.path + 2, place.line, place.column);
}

static void
places_follow_renames_and_rebuilds(void)
{
	static const struct {
		const char *texts[MIGRATIONS_MAX];
		const char *name, *column;
		const char *place;
	} cases[] = {
		{ { "CREATE TABLE t(a,\n  b)" }, "t", NULL, "1.sql:1:14" },
		{ { "CREATE TABLE t(a,\n  b)" }, "T", "B", "1.sql:2:3" },
		{ { "CREATE TABLE t(a)" }, "t", "zz", "-" },
		{ { "CREATE TABLE t(a)" }, "zz", NULL, "-" },
		{ { "/* x */ create table if not exists main . \"a b\"(\"c d\" int)" },
		  "a b",
		  NULL,
		  "1.sql:1:43" },
		{ { "create table \"a b\"(x, [c d] int)" }, "a b", "c d", "1.sql:1:23" },
		{ { "CREATE TABLE t(a)", "ALTER TABLE t ADD COLUMN b INT" },
		  "t",
		  "b",
		  "2.sql:1:26" },
		{ { "CREATE TABLE t(a)", "\nALTER TABLE main.t ADD b INT" },
		  "t",
		  "b",
		  "2.sql:2:24" },
		{ { "CREATE TABLE t(a)", "ALTER TABLE t RENAME TO u" }, "u", "a", "1.sql:1:16" },
		{ { "CREATE TABLE t(a)", "ALTER TABLE t RENAME TO u" }, "t", NULL, "-" },
		{ { "CREATE TABLE t(a)", "ALTER TABLE t RENAME COLUMN a TO b" },
		  "t",
		  "b",
		  "1.sql:1:16" },
		{ { "CREATE TABLE t(a)", "ALTER TABLE t RENAME a TO b" }, "t", "a", "-" },
		{ { "CREATE TABLE t(a, b)", "ALTER TABLE t DROP COLUMN a" }, "t", "a", "-" },
		{ { "CREATE TABLE t(a, b)", "ALTER TABLE t DROP a" }, "t", "b", "1.sql:1:19" },
		{ { "CREATE TABLE t(a)",
		    "CREATE TABLE n(a); DROP TABLE t; ALTER TABLE n RENAME TO t" },
		  "t",
		  NULL,
		  "2.sql:1:14" },
		{ { "CREATE TABLE t(a)",
		    "CREATE TABLE n(a); DROP TABLE t; ALTER TABLE n RENAME TO t" },
		  "t",
		  "a",
		  "2.sql:1:16" },
		{ { "CREATE TABLE t(a)", "CREATE TABLE IF NOT EXISTS t(a)" },
		  "t",
		  NULL,
		  "1.sql:1:14" },
		{ { "CREATE TABLE t(a)", "DROP TABLE t; CREATE TABLE t(a)" },
		  "t",
		  "a",
		  "2.sql:1:30" },
		{ { "CREATE TABLE t(a); CREATE UNIQUE INDEX i ON t(a)" }, "i", NULL, "1.sql:1:40" },
		{ { "CREATE TABLE t(a); CREATE INDEX i ON t(a)",
		    "DROP TABLE t; CREATE TABLE t(a); CREATE INDEX i ON t(a)" },
		  "i",
		  NULL,
		  "2.sql:1:47" },
		{ { "CREATE TABLE t(a); CREATE INDEX i ON t(a)",
		    "ALTER TABLE t RENAME TO u; DROP TABLE u" },
		  "i",
		  NULL,
		  "-" },
		{ { "CREATE TABLE t(a); CREATE INDEX i ON t(a)", "DROP INDEX IF EXISTS i" },
		  "i",
		  NULL,
		  "-" },
		{ { "CREATE TABLE t(a); CREATE VIEW v AS SELECT 1" }, "v", NULL, "1.sql:1:32" },
		{ { "CREATE VIRTUAL TABLE f USING fts5(a)" }, "f", NULL, "1.sql:1:22" },
		{ { "CREATE TEMP TABLE t(a); CREATE TABLE temp.u(a); CREATE TABLE t(b)" },
		  "t",
		  NULL,
		  "1.sql:1:62" },
		{ { "CREATE TEMP TABLE t(a); CREATE TABLE temp.u(a)" }, "u", NULL, "-" },
		{ { "CREATE TABLE t AS SELECT 1 AS a" }, "t", NULL, "1.sql:1:14" },
		{ { "SELECT 1;;\n;-- CREATE TABLE x(a)\n", "CREATE TABLE t(a)" },
		  "t",
		  NULL,
		  "2.sql:1:14" },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct fixture fixture;
		size_t count = cases[i].texts[1] == NULL ? 1 : 2;
		replay_first(&fixture, count, cases[i].texts);
		if (!fixture.is_replayed)
			CHECK_STR(fixture.said, cases[i].texts[count - 1]);
		CHECK_STR(spell(&fixture,
				replay_place(&fixture.replay, cases[i].name, cases[i].column)),
			  cases[i].place);
		finish(&fixture);
	}
}

static void
triggers_have_names_of_their_own(void)
{
	struct fixture fixture;
	replay(&fixture, "CREATE TABLE t(a);\n"
			 "CREATE TRIGGER t AFTER INSERT ON t BEGIN\n  SELECT 1;\n  SELECT 2; END;\n"
			 "CREATE TRIGGER other UPDATE OF a ON t BEGIN SELECT 1; END;\n"
			 "DROP TRIGGER other");
	CHECK_STR(spell(&fixture, replay_place(&fixture.replay, "t", NULL)), "1.sql:1:14");
	CHECK_STR(spell(&fixture, replay_trigger_place(&fixture.replay, "t")), "1.sql:2:16");
	CHECK_STR(spell(&fixture, replay_trigger_place(&fixture.replay, "other")), "-");
	CHECK_STR(spell(&fixture, replay_place(&fixture.replay, "other", NULL)), "-");
	finish(&fixture);
	replay(&fixture,
	       "CREATE TABLE t(a); CREATE TRIGGER x AFTER INSERT ON t BEGIN SELECT 1; END;"
	       "DROP TABLE t");
	CHECK_STR(spell(&fixture, replay_trigger_place(&fixture.replay, "x")), "-");
	finish(&fixture);
}

int
main(void)
{
	failures_have_the_place_of_their_statement();
	what_would_be_lost_is_warned_of();
	failing_migration_is_the_one_named();
	only_the_first_migrations_run();
	checksums_are_the_runtime_s();
	a_file_that_changes_meanwhile_makes_no_difference();
	work_without_end_is_stopped();
	double_quoted_strings_work();
	cascade_does_not_empty_children_of_a_rebuilt_table();
	virtual_tables_can_be_used();
	temporary_objects_are_gone();
	places_follow_renames_and_rebuilds();
	triggers_have_names_of_their_own();
	return failures != 0;
}
