#ifndef SQLGEN_LOAD_H
#define SQLGEN_LOAD_H

#include <stdbool.h>
#include <stddef.h>

#include "cli/options.h"

struct arena;
struct migrations;
struct project;
struct queries;
struct query_list;
struct replay;
struct run;
struct schema;

/* What most verbs begin with: the project, its migrations, and the schema that they make. */

/* --config, --migrations, --convention and --schema. */
extern const struct option project_options[];

/* sqlgen.ini, or the file of --config, completed by the command line. */
bool load_project(struct project *project, const struct run *run);

/* The migrations of the project, with their checksums. */
bool load_migrations(struct migrations *migrations, const struct project *project,
		     const struct run *run);

/* How many migrations lead to this version: "2" and "0002" are the same. An unknown one is told. */
bool load_version(size_t *count, const char *version, const struct migrations *migrations,
		  const struct run *run);

/*
 * The schema after the first count migrations, and the replay it was read from, which the caller
 * finishes.
 */
bool load_replay(struct schema *schema, struct replay *replay, struct migrations *migrations, size_t count,
		 const struct project *project, const struct run *run);

/*
 * The database in memory that the first count migrations make; the caller finishes it. What they are
 * warned of is for generate and lint to tell.
 */
bool load_database(struct replay *replay, struct migrations *migrations, size_t count,
		   const struct project *project, const struct run *run);

/* Where the queries are: --queries or what the configuration says, else queries beside it, which need not be there. */
const char *load_queries_directory(const struct project *project, struct arena *arena);

/* The queries of the project as they are written. */
bool load_query_texts(struct queries *queries, const struct project *project, const struct run *run);

/* The same on the schema that was replayed: typed, and judged by SQLite. */
bool load_queries(struct query_list *list, const struct queries *queries, const struct schema *schema,
		  const struct replay *replay, const struct project *project, const struct run *run);

/* The schema alone. */
bool load_schema(struct schema *schema, struct migrations *migrations, size_t count,
		 const struct project *project, const struct run *run);

#endif
