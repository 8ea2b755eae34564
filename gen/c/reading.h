#ifndef SQLGEN_C_READING_H
#define SQLGEN_C_READING_H

#include <stdbool.h>
#include <stddef.h>

#include "c/constant.h"
#include "c/expand.h"

/* The parts of the reading of constants; for those only. */

/* While an expression is read. */
struct c_reading {
	struct c_constants *constants;
	struct c_program *program;
	struct c_source *source;
	const struct c_function *function;
	size_t at;      /* what is asked is asked there */
	size_t name_at; /* the name of the variable whose value is read */
	unsigned depth;
	struct arena *arena;
};

bool c_words_is(struct c_words words, size_t at, const char *text);
bool c_words_is_bracket(const struct c_word *word, const char *brackets);
struct c_words c_words_part(struct c_words words, size_t from, size_t to);
/* The index behind the bracket that closes the one at open; 0: none does. */
size_t c_words_closing(struct c_words words, size_t open);
/* The first one outside of brackets, from an index on; words.count: there is none. */
size_t c_words_find(struct c_words words, size_t from, const char *text);
/* Without parentheses around all of it, and casts. */
struct c_words c_words_bare(struct c_words words);

/* Adds the strings that words may be. */
void c_read_words(const struct c_reading *reading, struct c_words words);
/* Those of { "…", "…" } or { { 1, "…" }, { 2, "…" } }. member: of its structs; NULL: none is named.
 */
void c_read_table(const struct c_reading *reading, struct c_words words,
		  const struct c_word *member);
/* Those of sqlite3_mprintf("…", …); false: it is none. */
bool c_read_made(const struct c_reading *reading, struct c_words words);

#endif
