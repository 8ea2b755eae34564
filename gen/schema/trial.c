#include "schema/trial.h"

#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "input/declaration.h"
#include "input/migrations.h"
#include "schema/application.h"
#include "schema/limit.h"
#include "schema/risk.h"
#include "schema/seed.h"
#include "sql/token.h"

/* Beyond these a copy costs more than the advice is worth. */
enum { MEGABYTE = 1024 * 1024, TEXT_MEGABYTES = 4, COPY_MEGABYTES = 8, MILLION_STEPS = 5 };

struct trial {
	sqlite3 *handle; /* the copy */
	const struct migrations *migrations;
	const struct migration *migration;
	bool calls_stand_in; /* the statement has a function of the program, whose value is not
				known */
	const char **seeded;
	size_t seeded_count;
	bool has_loose_rows; /* that do not keep their CHECKs */
	struct arena *arena;
	struct diag *diag;
};

/* How SQLite begins its message, which rule of 'sqlgen lint' that is, and what helps. */
static const struct {
	const char *message, *rule, *remedy;
} remedies[] = {
	{ "Cannot add a NOT NULL column", "add-notnull-no-default",
	  "add a DEFAULT that is not NULL, or rebuild the table" },
	{ "Cannot add a column with non-constant default", "add-nonconst-default",
	  "add it without DEFAULT and UPDATE the rows, or rebuild the table" },
	{ "cannot add a STORED column", "add-stored-generated", "make it VIRTUAL, or rebuild the table" },
	{ "UNIQUE constraint failed", "unique-on-existing",
	  "values that are equal must be made different, or their rows deleted, before" },
	{ "NOT NULL constraint failed", "set-notnull", "give the rows that have NULL another value" },
	{ "CHECK constraint failed:", "add-check-existing",
	  "the rows that are there must pass the CHECK" },
	{ "CHECK constraint failed", "add-check-violated",
	  "the rows that are there must pass the CHECK" },
	{ "the default is a foreign key", "add-fk-default",
	  "add it without DEFAULT and UPDATE the rows, or insert the parent before" },
	{ "", "fails-with-rows", "the rows that are there must be changed before" },
};

static bool
begins(const char *text, const char *with)
{
	return strncmp(text, with, strlen(with)) == 0;
}

/*
 * Of the tables that are there those that the text is about. One that is only inserted into stays
 * empty, lest the rows of both get in each other's way.
 */
static void
choose_tables(struct trial *trial, const struct table_names *tables)
{
	bool *is_chosen = arena_alloc(trial->arena, tables->count + 1), is_target = false;
	struct token_reader reader;
	token_reader_init(&reader, trial->migration->text, trial->migration->size);
	for (; reader.token.kind != TOKEN_END; token_next(&reader)) {
		const char *name, **found;
		bool was_target = is_target;
		is_target = token_is(&reader.token, "INTO");
		if (!token_is_name(&reader.token))
			continue;
		name = token_name(&reader.token, trial->arena);
		found = table_names_find(tables, name);
		if (found == NULL || was_target || is_chosen[found - tables->items])
			continue;
		is_chosen[found - tables->items] = true;
		trial->seeded = arena_grow(trial->arena, trial->seeded, trial->seeded_count,
					   sizeof *trial->seeded);
		trial->seeded[trial->seeded_count++] = *found;
	}
}

/* For those who ask for every message. */
static void
tell_untried(const struct trial *trial, const char *what, int megabytes)
{
	if (trial->diag->shows_all)
		diag_note(trial->diag, (struct place){ .path = trial->migration->path },
			  "not tried with rows: %s has more than %d MB", what, megabytes);
}

static bool
copy(struct trial *trial, sqlite3 *from)
{
	sqlite3_int64 size = (sqlite3_int64)COPY_MEGABYTES * MEGABYTE + 1;
	unsigned char *image;
	/* Only the size: a database in memory is never in one piece. */
	sqlite3_serialize(from, "main", &size, SQLITE_SERIALIZE_NOCOPY);
	if (size > (sqlite3_int64)COPY_MEGABYTES * MEGABYTE) {
		tell_untried(trial, "the database", COPY_MEGABYTES);
		return false;
	}
	image = sqlite3_serialize(from, "main", &size, 0);
	if (image == NULL)
		return false;
	return sqlite3_open(":memory:", &trial->handle) == SQLITE_OK &&
	       sqlite3_deserialize(trial->handle, "main", image, size, size,
				   SQLITE_DESERIALIZE_FREEONCLOSE |
					   SQLITE_DESERIALIZE_RESIZEABLE) == SQLITE_OK;
}

/* Of PRAGMAs with an argument those that SQLite asks itself, that only tell, or that ALTER TABLE
 * heeds. */
static bool
is_pragma_allowed(const char *name)
{
	static const char *const names[] = {
		"legacy_alter_table", "quick_check", "integrity_check",  "table_info",
		"table_xinfo",        "index_list",  "index_info",       "index_xinfo",
		"foreign_key_list",   "table_list",  "foreign_key_check"
	};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (sqlite3_stricmp(name, names[i]) == 0)
			return true;
	return false;
}

/* The runner's own guard has not seen this text yet. What ends a transaction does nothing. */
static int
authorize(void *context, int action, const char *first, const char *second, const char *database,
	  const char *trigger)
{
	struct trial *trial = context;
	(void)database;
	(void)trigger;
	switch (action) {
	case SQLITE_FUNCTION:
		if (declaration_find(trial->migrations->declarations,
				     trial->migrations->declaration_count, DECLARATION_FUNCTION,
				     second) != NULL)
			trial->calls_stand_in = true;
		return sqlite3_stricmp(second, "load_extension") == 0 ||
				       sqlite3_stricmp(second, "fts3_tokenizer") == 0
			       ? SQLITE_DENY
			       : SQLITE_OK;
	case SQLITE_TRANSACTION:
		return SQLITE_IGNORE;
	case SQLITE_SAVEPOINT:
	case SQLITE_ATTACH:
	case SQLITE_DETACH:
		return SQLITE_DENY;
	case SQLITE_PRAGMA:
		return second == NULL || is_pragma_allowed(first) ? SQLITE_OK : SQLITE_IGNORE;
	}
	return SQLITE_OK;
}

static int
execute(struct trial *trial, const char *text, size_t length)
{
	sqlite3_stmt *stmt = NULL;
	int rc;
	sqlite3_set_authorizer(trial->handle, authorize, trial);
	rc = sqlite3_prepare_v2(trial->handle, text, (int)length, &stmt, NULL);
	if (rc == SQLITE_OK && stmt != NULL) {
		do
			rc = sqlite3_step(stmt);
		while (rc == SQLITE_ROW);
		if (rc == SQLITE_DONE)
			rc = SQLITE_OK;
	}
	if (rc != SQLITE_OK)
		rc = sqlite3_extended_errcode(trial->handle);
	sqlite3_finalize(stmt);
	sqlite3_set_authorizer(trial->handle, NULL, NULL);
	return rc;
}

/* Is the target of an INSERT a table that has rows of ours? */
static bool
inserts_among_seeds(const struct trial *trial, const char *text, size_t length)
{
	struct token_reader reader;
	const char *name;
	token_reader_init(&reader, text, length);
	if (!token_pass_to(&reader, "INTO"))
		return false;
	token_next(&reader);
	name = token_name(&reader.token, trial->arena);
	for (size_t i = 0; i < trial->seeded_count; i++)
		if (name_compare(trial->seeded[i], name) == 0)
			return true;
	return false;
}

static int
count_orphans(sqlite3 *handle)
{
	static const char sql[] = "PRAGMA foreign_key_check";
	sqlite3_stmt *stmt = NULL;
	int count = 0;
	if (sqlite3_prepare_v2(handle, sql, -1, &stmt, NULL) == SQLITE_OK)
		while (sqlite3_step(stmt) == SQLITE_ROW)
			count++;
	sqlite3_finalize(stmt);
	return count;
}

/* A default that is a foreign key: the runner checks that each row has its parent. */
static bool
adds_reference(const char *text, size_t length)
{
	struct token_reader reader;
	bool has_default;
	token_reader_init(&reader, text, length);
	if (!token_is(&reader.token, "ALTER"))
		return false;
	has_default = token_pass_to(&reader, "DEFAULT");
	token_reader_init(&reader, text, length);
	return has_default && token_pass_to(&reader, "REFERENCES");
}

/* Would rows of a real database do the same? */
static bool
is_telling(const struct trial *trial, int rc, const char *text, size_t length)
{
	if (trial->calls_stand_in)
		return false;
	switch (rc) {
	case SQLITE_ERROR:
	case SQLITE_MISMATCH:
	case SQLITE_CONSTRAINT_NOTNULL:
	case SQLITE_CONSTRAINT_TRIGGER:
	case SQLITE_CONSTRAINT_DATATYPE:
		return true;
	case SQLITE_CONSTRAINT: /* of ADD COLUMN's own check of all rows */
	case SQLITE_CONSTRAINT_CHECK:
		return !trial->has_loose_rows;
	case SQLITE_CONSTRAINT_UNIQUE:
	case SQLITE_CONSTRAINT_PRIMARYKEY:
	case SQLITE_CONSTRAINT_ROWID:
		return !inserts_among_seeds(trial, text, length);
	}
	return false;
}

static void
warn(const struct trial *trial, size_t offset, const char *message)
{
	size_t i = 0;
	while (!begins(message, remedies[i].message))
		i++;
	diag_warning(trial->diag, migration_place(trial->migration, offset, trial->diag),
		     remedies[i].rule,
		     "this runs on an empty table, but can fail where there are rows: %s; %s",
		     message, remedies[i].remedy);
}

static void
seed(struct trial *trial)
{
	struct table_names tables = seed_tables(trial->handle, trial->arena);
	for (size_t i = 0; i < trial->seeded_count; i++) {
		const char *name = trial->seeded[i];
		if (table_names_find(&tables, name) == NULL)
			continue;
		if (seed_table(trial->handle, name, trial->arena) == SEED_LOOSE)
			trial->has_loose_rows = true;
	}
}

/* Runs one statement, without rows if it must be. False if it does not run at all. */
static bool
try_statement(struct trial *trial, size_t offset, size_t length)
{
	const char *text = trial->migration->text + offset, *message;
	struct token_reader reader;
	bool is_alter, is_reference;
	int rc, orphans;

	token_reader_init(&reader, text, length);
	if (token_is(&reader.token, "VACUUM"))
		return true;
	is_alter = token_is(&reader.token, "ALTER");
	is_reference = adds_reference(text, length);
	orphans = is_reference ? count_orphans(trial->handle) : 0;
	trial->calls_stand_in = false;
	rc = execute(trial, text, length);
	if (rc == SQLITE_OK && is_reference && count_orphans(trial->handle) > orphans)
		warn(trial, offset, "the default is a foreign key that finds no parent");
	if (rc == SQLITE_OK)
		return true;
	message = arena_string(trial->arena, sqlite3_errmsg(trial->handle));
	seed_empty(trial->handle, trial->arena);
	if (execute(trial, text, length) != SQLITE_OK)
		return trial->migration->if_missing;
	if (is_telling(trial, rc, text, length))
		warn(trial, offset, message);
	/* After another statement a table of this name may be one that is being rebuilt. */
	if (is_alter)
		seed(trial);
	return true;
}

static void
try_migration(struct trial *trial)
{
	const struct migration *migration = trial->migration;
	for (size_t at = 0, length;
	     (length = statement_next(migration->text, migration->size, &at)) > 0; at += length)
		if (!try_statement(trial, at, length))
			return;
}

void
trial_run(sqlite3 *handle, const struct migrations *migrations, size_t index, struct arena *arena,
	  struct diag *diag)
{
	const struct migration *migration = &migrations->items[index];
	struct trial trial = {
		.migrations = migrations, .migration = migration, .arena = arena, .diag = diag
	};
	struct table_names tables;
	struct limit limit;
	/* Most hold nothing of the kind: the tables are listed only for those that may. */
	bool is_large = migration->size > (size_t)TEXT_MEGABYTES * MEGABYTE;
	if ((is_large && !diag->shows_all) || !risk_is_in(migration, NULL, arena))
		return;
	if (is_large) {
		tell_untried(&trial, "it", TEXT_MEGABYTES);
		return;
	}
	tables = seed_tables(handle, arena);
	if (tables.count == 0 || !risk_is_in(migration, &tables, arena))
		return;
	choose_tables(&trial, &tables);
	if (trial.seeded_count > 0 && copy(&trial, handle) &&
	    application_register(trial.handle, migrations->declarations,
				 migrations->declaration_count, arena, diag)) {
		limit_set(&limit, trial.handle, MILLION_STEPS);
		seed(&trial);
		try_migration(&trial);
		limit_lift(trial.handle);
	}
	sqlite3_close(trial.handle);
}
