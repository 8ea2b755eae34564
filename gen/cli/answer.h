#ifndef SQLGEN_ANSWER_H
#define SQLGEN_ANSWER_H

#include <stdbool.h>

#include "base/diag.h"
#include "cli/verb.h"

struct json;
struct text;

/*
 * What --json prints. Whoever reads it finds JSON also where a verb failed before it had anything to
 * say: why, as the first message has it.
 */
struct answer {
	bool is_wanted, is_given;
	struct diag_first first;
};

/* "busy", "disk" …: why, as "stopped" has it. */
const char *answer_reason(enum status status);

/* "stopped" of a verb that failed, as the first message has it. */
void answer_write_stopped(struct json *json, const struct run *run, enum status status);

/* Prints it, and that is all of it. */
void answer_print(const struct run *run, const struct text *json);

/* At the end of a verb; status is not STATUS_OK where nothing was printed. */
void answer_end(struct answer *answer, enum status status);

#endif
