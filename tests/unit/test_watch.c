#define _XOPEN_SOURCE 700 /* setitimer */

#include "test.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/watch.h"

/* A directory to be in: a/b/c.sql, and a link to x/y.sql. */
static void
write_file(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	if (!file || fputs(text, file) < 0 || fclose(file) != 0) {
		perror(path);
		exit(2);
	}
}

static void
enter_directory(char *directory)
{
	if (!mkdtemp(directory) || chdir(directory) != 0 || mkdir("a", 0777) != 0 ||
	    mkdir("a/b", 0777) != 0 || mkdir("x", 0777) != 0 ||
	    symlink("../x/y.sql", "a/y.sql") != 0) {
		perror(directory);
		exit(2);
	}
	write_file("a/b/c.sql", "");
	write_file("x/y.sql", "");
}

static const struct {
	const char *command, *path;
	bool counts;
} changes[] = {
	{ "true", "a", false },
	{ "echo x >>a/b/c.sql", "a", true },
	{ "echo x >a/new && mv a/new a/b/c.sql", "a", true },
	{ "touch a/b/c.sql", "a/b/c.sql", true },
	{ "touch a/b/other", "a/b/c.sql", false },
	{ "touch a/b/other", "a", true },
	{ "rm a/b/other", "a", true },
	{ "mkdir a/d", "a", true },
	{ "rmdir a/d", "a/./d/e/f", true },
	{ "mkdir a/d", "a/d/e/f", true },
	{ "touch a/d/g", "a/d/e/f", false },
	{ "rm -r a/d", "a/d/e/f", true },
	{ "echo x >>x/y.sql", "a", true },
	{ "echo x >x/new && mv x/new x/y.sql", "a/y.sql", true },
	{ "echo x >>x/y.sql", "a/b", false },
	{ "mv a z && mv z a", "a/b", true },
	{ "mv a/b z && mv z a/b", "a", true },
	{ "touch a/.c.sql.swp 'a/b/#c.sql#' a/b/c.sql~ a/db.h", "a", false },
	{ "touch a/db.h", "a/db.h", true },
	{ "chmod a-r a/b/c.sql", "a", true },
	{ "cat a/b/c.sql 2>/dev/null; ls a/b >/dev/null", "a", false },
};

/* An alarm ends the wait for what does not count. */
static void
note_alarm(int number)
{
	(void)number;
}

static void
set_alarm(int milliseconds)
{
	struct itimerval timer = { .it_value = { milliseconds / 1000, milliseconds % 1000 * 1000 } };

	setitimer(ITIMER_REAL, &timer, NULL);
}

static void
changes_that_count_end_the_wait(void)
{
	struct sigaction action = { .sa_handler = note_alarm };
	struct arena arena = { 0 };
	struct diag diag = { .out = stderr };
	sigset_t held, before;

	sigemptyset(&held);
	sigaddset(&held, SIGALRM);
	sigprocmask(SIG_BLOCK, &held, &before);
	sigaction(SIGALRM, &action, NULL);
	for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
		struct watch watch;
		enum watch_end end;

		CHECK(watch_begin(&watch, &arena, &diag));
		watch_pass(&watch, "db.h");
		CHECK(watch_add(&watch, changes[i].path));
		CHECK_INT(system(changes[i].command), 0);
		set_alarm(changes[i].counts ? 30000 : 250);
		end = watch_wait(&watch, &before);
		set_alarm(0);
		if ((end == WATCH_CHANGED) != changes[i].counts || end == WATCH_FAILED)
			test_failed(__FILE__, __LINE__, changes[i].counts ? "a change" : "none",
				    changes[i].command);
		watch_finish(&watch);
	}
	sigprocmask(SIG_SETMASK, &before, NULL);
	CHECK_INT(diag.errors, 0);
	arena_finish(&arena);
}

/* Whoever closes it twice closes a descriptor of somebody else. */
static void
one_that_is_not_open_can_be_finished(void)
{
	struct watch watch = { 0 };

	watch_finish(&watch);
	CHECK(write(STDOUT_FILENO, "", 0) == 0);
}

int
main(void)
{
	char directory[] = "/tmp/sqlgen-watch-XXXXXX";

	enter_directory(directory);
	changes_that_count_end_the_wait();
	one_that_is_not_open_can_be_finished();
	CHECK(system("rm -r a x") == 0 && chdir("..") == 0 && rmdir(directory) == 0);
	return failures != 0;
}
