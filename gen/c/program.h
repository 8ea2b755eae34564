#ifndef SQLGEN_C_PROGRAM_H
#define SQLGEN_C_PROGRAM_H

#include <stdbool.h>
#include <stddef.h>

#include "base/map.h"
#include "c/source.h"

struct arena;
struct diag;

/* The files of one run. They are read once, and only those that are needed. */
struct c_program {
	const char **paths; /* that were given, and what is in the directories among them; sorted */
	size_t path_count;
	struct map names;  /* the last part of a path → the index of the last such path, from 1 */
	size_t *same_name; /* the index of the one before of that name, from 1 */
	struct map known;  /* path → source */
	struct c_source **sources; /* those that were read */
	size_t source_count;
	size_t bytes; /* of all files that were looked into */
	size_t expanded;    /* words in all: there is an end to what is made of macros and tables */
	unsigned visit;
	struct arena *arena;
	struct diag *diag;
};

void c_program_init(struct c_program *program, struct arena *arena, struct diag *diag);

/*
 * Adds a file, or of a directory all *.c and *.h, those in its directories too; names that begin
 * with a dot and links to directories are passed over.
 */
bool c_program_add(struct c_program *program, const char *path);

/* The text of a file that nobody else has read; it is followed by a NUL, and must outlive program.
 */
struct c_source *c_program_keep(struct c_program *program, const char *path, const char *text,
				size_t size);

/* Reads those of the paths in which one of these words stands. */
bool c_program_read(struct c_program *program, const char *const *words, size_t count);

/*
 * What a name means at the token of this index: the macro of the file itself that was defined last,
 * else of a file that it includes. NULL: none, or it depends on a condition.
 */
const struct c_macro *c_program_macro(struct c_program *program, struct c_source *source, size_t at,
				      const struct c_token *name);

/* Asks the file, and what it includes, each once, until there is an answer. */
const void *c_program_search(struct c_program *program, struct c_source *source,
			     const void *(*ask)(struct c_source *source,
						const struct c_token *name),
			     const struct c_token *name);

/* A variable outside of functions, and the file that it stands in; NULL: none that is known. */
const struct c_variable *c_program_variable(struct c_program *program, struct c_source *source,
					    const struct c_token *name, struct c_source **found);

#endif
