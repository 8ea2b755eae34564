#ifndef SQLGEN_STORE_H
#define SQLGEN_STORE_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct diag;

/* A file that was built into the tool by embed: a template, or a file of the joined runtime. */
struct embedded_file {
	const char *name; /* "db.h.tmpl", "sqlgen.h" */
	const unsigned char *data;
	size_t size;
};

extern const struct embedded_file embedded_templates[]; /* ends with a NULL name */
/* sqlgen.h, sqlgen.c; ends with a NULL name */
extern const struct embedded_file embedded_runtime[];

struct template_source {
	const char *path; /* for messages: the file's, or "<built-in>/db.h.tmpl" */
	const char *data;
	size_t size;
};

/*
 * The template of this name: from directory if it has one (NULL: no directory), else built in.
 * A file in directory whose name is no built-in template's is an error; checked by store_check.
 */
bool store_check(const char *directory, struct arena *arena, struct diag *diag);
bool store_template(struct template_source *source, const char *name, const char *directory,
		    struct arena *arena, struct diag *diag);

#endif
