/* upsert_, patch_, insert_all_ and insert_…_returning: what they write, what they leave, what they say. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db.h"

static struct db db;

static void
check(const char *claim, bool holds)
{
	printf("%s: %s\n", holds ? "ok" : "NOT", claim);
	if (!holds)
		printf("    %s\n", db_error(&db));
}

static bool
asks(const char *sql)
{
	sqlite3_stmt *stmt = NULL;
	bool holds;

	sqlite3_prepare_v2(db.handle, sql, -1, &stmt, NULL);
	holds = sqlite3_step(stmt) == SQLITE_ROW && sqlite3_column_int(stmt, 0) == 1;
	sqlite3_finalize(stmt);
	return holds;
}

static void
run(const char *sql)
{
	if (sqlite3_exec(db.handle, sql, NULL, NULL, NULL) != SQLITE_OK)
		printf("NOT: %s: %s\n", sql, sqlite3_errmsg(db.handle));
}

static bool
is(const char *a, const char *b)
{
	return a && strcmp(a, b) == 0;
}

static void
check_defaults(void)
{
	struct item item = new_item("u1"), *read = NULL;

	check("new_ sets literal defaults", item.status == ITEM_STATUS_NEW && is(item.note, "none") &&
	      item.weight == 5.0 && item.made == NULL && !item.has_size && item.seen == NULL);
	item.note = NULL;
	check("insert", insert_item(&db, &item) == SQLITE_OK && item.id == 1);
	get_item(&db, 1, &read);
	check("NULL is NULL where the default is a literal", read->note == NULL);
	check("and the default where it is an expression", is(read->made, "made") && read->has_size &&
	      read->size == 7 && is(read->seen, "seen"));
	free(read);
	run("UPDATE items SET made = 'kept', size = 3, seen = 'kept', note = 'kept'");
	check("update", update_item(&db, &item) == SQLITE_OK);
	check("keeps what is NOT NULL, and writes NULL where it may",
	      asks("SELECT made = 'kept' AND size = 3 AND seen IS NULL AND note IS NULL FROM items"));
	run("UPDATE items SET seen = 'kept', note = 'kept'");
	check("upsert", upsert_item(&db, &item) == SQLITE_OK && item.id == 1);
	check("does as update does",
	      asks("SELECT made = 'kept' AND size = 3 AND seen IS NULL AND note IS NULL FROM items"));
	run("UPDATE items SET seen = 'kept', note = 'kept'");
	item.status = ITEM_STATUS_OLD;
	check("upsert with an indexed column changed", upsert_item(&db, &item) == SQLITE_OK);
	check("does so too", asks("SELECT made = 'kept' AND size = 3 AND seen IS NULL AND note IS NULL"
				  " AND status = 'old' FROM items"));
	item.made = "new";
	item.has_size = true;
	item.size = 9;
	upsert_item(&db, &item);
	check("and writes what is there", asks("SELECT made = 'new' AND size = 9 FROM items"));
	item = new_item("u2");
	check("upsert without an id inserts", upsert_item(&db, &item) == SQLITE_OK && item.id == 2);
	check("with the defaults", asks("SELECT made = 'made' AND size = 7 AND seen = 'seen' FROM items WHERE id = 2"));
	item = new_item("u5");
	item.id = 5;
	check("upsert with an id that is not there inserts it", upsert_item(&db, &item) == SQLITE_OK && item.id == 5 &&
	      asks("SELECT count(*) = 1 FROM items WHERE id = 5"));
	item.id = 2;
	check("another key in the way is a constraint", upsert_item(&db, &item) == SQLITE_CONSTRAINT && item.id == 2);
}

static void
check_unique(void)
{
	struct item item = new_item("u5");
	struct tag tag = new_tag("blue");

	run("UPDATE items SET size = 4 WHERE id = 5");
	check("upsert by a unique key", upsert_item_by_uuid(&db, &item) == SQLITE_OK);
	check("writes the stored id back", item.id == 5);
	check("keeps as update does", asks("SELECT size = 4 FROM items WHERE id = 5"));
	check("with its own id", upsert_item_by_uuid(&db, &item) == SQLITE_OK && item.id == 5);
	item.id = 77;
	check("with another id keeps the stored one", upsert_item_by_uuid(&db, &item) == SQLITE_OK && item.id == 5 &&
	      asks("SELECT count(*) = 0 FROM items WHERE id = 77"));
	item.uuid = "u6";
	check("an id that another row has is a constraint", upsert_item_by_uuid(&db, &item) == SQLITE_CONSTRAINT &&
	      item.id == 5);
	item.id = 0;
	check("a new key inserts", upsert_item_by_uuid(&db, &item) == SQLITE_OK && item.id == 6);
	item.region = "North";
	item.has_code = true;
	item.code = 1;
	upsert_item(&db, &item);
	item = new_item("u7");
	item.region = "NORTH";
	item.has_code = true;
	item.code = 1;
	check("a composite key, by its collation", upsert_item_by_region_and_code(&db, &item) == SQLITE_OK &&
	      item.id == 6);
	check("which is not set itself", asks("SELECT region = 'North' COLLATE BINARY AND uuid = 'u7' FROM items"
					      " WHERE id = 6"));
	item = new_item("u8");
	item.region = "North";
	check("NULL in the key is an insert", upsert_item_by_region_and_code(&db, &item) == SQLITE_OK && item.id == 7);
	check("nothing but a key", upsert_tag_by_name(&db, &tag) == SQLITE_OK && tag.id == 1);
	tag = new_tag("BLUE");
	check("finds its row", upsert_tag_by_name(&db, &tag) == SQLITE_OK && tag.id == 1 &&
	      asks("SELECT count(*) = 1 AND name = 'blue' COLLATE BINARY FROM tags"));
	run("DELETE FROM tags; INSERT INTO tags VALUES (-1, 'minus')");
	tag = new_tag("zero");
	check("a rowid that is 0", upsert_tag_by_name(&db, &tag) == SQLITE_OK && asks("SELECT count(*) = 1 FROM tags"
	      " WHERE id = 0 AND name = 'zero'"));
	tag = (struct tag){ .id = 1, .name = "zero" };
	check("is found as well", upsert_tag_by_name(&db, &tag) == SQLITE_OK && tag.id == 0);
	item = new_item("u9");
	item.status = (enum item_status)9;
	check("no enumerator", upsert_item_by_uuid(&db, &item) == SQLITE_MISMATCH && item.id == 0);
}

static void
check_keys(void)
{
	struct pair pair = new_pair("a", 1, "v");
	struct link link = new_link(1, 2);

	pair.w = "w";
	check("a composite key WITHOUT ROWID", upsert_pair(&db, &pair) == SQLITE_OK);
	pair.v = "V";
	check("is updated", upsert_pair(&db, &pair) == SQLITE_OK && asks("SELECT count(*) = 1 AND v = 'V' FROM pairs"));
	check("is patched", patch_pair(&db, &pair, (struct pair_columns){ .w = 1 }) == SQLITE_OK);
	check("a row of nothing but its key", upsert_link(&db, &link) == SQLITE_OK &&
	      upsert_link(&db, &link) == SQLITE_OK && asks("SELECT count(*) = 1 FROM links"));
}

static void
check_patch(void)
{
	struct item item = { .id = 2, .note = "patched", .has_size = false, .status = (enum item_status)9 };
	struct item other = { .id = 999 };
	struct item_columns none = { 0 }, note = { .note = 1 };

	run("UPDATE items SET size = 4, seen = 'kept', uuid = 'kept' WHERE id = 2");
	check("a patch writes what it names", patch_item(&db, &item, note) == SQLITE_OK &&
	      asks("SELECT note = 'patched' AND size = 4 AND seen = 'kept' AND uuid = 'kept' FROM items WHERE id = 2"));
	check("NULL that is named is written", patch_item(&db, &item, (struct item_columns){ .seen = 1 }) == SQLITE_OK &&
	      asks("SELECT seen IS NULL FROM items WHERE id = 2"));
	check("or keeps what is NOT NULL", patch_item(&db, &item, (struct item_columns){ .size = 1 }) == SQLITE_OK &&
	      asks("SELECT size = 4 FROM items WHERE id = 2"));
	check("what is not named is not looked at, what is named is",
	      patch_item(&db, &item, (struct item_columns){ .status = 1 }) == SQLITE_MISMATCH);
	check("a constraint", patch_item(&db, &item, (struct item_columns){ .uuid = 1 }) == SQLITE_CONSTRAINT);
	item.status = ITEM_STATUS_OLD;
	item.body = (struct sqlgen_blob){ "\0b", 2 };
	item.any.type = SQLITE_FLOAT;
	item.any.as.real = 1.5;
	item.has_is_open = item.is_open = true;
	check("every kind of field", patch_item(&db, &item, (struct item_columns){ .status = 1, .body = 1, .any = 1,
	      .is_open = 1, .weight = 1 }) == SQLITE_OK && asks("SELECT status = 'old' AND hex(body) = '0062' AND"
	      " any_ = 1.5 AND is_open = 1 AND weight = 0.0 AND typeof(weight) = 'real' FROM items WHERE id = 2"));
	check("no such row", patch_item(&db, &other, note) == SQLITE_DONE);
	check("nothing named: the row is there", patch_item(&db, &item, none) == SQLITE_OK);
	check("or it is not", patch_item(&db, &other, none) == SQLITE_DONE);
	check("its key and what is generated are not written",
	      patch_item(&db, &item, (struct item_columns){ .id = 1, .double_ = 1 }) == SQLITE_OK);
}

/* More sets of columns than are kept, three times round, and the first one often. */
static void
check_many_patches(void)
{
	bool holds = true;

	for (int i = 0; i < 3 * 64; i++) {
		struct item item = { .id = 2, .uuid = "many", .has_code = true, .has_size = true, .weight = i };
		char note[20], sql[300];

		snprintf(note, sizeof note, "note %d", i);
		item.note = item.region = item.made = item.seen = note;
		item.code = item.size = i;
		run("UPDATE items SET note = '', region = '', made = '', seen = '', code = -1, size = -1 WHERE id = 2");
		patch_item(&db, &item, (struct item_columns){ .note = i & 1, .region = (i & 2) != 0, .made = (i & 4) != 0,
			   .seen = (i & 8) != 0, .code = (i & 16) != 0, .size = (i & 32) != 0 });
		snprintf(sql, sizeof sql, "SELECT note = '%s' AND region = '%s' AND made = '%s' AND seen = '%s' AND"
			 " code = %d AND size = %d FROM items WHERE id = 2", i & 1 ? note : "", i & 2 ? note : "",
			 i & 4 ? note : "", i & 8 ? note : "", i & 16 ? i : -1, i & 32 ? i : -1);
		holds &= asks(sql);
		holds &= patch_item(&db, &item, (struct item_columns){ .weight = 1 }) == SQLITE_OK;
	}
	check("more patches than are kept", holds);
}

static int
statements(void)
{
	int count = 0;

	for (sqlite3_stmt *stmt = NULL; (stmt = sqlite3_next_stmt(db.handle, stmt)) != NULL;)
		count += strncmp(sqlite3_sql(stmt), "UPDATE items SET ", 17) == 0;
	return count;
}

static void
check_all(void)
{
	struct item items[5] = { { 0 } };
	struct line lines[2] = { { "one" }, { "two" } };
	struct watched watched[3] = { { 0, "w1", 1 }, { 0, "w2", 2 }, { 0, "w3", 666 } };
	struct passed passed[2] = { { 0, "p1", NULL }, { 0, "p1", NULL } };
	struct child orphan = { .has_parent = true, .parent = 404 };

	run("DELETE FROM items");
	for (int i = 0; i < 5; i++)
		items[i] = new_item("x");
	items[0].uuid = "x0";
	items[1].uuid = "x1";
	items[1].id = 40;
	items[2].uuid = "x2";
	items[3].uuid = "x1";
	items[4].uuid = "x4";
	check("one of many fails", insert_all_items(&db, items, 5) == SQLITE_CONSTRAINT);
	check("and none is there", asks("SELECT count(*) = 0 FROM items"));
	check("nor has an id", items[0].id == 0 && items[1].id == 40 && items[2].id == 0);
	check("and no transaction is left", sqlite3_get_autocommit(db.handle) != 0);
	items[3].uuid = "x3";
	check("inside a transaction", db_begin(&db) == SQLITE_OK && insert_all_items(&db, items, 5) == SQLITE_OK &&
	      items[0].id == 1 && items[1].id == 40 && items[2].id == 41 && items[4].id == 43);
	check("a failure undoes its own rows only", insert_all_items(&db, items, 1) == SQLITE_CONSTRAINT &&
	      asks("SELECT count(*) = 5 FROM items"));
	check("the transaction is still the caller's", db_rollback(&db) == SQLITE_OK &&
	      asks("SELECT count(*) = 0 FROM items"));
	check("no rows", insert_all_items(&db, NULL, 0) == SQLITE_OK);
	check("a table without a key", insert_all_lines(&db, lines, 2) == SQLITE_OK &&
	      asks("SELECT count(*) = 2 FROM lines"));
	check("a trigger that ends the transaction", insert_all_watched(&db, watched, 3) == SQLITE_CONSTRAINT &&
	      watched[0].id == 0 && sqlite3_get_autocommit(db.handle) && asks("SELECT count(*) = 0 FROM watched"));
	check("a row that SQLite passes over", insert_all_passed(&db, passed, 2) == SQLITE_DONE && passed[0].id == 0 &&
	      asks("SELECT count(*) = 0 FROM passed"));
	check("a commit that fails", insert_all_children(&db, &orphan, 1) == SQLITE_CONSTRAINT && orphan.id == 0 &&
	      sqlite3_get_autocommit(db.handle));
}

static void
check_triggers(void)
{
	struct watched row = new_watched("t", 1), *stored = NULL;
	struct passed passed = new_passed("p");

	run("INSERT INTO seen (id, what) VALUES (1000, 'far')");
	check("an id beside triggers that insert", upsert_watched(&db, &row) == SQLITE_OK && row.id == 1);
	row.n = 2;
	check("upsert fires what it always did", upsert_watched(&db, &row) == SQLITE_OK &&
	      asks("SELECT group_concat(what) = 'far,before,insert,before,update' FROM seen"));
	row.id = 0;
	check("an id by a unique key beside triggers", upsert_watched_by_code(&db, &row) == SQLITE_OK && row.id == 1);
	row.id = 0;
	row.n = 100;
	check("also where a trigger changes the key", upsert_watched_by_code(&db, &row) == SQLITE_OK && row.id == 1 &&
	      asks("SELECT code = 't!' FROM watched"));
	row = new_watched("ignored", -1);
	check("RAISE(IGNORE)", upsert_watched(&db, &row) == SQLITE_DONE && row.id == 0 &&
	      upsert_watched_by_code(&db, &row) == SQLITE_DONE && row.id == 0 &&
	      insert_watched_returning(&db, &row, &stored) == SQLITE_DONE && stored == NULL);
	run("CREATE TRIGGER watched_told BEFORE INSERT ON watched WHEN new.n = -7 BEGIN"
	    " INSERT INTO seen (what) VALUES ('refused'); SELECT RAISE(IGNORE); END");
	row.n = -7;
	check("what its trigger wrote stays, also beside RETURNING",
	      insert_watched(&db, &row) == SQLITE_DONE && insert_watched_returning(&db, &row, &stored) == SQLITE_DONE &&
	      asks("SELECT count(*) = 2 FROM seen WHERE what = 'refused'"));
	run("INSERT INTO passed VALUES (8, 'p', 'o')");
	passed.other = "other";
	check("ON CONFLICT IGNORE in another key", upsert_passed(&db, &passed) == SQLITE_DONE && passed.id == 0);
	check("gives way to the upsert's own", upsert_passed_by_code(&db, &passed) == SQLITE_OK && passed.id == 8 &&
	      asks("SELECT other = 'other' FROM passed"));
}

static void
check_view(void)
{
	struct tag_name names[2] = { { .name = "one" }, { .name = "two" } };
	struct tag_name row = { .has_id = true, .name = "three" };

	run("DELETE FROM tags");
	check("a view's triggers take many rows", insert_all_tag_names(&db, names, 2) == SQLITE_OK &&
	      asks("SELECT group_concat(name) = 'one,two' FROM (SELECT name FROM tags ORDER BY id)"));
	row.id = 1;
	check("and a patch", patch_tag_name(&db, &row, (struct tag_name_columns){ .name = 1 }) == SQLITE_OK &&
	      asks("SELECT name = 'three' FROM tags WHERE id = 1"));
	check("but not of columns that no trigger takes",
	      patch_tag_name(&db, &row, (struct tag_name_columns){ .size = 1 }) == SQLITE_ERROR);
	row.id = 404;
	check("a row that is not there is not told", patch_tag_name(&db, &row, (struct tag_name_columns){ .name = 1 }) ==
	      SQLITE_OK);
	check("unless nothing is named", patch_tag_name(&db, &row, (struct tag_name_columns){ .id = 1 }) == SQLITE_DONE);
}

static void
check_fixed(void)
{
	struct fixed_tag tag = new_fixed_tag("seventy"), stored = { .id = -1 };

	check("a fixed row is returned into the caller's struct",
	      insert_fixed_tag_returning(&db, &tag, &stored) == SQLITE_OK && stored.id == 1 &&
	      is(stored.made, "made") && !stored.has_hash);
	stored.id = -1;
	check("which a failure leaves", insert_fixed_tag_returning(&db, &tag, &stored) == SQLITE_CONSTRAINT &&
	      stored.id == -1);
	tag.has_hash = true;
	tag.hash.size = 2;
	memcpy(tag.hash.data, "ab", 2);
	check("upsert", upsert_fixed_tag_by_name(&db, &tag) == SQLITE_OK && tag.id == 1);
	memset(tag.name, 'x', sizeof tag.name);
	tag.hash.size = 99;
	check("a patch does not look at what is too long elsewhere",
	      patch_fixed_tag(&db, &tag, (struct fixed_tag_columns){ .made = 1 }) == SQLITE_OK);
	check("but at what it names", patch_fixed_tag(&db, &tag, (struct fixed_tag_columns){ .name = 1 }) ==
	      SQLITE_MISMATCH && patch_fixed_tag(&db, &tag, (struct fixed_tag_columns){ .hash = 1 }) ==
	      SQLITE_MISMATCH && asks("SELECT hex(hash) = '6162' AND name = 'seventy' FROM fixed_tags"));
}

static void
check_returning(void)
{
	struct item item = new_item("r1"), *stored = NULL;
	struct misfit misfit = new_misfit("x"), *none = NULL;

	item.weight = 6;
	check("returning", insert_item_returning(&db, &item, &stored) == SQLITE_OK);
	check("what SQLite filled in", stored->id == 1 && is(stored->uuid, "r1") && is(stored->made, "made") &&
	      stored->has_size && stored->size == 7 && stored->has_double_ && stored->double_ == 14 &&
	      stored->weight == 6.0 && stored->body.data == NULL && item.id == 0);
	free(stored);
	stored = NULL;
	check("a failure", insert_item_returning(&db, &item, &stored) == SQLITE_CONSTRAINT && stored == NULL);
	check("a row that cannot be read", insert_misfit_returning(&db, &misfit, &none) == SQLITE_MISMATCH && !none);
	check("is not written", asks("SELECT count(*) = 0 FROM misfits"));
	check("in a transaction neither", db_begin(&db) == SQLITE_OK &&
	      insert_misfit_returning(&db, &misfit, &none) == SQLITE_MISMATCH && db_commit(&db) == SQLITE_OK &&
	      asks("SELECT count(*) = 0 FROM misfits"));
}

int
main(void)
{
	struct item item = { .id = 1 };

	check("opening", db_open(&db, ":memory:", NULL) == SQLITE_OK);
	check_defaults();
	check_unique();
	check_keys();
	check_patch();
	check_many_patches();
	check("the statements of patches are bounded", statements() <= SQLGEN_PATCHES + 2);
	check_all();
	check_triggers();
	check_view();
	check_returning();
	check_fixed();
	check("closing", db_close(&db) == SQLITE_OK);
	check("a closed database", patch_item(&db, &item, (struct item_columns){ .note = 1 }) == SQLITE_MISUSE &&
	      upsert_item(&db, &item) == SQLITE_MISUSE && insert_all_items(&db, &item, 1) == SQLITE_MISUSE);
	return 0;
}
