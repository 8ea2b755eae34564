#include "base/kept.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"

#define SUFFIX ".image"

/* A name may go on behind the suffix: a writer that was killed left it. */
static bool
is_ours(const char *name)
{
	return strspn(name, "0123456789abcdef") == KEPT_DIGITS &&
	       strncmp(name + KEPT_DIGITS, SUFFIX, strlen(SUFFIX)) == 0;
}

char *
kept_path(const char *directory, const char *digits, struct arena *arena)
{
	return file_join(arena, directory, arena_format(arena, "%s" SUFFIX, digits));
}

const char **
kept_list(size_t *count, const char *directory, struct arena *arena)
{
	const char **list = NULL;
	const struct dirent *entry;
	DIR *listing = opendir(directory);

	*count = 0;
	if (!listing)
		return NULL;
	while ((entry = readdir(listing))) {
		if (!is_ours(entry->d_name) || entry->d_name[KEPT_DIGITS + strlen(SUFFIX)] != '\0')
			continue;
		list = arena_grow(arena, list, *count, sizeof *list);
		list[(*count)++] = arena_copy(arena, entry->d_name, KEPT_DIGITS);
	}
	closedir(listing);
	return list;
}

/* Is it as long as it was said to be? */
static bool
read_fully(int fd, unsigned char *data, size_t size)
{
	while (size > 0) {
		ssize_t got = read(fd, data, size);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return false;
		data += got;
		size -= (size_t)got;
	}
	return true;
}

bool
kept_read(unsigned char **data, size_t *size, const char *path, struct kept_memory memory)
{
	int fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	unsigned char *read_data = NULL;
	struct stat status;

	if (fd < 0)
		return false;
	if (fstat(fd, &status) == 0 && S_ISREG(status.st_mode) && status.st_size > 0 &&
	    (uintmax_t)status.st_size < SIZE_MAX)
		read_data = memory.take((size_t)status.st_size);
	if (read_data && !read_fully(fd, read_data, (size_t)status.st_size)) {
		memory.give(read_data);
		read_data = NULL;
	}
	if (read_data) {
		futimens(fd, NULL);
		*data = read_data;
		*size = (size_t)status.st_size;
	}
	close(fd);
	return read_data != NULL;
}

const char *
kept_write(const char *path, const struct kept_part *parts, size_t count, struct arena *arena)
{
	const char *draft = arena_format(arena, "%s.%ld", path, (long)getpid());
	const char *failed = file_make_directories(file_directory(arena, path), arena);
	bool is_written;
	int fd, error;

	if (failed)
		return failed;
	unlink(draft);
	fd = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
	if (fd < 0)
		return draft;
	is_written = true;
	for (size_t i = 0; i < count && is_written; i++)
		is_written = file_write_fully(fd, parts[i].data, parts[i].size);
	if (close(fd) == 0 && is_written && rename(draft, path) == 0)
		return NULL;
	error = errno;
	unlink(draft);
	errno = error;
	return path;
}

struct used_file {
	const char *path;
	struct timespec time;
};

/* The last first. */
static int
compare_times(const void *a, const void *b)
{
	const struct timespec *x = &((const struct used_file *)a)->time;
	const struct timespec *y = &((const struct used_file *)b)->time;

	if (x->tv_sec != y->tv_sec)
		return x->tv_sec < y->tv_sec ? 1 : -1;
	return (x->tv_nsec < y->tv_nsec) - (x->tv_nsec > y->tv_nsec);
}

void
kept_prune(const char *directory, size_t count, struct arena *arena)
{
	struct used_file *files = NULL;
	const struct dirent *entry;
	size_t file_count = 0;
	DIR *listing = opendir(directory);

	if (!listing)
		return;
	while ((entry = readdir(listing))) {
		struct used_file file = { .path = NULL };
		struct stat status;

		if (!is_ours(entry->d_name))
			continue;
		file.path = file_join(arena, directory, entry->d_name);
		if (lstat(file.path, &status) != 0 || !S_ISREG(status.st_mode))
			continue;
		file.time = status.st_mtim;
		files = arena_grow(arena, files, file_count, sizeof *files);
		files[file_count++] = file;
	}
	closedir(listing);
	if (file_count > 0)
		qsort(files, file_count, sizeof *files, compare_times);
	for (size_t i = count; i < file_count; i++)
		unlink(files[i].path);
}
