#ifndef SQLGEN_QUERY_VARIANT_H
#define SQLGEN_QUERY_VARIANT_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct diag;
struct query;
struct query_text;
struct statement;

/* Up to so many optional parameters, and texts in all, there is a text for each choice. */
enum { OPTIONAL_MAX = 4, VARIANT_MAX = 64 };

/* What stands in a text instead of the bytes from offset on. */
struct text_edit {
	size_t offset, length;
	const char *text;
};

/*
 * The texts that a query runs, of the one that was typed: sets variants and optional_count. edits are
 * made in all of them (* is written out). A list is read from sqlgen_list. A term of WHERE, ON or
 * HAVING with an optional parameter that is not given drops out: it is an operand of AND and OR, the
 * innermost that the parameter stands in. Beyond OPTIONAL_MAX, or VARIANT_MAX, there is one text for
 * each order, in which NULL stands for "not given". False after an error: an optional parameter that stands elsewhere, or another one
 * that would be gone with a term.
 */
bool variants_build(struct query *query, const struct query_text *text, const struct statement *statement,
		    const struct text_edit *edits, size_t edit_count, struct arena *arena,
		    struct diag *diag);

#endif
