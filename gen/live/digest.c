#include "live/digest.h"

#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/text.h"
#include "live/inventory.h"
#include "private.h"

static void
add_size(struct sqlgen_sha256 *sha, uint64_t size)
{
	unsigned char bytes[8];

	for (size_t i = 0; i < sizeof bytes; i++)
		bytes[i] = (unsigned char)(size >> (56 - 8 * i));
	sqlgen_sha256_add(sha, bytes, sizeof bytes);
}

static void
add_bytes(struct sqlgen_sha256 *sha, const void *bytes, size_t size)
{
	add_size(sha, size);
	if (size > 0)
		sqlgen_sha256_add(sha, bytes, size);
}

static void
add_value(struct sqlgen_sha256 *sha, sqlite3_stmt *stmt, int column)
{
	int type = sqlite3_column_type(stmt, column);
	double real;
	uint64_t bits;

	add_size(sha, (uint64_t)type);
	if (type == SQLITE_INTEGER) {
		add_size(sha, (uint64_t)sqlite3_column_int64(stmt, column));
	} else if (type == SQLITE_FLOAT) {
		real = sqlite3_column_double(stmt, column);
		memcpy(&bits, &real, sizeof bits);
		add_size(sha, bits);
	} else if (type != SQLITE_NULL) {
		const void *bytes = type == SQLITE_TEXT ? (const void *)sqlite3_column_text(stmt, column) :
							  sqlite3_column_blob(stmt, column);

		add_bytes(sha, bytes, (size_t)sqlite3_column_bytes(stmt, column));
	}
}

static void
add_quoted(struct text *sql, const char *name)
{
	text_add_char(sql, '"');
	for (; *name != '\0'; name++) {
		text_add_char(sql, *name);
		if (*name == '"')
			text_add_char(sql, '"');
	}
	text_add_char(sql, '"');
}

/*
 * SELECT of the columns by name, in the order of the primary key and, where that leaves a choice, of
 * all values: of two rows with the same ones it does not matter which is first.
 */
static char *
make_query(const struct inventory *inventory, size_t first, size_t end, struct arena *arena)
{
	const char *table = inventory->items[first].table, *key = "";
	struct text columns = { 0 }, order = { 0 }, name = { 0 };
	char *sql;

	for (size_t i = first; i < end; i++) {
		const struct item *item = &inventory->items[i];

		if (item->kind == ITEM_KEY) /* "(a, b)" */
			key = arena_format(arena, "%.*s, ", (int)strlen(item->definition) - 2, item->definition + 1);
		if (item->kind != ITEM_COLUMN)
			continue;
		text_add_string(&columns, columns.length > 0 ? ", " : "");
		add_quoted(&columns, item->name);
		text_format(&order, "%stypeof(", order.length > 0 ? ", " : "");
		add_quoted(&order, item->name);
		text_add_string(&order, "), ");
		add_quoted(&order, item->name);
		text_add_string(&order, " COLLATE BINARY");
	}
	add_quoted(&name, table);
	sql = arena_format(arena, "SELECT %s FROM main.%s NOT INDEXED ORDER BY %s%s", columns.data, name.data, key,
			   order.data);
	text_finish(&columns);
	text_finish(&order);
	text_finish(&name);
	return sql;
}

static bool
add_table(struct sqlgen_sha256 *sha, const struct inventory *inventory, size_t first, size_t end, sqlite3 *handle,
	  struct arena *arena, struct diag *diag)
{
	const char *table = inventory->items[first].table;
	sqlite3_stmt *stmt = NULL;
	uint64_t rows = 0;
	int rc = sqlite3_prepare_v2(handle, make_query(inventory, first, end, arena), -1, &stmt, NULL);
	int count = sqlite3_column_count(stmt);

	add_bytes(sha, table, strlen(table));
	for (int i = 0; i < count; i++)
		add_bytes(sha, sqlite3_column_name(stmt, i), strlen(sqlite3_column_name(stmt, i)));
	for (; rc == SQLITE_OK && (rc = sqlite3_step(stmt)) == SQLITE_ROW; rc = SQLITE_OK, rows++)
		for (int i = 0; i < count; i++)
			add_value(sha, stmt, i);
	add_size(sha, rows);
	if (rc != SQLITE_DONE)
		diag_error(diag, (struct place){ 0 }, "cannot read the table '%s': %s", table, sqlite3_errmsg(handle));
	sqlite3_finalize(stmt);
	return rc == SQLITE_DONE;
}

bool
digest_read(char digest[DIGEST_SIZE], sqlite3 *handle, struct arena *arena, struct diag *diag)
{
	struct inventory inventory;
	struct sqlgen_sha256 sha;

	if (!inventory_read(&inventory, handle, arena, diag))
		return false;
	sqlgen_sha256_init(&sha);
	for (size_t i = 0, end; i < inventory.count; i = end) {
		bool has_columns = false;

		for (end = i; end < inventory.count && strcmp(inventory.items[end].table, inventory.items[i].table) == 0;
		     end++)
			has_columns = has_columns || inventory.items[end].kind == ITEM_COLUMN;
		if (has_columns && !add_table(&sha, &inventory, i, end, handle, arena, diag))
			return false;
	}
	sqlgen_sha256_end(&sha, digest, DIGEST_SIZE - 1);
	return true;
}
