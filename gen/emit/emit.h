#ifndef SQLGEN_EMIT_H
#define SQLGEN_EMIT_H

#include <stdbool.h>

struct arena;
struct diag;
struct file_set;
struct migrations;
struct project;
struct query_list;
struct replay;
struct schema;
struct value;

/*
 * What the templates see; NULL after an error was told. Each statement in it has been prepared on the
 * replayed database, if one is given. All of the arguments must live as long as the values.
 */
struct value *emit_values(const struct project *project, const struct migrations *migrations,
			  const struct schema *schema, const struct query_list *queries,
			  const struct replay *replay, struct arena *arena, struct diag *diag);

/*
 * Adds the generated files to set: the header, the source, the runtime where it goes beside them,
 * the depfile. None is begun before all statements in them have been prepared on the replayed database.
 */
bool emit_files(struct file_set *files, const struct project *project,
		const struct migrations *migrations, const struct schema *schema,
		const struct query_list *queries, const struct replay *replay, struct arena *arena,
		struct diag *diag);

#endif
