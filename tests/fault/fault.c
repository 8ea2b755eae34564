#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "fault.h"

enum { EXCEPTIONS_SHOWN = 20 };

struct fault fault;

static bool is_split_off;

static const char *const number_names[FAULT_NUMBERS] = { "--case", "--point", "--damage", "--seed" };

static void
usage(const char *found)
{
	fprintf(stderr,
		"%s: expected --long, --control, --case N, --point N, --damage N or --seed N, found '%s'\n",
		fault.program, found);
	exit(2);
}

static long
parse_number(const char *text)
{
	char *end;
	long number = strtol(text != NULL ? text : "", &end, 10);

	if (text == NULL || end == text || *end != '\0' || number < 0)
		usage(text != NULL ? text : "the end");
	return number;
}

static bool
parse_argument(const char *name, const char *value)
{
	for (int i = 0; i < FAULT_NUMBERS; i++) {
		if (strcmp(name, number_names[i]) == 0) {
			fault.given[i] = parse_number(value);
			return true;
		}
	}
	return false;
}

void
fault_begin(int argc, char **argv)
{
	const char *slash = strrchr(argv[0], '/');

	fault.program = slash != NULL ? slash + 1 : argv[0];
	for (int i = 0; i < FAULT_NUMBERS; i++)
		fault.given[i] = -1;
	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--long") == 0)
			fault.is_long = true;
		else if (strcmp(argv[i], "--control") == 0)
			fault.is_control = true;
		else if (parse_argument(argv[i], argv[i + 1]))
			i++;
		else
			usage(argv[i]);
	}
	if (access("/dev/shm", W_OK) == 0)
		setenv("TMPDIR", "/dev/shm", 1);
}

bool
fault_takes(enum fault_number which, long value)
{
	return fault.given[which] < 0 || value < 0 || fault.given[which] == value;
}

bool
fault_trial(long configuration, long point, long damage, long seed)
{
	long numbers[FAULT_NUMBERS] = { configuration, point, damage, seed };

	for (int i = 0; i < FAULT_NUMBERS; i++)
		if (!fault_takes((enum fault_number)i, numbers[i]))
			return false;
	memcpy(fault.trial, numbers, sizeof numbers);
	fault.trials++;
	return true;
}

void
fault_exception(const char *format, ...)
{
	va_list arguments;

	fault.exceptions++;
	printf("%s", fault.program);
	if (fault.is_long)
		printf(" --long");
	for (int i = 0; i < FAULT_NUMBERS; i++)
		if (fault.trial[i] >= 0)
			printf(" %s %ld", number_names[i], fault.trial[i]);
	printf(": ");
	va_start(arguments, format);
	vprintf(format, arguments);
	va_end(arguments);
	printf("\n");
	fflush(stdout);
	if (fault.is_control || fault.exceptions == EXCEPTIONS_SHOWN)
		exit(!fault.is_control);
}

static double
processor_seconds(void)
{
	return (double)clock() / CLOCKS_PER_SEC;
}

int
fault_end(void)
{
	printf("%s: %ld trials, %ld exceptions, %.1f s of its own\n", fault.program, fault.trials,
	       fault.exceptions, processor_seconds());
	if (fault.trials == 0)
		return 1;
	return fault.is_control ? fault.exceptions == 0 : fault.exceptions != 0;
}

long
fault_count(long usually, long when_long)
{
	return fault.is_long ? when_long : usually;
}

struct fault_random
fault_random_from(long seed, long point, long damage)
{
	struct fault_random random;

	random.state = (uint64_t)seed * 0x9e3779b97f4a7c15u ^ (uint64_t)point * 0xbf58476d1ce4e5b9u ^
		       (uint64_t)damage * 0x94d049bb133111ebu;
	random.state |= random.state == 0;
	for (int i = 0; i < 4; i++)
		fault_random_next(&random, 1);
	return random;
}

uint32_t
fault_random_next(struct fault_random *random, uint32_t limit)
{
	uint64_t state = random->state;

	state ^= state >> 12;
	state ^= state << 25;
	state ^= state >> 27;
	random->state = state;
	return (uint32_t)((state * 0x2545f4914f6cdd1du >> 32) * limit >> 32);
}

bool
fault_in_process(void (*part)(void *context), void *context)
{
	long before = fault.exceptions;
	int status = 0;
	pid_t child;

	fflush(stdout);
	child = fork();
	if (child == 0) {
		fault.is_control = false;
		part(context);
		fflush(stdout);
		_exit(fault.exceptions != before);
	}
	if (child < 0 || waitpid(child, &status, 0) != child || !WIFEXITED(status))
		return false;
	if (WEXITSTATUS(status) == 1 && fault.is_control)
		exit(0);
	fault.exceptions += WEXITSTATUS(status) == 1;
	return WEXITSTATUS(status) <= 1;
}

bool
fault_split(void)
{
	int status = 0;
	pid_t child;

	fflush(stdout);
	child = fork();
	if (child == 0) {
		is_split_off = true;
		fault.is_control = false;
		fault.exceptions = 0;
		return true;
	}
	if (child < 0 || waitpid(child, &status, 0) != child || !WIFEXITED(status) || WEXITSTATUS(status) > 1)
		fault_exception("expected the process to live, found that it ends with status %d", status);
	else if (WEXITSTATUS(status) == 1 && fault.is_control)
		exit(0);
	else
		fault.exceptions += WEXITSTATUS(status);
	if (fault.exceptions >= EXCEPTIONS_SHOWN)
		exit(1);
	return false;
}

void
fault_join(void)
{
	if (!is_split_off)
		return;
	fflush(stdout);
	_exit(fault.exceptions != 0);
}
