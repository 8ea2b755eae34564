#include "docs/document.h"

#include <string.h>

#include "base/arena.h"
#include "base/map.h"
#include "docs/history.h"
#include "docs/writing.h"
#include "emit/cname.h"
#include "emit/model.h"
#include "input/migrations.h"
#include "schema/schema.h"
#include "sql/token.h"
#include "template/value.h"

/* Letters, digits and '_': the same name twice gets a number behind it. */
static const char *
make_anchor(struct map *taken, const char *kind, const char *name, struct arena *arena)
{
	const char *base = cname_lower(arena_format(arena, "%s_%s", kind, name), arena), *anchor = base;

	for (unsigned number = 2; map_get(taken, anchor, strlen(anchor)); number++)
		anchor = arena_format(arena, "%s_%u", base, number);
	map_set(taken, anchor, strlen(anchor), (void *)anchor, arena);
	return anchor;
}

void
document_set_anchors(struct document *document, struct arena *arena)
{
	const struct schema *schema = document->schema;
	const struct migrations *migrations = document->migrations;
	struct map taken = { NULL, 0, 0 };

	document->table_anchors = arena_alloc(arena, (schema->table_count + 1) * sizeof *document->table_anchors);
	document->version_anchors = arena_alloc(arena, (migrations->count + 1) * sizeof *document->version_anchors);
	for (size_t i = 0; i < schema->table_count; i++)
		document->table_anchors[i] = make_anchor(&taken, "table", schema->tables[i].name, arena);
	for (size_t i = 0; i < migrations->count; i++)
		document->version_anchors[i] = make_anchor(&taken, "version", migrations->items[i].version, arena);
}

const char *
document_table_anchor(const struct document *document, const char *name)
{
	for (size_t i = 0; i < document->schema->table_count; i++)
		if (name_compare(document->schema->tables[i].name, name) == 0)
			return document->table_anchors[i];
	return NULL;
}

const struct c_table *
document_c_table(const struct document *document, const struct table *table)
{
	for (size_t i = 0; document->model && i < document->model->table_count; i++)
		if (document->model->tables[i].source == table)
			return &document->model->tables[i];
	return NULL;
}

const struct life *
document_life(const struct document *document, const struct table *table)
{
	return lives_find(&document->history->lives, table->kind == TABLE_VIEW ? ITEM_VIEW : ITEM_TABLE, table->name, "");
}

const char *
document_table_link(const struct document *document, const struct writing *writing, const char *name,
		    struct arena *arena)
{
	const char *anchor = document_table_anchor(document, name), *code = writing_code(writing, name, arena);

	return anchor ? writing_link(writing, writing->tables, anchor, code, arena) : code;
}

const char *
document_version_link(const struct document *document, const struct writing *writing, size_t version,
		      struct arena *arena)
{
	const char *label = writing_plain(writing, document->migrations->items[version].version, arena);

	return writing_link(writing, writing->versions, document->version_anchors[version], label, arena);
}

const char *
document_versions(const struct document *document, const struct writing *writing, const struct life *life,
		  struct arena *arena)
{
	const char *made;

	if (!life)
		return "";
	made = document_version_link(document, writing, life->made, arena);
	return life->changed == life->made ?
		       made :
		       arena_format(arena, "%s, %s", made, document_version_link(document, writing, life->changed, arena));
}

/* Where a paragraph ends: at an empty line, and where the next line is an item of a list. */
static size_t
paragraph_length(const char *text)
{
	size_t length = 0;

	while (text[length] != '\0' && (text[length] != '\n' || (text[length + 1] != '\n' && text[length + 1] != '-' &&
								 text[length + 1] != '*')))
		length++;
	return length;
}

void
document_set_paragraphs(struct value *record, const char *name, const char *text, const struct writing *writing,
			struct arena *arena)
{
	struct value *list = value_set_list(record, name, arena);

	while (text && *text != '\0') {
		size_t length = paragraph_length(text);

		value_add_text(list, writing_plain(writing, arena_copy(arena, text, length), arena), arena);
		text += length;
		text += strspn(text, "\n");
	}
}
