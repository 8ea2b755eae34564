#include "database.h"

/*
 * Databases that other tools have migrated. The tables are those that each tool makes, with the rows
 * that it writes.
 */

static const char init_sql[] =
	"CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT NOT NULL);\n"
	"CREATE TABLE pets (id INTEGER PRIMARY KEY, owner INTEGER REFERENCES people (id));\n";
static const char born_sql[] = "ALTER TABLE people ADD COLUMN born TEXT;\r\n"
			       "CREATE UNIQUE INDEX people_name ON people (name);\r\n";
static const char more_sql[] = "ALTER TABLE pets ADD COLUMN kind TEXT;";

#define DJANGO                                                                                      \
	"CREATE TABLE django_migrations (id integer NOT NULL PRIMARY KEY AUTOINCREMENT,"            \
	" app varchar(255) NOT NULL, name varchar(255) NOT NULL, applied datetime NOT NULL);"       \
	"INSERT INTO django_migrations (app, name, applied) VALUES"                                 \
	" ('contenttypes', '0001_initial', ''), ('sessions', '0001_init', ''),"                     \
	" ('zoo', '0001_init', ''), ('zoo', '0002_born', '');"
#define GOLANG                                                                                      \
	"CREATE TABLE schema_migrations (version uint64, dirty bool);"                              \
	"CREATE UNIQUE INDEX version_unique ON schema_migrations (version);"
#define DBMATE "CREATE TABLE \"schema_migrations\" (version varchar(128) primary key);"
#define SQLX                                                                                        \
	"CREATE TABLE _sqlx_migrations (version BIGINT PRIMARY KEY, description TEXT NOT NULL,"     \
	" installed_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP, success BOOLEAN NOT NULL,"     \
	" checksum BLOB NOT NULL, execution_time BIGINT NOT NULL);"                                 \
	"INSERT INTO _sqlx_migrations VALUES (1, 'init', '', 1, x'06F08628C0F6A9F6D831FD7C04CEFB4B" \
	"F2AEEE3C3E6115225E07525021623FD008244A1505E2F4945DF48DC10627B76A', 9), (2, 'born', '', 1," \
	" x'866CD022B464B5BDD7E40567F7E41BBEE7F235CC50F3B1AEE4613A8135BA2FFCE76C6D9DABD089267D7003" \
	"AB920F85BE', 9);"
#define FLYWAY                                                                                      \
	"CREATE TABLE \"flyway_schema_history\" (\"installed_rank\" INT NOT NULL PRIMARY KEY,"      \
	" \"version\" VARCHAR(50), \"description\" VARCHAR(200) NOT NULL, \"type\" VARCHAR(20) NOT" \
	" NULL, \"script\" VARCHAR(1000) NOT NULL, \"checksum\" INT, \"installed_by\" VARCHAR(100)" \
	" NOT NULL, \"installed_on\" TEXT NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f','now')),"  \
	" \"execution_time\" INT NOT NULL, \"success\" BOOLEAN NOT NULL);"
#define PRISMA                                                                                      \
	"CREATE TABLE \"_prisma_migrations\" (\"id\" TEXT PRIMARY KEY NOT NULL, \"checksum\" TEXT"  \
	" NOT NULL, \"finished_at\" DATETIME, \"migration_name\" TEXT NOT NULL, \"logs\" TEXT,"     \
	" \"rolled_back_at\" DATETIME, \"started_at\" DATETIME NOT NULL DEFAULT current_timestamp," \
	" \"applied_steps_count\" INTEGER UNSIGNED NOT NULL DEFAULT 0);"                            \
	"INSERT INTO _prisma_migrations VALUES ('a', '69a8df0dd4c0cfa625b348ad3f13818a92872f3e24ef" \
	"08bf78b5420dc63773b8', 1, '1_init', NULL, NULL, 1, 1), ('b', 'ac2e126aabfa0b363f87dda7e9" \
	"147819346dea97489f24ca5af358a63140692a', 2, '2_born', NULL, NULL, 2, 1);"
#define DRIZZLE                                                                                     \
	"CREATE TABLE \"__drizzle_migrations\" (id SERIAL PRIMARY KEY, hash text NOT NULL,"         \
	" created_at numeric);"                                                                     \
	"INSERT INTO __drizzle_migrations (hash, created_at) VALUES ('69a8df0dd4c0cfa625b348ad3f13" \
	"818a92872f3e24ef08bf78b5420dc63773b8', 1700000000000), ('1f2b274156c43ccaeed13989a628aeaa" \
	"72233d52071dcbdbc166aecb5a6780d8', 1700000000001);"
#define KNEX                                                                                        \
	"CREATE TABLE `knex_migrations` (`id` integer not null primary key autoincrement,"          \
	" `name` varchar(255), `batch` integer, `migration_time` datetime);"                        \
	"CREATE TABLE `knex_migrations_lock` (`index` integer not null primary key autoincrement,"  \
	" `is_locked` integer); INSERT INTO knex_migrations_lock (is_locked) VALUES (0);"           \
	"INSERT INTO knex_migrations (name, batch) VALUES ('1_init.js', 1), ('2_born.js', 1);"
#define GOOSE                                                                                       \
	"CREATE TABLE goose_db_version (id INTEGER PRIMARY KEY AUTOINCREMENT, version_id INTEGER"   \
	" NOT NULL, is_applied INTEGER NOT NULL, tstamp TIMESTAMP DEFAULT (datetime('now')));"      \
	"INSERT INTO goose_db_version (version_id, is_applied) VALUES (0, 1), (1, 1), (2, 1);"

static const struct {
	const char *tool, *sql;
} histories[] = {
	{ "goose", GOOSE },
	{ "goose", GOOSE "INSERT INTO goose_db_version (version_id, is_applied)"
			 " VALUES (3, 1), (3, 0), (2, 0), (2, 1)" },
	{ "dbmate", DBMATE "INSERT INTO schema_migrations VALUES ('001'), ('002')" },
	{ "golang-migrate", GOLANG "INSERT INTO schema_migrations VALUES (2, 0)" },
	{ "rails", "CREATE TABLE \"schema_migrations\" (\"version\" varchar NOT NULL PRIMARY KEY);"
		   "CREATE TABLE \"ar_internal_metadata\" (\"key\" varchar NOT NULL PRIMARY KEY,"
		   " \"value\" varchar, \"created_at\" datetime(6), \"updated_at\" datetime(6));"
		   "INSERT INTO schema_migrations VALUES ('1'), ('2')" },
	{ "diesel", "CREATE TABLE __diesel_schema_migrations (version VARCHAR(50) PRIMARY KEY NOT NULL,"
		    " run_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP);"
		    "INSERT INTO __diesel_schema_migrations (version) VALUES ('00000001'), ('00000002')" },
	{ "sqlx", SQLX },
	{ "flyway", FLYWAY "INSERT INTO flyway_schema_history VALUES"
			   " (1, '1', 'init', 'SQL', 'V1__init.sql', 595866498, 'me', '', 3, 1),"
			   " (2, NULL, 'views', 'SQL', 'R__views.sql', 7, 'me', '', 3, 1),"
			   " (3, '02', 'born', 'SQL', 'V02__born.sql', 885867288, 'me', '', 3, 1)" },
	{ "flyway", FLYWAY "INSERT INTO flyway_schema_history VALUES"
			   " (1, '2', '<< Flyway Baseline >>', 'BASELINE', '', NULL, 'me', '', 0, 1),"
			   " (2, '3', 'more', 'SQL', 'V3__more.sql', -243455957, 'me', '', 3, 1),"
			   " (3, '3', 'more', 'UNDO_SQL', 'U3__more.sql', 1, 'me', '', 3, 1)" },
	{ "refinery", "CREATE TABLE refinery_schema_history (version INT4 PRIMARY KEY, name VARCHAR(255),"
		      " applied_on VARCHAR(255), checksum VARCHAR(255)); INSERT INTO refinery_schema_history"
		      " VALUES (1, 'init', '', '1'), (2, 'born', '', '2')" },
	{ "drizzle", DRIZZLE },
	{ "prisma", PRISMA "INSERT INTO _prisma_migrations VALUES"
			   " ('c', '', NULL, '3_more', 'no', 3, 3, 0)" },
	{ "d1", "CREATE TABLE d1_migrations (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE,"
		" applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL);"
		"INSERT INTO d1_migrations (name) VALUES ('0001_init.sql'), ('0002_born.sql')" },
	{ "django:zoo", DJANGO },
	{ "knex", KNEX },
	{ "sql-migrate", "CREATE TABLE \"gorp_migrations\" (\"id\" varchar(255) not null primary key,"
			 " \"applied_at\" datetime);"
			 "INSERT INTO gorp_migrations VALUES ('1_init.sql', ''), ('2_born.sql', '')" },
};

static void
init_series(struct series *series)
{
	memset(series, 0, sizeof *series);
	series_add(series, "1", "init", init_sql, 0);
	series_add(series, "2", "born", born_sql, 0);
	series_add(series, "3", "more", more_sql, 0);
}

/* A database with the first two migrations, as the tool has left it. */
static sqlite3 *
start_with(struct database *db, const char *history)
{
	sqlite3 *handle = database_start(db);

	CHECK_INT(execute(handle, init_sql), SQLITE_OK);
	CHECK_INT(execute(handle, born_sql), SQLITE_OK);
	CHECK_INT(execute(handle, "INSERT INTO people (name) VALUES ('a')"), SQLITE_OK);
	CHECK_INT(execute(handle, history), SQLITE_OK);
	return handle;
}

static int
migrate(struct database *db, const struct series *series, const char *tool,
	struct sqlgen_report *report)
{
	struct sqlgen_options options = sqlgen_options_default();

	options.adopt = tool;
	return sqlgen_migrate(&db->connection, &series->schema, &options, report);
}

static int
add_row(void *context, const struct sqlgen_applied *applied)
{
	char *text = context;

	snprintf(text + strlen(text), 256 - strlen(text), "%s=%s ", applied->version,
		 applied->adopted_from);
	return SQLITE_OK;
}

static void
test_each_history_is_gone_on_from(void)
{
	for (size_t i = 0; i < sizeof histories / sizeof *histories; i++) {
		char history[256] = "", expected[256];
		struct sqlgen_adoption adoption;
		struct sqlgen_report report;
		struct series series;
		struct database db;
		sqlite3 *handle = start_with(&db, histories[i].sql);

		init_series(&series);
		CHECK_INT(sqlgen_adoption_read(&db.connection, &series.schema, NULL, &adoption), SQLITE_OK);
		CHECK_STR(adoption.tool, histories[i].tool);
		CHECK_INT(adoption.count, 2);
		CHECK_INT(number(handle, "SELECT count(*) FROM sqlite_master WHERE name = 'sqlgen_migrations'"),
			  0);
		CHECK_INT(migrate(&db, &series, NULL, &report), SQLITE_OK);
		CHECK_STR(database_error(&db), "not an error");
		CHECK_INT(report.applied, 1);
		CHECK_STR(report.adopted.tool, histories[i].tool);
		CHECK_INT(report.adopted.count, 2);
		CHECK_INT(sqlgen_history(&db.connection, add_row, history), SQLITE_OK);
		snprintf(expected, sizeof expected, "1=%s 2=%s 3= ", histories[i].tool, histories[i].tool);
		CHECK_STR(history, expected);
		CHECK_INT(number(handle, "SELECT count(kind) FROM pets"), 0);
		CHECK_INT(migrate(&db, &series, NULL, &report), SQLITE_OK);
		CHECK_INT(report.adopted.count, 0);
		database_end(&db);
	}
}

/* Nothing is pending: the adoption is committed all the same. Their table stays as it is. */
static void
test_a_database_at_the_last_version(void)
{
	struct sqlgen_report report;
	struct series series;
	struct database db;
	sqlite3 *handle = start_with(&db, DBMATE "INSERT INTO schema_migrations VALUES ('1'), ('2')");

	init_series(&series);
	series.schema.migration_count = 2;
	CHECK_INT(migrate(&db, &series, NULL, &report), SQLITE_OK);
	CHECK_INT(report.applied, 0);
	CHECK_INT(report.adopted.count, 2);
	CHECK_INT(number(handle, "SELECT count(*) FROM sqlgen_migrations"), 2);
	CHECK_INT(number(handle, "SELECT count(*) FROM schema_migrations"), 2);
	CHECK(sqlite3_get_autocommit(handle) != 0);
	database_end(&db);
}

/* Flyway's checksum is an int: this one is below 0. */
static void
test_a_checksum_of_flyway(void)
{
	struct sqlgen_report report;
	struct series series;
	struct database db;
	sqlite3 *handle = start_with(&db, FLYWAY "INSERT INTO flyway_schema_history VALUES"
		" (1, '2', '<< Flyway Baseline >>', 'BASELINE', '', NULL, 'me', '', 0, 1),"
		" (2, '3', 'more', 'SQL', 'V3__more.sql', -243455957, 'me', '', 3, 1)");

	init_series(&series);
	CHECK_INT(execute(handle, more_sql), SQLITE_OK);
	CHECK_INT(migrate(&db, &series, NULL, &report), SQLITE_OK);
	CHECK_INT(report.adopted.count, 3);
	database_end(&db);
}

static const struct {
	const char *history, *adopt, *message;
	enum sqlgen_stop stop;
} refusals[] = {
	{ GOLANG "INSERT INTO schema_migrations VALUES (2, 1)", NULL,
	  "golang-migrate: migration '2' is dirty: mend the database, then 'migrate force'",
	  SQLGEN_STOP_ADOPTION },
	{ GOLANG "INSERT INTO schema_migrations VALUES (4, 0)", NULL,
	  "golang-migrate has applied '4', which is not among the program's migrations: update the program",
	  SQLGEN_STOP_NEWER },
	{ SQLX "UPDATE _sqlx_migrations SET success = 0 WHERE version = 2", NULL,
	  "sqlx: migration '2' failed: mend the database", SQLGEN_STOP_ADOPTION },
	{ SQLX "UPDATE _sqlx_migrations SET checksum = x'00' WHERE version = 2", NULL,
	  "migration 2 (born) was changed after sqlx had applied it", SQLGEN_STOP_ADOPTION },
	{ PRISMA "UPDATE _prisma_migrations SET finished_at = NULL WHERE id = 'b'", NULL,
	  "prisma: migration '2_born' failed: mend the database, then 'prisma migrate resolve' it",
	  SQLGEN_STOP_ADOPTION },
	{ PRISMA "UPDATE _prisma_migrations SET checksum = '' WHERE id = 'a'", NULL,
	  "migration 1 (init) was changed after prisma had applied it", SQLGEN_STOP_ADOPTION },
	{ FLYWAY "INSERT INTO flyway_schema_history VALUES"
		 " (1, '1', 'init', 'SQL', 'V1__init.sql', 595866498, 'me', '', 3, 0)", NULL,
	  "flyway: migration '1' failed: mend the database, then 'flyway repair'", SQLGEN_STOP_ADOPTION },
	{ FLYWAY "INSERT INTO flyway_schema_history VALUES"
		 " (1, '1', 'init', 'SQL', 'V1__init.sql', 595866499, 'me', '', 3, 1)", NULL,
	  "migration 1 (init) was changed after flyway had applied it", SQLGEN_STOP_ADOPTION },
	{ KNEX "UPDATE knex_migrations_lock SET is_locked = 1", NULL,
	  "knex: migration '1_init.js' has left its lock", SQLGEN_STOP_ADOPTION },
	{ KNEX "UPDATE knex_migrations SET name = '2_other.js' WHERE id = 2", NULL,
	  "knex has applied '2_other.js', which is not among the program's migrations: bring its file back",
	  SQLGEN_STOP_ADOPTION },
	{ DRIZZLE "UPDATE __drizzle_migrations SET hash = 'f00' WHERE created_at = 1700000000001", NULL,
	  "drizzle has applied a migration whose hash, 'f00', none of the program's has",
	  SQLGEN_STOP_ADOPTION },
	{ DBMATE "INSERT INTO schema_migrations VALUES ('1'), ('3')", NULL,
	  "dbmate has not applied migration 2 (born), but 3 (more), which comes after it",
	  SQLGEN_STOP_ADOPTION },
	{ DBMATE "INSERT INTO schema_migrations VALUES ('1'), ('2'), ('3'), ('4')", NULL,
	  "dbmate has applied '4', which is not among the program's migrations: update the program",
	  SQLGEN_STOP_NEWER },
	{ DBMATE "INSERT INTO schema_migrations VALUES ('1'), ('2' || char(27) || '[2J')", NULL,
	  "dbmate has applied '2\\x1b[2J'", SQLGEN_STOP_ADOPTION },
	{ DBMATE "INSERT INTO schema_migrations VALUES ('1'), ('2'), ('3')", NULL,
	  "the schema is not what the migrations make that dbmate has applied:"
	  " expected 'column pets.kind TEXT', found none; alter the database or the files until it is",
	  SQLGEN_STOP_ADOPTION },
	{ DBMATE "INSERT INTO schema_migrations VALUES ('1'), ('2');"
		 "DROP TABLE pets; DROP INDEX people_name; ALTER TABLE people DROP COLUMN born",
	  NULL, "found none; and 5 more; alter the database", SQLGEN_STOP_ADOPTION },
	{ DBMATE GOOSE "INSERT INTO schema_migrations VALUES ('1'), ('2')", NULL,
	  "both dbmate and goose have migrated this database: say which to adopt", SQLGEN_STOP_ADOPTION },
	{ DBMATE "INSERT INTO schema_migrations VALUES ('1'), ('2')", "goose",
	  "expected the history of 'goose' in this database, found none", SQLGEN_STOP_ADOPTION },
	{ DJANGO, "django:nobody", "expected the history of 'django:nobody' in this database, found none",
	  SQLGEN_STOP_ADOPTION },
	{ DJANGO, "django:", "expected the history of 'django:' in this database, found none", SQLGEN_STOP_ADOPTION },
	{ DBMATE, "dbmat", "expected a tool whose history can be adopted, found 'dbmat'",
	  SQLGEN_STOP_ADOPTION },
	{ DJANGO "INSERT INTO django_migrations (app, name, applied)"
		 " SELECT 'park', name, '' FROM django_migrations WHERE app = 'zoo'", NULL,
	  "django has migrated this database for several", SQLGEN_STOP_ADOPTION },
};

static void
test_refusals_say_why_and_change_nothing(void)
{
	for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++) {
		struct sqlgen_adoption adoption;
		struct sqlgen_options options = sqlgen_options_default();
		struct sqlgen_report report;
		struct series series;
		struct database db;
		sqlite3 *handle = start_with(&db, refusals[i].history);
		int changes = sqlite3_total_changes(handle);

		init_series(&series);
		options.adopt = refusals[i].adopt;
		CHECK_INT(migrate(&db, &series, refusals[i].adopt, &report), SQLITE_SCHEMA);
		CHECK_INT(report.stop, refusals[i].stop);
		CHECK(contains(database_error(&db), refusals[i].message));
		CHECK_STR(report.reason, database_error(&db));
		CHECK_INT(report.adopted.count, 0);
		CHECK_INT(sqlgen_adoption_read(&db.connection, &series.schema, &options, &adoption),
			  SQLITE_SCHEMA);
		CHECK_INT(adoption.stop, refusals[i].stop);
		CHECK_INT(sqlite3_total_changes(handle), changes);
		CHECK_INT(number(handle, "SELECT count(*) FROM sqlite_master WHERE name = 'sqlgen_migrations'"),
			  0);
		database_end(&db);
	}
}

static void
test_one_of_two_is_chosen(void)
{
	static const char both[] = DBMATE GOOSE DJANGO
		"INSERT INTO schema_migrations VALUES ('1'), ('2'), ('9')";
	static const char *const chosen[] = { "goose", "django:zoo", "django" };

	for (size_t i = 0; i < sizeof chosen / sizeof *chosen; i++) {
		struct sqlgen_report report;
		struct series series;
		struct database db;

		init_series(&series);
		start_with(&db, both);
		CHECK_INT(migrate(&db, &series, chosen[i], &report), SQLITE_OK);
		CHECK_STR(report.adopted.tool, i == 2 ? "django:zoo" : chosen[i]);
		database_end(&db);
	}
}

/* What is no history of a tool, or an empty one, is passed over: the first migration runs. */
static void
test_others_are_passed_over(void)
{
	static const char *const others[] = {
		DBMATE,
		GOLANG,
		"CREATE TABLE schema_migrations (version, applied_by); INSERT INTO schema_migrations VALUES (1, 2)",
		"CREATE VIEW schema_migrations AS SELECT 1 AS version",
		"CREATE TABLE goose_db_version (a)",
		"PRAGMA user_version = 2",
	};

	for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
		struct sqlgen_report report;
		struct series series;
		struct database db;

		init_series(&series);
		start_with(&db, others[i]);
		CHECK_INT(migrate(&db, &series, NULL, &report), SQLITE_ERROR);
		CHECK(contains(database_error(&db), "table people already exists"));
		CHECK_STR(report.adopted.tool, "");
		database_end(&db);
	}
}

/* Zeros before a number mean nothing, on either side; "1.2" is not "1". */
static void
test_versions_are_compared_as_numbers(void)
{
	struct sqlgen_report report;
	struct series series;
	struct database db;

	memset(&series, 0, sizeof series);
	series_add(&series, "001", "init", init_sql, 0);
	series_add(&series, "1.02", "born", born_sql, 0);
	series_add(&series, "1.10", "more", more_sql, 0);
	start_with(&db, DBMATE "INSERT INTO schema_migrations VALUES ('1'), ('01_2')");
	CHECK_INT(migrate(&db, &series, NULL, &report), SQLITE_OK);
	CHECK_INT(report.adopted.count, 2);
	database_end(&db);
	series.items[1].version = "1.1";
	start_with(&db, DBMATE "INSERT INTO schema_migrations VALUES ('1'), ('1.10')");
	CHECK_INT(migrate(&db, &series, NULL, &report), SQLITE_SCHEMA);
	CHECK(contains(database_error(&db), "dbmate has not applied migration 1.1 (born), but 1.10 (more)"));
	database_end(&db);
}

static void
test_a_new_file_has_nothing_to_adopt(void)
{
	struct sqlgen_report report;
	struct series series;
	struct database db;

	init_series(&series);
	database_start(&db);
	CHECK_INT(migrate(&db, &series, "dbmate", &report), SQLITE_OK);
	CHECK_INT(report.applied, 3);
	database_end(&db);
}

static void
test_user_version_counts_where_it_is_meant(void)
{
	static const struct {
		const char *convention, *adopt;
		int version, count;
	} cases[] = {
		{ "rusqlite", NULL, 2, 2 },	  { "sqldelight", NULL, 3, 2 },
		{ NULL, "user_version", 2, 2 },	  { "native", "user_version", 2, 2 },
		{ "native", NULL, 2, 0 },	  { "rusqlite", "none", 2, 0 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct sqlgen_report report;
		struct series series;
		struct database db;
		char pragma[40];

		snprintf(pragma, sizeof pragma, "PRAGMA user_version = %d", cases[i].version);
		init_series(&series);
		series.schema.convention = cases[i].convention;
		start_with(&db, pragma);
		CHECK_INT(migrate(&db, &series, cases[i].adopt, &report),
			  cases[i].count > 0 ? SQLITE_OK : SQLITE_ERROR);
		CHECK_INT(report.adopted.count, cases[i].count);
		CHECK_INT(number(db.connection.handle, "PRAGMA user_version"), cases[i].version);
		database_end(&db);
	}
}

static const char sqitch_sql[] =
	"CREATE TABLE projects (project TEXT PRIMARY KEY);"
	"CREATE TABLE changes (change_id TEXT PRIMARY KEY, script_hash TEXT NULL UNIQUE,"
	" change TEXT NOT NULL, project TEXT NOT NULL, note TEXT NOT NULL DEFAULT '',"
	" committed_at DATETIME NOT NULL, UNIQUE(project, script_hash));"
	"INSERT INTO changes VALUES ('a', 'x', 'people', 'zoo', '', '2024-01-01 00:00:00'),"
	" ('b', 'y', 'born', 'zoo', '', '2024-01-01 00:00:00')";

/* The registry is a file of its own beside the database; a change that comes twice has a tag behind it. */
static void
test_sqitch_keeps_its_history_beside(void)
{
	static const char *const registries[] = { "sqitch", "sqitch.db" };

	for (size_t i = 0; i < sizeof registries / sizeof *registries; i++) {
		struct sqlgen_options options = sqlgen_options_default();
		struct sqlgen_connection registry;
		struct scratch scratch;
		struct series series;
		struct database db;
		char path[128];

		memset(&series, 0, sizeof series);
		series_add(&series, "people@v1", "people@v1", init_sql, 0);
		series_add(&series, "born", "born", born_sql, 0);
		series_add(&series, "people", "people", more_sql, 0);
		series.schema.convention = "sqitch";
		options.journal_mode = NULL;
		options.migrate = options.check = false;
		scratch_make(&scratch);
		snprintf(path, sizeof path, "%s/%s", scratch.directory, registries[i]);
		CHECK_INT(sqlgen_open(&registry, path, &options, NULL, NULL, 0), SQLITE_OK);
		CHECK_INT(execute(registry.handle, sqitch_sql), SQLITE_OK);
		CHECK_INT(sqlgen_close(&registry), SQLITE_OK);
		CHECK_INT(database_open(&db, scratch.path, &options, NULL), SQLITE_OK);
		CHECK_INT(execute(db.connection.handle, init_sql), SQLITE_OK);
		CHECK_INT(execute(db.connection.handle, born_sql), SQLITE_OK);
		database_end(&db);
		options.migrate = true;
		CHECK_INT(database_open(&db, scratch.path, &options, &series.schema), SQLITE_OK);
		CHECK_INT(number(db.connection.handle, "SELECT count(*) FROM sqlgen_migrations"
						       " WHERE adopted_from = 'sqitch:zoo'"), 2);
		CHECK_INT(number(db.connection.handle, "SELECT count(*) FROM sqlgen_migrations"), 3);
		database_end(&db);
		remove(path);
		scratch_remove(&scratch);
	}
}

static int
count_open(sqlite3 *handle, void *context)
{
	int *count = context;

	(void)handle;
	++*count;
	return SQLITE_OK;
}

/* The database in memory is the program's too; one that is refused keeps its journal mode. */
static void
test_opening_adopts(void)
{
	struct sqlgen_options options = sqlgen_options_default();
	struct scratch scratch;
	struct series series;
	struct database db;
	int opened = 0;

	init_series(&series);
	scratch_make(&scratch);
	options.journal_mode = NULL;
	options.migrate = options.check = false;
	CHECK_INT(database_open(&db, scratch.path, &options, NULL), SQLITE_OK);
	CHECK_INT(execute(db.connection.handle, init_sql), SQLITE_OK);
	CHECK_INT(execute(db.connection.handle,
			  DBMATE "INSERT INTO schema_migrations VALUES ('1'), ('2')"), SQLITE_OK);
	database_end(&db);
	CHECK_INT(database_open(&db, scratch.path, NULL, &series.schema), SQLITE_SCHEMA);
	CHECK(contains(database_error(&db), "expected 'column people.born TEXT', found none"));
	CHECK_INT(database_open(&db, scratch.path, &options, NULL), SQLITE_OK);
	CHECK_INT(number(db.connection.handle, "SELECT count(*) FROM pragma_journal_mode"
					       " WHERE journal_mode = 'delete'"), 1);
	CHECK_INT(execute(db.connection.handle, born_sql), SQLITE_OK);
	database_end(&db);
	options = sqlgen_options_default();
	options.on_open = count_open;
	options.context = &opened;
	CHECK_INT(database_open(&db, scratch.path, &options, &series.schema), SQLITE_OK);
	CHECK(opened > 1);
	CHECK_INT(number(db.connection.handle, "SELECT count(*) FROM sqlgen_migrations"), 3);
	database_end(&db);
	scratch_remove(&scratch);
}

int
main(void)
{
	test_each_history_is_gone_on_from();
	test_a_database_at_the_last_version();
	test_a_checksum_of_flyway();
	test_refusals_say_why_and_change_nothing();
	test_one_of_two_is_chosen();
	test_others_are_passed_over();
	test_versions_are_compared_as_numbers();
	test_a_new_file_has_nothing_to_adopt();
	test_user_version_counts_where_it_is_meant();
	test_sqitch_keeps_its_history_beside();
	test_opening_adopts();
	return failures != 0;
}
