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

struct workload {
	const char *name;         /* of the configuration, for messages */
	const char *journal_mode;
	/* The file has a table before, with rows: each migration is a transaction of its own. */
	bool is_old;
	const char *vfs;          /* of the run; NULL: SQLite's default */
	const char *checking_vfs; /* of what is asked afterwards */
	const char *path;
	int most_pages;           /* that the file may have; 0: any number */
	struct series series;
	uint64_t digests[WORKLOAD_LONG + 1]; /* by version */
};

/* The rows of configurations by which most programs go: DELETE and WAL first; long has more modes. */
struct configuration {
	const char *journal_mode;
	bool is_old;
};
enum { CONFIGURATIONS = 8 };
extern const struct configuration configurations[CONFIGURATIONS];

void workload_init(struct workload *workload, const struct configuration *configuration,
		   int migrations);
/* Makes the file as it is before the migrations; there is none yet. */
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
 * What an outcome must be of which only the truth is asked: a code and a sentence that fit each other,
 * no leak. version is what is in the file.
 */
void workload_check_outcome(const struct workload *workload, const struct outcome *outcome,
			    int version);
/* Opens the file and closes it, by which SQLite recovers it. */
void workload_recover(const struct workload *workload);
/*
 * Is nothing lost? The database is what it must be at its version, which is at least acknowledged,
 * SQLite finds no fault in it, and the next run completes, and leaves one file. Returns the version
 * that was found, -1 after an exception.
 */
int workload_check(const struct workload *workload, int acknowledged);
/* The first half of it, which changes nothing. */
int workload_version(const struct workload *workload, int acknowledged);

/* Of all rows of all tables, of the schema, and of the history: 64 bits. 0: they cannot be read. */
uint64_t workload_digest(sqlite3 *handle);

#endif
