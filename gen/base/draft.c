#include "base/draft.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/file.h"

enum { NAME_ATTEMPTS = 100, RANDOM_DIGITS = 16, PART_SIZE = 16 * 1024 };

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
		return errno == ENOENT || file_fail(diag, draft->path, "cannot write the file");
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
open_directory(struct draft *draft, struct arena *arena, struct diag *diag)
{
	draft->name = file_name(draft->path);
	draft->directory_path = file_directory(arena, draft->path);
	const char *failed = file_make_directories(draft->directory_path, arena);
	if (failed)
		return file_fail(diag, failed, "cannot make the directory");
	draft->directory = open(draft->directory_path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (draft->directory < 0)
		return file_fail(diag, draft->directory_path, "cannot open the directory");
	return check_target(draft, diag);
}

static bool
make_temporary(struct draft *draft, struct arena *arena, struct diag *diag)
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
	return file_fail(diag, draft->path, "cannot make a file in the directory");
}

static bool
put(const struct draft *draft, const char *data, size_t size, struct diag *diag)
{
	for (size_t done = 0; done < size;) {
		ssize_t got = write(draft->fd, data + done, size - done);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return file_fail(diag, draft->path, "cannot write the file");
		done += (size_t)got;
	}
	return true;
}

/* Up to size bytes of the target from offset on, less only at its end; 0 if it cannot be read. */
static size_t
read_target(const struct draft *draft, char *data, size_t size, size_t offset)
{
	size_t done = 0;
	while (done < size) {
		ssize_t got = pread(draft->target, data + done, size - done, (off_t)(offset + done));
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			break;
		done += (size_t)got;
	}
	return done;
}

/* Is it still what the text was compared with? */
static bool
is_as_compared(const struct draft *draft)
{
	struct stat now;
	return fstat(draft->target, &now) == 0 && now.st_size == draft->compared.st_size &&
	       now.st_mtim.tv_sec == draft->compared.st_mtim.tv_sec &&
	       now.st_mtim.tv_nsec == draft->compared.st_mtim.tv_nsec;
}

/* What was only compared so far is the beginning of the target. */
static bool
copy_beginning(const struct draft *draft, struct diag *diag)
{
	char part[PART_SIZE];
	for (size_t done = 0; done < draft->size;) {
		size_t left = draft->size - done;
		size_t got = read_target(draft, part, left < PART_SIZE ? left : PART_SIZE, done);
		if (got == 0)
			break;
		if (!put(draft, part, got, diag))
			return false;
		done += got;
	}
	if (draft->size == 0 || is_as_compared(draft))
		return true;
	diag_error(diag, (struct place){ draft->path, 0, 0 },
		   "expected the file as it was, found it changed meanwhile: run it again");
	return false;
}

static bool
start_writing(struct draft *draft, struct arena *arena, struct diag *diag)
{
	draft->differs = true;
	return draft->is_rehearsed || (open_directory(draft, arena, diag) &&
				       make_temporary(draft, arena, diag) && copy_beginning(draft, diag));
}

void
draft_begin(struct draft *draft, const char *path, bool is_rehearsed)
{
	int fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	*draft = (struct draft){
		.path = path, .is_rehearsed = is_rehearsed, .target = fd, .directory = -1, .fd = -1
	};
	if (fd < 0 || (fstat(fd, &draft->compared) == 0 && S_ISREG(draft->compared.st_mode)))
		return;
	close(fd);
	draft->target = -1;
}

/* Do these bytes come next in the target? */
static bool
is_next(const struct draft *draft, const char *data, size_t size)
{
	char part[PART_SIZE];
	if (draft->target < 0)
		return false;
	for (size_t done = 0; done < size;) {
		size_t left = size - done, length = left < PART_SIZE ? left : PART_SIZE;
		if (read_target(draft, part, length, draft->size + done) < length ||
		    memcmp(part, data + done, length) != 0)
			return false;
		done += length;
	}
	return true;
}

bool
draft_add(struct draft *draft, const char *data, size_t size, struct arena *arena, struct diag *diag)
{
	if (!draft->differs && !is_next(draft, data, size) && !start_writing(draft, arena, diag))
		return false;
	if (draft->differs && !draft->is_rehearsed && !put(draft, data, size, diag))
		return false;
	draft->size += size;
	return true;
}

bool
draft_end(struct draft *draft, bool must_write, struct arena *arena, struct diag *diag)
{
	char more;
	bool is_same = !draft->differs && draft->target >= 0 &&
		       read_target(draft, &more, 1, draft->size) == 0;
	if (!draft->differs && (!is_same || must_write) && !start_writing(draft, arena, diag))
		return false;
	draft->differs = !is_same;
	if (draft->fd < 0)
		return true;
	if (draft->mode != 0 && fchmod(draft->fd, draft->mode) != 0)
		return file_fail(diag, draft->path, "cannot set the mode of the file");
	return fsync(draft->fd) == 0 || file_fail(diag, draft->path, "cannot write the file");
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
	return !draft->has_target || file_fail(diag, draft->path, "cannot replace the file");
}

bool
draft_rename(struct draft *draft, struct arena *arena, struct diag *diag)
{
	if (!draft_keep_old(draft, arena, diag))
		return false;
	if (renameat(draft->directory, draft->temporary, draft->directory, draft->name) != 0)
		return file_fail(diag, draft->path, "cannot replace the file");
	draft->temporary = NULL;
	draft->is_renamed = true;
	/* Not every file system can sync a directory; the files themselves are synced. */
	fsync(draft->directory);
	return true;
}

void
draft_put_back(struct draft *draft, struct diag *diag)
{
	bool is_back = true;
	if (draft->old)
		is_back =
			renameat(draft->directory, draft->old, draft->directory, draft->name) == 0;
	else if (draft->is_renamed)
		is_back = unlinkat(draft->directory, draft->name, 0) == 0;
	if (!is_back)
		file_fail(diag, draft->path, "cannot put back what the file was");
	/* POSIX: where both are names of one file, rename does nothing. */
	if (draft->old && is_back)
		unlinkat(draft->directory, draft->old, 0);
	draft->old = NULL;
}

static void
close_open(int fd)
{
	if (fd >= 0)
		close(fd);
}

void
draft_finish(struct draft *draft)
{
	if (draft->temporary)
		unlinkat(draft->directory, draft->temporary, 0);
	if (draft->old)
		unlinkat(draft->directory, draft->old, 0);
	close_open(draft->target);
	close_open(draft->fd);
	close_open(draft->directory);
}
