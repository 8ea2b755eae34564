#include "workload.h"

#include "migrations.h"

static const char *const versions[WORKLOAD_LONG] = { "1", "2", "3", "4",  "5",  "6",
						      "7", "8", "9", "10", "11", "12" };

const struct configuration configurations[ALL_CONFIGURATIONS] = {
	{ "DELETE", true, MIGRATE, 0 },      { "WAL", true, MIGRATE, 0 },
	{ "DELETE", false, MIGRATE, 0 },     { "WAL", false, MIGRATE, 0 },
	{ "TRUNCATE", true, MIGRATE, 0 },    { "PERSIST", true, MIGRATE, 0 },
	{ "TRUNCATE", false, MIGRATE, 0 },   { "PERSIST", false, MIGRATE, 0 },
	{ "DELETE", true, ROLL_BACK, 0 },    { "WAL", true, ROLL_BACK, 0 },
	{ "DELETE", true, RUN_HOOKS, 0 },    { "WAL", true, RUN_HOOKS, 0 },
	{ "DELETE", true, ADOPT, 0 },        { "WAL", true, ADOPT, 0 },
	{ "DELETE", true, MIGRATE, 512 },    { "WAL", true, MIGRATE, 512 },
	{ "DELETE", true, MIGRATE, 65536 },  { "WAL", true, MIGRATE, 65536 },
};

static const char old_table[] =
	"PRAGMA synchronous = OFF;"
	"CREATE TABLE old (id INTEGER PRIMARY KEY, note TEXT);"
	"INSERT INTO old VALUES (1, 'kept'), (2, NULL), (3, x'00ff');";

/* The history of a tool that has run the first migrations. */
enum { ADOPTED = 3 };
static const char tool_table[] =
	"CREATE TABLE \"schema_migrations\" (version varchar(128) primary key);"
	"INSERT INTO schema_migrations VALUES ('1'), ('2'), ('3');";

/* Of some migrations, when hooks are the task. */
static int
run_hook(sqlite3 *handle)
{
	return sqlite3_exec(handle,
			    "UPDATE authors SET legacy = 'hook ' || id;"
			    "INSERT INTO log (what) SELECT 'hook ' || title FROM posts",
			    NULL, NULL, NULL);
}

static bool
has_hook(const struct workload *workload, int migration)
{
	return workload->task == RUN_HOOKS && (migration == 1 || migration == 3);
}

static uint64_t
hash_bytes(uint64_t hash, const void *bytes, size_t size)
{
	const unsigned char *at = bytes;

	for (size_t i = 0; i < size; i++)
		hash = (hash ^ at[i]) * 0x100000001b3u;
	return hash;
}

/* All rows of a query, each value with its type. 0: an error. */
static uint64_t
hash_rows(uint64_t hash, sqlite3 *handle, const char *sql)
{
	sqlite3_stmt *stmt = NULL;
	int rc = sqlite3_prepare_v2(handle, sql, -1, &stmt, NULL);

	while (rc == SQLITE_OK && (rc = sqlite3_step(stmt)) == SQLITE_ROW) {
		for (int i = 0; i < sqlite3_column_count(stmt); i++) {
			char type = (char)sqlite3_column_type(stmt, i);

			hash = hash_bytes(hash, &type, 1);
			if (type != SQLITE_NULL)
				hash = hash_bytes(hash, sqlite3_column_blob(stmt, i),
						  (size_t)sqlite3_column_bytes(stmt, i));
		}
		hash = hash_bytes(hash, "\n", 1);
		rc = SQLITE_OK;
	}
	sqlite3_finalize(stmt);
	return rc == SQLITE_DONE ? hash : 0;
}

uint64_t
workload_digest(sqlite3 *handle)
{
	static const char tables[] =
		"SELECT name FROM sqlite_master WHERE type = 'table' AND name <> '" SQLGEN_HISTORY_TABLE "'"
		" AND name NOT LIKE 'sqlite_stat%' ORDER BY name";
	uint64_t hash = hash_rows(0xcbf29ce484222325u, handle,
				  "SELECT type, name, tbl_name, sql FROM sqlite_master"
				  " WHERE tbl_name <> '" SQLGEN_HISTORY_TABLE "' ORDER BY type, name");
	sqlite3_stmt *stmt = NULL;
	int rc = sqlite3_prepare_v2(handle, tables, -1, &stmt, NULL);

	while (rc == SQLITE_OK && hash != 0 && (rc = sqlite3_step(stmt)) == SQLITE_ROW) {
		char *sql = sqlite3_mprintf("SELECT *, 1 FROM \"%w\" ORDER BY 1, 2",
					    sqlite3_column_text(stmt, 0));

		hash = sql != NULL ? hash_rows(hash, handle, sql) : 0;
		sqlite3_free(sql);
		rc = SQLITE_OK;
	}
	sqlite3_finalize(stmt);
	return rc == SQLITE_DONE ? hash : 0;
}

/* One migration, as it is to be understood. */
static int
run_plainly(const struct workload *workload, sqlite3 *handle, int migration)
{
	int rc;

	if ((migrations[migration].flags & SQLGEN_IF_MISSING) == 0)
		rc = execute(handle, migrations[migration].sql);
	else
		rc = execute(handle, "CREATE INDEX files_post ON files(post);");
	return rc == SQLITE_OK && has_hook(workload, migration) ? run_hook(handle) : rc;
}

static void
make_digest(struct workload *workload, sqlite3 *handle, int version)
{
	workload->digests[version] = workload_digest(handle);
	CHECK(workload->digests[version] != 0);
}

/* One migration after another, and back if that is the task, foreign keys put aside. */
static void
make_digests(struct workload *workload, int count)
{
	sqlite3 *handle = NULL;

	CHECK_INT(sqlite3_open(":memory:", &handle), SQLITE_OK);
	if (workload->is_old)
		CHECK_INT(execute(handle, old_table), SQLITE_OK);
	if (workload->task == ADOPT)
		CHECK_INT(execute(handle, tool_table), SQLITE_OK);
	make_digest(workload, handle, 0);
	for (int i = 0; i < count; i++) {
		CHECK_INT(run_plainly(workload, handle, i), SQLITE_OK);
		make_digest(workload, handle, i + 1);
	}
	for (int i = count; i > workload->to; i--) {
		CHECK_INT(execute(handle, downs[i - 1]), SQLITE_OK);
		make_digest(workload, handle, i - 1);
	}
	sqlite3_close(handle);
}

static void
add_migration(struct workload *workload, int i)
{
	struct series *series = &workload->series;

	series_add(series, versions[i], migrations[i].name, migrations[i].sql, migrations[i].flags);
	if (workload->task == ROLL_BACK)
		series->items[i].down = downs[i];
	if (has_hook(workload, i)) {
		series->items[i].flags |= SQLGEN_HOOK;
		series->items[i].hook = run_hook;
	}
}

void
workload_init(struct workload *workload, const struct configuration *configuration, int count)
{
	memset(workload, 0, sizeof *workload);
	workload->journal_mode = configuration->journal_mode;
	workload->is_old = configuration->is_old;
	workload->task = configuration->task;
	workload->page_size = configuration->page_size;
	if (workload->task != MIGRATE)
		count = WORKLOAD_SHORT;
	workload->from = workload->task == ROLL_BACK ? count
			 : workload->task == ADOPT   ? ADOPTED
						     : 0;
	workload->to = workload->task == ROLL_BACK ? 0 : count;
	for (int i = 0; i < count; i++)
		add_migration(workload, i);
	make_digests(workload, count);
	if (failures > 0)
		fault_exception("expected the migrations to run in plain SQLite, found that they do not");
}

int
workload_steps(const struct workload *workload)
{
	return abs(workload->to - workload->from);
}

bool
workload_takes(long configuration, long count)
{
	return fault_takes(FAULT_CASE, configuration) &&
	       (fault.is_long || configurations[configuration].page_size == 0) &&
	       (configuration < count || configuration >= CONFIGURATIONS);
}

/* All migrations, by the runner. */
static void
prepare_migrated(const struct workload *workload)
{
	struct workload before = *workload;

	before.task = MIGRATE;
	before.from = 0;
	before.to = workload->from;
	before.vfs = workload->checking_vfs;
	if (workload_run(&before, NULL, NULL).rc != SQLITE_OK)
		fault_exception("expected an undisturbed run to succeed, found that it does not");
}

void
workload_prepare(const struct workload *workload)
{
	sqlite3 *handle = NULL;
	char page_size[48];

	if (!workload->is_old)
		return;
	snprintf(page_size, sizeof page_size, "PRAGMA page_size = %d", workload->page_size);
	CHECK_INT(sqlite3_open_v2(workload->path, &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
				  workload->checking_vfs),
		  SQLITE_OK);
	CHECK_INT(execute(handle, page_size), SQLITE_OK);
	CHECK_INT(execute(handle, old_table), SQLITE_OK);
	if (workload->task == ADOPT) {
		CHECK_INT(execute(handle, tool_table), SQLITE_OK);
		for (int i = 0; i < workload->from; i++)
			CHECK_INT(run_plainly(workload, handle, i), SQLITE_OK);
	}
	CHECK_INT(sqlite3_close(handle), SQLITE_OK);
	if (workload->task == ROLL_BACK)
		prepare_migrated(workload);
}

/* So few pages that SQLite writes in the midst of a transaction too. */
static struct sqlgen_options
options_of(const struct workload *workload)
{
	struct sqlgen_options options = sqlgen_options_default();

	options.journal_mode = workload->journal_mode;
	options.vfs = workload->vfs;
	options.cache_size = 8;
	options.allow_loss = workload->task == ROLL_BACK;
	options.check = false;
	return options;
}

/* What the callbacks of a run need. */
struct run {
	void (*acknowledge)(void *context);
	void *context;
	int most_pages;
};

static int
limit_pages(sqlite3 *handle, void *context)
{
	const struct run *run = context;
	char sql[64];

	snprintf(sql, sizeof sql, "PRAGMA max_page_count = %d", run->most_pages);
	return sqlite3_exec(handle, sql, NULL, NULL, NULL);
}

static int
report_progress(void *context, const struct sqlgen_progress *progress)
{
	const struct run *run = context;

	if (progress->offset == progress->migration->size && run->acknowledge != NULL)
		run->acknowledge(run->context);
	return 0;
}

struct outcome
workload_run(const struct workload *workload, void (*acknowledge)(void *context), void *context)
{
	struct run run = { acknowledge, context, workload->most_pages };
	struct sqlgen_options options = options_of(workload);
	sqlite3_int64 used = sqlite3_memory_used();
	struct outcome outcome;
	struct database db;
	int closed;

	memset(&outcome, 0, sizeof outcome);
	options.on_progress = report_progress;
	options.context = &run;
	if (workload->most_pages > 0)
		options.on_open = limit_pages;
	options.migrate = false;
	outcome.rc = database_open(&db, workload->path, &options, &workload->series.schema);
	outcome.is_open = outcome.rc == SQLITE_OK;
	if (outcome.is_open && workload->task == ROLL_BACK)
		outcome.rc =
			sqlgen_rollback_to(&db.connection, NULL, NULL, &options, &outcome.report);
	else if (outcome.is_open)
		outcome.rc = sqlgen_migrate(&db.connection, &workload->series.schema, &options,
					    &outcome.report);
	snprintf(outcome.message, sizeof outcome.message, "%s", database_error(&db));
	closed = sqlgen_close(&db.connection);
	if (closed != SQLITE_OK)
		fault_exception("expected sqlgen_close to be SQLITE_OK, found %d (%s)", closed,
				database_error(&db));
	outcome.leaked = (long)(sqlite3_memory_used() - used);
	return outcome;
}
