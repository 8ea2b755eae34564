/* Which indexes give which functions, and what they compare. */
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

/* Neither a partial nor an expression index gives a function: these names are free. */
enum { get_person_by_score, list_people_by_score };

int
main(void)
{
	struct place place = new_place("de", "b");
	struct person ann = new_person("ann@x"), bob = new_person("bob@x"), *read = NULL;
	struct person_cursor cursor;
	int64_t number = 7;
	enum person_kind kind = PERSON_KIND_A;
	double score = 1.5;

	check("opening", db_open(&db, ":memory:", NULL) == SQLITE_OK);
	insert_place(&db, &place);
	ann.nick = "Ann";
	ann.has_number = true;
	ann.number = number;
	ann.country = "de";
	ann.code = "b";
	ann.has_kind = true;
	ann.kind = kind;
	ann.has_score = true;
	ann.score = score;
	check("inserting", insert_person(&db, &ann) == SQLITE_OK);
	bob.has_boss_id = true;
	bob.boss_id = ann.id;
	check("a self reference", insert_person(&db, &bob) == SQLITE_OK);
	check("by a NOCASE column", get_person_by_email(&db, "ANN@X", &read) == SQLITE_OK && read->id == ann.id);
	free(read);
	check("by a NOCASE index on a BINARY column", get_person_by_nick(&db, "aNN", &read) == SQLITE_OK);
	free(read);
	check("by a nullable number", get_person_by_number(&db, &number, &read) == SQLITE_OK);
	free(read);
	check("NULL finds nothing", get_person_by_number(&db, NULL, &read) == SQLITE_DONE);
	check("by a composite foreign key", list_people_by_country_and_code(&db, "de", "b", &cursor) == SQLITE_OK &&
	      person_cursor_next(&cursor) == SQLITE_ROW && cursor.row.id == ann.id);
	person_cursor_close(&cursor);
	check("by NULLs", list_people_by_country_and_code(&db, NULL, NULL, &cursor) == SQLITE_OK &&
	      person_cursor_next(&cursor) == SQLITE_ROW && cursor.row.id == bob.id);
	person_cursor_close(&cursor);
	check("by a self reference", list_people_by_boss_id(&db, &ann.id, &cursor) == SQLITE_OK &&
	      person_cursor_next(&cursor) == SQLITE_ROW && cursor.row.id == bob.id);
	person_cursor_close(&cursor);
	check("by an enum", list_people_by_kind(&db, &kind, &cursor) == SQLITE_OK &&
	      person_cursor_next(&cursor) == SQLITE_ROW && cursor.row.id == ann.id);
	person_cursor_close(&cursor);
	check("by two columns", list_people_by_rank_and_score(&db, 0, &score, &cursor) == SQLITE_OK &&
	      person_cursor_next(&cursor) == SQLITE_ROW && person_cursor_next(&cursor) == SQLITE_DONE);
	check("a composite unique key", delete_person(&db, ann.id) != SQLITE_DONE);
	check("closing", db_close(&db) == SQLITE_OK);
	return 0;
}
