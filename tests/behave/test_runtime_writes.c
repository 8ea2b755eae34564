#include "database.h"

/* Rows that are written, and looked for by one argument: while others are, without anything to set, by NULL. */

enum { COLUMNS = 7 };

struct point {
	int64_t key, values[COLUMNS - 1];
};

#define VALUE(i) { .kind = SQLGEN_INT64, .offset = offsetof(struct point, values[i]) }
static const struct sqlgen_field point_fields[COLUMNS] = {
	{ .kind = SQLGEN_INT64, .flags = SQLGEN_KEY, .offset = offsetof(struct point, key) },
	VALUE(0), VALUE(1), VALUE(2), VALUE(3), VALUE(4), VALUE(5),
};
static const struct sqlgen_row_type point_type = { .name = "points", .selected = "key, a, b, c, d, e, f",
						   .size = sizeof(struct point), .count = COLUMNS, .fields = point_fields };
static const struct sqlgen_table points = { .type = &point_type, .name = "points" };

/* A function of the program's, called by a trigger, patches the row that is being patched. */
struct patcher {
	struct sqlgen_connection *connection;
	bool is_nested; /* each patch another, else the first all others */
	int begun, rc;
	char message[64];
};

static int
patch(struct patcher *patcher, int set)
{
	struct point point = { 1, { 0 } };
	bool named[COLUMNS] = { true };

	for (int i = 1; i < COLUMNS; i++) {
		named[i] = (set >> (i - 1) & 1) != 0;
		point.values[i - 1] = set;
	}
	return sqlgen_row_patch(patcher->connection, &points, &point, named);
}

static void
patch_more(sqlite3_context *context, int count, sqlite3_value **values)
{
	struct patcher *patcher = sqlite3_user_data(context);
	int set = ++patcher->begun + 1, rc;

	(void)count;
	(void)values;
	if (patcher->is_nested) {
		rc = patch(patcher, set);
		if (rc != SQLITE_OK && patcher->rc == SQLITE_OK) {
			patcher->rc = rc;
			snprintf(patcher->message, sizeof patcher->message, "%s", sqlgen_error(patcher->connection));
		}
	} else if (set == 2) {
		for (; set < SQLGEN_PATCHES + 10; set++)
			CHECK_INT(patch(patcher, set), SQLITE_OK);
	}
}

static void
patcher_start(struct patcher *patcher, struct database *db, bool is_nested)
{
	sqlite3 *handle = database_start(db);

	*patcher = (struct patcher){ &db->connection, is_nested, 0, SQLITE_OK, "" };
	CHECK_INT(execute(handle, "CREATE TABLE points (key INTEGER PRIMARY KEY, a, b, c, d, e, f); INSERT INTO points (key)"
				  " VALUES (1); CREATE TRIGGER more AFTER UPDATE ON points BEGIN SELECT patch_more(); END"),
		  SQLITE_OK);
	sqlite3_create_function(handle, "patch_more", 0, SQLITE_UTF8, patcher, patch_more, NULL, NULL);
}

/* As many patches can be executed at once as there is room for. */
static void
test_patches_within_patches(void)
{
	struct patcher patcher;
	struct database db;

	patcher_start(&patcher, &db, true);
	CHECK_INT(patch(&patcher, 1), SQLITE_OK);
	CHECK_INT(patcher.rc, SQLITE_NOMEM);
	CHECK_STR(patcher.message, "there is no room for one more patch");
	CHECK_INT(patcher.begun, SQLGEN_PATCHES);
	CHECK_INT(execute(db.connection.handle, "DROP TRIGGER more"), SQLITE_OK);
	CHECK_INT(patch(&patcher, 63), SQLITE_OK);
	CHECK_INT(number(db.connection.handle, "SELECT a + b + c + d + e + f FROM points"), 6 * 63);
	database_end(&db);
}

/* One that is being executed stays where it is, however many others come meanwhile. */
static void
test_patches_that_come_meanwhile(void)
{
	struct patcher patcher;
	struct database db;

	patcher_start(&patcher, &db, false);
	CHECK_INT(patch(&patcher, 1), SQLITE_OK);
	CHECK_INT(number(db.connection.handle, "SELECT a FROM points"), SQLGEN_PATCHES + 9);
	CHECK_INT(patch(&patcher, 1), SQLITE_OK);
	CHECK_INT(number(db.connection.handle, "SELECT a FROM points"), 1);
	CHECK_INT(db.connection.open_calls, 0);
	database_end(&db);
}

struct sum {
	int64_t sum, a, b;
};

static const struct sqlgen_field sum_fields[] = {
	{ .kind = SQLGEN_INT64, .flags = SQLGEN_GENERATED, .offset = offsetof(struct sum, sum) },
	{ .kind = SQLGEN_INT64, .flags = SQLGEN_KEY, .offset = offsetof(struct sum, a) },
	{ .kind = SQLGEN_INT64, .flags = SQLGEN_KEY, .offset = offsetof(struct sum, b) },
};
static const struct sqlgen_row_type sum_type = { .name = "sums", .selected = "sum, a, b", .size = sizeof(struct sum),
						 .count = 3, .fields = sum_fields };
static const struct sqlgen_table sums = { .type = &sum_type, .name = "sums" };

/* A row that is there counts as written, though it has nothing but its key, which is not its first column. */
static void
test_an_upsert_of_nothing_but_a_key(void)
{
	const struct sum row = { 0, 1, 2 };
	struct database db;
	sqlite3 *handle = database_start(&db);

	CHECK_INT(execute(handle, "CREATE TABLE sums (sum AS (a + b), a, b, PRIMARY KEY (a, b)) WITHOUT ROWID"), SQLITE_OK);
	for (int i = 0; i < 2; i++) {
		CHECK_INT(sqlgen_row_upsert(&db.connection, &sums, 0, &row, NULL), SQLITE_OK);
		CHECK_INT(number(handle, "SELECT sum(sum) FROM sums"), 3);
	}
	database_end(&db);
}

/* Rows without a value are found by none. */
static void
test_rows_are_looked_for_by_null(void)
{
	static const char rest[] = " FROM sums WHERE a IS ?1 ORDER BY b";
	static const int64_t one = 1;
	const int64_t *keys[] = { &one, NULL };
	struct database db;

	CHECK_INT(execute(database_start(&db), "CREATE TABLE sums (sum AS (b), a, b);"
					       "INSERT INTO sums VALUES (NULL, 10), (1, 20), (NULL, 30)"), SQLITE_OK);
	for (int i = 0; i < 2; i++) {
		struct sqlgen_row_type type = sum_type;
		struct sqlgen_call cursor;
		struct sum row, *rows = NULL;
		size_t count = 0;

		type.selected = "sum, coalesce(a, -1), b";
		CHECK_INT(sqlgen_list_int64(&cursor, &db.connection, 0, &type, rest, keys[i]), SQLITE_OK);
		CHECK_INT(sqlgen_cursor_next(&cursor, &type, &row), SQLITE_ROW);
		CHECK_INT(row.a, i == 0 ? 1 : -1);
		CHECK_INT(row.b, i == 0 ? 20 : 10);
		CHECK_INT(sqlgen_cursor_close(&cursor), SQLITE_OK);
		CHECK_INT(sqlgen_load_int64(&db.connection, 0, &type, rest, keys[i], &rows, &count), SQLITE_OK);
		CHECK_INT(count, i == 0 ? 1 : 2);
		CHECK_INT(rows != NULL ? rows[count - 1].b : 0, i == 0 ? 20 : 30);
		free(rows);
	}
	database_end(&db);
}

/* The first thing that is wrong with a call is what is said. */
static void
test_a_value_of_no_type(void)
{
	const struct sqlgen_value value = { 99, { .integer = 0 } };
	struct sqlgen_call call;
	struct database db;

	database_start(&db);
	sqlgen_call_begin(&call, &db.connection, 0, "SELECT ?1, ?2");
	sqlgen_bind_value(&call, 1, value);
	CHECK_INT(call.rc, SQLITE_MISUSE);
	sqlgen_bind_value(&call, 2, value);
	CHECK_INT(sqlgen_call_run(&call), SQLITE_MISUSE);
	CHECK(contains(database_error(&db), "argument 1: expected SQLITE_INTEGER to SQLITE_NULL as the value's type, found 99"));
	database_end(&db);
}

int
main(void)
{
	test_patches_within_patches();
	test_patches_that_come_meanwhile();
	test_an_upsert_of_nothing_but_a_key();
	test_rows_are_looked_for_by_null();
	test_a_value_of_no_type();
	return failures != 0;
}
