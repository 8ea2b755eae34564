#include "docs/version_values.h"

#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "base/file.h"
#include "docs/code_values.h"
#include "docs/document.h"
#include "docs/history.h"
#include "docs/writing.h"
#include "input/migrations.h"
#include "sql/token.h"
#include "template/value.h"

struct version_writer {
	struct value *record;
	const struct document *document;
	const struct writing *writing;
	const struct version *version;
	struct arena *arena;
};

/* The path inside the directory of the migrations: from where sqlgen was called makes no difference. */
static const char *
path_inside(const struct document *document, const char *path)
{
	const char *directory = document->migrations->directory;
	size_t length = strlen(directory);

	return strncmp(path, directory, length) == 0 && path[length] == '/' ? path + length + 1 : file_name(path);
}

static const struct item *
item_of(const struct change *change)
{
	return change->after ? change->after : change->before;
}

static bool
is_object(const struct item *item)
{
	return item->kind == ITEM_TABLE || item->kind == ITEM_VIEW;
}

static const char *
name_list(const struct version_writer *writer, const char *const *names, size_t count, bool are_tables)
{
	const char *list = "";

	for (size_t i = 0; i < count; i++) {
		const char *name = are_tables ? document_table_link(writer->document, writer->writing, names[i],
								    writer->arena) :
						writing_code(writer->writing, names[i], writer->arena);

		list = arena_format(writer->arena, "%s%s%s", list, i == 0 ? "" : i + 1 < count ? ", " : " and ", name);
	}
	return list;
}

/* One thing of a table or view that changed. */
static void
add_change(const struct version_writer *writer, struct value *list, const struct change *change)
{
	const struct item *item = item_of(change);
	struct arena *arena = writer->arena;
	struct value *record = value_add_record(list, arena);
	bool has_text = item->kind != ITEM_TRIGGER && item->kind != ITEM_VIEW;
	const char *was = change->before && change->after ? change->before->definition : "";

	value_set_text(record, "word", change_word(change), arena);
	value_set_text(record, "what",
		       item->name[0] == '\0' ?
			       item_kind_name(item->kind) :
			       arena_format(arena, "%s %s", item_kind_name(item->kind),
					    writing_code(writer->writing, item->name, arena)),
		       arena);
	value_set_text(record, "definition",
		       has_text && change->after ? writing_code(writer->writing, item->definition, arena) : "", arena);
	value_set_text(record, "was", has_text ? writing_code(writer->writing, was, arena) : "", arena);
}

static const struct renaming *
renaming_of(const struct version *version, const char *table)
{
	for (size_t i = 0; i < version->renaming_count; i++)
		if (!version->renamings[i].is_column && name_compare(version->renamings[i].to, table) == 0)
			return &version->renamings[i];
	return NULL;
}

/* The columns of a new table as names in one line: as declared, else as the inventory has them. */
static const char *
new_columns(const struct version_writer *writer, const char *table, size_t from, size_t to)
{
	const struct version *version = writer->version;
	const char *names = "";

	for (size_t i = 0; i < version->made_count; i++)
		if (name_compare(version->made[i].name, table) == 0)
			return name_list(writer, version->made[i].columns, version->made[i].column_count, false);
	for (size_t i = from; i < to; i++) {
		const struct item *item = item_of(&version->difference.items[i]);

		if (item->kind == ITEM_COLUMN)
			names = arena_format(writer->arena, "%s%s%s", names, *names ? ", " : "",
					     writing_code(writer->writing, item->name, writer->arena));
	}
	return names;
}

static void
add_renamed_columns(const struct version_writer *writer, struct value *list, const char *table)
{
	for (size_t i = 0; i < writer->version->renaming_count; i++) {
		const struct renaming *renaming = &writer->version->renamings[i];
		struct value *record;

		if (!renaming->is_column || name_compare(renaming->table, table) != 0)
			continue;
		record = value_add_record(list, writer->arena);
		value_set_text(record, "from", writing_code(writer->writing, renaming->from, writer->arena), writer->arena);
		value_set_text(record, "to", writing_code(writer->writing, renaming->to, writer->arena), writer->arena);
	}
}

/* What changed of one table or view: the changes from … to. */
static void
add_object(const struct version_writer *writer, struct value *list, const char *table, size_t from, size_t to)
{
	const struct difference *difference = &writer->version->difference;
	const struct change *first = from < to ? &difference->items[from] : NULL;
	bool is_whole = first && is_object(item_of(first)) && (!first->before || !first->after);
	const struct renaming *renaming = renaming_of(writer->version, table);
	struct value *record = value_add_record(list, writer->arena), *items;
	struct arena *arena = writer->arena;

	value_set_text(record, "table", document_table_link(writer->document, writer->writing, table, arena), arena);
	value_set_text(record, "kind", first ? item_kind_name(item_of(first)->kind == ITEM_VIEW ? ITEM_VIEW : ITEM_TABLE) :
					       item_kind_name(ITEM_TABLE), arena);
	value_set_flag(record, "is_made", is_whole && !first->before, arena);
	value_set_flag(record, "is_dropped", is_whole && first->before, arena);
	value_set_text(record, "was", renaming ? writing_code(writer->writing, renaming->from, arena) : "", arena);
	value_set_text(record, "columns", is_whole && !first->before ? new_columns(writer, table, from, to) : "", arena);
	add_renamed_columns(writer, value_set_list(record, "renamed", arena), table);
	items = value_set_list(record, "changes", arena);
	for (size_t i = from; i < to && !is_whole; i++)
		add_change(writer, items, &difference->items[i]);
}

/* Tables that have but a new name, or new names for columns, are in no change. */
static bool
has_changes(const struct version *version, const char *table)
{
	for (size_t i = 0; i < version->difference.count; i++)
		if (name_compare(item_of(&version->difference.items[i])->table, table) == 0)
			return true;
	return false;
}

static void
set_objects(const struct version_writer *writer)
{
	const struct version *version = writer->version;
	const struct difference *difference = &version->difference;
	struct value *list = value_set_list(writer->record, "objects", writer->arena);
	const char *last = "";

	for (size_t from = 0, to; from < difference->count; from = to) {
		const char *table = item_of(&difference->items[from])->table;

		for (to = from; to < difference->count; to++)
			if (name_compare(item_of(&difference->items[to])->table, table) != 0)
				break;
		add_object(writer, list, table, from, to);
	}
	for (size_t i = 0; i < version->renaming_count; i++) {
		const struct renaming *renaming = &version->renamings[i];
		const char *table = renaming->is_column ? renaming->table : renaming->to;

		if (has_changes(version, table) || name_compare(table, last) == 0)
			continue;
		add_object(writer, list, table, 0, 0);
		last = table;
	}
}

static bool
is_rebuilt(const struct version *version, const char *table)
{
	for (size_t i = 0; i < version->rebuilt_count; i++)
		if (name_compare(version->rebuilt[i], table) == 0)
			return true;
	return false;
}

/* The table that a copy is about: one was made anew, the other is its old or new form. */
static const char *
rebuilt_of(const struct version *version, const struct write *write)
{
	if (write->kind != WRITE_INSERT || write->source_count == 0)
		return NULL;
	if (is_rebuilt(version, write->table))
		return write->table;
	for (size_t i = 0; i < write->source_count; i++)
		if (is_rebuilt(version, write->sources[i]))
			return write->sources[i];
	return NULL;
}

static void
add_write(const struct version_writer *writer, struct value *list, const struct write *write)
{
	struct arena *arena = writer->arena;
	const char *rebuilt = rebuilt_of(writer->version, write);
	struct value *record = value_add_record(list, arena);
	bool is_insert = write->kind == WRITE_INSERT && !rebuilt;

	value_set_text(record, "table",
		       document_table_link(writer->document, writer->writing, rebuilt ? rebuilt : write->table, arena), arena);
	value_set_text(record, "columns", name_list(writer, write->columns, write->column_count, false), arena);
	value_set_text(record, "sources", name_list(writer, write->sources, write->source_count, true), arena);
	value_set_text(record, "trigger", write->trigger ? writing_code(writer->writing, write->trigger, arena) : "", arena);
	value_set_number(record, "rows", write->rows, arena);
	value_set_flag(record, "is_one_row", write->rows == 1, arena);
	value_set_flag(record, "is_rebuild", rebuilt != NULL, arena);
	value_set_flag(record, "is_counted", is_insert && write->rows > 0, arena);
	value_set_flag(record, "is_copy", is_insert && write->rows == 0, arena);
	value_set_flag(record, "is_update", write->kind == WRITE_UPDATE, arena);
	value_set_flag(record, "is_delete", write->kind == WRITE_DELETE, arena);
}

/* What the migration does to rows: each write, and what goes with what it drops. */
static void
set_data(const struct version_writer *writer)
{
	const struct version *version = writer->version;
	struct arena *arena = writer->arena;
	struct value *writes = value_set_list(writer->record, "writes", arena);
	struct value *losses = value_set_list(writer->record, "losses", arena);

	for (size_t i = 0; i < version->writes.count; i++)
		add_write(writer, writes, &version->writes.items[i]);
	for (size_t i = 0; i < version->lost_count; i++) {
		const struct lost *lost = &version->lost[i];
		struct value *record = value_add_record(losses, arena);

		value_set_text(record, "table", writing_code(writer->writing, lost->table, arena), arena);
		value_set_text(record, "column", lost->column ? writing_code(writer->writing, lost->column, arena) : "", arena);
	}
	value_set_flag(writer->record, "is_incomplete", version->writes.is_incomplete, arena);
	value_set_flag(writer->record, "has_data", writes->count > 0 || losses->count > 0, arena);
}

static void
set_sql(const struct version_writer *writer)
{
	const struct migration *migration = writer->version->migration;
	struct arena *arena = writer->arena;

	code_values(value_set_record(writer->record, "sql", arena), writer->writing, migration->text, migration->size, arena);
	if (!migration->down_text) {
		value_set_flag(writer->record, "down", false, arena);
		return;
	}
	code_values(value_set_record(writer->record, "down", arena), writer->writing, migration->down_text,
		    migration->down_size, arena);
}

static void
set_flags(const struct version_writer *writer)
{
	const struct migration *migration = writer->version->migration;
	struct arena *arena = writer->arena;

	value_set_flag(writer->record, "is_outside_transaction", migration->no_transaction, arena);
	value_set_flag(writer->record, "is_if_missing", migration->if_missing, arena);
	value_set_flag(writer->record, "allows_loss", migration->allows_loss, arena);
	value_set_flag(writer->record, "has_hook", migration->has_hook, arena);
	value_set_flag(writer->record, "is_repeatable", migration->is_repeatable, arena);
	value_set_text(writer->record, "compatible_with",
		       migration->compatible_with ? writing_plain(writer->writing, migration->compatible_with, arena) : "",
		       arena);
}

/* Some conventions have the name in the version. */
static const char *
title_of(const struct migration *migration, struct arena *arena)
{
	return strstr(migration->version, migration->name) ?
		       migration->version :
		       arena_format(arena, "%s %s", migration->version, migration->name);
}

void
version_values(struct value *record, const struct document *document, const struct writing *writing, size_t index,
	       struct arena *arena)
{
	const struct version *version = &document->history->versions[index];
	const struct migration *migration = version->migration;
	const struct version_writer writer = { record, document, writing, version, arena };

	value_set_text(record, "anchor", document->version_anchors[index], arena);
	value_set_text(record, "version", writing_plain(writing, migration->version, arena), arena);
	value_set_text(record, "title", writing_plain(writing, title_of(migration, arena), arena), arena);
	value_set_text(record, "path", writing_code(writing, path_inside(document, migration->path), arena), arena);
	document_set_paragraphs(record, "description", version->description, writing, arena);
	set_objects(&writer);
	set_data(&writer);
	set_flags(&writer);
	set_sql(&writer);
}
