#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "input/migrations.h"
#include "schema/inspect.h"
#include "schema/replay.h"
#include "schema/schema.h"
#include "schema/table.h"
#include "test.h"

#define TABLES                                                                                     \
	"CREATE TABLE t(id INTEGER PRIMARY KEY, n INT NOT NULL, m INT, s TEXT NOT NULL, r REAL);"  \
	"CREATE TABLE u(id INTEGER PRIMARY KEY, tid INT REFERENCES t, v TEXT NOT NULL);"           \
	"CREATE TABLE w(k TEXT PRIMARY KEY NOT NULL, n INT NOT NULL) WITHOUT ROWID;"

/* What the columns of v are: "n INT!" is t.n where it is NOT NULL, "-" no table's column. */
static void
describe(const struct table *view, char *out, size_t size)
{
	size_t length = 0;
	for (size_t i = 0; i < view->column_count && length < size; i++) {
		const struct column *column = &view->columns[i];
		length += (size_t)snprintf(out + length, size - length, "%s%s%s%s", i > 0 ? ", " : "",
					   column->origin_table ? column->origin_table->name : "-",
					   column->origin ? "." : "",
					   column->origin ? column->origin->name : "");
		if (length < size)
			length += (size_t)snprintf(out + length, size - length, "%s%s%s",
						   column->type[0] ? " " : "", column->type,
						   column->is_not_null ? "!" : "");
	}
}

static void
check_view(const char *views, const char *expected)
{
	struct arena arena = { NULL };
	struct diag diag = { .out = stderr };
	struct replay replay;
	struct schema schema;
	struct migration migration = { .version = "1", .name = "init", .path = "1_init.sql" };
	struct migrations migrations = { .directory = ".", .items = &migration, .count = 1 };
	char found[400] = "";
	migration.text = arena_format(&arena, "%s%s", TABLES, views);
	migration.size = strlen(migration.text);
	diag_add_source(&diag, migration.path, migration.text, migration.size, &arena);
	CHECK(replay_run(&replay, &migrations, 1, (struct replay_cache){ .directory = NULL }, &arena,
			 &diag) &&
	      inspect_schema(&schema, &replay, &arena, &diag));
	describe(table_find(&schema, "v"), found, sizeof found);
	if (strcmp(found, expected) != 0)
		fprintf(stderr, "%s\n", views);
	CHECK_STR(found, expected);
	replay_finish(&replay);
	arena_finish(&arena);
}

/* typing.md 1, 7, 54, 55 */
static void
a_column_of_a_table_is_one(void)
{
	check_view("CREATE VIEW v AS SELECT id, n, m, s, r FROM t",
		   "t.id INTEGER!, t.n INT!, t.m INT, t.s TEXT!, t.r REAL");
	check_view("CREATE VIEW v(p, \"as\") AS SELECT n, s AS x FROM t WHERE m IN (1, 2) ORDER BY n",
		   "t.n INT!, t.s TEXT!");
	check_view("CREATE VIEW v AS SELECT a.s, b.v FROM t a JOIN u AS b ON (b.tid = a.id)",
		   "t.s TEXT!, u.v TEXT!");
	check_view("CREATE VIEW v AS SELECT rowid, oid FROM u", "u.id INTEGER!, u.id INTEGER!");
	check_view("CREATE TABLE plain(a); CREATE VIEW v AS SELECT rowid, a FROM plain",
		   "plain INTEGER!, plain.a");
	check_view("CREATE VIEW v AS SELECT * FROM w; ALTER TABLE w ADD COLUMN z BLOB",
		   "w.k TEXT!, w.n INT!, w.z BLOB");
	check_view("CREATE VIEW inner_ AS SELECT n, s FROM t; CREATE VIEW v AS SELECT s FROM 'inner_'",
		   "t.s TEXT!");
}

static void
an_expression_is_none(void)
{
	check_view("CREATE VIEW v AS SELECT n + 1, CAST(s AS TEXT), -n, 1, NULL, s COLLATE NOCASE FROM t",
		   "-, -, -, -, -, -");
	check_view("CREATE VIEW v AS SELECT name FROM sqlite_master", "-");
	check_view("CREATE VIEW v AS SELECT value FROM t, json_each('[1]')", "-");
}

/* typing.md 34, 37, 38, 44, 45, 47 */
static void
what_may_be_null_is_nullable(void)
{
	check_view("CREATE VIEW v AS SELECT t.n, u.v FROM t LEFT JOIN u ON u.tid = t.id", "t.n INT, u.v TEXT");
	check_view("CREATE VIEW v AS SELECT (SELECT n FROM t WHERE id = 99) AS n FROM u", "t.n INT");
	check_view("CREATE VIEW v AS SELECT min(s), id FROM t", "-, t.id INTEGER");
	check_view("CREATE VIEW v AS SELECT \"min\"(s), id FROM t", "-, t.id INTEGER");
	check_view("CREATE VIEW v AS SELECT min(s), id FROM t GROUP BY n", "-, t.id INTEGER!");
	check_view("CREATE VIEW v AS SELECT n, count(*) OVER (ORDER BY n GROUPS CURRENT ROW EXCLUDE GROUP) FROM t",
		   "t.n INT, -");
	check_view("CREATE VIEW outer_ AS SELECT v FROM t LEFT JOIN u; CREATE VIEW v AS SELECT v FROM outer_",
		   "u.v TEXT");
	check_view("CREATE VIEW v AS SELECT v FROM t LEFT JOIN (SELECT v FROM u)", "u.v TEXT");
	check_view("CREATE VIEW v AS WITH c AS (SELECT n FROM t) SELECT n FROM c", "t.n INT");
}

/* typing.md 50 to 53 */
static void
several_selects_have_no_types(void)
{
	check_view("CREATE VIEW v AS SELECT n FROM t UNION ALL SELECT s FROM t", "-");
	check_view("CREATE VIEW v AS SELECT n FROM t INTERSECT SELECT id FROM t", "-");
	check_view("CREATE VIEW v AS SELECT n FROM (SELECT n FROM t UNION SELECT s FROM t)", "-");
	check_view("CREATE VIEW v AS VALUES ((SELECT n FROM t)), ('x')", "-");
	check_view("CREATE VIEW arms AS SELECT n FROM t UNION SELECT s FROM t; CREATE VIEW v AS SELECT n FROM [Arms]",
		   "-");
	check_view("CREATE VIEW v AS WITH RECURSIVE c(i) AS (SELECT n FROM t UNION ALL SELECT i || 'x' FROM c LIMIT 9)"
		   " SELECT i FROM c", "-");
}

/* A name in a view's text may be another view's, though it means a column. */
static void
names_that_go_in_circles_end(void)
{
	check_view("CREATE VIEW s AS SELECT n AS v FROM t; CREATE VIEW v AS SELECT s FROM t", "t.s TEXT!");
}

int
main(void)
{
	a_column_of_a_table_is_one();
	an_expression_is_none();
	what_may_be_null_is_nullable();
	several_selects_have_no_types();
	names_that_go_in_circles_end();
	return failures != 0;
}
