#include <stdio.h>
#include <string.h>

#include "base/diag.h"
#include "base/file.h"
#include "base/file_set.h"
#include "base/text.h"
#include "cli/load.h"
#include "cli/screen.h"
#include "cli/verb.h"
#include "docs/document.h"
#include "docs/history.h"
#include "docs/pages.h"
#include "emit/model.h"
#include "input/migrations.h"
#include "input/project.h"
#include "input/project_key.h"
#include "query/query.h"
#include "schema/schema.h"
#include "template/store.h"

static const struct option options[] = {
	{ "output", '\0', "DIR", "where the files go (default: docs)", NULL, NULL },
	{ "page", '\0', "NAME", "name of the HTML page (default: index.html)", value_is_file_name,
	  "a file's name of letters, digits, '_', '-' and '.'" },
	{ "title", '\0', "TEXT", "what the database is called (default: Database)", NULL, NULL },
	{ "templates", '\0', "DIR", "templates that take the place of the built-in ones", NULL, NULL },
	{ "check", '\0', NULL, "write nothing; exit 1 if a file would change", NULL, NULL },
	{ "dry-run", 'n', NULL, "write nothing; say which files would be written", NULL, NULL },
	{ "mermaid", '\0', NULL, "print the picture for Mermaid instead", NULL, NULL },
	{ "json", '\0', NULL, "print the values that templates see instead", NULL, NULL },
	{ "dot", '\0', NULL, "print the picture for Graphviz instead", NULL, NULL },
	{ NULL, '\0', NULL, NULL, NULL, NULL }
};

static const char *const examples[] = {
	"sqlgen docs",
	"writes docs/MIGRATIONS.md, docs/database.md and docs/index.html",
	"sqlgen docs --check",
	"in continuous integration: is what is committed up to date?",
	"sqlgen docs --dot | dot -Tpdf > er.pdf",
	"the picture by another tool",
	NULL
};

/* A line for each file that changes; how many there are. */
static size_t
say_files(const struct file_set *files, const char *what, const struct run *run)
{
	size_t changes = 0;

	for (size_t i = 0; i < files->count; i++) {
		const struct file_output *file = &files->files[i];

		changes += file->changes;
		if (file->changes && !run->is_quiet)
			printf("%s %s\n", what, screen_text(file->path, run->arena));
		else if (!file->changes && run->is_verbose)
			printf("unchanged %s\n", screen_text(file->path, run->arena));
	}
	return changes;
}

static enum status
end_files(struct file_set *files, const struct run *run)
{
	if (arguments_has(run->arguments, "check"))
		return say_files(files, "would change", run) > 0 ? STATUS_FAILED : STATUS_OK;
	if (arguments_has(run->arguments, "dry-run")) {
		say_files(files, "would write", run);
		return STATUS_OK;
	}
	if (!file_set_commit(files))
		return STATUS_DISK;
	say_files(files, "wrote", run);
	return STATUS_OK;
}

static enum status
write_pages(const struct pages *pages, const struct document *document, const struct run *run)
{
	bool is_rehearsed = arguments_has(run->arguments, "check") || arguments_has(run->arguments, "dry-run");
	struct file_set files;
	enum status status;

	file_set_begin(&files, is_rehearsed, run->arena, run->diag);
	if (pages_add(&files, pages, document, run->arena, run->diag) && run->diag->errors == 0)
		status = end_files(&files, run);
	else
		status = files.has_failed ? STATUS_DISK : STATUS_FAILED;
	file_set_finish(&files);
	return status;
}

static enum status
print_values(const struct document *document, const struct run *run)
{
	struct text text = { 0 };

	pages_to_json(document, &text, run->arena);
	screen_print(&text);
	text_finish(&text);
	return STATUS_OK;
}

static enum status
print_diagram(const char *template, const struct pages *pages, const struct document *document, const struct run *run)
{
	struct text text = { 0 };
	bool is_made = pages_diagram(&text, template, pages, document, run->arena, run->diag);

	if (is_made)
		screen_print(&text);
	text_finish(&text);
	return is_made ? STATUS_OK : STATUS_FAILED;
}

/* The schema in terms of C, for those who generate it; NULL, and a note, where that cannot be. */
static const struct model *
find_model(struct model *model, const struct project *project, const struct schema *schema, const struct run *run)
{
	struct diag silent = { .out = run->diag->out, .is_quiet = true, .errors = MESSAGES_SHOWN };
	const struct query_list none = { .items = NULL };

	if (model_build(model, project, schema, &none, run->arena, &silent))
		return model;
	diag_warning(run->diag, (struct place){ 0 }, NULL,
		     "C types are left out: none can be generated from this; 'sqlgen generate' says why");
	return NULL;
}

static enum status
write_documents(const struct project *project, struct migrations *migrations, const struct schema *schema,
		const struct run *run)
{
	const char *output = arguments_value(run->arguments, "output"), *page = arguments_value(run->arguments, "page");
	const char *title = arguments_value(run->arguments, "title");
	const char *beside = project->config ? file_directory(run->arena, project->config) : ".";
	struct pages pages = {
		.directory = output ? output : file_join(run->arena, beside, "docs"),
		.page = page ? page : "index.html",
		.templates = arguments_has(run->arguments, "templates") ? arguments_value(run->arguments, "templates") :
									   project->templates,
	};
	struct document document = {
		.title = title ? title : "Database", .migrations = migrations, .schema = schema
	};
	struct history history;
	struct model model;

	if (!history_read(&history, migrations, run->arena, run->diag) ||
	    !store_check(pages.templates, run->arena, run->diag))
		return STATUS_FAILED;
	document.history = &history;
	document.model = find_model(&model, project, schema, run);
	document_set_anchors(&document, run->arena);
	if (arguments_has(run->arguments, "json"))
		return print_values(&document, run);
	if (arguments_has(run->arguments, "mermaid"))
		return print_diagram("er.mmd.tmpl", &pages, &document, run);
	if (arguments_has(run->arguments, "dot"))
		return print_diagram("er.dot.tmpl", &pages, &document, run);
	return write_pages(&pages, &document, run);
}

/* What is printed is one thing. */
static bool
check_output(const struct run *run)
{
	static const char *const names[] = { "mermaid", "dot", "json" };
	const char *found = NULL;

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		if (!arguments_has(run->arguments, names[i]))
			continue;
		if (found) {
			diag_error(run->diag, (struct place){ 0 }, "expected one of '--%s' and '--%s', found both", found,
				   names[i]);
			return false;
		}
		found = names[i];
	}
	return true;
}

static enum status
docs(const struct run *run)
{
	struct project project;
	struct migrations migrations;
	struct schema schema;

	if (!check_output(run))
		return STATUS_USAGE;
	if (!load_project(&project, run) || !load_migrations(&migrations, &project, run) ||
	    !load_schema(&schema, &migrations, migrations.count, &project, run))
		return STATUS_FAILED;
	return write_documents(&project, &migrations, &schema, run);
}

const struct verb verb_docs = {
	.name = "docs",
	.operands = "",
	.summary = "writes what there is to read: Markdown and an HTML page",
	.about = "MIGRATIONS.md tells what each version changes, its SQL, its way back and what it does to\n"
		 "rows; database.md the tables, columns, keys and indexes, and in which version each came. The\n"
		 "page has both, a picture of the tables and their history, and needs nothing beside it.\n"
		 "Comments in migrations become descriptions. Files that would not change are not touched;\n"
		 "after an error none is.\n",
	.reads_project = true,
	.options = options,
	.examples = examples,
	.page = "sqlgen-docs",
	.run = docs,
};
