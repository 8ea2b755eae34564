#ifndef SQLGEN_MEMORY_H
#define SQLGEN_MEMORY_H

#include <stddef.h>

/* Says that there is no memory, and exits. */
_Noreturn void memory_exhausted(void);

/* Like realloc, but without memory the tool says so and exits. size is not 0. */
void *memory_resize(void *memory, size_t size);

/* a + b and a * b; the tool exits as without memory if that is more than size_t holds. */
size_t memory_sum(size_t a, size_t b);
size_t memory_product(size_t a, size_t b);

#endif
