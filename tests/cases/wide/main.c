#include <stdio.h>
#include <stdlib.h>

#include "db.h"

int
main(void)
{
	struct db db;
	struct wide row = new_wide(), *read = NULL;
	int rc = db_open(&db, ":memory:", NULL);

	row.measured_value_of_channel_007 = -7;
	if (rc == SQLITE_OK)
		rc = insert_wide(&db, &row);
	row.measured_value_of_channel_008 = -8;
	if (rc == SQLITE_OK)
		rc = update_wide(&db, &row);
	if (rc == SQLITE_OK)
		rc = get_wide(&db, row.id, &read);
	printf("%d %s\n", rc, rc == SQLITE_OK ? "" : db_error(&db));
	if (read)
		printf("%lld %lld %lld\n", (long long)read->measured_value_of_channel_007,
		       (long long)read->measured_value_of_channel_008, (long long)read->measured_value_of_channel_199);
	free(read);
	return db_close(&db);
}
