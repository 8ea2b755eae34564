#include "query/views.h"

#include <string.h>

#include <sqlite3.h>

#include "base/arena.h"
#include "base/diag.h"
#include "input/project.h"
#include "query/query.h"
#include "query/statement.h"
#include "query/type.h"
#include "schema/schema.h"

/* sqlgen.ini wins: only whether it can be NULL is still a claim, and of a value not even that. */
static struct query_type
column_type(const struct table *view, size_t index, struct query_type type,
	    const struct project *project)
{
	const struct setting *setting =
		project == NULL
			? NULL
			: project_setting(project, view->name, view->columns[index].name, "type");
	if (setting == NULL)
		return type;
	type.classes = strcmp(setting->value, "value") == 0
			       ? (unsigned)CLASS_ANY
			       : (type.classes & CLASS_NULL) | (CLASS_ANY & ~(unsigned)CLASS_NULL);
	return type;
}

static bool
is_skipped(const struct table *view, const struct project *project)
{
	const struct setting *skip =
		project == NULL ? NULL : project_setting(project, view->name, NULL, "skip");
	return view->is_broken || (skip != NULL && strcmp(skip->value, "yes") == 0);
}

static const char *
selection(const struct table *view, struct arena *arena)
{
	char *sql = sqlite3_mprintf("SELECT * FROM main.\"%w\"", view->name);
	const char *copy = arena_string(arena, sql == NULL ? "" : sql);
	sqlite3_free(sql);
	return copy;
}

static bool
build_view(struct query *query, const struct table *view, const struct statement_context *context,
	   struct arena *arena, struct diag *diag)
{
	struct typed_statement statement;
	struct type_error error = { .message = NULL };
	struct query_variant *text = arena_alloc(arena, sizeof *text);
	text->sql = selection(view, arena);
	if (!statement_type(&statement, text->sql, context, NULL, NULL, NULL, arena, &error)) {
		diag_warning(diag, view->place, "untyped-view",
			     "what view '%s' gives cannot be told, and its columns are struct "
			     "sqlgen_value: %s",
			     view->name, error.message);
		return false;
	}
	if (statement.results.count != view->column_count)
		return false;
	*query = (struct query){
		.name = view->name,
		.comment = "",
		.command = QUERY_MANY,
		.place = view->place,
		.columns = arena_alloc(arena, (view->column_count + 1) * sizeof *query->columns),
		.column_count = view->column_count,
		.variants = text,
		.variant_count = 1,
		.row = view,
	};
	for (size_t i = 0; i < view->column_count; i++)
		query->columns[i] = (struct query_column){
			.name = view->columns[i].name,
			.type = column_type(view, i, statement.results.items[i].type,
					    context->project),
			.place = view->place,
		};
	return true;
}

void
views_build(struct query_list *list, const struct statement_context *context, struct arena *arena,
	    struct diag *diag)
{
	const struct schema *schema = context->schema;
	list->view_count = 0;
	list->views = arena_alloc(arena, (schema->table_count + 1) * sizeof *list->views);
	for (size_t i = 0; i < schema->table_count; i++) {
		const struct table *table = &schema->tables[i];
		if (table->kind == TABLE_VIEW && !is_skipped(table, context->project) &&
		    build_view(&list->views[list->view_count], table, context, arena, diag))
			list->view_count++;
	}
}
