/*
 * What the programs of the benchmark share: a layer is a table of operations on the schema in
 * migrations/, and bench.c gives them their input, counts time and sees to what they read.
 */
#ifndef BENCH_H
#define BENCH_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include <sqlite3.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Ends in NUL, which size does not count; data NULL is SQL NULL. */
struct text {
	const char *data;
	int size;
};

enum { DIGEST_SIZE = 64 };

/* A row to write, or the keys to look for. */
struct input {
	int64_t id; /* 0: SQLite chooses */
	struct text uuid, title, body, status, assignee;
	int64_t priority, attempts;
	bool is_urgent;
	double score;
	int64_t session_id; /* 0: NULL */
	unsigned char digest[DIGEST_SIZE];
	struct text created_at;
	int64_t updated_at;
	char storage[384]; /* of the texts */
};

/*
 * Every operation shows each column of each row that it reads, in order, to the functions see_*
 * below, and ends the program by bench_check when SQLite fails. Statements are prepared once where
 * the layer can. One that a layer does not have is NULL. An owned row stays valid without SQLite;
 * load_* hold all rows of the result at once.
 */
struct layer {
	sqlite3 *(*open)(const char *path); /* migrated or empty */
	void (*close)(void);
	void (*insert)(const struct input *);
	void (*get)(int64_t id);                      /* owned */
	void (*get_by_uuid)(const struct text *uuid); /* owned */
	void (*scan)(void);                           /* borrowed, all rows in the order of id */
	void (*scan_owned)(void);
	void (*scan_load)(void);
	void (*list)(int64_t session_id); /* borrowed */
	void (*list_load)(int64_t session_id);
	void (*update)(const struct input *);
	void (*patch)(const struct input *);  /* attempts and updated_at */
	void (*upsert)(const struct input *); /* on the primary key, which is given */
};
extern const struct layer layer;

/* What hand-written programs set on a connection: WAL only matters on a file. */
extern const char bench_pragmas[];

/* Ends the program unless rc is OK, ROW or DONE. */
void bench_check(sqlite3 *handle, int rc);

/* The checksum; with is_whole every byte goes in, else the first one of a text or blob. */
struct seen {
	uint64_t sum;
	bool is_whole;
};
extern struct seen bench_seen;
void bench_see_bytes(const void *data, size_t size);

static inline void
see_integer(int64_t value)
{
	bench_seen.sum = (bench_seen.sum ^ (uint64_t)value) * UINT64_C(0x9e3779b97f4a7c15);
}

static inline void
see_real(double value)
{
	int64_t bits;

	memcpy(&bits, &value, sizeof bits);
	see_integer(bits);
}

static inline void
see_text(const char *text)
{
	if (bench_seen.is_whole && text)
		bench_see_bytes(text, strlen(text));
	else
		see_integer(text ? *text : -1);
}

static inline void
see_blob(const void *data, size_t size)
{
	if (bench_seen.is_whole && data)
		bench_see_bytes(data, size);
	else
		see_integer(size > 0 ? *(const unsigned char *)data : -1);
}

static inline void
see_nullable_integer(bool has, int64_t value)
{
	see_integer(has ? value : -1);
}

#ifdef __cplusplus
}
#endif

#endif
