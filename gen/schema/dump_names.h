#ifndef SQLGEN_DUMP_NAMES_H
#define SQLGEN_DUMP_NAMES_H

#include "schema/schema.h"

/* The enumerators of schema/schema.h as words for people and programs. */
/* Also a declared type of this affinity. */
const char *affinity_name(enum affinity affinity);
const char *generated_name(enum generated_kind generated); /* NULL: it is not */
const char *kind_name(enum table_kind kind);
const char *origin_name(enum index_origin origin);
const char *event_name(enum trigger_event event);

#endif
