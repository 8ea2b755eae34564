#ifndef SQLGEN_C_TOKEN_H
#define SQLGEN_C_TOKEN_H

#include <stdbool.h>
#include <stddef.h>

/*
 * The tokens of C before the preprocessor has seen them, as far as strings and calls need them:
 * C23 6.4, with GNU's raw strings and '$' in names. A backslash and a line end are nothing,
 * wherever they stand; trigraphs are not read.
 */
enum c_token_kind {
	C_TOKEN_END, /* nothing left */
	C_TOKEN_SPACE,
	C_TOKEN_NEWLINE,
	C_TOKEN_COMMENT, /* both forms; an open one reaches to the end */
	C_TOKEN_WORD,
	C_TOKEN_NUMBER,
	C_TOKEN_STRING, /* with its prefix */
	C_TOKEN_CHARACTER,
	C_TOKEN_OPERATOR, /* punctuation, too */
	C_TOKEN_ILLEGAL,  /* an open string or character: to the end of its line */
	/* made by the reader of a file: the directives #if, #else (#elif) and #endif */
	C_TOKEN_IF,
	C_TOKEN_ELSE,
	C_TOKEN_ENDIF
};

struct c_token {
	enum c_token_kind kind;
	const char *text; /* into the source */
	size_t length;
};

/* The token at the start of text, length bytes of it. Stateless. */
struct c_token c_token_at(const char *text, size_t length);

/* The length of a backslash and a line end at the start of text; 0: there is none. */
size_t c_splice_length(const char *text, size_t length);

/* Is it this word or operator, to the letter? */
bool c_token_is(const struct c_token *token, const char *text);

/* Of a string: how long its prefix is, and whether it says that the string is raw. */
size_t c_string_prefix(const struct c_token *token, bool *is_raw);

#endif
