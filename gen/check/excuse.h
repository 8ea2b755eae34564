#ifndef SQLGEN_CHECK_EXCUSE_H
#define SQLGEN_CHECK_EXCUSE_H

#include <stddef.h>

struct arena;
struct handed_list;
struct judged;

/* Why it says nothing that SQLite refuses a statement. */
enum excuse {
	EXCUSE_NONE,
	EXCUSE_ELSEWHERE, /* it names a database that is attached */
	EXCUSE_UNKNOWN    /* what it names is put in at run time, or created with what is */
};

/* The tables and views that are created by texts of which only the beginning is known. */
struct excuses {
	const char **names;
	size_t count;
};

void excuses_find(struct excuses *excuses, const struct handed_list *handed, struct arena *arena);

enum excuse excuse_of(const struct judged *judged, const struct excuses *excuses,
		      struct arena *arena);

#endif
