#ifndef SQLGEN_HEARD_H
#define SQLGEN_HEARD_H

#include <stddef.h>

#include "base/diag.h"

struct arena;

/*
 * What other stages say about migrations while they read and replay them: taken down instead of
 * printed, to be judged as findings.
 */
struct heard_message {
	enum severity severity;
	struct place place;
	const char *rule; /* NULL: none was named */
	const char *text;
	const char *notes; /* joined by "; "; NULL */
};

struct heard {
	struct heard_message *items;
	size_t count;
	struct arena *arena;
	struct diag *diag;
	struct diag_listener listener;
	struct diag before; /* diag as it was */
};

/*
 * Between the two, diag prints nothing, and what it counts is forgotten. heard must not move
 * meanwhile.
 */
void heard_begin(struct heard *heard, struct diag *diag, struct arena *arena);
void heard_end(struct heard *heard);

#endif
