#include "database.h"

/* Lists as arguments: x IN (SELECT value FROM sqlgen_list(?1)). */

enum { MANY = 100000 };

static const char *const letter_texts[] = { "a", "b", "c" };
static const struct sqlgen_labels letters = { letter_texts, NULL, 3, sizeof(int) };
static const char *const level_texts[] = { "-1", "5" };
static const int level_values[] = { -1, 5 };
static const struct sqlgen_labels levels = { level_texts, level_values, 2, sizeof(int) };

static const char in_sql[] = "SELECT group_concat(a || '') FROM (SELECT a FROM t WHERE a IN "
			     "(SELECT value FROM sqlgen_list(?1)) ORDER BY rowid)";
static const char not_in_sql[] =
	"SELECT count(*) FROM t WHERE a NOT IN (SELECT value FROM sqlgen_list(?1))";
static const char all_sql[] = "SELECT quote(value) FROM sqlgen_list(?1)";
static const char joined_sql[] = "SELECT group_concat(value) FROM sqlgen_list(?1)";

static struct sqlgen_call
begin(struct database *db, int slot, const char *sql)
{
	struct sqlgen_call call;

	sqlgen_call_begin(&call, &db->connection, (size_t)slot, sql);
	return call;
}

/* The first column of the only row. */
static const char *
answer(struct sqlgen_call *call)
{
	static char kept[64];

	kept[0] = '\0';
	if (sqlgen_call_row(call) && sqlite3_column_type(call->stmt, 0) != SQLITE_NULL)
		snprintf(kept, sizeof kept, "%s", (const char *)sqlite3_column_text(call->stmt, 0));
	CHECK_INT(sqlgen_call_end(call), SQLITE_OK);
	return kept;
}

static void
test_one_statement_takes_any_number(struct database *db)
{
	static int64_t many[MANY];
	static const size_t counts[] = { 0, 1, 10, MANY, 2 };
	static const char *const found[] = { "", "1", "1,2,3", "1,2,3", "1,2" };
	sqlite3_stmt *first = NULL;

	for (size_t i = 0; i < MANY; i++)
		many[i] = (int64_t)i + 1;
	for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
		struct sqlgen_call call = begin(db, 0, in_sql);

		CHECK(i == 0 || call.stmt == first);
		first = call.stmt;
		sqlgen_bind_list_int64(&call, 1, counts[i] ? many : NULL, counts[i]);
		CHECK_STR(answer(&call), found[i]);
	}
}

static void
test_not_in_nothing_is_all(struct database *db)
{
	struct sqlgen_call call = begin(db, 1, not_in_sql);

	sqlgen_bind_list_int64(&call, 1, NULL, 0);
	CHECK_STR(answer(&call), "6");
	call = begin(db, 1, not_in_sql);
	CHECK_STR(answer(&call), "6");
}

static void
test_items_of_all_kinds(struct database *db)
{
	static const double doubles[] = { 1.5, 2.0 };
	static const bool bools[] = { true };
	static const char *const texts[] = { "a", NULL, "zz" };
	static const struct sqlgen_text sized[] = { { "b\0x", 1 } };
	static const struct sqlgen_blob blobs[] = { { "\1\2", 2 }, { NULL, 0 } };
	static const struct sqlgen_value values[] = { { SQLITE_INTEGER, { .integer = 3 } },
						      { SQLITE_TEXT, { .text = { "a", 1 } } },
						      { 0, { .integer = 0 } } };
	struct sqlgen_call call = begin(db, 0, in_sql);

	sqlgen_bind_list_double(&call, 1, doubles, 2);
	CHECK_STR(answer(&call), "2");
	call = begin(db, 0, in_sql);
	sqlgen_bind_list_bool(&call, 1, bools, 1);
	CHECK_STR(answer(&call), "1");
	call = begin(db, 0, in_sql);
	sqlgen_bind_list_text(&call, 1, texts, 3);
	CHECK_STR(answer(&call), "a");
	call = begin(db, 0, in_sql);
	sqlgen_bind_list_sized_text(&call, 1, sized, 1);
	CHECK_STR(answer(&call), "b");
	call = begin(db, 0, in_sql);
	sqlgen_bind_list_blob(&call, 1, blobs, 2);
	CHECK_STR(answer(&call), "\1\2");
	call = begin(db, 0, in_sql);
	sqlgen_bind_list_value(&call, 1, values, 3);
	CHECK_STR(answer(&call), "3,a");
}

static void
test_enums(struct database *db)
{
	enum letter { A, B, C } some[] = { B, A };
	enum level { MINUS_1 = -1, FIVE = 5 } numbers[] = { MINUS_1, FIVE };
	struct sqlgen_call call = begin(db, 0, in_sql);

	sqlgen_bind_list_enum(&call, 1, "t.a", some, 2, &letters);
	CHECK_STR(answer(&call), "a,b");
	call = begin(db, 2, all_sql);
	sqlgen_bind_list_enum(&call, 1, "t.a", numbers, 1, &levels);
	CHECK_STR(answer(&call), "-1");
	some[1] = (enum letter)7;
	call = begin(db, 0, in_sql);
	sqlgen_bind_list_enum(&call, 1, "t.a", some, 2, &letters);
	CHECK_INT(sqlgen_call_end(&call), SQLITE_MISMATCH);
	CHECK_STR(database_error(db), "t.a: expected one of 3 enumerators, found 7");
	CHECK(C == 2);
}

/* As wide as -fshort-enums makes them: with a sign where a value has one. */
static void
test_enums_of_any_width(struct database *db)
{
	static const char *const texts[] = { "1", "200" };
	static const int values[] = { 1, 200 };
	const struct sqlgen_labels narrow = { texts, values, 2, sizeof(char) };
	const struct sqlgen_labels narrow_levels = { level_texts, level_values, 2, sizeof(char) };
	const struct sqlgen_labels half = { texts, values, 2, sizeof(short) };
	const struct sqlgen_labels half_levels = { level_texts, level_values, 2, sizeof(short) };
	unsigned char bytes[] = { 200, 1 };
	signed char levels_of_bytes[] = { 5, -1 };
	unsigned short shorts[] = { 1, 200 };
	short levels_of_shorts[] = { -1, 5 };
	struct sqlgen_call call = begin(db, 7, joined_sql);

	sqlgen_bind_list_enum(&call, 1, "t.a", bytes, 2, &narrow);
	CHECK_STR(answer(&call), "200,1");
	call = begin(db, 7, joined_sql);
	sqlgen_bind_list_enum(&call, 1, "t.a", levels_of_bytes, 2, &narrow_levels);
	CHECK_STR(answer(&call), "5,-1");
	call = begin(db, 7, joined_sql);
	sqlgen_bind_list_enum(&call, 1, "t.a", shorts, 2, &half);
	CHECK_STR(answer(&call), "1,200");
	call = begin(db, 7, joined_sql);
	sqlgen_bind_list_enum(&call, 1, "t.a", levels_of_shorts, 2, &half_levels);
	CHECK_STR(answer(&call), "-1,5");
}

static void
test_nan_is_refused(struct database *db)
{
	double numbers[] = { 1, 0 };
	struct sqlgen_call call = begin(db, 0, in_sql);

	numbers[1] = (numbers[0] - 1) / numbers[1];
	sqlgen_bind_list_double(&call, 1, numbers, 2);
	CHECK_INT(sqlgen_call_end(&call), SQLITE_MISMATCH);
	CHECK(contains(database_error(db), "NaN"));
}

/* A cursor's arguments are its own. */
static void
test_a_cursor_copies(struct database *db)
{
	char *text = strdup("abc"), *data = strdup("xyz"), *empty = strdup("");
	const char **texts = malloc(2 * sizeof *texts);
	struct sqlgen_value *values = malloc(3 * sizeof *values);
	struct sqlgen_call cursor, other;

	texts[0] = text;
	texts[1] = NULL;
	values[0] = (struct sqlgen_value){ SQLITE_BLOB, { .blob = { data, 3 } } };
	values[1] = (struct sqlgen_value){ SQLITE_TEXT, { .text = { empty, 0 } } };
	values[2] = (struct sqlgen_value){ SQLITE_FLOAT, { .real = 0.5 } };
	sqlgen_cursor_begin(&cursor, &db->connection, 2, all_sql);
	sqlgen_bind_list_text(&cursor, 1, texts, 2);
	sqlgen_cursor_begin(&other, &db->connection, 2, all_sql);
	sqlgen_bind_list_value(&other, 1, values, 3);
	free(text);
	free(data);
	free(empty);
	free(texts);
	free(values);
	CHECK_INT(sqlgen_cursor_step(&cursor), SQLITE_ROW);
	CHECK_STR((const char *)sqlite3_column_text(cursor.stmt, 0), "'abc'");
	CHECK_INT(sqlgen_cursor_step(&other), SQLITE_ROW);
	CHECK_STR((const char *)sqlite3_column_text(other.stmt, 0), "X'78797A'");
	CHECK_INT(sqlgen_cursor_step(&other), SQLITE_ROW);
	CHECK_STR((const char *)sqlite3_column_text(other.stmt, 0), "''");
	CHECK_INT(sqlgen_cursor_step(&cursor), SQLITE_ROW);
	CHECK_STR((const char *)sqlite3_column_text(cursor.stmt, 0), "NULL");
	CHECK_INT(sqlgen_cursor_step(&cursor), SQLITE_DONE);
	CHECK_INT(sqlgen_cursor_close(&other), SQLITE_OK);
}

/* No SQL can make a list of a number, and a join over lists has a plan. */
static void
test_other_uses(struct database *db)
{
	static const int64_t numbers[] = { 1, 2 };
	struct sqlgen_call call =
		begin(db, 3, "SELECT count(*) FROM sqlgen_list(?1) a JOIN sqlgen_list(?1) b ON a.value >= b.value");

	sqlgen_bind_list_int64(&call, 1, numbers, 2);
	CHECK_STR(answer(&call), "3");
	CHECK_INT(number(db->connection.handle, "SELECT count(*) FROM sqlgen_list(12345)"), 0);
	CHECK_INT(number(db->connection.handle, "SELECT count(*) FROM sqlgen_list"), 0);
	CHECK_INT(number(db->connection.handle, "SELECT count(*) FROM t, sqlgen_list(t.a)"), 0);
}

/* One handle can be attached twice, with a cursor over a list open. */
static void
test_attaching_again(struct database *db)
{
	static const int64_t numbers[] = { 1, 2 };
	struct sqlgen_connection second;
	sqlite3_stmt *slots[1];
	struct sqlgen_call cursor;

	sqlgen_cursor_begin(&cursor, &db->connection, 2, all_sql);
	sqlgen_bind_list_int64(&cursor, 1, numbers, 2);
	CHECK_INT(sqlgen_cursor_step(&cursor), SQLITE_ROW);
	CHECK_INT(sqlgen_attach(&second, db->connection.handle, NULL, NULL, slots, 1), SQLITE_OK);
	CHECK_INT(sqlgen_cursor_step(&cursor), SQLITE_ROW);
	CHECK_STR((const char *)sqlite3_column_text(cursor.stmt, 0), "2");
	CHECK_INT(sqlgen_cursor_step(&cursor), SQLITE_DONE);
	CHECK_INT(sqlgen_close(&second), SQLITE_OK);
}

int
main(void)
{
	struct database db;

	CHECK_INT(execute(database_start(&db),
			  "CREATE TABLE t (a); INSERT INTO t VALUES (1), (2), (3), ('a'), ('b'), (x'0102')"),
		  SQLITE_OK);
	test_one_statement_takes_any_number(&db);
	test_not_in_nothing_is_all(&db);
	test_items_of_all_kinds(&db);
	test_enums(&db);
	test_enums_of_any_width(&db);
	test_nan_is_refused(&db);
	test_a_cursor_copies(&db);
	test_other_uses(&db);
	test_attaching_again(&db);
	database_end(&db);
	return failures != 0;
}
