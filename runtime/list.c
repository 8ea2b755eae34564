#include <string.h>

#include "private.h"

/*
 * sqlgen_list(pointer): a table of the values of an argument, so that one statement takes lists of
 * any length: x IN (SELECT value FROM sqlgen_list(?1)). The pointer is passed as
 * https://sqlite.org/bindptr.html describes; without it the table is empty.
 */

static const char pointer_type[] = "sqlgen_list";

enum list_kind { LIST_INT64, LIST_BOOL, LIST_DOUBLE, LIST_TEXT, LIST_SIZED_TEXT, LIST_BLOB, LIST_VALUE, LIST_ENUM };

struct list {
	enum list_kind kind;
	const void *items;
	size_t count, item_size;
	const struct sqlgen_labels *labels; /* LIST_ENUM, of texts; else NULL */
};

struct list_cursor {
	sqlite3_vtab_cursor base;
	const struct list *list;
	size_t at;
};

enum { COLUMN_VALUE, COLUMN_POINTER };

static int
list_connect(sqlite3 *handle, void *unused, int count, const char *const *arguments,
	     sqlite3_vtab **table, char **message)
{
	int rc = sqlite3_declare_vtab(handle, "CREATE TABLE x(value, pointer HIDDEN)");

	(void)unused;
	(void)count;
	(void)arguments;
	(void)message;
	if (rc != SQLITE_OK)
		return rc;
	*table = sqlite3_malloc(sizeof(**table));
	if (*table == NULL)
		return SQLITE_NOMEM;
	memset(*table, 0, sizeof(**table));
	return SQLITE_OK;
}

static int
list_disconnect(sqlite3_vtab *table)
{
	sqlite3_free(table);
	return SQLITE_OK;
}

/* The one plan is all values of the pointer. */
static int
list_best_index(sqlite3_vtab *table, sqlite3_index_info *plan)
{
	int i;

	(void)table;
	for (i = 0; i < plan->nConstraint; i++) {
		if (plan->aConstraint[i].iColumn != COLUMN_POINTER ||
		    plan->aConstraint[i].op != SQLITE_INDEX_CONSTRAINT_EQ)
			continue;
		if (!plan->aConstraint[i].usable)
			return SQLITE_CONSTRAINT;
		plan->aConstraintUsage[i].argvIndex = 1;
		plan->aConstraintUsage[i].omit = 1;
		break;
	}
	plan->estimatedCost = 1;
	plan->estimatedRows = 10;
	return SQLITE_OK;
}

static int
list_open(sqlite3_vtab *table, sqlite3_vtab_cursor **cursor)
{
	struct list_cursor *opened = sqlite3_malloc(sizeof(*opened));

	(void)table;
	if (opened == NULL)
		return SQLITE_NOMEM;
	memset(opened, 0, sizeof(*opened));
	*cursor = &opened->base;
	return SQLITE_OK;
}

static int
list_close(sqlite3_vtab_cursor *cursor)
{
	sqlite3_free(cursor);
	return SQLITE_OK;
}

static int
list_filter(sqlite3_vtab_cursor *cursor, int plan, const char *name, int count, sqlite3_value **arguments)
{
	struct list_cursor *of = (struct list_cursor *)cursor;

	(void)plan;
	(void)name;
	of->list = count > 0 ? sqlite3_value_pointer(arguments[0], pointer_type) : NULL;
	of->at = 0;
	return SQLITE_OK;
}

static int
list_next(sqlite3_vtab_cursor *cursor)
{
	((struct list_cursor *)cursor)->at++;
	return SQLITE_OK;
}

static int
list_eof(sqlite3_vtab_cursor *cursor)
{
	const struct list_cursor *of = (const struct list_cursor *)cursor;

	return of->list == NULL || of->at >= of->list->count;
}

static void
result_text(sqlite3_context *context, const char *text)
{
	sqlite3_result_text(context, text, -1, SQLITE_STATIC);
}

/* Where data is NULL, so is the value. */
static void
result_sized_text(sqlite3_context *context, const struct sqlgen_text *text)
{
	if (text->data != NULL)
		sqlite3_result_text64(context, text->data, text->size, SQLITE_STATIC, SQLITE_UTF8);
}

static void
result_blob(sqlite3_context *context, const struct sqlgen_blob *blob)
{
	if (blob->data != NULL)
		sqlite3_result_blob64(context, blob->data, blob->size, SQLITE_STATIC);
}

static void
result_value(sqlite3_context *context, const struct sqlgen_value *value)
{
	switch (value->type) {
	case SQLITE_INTEGER:
		sqlite3_result_int64(context, value->as.integer);
		break;
	case SQLITE_FLOAT:
		sqlite3_result_double(context, value->as.real);
		break;
	case SQLITE_TEXT:
		result_sized_text(context, &value->as.text);
		break;
	case SQLITE_BLOB:
		result_blob(context, &value->as.blob);
		break;
	default:
		break;
	}
}

static void
result_item(sqlite3_context *context, const struct list *list, size_t i)
{
	const void *item = (const char *)list->items + i * list->item_size;

	switch (list->kind) {
	case LIST_INT64:
		sqlite3_result_int64(context, *(const int64_t *)item);
		break;
	case LIST_BOOL:
		sqlite3_result_int(context, *(const bool *)item ? 1 : 0);
		break;
	case LIST_DOUBLE:
		sqlite3_result_double(context, *(const double *)item);
		break;
	case LIST_TEXT:
		result_text(context, *(const char *const *)item);
		break;
	case LIST_SIZED_TEXT:
		result_sized_text(context, item);
		break;
	case LIST_BLOB:
		result_blob(context, item);
		break;
	case LIST_VALUE:
		result_value(context, item);
		break;
	case LIST_ENUM:
		if (list->labels->values != NULL)
			sqlite3_result_int(context, sqlgen_enumerator(list->labels, item));
		else
			result_text(context, list->labels->texts[sqlgen_enumerator(list->labels, item)]);
		break;
	}
}

static int
list_column(sqlite3_vtab_cursor *cursor, sqlite3_context *context, int column)
{
	const struct list_cursor *of = (const struct list_cursor *)cursor;

	if (column == COLUMN_VALUE)
		result_item(context, of->list, of->at);
	return SQLITE_OK;
}

static int
list_rowid(sqlite3_vtab_cursor *cursor, sqlite3_int64 *rowid)
{
	*rowid = (sqlite3_int64)((const struct list_cursor *)cursor)->at + 1;
	return SQLITE_OK;
}

/* Without xCreate it needs no CREATE VIRTUAL TABLE: https://sqlite.org/vtab.html#epovtab */
static const sqlite3_module list_module = {
	.xConnect = list_connect,
	.xBestIndex = list_best_index,
	.xDisconnect = list_disconnect,
	.xOpen = list_open,
	.xClose = list_close,
	.xFilter = list_filter,
	.xNext = list_next,
	.xEof = list_eof,
	.xColumn = list_column,
	.xRowid = list_rowid,
};

int
sqlgen_register_lists(sqlite3 *handle)
{
	return sqlite3_create_module(handle, "sqlgen_list", &list_module, NULL);
}

/* How many bytes an item points to, with the NUL of a text. */
static size_t
bytes_behind(enum list_kind kind, const void *item)
{
	const struct sqlgen_value *value = item;

	if (kind == LIST_TEXT)
		return *(const char *const *)item == NULL ? 0 : strlen(*(const char *const *)item) + 1;
	if (kind == LIST_SIZED_TEXT)
		return ((const struct sqlgen_text *)item)->size;
	if (kind == LIST_BLOB)
		return ((const struct sqlgen_blob *)item)->size;
	if (kind != LIST_VALUE)
		return 0;
	return value->type == SQLITE_TEXT ? value->as.text.size : value->type == SQLITE_BLOB ? value->as.blob.size : 0;
}

/* The pointer in an item; NULL: it has none. */
static const void **
pointer_in(enum list_kind kind, void *item)
{
	struct sqlgen_value *value = item;

	if (kind == LIST_TEXT)
		return item;
	if (kind == LIST_SIZED_TEXT)
		return (const void **)(void *)&((struct sqlgen_text *)item)->data;
	if (kind == LIST_BLOB)
		return &((struct sqlgen_blob *)item)->data;
	if (kind != LIST_VALUE)
		return NULL;
	if (value->type == SQLITE_TEXT)
		return (const void **)(void *)&value->as.text.data;
	return value->type == SQLITE_BLOB ? &value->as.blob.data : NULL;
}

/* Copies the items to where the list ends, and behind them what they point to. */
static void
copy_items(struct list *list, char *to)
{
	char *behind = to + list->count * list->item_size;
	size_t i;

	if (list->count == 0)
		return;
	memcpy(to, list->items, list->count * list->item_size);
	for (i = 0; i < list->count; i++) {
		void *item = to + i * list->item_size;
		const void **pointer = pointer_in(list->kind, item);
		size_t size = bytes_behind(list->kind, item);

		if (pointer == NULL || *pointer == NULL)
			continue;
		memcpy(behind, *pointer, size);
		*pointer = behind;
		behind += size;
	}
	list->items = to;
}

/* The list in memory of its own, with its items where the call copies its arguments; NULL: too large. */
static struct list *
list_make(const struct sqlgen_call *call, const struct list *of)
{
	size_t size = sizeof(*of), i;
	struct list *list;

	if (call->copies) {
		if (of->count > (SIZE_MAX - size) / of->item_size)
			return NULL;
		size += of->count * of->item_size;
		for (i = 0; i < of->count; i++)
			size = sqlgen_size_add(size, bytes_behind(of->kind, (const char *)of->items + i * of->item_size));
	}
	list = sqlite3_malloc64(size);
	if (list == NULL)
		return NULL;
	*list = *of;
	if (call->copies)
		copy_items(list, (char *)(list + 1));
	return list;
}

static void
bind_list(struct sqlgen_call *call, int index, enum list_kind kind, const void *items, size_t count,
	  size_t item_size, const struct sqlgen_labels *labels)
{
	struct list of, *list;
	int rc;

	if (call->rc != SQLITE_OK)
		return;
	of.kind = kind;
	of.items = items;
	of.count = count;
	of.item_size = item_size;
	of.labels = labels;
	list = list_make(call, &of);
	rc = list == NULL ? SQLITE_NOMEM :
			    sqlite3_bind_pointer(call->stmt, index, list, pointer_type, sqlite3_free);
	if (list == NULL)
		call->rc = sqlgen_fail(call->connection, rc, "out of memory for a list of %llu items",
				       (unsigned long long)count);
	else if (rc != SQLITE_OK)
		call->rc = sqlgen_fail_database(call->connection, rc);
}

void
sqlgen_bind_list_int64(struct sqlgen_call *call, int index, const int64_t *items, size_t count)
{
	bind_list(call, index, LIST_INT64, items, count, sizeof(*items), NULL);
}

void
sqlgen_bind_list_bool(struct sqlgen_call *call, int index, const bool *items, size_t count)
{
	bind_list(call, index, LIST_BOOL, items, count, sizeof(*items), NULL);
}

void
sqlgen_bind_list_double(struct sqlgen_call *call, int index, const double *items, size_t count)
{
	size_t i;

	for (i = 0; i < count && call->rc == SQLITE_OK; i++)
		if (items[i] != items[i])
			call->rc = sqlgen_fail(call->connection, SQLITE_MISMATCH,
					       "parameter %d: expected numbers, found NaN, which SQLite would take as NULL",
					       index);
	bind_list(call, index, LIST_DOUBLE, items, count, sizeof(*items), NULL);
}

void
sqlgen_bind_list_text(struct sqlgen_call *call, int index, const char *const *items, size_t count)
{
	bind_list(call, index, LIST_TEXT, items, count, sizeof(*items), NULL);
}

void
sqlgen_bind_list_sized_text(struct sqlgen_call *call, int index, const struct sqlgen_text *items,
			    size_t count)
{
	bind_list(call, index, LIST_SIZED_TEXT, items, count, sizeof(*items), NULL);
}

void
sqlgen_bind_list_blob(struct sqlgen_call *call, int index, const struct sqlgen_blob *items,
		      size_t count)
{
	bind_list(call, index, LIST_BLOB, items, count, sizeof(*items), NULL);
}

void
sqlgen_bind_list_value(struct sqlgen_call *call, int index, const struct sqlgen_value *items,
		       size_t count)
{
	bind_list(call, index, LIST_VALUE, items, count, sizeof(*items), NULL);
}

void
sqlgen_bind_list_enum(struct sqlgen_call *call, int index, const char *column, const void *items,
		      size_t count, const struct sqlgen_labels *labels)
{
	size_t i;

	for (i = 0; i < count && call->rc == SQLITE_OK; i++) {
		int value = sqlgen_enumerator(labels, (const char *)items + i * labels->size);

		if (sqlgen_enum_text(labels, value) == NULL)
			call->rc = sqlgen_fail(call->connection, SQLITE_MISMATCH,
					       "%s: expected one of %d enumerators, found %d", column,
					       labels->count, value);
	}
	bind_list(call, index, LIST_ENUM, items, count, labels->size, labels);
}
