#ifndef SQLGEN_VALUE_H
#define SQLGEN_VALUE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

struct text;

/* What templates see: a tree of texts, flags, lists and records. All of it lives in an arena. */
enum value_kind { VALUE_TEXT, VALUE_FLAG, VALUE_LIST, VALUE_STREAM, VALUE_RECORD };

struct value {
	enum value_kind kind;
	unsigned count; /* of fields or items */
	union {
		bool flag;
		const char *text;
		struct value_field *fields; /* of a record, in the order of their setting */
		struct value **items;       /* of a list */
		const struct value_stream *stream;
	};
};
struct value_field {
	const char *name;
	struct value *value;
};

/*
 * A list that is made part by part while one goes through it, and forgotten behind: for templates it
 * is a list like any other. add puts the items of one part into list, none or many, with what they
 * need in arena.
 */
struct value_stream {
	void (*add)(struct value *list, size_t part, const void *context, struct arena *arena);
	const void *context;
	size_t part_count;
};

struct value *value_record(struct arena *arena);
struct value *value_list(struct arena *arena);

/*
 * Fields of a record. Names are literals of ours; setting one twice is a defect (assert). text is
 * not copied.
 */
void value_set_text(struct value *record, const char *name, const char *text, struct arena *arena);
void value_set_flag(struct value *record, const char *name, bool flag, struct arena *arena);
void value_set_number(struct value *record, const char *name, long long number, struct arena *arena);
/* A new empty list or record as a field. */
struct value *value_set_list(struct value *record, const char *name, struct arena *arena);
struct value *value_set_record(struct value *record, const char *name, struct arena *arena);
/* count is that of the items in all parts. */
void value_set_stream(struct value *record, const char *name, struct value_stream stream, size_t count,
		      struct arena *arena);

void value_add(struct value *list, struct value *item, struct arena *arena);
void value_add_text(struct value *list, const char *text, struct arena *arena);
struct value *value_add_record(struct value *list, struct arena *arena);

/* NULL if there is no such field. */
const struct value *value_get(const struct value *record, const char *name);

bool value_is_list(const struct value *value); /* or a stream */

/* Goes through a list or stream once. An item is valid until the next is asked for. */
struct value_reader {
	const struct value *list;
	size_t next;        /* items that were read */
	struct value *part; /* of a stream: the items at hand, which begin with item number first */
	size_t next_part, first;
	struct arena arena; /* theirs */
};
void value_reader_init(struct value_reader *reader, const struct value *list);
/* NULL behind the last. */
const struct value *value_reader_next(struct value_reader *reader);
void value_reader_finish(struct value_reader *reader);

/* The tree as indented JSON, RFC 8259, always valid UTF-8. */
void value_to_json(const struct value *value, struct text *out);

#endif
