#ifndef SQLGEN_JSON_H
#define SQLGEN_JSON_H

#include <stdbool.h>
#include <stddef.h>

struct text;

/*
 * Writes JSON, RFC 8259, indented, as it is told. The result is always valid UTF-8: bytes that are
 * not become U+FFFD, and what a terminal would act on (controls, bidirectional marks) is written
 * \uXXXX.
 */
struct json {
	struct text *out;
	unsigned depth;
	bool has_items; /* something stands before in this object or list */
};

void json_init(struct json *json, struct text *out);

/* name is the member's; NULL in a list and at the top. */
void json_open_object(struct json *json, const char *name);
void json_close_object(struct json *json);
void json_open_list(struct json *json, const char *name);
void json_close_list(struct json *json);

/* value NULL is null. */
void json_string(struct json *json, const char *name, const char *value);
void json_bytes(struct json *json, const char *name, const char *value, size_t size);
void json_integer(struct json *json, const char *name, long long value);
void json_bool(struct json *json, const char *name, bool value);
void json_null(struct json *json, const char *name);

#endif
