/* A module of the program's own: its tables are read, and written where sqlgen.ini names a key. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db.h"

/* Eight places with a number in each; 0 is an empty place. The rowid is the place, from 1. */
enum { PLACES = 8 };

struct places {
	sqlite3_vtab base;
	int64_t numbers[PLACES + 1];
};
struct reader {
	sqlite3_vtab_cursor base;
	int place;
};

static int
shelf_connect(sqlite3 *handle, void *context, int count, const char *const *arguments, sqlite3_vtab **out,
	      char **message)
{
	struct places *shelf = sqlite3_malloc(sizeof *shelf);

	(void)context;
	(void)count;
	(void)arguments;
	(void)message;
	memset(shelf, 0, sizeof *shelf);
	*out = &shelf->base;
	return sqlite3_declare_vtab(handle, "CREATE TABLE x(number INTEGER, wanted HIDDEN)");
}

static int
shelf_disconnect(sqlite3_vtab *table)
{
	sqlite3_free(table);
	return SQLITE_OK;
}

static int
shelf_best_index(sqlite3_vtab *table, sqlite3_index_info *index)
{
	(void)table;
	(void)index;
	return SQLITE_OK;
}

static int
shelf_update(sqlite3_vtab *table, int count, sqlite3_value **values, sqlite3_int64 *rowid)
{
	struct places *shelf = (struct places *)table;
	int64_t place = sqlite3_value_int64(values[0]);

	if (count == 1) {
		shelf->numbers[place] = 0;
		return SQLITE_OK;
	}
	if (sqlite3_value_type(values[0]) == SQLITE_NULL)
		place = sqlite3_value_int64(values[1]);
	while (place == 0 || (sqlite3_value_type(values[1]) == SQLITE_NULL && shelf->numbers[place] != 0))
		place++;
	shelf->numbers[place] = sqlite3_value_int64(values[2]);
	*rowid = place;
	return SQLITE_OK;
}

static int
reader_next(sqlite3_vtab_cursor *cursor)
{
	struct reader *reader = (struct reader *)cursor;
	const struct places *shelf = (const struct places *)cursor->pVtab;

	do
		reader->place++;
	while (reader->place <= PLACES && shelf->numbers[reader->place] == 0);
	return SQLITE_OK;
}

static int
reader_open(sqlite3_vtab *table, sqlite3_vtab_cursor **out)
{
	struct reader *reader = sqlite3_malloc(sizeof *reader);

	(void)table;
	memset(reader, 0, sizeof *reader);
	*out = &reader->base;
	return SQLITE_OK;
}

static int
reader_close(sqlite3_vtab_cursor *cursor)
{
	sqlite3_free(cursor);
	return SQLITE_OK;
}

static int
reader_filter(sqlite3_vtab_cursor *cursor, int number, const char *text, int count, sqlite3_value **values)
{
	(void)number;
	(void)text;
	(void)count;
	(void)values;
	((struct reader *)cursor)->place = 0;
	return reader_next(cursor);
}

static int
reader_is_at_end(sqlite3_vtab_cursor *cursor)
{
	return ((struct reader *)cursor)->place > PLACES;
}

static int
reader_column(sqlite3_vtab_cursor *cursor, sqlite3_context *context, int index)
{
	const struct places *shelf = (const struct places *)cursor->pVtab;

	if (index == 0)
		sqlite3_result_int64(context, shelf->numbers[((struct reader *)cursor)->place]);
	return SQLITE_OK;
}

static int
reader_rowid(sqlite3_vtab_cursor *cursor, sqlite3_int64 *rowid)
{
	*rowid = ((struct reader *)cursor)->place;
	return SQLITE_OK;
}

static const sqlite3_module shelf_module = {
	.iVersion = 1,
	.xCreate = shelf_connect,
	.xConnect = shelf_connect,
	.xBestIndex = shelf_best_index,
	.xDisconnect = shelf_disconnect,
	.xDestroy = shelf_disconnect,
	.xOpen = reader_open,
	.xClose = reader_close,
	.xFilter = reader_filter,
	.xNext = reader_next,
	.xEof = reader_is_at_end,
	.xColumn = reader_column,
	.xRowid = reader_rowid,
	.xUpdate = shelf_update,
};

static int
register_module(sqlite3 *handle, void *context)
{
	(void)context;
	return sqlite3_create_module(handle, "shelf", &shelf_module, NULL);
}

static void
check(const char *claim, bool holds)
{
	printf("%s: %s\n", holds ? "ok" : "NOT", claim);
}

static void
rows_are_written_by_rowid(struct db *db)
{
	struct shelf row = new_shelf(), *read = NULL, *rows = NULL;
	size_t count = 0;

	row.has_number = true;
	row.number = 70;
	check("insert; the module chooses", insert_shelf(db, &row) == SQLITE_OK && row.rowid == 1);
	row.rowid = 5;
	check("insert of a rowid", insert_shelf(db, &row) == SQLITE_OK);
	check("get", get_shelf(db, 5, &read) == SQLITE_OK && read->rowid == 5 && read->number == 70);
	free(read);
	row.number = 71;
	check("update", update_shelf(db, &row) == SQLITE_OK);
	row.rowid = 6;
	check("update of none", update_shelf(db, &row) == SQLITE_DONE);
	check("list", load_shelves(db, &rows, &count) == SQLITE_OK && count == 2 && rows[1].number == 71);
	free(rows);
	check("delete", delete_shelf(db, 5) == SQLITE_OK && delete_shelf(db, 5) == SQLITE_DONE);
}

int
main(void)
{
	struct sqlgen_options options = db_options_default();
	struct closed_shelf *rows = NULL;
	size_t count = 9;
	struct db db;

	options.on_open = register_module;
	if (db_open(&db, ":memory:", &options) != SQLITE_OK) {
		puts(db_error(&db));
		return 1;
	}
	rows_are_written_by_rowid(&db);
	check("without a key rows are read", load_closed(&db, &rows, &count) == SQLITE_OK && count == 0);
	return db_close(&db) != SQLITE_OK;
}
