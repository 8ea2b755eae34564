#include "query/falsify.h"

#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/text.h"
#include "query/fill.h"
#include "query/query.h"
#include "query/sample.h"
#include "query/statement.h"
#include "query/type.h"
#include "schema/schema.h"

/* Of one query on one filling: all its runs together, and each of them. */
enum { STEPS_BETWEEN_CALLS = 1000, CALLS = 100, ROWS_READ = 100 };
/* Beyond it a value is not of interest. */
enum { VALUE_SIZE = 1024 * 1024, BYTES_SHOWN = 40 };
/* Choices of arguments: the first has no NULL, the second has it wherever it can be. */
enum { TURN_WITHOUT_NULL, TURN_OF_NULL, TURN_EXTREME = 5, TURNS };

static const struct filling fillings[] = {
	{ .seed = 1, .rows = 10, .keeps_rows = true },
	{ .rows = 0 },
	{ .seed = 2, .rows = 10, .range = SAMPLE_EXTREME },
	{ .seed = 3, .rows = 6, .skipped = 1 },
	{ .seed = 4, .rows = 3, .skipped = 2 },
	{ .seed = 5, .rows = 12 },
};
enum { FILLINGS = sizeof fillings / sizeof *fillings };

struct falsifier {
	const struct statement_context *context;
	const struct filling *filling;
	const struct query *query;
	sqlite3_stmt *stmt;
	unsigned turn;
	int calls_left;
	bool *is_refuted; /* by query */
	struct arena *arena;
	struct diag *diag;
};

static int
count_call(void *context)
{
	struct falsifier *falsifier = context;
	return --falsifier->calls_left < 0;
}

static unsigned
class_of(int type)
{
	switch (type) {
	case SQLITE_INTEGER:
		return CLASS_INTEGER;
	case SQLITE_FLOAT:
		return CLASS_REAL;
	case SQLITE_TEXT:
		return CLASS_TEXT;
	case SQLITE_BLOB:
		return CLASS_BLOB;
	}
	return CLASS_NULL;
}

static const char *
class_names(unsigned classes, struct arena *arena)
{
	static const char *const names[] = { "NULL", "INTEGER", "REAL", "TEXT", "BLOB" };
	const char *list = "";
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (classes & (1u << i))
			list = arena_format(arena, "%s%s%s", list, *list == '\0' ? "" : " or ",
					    names[i]);
	return list;
}

static enum sample_range
range_of(const struct falsifier *falsifier)
{
	return falsifier->turn == TURN_EXTREME ? SAMPLE_EXTREME : falsifier->filling->range;
}

/* NULL for an optional parameter that has no text of its own is "not given". */
static struct stored_value
choose_argument(const struct falsifier *falsifier, size_t index)
{
	const struct query_parameter *parameter = &falsifier->query->parameters[index];
	struct query_type type = parameter->type;
	if (parameter->kind == PARAMETER_OPTIONAL && falsifier->query->optional_count == 0)
		type = type_nullable(type);
	if (falsifier->turn == TURN_OF_NULL && type_is_nullable(type))
		return (struct stored_value){ .type = SQLITE_NULL };
	if (falsifier->turn == TURN_WITHOUT_NULL)
		return sample_choose(type_not_null(type), 0, SAMPLE_SMALL);
	return sample_choose(type,
			     sample_mix(falsifier->turn, (unsigned)index, falsifier->filling->seed),
			     range_of(falsifier));
}

/* A list is in the text. */
static void
bind_arguments(const struct falsifier *falsifier)
{
	const struct query *query = falsifier->query;
	for (size_t i = 0; i < query->parameter_count; i++) {
		struct stored_value value = choose_argument(falsifier, i);
		if (query->parameters[i].kind != PARAMETER_LIST)
			sample_bind(falsifier->stmt, query->parameters[i].number, &value);
	}
}

static void
add_quoted(struct text *out, sqlite3_value *value)
{
	int size;
	switch (sqlite3_value_type(value)) {
	case SQLITE_INTEGER:
		text_format(out, "%lld", (long long)sqlite3_value_int64(value));
		break;
	case SQLITE_FLOAT:
		text_format(out, "%.17g", sqlite3_value_double(value));
		break;
	case SQLITE_TEXT:
	case SQLITE_BLOB:
		size = sqlite3_value_bytes(value);
		text_add_string(out, sqlite3_value_type(value) == SQLITE_TEXT ? "'" : "blob '");
		text_add(out, size == 0 ? "" : sqlite3_value_blob(value),
			 (size_t)(size < BYTES_SHOWN ? size : BYTES_SHOWN));
		text_add_string(out, size > BYTES_SHOWN ? "…'" : "'");
		break;
	default:
		text_add_string(out, "NULL");
	}
}

/* "id = 1, n = NULL" */
static const char *
show_row(const struct falsifier *falsifier)
{
	struct text out = { .data = NULL };
	for (size_t i = 0; i < falsifier->query->column_count; i++) {
		text_format(&out, "%s%s = ", i > 0 ? ", " : "", falsifier->query->columns[i].name);
		add_quoted(&out, sqlite3_column_value(falsifier->stmt, (int)i));
	}
	return text_keep(&out, falsifier->arena);
}

/* What SQLite made of the text with the arguments in their places. */
static const char *
show_statement(const struct falsifier *falsifier)
{
	char *sql = sqlite3_expanded_sql(falsifier->stmt);
	const char *shown =
		arena_string(falsifier->arena, sql == NULL ? sqlite3_sql(falsifier->stmt) : sql);
	sqlite3_free(sql);
	return shown;
}

static const char *
remedy(const struct falsifier *falsifier, const struct query_column *column, unsigned class)
{
	const struct table *row = falsifier->query->row;
	if (row != NULL && row->kind == TABLE_VIEW)
		return arena_format(falsifier->arena,
				    "write in sqlgen.ini: [column %s.%s] type = value", row->name,
				    column->name);
	return arena_format(falsifier->arena, "write AS \"%s%s\"", column->name,
			    class == CLASS_NULL ? "?" : ": value");
}

static void
refute(struct falsifier *falsifier, const struct query_column *column, unsigned class)
{
	struct arena *arena = falsifier->arena;
	const char *claim =
		class == CLASS_NULL ? "NOT NULL" : class_names(column->type.classes, arena);
	diag_error(falsifier->diag, column->place, "'%s' was claimed %s, and is %s for: %s",
		   column->name, claim, class_names(class, arena), show_row(falsifier));
	diag_note(falsifier->diag, column->place, "this row is of: %s", show_statement(falsifier));
	diag_note(falsifier->diag, column->place,
		  "sqlgen's inference is wrong here; until it is mended, %s",
		  remedy(falsifier, column, class));
	*falsifier->is_refuted = true;
}

/* Of integers alone: a small one did not overflow. */
static bool
has_overflowed(const struct falsifier *falsifier, const struct query_column *column, int index)
{
	double value = sqlite3_column_double(falsifier->stmt, index);
	if (!(column->type.classes & CLASS_INTEGER))
		return false;
	return range_of(falsifier) == SAMPLE_EXTREME || value >= 9223372036854775807.0 ||
	       value <= -9223372036854775808.0;
}

static bool
is_contradicted(const struct falsifier *falsifier, const struct query_column *column, int index,
		unsigned class)
{
	if (class & column->type.classes)
		return false;
	if (class == CLASS_NULL ? column->is_asserted : column->type.declared != DECLARED_NONE)
		return false;
	if (class == CLASS_REAL && has_overflowed(falsifier, column, index))
		return false;
	return !falsifier->query->is_write || fill_conforms(falsifier->context, falsifier->arena);
}

static void
judge_row(struct falsifier *falsifier)
{
	const struct query *query = falsifier->query;
	for (size_t i = 0; i < query->column_count && !*falsifier->is_refuted; i++) {
		unsigned class = class_of(sqlite3_column_type(falsifier->stmt, (int)i));
		if (is_contradicted(falsifier, &query->columns[i], (int)i, class))
			refute(falsifier, &query->columns[i], class);
	}
}

static void
run(struct falsifier *falsifier)
{
	sqlite3 *handle = falsifier->context->handle;
	if (falsifier->query->is_write)
		sqlite3_exec(handle, "SAVEPOINT run", NULL, NULL, NULL);
	bind_arguments(falsifier);
	for (int row = 0; row < ROWS_READ && !*falsifier->is_refuted; row++) {
		if (sqlite3_step(falsifier->stmt) != SQLITE_ROW)
			break;
		judge_row(falsifier);
	}
	sqlite3_reset(falsifier->stmt);
	if (falsifier->query->is_write)
		sqlite3_exec(handle, "ROLLBACK TO run; RELEASE run", NULL, NULL, NULL);
}

static void
try_text(struct falsifier *falsifier, const char *sql)
{
	unsigned turns = falsifier->query->parameter_count == 0 ? 1 : (unsigned)TURNS;
	if (sqlite3_prepare_v2(falsifier->context->handle, sql, -1, &falsifier->stmt, NULL) !=
	    SQLITE_OK)
		return;
	for (unsigned turn = 0; turn < turns && !*falsifier->is_refuted; turn++) {
		falsifier->turn = turn;
		run(falsifier);
	}
	sqlite3_finalize(falsifier->stmt);
}

/* An argument that is a list is empty where it is not bound: here it has values. NULL: there is
 * none. */
static const char *
with_lists(const char *sql, struct arena *arena)
{
	static const char reading[] = "SELECT value FROM sqlgen_list(?";
	const char *at = strstr(sql, reading), *filled = "";
	if (at == NULL)
		return NULL;
	for (; at != NULL; at = strstr(sql, reading)) {
		filled = arena_format(arena,
				      "%s%.*sVALUES (0), (1), (-1), (2), (3), (''), ('a'), ('12')",
				      filled, (int)(at - sql), sql);
		sql = strchr(at, ')') + 1;
	}
	return arena_format(arena, "%s%s", filled, sql);
}

/* The texts that differ in their order only are one. */
static void
try_query(struct falsifier *falsifier)
{
	const struct query *query = falsifier->query;
	size_t count = (size_t)1 << query->optional_count;
	falsifier->calls_left = CALLS;
	for (size_t i = 0; i < count && i < query->variant_count; i++) {
		const char *filled = with_lists(query->variants[i].sql, falsifier->arena);
		try_text(falsifier, query->variants[i].sql);
		if (filled != NULL)
			try_text(falsifier, filled);
	}
}

/* The queries, and behind them the views. */
static void
try_all(struct falsifier *falsifier, const struct query_list *queries, bool *is_refuted)
{
	for (size_t i = 0; i < queries->count + queries->view_count; i++) {
		falsifier->query = i < queries->count ? &queries->items[i]
						      : &queries->views[i - queries->count];
		falsifier->is_refuted = &is_refuted[i];
		if (falsifier->query->column_count > 0 && !is_refuted[i])
			try_query(falsifier);
	}
}

bool
queries_falsify(const struct query_list *queries, const struct statement_context *context,
		struct arena *arena, struct diag *diag)
{
	sqlite3 *handle = context->handle;
	struct falsifier falsifier = { .context = context, .arena = arena, .diag = diag };
	size_t count = queries->count + queries->view_count;
	bool *is_refuted = arena_alloc(arena, count + 1), is_good = true;
	int has_keys = 0, size = sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, VALUE_SIZE);
	if (count == 0)
		return true;
	sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_FKEY, -1, &has_keys);
	sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_FKEY, 0, (int *)NULL);
	for (size_t i = 0; i < FILLINGS; i++) {
		falsifier.filling = &fillings[i];
		sqlite3_exec(handle, "SAVEPOINT filling", NULL, NULL, NULL);
		fill_tables(context, falsifier.filling, arena);
		sqlite3_progress_handler(handle, STEPS_BETWEEN_CALLS, count_call, &falsifier);
		try_all(&falsifier, queries, is_refuted);
		sqlite3_progress_handler(handle, 0, NULL, NULL);
		sqlite3_exec(handle, "ROLLBACK TO filling; RELEASE filling", NULL, NULL, NULL);
	}
	sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_FKEY, has_keys, (int *)NULL);
	sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, size);
	for (size_t i = 0; i < count; i++)
		is_good = is_good && !is_refuted[i];
	return is_good;
}
