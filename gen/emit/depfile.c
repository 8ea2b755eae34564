#include "emit/depfile.h"

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/text.h"
#include "input/migrations.h"
#include "input/project.h"
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
		if (*path == ' ' || *path == '#' || *path == '\\' || *path == ':')
			text_add_char(out, '\\');
		else if (*path == '$')
			text_add_char(out, '$');
		text_add_char(out, *path);
	}
}

void
depfile_write(struct text *out, const char *path, const struct project *project,
	      const struct migrations *migrations, struct arena *arena)
{
	struct inputs inputs = { 0 };

	add(&inputs, project->config, arena);
	add(&inputs, migrations->directory, arena);
	for (size_t i = 0; i < migrations->count; i++) {
		add(&inputs, migrations->items[i].path, arena);
		add(&inputs, migrations->items[i].down_path, arena);
	}
	add_templates(&inputs, project->templates, arena);
	add_escaped(out, project->depfile_target ? project->depfile_target : path);
	text_add_string(out, ":");
	for (size_t i = 0; i < inputs.count; i++) {
		text_add_string(out, " \\\n  ");
		add_escaped(out, inputs.paths[i]);
	}
	text_add_string(out, "\n");
	for (size_t i = 0; i < inputs.count && !project->depfile_target; i++) {
		text_add_string(out, "\n");
		add_escaped(out, inputs.paths[i]);
		text_add_string(out, ":\n");
	}
}
