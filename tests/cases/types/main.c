/* Every type, with each kind of default, written and read back. */
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

static const double zero;

static struct everything *
written_and_read(struct everything *row)
{
	struct everything *read = NULL;

	if (insert_everything(&db, row) != SQLITE_OK || get_everything(&db, row->id, &read) != SQLITE_OK)
		printf("%s\n", db_error(&db));
	return read;
}

static void
defaults_come_back(void)
{
	struct everything row = new_everything(1, true, 0.25, "t", (struct sqlgen_blob){ "b", 1 });
	struct everything *read = written_and_read(&row);

	check("integer defaults", read->i_def == INT64_MIN && read->has_i_def_null && read->i_def_null == 7);
	check("bool defaults", read->b && !read->has_b_null && read->b_def && read->flag);
	check("real defaults", read->r_def == (double)0.1 && read->has_r_int && read->r_int == 2.0);
	check("text defaults", strcmp(read->t_def, "it's \"so\"") == 0 && strcmp(read->t_num, "5") == 0);
	check("blob defaults", read->bl_def.size == 3 && memcmp(read->bl_def.data, "\0\377A", 3) == 0);
	check("dynamic defaults", read->d.type == SQLITE_FLOAT && read->d.as.real == 1.5 &&
	      read->u_def.type == SQLITE_TEXT && strcmp(read->u_def.as.text.data, "text") == 0 &&
	      read->n.type == SQLITE_NULL);
	check("dates", read->dt == NULL && strlen(read->dt_now) == 19 && read->dt_unix == 0);
	check("expressions", read->has_expr_int && read->expr_int == 3 && strcmp(read->expr_text_null, "abc") == 0 &&
	      read->has_expr_bool && read->expr_bool);
	check("enums", read->level == EVERYTHING_LEVEL_2 && !read->has_mood && EVERYTHING_LEVEL_MINUS_3 == -3);
	check("generated columns", read->has_twice && read->twice == 2 && strcmp(read->shout, "T") == 0);
	free(read);
}

static void
values_come_back(void)
{
	struct everything row = new_everything(INT64_MAX, false, -1e300, "\303\251", (struct sqlgen_blob){ "", 0 });
	struct everything *read, not_a_number;

	row.has_mood = true;
	row.mood = EVERYTHING_MOOD_BAD;
	row.level = EVERYTHING_LEVEL_MINUS_3;
	row.n.type = SQLITE_BLOB;
	row.n.as.blob = (struct sqlgen_blob){ "\0\1", 2 };
	row.u.type = SQLITE_INTEGER;
	row.u.as.integer = -1;
	row.dt = "2026-01-31";
	row.day = "20260131";
	row.has_expr_int = true;
	row.expr_int = 9;
	read = written_and_read(&row);
	not_a_number = row;
	not_a_number.id = 0;
	not_a_number.r = 0.0 / zero;
	check("NaN is refused", insert_everything(&db, &not_a_number) == SQLITE_MISMATCH);
	printf("%s\n", db_error(&db));
	check("extremes", read->i == INT64_MAX && read->r == (double)-1e300 && strcmp(read->t, "\303\251") == 0);
	check("an empty blob", read->bl.data != NULL && read->bl.size == 0);
	check("enums", read->has_mood && read->mood == EVERYTHING_MOOD_BAD && read->level == EVERYTHING_LEVEL_MINUS_3);
	check("dynamic values", read->n.type == SQLITE_BLOB && read->n.as.blob.size == 2 &&
	      read->u.type == SQLITE_INTEGER && read->u.as.integer == -1);
	check("text over NUMERIC affinity", strcmp(read->dt, "2026-01-31") == 0 && strcmp(read->day, "20260131") == 0);
	check("a given value instead of the default", read->expr_int == 9);
	read->has_expr_int = false;
	read->dt_now = NULL;
	check("update", update_everything(&db, read) == SQLITE_OK);
	free(read);
	get_everything(&db, row.id, &read);
	check("keeps what is not set", read->expr_int == 9 && read->dt_now != NULL);
	free(read);
}

static void
strict_and_virtual_tables(void)
{
	struct exact exact = new_exact(1, "t"), *read = NULL;
	struct note note = { .title = "first" };
	struct note_cursor notes;

	exact.a.type = SQLITE_TEXT;
	exact.a.as.text = (struct sqlgen_text){ "007", 3 };
	check("STRICT", insert_exact(&db, &exact) == SQLITE_OK && get_exact(&db, exact.id, &read) == SQLITE_OK);
	check("ANY keeps the class", read->a.type == SQLITE_TEXT && strcmp(read->a.as.text.data, "007") == 0);
	free(read);
	check("fts5", insert_note(&db, &note) == SQLITE_OK && list_notes(&db, &notes) == SQLITE_OK &&
	      note_cursor_next(&notes) == SQLITE_ROW && strcmp(notes.row.title, "first") == 0);
	note_cursor_close(&notes);
}

static void
mismatches(void)
{
	static const char *const updates[] = {
		"i = 1.5", "i = 'abc'", "i = x'00'", "b = 2", "b = 'true'", "r = 'x'", "t = x'41'",
		"dt_unix = 'soon'",
	};
	struct everything *read = NULL;

	for (size_t i = 0; i < sizeof updates / sizeof *updates; i++) {
		char sql[200];

		sqlite3_snprintf(sizeof sql, sql, "SAVEPOINT s; UPDATE everything SET %s WHERE id = 1", updates[i]);
		sqlite3_exec(db.handle, sql, NULL, NULL, NULL);
		check(updates[i], get_everything(&db, 1, &read) == SQLITE_MISMATCH && read == NULL);
		printf("%s\n", db_error(&db));
		sqlite3_exec(db.handle, "ROLLBACK TO s; RELEASE s", NULL, NULL, NULL);
	}
}

int
main(void)
{
	setvbuf(stdout, NULL, _IONBF, 0);
	check("opening", db_open(&db, ":memory:", NULL) == SQLITE_OK);
	defaults_come_back();
	values_come_back();
	strict_and_virtual_tables();
	mismatches();
	check("closing", db_close(&db) == SQLITE_OK);
	return 0;
}
