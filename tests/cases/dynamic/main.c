/* What SQLite stores is what comes back, whatever the column was declared as. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db.h"

static struct db db;
/* As a double is stored: a constant may have more bits where the machine computes with them. */
static const double tenth = 0.1;

static void
check(const char *claim, bool holds)
{
	printf("%s: %s\n", holds ? "ok" : "NOT", claim);
	if (!holds)
		printf("%s\n", db_error(&db));
}

static int
execute(const char *sql)
{
	return sqlite3_exec(db.handle, sql, NULL, NULL, NULL);
}

static bool
is_text(struct sqlgen_value value, const char *text)
{
	return value.type == SQLITE_TEXT && strcmp(value.as.text.data, text) == 0;
}

static void
classes_are_kept(void)
{
	struct thing *rows;
	size_t count = 0;

	check("rows", execute("INSERT INTO things (code, chars, point, word, price, seen, size, any_of_all) VALUES "
			      "('a', '7', 8.0, '007', 1.5, 1700000000, 5, 1), "
			      "('b', 4294967296, NULL, 'x', 12, 2460000.5, 0.1, x'00'), "
			      "('c', NULL, NULL, NULL, 'abc', '2026-01-31', -1, 'text')") == SQLITE_OK);
	check("load", load_things(&db, &rows, &count) == SQLITE_OK && count == 3);
	check("CHARINT and FLOATING POINT are INTEGER", rows[0].chars == 7 && rows[0].point == 8);
	check("more than 32 bits", rows[1].chars == 4294967296 && rows[1].twice == 8589934592);
	check("STRING is NUMERIC", rows[0].word.type == SQLITE_INTEGER && rows[0].word.as.integer == 7 &&
	      is_text(rows[1].word, "x") && rows[2].word.type == SQLITE_NULL);
	check("DECIMAL is what it holds", rows[0].price.as.real == 1.5 && rows[1].price.type == SQLITE_INTEGER &&
	      rows[1].price.as.integer == 12 && is_text(rows[2].price, "abc"));
	check("DateTime is SQLite's text", strcmp(rows[0].seen, "1700000000") == 0 &&
	      strcmp(rows[1].seen, "2460000.5") == 0 && strcmp(rows[2].seen, "2026-01-31") == 0);
	check("Real is double", rows[0].size == 5.0 && rows[1].size == tenth && rows[2].size == -1.0);
	check("no type", rows[0].any_of_all.type == SQLITE_INTEGER && rows[1].any_of_all.type == SQLITE_BLOB &&
	      is_text(rows[2].any_of_all, "text"));
	check("boolean, and a default of null", !rows[0].has_is_new && rows[0].empty == NULL);
	free(rows);
}

static void
rows_of_other_statements(void)
{
	struct thing thing;
	sqlite3_stmt *stmt;

	sqlite3_prepare_v2(db.handle, "INSERT INTO things (code, size) VALUES ('r', 5) RETURNING *", -1, &stmt, NULL);
	check("RETURNING", sqlite3_step(stmt) == SQLITE_ROW);
	/* Of the integer that was written: newer versions give the double that is stored. */
	check("gives the number of a REAL column", sqlite3_column_type(stmt, 7) == SQLITE_INTEGER ||
	      sqlite3_column_type(stmt, 7) == SQLITE_FLOAT);
	check("which is a double", row_to_thing(&db, stmt, &thing) == SQLITE_OK && thing.size == 5.0);
	sqlite3_finalize(stmt);
	sqlite3_prepare_v2(db.handle, "SELECT * FROM things WHERE code = 'a'", -1, &stmt, NULL);
	check("SELECT * has generated columns", sqlite3_step(stmt) == SQLITE_ROW &&
	      row_to_thing(&db, stmt, &thing) == SQLITE_OK && thing.has_twice && thing.twice == 14);
	sqlite3_finalize(stmt);
}

static void
inserts_that_write_no_row(void)
{
	struct thing thing = new_thing("a", 1);
	struct exact exact = new_exact(1);

	check("ON CONFLICT IGNORE", insert_thing(&db, &thing) == SQLITE_DONE && thing.id == 0);
	check("STRICT refuses a text", execute("INSERT INTO exact VALUES ('x', 1)") == SQLITE_CONSTRAINT);
	check("and takes a number", insert_exact(&db, &exact) == SQLITE_OK);
}

static void
tables_of_select_have_no_keys(void)
{
	struct copy copy = new_copy();
	struct copy_cursor copies;

	copy.has_size = true;
	copy.size = tenth;
	check("CREATE TABLE AS", insert_copy(&db, &copy) == SQLITE_OK && list_copies(&db, &copies) == SQLITE_OK);
	check("a row of it", copy_cursor_next(&copies) == SQLITE_ROW && copies.row.code == NULL &&
	      copies.row.size == tenth && !copies.row.has_id);
	check("its end", copy_cursor_next(&copies) == SQLITE_DONE);
}

static void
columns_that_are_added_meanwhile(void)
{
	struct thing thing, *read = NULL;
	struct thing_cursor things;
	sqlite3_stmt *stmt;

	sqlite3_prepare_v2(db.handle, "SELECT * FROM things", -1, &stmt, NULL);
	check("ADD COLUMN", execute("ALTER TABLE things ADD COLUMN more TEXT") == SQLITE_OK);
	check("prepared statements go on", get_thing_by_code(&db, "a", &read) == SQLITE_OK);
	free(read);
	check("cursors too", list_things(&db, &things) == SQLITE_OK && thing_cursor_next(&things) == SQLITE_ROW);
	thing_cursor_close(&things);
	check("SELECT * is refused", sqlite3_step(stmt) == SQLITE_ROW &&
	      row_to_thing(&db, stmt, &thing) == SQLITE_MISMATCH);
	printf("%s\n", db_error(&db));
	sqlite3_finalize(stmt);
}

int
main(void)
{
	check("open", db_open(&db, ":memory:", NULL) == SQLITE_OK);
	classes_are_kept();
	rows_of_other_statements();
	inserts_that_write_no_row();
	tables_of_select_have_no_keys();
	columns_that_are_added_meanwhile();
	check("close", db_close(&db) == SQLITE_OK);
	return 0;
}
