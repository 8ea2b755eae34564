#include "docs/table_values.h"

#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "docs/code_values.h"
#include "docs/column_values.h"
#include "docs/document.h"
#include "docs/history.h"
#include "docs/relation.h"
#include "docs/writing.h"
#include "emit/model.h"
#include "live/phrasing.h"
#include "schema/dump_names.h"
#include "schema/schema.h"
#include "sql/parse.h"
#include "sql/token.h"
#include "template/value.h"

struct table_writer {
	struct value *record;
	const struct document *document;
	const struct writing *writing;
	const struct table *table;
	struct arena *arena;
};

static const char *
code(const struct table_writer *writer, const char *text)
{
	return writing_code(writer->writing, text, writer->arena);
}

/* "(a, b)": the inventory's name for what is of these columns. */
static const char *
in_parentheses(const char *const *names, size_t count, struct arena *arena)
{
	struct text text = { 0 };

	for (size_t i = 0; i < count; i++) {
		text_add_string(&text, i == 0 ? "(" : ", ");
		phrasing_add_name(&text, names[i]);
	}
	text_add_char(&text, ')');
	return text_keep(&text, arena);
}

static const char **
names_of(const struct column_list *list, const struct table *table, struct arena *arena)
{
	const char **names = arena_alloc(arena, (list->count + 1) * sizeof *names);

	for (size_t i = 0; i < list->count; i++)
		names[i] = table->columns[list->items[i]].name;
	return names;
}

static const char *
list_of(const struct table_writer *writer, const struct column_list *list)
{
	const char **names = names_of(list, writer->table, writer->arena), *text = "";

	for (size_t i = 0; i < list->count; i++)
		text = arena_format(writer->arena, "%s%s%s", text, i > 0 ? ", " : "", code(writer, names[i]));
	return text;
}

static void
set_versions(const struct table_writer *writer, struct value *record, enum item_kind kind, const char *name)
{
	const struct life *life = lives_find(&writer->document->history->lives, kind, writer->table->name, name);

	value_set_text(record, "versions", document_versions(writer->document, writer->writing, life, writer->arena),
		       writer->arena);
	value_set_text(record, "description",
		       writing_plain(writer->writing, life && life->description ? life->description : "", writer->arena),
		       writer->arena);
}

static void
set_columns(const struct table_writer *writer)
{
	struct value *list = value_set_list(writer->record, "columns", writer->arena);

	bool has_descriptions = false;

	for (size_t i = 0; i < writer->table->column_count; i++) {
		struct value *record;

		if (writer->table->columns[i].is_hidden)
			continue;
		record = value_add_record(list, writer->arena);
		column_values(record, writer->document, writer->writing, writer->table, &writer->table->columns[i],
			      writer->arena);
		has_descriptions = has_descriptions || value_get(record, "description")->text[0] != '\0';
	}
	value_set_flag(writer->record, "has_descriptions", has_descriptions, writer->arena);
}

static void
set_key(const struct table_writer *writer)
{
	const struct table *table = writer->table;
	struct value *uniques = value_set_list(writer->record, "uniques", writer->arena);

	value_set_text(writer->record, "key", list_of(writer, &table->key), writer->arena);
	for (size_t i = 0; i < table->index_count; i++) {
		struct value *record;

		if (table->indexes[i].origin != INDEX_UNIQUE_CONSTRAINT)
			continue;
		record = value_add_record(uniques, writer->arena);
		value_set_text(record, "columns", list_of(writer, &table->indexes[i].columns), writer->arena);
	}
}

static const char *
parent_columns(const struct table_writer *writer, const struct foreign_key *key)
{
	const char *text = "";

	for (size_t i = 0; i < key->columns.count; i++)
		text = arena_format(writer->arena, "%s%s%s", text, i > 0 ? ", " : "",
				    key->parent_columns[i] ? code(writer, key->parent_columns[i]) : "?");
	return text;
}

/* Both ends of it, as a picture shows them. */
static void
set_relation(const struct table_writer *writer, struct value *record, const struct foreign_key *key)
{
	const char **names = names_of(&key->columns, writer->table, writer->arena), *label = "";
	const char *anchor = document_table_anchor(writer->document, key->parent);

	for (size_t i = 0; i < key->columns.count; i++)
		label = arena_format(writer->arena, "%s%s%s", label, i > 0 ? ", " : "", names[i]);
	value_set_text(record, "label", writing_plain(writer->writing, label, writer->arena), writer->arena);
	value_set_text(record, "parent_anchor", anchor ? anchor : "", writer->arena);
	value_set_flag(record, "is_optional", relation_is_optional(writer->table, key), writer->arena);
	value_set_flag(record, "is_single", relation_is_single(writer->table, key), writer->arena);
}

static void
set_foreign_keys(const struct table_writer *writer)
{
	struct arena *arena = writer->arena;
	struct value *list = value_set_list(writer->record, "foreign_keys", arena);

	for (size_t i = 0; i < writer->table->foreign_key_count; i++) {
		const struct foreign_key *key = &writer->table->foreign_keys[i];
		const char **names = names_of(&key->columns, writer->table, arena);
		struct value *record = value_add_record(list, arena);
		bool deletes = strcmp(key->on_delete, "NO ACTION") != 0, updates = strcmp(key->on_update, "NO ACTION") != 0;

		value_set_text(record, "columns", list_of(writer, &key->columns), arena);
		value_set_text(record, "parent", document_table_link(writer->document, writer->writing, key->parent, arena),
			       arena);
		value_set_text(record, "parent_columns", parent_columns(writer, key), arena);
		value_set_text(record, "on_delete", deletes ? code(writer, key->on_delete) : "", arena);
		value_set_text(record, "on_update", updates ? code(writer, key->on_update) : "", arena);
		set_relation(writer, record, key);
		value_set_flag(record, "is_deferred", key->is_deferred, arena);
		value_set_flag(record, "is_dangling", key->is_dangling, arena);
		set_versions(writer, record, ITEM_FOREIGN_KEY, in_parentheses(names, key->columns.count, arena));
	}
}

/* Who has foreign keys to it. */
static void
set_children(const struct table_writer *writer)
{
	const struct schema *schema = writer->document->schema;
	struct arena *arena = writer->arena;
	const char *text = "";

	for (size_t i = 0; i < schema->table_count; i++) {
		const struct table *child = &schema->tables[i];
		bool refers = false;

		for (size_t j = 0; j < child->foreign_key_count; j++)
			refers = refers || name_compare(child->foreign_keys[j].parent, writer->table->name) == 0;
		if (refers)
			text = arena_format(arena, "%s%s%s", text, *text ? ", " : "",
					    document_table_link(writer->document, writer->writing, child->name, arena));
	}
	value_set_text(writer->record, "children", text, arena);
}

/* Behind "CREATE INDEX name ON table", as it was written. */
static const char *
index_text(const struct index *index, struct arena *arena)
{
	struct token_reader reader;

	token_reader_init(&reader, index->sql, strlen(index->sql));
	while (reader.token.kind != TOKEN_END && reader.token.kind != TOKEN_LEFT)
		token_next(&reader);
	return arena_string(arena, index->sql + reader.offset);
}

/* A unique index of columns alone is known by these, in the order of their names. */
static void
set_index_versions(const struct table_writer *writer, struct value *record, const struct index *index)
{
	const char **names = names_of(&index->columns, writer->table, writer->arena);

	if (!index->is_unique || index->is_partial || index->has_expression) {
		set_versions(writer, record, ITEM_INDEX, index->name);
		return;
	}
	for (size_t i = 1; i < index->columns.count; i++)
		for (size_t j = i; j > 0 && name_compare(names[j - 1], names[j]) > 0; j--) {
			const char *name = names[j];

			names[j] = names[j - 1];
			names[j - 1] = name;
		}
	set_versions(writer, record, ITEM_UNIQUE, in_parentheses(names, index->columns.count, writer->arena));
}

static void
set_indexes(const struct table_writer *writer)
{
	struct arena *arena = writer->arena;
	struct value *list = value_set_list(writer->record, "indexes", arena);

	for (size_t i = 0; i < writer->table->index_count; i++) {
		const struct index *index = &writer->table->indexes[i];
		struct value *record;

		if (index->origin != INDEX_CREATED || !index->sql)
			continue;
		record = value_add_record(list, arena);
		value_set_text(record, "name", code(writer, index->name), arena);
		value_set_text(record, "text", code(writer, index_text(index, arena)), arena);
		value_set_flag(record, "is_unique", index->is_unique, arena);
		set_index_versions(writer, record, index);
	}
}

static void
set_checks(const struct table_writer *writer)
{
	struct value *list = value_set_list(writer->record, "checks", writer->arena);
	const struct table *table = writer->table;
	struct parsed_table parsed;

	if (table->kind != TABLE_ORDINARY || !parse_create_table(&parsed, table->sql, strlen(table->sql), writer->arena))
		return;
	for (size_t i = 0; i < parsed.check_count; i++) {
		const struct parsed_check *check = &parsed.checks[i];

		value_add_text(list, code(writer, arena_copy(writer->arena, check->text, check->length)), writer->arena);
	}
}

static void
set_triggers(const struct table_writer *writer)
{
	struct arena *arena = writer->arena;
	struct value *list = value_set_list(writer->record, "triggers", arena);

	for (size_t i = 0; i < writer->table->trigger_count; i++) {
		const struct trigger *trigger = &writer->table->triggers[i];
		struct value *record = value_add_record(list, arena);

		value_set_text(record, "name", code(writer, trigger->name), arena);
		value_set_text(record, "event", event_name(trigger->event), arena);
		value_set_flag(record, "is_instead_of", trigger->is_instead_of, arena);
		code_values(value_set_record(record, "sql", arena), writer->writing, trigger->sql, strlen(trigger->sql), arena);
		set_versions(writer, record, ITEM_TRIGGER, trigger->name);
	}
}

static void
set_kind(const struct table_writer *writer)
{
	const struct table *table = writer->table;
	struct arena *arena = writer->arena;
	const struct c_table *c_table = document_c_table(writer->document, table);

	value_set_flag(writer->record, "is_view", table->kind == TABLE_VIEW, arena);
	value_set_flag(writer->record, "is_broken", table->is_broken, arena);
	value_set_text(writer->record, "module", table->module ? code(writer, table->module) : "", arena);
	value_set_flag(writer->record, "is_strict", table->is_strict, arena);
	value_set_flag(writer->record, "is_without_rowid", table->is_without_rowid, arena);
	value_set_text(writer->record, "struct",
		       c_table ? code(writer, arena_format(arena, "struct %s", c_table->tag)) : "", arena);
}

void
table_values(struct value *record, const struct document *document, const struct writing *writing, size_t index,
	     struct arena *arena)
{
	const struct table *table = &document->schema->tables[index];
	const struct table_writer writer = { record, document, writing, table, arena };
	const struct life *life = document_life(document, table);

	value_set_text(record, "anchor", document->table_anchors[index], arena);
	value_set_text(record, "name", writing_plain(writing, table->name, arena), arena);
	value_set_text(record, "code", code(&writer, table->name), arena);
	value_set_text(record, "link", document_table_link(document, writing, table->name, arena), arena);
	value_set_text(record, "word", writing_word(table->name, arena), arena);
	document_set_paragraphs(record, "description", life ? life->description : NULL, writing, arena);
	value_set_text(record, "summary", writing_plain(writing, life && life->description ? life->description : "", arena),
		       arena);
	value_set_text(record, "made", life ? document_version_link(document, writing, life->made, arena) : "", arena);
	value_set_text(record, "changed", life && life->changed != life->made ?
						  document_version_link(document, writing, life->changed, arena) : "", arena);
	set_kind(&writer);
	set_columns(&writer);
	set_key(&writer);
	set_foreign_keys(&writer);
	set_children(&writer);
	set_indexes(&writer);
	set_checks(&writer);
	set_triggers(&writer);
	code_values(value_set_record(record, "sql", arena), writing, table->sql ? table->sql : "",
		    table->sql ? strlen(table->sql) : 0, arena);
}
