#ifndef SQLGEN_TEST_ALLOCATOR_H
#define SQLGEN_TEST_ALLOCATOR_H

#include <stdbool.h>

/*
 * SQLite's allocator, of which one allocation fails, or one and all after it. It is the only one that
 * the runner has. Lookaside is off, so that it is asked for everything.
 */
struct allocator {
	bool goes_on; /* all after it fail too */
	bool has_hit;
	long calls;   /* since allocator_arm */
	long live;    /* allocations that are not freed */
};
extern struct allocator allocator;

/* Before SQLite is initialised. */
void allocator_install(void);
/*
 * From now on fails is asked, with the number of each allocation, from 1, until it has said true; goes_on
 * says, unless fails changes that, whether all after it fail.
 */
void allocator_arm(bool (*fails)(long call), bool goes_on);
void allocator_disarm(void);

#endif
