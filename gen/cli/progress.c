#include "cli/progress.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"
#include "cli/interrupt.h"
#include "cli/plan.h"
#include "cli/screen.h"
#include "input/migrations.h"

void
progress_begin(struct progress *progress, sqlite3 *handle, bool has_lines,
	       const struct migrations *migrations, const struct run *run)
{
	*progress = (struct progress){
		.run = run,
		.migrations = migrations,
		.handle = handle,
		.has_lines = has_lines,
		.is_drawn = has_lines && isatty(STDERR_FILENO) && isatty(STDOUT_FILENO),
	};
	interrupt_catch(handle);
}

static void
clear_line(const struct progress *progress)
{
	if (progress->is_drawn)
		fputs("\r\033[K", stderr);
}

void
progress_end(struct progress *progress)
{
	clear_line(progress);
	interrupt_release(progress->handle);
	progress->changes = sqlite3_total_changes(progress->handle);
}

/* The time that the history has for it; -1 if it is not there, or cannot be read. */
static int64_t
read_duration(sqlite3 *handle, const char *version)
{
	sqlite3_stmt *stmt = NULL;
	int64_t duration = -1;

	if (sqlite3_prepare_v2(handle, "SELECT duration FROM main." SQLGEN_HISTORY_TABLE " WHERE version = ?1", -1,
			       &stmt, NULL) != SQLITE_OK)
		return -1;
	sqlite3_bind_text(stmt, 1, version, -1, SQLITE_STATIC);
	if (sqlite3_step(stmt) == SQLITE_ROW)
		duration = sqlite3_column_int64(stmt, 0);
	sqlite3_finalize(stmt);
	return duration;
}

/* Where each migration is a folder its files are all called the same. */
static const char *
telling_name(const char *path, struct arena *arena)
{
	const char *name = file_name(path);

	if (strcmp(name, "up.sql") == 0 || strcmp(name, "migration.sql") == 0)
		name = file_name(file_directory(arena, path));
	return name;
}

/* "0002_add_users" of "migrations/0002_add_users.up.sql", and of "migrations/0002_add_users/up.sql". */
static const char *
file_label(const struct progress *progress, size_t index)
{
	static const char *const suffixes[] = { ".sql", ".up" };
	struct arena *arena = progress->run->arena;
	char *label = arena_string(arena, telling_name(progress->migrations->items[index].path, arena));

	for (size_t i = 0; i < 2; i++) {
		size_t length = strlen(label), suffix = strlen(suffixes[i]);

		if (length > suffix && strcmp(label + length - suffix, suffixes[i]) == 0)
			label[length - suffix] = '\0';
	}
	return screen_text(label, progress->run->arena);
}

static void
show_done(struct progress *progress, const struct sqlgen_progress *at)
{
	const struct sqlgen_migration *migration = at->migration;
	int64_t duration = read_duration(progress->handle, migration->version);
	struct progress_done *done;

	/* An empty text is at its end before it began. */
	if (migration->size == 0 && duration < 0)
		return;
	progress->done = arena_grow(progress->run->arena, progress->done, progress->done_count, sizeof *progress->done);
	done = &progress->done[progress->done_count++];
	done->migration = migration;
	done->index = at->index;
	done->duration = duration < 0 ? 0 : duration;
	if (!progress->has_lines)
		return;
	clear_line(progress);
	printf("applied %s (%lld ms)\n", file_label(progress, at->index), (long long)done->duration);
	fflush(stdout);
}

static void
draw(struct progress *progress, const struct sqlgen_progress *at)
{
	double part = at->migration->size > 0 ? (double)at->offset / (double)at->migration->size : 0;
	unsigned percent = (unsigned)(part * 99) + 1;

	if (!progress->is_drawn || (progress->drawn_index == at->index && progress->drawn_percent == percent))
		return;
	progress->drawn_index = at->index;
	progress->drawn_percent = percent;
	fprintf(stderr, "\r\033[K%zu/%zu %s: %u %% of its text", at->index + 1, at->count, file_label(progress, at->index),
		percent);
	fflush(stderr);
}

static void
note_begun(struct progress *progress, size_t index)
{
	if (progress->begun_count == 0)
		progress->begun_index = index;
	while (progress->begun_index + progress->begun_count <= index) {
		progress->begun = arena_grow(progress->run->arena, progress->begun, progress->begun_count,
					     sizeof *progress->begun);
		progress->begun[progress->begun_count++] = sqlite3_total_changes(progress->handle);
	}
}

int64_t
progress_rows(const struct progress *progress, size_t index)
{
	size_t i = index - progress->begun_index;
	int64_t end;

	if (index < progress->begun_index || i >= progress->begun_count)
		return 0;
	end = i + 1 < progress->begun_count ? progress->begun[i + 1] : progress->changes;
	return end - progress->begun[i] - 1; /* its row in the history */
}

int
progress_show(void *context, const struct sqlgen_progress *at)
{
	struct progress *progress = context;

	if (at->migration && at->offset == at->migration->size)
		show_done(progress, at);
	if (at->migration && at->offset < at->migration->size) {
		note_begun(progress, at->index);
		draw(progress, at);
	}
	return interrupt_has_come();
}

int
progress_register(sqlite3 *handle, void *context)
{
	const struct progress *progress = context;
	struct plan_stand_ins stand_ins = { progress->migrations, progress->run };

	return handle == progress->handle ? SQLITE_OK : plan_register(handle, &stand_ins);
}
