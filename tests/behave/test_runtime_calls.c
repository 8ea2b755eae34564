#include "database.h"

/* Calls, cursors and decoding: what generated functions are made of. */

static const char *const status_texts[] = { "pending", "ready", "done" };
static const struct sqlgen_labels statuses = { status_texts, NULL, 3, sizeof(int) };
static const char *const level_texts[] = { "-1", "5" };
static const int level_values[] = { -1, 5 };
static const struct sqlgen_labels levels = { level_texts, level_values, 2, sizeof(int) };

static const char insert_sql[] = "INSERT INTO t VALUES (?1, ?2)";
static const char list_sql[] = "SELECT a, b FROM t WHERE a >= ?1 ORDER BY a";

static void
fill(struct database *db, int count)
{
	for (int i = 1; i <= count; i++) {
		struct sqlgen_call call;

		sqlgen_call_begin(&call, &db->connection, 0, insert_sql);
		sqlgen_bind_int64(&call, 1, i);
		sqlgen_bind_text(&call, 2, "text");
		CHECK_INT(sqlgen_call_change(&call), SQLITE_OK);
	}
}

static void
test_change_says_whether_a_row_changed(struct database *db)
{
	struct sqlgen_call call;

	sqlgen_call_begin(&call, &db->connection, 1, "DELETE FROM t WHERE a = ?1");
	CHECK_INT(db->connection.open_calls, 1);
	sqlgen_bind_int64(&call, 1, 99);
	CHECK_INT(sqlgen_call_change(&call), SQLITE_DONE);
	CHECK_INT(sqlgen_call_end(&call), SQLITE_DONE);
	CHECK(db->statements[1] != NULL);
	CHECK_INT(db->connection.open_calls, 0);
}

static void
test_errors_are_kept(struct database *db)
{
	struct sqlgen_call call;

	sqlgen_call_begin(&call, &db->connection, 2, "SELECT nonsense");
	CHECK_INT(call.rc, SQLITE_ERROR);
	sqlgen_bind_int64(&call, 1, 1);
	CHECK(!sqlgen_call_row(&call));
	CHECK_INT(sqlgen_call_end(&call), SQLITE_ERROR);
	CHECK_STR(database_error(db), "no such column: nonsense");

	sqlgen_call_begin(&call, &db->connection, 0, insert_sql);
	sqlgen_bind_int64(&call, 1, 1);
	sqlgen_bind_int64(&call, 7, 1);
	CHECK_INT(sqlgen_call_change(&call), SQLITE_RANGE);

	sqlgen_call_begin(&call, &db->connection, 0, insert_sql);
	sqlgen_bind_int64(&call, 1, 1);
	sqlgen_bind_text(&call, 2, "again");
	CHECK_INT(sqlgen_call_change(&call), SQLITE_CONSTRAINT);
	CHECK_STR(database_error(db), "UNIQUE constraint failed: t.a");
	CHECK_INT(db->connection.open_calls, 0);
	sqlite3_extended_result_codes(db->connection.handle, 1);
	sqlgen_call_begin(&call, &db->connection, 0, insert_sql);
	sqlgen_bind_int64(&call, 1, 1);
	sqlgen_bind_text(&call, 2, "again");
	CHECK_INT(sqlgen_call_change(&call), SQLITE_CONSTRAINT_PRIMARYKEY);
	sqlite3_extended_result_codes(db->connection.handle, 0);
}

static void
test_end_says_whether_there_was_a_row(struct database *db)
{
	struct sqlgen_call call;

	sqlgen_call_begin(&call, &db->connection, 3, list_sql);
	sqlgen_bind_int64(&call, 1, 999);
	CHECK(!sqlgen_call_row(&call));
	CHECK_INT(sqlgen_call_end(&call), SQLITE_DONE);

	sqlgen_call_begin(&call, &db->connection, 3, list_sql);
	sqlgen_bind_int64(&call, 1, 1);
	CHECK(sqlgen_call_row(&call));
	CHECK_INT(sqlgen_call_end(&call), SQLITE_OK);

	int rows = 0;

	sqlgen_call_begin(&call, &db->connection, 3, list_sql);
	sqlgen_bind_int64(&call, 1, 1);
	while (sqlgen_call_row(&call))
		rows++;
	CHECK(!sqlgen_call_row(&call));
	CHECK_INT(sqlgen_call_end(&call), SQLITE_OK);
	CHECK_INT(rows, 3);
	CHECK_INT(db->connection.open_calls, 0);
}

/* A statement left after its first row has done all its work. */
static void
test_returning_is_finished(struct database *db)
{
	struct sqlgen_call call;

	sqlgen_call_begin(&call, &db->connection, 4, "UPDATE t SET b = ?1 RETURNING a");
	sqlgen_bind_text(&call, 1, "changed");
	CHECK(sqlgen_call_row(&call));
	CHECK_INT(sqlgen_call_end(&call), SQLITE_OK);
	CHECK_INT(number(db->connection.handle, "SELECT count(*) FROM t WHERE b = 'changed'"), 3);
	CHECK_INT(sqlite3_get_autocommit(db->connection.handle), 1);
}

/* A violation that only shows when the statement ends must not be lost when it is left before. */
static void
test_returning_reports_a_late_error(struct database *db)
{
	struct sqlgen_call call;

	CHECK_INT(execute(db->connection.handle, "CREATE TABLE late (a REFERENCES t DEFERRABLE INITIALLY DEFERRED)"),
		  SQLITE_OK);
	sqlgen_call_begin(&call, &db->connection, 6, "INSERT INTO late VALUES (?1) RETURNING a");
	sqlgen_bind_int64(&call, 1, 99);
	CHECK(sqlgen_call_row(&call));
	CHECK_INT(sqlgen_call_end(&call), SQLITE_CONSTRAINT);
	CHECK_STR(database_error(db), "FOREIGN KEY constraint failed");
	sqlgen_cursor_begin(&call, &db->connection, 6, "");
	sqlgen_bind_int64(&call, 1, 99);
	CHECK_INT(sqlgen_cursor_open(&call), SQLITE_OK);
	CHECK_INT(sqlgen_cursor_step(&call), SQLITE_ROW);
	CHECK_INT(sqlgen_cursor_close(&call), SQLITE_CONSTRAINT);
	CHECK_INT(number(db->connection.handle, "SELECT count(*) FROM late"), 0);
	sqlite3_finalize(db->statements[6]);
	db->statements[6] = NULL;
}

/* What comes after a cursor's begin takes its own statement, so that loops nest. */
static int
count_from(struct database *db, int from, int depth)
{
	struct sqlgen_call cursor;
	int rc, count = 0;

	sqlgen_cursor_begin(&cursor, &db->connection, 3, list_sql);
	sqlgen_bind_int64(&cursor, 1, from);
	CHECK_INT(sqlgen_cursor_open(&cursor), SQLITE_OK);
	CHECK(db->statements[3] == NULL);
	CHECK_INT(db->connection.open_calls, depth);
	while ((rc = sqlgen_cursor_step(&cursor)) == SQLITE_ROW)
		count += 1 + count_from(db, sqlite3_column_int(cursor.stmt, 0) + 1, depth + 1);
	CHECK_INT(rc, SQLITE_DONE);
	CHECK_INT(sqlgen_cursor_step(&cursor), SQLITE_DONE);
	CHECK_INT(sqlgen_cursor_close(&cursor), SQLITE_OK);
	CHECK_INT(sqlgen_cursor_close(&cursor), SQLITE_OK);
	return count;
}

static void
test_cursors_nest(struct database *db)
{
	CHECK_INT(count_from(db, 1, 1), 7);
	CHECK_INT(db->connection.open_calls, 0);
	CHECK(db->statements[3] != NULL);
}

static void
test_cursor_copies_arguments(struct database *db)
{
	char text[] = "changed";
	struct sqlgen_call cursor;

	sqlgen_cursor_begin(&cursor, &db->connection, 5, "SELECT a FROM t WHERE b = ?1");
	sqlgen_bind_text(&cursor, 1, text);
	CHECK_INT(sqlgen_cursor_open(&cursor), SQLITE_OK);
	memset(text, 'x', sizeof text - 1);
	CHECK_INT(sqlgen_cursor_step(&cursor), SQLITE_ROW);
	CHECK_INT(sqlgen_close(&db->connection), SQLITE_BUSY);
	CHECK(db->connection.handle != NULL);
	CHECK(contains(database_error(db), "cursor"));
	CHECK_INT(sqlgen_cursor_close(&cursor), SQLITE_OK);
	CHECK_INT(sqlgen_cursor_step(&cursor), SQLITE_DONE);
	CHECK_INT(sqlite3_step(db->statements[5]), SQLITE_DONE); /* the copies are gone */
	sqlite3_reset(db->statements[5]);
}

static void
test_failed_and_zero_cursors_close(struct database *db)
{
	struct sqlgen_call cursor;

	memset(&cursor, 0, sizeof cursor);
	CHECK_INT(sqlgen_cursor_close(&cursor), SQLITE_OK);
	CHECK_INT(sqlgen_cursor_step(&cursor), SQLITE_MISUSE);
	sqlgen_cursor_begin(&cursor, &db->connection, 6, "SELECT nonsense");
	CHECK_INT(sqlgen_cursor_open(&cursor), SQLITE_ERROR);
	CHECK_INT(sqlgen_cursor_step(&cursor), SQLITE_ERROR);
	CHECK_INT(sqlgen_cursor_close(&cursor), SQLITE_OK);
	CHECK_INT(db->connection.open_calls, 0);
}

/* One row of the given expression. */
static sqlite3_stmt *
row_of(struct database *db, const char *expression)
{
	sqlite3_stmt *stmt = NULL;
	char sql[256];

	snprintf(sql, sizeof sql, "SELECT %s AS f", expression);
	CHECK_INT(sqlite3_prepare_v2(db->connection.handle, sql, -1, &stmt, NULL), SQLITE_OK);
	CHECK_INT(sqlite3_step(stmt), SQLITE_ROW);
	return stmt;
}

/* The labels that a type knows, by what reads them. */
static const struct sqlgen_labels *const labels[] = { &statuses, &levels };
enum { STATUSES, LEVELS };

/* A struct of one member, whatever it is. */
struct one {
	bool has;
	union {
		int64_t integer;
		bool is_true;
		double real;
		const char *text;
		struct sqlgen_blob blob;
		struct sqlgen_value value;
		int enumerator;
	} member;
};

static int
read_one(struct database *db, const struct sqlgen_field *field, const char *expression, struct one *one)
{
	struct sqlgen_row_type type = {
		.name = "t", .size = sizeof *one, .count = 1, .fields = field, .labels = labels,
	};
	sqlite3_stmt *stmt = row_of(db, expression);
	int rc = sqlgen_row_read(&db->connection, stmt, &type, one);

	sqlite3_finalize(stmt);
	return rc;
}

/* Each storage class against each kind of member; message NULL: it fits. */
static void
test_decoding_is_checked(struct database *db)
{
	static const struct {
		struct sqlgen_field field;
		const char *expression, *message;
	} cases[] = {
		{ { .kind = SQLGEN_INT64, .offset = offsetof(struct one, member) }, "5", NULL },
		{ { .kind = SQLGEN_INT64, .offset = offsetof(struct one, member) }, "9223372036854775807", NULL },
		{ { .kind = SQLGEN_INT64, .offset = offsetof(struct one, member) }, "1.5", "t.f: expected integer, found real 1.5" },
		{ { .kind = SQLGEN_INT64, .offset = offsetof(struct one, member) }, "'5'", "t.f: expected integer, found text of 1 bytes" },
		{ { .kind = SQLGEN_INT64, .offset = offsetof(struct one, member) }, "NULL", "t.f: expected integer, found NULL" },
		{ { .kind = SQLGEN_BOOL, .offset = offsetof(struct one, member) }, "0", NULL },
		{ { .kind = SQLGEN_BOOL, .offset = offsetof(struct one, member) }, "1", NULL },
		{ { .kind = SQLGEN_BOOL, .offset = offsetof(struct one, member) }, "2", "t.f: expected 0 or 1, found integer 2" },
		{ { .kind = SQLGEN_BOOL, .offset = offsetof(struct one, member) }, "'true'", "t.f: expected 0 or 1, found text of 4 bytes" },
		{ { .kind = SQLGEN_DOUBLE, .offset = offsetof(struct one, member) }, "1.5", NULL },
		{ { .kind = SQLGEN_DOUBLE, .offset = offsetof(struct one, member) }, "5", NULL },
		{ { .kind = SQLGEN_DOUBLE, .offset = offsetof(struct one, member) }, "'x'", "t.f: expected real, found text of 1 bytes" },
		{ { .kind = SQLGEN_TEXT, .offset = offsetof(struct one, member) }, "'x'", NULL },
		{ { .kind = SQLGEN_TEXT, .offset = offsetof(struct one, member) }, "''", NULL },
		{ { .kind = SQLGEN_TEXT, .offset = offsetof(struct one, member) }, "x'414243'", "t.f: expected text, found blob of 3 bytes" },
		{ { .kind = SQLGEN_TEXT, .offset = offsetof(struct one, member) }, "CAST(x'410042' AS TEXT)",
		  "t.f: expected text without NUL, found one at byte 1 of 3" },
		{ { .kind = SQLGEN_NUMERIC_TEXT, .offset = offsetof(struct one, member) }, "20240131", NULL },
		{ { .kind = SQLGEN_NUMERIC_TEXT, .offset = offsetof(struct one, member) }, "1.5", NULL },
		{ { .kind = SQLGEN_NUMERIC_TEXT, .offset = offsetof(struct one, member) }, "x'00'", "t.f: expected text or a number, found blob of 1 bytes" },
		{ { .kind = SQLGEN_BLOB, .offset = offsetof(struct one, member) }, "x''", NULL },
		{ { .kind = SQLGEN_BLOB, .offset = offsetof(struct one, member) }, "zeroblob(9)", NULL },
		{ { .kind = SQLGEN_BLOB, .offset = offsetof(struct one, member) }, "'x'", "t.f: expected blob, found text of 1 bytes" },
		{ { .kind = SQLGEN_VALUE, .offset = offsetof(struct one, member) }, "1", NULL },
		{ { .kind = SQLGEN_VALUE, .offset = offsetof(struct one, member) }, "NULL", "t.f: expected a value, found NULL" },
		{ { .kind = SQLGEN_ENUM, .offset = offsetof(struct one, member) }, "'ready'", NULL },
		{ { .kind = SQLGEN_ENUM, .offset = offsetof(struct one, member) }, "'Ready'",
		  "t.f: expected one of 3 labels from 'pending' to 'done', found 'Ready'" },
		{ { .kind = SQLGEN_ENUM, .offset = offsetof(struct one, member) }, "'a' || char(27) || '[2J'",
		  "t.f: expected one of 3 labels from 'pending' to 'done', found 'a\\x1b[2J'" },
		{ { .kind = SQLGEN_ENUM, .offset = offsetof(struct one, member) }, "printf('%.50c', 'z')",
		  "t.f: expected one of 3 labels from 'pending' to 'done', found "
		  "'zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz...'" },
		{ { .kind = SQLGEN_ENUM, .offset = offsetof(struct one, member) }, "CAST(x'726561647900' AS TEXT)",
		  "t.f: expected one of 3 labels from 'pending' to 'done', found 'ready\\x00'" },
		{ { .kind = SQLGEN_ENUM, .offset = offsetof(struct one, member) }, "1", "t.f: expected one of 3 labels from 'pending' to 'done', found 1" },
		{ { .kind = SQLGEN_ENUM, .detail = LEVELS, .offset = offsetof(struct one, member) }, "-1", NULL },
		{ { .kind = SQLGEN_ENUM, .detail = LEVELS, .offset = offsetof(struct one, member) }, "4294967291", "t.f: expected one of 2 labels from '-1' to '5', found 4294967291" },
		{ { .kind = SQLGEN_ENUM, .detail = LEVELS, .offset = offsetof(struct one, member) }, "NULL", "t.f: expected one of 2 labels from '-1' to '5', found NULL" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct one one;

		CHECK_INT(read_one(db, &cases[i].field, cases[i].expression, &one),
			  cases[i].message ? SQLITE_MISMATCH : SQLITE_OK);
		if (cases[i].message)
			CHECK_STR(database_error(db), cases[i].message);
	}
	for (unsigned kind = SQLGEN_INT64; kind <= SQLGEN_ENUM; kind++) {
		struct sqlgen_field field = { .kind = (uint8_t)kind, .offset = offsetof(struct one, member) };
		struct one one = { .has = true, .member.integer = -1 };

		CHECK_INT(read_one(db, &field, "NULL", &one), SQLITE_MISMATCH);
		field.flags = SQLGEN_OR_NULL | SQLGEN_HAS;
		field.has = offsetof(struct one, member) - offsetof(struct one, has);
		CHECK_INT(read_one(db, &field, "NULL", &one), SQLITE_OK);
		CHECK(!one.has);
		field.flags = SQLGEN_HAS;
		CHECK_INT(read_one(db, &field, "NULL", &one), SQLITE_MISMATCH);
	}
}

struct whole {
	struct sqlgen_blob blob;
	double real;
	bool has_integer;
	int64_t integer;
	int status, level;
	const char *text;
	struct sqlgen_value value, null;
};

static const struct sqlgen_field whole_fields[] = {
	{ .kind = SQLGEN_BLOB, .offset = offsetof(struct whole, blob) },
	{ .kind = SQLGEN_DOUBLE, .offset = offsetof(struct whole, real) },
	{ .kind = SQLGEN_INT64, .flags = SQLGEN_OR_NULL | SQLGEN_HAS,
	  .offset = offsetof(struct whole, integer), .has = offsetof(struct whole, integer) - offsetof(struct whole, has_integer) },
	{ .kind = SQLGEN_ENUM, .detail = STATUSES, .offset = offsetof(struct whole, status) },
	{ .kind = SQLGEN_ENUM, .detail = LEVELS, .offset = offsetof(struct whole, level) },
	{ .kind = SQLGEN_TEXT, .offset = offsetof(struct whole, text) },
	{ .kind = SQLGEN_VALUE, .offset = offsetof(struct whole, value) },
	{ .kind = SQLGEN_VALUE, .flags = SQLGEN_OR_NULL, .offset = offsetof(struct whole, null) },
};
static const struct sqlgen_row_type whole_type = {
	.name = "t", .size = sizeof(struct whole), .count = 8, .fields = whole_fields, .labels = labels,
};
static const char whole_sql[] =
	"SELECT x'', 5, 4294967296, 'done', -1, 'a', CAST(x'6100' AS TEXT), NULL";

static void
check_whole(const struct whole *whole)
{
	CHECK(whole->blob.data != NULL && whole->blob.size == 0);
	CHECK(whole->real == 5.0);
	CHECK(whole->has_integer && whole->integer == 4294967296);
	CHECK_INT(whole->status, 2);
	CHECK_INT(whole->level, -1);
	CHECK_STR(whole->text, "a");
	CHECK_INT(whole->value.type, SQLITE_TEXT);
	CHECK_INT(whole->value.as.text.size, 2);
	CHECK(memcmp(whole->value.as.text.data, "a\0", 3) == 0);
	CHECK_INT(whole->null.type, SQLITE_NULL);
}

static void
test_values_are_read_whole(struct database *db)
{
	struct sqlgen_row_type wider = whole_type;
	sqlite3_stmt *stmt = NULL;
	struct whole whole, *copy;

	CHECK_INT(sqlite3_prepare_v2(db->connection.handle, whole_sql, -1, &stmt, NULL), SQLITE_OK);
	CHECK_INT(sqlite3_step(stmt), SQLITE_ROW);
	CHECK_INT(sqlgen_row_read(&db->connection, stmt, &whole_type, &whole), SQLITE_OK);
	check_whole(&whole);
	copy = sqlgen_row_copy(&whole_type, &whole);
	wider.count = 9;
	CHECK_INT(sqlgen_row_read(&db->connection, stmt, &wider, &whole), SQLITE_MISMATCH);
	CHECK_STR(database_error(db), "t: expected a row of 9 columns, found 8");
	sqlite3_finalize(stmt);
	check_whole(copy);
	free(copy);
}

struct large {
	struct whole whole;
	char rest[2000];
};

/* Also one that is too large for the stack. */
static void
test_a_borrowed_row_is_whole_or_untouched(struct database *db)
{
	struct sqlgen_row_type types[] = { whole_type, whole_type };
	sqlite3_stmt *stmt = row_of(db, "x'', 5, 4294967296, 'done', -1, 'a', CAST(x'6100' AS TEXT), NULL");
	sqlite3_stmt *torn = row_of(db, "x'', 5, 4294967296, 'done', -1, 7, 'b', NULL");

	types[1].size = sizeof(struct large);
	for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
		struct large large;

		memset(&large, 0, sizeof large);
		CHECK_INT(sqlgen_row_borrow(&db->connection, stmt, &types[i], &large), SQLITE_OK);
		check_whole(&large.whole);
		CHECK_INT(sqlgen_row_borrow(&db->connection, torn, &types[i], &large), SQLITE_MISMATCH);
		check_whole(&large.whole);
	}
	sqlite3_finalize(stmt);
	sqlite3_finalize(torn);
}

static void
test_a_row_is_taken_in_one_block(struct database *db)
{
	struct sqlgen_call call;
	struct whole *whole;

	sqlgen_call_begin(&call, &db->connection, 6, whole_sql);
	CHECK_INT(sqlgen_call_take(&call, &whole_type, &whole), SQLITE_OK);
	check_whole(whole);
	free(whole);
	CHECK_INT(db->connection.open_calls, 0);
}

/* What is bound comes back with the same type and bytes. */
static void
test_binds(struct database *db)
{
	struct sqlgen_value value;
	struct sqlgen_call call;

	memset(&value, 0, sizeof value);
	value.type = SQLITE_TEXT;
	value.as.text.data = "a\0b";
	value.as.text.size = 3;
	sqlgen_call_begin(&call, &db->connection, 7,
			  "SELECT typeof(?1) || typeof(?2) || typeof(?3) || typeof(?4) || typeof(?5) ||"
			  " typeof(?6) || typeof(?7) || ?8, length(CAST(?6 AS BLOB))");
	sqlgen_bind_blob(&call, 1, (struct sqlgen_blob){ NULL, 0 });
	sqlgen_bind_blob(&call, 2, (struct sqlgen_blob){ "", 0 });
	sqlgen_bind_text(&call, 3, NULL);
	sqlgen_bind_bool_or_null(&call, 4, false, true);
	sqlgen_bind_double(&call, 5, 1.0);
	sqlgen_bind_value(&call, 6, value);
	value.type = 0;
	sqlgen_bind_value(&call, 7, value);
	sqlgen_bind_enum(&call, 8, "t.s", 1, &statuses);
	CHECK(sqlgen_call_row(&call));
	CHECK_STR((const char *)sqlite3_column_text(call.stmt, 0),
		  "nullblobnullnullrealtextnullready");
	CHECK_INT(sqlite3_column_int(call.stmt, 1), 3);
	CHECK_INT(sqlgen_call_end(&call), SQLITE_OK);

	sqlgen_call_begin(&call, &db->connection, 7, "");
	sqlgen_bind_enum(&call, 8, "t.s", 3, &statuses);
	CHECK_INT(sqlgen_call_end(&call), SQLITE_MISMATCH);
	CHECK_STR(database_error(db), "t.s: expected one of 3 enumerators, found 3");
	sqlgen_call_begin(&call, &db->connection, 7, "");
	value.type = 77;
	sqlgen_bind_value(&call, 1, value);
	CHECK_INT(sqlgen_call_end(&call), SQLITE_MISUSE);
}

static void
test_labels(void)
{
	int value = 42;

	CHECK_STR(sqlgen_enum_text(&statuses, 2), "done");
	CHECK_STR(sqlgen_enum_text(&statuses, 3), NULL);
	CHECK_STR(sqlgen_enum_text(&statuses, -1), NULL);
	CHECK_STR(sqlgen_enum_text(&levels, 5), "5");
	CHECK_STR(sqlgen_enum_text(&levels, 0), NULL);
	CHECK_INT(sqlgen_enum_parse(&statuses, "nothing", &value), SQLITE_MISMATCH);
	CHECK_INT(sqlgen_enum_parse(&statuses, NULL, &value), SQLITE_MISMATCH);
	CHECK_INT(value, 42);
	CHECK_INT(sqlgen_enum_parse(&levels, "5", &value), SQLITE_OK);
	CHECK_INT(value, 5);
}

/* Everything is valid, and says so, on a connection that never opened. */
static void
test_nothing_open(void)
{
	struct sqlgen_options options = sqlgen_options_default();
	struct sqlgen_call call;
	struct database db;

	options.open_flags = SQLITE_OPEN_READONLY;
	CHECK_INT(database_open(&db, "no/such/file", &options, NULL), SQLITE_CANTOPEN);
	CHECK(contains(database_error(&db), "unable to open database file"));
	sqlgen_call_begin(&call, &db.connection, 0, "SELECT 1");
	CHECK_INT(sqlgen_call_end(&call), SQLITE_MISUSE);
	CHECK_INT(sqlgen_begin(&db.connection), SQLITE_MISUSE);
	CHECK_INT(sqlgen_close(&db.connection), SQLITE_OK);
	options.journal_mode = "wal; DROP TABLE t";
	CHECK_INT(database_open(&db, ":memory:", &options, NULL), SQLITE_MISUSE);
	CHECK_INT(sqlgen_close(&db.connection), SQLITE_OK);
}

/* A text of comments has no statement, and leaves nothing open. */
static void
test_no_statement(void)
{
	struct sqlgen_call call;
	struct database db;

	database_start(&db);
	sqlgen_call_begin(&call, &db.connection, 0, "-- nothing");
	CHECK(!sqlgen_call_row(&call));
	CHECK_INT(sqlgen_call_run(&call), SQLITE_OK);
	CHECK_INT(sqlgen_close(&db.connection), SQLITE_OK);
}

int
main(void)
{
	struct database db;

	CHECK_INT(execute(database_start(&db), "CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT)"),
		  SQLITE_OK);
	fill(&db, 3);
	test_change_says_whether_a_row_changed(&db);
	test_errors_are_kept(&db);
	test_end_says_whether_there_was_a_row(&db);
	test_returning_is_finished(&db);
	test_returning_reports_a_late_error(&db);
	test_cursors_nest(&db);
	test_cursor_copies_arguments(&db);
	test_failed_and_zero_cursors_close(&db);
	test_decoding_is_checked(&db);
	test_values_are_read_whole(&db);
	test_a_borrowed_row_is_whole_or_untouched(&db);
	test_a_row_is_taken_in_one_block(&db);
	test_binds(&db);
	database_end(&db);
	database_end(&db);
	test_labels();
	test_nothing_open();
	test_no_statement();
	return failures != 0;
}
