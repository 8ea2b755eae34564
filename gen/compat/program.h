#ifndef SQLGEN_COMPAT_PROGRAM_H
#define SQLGEN_COMPAT_PROGRAM_H

#include <stdbool.h>
#include <stddef.h>

#include "compat/reliance.h"
#include "query/query.h"
#include "schema/replay.h"
#include "schema/schema.h"

struct arena;
struct migrations;
struct project;
struct queries;

/* What is read to make the program of a version. */
struct program_source {
	struct migrations *migrations;
	const struct project *project;
	const struct queries *queries; /* those of today: what they were is not known */
	const char *cache;             /* a directory for images of the schema */
	struct diag *diag;
};

/* The program that would have been generated after some of the migrations. */
struct program {
	struct replay replay;
	struct schema schema;
	struct query_list queries; /* those that are good on its schema */
	struct reliances reliances;
	const char *unknown; /* why there is no such program; NULL: there is */
};

/*
 * Of the first count migrations, of which all can be replayed. What sqlgen.ini says of tables and
 * columns that are not there is passed over. Messages are not shown. False: after an error.
 */
bool program_read(struct program *program, const struct program_source *source, size_t count,
		  struct arena *arena);
void program_finish(struct program *program);

struct ground program_ground(const struct program *program);

#endif
