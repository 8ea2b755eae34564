#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "docs/remark.h"
#include "input/migrations.h"
#include "test.h"

/* What is said at a line and column of this migration, and at its head. */
struct reading {
	struct arena arena;
	struct diag diag;
	struct migration migration;
	struct remarks remarks;
};

static void
start(struct reading *reading, const char *text)
{
	memset(reading, 0, sizeof *reading);
	reading->diag.out = stderr;
	reading->migration = (struct migration){
		.version = "1", .name = "a", .path = "1_a.sql", .text = text, .size = strlen(text)
	};
	diag_add_source(&reading->diag, "1_a.sql", text, strlen(text), &reading->arena);
	remarks_read(&reading->remarks, &reading->migration, &reading->arena, &reading->diag);
}

static void
check_head(const char *text, const char *expected)
{
	struct reading reading;

	start(&reading, text);
	CHECK_STR(reading.remarks.head, expected);
	arena_finish(&reading.arena);
}

/* key is a part of the text, and ends with the name that the remark is about. */
static void
check_remark(const char *text, const char *key, const char *expected)
{
	struct reading reading;
	const char *at = strstr(text, key), *name = strrchr(key, ' ');

	start(&reading, text);
	CHECK(at != NULL && name != NULL);
	if (at && name)
		CHECK_STR(remarks_find(&reading.remarks,
				       diag_place(&reading.diag, "1_a.sql", (size_t)(at - text) + (size_t)(name - key) + 1)),
			  expected);
	arena_finish(&reading.arena);
}

static void
test_head(void)
{
	check_head("-- who works\n-- and where\n\nCREATE TABLE t (a);", "who works\nand where");
	check_head("-- about t\nCREATE TABLE t (a);", "about t");
	check_head("-- the file\n\n-- about t\nCREATE TABLE t (a);", "the file");
	check_head("/*\n * stars\n * of two lines\n */\n\nSELECT 1;", "stars\nof two lines");
	check_head("CREATE TABLE t (a); -- not the head", NULL);
	check_head("-- only a comment\n", "only a comment");
	check_head("", NULL);
}

static void
test_objects(void)
{
	check_remark("-- about t\nCREATE TABLE t (a);", "TABLE t", "about t");
	check_remark("-- file\n\n-- about t\nCREATE TABLE t (a);", "TABLE t", "about t");
	check_remark("-- file\n\nCREATE TABLE t (a);", "TABLE t", NULL);
	check_remark("SELECT 1; -- of the other\nCREATE TABLE t (a);", "TABLE t", NULL);
	check_remark("CREATE TABLE t ( -- about t\n a INT);", "TABLE t", "about t");
	check_remark("-- v\nCREATE VIEW main.v AS SELECT 1;", "VIEW main.v", NULL);
	check_remark("-- v\nCREATE TEMP VIEW IF NOT EXISTS v AS SELECT 1;", "EXISTS v", "v");
	check_remark("-- f\nCREATE VIRTUAL TABLE f USING fts5(a);", "TABLE f", "f");
	check_remark("-- i\nCREATE UNIQUE INDEX i ON t (a);", "INDEX i", "i");
}

static void
test_columns(void)
{
	static const char text[] = "CREATE TABLE t (\n"
				   "  a INT, -- behind a\n"
				   "         -- goes on\n"
				   "  -- before b\n"
				   "  b TEXT DEFAULT (1 + (2)) /* in b */,\n"
				   "  c INT\n"
				   "    -- below c\n"
				   "    CHECK (c > 0), -- behind c, and its comma\n"
				   "  -- of nothing\n"
				   "  UNIQUE (a), -- of a constraint\n"
				   "  -- nor this\n"
				   "  CHECK (a > 1));";

	check_remark(text, "  a", "behind a\ngoes on");
	check_remark(text, "  b", "before b\nin b");
	check_remark(text, "  c", "behind c, and its comma");
	check_remark("CREATE TABLE t (\n a INT -- last\n);", " a", "last");
	check_remark("CREATE TABLE t (a INT, b INT -- both on a line\n);", "TABLE t", NULL);
	check_remark("CREATE TABLE t (a INT, b INT -- both on a line\n);", ", b", "both on a line");
}

static void
test_added_columns(void)
{
	check_remark("-- file\n\n-- before\nALTER TABLE t ADD COLUMN c INT; -- behind\n", "COLUMN c", "before\nbehind");
	check_remark("ALTER TABLE main.t ADD c INT /* in */;", "ADD c", "in");
	check_remark("-- t\nALTER TABLE t RENAME TO u;", "TABLE t", NULL);
}

static void
test_marks_of_tools(void)
{
	check_head("-- +goose Up\nCREATE TABLE t (a);", NULL);
	check_head("-- CreateTable\nCREATE TABLE t (a);", NULL);
	check_head("-- sqlgen: no transaction\n-- why\nVACUUM;", "why");
	check_head("-----------------\n-- Users --\n-----------------\nSELECT 1;", "Users --");
	check_head("-- ==== Users ====\nSELECT 1;", "Users");
	check_head("-- -1 means none\nSELECT 1;", "-1 means none");
	check_head("--> statement-breakpoint\nSELECT 1;", NULL);
}

int
main(void)
{
	test_head();
	test_objects();
	test_columns();
	test_added_columns();
	test_marks_of_tools();
	return failures != 0;
}
