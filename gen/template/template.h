#ifndef SQLGEN_TEMPLATE_H
#define SQLGEN_TEMPLATE_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct diag;
struct value;

/* Where the output goes, piece by piece. False ends it: write has told why. */
struct template_output {
	bool (*write)(void *context, const char *data, size_t size);
	void *context;
};

/*
 * The template language. A line whose first mark is '@' is a directive and vanishes:
 *     @for x in path   @if path   @if not path   @else   @end
 * In text ${path} is a text, ${,} a comma except in the last turn of the innermost @for; @@ at a
 * line's start and $${ escape. A path is names joined by dots, looked up in the loop variables from
 * inside out, then in the root record. A text is true if not empty, a list if not empty. An unknown
 * name, a value of the wrong kind, an open or extra directive is an error with template, line and
 * column; what came before it has been written.
 */
bool template_render(const struct template_output *out, const char *path, const char *source, size_t length,
		     const struct value *root, struct arena *arena, struct diag *diag);

#endif
