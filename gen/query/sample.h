#ifndef SQLGEN_SAMPLE_H
#define SQLGEN_SAMPLE_H

#include <stdbool.h>
#include <stddef.h>

#include <sqlite3.h>

#include "query/query.h"
#include "schema/schema.h"

/*
 * Values that inferences get wrong: NULL, empty ones, numbers in texts, infinities. They are few,
 * and the same for rows and for arguments, so that both meet.
 */

/* Integers that sums and products leave the range with are among them, or not. */
enum sample_range { SAMPLE_SMALL, SAMPLE_EXTREME };

/* One that a value of this type can be; the same for the same seed. Small seeds that differ give
 * values that do. */
struct stored_value sample_choose(struct query_type type, unsigned seed, enum sample_range range);

/* Seeds far apart, for numbers that are close. */
unsigned sample_mix(unsigned a, unsigned b, unsigned c);

void sample_bind(sqlite3_stmt *stmt, int index, const struct stored_value *value);

#endif
