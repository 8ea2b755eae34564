#ifndef SQLGEN_PICTURE_H
#define SQLGEN_PICTURE_H

struct arena;
struct document;
struct value;
struct writing;

/*
 * Sets "picture": the tables as boxes, the foreign keys as lines with crow's feet, each with its
 * place. false where there are too many tables to be one. Of a large schema only the columns are
 * shown that are a key or lead to one.
 */
void picture_values(struct value *root, const struct document *document, const struct writing *writing,
		    struct arena *arena);

#endif
