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
sqlgen_enum_parse(const struct sqlgen_labels *labels, const char *text, void *value)
{
	int i = text == NULL ? -1 : label_of_text(labels, text, strlen(text));

	if (i < 0)
		return SQLITE_MISMATCH;
	sqlgen_enumerator_set(labels, value, labels->values != NULL ? labels->values[i] : i);
	return SQLITE_OK;
}

/* What was stored instead of a label. */
static void
show_stored(sqlite3_value *value, char *shown, size_t size)
{
	char text[48];

	switch (sqlite3_value_type(value)) {
	case SQLITE_TEXT:
		sqlgen_show(text, sizeof(text), (const char *)sqlite3_value_text(value),
			    (size_t)sqlite3_value_bytes(value));
		sqlite3_snprintf((int)size, shown, "'%s'", text);
		break;
	case SQLITE_BLOB:
		sqlite3_snprintf((int)size, shown, "blob of %d bytes", sqlite3_value_bytes(value));
		break;
	case SQLITE_NULL:
		sqlite3_snprintf((int)size, shown, "NULL");
		break;
	default:
		sqlite3_snprintf((int)size, shown, "%s", sqlite3_value_text(value));
	}
}

static void
fail_label(struct sqlgen_row *row, int column, sqlite3_value *value,
	   const struct sqlgen_labels *labels)
{
	char shown[64], expected[SQLGEN_MESSAGE_SIZE];

	show_stored(value, shown, sizeof(shown));
	sqlite3_snprintf((int)sizeof(expected), expected, "one of %d labels from '%s' to '%s'",
			 labels->count, labels->count > 0 ? labels->texts[0] : "",
			 labels->count > 0 ? labels->texts[labels->count - 1] : "");
	sqlgen_row_fail(row, column, expected, shown);
}

void
sqlgen_enum_read(struct sqlgen_row *row, int column, sqlite3_value *value,
		 const struct sqlgen_labels *labels, void *member)
{
	int type = sqlite3_value_type(value), i = -1;

	if (labels->values != NULL && type == SQLITE_INTEGER) {
		i = label_of_value(labels, sqlite3_value_int64(value));
	} else if (type == SQLITE_TEXT) {
		const char *text = (const char *)sqlite3_value_text(value);

		if (text == NULL) {
			sqlgen_row_fail_memory(row, column);
			return;
		}
		if (labels->values == NULL)
			i = label_of_text(labels, text, (size_t)sqlite3_value_bytes(value));
	}
	if (i < 0)
		fail_label(row, column, value, labels);
	else
		sqlgen_enumerator_set(labels, member, labels->values != NULL ? labels->values[i] : i);
}

bool
sqlgen_label_bind(struct sqlgen_call *call, int index, int value, const struct sqlgen_labels *labels)
{
	int i = label_of_value(labels, value);

	if (i >= 0 && labels->values != NULL)
		sqlgen_bind_int64(call, index, value);
	else if (i >= 0)
		sqlgen_bind_text(call, index, labels->texts[i]);
	return i >= 0;
}

void
sqlgen_bind_enum(struct sqlgen_call *call, int index, const char *column, int value,
		 const struct sqlgen_labels *labels)
{
	if (sqlgen_call_binds(call, index) && !sqlgen_label_bind(call, index, value, labels))
		call->rc = sqlgen_fail(call->connection, SQLITE_MISMATCH,
				       "%s: expected one of %d enumerators, found %d", column,
				       labels->count, value);
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
