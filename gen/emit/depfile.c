#include "emit/depfile.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/file.h"
#include "base/text.h"
#include "input/migrations.h"
#include "input/project.h"
#include "input/queries.h"
#include "query/query.h"
#include "template/store.h"

/* The inputs in the order in which they are named. */
struct inputs {
	const char **paths;
	size_t count;
};

static void
add(struct inputs *inputs, const char *path, struct arena *arena)
{
	if (!path)
		return;
	inputs->paths = arena_grow(arena, inputs->paths, inputs->count, sizeof *inputs->paths);
	inputs->paths[inputs->count++] = path;
}

static void
add_templates(struct inputs *inputs, const char *directory, struct arena *arena)
{
	if (!directory)
		return;
	add(inputs, directory, arena);
	for (const struct embedded_file *file = embedded_templates; file->name; file++) {
		const char *path = file_join(arena, directory, file->name);

		if (file_exists(path))
			add(inputs, path, arena);
	}
}

/* https://www.gnu.org/software/make/manual/html_node/What-Makefiles-Contain.html; ninja's depfile parser takes the same. */
static void
add_escaped(struct text *out, const char *path)
{
	for (; *path != '\0'; path++) {
		/* A backslash stands for itself unless what follows is escaped by one. */
		bool escapes = *path == '\\' && path[1] != '\0' && strchr(" #:\\", path[1]);

		if (escapes || *path == ' ' || *path == '#' || *path == ':')
			text_add_char(out, '\\');
		else if (*path == '$')
			text_add_char(out, '$');
		text_add_char(out, *path);
	}
}

static struct inputs
list_inputs(const struct project *project, const struct migrations *migrations,
	    const struct query_list *queries, struct arena *arena)
{
	struct inputs inputs = { 0 };

	add(&inputs, project->config, arena);
	add(&inputs, migrations->directory, arena);
	for (size_t i = 0; i < migrations->count; i++) {
		add(&inputs, migrations->items[i].path, arena);
		if (migrations->items[i].down_path != migrations->items[i].path)
			add(&inputs, migrations->items[i].down_path, arena);
	}
	for (size_t i = 0; i < migrations->input_count; i++) {
		if (migrations->count == 0 || strcmp(migrations->inputs[i], migrations->items[0].path) != 0)
			add(&inputs, migrations->inputs[i], arena);
	}
	add(&inputs, queries->texts->directory, arena);
	for (size_t i = 0; i < queries->texts->path_count; i++)
		add(&inputs, queries->texts->paths[i], arena);
	add_templates(&inputs, project->templates, arena);
	return inputs;
}

const char *
depfile_path(const struct project *project, struct arena *arena)
{
	return project->depfile ? project->depfile :
				  file_join(arena, project->output, arena_format(arena, "%s.d", project->name));
}

void
depfile_date(const struct project *project, const struct migrations *migrations,
	     const struct query_list *queries, struct arena *arena)
{
	struct inputs inputs = list_inputs(project, migrations, queries, arena);

	file_date_after(depfile_path(project, arena), inputs.paths, inputs.count);
}

void
depfile_check(const struct project *project, const struct migrations *migrations,
		   const struct query_list *queries, struct arena *arena,
	      struct diag *diag)
{
	struct inputs inputs = list_inputs(project, migrations, queries, arena);

	for (size_t i = 0; i < inputs.count; i++) {
		const char *mark = strpbrk(inputs.paths[i], ";|&*\\'\"^`%=()<>?\n");

		if (!mark)
			continue;
		diag_warning(diag, (struct place){ inputs.paths[i], 0, 0 }, "depfile-name",
			     "'%c' in this name cannot be written so that make and ninja read it back: "
			     "they may run sqlgen too often, or not; rename it",
			     *mark);
		return;
	}
}

void
depfile_write(struct text *out, const char *path, const struct project *project,
	      const struct migrations *migrations, const struct query_list *queries, struct arena *arena)
{
	struct inputs inputs = list_inputs(project, migrations, queries, arena);

	add_escaped(out, project->depfile_target ? project->depfile_target : path);
	text_add_string(out, ":");
	for (size_t i = 0; i < inputs.count; i++) {
		text_add_string(out, " \\\n  ");
		add_escaped(out, inputs.paths[i]);
	}
	text_add_string(out, "\n");
	for (size_t i = 0; i < inputs.count; i++) {
		text_add_string(out, "\n");
		add_escaped(out, inputs.paths[i]);
		text_add_string(out, ":\n");
	}
}
