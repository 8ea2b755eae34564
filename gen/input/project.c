#include "input/project.h"

#include <string.h>

#include "base/arena.h"
#include "base/file.h"
#include "input/convention.h"
#include "input/declaration.h"
#include "input/ini.h"
#include "input/migrations.h"
#include "input/source.h"
#include "input/spelling.h"
#include "sql/token.h"

enum section {
	SECTION_GENERATE,
	SECTION_TABLE,
	SECTION_COLUMN,
	SECTION_FUNCTION,
	SECTION_COLLATION,
	SECTION_TOKENIZER,
	SECTION_MODULE,
	SECTION_PLACEHOLDER,
	SECTION_COUNT
};

static const struct {
	const char *word, *form;
	int name_count;
} sections[SECTION_COUNT] = {
	[SECTION_GENERATE] = { "generate", "[generate]", 0 },
	[SECTION_TABLE] = { "table", "[table people]", 1 },
	[SECTION_COLUMN] = { "column", "[column people.name]", 2 },
	[SECTION_FUNCTION] = { "function", "[function uuid_v7]", 1 },
	[SECTION_COLLATION] = { "collation", "[collation german]", 1 },
	[SECTION_TOKENIZER] = { "tokenizer", "[tokenizer stemmer]", 1 },
	[SECTION_MODULE] = { "module", "[module vec0]", 1 },
	[SECTION_PLACEHOLDER] = { "placeholder", "[placeholder NAME]", 1 },
};

enum { KEYS_MAX = 16 };

static bool
is_one_of(const char *value, const char *const *words)
{
	while (*words && strcmp(*words, value) != 0)
		words++;
	return *words;
}

static bool
is_type(const char *value)
{
	static const char *const types[] = { "int64", "bool",  "double", "text",
					     "blob",  "value", NULL };
	return is_one_of(value, types);
}

static bool
is_yes_or_no(const char *value)
{
	static const char *const words[] = { "yes", "no", NULL };
	return is_one_of(value, words);
}

static const char *const runtimes[] = {
	[RUNTIME_BESIDE] = "beside",
	[RUNTIME_SYSTEM] = "system",
	[RUNTIME_NONE] = "none",
	NULL,
};

static bool
is_runtime(const char *value)
{
	return is_one_of(value, runtimes);
}

static bool
is_convention(const char *value)
{
	return convention_find(value);
}

static bool
is_path(const char *value)
{
	for (const char *c = value; *c; c++) {
		if ((unsigned char)*c < ' ' || *c == 0x7F)
			return false;
	}
	return *value;
}

static bool
is_line(const char *value)
{
	return !*value || is_path(value);
}

static bool
is_path_list(const char *value)
{
	return is_path(value) && value[strspn(value, ", ")];
}

static bool
is_all_of(const char *value, const char *others)
{
	static const char letters[] =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
	for (; *value; value++) {
		if (!strchr(letters, *value) && !strchr(others, *value))
			return false;
	}
	return true;
}

static bool
is_identifier(const char *value)
{
	return *value && !strchr("0123456789_", *value) && is_all_of(value, "_");
}

static bool
is_prefix(const char *value)
{
	return !*value || is_identifier(value);
}

static bool
is_file_name(const char *value)
{
	return *value && !strchr("-.", *value) && is_all_of(value, "_-.+");
}

static bool
is_storage_class(const char *value)
{
	static const char *const words[] = { "null", "integer", "real", "text", "blob", NULL };
	return is_one_of(value, words);
}

static const char identifier_form[] = "a C identifier that begins with a letter";

/* Every key there is. */
static const struct rule {
	enum section section;
	const char *key;
	bool (*is_valid)(const char *value);
	const char *expected; /* NULL: the conventions */
	/* Of struct project, in [generate] where is_valid is not is_runtime; of struct declaration. */
	size_t field;
} rules[] = {
	{ SECTION_GENERATE, "migrations", is_path, "a directory",
	  offsetof(struct project, migrations) },
	{ SECTION_GENERATE, "convention", is_convention, NULL,
	  offsetof(struct project, convention) },
	{ SECTION_GENERATE, "schema", is_path_list, "files, parted by commas",
	  offsetof(struct project, schema) },
	{ SECTION_GENERATE, "output", is_path, "a directory", offsetof(struct project, output) },
	{ SECTION_GENERATE, "name", is_file_name,
	  "a file's name of letters, digits, '_', '-' and '.' that begins with a letter or digit",
	  offsetof(struct project, name) },
	{ SECTION_GENERATE, "prefix", is_prefix, identifier_form,
	  offsetof(struct project, prefix) },
	{ SECTION_GENERATE, "templates", is_path, "a directory",
	  offsetof(struct project, templates) },
	{ SECTION_GENERATE, "depfile", is_path, "a file's path",
	  offsetof(struct project, depfile) },
	{ SECTION_GENERATE, "cache", is_path, "a directory", offsetof(struct project, cache) },
	{ SECTION_GENERATE, "runtime", is_runtime, "beside, system or none",
	  offsetof(struct project, runtime) },
	{ SECTION_TABLE, "struct", is_identifier, identifier_form, 0 },
	{ SECTION_TABLE, "name", is_identifier, identifier_form, 0 },
	{ SECTION_TABLE, "skip", is_yes_or_no, "yes or no", 0 },
	{ SECTION_COLUMN, "type", is_type, "int64, bool, double, text, blob or value", 0 },
	{ SECTION_COLUMN, "name", is_identifier, identifier_form, 0 },
	{ SECTION_COLUMN, "enum", is_identifier, identifier_form, 0 },
	{ SECTION_FUNCTION, "arguments", declaration_is_argument_list,
	  "counts, as '2' or '0, 1', or -1 (any number)", offsetof(struct declaration, arguments) },
	{ SECTION_FUNCTION, "deterministic", is_yes_or_no, "yes or no",
	  offsetof(struct declaration, deterministic) },
	{ SECTION_FUNCTION, "aggregate", is_yes_or_no, "yes or no",
	  offsetof(struct declaration, aggregate) },
	{ SECTION_FUNCTION, "returns", is_storage_class, "null, integer, real, text or blob",
	  offsetof(struct declaration, returns) },
	{ SECTION_MODULE, "columns", is_path, "columns as in CREATE TABLE, as 'a, b INTEGER'",
	  offsetof(struct declaration, columns) },
	{ SECTION_PLACEHOLDER, "value", is_line, "text of one line",
	  offsetof(struct declaration, value) },
	{ SECTION_PLACEHOLDER, "mark", is_path, "what stands in the migrations, as '$%NAME%$'",
	  offsetof(struct declaration, mark) },
};

enum { RULE_COUNT = sizeof(rules) / sizeof(rules[0]) };

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
	size_t declaration; /* of the section, in project->declarations */
	struct place set[RULE_COUNT]; /* where a key of [generate] was set; line 0: it was not */
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
		known[i] = sections[i].word;
		if (strcmp(item->word, known[i]) != 0)
			continue;
		int name_count = (item->names[0] != NULL) + (item->names[1] != NULL);
		reading->section = (enum section)i;
		reading->names[0] = item->names[0];
		reading->names[1] = item->names[1];
		reading->is_known = name_count == sections[i].name_count;
		if (reading->is_known && i >= SECTION_FUNCTION)
			enter_declaration(reading, (enum declaration_kind)(i - SECTION_FUNCTION),
					  item);
		if (reading->is_known)
			return;
		reading->has_failed = true;
		diag_error(reading->diag, item->name_place,
			   "expected a section as '%s', found %d name%s", sections[i].form,
			   name_count, name_count == 1 ? "" : "s");
		return;
	}
	tell_unknown(reading, item->place, "section", item->word, "", known, SECTION_COUNT);
}

/* The row of a key in this section; RULE_COUNT, after an error, if there is none. */
static size_t
find_rule(struct reading *reading, const struct ini_item *item)
{
	const char *known[KEYS_MAX];
	size_t count = 0;
	for (size_t i = 0; i < RULE_COUNT; i++) {
		if (rules[i].section != reading->section)
			continue;
		if (strcmp(rules[i].key, item->word) == 0)
			return i;
		known[count++] = rules[i].key;
	}
	const char *where =
		arena_format(reading->arena, " in [%s]", sections[reading->section].word);
	tell_unknown(reading, item->place, "key", item->word, where, known, count);
	return RULE_COUNT;
}

static bool
check_value(struct reading *reading, const struct rule *rule, const struct ini_item *item)
{
	if (rule->is_valid(item->value))
		return true;
	const char *expected = rule->expected;
	if (!expected)
		expected = convention_list(" or ", reading->arena);
	bool is_empty = !item->value[0];
	diag_error(reading->diag, item->name_place, "expected %s for '%s', found %s%s%s", expected,
		   rule->key, is_empty ? "nothing" : "'", item->value, is_empty ? "" : "'");
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

static void
set_generate(struct reading *reading, size_t row, const struct ini_item *item)
{
	struct project *project = reading->project;
	const struct rule *rule = &rules[row];
	if (reading->set[row].line) {
		tell_twice(reading, item, reading->set[row]);
		return;
	}
	reading->set[row] = item->place;
	if (rule->is_valid == is_runtime) {
		int kind = RUNTIME_BESIDE;
		while (strcmp(runtimes[kind], item->value) != 0)
			kind++;
		project->runtime = (enum runtime_kind)kind;
		return;
	}
	const char *value = item->value;
	if (rule->is_valid == is_path)
		value = in_directory(reading, value);
	else if (rule->is_valid == is_path_list)
		value = each_in_directory(reading, value);
	*(const char **)(void *)((char *)project + rule->field) = value;
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
		reading->names[0], reading->names[1], item->word, item->value, item->place,
	};
}

static void
set_declared(struct reading *reading, const struct rule *rule, const struct ini_item *item)
{
	struct declaration *declaration = &reading->project->declarations[reading->declaration];
	struct declared_value *value =
		(struct declared_value *)(void *)((char *)declaration + rule->field);
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
	size_t row = find_rule(reading, item);
	if (row == RULE_COUNT || !check_value(reading, &rules[row], item))
		return;
	if (reading->section == SECTION_GENERATE)
		set_generate(reading, row, item);
	else if (reading->section >= SECTION_FUNCTION)
		set_declared(reading, &rules[row], item);
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
	for (size_t i = 0; i < RULE_COUNT; i++) {
		const char **field =
			(const char **)(void *)((char *)reading->project + rules[i].field);
		if (rules[i].section == SECTION_GENERATE && rules[i].is_valid == is_path &&
		    !reading->set[i].line && *field)
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
