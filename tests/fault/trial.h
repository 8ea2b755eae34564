#ifndef SQLGEN_TEST_TRIAL_H
#define SQLGEN_TEST_TRIAL_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include <sqlgen.h>

#include "test.h"

/*
 * What the trials of generated functions share. A trial calls one function, between window_open and
 * window_close, where an allocation may fail; it checks what came out, and returns the call's code,
 * SQLITE_OK where a cursor came to its end.
 */

struct db;

struct trial {
	const char *name; /* of the function, and what is particular */
	int (*run)(struct db *db);
	bool has_own; /* connection: what was before on db makes no difference */
};

/* The trials and the rows of each table, rendered from the schema. */
struct subject {
	const char *table;
	const struct trial *trials;
	size_t trial_count;
	int (*insert)(struct db *db, int turn); /* NULL: nothing is written; the trials leave nothing behind */
	bool is_full_text;
};
extern const struct subject subjects[];
extern const size_t subject_count;
int subject_failures(void); /* of the checks in the trials */

/* What works on no table. */
extern const struct subject connection_subject;
int connection_failures(void);

/* Named queries. */
extern const struct subject query_subject;
int query_failures(void);

/* Opens a connection to a copy of the database that the trials start from. */
void open_copy(struct db *db);

/* The SQL must succeed. */
void execute(sqlite3 *handle, const char *sql);

void window_open(void);
void window_close(void);

/*
 * A row's values follow from its turn. STORED and those after it are in the table; FRESH and those
 * after it are in all tables but the one on trial.
 */
enum { STORED, STORED_COUNT = 3, FRESH = STORED_COUNT, FRESH_COUNT = 2, TURNS = FRESH + FRESH_COUNT };

static inline int64_t
some_int64(int turn)
{
	return turn + 1;
}

static inline bool
some_bool(int turn)
{
	return turn >= 0;
}

static inline double
some_double(int turn)
{
	return turn + 0.5;
}

static inline const char *
some_text(int turn)
{
	static const char *const texts[TURNS] = { "text of row 0", "text of row 1", "text of row 2",
						  "text of row 3", "text of row 4" };

	return texts[turn];
}

static inline struct sqlgen_text
some_sized_text(int turn)
{
	struct sqlgen_text text = { some_text(turn), strlen(some_text(turn)) };

	return text;
}

static inline struct sqlgen_blob
some_blob(int turn)
{
	struct sqlgen_blob blob = { some_text(turn), strlen(some_text(turn)) };

	return blob;
}

static inline struct sqlgen_value
some_value(int turn)
{
	struct sqlgen_value value = { .type = SQLITE_TEXT };

	value.as.text.data = some_text(turn);
	value.as.text.size = strlen(some_text(turn));
	return value;
}

/* For arguments that may be NULL. */
static inline const int64_t *
some_int64_there(void)
{
	static const int64_t value = STORED + 1;

	return &value;
}

static inline const bool *
some_bool_there(void)
{
	static const bool value = true;

	return &value;
}

static inline const double *
some_double_there(void)
{
	static const double value = STORED + 0.5;

	return &value;
}

static inline bool
same_int64(int64_t a, int64_t b)
{
	return a == b;
}

static inline bool
same_bool(bool a, bool b)
{
	return a == b;
}

static inline bool
same_double(double a, double b)
{
	return !(a < b) && !(a > b);
}

static inline bool
same_text(const char *a, const char *b)
{
	return strcmp(a, b) == 0;
}

static inline bool
same_chars(const char *a, const char *b)
{
	return same_text(a, b);
}

static inline bool
same_bytes(const void *a, size_t a_size, const void *b, size_t b_size)
{
	return a_size == b_size && memcmp(a, b, a_size) == 0;
}

static inline bool
same_sized_text(struct sqlgen_text a, struct sqlgen_text b)
{
	return same_bytes(a.data, a.size, b.data, b.size);
}

static inline bool
same_blob(struct sqlgen_blob a, struct sqlgen_blob b)
{
	return same_bytes(a.data, a.size, b.data, b.size);
}

static inline bool
same_value(struct sqlgen_value a, struct sqlgen_value b)
{
	return a.type == SQLITE_TEXT && same_sized_text(a.as.text, b.as.text);
}

/* A value that no call gives. */
enum { UNTOUCHED = 0xa5 };

static inline bool
is_untouched(const void *output, size_t size)
{
	const unsigned char *bytes = output;

	for (size_t i = 0; i < size; i++)
		if (bytes[i] != UNTOUCHED)
			return false;
	return true;
}

#endif
