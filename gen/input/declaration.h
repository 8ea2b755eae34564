#ifndef SQLGEN_DECLARATION_H
#define SQLGEN_DECLARATION_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"

/*
 * What migrations need beside SQLite: what the user's program registers in options.on_open,
 * "[function uuid_v7]" and the like in sqlgen.ini, and what their tool puts into their texts.
 */
enum declaration_kind {
	DECLARATION_FUNCTION,
	DECLARATION_COLLATION,
	DECLARATION_TOKENIZER,
	DECLARATION_MODULE,
	DECLARATION_PLACEHOLDER
};

/* A key's value as it was written; text NULL: it was not set. */
struct declared_value {
	const char *text;
	struct place place;
};

struct declaration {
	enum declaration_kind kind;
	const char *name;
	struct place place;
	struct declared_value arguments;     /* of a function: "2", "0, 1"; -1: any number */
	struct declared_value deterministic; /* "yes": it may stand in an index */
	struct declared_value aggregate;     /* "yes" */
	struct declared_value returns;       /* "null", "integer", "real", "text" or "blob" */
	struct declared_value columns;       /* of a module: as in CREATE TABLE */
	struct declared_value value;         /* of a placeholder; set in each that was read */
	struct declared_value mark;          /* what stands for it; not set: ${name} */
};

/* "function": the word of its section. */
const char *declaration_word(enum declaration_kind kind);

/* The one of this kind and name; NULL if there is none. */
const struct declaration *declaration_find(const struct declaration *items, size_t count,
					   enum declaration_kind kind, const char *name);

/* "2", "0, 1, 3": each from -1 to 127? */
bool declaration_is_argument_list(const char *value);

#endif
