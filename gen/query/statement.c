#include "query/statement.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "input/project.h"
#include "query/type.h"
#include "schema/lacking.h"
#include "schema/nearest.h"
#include "schema/newer.h"
#include "schema/quoted.h"
#include "schema/schema.h"
#include "sql/parse.h"
#include "sql/token.h"

void
typer_fail(struct typer *typer, size_t offset, const char *format, ...)
{
	char message[1024];
	va_list arguments;
	if (typer->error.message != NULL)
		return;
	va_start(arguments, format);
	vsnprintf(message, sizeof message, format, arguments);
	va_end(arguments);
	typer->error.offset = offset;
	typer->error.message = arena_string(typer->arena, message);
}

static struct typed_results
type_once(struct typer *typer, const struct statement *syntax)
{
	struct typed_results none = { .count = 0 };
	typer->steps = 0;
	typer->select_depth = 0;
	switch (syntax->kind) {
	case STATEMENT_SELECT:
		return type_outermost_select(typer, syntax->select);
	case STATEMENT_INSERT:
		return type_insert(typer, &syntax->insert);
	case STATEMENT_UPDATE:
		return type_update(typer, &syntax->update);
	case STATEMENT_DELETE:
		return type_delete(typer, &syntax->delete);
	}
	return none;
}

static void
note_lacking(struct typer *typer, const struct lacking *lacking, size_t offset)
{
	const char *list = "";
	size_t count;
	const char *const *lines =
		lacking_lines(&count, lacking, typer->text, offset, typer->arena);
	for (size_t i = 0; i < count; i++)
		list = arena_format(typer->arena, "%s%s'%s'", list, i > 0 ? ", " : "", lines[i]);
	typer->error.note = arena_format(typer->arena,
					 "if the program registers this %s (options.on_open), "
					 "declare it in sqlgen.ini: %s",
					 declaration_word(lacking->kind), list);
	typer->error.other_offset = offset;
}

/* What SQLite says of the statement, where, and what may help. */
static void
fail_as_sqlite(struct typer *typer)
{
	const char *message = arena_string(typer->arena, sqlite3_errmsg(typer->handle));
	int found = sqlite3_error_offset(typer->handle);
	size_t length = strlen(typer->text);
	size_t offset = found >= 0 ? (size_t)found
				   : nearest_offset(message, typer->text, length, typer->arena);
	const struct newer *newer =
		newer_find(message, typer->text, offset, sqlite3_libversion_number());
	const char *nearest =
		nearest_name(message, typer->text, length, typer->handle, typer->arena);
	struct lacking lacking;
	if (newer != NULL)
		typer_fail(typer, offset, "%s: SQLite has %s from %s on, and sqlgen runs on %s",
			   message, newer->what, newer->where, sqlite3_libversion());
	else if (nearest != NULL)
		typer_fail(typer, offset, "%s: did you mean '%s'?", message, nearest);
	else
		typer_fail(typer, offset, "%s", message);
	if (newer == NULL && nearest == NULL &&
	    lacking_find(&lacking, message, typer->text, typer->arena) && !lacking.is_miscounted)
		note_lacking(typer, &lacking, offset);
}

/* Prepared as the program will: names in double quotes are names. */
static sqlite3_stmt *
prepare(struct typer *typer)
{
	sqlite3_stmt *stmt = NULL;
	int rc;
	quoted_refuse(typer->handle);
	rc = sqlite3_prepare_v2(typer->handle, typer->text, -1, &stmt, NULL);
	if (rc != SQLITE_OK)
		fail_as_sqlite(typer);
	else if (stmt == NULL)
		typer_fail(typer, 0, "there is no statement");
	quoted_allow(typer->handle);
	return stmt;
}

static void
judge_count(struct typer *typer, const char *what, size_t ours, int theirs)
{
	if (ours != (size_t)theirs)
		typer_fail(typer, 0,
			   "sqlgen finds %zu %s, and SQLite %d: please report this statement", ours,
			   what, theirs);
}

static void
judge_name(struct typer *typer, const struct typed_result *result, sqlite3_stmt *stmt, int index)
{
	const char *name = sqlite3_column_name(stmt, index);
	if (name != NULL && strcmp(name, result->name) != 0)
		typer_fail(typer, result->offset,
			   "sqlgen calls column %d '%s', and SQLite '%s': give it an alias, "
			   "AS name",
			   index + 1, result->name, name);
}

#ifdef SQLGEN_COLUMN_METADATA
static void
judge_origin(struct typer *typer, const struct typed_result *result, sqlite3_stmt *stmt, int index)
{
	const char *table = sqlite3_column_table_name(stmt, index);
	const char *column = sqlite3_column_origin_name(stmt, index);
	const struct query_type *type = &result->type;
	if (type->column == NULL || table == NULL || column == NULL ||
	    type->table->kind == TABLE_VIEW)
		return;
	if (name_compare(table, type->table->name) != 0 ||
	    name_compare(column, type->column->name) != 0)
		typer_fail(typer, result->offset,
			   "sqlgen takes '%s' for %s.%s, and SQLite for %s.%s: write it with its "
			   "table",
			   result->name, type->table->name, type->column->name, table, column);
}
#else
static void
judge_origin(struct typer *typer, const struct typed_result *result, sqlite3_stmt *stmt, int index)
{
	(void)typer;
	(void)result;
	(void)stmt;
	(void)index;
}
#endif

/* SQLite's opinion of what was found. */
static void
judge(struct typer *typer, const struct typed_statement *statement, sqlite3_stmt *stmt)
{
	judge_count(typer, "columns", statement->results.count, sqlite3_column_count(stmt));
	judge_count(typer, "parameters", statement->syntax.parameter_count,
		    sqlite3_bind_parameter_count(stmt));
	for (size_t i = 0; i < statement->results.count && typer->error.message == NULL; i++) {
		judge_name(typer, &statement->results.items[i], stmt, (int)i);
		judge_origin(typer, &statement->results.items[i], stmt, (int)i);
	}
}

static void
type_settled(struct typer *typer, struct typed_statement *statement)
{
	struct parse_error error;
	if (!parse_statement(&statement->syntax, typer->text, strlen(typer->text), typer->arena,
			     &error)) {
		typer_fail(typer, error.offset, "%s: SQLite takes the statement, and sqlgen cannot "
						"read it",
			   error.message);
		return;
	}
	typer->parameter_count = statement->syntax.parameter_count;
	typer->parameters = arena_alloc(
		typer->arena, (typer->parameter_count + 1) * sizeof *typer->parameters);
	for (int i = 0; i < 2; i++)
		(void)type_once(typer, &statement->syntax);
	typer->is_settled = true;
	statement->results = type_once(typer, &statement->syntax);
	statement->parameters = typer->parameters;
	statement->parameter_count = typer->parameter_count;
	for (unsigned i = 0; i < typer->parameter_count; i++)
		statement->parameters[i].type = type_parameter(typer, i + 1);
}

bool
statement_type(struct typed_statement *statement, const char *text,
	       const struct statement_context *context, const bool *is_list,
	       const bool *is_optional, const bool *is_nullable, struct arena *arena,
	       struct type_error *error)
{
	struct typed_statement typed = { .edit_count = 0 };
	struct typer typer = {
		.schema = context->schema,
		.project = context->project,
		.declarations = context->project == NULL ? NULL : context->project->declarations,
		.declaration_count =
			context->project == NULL ? 0 : context->project->declaration_count,
		.handle = context->handle,
		.text = text,
		.arena = arena,
		.is_list = is_list,
		.is_optional = is_optional,
		.is_nullable = is_nullable,
	};
	sqlite3_stmt *stmt = prepare(&typer);
	if (typer.error.message == NULL)
		type_settled(&typer, &typed);
	if (typer.error.message == NULL)
		judge(&typer, &typed, stmt);
	sqlite3_finalize(stmt);
	if (typer.error.message != NULL) {
		*error = typer.error;
		return false;
	}
	typed.edits = typer.edits;
	typed.edit_count = typer.edit_count;
	*statement = typed;
	return true;
}
