#include "compat/reliance.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "query/query.h"
#include "schema/quoted.h"
#include "private.h"
#include "sqlgen.h"

void
reliances_add(struct reliances *list, const struct reliance *item, struct arena *arena)
{
	list->items = arena_grow(arena, list->items, list->count, sizeof *list->items);
	list->items[list->count++] = *item;
}

static int
compare_facts(const void *a, const void *b)
{
	return sqlite3_stricmp(*(const char *const *)a, *(const char *const *)b);
}

struct telling {
	const char *text;
	struct arena *arena;
};

static int
take_text(void *context, const char *text)
{
	struct telling *telling = context;

	telling->text = arena_string(telling->arena, text);
	return SQLITE_OK;
}

/* In the words of the check at open. */
static const char *
fact_fault(const char *fact, const struct ground *ground, struct arena *arena)
{
	struct sqlgen_connection connection = { .handle = ground->handle };
	struct sqlgen_schema schema = { .facts = &fact, .fact_count = 1 };
	struct telling telling = { NULL, arena };

	if (ground->fact_count > 0 &&
	    bsearch(&fact, ground->facts, ground->fact_count, sizeof fact, compare_facts))
		return NULL;
	if (sqlgen_check_each(&connection, &schema, take_text, &telling) != SQLITE_OK)
		telling.text = arena_string(arena, sqlgen_error(&connection));
	sqlgen_close(&connection);
	return telling.text;
}

static const char *
statement_fault(const char *sql, sqlite3 *handle, struct arena *arena)
{
	sqlite3_stmt *stmt = NULL;
	const char *message = NULL;

	quoted_refuse(handle);
	if (sqlite3_prepare_v2(handle, sql, -1, &stmt, NULL) != SQLITE_OK)
		message = arena_string(arena, sqlite3_errmsg(handle));
	sqlite3_finalize(stmt);
	quoted_allow(handle);
	return message;
}

static const char *
class_name(unsigned class)
{
	return class == CLASS_NULL      ? "NULL"
	       : class == CLASS_INTEGER ? "an INTEGER"
	       : class == CLASS_REAL    ? "a REAL"
	       : class == CLASS_TEXT    ? "a TEXT"
					: "a BLOB";
}

/* "ready_tasks.title": is there a query of that name with such a column? */
static const struct query_column *
find_result(const char *name, const struct query_list *queries)
{
	for (size_t i = 0; queries && i < queries->count; i++) {
		const struct query *query = &queries->items[i];
		size_t length = strlen(query->name);

		if (strncmp(query->name, name, length) != 0 || name[length] != '.')
			continue;
		for (size_t j = 0; j < query->column_count; j++)
			if (strcmp(query->columns[j].name, name + length + 1) == 0)
				return &query->columns[j];
	}
	return NULL;
}

/* A class that is new there cannot be read into the field. */
static const char *
result_fault(const struct reliance *item, const struct query_list *queries, struct arena *arena)
{
	const struct query_column *column = find_result(item->name, queries);
	unsigned added = column ? column->type.classes & ~item->classes : 0;

	for (unsigned class = CLASS_NULL; class <= CLASS_BLOB; class <<= 1)
		if (added & class)
			return arena_format(arena, "it may be %s, which was not so",
					    class_name(class));
	return NULL;
}

const char *
reliance_fault(const struct reliance *item, const struct ground *ground, struct arena *arena)
{
	switch (item->kind) {
	case RELIANCE_FACT:
		return fact_fault(item->text, ground, arena);
	case RELIANCE_STATEMENT:
		return statement_fault(item->text, ground->handle, arena);
	case RELIANCE_RESULT:
		return result_fault(item, ground->queries, arena);
	}
	return NULL;
}
