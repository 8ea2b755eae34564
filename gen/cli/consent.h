#ifndef SQLGEN_CONSENT_H
#define SQLGEN_CONSENT_H

#include <stdio.h>

#include "cli/verb.h"

/*
 * Asks whether to go on, unless --yes was given. Only on a terminal: what comes from a pipe is no
 * answer, and STATUS_USAGE. STATUS_FAILED: the answer is no. Both are told.
 */
enum status consent_ask(const char *question, FILE *out, const struct run *run);

#endif
