#ifndef SQLGEN_TEST_SHIM_H
#define SQLGEN_TEST_SHIM_H

#include <stdbool.h>

/*
 * "shim", a VFS over another one that counts its calls, and lets one of them, or it and all after it,
 * fail, or the process die at it.
 */
enum shim_fault {
	SHIM_IOERR,   /* every call is counted and may fail */
	SHIM_FULL,    /* only those by which a file may grow are counted */
	SHIM_KILL,    /* only those that change something are counted, and SIGKILL comes instead of one */
	SHIM_TORN     /* the same, but half of a write is done */
};

struct shim {
	enum shim_fault fault;
	bool goes_on; /* all calls after it fail too */
	long until;   /* the call that fails, counted from 1; 0: none */
	long calls;   /* counted since shim_arm */
	long hits;    /* of those that failed */
};
extern struct shim shim;

void shim_register(const char *base);
void shim_arm(enum shim_fault fault, bool goes_on, long until);
void shim_disarm(void);

#endif
