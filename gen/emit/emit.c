#include "emit/emit.h"

#include <stddef.h>
#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/file.h"
#include "base/text.h"
#include "emit/depfile.h"
#include "emit/model.h"
#include "emit/statements.h"
#include "emit/view.h"
#include "input/project.h"
#include "template/store.h"
#include "template/template.h"
#include "template/value.h"

/* Which template makes which file: the project's name takes the place of "db". */
static const struct {
	const char *template, *suffix;
} outputs[] = {
	{ "db.h.tmpl", ".h" },
	{ "db.c.tmpl", ".c" },
};

struct value *
emit_values(const struct project *project, const struct migrations *migrations, const struct schema *schema,
	    const struct replay *replay, struct arena *arena, struct diag *diag)
{
	struct model *model = arena_alloc(arena, sizeof *model);
	struct statements statements;

	if (!model_build(model, project, schema, arena, diag) ||
	    !statements_prove(&statements, project, model, replay, arena, diag))
		return NULL;
	return view_build(project, migrations, schema, model, &statements, arena);
}

static bool
add_rendered(struct file_set *files, const char *template, const char *path,
	     const struct project *project, const struct value *values, struct arena *arena,
	     struct diag *diag)
{
	struct template_source source;
	struct text text = { 0 };

	if (!store_template(&source, template, project->templates, arena, diag))
		return false;
	if (!template_render(&text, source.path, source.data, source.size, values, arena, diag)) {
		text_finish(&text);
		return false;
	}
	file_set_add(files, path, arena_copy(arena, text.data ? text.data : "", text.length), text.length, arena);
	text_finish(&text);
	return true;
}

static void
add_runtime(struct file_set *files, const struct project *project, struct arena *arena)
{
	for (const struct embedded_file *file = embedded_runtime; file->name; file++)
		file_set_add(files, file_join(arena, project->output, file->name), (const char *)file->data,
			     file->size, arena);
}

static void
add_depfile(struct file_set *files, const struct project *project, const struct migrations *migrations,
	    struct arena *arena)
{
	const char *path = depfile_path(project, arena);
	struct text text = { 0 };

	depfile_write(&text, path, project, migrations, arena);
	file_set_add(files, path, arena_copy(arena, text.data, text.length), text.length, arena);
	files->files[files->count - 1].always_writes = true;
	text_finish(&text);
}

bool
emit_files(struct file_set *files, const struct project *project, const struct migrations *migrations,
	   const struct schema *schema, const struct replay *replay, struct arena *arena, struct diag *diag)
{
	struct value *values = emit_values(project, migrations, schema, replay, arena, diag);

	if (!values || !store_check(project->templates, arena, diag))
		return false;
	if (project->runtime == RUNTIME_BESIDE && strcmp(project->name, "sqlgen") == 0) {
		diag_error(diag, (struct place){ 0 },
			   "the files cannot be named 'sqlgen': the runtime beside them is; set another name");
		return false;
	}
	for (size_t i = 0; i < sizeof outputs / sizeof *outputs; i++) {
		const char *name = arena_format(arena, "%s%s", project->name, outputs[i].suffix);

		if (!add_rendered(files, outputs[i].template, file_join(arena, project->output, name), project, values,
				  arena, diag))
			return false;
	}
	if (project->runtime == RUNTIME_BESIDE)
		add_runtime(files, project, arena);
	add_depfile(files, project, migrations, arena);
	depfile_check(project, migrations, arena, diag);
	return true;
}
