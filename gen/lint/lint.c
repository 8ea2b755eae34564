#include "lint/lint.h"

#include <string.h>

#include "base/arena.h"
#include "input/migrations.h"
#include "lint/allow.h"
#include "lint/failure.h"
#include "lint/finding.h"
#include "lint/heard.h"
#include "lint/rule.h"
#include "lint/subject.h"
#include "schema/record.h"
#include "schema/schema.h"
#include "schema/table.h"
#include "sql/parse.h"

/* A longer statement holds rows. */
enum { PARSED_SIZE_MAX = 64 * 1024 };

static void
run_rules(struct subject *subject, enum scope scope)
{
	for (size_t i = 0; i < rule_count; i++) {
		if (rules[i].scope != scope)
			continue;
		subject->rule = &rules[i];
		rules[i].run(subject);
	}
}

static const struct statement *
parse(const struct step *step, struct arena *arena)
{
	struct statement *statement;
	struct parse_error error;
	if (step->heading.kind < HEADING_INSERT || step->heading.kind > HEADING_WITH ||
	    step->length > PARSED_SIZE_MAX)
		return NULL;
	statement = arena_alloc(arena, sizeof *statement);
	return parse_statement(statement, step->text, step->length, arena, &error) ? statement
										   : NULL;
}

static void
look_at_migrations(struct subject *subject)
{
	const struct record *record = subject->lint->record;
	for (size_t i = subject->lint->first; i < record->count; i++) {
		subject->migration = &record->migrations[i];
		for (size_t j = 0; j < subject->migration->step_count; j++) {
			subject->step = &subject->migration->steps[j];
			subject->statement = parse(subject->step, subject->arena);
			run_rules(subject, SCOPE_STATEMENT);
		}
		subject->step = NULL;
		subject->statement = NULL;
		run_rules(subject, SCOPE_MIGRATION);
	}
	subject->migration = NULL;
}

static void
look_at_tables(struct subject *subject)
{
	const struct schema *schema = subject->lint->schema;
	for (size_t i = 0; i < schema->table_count; i++) {
		subject->table = &schema->tables[i];
		run_rules(subject, SCOPE_TABLE);
	}
	subject->table = NULL;
}

/* The statement that a message is about; NULL if it is about none. */
static const struct step *
step_at(const struct record *record, struct place place,
	const struct recorded_migration **migration, const struct diag *diag)
{
	const struct step *found = NULL;
	for (size_t i = 0; record != NULL && i < record->count; i++) {
		const struct recorded_migration *recorded = &record->migrations[i];
		for (size_t j = 0; j < recorded->step_count; j++) {
			struct place start = migration_place(recorded->migration,
							     recorded->steps[j].offset, diag);
			if (place.path == NULL || start.path == NULL ||
			    strcmp(start.path, place.path) != 0)
				break;
			if (start.line > place.line ||
			    (start.line == place.line && start.column > place.column))
				break;
			found = &recorded->steps[j];
			*migration = recorded;
		}
	}
	return found;
}

/* A table or column that no database in use has yet has nothing to lose. */
static bool
is_of_what_is_new(const struct subject *subject, const struct heard_message *message)
{
	struct subject of = *subject;
	const struct step *step;
	const struct table *old;
	if (!rule_is_destructive(message->rule) || !subject->lint->is_set)
		return false;
	step = step_at(subject->lint->record, message->place, &of.migration, subject->diag);
	if (step == NULL || step->heading.name == NULL)
		return false;
	old = subject_old_table(&of, step->heading.name);
	return old == NULL || (step->heading.kind == HEADING_DROP_COLUMN &&
			       table_find_column(old, step->heading.column) == NULL);
}

/* Of a statement that was refused. */
static void
explain(struct finding *finding, const struct subject *subject)
{
	const struct recorded_migration *migration;
	const struct step *step =
		step_at(subject->lint->record, finding->place, &migration, subject->diag);
	const struct rule *rule;
	const char *fix;
	if (step == NULL || step->after != NULL)
		return;
	rule = failure_rule(&fix, step, finding->text);
	if (rule == NULL)
		return;
	finding->rule = rule;
	finding->severity = rule->severity;
	if (finding->fix == NULL)
		finding->fix = fix;
}

static void
take_message(const struct subject *subject, const struct heard_message *message)
{
	struct finding finding = { .place = message->place, .text = message->text };
	if (message->rule != NULL)
		finding.rule = rule_find(message->rule);
	if (finding.rule == NULL)
		finding.rule = rule_find("invalid");
	finding.severity = finding.rule->severity;
	finding.fix = message->notes;
	finding.is_failure = message->severity == SEVERITY_ERROR;
	if (message->rule == NULL && message->severity == SEVERITY_ERROR)
		explain(&finding, subject);
	if (message->rule == NULL || !is_of_what_is_new(subject, message))
		findings_add(subject->findings, &finding, subject->arena);
}

/* What the user makes of it; false: nothing. */
static bool
set_severity(struct finding *finding, const struct lint *lint)
{
	static const enum severity severities[] = {
		[LEVEL_OFF] = SEVERITY_NOTE,
		[LEVEL_NOTE] = SEVERITY_NOTE,
		[LEVEL_WARNING] = SEVERITY_WARNING,
		[LEVEL_ERROR] = SEVERITY_ERROR,
	};
	bool is_on = !finding->rule->is_opt_in, are_errors = false;
	for (size_t i = 0; i < lint->level_count; i++) {
		const struct level_setting *setting = &lint->levels[i];
		if (setting->rule == NULL) {
			are_errors = true;
		} else if (strcmp(setting->rule, finding->rule->id) == 0) {
			is_on = setting->level != LEVEL_OFF;
			finding->severity = severities[setting->level];
		}
	}
	if (are_errors && finding->severity == SEVERITY_WARNING)
		finding->severity = SEVERITY_ERROR;
	return is_on;
}

/* Is it in a migration that has shipped? */
static bool
is_shipped(const struct finding *finding, const struct lint *lint)
{
	for (size_t i = 0; finding->place.path != NULL && i < lint->first; i++)
		if (strcmp(lint->migrations->items[i].path, finding->place.path) == 0)
			return true;
	return false;
}

/* Keeps what is of interest, from the first one on. */
static void
sift(struct findings *findings, size_t first, const struct lint *lint)
{
	size_t kept = first;
	for (size_t i = first; i < findings->count; i++)
		if (set_severity(&findings->items[i], lint) &&
		    (findings->items[i].is_failure || !is_shipped(&findings->items[i], lint)))
			findings->items[kept++] = findings->items[i];
	findings->count = kept;
}

void
lint_run(struct findings *findings, const struct lint *lint, struct arena *arena,
	 const struct diag *diag)
{
	struct findings result = { .items = NULL };
	struct subject subject = {
		.lint = lint, .arena = arena, .findings = &result, .diag = diag
	};
	struct allows allows;
	size_t count;
	for (size_t i = 0; i < lint->heard->count; i++)
		take_message(&subject, &lint->heard->items[i]);
	if (lint->record != NULL)
		look_at_migrations(&subject);
	if (lint->schema != NULL)
		look_at_tables(&subject);
	run_rules(&subject, SCOPE_DIRECTORY);
	sift(&result, 0, lint);
	allows_read(&allows, lint, arena, diag);
	allows_apply(&allows, &result);
	count = result.count;
	allows_judge(&allows, lint, &result, arena);
	sift(&result, count, lint);
	findings_sort(&result, lint->migrations, arena);
	*findings = result;
}
