#include "query/type.h"

#include <string.h>

#include <sqlite3.h>

#include "input/project.h"
#include "schema/column.h"
#include "schema/schema.h"

struct query_type
type_of_classes(unsigned classes)
{
	return (struct query_type){ .classes = classes };
}

struct query_type
type_unknown(void)
{
	return type_of_classes(CLASS_ANY);
}

/* Text over NUMERIC affinity: what SQLite made a number of is one. */
static unsigned
date_classes(const struct column *column)
{
	if (column->default_kind != DEFAULT_NONE && column->default_value.type == SQLITE_INTEGER)
		return CLASS_INTEGER;
	return CLASS_TEXT | CLASS_INTEGER | CLASS_REAL;
}

static unsigned
declared_classes(const struct column *column)
{
	bool is_bool = column_is_bool(column);
	if (column->allowed_count > 0)
		return column->allowed[0].type == SQLITE_TEXT ? CLASS_TEXT : CLASS_INTEGER;
	switch (column->affinity) {
	case AFFINITY_INTEGER:
		return CLASS_INTEGER;
	case AFFINITY_REAL:
		return CLASS_REAL;
	case AFFINITY_TEXT:
		return CLASS_TEXT;
	case AFFINITY_NUMERIC:
		if (is_bool)
			return CLASS_INTEGER;
		return column_is_date(column) ? date_classes(column) : CLASS_ANY;
	case AFFINITY_BLOB:
		break;
	}
	return column_is_blob(column) ? CLASS_BLOB : CLASS_ANY;
}

static const struct {
	const char *name;
	unsigned classes;
} settings[] = {
	{ "int64", CLASS_INTEGER },
	{ "bool", CLASS_INTEGER },
	{ "double", CLASS_REAL | CLASS_INTEGER },
	{ "blob", CLASS_BLOB },
	{ "value", CLASS_ANY },
};

static unsigned
set_classes(const struct column *column, const char *setting)
{
	bool is_numeric = column->affinity != AFFINITY_TEXT && column->affinity != AFFINITY_BLOB;
	for (size_t i = 0; i < sizeof settings / sizeof *settings; i++)
		if (strcmp(setting, settings[i].name) == 0)
			return settings[i].classes;
	if (strcmp(setting, "text") == 0 && is_numeric)
		return CLASS_TEXT | CLASS_INTEGER | CLASS_REAL;
	/* "text", "sized_text", "char[16]" */
	return CLASS_TEXT;
}

struct query_type
type_of_column(const struct table *table, const struct column *column,
	       const struct project *project)
{
	const struct setting *setting =
		project == NULL ? NULL : project_setting(project, table->name, column->name, "type");
	unsigned classes = setting == NULL ? declared_classes(column)
					   : set_classes(column, setting->value);
	/* SQLite keeps no integer in a REAL column, and no real in an INTEGER one of whole value. */
	if (column->affinity == AFFINITY_REAL && classes != CLASS_ANY &&
	    table->kind == TABLE_ORDINARY)
		classes &= ~(unsigned)CLASS_INTEGER;
	if (classes == 0)
		classes = CLASS_ANY;
	classes &= ~(unsigned)CLASS_NULL;
	if (!column->is_not_null)
		classes |= CLASS_NULL;
	return (struct query_type){ .classes = classes, .table = table, .column = column };
}

struct query_type
type_either(struct query_type a, struct query_type b)
{
	struct query_type either = a;
	if (a.classes == CLASS_NULL && a.column == NULL)
		either = b;
	else if ((b.classes != CLASS_NULL || b.column != NULL) && a.column != b.column)
		either.table = NULL, either.column = NULL;
	either.classes = a.classes | b.classes;
	return either;
}

bool
type_is_nullable(struct query_type type)
{
	return (type.classes & CLASS_NULL) != 0;
}

struct query_type
type_nullable(struct query_type type)
{
	type.classes |= CLASS_NULL;
	return type;
}

struct query_type
type_not_null(struct query_type type)
{
	if (type.classes != CLASS_NULL)
		type.classes &= ~(unsigned)CLASS_NULL;
	return type;
}

unsigned
type_number(struct query_type type)
{
	unsigned number = type.classes & (CLASS_INTEGER | CLASS_REAL);
	if (type.classes & (CLASS_TEXT | CLASS_BLOB))
		number = CLASS_INTEGER | CLASS_REAL;
	/* RETURNING gives a REAL column's whole numbers as integers, which count as reals. */
	if (type.column != NULL && type.column->affinity == AFFINITY_REAL &&
	    !(type.classes & (CLASS_TEXT | CLASS_BLOB)) && (number & CLASS_REAL))
		number = CLASS_REAL;
	return number;
}

struct query_type
type_cast(struct query_type operand, const char *type)
{
	unsigned classes = 0;
	if (operand.classes == CLASS_NULL)
		return type_of_classes(CLASS_NULL);
	switch (affinity_of(type, false)) {
	case AFFINITY_INTEGER:
		classes = CLASS_INTEGER;
		break;
	case AFFINITY_REAL:
		classes = CLASS_REAL;
		break;
	case AFFINITY_TEXT:
		classes = CLASS_TEXT;
		break;
	case AFFINITY_NUMERIC:
		/* An integer stays one, even of a REAL column. */
		classes = type_number(operand) | (operand.classes & (CLASS_INTEGER | CLASS_REAL));
		break;
	case AFFINITY_BLOB:
		classes = CLASS_BLOB;
		break;
	}
	return type_of_classes(classes | (operand.classes & CLASS_NULL));
}
