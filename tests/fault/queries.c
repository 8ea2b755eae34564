#include <stdio.h>
#include <stdlib.h>

#include "db.h"
#include "rows.h"
#include "trial.h"

/* Trials of named queries. Each leaves the tables as they were. */

static const enum item_status all_statuses[] = { ITEM_STATUS_PENDING, ITEM_STATUS_READY,
						 ITEM_STATUS_DONE };
static const double least = -1;

static void
check_found(const struct find_items_row *row)
{
	CHECK(row->id > 0 && row->uuid[0] != '\0' && row->loud[strlen(row->loud) - 1] == '!');
	CHECK(row->has_weight && row->payload.size > 0 && row->anything.type == SQLITE_TEXT);
}

static int
try_find(struct db *db)
{
	struct find_items_cursor cursor;
	int rc, count = 0;

	window_open();
	rc = find_items(db, all_statuses, 3, "none", &least, FIND_ITEMS_ORDER_NEAR, 1.5, &cursor);
	if (rc == SQLITE_OK) {
		while ((rc = find_items_cursor_next(&cursor)) == SQLITE_ROW) {
			check_found(&cursor.row);
			count++;
		}
	}
	find_items_cursor_close(&cursor);
	window_close();
	CHECK(rc != SQLITE_DONE || count == TURNS);
	return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

static int
try_take_found(struct db *db)
{
	struct find_items_cursor cursor;
	struct find_items_row *row;
	int rc, count = 0;

	window_open();
	rc = find_items(db, all_statuses, 3, "none", &least, FIND_ITEMS_ORDER_NEAR, 1.5, &cursor);
	if (rc == SQLITE_OK) {
		while ((rc = find_items_cursor_take(&cursor, &row)) == SQLITE_ROW) {
			check_found(row);
			free(row);
			count++;
		}
	}
	find_items_cursor_close(&cursor);
	window_close();
	CHECK(rc != SQLITE_DONE || count == TURNS);
	return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

/* The first of the texts, and a list without items. */
static int
try_find_none(struct db *db)
{
	struct find_items_cursor cursor;
	int rc;

	window_open();
	rc = find_items(db, NULL, 0, NULL, NULL, FIND_ITEMS_ORDER_UUID, 0, &cursor);
	if (rc == SQLITE_OK)
		rc = find_items_cursor_next(&cursor);
	find_items_cursor_close(&cursor);
	window_close();
	CHECK(rc != SQLITE_ROW);
	return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

static int
try_load_found(struct db *db)
{
	struct find_items_row *rows;
	size_t count;
	int rc;

	memset(&rows, UNTOUCHED, sizeof rows);
	memset(&count, UNTOUCHED, sizeof count);
	window_open();
	rc = load_find_items(db, all_statuses, 3, NULL, &least, FIND_ITEMS_ORDER_UUID, 0, &rows,
			     &count);
	window_close();
	if (rc != SQLITE_OK) {
		CHECK(is_untouched(&rows, sizeof rows) && is_untouched(&count, sizeof count));
		return rc;
	}
	CHECK_INT(count, TURNS);
	for (size_t i = 0; i < count; i++)
		check_found(&rows[i]);
	free(rows);
	return rc;
}

/* Rows that are the table's own. */
static int
try_ranked(struct db *db)
{
	static const int64_t ids[] = { 2, 1, 4711 };
	static const char *const uuids[] = { "none" };
	struct item *rows;
	struct item_cursor cursor;
	size_t count;
	int rc;

	memset(&rows, UNTOUCHED, sizeof rows);
	window_open();
	rc = load_ranked_items(db, ids, 3, uuids, 1, &rows, &count);
	window_close();
	if (rc != SQLITE_OK) {
		CHECK(is_untouched(&rows, sizeof rows));
		return rc;
	}
	CHECK_INT(count, 2);
	check_item(&rows[0], STORED);
	check_item(&rows[1], STORED + 1);
	free(rows);
	window_open();
	rc = ranked_items(db, ids, 3, uuids, 1, &cursor);
	item_cursor_close(&cursor);
	window_close();
	return rc;
}

static int
try_embedded(struct db *db)
{
	struct item_with_owner_row *row;
	int rc;

	memset(&row, UNTOUCHED, sizeof row);
	window_open();
	rc = item_with_owner(db, some_text(STORED), &row);
	window_close();
	if (rc != SQLITE_OK) {
		CHECK(is_untouched(&row, sizeof row));
		return rc;
	}
	check_item(&row->item, STORED);
	CHECK(row->has_o && row->o.name[0] != '\0');
	CHECK_INT(row->next, row->item.id + 1);
	free(row);
	return rc;
}

/* What is written is undone. */
static int
undo(struct db *db, int rc)
{
	CHECK_INT(db_rollback(db), SQLITE_OK);
	return rc;
}

static int
try_add(struct db *db)
{
	int64_t id = UNTOUCHED;
	int rc;

	CHECK_INT(db_begin(db), SQLITE_OK);
	window_open();
	rc = open_owner(db, "one more", some_int64_there(), &id);
	window_close();
	CHECK((id == UNTOUCHED) == (rc != SQLITE_OK));
	return undo(db, rc);
}

static int
try_rename(struct db *db)
{
	int64_t count = UNTOUCHED;
	int rc;

	CHECK_INT(db_begin(db), SQLITE_OK);
	window_open();
	rc = rename_owner(db, "another", 1, &count);
	window_close();
	CHECK_INT(count, rc == SQLITE_OK ? 1 : UNTOUCHED);
	return undo(db, rc);
}

static int
try_touch(struct db *db)
{
	int rc;

	CHECK_INT(db_begin(db), SQLITE_OK);
	window_open();
	rc = touch_item(db, "now", some_value(STORED), 1);
	window_close();
	return undo(db, rc);
}

static int
try_drop(struct db *db)
{
	struct drop_mark_row *row;
	int rc;

	memset(&row, UNTOUCHED, sizeof row);
	CHECK_INT(db_begin(db), SQLITE_OK);
	window_open();
	rc = drop_mark(db, 1, &row);
	window_close();
	if (rc == SQLITE_OK) {
		CHECK(row->label[0] != '\0');
		free(row);
	} else {
		CHECK(is_untouched(&row, sizeof row));
	}
	return undo(db, rc);
}

static const struct trial trials[] = {
	{ "find_items", try_find, false },
	{ "find_items_cursor_take", try_take_found, false },
	{ "find_items, without items in its list", try_find_none, false },
	{ "load_find_items", try_load_found, false },
	{ "ranked_items", try_ranked, false },
	{ "item_with_owner", try_embedded, false },
	{ "open_owner", try_add, false },
	{ "rename_owner", try_rename, false },
	{ "touch_item", try_touch, false },
	{ "drop_mark", try_drop, false },
};

const struct subject query_subject = { "queries", trials, sizeof trials / sizeof *trials, NULL,
				       false };

int
query_failures(void)
{
	return failures;
}
