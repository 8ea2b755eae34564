#ifndef SQLGEN_C_SOURCE_H
#define SQLGEN_C_SOURCE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/map.h"
#include "c/token.h"

struct arena;

/*
 * A file of C as its text tells it, without its includes: no directive is obeyed but #if 0 and
 * #ifdef __cplusplus, whose text is passed over. Of other conditions all branches are there, with
 * tokens between them that say so.
 */

struct c_tokens {
	const struct c_token *items;
	size_t count;
};

/* #define, or #undef. */
struct c_macro {
	struct c_token name;
	const struct c_source *source;
	bool is_function, is_undefined;
	struct c_tokens parameters; /* words; the last may be "..." */
	struct c_tokens body;
	size_t before;        /* the index of the token of the source that follows it */
	size_t group, branch; /* the innermost condition that it stands in, and the branch of it; 0:
				 none */
	const struct c_macro *previous; /* of the same name */
};

/* int f(…) { … } */
struct c_function {
	struct c_token name;
	size_t head;        /* the index of the name */
	size_t open, close; /* of its braces; close: of the token behind the last one, if there is
			       no brace */
	bool is_static;
};

/* Something outside of functions that is initialized: static const char *const name = …; */
struct c_variable {
	struct c_token name;
	size_t name_at;  /* its index */
	size_t from, to; /* of what it is initialized with */
	bool is_array, is_static, is_const;
	bool is_assigned; /* in this file, beside its own value, or its address is taken */
};

struct c_source {
	const char *path, *text;
	size_t size;
	struct c_tokens tokens; /* without spaces, comments and directives */
	struct map macros;      /* the last of each name */
	struct c_macro **macro_list;
	size_t macro_count;
	const char **includes; /* as they are written, without their quotes */
	size_t include_count;
	struct c_source **included; /* the same as far as they were found; NULL: not looked for */
	size_t included_count;
	struct c_function *functions; /* in the order of the text */
	size_t function_count;
	struct c_variable *variables;
	size_t variable_count;
	struct map variable_names;
	struct map enumerators;  /* what c/enumerator.h knows of each */
	struct map extern_names; /* of what is declared as another file's */
	bool is_given;  /* it is one of those to be looked at, and not only included by them */
	unsigned visit; /* of the search that was here last */
};

/* text must outlive source, and be followed by a NUL. */
void c_source_read(struct c_source *source, const char *path, const char *text, size_t size,
		   struct arena *arena);

/* The function whose body has the token of this index; NULL: none has. */
const struct c_function *c_source_function(const struct c_source *source, size_t at);

/* The index behind the bracket that closes the one at open; source->tokens.count if none does. */
size_t c_tokens_closing(struct c_tokens tokens, size_t open);

#endif
