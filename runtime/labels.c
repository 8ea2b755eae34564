#include <string.h>

#include "private.h"

/* The position of a value among the labels; -1 if it is none. */
static int
label_of_value(const struct sqlgen_labels *labels, sqlite3_int64 value)
{
	int i;

	for (i = 0; i < labels->count; i++)
		if (value == (labels->values != NULL ? labels->values[i] : i))
			return i;
	return -1;
}

static int
label_of_text(const struct sqlgen_labels *labels, const char *text, size_t size)
{
	int i;

	for (i = 0; i < labels->count; i++)
		if (strlen(labels->texts[i]) == size && memcmp(labels->texts[i], text, size) == 0)
			return i;
	return -1;
}

const char *
sqlgen_enum_text(const struct sqlgen_labels *labels, int value)
{
	int i = label_of_value(labels, value);

	return i < 0 ? NULL : labels->texts[i];
}

int
sqlgen_enum_parse(const struct sqlgen_labels *labels, const char *text, int *value)
{
	int i = text == NULL ? -1 : label_of_text(labels, text, strlen(text));

	if (i < 0)
		return SQLITE_MISMATCH;
	*value = labels->values != NULL ? labels->values[i] : i;
	return SQLITE_OK;
}

/* What was stored instead of a label. */
static void
show_stored(const struct sqlgen_row *row, int column, char *shown, size_t size)
{
	const char *stored;
	char text[48];

	switch (sqlite3_column_type(row->stmt, column)) {
	case SQLITE_TEXT:
		stored = (const char *)sqlite3_column_text(row->stmt, column);
		sqlgen_show(text, sizeof(text), stored,
			    stored == NULL ? 0 : (size_t)sqlite3_column_bytes(row->stmt, column));
		sqlite3_snprintf((int)size, shown, "'%s'", text);
		break;
	case SQLITE_BLOB:
		sqlite3_snprintf((int)size, shown, "blob of %d bytes",
				 sqlite3_column_bytes(row->stmt, column));
		break;
	case SQLITE_NULL:
		sqlite3_snprintf((int)size, shown, "NULL");
		break;
	default:
		sqlite3_snprintf((int)size, shown, "%s", sqlite3_column_text(row->stmt, column));
	}
}

static void
fail_label(struct sqlgen_row *row, int column, const char *name, const struct sqlgen_labels *labels)
{
	char shown[64];

	show_stored(row, column, shown, sizeof(shown));
	row->rc = sqlgen_fail(row->connection, SQLITE_MISMATCH,
			      "%s%s%s: expected one of %d labels from '%s' to '%s', found %s",
			      row->table != NULL ? row->table : "", row->table != NULL ? "." : "",
			      name, labels->count, labels->count > 0 ? labels->texts[0] : "",
			      labels->count > 0 ? labels->texts[labels->count - 1] : "", shown);
}

int
sqlgen_read_enum(struct sqlgen_row *row, int column, const char *name,
		 const struct sqlgen_labels *labels)
{
	int type, i = -1;

	if (row->rc != SQLITE_OK)
		return 0;
	type = sqlite3_column_type(row->stmt, column);
	if (labels->values != NULL && type == SQLITE_INTEGER) {
		i = label_of_value(labels, sqlite3_column_int64(row->stmt, column));
	} else if (labels->values == NULL && type == SQLITE_TEXT) {
		const char *text = (const char *)sqlite3_column_text(row->stmt, column);

		if (text == NULL) {
			row->rc = sqlgen_fail(row->connection, SQLITE_NOMEM, "out of memory");
			return 0;
		}
		i = label_of_text(labels, text, (size_t)sqlite3_column_bytes(row->stmt, column));
	}
	if (i < 0) {
		fail_label(row, column, name, labels);
		return 0;
	}
	return labels->values != NULL ? labels->values[i] : i;
}

int
sqlgen_read_enum_or_null(struct sqlgen_row *row, int column, const char *name,
			 const struct sqlgen_labels *labels, bool *has)
{
	bool is_there = row->rc == SQLITE_OK &&
			sqlite3_column_type(row->stmt, column) != SQLITE_NULL;

	if (has != NULL)
		*has = is_there;
	return is_there ? sqlgen_read_enum(row, column, name, labels) : 0;
}

void
sqlgen_bind_enum(struct sqlgen_call *call, int index, const char *column, int value,
		 const struct sqlgen_labels *labels)
{
	int i = label_of_value(labels, value);

	if (call->rc != SQLITE_OK)
		return;
	if (i < 0)
		call->rc = sqlgen_fail(call->connection, SQLITE_MISMATCH,
				       "%s: expected one of %d enumerators, found %d", column,
				       labels->count, value);
	else if (labels->values != NULL)
		sqlgen_bind_int64(call, index, value);
	else
		sqlgen_bind_text(call, index, labels->texts[i]);
}

void
sqlgen_bind_enum_or_null(struct sqlgen_call *call, int index, const char *column, bool has,
			 int value, const struct sqlgen_labels *labels)
{
	if (has)
		sqlgen_bind_enum(call, index, column, value, labels);
	else
		sqlgen_bind_null(call, index);
}
