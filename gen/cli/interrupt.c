#include "cli/interrupt.h"

#include <signal.h>
#include <stddef.h>

enum { STEPS_BETWEEN_CALLS = 10000 };

/* The one thing that a signal handler can reach. */
static volatile sig_atomic_t has_come;

static void
note_signal(int number)
{
	(void)number;
	has_come = 1;
}

static int
stop_statement(void *context)
{
	(void)context;
	return has_come;
}

static void
set_handler(void (*handler)(int))
{
	struct sigaction action = { .sa_handler = handler };

	sigemptyset(&action.sa_mask);
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
}

void
interrupt_catch(sqlite3 *handle)
{
	set_handler(note_signal);
	if (handle)
		sqlite3_progress_handler(handle, STEPS_BETWEEN_CALLS, stop_statement, NULL);
}

void
interrupt_release(sqlite3 *handle)
{
	if (handle)
		sqlite3_progress_handler(handle, 0, NULL, NULL);
	set_handler(SIG_DFL);
}

bool
interrupt_has_come(void)
{
	return has_come;
}
