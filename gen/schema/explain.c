#include "schema/explain.h"

#include <string.h>

#include <sqlite3.h>

#include "base/arena.h"
#include "input/declaration.h"
#include "input/migrations.h"
#include "schema/dialect.h"
#include "schema/lacking.h"
#include "schema/newer.h"
#include "sql/token.h"

enum { NEAR = 4096 };

/* The statement that failed, cut out, and where in it. */
struct cut {
	const char *statement;
	size_t offset;
};

static struct cut
cut_statement(const struct failure *failure, struct arena *arena)
{
	const struct migration *migration = &failure->migrations->items[failure->migration];
	const char *text = migration->text;
	size_t start = 0, length = 0;
	while (start < migration->size) {
		length = statement_length(text + start, migration->size - start);
		if (length == 0 || start + length > failure->offset)
			break;
		start += length;
	}
	if (failure->offset < start)
		return (struct cut){ "", 0 };
	return (struct cut){ arena_copy(arena, text + start, length), failure->offset - start };
}

/*
 * Of a large statement what stands near the error: from the first token that is within NEAR bytes
 * before it to NEAR bytes behind.
 */
static struct cut
narrow(const struct cut *cut, struct arena *arena)
{
	size_t length = strlen(cut->statement);
	struct token_reader reader;
	token_reader_init(&reader, cut->statement, length);
	if (length <= NEAR)
		return *cut;
	while (reader.token.kind != TOKEN_END && reader.offset + NEAR < cut->offset)
		token_next(&reader);
	if (reader.offset > cut->offset)
		return *cut;
	length -= reader.offset;
	return (struct cut){
		arena_copy(arena, cut->statement + reader.offset,
			   length < 2 * NEAR ? length : 2 * NEAR),
		cut->offset - reader.offset,
	};
}

static const char *
note_declared(const struct lacking *lacking)
{
	return lacking->is_miscounted
		       ? "it is declared here: add the number of arguments to 'arguments'"
		       : "it is declared here, but only the program has it: let its own db_open "
			 "migrate this database";
}

/* The file that declares what the migrations need, or that may. */
static struct place
config_place(const struct migrations *migrations)
{
	return (struct place){ .path = migrations->declaration_count > 0
					       ? migrations->declarations[0].place.path
					       : "sqlgen.ini" };
}

static void
note_lines(const struct lacking *lacking, const struct cut *cut, struct place config,
	   struct arena *arena, struct diag *diag)
{
	size_t count;
	const char *const *lines =
		lacking_lines(&count, lacking, cut->statement, cut->offset, arena);
	diag_note(diag, config,
		  "if the program registers this %s (options.on_open), add here the line%s:",
		  declaration_word(lacking->kind), count == 1 ? "" : "s");
	for (size_t i = 0; i < count; i++)
		diag_note(diag, config, "%s", lines[i]);
}

static void
note_lacking(const struct failure *failure, const struct lacking *lacking, const struct cut *cut,
	     bool is_newer, struct arena *arena, struct diag *diag)
{
	const struct migrations *migrations = failure->migrations;
	struct place place = { .path = migrations->items[failure->migration].path };
	const struct declaration *declared =
		declaration_find(migrations->declarations, migrations->declaration_count,
				 lacking->kind, lacking->name);
	if (declared != NULL)
		diag_note(diag, declared->place, "%s", note_declared(lacking));
	else if (lacking_is_option(lacking))
		diag_note(diag, place, "the SQLite that sqlgen runs on is built without %s",
			  lacking->name);
	else if (!lacking->is_miscounted || is_newer)
		note_lines(lacking, cut, config_place(migrations), arena, diag);
}

/* Which declared function may be behind a failure that SQLite does not put down to one. */
static void
note_stand_in(const struct failure *failure, const struct cut *cut, struct arena *arena,
	      struct diag *diag)
{
	const struct migrations *migrations = failure->migrations;
	bool is_about_order = strstr(failure->message, "non-deterministic function") != NULL;
	bool is_about_value = strstr(failure->message, "NOT NULL constraint failed") != NULL ||
			      strstr(failure->message, "cannot store NULL value") != NULL;
	for (size_t i = 0; i < migrations->declaration_count; i++) {
		const struct declaration *item = &migrations->declarations[i];
		bool is_used;
		if (item->kind != DECLARATION_FUNCTION)
			continue;
		is_used = name_is_in(cut->statement, strlen(cut->statement), item->name, arena);
		if (is_about_order && is_used && item->deterministic.text == NULL)
			diag_note(diag, item->place,
				  "if '%s' gives the same for the same arguments, and is "
				  "registered so, add here: deterministic = yes",
				  item->name);
		if (is_about_value && item->returns.text == NULL)
			diag_note(diag, item->place,
				  "'%s' gives NULL here, as only the program has it: for a value "
				  "add 'returns = text', or integer, real, blob",
				  item->name);
	}
}

void
explain_failure(const struct failure *failure, struct arena *arena, struct diag *diag)
{
	const struct migration *migration = &failure->migrations->items[failure->migration];
	struct cut cut = cut_statement(failure, arena);
	size_t start = failure->offset - cut.offset;
	struct lacking lacking;
	bool is_lacking = lacking_find(&lacking, failure->message, cut.statement, arena);
	if (is_lacking)
		cut.offset = lacking_offset(&lacking, cut.statement, cut.offset);
	const struct place place = migration_place(migration, start + cut.offset, diag);
	const struct cut near = narrow(&cut, arena);
	const struct dialect *dialect = dialect_find(failure->message, near.statement, near.offset);
	const struct newer *newer = newer_find(failure->message, near.statement, near.offset,
					       sqlite3_libversion_number());
	if (newer != NULL)
		diag_error(diag, place, "%s: SQLite has %s from %s on, and sqlgen runs on %s",
			   failure->message, newer->what, newer->where, sqlite3_libversion());
	else
		diag_error(diag, place, "%s", failure->message);
	if (dialect != NULL && newer == NULL)
		diag_note(diag, (struct place){ .path = place.path }, "this is %s: %s",
			  dialect->what, dialect->remedy);
	if (is_lacking)
		note_lacking(failure, &lacking, &cut, newer != NULL, arena, diag);
	note_stand_in(failure, &cut, arena, diag);
}
