/* How long db_open and db_close take on a file that is up to date. Usage: open FILE */
#include <stdio.h>
#include <time.h>

#include "db.h"

static double
now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

/* Milliseconds, the best of some; negative: it failed. */
static double
measure(const char *path, const struct sqlgen_options *options)
{
	enum { RUNS = 30 };
	double best = -1;

	for (int i = 0; i < RUNS; i++) {
		double begun = now(), taken;
		struct db db;

		if (db_open(&db, path, options) != SQLITE_OK) {
			fprintf(stderr, "%s\n", db_error(&db));
			return -1;
		}
		db_close(&db);
		taken = now() - begun;
		if (best < 0 || taken < best)
			best = taken;
	}
	return best;
}

int
main(int argc, char **argv)
{
	struct sqlgen_options options = sqlgen_options_default();
	double first, all, unchecked;

	if (argc != 2)
		return 2;
	first = now();
	struct db db;
	if (db_open(&db, argv[1], &options) != SQLITE_OK) {
		fprintf(stderr, "%s\n", db_error(&db));
		return 1;
	}
	db_close(&db);
	first = now() - first;
	all = measure(argv[1], &options);
	options.check = false;
	unchecked = measure(argv[1], &options);
	printf("%.1f %.2f %.2f\n", first, all, unchecked);
	return all < 0 || unchecked < 0;
}
