#include "database.h"

/* Rows and arguments at their limits: members of any kind, more of them than usual, none at all, and too much. */

/* What is too large to be had must be NULL here as it is elsewhere, and no end of the program. */
const char *__asan_default_options(void);
const char *
__asan_default_options(void)
{
	return "allocator_may_return_null=1";
}

struct everything {
	const char *text;
	struct sqlgen_text sized, no_text;
	struct sqlgen_blob blob, no_blob;
	struct sqlgen_value values[4];
};

#define EVERYTHING(member, kind_of) { .kind = kind_of, .offset = offsetof(struct everything, member) }
static const struct sqlgen_field everything_fields[] = {
	EVERYTHING(text, SQLGEN_TEXT),         EVERYTHING(sized, SQLGEN_SIZED_TEXT), EVERYTHING(no_text, SQLGEN_SIZED_TEXT),
	EVERYTHING(blob, SQLGEN_BLOB),         EVERYTHING(no_blob, SQLGEN_BLOB),     EVERYTHING(values[0], SQLGEN_VALUE),
	EVERYTHING(values[1], SQLGEN_VALUE),   EVERYTHING(values[2], SQLGEN_VALUE),  EVERYTHING(values[3], SQLGEN_VALUE),
};
static const struct sqlgen_row_type everything_type = { .name = "t", .size = sizeof(struct everything), .count = 9,
							.fields = everything_fields };

static void
test_a_copy_has_its_own_of_everything(void)
{
	char text[] = "abc", sized[] = { 'x', '\0', 'y' }, bytes[] = { 1, 2 }, more[] = { 3 }, value[] = { 'v', 'w' };
	struct everything row = {
		.text = text,
		.sized = { sized, 3 },
		.blob = { bytes, 2 },
		.values = { { SQLITE_TEXT, { .text = { value, 2 } } }, { SQLITE_BLOB, { .blob = { more, 1 } } },
			    { SQLITE_INTEGER, { .integer = 7 } }, { SQLITE_BLOB, { .blob = { NULL, 0 } } } },
	};
	struct everything *copy = sqlgen_row_copy(&everything_type, &row);

	memset(text, '!', 3);
	memset(sized, '!', 3);
	memset(bytes, '!', 2);
	memset(more, '!', 1);
	memset(value, '!', 2);
	CHECK(copy != NULL);
	if (copy == NULL)
		return;
	CHECK_STR(copy->text, "abc");
	CHECK(copy->sized.size == 3 && memcmp(copy->sized.data, "x\0y", 4) == 0);
	CHECK(copy->no_text.data == NULL && copy->no_blob.data == NULL);
	CHECK(copy->blob.size == 2 && memcmp(copy->blob.data, "\1\2", 2) == 0);
	CHECK_STR(copy->values[0].as.text.data, "vw");
	CHECK(copy->values[1].as.blob.size == 1 && memcmp(copy->values[1].as.blob.data, "\3", 1) == 0);
	CHECK_INT(copy->values[2].as.integer, 7);
	CHECK(copy->values[3].as.blob.data == NULL);
	free(copy);
	row.sized.size = SIZE_MAX;
	CHECK(sqlgen_row_copy(&everything_type, &row) == NULL);
	row.sized.size = SIZE_MAX - 1;
	CHECK(sqlgen_row_copy(&everything_type, &row) == NULL);
}

enum { MANY = 40 };

static void
test_a_copy_of_many_texts(void)
{
	struct sqlgen_field fields[MANY] = { { 0 } };
	struct sqlgen_row_type type = { .name = "t", .size = MANY * sizeof(char *), .count = MANY, .fields = fields };
	char texts[MANY][8];
	const char *row[MANY], **copy;

	for (int i = 0; i < MANY; i++) {
		fields[i].kind = SQLGEN_TEXT;
		fields[i].offset = (uint32_t)((size_t)i * sizeof *row);
		snprintf(texts[i], sizeof texts[i], "text %d", i);
		row[i] = texts[i];
	}
	row[MANY - 2] = NULL;
	copy = sqlgen_row_copy(&type, row);
	CHECK(copy != NULL);
	for (int i = 0; i < MANY && copy != NULL; i++) {
		CHECK(row[i] == NULL || copy[i] != row[i]);
		CHECK_STR(copy[i], row[i]);
	}
	free(copy);
}

struct named {
	char name[4];
};

static void
test_fields_that_hold_their_text(struct database *db)
{
	static const struct {
		uint8_t kind;
		const char *value, *name, *message;
	} cases[] = {
		{ SQLGEN_CHARS, "'abc'", "abc", NULL },
		{ SQLGEN_CHARS, "12", NULL, "t.f: expected text, found integer 12" },
		{ SQLGEN_CHARS, "NULL", NULL, "t.f: expected text, found NULL" },
		{ SQLGEN_CHARS, "'abcd'", NULL, "t.f: expected at most 3 bytes, found text of 4 bytes" },
		{ SQLGEN_NUMERIC_CHARS, "'ab'", "ab", NULL },
		{ SQLGEN_NUMERIC_CHARS, "12", "12", NULL },
		{ SQLGEN_NUMERIC_CHARS, "0.5", "0.5", NULL },
		{ SQLGEN_NUMERIC_CHARS, "12345", NULL, "t.f: expected at most 3 bytes, found " },
		{ SQLGEN_NUMERIC_CHARS, "NULL", NULL, "t.f: expected text or a number, found NULL" },
		{ SQLGEN_NUMERIC_CHARS, "x'61'", NULL, "t.f: expected text or a number, found blob of 1 bytes" },
		{ SQLGEN_NUMERIC_CHARS, "'a' || char(0)", NULL, "t.f: expected text without NUL, found one at byte 1 of 2" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const struct sqlgen_field field = { .kind = cases[i].kind, .detail = sizeof(struct named) };
		const struct sqlgen_row_type type = { .name = "t", .size = sizeof(struct named), .count = 1, .fields = &field };
		struct named named = { "?" };
		sqlite3_stmt *stmt = NULL;
		char sql[80];

		snprintf(sql, sizeof sql, "SELECT %s AS f", cases[i].value);
		CHECK_INT(sqlite3_prepare_v2(db->connection.handle, sql, -1, &stmt, NULL), SQLITE_OK);
		CHECK_INT(sqlite3_step(stmt), SQLITE_ROW);
		CHECK_INT(sqlgen_row_borrow(&db->connection, stmt, &type, &named),
			  cases[i].message != NULL ? SQLITE_MISMATCH : SQLITE_OK);
		CHECK_STR(named.name, cases[i].name != NULL ? cases[i].name : "?");
		CHECK(cases[i].message == NULL || contains(database_error(db), cases[i].message));
		sqlite3_finalize(stmt);
	}
}

struct pair {
	int64_t a, b;
};

static const struct sqlgen_field pair_fields[] = {
	{ .kind = SQLGEN_INT64, .offset = offsetof(struct pair, a) },
	{ .kind = SQLGEN_INT64, .offset = offsetof(struct pair, b) },
};
static const struct sqlgen_row_type pair_type = { .name = "", .selected = "a, b", .size = sizeof(struct pair), .count = 2,
						  .fields = pair_fields };

/* A statement of the program's own may have other columns than the struct it is read into. */
static void
test_rows_of_too_few_columns(struct database *db)
{
	struct sqlgen_call cursor;
	struct pair pair = { 5, 6 };

	sqlgen_cursor_begin(&cursor, &db->connection, 0, "SELECT 1 AS a");
	CHECK_INT(sqlgen_cursor_step(&cursor), SQLITE_ROW);
	CHECK_INT(sqlgen_row_read(&db->connection, cursor.stmt, &pair_type, &pair), SQLITE_MISMATCH);
	CHECK_STR(database_error(db), "result: expected a row of 2 columns, found 1");
	CHECK_INT(sqlgen_cursor_close(&cursor), SQLITE_OK);
	sqlgen_cursor_begin(&cursor, &db->connection, 0, NULL);
	CHECK_INT(sqlgen_cursor_next(&cursor, &pair_type, &pair), SQLITE_MISMATCH);
	CHECK_STR(database_error(db), "?: expected integer, found NULL");
	CHECK_INT(sqlgen_cursor_close(&cursor), SQLITE_OK);
}

/* One byte holds 200 enumerators, if none is negative. */
static void
test_enums_of_many_in_one_byte(struct database *db)
{
	static const char *texts[200];
	static char names[200][8];
	const struct sqlgen_labels labels = { texts, NULL, 200, sizeof(char) }, none = { texts, NULL, 0, sizeof(char) };
	const struct sqlgen_labels *const all[] = { &labels, &none };
	const struct sqlgen_field fields[] = { { .kind = SQLGEN_ENUM, .detail = 0 }, { .kind = SQLGEN_ENUM, .detail = 1 } };
	struct sqlgen_row_type type = { .name = "t", .size = 1, .count = 1, .fields = fields, .labels = all };
	unsigned char item = 150;
	struct sqlgen_call call;

	for (int i = 0; i < 200; i++) {
		snprintf(names[i], sizeof names[i], "e%d", i);
		texts[i] = names[i];
	}
	sqlgen_call_begin(&call, &db->connection, 1, "SELECT value AS f FROM sqlgen_list(?1)");
	sqlgen_bind_list_enum(&call, 1, "t.f", &item, 1, &labels);
	CHECK_INT(sqlgen_call_row(&call), 1);
	CHECK_STR((const char *)sqlite3_column_text(call.stmt, 0), "e150");
	item = 0;
	CHECK_INT(sqlgen_row_read(&db->connection, call.stmt, &type, &item), SQLITE_OK);
	CHECK_INT(item, 150);
	type.fields = fields + 1;
	CHECK_INT(sqlgen_row_read(&db->connection, call.stmt, &type, &item), SQLITE_MISMATCH);
	CHECK_STR(database_error(db), "t.f: expected one of 0 labels from '' to '', found 'e150'");
	CHECK_INT(sqlgen_call_end(&call), SQLITE_OK);
}

static void
test_lists_that_cannot_be(struct database *db)
{
	static const int64_t numbers[] = { 1, 2 };
	static const char sql[] = "SELECT count(*) FROM sqlgen_list(?1)";
	double zero = 0, doubles[] = { zero / zero, 1 };
	struct sqlgen_call call;

	sqlgen_cursor_begin(&call, &db->connection, 2, sql);
	sqlgen_bind_list_int64(&call, 1, numbers, SIZE_MAX / 4);
	CHECK_INT(sqlgen_cursor_open(&call), SQLITE_NOMEM);
	CHECK(contains(database_error(db), "out of memory for a list of "));
	sqlgen_call_begin(&call, &db->connection, 2, sql);
	sqlgen_bind_list_int64(&call, 2, numbers, 2);
	CHECK_INT(sqlgen_call_run(&call), SQLITE_RANGE);
	CHECK_STR(database_error(db), "column index out of range");
	sqlgen_call_begin(&call, &db->connection, 2, sql);
	sqlgen_bind_list_double(&call, 1, doubles, 2);
	sqlgen_bind_list_int64(&call, 2, numbers, 2);
	CHECK_INT(sqlgen_call_run(&call), SQLITE_MISMATCH);
	CHECK(contains(database_error(db), "parameter 1: expected numbers, found NaN"));
}

/* The pointer is nothing to see or to compare. */
static void
test_a_list_shows_its_values_only(struct database *db)
{
	static const int64_t numbers[] = { 3, 4 };
	static const char *const texts[] = {
		"SELECT group_concat(quote(pointer) || value) FROM sqlgen_list(?1)",
		"SELECT group_concat(value) FROM sqlgen_list WHERE pointer > ?1",
		"SELECT group_concat(value) FROM sqlgen_list WHERE pointer = ?1 AND value > 3",
	};
	static const char *const found[] = { "NULL3,NULL4", NULL, "4" };

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct sqlgen_call call;

		sqlgen_call_begin(&call, &db->connection, 3 + i, texts[i]);
		sqlgen_bind_list_int64(&call, 1, numbers, 2);
		CHECK_INT(sqlgen_call_row(&call), 1);
		CHECK_STR((const char *)sqlite3_column_text(call.stmt, 0), found[i]);
		CHECK_INT(sqlgen_call_end(&call), SQLITE_OK);
	}
}

/* A layer that is not the one whose slots the connection has. */
static void
test_a_statement_without_a_slot(struct database *db)
{
	struct sqlgen_connection closed;
	struct sqlgen_call call;
	int64_t count = 7;
	void *row = NULL;

	CHECK_INT(sqlgen_count(&db->connection, SLOTS, "SELECT 1", &count), SQLITE_MISUSE);
	CHECK_INT(count, 7);
	CHECK_INT(sqlgen_get_int64(&db->connection, SLOTS, &pair_type, " FROM pairs WHERE a = ?1", 1, &row), SQLITE_MISUSE);
	CHECK_INT(sqlgen_list(&call, &db->connection, SLOTS, &pair_type, " FROM pairs"), SQLITE_MISUSE);
	CHECK_STR(database_error(db), "the database is not open");
	CHECK_INT(sqlgen_cursor_close(&call), SQLITE_OK);
	memset(&closed, 0, sizeof closed);
	CHECK_INT(sqlgen_get_int64(&closed, 0, &pair_type, " FROM pairs WHERE a = ?1", 1, &row), SQLITE_MISUSE);
	CHECK_STR(sqlgen_error(&closed), "the database is not open");
	CHECK(row == NULL);
}

int
main(void)
{
	struct database db;

	test_a_copy_has_its_own_of_everything();
	test_a_copy_of_many_texts();
	CHECK_INT(execute(database_start(&db), "CREATE TABLE pairs (a, b)"), SQLITE_OK);
	test_fields_that_hold_their_text(&db);
	test_rows_of_too_few_columns(&db);
	test_enums_of_many_in_one_byte(&db);
	test_lists_that_cannot_be(&db);
	test_a_list_shows_its_values_only(&db);
	test_a_statement_without_a_slot(&db);
	database_end(&db);
	return failures != 0;
}
