#include "base/file_set.h"

#include <stddef.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/draft.h"

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

void
file_set_begin(struct file_set *set, bool is_rehearsed, struct arena *arena, struct diag *diag)
{
	*set = (struct file_set){ .is_rehearsed = is_rehearsed, .arena = arena, .diag = diag };
	hold_signals(&set->signals);
}

void
file_set_open(struct file_set *set, const char *path, bool always_writes)
{
	struct draft *draft = arena_alloc(set->arena, sizeof *draft);
	draft_begin(draft, path, set->is_rehearsed);
	set->files = arena_grow(set->arena, set->files, set->count, sizeof *set->files);
	set->files[set->count++] = (struct file_output){
		.path = path, .always_writes = always_writes, .draft = draft
	};
}

bool
file_set_add(struct file_set *set, const char *data, size_t size)
{
	struct draft *draft = set->files[set->count - 1].draft;
	if (!draft_add(draft, data, size, set->arena, set->diag))
		set->has_failed = true;
	return !set->has_failed;
}

bool
file_set_close(struct file_set *set)
{
	struct file_output *file = &set->files[set->count - 1];
	if (!draft_end(file->draft, file->always_writes, set->arena, set->diag)) {
		set->has_failed = true;
	} else if (is_asked_to_end()) {
		diag_error(set->diag, (struct place){ 0 }, "interrupted: no file was written");
		set->has_failed = true;
	}
	file->changes = file->draft->differs;
	return !set->has_failed;
}

bool
file_set_put(struct file_set *set, const char *path, const char *data, size_t size)
{
	file_set_open(set, path, false);
	return file_set_add(set, data, size) && file_set_close(set);
}

bool
file_set_commit(struct file_set *set)
{
	size_t done = 0;
	while (done < set->count &&
	       (!set->files[done].draft->temporary ||
		draft_rename(set->files[done].draft, set->arena, set->diag)))
		done++;
	if (done == set->count)
		return true;
	set->has_failed = true;
	for (size_t i = done + 1; i > 0; i--)
		draft_put_back(set->files[i - 1].draft, set->diag);
	return false;
}

void
file_set_finish(struct file_set *set)
{
	for (size_t i = 0; i < set->count; i++)
		draft_finish(set->files[i].draft);
	sigprocmask(SIG_SETMASK, &set->signals, NULL);
}
