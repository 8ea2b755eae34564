#ifndef SQLGEN_TEST_WORKLOAD_H
#define SQLGEN_TEST_WORKLOAD_H

#include "database.h"
#include "fault.h"

/*
 * The migrations that the fault programs disturb, and the question that each of them asks afterwards:
 * is nothing lost? What the database must be at each version is made by plain sqlite3_exec, without
 * the runner.
 */
enum { WORKLOAD_SHORT = 5, WORKLOAD_LONG = 12 };

/* What a run does. The others are of the short series, on a file that has a table before. */
enum task {
	MIGRATE,
	ROLL_BACK, /* all of it, by what the history has kept */
	RUN_HOOKS, /* migrates, some migrations having a hook */
	ADOPT      /* migrates what another tool had begun to migrate */
};

struct workload {
	const char *name;         /* of the configuration, for messages */
	const char *journal_mode;
	/* The file has a table before, with rows: each migration is a transaction of its own. */
	bool is_old;
	enum task task;
	int page_size; /* 0: SQLite's default */
	int from, to; /* the versions before a run and after it, which lie a step apart each */
	const char *vfs;          /* of the run; NULL: SQLite's default */
	const char *checking_vfs; /* of what is asked afterwards */
	const char *path;
	int most_pages;           /* that the file may have; 0: any number */
	struct series series;
	uint64_t digests[WORKLOAD_LONG + 1]; /* by version */
};

/* The rows of configurations by which most programs go: DELETE and WAL first; long has more modes and page sizes. */
struct configuration {
	const char *journal_mode;
	bool is_old;
	enum task task;
	int page_size;
};
enum {
	CONFIGURATIONS = 8, /* that migrate; the others come behind them */
	ALL_CONFIGURATIONS = 18
};
extern const struct configuration configurations[ALL_CONFIGURATIONS];
/* Is this configuration, by the arguments, in a sweep of the first count and of all other tasks? */
bool workload_takes(long configuration, long count);

void workload_init(struct workload *workload, const struct configuration *configuration,
		   int migrations);
/* How many migrations a run applies or undoes. */
int workload_steps(const struct workload *workload);
/* Makes the file as it is before the run; there is none yet. */
void workload_prepare(const struct workload *workload);

/* What came of one run. */
struct outcome {
	int rc;
	bool is_open; /* it came as far as migrating, and report is set */
	struct sqlgen_report report;
	char message[SQLGEN_MESSAGE_SIZE];
	long leaked;  /* bytes of SQLite's that are not freed */
};
/* Opens, migrates, closes; acknowledge is called for each migration that is reported as done. */
struct outcome workload_run(const struct workload *workload, void (*acknowledge)(void *context),
			    void *context);
/*
 * What an outcome must be of which only the truth is asked: a code and a sentence that fit each
 * other, no leak. done is how many steps the file has.
 */
void workload_check_outcome(const struct workload *workload, const struct outcome *outcome,
			    int done);
/* Opens the file and closes it, by which SQLite recovers it. */
void workload_recover(const struct workload *workload);
/*
 * Is nothing lost? The database is what it must be at its version, of which at least as many steps
 * are done as were acknowledged, SQLite finds no fault in it, and the next run completes, and
 * leaves one file. Returns the steps that are done, -1 after an exception.
 */
int workload_check(const struct workload *workload, int acknowledged);
/* The first half of it, which changes nothing. */
int workload_done(const struct workload *workload, int acknowledged);

/* Of all rows of all tables, of the schema, and of the history: 64 bits. 0: they cannot be read. */
uint64_t workload_digest(sqlite3 *handle);

#endif
