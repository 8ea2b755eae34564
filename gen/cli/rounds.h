#ifndef SQLGEN_ROUNDS_H
#define SQLGEN_ROUNDS_H

#include <stdbool.h>

#include "cli/verb.h"

struct project;
struct watch;

/*
 * A verb over and over, each time that what it reads has changed, until SIGINT or SIGTERM comes
 * while it waits. The messages of a round are shown unless they are those of the round before, and
 * behind each round stands how many there are. A round has an arena and a diag of its own.
 */
enum status rounds_run(const struct run *run,
		       enum status (*round)(const struct run *run, struct watch *watch));

/* For a round to call before it reads more than the configuration. */
bool rounds_read(struct watch *watch, const struct project *project);

#endif
