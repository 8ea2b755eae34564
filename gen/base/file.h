#ifndef SQLGEN_FILE_H
#define SQLGEN_FILE_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct diag;

enum { FILE_SIZE_MAX = 64 * 1024 * 1024 };

struct file_text {
	const char *data; /* NUL-terminated; may hold NULs before its end */
	size_t size;
};

/*
 * Reads the whole of a regular file of at most FILE_SIZE_MAX bytes. Anything else
 * (a directory, a FIFO, a device) is refused before it is read.
 */
bool file_read(struct file_text *text, const char *path, struct arena *arena, struct diag *diag);

/* The same of standard input, whatever it is, to its end; messages name it as path. */
bool file_read_standard(struct file_text *text, const char *path, struct arena *arena,
			struct diag *diag);

/* Writes all of size bytes; false, with errno set, if that cannot be. */
bool file_write_fully(int fd, const char *data, size_t size);

/*
 * Reads size bytes from offset on, which counts from the end if it is negative. False, and nothing
 * is told, if they are not there.
 */
bool file_peek(const char *path, long offset, void *data, size_t size);

/* Tells what cannot be done with a file, and why errno says so. False. */
bool file_fail(struct diag *diag, const char *path, const char *what);

/* In bytes; 0 if there is no such file. */
long long file_size(const char *path);
bool file_exists(const char *path);
/* Is the name taken, and be it by a link to nothing? */
bool file_is_named(const char *path);
bool file_is_directory(const char *path);
bool file_is_link(const char *path);
/* What is there and is no regular file: "a directory", "a FIFO" …; NULL: nothing, or a file. */
const char *file_found(const char *path);

/*
 * Makes an empty file, where there must be none, that nobody may read who may not read the file like.
 * False, with errno set, if that cannot be.
 */
bool file_make_like(const char *path, const char *like);

/* If one of these files is newer than path, gives path the time of the newest. */
void file_date_after(const char *path, const char *const *others, size_t count);
/* Why a file cannot be written, or made, at path, in words; NULL if nothing is in the way. */
const char *file_obstacle(const char *path, struct arena *arena);

/*
 * Gives a file that is written its name, when all of it is on the disk, and puts the name there too.
 */
bool file_settle(const char *path, const char *name, struct diag *diag);
/* diag NULL: a failure does not matter. */
bool file_remove(const char *path, struct diag *diag);

/* The names in a directory without "." and "..", in byte order. */
bool file_list(const char ***names, size_t *count, const char *path, struct arena *arena,
	       struct diag *diag);

/* directory + "/" + name; a directory of "" or "." gives name alone. */
char *file_join(struct arena *arena, const char *directory, const char *name);
/* What stands behind the last '/' of a path; all of it if there is none. */
const char *file_name(const char *path);
/* What stands before the last '/'; "." if there is none. */
char *file_directory(struct arena *arena, const char *path);

/*
 * Makes the directory, and those that it is in. NULL, or with errno the path that could not be
 * made.
 */
const char *file_make_directories(const char *path, struct arena *arena);

#endif
