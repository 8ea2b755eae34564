#include <stdio.h>
#include <stdlib.h>

#include "store.h"

int
main(void)
{
	static const double values[] = { 20.5, 21.5, 24 };
	struct s_db db;
	struct s_mean_of_row *row = NULL;
	int rc = s_db_open(&db, ":memory:", NULL);

	for (size_t i = 0; rc == SQLITE_OK && i < sizeof values / sizeof *values; i++) {
		struct s_reading reading = s_new_reading("kitchen", values[i]);

		rc = s_insert_reading(&db, &reading);
	}
	if (rc == SQLITE_OK)
		rc = s_mean_of(&db, "kitchen", &row);
	if (rc == SQLITE_OK)
		printf("%zu bits: mean %.1f\n", sizeof(void *) * 8, row->mean);
	else
		fprintf(stderr, "%s\n", s_db_error(&db));
	free(row);
	return s_db_close(&db) != SQLITE_OK || rc != SQLITE_OK;
}
