#include <stdlib.h>
#include <unistd.h>

#include "base/text.h"
#include "input/queries.h"
#include "query/build.h"
#include "query/falsify.h"
#include "query/query.h"
#include "query/statement.h"
#include "replayed.h"

static const char schema_sql[] =
	"CREATE TABLE t(id INTEGER PRIMARY KEY, n INT NOT NULL, m INT, s TEXT NOT NULL,"
	"  r REAL NOT NULL, b BLOB, x, j TEXT);"
	"CREATE TABLE u(id INTEGER PRIMARY KEY, tid INT REFERENCES t, v TEXT NOT NULL);"
	"CREATE TABLE checked(id INTEGER PRIMARY KEY, n INT CHECK (n BETWEEN 2000000 AND 3000000));"
	"CREATE TABLE made(a TEXT NOT NULL, g INT NOT NULL AS (a));"
	"CREATE TABLE log(n INT);"
	"CREATE TRIGGER t_insert AFTER INSERT ON t BEGIN INSERT INTO log VALUES (new.n); END;"
	"CREATE VIRTUAL TABLE f USING fts5(title, body);"
	"CREATE VIEW seen AS SELECT id, m, n + 1 AS more FROM t;";

static struct replayed replayed;

static bool
build(struct query_list *list, const char *text, const struct statement_context *context, struct diag *diag)
{
	struct queries queries;
	FILE *file = fopen("q.sql", "w");
	return file != NULL && fputs(text, file) >= 0 && fclose(file) == 0 &&
	       queries_read(&queries, ".", true, &replayed.arena, diag) &&
	       queries_build(list, &queries, context, &replayed.arena, diag);
}

/* The first line of what was said, without the path. */
static char *
first_line(FILE *said)
{
	char line[1024] = "";
	const char *colon;
	rewind(said);
	if (!fgets(line, sizeof line, said))
		return arena_string(&replayed.arena, "");
	line[strcspn(line, "\n")] = '\0';
	colon = strchr(line, ':');
	return arena_string(&replayed.arena, colon == NULL ? line : colon + 1);
}

/* A claim made of a column of a query, and how it is refuted; "" where it is not. */
static const struct claim {
	const char *sql;
	size_t column;
	unsigned classes; /* 0: as it was inferred */
	const char *said;
} claims[] = {
	/* A NULL: stored, of an outer join, of no rows, of no match, of an argument. */
	{ "SELECT id, m FROM t", 1, CLASS_INTEGER, "2:12: error: 'm' was claimed NOT NULL, and is NULL for: id = " },
	{ "SELECT v FROM t LEFT JOIN u ON u.tid = t.id", 0, CLASS_TEXT, "2:8: error: 'v' was claimed NOT NULL" },
	{ "SELECT max(n) AS n FROM t", 0, CLASS_INTEGER, "2:8: error: 'n' was claimed NOT NULL, and is NULL for: n = NULL" },
	{ "SELECT (SELECT n FROM t WHERE id = :id) AS n", 0, CLASS_INTEGER, "2:8: error: 'n' was claimed NOT NULL" },
	{ "SELECT CAST(sqlc.narg(p) AS TEXT) AS n", 0, CLASS_TEXT, "2:8: error: 'n' was claimed NOT NULL" },
	{ "SELECT sum(n) AS n FROM t GROUP BY s HAVING count(*) > 1", 0, CLASS_REAL, "2:8: error: 'n' was claimed REAL, and is INTEGER for: n = " },
	/* Another class. */
	{ "SELECT n FROM t", 0, CLASS_TEXT, "2:8: error: 'n' was claimed TEXT, and is INTEGER for: n = " },
	{ "SELECT s FROM t", 0, CLASS_INTEGER | CLASS_REAL, "2:8: error: 's' was claimed INTEGER or REAL, and is TEXT for: s = " },
	{ "SELECT r FROM t", 0, CLASS_INTEGER, "2:8: error: 'r' was claimed INTEGER, and is REAL for: r = " },
	{ "SELECT b FROM t WHERE b NOTNULL", 0, CLASS_TEXT, "2:8: error: 'b' was claimed TEXT, and is BLOB for: b = " },
	{ "SELECT x FROM t", 0, CLASS_ANY & ~CLASS_BLOB, "2:8: error: 'x' was claimed NULL or INTEGER or REAL or TEXT, and is BLOB" },
	{ "SELECT n / 2.0 AS n FROM t", 0, CLASS_INTEGER, "2:8: error: 'n' was claimed INTEGER, and is REAL" },
	/* With a term that dropped out, and with a list. */
	{ "SELECT m FROM t WHERE m > :m?", 0, CLASS_INTEGER, "2:8: error: 'm' was claimed NOT NULL" },
	{ "SELECT m FROM t WHERE n IN (:list[])", 0, CLASS_INTEGER, "2:8: error: 'm' was claimed NOT NULL" },
	/* Writes, which are undone. */
	{ "INSERT INTO t(n, s, r, m) VALUES (:n, :s, :r, :m) RETURNING m", 0, CLASS_INTEGER, "2:61: error: 'm' was claimed NOT NULL" },
	{ "DELETE FROM u RETURNING tid", 0, CLASS_INTEGER, "2:25: error: 'tid' was claimed NOT NULL" },
	{ "UPDATE u SET v = v RETURNING v", 0, CLASS_INTEGER, "2:30: error: 'v' was claimed INTEGER, and is TEXT" },
	/* Tables whose CHECK asks for more, virtual ones. */
	{ "SELECT n FROM checked", 0, CLASS_TEXT | CLASS_NULL, "2:8: error: 'n' was claimed NULL or TEXT, and is INTEGER" },
	{ "SELECT title FROM f", 0, CLASS_INTEGER, "2:8: error: 'title' was claimed " },
	/* What is not refuted: overflow, errors of SQLite, what does not decode, the query's own word. */
	{ "SELECT n + 1 AS n FROM t", 0, CLASS_INTEGER, "" },
	{ "SELECT n * n + :p AS n FROM t", 0, CLASS_INTEGER, "" },
	{ "SELECT abs(n) AS n FROM t", 0, CLASS_INTEGER, "" },
	{ "SELECT g FROM made", 0, CLASS_INTEGER, "" },
	{ "UPDATE t SET n = x RETURNING n", 0, 0, "" },
	{ "SELECT m AS \"m!\" FROM t", 0, 0, "" },
	{ "SELECT x AS \"x!: int64\" FROM t", 0, 0, "" },
	{ "WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c) SELECT count(*) AS n FROM c", 0, 0, "" },
	{ "SELECT zeroblob(n) AS n, randomblob(n) AS o FROM t", 0, 0, "" },
};

static void
false_claims_are_refuted(void)
{
	const struct statement_context context = { &replayed.schema, NULL, replayed.replay.handle, NULL };
	for (size_t i = 0; i < sizeof claims / sizeof *claims; i++) {
		const struct claim *claim = &claims[i];
		struct diag diag = { .out = tmpfile() };
		struct query_list list = { .count = 0 };
		const char *said;
		if (!build(&list, arena_format(&replayed.arena, "-- name: a :many\n%s", claim->sql), &context, &diag)) {
			test_failed(__FILE__, __LINE__, claim->sql, first_line(diag.out));
			fclose(diag.out);
			continue;
		}
		if (claim->classes != 0)
			list.items[0].columns[claim->column].type = (struct query_type){ .classes = claim->classes };
		if (queries_falsify(&list, &context, &replayed.arena, &diag) != (*claim->said == '\0'))
			test_failed(__FILE__, __LINE__, claim->sql, "the contrary");
		said = first_line(diag.out);
		if (*claim->said == '\0' ? *said != '\0' : strncmp(said, claim->said, strlen(claim->said)) != 0)
			test_failed(__FILE__, __LINE__, claim->said, said);
		fclose(diag.out);
	}
}

static void
a_false_claim_about_a_view_is_refuted(void)
{
	const struct statement_context context = { &replayed.schema, NULL, replayed.replay.handle, NULL };
	struct diag diag = { .out = tmpfile() };
	struct query_list list = { .count = 0 };
	char said[2048] = "";
	CHECK(build(&list, "", &context, &diag) && list.view_count == 1);
	CHECK(queries_falsify(&list, &context, &replayed.arena, &diag));
	list.views[0].columns[1].type = (struct query_type){ .classes = CLASS_INTEGER };
	CHECK(!queries_falsify(&list, &context, &replayed.arena, &diag));
	rewind(diag.out);
	said[fread(said, 1, sizeof said - 1, diag.out)] = '\0';
	CHECK(strstr(said, "m/1.sql:1:") == said);
	CHECK(strstr(said, "error: 'm' was claimed NOT NULL, and is NULL for: id = "));
	CHECK(strstr(said, "write in sqlgen.ini: [column seen.m] type = value"));
	fclose(diag.out);
}

/* Nothing is left of the rows, and the database is in its own settings. */
static void
the_database_is_as_it_was(void)
{
	sqlite3 *handle = replayed.replay.handle;
	int has_triggers = 0;
	CHECK(sqlite3_get_autocommit(handle));
	CHECK_STR(replayed_ask(&replayed, "SELECT (SELECT count(*) FROM t) || (SELECT count(*) FROM u) ||"
					  " (SELECT count(*) FROM f) || (SELECT count(*) FROM log)"),
		  "0000");
	sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_TRIGGER, -1, &has_triggers);
	CHECK(has_triggers);
	CHECK_STR(replayed_ask(&replayed, "WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c LIMIT"
					  " 300000) SELECT count(*) FROM c"),
		  "300000");
}

int
main(void)
{
	char directory[] = "/tmp/sqlgen-falsify-XXXXXX";
	replayed_start(&replayed, (const char *[MIGRATIONS_MAX]){ schema_sql });
	CHECK(replayed.is_done);
	if (!replayed.is_done || !mkdtemp(directory) || chdir(directory) != 0)
		return 1;
	false_claims_are_refuted();
	a_false_claim_about_a_view_is_refuted();
	the_database_is_as_it_was();
	remove("q.sql");
	CHECK(chdir("/") == 0 && rmdir(directory) == 0);
	replayed_finish(&replayed);
	return failures != 0;
}
