#ifndef SQLGEN_INSPECT_H
#define SQLGEN_INSPECT_H

#include <stdbool.h>

struct arena;
struct diag;
struct replay;
struct schema;

/* Reads the schema out of a replayed database. What cannot be typed (a dead view, a dangling
 * foreign key) is a warning. */
bool inspect_schema(struct schema *schema, const struct replay *replay, struct arena *arena,
		    struct diag *diag);

#endif
