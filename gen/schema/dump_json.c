#include "schema/dump.h"

#include <sqlite3.h>

#include "base/json.h"
#include "base/text.h"
#include "schema/dump_names.h"
#include "schema/schema.h"

static void
names_to_json(struct json *json, const char *name, const struct table *table,
	      const struct column_list *list)
{
	json_open_list(json, name);
	for (size_t i = 0; i < list->count; i++)
		json_string(json, NULL, table->columns[list->items[i]].name);
	json_close_list(json);
}

static void
place_to_json(struct json *json, const struct place *place)
{
	if (place->path == NULL) {
		json_null(json, "place");
		return;
	}
	json_open_object(json, "place");
	json_string(json, "path", place->path);
	json_integer(json, "line", place->line);
	json_integer(json, "column", place->column);
	json_close_object(json);
}

static void
column_to_json(struct json *json, const struct column *column, const struct table *table)
{
	json_open_object(json, NULL);
	json_string(json, "name", column->name);
	json_string(json, "type", column->type);
	json_string(json, "affinity", affinity_name(column->affinity));
	json_string(json, "collation", column->collation);
	json_bool(json, "is_not_null", column->is_not_null);
	json_bool(json, "is_rowid", column == table->rowid_alias);
	json_bool(json, "is_hidden", column->is_hidden);
	json_string(json, "generated", generated_name(column->generated));
	json_string(json, "default", column->default_text);
	json_open_list(json, "allowed");
	for (size_t i = 0; i < column->allowed_count; i++) {
		const struct stored_value *value = &column->allowed[i];
		if (value->type == SQLITE_INTEGER)
			json_integer(json, NULL, value->integer);
		else
			json_bytes(json, NULL, value->data, value->size);
	}
	json_close_list(json);
	place_to_json(json, &column->place);
	json_close_object(json);
}

static void
index_to_json(struct json *json, const struct index *index, const struct table *table)
{
	json_open_object(json, NULL);
	json_string(json, "name", index->name);
	json_string(json, "origin", origin_name(index->origin));
	json_bool(json, "is_unique", index->is_unique);
	json_bool(json, "is_partial", index->is_partial);
	json_bool(json, "has_expression", index->has_expression);
	names_to_json(json, "columns", table, &index->columns);
	json_string(json, "sql", index->sql);
	place_to_json(json, &index->place);
	json_close_object(json);
}

static void
foreign_key_to_json(struct json *json, const struct foreign_key *key, const struct table *table)
{
	json_open_object(json, NULL);
	names_to_json(json, "columns", table, &key->columns);
	json_string(json, "parent", key->parent);
	json_open_list(json, "parent_columns");
	for (size_t i = 0; i < key->columns.count; i++)
		json_string(json, NULL, key->parent_columns[i]);
	json_close_list(json);
	json_string(json, "on_delete", key->on_delete);
	json_string(json, "on_update", key->on_update);
	json_bool(json, "is_dangling", key->is_dangling);
	place_to_json(json, &key->place);
	json_close_object(json);
}

static void
trigger_to_json(struct json *json, const struct trigger *trigger)
{
	json_open_object(json, NULL);
	json_string(json, "name", trigger->name);
	json_string(json, "event", event_name(trigger->event));
	json_bool(json, "is_instead_of", trigger->is_instead_of);
	json_string(json, "sql", trigger->sql);
	place_to_json(json, &trigger->place);
	json_close_object(json);
}

static void
table_to_json(struct json *json, const struct table *table)
{
	json_open_object(json, NULL);
	json_string(json, "name", table->name);
	json_string(json, "kind", kind_name(table->kind));
	json_string(json, "module", table->module);
	json_bool(json, "is_strict", table->is_strict);
	json_bool(json, "is_without_rowid", table->is_without_rowid);
	json_bool(json, "is_broken", table->is_broken);
	json_string(json, "sql", table->sql);
	place_to_json(json, &table->place);
	json_open_list(json, "columns");
	for (size_t i = 0; i < table->column_count; i++)
		column_to_json(json, &table->columns[i], table);
	json_close_list(json);
	names_to_json(json, "key", table, &table->key);
	json_open_list(json, "indexes");
	for (size_t i = 0; i < table->index_count; i++)
		index_to_json(json, &table->indexes[i], table);
	json_close_list(json);
	json_open_list(json, "foreign_keys");
	for (size_t i = 0; i < table->foreign_key_count; i++)
		foreign_key_to_json(json, &table->foreign_keys[i], table);
	json_close_list(json);
	json_open_list(json, "triggers");
	for (size_t i = 0; i < table->trigger_count; i++)
		trigger_to_json(json, &table->triggers[i]);
	json_close_list(json);
	json_close_object(json);
}

void
schema_to_json(const struct schema *schema, struct text *out)
{
	struct json json;
	json_init(&json, out);
	json_open_object(&json, NULL);
	json_open_list(&json, "tables");
	for (size_t i = 0; i < schema->table_count; i++)
		table_to_json(&json, &schema->tables[i]);
	json_close_list(&json);
	json_close_object(&json);
}
