#ifndef SQLGEN_DOCUMENT_H
#define SQLGEN_DOCUMENT_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct c_table;
struct diag;
struct history;
struct life;
struct migrations;
struct model;
struct project;
struct schema;
struct table;
struct value;
struct writing;

/* All that documents are made of. */
struct document {
	const char *title;
	const struct migrations *migrations;
	const struct history *history;
	const struct schema *schema;
	const struct model *model;   /* NULL: no C can be generated from this */
	const char **table_anchors;  /* "table_tasks", one for each table of the schema */
	const char **version_anchors;
};

/* Chooses the anchors; the other members are set before. */
void document_set_anchors(struct document *document, struct arena *arena);

/* NULL if there is none of this name. */
const char *document_table_anchor(const struct document *document, const char *name);
const struct c_table *document_c_table(const struct document *document, const struct table *table);
/* The life of a table or view. */
const struct life *document_life(const struct document *document, const struct table *table);

/* A table's name as code, a link to what is said of it if it is there at the end. */
const char *document_table_link(const struct document *document, const struct writing *writing, const char *name,
				struct arena *arena);
const char *document_version_link(const struct document *document, const struct writing *writing, size_t version,
				  struct arena *arena);
/* The version that made something and, if that is another one, the one that changed it last: links. */
const char *document_versions(const struct document *document, const struct writing *writing, const struct life *life,
			      struct arena *arena);
/* Sets a text as paragraphs: a list, empty for NULL. */
void document_set_paragraphs(struct value *record, const char *name, const char *text, const struct writing *writing,
			     struct arena *arena);

#endif
