#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/scratch.h"
#include "base/text.h"
#include "cli/compat_job.h"
#include "cli/load.h"
#include "cli/screen.h"
#include "cli/verb.h"
#include "emit/model.h"
#include "input/migrations.h"
#include "input/project.h"
#include "input/queries.h"
#include "schema/replay.h"

enum { NAMES_SHOWN = 3 };

static const struct option options[] = {
	{ "released", '\0', "VERSION",
	  "is the program of VERSION at home on today's schema, and the other way round", NULL,
	  NULL },
	{ "json", '\0', NULL, "print JSON", NULL, NULL },
	{ NULL, '\0', NULL, NULL, NULL, NULL }
};

static const char *const examples[] = {
	"sqlgen compat",
	"which version each query needs, and which one breaks the program of each version",
	"sqlgen compat --released 12",
	"may the programs of version 12 that are out there go on while the database is migrated",
	NULL
};

const char *
compat_job_version(const struct compat_job *job, size_t version)
{
	return job->migrations->items[version - 1].version;
}

bool
compat_job_breaks(const struct compat_job *job, const struct reliance *item)
{
	return job->released > 0 && compat_has(item, job->released) && item->broken > job->released;
}

/* Is it told of together with another one before it? */
static bool
is_same_break(const struct reliance *a, const struct reliance *b)
{
	return a->kind == b->kind && a->kind != RELIANCE_FACT && a->broken == b->broken &&
	       a->broken_at.line == b->broken_at.line &&
	       a->broken_at.column == b->broken_at.column && strcmp(a->message, b->message) == 0;
}

/* "'get_task', 'list_tasks' and 4 more": those that break alike, this one first. */
static const char *
names_of(const struct compat_job *job, size_t index)
{
	const struct reliances *list = &job->compat.reliances;
	const struct reliance *first = &list->items[index];
	const char *names = arena_format(job->run->arena, "'%s'", first->name);
	size_t more = 0, shown = 1;

	for (size_t i = index + 1; i < list->count; i++) {
		if (!compat_job_breaks(job, &list->items[i]) ||
		    !is_same_break(first, &list->items[i]))
			continue;
		if (shown < NAMES_SHOWN)
			names = arena_format(job->run->arena, "%s, '%s'", names,
					     list->items[i].name);
		more += shown++ >= NAMES_SHOWN;
	}
	return more > 0 ? arena_format(job->run->arena, "%s and %zu more", names, more) : names;
}

static bool
is_told(const struct compat_job *job, size_t index)
{
	const struct reliances *list = &job->compat.reliances;

	for (size_t i = 0; i < index; i++)
		if (compat_job_breaks(job, &list->items[i]) &&
		    is_same_break(&list->items[i], &list->items[index]))
			return true;
	return false;
}

static void
tell_breaks(const struct compat_job *job)
{
	for (size_t i = 0; i < job->compat.reliances.count; i++) {
		const struct reliance *item = &job->compat.reliances.items[i];
		const char *version;

		if (!compat_job_breaks(job, item) || is_told(job, i))
			continue;
		version = compat_job_version(job, job->released);
		if (item->kind == RELIANCE_FACT)
			diag_error(job->run->diag, item->broken_at,
				   "the program of version %s does not open it: %s", version,
				   item->message);
		else
			diag_error(job->run->diag, item->broken_at, "%s of version %s: %s",
				   names_of(job, i), version, item->message);
	}
}

static void
tell_demands(const struct compat_job *job)
{
	for (size_t i = 0; i < job->compat.demands.count; i++) {
		const struct demand *demand = &job->compat.demands.items[i];

		if (job->released > 0 && compat_concerns(&job->compat, demand, job->released))
			diag_warning(job->run->diag, demand->place, "new-to-it",
				     "the program of version %s: %s",
				     compat_job_version(job, job->released), demand->message);
	}
}

/* Only where the schema would let it: else that is what is to be mended. */
static void
tell_refusal(const struct compat_job *job)
{
	size_t refusal = job->is_asked && job->released > 0
				 ? compat_refusal(&job->source, job->released)
				 : 0;

	if (refusal > 0 && compat_broken(&job->compat, job->released) == 0)
		diag_error(job->run->diag,
			   migration_place(&job->migrations->items[refusal - 1], 0, job->run->diag),
			   "the program of version %s refuses a database with this migration: the "
			   "schema is all that it "
			   "needs; if the data is, too, write '-- sqlgen: compatible with %s'",
			   compat_job_version(job, job->released),
			   compat_job_version(job, job->released));
}

/* What a migration says of programs that it breaks. */
static void
tell_claims(const struct compat_job *job)
{
	const struct reliances *list = &job->compat.reliances;

	for (size_t version = 2; version <= job->compat.version_count; version++) {
		size_t with = compat_claim(&job->source, version), i = 0;

		while (i < list->count && !(with > 0 && list->items[i].broken == version &&
					    list->items[i].until >= with))
			i++;
		if (i == list->count)
			continue;
		diag_error(job->run->diag, list->items[i].broken_at,
			   "migration %s says 'compatible with %s', and breaks the program of "
			   "version %s: %s",
			   compat_job_version(job, version), compat_job_version(job, with),
			   compat_job_version(job, list->items[i].until), list->items[i].message);
	}
}

static void
print_versions(const struct compat_job *job, struct text *text)
{
	for (size_t i = 1; i <= job->compat.version_count; i++) {
		size_t broken = compat_broken(&job->compat, i);
		const char *name = job->migrations->items[i - 1].name;

		text_format(text, "version %s %s: ", compat_job_version(job, i), name);
		if (job->compat.unknown[i - 1])
			text_format(text, "there is no program of it: %s\n",
				    job->compat.unknown[i - 1]);
		else if (broken > 0)
			text_format(text, "broken by %s %s\n", compat_job_version(job, broken),
				    job->migrations->items[broken - 1].name);
		else
			text_add_string(text, "runs on today's schema\n");
	}
}

static void
print_needs(const struct compat_job *job, struct text *text)
{
	for (size_t i = 0; i < job->queries->count; i++)
		if (job->compat.query_since[i] > 0)
			text_format(text, "query %s: needs %s\n", job->queries->items[i].name,
				    compat_job_version(job, job->compat.query_since[i]));
	for (size_t i = 0; job->run->is_verbose && i < job->compat.reliances.count; i++) {
		const struct reliance *item = &job->compat.reliances.items[i];

		if (item->kind == RELIANCE_STATEMENT && !item->is_query &&
		    compat_has(item, job->compat.version_count))
			text_format(text, "%s: needs %s\n", item->name,
				    compat_job_version(job, item->since));
	}
}

static void
print_released(const struct compat_job *job, struct text *text)
{
	size_t broken = compat_broken(&job->compat, job->released);

	text_format(text, "the program of version %s on today's schema: ",
		    compat_job_version(job, job->released));
	if (broken > 0)
		text_format(text, "does not run, broken by %s\n", compat_job_version(job, broken));
	else
		text_add_string(text, compat_refusal(&job->source, job->released) > 0
					      ? "could run, but refuses it\n"
					      : "runs\n");
	text_format(text, "today's program on the schema of version %s: ",
		    compat_job_version(job, job->released));
	if (job->missing.count == 0)
		text_add_string(text, "runs\n");
	else
		text_format(text, "does not run before it has migrated it\n");
	for (size_t i = 0; i < job->missing.count; i++) {
		const struct reliance *item = &job->missing.items[i];

		text_format(text, "\t%s%s%s\n", item->name, item->name[0] != '\0' ? ": " : "",
			    item->message);
	}
}

static void
print_text(const struct compat_job *job)
{
	struct text text = { 0 };

	if (job->is_asked)
		print_released(job, &text);
	else
		print_versions(job, &text);
	if (!job->is_asked)
		print_needs(job, &text);
	screen_print(&text);
	text_finish(&text);
}

static enum status
compare(struct compat_job *job)
{
	unsigned errors = job->run->diag->errors;

	if (!compat_read(&job->compat, &job->source, job->is_asked ? job->released : 1,
			 job->run->arena) ||
	    (job->is_asked && !compat_backward(&job->missing, &job->compat, job->released,
					       &job->source, job->run->arena)))
		return STATUS_FAILED;
	tell_breaks(job);
	tell_demands(job);
	tell_refusal(job);
	if (!job->is_asked)
		tell_claims(job);
	if (arguments_has(job->run->arguments, "json"))
		compat_print_json(job);
	else if (!job->run->is_quiet)
		print_text(job);
	return job->run->diag->errors > errors ? STATUS_FAILED : STATUS_OK;
}

/* Errors of today's schema and queries are told first; its warnings are for generate to tell. */
static bool
check_today(struct migrations *migrations, const struct queries *texts,
	    const struct project *project, const struct run *run)
{
	struct query_list queries;
	struct schema schema;
	struct replay replay;
	struct model model;
	bool is_good, was_quiet = run->diag->is_quiet;

	run->diag->is_quiet = true;
	if (!load_replay(&schema, &replay, migrations, migrations->count, project, run))
		return false;
	is_good = load_queries(&queries, texts, &schema, &replay, project, run) &&
		  model_build(&model, project, &schema, &queries, run->arena, run->diag);
	run->diag->is_quiet = was_quiet;
	replay_finish(&replay);
	return is_good;
}

static enum status
run_compat(const struct run *run)
{
	const char *released = arguments_value(run->arguments, "released");
	struct project project;
	struct migrations migrations;
	struct queries queries;
	struct scratch scratch;
	struct compat_job job = { .run = run,
				  .migrations = &migrations,
				  .queries = &queries,
				  .is_asked = released != NULL };
	enum status status;

	if (!load_project(&project, run) || !load_migrations(&migrations, &project, run))
		return STATUS_FAILED;
	job.released = migrations.count > 0 ? migrations.count - 1 : 0;
	if (released && !load_version(&job.released, released, &migrations, run))
		return STATUS_USAGE;
	if (!load_query_texts(&queries, &project, run) ||
	    !check_today(&migrations, &queries, &project, run) ||
	    !scratch_begin(&scratch, run->arena, run->diag))
		return STATUS_FAILED;
	job.source =
		(struct program_source){ &migrations, &project, &queries, scratch.path, run->diag };
	status = compare(&job);
	scratch_finish(&scratch);
	return status;
}

const struct verb verb_compat = {
	.name = "compat",
	.operands = "",
	.summary = "tells whether old programs run on the new schema, and new ones on the old",
	.about = "For each version the program that would have been generated from it, its "
		 "statements and the check\n"
		 "that it makes when it opens a database, is put to the test on the schema of each "
		 "later version;\n"
		 "the queries are those of today. Exit status 1 if the last migration breaks the "
		 "program of the\n"
		 "version before it, or with --released if that one does not run on today's "
		 "schema.\n",
	.reads_project = true,
	.options = options,
	.examples = examples,
	.page = "sqlgen-compat",
	.run = run_compat,
};
