#ifndef SQLGEN_TEMPLATE_H
#define SQLGEN_TEMPLATE_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct diag;
struct text;
struct value;

/*
 * The template language. A line whose first mark is '@' is a directive and vanishes:
 *     @for x in path   @if path   @if not path   @else   @end
 * In text ${path} is a text, ${,} a comma except in the last turn of the innermost @for; @@ at a
 * line's start and $${ escape. A path is names joined by dots, looked up in the loop variables from
 * inside out, then in the root record. A text is true if not empty, a list if not empty. An unknown
 * name, a value of the wrong kind, an open or extra directive is an error with template, line and
 * column.
 */
bool template_render(struct text *out, const char *path, const char *source, size_t length,
		     const struct value *root, struct arena *arena, struct diag *diag);

#endif
