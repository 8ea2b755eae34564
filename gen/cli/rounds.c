#include "cli/rounds.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/watch.h"
#include "cli/interrupt.h"
#include "cli/load.h"
#include "emit/depfile.h"
#include "input/project.h"
#include "template/store.h"

/* What is kept from one round to the next. */
struct rounds {
	const struct run *run;
	enum status (*round)(const struct run *run, struct watch *watch);
	struct arena arena; /* of the round */
	char *messages;     /* of the last one; NULL: none was yet */
	unsigned errors;
};

/* The messages of a round, on their way. */
struct hearing {
	char *text;
	size_t size;
	struct diag diag;
};

static bool
read_schema(struct watch *watch, const char *paths)
{
	while (*paths != '\0') {
		size_t length = strcspn(paths, ",");

		if (!watch_add(watch, arena_copy(watch->arena, paths, length)))
			return false;
		paths += length + (paths[length] == ',');
	}
	return true;
}

bool
rounds_read(struct watch *watch, const struct project *project)
{
	struct arena *arena = watch->arena;

	watch_pass(watch, arena_format(arena, "%s.c", project->name));
	watch_pass(watch, arena_format(arena, "%s.h", project->name));
	watch_pass(watch, file_name(depfile_path(project, arena)));
	for (const struct embedded_file *file = embedded_runtime; file->name; file++)
		watch_pass(watch, file->name);
	if (project->cache)
		watch_pass(watch, file_name(project->cache));
	return (project->schema ? read_schema(watch, project->schema)
				: watch_add(watch, project->migrations)) &&
	       watch_add(watch, load_queries_directory(project, arena)) &&
	       (!project->templates || watch_add(watch, project->templates));
}

static void
hear(struct hearing *hearing, const struct run *run)
{
	*hearing = (struct hearing){ .text = NULL };
	hearing->diag = (struct diag){
		.out = open_memstream(&hearing->text, &hearing->size),
		.has_colour = run->diag->has_colour,
		.is_quiet = run->diag->is_quiet,
		.shows_all = run->diag->shows_all,
	};
	if (!hearing->diag.out)
		memory_exhausted();
}

static void
say_end(const struct hearing *hearing, bool is_same, const struct rounds *rounds)
{
	const struct diag *diag = &hearing->diag;

	if (rounds->run->is_quiet && diag->errors == rounds->errors)
		return;
	if (diag->errors > 0)
		fprintf(stderr, "sqlgen: %s%u error%s; waiting for changes\n",
			is_same ? "still " : "", diag->errors, diag->errors > 1 ? "s" : "");
	else if (diag->warnings > 0)
		fprintf(stderr, "sqlgen: no errors, %u warning%s; waiting for changes\n",
			diag->warnings, diag->warnings > 1 ? "s" : "");
	else
		fprintf(stderr, "sqlgen: no errors; waiting for changes\n");
}

/* Shows what is new; false if nobody reads it any more. */
static bool
tell(struct rounds *rounds, struct hearing *hearing)
{
	bool is_same;

	diag_finish(&hearing->diag);
	if (fclose(hearing->diag.out) != 0)
		memory_exhausted();
	is_same = rounds->messages && strcmp(rounds->messages, hearing->text) == 0;
	fflush(stdout);
	if (!is_same)
		fputs(hearing->text, stderr);
	if (rounds->run->diag->errors == 0)
		say_end(hearing, is_same, rounds);
	free(rounds->messages);
	rounds->messages = hearing->text;
	rounds->errors = hearing->diag.errors;
	return !ferror(stdout) && !ferror(stderr);
}

/* Signals have been caught since the round was over. */
static enum watch_end
wait_for_change(struct watch *watch)
{
	sigset_t held, before;
	enum watch_end end = WATCH_SIGNALLED;

	sigemptyset(&held);
	sigaddset(&held, SIGINT);
	sigaddset(&held, SIGTERM);
	sigprocmask(SIG_BLOCK, &held, &before);
	while (end == WATCH_SIGNALLED && !interrupt_has_come())
		end = watch_wait(watch, &before);
	sigprocmask(SIG_SETMASK, &before, NULL);
	return interrupt_has_come() ? WATCH_SIGNALLED : end;
}

/* *ends is set where there is no next one. */
static enum status
run_round(struct rounds *rounds, bool *ends)
{
	static const enum status statuses[] = {
		[WATCH_CHANGED] = STATUS_OK,
		[WATCH_SIGNALLED] = STATUS_INTERRUPTED,
		[WATCH_FAILED] = STATUS_FAILED,
	};
	const char *config = arguments_value(rounds->run->arguments, "config");
	struct diag *diag = rounds->run->diag;
	struct run run = *rounds->run;
	struct hearing hearing;
	struct watch watch;
	enum status status = STATUS_FAILED;
	enum watch_end end;

	hear(&hearing, rounds->run);
	run.arena = &rounds->arena;
	run.diag = &hearing.diag;
	if (watch_begin(&watch, run.arena, diag) &&
	    watch_add(&watch, config ? config : "sqlgen.ini"))
		rounds->round(&run, &watch);
	*ends = true;
	/* While a round runs Ctrl-C acts at once: nothing half done is left behind. */
	interrupt_catch(NULL);
	if (!tell(rounds, &hearing)) {
		status = STATUS_OUTPUT;
	} else if (diag->errors == 0) {
		end = wait_for_change(&watch);
		*ends = end != WATCH_CHANGED;
		status = statuses[end];
	}
	interrupt_release(NULL);
	watch_finish(&watch);
	return status;
}

enum status
rounds_run(const struct run *run, enum status (*round)(const struct run *run, struct watch *watch))
{
	struct rounds rounds = { .run = run, .round = round };
	enum status status;
	bool ends = false;

	do {
		status = run_round(&rounds, &ends);
		arena_reset(&rounds.arena);
	} while (!ends);
	free(rounds.messages);
	arena_finish(&rounds.arena);
	return status;
}
