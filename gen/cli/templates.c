#include <stdio.h>
#include <string.h>

#include "base/diag.h"
#include "base/file.h"
#include "base/file_set.h"
#include "cli/screen.h"
#include "cli/verb.h"
#include "template/store.h"

static const struct option options[] = {
	{ "export", '\0', "DIR", "write them there, to start one's own from", NULL, NULL },
	{ "force", '\0', NULL, "replace files that are there", NULL, NULL },
	{ NULL, '\0', NULL, NULL, NULL, NULL }
};

static const char *const examples[] = {
	"sqlgen templates --export templates",
	"then change one, delete the others, and give --templates to generate or docs",
	NULL
};

static const struct {
	const char *name, *makes;
} outputs[] = {
	{ "db.h.tmpl", "db.h: the structs, and the declarations of all functions" },
	{ "db.c.tmpl", "db.c: the functions, the SQL, the migrations" },
	{ "MIGRATIONS.md.tmpl", "MIGRATIONS.md of docs: what each version does" },
	{ "database.md.tmpl", "database.md of docs: tables, columns, keys" },
	{ "index.html.tmpl", "index.html of docs: all of it, with the picture" },
	{ "er.mmd.tmpl", "docs --mermaid" },
	{ "er.dot.tmpl", "docs --dot" },
};

static enum status
list_templates(void)
{
	for (const struct embedded_file *file = embedded_templates; file->name; file++) {
		const char *makes = "";

		for (size_t i = 0; i < sizeof outputs / sizeof *outputs; i++)
			if (strcmp(outputs[i].name, file->name) == 0)
				makes = outputs[i].makes;
		printf("%s  %s\n", file->name, makes);
	}
	return STATUS_OK;
}

/* False, after an error for each, if files are there that would be lost. */
static bool
check_free(const char *directory, const struct run *run)
{
	bool ok = true;

	for (const struct embedded_file *file = embedded_templates; file->name; file++) {
		const char *path = file_join(run->arena, directory, file->name);

		if (!file_exists(path))
			continue;
		diag_error(run->diag, (struct place){ .path = path }, "is there already: --force replaces it");
		ok = false;
	}
	return ok;
}

static enum status
export_templates(const char *directory, const struct run *run)
{
	const struct embedded_file *file = embedded_templates;
	struct file_set files;
	bool is_written;

	if (!arguments_has(run->arguments, "force") && !check_free(directory, run))
		return STATUS_FAILED;
	file_set_begin(&files, false, run->arena, run->diag);
	while (file->name && file_set_put(&files, file_join(run->arena, directory, file->name),
					  (const char *)file->data, file->size))
		file++;
	is_written = !files.has_failed && file_set_commit(&files);
	for (size_t i = 0; i < files.count && is_written && !run->is_quiet; i++)
		if (files.files[i].changes)
			printf("wrote %s\n", screen_text(files.files[i].path, run->arena));
	file_set_finish(&files);
	return is_written ? STATUS_OK : STATUS_DISK;
}

static enum status
show_templates(const struct run *run)
{
	const char *directory = arguments_value(run->arguments, "export");

	if (!directory && arguments_has(run->arguments, "force")) {
		diag_error(run->diag, (struct place){ 0 }, "expected '--export DIR' with '--force', found nothing");
		return STATUS_USAGE;
	}
	return directory ? export_templates(directory, run) : list_templates();
}

const struct verb verb_templates = {
	.name = "templates",
	.operands = "",
	.summary = "lists the built-in templates, or writes them out",
	.about = "A template is the C that comes out, with lines that begin with '@' (@for x in path,\n"
		 "@if path, @if not path, @else, @end) and ${path} in the text. ${,} is a comma except in\n"
		 "the last turn of a loop. '@@' and '$${' stand for themselves. Delete the '@' lines and\n"
		 "you see C. 'sqlgen dump' shows what a path can name.\n",
	.reads_project = false,
	.options = options,
	.examples = examples,
	.run = show_templates,
};
