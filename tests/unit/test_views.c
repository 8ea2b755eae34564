#include "query/views.h"

#include <string.h>

#include "base/text.h"
#include "query/query.h"
#include "query/statement.h"
#include "replayed.h"
#include "schema/table.h"

static const char tables[] =
	"CREATE TABLE t(id INTEGER PRIMARY KEY, n INT NOT NULL, m INT, s TEXT NOT NULL, r REAL);"
	"CREATE TABLE u(id INTEGER PRIMARY KEY, tid INT REFERENCES t, v TEXT NOT NULL);"
	"CREATE TABLE w(k TEXT PRIMARY KEY NOT NULL, n INT NOT NULL) WITHOUT ROWID;";

/* The columns of the view v: "t.n" is that column where it is NOT NULL, "t.m?" where it is not,
 * "int real?" is computed. */
static void
describe(struct text *out, const struct query *view)
{
	static const char *const classes[] = { "int", "real", "text", "blob" };
	for (size_t i = 0; i < view->column_count; i++) {
		const struct query_type *type = &view->columns[i].type;
		bool is_any = type->column == NULL && type->classes == CLASS_ANY;
		unsigned known = type->classes >> 1;
		text_add_string(out, i > 0 ? ", " : "");
		if (type->column != NULL)
			text_format(out, "%s.%s", type->table->name, type->column->name);
		else if (is_any)
			text_add_string(out, "any");
		for (size_t k = 0; type->column == NULL && !is_any && k < 4; k++)
			if (known >> k & 1)
				text_format(out, "%s%s", known & ((1u << k) - 1) ? " " : "",
					    classes[k]);
		text_add_string(out, type->classes & CLASS_NULL && !is_any ? "?" : "");
	}
}

static const struct {
	const char *claim, *views, *columns;
} situations[] = {
	{ "a table's columns are as NOT NULL as they are there",
	  "CREATE VIEW v AS SELECT id, n, m, s, r FROM t", "t.id, t.n, t.m?, t.s, t.r?" },
	{ "by any name", "CREATE VIEW v(p, \"as\") AS SELECT n, s AS x FROM t ORDER BY n",
	  "t.n, t.s" },
	{ "what a condition takes away", "CREATE VIEW v AS SELECT m FROM t WHERE m IN (1, 2)",
	  "t.m" },
	{ "of an inner join",
	  "CREATE VIEW v AS SELECT a.s, b.v FROM t a JOIN u AS b ON (b.tid = a.id)", "t.s, u.v" },
	{ "rowid by other names", "CREATE VIEW v AS SELECT rowid, oid FROM u", "u.id, u.id" },
	{ "rowid without a name",
	  "CREATE TABLE plain(a); CREATE VIEW v AS SELECT rowid, a FROM plain", "int, plain.a?" },
	{ "* gains a column", "CREATE VIEW v AS SELECT * FROM w; ALTER TABLE w ADD COLUMN z BLOB",
	  "w.k, w.n, w.z?" },
	{ "of another view",
	  "CREATE VIEW inner_ AS SELECT n, s FROM t; CREATE VIEW v AS SELECT s FROM 'inner_'",
	  "t.s" },
	{ "expressions",
	  "CREATE VIEW v AS SELECT id + 1 AS a, CAST(s AS TEXT) AS b, -m AS c, 1 AS d, s || 'x' AS "
	  "e, n / 2.0 AS f FROM t",
	  "int, text, int?, int, text, real" },
	{ "of the schema itself", "CREATE VIEW v AS SELECT name FROM sqlite_master", "text?" },
	{ "what JSON holds", "CREATE VIEW v AS SELECT value FROM t, json_each('[1]')",
	  "int real text?" },
	{ "the side of an outer join",
	  "CREATE VIEW v AS SELECT t.n, u.v FROM t LEFT JOIN u ON u.tid = t.id", "t.n, u.v?" },
	{ "a subquery without a row",
	  "CREATE VIEW v AS SELECT (SELECT n FROM t WHERE id = 99) AS n FROM u", "t.n?" },
	{ "an aggregate of none", "CREATE VIEW v AS SELECT min(s) AS a, id, count(*) AS c FROM t",
	  "t.s?, t.id?, int" },
	{ "an aggregate of a group", "CREATE VIEW v AS SELECT min(s) AS a, id FROM t GROUP BY n",
	  "t.s, t.id" },
	{ "an outer join within",
	  "CREATE VIEW outer_ AS SELECT v FROM t LEFT JOIN u; CREATE VIEW v AS SELECT v FROM "
	  "outer_",
	  "u.v?" },
	{ "a common table expression",
	  "CREATE VIEW v AS WITH c AS (SELECT n FROM t) SELECT n FROM c", "t.n" },
	{ "all arms", "CREATE VIEW v AS SELECT n FROM t UNION ALL SELECT s FROM t", "int text" },
	{ "values", "CREATE VIEW v AS VALUES ((SELECT n FROM t)), ('x')", "int text?" },
	{ "arms of another view",
	  "CREATE VIEW arms AS SELECT n FROM t UNION SELECT s FROM t; CREATE VIEW v AS SELECT n "
	  "FROM [Arms]",
	  "int text" },
	{ "recursion",
	  "CREATE VIEW v AS WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c LIMIT "
	  "9) SELECT i FROM c",
	  "int" },
	{ "typing.md 54",
	  "CREATE VIEW v AS SELECT a.id, a.n + 1 AS n1, b.v, count(*) AS c FROM t a LEFT JOIN u b "
	  "ON b.tid = a.id GROUP BY a.id",
	  "t.id, int, u.v?, int" },
	{ "names that go in circles",
	  "CREATE VIEW s AS SELECT n AS v FROM t; CREATE VIEW v AS SELECT s FROM t", "t.s" },
};

int
main(void)
{
	for (size_t i = 0; i < sizeof situations / sizeof *situations; i++) {
		struct replayed replayed;
		struct query_list list = { .count = 0 };
		struct text found = { .data = NULL };
		int before = failures;
		replayed_start(&replayed,
			       (const char *[MIGRATIONS_MAX]){ tables, situations[i].views });
		const struct statement_context context = { &replayed.schema, NULL,
							   replayed.replay.handle, NULL };
		views_build(&list, &context, &replayed.arena, &replayed.diag);
		for (size_t k = 0; k < list.view_count; k++)
			if (strcmp(list.views[k].name, "v") == 0)
				describe(&found, &list.views[k]);
		CHECK_STR(found.data ? found.data : "", situations[i].columns);
		CHECK(replayed.diag.warnings == 0);
		if (failures > before)
			fprintf(stderr, "in: %s\n", situations[i].claim);
		text_finish(&found);
		replayed_finish(&replayed);
	}
	return failures != 0;
}
