#include "schema/statement_list.h"

#include <string.h>

#include <sqlite3.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/json.h"
#include "base/text.h"
#include "input/migrations.h"
#include "schema/record.h"
#include "sqlgen.h"

#define HISTORY SQLGEN_HISTORY_TABLE

static void
add(struct listed_migration *listed, const char *statement, size_t length, struct arena *arena)
{
	listed->statements =
		arena_grow(arena, listed->statements, listed->count, sizeof *listed->statements);
	listed->statements[listed->count++] = arena_copy(arena, statement, length);
}

/* A file without a transaction of the runner's has its own. */
static bool
is_passed_over(const struct step *step)
{
	return !step->migration->no_transaction &&
	       (step->heading.kind == HEADING_BEGIN || step->heading.kind == HEADING_COMMIT);
}

static void
add_steps(struct listed_migration *listed, const struct recorded_migration *recorded,
	  struct arena *arena)
{
	for (size_t i = 0; i < recorded->step_count; i++) {
		const struct step *step = &recorded->steps[i];
		size_t length = step->length;

		while (length > 0 && strchr("; \t\r\n", step->text[length - 1]))
			length--;
		if (length > 0 && !is_passed_over(step))
			add(listed, step->text, length, arena);
	}
}

/* One statement a migration, in their order; with the first one that which makes the table. */
static bool
add_history(struct statement_list *list, sqlite3 *handle, struct arena *arena)
{
	static const char sql[] =
		"SELECT format('INSERT INTO " HISTORY
		" (version, name, checksum, is_repeatable, down,"
		" compatible_with, applied_at, duration, sqlite_version) VALUES (%Q, %Q, %Q, %d, "
		"%Q, %Q,"
		" datetime(''now''), 0, sqlite_version())', version, name, checksum, "
		"is_repeatable, down,"
		" compatible_with), (SELECT sql FROM sqlite_schema WHERE name = '" HISTORY "')"
		" FROM " HISTORY " ORDER BY id";
	sqlite3_stmt *stmt = NULL;
	size_t i = 0;

	if (sqlite3_prepare_v2(handle, sql, -1, &stmt, NULL) == SQLITE_OK)
		for (; i < list->count && sqlite3_step(stmt) == SQLITE_ROW; i++) {
			if (i == 0)
				add(&list->items[i], (const char *)sqlite3_column_text(stmt, 1),
				    (size_t)sqlite3_column_bytes(stmt, 1), arena);
			add(&list->items[i], (const char *)sqlite3_column_text(stmt, 0),
			    (size_t)sqlite3_column_bytes(stmt, 0), arena);
		}
	sqlite3_finalize(stmt);
	return i == list->count;
}

static void
warn_of_hook(const struct migration *migration, struct diag *diag)
{
	if (migration->has_hook)
		diag_warning(diag, (struct place){ .path = migration->path }, NULL,
			     "its hook is C, and not in the list: run it between the statements "
			     "and the history's row");
}

bool
statement_list_make(struct statement_list *list, struct migrations *migrations, struct arena *arena,
		    struct diag *diag)
{
	struct record record;
	bool is_done = record_run(&record, migrations, arena, diag);

	*list = (struct statement_list){ .count = migrations->count };
	list->items = arena_alloc(arena, (list->count + 1) * sizeof *list->items);
	for (size_t i = 0; is_done && i < list->count; i++) {
		list->items[i].migration = &migrations->items[i];
		add_steps(&list->items[i], &record.migrations[i], arena);
		warn_of_hook(&migrations->items[i], diag);
	}
	if (is_done && list->count > 0 && !add_history(list, record.replay.handle, arena)) {
		diag_error(diag, (struct place){ .path = migrations->directory },
			   "cannot read the history again: %s",
			   sqlite3_errmsg(record.replay.handle));
		is_done = false;
	}
	record_finish(&record);
	return is_done;
}

/* A comment at its end would hide the ';'. */
static void
write_statement(struct text *out, const char *statement)
{
	const char *line = strrchr(statement, '\n');

	text_format(out, "%s%s;\n", statement, strstr(line ? line : statement, "--") ? "\n" : "");
}

void
statement_list_to_sql(const struct statement_list *list, size_t first, struct text *out)
{
	for (size_t i = first; i < list->count; i++) {
		const struct listed_migration *listed = &list->items[i];

		text_format(out, "%s-- %s %s%s\n", i > first ? "\n" : "",
			    listed->migration->version, listed->migration->name,
			    listed->migration->no_transaction ? ": not in a transaction" : "");
		for (size_t j = 0; j < listed->count; j++)
			write_statement(out, listed->statements[j]);
	}
}

void
statement_list_to_json(const struct statement_list *list, size_t first, struct text *out)
{
	struct json json;

	json_init(&json, out);
	json_open_object(&json, NULL);
	json_open_list(&json, "migrations");
	for (size_t i = first; i < list->count; i++) {
		const struct listed_migration *listed = &list->items[i];

		json_open_object(&json, NULL);
		json_string(&json, "version", listed->migration->version);
		json_string(&json, "name", listed->migration->name);
		json_bool(&json, "transaction", !listed->migration->no_transaction);
		json_bool(&json, "hook", listed->migration->has_hook);
		json_open_list(&json, "statements");
		for (size_t j = 0; j < listed->count; j++)
			json_string(&json, NULL, listed->statements[j]);
		json_close_list(&json);
		json_close_object(&json);
	}
	json_close_list(&json);
	json_close_object(&json);
}
