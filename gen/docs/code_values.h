#ifndef SQLGEN_CODE_VALUES_H
#define SQLGEN_CODE_VALUES_H

#include <stddef.h>

struct arena;
struct value;
struct writing;

/*
 * Sets a text of SQL: "text", its "fence" for Markdown, for HTML its "pieces" ("kind" is "keyword",
 * "string", "number", "comment" or ""), and "left", how many bytes are left out. What is longer than
 * 32 KB holds rows, and is cut at the end of a line.
 */
void code_values(struct value *record, const struct writing *writing, const char *text, size_t size,
		 struct arena *arena);

#endif
