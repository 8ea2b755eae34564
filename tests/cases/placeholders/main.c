/* The program carries the texts with their values in. */
#include <stdio.h>
#include <stdlib.h>

#include "db.h"

int
main(void)
{
	struct library *library = NULL;
	struct db db;
	int rc = db_open(&db, "test.db", NULL);

	if (rc == SQLITE_OK)
		(void)get_library(&db, 1, &library);
	if (library != NULL)
		printf("hash_files %d, size %d\n", (int)library->hash_files, (int)library->size);
	else
		printf("%s\n", db_error(&db));
	free(library);
	db_close(&db);
	return 0;
}
