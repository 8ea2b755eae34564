#ifndef SQLGEN_SOURCE_H
#define SQLGEN_SOURCE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"

struct arena;

/* A file of text as a person wrote it. */
struct source {
	const char *path;
	const char *text; /* NUL-terminated, no NUL inside, without byte-order mark */
	size_t size;
	size_t offset; /* where text starts in the file: 3 behind a byte-order mark, else 0 */
};

/*
 * Reads a file and makes it known to diag. UTF-16, UTF-32 and NUL bytes are errors; what is not
 * UTF-8 otherwise is a warning at its first byte. path must outlive diag.
 */
bool source_read(struct source *source, const char *path, struct arena *arena, struct diag *diag);

/* The same of standard input, under the path "<stdin>". */
bool source_read_standard(struct source *source, struct arena *arena, struct diag *diag);

/* The place of a byte of text. */
struct place source_place(const struct source *source, size_t at, const struct diag *diag);

#endif
