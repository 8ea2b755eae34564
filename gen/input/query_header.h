#ifndef SQLGEN_QUERY_HEADER_H
#define SQLGEN_QUERY_HEADER_H

#include <stdbool.h>

#include "sql/token.h"

struct arena;
struct diag;
struct map;
struct query_text;

/* The comment above a query that gives it a name: "-- name: get_task :one". */

/* "'-- name: get_task :one'", for messages. */
extern const char query_header_form[];

/* The words of a comment, without its marks. */
struct token query_header_words(struct token comment);

bool query_header_is(struct token comment);

/*
 * Sets name, place and command of a query, whose source is known. names has the struct place * of
 * each name so far, to which this one is added. False, after an error, if it is not of this form.
 */
bool query_header_read(struct query_text *query, struct token header, struct map *names, struct arena *arena,
		       struct diag *diag);

#endif
