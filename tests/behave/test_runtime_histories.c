#include "database.h"

/*
 * Histories of other tools as they may be found too: with odd versions, of somebody else, in a file of
 * their own, or so that they cannot be read.
 */

#define DBMATE "CREATE TABLE schema_migrations (version varchar(128) primary key); INSERT INTO schema_migrations VALUES "
#define GOLANG "CREATE TABLE schema_migrations (version uint64, dirty bool); INSERT INTO schema_migrations VALUES "
#define D1                                                                                          \
	"CREATE TABLE d1_migrations (id INTEGER PRIMARY KEY, name TEXT UNIQUE, applied_at TIMESTAMP);" \
	"INSERT INTO d1_migrations (name) VALUES "
#define FLYWAY                                                                                      \
	"CREATE TABLE flyway_schema_history (installed_rank INT PRIMARY KEY, version, description, type," \
	" script, checksum INT, success); INSERT INTO flyway_schema_history VALUES "
#define SQLX                                                                                        \
	"CREATE TABLE _sqlx_migrations (version BIGINT PRIMARY KEY, success BOOLEAN, checksum BLOB);"  \
	"INSERT INTO _sqlx_migrations VALUES "

enum { VERSIONS = 4 };

/* A program of these versions, each of which makes a table, and a database that has all the tables. */
struct program {
	struct series series;
	struct database db;
	char sql[VERSIONS][40];
};

static sqlite3 *
program_start(struct program *program, const char *const versions[VERSIONS], const char *history)
{
	sqlite3 *handle = database_start(&program->db);

	memset(&program->series, 0, sizeof program->series);
	for (size_t i = 0; i < VERSIONS && versions[i] != NULL; i++) {
		snprintf(program->sql[i], sizeof program->sql[i], "CREATE TABLE m%d (a)", (int)i + 1);
		series_add(&program->series, versions[i], "make", program->sql[i], 0);
		CHECK_INT(execute(handle, program->sql[i]), SQLITE_OK);
	}
	CHECK_INT(execute(handle, history), SQLITE_OK);
	return handle;
}

static int
look(struct program *program, const char *tool, struct sqlgen_adoption *adoption)
{
	struct sqlgen_options options = sqlgen_options_default();

	options.adopt = tool;
	return sqlgen_adoption_read(&program->db.connection, &program->series.schema, &options, adoption);
}

static const struct {
	const char *versions[VERSIONS];
	const char *history, *adopt, *convention;
	size_t count;
	enum sqlgen_stop stop;
	const char *said; /* NULL: it can be adopted */
} odd[] = {
	/* A version may be zero. */
	{ { "0", "0.1", "1" }, DBMATE "('00'), ('0.1')", NULL, NULL, 2, SQLGEN_STOP_NONE, NULL },
	{ { "000", "001" }, DBMATE "('0')", NULL, NULL, 1, SQLGEN_STOP_NONE, NULL },
	/* The beginning of a version is another one. */
	{ { "10", "20" }, D1 "('1_make.sql')", NULL, NULL, 0, SQLGEN_STOP_ADOPTION,
	  "d1 has applied '1_make.sql', which is not among the program's migrations: bring its file back" },
	{ { "1", "2" }, DBMATE "('1.2')", NULL, NULL, 0, SQLGEN_STOP_ADOPTION, "dbmate has applied '1.2'" },
	{ { "1", "2" }, D1 "('1.sql'), ('2.sql')", NULL, NULL, 2, SQLGEN_STOP_NONE, NULL },
	/* It is the number that says which of two is newer, not how it is spelled. */
	{ { "1", "2", "3" }, GOLANG "(10, 0)", NULL, NULL, 0, SQLGEN_STOP_NEWER, "'10', which is not among" },
	{ { "10", "20" }, GOLANG "(4, 0)", NULL, NULL, 0, SQLGEN_STOP_ADOPTION,
	  "golang-migrate has applied '4', which is not among the program's migrations: bring its file back" },
	{ { "10", "20" }, GOLANG "(15, 0)", NULL, NULL, 0, SQLGEN_STOP_ADOPTION, "'15', which is not among" },
	/* Of several the first is named. */
	{ { "1", "2" }, D1 "('1_make.sql'), ('7_x.sql'), ('8_y.sql')", NULL, NULL, 1, SQLGEN_STOP_ADOPTION,
	  "d1 has applied '7_x.sql'" },
	{ { "1", "2" }, DBMATE "('1'), ('3' || char(127) || char(10))", NULL, NULL, 1, SQLGEN_STOP_ADOPTION,
	  "dbmate has applied '3\\x7f\\x0a'" },
	/* A tool is asked for by the whole of its name; what migrates for one only has no owners. */
	{ { "1" }, DBMATE "('1')", "dbmate", NULL, 1, SQLGEN_STOP_NONE, NULL },
	{ { "1" }, DBMATE "('1')", "dbmate2", NULL, 0, SQLGEN_STOP_ADOPTION,
	  "expected a tool whose history can be adopted, found 'dbmate2'" },
	{ { "1" }, DBMATE "('1')", "dbmate:zoo", NULL, 0, SQLGEN_STOP_ADOPTION,
	  "expected a tool whose history can be adopted, found 'dbmate:zoo'" },
	/* A number in the file is a history too where the program's files are named for it. */
	{ { "1", "2" }, DBMATE "('1'); PRAGMA user_version = 2", NULL, "rusqlite", 0, SQLGEN_STOP_ADOPTION,
	  "both dbmate and rusqlite have migrated this database: say which to adopt" },
	{ { "1", "2" }, DBMATE "('1'); PRAGMA user_version = 2", "rusqlite", "rusqlite", 2, SQLGEN_STOP_NONE, NULL },
	/* What has the name of our history is something else. */
	{ { "1" }, DBMATE "('1'); CREATE TABLE sqlgen_migrations (a)", NULL, NULL, 0, SQLGEN_STOP_ADOPTION,
	  "expected 'sqlgen_migrations' to be the history of migrations" },
	{ { NULL }, DBMATE "('1')", NULL, NULL, 0, SQLGEN_STOP_NONE, NULL },
};

static void
test_odd_histories(void)
{
	for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
		struct sqlgen_adoption adoption;
		struct program program;
		int rc;

		program_start(&program, odd[i].versions, odd[i].history);
		program.series.schema.convention = odd[i].convention;
		rc = look(&program, odd[i].adopt, &adoption);
		CHECK_INT(rc, odd[i].said != NULL ? SQLITE_SCHEMA : SQLITE_OK);
		CHECK_INT(adoption.stop, odd[i].stop);
		CHECK_INT(adoption.count, odd[i].count);
		CHECK(odd[i].said == NULL || contains(database_error(&program.db), odd[i].said));
		if (rc != (odd[i].said != NULL ? SQLITE_SCHEMA : SQLITE_OK) || adoption.count != odd[i].count)
			fprintf(stderr, "%s: %s\n", odd[i].history, database_error(&program.db));
		database_end(&program.db);
	}
}

/* Drizzle knows a migration by its hash: one that is unknown behind all of the program's is newer. */
static void
test_a_newer_hash(void)
{
	static const char *const versions[VERSIONS] = { "1", "2" };
	struct sqlgen_adoption adoption;
	struct program program;
	sqlite3 *handle = program_start(&program, versions,
					"CREATE TABLE __drizzle_migrations (id SERIAL, hash text, created_at numeric)");
	char sql[300];

	snprintf(sql, sizeof sql, "INSERT INTO __drizzle_migrations (hash, created_at) VALUES ('%s', 1), ('%s', 2)",
		 program.series.checksums[0], program.series.checksums[1]);
	CHECK_INT(execute(handle, sql), SQLITE_OK);
	CHECK_INT(look(&program, NULL, &adoption), SQLITE_OK);
	CHECK_INT(adoption.count, 2);
	CHECK_INT(execute(handle, "INSERT INTO __drizzle_migrations (hash, created_at) VALUES ('f00', 3)"), SQLITE_OK);
	CHECK_INT(look(&program, NULL, &adoption), SQLITE_SCHEMA);
	CHECK_INT(adoption.stop, SQLGEN_STOP_NEWER);
	CHECK(contains(database_error(&program.db), "drizzle has applied 'f00', which is not among the program's"
						    " migrations: update the program"));
	database_end(&program.db);
}

/* Of a program whose migrations all run again, none has a version that could be behind another's. */
static void
test_a_program_of_repeatables_only(void)
{
	static const char *const versions[VERSIONS] = { "R__v" };
	struct sqlgen_adoption adoption;
	struct program program;

	program_start(&program, versions, DBMATE "('1')");
	program.series.items[0].flags = SQLGEN_REPEATABLE;
	CHECK_INT(look(&program, NULL, &adoption), SQLITE_SCHEMA);
	CHECK_INT(adoption.stop, SQLGEN_STOP_NEWER);
	CHECK(contains(database_error(&program.db), "dbmate has applied '1'"));
	database_end(&program.db);
}

/* Flyway's checksum is of the lines, which may end in a CR alone as on an old Mac. */
static void
test_lines_that_end_in_a_cr(void)
{
	static const char *const versions[VERSIONS] = { "1" };
	static const char *const ends[] = { "\n", "\r\n", "\r", "" };

	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
		struct sqlgen_adoption adoption;
		struct program program;
		sqlite3 *handle = program_start(&program, versions, FLYWAY "(1, '1', 'make', 'SQL', '', -1928321968, 1)");
		char sql[80];

		CHECK_INT(execute(handle, "CREATE TABLE m2 (a)"), SQLITE_OK);
		snprintf(sql, sizeof sql, "CREATE TABLE m1 (a);%sCREATE TABLE m2 (a);%s", ends[i], ends[i]);
		program.series.items[0].sql = sql;
		program.series.items[0].size = strlen(sql);
		CHECK_INT(look(&program, NULL, &adoption), SQLITE_OK);
		CHECK_INT(adoption.count, 1);
		sql[strlen(sql) - strlen(ends[i]) - 1] = ' ';
		CHECK_INT(look(&program, NULL, &adoption), SQLITE_SCHEMA);
		CHECK(contains(database_error(&program.db), "was changed after flyway had applied it"));
		database_end(&program.db);
	}
}

/* A row in the midst of a history that SQLite cannot give. */
static void
test_a_row_that_cannot_be_read(void)
{
	static const char *const versions[VERSIONS] = { "1", "2" };
	struct sqlgen_adoption adoption;
	struct program program;
	sqlite3 *handle = program_start(&program, versions, SQLX "(1, 1, x'00'), (2, 1, zeroblob(2000))");

	sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, 3000);
	CHECK_INT(look(&program, NULL, &adoption), SQLITE_TOOBIG);
	CHECK_STR(database_error(&program.db), "string or blob too big");
	CHECK_INT(adoption.stop, SQLGEN_STOP_ADOPTION);
	database_end(&program.db);
}

static const char sqitch_sql[] =
	"CREATE TABLE changes (change_id TEXT PRIMARY KEY, change TEXT, project TEXT, committed_at DATETIME);"
	"INSERT INTO changes VALUES ('a', 'people', 'zoo', '2024-01-01')";

/* A database and, beside it, the one in which sqitch keeps what it did. */
static void
make_beside(struct scratch *scratch, const char *name, const char *registry)
{
	sqlite3 *handle = NULL;

	scratch_make(scratch);
	snprintf(scratch->path, sizeof scratch->path, "%s/%s", scratch->directory, registry);
	CHECK_INT(sqlite3_open(scratch->path, &handle), SQLITE_OK);
	CHECK_INT(execute(handle, sqitch_sql), SQLITE_OK);
	sqlite3_close(handle);
	snprintf(scratch->path, sizeof scratch->path, "%s/%s", scratch->directory, name);
	CHECK_INT(sqlite3_open(scratch->path, &handle), SQLITE_OK);
	CHECK_INT(execute(handle, "CREATE TABLE t (a)"), SQLITE_OK);
	sqlite3_close(handle);
}

static void
remove_beside(struct scratch *scratch, const char *registry)
{
	scratch_clear(scratch);
	snprintf(scratch->path, sizeof scratch->path, "%s/%s", scratch->directory, registry);
	scratch_remove(scratch);
}

/* What sqlgen_adoption_read says of the database at path. */
static int
look_beside(const char *path, const char *vfs, struct sqlgen_adoption *adoption, char message[SQLGEN_MESSAGE_SIZE])
{
	struct sqlgen_options options = sqlgen_options_default();
	struct series series;
	struct database db;
	int rc;

	memset(&series, 0, sizeof series);
	series_add(&series, "people", "people", "CREATE TABLE t (a)", 0);
	series.schema.convention = "sqitch";
	options.vfs = vfs;
	options.journal_mode = NULL;
	options.migrate = options.check = false;
	CHECK_INT(database_open(&db, path, &options, &series.schema), SQLITE_OK);
	rc = sqlgen_adoption_read(&db.connection, &series.schema, &options, adoption);
	snprintf(message, SQLGEN_MESSAGE_SIZE, "%s", database_error(&db));
	database_end(&db);
	return rc;
}

/* It may have the suffix that the database has. */
static void
test_a_registry_of_the_same_suffix(void)
{
	static const char *const registries[] = { "sqitch.sqlite", "sqitch.db", "other.sqlite" };

	for (size_t i = 0; i < sizeof registries / sizeof *registries; i++) {
		char message[SQLGEN_MESSAGE_SIZE];
		struct sqlgen_adoption adoption;
		struct scratch scratch;

		make_beside(&scratch, "store.v2.sqlite", registries[i]);
		CHECK_INT(look_beside(scratch.path, NULL, &adoption, message), SQLITE_OK);
		CHECK_STR(adoption.tool, i < 2 ? "sqitch:zoo" : "");
		CHECK_INT(adoption.count, i < 2 ? 1 : 0);
		remove_beside(&scratch, registries[i]);
	}
}

/* A change that belongs to no project is none of ours. */
static void
test_a_registry_with_a_change_of_nobody(void)
{
	char message[SQLGEN_MESSAGE_SIZE], registry[80];
	struct sqlgen_adoption adoption;
	struct scratch scratch;
	sqlite3 *handle = NULL;

	make_beside(&scratch, "store", "sqitch");
	snprintf(registry, sizeof registry, "%s/sqitch", scratch.directory);
	CHECK_INT(sqlite3_open(registry, &handle), SQLITE_OK);
	CHECK_INT(execute(handle, "INSERT INTO changes VALUES ('b', 'pets', NULL, '2024-01-02')"), SQLITE_OK);
	sqlite3_close(handle);
	CHECK_INT(look_beside(scratch.path, NULL, &adoption, message), SQLITE_OK);
	CHECK_STR(adoption.tool, "sqitch:zoo");
	remove_beside(&scratch, "sqitch");
}

/* Not every VFS makes a whole path of a name. */
static int
keep_path(sqlite3_vfs *vfs, const char *path, int size, char *out)
{
	(void)vfs;
	snprintf(out, (size_t)size, "%s", path);
	return SQLITE_OK;
}

static void
test_a_registry_beside_a_name_without_a_directory(void)
{
	char message[SQLGEN_MESSAGE_SIZE], before[1024];
	sqlite3_vfs relative = *sqlite3_vfs_find(NULL);
	struct sqlgen_adoption adoption;
	struct scratch scratch;

	make_beside(&scratch, "store", "sqitch");
	CHECK(getcwd(before, sizeof before) != NULL);
	CHECK_INT(chdir(scratch.directory), 0);
	relative.zName = "relative";
	relative.xFullPathname = keep_path;
	sqlite3_vfs_register(&relative, 0);
	CHECK_INT(look_beside("store", "relative", &adoption, message), SQLITE_OK);
	CHECK_STR(adoption.tool, "sqitch:zoo");
	sqlite3_vfs_unregister(&relative);
	CHECK_INT(chdir(before), 0);
	remove_beside(&scratch, "sqitch");
}

/* A program may have asked SQLite to refuse what is opened otherwise than it wants. */
static int
refuse_to_read_only(sqlite3 *handle, const char **message, const struct sqlite3_api_routines *api)
{
	(void)message;
	(void)api;
	return sqlite3_db_readonly(handle, "main") == 1 ? SQLITE_AUTH : SQLITE_OK;
}

static void
test_a_registry_that_cannot_be_opened(void)
{
	char message[SQLGEN_MESSAGE_SIZE];
	struct sqlgen_adoption adoption;
	struct scratch scratch;

	make_beside(&scratch, "store", "sqitch");
	sqlite3_auto_extension((void (*)(void))refuse_to_read_only);
	CHECK_INT(look_beside(scratch.path, NULL, &adoption, message), SQLITE_AUTH);
	CHECK_INT(adoption.stop, SQLGEN_STOP_ADOPTION);
	CHECK_STR(message, "what sqitch has applied cannot be read: authorization denied");
	sqlite3_reset_auto_extension();
	CHECK_INT(look_beside(scratch.path, NULL, &adoption, message), SQLITE_OK);
	CHECK_INT(adoption.count, 1);
	remove_beside(&scratch, "sqitch");
}

int
main(void)
{
	test_odd_histories();
	test_a_newer_hash();
	test_a_program_of_repeatables_only();
	test_lines_that_end_in_a_cr();
	test_a_row_that_cannot_be_read();
	test_a_registry_of_the_same_suffix();
	test_a_registry_with_a_change_of_nobody();
	test_a_registry_beside_a_name_without_a_directory();
	test_a_registry_that_cannot_be_opened();
	return failures != 0;
}
