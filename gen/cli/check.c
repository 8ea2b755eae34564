#include <stdio.h>

#include "base/diag.h"
#include "base/json.h"
#include "base/text.h"
#include "c/program.h"
#include "check/check.h"
#include "cli/answer.h"
#include "cli/load.h"
#include "cli/verb.h"
#include "input/migrations.h"
#include "input/project.h"
#include "schema/replay.h"

static const struct option options[] = {
	{ "no-migrations", '\0', NULL, "the schema is only what the C creates itself", NULL, NULL },
	{ "json", '\0', NULL, "print JSON", NULL, NULL },
	{ NULL, '\0', NULL, NULL, NULL, NULL }
};

static const char *const examples[] = { "sqlgen check src",
					"the SQL in src/*.c and *.h, and in all directories there",
					"sqlgen check --schema schema.sql main.c",
					"in a program that has no migrations",
					"sqlgen check --no-migrations .",
					"in one that creates its tables by SQL in its own C",
					NULL };

static const char *
severity_name(enum severity severity)
{
	return severity == SEVERITY_ERROR ? "error" : "warning";
}

static void
write_place(struct json *json, struct place place)
{
	json_string(json, "path", place.path);
	json_integer(json, "line", place.line);
	json_integer(json, "column", place.column);
}

static void
print_json(const struct check *check, const struct run *run)
{
	struct text text = { 0 };
	struct json json;

	json_init(&json, &text);
	json_open_object(&json, NULL);
	json_integer(&json, "files", (long long)check->files);
	json_integer(&json, "calls", (long long)check->calls);
	json_integer(&json, "not_constant", (long long)check->inconstant);
	json_integer(&json, "statements", (long long)check->statements);
	json_integer(&json, "elsewhere", (long long)check->elsewhere);
	json_integer(&json, "ignored", (long long)check->ignored);
	json_integer(&json, "wrong", (long long)check->wrong);
	json_open_list(&json, "findings");
	for (size_t i = 0; i < check->complaints.count; i++) {
		const struct complaint *complaint = &check->complaints.items[i];

		json_open_object(&json, NULL);
		json_string(&json, "severity", severity_name(complaint->severity));
		json_string(&json, "rule", complaint->rule);
		write_place(&json, complaint->place);
		json_string(&json, "message", complaint->message);
		json_close_object(&json);
	}
	json_close_list(&json);
	json_close_object(&json);
	answer_print(run, &text);
	text_finish(&text);
}

static const char *
plural(size_t count)
{
	return count == 1 ? "" : "s";
}

static void
print_text(const struct check *check)
{
	printf("%zu file%s, %zu call%s with SQL, %zu not constant; %zu statement%s, ", check->files,
	       plural(check->files), check->calls, plural(check->calls), check->inconstant,
	       check->statements, plural(check->statements));
	if (check->elsewhere > 0)
		printf("%zu of attached databases, ", check->elsewhere);
	if (check->ignored > 0)
		printf("%zu ignored, ", check->ignored);
	printf("%zu wrong\n", check->wrong);
}

static bool
load_schema_database(struct replay *replay, const struct project *project, const struct run *run)
{
	struct migrations migrations = { .directory = "" };
	bool has_none = arguments_has(run->arguments, "no-migrations");

	if (!has_none && !load_migrations(&migrations, project, run))
		return false;
	migrations.declarations = project->declarations;
	migrations.declaration_count = project->declaration_count;
	return load_database(replay, &migrations, migrations.count, project, run);
}

static enum status
run_check(const struct run *run)
{
	struct project project;
	struct c_program program;
	struct replay replay;
	struct check check;

	c_program_init(&program, run->arena, run->diag);
	for (size_t i = 0; i < run->arguments->operand_count; i++)
		if (!c_program_add(&program, run->arguments->operands[i]))
			return STATUS_FAILED;
	if (!load_project(&project, run) || !load_schema_database(&replay, &project, run))
		return STATUS_FAILED;
	check_program(&check, &program, project.check_functions, replay.handle, run->arena,
		      run->diag);
	replay_finish(&replay);
	if (arguments_has(run->arguments, "json"))
		print_json(&check, run);
	else if (!run->is_quiet)
		print_text(&check);
	return run->diag->errors > 0 ? STATUS_FAILED : STATUS_OK;
}

const struct verb verb_check = {
	.name = "check",
	.operands = "FILE...",
	.operand_min = 1,
	.operand_max = 100000,
	.summary = "finds SQL in hand-written C that does not fit the schema",
	.about = "Strings that reach sqlite3_prepare, sqlite3_exec or sqlite3_get_table in a file "
		 "of C, or in all *.c\n"
		 "and *.h of a directory, are prepared on the final schema; errors point into the "
		 "C. Literals may come\n"
		 "through macros, variables and tables. Indexes of sqlite3_bind_ and "
		 "sqlite3_column_ are checked\n"
		 "where they stand in the same function. [check] in sqlgen.ini names functions of "
		 "the program's own.\n",
	.reads_project = true,
	.options = options,
	.examples = examples,
	.page = "sqlgen-check",
	.run = run_check,
};
