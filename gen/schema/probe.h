#ifndef SQLGEN_PROBE_H
#define SQLGEN_PROBE_H

#include <stdbool.h>
#include <stddef.h>

#include <sqlite3.h>

#include "base/map.h"
#include "schema/schema.h"

struct arena;
struct diag;

/* A scratch database that is asked what SQLite stores: a row is inserted and read. */
struct probe {
	sqlite3 *handle;
	struct map answers; /* schemas ask the same again and again */
};

bool probe_open(struct probe *probe, struct diag *diag);
void probe_finish(struct probe *probe);

/*
 * What a column of this affinity holds after DEFAULT (text), or DEFAULT text where only that is
 * allowed: a bare name, which is a string. False if SQLite cannot say: a function of the
 * application, a value without measure.
 */
bool probe_default(struct stored_value *value, struct probe *probe, enum affinity affinity,
		   const char *text, size_t length, struct arena *arena);

/* Same type, same content. */
bool stored_value_equals(const struct stored_value *a, const struct stored_value *b);

#endif
