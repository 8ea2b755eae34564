#include "docs/column_values.h"

#include <stdbool.h>
#include <string.h>

#include <sqlite3.h>

#include "base/arena.h"
#include "docs/document.h"
#include "docs/life.h"
#include "docs/history.h"
#include "docs/writing.h"
#include "emit/field_view.h"
#include "emit/model.h"
#include "schema/schema.h"
#include "template/value.h"

/* Its members in the struct, as C declares them; "" if there are none. */
static const char *
c_declaration(const struct document *document, const struct table *table, const struct column *column,
	      struct arena *arena)
{
	const struct c_table *c_table = document_c_table(document, table);

	for (size_t i = 0; c_table && i < c_table->field_count; i++) {
		const struct field *field = &c_table->fields[i];

		if (field->column != column && strcmp(field->column->name, column->name) != 0)
			continue;
		return field->has_flag ? arena_format(arena, "bool has_%s; %s", field->plain,
						      field_declaration(field, arena)) :
					 field_declaration(field, arena);
	}
	return "";
}

static void
set_allowed(struct value *record, const struct column *column, const struct writing *writing, struct arena *arena)
{
	const char *list = "";

	for (size_t i = 0; i < column->allowed_count; i++) {
		const struct stored_value *value = &column->allowed[i];
		const char *text = value->type == SQLITE_INTEGER ?
					   arena_format(arena, "%lld", (long long)value->integer) :
					   value->data;

		/* An empty text would be no code at all. */
		list = arena_format(arena, "%s%s%s", list, i > 0 ? ", " : "",
				    writing_code(writing, *text != '\0' ? text : "''", arena));
	}
	value_set_text(record, "allowed", list, arena);
}

/* The first foreign key that it is in. */
static const struct foreign_key *
foreign_key_of(const struct table *table, const struct column *column)
{
	for (size_t i = 0; i < table->foreign_key_count; i++)
		for (size_t j = 0; j < table->foreign_keys[i].columns.count; j++)
			if (&table->columns[table->foreign_keys[i].columns.items[j]] == column)
				return &table->foreign_keys[i];
	return NULL;
}

static void
set_origin(struct value *record, const struct column *column, const struct document *document,
	   const struct writing *writing, struct arena *arena)
{
	const char *origin = "";

	if (column->origin)
		origin = arena_format(arena, "%s.%s",
				      document_table_link(document, writing, column->origin_table->name, arena),
				      writing_code(writing, column->origin->name, arena));
	value_set_text(record, "origin", origin, arena);
}

static void
set_default(struct value *record, const struct column *column, const struct writing *writing, struct arena *arena)
{
	const char *text = column->default_kind != DEFAULT_NONE && column->default_text ? column->default_text : "";

	value_set_text(record, "default", writing_code(writing, text, arena), arena);
	value_set_text(record, "collation",
		       strcmp(column->collation, "BINARY") == 0 ? "" : writing_code(writing, column->collation, arena), arena);
	value_set_flag(record, "is_generated", column->generated != GENERATED_NO, arena);
	value_set_flag(record, "is_stored", column->generated == GENERATED_STORED, arena);
}

void
column_values(struct value *record, const struct document *document, const struct writing *writing,
	      const struct table *table, const struct column *column, struct arena *arena)
{
	const struct life *life = lives_find(&document->history->lives, ITEM_COLUMN, table->name, column->name);
	const struct foreign_key *key = foreign_key_of(table, column);
	const char *description = life && life->description ? life->description : "";

	value_set_text(record, "name", writing_plain(writing, column->name, arena), arena);
	value_set_text(record, "code", writing_code(writing, column->name, arena), arena);
	value_set_text(record, "word", writing_word(column->name, arena), arena);
	value_set_text(record, "type", writing_code(writing, column->type, arena), arena);
	/* What a word cannot say. */
	value_set_text(record, "note",
		       strcmp(writing_word(column->name, arena), column->name) == 0 ?
			       writing_plain(writing, description, arena) :
			       writing_plain(writing, column->name, arena),
		       arena);
	value_set_text(record, "plain_type", writing_plain(writing, column->type, arena), arena);
	value_set_text(record, "type_word", column->type[0] != '\0' ? writing_word(column->type, arena) : "any", arena);
	value_set_flag(record, "is_nullable", !column->is_not_null, arena);
	value_set_text(record, "null", column->is_not_null ? "" : "yes", arena);
	value_set_flag(record, "is_key", column->key_position > 0, arena);
	value_set_text(record, "refers_to", key ? document_table_link(document, writing, key->parent, arena) : "", arena);
	set_default(record, column, writing, arena);
	set_allowed(record, column, writing, arena);
	set_origin(record, column, document, writing, arena);
	value_set_text(record, "c", writing_code(writing, c_declaration(document, table, column, arena), arena), arena);
	value_set_text(record, "versions", document_versions(document, writing, life, arena), arena);
	value_set_text(record, "description", writing_plain(writing, description, arena), arena);
	value_set_flag(record, "is_foreign", key != NULL, arena);
	value_set_text(record, "mark",
		       column->key_position > 0 ? (key ? "key, foreign key" : "key") : key ? "foreign key" : "", arena);
}
