#include "input/project_key.h"

#include <stdlib.h>
#include <string.h>

#include "input/declaration.h"
#include "input/migrations.h"

enum { ARRAY_SIZE_MAX = 65536 };

const struct project_section project_sections[SECTION_COUNT] = {
	[SECTION_GENERATE] = { "generate", "[generate]", 0 },
	[SECTION_LINT] = { "lint", "[lint]", 0 },
	[SECTION_CHECK] = { "check", "[check]", 0 },
	[SECTION_TABLE] = { "table", "[table people]", 1 },
	[SECTION_COLUMN] = { "column", "[column people.name]", 2 },
	[SECTION_MIGRATION] = { "migration", "[migration 5]", 1 },
	[SECTION_FUNCTION] = { "function", "[function uuid_v7]", 1 },
	[SECTION_COLLATION] = { "collation", "[collation german]", 1 },
	[SECTION_TOKENIZER] = { "tokenizer", "[tokenizer stemmer]", 1 },
	[SECTION_MODULE] = { "module", "[module vec0]", 1 },
	[SECTION_PLACEHOLDER] = { "placeholder", "[placeholder NAME]", 1 },
};

static bool
is_one_of(const char *value, const char *const *words)
{
	while (*words && strcmp(*words, value) != 0)
		words++;
	return *words;
}

size_t
setting_array_size(const char *value, const char *word)
{
	size_t length = strlen(word);
	char *end;
	long size;
	if (strncmp(value, word, length) != 0 || value[length] != '[' ||
	    !strchr("123456789", value[length + 1]))
		return 0;
	size = strtol(value + length + 1, &end, 10);
	return strcmp(end, "]") == 0 && size <= ARRAY_SIZE_MAX ? (size_t)size : 0;
}

static bool
is_text_type(const char *value)
{
	static const char *const types[] = { "text", "sized_text", NULL };
	return is_one_of(value, types) || setting_array_size(value, "char") > 0;
}

static bool
is_blob_type(const char *value)
{
	return strcmp(value, "blob") == 0 || setting_array_size(value, "bytes") > 0;
}

static bool
is_type(const char *value)
{
	static const char *const types[] = { "int64", "bool", "double", "value", NULL };
	return is_one_of(value, types) || is_text_type(value) || is_blob_type(value);
}

static bool
is_yes_or_no(const char *value)
{
	static const char *const words[] = { "yes", "no", NULL };
	return is_one_of(value, words);
}

/* "destructive", or a rule and why it may be so. */
static bool
is_allowance(const char *value)
{
	size_t length = strspn(value, "abcdefghijklmnopqrstuvwxyz0123456789-");
	return strcmp(value, "destructive") == 0 ||
	       (length > 0 && strchr(" \t:", value[length]) && value[length]);
}

static bool
is_level(const char *value)
{
	static const char *const words[] = { "off", "note", "warning", "error", NULL };
	return is_one_of(value, words);
}

static const char *const runtimes[] = {
	[RUNTIME_BESIDE] = "beside",
	[RUNTIME_SYSTEM] = "system",
	[RUNTIME_NONE] = "none",
	NULL,
};

bool
value_is_runtime(const char *value)
{
	return is_one_of(value, runtimes);
}

bool
value_is_convention(const char *value)
{
	return convention_find(value);
}

bool
value_is_path(const char *value)
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
	return !*value || value_is_path(value);
}

bool
value_is_path_list(const char *value)
{
	return value_is_path(value) && value[strspn(value, ", ")];
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

bool
value_is_prefix(const char *value)
{
	return !*value || is_identifier(value);
}

bool
value_is_file_name(const char *value)
{
	return *value && !strchr("-.", *value) && is_all_of(value, "_-.+");
}

static bool
is_storage_class(const char *value)
{
	static const char *const words[] = { "null", "integer", "real", "text", "blob", NULL };
	return is_one_of(value, words);
}

static bool
is_number(const char *value)
{
	return *value && strlen(value) <= 4 && value[strspn(value, "0123456789")] == '\0';
}

/* "db_exec:2, run:1:format" */
static bool
is_function_list(const char *value)
{
	for (;;) {
		size_t length, digits;

		value += strspn(value, " \t");
		length = strcspn(value, ":");
		if (length == 0 || value[length] != ':' || strcspn(value, ", \t") < length)
			return false;
		value += length + 1;
		digits = strspn(value, "0123456789");
		if (digits != 1 || *value < '1' || *value > '8')
			return false;
		value += digits;
		value += strncmp(value, ":format", 7) == 0 ? 7 : 0;
		value += strspn(value, " \t");
		if (*value == '\0')
			return true;
		if (*value++ != ',')
			return false;
	}
}

static const char identifier_form[] = "a C identifier that begins with a letter";
static const char text_types[] = "text, sized_text or char[N] (N up to 65536)";
static const char blob_types[] = "blob or bytes[N] (N up to 65536)";

const struct project_key project_keys[PROJECT_KEYS] = {
	{ SECTION_GENERATE, "migrations", value_is_path, "a directory",
	  offsetof(struct project, migrations) },
	{ SECTION_GENERATE, "convention", value_is_convention, NULL,
	  offsetof(struct project, convention) },
	{ SECTION_GENERATE, "schema", value_is_path_list, "files, parted by commas",
	  offsetof(struct project, schema) },
	{ SECTION_GENERATE, "output", value_is_path, "a directory",
	  offsetof(struct project, output) },
	{ SECTION_GENERATE, "name", value_is_file_name,
	  "a file's name of letters, digits, '_', '-' and '.' that begins with a letter or digit",
	  offsetof(struct project, name) },
	{ SECTION_GENERATE, "prefix", value_is_prefix, identifier_form,
	  offsetof(struct project, prefix) },
	{ SECTION_GENERATE, "templates", value_is_path, "a directory",
	  offsetof(struct project, templates) },
	{ SECTION_GENERATE, "depfile", value_is_path, "a file's path",
	  offsetof(struct project, depfile) },
	{ SECTION_GENERATE, "cache", value_is_path, "a directory",
	  offsetof(struct project, cache) },
	{ SECTION_GENERATE, "runtime", value_is_runtime, "beside, system or none",
	  offsetof(struct project, runtime) },
	{ SECTION_GENERATE, "text", is_text_type, text_types, offsetof(struct project, text) },
	{ SECTION_GENERATE, "blob", is_blob_type, blob_types, offsetof(struct project, blob) },
	{ SECTION_GENERATE, "json", is_yes_or_no, "yes or no", offsetof(struct project, json) },
	{ SECTION_GENERATE, "queries", value_is_path, "a directory", offsetof(struct project, queries) },
	{ SECTION_GENERATE, "max_arguments", is_number, "a number up to 9999",
	  offsetof(struct project, max_arguments) },
	{ SECTION_LINT, "*", is_level, "off, note, warning or error", 0 },
	{ SECTION_CHECK, "functions", is_function_list,
	  "functions with the number (1 to 8) of the argument that is SQL, as 'db_exec:2, run:1'",
	  offsetof(struct project, check_functions) },
	{ SECTION_TABLE, "struct", is_identifier, identifier_form, 0 },
	{ SECTION_TABLE, "name", is_identifier, identifier_form, 0 },
	{ SECTION_TABLE, "skip", is_yes_or_no, "yes or no", 0 },
	{ SECTION_TABLE, "key", value_is_path_list, "columns, parted by commas", 0 },
	{ SECTION_TABLE, "text", is_text_type, text_types, 0 },
	{ SECTION_TABLE, "blob", is_blob_type, blob_types, 0 },
	{ SECTION_TABLE, "json", is_yes_or_no, "yes or no", 0 },
	{ SECTION_COLUMN, "type", is_type,
	  "int64, bool, double, text, sized_text, char[N], blob, bytes[N] (N up to 65536) or value", 0 },
	{ SECTION_COLUMN, "name", is_identifier, identifier_form, 0 },
	{ SECTION_COLUMN, "enum", is_identifier, identifier_form, 0 },
	{ SECTION_MIGRATION, "allow", is_allowance, "destructive, or a rule of 'sqlgen lint' and a reason", 0 },
	{ SECTION_FUNCTION, "arguments", declaration_is_argument_list,
	  "counts, as '2' or '0, 1', or -1 (any number)", offsetof(struct declaration, arguments) },
	{ SECTION_FUNCTION, "deterministic", is_yes_or_no, "yes or no",
	  offsetof(struct declaration, deterministic) },
	{ SECTION_FUNCTION, "aggregate", is_yes_or_no, "yes or no",
	  offsetof(struct declaration, aggregate) },
	{ SECTION_FUNCTION, "returns", is_storage_class, "null, integer, real, text or blob",
	  offsetof(struct declaration, returns) },
	{ SECTION_MODULE, "columns", value_is_path, "columns as in CREATE TABLE, as 'a, b INTEGER'",
	  offsetof(struct declaration, columns) },
	{ SECTION_PLACEHOLDER, "value", is_line, "text of one line",
	  offsetof(struct declaration, value) },
	{ SECTION_PLACEHOLDER, "mark", value_is_path,
	  "what stands in the migrations, as '$%NAME%$'", offsetof(struct declaration, mark) },
};

enum runtime_kind
project_key_runtime(const char *value)
{
	int kind = RUNTIME_BESIDE;
	while (strcmp(runtimes[kind], value) != 0)
		kind++;
	return (enum runtime_kind)kind;
}
