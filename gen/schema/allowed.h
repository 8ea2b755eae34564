#ifndef SQLGEN_ALLOWED_H
#define SQLGEN_ALLOWED_H

struct arena;
struct probe;
struct table;

/* What the CHECKs of a table allow its columns: sets column.allowed. Several on one column are
 * intersected. */
void allowed_inspect(struct table *table, struct probe *probe, struct arena *arena);

#endif
