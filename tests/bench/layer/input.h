/* The rows that the workloads write or look for: the same for the same arguments. */
#ifndef INPUT_H
#define INPUT_H

#include <stddef.h>
#include <stdint.h>

#include "bench.h"

/* The table begins with rows rows, whose ids count from 1; this many share a session. */
enum { SESSION_ROWS = 10 };

/* The row that the table has, or would have, under this id. */
void input_row(struct input *row, uint64_t id, size_t rows);

/* The i-th input: of rows without an id, of any rows as they are, … */
void input_new(struct input *row, size_t rows, size_t i);
void input_any(struct input *row, size_t rows, size_t i);
/* … of any rows changed in columns that no index, key or foreign key has, or in an indexed one too
 * … */
void input_unkeyed_change(struct input *row, size_t rows, size_t i);
void input_keyed_change(struct input *row, size_t rows, size_t i);
/* … and of changed and new rows in turn. */
void input_half_new(struct input *row, size_t rows, size_t i);

#endif
