#include "emit/field.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#include <sqlite3.h>

#include "base/arena.h"
#include "base/diag.h"
#include "emit/cname.h"
#include "emit/model.h"
#include "emit/names.h"
#include "emit/reserved.h"
#include "emit/settings.h"
#include "input/project.h"
#include "schema/column.h"
#include "schema/schema.h"

/* Longer ones stay with SQLite: C99 promises no more than 4095 characters of a string literal. */
enum { LITERAL_SIZE_MAX = 1000 };

/* Is each of the values that a CHECK allows 0 or 1? */
static bool
allows_only_bool(const struct column *column)
{
	for (size_t i = 0; i < column->allowed_count; i++)
		if (column->allowed[i].type != SQLITE_INTEGER || column->allowed[i].integer < 0 ||
		    column->allowed[i].integer > 1)
			return false;
	return true;
}

static enum field_kind
date_kind(const struct column *column)
{
	bool is_number = column->default_kind != DEFAULT_NONE &&
			 column->default_value.type == SQLITE_INTEGER;

	return is_number ? FIELD_INT64 : FIELD_NUMERIC_TEXT;
}

/* product: the table "Types". INTEGER with CHECK (x IN (0, 1)) is how SQLite's users write a bool. */
static enum field_kind
kind_of(const struct column *column)
{
	bool is_bool = column_is_bool(column) &&
		       (column->affinity == AFFINITY_INTEGER || column->affinity == AFFINITY_NUMERIC);

	if (column->allowed_count > 0) {
		bool is_integer = column->affinity == AFFINITY_INTEGER;

		return (is_bool || (is_integer && column->allowed_count == 2)) &&
			allows_only_bool(column) ? FIELD_BOOL : FIELD_ENUM;
	}
	if (is_bool)
		return FIELD_BOOL;
	switch (column->affinity) {
	case AFFINITY_INTEGER:
		return FIELD_INT64;
	case AFFINITY_REAL:
		return FIELD_DOUBLE;
	case AFFINITY_TEXT:
		return FIELD_TEXT;
	case AFFINITY_NUMERIC:
		return column_is_date(column) ? date_kind(column) : FIELD_VALUE;
	case AFFINITY_BLOB:
		break;
	}
	return column_is_blob(column) ? FIELD_BLOB : FIELD_VALUE;
}

static const struct {
	const char *name;
	enum field_kind kind;
} type_settings[] = {
	{ "int64", FIELD_INT64 }, { "bool", FIELD_BOOL }, { "double", FIELD_DOUBLE },
	{ "text", FIELD_TEXT },	  { "blob", FIELD_BLOB }, { "value", FIELD_VALUE },
	{ "sized_text", FIELD_SIZED_TEXT },
};

/* The kind of a type as sqlgen.ini has it, which was checked there. */
static enum field_kind
named_kind(const char *type)
{
	for (size_t i = 0; i < sizeof type_settings / sizeof *type_settings; i++)
		if (strcmp(type, type_settings[i].name) == 0)
			return type_settings[i].kind;
	return setting_array_size(type, "char") > 0 ? FIELD_CHARS : FIELD_BYTES;
}

static enum field_kind
kind_by_setting(const struct column *column, const char *type, bool may_be_number)
{
	enum field_kind kind = named_kind(type);
	bool is_numeric = may_be_number || (column->affinity != AFFINITY_TEXT && column->affinity != AFFINITY_BLOB);

	if (is_numeric && kind == FIELD_TEXT)
		return FIELD_NUMERIC_TEXT;
	return is_numeric && kind == FIELD_CHARS ? FIELD_NUMERIC_CHARS : kind;
}

/* The type that sqlgen.ini has for the columns of this kind in a table; NULL: none. */
static const char *
type_of_kind(enum field_kind kind, const struct project *project, const char *table)
{
	if (kind == FIELD_BLOB)
		return project_table_value(project, table, "blob", project->blob);
	if (kind == FIELD_TEXT || kind == FIELD_NUMERIC_TEXT)
		return project_table_value(project, table, "text", project->text);
	return NULL;
}

bool
field_arrays_are_asked_for(const struct project *project, const char *table)
{
	const char *text = project_table_value(project, table, "text", project->text);
	const char *blob = project_table_value(project, table, "blob", project->blob);

	return (text && setting_array_size(text, "char") > 0) || (blob && setting_array_size(blob, "bytes") > 0);
}

static bool
is_allowed(const struct column *column, const struct stored_value *value)
{
	for (size_t i = 0; i < column->allowed_count; i++) {
		const struct stored_value *allowed = &column->allowed[i];

		if (allowed->type == value->type &&
		    (value->type == SQLITE_INTEGER ? allowed->integer == value->integer :
						     strcmp(allowed->data, value->data) == 0))
			return true;
	}
	return false;
}

/* Would a row with the column's default be read back? */
static bool
default_fits(const struct field *field)
{
	const struct column *column = field->column;
	const struct stored_value *value = &column->default_value;
	bool is_text = value->type == SQLITE_TEXT && !memchr(value->data, '\0', value->size);
	bool is_number = value->type == SQLITE_INTEGER || value->type == SQLITE_FLOAT;

	switch (field->kind) {
	case FIELD_INT64:
		return value->type == SQLITE_INTEGER;
	case FIELD_BOOL:
		return value->type == SQLITE_INTEGER && (value->integer == 0 || value->integer == 1);
	case FIELD_DOUBLE:
		return is_number;
	case FIELD_TEXT:
		return is_text;
	case FIELD_NUMERIC_TEXT:
		return is_text || is_number;
	case FIELD_SIZED_TEXT:
		return value->type == SQLITE_TEXT;
	case FIELD_CHARS:
		return is_text && value->size < field->size;
	case FIELD_NUMERIC_CHARS:
		return is_number || (is_text && value->size < field->size);
	case FIELD_BLOB:
		return value->type == SQLITE_BLOB;
	case FIELD_BYTES:
		return value->type == SQLITE_BLOB && value->size <= field->size;
	case FIELD_VALUE:
		return true;
	case FIELD_ENUM:
		return (value->type == SQLITE_INTEGER || is_text) && is_allowed(column, value);
	}
	return false;
}

/* Can new_ write it as a constant of C? */
static bool
is_constant(const struct field *field)
{
	const struct stored_value *value = &field->column->default_value;
	bool is_text = field->kind == FIELD_NUMERIC_TEXT || field->kind == FIELD_NUMERIC_CHARS;
	bool is_number = value->type == SQLITE_INTEGER || value->type == SQLITE_FLOAT;

	if (!default_fits(field) || (value->type == SQLITE_FLOAT && !isfinite(value->real)))
		return false;
	return is_number ? !is_text : value->size <= LITERAL_SIZE_MAX;
}

/* Can what an expression gave, as it is stored, be of this kind? */
static bool
class_fits(enum field_kind kind, int type)
{
	bool is_number = type == SQLITE_INTEGER || type == SQLITE_FLOAT;

	switch (kind) {
	case FIELD_INT64:
	case FIELD_BOOL:
		return type == SQLITE_INTEGER;
	case FIELD_DOUBLE:
		return is_number;
	case FIELD_TEXT:
	case FIELD_SIZED_TEXT:
	case FIELD_CHARS:
		return type == SQLITE_TEXT;
	case FIELD_NUMERIC_TEXT:
	case FIELD_NUMERIC_CHARS:
		return type == SQLITE_TEXT || is_number;
	case FIELD_BLOB:
	case FIELD_BYTES:
		return type == SQLITE_BLOB;
	case FIELD_VALUE:
		return true;
	case FIELD_ENUM:
		return type == SQLITE_TEXT || type == SQLITE_INTEGER;
	}
	return false;
}

/* The type that takes the default as it is: an array may only be too short for it. */
static const char *
default_remedy(const struct field *field)
{
	int type = field->column->default_value.type;

	if (field->size > 0 && type == SQLITE_TEXT && class_fits(field->kind, type))
		return "type = text";
	if (field->size > 0 && type == SQLITE_BLOB && class_fits(field->kind, type))
		return "type = blob";
	return "type = value";
}

static void
check_default(const struct field *field, const char *table, struct arena *arena, struct diag *diag)
{
	const struct column *column = field->column;
	bool is_known = column->default_value.type != 0 && column->default_value.type != SQLITE_NULL;
	bool fits = column->default_kind == DEFAULT_LITERAL ? default_fits(field) :
							      class_fits(field->kind, column->default_value.type);

	if (!field->has_default || !is_known || fits)
		return;
	if (field->kind == FIELD_ENUM)
		diag_warning(diag, column->place, "default-does-not-fit",
			     "the default %s of column '%s' is none of the values that its CHECK allows: "
			     "a row that takes it is refused",
			     column->default_text, column->name);
	else
		diag_warning(diag, column->place, "default-does-not-fit",
			     "the default %s of column '%s' does not come back as the column's C type; "
			     "in sqlgen.ini: %s",
			     column->default_text, column->name,
			     names_column_remedy(table, column->name, default_remedy(field), arena));
}

bool
field_points(const struct field *field)
{
	static const bool points[] = {
		[FIELD_TEXT] = true, [FIELD_NUMERIC_TEXT] = true, [FIELD_SIZED_TEXT] = true,
		[FIELD_BLOB] = true, [FIELD_VALUE] = true,	  [FIELD_ENUM] = false,
	};

	return points[field->kind];
}

bool
field_is_key(const struct field *field)
{
	return field->column->key_position > 0;
}

bool
field_keeps(const struct field *field)
{
	return field->has_default && !field->is_nullable;
}

/*
 * What a trigger makes of a row of a view is not known: NULL can be written into each column.
 */
static void
choose_view_default(struct field *field, const struct c_table *owner)
{
	field->is_unset_null = owner->has_insert && !field->is_nullable && !field_points(field);
	field->has_flag = !field_points(field) && (field->is_nullable || field->is_unset_null);
}

static void
choose_default(struct field *field)
{
	const struct column *column = field->column;
	bool is_null = column->default_kind == DEFAULT_LITERAL &&
		       column->default_value.type == SQLITE_NULL;

	if (!field->is_written || field->is_rowid)
		return;
	if (column->default_kind == DEFAULT_NONE || is_null)
		field->is_required = !field->is_nullable;
	else if (column->default_kind == DEFAULT_LITERAL && is_constant(field))
		field->has_literal = true;
	else
		field->has_default = true;
	field->has_flag = !field_points(field) && (field->is_nullable || field->has_default);
}

static const char *
label_text(const struct stored_value *value, struct arena *arena)
{
	return value->type == SQLITE_INTEGER ? arena_format(arena, "%lld", (long long)value->integer) :
					       value->data;
}

static void
build_enum(struct field *field, const struct c_table *owner, const struct project *project,
	   struct arena *arena, struct diag *diag)
{
	const struct column *column = field->column;
	const struct setting *setting =
		project_setting(project, owner->table->name, column->name, "enum");
	const char *upper;

	field->enum_tag = setting ? arena_format(arena, "%s%s", project->prefix, setting->value) :
				    arena_format(arena, "%s%s_%s", project->prefix, owner->name, field->plain);
	field->is_integer_enum = column->allowed[0].type == SQLITE_INTEGER;
	upper = cname_upper(field->enum_tag, arena);
	if (setting && reserved_global(field->enum_tag))
		diag_error(diag, setting->place, "'%s' means something else in C or in libc: choose another name",
			   field->enum_tag);
	else if (reserved_global(field->enum_tag))
		field->enum_tag = arena_format(arena, "%s_", field->enum_tag);
	field->enumerators = arena_alloc(arena, column->allowed_count * sizeof *field->enumerators);
	for (size_t i = 0; i < column->allowed_count; i++) {
		const char *label = label_text(&column->allowed[i], arena);

		field->enumerators[i] = arena_format(arena, "%s_%s", upper, cname_label(label, arena));
		if (reserved_global(field->enumerators[i]))
			field->enumerators[i] = arena_format(arena, "%s_", field->enumerators[i]);
	}
}

/* origin: what is known of a view's column; NULL for a table's own. */
static void
choose_kind(struct field *field, const struct field *origin, const struct c_table *owner,
	    const struct setting *setting, const struct project *project)
{
	bool is_searched = owner->shape == SHAPE_FTS5 || owner->shape == SHAPE_FTS4;
	const char *type;

	if (field->is_rowid) {
		field->kind = FIELD_INT64;
		return;
	}
	if (origin && !setting && !origin->is_computed) {
		field->kind = origin->kind;
		field->size = origin->size;
		return;
	}
	field->kind = is_searched ? FIELD_NUMERIC_TEXT : origin ? origin->kind : kind_of(field->column);
	type = setting ? setting->value : type_of_kind(field->kind, project, owner->table->name);
	/* What SQLite may have made a number of has no NULs. */
	if (!type || (!setting && field->kind == FIELD_NUMERIC_TEXT && named_kind(type) == FIELD_SIZED_TEXT))
		return;
	field->kind = kind_by_setting(field->column, type, !setting && field->kind == FIELD_NUMERIC_TEXT);
	field->size = setting_array_size(type, field->kind == FIELD_BYTES ? "bytes" : "char");
}

void
field_build(struct field *field, const struct column *column, const struct field *origin,
	    const struct c_table *owner, const struct project *project, struct arena *arena, struct diag *diag)
{
	const char *table = owner->table->name;
	const struct setting *name = project_setting(project, table, column->name, "name");
	const struct setting *type = project_setting(project, table, column->name, "type");
	const char *plain = name ? name->value : cname_lower(column->name, arena);

	*field = (struct field){
		.column = column,
		.plain = plain,
		.name = reserved_word(plain) ? arena_format(arena, "%s_", plain) : plain,
		.is_rowid = column == owner->table->rowid_alias,
		.is_written = column->generated == GENERATED_NO,
		.is_nullable = origin ? origin->is_nullable && column->key_position == 0 : !column->is_not_null,
	};
	choose_kind(field, origin, owner, type, project);
	settings_check_field(project, owner->table, field, diag);
	if (owner->shape == SHAPE_VIEW)
		choose_view_default(field, owner);
	else
		choose_default(field);
	if (!field->is_written)
		field->has_flag = !field_points(field) && field->is_nullable;
	check_default(field, table, arena, diag);
	field->has_own_enum = field->kind == FIELD_ENUM && (!origin || type);
	if (field->has_own_enum) {
		build_enum(field, owner, project, arena, diag);
	} else if (field->kind == FIELD_ENUM) {
		field->enum_tag = origin->enum_tag;
		field->enumerators = origin->enumerators;
		field->is_integer_enum = origin->is_integer_enum;
	}
}
