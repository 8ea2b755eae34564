#ifndef SQLGEN_FILE_SET_H
#define SQLGEN_FILE_SET_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

struct arena;
struct diag;
struct draft;

/*
 * The files that one run writes: all of them or none, and only those that change. What has the
 * content that it had is not touched. A file that changes goes to a temporary beside its target,
 * synced, with the mode of the file it replaces or 0666 & ~umask; file_set_commit renames all of
 * them. Missing directories are made. A symbolic link is replaced, not followed; a directory or a
 * device is refused. On failure the temporaries are removed, and every target is what it was: those
 * that were renamed already are put back. SIGHUP, SIGINT and SIGTERM end it early, and act in
 * file_set_finish, when no temporary is left. Temporaries of a run that was killed are removed by
 * the next one.
 */
struct file_output {
	const char *path;
	bool changes;       /* known behind file_set_close; an unreadable file changes */
	bool always_writes; /* a stamp: rewritten although its content is the same */
	struct draft *draft;
};
struct file_set {
	struct file_output *files;
	size_t count;
	bool is_rehearsed; /* nothing is written: only changes is found out */
	bool has_failed;   /* a file could not be written, or a signal came */
	sigset_t signals;  /* those that were held before */
	struct arena *arena;
	struct diag *diag;
};

void file_set_begin(struct file_set *set, bool is_rehearsed, struct arena *arena, struct diag *diag);

/* The next file. path must live as long as the set. */
void file_set_open(struct file_set *set, const char *path, bool always_writes);
/* The next bytes of the file that is open. */
bool file_set_add(struct file_set *set, const char *data, size_t size);
bool file_set_close(struct file_set *set);

/* A whole file. */
bool file_set_put(struct file_set *set, const char *path, const char *data, size_t size);

/* Every file takes its name, or none does. */
bool file_set_commit(struct file_set *set);

/* To be called whatever happened since file_set_begin. */
void file_set_finish(struct file_set *set);

#endif
