/* load_: all rows of a result as one block, which is free()d at once; _cursor_take: a row in a block of its own. */
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
run(const char *sql)
{
	if (sqlite3_exec(db.handle, sql, NULL, NULL, NULL) != SQLITE_OK)
		printf("%s\n", sqlite3_errmsg(db.handle));
}

static void
nothing_is_a_count_of_0(void)
{
	struct note *notes = &(struct note){ 0 };
	size_t count = 99;

	check("no row", load_notes(&db, &notes, &count) == SQLITE_OK && count == 0);
	free(notes);
}

/* The row that fill made of this id? */
static bool
is_as_filled(const struct note *note, int64_t id)
{
	char text[32];
	size_t size = (size_t)(id % 7);

	sqlite3_snprintf(sizeof text, text, "%lld", (long long)id);
	if (note->id != id || strcmp(note->count, text) != 0 || note->has_owner_id != (id % 2 == 1))
		return false;
	if (id % 3 == 0 ? note->text != NULL : strlen(note->text) != (size_t)(id % 300))
		return false;
	if (id % 5 == 0 ? note->data.data != NULL : !note->data.data || note->data.size != size)
		return false;
	switch (id % 4) {
	case 0:
		return note->anything.type == SQLITE_NULL;
	case 1:
		return note->anything.type == SQLITE_INTEGER && note->anything.as.integer == id;
	case 2:
		return note->anything.type == SQLITE_TEXT && note->anything.as.text.size == 3 &&
		       memcmp(note->anything.as.text.data, "a\0b", 4) == 0;
	default:
		return note->anything.type == SQLITE_BLOB && note->anything.as.blob.size == 2 &&
		       memcmp(note->anything.as.blob.data, "\1\2", 2) == 0;
	}
}

static void
fill(int64_t count)
{
	char sql[800];

	run("INSERT INTO owners VALUES (1)");
	sqlite3_snprintf(sizeof sql, sql,
			 "WITH RECURSIVE i(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM i WHERE n < %lld) INSERT INTO notes"
			 " SELECT n, CASE n %% 2 WHEN 1 THEN 1 END, n, CASE WHEN n %% 3 THEN printf('%%.*c', n %% 300, 'x') END,"
			 " CASE WHEN n %% 5 THEN zeroblob(n %% 7) END,"
			 " CASE n %% 4 WHEN 1 THEN n WHEN 2 THEN CAST(x'610062' AS TEXT) WHEN 3 THEN x'0102' END FROM i",
			 (long long)count);
	run(sql);
	run("UPDATE notes SET text = '' WHERE id % 3 AND id % 300 = 0");
}

static void
rows_come_whole(int64_t expected)
{
	struct note *notes = NULL;
	size_t count = 0, good = 0;

	check("many rows", load_notes(&db, &notes, &count) == SQLITE_OK && count == (size_t)expected);
	for (size_t i = 0; i < count; i++)
		good += is_as_filled(&notes[i], (int64_t)i + 1);
	check("each is as it was stored", good == count);
	free(notes);
}

/* Two at a time, and each after the next one is there. */
static void
rows_are_taken(int64_t expected)
{
	struct note *note = NULL, *before = NULL;
	struct note_cursor cursor;
	int64_t id = 0, good = 0;
	int rc = list_notes(&db, &cursor);

	while (rc == SQLITE_OK && (rc = note_cursor_take(&cursor, &note)) == SQLITE_ROW) {
		good += is_as_filled(note, ++id) && (!before || is_as_filled(before, id - 1));
		free(before);
		before = note;
		rc = SQLITE_OK;
	}
	check("each row is taken as it was stored", rc == SQLITE_DONE && good == expected);
	check("the last output is untouched", note == before);
	check("it stays ended", note_cursor_take(&cursor, &note) == SQLITE_DONE && note == before);
	free(before);
}

static void
by_columns(void)
{
	int64_t owner = 1;
	struct note *notes = NULL;
	size_t count = 0;

	check("by a number", load_notes_by_owner_id(&db, &owner, &notes, &count) == SQLITE_OK && count == 500 &&
	      notes[1].id == 3);
	free(notes);
	check("by NULL", load_notes_by_owner_id(&db, NULL, &notes, &count) == SQLITE_OK && count == 500 &&
	      notes[1].id == 4);
	free(notes);
	check("by a text", load_notes_by_count(&db, "77", &notes, &count) == SQLITE_OK && count == 1 && notes->id == 77);
	free(notes);
}

static void
a_bad_row_is_passed_over(void)
{
	struct note mine = { 0 }, *note = &mine;
	struct note_cursor cursor;
	int64_t taken = 0;
	int rc, bad = 0;

	list_notes(&db, &cursor);
	while ((rc = note_cursor_take(&cursor, &note)) == SQLITE_ROW || rc == SQLITE_MISMATCH) {
		if (rc == SQLITE_MISMATCH) {
			bad += note == &mine;
			continue;
		}
		taken++;
		free(note);
		note = &mine;
	}
	check("a cursor goes on behind a row that does not fit", rc == SQLITE_DONE && bad == 1 && taken == 999);
}

static void
failures_leave_all_untouched(void)
{
	struct note mine = { 0 }, *notes = &mine;
	size_t count = 42;

	run("UPDATE notes SET count = x'00' WHERE id = 777");
	check("a mismatch in the middle", load_notes(&db, &notes, &count) == SQLITE_MISMATCH);
	printf("%s\n", db_error(&db));
	check("outputs are untouched", notes == &mine && count == 42);
	a_bad_row_is_passed_over();
	run("UPDATE notes SET count = '777' WHERE id = 777; ALTER TABLE notes RENAME TO gone");
	check("no such table", load_notes_by_count(&db, "1", &notes, &count) == SQLITE_ERROR && notes == &mine);
	run("ALTER TABLE gone RENAME TO notes");
}

static void
rows_without_texts(void)
{
	struct number number = { .n = 3, .has_square = true, .square = 9 }, *numbers = NULL;
	size_t count = 0;

	for (int i = 0; i < 100; i++)
		insert_number(&db, &number);
	check("rows without texts", load_numbers(&db, &numbers, &count) == SQLITE_OK && count == 100 &&
	      numbers[99].square == 9);
	free(numbers);
}

/* Short rows, a long one, and a short one behind it, whose block is not as large. */
static void
take_beside(const char *text)
{
	struct note short_one = new_note("short"), *note = NULL;
	struct note_cursor cursor;
	size_t found = 0;
	int rc;

	insert_note(&db, &short_one);
	list_notes(&db, &cursor);
	while ((rc = note_cursor_take(&cursor, &note)) == SQLITE_ROW) {
		if (note->text && strlen(note->text) > 1000)
			found += strcmp(note->text, text) == 0;
		if (note->id == short_one.id)
			found += strcmp(note->count, "short") == 0;
		free(note);
	}
	check("rows of all sizes are taken", rc == SQLITE_DONE && found == 2);
	delete_note(&db, short_one.id);
}

static void
a_row_longer_than_all_before(void)
{
	struct note note = new_note("long"), *notes = NULL;
	char *text = malloc(1000001);
	size_t count = 0;

	memset(text, 'y', 1000000);
	text[1000000] = '\0';
	note.text = text;
	insert_note(&db, &note);
	check("a long text", load_notes(&db, &notes, &count) == SQLITE_OK && is_as_filled(&notes[500], 501) &&
	      strcmp(notes[count - 1].text, text) == 0);
	free(notes);
	notes = NULL;
	take_beside(text);
	check("a long text alone", get_note(&db, note.id, &notes) == SQLITE_OK && strcmp(notes->text, text) == 0);
	free(notes);
	free(text);
}

int
main(void)
{
	setvbuf(stdout, NULL, _IONBF, 0);
	check("opening", db_open(&db, ":memory:", NULL) == SQLITE_OK);
	nothing_is_a_count_of_0();
	fill(1000);
	rows_come_whole(1000);
	rows_are_taken(1000);
	by_columns();
	failures_leave_all_untouched();
	rows_without_texts();
	a_row_longer_than_all_before();
	run("DELETE FROM notes; DELETE FROM owners");
	fill(100000);
	rows_come_whole(100000);
	check("closing", db_close(&db) == SQLITE_OK);
	return 0;
}
