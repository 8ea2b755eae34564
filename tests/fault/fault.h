#ifndef SQLGEN_TEST_FAULT_H
#define SQLGEN_TEST_FAULT_H

#include <stdbool.h>
#include <stdint.h>

/*
 * What the fault programs share: arguments, random numbers, and exceptions, each with the line that
 * reproduces it. Each program sweeps trials; a trial is told by these numbers:
 *
 *   --case N    which configuration (journal mode, old or new file, …) of the program
 *   --point N   at which call, allocation or moment the fault comes
 *   --damage N  which kind it is
 *   --seed N    of the random numbers
 *
 * Those that are given restrict the sweep. --long sweeps more. --control turns the verdict around: a
 * runtime that was broken on purpose must be caught.
 */
enum fault_number { FAULT_CASE, FAULT_POINT, FAULT_DAMAGE, FAULT_SEED, FAULT_NUMBERS };

struct fault {
	const char *program;
	long given[FAULT_NUMBERS]; /* -1: not given */
	long trial[FAULT_NUMBERS]; /* of the one that runs; -1: it does not need this one */
	bool is_long, is_control;
	long trials, exceptions;
};
extern struct fault fault;

/* Exits with 2 if the arguments are wrong. Scratch files go to memory where there is a /dev/shm. */
void fault_begin(int argc, char **argv);
/* Starts a trial and returns true, unless the arguments ask for others. */
bool fault_trial(long configuration, long point, long damage, long seed);
/* Does the sweep take this case, or this damage, at all? */
bool fault_takes(enum fault_number which, long value);
/* The trial that runs does not hold: says what was expected and found. A control ends here, well. */
void fault_exception(const char *format, ...);
/* Prints the count, and returns the program's exit status. */
int fault_end(void);

/* How much a sweep does: with --long more. */
long fault_count(long usually, long when_long);

/* xorshift64*: the same numbers everywhere. */
struct fault_random {
	uint64_t state;
};
struct fault_random fault_random_from(long seed, long point, long damage);
/* A number below limit. */
uint32_t fault_random_next(struct fault_random *random, uint32_t limit);

/*
 * Runs part in a process of its own and waits. One is counted if there were exceptions. false: a signal
 * killed it, or it exited with 2 or more.
 */
bool fault_in_process(void (*part)(void *context), void *context);
/*
 * Goes on in two processes: true in the new one, which ends at fault_join, and false in the old one,
 * once the new one has ended. One is counted if there were exceptions, or if it did not end there.
 */
bool fault_split(void);
/* Nothing in a process that was not split off. */
void fault_join(void);

#endif
