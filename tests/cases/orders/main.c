#include <stdio.h>
#include <stdlib.h>

#include "db.h"

/* Each order, beside filters, in a struct, and one that the query does not list. */

static void
check(struct db *db, const char *what, int rc)
{
	printf("%s: %s\n", what,
	       rc == SQLITE_OK     ? "ok"
	       : rc == SQLITE_DONE ? "done"
				   : db_error(db));
}

static void
fill(struct db *db)
{
	static const struct {
		const char *name;
		double height;
		enum place_kind kind;
	} rows[] = {
		{ "Zugspitze", 2962, PLACE_KIND_HILL },
		{ "ammersee", 533, PLACE_KIND_LAKE },
		{ "Brocken", 1141, PLACE_KIND_HILL },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct place place = new_place(rows[i].name, rows[i].height, rows[i].kind);

		check(db, "insert_place", insert_place(db, &place));
	}
}

static void
find(struct db *db, const enum place_kind *kind, const double *least, enum find_places_order order,
     double height)
{
	struct find_places_row *rows = NULL;
	size_t count = 0;

	check(db, "load_find_places",
	      load_find_places(db, kind, least, order, height, 10, &rows, &count));
	for (size_t i = 0; i < count; i++)
		printf("  %s\n", rows[i].name);
	free(rows);
}

static void
show_names(struct db *db, enum names_order order)
{
	struct names_cursor cursor;

	check(db, "names", names(db, order, &cursor));
	while (names_cursor_next(&cursor) == SQLITE_ROW)
		printf("  %s\n", cursor.row.name);
}

static void
show_struct(struct db *db, enum by_struct_order order)
{
	struct by_struct_arguments arguments = { .a = 9, .order = order, .offset = 2, .factor = 3 };
	struct by_struct_cursor cursor;

	check(db, "by_struct", by_struct(db, &arguments, &cursor));
	while (by_struct_cursor_next(&cursor) == SQLITE_ROW)
		printf("  %d\n", (int)cursor.row.id);
}

int
main(void)
{
	enum place_kind hill = PLACE_KIND_HILL;
	double least = 2000;
	struct only_one_row *rows = NULL;
	struct place *place = NULL;
	size_t count = 0;
	struct db db;

	check(&db, "db_open", db_open(&db, ":memory:", NULL));
	fill(&db);
	find(&db, NULL, NULL, FIND_PLACES_ORDER_NAME, 0);
	find(&db, NULL, NULL, FIND_PLACES_ORDER_HIGHEST, 0);
	find(&db, &hill, NULL, FIND_PLACES_ORDER_NEAR_TO, 1000);
	find(&db, &hill, NULL, FIND_PLACES_ORDER_NEAR_TO, 3000);
	find(&db, NULL, &least, FIND_PLACES_ORDER_HIGHEST, 0);
	find(&db, &hill, &least, FIND_PLACES_ORDER_NAME, 0);
	check(&db, "first_place", first_place(&db, FIRST_PLACE_ORDER_NAME, &place));
	printf("  %s\n", place->name);
	free(place);
	check(&db, "first_place", first_place(&db, FIRST_PLACE_ORDER_ID, &place));
	printf("  %s\n", place->name);
	free(place);
	check(&db, "no such order", first_place(&db, (enum first_place_order)7, &place));
	find(&db, &hill, &least, (enum find_places_order)3, 0);
	find(&db, NULL, NULL, (enum find_places_order) - 1, 0);
	show_names(&db, NAMES_ORDER_UP);
	show_names(&db, NAMES_ORDER_DOWN);
	check(&db, "load_only_one", load_only_one(&db, ONLY_ONE_ORDER_ID, &rows, &count));
	printf("  %d rows\n", (int)count);
	free(rows);
	show_struct(&db, BY_STRUCT_ORDER_UP);
	show_struct(&db, BY_STRUCT_ORDER_DOWN);
	check(&db, "db_close", db_close(&db));
	return 0;
}
