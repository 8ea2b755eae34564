#ifndef SQLGEN_TOKEN_H
#define SQLGEN_TOKEN_H

#include <stdbool.h>
#include <stddef.h>

/* The kinds of token that SQLite's own tokenizer knows, as far as we must tell them apart. */
enum token_kind {
	TOKEN_END, /* nothing left */
	TOKEN_SPACE,
	TOKEN_COMMENT, /* both forms; an open one reaches to the end */
	TOKEN_WORD,    /* a bare identifier or a keyword */
	TOKEN_QUOTED,  /* "x", [x] or `x` */
	TOKEN_STRING,  /* 'x' */
	TOKEN_BLOB,    /* x'00' */
	TOKEN_INTEGER,
	TOKEN_REAL,
	TOKEN_PARAMETER, /* ?1 :a @a $a */
	TOKEN_SEMICOLON,
	TOKEN_LEFT,  /* ( */
	TOKEN_RIGHT, /* ) */
	TOKEN_COMMA,
	TOKEN_OPERATOR, /* any other operator or '.' */
	TOKEN_ILLEGAL   /* an open string or quoted name, a byte SQLite refuses */
};

struct token {
	enum token_kind kind;
	const char *text; /* into the source */
	size_t length;
};

/* The token at the start of text, length bytes of it. Stateless; spaces and comments count. */
struct token token_at(const char *text, size_t length);

/* A reader that passes over spaces and comments; token is the one it stands at. */
struct token_reader {
	const char *text;
	size_t length, offset; /* offset: of token, in text */
	struct token token;
};
void token_reader_init(struct token_reader *reader, const char *text, size_t length);
void token_next(struct token_reader *reader);

/* Is it this keyword (given in capitals)? Only a TOKEN_WORD can be one. */
bool token_is(const struct token *token, const char *keyword);
/* Is it this operator or punctuation, to the letter? */
bool token_is_operator(const struct token *token, const char *text);

/* A word or a quoted name: what a name that is no string is written as. */
bool token_is_name(const struct token *token);

/* Passes over the token if it is this keyword or operator. */
bool token_accept(struct token_reader *reader, const char *keyword);
bool token_accept_operator(struct token_reader *reader, const char *text);
/* Goes on to the next token that is this keyword; false, and at the end, if there is none. */
bool token_pass_to(struct token_reader *reader, const char *keyword);

struct arena;
/* The name that a word, quoted name or string stands for, quotes removed, doubled ones single. */
char *token_name(const struct token *token, struct arena *arena);

/* Is one of the tokens of a text this name, or this keyword (given in capitals)? */
bool name_is_in(const char *text, size_t length, const char *name, struct arena *arena);
bool keyword_is_in(const char *text, size_t length, const char *keyword);

/*
 * The length of the first statement of text, its semicolon included: a CREATE TRIGGER
 * reaches to the END of its body. Without a semicolon: all of length.
 */
size_t statement_length(const char *text, size_t length);
/*
 * The same of the next statement of text from *at on, to which *at goes, over spaces and comments;
 * 0 if there is none left.
 */
size_t statement_next(const char *text, size_t length, size_t *at);

/* SQLite's rule for names: compares ASCII without case. Like strcmp. */
int name_compare(const char *a, const char *b);

#endif
