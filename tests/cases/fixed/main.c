/* Rows that hold their texts and blobs themselves: nothing is cut, nothing is allocated. */
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
refused(const char *claim, int rc)
{
	check(claim, rc == SQLITE_MISMATCH);
	printf("%s\n", db_error(&db));
}

static struct sqlgen_blob
blob(const char *bytes, size_t size)
{
	return (struct sqlgen_blob){ bytes, size };
}

static void
rows_come_back(void)
{
	struct sensor row = new_sensor("seventy", blob("\0\1\2\3", 4)), read, copy;

	check("constants", strcmp(row.unit, "mK") == 0 && row.mark.size == 3 &&
	      memcmp(row.mark.data, "\0\377A", 3) == 0 && row.state == SENSOR_STATE_ON);
	check("NULL", !row.has_place && !row.has_made && !row.has_seen && !row.has_key);
	row.has_made = true;
	memcpy(row.made, "2026", 5);
	row.has_key = true;
	check("insert", insert_sensor(&db, &row) == SQLITE_OK);
	check("get fills the caller's struct", get_sensor(&db, "seventy", &read) == SQLITE_OK);
	check("a text to the last byte", strcmp(read.name, "seventy") == 0);
	check("a blob to the last byte", read.mac.size == 4 && memcmp(read.mac.data, "\0\1\2\3", 4) == 0);
	check("an empty blob", read.has_key && read.key.size == 0);
	check("what was NULL", !read.has_place && read.place[0] == '\0' && !read.has_reading);
	check("a number as text", read.has_made && strcmp(read.made, "2026") == 0);
	check("a default of SQLite's", read.has_seen && strlen(read.seen) == 19);
	copy = read;
	copy.has_place = true;
	memcpy(copy.place, "roof", 5);
	check("update", update_sensor(&db, &copy) == SQLITE_OK);
	check("get by a unique text", get_sensor_by_place(&db, "roof", &read) == SQLITE_OK &&
	      strcmp(read.place, "roof") == 0);
	check("get by a unique blob", get_sensor_by_key(&db, blob("", 0), &read) == SQLITE_OK);
	check("a text that fits no field is no row's", get_sensor(&db, "seventy-one", &read) == SQLITE_DONE);
	check("NULL finds nothing", get_sensor_by_place(&db, NULL, &read) == SQLITE_DONE);
	check("and leaves the struct", strcmp(read.place, "roof") == 0);
}

static void
rows_are_listed(void)
{
	struct sensor row = new_sensor("", blob("", 0)), *rows;
	struct sensor_cursor sensors;
	size_t count;

	check("empty ones", insert_sensor(&db, &row) == SQLITE_OK);
	check("list", list_sensors_by_unit(&db, "mK", &sensors) == SQLITE_OK);
	check("first", sensor_cursor_next(&sensors) == SQLITE_ROW && sensors.row.name[0] == '\0' &&
	      sensors.row.mac.size == 0);
	check("second", sensor_cursor_next(&sensors) == SQLITE_ROW && strcmp(sensors.row.place, "roof") == 0);
	check("end", sensor_cursor_next(&sensors) == SQLITE_DONE);
	check("load", load_sensors(&db, &rows, &count) == SQLITE_OK && count == 2 &&
	      strcmp(rows[1].name, "seventy") == 0);
	free(rows);
}

static void
nothing_is_cut_on_write(void)
{
	struct sensor row = new_sensor("seventy1", blob("", 0));

	refused("a text that is too long", insert_sensor(&db, &row));
	row = new_sensor(NULL, blob("", 0));
	refused("NULL", insert_sensor(&db, &row));
	row = new_sensor("a", blob("12345", 5));
	refused("a blob that is too long", insert_sensor(&db, &row));
	row = new_sensor("a", blob(NULL, 0));
	refused("no blob", insert_sensor(&db, &row));
	row = new_sensor("a", blob("", 0));
	row.has_place = true;
	memset(row.place, 'x', sizeof row.place);
	refused("a field without NUL", insert_sensor(&db, &row));
	row.has_place = false;
	check("one that is not used", insert_sensor(&db, &row) == SQLITE_OK);
}

static void
nothing_is_cut_on_read(void)
{
	static const char *const updates[] = {
		"place = '12345678'", "place = 'a' || char(0)", "place = x'00'", "mac = x'0102030405'",
		"mac = 'text'", "unit = '12345678'", "made = 12345678", "made = x'00'", "key = 1",
	};
	struct sensor read = new_sensor("unread", blob("", 0));

	for (size_t i = 0; i < sizeof updates / sizeof *updates; i++) {
		char sql[200];

		sqlite3_snprintf(sizeof sql, sql, "SAVEPOINT s; UPDATE sensors SET %s WHERE name = 'seventy'",
				 updates[i]);
		sqlite3_exec(db.handle, sql, NULL, NULL, NULL);
		refused(updates[i], get_sensor(&db, "seventy", &read));
		sqlite3_exec(db.handle, "ROLLBACK TO s; RELEASE s", NULL, NULL, NULL);
	}
	check("the struct is as it was", strcmp(read.name, "unread") == 0);
}

static void
other_tables(void)
{
	struct count count = new_count(7), read;
	struct note note = new_note("title"), *owned;
	char json[100];

	note.body = "longer than any array";
	check("a table without texts", insert_count(&db, &count) == SQLITE_OK &&
	      get_count(&db, count.id, &read) == SQLITE_OK && read.n == 7);
	check("one with a pointer", insert_note(&db, &note) == SQLITE_OK && get_note(&db, note.id, &owned) == SQLITE_OK &&
	      strcmp(owned->title, "title") == 0 && strcmp(owned->body, note.body) == 0);
	check("as JSON", note_to_json(owned, json, sizeof json) == (int)strlen(json));
	printf("%s\n", json);
	free(owned);
	owned = copy_note(&note);
	check("is copied", strcmp(owned->title, "title") == 0 && owned->body != note.body);
	free(owned);
}

int
main(void)
{
	check("open", db_open(&db, ":memory:", NULL) == SQLITE_OK);
	rows_come_back();
	rows_are_listed();
	nothing_is_cut_on_write();
	nothing_is_cut_on_read();
	other_tables();
	check("close", db_close(&db) == SQLITE_OK);
	return 0;
}
