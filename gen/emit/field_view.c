#include "emit/field_view.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "base/arena.h"
#include "emit/cname.h"
#include "emit/field.h"
#include "emit/model.h"
#include "schema/schema.h"
#include "template/value.h"

#include "sqlgen.h"

/* A kind of field: its C type as it stands before a name, the runtime's word for it, and that for its argument. */
static const struct {
	const char *type, *name, *binder;
	enum sqlgen_kind kind;
} kinds[] = {
	[FIELD_INT64] = { "int64_t ", "INT64", "int64", SQLGEN_INT64 },
	[FIELD_BOOL] = { "bool ", "BOOL", "bool", SQLGEN_BOOL },
	[FIELD_DOUBLE] = { "double ", "DOUBLE", "double", SQLGEN_DOUBLE },
	[FIELD_TEXT] = { "const char *", "TEXT", "text", SQLGEN_TEXT },
	[FIELD_NUMERIC_TEXT] = { "const char *", "NUMERIC_TEXT", "text", SQLGEN_NUMERIC_TEXT },
	[FIELD_SIZED_TEXT] = { "struct sqlgen_text ", "SIZED_TEXT", "sized_text", SQLGEN_SIZED_TEXT },
	[FIELD_CHARS] = { "char ", "CHARS", "chars", SQLGEN_CHARS },
	[FIELD_NUMERIC_CHARS] = { "char ", "NUMERIC_CHARS", "chars", SQLGEN_NUMERIC_CHARS },
	[FIELD_BYTES] = { "", "BYTES", "bytes", SQLGEN_BYTES },
	[FIELD_BLOB] = { "struct sqlgen_blob ", "BLOB", "blob", SQLGEN_BLOB },
	[FIELD_VALUE] = { "struct sqlgen_value ", "VALUE", "value", SQLGEN_VALUE },
	[FIELD_ENUM] = { "", "ENUM", "enum", SQLGEN_ENUM },
};

static const char *
c_type(enum field_kind kind, const struct field *field, struct arena *arena)
{
	return kind == FIELD_ENUM ? arena_format(arena, "enum %s ", field->enum_tag) : kinds[kind].type;
}

const char *
field_declaration(const struct field *field, struct arena *arena)
{
	switch (field->kind) {
	case FIELD_CHARS:
	case FIELD_NUMERIC_CHARS:
		return arena_format(arena, "char %s[%zu]", field->name, field->size);
	case FIELD_BYTES:
		return arena_format(arena, "struct { unsigned char data[%zu]; size_t size; } %s", field->size,
				    field->name);
	case FIELD_INT64:
	case FIELD_BOOL:
	case FIELD_DOUBLE:
	case FIELD_TEXT:
	case FIELD_NUMERIC_TEXT:
	case FIELD_SIZED_TEXT:
	case FIELD_BLOB:
	case FIELD_VALUE:
	case FIELD_ENUM:
		break;
	}
	return arena_format(arena, "%s%s", c_type(field->kind, field, arena), field->name);
}

/* Arrays are no arguments: what they hold is. */
static enum field_kind
argument_kind(const struct field *field)
{
	if (field->kind == FIELD_CHARS || field->kind == FIELD_NUMERIC_CHARS)
		return FIELD_TEXT;
	return field->kind == FIELD_BYTES ? FIELD_BLOB : field->kind;
}

bool
argument_points(const struct field *field)
{
	return field_points(field) || argument_kind(field) != field->kind;
}

bool
argument_is_text(const struct field *field)
{
	return strcmp(kinds[argument_kind(field)].binder, "text") == 0;
}

bool
argument_is_pointer(const struct field *field)
{
	return field->is_nullable && !argument_points(field);
}

char *
argument_declaration(const struct field *field, bool is_pointer, struct arena *arena)
{
	return arena_format(arena, is_pointer ? "const %s*%s" : "%s%s", c_type(argument_kind(field), field, arena),
			    field->argument);
}

char *
list_declaration(const struct field *field, struct arena *arena)
{
	const char *type = c_type(argument_kind(field), field, arena);
	bool is_pointer = type[strlen(type) - 1] == '*';

	return arena_format(arena, is_pointer ? "%sconst *%s" : "const %s*%s", type, field->argument);
}

/* A double as C reads it back to the last bit. */
static char *
double_constant(double real, struct arena *arena)
{
	char text[40];

	for (int digits = 15; digits <= 17; digits++) {
		snprintf(text, sizeof text, "%.*g", digits, real);
		if (strtod(text, NULL) == real)
			break;
	}
	return arena_format(arena, strpbrk(text, ".e") ? "%s" : "%s.0", text);
}

static char *
integer_constant(int64_t integer, struct arena *arena)
{
	return integer == INT64_MIN ? arena_string(arena, "INT64_MIN") :
				      arena_format(arena, "%lld", (long long)integer);
}

static const char *
enum_constant(const struct field *field, const struct stored_value *value)
{
	const struct column *column = field->column;

	for (size_t i = 0; i < column->allowed_count; i++)
		if (value->type == SQLITE_INTEGER ? column->allowed[i].integer == value->integer :
						    strcmp(column->allowed[i].data, value->data) == 0)
			return field->enumerators[i];
	return "";
}

/* The constant that new_ assigns; "" where it is no single expression. */
static const char *
constant(const struct field *field, struct arena *arena)
{
	const struct stored_value *value = &field->column->default_value;

	if (!field->has_literal)
		return "";
	switch (field->kind) {
	case FIELD_INT64:
		return integer_constant(value->integer, arena);
	case FIELD_BOOL:
		return value->integer ? "true" : "false";
	case FIELD_DOUBLE:
		return double_constant(value->type == SQLITE_INTEGER ? (double)value->integer : value->real, arena);
	case FIELD_TEXT:
	case FIELD_NUMERIC_TEXT:
	case FIELD_CHARS:
	case FIELD_NUMERIC_CHARS:
		return arena_format(arena, "\"%s\"", cname_literal(value->data, value->size, arena));
	case FIELD_ENUM:
		return enum_constant(field, value);
	case FIELD_SIZED_TEXT:
	case FIELD_BLOB:
	case FIELD_BYTES:
	case FIELD_VALUE:
		break;
	}
	return "";
}

/* {data, size} of bytes as a constant. */
static void
set_bytes(struct value *record, const struct stored_value *value, struct arena *arena)
{
	value_set_text(record, "data", cname_literal(value->data, value->size, arena), arena);
	value_set_number(record, "size", (long long)value->size, arena);
}

/* The default of a field of struct sqlgen_value: its type, the member of the union, and what goes there. */
static void
set_value_constant(struct value *record, const struct stored_value *value, struct arena *arena)
{
	static const struct {
		const char *type, *member;
	} types[] = {
		[SQLITE_INTEGER] = { "SQLITE_INTEGER", "integer" },
		[SQLITE_FLOAT] = { "SQLITE_FLOAT", "real" },
		[SQLITE_TEXT] = { "SQLITE_TEXT", "text" },
		[SQLITE_BLOB] = { "SQLITE_BLOB", "blob" },
	};
	const char *number = value->type == SQLITE_INTEGER ? integer_constant(value->integer, arena) :
			     value->type == SQLITE_FLOAT   ? double_constant(value->real, arena) :
							     "";

	value_set_text(record, "type", types[value->type].type, arena);
	value_set_text(record, "member", types[value->type].member, arena);
	value_set_text(record, "number", number, arena);
	if (number[0] == '\0')
		set_bytes(record, value, arena);
}

static void
set_constants(struct value *record, const struct field *field, struct arena *arena)
{
	const struct stored_value *value = &field->column->default_value;	bool is_sized = field->kind == FIELD_BLOB || field->kind == FIELD_BYTES || field->kind == FIELD_SIZED_TEXT;

	value_set_text(record, "constant", constant(field, arena), arena);
	if (field->has_literal && is_sized)
		set_bytes(value_set_record(record, "sized_constant", arena), value, arena);
	else
		value_set_flag(record, "sized_constant", false, arena);
	if (field->has_literal && field->kind == FIELD_VALUE)
		set_value_constant(value_set_record(record, "value_constant", arena), value, arena);
	else
		value_set_flag(record, "value_constant", false, arena);
}

/* Exactly one of these is true: what the comment behind the member says. */
static void
set_remarks(struct value *record, const struct field *field, struct arena *arena)
{
	bool is_null_default = field->has_default && !field->has_flag && field->kind != FIELD_VALUE;
	bool is_unset_default = field->has_default && !is_null_default;
	bool is_nullable = field->is_nullable && field_points(field) && field->kind != FIELD_VALUE;
	bool is_special = field->is_rowid || !field->is_written || field->has_default || field->is_unset_null;

	value_set_flag(record, "is_rowid", field->is_rowid, arena);
	value_set_flag(record, "is_generated", !field->is_written, arena);
	value_set_flag(record, "is_null_default", is_null_default, arena);
	value_set_flag(record, "is_unset_default", is_unset_default, arena);
	value_set_flag(record, "is_unset_null", field->is_unset_null, arena);
	value_set_flag(record, "is_nullable_pointer", is_nullable && !is_special, arena);
	value_set_flag(record, "is_plain", !is_nullable && !is_special, arena);
}

static void
set_enum(struct value *record, const struct field *field, struct arena *arena)
{
	value_set_flag(record, "is_enum", field->kind == FIELD_ENUM, arena);
	value_set_text(record, "enum", field->enum_tag ? field->enum_tag : "", arena);
}

void
field_view(struct value *record, const struct field *field, struct arena *arena)
{
	value_set_text(record, "name", field->name, arena);
	value_set_text(record, "argument", field->argument, arena);
	value_set_text(record, "type", c_type(field->kind, field, arena), arena);
	value_set_text(record, "declaration", field_declaration(field, arena), arena);
	value_set_text(record, "kind", kinds[field->kind].name, arena);
	value_set_text(record, "binder", kinds[field->kind].binder, arena);
	value_set_flag(record, "is_chars", field->kind == FIELD_CHARS || field->kind == FIELD_NUMERIC_CHARS, arena);
	value_set_flag(record, "is_bytes", field->kind == FIELD_BYTES, arena);
	value_set_flag(record, "is_written", field->is_written, arena);
	value_set_flag(record, "has", field->has_flag, arena);
	value_set_flag(record, "is_required", field->is_required, arena);
	set_enum(record, field, arena);
	set_remarks(record, field, arena);
	set_constants(record, field, arena);
}

enum sqlgen_kind
member_kind(const struct field *field)
{
	return kinds[field->kind].kind;
}

unsigned
member_flags(const struct field *field, bool is_written)
{
	unsigned flags = (field->is_nullable ? SQLGEN_OR_NULL : 0U) | (field->has_flag ? SQLGEN_HAS : 0U);

	if (!is_written)
		return flags;
	return flags | (field_is_key(field) ? SQLGEN_KEY : 0U) | (field->is_written ? 0U : SQLGEN_GENERATED) |
	       (field->is_guard ? SQLGEN_GUARD : 0U) | (field_keeps(field) ? SQLGEN_KEEPS : 0U);
}

static const char *
flag_names(unsigned flags, struct arena *arena)
{
	static const struct {
		unsigned flag;
		const char *name;
	} rows[] = {
		{ SQLGEN_OR_NULL, "SQLGEN_OR_NULL" }, { SQLGEN_HAS, "SQLGEN_HAS" },
		{ SQLGEN_KEY, "SQLGEN_KEY" },	      { SQLGEN_GENERATED, "SQLGEN_GENERATED" },
		{ SQLGEN_GUARD, "SQLGEN_GUARD" },     { SQLGEN_KEEPS, "SQLGEN_KEEPS" },
	};
	const char *names = "";

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (flags & rows[i].flag)
			names = arena_format(arena, "%s%s%s", names, *names ? " | " : "", rows[i].name);
	return names;
}

/* The place of an enum among those of a type. */
static size_t
labels_place(struct value *labels, const char *tag, struct arena *arena)
{
	size_t i = 0;

	while (i < labels->count && strcmp(value_get(labels->items[i], "tag")->text, tag) != 0)
		i++;
	if (i == labels->count)
		value_set_text(value_add_record(labels, arena), "tag", tag, arena);
	return i;
}

void
member_view(struct value *record, const struct field *field, const char *in, bool is_written,
	    struct value *labels, struct arena *arena)
{
	const char *path = arena_format(arena, "%s%s", in, field->name);
	bool is_bytes = field->kind == FIELD_BYTES;

	value_set_text(record, "kind", kinds[field->kind].name, arena);
	value_set_text(record, "flags", flag_names(member_flags(field, is_written), arena), arena);
	value_set_text(record, "path", path, arena);
	value_set_text(record, "has", field->has_flag ? arena_format(arena, "%shas_%s", in, field->name) : "", arena);
	value_set_text(record, "array",
		       field->size == 0 ? "" : is_bytes ? arena_format(arena, "%s.data", path) : path, arena);
	value_set_flag(record, "is_enum", field->kind == FIELD_ENUM, arena);
	if (field->kind == FIELD_ENUM)
		value_set_number(record, "labels", (long long)labels_place(labels, field->enum_tag, arena), arena);
}

void
argument_view(struct value *record, const struct c_table *table, const struct field *field,
	      size_t parameter, struct arena *arena)
{
	const char *full = arena_format(arena, "%s.%s", table->table->name, field->column->name);

	value_set_text(record, "name", field->argument, arena);
	value_set_text(record, "binder", kinds[argument_kind(field)].binder, arena);
	value_set_flag(record, "is_pointer", argument_is_pointer(field), arena);
	value_set_flag(record, "is_by_address", field->kind == FIELD_INT64 && !argument_is_pointer(field), arena);
	value_set_number(record, "parameter", (long long)parameter, arena);
	value_set_text(record, "full", cname_literal(full, strlen(full), arena), arena);
	set_enum(record, field, arena);
}

void
enum_view(struct value *record, const struct field *field, struct arena *arena)
{
	const struct column *column = field->column;
	struct value *labels;

	value_set_text(record, "tag", field->enum_tag, arena);
	value_set_flag(record, "is_integer", column->allowed[0].type == SQLITE_INTEGER, arena);
	value_set_number(record, "count", (long long)column->allowed_count, arena);
	labels = value_set_list(record, "labels", arena);
	for (size_t i = 0; i < column->allowed_count; i++) {
		const struct stored_value *value = &column->allowed[i];
		struct value *label = value_add_record(labels, arena);
		char *number = arena_format(arena, "%lld", (long long)value->integer);
		bool is_integer = value->type == SQLITE_INTEGER;

		value_set_text(label, "name", field->enumerators[i], arena);
		value_set_text(label, "value", number, arena);
		value_set_text(label, "text",
			       is_integer ? number : cname_literal(value->data, value->size, arena), arena);
	}
}
