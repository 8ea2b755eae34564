#include "base/memory.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

_Noreturn void
memory_exhausted(void)
{
	fputs("sqlgen: error: out of memory\n", stderr);
	exit(1);
}

void *
memory_resize(void *memory, size_t size)
{
	void *resized = realloc(memory, size);
	if (!resized)
		memory_exhausted();
	return resized;
}

size_t
memory_sum(size_t a, size_t b)
{
	if (a > SIZE_MAX - b)
		memory_exhausted();
	return a + b;
}

size_t
memory_product(size_t a, size_t b)
{
	if (b != 0 && a > SIZE_MAX / b)
		memory_exhausted();
	return a * b;
}
