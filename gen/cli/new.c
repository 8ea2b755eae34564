#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/file.h"
#include "cli/load.h"
#include "cli/screen.h"
#include "cli/verb.h"
#include "input/convention.h"
#include "input/migrations.h"
#include "input/near_miss.h"
#include "input/project.h"

static const struct option options[] = {
	{ "down", '\0', NULL, "a file that undoes it, too", NULL, NULL },
	{ NULL, '\0', NULL, NULL, NULL, NULL }
};

static const char *const examples[] = {
	"sqlgen new add_users",
	"migrations/0004_add_users.sql, if 0003 is the last one",
	"sqlgen new \"Add users\" --down",
	"the same name, and a down file beside it",
	NULL
};

/* "Add users, addUsers" is "add_users_add_users"; "" if there is neither letter nor digit in it. */
static char *
lower_snake(const char *name, struct arena *arena)
{
	char *result = arena_alloc(arena, 2 * strlen(name) + 1);
	size_t length = 0;
	bool was_lower = false;

	for (; *name != '\0'; name++) {
		bool is_upper = *name >= 'A' && *name <= 'Z';
		bool is_lower = (*name >= 'a' && *name <= 'z') || (*name >= '0' && *name <= '9');

		if ((!is_upper && !is_lower) || (is_upper && was_lower))
			if (length > 0 && result[length - 1] != '_')
				result[length++] = '_';
		if (is_upper || is_lower)
			result[length++] = is_upper ? (char)(*name - 'A' + 'a') : *name;
		was_lower = is_lower;
	}
	while (length > 0 && result[length - 1] == '_')
		length--;
	result[length] = '\0';
	return result;
}

/* Makes a directory and those above it; false with errno. */
static bool
make_directory(const char *path, struct arena *arena)
{
	const char *above = file_directory(arena, path);

	if (file_is_directory(path))
		return true;
	if (strcmp(above, path) != 0 && !make_directory(above, arena))
		return false;
	return mkdir(path, 0777) == 0 || errno == EEXIST;
}

/* A file that was not there before. */
static bool
create(const char *path, const char *text, const struct run *run)
{
	size_t length = strlen(text);
	int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
	bool ok = file >= 0 && write(file, text, length) == (ssize_t)length;

	if (file >= 0 && close(file) != 0)
		ok = false;
	if (ok)
		printf("%s\n", screen_text(path, run->arena));
	else
		diag_error(run->diag, (struct place){ .path = path }, "cannot be made: %s", strerror(errno));
	return ok;
}

/* "0001_x.down.sql" of "0001_x.sql" and of "0001_x.up.sql". */
static const char *
down_name(const char *up, struct arena *arena)
{
	size_t length = strlen(up) - strlen(".sql");

	if (length > 3 && strcmp(up + length - 3, "/up.sql") == 0)
		return arena_format(arena, "%.*s/down.sql", (int)length - 3, up);
	if (length > 3 && memcmp(up + length - 3, ".up", 3) == 0)
		length -= 3;
	return arena_format(arena, "%.*s.down.sql", (int)length, up);
}

/* Is there a directory in which nothing looks like a migration, or like the plan of some? */
static bool
is_empty(const char *directory, const struct run *run)
{
	const char **names;
	size_t count;

	if (!file_is_directory(directory) || !file_list(&names, &count, directory, run->arena, run->diag))
		return false;
	for (size_t i = 0; i < count; i++)
		if (near_miss_is_likely(names[i]) || strcmp(names[i], "sqitch.plan") == 0)
			return false;
	return true;
}

static bool
read_or_begin(struct migrations *migrations, const struct project *project, const struct run *run)
{
	const char *convention = project->convention ? project->convention : "native";

	if (file_exists(project->migrations) && !is_empty(project->migrations, run))
		return load_migrations(migrations, project, run);
	*migrations = (struct migrations){ .directory = project->migrations,
					   .convention = convention_find(convention) };
	if (make_directory(project->migrations, run->arena))
		return true;
	diag_error(run->diag, (struct place){ .path = project->migrations }, "cannot make the directory: %s",
		   strerror(errno));
	return false;
}

static enum status
make_new(const struct run *run)
{
	const char *label = lower_snake(run->arguments->operands[0], run->arena), *up, *down, *up_path, *marks;
	struct project project;
	struct migrations migrations;

	if (label[0] == '\0') {
		diag_error(run->diag, (struct place){ 0 }, "expected a name with letters or digits, found '%s'",
			   run->arguments->operands[0]);
		return STATUS_USAGE;
	}
	if (!load_project(&project, run) || !read_or_begin(&migrations, &project, run))
		return STATUS_FAILED;
	migrations_next_name(&migrations, label, &up, &down, run->arena);
	if (!up) {
		diag_error(run->diag, (struct place){ .path = migrations.directory },
			   "the next migration of %s is made by its own tool or by hand: files are named %s",
			   migrations.convention->name, migrations.convention->forms);
		return STATUS_FAILED;
	}
	marks = migrations_next_text(&migrations, run->arena);
	if (!down && arguments_has(run->arguments, "down") && marks[0] == '\0')
		down = down_name(up, run->arena);
	up_path = file_join(run->arena, project.migrations, up);
	if (!make_directory(file_directory(run->arena, up_path), run->arena)) {
		diag_error(run->diag, (struct place){ .path = up_path }, "cannot make its directory: %s",
			   strerror(errno));
		return STATUS_FAILED;
	}
	if (!create(up_path, marks[0] != '\0' ? marks : arena_format(run->arena, "-- %s\n", label), run))
		return STATUS_FAILED;
	if (down && !create(file_join(run->arena, project.migrations, down),
			    arena_format(run->arena, "-- undoes %s\n", label), run))
		return STATUS_FAILED;
	return STATUS_OK;
}

const struct verb verb_new = {
	.name = "new",
	.operands = "NAME",
	.operand_min = 1,
	.operand_max = 1,
	.summary = "makes the next migration file, in the convention at hand",
	.about = "Prints the path of the file, which holds nothing but a comment. The directory is made\n"
		 "if there is none.\n",
	.reads_project = true,
	.options = options,
	.examples = examples,
	.run = make_new,
};
