#include <sqlite3.h>
#include "a.h"
static const char *const good = "SELECT id, title FROM tasks WHERE id = ?";
static const char *const table[] = { "DELETE FROM tasks", "DELETE FROM taskss", };
static const struct { int v; const char *sql; } up[] = { { 1, "CREATE INDEX i ON tasks(title)" }, {2, "CREATE INDEX j ON tasks(titl)"} };

int f(sqlite3 *db, int x)
{
	sqlite3_stmt *stmt;
	const char *sql = "SELECT title,\n  \"done\" FROM tasks WHERE \"nosuch\" = id";
	sqlite3_prepare_v2(db, good, -1, &stmt, NULL);
	sqlite3_bind_int(stmt, 2, 1);
	sqlite3_column_text(stmt, 2);
	sqlite3_prepare_v2(db, "SELECT " COLUMNS " FROM tasks", -1, &stmt, NULL);
	sqlite3_prepare_v2(db, ALL(taskz), -1, &stmt, NULL);
	sqlite3_prepare_v2(db, x ? "SELECT 1" : "SELECT nop", -1, &stmt, NULL);
	if (x)
		sql = "SELECT\tfoo\n\x41 FROM users"
			" WHERE id = :id";
	sqlite3_exec(db, sql, 0, 0, 0);
	for (int i = 0; i < 2; i++)
		sqlite3_exec(db, table[i], 0, 0, 0);
	sqlite3_exec(db, up[x].sql, 0, 0, 0);
	sqlite3_exec(db, "CREATE TEMP TABLE tt(a); INSERT INTO tt VALUES(1,2); INSERT INTO tt VALUES (1)", 0, 0, 0);
	sqlite3_prepare_v2(db, "SELECT 1; SELECT 2", -1, &stmt, NULL);
	sqlite3_exec(db, getenv("X"), 0, 0, 0);
	sqlite3_exec(db,
#ifdef A
		"SELECT a "
#else
		"SELECT id "
#endif
		"FROM users", 0, 0, 0);
	return 0;
}
