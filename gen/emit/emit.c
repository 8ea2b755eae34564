#include "emit/emit.h"

#include <stddef.h>
#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/file.h"
#include "base/text.h"
#include "emit/depfile.h"
#include "emit/model.h"
#include "emit/view.h"
#include "input/project.h"
#include "schema/lacking.h"
#include "schema/replay.h"
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
emit_values(const struct project *project, const struct migrations *migrations,
	    const struct schema *schema, struct arena *arena, struct diag *diag)
{
	struct model model;

	if (!model_build(&model, project, schema, arena, diag))
		return NULL;
	return view_build(project, migrations, schema, &model, arena);
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

/* The lines of sqlgen.ini that would mend it, where what is missing is the program's to register. */
static void
tell_remedy(const char *reason, const char *sql, struct arena *arena, struct diag *diag)
{
	struct lacking lacking;
	const char *const *lines;
	size_t count = 0;

	if (!lacking_find(&lacking, reason, sql, arena))
		return;
	lines = lacking_lines(&count, &lacking, sql, lacking_offset(&lacking, sql, 0), arena);
	diag_note(diag, (struct place){ 0 }, "if the program registers it, declare it in sqlgen.ini:");
	for (size_t i = 0; i < count; i++)
		diag_note(diag, (struct place){ 0 }, "    %s", lines[i]);
}

/* What SQLite refuses now it would refuse at run time. */
static bool
prove_statements(const struct value *values, const struct replay *replay, struct arena *arena,
		 struct diag *diag)
{
	const struct value *statements = value_get(values, "statements");
	bool is_proved = true;

	for (size_t i = 0; i < statements->count && is_proved; i++) {
		const char *sql = value_get(statements->items[i], "sql")->text;
		const char *reason = replay_refuses(replay, sql);

		if (!reason)
			continue;
		is_proved = false;
		diag_error(diag, (struct place){ 0 }, "SQLite refuses a generated statement: %s, in: %s", reason, sql);
		tell_remedy(arena_string(arena, reason), sql, arena, diag);
	}
	return is_proved;
}

bool
emit_files(struct file_set *files, const struct project *project, const struct migrations *migrations,
	   const struct schema *schema, const struct replay *replay, struct arena *arena, struct diag *diag)
{
	struct value *values = emit_values(project, migrations, schema, arena, diag);

	if (!values || !prove_statements(values, replay, arena, diag) || !store_check(project->templates, arena, diag))
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
