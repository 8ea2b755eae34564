#include "live/soundness.h"

#include <string.h>

#include "base/arena.h"
#include "sql/parse.h"

/* A list of texts that takes no more than it shows. */
static void
note(const char ***list, size_t *count, const char *text, struct arena *arena)
{
	if (*count == FINDINGS_MAX)
		return;
	*list = arena_grow(arena, *list, *count, sizeof **list);
	(*list)[(*count)++] = text;
}

static const char *
column_text(sqlite3_stmt *stmt, int column, struct arena *arena)
{
	const unsigned char *text = sqlite3_column_text(stmt, column);

	return text ? arena_string(arena, (const char *)text) : "";
}

/* Is rc about what the schema needs (a function, a collation), and not about the file? */
static bool
is_of_schema(int rc)
{
	return (rc & 0xff) == SQLITE_ERROR;
}

/* Each row but "ok" is a damage. A file that is too far gone to be checked is damaged, too. */
static int
read_damages(struct soundness *soundness, sqlite3 *handle, const char *sql, struct arena *arena)
{
	sqlite3_stmt *stmt = NULL;
	int rc = sqlite3_prepare_v2(handle, sql, -1, &stmt, NULL);

	while (rc == SQLITE_OK && (rc = sqlite3_step(stmt)) == SQLITE_ROW) {
		const char *text = column_text(stmt, 0, arena);

		if (sqlite3_stricmp(text, "ok") != 0)
			note(&soundness->damages, &soundness->damage_count, text, arena);
		rc = SQLITE_OK;
	}
	if ((rc & 0xff) == SQLITE_CORRUPT || (rc & 0xff) == SQLITE_NOTADB) {
		note(&soundness->damages, &soundness->damage_count, arena_string(arena, sqlite3_errmsg(handle)), arena);
		rc = SQLITE_DONE;
	}
	sqlite3_finalize(stmt);
	return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

/* A CHECK of SQLite's has no SELECT; that of a file from anyone may. */
static int
allow_one_select(void *seen, int action, const char *a, const char *b, const char *c, const char *d)
{
	bool *is_seen = seen, is_second = action == SQLITE_SELECT && *is_seen;

	(void)a, (void)b, (void)c, (void)d;
	if (action == SQLITE_SELECT)
		*is_seen = true;
	return is_second || action == SQLITE_RECURSIVE ? SQLITE_DENY : SQLITE_OK;
}

/* The rows of table for which the CHECK is false; NULL lets a row pass. */
static int
read_failed_check(struct soundness *soundness, sqlite3 *handle, const char *table, const struct parsed_check *check,
		  struct arena *arena)
{
	const char *expression = arena_copy(arena, check->text, check->length);
	char *sql = sqlite3_mprintf("SELECT count(*) FROM main.\"%w\" WHERE NOT (%s\n)", table, expression);
	sqlite3_stmt *stmt = NULL;
	bool is_seen = false;
	int rc;

	sqlite3_set_authorizer(handle, allow_one_select, &is_seen);
	rc = sql ? sqlite3_prepare_v2(handle, sql, -1, &stmt, NULL) : SQLITE_NOMEM;
	if (rc == SQLITE_OK)
		rc = sqlite3_step(stmt);
	sqlite3_set_authorizer(handle, NULL, NULL);
	if (rc == SQLITE_ROW && sqlite3_column_int64(stmt, 0) > 0)
		note(&soundness->damages, &soundness->damage_count,
		     arena_format(arena, "rows of '%s' that fail CHECK (%s): %lld", table, expression,
				  (long long)sqlite3_column_int64(stmt, 0)),
		     arena);
	sqlite3_finalize(stmt);
	sqlite3_free(sql);
	return rc == SQLITE_ROW ? SQLITE_OK : rc == SQLITE_AUTH ? SQLITE_ERROR : rc;
}

static int
read_failed_checks(struct soundness *soundness, sqlite3 *handle, const char *table, struct arena *arena)
{
	struct parsed_table parsed = { 0 };
	sqlite3_stmt *stmt = NULL;
	int rc = sqlite3_prepare_v2(handle,
				    "SELECT sql FROM main.sqlite_master WHERE type = 'table' AND rootpage > 0 AND name = ?1",
				    -1, &stmt, NULL);

	if (rc == SQLITE_OK)
		rc = sqlite3_bind_text(stmt, 1, table, -1, SQLITE_STATIC);
	if (rc == SQLITE_OK && sqlite3_step(stmt) == SQLITE_ROW) {
		const char *sql = column_text(stmt, 0, arena);

		parse_create_table(&parsed, sql, strlen(sql), arena);
	}
	sqlite3_finalize(stmt);
	for (size_t i = 0; i < parsed.check_count && rc == SQLITE_OK; i++)
		rc = read_failed_check(soundness, handle, table, &parsed.checks[i], arena);
	return rc;
}

/* Calls each for every table, whose rows may or may not be readable. */
static int
each_table(struct soundness *soundness, sqlite3 *handle,
	   int (*each)(struct soundness *, sqlite3 *, const char *table, struct arena *), struct arena *arena)
{
	sqlite3_stmt *stmt = NULL;
	int rc = sqlite3_prepare_v2(handle,
				    "SELECT name FROM main.sqlite_master WHERE type = 'table' AND typeof(name) = 'text'",
				    -1, &stmt, NULL);

	while (rc == SQLITE_OK && (rc = sqlite3_step(stmt)) == SQLITE_ROW) {
		const char *table = column_text(stmt, 0, arena);

		rc = each(soundness, handle, table, arena);
		if (is_of_schema(rc)) {
			note(&soundness->unchecked, &soundness->unchecked_count,
			     arena_format(arena, "table '%s': %s", table, sqlite3_errmsg(handle)), arena);
			rc = SQLITE_OK;
		}
	}
	sqlite3_finalize(stmt);
	return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

static int
read_table_damages(struct soundness *soundness, sqlite3 *handle, const char *table, struct arena *arena)
{
	char *sql = sqlite3_mprintf("PRAGMA main.integrity_check(%Q)", table);
	int rc = sql ? read_damages(soundness, handle, sql, arena) : SQLITE_NOMEM;

	sqlite3_free(sql);
	return rc;
}

/* What the program alone has (functions, collations) keeps SQLite from checking all tables at once. */
static int
check_integrity(struct soundness *soundness, sqlite3 *handle, struct arena *arena)
{
	int rc = read_damages(soundness, handle, "PRAGMA main.quick_check", arena);

	if (soundness->damage_count > 0)
		return rc;
	if (rc == SQLITE_OK)
		rc = read_damages(soundness, handle, "PRAGMA main.integrity_check", arena);
	if (is_of_schema(rc))
		rc = each_table(soundness, handle, read_table_damages, arena);
	/* SQLite drops the CHECKs of a file that it may only read. */
	if (rc == SQLITE_OK && sqlite3_db_readonly(handle, "main") == 1)
		rc = each_table(soundness, handle, read_failed_checks, arena);
	return rc;
}

static int
read_orphans(struct soundness *soundness, sqlite3 *handle, const char *table, struct arena *arena)
{
	sqlite3_stmt *stmt = NULL;
	int rc = sqlite3_prepare_v2(handle,
				    "SELECT coalesce('row ' || f.rowid, 'a row'), f.parent, (SELECT group_concat(k.\"from\","
				    " ', ') FROM pragma_foreign_key_list(?1, 'main') AS k WHERE k.id = f.fkid)"
				    " FROM pragma_foreign_key_check(?1, 'main') AS f",
				    -1, &stmt, NULL);

	if (rc == SQLITE_OK)
		rc = sqlite3_bind_text(stmt, 1, table, -1, SQLITE_STATIC);
	while (rc == SQLITE_OK && (rc = sqlite3_step(stmt)) == SQLITE_ROW) {
		note(&soundness->orphans, &soundness->orphan_count,
		     arena_format(arena, "%s of '%s': expected a row of '%s' for its %s, found none",
				  column_text(stmt, 0, arena), table, column_text(stmt, 1, arena),
				  column_text(stmt, 2, arena)),
		     arena);
		rc = SQLITE_OK;
	}
	/* A parent without such a key: https://sqlite.org/foreignkeys.html#fk_indexes */
	if (is_of_schema(rc) && sqlite3_strglob("foreign key mismatch*", sqlite3_errmsg(handle)) == 0) {
		note(&soundness->orphans, &soundness->orphan_count, arena_string(arena, sqlite3_errmsg(handle)), arena);
		rc = SQLITE_DONE;
	}
	sqlite3_finalize(stmt);
	return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

int
soundness_read(struct soundness *soundness, sqlite3 *handle, struct arena *arena)
{
	int rc;

	*soundness = (struct soundness){ .damages = NULL };
	rc = check_integrity(soundness, handle, arena);
	if (rc != SQLITE_OK || soundness->damage_count > 0)
		return rc;
	return each_table(soundness, handle, read_orphans, arena);
}
