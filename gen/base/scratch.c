#include "base/scratch.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/file.h"

enum { PART_SIZE = 64 * 1024 };

bool
scratch_begin(struct scratch *scratch, struct arena *arena, struct diag *diag)
{
	const char *directory = getenv("TMPDIR");
	char *path;

	if (!directory || directory[0] != '/')
		directory = "/tmp";
	path = file_join(arena, directory, "sqlgen-XXXXXX");
	scratch->path = mkdtemp(path);
	return scratch->path ||
	       file_fail(diag, directory,
			 "cannot make a temporary directory (TMPDIR is another place)");
}

static bool
copy_bytes(int from, int to, const char *path, struct diag *diag)
{
	char part[PART_SIZE];
	ssize_t got;

	while ((got = read(from, part, sizeof part)) != 0) {
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return file_fail(diag, path, "cannot read the file");
		if (!file_write_fully(to, part, (size_t)got))
			return file_fail(diag, path,
					 "cannot copy the file to a temporary directory");
	}
	return true;
}

static bool
is_same(const struct stat *a, const struct stat *b)
{
	return a->st_ino == b->st_ino && a->st_dev == b->st_dev && a->st_size == b->st_size &&
	       a->st_mtim.tv_sec == b->st_mtim.tv_sec && a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

/* from is open. */
static bool
copy_open_file(int from, const char *target, const char *path, bool *changed, struct diag *diag)
{
	struct stat before, after;
	bool is_copied;
	int to;

	if (fstat(from, &before) != 0)
		return file_fail(diag, path, "cannot read the file");
	if (!S_ISREG(before.st_mode)) {
		diag_error(diag, (struct place){ path, 0, 0 }, "expected a regular file, found something else");
		return false;
	}
	to = open(target, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (to < 0)
		return file_fail(diag, target, "cannot write the file");
	is_copied = copy_bytes(from, to, path, diag);
	if (close(to) != 0 && is_copied)
		is_copied = file_fail(diag, target, "cannot write the file");
	if (!is_copied)
		return false;
	if (stat(path, &after) != 0 || !is_same(&before, &after))
		*changed = true;
	return true;
}

bool
scratch_copy(const struct scratch *scratch, const char *path, const char *name, bool *changed, struct arena *arena,
	     struct diag *diag)
{
	int from = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	bool is_copied;

	if (from < 0)
		return errno == ENOENT || file_fail(diag, path, "cannot open the file");
	is_copied = copy_open_file(from, file_join(arena, scratch->path, name), path, changed, diag);
	close(from);
	return is_copied;
}

static void
remove_files(int directory)
{
	DIR *listing = fdopendir(directory);
	const struct dirent *entry;

	if (!listing) {
		close(directory);
		return;
	}
	while ((entry = readdir(listing)))
		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
			unlinkat(dirfd(listing), entry->d_name, 0);
	closedir(listing);
}

void
scratch_finish(struct scratch *scratch)
{
	int directory;

	if (!scratch->path)
		return;
	directory = open(scratch->path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (directory >= 0)
		remove_files(directory);
	rmdir(scratch->path);
	scratch->path = NULL;
}
