#include "schema/module.h"

#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "sql/token.h"

enum { FIRST_ARGUMENT = 3 }; /* behind the module's, the database's and the table's name */

/* The type of a column, where it is one that SQLite too reads as such. */
static void
add_type(struct text *columns, const struct token_reader *reader)
{
	struct token_reader after = *reader;
	if (reader->token.kind != TOKEN_WORD || token_is(&reader->token, "PRIMARY") ||
	    token_is(&reader->token, "PARTITION") || token_is(&reader->token, "NOT") ||
	    token_is(&reader->token, "UNINDEXED") || token_is(&reader->token, "DEFAULT"))
		return;
	token_next(&after);
	if (after.token.kind == TOKEN_QUOTED)
		return;
	text_add_char(columns, ' ');
	text_add(columns, reader->token.text, reader->token.length);
}

static void
add_name(struct text *columns, const struct token *token, struct arena *arena)
{
	char *quoted = sqlite3_mprintf("%s\"%w\"", columns->length > 0 ? ", " : "",
				       token_name(token, arena));
	text_add_string(columns, quoted != NULL ? quoted : "");
	sqlite3_free(quoted);
}

/* "embedding float[768]", "+note TEXT", "\"from\""; "metric=cosine" is an option. */
static void
add_column(struct text *columns, const char *argument, struct arena *arena)
{
	struct token_reader reader;
	struct token name;
	token_reader_init(&reader, argument, strlen(argument));
	(void)token_accept_operator(&reader, "+");
	name = reader.token;
	if (!token_is_name(&name))
		return;
	token_next(&reader);
	if (token_is_operator(&reader.token, "="))
		return;
	add_name(columns, &name, arena);
	add_type(columns, &reader);
}

static int
declare(sqlite3 *handle, const char *columns, char **message)
{
	char *sql = sqlite3_mprintf("CREATE TABLE x(%s)", columns);
	int rc = sql == NULL ? SQLITE_NOMEM : sqlite3_declare_vtab(handle, sql);
	sqlite3_free(sql);
	if (rc == SQLITE_ERROR)
		*message = sqlite3_mprintf("cannot have the columns '%s': %s", columns,
					   sqlite3_errmsg(handle));
	return rc;
}

static int
connect_table(sqlite3 *handle, void *context, int count, const char *const *arguments,
	      sqlite3_vtab **table, char **message)
{
	const char *declared = context;
	struct arena arena = { NULL };
	struct text columns = { 0 };
	int rc;
	if (declared != NULL)
		text_add_string(&columns, declared);
	for (int i = FIRST_ARGUMENT; i < count && declared == NULL; i++)
		add_column(&columns, arguments[i], &arena);
	if (columns.length == 0) {
		*message =
			sqlite3_mprintf("expected columns among the arguments of %s, found none: "
					"set 'columns' in [module %s] of sqlgen.ini",
					arguments[0], arguments[0]);
		rc = SQLITE_ERROR;
	} else {
		rc = declare(handle, columns.data, message);
	}
	text_finish(&columns);
	arena_finish(&arena);
	if (rc == SQLITE_OK && (*table = sqlite3_malloc(sizeof **table)) == NULL)
		rc = SQLITE_NOMEM;
	if (rc == SQLITE_OK)
		memset(*table, 0, sizeof **table);
	return rc;
}

static int
disconnect(sqlite3_vtab *table)
{
	sqlite3_free(table);
	return SQLITE_OK;
}

static int
best_index(sqlite3_vtab *table, sqlite3_index_info *index)
{
	(void)table;
	(void)index;
	return SQLITE_OK;
}

static int
open_cursor(sqlite3_vtab *table, sqlite3_vtab_cursor **cursor)
{
	(void)table;
	*cursor = sqlite3_malloc(sizeof **cursor);
	if (*cursor == NULL)
		return SQLITE_NOMEM;
	memset(*cursor, 0, sizeof **cursor);
	return SQLITE_OK;
}

static int
close_cursor(sqlite3_vtab_cursor *cursor)
{
	sqlite3_free(cursor);
	return SQLITE_OK;
}

static int
filter(sqlite3_vtab_cursor *cursor, int number, const char *text, int count, sqlite3_value **values)
{
	(void)cursor;
	(void)number;
	(void)text;
	(void)count;
	(void)values;
	return SQLITE_OK;
}

static int
next(sqlite3_vtab_cursor *cursor)
{
	(void)cursor;
	return SQLITE_OK;
}

static int
is_at_end(sqlite3_vtab_cursor *cursor)
{
	(void)cursor;
	return 1;
}

static int
column(sqlite3_vtab_cursor *cursor, sqlite3_context *context, int index)
{
	(void)cursor;
	(void)index;
	sqlite3_result_null(context);
	return SQLITE_OK;
}

static int
rowid(sqlite3_vtab_cursor *cursor, sqlite3_int64 *id)
{
	(void)cursor;
	*id = 0;
	return SQLITE_OK;
}

static int
update(sqlite3_vtab *table, int count, sqlite3_value **values, sqlite3_int64 *id)
{
	(void)table;
	if (count > 1 && sqlite3_value_type(values[0]) == SQLITE_NULL)
		*id = sqlite3_value_type(values[1]) == SQLITE_NULL ? 1
								   : sqlite3_value_int64(values[1]);
	return SQLITE_OK;
}

/* Without create of its own a table can also be used as a function: SELECT … FROM series(1, 9). */
static const sqlite3_module methods = {
	.iVersion = 1,
	.xCreate = connect_table,
	.xConnect = connect_table,
	.xBestIndex = best_index,
	.xDisconnect = disconnect,
	.xDestroy = disconnect,
	.xOpen = open_cursor,
	.xClose = close_cursor,
	.xFilter = filter,
	.xNext = next,
	.xEof = is_at_end,
	.xColumn = column,
	.xRowid = rowid,
	.xUpdate = update,
};

int
module_register(sqlite3 *handle, const char *name, const char *columns)
{
	return sqlite3_create_module_v2(handle, name, &methods, (void *)(size_t)columns, NULL);
}
