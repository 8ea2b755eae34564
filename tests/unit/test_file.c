#include "test.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/file.h"
#include "base/file_set.h"
#include "base/text.h"

static int renames_until_failure = -1, signal_at_sync;

/* In place of the C library's: one of them can be made to fail. */
int
renameat(int from_directory, const char *from, int to_directory, const char *to)
{
	int here = open(".", O_RDONLY | O_DIRECTORY), result;
	if (renames_until_failure >= 0 && renames_until_failure-- == 0) {
		close(here);
		errno = EPERM;
		return -1;
	}
	if (from_directory != to_directory || fchdir(from_directory) != 0)
		exit(2);
	result = rename(from, to);
	if (fchdir(here) != 0)
		exit(2);
	close(here);
	return result;
}

/* As if Ctrl-C came while the file is on its way to the disk. */
int
fsync(int fd)
{
	(void)fd;
	return signal_at_sync == 0 ? 0 : raise(signal_at_sync);
}

/* A new directory to be in, and what a test needs there. */
struct scene {
	struct arena arena;
	struct diag diag;
	char directory[32];
};

static void
require(bool holds, const char *what)
{
	if (holds)
		return;
	perror(what);
	exit(2);
}

static void
scene_init(struct scene *scene)
{
	*scene = (struct scene){ .directory = "test_file.XXXXXX" };
	require(mkdtemp(scene->directory) != NULL, "mkdtemp");
	require(chdir(scene->directory) == 0, "chdir");
	scene->diag.out = tmpfile();
	require(scene->diag.out != NULL, "tmpfile");
}

static void
remove_all(const char *path, struct scene *scene)
{
	struct stat status;
	const char **names;
	size_t count;
	if (lstat(path, &status) == 0 && S_ISDIR(status.st_mode) &&
	    file_list(&names, &count, path, &scene->arena, &scene->diag))
		for (size_t i = 0; i < count; i++)
			remove_all(file_join(&scene->arena, path, names[i]), scene);
	remove(path);
}

static void
scene_finish(struct scene *scene)
{
	require(chdir("..") == 0, "chdir");
	remove_all(scene->directory, scene);
	fclose(scene->diag.out);
	arena_finish(&scene->arena);
}

/* Everything printed so far. */
static const char *
printed(struct scene *scene)
{
	struct text text = { 0 };
	int c;
	rewind(scene->diag.out);
	while ((c = getc(scene->diag.out)) != EOF)
		text_add_char(&text, (char)c);
	const char *copy = arena_copy(&scene->arena, text.data, text.length);
	text_finish(&text);
	return copy;
}

static void
write_file(const char *path, const char *content)
{
	FILE *file = fopen(path, "wb");
	require(file != NULL, path);
	fputs(content, file);
	fclose(file);
}

static const char *
content(const char *path, struct scene *scene)
{
	struct file_text text;
	return file_read(&text, path, &scene->arena, &scene->diag) ? text.data : NULL;
}

static size_t
count_names(const char *path, struct scene *scene)
{
	const char **names;
	size_t count = 999;
	file_list(&names, &count, path, &scene->arena, &scene->diag);
	return count;
}

/* What is to be written, and what was found out. */
struct plan {
	struct file_output files[8];
	const char *data[8];
	size_t count;
};

static void
add(struct plan *plan, const char *path, const char *data)
{
	plan->data[plan->count] = data;
	plan->files[plan->count++] = (struct file_output){ .path = path };
}

/* In pieces: some are shorter than what is read at a time, some longer. */
static bool
put_pieces(struct file_set *set, const char *data)
{
	size_t size = strlen(data), length;
	for (size_t done = 0; done < size; done += length) {
		length = done / 3 + 1 < size - done ? done / 3 + 1 : size - done;
		if (!file_set_add(set, data + done, length))
			return false;
	}
	return file_set_close(set);
}

static bool
run(struct plan *plan, bool is_rehearsed, struct scene *scene)
{
	struct file_set set;
	bool is_done = true;
	file_set_begin(&set, is_rehearsed, &scene->arena, &scene->diag);
	for (size_t i = 0; i < plan->count && is_done; i++) {
		file_set_open(&set, plan->files[i].path, plan->files[i].always_writes);
		is_done = put_pieces(&set, plan->data[i]);
		plan->files[i].changes = set.files[i].changes;
	}
	is_done = is_done && file_set_commit(&set);
	CHECK_INT(set.has_failed, !is_done);
	file_set_finish(&set);
	return is_done;
}

static bool
set_write(struct plan *plan, struct scene *scene)
{
	return run(plan, false, scene);
}

static void
a_file_is_read_whole(void)
{
	struct scene scene;
	struct file_text text;
	scene_init(&scene);
	write_file("empty", "");
	CHECK(file_read(&text, "empty", &scene.arena, &scene.diag));
	CHECK_INT(text.size, 0);
	CHECK_STR(text.data, "");
	FILE *file = fopen("nul", "wb");
	fwrite("a\0b\n", 1, 4, file);
	fclose(file);
	CHECK(file_read(&text, "nul", &scene.arena, &scene.diag));
	CHECK_INT(text.size, 4);
	CHECK_INT(memcmp(text.data, "a\0b\n", 5), 0);
	CHECK_STR(printed(&scene), "");
	scene_finish(&scene);
}

static void
what_is_no_regular_file_is_refused(void)
{
	struct scene scene;
	struct file_text text = { "as it was", 9 };
	scene_init(&scene);
	require(mkdir("directory", 0777) == 0 && mkfifo("fifo", 0666) == 0, "mkfifo");
	CHECK(!file_read(&text, "directory", &scene.arena, &scene.diag));
	CHECK(!file_read(&text, "fifo", &scene.arena, &scene.diag));
	CHECK(!file_read(&text, "/dev/zero", &scene.arena, &scene.diag));
	CHECK(!file_read(&text, "missing", &scene.arena, &scene.diag));
	CHECK_STR(text.data, "as it was");
	CHECK_STR(printed(&scene),
		  "directory: error: expected a regular file, found a directory\n"
		  "fifo: error: expected a regular file, found a FIFO\n"
		  "/dev/zero: error: expected a regular file, found a device\n"
		  "missing: error: cannot open the file: No such file or directory\n");
	scene_finish(&scene);
}

static void
a_huge_file_is_refused_before_it_is_read(void)
{
	struct scene scene;
	struct file_text text;
	scene_init(&scene);
	write_file("huge", "");
	require(truncate("huge", (off_t)5 << 30) == 0, "truncate");
	CHECK(!file_read(&text, "huge", &scene.arena, &scene.diag));
	CHECK_STR(printed(&scene),
		  "huge: error: expected at most 67108864 bytes, found 5368709120\n");
	scene_finish(&scene);
}

static void
names_are_listed_in_byte_order(void)
{
	struct scene scene;
	const char **names = NULL;
	size_t count = 7;
	scene_init(&scene);
	CHECK(file_list(&names, &count, ".", &scene.arena, &scene.diag));
	CHECK_INT(count, 0);
	write_file("b", "");
	write_file("B", "");
	write_file("\xC3\xA9", "");
	write_file(".hidden", "");
	write_file("10", "");
	write_file("9", "");
	CHECK(file_list(&names, &count, ".", &scene.arena, &scene.diag));
	static const char *const expected[] = { ".hidden", "10", "9", "B", "b", "\xC3\xA9" };
	CHECK_INT(count, 6);
	for (size_t i = 0; i < count && i < 6; i++)
		CHECK_STR(names[i], expected[i]);
	CHECK(!file_list(&names, &count, "missing", &scene.arena, &scene.diag));
	CHECK(!file_list(&names, &count, "b", &scene.arena, &scene.diag));
	CHECK_INT(count, 6);
	CHECK_INT(scene.diag.errors, 2);
	CHECK(file_exists("b") && file_exists(".") && !file_exists("missing"));
	CHECK(file_is_directory(".") && !file_is_directory("b") && !file_is_directory("missing"));
	scene_finish(&scene);
}

static void
paths_are_joined_and_parted(void)
{
	static const struct {
		const char *directory, *name, *joined, *parted;
	} rows[] = {
		{ "a", "b", "a/b", "a" },       { "", "b", "b", "." },
		{ ".", "b", "b", "." },         { "a/", "b", "a/b", "a" },
		{ "/", "b", "/b", "/" },        { "..", "b", "../b", ".." },
		{ "a/b", "c", "a/b/c", "a/b" },
	};
	struct arena arena = { 0 };
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char *joined = file_join(&arena, rows[i].directory, rows[i].name);
		CHECK_STR(joined, rows[i].joined);
		CHECK_STR(file_directory(&arena, joined), rows[i].parted);
		CHECK_STR(file_name(joined), rows[i].name);
	}
	arena_finish(&arena);
}

static void
only_what_differs_changes(void)
{
	struct scene scene;
	struct plan set = { 0 };
	scene_init(&scene);
	write_file("same", "x\n");
	write_file("shorter", "x");
	write_file("longer", "x\n\n");
	write_file("other", "y\n");
	write_file("target", "x\n");
	require(symlink("target", "link") == 0 && mkdir("directory", 0777) == 0, "symlink");
	static const char *const names[] = { "same",    "shorter", "longer",   "other",
					     "missing", "link",    "directory" };
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		add(&set, names[i], "x\n");
	CHECK(run(&set, true, &scene));
	for (size_t i = 0; i < set.count; i++)
		CHECK_INT(set.files[i].changes, i != 0);
	scene_finish(&scene);
}

static void
what_is_the_same_is_not_touched_and_a_stamp_is(void)
{
	struct scene scene;
	struct stat same, stamp, after;
	struct plan set = { 0 };
	scene_init(&scene);
	write_file("same", "x");
	write_file("stamp", "s");
	add(&set, "same", "x");
	add(&set, "stamp", "s");
	set.files[1].always_writes = true;
	require(stat("same", &same) == 0 && stat("stamp", &stamp) == 0, "stat");
	CHECK(set_write(&set, &scene));
	require(stat("same", &after) == 0, "stat");
	CHECK_INT(after.st_ino, same.st_ino);
	CHECK_INT(after.st_mtim.tv_nsec, same.st_mtim.tv_nsec);
	CHECK(!set.files[1].changes);
	CHECK_STR(content("stamp", &scene), "s");
	require(stat("stamp", &after) == 0, "stat");
	CHECK(after.st_ino != stamp.st_ino);
	scene_finish(&scene);
}

static void
files_are_written_with_their_directories(void)
{
	struct scene scene;
	struct stat status;
	struct plan set = { 0 };
	scene_init(&scene);
	mode_t mask = umask(027);
	add(&set, "a/b/c/db.c", "c");
	add(&set, "a//b/db.h", "h");
	add(&set, "plain", "");
	CHECK(set_write(&set, &scene));
	umask(mask);
	CHECK_STR(content("a/b/c/db.c", &scene), "c");
	CHECK_STR(content("a/b/db.h", &scene), "h");
	CHECK_STR(content("plain", &scene), "");
	CHECK_INT(count_names("a/b", &scene), 2);
	require(stat("plain", &status) == 0, "stat");
	CHECK_INT(status.st_mode & 0777, 0640);
	CHECK_STR(printed(&scene), "");
	scene_finish(&scene);
}

/* A text of 100,000 bytes with another byte at one place. */
static char *
long_text(size_t at, struct scene *scene)
{
	char *text = arena_alloc(&scene->arena, 100001);
	for (size_t i = 0; i < 100000; i++)
		text[i] = (char)('a' + i % 23);
	text[at] = '!';
	return text;
}

static void
a_file_that_differs_late_is_written_whole(void)
{
	static const size_t places[] = { 0, 1, 16383, 16384, 50000, 99999 };
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		struct scene scene;
		struct plan set = { 0 };
		scene_init(&scene);
		const char *text = long_text(places[i], &scene);
		write_file("changed", long_text(99998, &scene));
		write_file("longer", arena_format(&scene.arena, "%s+", text));
		write_file("shorter", arena_copy(&scene.arena, text, 70000));
		write_file("stamp", text);
		static const char *const names[] = { "changed", "longer", "shorter", "stamp" };
		for (size_t j = 0; j < 4; j++)
			add(&set, names[j], text);
		set.files[3].always_writes = true;
		CHECK(set_write(&set, &scene));
		for (size_t j = 0; j < 4; j++) {
			CHECK_STR(content(names[j], &scene), text);
			CHECK_INT(set.files[j].changes, j < 3);
		}
		CHECK_INT(count_names(".", &scene), 4);
		scene_finish(&scene);
	}
}

static void
a_rehearsal_finds_out_what_changes_and_writes_nothing(void)
{
	struct scene scene;
	struct plan set = { 0 };
	scene_init(&scene);
	write_file("same", "x");
	write_file("other", "y");
	require(mkdir("directory", 0777) == 0, "mkdir");
	add(&set, "same", "x");
	add(&set, "other", "x");
	add(&set, "new/file", "x");
	add(&set, "directory", "x");
	set.files[0].always_writes = true;
	CHECK(run(&set, true, &scene));
	for (size_t i = 0; i < set.count; i++)
		CHECK_INT(set.files[i].changes, i != 0);
	CHECK_STR(content("other", &scene), "y");
	CHECK_INT(count_names(".", &scene), 3);
	CHECK_STR(printed(&scene), "");
	scene_finish(&scene);
}

static void
a_file_that_is_changed_while_it_is_compared_is_left(void)
{
	struct scene scene;
	struct file_set set;
	scene_init(&scene);
	write_file("file", "one two");
	file_set_begin(&set, false, &scene.arena, &scene.diag);
	file_set_open(&set, "file", false);
	CHECK(file_set_add(&set, "one ", 4));
	write_file("file", "two two two");
	CHECK(!file_set_add(&set, "three", 5));
	CHECK(set.has_failed);
	file_set_finish(&set);
	CHECK_STR(printed(&scene),
		  "file: error: expected the file as it was, found it changed meanwhile: run it again\n");
	CHECK_STR(content("file", &scene), "two two two");
	CHECK_INT(count_names(".", &scene), 1);
	scene_finish(&scene);
}

static void
without_a_commit_nothing_is_there(void)
{
	struct scene scene;
	struct file_set set;
	scene_init(&scene);
	write_file("first", "old");
	file_set_begin(&set, false, &scene.arena, &scene.diag);
	CHECK(file_set_put(&set, "first", "new", 3));
	file_set_open(&set, "second", false);
	CHECK(file_set_add(&set, "new", 3));
	CHECK_INT(count_names(".", &scene), 3);
	file_set_finish(&set);
	CHECK_STR(content("first", &scene), "old");
	CHECK_INT(count_names(".", &scene), 1);
	scene_finish(&scene);
}

static void
a_link_is_replaced_and_not_followed(void)
{
	struct scene scene;
	struct stat status;
	struct plan set = { 0 };
	scene_init(&scene);
	write_file("target", "old");
	require(symlink("target", "link") == 0 && symlink("nowhere", "dangling") == 0, "symlink");
	add(&set, "link", "new");
	add(&set, "dangling", "new");
	CHECK(set_write(&set, &scene));
	CHECK_STR(content("target", &scene), "old");
	CHECK_STR(content("link", &scene), "new");
	CHECK(!file_exists("nowhere"));
	CHECK(lstat("link", &status) == 0 && S_ISREG(status.st_mode));
	CHECK(lstat("dangling", &status) == 0 && S_ISREG(status.st_mode));
	scene_finish(&scene);
}

static void
nothing_is_written_if_one_cannot_be(void)
{
	static const struct {
		const char *path, *message;
	} rows[] = {
		{ "directory",
		  "directory: error: expected a regular file to replace, found a directory\n" },
		{ "directory/",
		  "directory/: error: expected the name of a file, found that of a directory\n" },
		{ "fifo", "fifo: error: expected a regular file to replace, found a device, FIFO "
			  "or socket\n" },
		{ "first/x", "first: error: cannot open the directory: Not a directory\n" },
		{ "first/x/y", "first/x: error: cannot make the directory: Not a directory\n" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct scene scene;
		struct plan set = { 0 };
		scene_init(&scene);
		write_file("first", "old");
		require(mkdir("directory", 0777) == 0 && mkfifo("fifo", 0666) == 0, "mkfifo");
		add(&set, "first", "new");
		add(&set, rows[i].path, "new");
		CHECK(!set_write(&set, &scene));
		CHECK_STR(printed(&scene), rows[i].message);
		CHECK_STR(content("first", &scene), "old");
		CHECK_INT(count_names(".", &scene), 3);
		scene_finish(&scene);
	}
}

static void
a_write_that_fails_leaves_nothing_behind(void)
{
	struct scene scene;
	scene_init(&scene);
	write_file("first", "old");
	fflush(NULL);
	pid_t child = fork();
	if (child == 0) {
		/* In a child, since the limit holds for all that follows. */
		static char large[100000];
		memset(large, 'x', sizeof large - 1);
		struct plan set = { 0 };
		struct rlimit limit = { 50000, 50000 };
		require(setrlimit(RLIMIT_FSIZE, &limit) == 0, "setrlimit");
		require(signal(SIGXFSZ, SIG_IGN) != SIG_ERR, "signal");
		add(&set, "first", "new");
		add(&set, "second", large);
		bool is_written = set_write(&set, &scene);
		const char *message = "second: error: cannot write the file: File too large\n";
		_exit(!is_written && strcmp(printed(&scene), message) == 0 ? 0 : 1);
	}
	int status = 0;
	require(waitpid(child, &status, 0) == child, "waitpid");
	CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	CHECK_STR(content("first", &scene), "old");
	CHECK_INT(count_names(".", &scene), 1);
	scene_finish(&scene);
}

static void
a_rename_that_fails_leaves_every_file_as_it_was(void)
{
	for (int at = 0; at < 3; at++) {
		struct scene scene;
		struct plan set = { 0 };
		struct stat status;
		scene_init(&scene);
		write_file("first", "old");
		require(symlink("first", "third") == 0, "symlink");
		add(&set, "first", "new");
		add(&set, "second", "new");
		add(&set, "third", "new");
		renames_until_failure = at;
		CHECK(!set_write(&set, &scene));
		renames_until_failure = -1;
		CHECK(strstr(printed(&scene), ": error: cannot replace the file: ") != NULL);
		CHECK_STR(content("first", &scene), "old");
		CHECK(!file_exists("second"));
		CHECK(lstat("third", &status) == 0 && S_ISLNK(status.st_mode));
		CHECK_INT(count_names(".", &scene), 2);
		CHECK(set_write(&set, &scene));
		CHECK_STR(content("first", &scene), "new");
		CHECK_INT(count_names(".", &scene), 3);
		scene_finish(&scene);
	}
}

static void
the_mode_of_a_file_stays(void)
{
	struct scene scene;
	struct plan set = { 0 };
	struct stat status;
	scene_init(&scene);
	write_file("first", "old");
	require(chmod("first", 0640) == 0, "chmod");
	add(&set, "first", "new");
	CHECK(set_write(&set, &scene));
	CHECK(stat("first", &status) == 0 && (status.st_mode & 0777) == 0640);
	scene_finish(&scene);
}

static void
a_signal_leaves_nothing_behind(void)
{
	static const int signals[] = { SIGHUP, SIGINT, SIGTERM };
	for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++) {
		struct scene scene;
		scene_init(&scene);
		write_file("first", "old");
		fflush(NULL);
		pid_t child = fork();
		if (child == 0) {
			struct plan set = { 0 };
			/* Whoever runs the tests may have it ignored: nohup does. */
			signal(signals[i], SIG_DFL);
			add(&set, "first", "new");
			add(&set, "second", "new");
			signal_at_sync = signals[i];
			set_write(&set, &scene);
			_exit(0);
		}
		int status = 0;
		require(waitpid(child, &status, 0) == child, "waitpid");
		CHECK(WIFSIGNALED(status) && WTERMSIG(status) == signals[i]);
		CHECK_STR(content("first", &scene), "old");
		CHECK_INT(count_names(".", &scene), 1);
		scene_finish(&scene);
	}
}

static void
leftovers_of_a_killed_run_are_removed_and_live_ones_are_not(void)
{
	struct scene scene;
	struct plan set = { 0 };
	int ready[2], done[2];
	char byte;
	scene_init(&scene);
	write_file(".db.c.0123456789abcdef.new", "dead");
	write_file(".db.c.0123456789abcdef.old", "kept by it");
	write_file(".db.c.0123456789abcdef.new.txt", "not ours");
	write_file(".db.h.0123456789abcdef.new", "of another file");
	write_file(".db.c.fedcba9876543210.new", "alive");
	require(pipe(ready) == 0 && pipe(done) == 0, "pipe");
	fflush(NULL);
	pid_t child = fork();
	if (child == 0) {
		struct flock whole = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
		int fd = open(".db.c.fedcba9876543210.new", O_RDWR);
		close(done[1]);
		bool is_locked = fcntl(fd, F_SETLK, &whole) == 0 && write(ready[1], "x", 1) == 1;
		_exit(is_locked && read(done[0], &byte, 1) == 0 ? 0 : 1);
	}
	require(read(ready[0], &byte, 1) == 1, "read");
	add(&set, "db.c", "x");
	CHECK(set_write(&set, &scene));
	CHECK(!file_exists(".db.c.0123456789abcdef.new"));
	CHECK(!file_exists(".db.c.0123456789abcdef.old"));
	CHECK(file_exists(".db.c.0123456789abcdef.new.txt"));
	CHECK(file_exists(".db.h.0123456789abcdef.new"));
	CHECK(file_exists(".db.c.fedcba9876543210.new"));
	CHECK_INT(count_names(".", &scene), 4);
	close(done[1]);
	close(done[0]);
	close(ready[0]);
	close(ready[1]);
	require(waitpid(child, NULL, 0) == child, "waitpid");
	scene_finish(&scene);
}

int
main(void)
{
	a_file_is_read_whole();
	what_is_no_regular_file_is_refused();
	a_huge_file_is_refused_before_it_is_read();
	names_are_listed_in_byte_order();
	paths_are_joined_and_parted();
	only_what_differs_changes();
	what_is_the_same_is_not_touched_and_a_stamp_is();
	a_file_that_differs_late_is_written_whole();
	a_rehearsal_finds_out_what_changes_and_writes_nothing();
	a_file_that_is_changed_while_it_is_compared_is_left();
	without_a_commit_nothing_is_there();
	files_are_written_with_their_directories();
	a_link_is_replaced_and_not_followed();
	nothing_is_written_if_one_cannot_be();
	a_write_that_fails_leaves_nothing_behind();
	a_rename_that_fails_leaves_every_file_as_it_was();
	the_mode_of_a_file_stays();
	a_signal_leaves_nothing_behind();
	leftovers_of_a_killed_run_are_removed_and_live_ones_are_not();
	return failures != 0;
}
