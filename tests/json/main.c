/* Writes every row of a database as JSON into buffers of every size, and prints the whole. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db.h"

/* Every buffer is a block of its own, so that ASan sees a byte too many. */
static char *
written(const struct row *row)
{
	int needed = row_to_json(row, NULL, 0);
	char *whole = malloc((size_t)needed + 1);

	if (row_to_json(row, whole, (size_t)needed + 1) != needed || strlen(whole) != (size_t)needed)
		abort();
	for (size_t size = 1; size <= (size_t)needed; size++) {
		char *part = malloc(size);

		if (row_to_json(row, part, size) != needed || strlen(part) != size - 1 ||
		    memcmp(part, whole, size - 1) != 0)
			abort();
		free(part);
	}
	return whole;
}

int
main(int argc, char **argv)
{
	struct db db;
	struct row_cursor rows;
	int rc = db_open(&db, argc > 1 ? argv[1] : "", NULL);

	if (argc == 2)
		rc = list_rows(&db, &rows);
	while (argc == 2 && (rc = row_cursor_next(&rows)) == SQLITE_ROW) {
		char *text = written(&rows.row);

		puts(text);
		free(text);
	}
	if (rc != SQLITE_OK && rc != SQLITE_DONE)
		fprintf(stderr, "%s\n", db_error(&db));
	return db_close(&db) != SQLITE_OK || (rc != SQLITE_OK && rc != SQLITE_DONE);
}
