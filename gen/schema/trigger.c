#include "schema/trigger.h"

#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/text.h"
#include "schema/catalog.h"
#include "schema/quoted.h"
#include "schema/replay.h"
#include "schema/schema.h"
#include "schema/table.h"
#include "sql/token.h"

/* https://sqlite.org/lang_createtrigger.html: from the name to the event. */
static void
find_event(struct token_reader *reader, struct trigger *trigger)
{
	token_reader_init(reader, trigger->sql, strlen(trigger->sql));
	while (reader->token.kind != TOKEN_END && !token_is(&reader->token, "TRIGGER"))
		token_next(reader);
	token_next(reader);
	token_next(reader);
	if (token_is(&reader->token, "INSTEAD")) {
		trigger->is_instead_of = true;
		token_next(reader);
		token_next(reader);
	} else if (token_is(&reader->token, "BEFORE") || token_is(&reader->token, "AFTER")) {
		token_next(reader);
	}
}

static void
read_event(struct trigger *trigger)
{
	struct token_reader reader;
	find_event(&reader, trigger);
	trigger->event = token_is(&reader.token, "DELETE")   ? TRIGGER_DELETE
			 : token_is(&reader.token, "UPDATE") ? TRIGGER_UPDATE
							     : TRIGGER_INSERT;
}

void
triggers_inspect(struct table *table, const struct replay *replay, const struct catalog *catalog,
		 struct arena *arena)
{
	size_t count;
	const struct catalog_entry *entries = catalog_find(&count, catalog, "trigger", table->name);
	table->triggers = arena_alloc(arena, (count + 1) * sizeof *table->triggers);
	table->trigger_count = count;
	for (size_t i = 0; i < count; i++) {
		struct trigger *trigger = &table->triggers[i];
		*trigger = (struct trigger){ .name = entries[i].name,
					     .table = table->name,
					     .sql = entries[i].sql };
		read_event(trigger);
		trigger->place = replay_trigger_place(replay, trigger->name);
		if (trigger->place.path == NULL)
			trigger->place = table->place;
	}
}

static void
add_name(struct text *text, const char *name)
{
	text_add_char(text, '"');
	for (; *name != '\0'; name++) {
		if (*name == '"')
			text_add_char(text, '"');
		text_add_char(text, *name);
	}
	text_add_char(text, '"');
}

/* All columns that can be written: each UPDATE OF is meant. */
static void
add_assignments(struct text *text, const struct table *table)
{
	const char *before = " SET ";
	for (size_t i = 0; i < table->column_count; i++) {
		if (table->columns[i].generated != GENERATED_NO)
			continue;
		text_add_string(text, before);
		add_name(text, table->columns[i].name);
		text_add_char(text, '=');
		add_name(text, table->columns[i].name);
		before = ", ";
	}
}

/* NULL if the statement prepares; else SQLite's message, until the next call. */
static const char *
prepare_event(const struct table *table, enum trigger_event event, sqlite3 *handle)
{
	static const char *const verbs[] = { "INSERT INTO main.", "UPDATE main.",
					     "DELETE FROM main." };
	struct text sql = { .data = NULL };
	sqlite3_stmt *stmt = NULL;
	int rc;
	text_add_string(&sql, verbs[event]);
	add_name(&sql, table->name);
	if (event == TRIGGER_INSERT)
		text_add_string(&sql, " DEFAULT VALUES");
	if (event == TRIGGER_UPDATE)
		add_assignments(&sql, table);
	rc = sqlite3_prepare_v2(handle, sql.data, -1, &stmt, NULL);
	sqlite3_finalize(stmt);
	text_finish(&sql);
	return rc == SQLITE_OK ? NULL : sqlite3_errmsg(handle);
}

static bool
execute(sqlite3 *handle, const char *sql, struct diag *diag)
{
	if (sqlite3_exec(handle, sql, NULL, NULL, NULL) == SQLITE_OK)
		return true;
	diag_error(diag, (struct place){ .path = NULL }, "cannot check the triggers: %s",
		   sqlite3_errmsg(handle));
	return false;
}

/* kept NULL: drops all. */
static bool
drop_others(const struct schema *schema, const struct trigger *kept, sqlite3 *handle,
	    struct diag *diag)
{
	struct text sql = { .data = NULL };
	bool is_done;
	text_add_string(&sql, "SELECT 1;");
	for (size_t i = 0; i < schema->table_count; i++) {
		for (size_t j = 0; j < schema->tables[i].trigger_count; j++) {
			const struct trigger *trigger = &schema->tables[i].triggers[j];
			if (trigger == kept)
				continue;
			text_add_string(&sql, "DROP TRIGGER main.");
			add_name(&sql, trigger->name);
			text_add_char(&sql, ';');
		}
	}
	is_done = execute(handle, sql.data, diag);
	text_finish(&sql);
	return is_done;
}

/*
 * Prepares with no other trigger than kept. Sets *message to SQLite's, or to NULL if it can be
 * prepared. False if that cannot be tried.
 */
static bool
prepare_with_only(const char **message, const struct trigger *kept, const struct table *table,
		  enum trigger_event event, const struct schema *schema, sqlite3 *handle,
		  struct arena *arena, struct diag *diag)
{
	bool is_tried;
	*message = NULL;
	if (!execute(handle, "SAVEPOINT triggers", diag))
		return false;
	is_tried = drop_others(schema, kept, handle, diag);
	if (is_tried)
		*message = prepare_event(table, event, handle);
	if (*message != NULL)
		*message = arena_string(arena, *message);
	return execute(handle, "ROLLBACK TO triggers; RELEASE triggers", diag) && is_tried;
}

/* A table may refuse by itself, for a foreign key without parent: then no trigger is to blame. */
static bool
check(const struct trigger *trigger, const struct table *table, const struct schema *schema,
      sqlite3 *handle, struct arena *arena, struct diag *diag)
{
	const char *message;
	if (prepare_event(table, trigger->event, handle) == NULL)
		return true;
	if (table->kind != TABLE_VIEW) {
		if (!prepare_with_only(&message, NULL, table, trigger->event, schema, handle, arena,
				       diag))
			return false;
		if (message != NULL)
			return true;
	}
	if (!prepare_with_only(&message, trigger, table, trigger->event, schema, handle, arena,
			       diag))
		return false;
	if (message != NULL)
		diag_warning(diag, trigger->place, "broken-trigger",
			     "trigger '%s' on '%s' cannot run: %s", trigger->name, table->name,
			     message);
	return true;
}

/* SQLite never looks at them again: https://sqlite.org/lang_createtrigger.html */
static void
check_columns(const struct trigger *trigger, const struct table *table, struct arena *arena,
	      struct diag *diag)
{
	struct trigger copy = *trigger;
	struct token_reader reader;
	find_event(&reader, &copy);
	if (!token_accept(&reader, "UPDATE") || !token_accept(&reader, "OF"))
		return;
	for (; reader.token.kind != TOKEN_END && !token_is(&reader.token, "ON");
	     token_next(&reader)) {
		const char *name = token_name(&reader.token, arena);
		if (reader.token.kind != TOKEN_COMMA && table_find_column(table, name) == NULL)
			diag_warning(diag, trigger->place, "trigger-of-no-column",
				     "trigger '%s' waits for UPDATE OF '%s': expected a column of "
				     "'%s', found none of this name, so that it never runs for it",
				     trigger->name, name, table->name);
	}
}

/* A trigger's text is not looked at when it is made. */
static bool
check_strings(const struct trigger *trigger, const struct table *table, const struct schema *schema,
	      sqlite3 *handle, struct arena *arena, struct diag *diag)
{
	const char *with, *without;
	bool is_tried, runs;
	if (strchr(trigger->sql, '"') == NULL)
		return true;
	quoted_refuse(handle);
	runs = prepare_event(table, trigger->event, handle) == NULL;
	quoted_allow(handle);
	if (runs)
		return true;
	is_tried = prepare_with_only(&with, trigger, table, trigger->event, schema, handle, arena,
				     diag);
	quoted_refuse(handle);
	is_tried = is_tried && prepare_with_only(&without, trigger, table, trigger->event, schema,
						 handle, arena, diag);
	quoted_allow(handle);
	if (is_tried && with == NULL && without != NULL)
		diag_warning(diag, trigger->place, "double-quoted-string",
			     "trigger '%s' on '%s' has a string in double quotes: %s; expected a "
			     "column, or single quotes",
			     trigger->name, table->name, without);
	return is_tried;
}

bool
triggers_check(const struct schema *schema, const struct replay *replay, struct arena *arena,
	       struct diag *diag)
{
	for (size_t i = 0; i < schema->table_count; i++) {
		const struct table *table = &schema->tables[i];
		for (size_t j = 0; j < table->trigger_count && !table->is_broken; j++) {
			const struct trigger *trigger = &table->triggers[j];
			check_columns(trigger, table, arena, diag);
			if (!check(trigger, table, schema, replay->handle, arena, diag) ||
			    !check_strings(trigger, table, schema, replay->handle, arena, diag))
				return false;
		}
	}
	return true;
}
