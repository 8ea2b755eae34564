#ifndef SQLGEN_CNAME_H
#define SQLGEN_CNAME_H

#include <stddef.h>

struct arena;

/* SQL names and texts as C spells them. Every result is new, in the arena. */

/*
 * lower_snake: "createdAt" is "created_at", "HTTPServer" "http_server", "a-b" "a_b", "1st" "n1st",
 * "naïve" "nau00efve", "" "empty". Never begins or ends with '_' and never holds two in a row.
 */
char *cname_lower(const char *name, struct arena *arena);

/*
 * The singular of a lower_snake name's last word, by conservative English rules; where in doubt the
 * name itself.
 */
char *cname_singular(const char *name, struct arena *arena);

/* All letters large: "task_status" is "TASK_STATUS". */
char *cname_upper(const char *name, struct arena *arena);

/*
 * The part of an enumerator that stands for a label: "in-progress" is "IN_PROGRESS", "" "EMPTY",
 * "-1" "MINUS_1", "2nd" "2ND".
 */
char *cname_label(const char *label, struct arena *arena);

/*
 * What stands between the quotes of a C string literal for these bytes: escapes are octal with
 * three digits; no trigraphs.
 */
char *cname_literal(const char *data, size_t size, struct arena *arena);

/* Text that can stand in a C comment: on one line, without comment marks and control characters. */
char *cname_comment(const char *text, struct arena *arena);

#endif
