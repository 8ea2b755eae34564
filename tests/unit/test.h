#ifndef SQLGEN_TEST_H
#define SQLGEN_TEST_H

#include <stdio.h>
#include <string.h>

/*
 * What a unit test is made of: a program that checks claims, goes on after one that fails, and
 * returns failures != 0 from main. Each failed check prints file:line, what was expected and what
 * was found.
 */
static int failures;

static inline void
test_failed(const char *file, int line, const char *expected, const char *found)
{
	failures++;
	fprintf(stderr, "%s:%d: expected %s, found %s\n", file, line, expected, found);
}

static inline void
test_claim(const char *file, int line, int holds, const char *claim)
{
	if (!holds)
		test_failed(file, line, claim, "that it does not hold");
}

static inline void
test_strings(const char *file, int line, const char *found, const char *expected)
{
	if (found == expected || (found && expected && strcmp(found, expected) == 0))
		return;
	failures++;
	fprintf(stderr, "%s:%d: expected %s%s%s, found %s%s%s\n", file, line, expected ? "'" : "",
		expected ? expected : "NULL", expected ? "'" : "", found ? "'" : "",
		found ? found : "NULL", found ? "'" : "");
}

static inline void
test_integers(const char *file, int line, long long found, long long expected)
{
	if (found == expected)
		return;
	failures++;
	fprintf(stderr, "%s:%d: expected %lld, found %lld\n", file, line, expected, found);
}

#define CHECK(claim) test_claim(__FILE__, __LINE__, !!(claim), #claim)
/* found, expected; either may be NULL */
#define CHECK_STR(found, expected) test_strings(__FILE__, __LINE__, (found), (expected))
#define CHECK_INT(found, expected)                                                                 \
	test_integers(__FILE__, __LINE__, (long long)(found), (long long)(expected))

#endif
