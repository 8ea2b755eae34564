#ifndef SQLGEN_FINDING_H
#define SQLGEN_FINDING_H

#include "lint/lint.h"

struct arena;

void findings_add(struct findings *findings, const struct finding *finding, struct arena *arena);

/* In the order of the migrations, then by line, column and rule; equal ones once. */
void findings_sort(struct findings *findings, const struct migrations *migrations,
		   struct arena *arena);

#endif
