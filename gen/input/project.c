#include "input/project.h"

#include <string.h>

#include "base/arena.h"
#include "base/file.h"
#include "input/convention.h"
#include "input/declaration.h"
#include "input/ini.h"
#include "input/project_key.h"
#include "input/source.h"
#include "input/spelling.h"
#include "sql/token.h"

enum { KEYS_MAX = 24 };

/* What is known while a file is read. */
struct reading {
	struct project *project;
	struct arena *arena;
	struct diag *diag;
	struct ini_reader reader;
	bool has_section; /* some section began */
	bool is_known;    /* and it is one that we know */
	enum section section;
	const char *names[2];
	struct place name_place;
	size_t declaration; /* of the section, in project->declarations */
	struct place set[PROJECT_KEYS]; /* where a key of [generate] was set; line 0: it was not */
	bool has_failed;
};

static void
tell_unknown(struct reading *reading, struct place place, const char *what, const char *word,
	     const char *where, const char *const *known, size_t count)
{
	const char *nearest = spelling_nearest(word, known, count);
	reading->has_failed = true;
	if (nearest) {
		diag_error(reading->diag, place, "unknown %s '%s'%s: did you mean '%s'?", what,
			   word, where, nearest);
		return;
	}
	if (count == 0) {
		diag_error(reading->diag, place, "unknown %s '%s'%s: expected none", what, word,
			   where);
		return;
	}
	const char *list = known[0];
	for (size_t i = 1; i < count; i++)
		list = arena_format(reading->arena, "%s%s%s", list, i + 1 < count ? ", " : " or ",
				    known[i]);
	diag_error(reading->diag, place, "unknown %s '%s'%s: expected %s", what, word, where, list);
}

/* The declaration that a section begins or goes on with. */
static void
enter_declaration(struct reading *reading, enum declaration_kind kind, const struct ini_item *item)
{
	struct project *project = reading->project;
	const struct declaration *known =
		declaration_find(project->declarations, project->declaration_count, kind,
				 item->names[0]);
	reading->declaration = project->declaration_count;
	if (known) {
		reading->declaration = (size_t)(known - project->declarations);
		return;
	}
	project->declarations =
		arena_grow(reading->arena, project->declarations, project->declaration_count,
			   sizeof(*project->declarations));
	project->declarations[project->declaration_count++] = (struct declaration){
		.kind = kind,
		.name = item->names[0],
		.place = item->place,
	};
}

static void
enter_section(struct reading *reading, const struct ini_item *item)
{
	const char *known[SECTION_COUNT];
	reading->has_section = true;
	reading->is_known = false;
	if (!item->word)
		return;
	for (int i = 0; i < SECTION_COUNT; i++) {
		known[i] = project_sections[i].word;
		if (strcmp(item->word, known[i]) != 0)
			continue;
		int name_count = (item->names[0] != NULL) + (item->names[1] != NULL);
		reading->section = (enum section)i;
		reading->names[0] = item->names[0];
		reading->names[1] = item->names[1];
		reading->name_place = item->name_place;
		reading->is_known = name_count == project_sections[i].name_count;
		if (reading->is_known && i >= SECTION_FUNCTION)
			enter_declaration(reading, (enum declaration_kind)(i - SECTION_FUNCTION),
					  item);
		if (reading->is_known)
			return;
		reading->has_failed = true;
		diag_error(reading->diag, item->name_place,
			   "expected a section as '%s', found %d name%s", project_sections[i].form,
			   name_count, name_count == 1 ? "" : "s");
		return;
	}
	tell_unknown(reading, item->place, "section", item->word, "", known, SECTION_COUNT);
}

/* The row of a key in this section; PROJECT_KEYS, after an error, if there is none. */
static size_t
find_key(struct reading *reading, const struct ini_item *item)
{
	const char *known[KEYS_MAX];
	size_t count = 0;
	for (size_t i = 0; i < PROJECT_KEYS; i++) {
		if (project_keys[i].section != reading->section)
			continue;
		if (strcmp(project_keys[i].name, item->word) == 0 ||
		    strcmp(project_keys[i].name, "*") == 0)
			return i;
		known[count++] = project_keys[i].name;
	}
	const char *where =
		arena_format(reading->arena, " in [%s]", project_sections[reading->section].word);
	tell_unknown(reading, item->place, "key", item->word, where, known, count);
	return PROJECT_KEYS;
}

static bool
check_value(struct reading *reading, const struct project_key *key, const struct ini_item *item)
{
	if (key->is_valid(item->value))
		return true;
	const char *expected = key->expected;
	if (!expected)
		expected = convention_list(" or ", reading->arena);
	bool is_empty = !item->value[0];
	diag_error(reading->diag, item->name_place, "expected %s for '%s', found %s%s%s", expected,
		   item->word, is_empty ? "nothing" : "'", item->value, is_empty ? "" : "'");
	reading->has_failed = true;
	return false;
}

static void
tell_twice(struct reading *reading, const struct ini_item *item, struct place first)
{
	diag_error(reading->diag, item->place, "expected '%s' once, found it again", item->word);
	diag_note(reading->diag, first, "it was set here");
	reading->has_failed = true;
}

static char *
in_directory(const struct reading *reading, const char *path)
{
	const char *directory = file_directory(reading->arena, reading->project->config);
	char *copy = path[0] == '/' ? arena_string(reading->arena, path)
				    : file_join(reading->arena, directory, path);
	size_t length = strlen(copy);
	while (length > 1 && copy[length - 1] == '/')
		copy[--length] = '\0';
	return copy;
}

/* "a.sql, b.sql": each of them. */
static char *
each_in_directory(const struct reading *reading, const char *paths)
{
	char *list = arena_string(reading->arena, "");
	while (*paths) {
		const char *start = paths + strspn(paths, ", ");
		size_t length = strcspn(start, ",");
		paths = start + length;
		while (length > 0 && start[length - 1] == ' ')
			length--;
		if (length == 0)
			continue;
		const char *path = in_directory(reading, arena_copy(reading->arena, start, length));
		list = arena_format(reading->arena, "%s%s%s", list, *list ? "," : "", path);
	}
	return list;
}

/* A key of [generate] or [check]. */
static void
set_generate(struct reading *reading, size_t row, const struct ini_item *item)
{
	struct project *project = reading->project;
	const struct project_key *key = &project_keys[row];
	if (reading->set[row].line) {
		tell_twice(reading, item, reading->set[row]);
		return;
	}
	reading->set[row] = item->place;
	if (key->is_valid == value_is_runtime) {
		project->runtime = project_key_runtime(item->value);
		return;
	}
	const char *value = item->value;
	if (key->is_valid == value_is_path)
		value = in_directory(reading, value);
	else if (key->is_valid == value_is_path_list)
		value = each_in_directory(reading, value);
	*(const char **)(void *)((char *)project + key->field) = value;
}

static void
add_setting(struct reading *reading, const struct ini_item *item)
{
	struct project *project = reading->project;
	const struct setting *first =
		project_setting(project, reading->names[0], reading->names[1], item->word);
	if (first) {
		tell_twice(reading, item, first->place);
		return;
	}
	project->settings = arena_grow(reading->arena, project->settings, project->setting_count,
				       sizeof(*project->settings));
	project->settings[project->setting_count++] = (struct setting){
		.table = reading->names[0],
		.column = reading->names[1],
		.key = item->word,
		.value = item->value,
		.place = item->place,
		.value_place = item->name_place,
		.name_place = reading->name_place,
	};
}

static void
add_allowance(struct reading *reading, const struct ini_item *item)
{
	struct project *project = reading->project;
	size_t length = strcspn(item->value, " \t:");
	const char *rule = arena_copy(reading->arena, item->value, length);
	const char *reason = item->value + length + strspn(item->value + length, " \t:");
	for (size_t i = 0; i < project->allowance_count; i++) {
		if (strcmp(project->allowances[i].version, reading->names[0]) == 0 &&
		    strcmp(project->allowances[i].rule, rule) == 0) {
			tell_twice(reading, item, project->allowances[i].place);
			return;
		}
	}
	project->allowances = arena_grow(reading->arena, project->allowances,
					 project->allowance_count, sizeof(*project->allowances));
	project->allowances[project->allowance_count++] = (struct allowance){
		.version = reading->names[0],
		.rule = rule,
		.reason = *reason ? reason : NULL,
		.place = item->place,
	};
}

static void
add_rule_setting(struct reading *reading, const struct ini_item *item)
{
	struct project *project = reading->project;
	for (size_t i = 0; i < project->rule_setting_count; i++) {
		if (strcmp(project->rule_settings[i].rule, item->word) == 0) {
			tell_twice(reading, item, project->rule_settings[i].place);
			return;
		}
	}
	project->rule_settings =
		arena_grow(reading->arena, project->rule_settings, project->rule_setting_count,
			   sizeof(*project->rule_settings));
	project->rule_settings[project->rule_setting_count++] =
		(struct rule_setting){ item->word, item->value, item->place };
}

static void
set_declared(struct reading *reading, const struct project_key *key, const struct ini_item *item)
{
	struct declaration *declaration = &reading->project->declarations[reading->declaration];
	struct declared_value *value =
		(struct declared_value *)(void *)((char *)declaration + key->field);
	if (value->text)
		tell_twice(reading, item, value->place);
	else
		*value = (struct declared_value){ item->value, item->place };
}

static void
take_entry(struct reading *reading, const struct ini_item *item)
{
	if (!reading->has_section) {
		diag_error(reading->diag, item->place,
			   "expected a section first, as '[generate]', found '%s'", item->word);
		reading->has_failed = true;
	}
	if (!reading->is_known)
		return;
	size_t row = find_key(reading, item);
	if (row == PROJECT_KEYS || !check_value(reading, &project_keys[row], item))
		return;
	if (reading->section == SECTION_GENERATE || reading->section == SECTION_CHECK)
		set_generate(reading, row, item);
	else if (reading->section >= SECTION_FUNCTION)
		set_declared(reading, &project_keys[row], item);
	else if (reading->section == SECTION_LINT)
		add_rule_setting(reading, item);
	else if (reading->section == SECTION_MIGRATION)
		add_allowance(reading, item);
	else
		add_setting(reading, item);
}

static void
check_placeholders(struct reading *reading)
{
	const struct project *project = reading->project;
	for (size_t i = 0; i < project->declaration_count; i++) {
		const struct declaration *item = &project->declarations[i];
		if (item->kind != DECLARATION_PLACEHOLDER || item->value.text)
			continue;
		diag_error(reading->diag, item->place,
			   "expected 'value = ...' in this section, found none for '%s'",
			   item->name);
		reading->has_failed = true;
	}
}

/* Paths that the file does not set lie beside it too. */
static void
place_defaults(struct reading *reading)
{
	for (size_t i = 0; i < PROJECT_KEYS; i++) {
		const char **field =
			(const char **)(void *)((char *)reading->project + project_keys[i].field);
		if (project_keys[i].section == SECTION_GENERATE &&
		    project_keys[i].is_valid == value_is_path && !reading->set[i].line && *field)
			*field = in_directory(reading, *field);
	}
}

void
project_init(struct project *project)
{
	*project = (struct project){
		.migrations = "migrations",
		.output = ".",
		.name = "db",
		.prefix = "",
		.max_arguments = "8",
		.runtime = RUNTIME_BESIDE,
	};
}

bool
project_read(struct project *project, const char *path, struct arena *arena, struct diag *diag)
{
	struct source source;
	struct project read = *project;
	if (!source_read(&source, path, arena, diag))
		return false;
	read.config = path;
	struct reading reading = {
		.project = &read,
		.arena = arena,
		.diag = diag,
		.reader = { .source = &source, .diag = diag },
	};
	struct ini_item item;
	for (ini_next(&item, &reading.reader, arena); item.kind != INI_END;
	     ini_next(&item, &reading.reader, arena)) {
		if (item.kind == INI_SECTION)
			enter_section(&reading, &item);
		else
			take_entry(&reading, &item);
	}
	check_placeholders(&reading);
	if (reading.has_failed || reading.reader.has_failed)
		return false;
	place_defaults(&reading);
	*project = read;
	return true;
}

const struct setting *
project_setting(const struct project *project, const char *table, const char *column,
		const char *key)
{
	for (size_t i = 0; i < project->setting_count; i++) {
		const struct setting *setting = &project->settings[i];
		if (strcmp(setting->key, key) == 0 && name_compare(setting->table, table) == 0 &&
		    !setting->column == !column &&
		    (!column || name_compare(setting->column, column) == 0))
			return setting;
	}
	return NULL;
}

struct place
project_name_place(const struct project *project, const char *table, const char *column, const char *key,
		   struct place in_schema)
{
	const struct setting *setting = project_setting(project, table, column, key);

	return setting ? setting->value_place : in_schema;
}

const char *
project_table_value(const struct project *project, const char *table, const char *key,
		    const char *everywhere)
{
	const struct setting *setting = project_setting(project, table, NULL, key);
	return setting ? setting->value : everywhere;
}
