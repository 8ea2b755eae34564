#include "emit/literal.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "emit/cname.h"
#include "template/value.h"

enum { LITERAL_MAX = 4000, PIECE_MAX = 72, ROW_BYTES = 20 };

bool
literal_is_long(size_t length)
{
	return length > LITERAL_MAX;
}

/* How much of text goes on one line: up to the last space that fits, or to the first at all. */
static size_t
piece_length(const char *text)
{
	size_t length = strlen(text), at;

	if (length <= PIECE_MAX)
		return length;
	for (at = PIECE_MAX; at > PIECE_MAX / 2; at--)
		if (text[at - 1] == ' ')
			return at;
	at = PIECE_MAX + strcspn(text + PIECE_MAX, " ");
	return at < length ? at + 1 : length;
}

static void
add_piece(struct value *list, const char *text, size_t length, bool is_last, struct arena *arena)
{
	struct value *line = value_add_record(list, arena);

	value_set_text(line, "text", cname_literal(text, length, arena), arena);
	value_set_flag(line, "is_first", list->count == 1, arena);
	value_set_flag(line, "is_last", is_last, arena);
}

void
literal_set_lines(struct value *record, const char *name, const char *text, struct arena *arena)
{
	struct value *list = value_set_list(record, name, arena);

	do {
		size_t length = piece_length(text);

		add_piece(list, text, length, text[length] == '\0', arena);
		text += length;
	} while (text[0] != '\0');
}

void
literal_set_source(struct value *record, const char *name, const char *text, size_t size,
		   struct arena *arena)
{
	struct value *list = value_set_list(record, name, arena);
	size_t start = 0;

	do {
		const char *newline = memchr(text + start, '\n', size - start);
		size_t end = newline ? (size_t)(newline - text) + 1 : size;

		add_piece(list, text + start, end - start, end == size, arena);
		start = end;
	} while (start < size);
}

struct bytes {
	const char *data;
	size_t size;
};

static void
add_row(struct value *list, size_t part, const void *context, struct arena *arena)
{
	const struct bytes *bytes = context;
	char row[ROW_BYTES * 4 + 1];
	size_t start = part * ROW_BYTES, length = 0;

	for (size_t i = start; i <= bytes->size && i < start + ROW_BYTES; i++)
		length += (size_t)sprintf(row + length, "%d,",
					  i == bytes->size ? 0 : (unsigned char)bytes->data[i]);
	value_add_text(list, arena_copy(arena, row, length), arena);
}

void
literal_set_bytes(struct value *record, const char *name, const char *data, size_t size,
		  struct arena *arena)
{
	struct bytes *bytes = arena_alloc(arena, sizeof *bytes);
	size_t rows = size / ROW_BYTES + 1;

	*bytes = (struct bytes){ data, size };
	value_set_stream(record, name, (struct value_stream){ add_row, bytes, rows }, rows, arena);
}
