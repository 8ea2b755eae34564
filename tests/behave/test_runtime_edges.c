#include "database.h"

/* Where the runtime ends: sentences that are too long, what is closed, locked or attached, odd enums and lists. */

/* A connection that is not open, to fail on. */
static const struct sqlgen_connection closed_connection;

static void
test_a_long_sentence_ends_in_a_whole_character(void)
{
	static const char *const characters[] = { "\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x98\x80", "x" };
	struct sqlgen_connection connection = closed_connection;
	char text[1024];

	for (size_t i = 0; i < sizeof characters / sizeof *characters; i++) {
		size_t width = strlen(characters[i]);

		for (size_t pad = 0; pad < 4; pad++) {
			memset(text, 'a', pad);
			text[pad] = '\0';
			while (strlen(text) + width < sizeof text)
				strcat(text, characters[i]);
			CHECK_INT(sqlgen_fail(&connection, SQLITE_ERROR, "%s", text), SQLITE_ERROR);
			CHECK(strlen(sqlgen_error(&connection)) > SQLGEN_MESSAGE_SIZE - 5);
			CHECK_INT((strlen(sqlgen_error(&connection)) - pad) % width, 0);
		}
	}
	sqlgen_fail(&connection, SQLITE_ERROR, "%s", "");
	CHECK_STR(sqlgen_error(&connection), "not an error");
	sqlgen_fail(&connection, SQLITE_ERROR, "\x80\x80");
	CHECK_STR(sqlgen_error(&connection), "\x80\x80");
}

static void
test_what_is_closed_has_no_transaction(void)
{
	struct sqlgen_connection connection = closed_connection;
	int (*const calls[])(struct sqlgen_connection *) = { sqlgen_begin, sqlgen_begin_read,
							      sqlgen_commit, sqlgen_rollback };

	for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
		connection.message[0] = '\0';
		CHECK_INT(calls[i](&connection), SQLITE_MISUSE);
		CHECK_STR(sqlgen_error(&connection), "the database is not open");
	}
	CHECK_INT(sqlgen_verify(&connection, NULL, NULL, NULL), SQLITE_MISUSE);
	CHECK_INT(sqlgen_close(&connection), SQLITE_OK);
}

/* Who reads keeps the journal mode from being switched, without and with something to migrate. */
static void
test_a_journal_mode_that_cannot_be_switched(void)
{
	struct sqlgen_options options = sqlgen_options_default();
	struct scratch scratch;
	struct series series;
	struct database db;
	sqlite3 *other = NULL;

	memset(&series, 0, sizeof series);
	series_add(&series, "1", "init", "CREATE TABLE t (a)", 0);
	scratch_make(&scratch);
	options.journal_mode = "DELETE";
	CHECK_INT(database_open(&db, scratch.path, &options, &series.schema), SQLITE_OK);
	database_end(&db);
	CHECK_INT(sqlite3_open(scratch.path, &other), SQLITE_OK);
	CHECK_INT(execute(other, "BEGIN; SELECT * FROM t"), SQLITE_OK);
	options.journal_mode = "WAL";
	options.busy_timeout = options.migrate_timeout = 0;
	CHECK_INT(database_open(&db, scratch.path, &options, &series.schema), SQLITE_BUSY);
	CHECK(contains(database_error(&db), "locked"));
	database_end(&db);
	CHECK_INT(execute(other, "COMMIT"), SQLITE_OK);
	CHECK_INT(database_open(&db, scratch.path, &options, &series.schema), SQLITE_OK);
	CHECK_INT(number(db.connection.handle, "SELECT journal_mode = 'wal' FROM pragma_journal_mode"), 1);
	database_end(&db);
	sqlite3_close(other);
	scratch_remove(&scratch);
}

static void
test_a_file_that_cannot_be_opened(void)
{
	struct sqlgen_schema nothing = { 0 };
	struct database db;

	CHECK_INT(database_open(&db, "no/such/directory/db", NULL, &nothing), SQLITE_CANTOPEN);
	CHECK_STR(database_error(&db), "unable to open database file");
	CHECK(db.connection.handle == NULL);
	database_end(&db);
}

static int
refuse_to_open(sqlite3 *handle, void *context)
{
	(void)handle;
	return *(int *)context;
}

/* The program's own code comes back; that none of its constraints was violated is known. */
static void
test_a_program_that_refuses_to_open(void)
{
	static const int codes[] = { SQLITE_CONSTRAINT, SQLITE_AUTH };
	static const char *const texts[] = { "constraint failed", "authorization denied" };

	for (size_t i = 0; i < 2; i++) {
		struct sqlgen_options options = sqlgen_options_default();
		struct sqlgen_schema nothing = { 0 };
		struct database db;
		int code = codes[i];

		options.on_open = refuse_to_open;
		options.context = &code;
		CHECK_INT(database_open(&db, ":memory:", &options, &nothing), code);
		CHECK_STR(database_error(&db), texts[i]);
		CHECK_INT(sqlgen_violated(&db.connection), i == 0 ? SQLGEN_OTHER_CONSTRAINT : SQLGEN_NO_CONSTRAINT);
		CHECK(db.connection.handle == NULL);
		database_end(&db);
	}
}

/* What cannot be attached stays as it was, and the program's. */
static void
test_a_handle_that_is_not_attached(void)
{
	struct sqlgen_options options = sqlgen_options_default();
	struct sqlgen_schema nothing = { 0 };
	sqlite3_stmt *slots[1];
	struct sqlgen_connection connection;
	sqlite3 *handle = NULL;

	CHECK_INT(sqlite3_open(":memory:", &handle), SQLITE_OK);
	options.synchronous = "SOMETIMES";
	CHECK_INT(sqlgen_attach(&connection, handle, &options, &nothing, slots, 1), SQLITE_MISUSE);
	CHECK_INT(sqlgen_close(&connection), SQLITE_OK);
	CHECK_INT(sqlgen_attach(&connection, NULL, NULL, &nothing, slots, 1), SQLITE_MISUSE);
	CHECK_INT(sqlgen_close(&connection), SQLITE_OK);
	CHECK_INT(number(handle, "SELECT 1"), 1);
	sqlite3_close(handle);
}

static void
test_a_statement_of_the_program_keeps_it_open(void)
{
	struct database db;
	sqlite3_stmt *stmt = NULL;
	sqlite3 *handle = database_start(&db);

	CHECK_INT(sqlite3_prepare_v2(handle, "SELECT 1", -1, &stmt, NULL), SQLITE_OK);
	CHECK_INT(sqlgen_close(&db.connection), SQLITE_BUSY);
	CHECK(contains(database_error(&db), "unfinalized statements"));
	CHECK_INT(sqlite3_step(stmt), SQLITE_ROW);
	sqlite3_finalize(stmt);
	database_end(&db);
}

/* With the mutex that others ask for; as narrow as -fshort-enums makes an enum. */
static void
test_enums_are_read_in_any_width(void)
{
	static const char *const texts[] = { "low", "high" };
	static const size_t sizes[] = { sizeof(int), sizeof(short), sizeof(char) };
	static const struct sqlgen_field field = { .kind = SQLGEN_ENUM };
	struct sqlgen_options options = sqlgen_options_default();
	struct sqlgen_schema nothing = { 0 };
	struct database db;

	options.open_flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_FULLMUTEX;
	CHECK_INT(database_open(&db, ":memory:", &options, &nothing), SQLITE_OK);
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		const struct sqlgen_labels labels = { texts, NULL, 2, sizes[i] };
		const struct sqlgen_labels *const all[] = { &labels };
		const struct sqlgen_row_type type = { .name = "t", .size = sizeof(int), .count = 1,
						      .fields = &field, .labels = all };
		unsigned char row[sizeof(int)];
		sqlite3_stmt *stmt = NULL;
		int value = 1;

		memset(row, 0xee, sizeof row);
		CHECK_INT(sqlite3_prepare_v2(db.connection.handle, "SELECT 'high'", -1, &stmt, NULL), SQLITE_OK);
		CHECK_INT(sqlite3_step(stmt), SQLITE_ROW);
		CHECK_INT(sqlgen_row_borrow(&db.connection, stmt, &type, row), SQLITE_OK);
		if (sizes[i] == sizeof(int))
			CHECK_INT(memcmp(row, &value, sizeof value), 0);
		else if (sizes[i] == sizeof(short))
			CHECK_INT(memcmp(row, &(short){ 1 }, sizeof(short)), 0);
		else
			CHECK_INT(row[0], 1);
		sqlite3_finalize(stmt);
	}
	database_end(&db);
}

/* The lists of a cursor are its own, whatever they hold. */
static void
test_lists_of_a_cursor(void)
{
	struct sqlgen_call cursor;
	struct database db;
	char bytes[] = "xyz", text[] = "abc";
	struct sqlgen_text sized[] = { { text, 2 }, { NULL, 0 } };
	struct sqlgen_blob blobs[] = { { bytes, 3 } };
	struct sqlgen_value values[] = { { SQLITE_FLOAT, { .real = 0.5 } }, { SQLITE_NULL, { .integer = 0 } } };
	static const char sql[] = "SELECT rowid || ' ' || quote(value) FROM sqlgen_list(?1)";
	static const char *const found[] = { "1 'ab'", "2 NULL", "1 X'78797A'", NULL, "1 0.5", "2 NULL" };

	database_start(&db);
	for (int kind = 0; kind < 3; kind++) {
		sqlgen_cursor_begin(&cursor, &db.connection, 0, sql);
		if (kind == 0)
			sqlgen_bind_list_sized_text(&cursor, 1, sized, 2);
		else if (kind == 1)
			sqlgen_bind_list_blob(&cursor, 1, blobs, 1);
		else
			sqlgen_bind_list_value(&cursor, 1, values, 2);
		memset(bytes, kind == 1 ? '!' : 'x', 1);
		for (int i = 0; i < 2 && found[2 * kind + i] != NULL; i++) {
			CHECK_INT(sqlgen_cursor_step(&cursor), SQLITE_ROW);
			CHECK_STR((const char *)sqlite3_column_text(cursor.stmt, 0), found[2 * kind + i]);
		}
		CHECK_INT(sqlgen_cursor_step(&cursor), SQLITE_DONE);
		CHECK_INT(sqlgen_cursor_close(&cursor), SQLITE_OK);
	}
	database_end(&db);
}

static void
test_an_enum_that_may_be_null(void)
{
	static const char *const texts[] = { "low", "high" };
	static const struct sqlgen_labels labels = { texts, NULL, 2, sizeof(int) };
	struct sqlgen_call call;
	struct database db;

	database_start(&db);
	for (int has = 0; has < 2; has++) {
		sqlgen_call_begin(&call, &db.connection, 0, "SELECT quote(?1)");
		sqlgen_bind_enum_or_null(&call, 1, "t.a", has == 1, 1, &labels);
		CHECK_INT(sqlgen_call_row(&call), 1);
		CHECK_STR((const char *)sqlite3_column_text(call.stmt, 0), has == 1 ? "'high'" : "NULL");
		CHECK_INT(sqlgen_call_end(&call), SQLITE_OK);
	}
	database_end(&db);
}

/* A text that ends in the midst of a name or string, where its statement is looked at first. */
static void
test_quotes_that_are_not_closed(void)
{
	static const char *const texts[] = { "CREATE TABLE \"t", "CREATE TABLE 't (a", "CREATE TABLE [t", "CREATE TABLE `t" };

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct sqlgen_report report;
		struct series series;
		struct database db;

		memset(&series, 0, sizeof series);
		database_start(&db);
		series_add(&series, "1", "open", texts[i], SQLGEN_IF_MISSING);
		CHECK_INT(sqlgen_migrate(&db.connection, &series.schema, NULL, &report), SQLITE_ERROR);
		CHECK_INT(report.stop, SQLGEN_STOP_STATEMENT);
		CHECK_INT(number(db.connection.handle, "SELECT count(*) FROM sqlite_master"), 0);
		database_end(&db);
	}
}

/* Histories of others that name nothing, or more than the program has beside what runs again. */
static void
test_odd_histories_of_others(void)
{
	static const struct {
		const char *sql;
		enum sqlgen_stop stop;
		const char *said;
	} cases[] = {
		{ "CREATE TABLE d1_migrations (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE,"
		  " applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL);"
		  "INSERT INTO d1_migrations (name) VALUES (NULL)",
		  SQLGEN_STOP_ADOPTION, "''" },
		{ "CREATE TABLE schema_migrations (version varchar(128) primary key);"
		  "INSERT INTO schema_migrations VALUES ('1'), ('2')",
		  SQLGEN_STOP_NEWER, "'2'" },
		{ "CREATE TABLE changes (change_id, change, project, committed_at)", SQLGEN_STOP_NONE, NULL },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct sqlgen_adoption adoption;
		struct series series;
		struct database db;
		sqlite3 *handle = database_start(&db);

		memset(&series, 0, sizeof series);
		series_add(&series, "1", "init", "CREATE TABLE t (a)", 0);
		series_add(&series, "views", "views", "CREATE VIEW v AS SELECT a FROM t", SQLGEN_REPEATABLE);
		series.schema.convention = cases[i].said == NULL ? "sqitch" : NULL;
		CHECK_INT(execute(handle, "CREATE TABLE t (a)"), SQLITE_OK);
		CHECK_INT(execute(handle, cases[i].sql), SQLITE_OK);
		CHECK_INT(sqlgen_adoption_read(&db.connection, &series.schema, NULL, &adoption),
			  cases[i].said == NULL ? SQLITE_OK : SQLITE_SCHEMA);
		CHECK_INT(adoption.stop, cases[i].stop);
		if (cases[i].said != NULL)
			CHECK(contains(database_error(&db), cases[i].said));
		database_end(&db);
	}
}

/* A tool that migrates for several: the one that has ours is adopted, of two the one that has more. */
static void
test_whose_history_is_ours(void)
{
	static const struct {
		const char *rows, *tool;
		int count;
	} cases[] = {
		{ "('zoo', '1_init')", "django:zoo", 1 },
		{ "('bar', '9_other'), ('zoo', '1_init')", "django:zoo", 1 },
		{ "('ant', '1_init'), ('bar', '9_other')", "django:ant", 1 },
		{ "('ant', '1_init'), ('ant', '2_more'), ('zoo', '1_init')", "django:ant", 2 },
		{ "('ant', '1_init'), ('zoo', '1_init'), ('zoo', '2_more')", "django:zoo", 2 },
		{ "('ant', '1_init'), ('zoo', '1_init')", NULL, 0 },
		{ "('ant', '1_init'), ('bee', '1_init'), ('zoo', '1_init'), ('zoo', '2_more')", "django:zoo", 2 },
		{ "('ant', '9_other'), ('zoo', '8_other')", NULL, 0 },
		{ "('ant', '9_other')", NULL, 0 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct sqlgen_adoption adoption;
		struct series series;
		struct database db;
		char sql[300];

		memset(&series, 0, sizeof series);
		series_add(&series, "1", "init", "CREATE TABLE t (a)", 0);
		series_add(&series, "2", "more", "CREATE TABLE u (a)", 0);
		snprintf(sql, sizeof sql,
			 "CREATE TABLE t (a); CREATE TABLE u (a); CREATE TABLE django_migrations (id INTEGER PRIMARY KEY, app,"
			 " name, applied); INSERT INTO django_migrations (app, name) VALUES %s", cases[i].rows);
		CHECK_INT(execute(database_start(&db), sql), SQLITE_OK);
		CHECK_INT(sqlgen_adoption_read(&db.connection, &series.schema, NULL, &adoption),
			  cases[i].tool != NULL ? SQLITE_OK : SQLITE_SCHEMA);
		if (cases[i].tool != NULL)
			CHECK_STR(adoption.tool, cases[i].tool);
		CHECK_INT(adoption.count, cases[i].count);
		database_end(&db);
	}
}

int
main(void)
{
	test_a_long_sentence_ends_in_a_whole_character();
	test_what_is_closed_has_no_transaction();
	test_a_journal_mode_that_cannot_be_switched();
	test_a_file_that_cannot_be_opened();
	test_a_program_that_refuses_to_open();
	test_a_handle_that_is_not_attached();
	test_a_statement_of_the_program_keeps_it_open();
	test_enums_are_read_in_any_width();
	test_lists_of_a_cursor();
	test_an_enum_that_may_be_null();
	test_quotes_that_are_not_closed();
	test_odd_histories_of_others();
	test_whose_history_is_ours();
	return failures != 0;
}
