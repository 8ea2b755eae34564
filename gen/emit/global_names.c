#include "emit/global_names.h"

#include <string.h>

#include <sqlite3.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/map.h"
#include "emit/cname.h"
#include "emit/constraint.h"
#include "emit/model.h"
#include "emit/names.h"
#include "emit/query_model.h"
#include "emit/reserved.h"
#include "input/project.h"
#include "query/query.h"
#include "schema/schema.h"

/* What is being taken for, which stays the same over many names. */
struct taker {
	struct names *names;
	const struct c_table *table;
	const struct project *project;
	const struct map *queries; /* by name: they replace functions; NULL: none */
	const char *prefix;
	const char *what, *remedy;
	struct place place;
	struct arena *arena;
	struct diag *diag;
};

static bool
take(const struct taker *taker, const char *name)
{
	if (reserved_function(name)) {
		diag_error(taker->diag, taker->place,
			   "%s would be '%s' in C, which is libc's; name it in sqlgen.ini: %s", taker->what, name,
			   taker->remedy);
		return false;
	}
	return names_take(taker->names, name, taker->what, taker->remedy, taker->place, taker->diag);
}

/* A statement: its slot, and its array where it is long. */
static bool
take_statement(const struct taker *taker, const char *name)
{
	return take(taker, arena_format(taker->arena, "STATEMENT_%s", cname_upper(name, taker->arena))) &&
	       take(taker, arena_format(taker->arena, "sql_%s", name));
}

/* name is without prefix. */
static bool
take_callable(const struct taker *taker, const char *name)
{
	return (taker->queries && map_get(taker->queries, name, strlen(name))) ||
	       take(taker, arena_format(taker->arena, "%s%s", taker->prefix, name));
}

static bool
take_function(const struct taker *taker, const char *name)
{
	return take_callable(taker, name) && take_statement(taker, name);
}

/* What begins as the runtime's names do would meet one of them sooner or later. */
static bool
refuse_reserved(const struct taker *taker)
{
	const char *name = arena_format(taker->arena, "%s%s", taker->prefix, taker->table->name);

	if (!reserved_prefix(name))
		return true;
	diag_error(taker->diag, taker->place,
		   "%s would be '%s' in C, and such names are the runtime's or sqlite3's; in sqlgen.ini: %s",
		   taker->what, name, taker->remedy);
	return false;
}

static bool
take_singular(const struct taker *taker)
{
	static const struct {
		const char *before, *after;
	} forms[] = {
		{ "", "_cursor" }, { "", "_cursor_next" }, { "", "_cursor_take" }, { "", "_cursor_close" },
		{ "", "_columns" },
		{ "row_to_", "" }, { "fields_of_", "" }, { "labels_of_", "" }, { "type_of_", "" },
		{ "table_of_", "" }, { "defaults_of_", "" },
	};
	static const char *const texts[] = { "columns", "probe" };
	static const char *const callables[] = { "new", "copy", "patch" };
	static const char *const functions[] = { "get", "delete", "insert", "update", "upsert" };
	struct arena *arena = taker->arena;
	const char *name = taker->table->name;
	bool is_taken = take(taker, taker->table->tag);

	for (size_t i = 0; i < sizeof forms / sizeof *forms && is_taken; i++)
		is_taken = take(taker, arena_format(arena, "%s%s%s%s", taker->prefix, forms[i].before, name,
						    forms[i].after));
	for (size_t i = 0; i < sizeof texts / sizeof *texts && is_taken; i++)
		is_taken = take(taker, arena_format(arena, "sql_%s_of_%s", texts[i], name));
	if (taker->table->has_json && is_taken)
		is_taken = take(taker, arena_format(arena, "%s%s_to_json", taker->prefix, name));
	for (size_t i = 0; i < sizeof callables / sizeof *callables && is_taken; i++)
		is_taken = take_callable(taker, arena_format(arena, "%s_%s", callables[i], name));
	for (size_t i = 0; i < sizeof functions / sizeof *functions && is_taken; i++)
		is_taken = take_function(taker, arena_format(arena, "%s_%s", functions[i], name));
	return is_taken && take_statement(taker, arena_format(arena, "update_rest_of_%s", name)) &&
	       take_statement(taker, arena_format(arena, "insert_new_%s", name)) &&
	       (!taker->table->has_returning ||
		take_function(taker, arena_format(arena, "insert_%s_returning", name))) &&
	       take(taker, cname_upper(arena_format(arena, "%s%s_columns", taker->prefix, name), arena));
}

/* What carries no column's name. */
static void
name_by_table(struct taker *taker)
{
	taker->what = arena_format(taker->arena, "table '%s'", taker->table->table->name);
	taker->remedy = names_table_remedy(taker->table->table->name, "name = …", taker->arena);
	taker->place = project_name_place(taker->project, taker->table->table->name, NULL, "name", taker->place);
}

static bool
take_plural(struct taker taker)
{
	name_by_table(&taker);
	if (taker.table->shape == SHAPE_FTS5 || taker.table->shape == SHAPE_FTS4) {
		const char *match = arena_format(taker.arena, "match_%s", taker.table->plural);

		if (!take_function(&taker, match) ||
		    !take(&taker, arena_format(taker.arena, "%sload_%s", taker.prefix, match)))
			return false;
	}
	return take_function(&taker, arena_format(taker.arena, "list_%s", taker.table->plural)) &&
	       (taker.table->replaced.list ||
		take(&taker, arena_format(taker.arena, "%sload_%s", taker.prefix, taker.table->plural))) &&
	       take(&taker, arena_format(taker.arena, "%sinsert_all_%s", taker.prefix, taker.table->plural)) &&
	       take_function(&taker, arena_format(taker.arena, "count_%s", taker.table->plural));
}

/* get_…_by_… and list_…_by_…: a column's other name tells two of them apart. */
static bool
take_functions(struct taker taker)
{
	const struct c_table *table = taker.table;

	for (size_t i = 0; i < table->function_count; i++) {
		const struct function *function = &table->functions[i];
		size_t last = function->columns->items[function->columns->count - 1];

		taker.what = arena_format(taker.arena, "the function of an index or a foreign key of table '%s'",
					  table->table->name);
		taker.remedy = names_column_remedy(table->table->name, table->table->columns[last].name, "name = …",
						   taker.arena);
		if (table->shape == SHAPE_RTREE)
			name_by_table(&taker);
		if (!take_function(&taker, function->name) ||
		    (function->upsert_name && !take_function(&taker, function->upsert_name)) ||
		    (function->kind != FUNCTION_GET && !function->is_replaced &&
		     !take(&taker, arena_format(taker.arena, "%sload_%s", taker.prefix,
						function->name + strlen("list_")))))
			return false;
	}
	return true;
}

static bool
take_labels(struct taker taker, const struct field *field)
{
	const struct column *column = field->column;

	for (size_t i = 0; i < column->allowed_count; i++) {
		const struct stored_value *value = &column->allowed[i];
		const char *label = value->type == SQLITE_INTEGER ?
					    arena_format(taker.arena, "%lld", (long long)value->integer) :
					    value->data;

		taker.what = arena_format(taker.arena, "the label '%s' of column '%s.%s'", label,
					  taker.table->table->name, column->name);
		if (!take(&taker, field->enumerators[i]))
			return false;
	}
	return true;
}

static bool
take_enum(struct taker taker, const struct field *field)
{
	static const char *const tails[] = { "", "_text", "_parse", "_texts", "_values", "_labels" };
	const struct column *column = field->column;
	const char *table = taker.table->table->name;
	bool is_integer = column->allowed[0].type == SQLITE_INTEGER;

	taker.place = project_name_place(taker.project, table, column->name, "enum", column->place);
	taker.what = arena_format(taker.arena, "the enum of column '%s.%s'", table, column->name);
	taker.remedy = names_column_remedy(table, column->name, is_integer ? "enum = …, or type = int64" :
									     "enum = …, or type = text", taker.arena);
	for (size_t i = 0; i < sizeof tails / sizeof *tails; i++)
		if (!take(&taker, arena_format(taker.arena, "%s%s", field->enum_tag, tails[i])))
			return false;
	taker.remedy = names_column_remedy(table, column->name, is_integer ? "type = int64" : "type = text",
					   taker.arena);
	return take_labels(taker, field);
}

bool
global_names_take_table(struct names *names, const struct c_table *table, const struct map *queries,
			const struct project *project, struct arena *arena, struct diag *diag)
{
	const char *name = table->table->name;
	struct taker taker = {
		.names = names,
		.table = table,
		.project = project,
		.queries = queries,
		.prefix = project->prefix,
		.what = arena_format(arena, "table '%s'", name),
		.remedy = names_table_remedy(name, "struct = …", arena),
		.place = project_name_place(project, name, NULL, "struct", table->table->place),
		.arena = arena,
		.diag = diag,
	};
	/* The plural first: to change it changes the singular too. */
	bool is_taken = refuse_reserved(&taker) && take_plural(taker) && take_singular(&taker) &&
			take_functions(taker);

	for (size_t i = 0; i < table->field_count && is_taken; i++)
		if (table->fields[i].has_own_enum)
			is_taken = take_enum(taker, &table->fields[i]);
	return is_taken && constraints_take_names(names, table, arena, diag);
}

/* What is of its rows. */
static bool
take_rows(const struct taker *taker, const struct c_query *query)
{
	static const struct {
		const char *before, *after;
	} forms[] = {
		{ "", "_row" }, { "fields_of_", "" }, { "labels_of_", "" }, { "embeds_of_", "" }, { "type_of_", "" },
	};
	static const char *const cursors[] = { "_cursor", "_cursor_next", "_cursor_take", "_cursor_close" };
	struct arena *arena = taker->arena;
	bool is_taken = true;

	for (size_t i = 0; i < sizeof forms / sizeof *forms && is_taken && !query->table; i++)
		is_taken = take(taker, arena_format(arena, "%s%s%s%s", taker->prefix, forms[i].before, query->name,
						    forms[i].after));
	if (query->query->command != QUERY_MANY || !is_taken)
		return is_taken;
	for (size_t i = 0; i < sizeof cursors / sizeof *cursors && is_taken && !query->table; i++)
		is_taken = take(taker, arena_format(arena, "%s%s%s", taker->prefix, query->name, cursors[i]));
	return is_taken && take(taker, arena_format(arena, "%s%s", taker->prefix, query->load_name));
}

/* A name of a query's, which sqlgen.ini cannot change. */
static bool
take_own(const struct taker *taker, const char *name)
{
	if (!names_has(taker->names, name))
		return take(taker, name);
	diag_error(taker->diag, taker->place, "%s would be '%s' in C, which is another's name already: rename one",
		   taker->what, name);
	names_tell_owner(taker->names, name, taker->diag);
	return false;
}

/* The enum of its orders. */
static bool
take_orders(struct taker taker, const struct c_query *query)
{
	const struct query *source = query->query;
	bool is_taken;

	if (!query->order_tag)
		return true;
	taker.what = arena_format(taker.arena, "the enum of the orders of query '%s'", source->name);
	is_taken = take_own(&taker, query->order_tag);
	for (size_t i = 0; i < source->order_count && is_taken; i++) {
		taker.what = arena_format(taker.arena, "the order '%s' of query '%s'", source->orders[i].name,
					  source->name);
		taker.place = source->orders[i].place;
		is_taken = take_own(&taker, query->orders[i]);
	}
	return is_taken;
}

bool
global_names_take_query(struct names *names, const struct c_query *query, const struct project *project,
			struct arena *arena, struct diag *diag)
{
	const char *name = arena_format(arena, "%s%s", project->prefix, query->name);
	struct taker taker = {
		.names = names,
		.prefix = project->prefix,
		.what = arena_format(arena, "query '%s'", query->query->name),
		.remedy = "",
		.place = query->query->place,
		.arena = arena,
		.diag = diag,
	};
	bool has_rows = query->query->command == QUERY_ONE || query->query->command == QUERY_MANY;
	bool is_taken;

	if (reserved_global(name) || reserved_callable(name) || reserved_prefix(name) || names_has(names, name)) {
		bool is_ours = names_has(names, name);

		diag_error(diag, taker.place, "the query '%s' would be '%s' in C, which is %s: give it another name",
			   query->query->name, name, is_ours ? "another's name already" : "the language's or a library's");
		if (is_ours)
			names_tell_owner(names, name, diag);
		return false;
	}
	is_taken = take(&taker, name) && take_statement(&taker, arena_format(arena, "query_%s", query->name)) &&
		   (!has_rows || take_rows(&taker, query)) &&
		   (!query->has_struct || take(&taker, arena_format(arena, "%s_arguments", name)));
	for (size_t i = 1; i < query->query->variant_count && is_taken; i++)
		is_taken = take_statement(&taker, arena_format(arena, "query_%s_choice_%zu", query->name, i));
	return is_taken && take_orders(taker, query);
}

void
global_names_take_own(struct names *names, const struct project *project, struct arena *arena,
		      struct diag *diag)
{
	static const char *const prefixed[] = {
		"db",	      "db_open",  "db_attach",	   "db_close",	"db_migrate",  "db_error",
		"db_begin",   "db_commit", "db_begin_read", "db_rollback", "db_options_default",
		"db_violated", "db_constraint", "db_verify",
	};
	static const char *const constants[] = {
		"DB_NO_CONSTRAINT", "DB_OTHER_CONSTRAINT", "DB_FK", "DB_TRIGGER",
	};
	static const char *const plain[] = {
		"db_statement", "db_migrations", "db_facts", "db_schema", "db_constraints",
	};
	struct place nowhere = { 0 };

	for (size_t i = 0; i < sizeof prefixed / sizeof *prefixed; i++)
		names_take(names, arena_format(arena, "%s%s", project->prefix, prefixed[i]),
			   "the generated code's own", "", nowhere, diag);
	for (size_t i = 0; i < sizeof constants / sizeof *constants; i++)
		names_take(names, cname_upper(arena_format(arena, "%s%s", project->prefix, constants[i]), arena),
			   "the generated code's own", "", nowhere, diag);
	for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
		if (!names_has(names, plain[i]))
			names_take(names, plain[i], "the generated code's own", "", nowhere, diag);
	names_take(names,
		   cname_upper(cname_lower(arena_format(arena, "%s%s_h", project->prefix, project->name), arena),
			       arena),
		   "the header's guard", "", nowhere, diag);
}
