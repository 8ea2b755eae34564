#include "input/near_miss.h"

#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "input/migration_name.h"

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_lower(char c)
{
	return c >= 'a' && c <= 'z';
}

static bool
is_letter(char c)
{
	return is_lower(c) || (c >= 'A' && c <= 'Z');
}

/* The last ".sql" in any case; NULL if there is none. */
static const char *
find_suffix(const char *file)
{
	for (size_t at = strlen(file); at > 0; at--) {
		if (strncasecmp(file + at - 1, ".sql", 4) == 0)
			return file + at - 1;
	}
	return NULL;
}

/* Suffixes of what lies beside migrations: documents, programs, data, settings. */
static const char *const other_suffixes[] = {
	".c",    ".cc",  ".cfg",    ".cmake",   ".conf", ".cpp", ".cr",    ".cs",
	".csv",  ".db",  ".db3",    ".ex",      ".exs",  ".go",  ".h",     ".hpp",
	".html", ".ini", ".java",   ".js",      ".json", ".kt",  ".lock",  ".lua",
	".md",   ".mjs", ".php",    ".pl",      ".png",  ".py",  ".rb",    ".rs",
	".rst",  ".sh",  ".sqlite", ".sqlite3", ".sum",  ".svg", ".swift", ".toml",
	".ts",   ".tsv", ".txt",    ".xml",     ".yaml", ".yml", ".zig",
};

bool
near_miss_is_likely(const char *file)
{
	const char *suffix = strrchr(file, '.');
	if (file[0] == '.' || strncmp(file, "README", 6) == 0)
		return false;
	for (size_t i = 0; suffix && i < sizeof(other_suffixes) / sizeof(other_suffixes[0]); i++) {
		if (strcmp(suffix, other_suffixes[i]) == 0)
			return false;
	}
	return find_suffix(file) || is_digit(file[strspn(file, " ")]);
}

static const char *
fault_of_suffix(const char *file, struct arena *arena)
{
	const char *suffix = find_suffix(file);
	if (!suffix)
		return "expected '.sql' at its end";
	if (strcmp(suffix, ".sql") != 0)
		return arena_format(arena, "expected '.sql' at its end, found '%s'", suffix);
	return NULL;
}

static const char *
fault_of_number(const char *file, struct arena *arena)
{
	const char *c = file;
	if (*c == ' ')
		return "expected a number first, found a space";
	while (is_letter(*c))
		c++;
	if (c > file && is_digit(*c))
		return arena_format(arena, "expected a number first, found '%.*s'", (int)(c - file),
				    file);
	return is_digit(*file) ? NULL : "expected a number first";
}

const char *
near_miss_fault(const char *file, struct arena *arena)
{
	const char *fault = migration_name_text_fault(file);
	if (!fault)
		fault = fault_of_suffix(file, arena);
	if (!fault)
		fault = fault_of_number(file, arena);
	if (fault)
		return fault;

	const char *c = file;
	while (is_digit(*c))
		c++;
	while (is_lower(*c))
		c++;
	if (strcmp(c, ".sql") == 0)
		return "expected '_name' behind the number";
	uint32_t code = 0;
	size_t length = utf8_decode(&code, c, strlen(c));
	if (*c != '_')
		return arena_format(arena, "expected '_' behind the number, found '%.*s'",
				    (int)length, c);
	if (c[1] == '.')
		return "expected a name behind the '_'";
	return NULL;
}
