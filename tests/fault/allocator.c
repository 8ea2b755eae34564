#include <stddef.h>

#include <sqlite3.h>

#include "allocator.h"

struct allocator allocator;

static sqlite3_mem_methods real;

static bool (*asked)(long call);

static bool
must_fail(void)
{
	if (asked == NULL)
		return false;
	allocator.calls++;
	if (allocator.has_hit)
		return allocator.goes_on;
	allocator.has_hit = asked(allocator.calls);
	return allocator.has_hit;
}

static void *
failing_malloc(int size)
{
	void *memory = must_fail() ? NULL : real.xMalloc(size);

	allocator.live += memory != NULL;
	return memory;
}

static void *
failing_realloc(void *memory, int size)
{
	return must_fail() ? NULL : real.xRealloc(memory, size);
}

static void
counting_free(void *memory)
{
	allocator.live -= memory != NULL;
	real.xFree(memory);
}

void
allocator_install(void)
{
	sqlite3_mem_methods methods;

	sqlite3_config(SQLITE_CONFIG_GETMALLOC, &real);
	methods = real;
	methods.xMalloc = failing_malloc;
	methods.xRealloc = failing_realloc;
	methods.xFree = counting_free;
	sqlite3_config(SQLITE_CONFIG_MALLOC, &methods);
	sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0);
	sqlite3_initialize();
}

void
allocator_arm(bool (*fails)(long call), bool goes_on)
{
	allocator.calls = 0;
	allocator.has_hit = false;
	allocator.goes_on = goes_on;
	asked = fails;
}

void
allocator_disarm(void)
{
	asked = NULL;
}
