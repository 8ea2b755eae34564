#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/diag.h"

/*
 * A file on its way: its directory is opened once, so that nothing goes elsewhere when the path is
 * changed meanwhile. The temporary stays open, and locked, until it is renamed: a lock says to
 * other runs that it is no leftover.
 */
struct draft {
	const char *path, *directory_path;
	const char *name;      /* the target's, in its directory */
	const char *temporary; /* NULL: there is none */
	const char *old;       /* what the target was is kept under this name; NULL: it is not */
	bool has_target;       /* one was there */
	bool is_renamed;
	mode_t mode;       /* the target's, if it is a regular file; else 0 */
	int directory, fd; /* -1: not open */
};

enum { NAME_ATTEMPTS = 100, RANDOM_DIGITS = 16, PART_SIZE = 64 * 1024 };

void
file_set_add(struct file_set *set, const char *path, const char *data, size_t size,
	     struct arena *arena)
{
	set->files = arena_grow(arena, set->files, set->count, sizeof *set->files);
	set->files[set->count++] = (struct file_output){ .path = path, .data = data, .size = size };
}

/* Has the open file this content, and no more? */
static bool
has_content(int fd, const struct file_output *file, char *part)
{
	size_t at = 0;
	for (;;) {
		ssize_t got = read(fd, part, PART_SIZE);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return got == 0 && at == file->size;
		if ((size_t)got > file->size - at ||
		    memcmp(part, file->data + at, (size_t)got) != 0)
			return false;
		at += (size_t)got;
	}
}

static bool
differs(const struct file_output *file, char *part)
{
	struct stat status;
	int fd = open(file->path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (fd < 0)
		return true;
	bool is_same = fstat(fd, &status) == 0 && S_ISREG(status.st_mode) &&
		       (uintmax_t)status.st_size == file->size && has_content(fd, file, part);
	close(fd);
	return !is_same;
}

size_t
file_set_compare(struct file_set *set, struct arena *arena)
{
	char *part = arena_alloc(arena, PART_SIZE);
	size_t changes = 0;
	for (size_t i = 0; i < set->count; i++) {
		set->files[i].changes = differs(&set->files[i], part);
		changes += set->files[i].changes;
	}
	return changes;
}

static bool
fail(struct diag *diag, const char *path, const char *what)
{
	diag_error(diag, (struct place){ path, 0, 0 }, "%s: %s", what, strerror(errno));
	return false;
}

static uint64_t
random_bits(void)
{
	uint64_t bits = 0;
	int fd = open("/dev/urandom", O_RDONLY | O_CLOEXEC);
	ssize_t got = fd < 0 ? -1 : read(fd, &bits, sizeof bits);
	if (fd >= 0)
		close(fd);
	if (got != (ssize_t)sizeof bits) {
		/* O_EXCL is what makes the name safe; this only makes it new. */
		struct timespec now = { 0 };
		clock_gettime(CLOCK_REALTIME, &now);
		bits = ((uint64_t)now.tv_sec << 30 ^ (uint64_t)now.tv_nsec) * 0x9E3779B97F4A7C15U ^
		       (uint64_t)getpid();
	}
	return bits;
}

/* ".db.c.0123456789abcdef.new": a name that is new. */
static const char *
temporary_name(const struct draft *draft, const char *suffix, struct arena *arena)
{
	return arena_format(arena, ".%s.%0*" PRIx64 "%s", draft->name, RANDOM_DIGITS, random_bits(),
			    suffix);
}

static bool
is_temporary_name(const char *found, const char *name)
{
	size_t length = strlen(name);
	if (found[0] != '.' || strncmp(found + 1, name, length) != 0 || found[length + 1] != '.')
		return false;
	const char *digits = found + length + 2;
	return strspn(digits, "0123456789abcdef") == RANDOM_DIGITS &&
	       (strcmp(digits + RANDOM_DIGITS, ".new") == 0 ||
		strcmp(digits + RANDOM_DIGITS, ".old") == 0);
}

static bool
lock(int fd)
{
	struct flock whole = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	return fcntl(fd, F_SETLK, &whole) == 0;
}

/* Removes what a run that was killed left behind: a temporary on which nobody has a lock. */
static void
remove_leftover(int directory, const char *found)
{
	struct stat status;
	int fd = openat(directory, found, O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0)
		return;
	if (fstat(fd, &status) == 0 && S_ISREG(status.st_mode) && lock(fd))
		unlinkat(directory, found, 0);
	close(fd);
}

static void
remove_leftovers(const struct draft *draft)
{
	int fd = openat(draft->directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *listing = fd < 0 ? NULL : fdopendir(fd);
	if (!listing) {
		if (fd >= 0)
			close(fd);
		return;
	}
	const struct dirent *entry;
	while ((entry = readdir(listing)))
		if (is_temporary_name(entry->d_name, draft->name))
			remove_leftover(draft->directory, entry->d_name);
	closedir(listing);
}

/* A rename replaces whatever is no directory, but a device is nothing to replace. */
static bool
check_target(struct draft *draft, struct diag *diag)
{
	struct stat status;
	if (draft->name[0] == '\0') {
		diag_error(diag, (struct place){ draft->path, 0, 0 },
			   "expected the name of a file, found that of a directory");
		return false;
	}
	if (fstatat(draft->directory, draft->name, &status, AT_SYMLINK_NOFOLLOW) != 0)
		return errno == ENOENT || fail(diag, draft->path, "cannot write the file");
	draft->has_target = true;
	draft->mode = S_ISREG(status.st_mode) ? status.st_mode & 0777 : 0;
	if (S_ISREG(status.st_mode) || S_ISLNK(status.st_mode))
		return true;
	diag_error(diag, (struct place){ draft->path, 0, 0 },
		   "expected a regular file to replace, found %s",
		   S_ISDIR(status.st_mode) ? "a directory" : "a device, FIFO or socket");
	return false;
}

static bool
draft_open(struct draft *draft, struct arena *arena, struct diag *diag)
{
	const char *slash = strrchr(draft->path, '/');
	draft->name = slash ? slash + 1 : draft->path;
	draft->directory_path = file_directory(arena, draft->path);
	const char *failed = file_make_directories(draft->directory_path, arena);
	if (failed)
		return fail(diag, failed, "cannot make the directory");
	draft->directory = open(draft->directory_path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (draft->directory < 0)
		return fail(diag, draft->directory_path, "cannot open the directory");
	return check_target(draft, diag);
}

static bool
draft_create(struct draft *draft, struct arena *arena, struct diag *diag)
{
	remove_leftovers(draft);
	for (int i = 0; i < NAME_ATTEMPTS; i++) {
		const char *name = temporary_name(draft, ".new", arena);
		draft->fd =
			openat(draft->directory, name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
		if (draft->fd >= 0) {
			draft->temporary = name;
			lock(draft->fd);
			return true;
		}
		if (errno != EEXIST)
			break;
	}
	return fail(diag, draft->path, "cannot make a file in the directory");
}

static bool
draft_write(const struct draft *draft, const struct file_output *file, struct diag *diag)
{
	for (size_t done = 0; done < file->size;) {
		ssize_t put = write(draft->fd, file->data + done, file->size - done);
		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return fail(diag, file->path, "cannot write the file");
		done += (size_t)put;
	}
	if (draft->mode != 0 && fchmod(draft->fd, draft->mode) != 0)
		return fail(diag, file->path, "cannot set the mode of the file");
	return fsync(draft->fd) == 0 || fail(diag, file->path, "cannot write the file");
}

/*
 * Keeps the target under a second name until all are renamed. Where there are no hard links it is
 * moved there, and is missing for a moment.
 */
static bool
draft_keep_old(struct draft *draft, struct arena *arena, struct diag *diag)
{
	int at = draft->directory;
	for (int i = 0; i < NAME_ATTEMPTS && draft->has_target; i++) {
		const char *name = temporary_name(draft, ".old", arena);
		bool is_kept = linkat(at, draft->name, at, name, 0) == 0;
		if (!is_kept && errno == EEXIST)
			continue;
		if (!is_kept && errno == ENOENT)
			return true;
		if (!is_kept && renameat(at, draft->name, at, name) != 0)
			break;
		draft->old = name;
		return true;
	}
	return !draft->has_target || fail(diag, draft->path, "cannot replace the file");
}

static bool
draft_rename(struct draft *draft, struct arena *arena, struct diag *diag)
{
	if (!draft_keep_old(draft, arena, diag))
		return false;
	if (renameat(draft->directory, draft->temporary, draft->directory, draft->name) != 0)
		return fail(diag, draft->path, "cannot replace the file");
	draft->temporary = NULL;
	draft->is_renamed = true;
	/* Not every file system can sync a directory; the files themselves are synced. */
	fsync(draft->directory);
	return true;
}

/* The target as it was before draft_rename. */
static void
draft_put_back(struct draft *draft, struct diag *diag)
{
	bool is_back = true;
	if (draft->old)
		is_back =
			renameat(draft->directory, draft->old, draft->directory, draft->name) == 0;
	else if (draft->is_renamed)
		is_back = unlinkat(draft->directory, draft->name, 0) == 0;
	if (!is_back)
		fail(diag, draft->path, "cannot put back what the file was");
	/* POSIX: where both are names of one file, rename does nothing. */
	if (draft->old && is_back)
		unlinkat(draft->directory, draft->old, 0);
	draft->old = NULL;
}

static void
draft_finish(struct draft *draft)
{
	if (draft->temporary)
		unlinkat(draft->directory, draft->temporary, 0);
	if (draft->old)
		unlinkat(draft->directory, draft->old, 0);
	if (draft->fd >= 0)
		close(draft->fd);
	if (draft->directory >= 0)
		close(draft->directory);
}

/* A draft for each file that is to be written; returns how many. */
static size_t
list_drafts(struct draft *drafts, const struct file_output **sources, const struct file_set *set)
{
	size_t count = 0;
	for (size_t i = 0; i < set->count; i++) {
		const struct file_output *file = &set->files[i];
		if (!file->changes && !file->always_writes)
			continue;
		sources[count] = file;
		drafts[count++] = (struct draft){ .path = file->path, .directory = -1, .fd = -1 };
	}
	return count;
}

/* Ctrl-C and the like wait until nothing half done is left. */
static void
hold_signals(sigset_t *before)
{
	sigset_t held;
	sigemptyset(&held);
	sigaddset(&held, SIGHUP);
	sigaddset(&held, SIGINT);
	sigaddset(&held, SIGTERM);
	sigprocmask(SIG_BLOCK, &held, before);
}

static bool
is_asked_to_end(void)
{
	sigset_t pending;
	return sigpending(&pending) == 0 &&
	       (sigismember(&pending, SIGHUP) == 1 || sigismember(&pending, SIGINT) == 1 ||
		sigismember(&pending, SIGTERM) == 1);
}

/* All drafts take their names, or none does. */
static bool
rename_drafts(struct draft *drafts, size_t count, struct arena *arena, struct diag *diag)
{
	size_t done = 0;
	while (done < count && draft_rename(&drafts[done], arena, diag))
		done++;
	if (done == count)
		return true;
	for (size_t i = done + 1; i > 0; i--)
		draft_put_back(&drafts[i - 1], diag);
	return false;
}

bool
file_set_write(struct file_set *set, struct arena *arena, struct diag *diag)
{
	struct draft *drafts = arena_alloc(arena, (set->count + 1) * sizeof *drafts);
	const struct file_output **sources = arena_alloc(arena, (set->count + 1) * sizeof *sources);
	size_t count = list_drafts(drafts, sources, set);
	bool is_done = true, is_interrupted = false;
	sigset_t signals;
	hold_signals(&signals);
	for (size_t i = 0; is_done && i < count; i++)
		is_done = draft_open(&drafts[i], arena, diag);
	for (size_t i = 0; is_done && !is_interrupted && i < count; i++) {
		is_done = draft_create(&drafts[i], arena, diag) &&
			  draft_write(&drafts[i], sources[i], diag);
		is_interrupted = is_asked_to_end();
	}
	is_done = is_done && !is_interrupted && rename_drafts(drafts, count, arena, diag);
	for (size_t i = 0; i < count; i++)
		draft_finish(&drafts[i]);
	sigprocmask(SIG_SETMASK, &signals, NULL);
	if (is_interrupted)
		diag_error(diag, (struct place){ 0 }, "interrupted: no file was written");
	return is_done;
}
