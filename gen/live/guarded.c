#include "live/guarded.h"

#include <ctype.h>
#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/file.h"
#include "base/scratch.h"
#include "base/text.h"

enum { COPY_ATTEMPTS = 5, HEADER_WRITE_VERSION = 18, VERSION_WAL = 2, BUSY_MILLISECONDS = 5000 };

/* The files of a database: itself, its journal and its write-ahead log. */
static const char *const suffixes[] = { "", "-journal", "-wal" };
enum { FILES = sizeof suffixes / sizeof *suffixes };

static int
fail(int rc, const char *path, const char *reason, struct diag *diag)
{
	diag_error(diag, (struct place){ .path = path }, "cannot read the database: %s", reason);
	return rc;
}

/* "file:a%3fb.db?immutable=1": https://sqlite.org/uri.html */
static const char *
as_uri(const char *path, const char *query, struct arena *arena)
{
	struct text uri = { 0 };

	text_add_string(&uri, "file:");
	for (; *path != '\0'; path++) {
		if (isalnum((unsigned char)*path) || strchr("/._-", *path))
			text_add_char(&uri, *path);
		else
			text_format(&uri, "%%%02x", (unsigned)(unsigned char)*path);
	}
	text_add_string(&uri, query);
	return text_keep(&uri, arena);
}

/* The file that a URI names, as far as it is there; https://sqlite.org/c3ref/db_filename.html */
static const char *
file_of_uri(const char *path, struct arena *arena)
{
	sqlite3 *handle = NULL;

	if (strncmp(path, "file:", 5) == 0 &&
	    sqlite3_open_v2(path, &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_URI, NULL) == SQLITE_OK)
		path = arena_string(arena, sqlite3_db_filename(handle, "main"));
	sqlite3_close(handle);
	return path;
}

/* Where SQLite looks for what lies beside it: links are followed. */
static const char *
full_path(const char *path, struct arena *arena)
{
	sqlite3_vfs *vfs = sqlite3_vfs_find(NULL);
	char *full = arena_alloc(arena, (size_t)vfs->mxPathname + 1);
	int rc = vfs->xFullPathname(vfs, path, vfs->mxPathname + 1, full);

	return (rc & 0xff) == SQLITE_OK ? full : path;
}

/* What the file could make SQLite do is switched off before anything of it is read. */
static int
close_doors(sqlite3 *handle)
{
	static const struct {
		int option, value;
	} switches[] = {
		{ SQLITE_DBCONFIG_DEFENSIVE, 1 },
		{ SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0 },
		{ SQLITE_DBCONFIG_ENABLE_TRIGGER, 0 },
		{ SQLITE_DBCONFIG_ENABLE_VIEW, 0 },
		{ SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0 },
		{ SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, 0 },
	};

	for (size_t i = 0; i < sizeof switches / sizeof *switches; i++)
		sqlite3_db_config(handle, switches[i].option, switches[i].value, (int *)NULL);
	sqlite3_limit(handle, SQLITE_LIMIT_ATTACHED, 0);
	sqlite3_busy_timeout(handle, BUSY_MILLISECONDS);
	return sqlite3_exec(handle, "PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0; PRAGMA temp_store = MEMORY",
			    NULL, NULL, NULL);
}

static int
open_file(sqlite3 **handle, const char *uri, int flags)
{
	int rc = sqlite3_open_v2(uri, handle, flags | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX, NULL);

	if (rc == SQLITE_OK)
		rc = close_doors(*handle);
	if (rc == SQLITE_OK)
		rc = sqlite3_exec(*handle, "SELECT count(*) FROM sqlite_master", NULL, NULL, NULL);
	return rc;
}

/*
 * A journal that ends so names another file, which SQLite would delete in the end:
 * https://sqlite.org/fileformat2.html#the_rollback_journal
 */
static bool
names_other_file(const char *journal)
{
	static const unsigned char magic[8] = { 0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7 };
	unsigned char end[sizeof magic];

	return file_peek(journal, -(long)sizeof end, end, sizeof end) && memcmp(end, magic, sizeof end) == 0;
}

/* Copies all files at a moment when none of them is written. */
static int
copy_files(const struct scratch *scratch, const char *path, struct arena *arena, struct diag *diag)
{
	bool changed = false;

	for (size_t i = FILES; i > 0; i--) {
		const char *name = arena_format(arena, "copy.db%s", suffixes[i - 1]);
		const char *from = arena_format(arena, "%s%s", full_path(path, arena), suffixes[i - 1]);

		if (!scratch_copy(scratch, from, name, &changed, arena, diag))
			return SQLITE_IOERR;
	}
	return changed ? SQLITE_BUSY : SQLITE_OK;
}

/* Recovers the copy, and leaves it without a journal, so that its name is not needed any more. */
static int
open_copy(sqlite3 **handle, const struct scratch *scratch, const char *path, struct arena *arena, struct diag *diag)
{
	const char *copy = file_join(arena, scratch->path, "copy.db");
	const char *journal = file_join(arena, scratch->path, "copy.db-journal");
	int rc;

	if (names_other_file(journal))
		return fail(SQLITE_CANTOPEN, path,
			    "its journal belongs to a transaction over several files; open it once with the program"
			    " that wrote it",
			    diag);
	rc = open_file(handle, as_uri(copy, "", arena), SQLITE_OPEN_READWRITE);
	if (rc == SQLITE_OK)
		rc = sqlite3_exec(*handle, "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = DELETE", NULL, NULL,
				  NULL);
	if (rc == SQLITE_OK)
		rc = sqlite3_exec(*handle, "PRAGMA query_only = ON", NULL, NULL, NULL);
	return rc == SQLITE_OK ? rc : fail(rc, path, sqlite3_errmsg(*handle), diag);
}

static int
copy_and_open(sqlite3 **handle, const char *path, struct arena *arena, struct diag *diag)
{
	int rc = SQLITE_BUSY;

	for (int i = 0; i < COPY_ATTEMPTS && rc == SQLITE_BUSY; i++) {
		struct scratch scratch;

		if (!scratch_begin(&scratch, arena, diag))
			return SQLITE_CANTOPEN;
		rc = copy_files(&scratch, path, arena, diag);
		if (rc == SQLITE_OK) {
			rc = open_copy(handle, &scratch, path, arena, diag);
			scratch_finish(&scratch);
			return rc;
		}
		scratch_finish(&scratch);
		sqlite3_sleep(50);
	}
	return rc == SQLITE_BUSY ? fail(rc, path, "it was written to while it was copied: stop its writers", diag) : rc;
}

static bool
has_bytes(const char *path, const char *suffix, struct arena *arena)
{
	return file_size(arena_format(arena, "%s%s", path, suffix)) > 0;
}

/* Opening it would make files beside it; nobody has it open, since then they would be there. */
static bool
is_idle_wal(const char *path)
{
	unsigned char version;

	return file_peek(path, HEADER_WRITE_VERSION, &version, 1) && version == VERSION_WAL;
}

int
guarded_open(sqlite3 **handle, const char *path, struct arena *arena, struct diag *diag)
{
	const char *file = file_of_uri(path, arena);
	const char *full = full_path(file, arena);
	int rc;

	*handle = NULL;
	if (!file_exists(file)) {
		rc = fail(SQLITE_CANTOPEN, path, "there is no such file", diag);
	} else if (has_bytes(full, "-journal", arena) || has_bytes(full, "-wal", arena)) {
		rc = copy_and_open(handle, file, arena, diag);
	} else {
		rc = open_file(handle, as_uri(full, is_idle_wal(full) ? "?immutable=1" : "", arena),
			       SQLITE_OPEN_READONLY);
		if (rc != SQLITE_OK)
			fail(rc, path, *handle ? sqlite3_errmsg(*handle) : "out of memory", diag);
	}
	if (rc != SQLITE_OK) {
		sqlite3_close(*handle);
		*handle = NULL;
	}
	return rc;
}
