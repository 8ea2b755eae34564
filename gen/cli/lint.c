#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/text.h"
#include "cli/answer.h"
#include "cli/load.h"
#include "cli/verb.h"
#include "input/migrations.h"
#include "input/project.h"
#include "lint/heard.h"
#include "lint/lint.h"
#include "lint/report.h"
#include "lint/rule.h"
#include "live/reversal.h"
#include "schema/inspect.h"
#include "schema/record.h"
#include "schema/schema.h"

static int
sqlite_version(const char *value)
{
	int major, minor;
	char rest;

	return sscanf(value, "%1d.%3d%c", &major, &minor, &rest) == 2 && major == 3 && minor >= 0 ?
		       major * 1000000 + minor * 1000 :
		       0;
}

static bool
is_sqlite_version(const char *value)
{
	return sqlite_version(value) > 0;
}

static const struct option options[] = {
	{ "since", '\0', "VERSION", "only the migrations behind this one, which ship together",
	  NULL, NULL },
	{ "warn", 'W', "WORD", "RULE, no-RULE, error=RULE, or error: every warning is one", NULL,
	  NULL },
	{ "min-sqlite", '\0', "VERSION", "the oldest SQLite that is to run them, as 3.35", is_sqlite_version,
	  "a version, as 3.35," },
	{ "list", '\0', NULL, "list the rules", NULL, NULL },
	{ "json", '\0', NULL, "print JSON", NULL, NULL },
	{ "sarif", '\0', NULL, "print SARIF 2.1.0, as code hosts take it", NULL, NULL },
	{ NULL, '\0', NULL, NULL, NULL, NULL }
};

static const char *const examples[] = {
	"sqlgen lint",
	"what may go wrong with any of the migrations; exit status 1 if there are errors",
	"sqlgen lint --since 12 -Werror",
	"what is new behind version 12, and no warning either",
	"sqlgen lint -Wno-fk-without-index -Werror=nullable-pk",
	"without one rule, and with one taken for an error",
	"sqlgen lint --sarif >lint.sarif",
	"for a code host to show beside the lines",
	NULL
};

static void
print_rules(void)
{
	static const char *const words[] = { "note", "warning", "error" };

	for (size_t i = 0; i < rule_count; i++)
		printf("%-26s %-8s %s%s\n", rules[i].id, words[rules[i].severity], rules[i].summary,
		       rules[i].is_opt_in ? " (off unless asked for)" : "");
}

static void
add_level(struct lint *lint, const char *rule, enum level level, struct arena *arena)
{
	struct level_setting *levels = (struct level_setting *)lint->levels;

	levels = arena_grow(arena, levels, lint->level_count, sizeof *levels);
	levels[lint->level_count++] = (struct level_setting){ rule, level };
	lint->levels = levels;
}

static bool
is_rule(const char *name, struct place place, const struct run *run)
{
	const char *nearest;

	if (rule_find(name))
		return true;
	nearest = rule_nearest(name, run->arena);
	if (nearest)
		diag_error(run->diag, place, "unknown rule '%s': did you mean '%s'?", name,
			   nearest);
	else
		diag_error(run->diag, place, "unknown rule '%s': 'sqlgen lint --list' lists them",
			   name);
	return false;
}

/* [lint] of sqlgen.ini. */
static bool
read_settings(struct lint *lint, const struct run *run)
{
	static const char *const words[] = {
		[LEVEL_OFF] = "off",
		[LEVEL_NOTE] = "note",
		[LEVEL_WARNING] = "warning",
		[LEVEL_ERROR] = "error",
	};

	for (size_t i = 0; i < lint->project->rule_setting_count; i++) {
		const struct rule_setting *setting = &lint->project->rule_settings[i];
		int level = LEVEL_OFF;

		if (!is_rule(setting->rule, setting->place, run))
			return false;
		while (strcmp(words[level], setting->value) != 0)
			level++;
		add_level(lint, setting->rule, (enum level)level, run->arena);
	}
	return true;
}

/* -Werror, -Werror=RULE, -Wno-RULE, -WRULE */
static bool
read_words(struct lint *lint, const struct run *run)
{
	for (size_t i = 0; i < run->arguments->given_count; i++) {
		const struct given *given = &run->arguments->given[i];
		const char *word = given->value;
		enum level level = LEVEL_WARNING;

		if (strcmp(given->option->name, "warn") != 0)
			continue;
		if (strcmp(word, "error") == 0) {
			add_level(lint, NULL, LEVEL_ERROR, run->arena);
			continue;
		}
		if (strncmp(word, "error=", 6) == 0) {
			level = LEVEL_ERROR;
			word += 6;
		} else if (strncmp(word, "no-", 3) == 0 && !rule_find(word)) {
			level = LEVEL_OFF;
			word += 3;
		}
		if (!is_rule(word, (struct place){ 0 }, run))
			return false;
		add_level(lint, word, level, run->arena);
	}
	return true;
}

/* Exit status 1 for errors, and where not all was seen; warnings and notes are advice. */
static enum status
print_findings(const struct findings *findings, const struct lint *lint, const struct run *run)
{
	struct text text = { 0 };
	bool has_errors = !lint->schema;

	for (size_t i = 0; i < findings->count; i++)
		has_errors |=
			!findings->items[i].reason && findings->items[i].severity == SEVERITY_ERROR;
	if (arguments_has(run->arguments, "sarif"))
		report_to_sarif(findings, SQLGEN_VERSION, &text, run->diag, run->arena);
	else if (arguments_has(run->arguments, "json"))
		report_to_json(findings, &text);
	else
		report_tell(findings, run->diag);
	answer_print(run, &text);
	text_finish(&text);
	return has_errors ? STATUS_FAILED : STATUS_OK;
}

/* Reads, replays and judges; what is said meanwhile is part of the findings. */
static enum status
look(struct lint *lint, const struct run *run)
{
	struct migrations migrations = { 0 };
	struct record record = { 0 };
	struct schema schema;
	struct heard heard;
	struct findings findings;
	const char *since = arguments_value(run->arguments, "since");
	const char *oldest = arguments_value(run->arguments, "min-sqlite");
	bool is_read;

	heard_begin(&heard, run->diag, run->arena);
	is_read = load_migrations(&migrations, lint->project, run);
	if (is_read && record_run(&record, &migrations, run->arena, run->diag) &&
	    inspect_schema(&schema, &record.replay, run->arena, run->diag))
		lint->schema = &schema;
	if (lint->schema) {
		struct reversal *reversals = arena_alloc(run->arena, (migrations.count + 1) * sizeof *reversals);

		reversals_read(reversals, &migrations, run->arena, run->diag);
		lint->reversals = reversals;
	}
	heard_end(&heard);
	lint->heard = &heard;
	lint->migrations = &migrations;
	if (is_read)
		lint->record = &record;
	lint->is_set = since != NULL;
	if (oldest)
		lint->min_sqlite = sqlite_version(oldest);
	if (since && is_read && !load_version(&lint->first, since, &migrations, run)) {
		record_finish(&record);
		return STATUS_USAGE;
	}
	lint_run(&findings, lint, run->arena, run->diag);
	record_finish(&record);
	return print_findings(&findings, lint, run);
}

static enum status
run_lint(const struct run *run)
{
	struct project project;
	struct lint lint = { .project = &project };

	if (arguments_has(run->arguments, "json") && arguments_has(run->arguments, "sarif")) {
		diag_error(run->diag, (struct place){ 0 },
			   "expected one of '--json' and '--sarif', found both");
		return STATUS_USAGE;
	}
	if (arguments_has(run->arguments, "list")) {
		print_rules();
		return STATUS_OK;
	}
	if (!load_project(&project, run) || !read_settings(&lint, run))
		return STATUS_FAILED;
	if (!read_words(&lint, run))
		return STATUS_USAGE;
	return look(&lint, run);
}

const struct verb verb_lint = {
	.name = "lint",
	.operands = "",
	.summary = "tells what is unsafe in the migrations",
	.about = "Replays the migrations one statement at a time and looks at what each does to a "
		 "database that is\n"
		 "in use. Errors give exit status 1, warnings and notes 0. What must be so is "
		 "allowed in writing,\n"
		 "above the statement: '-- sqlgen: allow RULE REASON'; for files that must not "
		 "change in sqlgen.ini.\n",
	.reads_project = true,
	.options = options,
	.examples = examples,
	.page = "sqlgen-lint",
	.run = run_lint,
};
