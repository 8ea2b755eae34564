#include "workload.h"

#include "migrations.h"

static const char *const versions[WORKLOAD_LONG] = { "1", "2", "3", "4",  "5",  "6",
						      "7", "8", "9", "10", "11", "12" };

const struct configuration configurations[CONFIGURATIONS] = {
	{ "DELETE", true },    { "WAL", true },    { "DELETE", false },  { "WAL", false },
	{ "TRUNCATE", true },  { "PERSIST", true }, { "TRUNCATE", false }, { "PERSIST", false },
};

static const char old_table[] =
	"PRAGMA synchronous = OFF;"
	"CREATE TABLE old (id INTEGER PRIMARY KEY, note TEXT);"
	"INSERT INTO old VALUES (1, 'kept'), (2, NULL), (3, x'00ff');";

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
		char *sql = sqlite3_mprintf("SELECT * FROM \"%w\" ORDER BY 1, 2",
					    sqlite3_column_text(stmt, 0));

		hash = sql != NULL ? hash_rows(hash, handle, sql) : 0;
		sqlite3_free(sql);
		rc = SQLITE_OK;
	}
	sqlite3_finalize(stmt);
	return rc == SQLITE_DONE ? hash : 0;
}

/* As the migrations are to be understood: one after another, foreign keys put aside. */
static void
make_digests(struct workload *workload, int count)
{
	sqlite3 *handle = NULL;

	CHECK_INT(sqlite3_open(":memory:", &handle), SQLITE_OK);
	if (workload->is_old)
		CHECK_INT(execute(handle, old_table), SQLITE_OK);
	workload->digests[0] = workload_digest(handle);
	for (int i = 0; i < count; i++) {
		if ((migrations[i].flags & SQLGEN_IF_MISSING) == 0)
			CHECK_INT(execute(handle, migrations[i].sql), SQLITE_OK);
		else
			CHECK_INT(execute(handle, "CREATE INDEX files_post ON files(post);"), SQLITE_OK);
		workload->digests[i + 1] = workload_digest(handle);
		CHECK(workload->digests[i + 1] != 0);
	}
	sqlite3_close(handle);
}

void
workload_init(struct workload *workload, const struct configuration *configuration, int count)
{
	memset(workload, 0, sizeof *workload);
	workload->journal_mode = configuration->journal_mode;
	workload->is_old = configuration->is_old;
	for (int i = 0; i < count; i++)
		series_add(&workload->series, versions[i], migrations[i].name, migrations[i].sql,
			   migrations[i].flags);
	make_digests(workload, count);
	if (failures > 0)
		fault_exception("expected the migrations to run in plain SQLite, found that they do not");
}

void
workload_prepare(const struct workload *workload)
{
	sqlite3 *handle = NULL;

	if (!workload->is_old)
		return;
	CHECK_INT(sqlite3_open_v2(workload->path, &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
				  workload->checking_vfs),
		  SQLITE_OK);
	CHECK_INT(execute(handle, old_table), SQLITE_OK);
	CHECK_INT(sqlite3_close(handle), SQLITE_OK);
}

/* So few pages that SQLite writes in the midst of a transaction too. */
static struct sqlgen_options
options_of(const struct workload *workload)
{
	struct sqlgen_options options = sqlgen_options_default();

	options.journal_mode = workload->journal_mode;
	options.vfs = workload->vfs;
	options.cache_size = 8;
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
	if (outcome.rc == SQLITE_OK) {
		outcome.is_open = true;
		outcome.rc = sqlgen_migrate(&db.connection, &workload->series.schema, &options,
					    &outcome.report);
	}
	snprintf(outcome.message, sizeof outcome.message, "%s", database_error(&db));
	closed = sqlgen_close(&db.connection);
	if (closed != SQLITE_OK)
		fault_exception("expected sqlgen_close to be SQLITE_OK, found %d (%s)", closed,
				database_error(&db));
	outcome.leaked = (long)(sqlite3_memory_used() - used);
	return outcome;
}

static bool
says(const struct outcome *outcome, const char *part)
{
	return strstr(outcome->message, part) != NULL;
}

void
workload_check_outcome(const struct workload *workload, const struct outcome *outcome, int version)
{
	size_t all = workload->series.schema.migration_count;
	const struct sqlgen_report *report = &outcome->report;

	if (outcome->leaked != 0)
		fault_exception("expected nothing to leak, found %ld bytes", outcome->leaked);
	if (outcome->rc != SQLITE_OK &&
	    (outcome->message[0] == '\0' || says(outcome, "not an error")))
		fault_exception("expected a sentence for code %d, found '%s'", outcome->rc,
				outcome->message);
	if (!outcome->is_open || version < 0)
		return;
	if ((outcome->rc == SQLITE_OK) != (report->stop == SQLGEN_STOP_NONE))
		fault_exception("expected a stop exactly with an error, found code %d and stop %d",
				outcome->rc, report->stop);
	if (outcome->rc == SQLITE_OK && (size_t)version != all)
		fault_exception("expected version %d after SQLITE_OK, found %d", (int)all, version);
	if (report->applied > (size_t)version ||
	    (report->applied < (size_t)version && !says(outcome, "could not be read") &&
	     !says(outcome, "may be applied")))
		fault_exception("expected %d migrations to be reported as applied, found %d: %s", version,
				(int)report->applied, outcome->message);
	if (outcome->rc != SQLITE_OK && report->applied == all && !says(outcome, "applied"))
		fault_exception("expected the sentence to say that all is applied, found '%s'",
				outcome->message);
}

static sqlite3 *
open_to_check(const struct workload *workload)
{
	sqlite3 *handle = NULL;
	int rc = sqlite3_open_v2(workload->path, &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
				 workload->checking_vfs);

	if (rc != SQLITE_OK)
		fault_exception("expected the file to open, found %s", sqlite3_errmsg(handle));
	sqlite3_busy_timeout(handle, 10000);
	return handle;
}

void
workload_recover(const struct workload *workload)
{
	sqlite3 *handle = open_to_check(workload);

	if (number(handle, "SELECT count(*) FROM sqlite_master") < 0)
		fault_exception("expected the file to be read, found %s", sqlite3_errmsg(handle));
	if (sqlite3_close(handle) != SQLITE_OK)
		fault_exception("expected the file to close, found that it does not");
}

/* The version that the history says, if it has the first of the migrations and no others, in order. */
static int
history_version(const struct workload *workload, sqlite3 *handle)
{
	sqlite3_stmt *stmt = NULL;
	int version = 0, rc;

	if (number(handle, "SELECT count(*) FROM sqlite_master WHERE name = '" SQLGEN_HISTORY_TABLE "'") == 0)
		return 0;
	rc = sqlite3_prepare_v2(handle, "SELECT version, checksum FROM " SQLGEN_HISTORY_TABLE " ORDER BY id",
				-1, &stmt, NULL);
	while (rc == SQLITE_OK && (rc = sqlite3_step(stmt)) == SQLITE_ROW) {
		const struct sqlgen_migration *migration = &workload->series.items[version++];

		rc = SQLITE_CORRUPT;
		if ((size_t)version <= workload->series.schema.migration_count &&
		    strcmp((const char *)sqlite3_column_text(stmt, 0), migration->version) == 0 &&
		    strcmp((const char *)sqlite3_column_text(stmt, 1), migration->checksum) == 0)
			rc = SQLITE_OK;
	}
	sqlite3_finalize(stmt);
	if (rc == SQLITE_DONE)
		return version;
	fault_exception("expected the history to be that of the migrations, found %s at its row %d",
			rc == SQLITE_CORRUPT ? "another" : sqlite3_errmsg(handle), version);
	return -1;
}

int
workload_version(const struct workload *workload, int acknowledged)
{
	sqlite3 *handle = open_to_check(workload);
	int version = history_version(workload, handle);

	if (version >= 0 && version < acknowledged) {
		fault_exception("expected version %d, which was reported as done, found %d",
				acknowledged, version);
		version = -1;
	}
	if (version >= 0 && workload_digest(handle) != workload->digests[version]) {
		fault_exception("expected the schema and rows of version %d, found others", version);
		version = -1;
	}
	if (number(handle, "SELECT integrity_check = 'ok' FROM pragma_integrity_check") != 1)
		fault_exception("expected integrity_check to say ok, found that it does not");
	if (number(handle, "SELECT count(*) FROM pragma_foreign_key_check") != 0)
		fault_exception("expected no violated foreign key, found some");
	if (sqlite3_close(handle) != SQLITE_OK)
		fault_exception("expected the file to close, found that it does not");
	return version;
}

int
workload_check(const struct workload *workload, int acknowledged)
{
	int all = (int)workload->series.schema.migration_count;
	int version = workload_version(workload, acknowledged);
	struct workload next = *workload;
	struct outcome outcome;

	if (version < 0)
		return version;
	next.vfs = workload->checking_vfs;
	next.most_pages = 0;
	outcome = workload_run(&next, NULL, NULL);
	if (outcome.rc != SQLITE_OK)
		fault_exception("expected the next run to complete, found %s", outcome.message);
	if (outcome.report.applied != (size_t)(all - version))
		fault_exception("expected the next run to apply %d migrations, found %d", all - version,
				(int)outcome.report.applied);
	workload_version(workload, all);
	return version;
}
