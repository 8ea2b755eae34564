#include <string.h>

#include <sqlite3.h>

#include "base/arena.h"
#include "base/diag.h"
#include "input/migrations.h"
#include "schema/record.h"
#include "schema/schema.h"
#include "test.h"

enum { COUNT = 3 };

struct recorded {
	struct arena arena;
	struct diag diag;
	struct migration items[COUNT];
	struct record record;
	bool is_done;
};

static void
start(struct recorded *recorded, const char *const texts[COUNT])
{
	struct migrations migrations = { .directory = "m", .items = recorded->items };
	memset(recorded, 0, sizeof *recorded);
	recorded->diag.is_quiet = true;
	recorded->diag.errors = MESSAGES_SHOWN;
	for (size_t i = 0; i < COUNT && texts[i] != NULL; i++) {
		recorded->items[i] = (struct migration){
			.version = arena_format(&recorded->arena, "%zu", i + 1),
			.name = "step",
			.path = arena_format(&recorded->arena, "m/%zu.sql", i + 1),
			.text = texts[i],
			.size = strlen(texts[i]),
		};
		migrations.count++;
	}
	recorded->is_done =
		record_run(&recorded->record, &migrations, &recorded->arena, &recorded->diag);
}

static void
finish(struct recorded *recorded)
{
	record_finish(&recorded->record);
	arena_finish(&recorded->arena);
}

static void
each_statement_has_the_schema_around_it(void)
{
	struct recorded recorded;
	const struct recorded_migration *first, *second, *third;
	const struct step *steps;
	start(&recorded,
	      (const char *const[COUNT]){
		      "-- x\nCREATE TABLE t(a, b REFERENCES t(a)); CREATE TABLE u(c);", "-- no-op",
		      "CREATE INDEX i ON t(a);;\nINSERT INTO u VALUES (1);\n"
		      "DROP TABLE u;" });
	CHECK(recorded.is_done);
	first = &recorded.record.migrations[0];
	second = &recorded.record.migrations[1];
	third = &recorded.record.migrations[2];
	CHECK_INT(first->step_count, 2);
	CHECK_INT(first->before->count, 0);
	CHECK_INT(first->steps[0].offset, 5);
	CHECK_INT(first->steps[0].after->count, 1);
	CHECK(first->steps[1].before == first->steps[0].after);
	CHECK_INT(first->after->count, 2);
	CHECK_INT(second->step_count, 0);
	CHECK(second->before == first->after && second->after == first->after);
	CHECK_INT(third->step_count, 3);
	steps = third->steps;
	CHECK_STR(steps[1].heading.name, "u");
	CHECK(steps[1].before == steps[0].after && steps[1].after == steps[1].before);
	CHECK_INT(third->after->count, 1);
	CHECK(snapshot_find(third->after, "U") == NULL);
	CHECK_STR(snapshot_find_index(third->after, "I")->name, "t");
	CHECK_INT(snapshot_find(third->after, "T")->foreign_key_count, 1);
	/* What did not change is the same. */
	CHECK(snapshot_find(first->after, "u") == snapshot_find(steps[2].before, "u"));
	CHECK(snapshot_find(first->after, "t") != snapshot_find(steps[2].before, "t"));
	finish(&recorded);
}

static bool
has_action(const struct step *step, int code, const char *first)
{
	for (size_t i = 0; i < step->action_count; i++)
		if (step->actions[i].code == code && step->actions[i].first != NULL &&
		    strcmp(step->actions[i].first, first) == 0)
			return true;
	return false;
}

static void
each_statement_has_what_sqlite_asked_about_it(void)
{
	struct recorded recorded;
	const struct recorded_migration *first;
	start(&recorded, (const char *const[COUNT]){ "CREATE TABLE t(a); INSERT INTO t SELECT "
						     "upper('x'); PRAGMA user_version = 7;" });
	CHECK(recorded.is_done);
	first = &recorded.record.migrations[0];
	CHECK_INT(first->step_count, 3);
	CHECK(has_action(&first->steps[0], SQLITE_CREATE_TABLE, "t"));
	CHECK(has_action(&first->steps[1], SQLITE_INSERT, "t"));
	CHECK_STR(first->steps[2].heading.value, "7");
	finish(&recorded);
}

static void
what_fails_has_no_schema_behind_it(void)
{
	struct recorded recorded;
	const struct record *record = &recorded.record;
	start(&recorded,
	      (const char *const[COUNT]){ "CREATE TABLE t(a); DROP TABLE u; CREATE TABLE v(a);",
					  "SELECT 1;" });
	CHECK(!recorded.is_done);
	CHECK_INT(record->count, 2);
	CHECK_INT(record->migrations[0].step_count, 2);
	CHECK(record->migrations[0].steps[0].after != NULL);
	CHECK(record->migrations[0].steps[1].after == NULL);
	CHECK(record->migrations[0].after == NULL);
	CHECK(record->migrations[1].before == NULL);
	CHECK_INT(record->migrations[1].step_count, 0);
	finish(&recorded);
}

int
main(void)
{
	each_statement_has_the_schema_around_it();
	each_statement_has_what_sqlite_asked_about_it();
	what_fails_has_no_schema_behind_it();
	return failures != 0;
}
