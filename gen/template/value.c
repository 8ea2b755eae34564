#include "template/value.h"

#include <assert.h>
#include <string.h>

#include "base/arena.h"
#include "base/json.h"
#include "base/text.h"

static struct value *
new_value(enum value_kind kind, struct arena *arena)
{
	struct value *value = arena_alloc(arena, sizeof *value);

	value->kind = kind;
	return value;
}

static struct value *
new_text(const char *text, struct arena *arena)
{
	struct value *value = new_value(VALUE_TEXT, arena);

	assert(text);
	value->text = text;
	return value;
}

struct value *
value_record(struct arena *arena)
{
	return new_value(VALUE_RECORD, arena);
}

struct value *
value_list(struct arena *arena)
{
	return new_value(VALUE_LIST, arena);
}

static void
set(struct value *record, const char *name, struct value *value, struct arena *arena)
{
	struct value_field *field;

	assert(record->kind == VALUE_RECORD);
	assert(!value_get(record, name));
	record->fields = arena_grow(arena, record->fields, record->count, sizeof *record->fields);
	field = &record->fields[record->count++];
	field->name = name;
	field->value = value;
}

void
value_set_text(struct value *record, const char *name, const char *text, struct arena *arena)
{
	set(record, name, new_text(text, arena), arena);
}

void
value_set_flag(struct value *record, const char *name, bool flag, struct arena *arena)
{
	struct value *value = new_value(VALUE_FLAG, arena);

	value->flag = flag;
	set(record, name, value, arena);
}

void
value_set_number(struct value *record, const char *name, long long number, struct arena *arena)
{
	value_set_text(record, name, arena_format(arena, "%lld", number), arena);
}

struct value *
value_set_list(struct value *record, const char *name, struct arena *arena)
{
	struct value *list = value_list(arena);

	set(record, name, list, arena);
	return list;
}

struct value *
value_set_record(struct value *record, const char *name, struct arena *arena)
{
	struct value *inner = value_record(arena);

	set(record, name, inner, arena);
	return inner;
}

void
value_set_stream(struct value *record, const char *name, struct value_stream stream, size_t count,
		 struct arena *arena)
{
	struct value *value = new_value(VALUE_STREAM, arena);
	struct value_stream *kept = arena_alloc(arena, sizeof *kept);

	*kept = stream;
	value->stream = kept;
	value->count = (unsigned)count;
	set(record, name, value, arena);
}

void
value_add(struct value *list, struct value *item, struct arena *arena)
{
	assert(list->kind == VALUE_LIST);
	list->items = arena_grow(arena, list->items, list->count, sizeof *list->items);
	list->items[list->count++] = item;
}

void
value_add_text(struct value *list, const char *text, struct arena *arena)
{
	value_add(list, new_text(text, arena), arena);
}

struct value *
value_add_record(struct value *list, struct arena *arena)
{
	struct value *record = value_record(arena);

	value_add(list, record, arena);
	return record;
}

const struct value *
value_get(const struct value *record, const char *name)
{
	assert(record->kind == VALUE_RECORD);
	for (size_t i = 0; i < record->count; i++)
		if (record->fields[i].name[0] == name[0] && strcmp(record->fields[i].name, name) == 0)
			return record->fields[i].value;
	return NULL;
}

bool
value_is_list(const struct value *value)
{
	return value->kind == VALUE_LIST || value->kind == VALUE_STREAM;
}

void
value_reader_init(struct value_reader *reader, const struct value *list)
{
	assert(value_is_list(list));
	*reader = (struct value_reader){ .list = list };
}

/* The next part of a stream takes the place of the one at hand. */
static void
read_part(struct value_reader *reader)
{
	const struct value_stream *stream = reader->list->stream;

	assert(reader->next_part < stream->part_count);
	arena_reset(&reader->arena);
	reader->part = value_list(&reader->arena);
	reader->first = reader->next;
	stream->add(reader->part, reader->next_part++, stream->context, &reader->arena);
}

const struct value *
value_reader_next(struct value_reader *reader)
{
	if (reader->next == reader->list->count)
		return NULL;
	if (reader->list->kind == VALUE_LIST)
		return reader->list->items[reader->next++];
	while (!reader->part || reader->next - reader->first == reader->part->count)
		read_part(reader);
	return reader->part->items[reader->next++ - reader->first];
}

void
value_reader_finish(struct value_reader *reader)
{
	arena_finish(&reader->arena);
}

static void write_value(const struct value *value, const char *name, struct json *json);

static void
write_list(const struct value *list, const char *name, struct json *json)
{
	struct value_reader reader;
	const struct value *item;

	json_open_list(json, name);
	value_reader_init(&reader, list);
	while ((item = value_reader_next(&reader)))
		write_value(item, NULL, json);
	value_reader_finish(&reader);
	json_close_list(json);
}

/* name is NULL for an item of a list and for the root. */
static void
write_value(const struct value *value, const char *name, struct json *json)
{
	switch (value->kind) {
	case VALUE_TEXT:
		json_string(json, name, value->text);
		break;
	case VALUE_FLAG:
		json_bool(json, name, value->flag);
		break;
	case VALUE_LIST:
	case VALUE_STREAM:
		write_list(value, name, json);
		break;
	case VALUE_RECORD:
		json_open_object(json, name);
		for (size_t i = 0; i < value->count; i++)
			write_value(value->fields[i].value, value->fields[i].name, json);
		json_close_object(json);
		break;
	}
}

void
value_to_json(const struct value *value, struct text *out)
{
	struct json json;

	json_init(&json, out);
	write_value(value, NULL, &json);
}
