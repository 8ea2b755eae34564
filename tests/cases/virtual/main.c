/* Virtual tables: full-text search with its rank, boxes, and what other modules give. */
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

static int64_t
add_note(const char *title, const char *body)
{
	struct note row = new_note();

	row.title = title;
	row.body = body;
	row.author = "somebody";
	check("a note", insert_note(&db, &row) == SQLITE_OK && row.rowid > 0);
	return row.rowid;
}

static void
text_is_written_and_read(void)
{
	struct note row = new_note(), *read = NULL;

	row.rowid = 77;
	row.body = "seven";
	check("a rowid of one's own", insert_note(&db, &row) == SQLITE_OK && row.rowid == 77);
	check("it is taken", insert_note(&db, &row) == SQLITE_CONSTRAINT);
	check("get", get_note(&db, 77, &read) == SQLITE_OK && !read->title && strcmp(read->body, "seven") == 0);
	read->body = "eight";
	check("update", update_note(&db, read) == SQLITE_OK);
	free(read);
	check("what is read then", get_note(&db, 77, &read) == SQLITE_OK && strcmp(read->body, "eight") == 0);
	free(read);
	sqlite3_exec(db.handle, "UPDATE notes SET body = 5 WHERE rowid = 77", NULL, NULL, NULL);
	check("a number is its text", get_note(&db, 77, &read) == SQLITE_OK && strcmp(read->body, "5") == 0);
	read->rowid = 78;
	check("update of none", update_note(&db, read) == SQLITE_DONE);
	free(read);
	check("delete", delete_note(&db, 77) == SQLITE_OK && delete_note(&db, 77) == SQLITE_DONE);
}

static void
matches_are_ranked(void)
{
	int64_t little = add_note("coffee", "with a drop of tea, which nobody who drinks coffee would ever want");
	int64_t much = add_note("tea", "tea and tea and more tea");
	struct note_cursor cursor;
	struct note *rows = NULL;
	double best;
	size_t count = 0;

	check("match", match_notes(&db, "tea", &cursor) == SQLITE_OK && note_cursor_next(&cursor) == SQLITE_ROW);
	best = cursor.rank;
	check("the best first", cursor.row.rowid == much && best < 0);
	check("then the next", note_cursor_next(&cursor) == SQLITE_ROW && cursor.row.rowid == little && cursor.rank > best);
	check("and no more", note_cursor_next(&cursor) == SQLITE_DONE);
	check("match again", match_notes(&db, "tea", &cursor) == SQLITE_OK);
	cursor.rank = 1;
	check("a row that is taken has its rank, too",
	      note_cursor_take(&cursor, &rows) == SQLITE_ROW && rows->rowid == much && cursor.rank == best);
	free(rows);
	check("match is left", note_cursor_close(&cursor) == SQLITE_OK);
	check("all at once", load_match_notes(&db, "title : coffee", &rows, &count) == SQLITE_OK && count == 1 &&
	      rows->rowid == little);
	free(rows);
	check("UNINDEXED is not found", load_match_notes(&db, "somebody", &rows, &count) == SQLITE_OK && count == 0);
	check("a query that is none", match_notes(&db, "AND (", &cursor) == SQLITE_OK &&
	      note_cursor_next(&cursor) == SQLITE_ERROR);
	puts(db_error(&db));
	check("in list there is no rank", list_notes(&db, &cursor) == SQLITE_OK &&
	      note_cursor_next(&cursor) == SQLITE_ROW && cursor.rank == 0);
	note_cursor_close(&cursor);
}

static void
text_that_is_kept_elsewhere(void)
{
	struct forgotten row = new_forgotten(), *read = NULL;
	struct article article = new_article("Rain");
	struct article_search *found = NULL;
	struct letter letter = new_letter(), *letters = NULL;
	size_t count;

	row.body = "once";
	check("contentless", insert_forgotten(&db, &row) == SQLITE_OK);
	check("it is found", load_match_forgotten(&db, "once", &read, &count) == SQLITE_OK && count == 1 && !read->body);
	check("but not changed", update_forgotten(&db, read) == SQLITE_ERROR && delete_forgotten(&db, 1) == SQLITE_ERROR);
	puts(db_error(&db));
	free(read);
	check("external content", insert_article(&db, &article) == SQLITE_OK &&
	      load_match_article_search(&db, "rain", &found, &count) == SQLITE_OK && count == 1 &&
	      strcmp(found->headline, "Rain") == 0);
	free(found);
	letter.text = "dear";
	letter.rowid = "a column";
	check("fts4", insert_letter(&db, &letter) == SQLITE_OK && letter.oid == 1 &&
	      load_match_letters(&db, "dear", &letters, &count) == SQLITE_OK && count == 1 &&
	      strcmp(letters->rowid, "a column") == 0);
	free(letters);
}

static void
boxes(void)
{
	struct box row = new_box(0, 1, 0, 1.1), *read = NULL, *rows = NULL;
	size_t count;

	row.label.type = SQLITE_TEXT;
	row.label.as.text.data = "first";
	row.label.as.text.size = 5;
	check("a box", insert_box(&db, &row) == SQLITE_OK && row.id == 1);
	check("reals of 32 bits, no smaller than the box", get_box(&db, 1, &read) == SQLITE_OK && read->max_x == 1 &&
	      read->max_y > 1.1 && read->max_y < 1.1001 && strcmp(read->label.as.text.data, "first") == 0 &&
	      !read->has_count);
	read->has_count = true;
	read->count = 4;
	read->max_x = 2;
	check("update", update_box(&db, read) == SQLITE_OK);
	free(read);
	row = new_box(5, 6, 5, 6);
	check("another", insert_box(&db, &row) == SQLITE_OK && row.id == 2);
	check("overlapping", load_boxes_overlapping(&db, 1.5, 5.5, 1, 4, &rows, &count) == SQLITE_OK && count == 1 &&
	      rows->id == 1 && rows->count == 4);
	free(rows);
	check("touching", load_boxes_overlapping(&db, 2, 5, 0, 9, &rows, &count) == SQLITE_OK && count == 2);
	free(rows);
	check("within", load_boxes_within(&db, 4, 7, 4, 7, &rows, &count) == SQLITE_OK && count == 1 && rows->id == 2);
	free(rows);
	check("not within", load_boxes_within(&db, 1, 7, 0, 5.5, &rows, &count) == SQLITE_OK && count == 0);
	row.max_x = 4;
	check("a box that ends before it begins", update_box(&db, &row) == SQLITE_CONSTRAINT);
	check("delete", delete_box(&db, 2) == SQLITE_OK && delete_box(&db, 2) == SQLITE_DONE);
}

static void
the_rest(void)
{
	struct span span = new_span(-5, INT32_MAX), *spans = NULL;
	struct note_title *titles = NULL;
	struct term_cursor cursor;
	size_t count;
	int64_t terms = 0;

	span.span = 9;
	check("integers", insert_span(&db, &span) == SQLITE_OK &&
	      load_spans_overlapping(&db, INT32_MAX, INT32_MAX, &spans, &count) == SQLITE_OK && count == 1 &&
	      spans->span == 9 && spans->first == -5);
	free(spans);
	check("a view of a virtual table", load_note_titles(&db, &titles, &count) == SQLITE_OK && count == 2 &&
	      titles->note > 0 && strcmp(titles->title, "coffee") == 0);
	free(titles);
	check("another module is read", count_terms(&db, &terms) == SQLITE_OK && terms > 0 &&
	      list_terms(&db, &cursor) == SQLITE_OK && term_cursor_next(&cursor) == SQLITE_ROW);
	term_cursor_close(&cursor);
}

int
main(void)
{
	if (db_open(&db, ":memory:", NULL) != SQLITE_OK) {
		puts(db_error(&db));
		return 1;
	}
	text_is_written_and_read();
	matches_are_ranked();
	text_that_is_kept_elsewhere();
	boxes();
	the_rest();
	return db_close(&db) != SQLITE_OK;
}
