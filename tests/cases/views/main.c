/* Views: what their columns are, what can be NULL, and writing through INSTEAD OF triggers. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db.h"

static struct db db;

static void
check(const char *claim, bool holds)
{
	printf("%s: %s\n", holds ? "ok" : "NOT", claim);
}

static void
fill(void)
{
	struct people person = new_people("Ada");
	struct task task = new_task("write", TASK_STATUS_OPEN);

	person.has_height = true;
	person.height = 2;
	check("a row of people", insert_people(&db, &person) == SQLITE_OK);
	task.has_owner = true;
	task.owner = person.id;
	task.is_urgent = true;
	check("a task of hers", insert_task(&db, &task) == SQLITE_OK);
	task = new_task("wait", TASK_STATUS_DONE);
	check("a task of nobody's", insert_task(&db, &task) == SQLITE_OK);
}

static void
columns_of_tables_have_their_types(void)
{
	struct open_task *rows = NULL, *copy;
	size_t count = 0;

	check("the view's rows alone", load_open_tasks(&db, &rows, &count) == SQLITE_OK && count == 1);
	check("a plain view is as NOT NULL as its table",
	      rows[0].id == 1 && rows[0].status == TASK_STATUS_OPEN && rows[0].is_urgent && rows[0].at == 0);
	check("a column that is nullable stays so", rows[0].has_owner && rows[0].owner == 1 && !rows[0].note.data);
	copy = copy_open_task(rows);
	free(rows);
	check("a copy", copy && strcmp(copy->title, "write") == 0);
	free(copy);
}

static void
joins_and_expressions(void)
{
	struct board_cursor cursor;

	check("list", list_boards(&db, &cursor) == SQLITE_OK);
	while (board_cursor_next(&cursor) == SQLITE_ROW) {
		const struct board *row = &cursor.row;

		printf("task %d next %d person %s tall %.1f of %d\n", (int)row->task, (int)row->next,
		       row->person ? row->person : "NULL", row->has_tall ? row->tall : -1,
		       (int)row->tasks_of_person);
	}
	check("the end", cursor.call.rc == SQLITE_DONE);
}

static void
what_metadata_does_not_tell(void)
{
	struct nowhere *nowhere = NULL;
	struct bare *bare = NULL;
	struct group_ *group = NULL;
	struct arms_again *arm = NULL;
	struct word word = new_word("w");
	size_t count;

	check("a word", insert_word(&db, &word) == SQLITE_OK);
	check("a subquery without a row is NULL",
	      load_nowheres(&db, &nowhere, &count) == SQLITE_OK && count == 1 && !nowhere->title);
	check("a bare column of an aggregate is NULL",
	      load_bares(&db, &bare, &count) == SQLITE_OK && count == 1 && !bare->title &&
		      !bare->has_newest);
	check("each group has a row", load_groups(&db, &group, &count) == SQLITE_OK && count == 2 && group[1].title);
	check("both arms, of a view of a view",
	      load_arms_again(&db, &arm, &count) == SQLITE_OK && count == 4 &&
		      arm[0].what.type == SQLITE_INTEGER && arm[2].what.type == SQLITE_TEXT);
	free(nowhere);
	free(bare);
	free(group);
	free(arm);
}

static void
the_rest(void)
{
	struct old_column *old = NULL;
	struct word_id *id = NULL;
	struct counted *counted = NULL;
	size_t count;

	check("SELECT * has what was added later",
	      load_old_columns(&db, &old, &count) == SQLITE_OK && count == 1 && !old->has_weight);
	check("a rowid is an integer", load_word_ids(&db, &id, &count) == SQLITE_OK && id->number == 1);
	check("a type that sqlgen.ini sets", load_counted(&db, &counted, &count) == SQLITE_OK &&
	      counted->n == 2 && counted->half == 0.5 && counted->best.type == SQLITE_INTEGER);
	free(old);
	free(id);
	free(counted);
}

static void
written_through_triggers(void)
{
	struct entry_ entry = new_entry(), *read = NULL;
	struct pair *pair = NULL;
	int64_t count = 0;

	check("insert without a title", insert_entry(&db, &entry) == SQLITE_CONSTRAINT);
	entry.title = "new";
	check("insert; the trigger chooses", insert_entry(&db, &entry) == SQLITE_OK && !entry.has_id);
	check("what is not set was NULL", get_entry(&db, 3, &read) == SQLITE_OK && read->has_id && read->id == 3 &&
	      read->has_status && read->status == TASK_STATUS_OPEN && !read->is_urgent);
	read->status = TASK_STATUS_DONE;
	check("update", update_entry(&db, read) == SQLITE_OK);
	free(read);
	check("the row is changed", get_entry(&db, 3, &read) == SQLITE_OK && read->status == TASK_STATUS_DONE);
	read->id = 99;
	check("OK does not say that a row was there", update_entry(&db, read) == SQLITE_OK);
	check("delete", delete_entry(&db, 3) == SQLITE_OK && delete_entry(&db, 3) == SQLITE_OK);
	free(read);
	check("it is gone", get_entry(&db, 3, &read) == SQLITE_DONE && count_entries(&db, &count) == SQLITE_OK &&
	      count == 2);
	check("a key of two columns", get_pair(&db, 1, "write", &pair) == SQLITE_OK && pair->at == 0);
	free(pair);
	check("delete by it", delete_pair(&db, 1, "write") == SQLITE_OK && get_pair(&db, 1, "write", &pair) == SQLITE_DONE);
}

/* Where the file says otherwise than the view's table, it is a mismatch: never a wrong value. */
static void
decoding_is_checked(void)
{
	struct pair *rows = NULL;
	size_t count = 7;

	check("a key that is NULL", load_pairs(&db, &rows, &count) == SQLITE_MISMATCH && count == 7 && !rows);
	puts(db_error(&db));
}

static void
views_are_checked_at_open(void)
{
	sqlite3 *handle = db.handle;
	struct db other;

	sqlite3_exec(handle, "DROP VIEW boards", NULL, NULL, NULL);
	check("a view that is gone", db_attach(&other, handle, NULL) == SQLITE_SCHEMA);
	puts(db_error(&other));
	db_close(&other);
	sqlite3_exec(handle, "CREATE VIEW boards AS SELECT 1", NULL, NULL, NULL);
	check("a view that is another", db_attach(&other, handle, NULL) == SQLITE_SCHEMA);
	db_close(&other);
}

int
main(void)
{
	if (db_open(&db, ":memory:", NULL) != SQLITE_OK) {
		puts(db_error(&db));
		return 1;
	}
	fill();
	columns_of_tables_have_their_types();
	joins_and_expressions();
	what_metadata_does_not_tell();
	the_rest();
	written_through_triggers();
	decoding_is_checked();
	views_are_checked_at_open();
	return db_close(&db) != SQLITE_OK;
}
