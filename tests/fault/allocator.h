#ifndef SQLGEN_TEST_ALLOCATOR_H
#define SQLGEN_TEST_ALLOCATOR_H

#include <stdbool.h>

/*
 * SQLite's allocator, of which one allocation fails, or one and all after it. It is the only one that
 * the runner has. Lookaside is off, so that it is asked for everything.
 */
struct allocator {
	bool goes_on; /* all after it fail too */
	long until;   /* the allocation that fails, counted from 1; 0: none */
	long calls;   /* since allocator_arm */
	long hits;    /* of those that failed */
	long live;    /* allocations that are not freed */
};
extern struct allocator allocator;

/* Before SQLite is initialised. */
void allocator_install(void);
void allocator_arm(bool goes_on, long until);
void allocator_disarm(void);

#endif
