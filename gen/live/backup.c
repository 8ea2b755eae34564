#include "live/backup.h"

#include <errno.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/file.h"

enum { PAUSE = 20, STAMP_SIZE = 20 };

static bool
is_busy(int rc)
{
	return (rc & 0xff) == SQLITE_BUSY || (rc & 0xff) == SQLITE_LOCKED;
}

static int
copy_pages(sqlite3 *source, sqlite3 *target, int milliseconds)
{
	sqlite3_backup *backup = sqlite3_backup_init(target, "main", source, "main");
	int rc = SQLITE_OK;

	if (!backup)
		return sqlite3_errcode(target);
	while (is_busy(rc = sqlite3_backup_step(backup, -1)) && milliseconds > 0) {
		sqlite3_sleep(PAUSE);
		milliseconds -= PAUSE;
	}
	sqlite3_backup_finish(backup);
	return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

int
backup_copy(sqlite3 *source, const char *target, int milliseconds, const char **message, struct arena *arena)
{
	sqlite3 *handle = NULL;
	int rc = sqlite3_open_v2(target, &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL);

	if (rc == SQLITE_OK)
		rc = copy_pages(source, handle, milliseconds);
	*message = rc == SQLITE_OK ? "" : arena_string(arena, handle ? sqlite3_errstr(rc) : "out of memory");
	sqlite3_close(handle);
	return rc;
}

/* Is it "app.db.20260131-120000-000.backup", for the name "app.db"? */
static bool
is_backup_of(const char *found, const char *name)
{
	static const char pattern[] = ".########-######-###.backup";
	size_t length = strlen(name);

	if (strncmp(found, name, length) != 0 || strlen(found) != length + strlen(pattern))
		return false;
	for (size_t i = 0; pattern[i] != '\0'; i++) {
		char c = found[length + i];

		if (pattern[i] == '#' ? c < '0' || c > '9' : c != pattern[i])
			return false;
	}
	return true;
}

/* By name, which is by time. */
static bool
remove_oldest(const char *directory, const char *name, size_t keep, struct arena *arena, struct diag *diag)
{
	const char **names;
	size_t count, backups = 0;

	if (!file_list(&names, &count, directory, arena, diag))
		return false;
	for (size_t i = 0; i < count; i++)
		if (is_backup_of(names[i], name))
			names[backups++] = names[i];
	for (size_t i = 0; i + keep < backups; i++)
		if (!file_remove(file_join(arena, directory, names[i]), diag))
			return false;
	return true;
}

/* That of this millisecond. */
static const char *
new_name(const char *directory, const char *name, struct arena *arena)
{
	char stamp[STAMP_SIZE];
	struct timespec now;
	struct tm utc;

	sqlite3_sleep(1);
	clock_gettime(CLOCK_REALTIME, &now);
	gmtime_r(&now.tv_sec, &utc);
	strftime(stamp, sizeof stamp, "%Y%m%d-%H%M%S", &utc);
	return file_join(arena, directory,
			 arena_format(arena, "%s.%s-%03ld.backup", name, stamp, now.tv_nsec / 1000000));
}

static int
fail(int rc, const char *path, const char *reason, struct diag *diag)
{
	diag_error(diag, (struct place){ .path = path }, "cannot back the database up%s", reason);
	return rc;
}

/* Where a backup of the file like goes, and under which name until it is whole. */
struct destination {
	const char *target, *unfinished;
};

/* Others may back up at the same time: whoever makes the file has the name. */
static bool
reserve(struct destination *destination, const char *directory, const char *name, const char *like,
	struct arena *arena, struct diag *diag)
{
	for (;;) {
		const char *target = new_name(directory, name, arena);
		const char *unfinished = arena_format(arena, "%s.unfinished", target);

		*destination = (struct destination){ target, unfinished };
		/* SQLite by itself would let everyone read it. */
		if (!file_make_like(unfinished, like)) {
			if (errno != EEXIST)
				return file_fail(diag, unfinished, "cannot make the file");
		} else if (!file_is_named(target)) {
			return true;
		} else {
			file_remove(unfinished, NULL);
		}
	}
}

static int
copy_to(const char *target, sqlite3 *source, const char *path, int milliseconds, struct arena *arena,
	struct diag *diag)
{
	const char *message;
	int rc = backup_copy(source, target, milliseconds, &message, arena);

	if (rc != SQLITE_OK)
		fail(rc, path, arena_format(arena, " to '%s': %s", file_directory(arena, target), message), diag);
	return rc;
}

/* Copies source to a name of its own. */
static int
write_new(const char **backup, sqlite3 *source, const char *path, const char *directory, int milliseconds,
	  struct arena *arena, struct diag *diag)
{
	struct destination destination;
	int rc;

	if (!reserve(&destination, directory, file_name(path), sqlite3_db_filename(source, "main"), arena, diag))
		return SQLITE_CANTOPEN;
	rc = copy_to(destination.unfinished, source, path, milliseconds, arena, diag);
	if (rc == SQLITE_OK && !file_settle(destination.unfinished, destination.target, diag))
		rc = SQLITE_IOERR;
	if (rc != SQLITE_OK)
		file_remove(destination.unfinished, NULL);
	else
		*backup = destination.target;
	return rc;
}

int
backup_write(const char **backup, const char *path, const char *directory, size_t keep, int milliseconds,
	     struct arena *arena, struct diag *diag)
{
	sqlite3 *source = NULL;
	int rc;

	if (!directory)
		directory = file_directory(arena, path);
	if (file_make_directories(directory, arena))
		return fail(SQLITE_CANTOPEN, directory, ": the directory cannot be made", diag);
	rc = sqlite3_open_v2(path, &source, SQLITE_OPEN_READWRITE | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX, NULL);
	if (rc == SQLITE_OK)
		rc = write_new(backup, source, path, directory, milliseconds, arena, diag);
	else
		fail(rc, path, arena_format(arena, ": %s", source ? sqlite3_errmsg(source) : "out of memory"), diag);
	sqlite3_close(source);
	if (rc == SQLITE_OK && keep > 0 && !remove_oldest(directory, file_name(path), keep, arena, diag))
		rc = SQLITE_IOERR;
	return rc;
}
