#ifndef SQLGEN_TREE_H
#define SQLGEN_TREE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"

struct arena;

/* A template, parsed: siblings are linked by next. */
enum node_kind { NODE_TEXT, NODE_PATH, NODE_COMMA, NODE_FOR, NODE_IF };

struct node {
	enum node_kind kind;
	struct place place;      /* of the path; NODE_TEXT: of the text */
	const char *text;        /* NODE_TEXT: into the source */
	size_t length;
	const char *path;        /* NODE_PATH, NODE_FOR, NODE_IF: "t.columns" */
	const char **names;      /* of the path, one by one; ends with NULL */
	const char *variable;    /* NODE_FOR */
	bool is_negated;         /* NODE_IF: '@if not' */
	bool has_else;
	struct place directive;  /* of the '@' */
	struct node *children;   /* of NODE_FOR and NODE_IF */
	struct node *otherwise;  /* behind '@else' */
	struct node *next;
};

/*
 * Parses the language of template/template.h into *root, NULL for an empty template. Every fault is
 * told with its place; directives are nested at most 64 deep.
 */
bool tree_parse(struct node **root, const char *path, const char *source, size_t length,
		struct arena *arena, struct diag *diag);

#endif
