#ifndef SQLGEN_PAGES_H
#define SQLGEN_PAGES_H

#include <stdbool.h>

struct arena;
struct diag;
struct document;
struct file_set;
struct text;

/* Where documents go, and what they are made from. */
struct pages {
	const char *directory;
	const char *page;      /* name of the HTML page */
	const char *templates; /* directory of overriding templates; NULL: built in */
};

/* Adds MIGRATIONS.md, database.md and the page to set. */
bool pages_add(struct file_set *set, const struct pages *pages, const struct document *document, struct arena *arena,
	       struct diag *diag);

/* What the templates see, with texts as they are. */
void pages_to_json(const struct document *document, struct text *out, struct arena *arena);

/* The picture as text for another tool: "er.mmd.tmpl" or "er.dot.tmpl". */
bool pages_diagram(struct text *out, const char *template, const struct pages *pages, const struct document *document,
		   struct arena *arena, struct diag *diag);

#endif
