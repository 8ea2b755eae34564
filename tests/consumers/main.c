#include <stdio.h>
#include <stdlib.h>

#include "db.h"

int
main(void)
{
	static const double values[] = { 20.5, 21.5, 24 };
	struct db db;
	struct mean_of_row *row = NULL;
	int rc = db_open(&db, ":memory:", NULL);

	for (size_t i = 0; rc == SQLITE_OK && i < sizeof values / sizeof *values; i++) {
		struct reading reading = new_reading("kitchen", values[i]);

		rc = insert_reading(&db, &reading);
	}
	if (rc == SQLITE_OK)
		rc = mean_of(&db, "kitchen", &row);
	if (rc == SQLITE_OK)
		printf("%zu bits: mean %.1f\n", sizeof(void *) * 8, row->mean);
	else
		fprintf(stderr, "%s\n", db_error(&db));
	free(row);
	return db_close(&db) != SQLITE_OK || rc != SQLITE_OK;
}
