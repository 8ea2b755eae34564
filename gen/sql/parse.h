#ifndef SQLGEN_PARSE_H
#define SQLGEN_PARSE_H

#include <stdbool.h>
#include <stddef.h>

#include "sql/tree.h"

struct arena;

/*
 * What only the text of a CREATE TABLE says: its CHECKs, which foreign keys are deferred, and where
 * its columns stand.
 * https://sqlite.org/lang_createtable.html. SQLite has accepted the text before.
 */
struct parsed_check {
	const char *text; /* the expression without its parentheses, into the source */
	size_t length;
	const char *column; /* whose constraint it is; NULL: the table's */
};
struct parsed_column {
	const char *name;
	size_t offset; /* of the name, in the source */
};
struct parsed_table {
	const char *name; /* without its schema */
	size_t offset;
	struct parsed_column *columns; /* none for CREATE TABLE … AS SELECT */
	size_t column_count;
	struct parsed_check *checks;
	size_t check_count;
	/* of each foreign key, in their order: is it DEFERRABLE INITIALLY DEFERRED? */
	bool *deferred;
	size_t deferred_count;
};

/* False if text is no CREATE TABLE that it can read: then *table is untouched. */
bool parse_create_table(struct parsed_table *table, const char *text, size_t length,
			struct arena *arena);

/* A literal of a CHECK, as SQL text: 'a', -1, x'00', TRUE, 1.5. */
struct parsed_literal {
	const char *text;
	size_t length;
};

/*
 * If a CHECK allows a column nothing but certain literals (and NULL): x IN (1, 2),
 * x IN ('a') OR x IS NULL, x = 'p' OR 'q' = x, x IS 'a', nested parentheses, AND of such sets.
 * column is the one column named in it; no COLLATE, no other column, no NULL inside an IN list (it
 * would allow everything). "x" is a string where columns has no such name. Returns false for all
 * else.
 */
bool parse_allowed_values(const char **column, struct parsed_literal **values, size_t *count,
			  const struct parsed_check *check, const struct parsed_column *columns,
			  size_t column_count, struct arena *arena);

/*
 * Is this text of a DEFAULT (as table_xinfo gives it) one literal, with or without sign? CURRENT_*
 * is none.
 */
bool parse_is_literal(const char *text, size_t length);

/* Why a text cannot be read: what was expected, and what was found, at an offset of the source. */
struct parse_error {
	size_t offset;
	const char *message; /* in the arena: "expected ')', found 'FROM'" */
};

/*
 * The tree of one SELECT, INSERT, UPDATE or DELETE; a semicolon may end the text, and nothing may
 * stand behind it. What it accepts, SQLite need not accept, but it reads all that SQLite reads
 * (up to its own limits of depth). False, and *error: it is something else.
 */
bool parse_statement(struct statement *statement, const char *text, size_t length,
		     struct arena *arena, struct parse_error *error);

/* A CREATE VIEW: its name, its list of columns, its SELECT. https://sqlite.org/lang_createview.html */
struct parsed_view {
	struct identifier name;
	struct identifier_list columns; /* none: those of the SELECT */
	struct select *select;
};
bool parse_create_view(struct parsed_view *view, const char *text, size_t length,
		       struct arena *arena, struct parse_error *error);

/* One expression and nothing else: a CHECK, a generated column. */
struct expression *parse_expression(const char *text, size_t length, struct arena *arena,
				    struct parse_error *error);

#endif
