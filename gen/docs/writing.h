#ifndef SQLGEN_WRITING_H
#define SQLGEN_WRITING_H

#include <stddef.h>

struct arena;

/* Text of foreign origin as it stands in a document: it is only ever text there. */

enum form {
	FORM_PLAIN,    /* as it is, for JSON, which has its own way of writing */
	FORM_MARKDOWN, /* https://github.github.com/gfm/ */
	FORM_HTML,
	FORM_MERMAID,  /* https://mermaid.js.org/syntax/entityRelationshipDiagram.html */
	FORM_DOT       /* https://graphviz.org/doc/info/lang.html */
};

/* A document, and where its links go: "MIGRATIONS.md", or "" for itself. */
struct writing {
	enum form form;
	const char *tables, *versions;
};

/*
 * On one line: blanks for ends of lines, and characters that hide, join or reorder text are shown as
 * <U+202E>. In DOT and Mermaid what stands between double quotes.
 */
const char *writing_plain(const struct writing *writing, const char *text, struct arena *arena);

/* The same as code, marks included; "" stays "". DOT and Mermaid have none. */
const char *writing_code(const struct writing *writing, const char *text, struct arena *arena);

/* The lines of a block of code, without what stands around it. */
const char *writing_block(const struct writing *writing, const char *text, size_t size, struct arena *arena);

/* A fence of backticks that nothing in text closes. */
const char *writing_fence(const char *text, size_t size, struct arena *arena);

/* label has been written already. */
const char *writing_link(const struct writing *writing, const char *page, const char *anchor, const char *label,
			 struct arena *arena);

/* A name in Mermaid: letters, digits and '_', the first a letter; none of PK, FK and UK. */
const char *writing_word(const char *name, struct arena *arena);

#endif
