#ifndef SQLGEN_PROJECT_KEY_H
#define SQLGEN_PROJECT_KEY_H

#include <stdbool.h>
#include <stddef.h>

#include "input/project.h"

/* The sections and keys of sqlgen.ini, and what their values must be. */

enum section {
	SECTION_GENERATE,
	SECTION_LINT,
	SECTION_CHECK,
	SECTION_TABLE,
	SECTION_COLUMN,
	SECTION_MIGRATION,
	SECTION_FUNCTION, /* from here on in the order of enum declaration_kind */
	SECTION_COLLATION,
	SECTION_TOKENIZER,
	SECTION_MODULE,
	SECTION_PLACEHOLDER,
	SECTION_COUNT
};

struct project_section {
	const char *word, *form; /* "table", "[table people]" */
	int name_count;
};
extern const struct project_section project_sections[SECTION_COUNT];

struct project_key {
	enum section section;
	const char *name; /* "*": any, which are the names of rules */
	bool (*is_valid)(const char *value);
	const char *expected; /* NULL: the conventions */
	/* In [generate] and [check] of struct project, except that of a runtime; of struct declaration. */
	size_t field;
};

enum { PROJECT_KEYS = 35 };
extern const struct project_key project_keys[PROJECT_KEYS];

/* Could a value, of a key here or of an option of the command line, be this? */
bool value_is_convention(const char *value);
bool value_is_path(const char *value);
bool value_is_path_list(const char *value);
bool value_is_runtime(const char *value);
bool value_is_prefix(const char *value);
bool value_is_file_name(const char *value);

/* The one that a value means which is a runtime. */
enum runtime_kind project_key_runtime(const char *value);

#endif
