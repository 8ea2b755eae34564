#ifndef SQLGEN_KEYWORD_H
#define SQLGEN_KEYWORD_H

struct token;

/*
 * What a token can name. SQLite takes most of its keywords for names wherever they cannot be
 * keywords (%fallback in https://sqlite.org/src/file/src/parse.y); a few it never does.
 */
enum name_class {
	NAME_NONE,  /* no word, or a reserved one */
	NAME_ID,    /* any name: a bare word, "x", [x], `x` */
	NAME_JOIN,  /* LEFT, NATURAL … and INDEXED: a name, but not an alias without AS */
	NAME_STRING /* 'x': a table, a column or an alias, but no value of that name */
};

enum name_class name_class(const struct token *token);

#endif
