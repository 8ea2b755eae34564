#include "c/string.h"

#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/utf8.h"

/* A literal while it is read. */
struct reader {
	struct c_string *string;
	const char *text; /* of the token */
	size_t at, end;
	struct c_position from; /* of the token */
	struct arena *arena;
};

static void
reserve(struct c_string *string, size_t more, struct arena *arena)
{
	size_t capacity = string->capacity > 0 ? string->capacity : 64;
	char *data;

	if (string->length + more < string->capacity)
		return;
	while (capacity <= string->length + more)
		capacity *= 2;
	data = arena_alloc(arena, capacity);
	if (string->length > 0)
		memcpy(data, string->data, string->length);
	string->data = data;
	string->capacity = capacity;
}

/* Do bytes at from go on where the last segment ends? */
static bool
goes_on(const struct c_string *string, struct c_position from)
{
	const struct c_segment *last;

	if (string->segment_count == 0)
		return false;
	last = &string->segments[string->segment_count - 1];
	return last->is_copied && last->from.source == from.source &&
	       last->from.offset + (string->length - last->start) == from.offset;
}

void
c_string_add_bytes(struct c_string *string, const char *bytes, size_t length,
		   struct c_position from, bool is_copied, struct arena *arena)
{
	if (length == 0 && string->data)
		return;
	if (length > 0 && (!is_copied || !goes_on(string, from))) {
		string->segments = arena_grow(arena, string->segments, string->segment_count,
					      sizeof *string->segments);
		string->segments[string->segment_count++] =
			(struct c_segment){ string->length, from, is_copied };
	}
	reserve(string, length, arena);
	if (length > 0)
		memcpy(string->data + string->length, bytes, length);
	string->length += length;
	string->data[string->length] = '\0';
}

static struct c_position
position_at(const struct reader *reader, size_t at)
{
	return (struct c_position){ reader->from.source, reader->from.offset + at };
}

static int
digit_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : 16;
}

/* Reads up to most digits of this base. */
static uint32_t
read_digits(struct reader *reader, int base, size_t most)
{
	uint32_t value = 0;

	for (size_t i = 0; i < most && reader->at < reader->end; i++) {
		size_t splice =
			c_splice_length(reader->text + reader->at, reader->end - reader->at);
		int digit;

		reader->at += splice;
		if (reader->at >= reader->end)
			break;
		digit = digit_value(reader->text[reader->at]);
		if (digit >= base)
			break;
		value = value * (uint32_t)base + (uint32_t)digit;
		reader->at++;
	}
	return value;
}

/* at is behind "\u" or "\U". */
static void
read_universal(struct reader *reader, size_t start, size_t digits)
{
	uint32_t code = read_digits(reader, 16, digits);
	char bytes[4];

	if (code > 0x10FFFF || (code >= 0xD800 && code < 0xE000))
		code = 0xFFFD;
	c_string_add_bytes(reader->string, bytes, utf8_encode(bytes, code),
			   position_at(reader, start), false, reader->arena);
}

static void
read_escape(struct reader *reader)
{
	static const char letters[] = "ntrabfveE", meanings[] = "\n\t\r\a\b\f\v\x1b\x1b";
	size_t start = reader->at++;
	char letter = reader->text[reader->at], byte = letter;
	const char *known = letter != '\0' ? strchr(letters, letter) : NULL;

	if (letter == 'u' || letter == 'U') {
		reader->at++;
		read_universal(reader, start, letter == 'u' ? 4 : 8);
		return;
	}
	if (letter == 'x') {
		reader->at++;
		byte = (char)read_digits(reader, 16, SIZE_MAX);
	} else if (letter >= '0' && letter <= '7') {
		byte = (char)read_digits(reader, 8, 3);
	} else {
		byte = known ? meanings[known - letters] : letter;
		reader->at++;
	}
	c_string_add_bytes(reader->string, &byte, 1, position_at(reader, start), false,
			   reader->arena);
}

static void
read_characters(struct reader *reader)
{
	while (reader->at < reader->end) {
		const char *here = reader->text + reader->at;
		const char *backslash = memchr(here, '\\', reader->end - reader->at);
		size_t length = backslash ? (size_t)(backslash - here) : reader->end - reader->at,
		       splice;

		c_string_add_bytes(reader->string, here, length, position_at(reader, reader->at),
				   true, reader->arena);
		reader->at += length;
		splice = c_splice_length(reader->text + reader->at, reader->end - reader->at);
		if (splice > 0)
			reader->at += splice;
		else if (reader->at + 1 < reader->end)
			read_escape(reader);
		else
			reader->at = reader->end;
	}
}

/* What stands in R"mark( and )mark" is as it is written. */
static void
read_raw(struct reader *reader)
{
	size_t mark = reader->at;

	while (reader->at < reader->end && reader->text[reader->at] != '(')
		reader->at++;
	mark = reader->at++ - mark;
	if (reader->at + mark + 1 > reader->end)
		return;
	c_string_add_bytes(reader->string, reader->text + reader->at,
			   reader->end - mark - 1 - reader->at, position_at(reader, reader->at),
			   true, reader->arena);
}

void
c_string_add(struct c_string *string, const struct c_token *token, struct c_position from,
	     struct arena *arena)
{
	bool is_raw;
	size_t prefix = c_string_prefix(token, &is_raw);
	struct reader reader = { string, token->text, prefix + 1, token->length - 1, from, arena };

	if (prefix > 0 && token->text[0] != 'R' && !(prefix >= 2 && token->text[1] == '8'))
		string->is_wide = true;
	c_string_add_bytes(string, "", 0, from, true, arena);
	if (is_raw)
		read_raw(&reader);
	else
		read_characters(&reader);
}

struct c_position
c_string_position(const struct c_string *string, size_t at)
{
	size_t low = 0, high = string->segment_count;
	const struct c_segment *segment;
	struct c_position position;

	if (high == 0)
		return (struct c_position){ NULL, 0 };
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (string->segments[middle].start <= at)
			low = middle;
		else
			high = middle;
	}
	segment = &string->segments[low];
	position = segment->from;
	if (segment->is_copied)
		position.offset += at - segment->start;
	return position;
}
