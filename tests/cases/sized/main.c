/* Text with NULs inside goes in, is found, and comes out as it was. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db.h"

static struct db db;

static void
check(const char *claim, bool holds)
{
	printf("%s: %s\n", holds ? "ok" : "NOT", claim);
	if (!holds)
		printf("%s\n", db_error(&db));
}

static bool
is(struct sqlgen_text text, const char *bytes, size_t size)
{
	return text.data && text.size == size && memcmp(text.data, bytes, size) == 0 && text.data[size] == '\0';
}

static struct sqlgen_text
of(const char *bytes, size_t size)
{
	return (struct sqlgen_text){ bytes, size };
}

static void
rows_come_back(void)
{
	/* No terminator behind them: the length counts. */
	const char name[3] = { 'x', '\0', 'y' };
	struct key row = new_key(of(name, 3)), *read = NULL, *copy;

	row.alias = of("", 0);
	check("insert", insert_key(&db, &row) == SQLITE_OK);
	check("get by it", get_key(&db, of(name, 3), &read) == SQLITE_OK && is(read->name, "x\0y", 3));
	check("an empty text has data", is(read->alias, "", 0) && read->plain == NULL);
	check("a default of SQLite's", is(read->kind, "a\0", 2));
	check("a literal default", is(read->label, "it's \"so\"", 9));
	copy = copy_key(read);
	free(read);
	check("copy", is(copy->name, "x\0y", 3) && is(copy->alias, "", 0) && is(copy->kind, "a\0", 2));
	free(copy);
	check("get by a unique one", get_key_by_alias(&db, of("", 0), &read) == SQLITE_OK);
	free(read);
	check("what is before the NUL is another text", get_key(&db, of("x", 1), &read) == SQLITE_DONE);
	check("NULL finds nothing", get_key_by_alias(&db, of(NULL, 0), &read) == SQLITE_DONE);
}

static void
rows_are_listed_and_changed(void)
{
	struct key row = new_key(of("b", 1)), *rows;
	struct key_cursor keys;
	size_t count;

	row.kind = of("a\0", 2);
	check("NULL", row.alias.data == NULL && insert_key(&db, &row) == SQLITE_OK);
	check("list by it", list_keys_by_kind(&db, of("a\0", 2), &keys) == SQLITE_OK &&
	      key_cursor_next(&keys) == SQLITE_ROW && key_cursor_next(&keys) == SQLITE_ROW &&
	      key_cursor_next(&keys) == SQLITE_DONE);
	check("load", load_keys(&db, &rows, &count) == SQLITE_OK && count == 2 && is(rows[0].name, "b", 1) &&
	      rows[0].alias.data == NULL && is(rows[1].name, "x\0y", 3) && is(rows[1].kind, "a\0", 2));
	rows[1].alias = of("\0\0", 2);
	check("update", update_key(&db, &rows[1]) == SQLITE_OK);
	free(rows);
	check("list", list_keys(&db, &keys) == SQLITE_OK && key_cursor_next(&keys) == SQLITE_ROW &&
	      key_cursor_next(&keys) == SQLITE_ROW && is(keys.row.alias, "\0\0", 2));
	check("close", key_cursor_close(&keys) == SQLITE_OK);
}

static void
other_types_do_not_fit(void)
{
	struct key read;
	sqlite3_stmt *stmt;

	sqlite3_prepare_v2(db.handle, "SELECT 'n', x'00', 'k', 'l', 'p'", -1, &stmt, NULL);
	sqlite3_step(stmt);
	check("row_to_ refuses a blob", row_to_key(&db, stmt, &read) == SQLITE_MISMATCH);
	printf("%s\n", db_error(&db));
	sqlite3_finalize(stmt);
	sqlite3_prepare_v2(db.handle, "SELECT NULL, 'a', 'k', 'l', 'p'", -1, &stmt, NULL);
	sqlite3_step(stmt);
	check("row_to_ refuses NULL", row_to_key(&db, stmt, &read) == SQLITE_MISMATCH);
	printf("%s\n", db_error(&db));
	sqlite3_finalize(stmt);
	sqlite3_prepare_v2(db.handle, "SELECT 'n', NULL, char(0), 'l', 'a' || char(0)", -1, &stmt, NULL);
	sqlite3_step(stmt);
	check("plain text has no NUL", row_to_key(&db, stmt, &read) == SQLITE_MISMATCH);
	printf("%s\n", db_error(&db));
	sqlite3_finalize(stmt);
}

int
main(void)
{
	check("open", db_open(&db, ":memory:", NULL) == SQLITE_OK);
	rows_come_back();
	rows_are_listed_and_changed();
	other_types_do_not_fit();
	check("close", db_close(&db) == SQLITE_OK);
	return 0;
}
