#include "schema/catalog.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "schema/rows.h"
#include "sql/token.h"

static int
compare_owner(const struct catalog_entry *left, const struct catalog_entry *right)
{
	int order = strcmp(left->type, right->type);
	return order != 0 ? order : name_compare(left->table, right->table);
}

static int
compare(const void *a, const void *b)
{
	const struct catalog_entry *left = a, *right = b;
	int order = compare_owner(left, right);
	return order != 0 ? order : strcmp(left->name, right->name);
}

bool
catalog_read(struct catalog *catalog, sqlite3 *handle, struct arena *arena, struct diag *diag)
{
	struct catalog result = { .entries = NULL };
	struct rows rows;
	if (!rows_open(&rows, handle, diag,
		       "SELECT type, name, tbl_name, sql FROM main.sqlite_master"))
		return false;
	while (rows_next(&rows)) {
		result.entries =
			arena_grow(arena, result.entries, result.count, sizeof *result.entries);
		result.entries[result.count++] = (struct catalog_entry){
			.type = rows_text(&rows, 0, arena),
			.name = rows_text(&rows, 1, arena),
			.table = rows_text(&rows, 2, arena),
			.sql = rows_text(&rows, 3, arena),
		};
	}
	if (!rows_close(&rows))
		return false;
	if (result.count > 0)
		qsort(result.entries, result.count, sizeof *result.entries, compare);
	*catalog = result;
	return true;
}

const struct catalog_entry *
catalog_find(size_t *count, const struct catalog *catalog, const char *type, const char *table)
{
	const struct catalog_entry wanted = { .type = type, .table = table };
	size_t low = 0, high = catalog->count, end;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (compare_owner(&catalog->entries[middle], &wanted) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (end = low; end < catalog->count; end++)
		if (compare_owner(&catalog->entries[end], &wanted) != 0)
			break;
	*count = end - low;
	return catalog->entries + low;
}
