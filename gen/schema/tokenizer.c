#include "schema/tokenizer.h"

#include "base/arena.h"

/* The tokenizer that does the work. */
struct delegate {
	fts5_tokenizer tokenizer;
	void *context;
};

static int
create(void *context, const char **arguments, int count, Fts5Tokenizer **tokenizer)
{
	const struct delegate *delegate = context;
	(void)arguments;
	(void)count;
	return delegate->tokenizer.xCreate(delegate->context, NULL, 0, tokenizer);
}

/* The interface of fts5; NULL, and SQLITE_OK, where there is no fts5. */
static int
find_fts5(fts5_api **api, sqlite3 *handle)
{
	sqlite3_stmt *stmt = NULL;
	int rc = SQLITE_OK;
	*api = NULL;
	if (sqlite3_prepare_v2(handle, "SELECT fts5(?1)", -1, &stmt, NULL) == SQLITE_OK) {
		rc = sqlite3_bind_pointer(stmt, 1, (void *)api, "fts5_api_ptr", NULL);
		if (rc == SQLITE_OK)
			sqlite3_step(stmt);
	}
	sqlite3_finalize(stmt);
	return rc;
}

static int
register_fts5(sqlite3 *handle, const char *name, struct arena *arena)
{
	struct delegate *delegate = arena_alloc(arena, sizeof *delegate);
	fts5_tokenizer stand_in;
	fts5_api *api;
	int rc = find_fts5(&api, handle);
	if (rc != SQLITE_OK || api == NULL)
		return rc;
	rc = api->xFindTokenizer(api, "unicode61", &delegate->context, &delegate->tokenizer);
	if (rc != SQLITE_OK)
		return rc;
	stand_in = delegate->tokenizer;
	stand_in.xCreate = create;
	return api->xCreateTokenizer(api, name, delegate, &stand_in, NULL);
}

/* simple's own methods under another name. https://sqlite.org/fts3.html#custom_tokenizers */
static int
register_fts3(sqlite3 *handle, const char *name)
{
	sqlite3_stmt *stmt = NULL;
	int rc;
	sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, 1, NULL);
	rc = sqlite3_prepare_v2(handle, "SELECT fts3_tokenizer(?1, fts3_tokenizer('simple'))", -1,
				&stmt, NULL);
	if (rc != SQLITE_OK)
		rc = SQLITE_OK;
	else if ((rc = sqlite3_bind_text(stmt, 1, name, -1, SQLITE_STATIC)) == SQLITE_OK)
		rc = sqlite3_step(stmt) == SQLITE_ROW ? SQLITE_OK : sqlite3_errcode(handle);
	sqlite3_finalize(stmt);
	sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, 0, NULL);
	return rc;
}

int
tokenizer_register(sqlite3 *handle, const char *name, struct arena *arena)
{
	int rc = register_fts5(handle, name, arena);
	return rc == SQLITE_OK ? register_fts3(handle, name) : rc;
}
