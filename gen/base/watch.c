#include "base/watch.h"

#include "base/arena.h"
#include "base/diag.h"

#ifdef SQLGEN_INOTIFY

#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/select.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"

enum {
	DEPTH_MAX = 16,
	NAMES = IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_DELETE_SELF | IN_MOVE_SELF,
	CONTENTS = IN_MODIFY | IN_CLOSE_WRITE | IN_ATTRIB
};

/* A directory, or a file that a link leads to. */
struct watched {
	int descriptor;
	bool has_all; /* whatever is in it counts, else only the names */
	const char **names;
	size_t name_count;
};

bool
watch_begin(struct watch *watch, struct arena *arena, struct diag *diag)
{
	*watch = (struct watch){ .arena = arena, .diag = diag };
	watch->fd = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
	if (watch->fd >= FD_SETSIZE) {
		close(watch->fd);
		watch->fd = -1;
		errno = EMFILE;
	}
	watch->is_open = watch->fd >= 0;
	if (!watch->is_open)
		diag_error(diag, (struct place){ 0 }, "cannot watch files: %s%s", strerror(errno),
			   errno == EMFILE
				   ? "; fs.inotify.max_user_instances says how many programs may"
				   : "");
	return watch->is_open;
}

/* What of the system's is watched as descriptor: two paths may lead to one directory. */
static struct watched *
find_watched(struct watch *watch, int descriptor)
{
	for (size_t i = 0; i < watch->count; i++)
		if (watch->items[i].descriptor == descriptor)
			return &watch->items[i];
	return NULL;
}

/* *item stays NULL for what is not there, or cannot be looked at: whoever reads it tells that. */
static bool
watch_path(struct watched **item, struct watch *watch, const char *path, uint32_t mask)
{
	int descriptor = inotify_add_watch(watch->fd, path, mask | IN_MASK_ADD);

	*item = NULL;
	if (descriptor < 0 && (errno == ENOSPC || errno == ENOMEM)) {
		diag_error(watch->diag, (struct place){ path, 0, 0 },
			   "cannot watch it: %s; fs.inotify.max_user_watches says how many "
			   "directories may be",
			   strerror(errno));
		return false;
	}
	if (descriptor < 0)
		return true;
	*item = find_watched(watch, descriptor);
	if (*item)
		return true;
	watch->items = arena_grow(watch->arena, watch->items, watch->count, sizeof *watch->items);
	*item = &watch->items[watch->count++];
	**item = (struct watched){ .descriptor = descriptor };
	return true;
}

static bool
watch_name(struct watch *watch, const char *directory, const char *name, uint32_t mask)
{
	struct watched *item;

	if (!watch_path(&item, watch, directory, mask))
		return false;
	if (!item)
		return true;
	item->names = arena_grow(watch->arena, item->names, item->name_count, sizeof *item->names);
	item->names[item->name_count++] = name;
	return true;
}

/* Each part of the path, in the directory that it is in. */
static bool
watch_names(struct watch *watch, const char *path)
{
	const char *at = path;

	while (*at != '\0') {
		const char *name = at + strspn(at, "/"), *end = name + strcspn(name, "/");
		const char *directory =
			name == path ? "." : arena_copy(watch->arena, path, (size_t)(name - path));
		uint32_t mask = end[strspn(end, "/")] == '\0' ? NAMES | CONTENTS : NAMES;

		if (end > name &&
		    !watch_name(watch, directory,
				arena_copy(watch->arena, name, (size_t)(end - name)), mask))
			return false;
		at = end;
	}
	return true;
}

static bool
is_passed(const struct watch *watch, const char *name)
{
	size_t length = strlen(name);

	if (name[0] == '.' || name[0] == '#' || (length > 0 && name[length - 1] == '~'))
		return true;
	for (size_t i = 0; i < watch->passed_count; i++)
		if (strcmp(watch->passed[i], name) == 0)
			return true;
	return false;
}

/* Directories below it as well; of files only where links lead, for the others are told by their
 * directory. */
static bool
watch_tree(struct watch *watch, const char *path, int depth)
{
	struct diag silent = { .is_silent = true };
	bool is_directory = file_is_directory(path);
	struct watched *item;
	const char **names;
	size_t count;

	if (!is_directory && !file_is_link(path))
		return true;
	if (!watch_path(&item, watch, path, NAMES | CONTENTS))
		return false;
	if (!item || item->has_all)
		return true;
	item->has_all = true;
	if (!is_directory || depth == DEPTH_MAX ||
	    !file_list(&names, &count, path, watch->arena, &silent))
		return true;
	for (size_t i = 0; i < count; i++)
		if (!is_passed(watch, names[i]) &&
		    !watch_tree(watch, file_join(watch->arena, path, names[i]), depth + 1))
			return false;
	return true;
}

bool
watch_add(struct watch *watch, const char *path)
{
	return watch_names(watch, path) && watch_tree(watch, path, 0);
}

static bool
counts(struct watch *watch, const struct inotify_event *event)
{
	const struct watched *item = find_watched(watch, event->wd);

	if (event->mask & IN_Q_OVERFLOW)
		return true;
	if (!item || (event->mask & IN_IGNORED))
		return false;
	if (event->len == 0)
		return true;
	for (size_t i = 0; i < item->name_count; i++)
		if (strcmp(item->names[i], event->name) == 0)
			return true;
	return item->has_all && !is_passed(watch, event->name);
}

/* Reads what there is. */
static bool
read_events(struct watch *watch)
{
	_Alignas(struct inotify_event) char events[16384];
	ssize_t size = read(watch->fd, events, sizeof events);

	if (size < 0 && errno != EAGAIN && errno != EINTR) {
		diag_error(watch->diag, (struct place){ 0 }, "cannot watch files: %s",
			   strerror(errno));
		return false;
	}
	for (const char *at = events; at < events + size;) {
		const struct inotify_event *event = (const void *)at;

		watch->is_changed |= counts(watch, event);
		at += sizeof *event + event->len;
	}
	return true;
}

static int64_t
milliseconds_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

enum watch_end
watch_wait(struct watch *watch, const sigset_t *mask)
{
	const struct timespec quiet = { .tv_nsec = WATCH_QUIET * 1000000L };
	int64_t first = 0;

	if (watch->is_changed)
		first = milliseconds_now();
	while (!watch->is_changed || milliseconds_now() - first < WATCH_MOST) {
		fd_set set;
		int ready;

		FD_ZERO(&set);
		FD_SET(watch->fd, &set);
		ready = pselect(watch->fd + 1, &set, NULL, NULL, watch->is_changed ? &quiet : NULL,
				mask);
		if (ready < 0 && errno == EINTR)
			return WATCH_SIGNALLED;
		if (ready == 0)
			break;
		if (!read_events(watch))
			return WATCH_FAILED;
		if (watch->is_changed && first == 0)
			first = milliseconds_now();
	}
	return WATCH_CHANGED;
}

void
watch_finish(struct watch *watch)
{
	if (watch->is_open)
		close(watch->fd);
	*watch = (struct watch){ 0 };
}

#else

bool
watch_begin(struct watch *watch, struct arena *arena, struct diag *diag)
{
	*watch = (struct watch){ .arena = arena, .diag = diag };
	diag_error(diag, (struct place){ 0 },
		   "files cannot be watched here: that needs inotify, which Linux has");
	return false;
}

bool
watch_add(struct watch *watch, const char *path)
{
	(void)path;
	return watch->is_open;
}

enum watch_end
watch_wait(struct watch *watch, const sigset_t *mask)
{
	(void)watch;
	(void)mask;
	return WATCH_FAILED;
}

void
watch_finish(struct watch *watch)
{
	*watch = (struct watch){ 0 };
}

#endif

void
watch_pass(struct watch *watch, const char *name)
{
	watch->passed =
		arena_grow(watch->arena, watch->passed, watch->passed_count, sizeof *watch->passed);
	watch->passed[watch->passed_count++] = name;
}
