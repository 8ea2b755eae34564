#ifndef SQLGEN_COMPAT_RELIANCE_H
#define SQLGEN_COMPAT_RELIANCE_H

#include <stdbool.h>
#include <stddef.h>

#include <sqlite3.h>

#include "base/diag.h"

struct arena;
struct query_list;

/*
 * What a program relies on in the schema: that it opens the database, that SQLite takes its
 * statements, that what a query gives fits the fields it is read into.
 */
enum reliance_kind { RELIANCE_FACT, RELIANCE_STATEMENT, RELIANCE_RESULT };

struct reliance {
	enum reliance_kind kind;
	/* of the function: "get_task"; of a result "ready_tasks.title"; of a fact "" */
	const char *name;
	const char *text; /* the fact, or the SQL; of a result "" */
	unsigned classes; /* of a result: CLASS_… of query/query.h */
	struct place place; /* of the query, or of the table */
	bool is_query;
	/* The versions whose programs have it, counted from 1. */
	size_t since, until;
	size_t broken;          /* the version that breaks it; 0: none does */
	const char *message;    /* why, if it is broken */
	struct place broken_at; /* the statement that does it */
};

struct reliances {
	struct reliance *items;
	size_t count;
};

void reliances_add(struct reliances *list, const struct reliance *item, struct arena *arena);

/* A schema that reliances are put to the test on. */
struct ground {
	sqlite3 *handle;
	const char *const *facts; /* as sqlgen_schema_facts tells them, sorted */
	size_t fact_count;
	const struct query_list *queries; /* on this schema; NULL: of results nothing is known */
};

/* NULL: it holds there; else why not. */
const char *reliance_fault(const struct reliance *item, const struct ground *ground,
			   struct arena *arena);

#endif
