#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/text.h"

static const char *
kind_name(mode_t mode)
{
	return S_ISDIR(mode)    ? "a directory"
	       : S_ISFIFO(mode) ? "a FIFO"
	       : S_ISSOCK(mode) ? "a socket"
				: "a device";
}

bool
file_fail(struct diag *diag, const char *path, const char *what)
{
	diag_error(diag, (struct place){ path, 0, 0 }, "%s: %s", what, strerror(errno));
	return false;
}

/* Is it a regular file of a size that we take? */
static bool
check_readable(const struct stat *status, const char *path, struct diag *diag)
{
	struct place place = { path, 0, 0 };
	if (!S_ISREG(status->st_mode)) {
		diag_error(diag, place, "expected a regular file, found %s",
			   kind_name(status->st_mode));
		return false;
	}
	if (status->st_size > FILE_SIZE_MAX) {
		diag_error(diag, place, "expected at most %d bytes, found %lld", FILE_SIZE_MAX,
			   (long long)status->st_size);
		return false;
	}
	return true;
}

/* Reads up to size bytes, less only at the end of the file, or when it has just enough; -1 with errno. */
static ssize_t
read_until(int fd, char *data, size_t size, size_t enough)
{
	size_t done = 0;
	while (done < size && (done == 0 || done != enough)) {
		ssize_t got = read(fd, data + done, size - done);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return -1;
		if (got == 0)
			break;
		done += (size_t)got;
	}
	return (ssize_t)done;
}

static ssize_t
read_fully(int fd, char *data, size_t size)
{
	return read_until(fd, data, size, size);
}

static bool
read_open_file(struct file_text *text, int fd, const char *path, struct arena *arena,
	       struct diag *diag)
{
	struct stat status;
	if (fstat(fd, &status) != 0)
		return file_fail(diag, path, "cannot read the file");
	if (!check_readable(&status, path, diag))
		return false;
	/* One byte more, asked for at once, shows a file that has grown meanwhile. */
	size_t size = (size_t)status.st_size;
	char *data = arena_alloc(arena, size + 1);
	ssize_t got = read_until(fd, data, size + 1, size);
	if (got < 0)
		return file_fail(diag, path, "cannot read the file");
	if ((size_t)got > size) {
		diag_error(diag, (struct place){ path, 0, 0 },
			   "expected %zu bytes, found more: the file changed while it was read",
			   size);
		return false;
	}
	data[got] = '\0';
	*text = (struct file_text){ data, (size_t)got };
	return true;
}

bool
file_read(struct file_text *text, const char *path, struct arena *arena, struct diag *diag)
{
	/* O_NONBLOCK: a FIFO without a writer opens at once, and is refused. */
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (fd < 0)
		return file_fail(diag, path, "cannot open the file");
	bool is_read = read_open_file(text, fd, path, arena, diag);
	close(fd);
	return is_read;
}

bool
file_read_standard(struct file_text *text, const char *path, struct arena *arena,
		   struct diag *diag)
{
	struct text read = { 0 };
	char part[16384];
	ssize_t got = 0;
	while (read.length <= FILE_SIZE_MAX &&
	       (got = read_fully(STDIN_FILENO, part, sizeof part)) > 0)
		text_add(&read, part, (size_t)got);
	if (got < 0)
		file_fail(diag, path, "cannot read it");
	else if (read.length > FILE_SIZE_MAX)
		diag_error(diag, (struct place){ path, 0, 0 },
			   "expected at most %d bytes, found more", FILE_SIZE_MAX);
	bool is_read = got >= 0 && read.length <= FILE_SIZE_MAX;
	if (is_read)
		*text = (struct file_text){
			arena_copy(arena, read.data ? read.data : "", read.length),
			read.length,
		};
	text_finish(&read);
	return is_read;
}

bool
file_peek(const char *path, long offset, void *data, size_t size)
{
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	bool is_read;
	if (fd < 0)
		return false;
	is_read = lseek(fd, offset, offset < 0 ? SEEK_END : SEEK_SET) >= 0 &&
		  read_fully(fd, data, size) == (ssize_t)size;
	close(fd);
	return is_read;
}

long long
file_size(const char *path)
{
	struct stat status;
	return stat(path, &status) == 0 ? (long long)status.st_size : 0;
}

bool
file_exists(const char *path)
{
	struct stat status;
	return stat(path, &status) == 0;
}

bool
file_is_named(const char *path)
{
	struct stat status;
	return lstat(path, &status) == 0;
}

const char *
file_found(const char *path)
{
	struct stat status;
	if (stat(path, &status) != 0 || S_ISREG(status.st_mode))
		return NULL;
	return kind_name(status.st_mode);
}

bool
file_is_directory(const char *path)
{
	struct stat status;
	return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

bool
file_is_link(const char *path)
{
	struct stat status;
	return lstat(path, &status) == 0 && S_ISLNK(status.st_mode);
}

bool
file_make_like(const char *path, const char *like)
{
	struct stat status;
	mode_t mode = S_IRUSR | S_IWUSR;
	int fd;
	if (stat(like, &status) == 0)
		mode |= status.st_mode & (S_IRGRP | S_IWGRP | S_IROTH | S_IWOTH);
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
	return fd >= 0 && close(fd) == 0;
}

/* What access() says of path; NULL: it may be read and written. */
static const char *
access_fault(const char *path, int mode, struct arena *arena)
{
	if (access(path, mode) == 0)
		return NULL;
	return arena_format(arena, "'%s': %s", path, strerror(errno));
}

const char *
file_obstacle(const char *path, struct arena *arena)
{
	const char *directory = file_directory(arena, path), *fault;
	struct stat status;
	if (stat(directory, &status) != 0 && errno == ENOENT)
		return arena_format(arena, "there is no directory '%s'", directory);
	if (stat(directory, &status) == 0 && !S_ISDIR(status.st_mode))
		return arena_format(arena, "'%s' is no directory", directory);
	if (stat(path, &status) == 0) {
		fault = access_fault(path, R_OK | W_OK, arena);
		if (fault)
			return fault;
	}
	/* SQLite makes its journal there. */
	return access_fault(directory, W_OK | X_OK, arena);
}

static bool
sync_path(const char *path, int flags)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | flags);
	bool is_synced;
	if (fd < 0)
		return false;
	is_synced = fsync(fd) == 0;
	return close(fd) == 0 && is_synced;
}

bool
file_settle(const char *path, const char *name, struct diag *diag)
{
	const char *slash = strrchr(name, '/');
	char *directory;
	bool is_synced;
	if (!sync_path(path, 0) || rename(path, name) != 0)
		return file_fail(diag, name, "cannot write the file");
	directory = slash ? strndup(name, slash == name ? 1 : (size_t)(slash - name)) : strdup(".");
	is_synced = directory && sync_path(directory, O_DIRECTORY);
	free(directory);
	return is_synced || file_fail(diag, name, "cannot put the file's name on the disk");
}

bool
file_remove(const char *path, struct diag *diag)
{
	return unlink(path) == 0 || !diag || file_fail(diag, path, "cannot remove the file");
}

static int
compare_names(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

bool
file_list(const char ***names, size_t *count, const char *path, struct arena *arena,
	  struct diag *diag)
{
	const char **found = NULL;
	size_t found_count = 0;
	DIR *directory = opendir(path[0] ? path : ".");
	if (!directory)
		return file_fail(diag, path, "cannot open the directory");
	const struct dirent *entry;
	while (errno = 0, entry = readdir(directory)) {
		if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
			continue;
		found = arena_grow(arena, found, found_count, sizeof *found);
		found[found_count++] = arena_string(arena, entry->d_name);
	}
	bool is_read = errno == 0 || file_fail(diag, path, "cannot read the directory");
	closedir(directory);
	if (!is_read)
		return false;
	if (found_count > 0)
		qsort(found, found_count, sizeof *found, compare_names);
	*names = found;
	*count = found_count;
	return true;
}

char *
file_join(struct arena *arena, const char *directory, const char *name)
{
	size_t length = strlen(directory), rest = strlen(name) + 1;
	char *path;
	if (length == 0 || strcmp(directory, ".") == 0)
		return arena_string(arena, name);
	path = arena_alloc(arena, length + 1 + rest);
	memcpy(path, directory, length);
	if (directory[length - 1] != '/')
		path[length++] = '/';
	memcpy(path + length, name, rest);
	return path;
}

const char *
file_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash ? slash + 1 : path;
}

char *
file_directory(struct arena *arena, const char *path)
{
	const char *slash = strrchr(path, '/');
	if (!slash)
		return arena_string(arena, ".");
	return arena_copy(arena, path, slash == path ? 1 : (size_t)(slash - path));
}

void
file_date_after(const char *path, const char *const *others, size_t count)
{
	struct stat status;
	struct timespec times[2] = { { 0, UTIME_OMIT }, { 0, 0 } };
	bool is_older = false;

	if (stat(path, &status) != 0)
		return;
	times[1] = status.st_mtim;
	for (size_t i = 0; i < count; i++) {
		if (stat(others[i], &status) != 0 || status.st_mtim.tv_sec < times[1].tv_sec ||
		    (status.st_mtim.tv_sec == times[1].tv_sec && status.st_mtim.tv_nsec <= times[1].tv_nsec))
			continue;
		times[1] = status.st_mtim;
		is_older = true;
	}
	if (is_older)
		utimensat(AT_FDCWD, path, times, 0);
}

const char *
file_make_directories(const char *path, struct arena *arena)
{
	char *part = arena_string(arena, path);
	for (char *at = part + 1;; at++) {
		char end = *at;
		if (end != '/' && end != '\0')
			continue;
		*at = '\0';
		if (!file_is_directory(part) && mkdir(part, 0777) != 0 && errno != EEXIST)
			return part;
		*at = end;
		if (end == '\0')
			return NULL;
	}
}

bool
file_write_fully(int fd, const char *data, size_t size)
{
	while (size > 0) {
		ssize_t done = write(fd, data, size);

		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			return false;
		data += done;
		size -= (size_t)done;
	}
	return true;
}
