#include "live/seeding.h"

#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/file.h"
#include "input/script.h"
#include "live/session.h"
#include "private.h"

static bool
is_sql(const char *name)
{
	size_t length = strlen(name);

	return length > 4 && name[0] != '.' && strcmp(name + length - 4, ".sql") == 0;
}

bool
seeding_read(struct seeding *seeding, const char *directory, struct arena *arena, struct diag *diag)
{
	struct seeding result = { .files = NULL };
	const char **names;
	size_t count;

	if (!file_list(&names, &count, directory, arena, diag))
		return false;
	for (size_t i = 0; i < count; i++) {
		struct seed_file file = { .name = names[i] };
		struct script script;

		if (!is_sql(names[i]))
			continue;
		if (!source_read(&file.source, file_join(arena, directory, names[i]), arena, diag) ||
		    !script_read(&script, &file.source, diag))
			return false;
		if (script.no_transaction) {
			diag_error(diag, (struct place){ .path = file.source.path },
				   "expected a seed to run in the transaction of all, found '-- sqlgen: no transaction'");
			return false;
		}
		result.files = arena_grow(arena, result.files, result.count, sizeof *result.files);
		result.files[result.count++] = file;
	}
	*seeding = result;
	return true;
}

/* Was a file of this name and text run? */
static int
find_run(struct sqlgen_connection *connection, const struct seed_file *file, const char *checksum, bool *is_found)
{
	sqlite3_stmt *stmt = NULL;
	int rc = sqlgen_prepare(connection,
				"SELECT 1 FROM main." SEEDING_TABLE " WHERE name = ?1 AND checksum = ?2", &stmt);

	if (rc != SQLITE_OK)
		return rc;
	sqlite3_bind_text(stmt, 1, file->name, -1, SQLITE_STATIC);
	sqlite3_bind_text(stmt, 2, checksum, -1, SQLITE_STATIC);
	rc = sqlite3_step(stmt);
	*is_found = rc == SQLITE_ROW;
	if (rc != SQLITE_ROW && rc != SQLITE_DONE)
		sqlgen_fail_database(connection, rc);
	sqlite3_finalize(stmt);
	return rc == SQLITE_ROW || rc == SQLITE_DONE ? SQLITE_OK : rc;
}

static int
record(struct sqlgen_connection *connection, const struct seed_file *file, const char *checksum)
{
	sqlite3_stmt *stmt = NULL;
	int rc = sqlgen_prepare(connection,
				"INSERT OR REPLACE INTO main." SEEDING_TABLE " VALUES (?1, ?2, datetime('now'))", &stmt);

	if (rc != SQLITE_OK)
		return rc;
	sqlite3_bind_text(stmt, 1, file->name, -1, SQLITE_STATIC);
	sqlite3_bind_text(stmt, 2, checksum, -1, SQLITE_STATIC);
	rc = sqlite3_step(stmt);
	rc = rc == SQLITE_DONE ? SQLITE_OK : sqlgen_fail_database(connection, rc);
	sqlite3_finalize(stmt);
	return rc;
}

/* The runner's own way of running a text, which has the guard in it. */
static int
run_text(struct sqlgen_connection *connection, const struct seed_file *file, const char *checksum, size_t *offset)
{
	struct sqlgen_options options = sqlgen_options_default();
	struct sqlgen_migration text = {
		.version = file->name,
		.name = file->name,
		.sql = file->source.text,
		.size = file->source.size,
		.checksum = checksum,
	};
	struct sqlgen_schema schema = { .migrations = &text, .migration_count = 1 };
	struct sqlgen_script script = {
		.connection = connection,
		.options = &options,
		.schema = &schema,
		.migration = &text,
	};
	struct sqlgen_switches switches;
	int rc = sqlgen_switches_read(connection, &switches), restored;

	if (rc != SQLITE_OK)
		return rc;
	rc = sqlgen_script_run(&script, true);
	*offset = script.offset;
	sqlgen_losses_finish(&script.guard.losses);
	restored = sqlgen_switches_restore(connection, &switches, script.guard.changed);
	return rc != SQLITE_OK ? rc : restored;
}

static int
run_file(struct sqlgen_connection *connection, struct seed_file *file, struct place *place, const struct diag *diag)
{
	char checksum[SQLGEN_CHECKSUM_SIZE];
	bool is_there = false;
	size_t offset = 0;
	int rc;

	sqlgen_checksum(checksum, file->source.text, file->source.size);
	rc = find_run(connection, file, checksum, &is_there);
	if (rc != SQLITE_OK || is_there)
		return rc;
	rc = run_text(connection, file, checksum, &offset);
	if (rc != SQLITE_OK) {
		*place = source_place(&file->source, offset, diag);
		return rc;
	}
	file->is_run = true;
	return record(connection, file, checksum);
}

int
seeding_run(struct seeding *seeding, struct sqlgen_connection *connection, struct place *place, const struct diag *diag)
{
	int rc = sqlgen_begin(connection);

	if (rc != SQLITE_OK)
		return rc;
	rc = sqlgen_execute(connection, "CREATE TABLE IF NOT EXISTS main." SEEDING_TABLE
					" (name TEXT PRIMARY KEY NOT NULL, checksum TEXT NOT NULL, run_at TEXT NOT NULL)");
	for (size_t i = 0; rc == SQLITE_OK && i < seeding->count; i++)
		rc = run_file(connection, &seeding->files[i], place, diag);
	return session_end(connection, rc);
}
