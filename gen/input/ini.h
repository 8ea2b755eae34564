#ifndef SQLGEN_INI_H
#define SQLGEN_INI_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"

struct arena;
struct source;

/*
 * Reads an INI file line by line: '[kind]', '[kind name]', '[kind name.name]', 'key = value'; '#'
 * and ';' begin comment lines. Names and values are trimmed, and may stand in "…", where "" is a
 * quote; in a name there <U+000A> is that character, as messages show it.
 */
enum ini_kind { INI_END, INI_SECTION, INI_ENTRY };

struct ini_item {
	enum ini_kind kind;
	const char *word;        /* the key; the section's kind, NULL if its line was wrong */
	const char *names[2];    /* of a section; NULL where there is none */
	const char *value;       /* of an entry */
	struct place place;      /* of the word */
	struct place name_place; /* of the section's first name, or of the value */
};

struct ini_reader {
	const struct source *source;
	struct diag *diag;
	size_t at;       /* of the next line */
	bool has_failed; /* a line was no item: it was told and passed over */
};

/* A name as it must stand in a section: in "…" where it has to. */
char *ini_name(const char *name, struct arena *arena);

void ini_next(struct ini_item *item, struct ini_reader *reader, struct arena *arena);

#endif
