#include <stdio.h>
#include <stdlib.h>

#include "db.h"
#include "trial.h"

/*
 * Every allocation of every generated function fails, SQLite's and our own: the n-th once, and the
 * n-th with all that follow it. SQLITE_NOMEM comes back (or SQLITE_OK where SQLite can do without),
 * outputs are untouched, nothing leaks, and the same call succeeds afterwards.
 * With a number at most that many allocations of each call, spread evenly: allocations MOST.
 */

/* What the connection has behind it when the call is made. */
enum past {
	PAST_NONE,   /* the statement is prepared within the call */
	PAST_CALLED, /* it is kept from a call before */
	PAST_ALTERED /* it is, and the schema was changed since: SQLite prepares it again */
};

static const char *const past_names[] = { "first call", "second call", "schema altered" };

static sqlite3_mem_methods real;
static struct {
	bool is_open; /* between window_open and window_close */
	bool is_inside; /* SQLite's own use of malloc */
	bool fails_on;
	long at;    /* the allocation in the window that fails; 0: none */
	long count; /* of those made in it */
	long hits;  /* of those that failed */
	long live;      /* allocations that are not freed */
} memory;
static sqlite3 *image; /* the database that every connection of a trial starts from */
static long tries, failed_allocations;

void *__real_malloc(size_t size);
void *__real_realloc(void *allocation, size_t size);
void __real_free(void *allocation);
void *__wrap_malloc(size_t size);
void *__wrap_realloc(void *allocation, size_t size);
void __wrap_free(void *allocation);

static bool
must_fail(void)
{
	bool must;

	if (!memory.is_open)
		return false;
	memory.count++;
	must = memory.at > 0 && (memory.fails_on ? memory.count >= memory.at : memory.count == memory.at);
	memory.hits += must;
	return must;
}

void *
__wrap_malloc(size_t size)
{
	void *allocation;

	if (memory.is_inside)
		return __real_malloc(size);
	allocation = must_fail() ? NULL : __real_malloc(size);
	memory.live += allocation != NULL;
	return allocation;
}

void *
__wrap_realloc(void *allocation, size_t size)
{
	void *grown;

	if (memory.is_inside)
		return __real_realloc(allocation, size);
	grown = must_fail() ? NULL : __real_realloc(allocation, size);
	memory.live += allocation == NULL && grown != NULL;
	return grown;
}

void
__wrap_free(void *allocation)
{
	if (!memory.is_inside)
		memory.live -= allocation != NULL;
	__real_free(allocation);
}

static void *
database_malloc(int size)
{
	void *allocation = NULL;

	memory.is_inside = true;
	if (!must_fail())
		allocation = real.xMalloc(size);
	memory.is_inside = false;
	return allocation;
}

static void *
database_realloc(void *allocation, int size)
{
	void *grown = NULL;

	memory.is_inside = true;
	if (!must_fail())
		grown = real.xRealloc(allocation, size);
	memory.is_inside = false;
	return grown;
}

static void
database_free(void *allocation)
{
	memory.is_inside = true;
	real.xFree(allocation);
	memory.is_inside = false;
}

/* Without SQLite's pools each of its allocations is one of these. */
static void
replace_allocator(void)
{
	sqlite3_mem_methods methods;

	CHECK_INT(sqlite3_config(SQLITE_CONFIG_GETMALLOC, &real), SQLITE_OK);
	methods = real;
	methods.xMalloc = database_malloc;
	methods.xRealloc = database_realloc;
	methods.xFree = database_free;
	CHECK_INT(sqlite3_config(SQLITE_CONFIG_MALLOC, &methods), SQLITE_OK);
	CHECK_INT(sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0), SQLITE_OK);
	CHECK_INT(sqlite3_config(SQLITE_CONFIG_PAGECACHE, NULL, 0, 0), SQLITE_OK);
	CHECK_INT(sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 1), SQLITE_OK);
	CHECK_INT(sqlite3_initialize(), SQLITE_OK);
}

void
window_open(void)
{
	memory.is_open = true;
}

void
window_close(void)
{
	memory.is_open = false;
}

void
execute(sqlite3 *handle, const char *sql)
{
	char *message = NULL;

	if (sqlite3_exec(handle, sql, NULL, NULL, &message) != SQLITE_OK)
		test_failed(__FILE__, __LINE__, sql, message);
	sqlite3_free(message);
}

static void
copy_database(sqlite3 *to, sqlite3 *from)
{
	sqlite3_backup *backup = sqlite3_backup_init(to, "main", from, "main");

	CHECK_INT(sqlite3_backup_step(backup, -1), SQLITE_DONE);
	CHECK_INT(sqlite3_backup_finish(backup), SQLITE_OK);
}

static int
load_image(sqlite3 *handle, void *context)
{
	(void)context;
	copy_database(handle, image);
	return SQLITE_OK;
}

/* As the program knows it already: opening is a trial of its own. */
void
open_copy(struct db *db)
{
	struct sqlgen_options options = db_options_default();

	options.migrate = options.check = false;
	options.journal_mode = options.synchronous = NULL;
	options.on_open = load_image;
	CHECK_INT(db_open(db, ":memory:", &options), SQLITE_OK);
	execute(db->handle, "SELECT 1 FROM sqlite_master");
}

static int
set_encoding(sqlite3 *handle, void *context)
{
	execute(handle, context);
	return SQLITE_OK;
}

/* Rows from FRESH on are everywhere but in the table on trial, to be referred to. */
static void
make_image(const struct subject *on_trial, char *encoding)
{
	struct sqlgen_options options = db_options_default();
	struct db db;

	options.on_open = set_encoding;
	options.context = encoding;
	CHECK_INT(db_open(&db, ":memory:", &options), SQLITE_OK);
	execute(db.handle, "PRAGMA foreign_keys = OFF"); /* children may come first */
	for (int turn = STORED; turn < TURNS; turn++)
		for (size_t i = 0; i < subject_count; i++)
			if (subjects[i].insert != NULL && (turn < FRESH || &subjects[i] != on_trial))
				CHECK_INT(subjects[i].insert(&db, turn), SQLITE_OK);
	CHECK_INT(sqlite3_open(":memory:", &image), SQLITE_OK);
	copy_database(image, db.handle);
	CHECK_INT(db_close(&db), SQLITE_OK);
}

static void
drop_image(void)
{
	CHECK_INT(sqlite3_close(image), SQLITE_OK);
	image = NULL;
}

/* The trial once, with nothing failing and nothing left of it but the kept statements. */
static void
rehearse(struct db *db, const struct subject *subject, const struct trial *trial)
{
	if (subject->insert != NULL)
		execute(db->handle, "SAVEPOINT rehearsal");
	CHECK_INT(trial->run(db), SQLITE_OK);
	if (subject->insert != NULL)
		execute(db->handle, "ROLLBACK TO rehearsal; RELEASE rehearsal");
}

static void
check_code(int rc, const struct db *db)
{
	if (rc == SQLITE_OK)
		return;
	CHECK(rc == SQLITE_NOMEM || rc == SQLITE_IOERR_NOMEM);
	if (strstr(db_error(db), "out of memory") == NULL)
		CHECK_STR(db_error(db), "out of memory");
}

/* FTS5 of SQLite 3.40 may take one more call to see that what it has in memory is not what is stored. */
static void
check_again(struct db *db, const struct subject *subject, const struct trial *trial)
{
	int rc = trial->run(db);

	if (rc == SQLITE_CORRUPT && subject->is_full_text)
		rc = trial->run(db);
	CHECK_INT(rc, SQLITE_OK);
}

/* One call on a connection of its own. Returns the number of allocations it made. */
static long
run_trial(const struct subject *subject, const struct trial *trial, enum past past)
{
	sqlite3_int64 used = sqlite3_memory_used();
	long live = memory.live, at = memory.at, count;
	struct db db;
	int rc;

	memory.at = 0;
	open_copy(&db);
	if (past != PAST_NONE)
		rehearse(&db, subject, trial);
	if (past == PAST_ALTERED)
		execute(db.handle, "CREATE TABLE more (a); DROP TABLE more");
	memory.at = at;
	memory.count = memory.hits = 0;
	rc = trial->run(&db);
	memory.at = 0;
	count = memory.count;
	failed_allocations += memory.hits;
	CHECK(rc == SQLITE_OK || memory.hits > 0);
	check_code(rc, &db);
	CHECK_INT(db.connection.open_calls, 0);
	CHECK_INT(sqlite3_get_autocommit(db.handle), 1);
	if (rc != SQLITE_OK)
		check_again(&db, subject, trial);
	CHECK_INT(db_close(&db), SQLITE_OK);
	CHECK_INT(memory.live, live);
	CHECK_INT(sqlite3_memory_used(), used);
	return count;
}

static int
all_failures(void)
{
	return failures + subject_failures() + connection_failures() + query_failures();
}

static void
try_allocations(const struct subject *subject, const struct trial *trial, enum past past, long most)
{
	long count = run_trial(subject, trial, past);
	long stride = most > 0 && count > most ? count / most : 1;

	for (long at = 1; at <= count; at += stride) {
		int before = all_failures();

		for (int fails_on = 0; fails_on <= 1; fails_on++) {
			memory.at = at;
			memory.fails_on = fails_on;
			run_trial(subject, trial, past);
			tries++;
		}
		if (all_failures() == before)
			continue;
		fprintf(stderr, "%s, %s: allocation %ld of %ld\n", trial->name, past_names[past], at, count);
		return;
	}
}

/* Returns the number of trials. */
static size_t
try_subject(const struct subject *subject, char *encoding, long most)
{
	make_image(subject, encoding);
	for (size_t i = 0; i < subject->trial_count; i++) {
		const struct trial *trial = &subject->trials[i];

		try_allocations(subject, trial, PAST_NONE, most);
		if (trial->has_own)
			continue;
		try_allocations(subject, trial, PAST_CALLED, most);
		try_allocations(subject, trial, PAST_ALTERED, most);
	}
	drop_image();
	return subject->trial_count;
}

int
main(int argc, char **argv)
{
	long most = argc > 1 ? atol(argv[1]) : 0;
	/* Of UTF-16 every text that is read is converted, which takes memory. */
	char utf8[] = "PRAGMA encoding = 'UTF-8'", utf16[] = "PRAGMA encoding = 'UTF-16le'";
	size_t trials;

	replace_allocator();
	trials = try_subject(&connection_subject, utf8, most);
	trials += try_subject(&query_subject, utf8, most);
	try_subject(&query_subject, utf16, most);
	for (size_t i = 0; i < subject_count; i++) {
		trials += try_subject(&subjects[i], utf8, most);
		try_subject(&subjects[i], utf16, most);
	}
	printf("%zu calls; %ld times an allocation failed, %ld with those after it\n", trials, tries,
	       failed_allocations);
	return all_failures() != 0;
}
