#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sqlite3.h>

#include "base/arena.h"
#include "base/diag.h"
#include "cli/answer.h"
#include "cli/complete.h"
#include "cli/verbs.h"
#include "input/spelling.h"
#include "schema/engine.h"

enum { NAMES_MAX = 64 };

static const char usage[] = "usage: sqlgen VERB [options]\n";

static void
print_examples(const char *const *examples)
{
	puts("\nexamples:");
	for (; *examples; examples += 2)
		printf("  %s\n      %s\n", examples[0], examples[1]);
}

static void
print_verbs(FILE *out)
{
	fputs("\nverbs:\n", out);
	for (const struct verb *const *verb = verbs; *verb; verb++)
		fprintf(out, "  %-10s %s\n", (*verb)->name, (*verb)->summary);
	for (const struct word *word = other_words; word->name; word++)
		fprintf(out, "  %-10s %s\n", word->name, word->summary);
}

static void
print_help(void)
{
	static const char *const examples[] = {
		"sqlgen new init",
		"makes migrations/0001_init.sql, to be filled with CREATE TABLE and so on",
		"sqlgen generate --output src",
		"writes src/db.h, src/db.c and the runtime beside them",
		"sqlgen migrate app.db",
		"does to a database what the program itself does when it opens one",
		NULL
	};

	fputs(usage, stdout);
	puts("\nThe migrations of an SQLite database are the one source of truth: sqlgen replays them and\n"
	     "writes the C for the schema that they make. With no options it reads sqlgen.ini if there\n"
	     "is one, else migrations/.");
	print_verbs(stdout);
	print_examples(examples);
	puts("\n'sqlgen help VERB' shows the options of a verb, 'man sqlgen' all there is.");
}

static void
print_usage(const char *name, const char *operands, const char *rest, const char *about)
{
	printf("usage: sqlgen %s%s%s%s\n\n%s", name, operands[0] != '\0' ? " " : "", operands, rest, about);
}

static void
print_verb_help(const struct verb *verb)
{
	const struct option *tables[OPTION_TABLES_MAX];

	print_usage(verb->name, verb->operands, " [options]", verb->about);
	puts("\noptions:");
	verbs_options(verb, tables);
	for (size_t i = 0; i < OPTION_TABLES_MAX; i++)
		options_print(tables[i], stdout);
	print_examples(verb->examples);
	printf("\n'man %s' tells more.\n", verb->page ? verb->page : "sqlgen");
}

static enum status
tell_unknown(const char *word, struct diag *diag)
{
	const char *names[NAMES_MAX], *nearest;
	size_t count = 0;

	for (const struct verb *const *verb = verbs; *verb && count < NAMES_MAX; verb++)
		names[count++] = (*verb)->name;
	for (const struct word *known = other_words; known->name && count < NAMES_MAX; known++)
		names[count++] = known->name;
	nearest = spelling_nearest(word, names, count);
	if (nearest)
		diag_error(diag, (struct place){ 0 }, "unknown verb '%s': did you mean '%s'?", word, nearest);
	else
		diag_error(diag, (struct place){ 0 }, "unknown verb '%s': 'sqlgen help' lists them", word);
	return STATUS_USAGE;
}

static enum status
help(const char *word, struct diag *diag)
{
	const struct verb *verb = word ? verbs_find(word) : NULL;
	const struct word *other = word ? words_find(word) : NULL;

	if (word && !verb && !other)
		return tell_unknown(word, diag);
	if (verb)
		print_verb_help(verb);
	else if (other)
		print_usage(other->name, other->operands, "", other->about);
	else
		print_help();
	return STATUS_OK;
}

static enum status
print_version(void)
{
	printf("sqlgen %s\nsqlite %s (linked), %s (headers)\n", SQLGEN_VERSION, sqlite3_libversion(),
	       SQLITE_VERSION);
	return STATUS_OK;
}

static bool
check_operands(const struct verb *verb, const struct arguments *arguments, struct diag *diag)
{
	for (size_t i = 0; i < arguments->operand_count; i++) {
		if (i >= verb->operand_max) {
			diag_error(diag, (struct place){ 0 }, "expected nothing more behind '%s', found '%s'", verb->name,
				   arguments->operands[i]);
			return false;
		}
		if (arguments->operands[i][0] == '\0') {
			diag_error(diag, (struct place){ 0 }, "expected %s behind '%s', found ''", verb->operands,
				   verb->name);
			return false;
		}
	}
	if (arguments->operand_count < verb->operand_min) {
		diag_error(diag, (struct place){ 0 }, "expected %s behind '%s', found nothing", verb->operands, verb->name);
		return false;
	}
	return true;
}

static enum status
run_verb(const struct verb *verb, char *const *words, struct arena *arena, struct diag *diag)
{
	struct arguments arguments = { 0 };
	struct answer answer = { .is_wanted = false };
	struct run run = {
		.arguments = &arguments, .arena = arena, .diag = diag, .answer = &answer
	};
	enum status status;
	bool ok;

	verbs_options(verb, arguments.tables);
	ok = arguments_parse(&arguments, words, arena, diag);
	if (ok && arguments_has(&arguments, "help")) {
		print_verb_help(verb);
		return STATUS_OK;
	}
	if (!ok || !check_operands(verb, &arguments, diag))
		return STATUS_USAGE;
	run.is_quiet = diag->is_quiet = arguments_has(&arguments, "quiet");
	run.is_verbose = diag->shows_all = arguments_has(&arguments, "verbose");
	answer.is_wanted = options_have(verb->options, "json") && arguments_has(&arguments, "json");
	diag->first = &answer.first;
	status = verb->run(&run);
	diag->first = NULL;
	answer_end(&answer, status);
	return status;
}

/* "sqlgen --check generate": options stand behind their verb. */
static enum status
tell_early_option(char *const *words, struct diag *diag)
{
	for (size_t i = 1; words[i]; i++) {
		if (!verbs_find(words[i]))
			continue;
		diag_error(diag, (struct place){ 0 },
			   "expected a verb, found '%s': options stand behind the verb, as in 'sqlgen %s %s'", words[0],
			   words[i], words[0]);
		return STATUS_USAGE;
	}
	diag_error(diag, (struct place){ 0 }, "expected a verb, found '%s': 'sqlgen help' lists them", words[0]);
	return STATUS_USAGE;
}

static enum status
run_words(char *const *words, struct arena *arena, struct diag *diag)
{
	const struct verb *verb = words[0] ? verbs_find(words[0]) : NULL;

	if (!words[0]) {
		fputs(usage, stderr);
		print_verbs(stderr);
		return STATUS_USAGE;
	}
	if (verb)
		return run_verb(verb, words + 1, arena, diag);
	if (strcmp(words[0], "help") == 0 || strcmp(words[0], "--help") == 0 || strcmp(words[0], "-h") == 0)
		return help(words[1], diag);
	if (strcmp(words[0], "version") == 0 || strcmp(words[0], "--version") == 0)
		return print_version();
	if (strcmp(words[0], "complete") == 0) {
		complete(words + 1, arena);
		return STATUS_OK;
	}
	return words[0][0] == '-' ? tell_early_option(words, diag) : tell_unknown(words[0], diag);
}

/*
 * Descriptors that the caller closed would be given to files that are opened here: a database as standard output.
 * In their place stands one that cannot be read or written to. Full disks and closed pipes are errors, not signals.
 */
static void
prepare_process(void)
{
	struct sigaction ignore = { .sa_handler = SIG_IGN };

	for (int i = 0; i < 3; i++)
		if (fcntl(i, F_GETFD) == -1 && errno == EBADF)
			open("/dev/null", i == STDIN_FILENO ? O_WRONLY : O_RDONLY);
	sigemptyset(&ignore.sa_mask);
	sigaction(SIGPIPE, &ignore, NULL);
#ifdef SIGXFSZ
	sigaction(SIGXFSZ, &ignore, NULL);
#endif
}

static bool
wants_colour(void)
{
	const char *no_colour = getenv("NO_COLOR"), *terminal = getenv("TERM");

	return isatty(STDERR_FILENO) && (!no_colour || no_colour[0] == '\0') && terminal &&
	       strcmp(terminal, "dumb") != 0;
}

int
main(int argc, char **argv)
{
	struct arena arena = { 0 };
	struct diag diag = { .out = stderr };
	enum status status;

	(void)argc;
	prepare_process();
	engine_configure();
	diag.has_colour = wants_colour();
	status = run_words(argv[0] ? argv + 1 : argv, &arena, &diag);
	if ((fflush(stdout) != 0 || ferror(stdout)) && errno != EPIPE)
		diag_error(&diag, (struct place){ 0 }, "cannot write to standard output: %s", strerror(errno));
	if (ferror(stdout))
		status = STATUS_OUTPUT;
	diag_finish(&diag);
	arena_finish(&arena);
	return (int)status;
}
