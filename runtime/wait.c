#include <string.h>

#include "private.h"

int64_t
sqlgen_clock(void)
{
	sqlite3_vfs *vfs = sqlite3_vfs_find(NULL);
	sqlite3_int64 now = 0;
	double days = 0;

	if (vfs->iVersion >= 2 && vfs->xCurrentTimeInt64 != NULL) {
		vfs->xCurrentTimeInt64(vfs, &now);
		return now;
	}
	vfs->xCurrentTime(vfs, &days);
	return (int64_t)(days * 86400000.0);
}

void
sqlgen_wait_init(struct sqlgen_wait *wait, const struct sqlgen_options *options,
		 const struct sqlgen_schema *schema, size_t index, int limit)
{
	memset(wait, 0, sizeof(*wait));
	wait->options = options;
	wait->limit = limit;
	wait->pause = 1;
	wait->begun = sqlgen_clock();
	if (schema == NULL || index >= schema->migration_count)
		return;
	wait->progress.migration = &schema->migrations[index];
	wait->progress.index = index;
	wait->progress.count = schema->migration_count;
}

bool
sqlgen_wait_more(struct sqlgen_wait *wait, int rc)
{
	const struct sqlgen_options *options = wait->options;

	if (!sqlgen_is(rc, SQLITE_BUSY))
		return false;
	if (wait->progress.migration != NULL && options->on_progress != NULL &&
	    options->on_progress(options->context, &wait->progress) != 0) {
		wait->is_cancelled = true;
		return false;
	}
	if (wait->limit >= 0 && sqlgen_clock() - wait->begun >= wait->limit)
		return false;
	sqlite3_sleep(wait->pause);
	wait->pause = wait->pause < 25 ? wait->pause * 2 : 50;
	return true;
}
