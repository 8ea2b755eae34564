#include "emit/emit.h"

#include <stddef.h>
#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/file.h"
#include "base/file_set.h"
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
	    const struct query_list *queries, const struct replay *replay, struct arena *arena, struct diag *diag)
{
	struct model *model = arena_alloc(arena, sizeof *model);
	struct statements statements;

	if (!model_build(model, project, schema, queries, arena, diag) ||
	    !statements_prove(&statements, project, model, replay, arena, diag))
		return NULL;
	return view_build(project, migrations, schema, model, &statements, arena);
}

static bool
write_output(void *context, const char *data, size_t size)
{
	return file_set_add(context, data, size);
}

static bool
add_rendered(struct file_set *files, const char *template, const char *path,
	     const struct project *project, const struct value *values, struct arena *arena,
	     struct diag *diag)
{
	const struct template_output output = { write_output, files };
	struct template_source source;

	if (!store_template(&source, template, project->templates, arena, diag))
		return false;
	file_set_open(files, path, false);
	return template_render(&output, source.path, source.data, source.size, values, arena, diag) &&
	       file_set_close(files);
}

static bool
add_runtime(struct file_set *files, const struct project *project, struct arena *arena)
{
	for (const struct embedded_file *file = embedded_runtime; file->name; file++)
		if (!file_set_put(files, file_join(arena, project->output, file->name), (const char *)file->data,
				  file->size))
			return false;
	return true;
}

static bool
add_depfile(struct file_set *files, const struct project *project, const struct migrations *migrations,
	    const struct query_list *queries, struct arena *arena)
{
	const char *path = depfile_path(project, arena);
	struct text text = { 0 };
	bool is_added;

	depfile_write(&text, path, project, migrations, queries, arena);
	file_set_open(files, path, true);
	is_added = file_set_add(files, text.data, text.length) && file_set_close(files);
	text_finish(&text);
	return is_added;
}

bool
emit_files(struct file_set *files, const struct project *project, const struct migrations *migrations,
	   const struct schema *schema, const struct query_list *queries, const struct replay *replay,
	   struct arena *arena, struct diag *diag)
{
	struct value *values = emit_values(project, migrations, schema, queries, replay, arena, diag);

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
	if (project->runtime == RUNTIME_BESIDE && !add_runtime(files, project, arena))
		return false;
	if (!add_depfile(files, project, migrations, queries, arena))
		return false;
	depfile_check(project, migrations, queries, arena, diag);
	return true;
}
