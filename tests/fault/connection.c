#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "db.h"
#include "rows.h"
#include "trial.h"

/* Trials of what works on the connection. Each leaves it without a transaction. */

static bool
is_in_transaction(const struct db *db)
{
	return !sqlite3_get_autocommit(db->handle);
}

static int
try_begin_by(struct db *db, int (*begin)(struct db *))
{
	int rc;

	window_open();
	rc = begin(db);
	window_close();
	CHECK_INT(is_in_transaction(db), rc == SQLITE_OK);
	if (rc == SQLITE_OK)
		CHECK_INT(db_rollback(db), SQLITE_OK);
	return rc;
}

static int
try_begin(struct db *db)
{
	return try_begin_by(db, db_begin);
}

static int
try_begin_read(struct db *db)
{
	return try_begin_by(db, db_begin_read);
}

static int
try_begin_inside(struct db *db)
{
	int rc;

	CHECK_INT(db_begin(db), SQLITE_OK);
	window_open();
	rc = db_begin(db);
	window_close();
	if (rc == SQLITE_OK) {
		CHECK_INT(db_commit(db), SQLITE_OK);
		CHECK(is_in_transaction(db));
	}
	CHECK_INT(db_rollback(db), SQLITE_OK);
	CHECK(!is_in_transaction(db));
	return rc;
}

/* Ends the innermost of depth transactions, and if that failed, does it again. */
static int
try_end(struct db *db, int depth, int (*end)(struct db *))
{
	int rc;

	for (int i = 0; i < depth; i++)
		CHECK_INT(db_begin(db), SQLITE_OK);
	execute(db->handle, "CREATE TABLE more (a)");
	window_open();
	rc = end(db);
	window_close();
	if (rc != SQLITE_OK && is_in_transaction(db))
		CHECK_INT(end(db), SQLITE_OK);
	for (int i = 1; i < depth; i++)
		CHECK_INT(db_rollback(db), SQLITE_OK);
	CHECK(!is_in_transaction(db));
	execute(db->handle, "DROP TABLE IF EXISTS more");
	return rc;
}

static int
try_commit(struct db *db)
{
	return try_end(db, 1, db_commit);
}

static int
try_commit_inside(struct db *db)
{
	return try_end(db, 2, db_commit);
}

static int
try_rollback(struct db *db)
{
	return try_end(db, 1, db_rollback);
}

static int
try_rollback_inside(struct db *db)
{
	return try_end(db, 2, db_rollback);
}

/* Of a migration: called where the whole of them runs. */
int
db_hook_3(sqlite3 *handle)
{
	return sqlite3_exec(handle, "INSERT INTO log VALUES ('three')", NULL, NULL, NULL);
}

static int
try_migrate(struct db *db)
{
	int rc;

	window_open();
	rc = db_migrate(db, NULL, NULL);
	window_close();
	return rc;
}

static int
count_finding(void *context, const struct sqlgen_finding *finding)
{
	int *count = context;

	CHECK(finding->text[0] != '\0');
	++*count;
	return SQLITE_OK;
}

/* Out of memory is no finding about the database, which is whole. */
static int
try_verify(struct db *db)
{
	int rc, found = 0;

	window_open();
	rc = db_verify(db, count_finding, &found);
	window_close();
	CHECK(rc == SQLITE_OK || rc == SQLITE_NOMEM);
	CHECK_INT(found, 0);
	return rc;
}

/* A foreign key fails, is looked for, and is either found or left unnamed. */
static int
try_violated(struct db *db)
{
	struct item row = new_item("uuid of an orphan", 4711, 0.5, some_blob(0));
	int rc;

	window_open();
	rc = insert_item(db, &row);
	window_close();
	if (rc == SQLITE_NOMEM) {
		CHECK_INT(db_violated(db), DB_NO_CONSTRAINT);
		return rc;
	}
	CHECK_INT(rc & 0xff, SQLITE_CONSTRAINT);
	CHECK(db_violated(db) == DB_FK_ITEMS_OWNER_ID || db_violated(db) == DB_FK);
	return SQLITE_OK;
}

/* The statement that was not used for longest makes room for the last. */
static int
try_patches(struct db *db)
{
	struct item row = some_item(STORED);
	int rc = SQLITE_OK;

	window_open();
	for (int i = 0; i <= SQLGEN_PATCHES && rc == SQLITE_OK; i++) {
		struct item_columns columns = { .score = i & 1, .weight = i & 2, .digest = i & 4,
						.payload = i & 8, .price = i & 16, .day = i & 32 };

		rc = patch_item(db, &row, columns);
	}
	window_close();
	return rc;
}

static int64_t
stored_items(struct db *db)
{
	int64_t count = -1;

	CHECK_INT(count_items(db, &count), SQLITE_OK);
	return count;
}

/* What fails within the program's own transaction is undone by itself, or ends it. */
static int
check_undone(struct db *db, int rc, int64_t before, int added)
{
	if (is_in_transaction(db))
		CHECK_INT(stored_items(db), before + (rc == SQLITE_OK ? added : 0));
	else
		CHECK(rc != SQLITE_OK);
	CHECK_INT(db_rollback(db), SQLITE_OK);
	CHECK_INT(stored_items(db), before);
	return rc;
}

/* Keys that no item has. */
static void
set_free(struct item *row, const char *name)
{
	row->id = 0;
	row->uuid = row->nick = name;
	row->has_rank = false;
}

static int
try_insert_all_inside(struct db *db)
{
	int64_t before = stored_items(db);
	struct item rows[] = { some_item(STORED), some_item(STORED) };
	int rc;

	set_free(&rows[0], "one more");
	set_free(&rows[1], "and one");
	CHECK_INT(db_begin(db), SQLITE_OK);
	window_open();
	rc = insert_all_items(db, rows, 2);
	window_close();
	return check_undone(db, rc, before, 2);
}

static int
try_returning_inside(struct db *db)
{
	int64_t before = stored_items(db);
	struct item row = some_item(STORED), *stored = NULL;
	int rc;

	set_free(&row, "one more");
	CHECK_INT(db_begin(db), SQLITE_OK);
	window_open();
	rc = insert_item_returning(db, &row, &stored);
	window_close();
	CHECK((rc == SQLITE_OK) == (stored != NULL));
	free(stored);
	return check_undone(db, rc, before, 1);
}

/* What a connection of its own said, as if db had said it. */
static int
say(struct db *db, int rc, const struct db *own)
{
	return rc == SQLITE_OK ? rc : sqlgen_fail(&db->connection, rc, "%s", db_error(own));
}

static int
try_open_path(struct db *db, const char *path)
{
	struct db own;
	int rc;

	window_open();
	rc = db_open(&own, path, NULL);
	window_close();
	say(db, rc, &own);
	CHECK_INT(db_close(&own), SQLITE_OK);
	return rc;
}

static int
try_open(struct db *db)
{
	return try_open_path(db, ":memory:");
}

static int
try_open_file(struct db *db)
{
	char path[64], beside[80];
	int rc;

	snprintf(path, sizeof path, "trial-%ld.db", (long)getpid());
	rc = try_open_path(db, path);
	unlink(path);
	snprintf(beside, sizeof beside, "%s-wal", path);
	unlink(beside);
	snprintf(beside, sizeof beside, "%s-shm", path);
	unlink(beside);
	return rc;
}

static int
try_attach(struct db *db)
{
	struct db own;
	sqlite3 *handle;
	int rc;

	CHECK_INT(sqlite3_open(":memory:", &handle), SQLITE_OK);
	window_open();
	rc = db_attach(&own, handle, NULL);
	window_close();
	say(db, rc, &own);
	CHECK_INT(db_close(&own), SQLITE_OK);
	CHECK_INT(sqlite3_close(handle), SQLITE_OK);
	return rc;
}

static int
try_close(struct db *db)
{
	struct db own;
	int rc;

	open_copy(&own);
	CHECK_INT(db_begin(&own), SQLITE_OK);
	window_open();
	rc = db_close(&own);
	window_close();
	say(db, rc, &own);
	CHECK_INT(db_close(&own), SQLITE_OK);
	return rc;
}

static const struct trial trials[] = {
	{ "db_begin", try_begin, false },
	{ "db_begin, inside another", try_begin_inside, false },
	{ "db_begin_read", try_begin_read, false },
	{ "db_commit", try_commit, false },
	{ "db_commit, inside another", try_commit_inside, false },
	{ "db_rollback", try_rollback, false },
	{ "db_rollback, inside another", try_rollback_inside, false },
	{ "db_migrate", try_migrate, false },
	{ "db_verify", try_verify, false },
	{ "db_violated, a foreign key", try_violated, false },
	{ "patch_item, more sets of columns than are kept", try_patches, false },
	{ "insert_all_items, inside a transaction", try_insert_all_inside, false },
	{ "insert_item_returning, inside a transaction", try_returning_inside, false },
	{ "db_attach", try_attach, true },
	{ "db_open", try_open, true },
	{ "db_open, a file", try_open_file, true },
	{ "db_close", try_close, true },
};

const struct subject connection_subject = { "connection", trials, sizeof trials / sizeof *trials,
					    NULL, false };

int
connection_failures(void)
{
	return failures;
}
