#include "live/soundness.h"

#include "base/arena.h"

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
	return is_of_schema(rc) ? each_table(soundness, handle, read_table_damages, arena) : rc;
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
