#include <stdarg.h>

#include "workload.h"

/*
 * Tables that refer to each other at random, with rows, are rebuilt: created anew, copied, dropped and
 * renamed. No row of any table changes, whatever ON DELETE says. Then a parent is deleted that has
 * children: that is refused, and undone. --seed is that of the graph.
 */

enum { GRAPHS = 200, GRAPHS_LONG = 20000, TABLES = 8, TEXT = 16384 };

static const char *const actions[] = { "CASCADE", "SET NULL", "SET DEFAULT", "RESTRICT", "NO ACTION" };

struct graph {
	int tables;
	int keys[TABLES];       /* foreign keys of each table, at most 3 */
	int parents[TABLES][3];
	const char *actions[TABLES][3];
};

static void
append(char *text, const char *format, ...)
{
	size_t length = strlen(text);
	va_list arguments;

	va_start(arguments, format);
	sqlite3_vsnprintf((int)(TEXT - length), text + length, format, arguments);
	va_end(arguments);
}

static struct graph
make_graph(struct fault_random *random)
{
	struct graph graph = { .tables = 2 + (int)fault_random_next(random, TABLES - 1) };

	for (int i = 0; i < graph.tables; i++) {
		graph.keys[i] = (int)fault_random_next(random, 4);
		for (int k = 0; k < graph.keys[i]; k++) {
			graph.parents[i][k] = (int)fault_random_next(random, (uint32_t)graph.tables);
			graph.actions[i][k] = actions[fault_random_next(random, 5)];
		}
	}
	return graph;
}

static void
append_table(char *sql, const struct graph *graph, int table, const char *suffix)
{
	append(sql, "CREATE TABLE t%d%s (id INTEGER PRIMARY KEY, v TEXT", table, suffix);
	for (int k = 0; k < graph->keys[table]; k++)
		append(sql, ", k%d INTEGER REFERENCES t%d(id) ON DELETE %s ON UPDATE %s%s", k,
		       graph->parents[table][k], graph->actions[table][k],
		       graph->actions[table][(k + 1) % graph->keys[table]],
		       k == 1 ? " DEFERRABLE INITIALLY DEFERRED" : "");
	append(sql, ");");
}

static void
make_tables(char *sql, const struct graph *graph, struct fault_random *random)
{
	for (int i = 0; i < graph->tables; i++)
		append_table(sql, graph, i, "");
	for (int i = 0; i < graph->tables; i++) {
		for (int row = 1; row <= 5; row++) {
			append(sql, "INSERT INTO t%d VALUES (%d, 'v%d'", i, row, row * 10 + i);
			for (int k = 0; k < graph->keys[i]; k++) {
				int parent = (int)fault_random_next(random, 6);

				append(sql, parent == 0 ? ", NULL" : ", %d", parent);
			}
			append(sql, ");");
		}
	}
}

/* Each table with a chance of a half, and the first. */
static void
rebuild_tables(char *sql, const struct graph *graph, struct fault_random *random)
{
	for (int i = 0; i < graph->tables; i++) {
		if (i > 0 && fault_random_next(random, 2) == 0)
			continue;
		append_table(sql, graph, i, "_new");
		append(sql, "INSERT INTO t%d_new SELECT * FROM t%d; DROP TABLE t%d;"
			    "ALTER TABLE t%d_new RENAME TO t%d;", i, i, i, i, i);
	}
}

/* A row of all tables, as text. */
static char *
all_rows(sqlite3 *handle, const struct graph *graph)
{
	sqlite3_str *rows = sqlite3_str_new(NULL);

	for (int i = 0; i < graph->tables; i++) {
		char *sql = sqlite3_mprintf("SELECT * FROM t%d ORDER BY id", i);
		sqlite3_stmt *stmt = NULL;

		if (sqlite3_prepare_v2(handle, sql, -1, &stmt, NULL) != SQLITE_OK)
			sqlite3_str_appendf(rows, "%s", sqlite3_errmsg(handle));
		while (sqlite3_step(stmt) == SQLITE_ROW) {
			sqlite3_str_appendf(rows, "\nt%d", i);
			for (int k = 0; k < sqlite3_column_count(stmt); k++)
				sqlite3_str_appendf(rows, " %Q", sqlite3_column_text(stmt, k));
		}
		sqlite3_finalize(stmt);
		sqlite3_free(sql);
	}
	return sqlite3_str_finish(rows);
}

static bool
has_children(const struct graph *graph, int table)
{
	for (int i = 0; i < graph->tables; i++)
		for (int k = 0; k < graph->keys[i]; k++)
			if (graph->parents[i][k] == table && i != table)
				return true;
	return false;
}

static void
expect_rows(sqlite3 *handle, const struct graph *graph, const char *before, const char *after_what)
{
	char *after = all_rows(handle, graph);

	if (strcmp(before, after) != 0)
		fault_exception("expected every row to be there after %s, found%s, before%s", after_what,
				after, before);
	sqlite3_free(after);
}

/* The rows of a table whose children stay cannot be deleted. */
static void
delete_parents(struct database *db, struct series *series, const struct graph *graph,
	       const char *before)
{
	sqlite3 *handle = db->connection.handle;
	int table = 0, rc;
	char sql[64];

	while (table < graph->tables && !has_children(graph, table))
		table++;
	if (table == graph->tables)
		return;
	snprintf(sql, sizeof sql, "DELETE FROM t%d;", table);
	series_add(series, "2", "delete", sql, 0);
	rc = sqlgen_migrate(&db->connection, &series->schema, NULL, NULL);
	if (rc == SQLITE_OK && number(handle, "SELECT count(*) FROM pragma_foreign_key_check") > 0)
		fault_exception("expected rows without parents to be refused, found that they are not");
	if (rc != SQLITE_OK)
		expect_rows(handle, graph, before, "a refused migration");
}

static void
try_graph(long seed)
{
	struct fault_random random = fault_random_from(seed, 0, 4);
	struct graph graph = make_graph(&random);
	struct sqlgen_schema nothing = { 0 };
	static char tables[TEXT], rebuild[TEXT];
	struct series series;
	struct database db;
	sqlite3 *handle;
	char *before;

	tables[0] = rebuild[0] = '\0';
	memset(&series, 0, sizeof series);
	make_tables(tables, &graph, &random);
	rebuild_tables(rebuild, &graph, &random);
	series_add(&series, "1", "rebuild", rebuild, 0);
	if (database_open(&db, ":memory:", NULL, &nothing) != SQLITE_OK)
		exit(2);
	handle = db.connection.handle;
	if (execute(handle, "PRAGMA foreign_keys = OFF") != SQLITE_OK ||
	    execute(handle, tables) != SQLITE_OK || execute(handle, "PRAGMA foreign_keys = ON") != SQLITE_OK)
		exit(2);
	before = all_rows(handle, &graph);
	if (sqlgen_migrate(&db.connection, &series.schema, NULL, NULL) != SQLITE_OK)
		fault_exception("expected the rebuild to succeed, found %s", database_error(&db));
	expect_rows(handle, &graph, before, "the rebuild");
	if (number(handle, "PRAGMA foreign_keys") != 1)
		fault_exception("expected foreign keys to be on again, found them off");
	delete_parents(&db, &series, &graph, before);
	sqlite3_free(before);
	sqlgen_close(&db.connection);
}

int
main(int argc, char **argv)
{
	fault_begin(argc, argv);
	for (long seed = 1; seed <= fault_count(GRAPHS, GRAPHS_LONG); seed++)
		if (fault_trial(-1, -1, -1, seed))
			try_graph(seed);
	return fault_end();
}
