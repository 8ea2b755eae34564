#include "docs/pages.h"

#include <stddef.h>
#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/file.h"
#include "base/file_set.h"
#include "base/text.h"
#include "docs/document.h"
#include "docs/picture.h"
#include "docs/table_values.h"
#include "docs/timeline.h"
#include "docs/version_values.h"
#include "docs/writing.h"
#include "input/migrations.h"
#include "schema/schema.h"
#include "template/store.h"
#include "template/template.h"
#include "template/value.h"

static const struct {
	const char *template, *name; /* name NULL: as the user says */
	struct writing writing;
} outputs[] = {
	{ "MIGRATIONS.md.tmpl", "MIGRATIONS.md", { FORM_MARKDOWN, "database.md", "" } },
	{ "database.md.tmpl", "database.md", { FORM_MARKDOWN, "", "MIGRATIONS.md" } },
	{ "index.html.tmpl", NULL, { FORM_HTML, "", "" } },
};

/* What the items of a stream are made of. */
struct context {
	const struct document *document;
	const struct writing *writing;
};

static void
add_table(struct value *list, size_t part, const void *context, struct arena *arena)
{
	const struct context *from = context;

	table_values(value_add_record(list, arena), from->document, from->writing, part, arena);
}

static void
add_version(struct value *list, size_t part, const void *context, struct arena *arena)
{
	const struct context *from = context;

	version_values(value_add_record(list, arena), from->document, from->writing, part, arena);
}

static void
set_counts(struct value *root, const struct schema *schema, struct arena *arena)
{
	size_t views = 0;

	for (size_t i = 0; i < schema->table_count; i++)
		views += schema->tables[i].kind == TABLE_VIEW;
	value_set_number(root, "table_count", (long long)(schema->table_count - views), arena);
	value_set_number(root, "view_count", (long long)views, arena);
	value_set_flag(root, "is_one_table", schema->table_count - views == 1, arena);
	value_set_flag(root, "is_one_view", views == 1, arena);
	value_set_flag(root, "has_views", views > 0, arena);
}

/* A document's values: what there is many of is made when its turn comes. */
static struct value *
values(const struct document *document, const struct writing *writing, struct arena *arena)
{
	struct context *context = arena_alloc(arena, sizeof *context);
	struct value *root = value_record(arena);
	size_t tables = document->schema->table_count, versions = document->migrations->count;

	*context = (struct context){ document, writing };
	value_set_text(root, "title", writing_plain(writing, document->title, arena), arena);
	value_set_flag(root, "has_c", document->model != NULL, arena);
	value_set_number(root, "version_count", (long long)versions, arena);
	value_set_flag(root, "is_one_version", versions == 1, arena);
	set_counts(root, document->schema, arena);
	if (writing->form == FORM_HTML || writing->form == FORM_PLAIN) {
		picture_values(root, document, writing, arena);
		timeline_values(root, document, writing, arena);
	}
	value_set_stream(root, "tables", (struct value_stream){ add_table, context, tables }, tables, arena);
	value_set_stream(root, "versions", (struct value_stream){ add_version, context, versions }, versions, arena);
	return root;
}

static bool
render(const struct template_output *output, const char *template, const struct pages *pages,
       const struct document *document, const struct writing *writing, struct arena *arena, struct diag *diag)
{
	struct template_source source;

	return store_template(&source, template, pages->templates, arena, diag) &&
	       template_render(output, source.path, source.data, source.size, values(document, writing, arena), arena,
			       diag);
}

static bool
write_to_file(void *context, const char *data, size_t size)
{
	return file_set_add(context, data, size);
}

bool
pages_add(struct file_set *set, const struct pages *pages, const struct document *document, struct arena *arena,
	  struct diag *diag)
{
	const struct template_output output = { write_to_file, set };

	for (size_t i = 0; i < sizeof outputs / sizeof *outputs; i++) {
		const char *name = outputs[i].name ? outputs[i].name : pages->page;

		file_set_open(set, file_join(arena, pages->directory, name), false);
		if (!render(&output, outputs[i].template, pages, document, &outputs[i].writing, arena, diag) ||
		    !file_set_close(set))
			return false;
	}
	return true;
}

static bool
write_to_text(void *context, const char *data, size_t size)
{
	text_add(context, data, size);
	return true;
}

bool
pages_diagram(struct text *out, const char *template, const struct pages *pages, const struct document *document,
	      struct arena *arena, struct diag *diag)
{
	const struct template_output output = { write_to_text, out };
	const struct writing writing = { strcmp(template, "er.dot.tmpl") == 0 ? FORM_DOT : FORM_MERMAID, "", "" };

	return render(&output, template, pages, document, &writing, arena, diag);
}

void
pages_to_json(const struct document *document, struct text *out, struct arena *arena)
{
	static const struct writing writing = { FORM_PLAIN, "", "" };

	value_to_json(values(document, &writing, arena), out);
}
