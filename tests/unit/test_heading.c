#include <string.h>

#include "base/arena.h"
#include "test.h"
#include "sql/heading.h"

static const char *
shown(const char *text)
{
	return text == NULL ? "-" : text;
}

/* kind name table column to value, then t, u and c for what is true. */
static void
headings_say_what_a_statement_is_about(void)
{
	static const struct {
		const char *text;
		enum heading_kind kind;
		const char *said;
	} rows[] = {
		{ " -- x\nCREATE TABLE IF NOT EXISTS main.\"a \"\"b\" (c)", HEADING_CREATE_TABLE,
		  "a \"b - - - - c" },
		{ "create temp table t(a)", HEADING_CREATE_TABLE, "t - - - - t" },
		{ "CREATE TABLE temp.t(a)", HEADING_CREATE_TABLE, "t - - - - t" },
		{ "CREATE VIRTUAL TABLE f USING fts5(a)", HEADING_CREATE_VIRTUAL_TABLE,
		  "f - - - - " },
		{ "CREATE UNIQUE INDEX i ON t (a)", HEADING_CREATE_INDEX, "i t - - - u" },
		{ "CREATE TRIGGER g AFTER UPDATE OF a ON [t] BEGIN SELECT 1; END",
		  HEADING_CREATE_TRIGGER, "g t - - - " },
		{ "CREATE VIEW v AS SELECT 1", HEADING_CREATE_VIEW, "v - - - - " },
		{ "DROP TABLE IF EXISTS t", HEADING_DROP_TABLE, "t - - - - c" },
		{ "DROP INDEX main.i", HEADING_DROP_INDEX, "i - - - - " },
		{ "ALTER TABLE t RENAME TO u", HEADING_RENAME_TABLE, "t - - u - " },
		{ "ALTER TABLE t RENAME a TO b", HEADING_RENAME_COLUMN, "t - a b - " },
		{ "ALTER TABLE t RENAME COLUMN a TO b", HEADING_RENAME_COLUMN, "t - a b - " },
		{ "ALTER TABLE t ADD a INT", HEADING_ADD_COLUMN, "t - a - - " },
		{ "ALTER TABLE t DROP COLUMN `a`", HEADING_DROP_COLUMN, "t - a - - " },
		{ "ALTER TABLE t ADD CONSTRAINT c CHECK (a)", HEADING_ALTER_OTHER, "t - - - - " },
		{ "ALTER TABLE t ADD COLUMN IF NOT EXISTS a", HEADING_ALTER_OTHER, "t - - - - " },
		{ "ALTER TABLE t ALTER COLUMN a TYPE text", HEADING_ALTER_OTHER, "t - - - - " },
		{ "INSERT OR REPLACE INTO main.t VALUES (1)", HEADING_INSERT, "t - - - - " },
		{ "REPLACE INTO t VALUES (1)", HEADING_INSERT, "t - - - - " },
		{ "UPDATE OR ABORT t SET a = 1", HEADING_UPDATE, "t - - - - " },
		{ "DELETE FROM t", HEADING_DELETE, "t - - - - " },
		{ "PRAGMA main.page_size = -1", HEADING_PRAGMA, "page_size - - - -1 " },
		{ "PRAGMA foreign_keys(off)", HEADING_PRAGMA, "foreign_keys - - - off " },
		{ "PRAGMA journal_mode='wal'", HEADING_PRAGMA, "journal_mode - - - wal " },
		{ "PRAGMA foreign_keys", HEADING_PRAGMA, "foreign_keys - - - - " },
		{ "END", HEADING_COMMIT, "- - - - - " },
		{ "WITH x AS (SELECT 1) DELETE FROM t", HEADING_WITH, "- - - - - " },
		{ "", HEADING_OTHER, "- - - - - " },
		{ "CREATE", HEADING_OTHER, "- - - - - " },
		{ "ALTER TABLE", HEADING_ALTER_OTHER, "- - - - - " },
		{ "PRAGMA (", HEADING_PRAGMA, "- - - - - " },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct arena arena = { .blocks = NULL };
		struct heading heading;
		const char *said;
		heading_read(&heading, rows[i].text, strlen(rows[i].text), &arena);
		said = arena_format(&arena, "%s %s %s %s %s %s%s%s", shown(heading.name),
				    shown(heading.table), shown(heading.column), shown(heading.to),
				    shown(heading.value), heading.is_temporary ? "t" : "",
				    heading.is_unique ? "u" : "",
				    heading.is_conditional ? "c" : "");
		CHECK_STR(said, rows[i].said);
		CHECK_INT(heading.kind, rows[i].kind);
		arena_finish(&arena);
	}
}

int
main(void)
{
	headings_say_what_a_statement_is_about();
	return failures != 0;
}
