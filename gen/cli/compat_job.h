#ifndef SQLGEN_COMPAT_JOB_H
#define SQLGEN_COMPAT_JOB_H

#include <stdbool.h>
#include <stddef.h>

#include "cli/verb.h"
#include "compat/compat.h"

struct migrations;
struct queries;

/* One call of compat. */
struct compat_job {
	const struct run *run;
	const struct migrations *migrations;
	const struct queries *queries;
	struct program_source source;
	struct compat compat;
	size_t released; /* the version that is asked for, or the one before the last; 0: there is
			    none */
	bool is_asked;
	struct reliances missing; /* what today's program needs and that one has not */
};

/* As it is written; counted from 1. */
const char *compat_job_version(const struct compat_job *job, size_t version);

/* Does what a reliance is about break the program that was released? */
bool compat_job_breaks(const struct compat_job *job, const struct reliance *item);

void compat_print_json(const struct compat_job *job);

#endif
