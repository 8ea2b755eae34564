#ifndef SQLGEN_WATCH_H
#define SQLGEN_WATCH_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

struct arena;
struct diag;
struct watched;

/*
 * Waits until files and directories are no longer what they were when they were added: written,
 * made, renamed, removed; also a path that is not there yet, and everything below a directory. By
 * inotify(7): what another machine does to a file system that both share is not seen. Names that
 * begin with a dot or '#' or end with '~', which editors use, do not count. A watch is for one
 * wait; the next one is begun anew, and so finds directories that came meanwhile. A zeroed one is
 * not open.
 */
struct watch {
	bool is_open, is_changed;
	int fd;
	struct watched *items;
	size_t count;
	const char **passed;
	size_t passed_count;
	struct arena *arena;
	struct diag *diag;
};

/* False where the system has no inotify, or gives no more of it. */
bool watch_begin(struct watch *watch, struct arena *arena, struct diag *diag);

/* To be called before the path is read, so that no change is missed. */
bool watch_add(struct watch *watch, const char *path);

/* What has this name below a directory does not count: what the waiting one writes there itself. */
void watch_pass(struct watch *watch, const char *name);

enum watch_end {
	WATCH_CHANGED, /* and nothing has for WATCH_QUIET milliseconds, or it goes on for WATCH_MOST
			*/
	WATCH_SIGNALLED,
	WATCH_FAILED
};
enum { WATCH_QUIET = 50, WATCH_MOST = 1000 };

/* mask: the signals that are held while it waits. After a signal one can wait on. */
enum watch_end watch_wait(struct watch *watch, const sigset_t *mask);

void watch_finish(struct watch *watch);

#endif
