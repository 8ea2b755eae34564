#include "query/sample.h"

#include <math.h>
#include <string.h>

enum { CLASS_COUNT = 5 };

/* The first of them are small. */
static const int64_t integers[] = { 1, 0,         2,         -1,         3,
				    7, INT64_MAX, INT64_MIN, 2147483648, 9007199254740993 };
enum { SMALL_INTEGERS = 6, INTEGERS = sizeof integers / sizeof *integers };

/* Infinities are stored as such; no NaN is. */
static const double reals[] = { 1.5, 0.0, 1.0, -2.5, INFINITY, -INFINITY, 1.7e308, -1.7e308 };
enum { REALS = sizeof reals / sizeof *reals };

static const char *const texts[] = {
	"a",     "",         "12",    "2024-01-01", "{\"a\":1,\"b\":null}",
	"12abc", "[1,null]", "1e400", "-1.5",       "$.a",
};
enum { TEXTS = sizeof texts / sizeof *texts };

static const struct {
	const char *data;
	size_t size;
} blobs[] = { { "1", 1 },  { "", 0 },   { "\0", 1 }, { "\xff", 1 },
	      { "ab", 2 }, { "{}", 2 }, { "-3", 2 }, { "\0\0", 2 } };
enum { BLOBS = sizeof blobs / sizeof *blobs };

unsigned
sample_mix(unsigned a, unsigned b, unsigned c)
{
	unsigned mixed = a * 0x9e3779b1u + b * 0x85ebca6bu + c * 0xc2b2ae35u + 1;
	mixed = (mixed ^ (mixed >> 15)) * 0x2c1b3c6du;
	mixed = (mixed ^ (mixed >> 12)) * 0x297a2d39u;
	return mixed ^ (mixed >> 15);
}

static bool
is_bool(const struct query_type *type)
{
	return type->declared == DECLARED_BOOL ||
	       (type->column != NULL && sqlite3_strnicmp(type->column->type, "BOOL", 4) == 0);
}

static struct stored_value
choose_integer(const struct query_type *type, unsigned seed, enum sample_range range)
{
	struct stored_value value = { .type = SQLITE_INTEGER };
	if (is_bool(type))
		value.integer = seed % 2;
	else
		value.integer =
			integers[seed % (range == SAMPLE_SMALL ? SMALL_INTEGERS : INTEGERS)];
	return value;
}

static struct stored_value
choose_text(unsigned seed)
{
	const char *text = texts[seed % TEXTS];
	return (struct stored_value){ .type = SQLITE_TEXT, .data = text, .size = strlen(text) };
}

struct stored_value
sample_choose(struct query_type type, unsigned seed, enum sample_range range)
{
	unsigned classes[CLASS_COUNT], count = 0, class;
	for (unsigned bit = CLASS_NULL; bit <= CLASS_BLOB; bit *= 2)
		if (type.classes & bit)
			classes[count++] = bit;
	class = count == 0 ? (unsigned)CLASS_NULL : classes[seed % count];
	if (count > 0)
		seed /= count;
	if (class != CLASS_NULL && type.column != NULL && type.column->allowed_count > 0)
		return type.column->allowed[seed % type.column->allowed_count];
	switch (class) {
	case CLASS_INTEGER:
		return choose_integer(&type, seed, range);
	case CLASS_REAL:
		return (struct stored_value){ .type = SQLITE_FLOAT, .real = reals[seed % REALS] };
	case CLASS_TEXT:
		return choose_text(seed);
	case CLASS_BLOB:
		return (struct stored_value){ .type = SQLITE_BLOB,
					      .data = blobs[seed % BLOBS].data,
					      .size = blobs[seed % BLOBS].size };
	}
	return (struct stored_value){ .type = SQLITE_NULL };
}

void
sample_bind(sqlite3_stmt *stmt, int index, const struct stored_value *value)
{
	switch (value->type) {
	case SQLITE_INTEGER:
		sqlite3_bind_int64(stmt, index, value->integer);
		break;
	case SQLITE_FLOAT:
		sqlite3_bind_double(stmt, index, value->real);
		break;
	case SQLITE_TEXT:
		sqlite3_bind_text(stmt, index, value->data, (int)value->size, SQLITE_STATIC);
		break;
	case SQLITE_BLOB:
		sqlite3_bind_blob(stmt, index, value->data, (int)value->size, SQLITE_STATIC);
		break;
	default:
		sqlite3_bind_null(stmt, index);
	}
}
