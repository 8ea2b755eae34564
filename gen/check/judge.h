#ifndef SQLGEN_CHECK_JUDGE_H
#define SQLGEN_CHECK_JUDGE_H

#include <stdbool.h>
#include <stddef.h>

#include <sqlite3.h>

struct arena;
struct c_string;
struct handed;
struct handed_list;

/* A statement of a text that is handed over, and what SQLite says of it. */
struct judged {
	const struct handed *handed;
	const struct c_string *text;
	size_t offset, length; /* in text */
	bool is_good;
	const char *message; /* if it is not good: SQLite's */
	size_t error;        /* and where in text */
	const char *
		*parameters; /* the names with their marks, NULL for those without, by number - 1 */
	size_t parameter_count;
	size_t column_count;
	bool has_columns; /* column_count is known: of a PRAGMA it is not */
	size_t ignored; /* where in text a statement begins that SQLite passes over; 0: none does */
};

struct judged_list {
	struct judged *items;
	size_t count;
};

/*
 * Has SQLite prepare each statement: on the schema as it is; else with the tables, views and
 * columns that the C creates, those of its own file before others'; else after what the function
 * does to the schema before it. The schema is as before in the end. What acts while it is
 * prepared, a PRAGMA, does not.
 */
void judge(struct judged_list *list, const struct handed_list *handed, sqlite3 *handle,
	   struct arena *arena);

#endif
