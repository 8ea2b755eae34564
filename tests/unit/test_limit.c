#include <stdio.h>
#include <string.h>

#include "replayed.h"

/* The default VFS, with a count of the files that are opened through it. */
static sqlite3_vfs counting, *original;
static int opened;

static int
count_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out_flags)
{
	(void)vfs;
	opened++;
	return original->xOpen(original, name, file, flags, out_flags);
}

static void
count_files(void)
{
	original = sqlite3_vfs_find(NULL);
	counting = *original;
	counting.zName = "counting";
	counting.xOpen = count_open;
	sqlite3_vfs_register(&counting, 1);
}

/* Rows enough that SQLite would otherwise sort them, and keep a temporary table, on the disk. */
static void
no_file_is_opened(void)
{
	static const char text[] =
		"CREATE TABLE t(a);"
		"INSERT INTO t WITH RECURSIVE r(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM r"
		" LIMIT 30000) SELECT hex(randomblob(200)) FROM r;"
		"CREATE TEMP TABLE kept AS SELECT a FROM t ORDER BY a;"
		"CREATE INDEX i ON t(a); UPDATE t SET a = a || 'x'; DELETE FROM t;";
	struct replayed replayed;

	opened = 0;
	replayed_start(&replayed, (const char *const[MIGRATIONS_MAX]){ text });
	CHECK_STR(replayed.said, "");
	CHECK(replayed.is_done);
	CHECK_INT(opened, 0);
	CHECK_INT(sqlite3_limit(replayed.replay.handle, SQLITE_LIMIT_TRIGGER_DEPTH, -1), 100);
	CHECK_INT(sqlite3_limit(replayed.replay.handle, SQLITE_LIMIT_ATTACHED, -1), 1);
	CHECK_STR(replayed_ask(&replayed, "SELECT count(*) FROM sqlite_temp_master"), "0");
	replayed_finish(&replayed);
}

static void
what_has_no_end_is_stopped(void)
{
	static const struct {
		const char *text;
		const char *said;
	} cases[] = {
		/* T28 */
		{ "CREATE TABLE t(a);\nINSERT INTO t WITH RECURSIVE r(i) AS (SELECT 1 UNION ALL"
		  " SELECT 1 FROM r) SELECT max(i) FROM r;",
		  "m/1.sql:2:1: error: this does not end: expected at most 100 million steps" },
		/* T29 */
		{ "CREATE TABLE t(a);\nINSERT INTO t VALUES(zeroblob(900000000));",
		  "m/1.sql:2:1: error: string or blob too big" },
		{ "CREATE TABLE t(a);\nINSERT INTO t VALUES(replace(hex(zeroblob(5000000)), '0',"
		  " '0000000000'));",
		  "m/1.sql:2:1: error: string or blob too big" },
		{ "CREATE TABLE t(a);\nINSERT INTO t WITH RECURSIVE r(i) AS (SELECT 1 UNION ALL"
		  " SELECT i + 1 FROM r) SELECT zeroblob(10000000) FROM r;",
		  "m/1.sql:2:1: error: database or disk is full: expected a database of at most 256 MB" },
		/* T30 */
		{ "CREATE TABLE t(a); PRAGMA recursive_triggers = ON;\n"
		  "CREATE TRIGGER g AFTER INSERT ON t BEGIN INSERT INTO t VALUES(new.a + 1); END;\n"
		  "INSERT INTO t VALUES(1);",
		  "m/1.sql:3:1: error: too many levels of trigger recursion" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct replayed replayed;
		sqlite3_int64 used = sqlite3_memory_used();
		replayed_start(&replayed, (const char *const[MIGRATIONS_MAX]){ cases[i].text });
		CHECK(!replayed.is_done);
		if (strncmp(replayed.said, cases[i].said, strlen(cases[i].said)) != 0)
			CHECK_STR(replayed.said, cases[i].said);
		replayed_finish(&replayed);
		CHECK(sqlite3_memory_used() - used < 1000 * 1000);
	}
	CHECK(sqlite3_memory_highwater(0) < (sqlite3_int64)600 * 1024 * 1024);
	CHECK_INT(sqlite3_hard_heap_limit64(-1), 0);
}

int
main(void)
{
	count_files();
	no_file_is_opened();
	what_has_no_end_is_stopped();
	return failures != 0;
}
