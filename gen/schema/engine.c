#include "schema/engine.h"

#include <stdbool.h>

#include <sqlite3.h>

#include "base/pool.h"

/* The sanitizers see only what malloc gave. */
#if defined(__SANITIZE_ADDRESS__)
enum { USES_POOL = 0 };
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
enum { USES_POOL = 0 };
#else
enum { USES_POOL = 1 };
#endif
#else
enum { USES_POOL = 1 };
#endif

/* SQLite's methods for memory are given no context: this is the one thing that the process shares.
 */
static struct pool pool;
static bool is_configured;

static void *
take(int size)
{
	return pool_take(&pool, (size_t)size);
}

static void
give(void *piece)
{
	pool_give(&pool, piece);
}

static void *
resize(void *piece, int size)
{
	return pool_resize(&pool, piece, (size_t)size);
}

static int
size_of(void *piece)
{
	return piece ? (int)pool_size(piece) : 0;
}

static int
round_up(int size)
{
	return (int)pool_round((size_t)size);
}

static int
begin(void *context)
{
	(void)context;
	return SQLITE_OK;
}

static void
end(void *context)
{
	(void)context;
	pool_finish(&pool);
}

void
engine_configure(void)
{
	static const sqlite3_mem_methods methods = { take,     give,  resize, size_of,
						     round_up, begin, end,    NULL };

	sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
	if (USES_POOL) {
		sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
		is_configured = sqlite3_config(SQLITE_CONFIG_MALLOC, &methods) == SQLITE_OK;
	}
}

void
engine_limit(size_t size)
{
	pool.limit = size;
	if (!is_configured)
		sqlite3_hard_heap_limit64((sqlite3_int64)size);
}
