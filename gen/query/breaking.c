#include "query/breaking.h"

#include <stdio.h>

#include <sqlite3.h>

#include "base/diag.h"
#include "input/migrations.h"
#include "schema/quoted.h"
#include "schema/replay.h"

struct search {
	const char *sql;
	bool is_found;
	size_t migration, offset; /* of the statement that comes next */
};

static void
try(void *context, sqlite3 *handle, size_t migration, size_t offset)
{
	struct search *search = context;
	sqlite3_stmt *stmt = NULL;
	quoted_refuse(handle);
	if (sqlite3_prepare_v2(handle, search->sql, -1, &stmt, NULL) == SQLITE_OK) {
		search->is_found = true;
		search->migration = migration;
		search->offset = offset;
	}
	sqlite3_finalize(stmt);
	quoted_allow(handle);
}

bool
breaking_find(struct place *place, const char *sql, struct migrations *migrations, struct arena *arena,
	      const struct diag *diag)
{
	/* What there is to say of the migrations has been said. */
	struct diag silent = { .out = stderr, .is_silent = true };
	struct search search = { .sql = sql };
	const struct replay_observer observer = { try, &search };
	struct replay replay;
	if (!replay_observe(&replay, migrations, &observer, arena, &silent))
		return false;
	replay_finish(&replay);
	if (search.is_found)
		*place = migration_place(&migrations->items[search.migration], search.offset, diag);
	return search.is_found;
}
