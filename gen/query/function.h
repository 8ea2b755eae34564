#ifndef SQLGEN_FUNCTION_H
#define SQLGEN_FUNCTION_H

#include <stdbool.h>
#include <stddef.h>

/* The functions that SQLite has built in, and what their documentation says that they give. */

enum function_kind {
	FUNCTION_SCALAR,
	FUNCTION_AGGREGATE, /* of a group, and with OVER of a window frame */
	FUNCTION_WINDOW     /* only with OVER */
};

/* How the result follows from the arguments, beside classes. */
enum function_rule {
	RULE_CLASSES,   /* it does not */
	RULE_ABSOLUTE,  /* an integer stays one, all else is REAL */
	RULE_INTEGRAL,  /* a number keeps its class, what is none gives NULL */
	RULE_SIGN,      /* what is no number gives NULL */
	RULE_FIRST,     /* the first argument itself */
	RULE_EITHER,    /* one of the arguments, NULL if one is */
	RULE_COALESCE,  /* the first argument that is not NULL */
	RULE_NULLIF,    /* the first argument, or NULL */
	RULE_IIF,
	RULE_REPLACE,   /* the first argument itself if there is nothing to look for */
	RULE_SUBSTRING, /* a blob of a blob */
	RULE_FORMAT,    /* NULL if there is nothing to print */
	RULE_EXTRACT,   /* text if there are several paths */
	RULE_LITERAL,   /* of literals only: what SQLite says */
	RULE_SUM,
	RULE_MEAN,      /* not NULL only where no infinities cancel each other out */
	RULE_JOINED,    /* text, of a window frame maybe NULL */
	RULE_SHIFTED,   /* lag and lead: the first argument, or the third */
	RULE_FRAME      /* a first argument of the frame, NULL if it may be empty */
};

enum function_nulls {
	NULL_NEVER,
	NULL_IF_ANY, /* NULL if, and only if, an argument is */
	NULL_MAYBE,
	NULL_IF_EMPTY /* aggregates: of no row that is not NULL */
};

struct function {
	const char *name; /* lower case */
	int least, most;  /* arguments; most -1: any number */
	enum function_kind kind;
	enum function_rule rule;
	unsigned classes; /* without CLASS_NULL; of RULE_CLASSES */
	enum function_nulls nulls;
	/*
	 * What each argument is wanted as, a letter for each, the last for all that follow:
	 * text, integer, real, number, json (text), any, same (as the other ones marked so)
	 */
	const char *arguments;
};

/* NULL: SQLite has none of that name with so many arguments, as far as we know. */
const struct function *function_find(const char *name, size_t argument_count);

#endif
