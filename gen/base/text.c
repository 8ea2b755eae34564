#include "base/text.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/memory.h"

enum { FIRST_CAPACITY = 256 };

/* Room for length more bytes and the NUL. */
static void
reserve(struct text *text, size_t length)
{
	size_t needed = memory_sum(memory_sum(text->length, length), 1);
	if (needed <= text->capacity)
		return;
	size_t capacity = text->capacity ? text->capacity : FIRST_CAPACITY;
	while (capacity < needed)
		capacity = memory_product(capacity, 2);
	text->data = memory_resize(text->data, capacity);
	text->capacity = capacity;
}

void
text_add(struct text *text, const char *data, size_t length)
{
	reserve(text, length);
	if (length > 0)
		memcpy(text->data + text->length, data, length);
	text->length += length;
	text->data[text->length] = '\0';
}

void
text_add_string(struct text *text, const char *string)
{
	text_add(text, string, strlen(string));
}

void
text_add_char(struct text *text, char c)
{
	text_add(text, &c, 1);
}

void
text_format(struct text *text, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	text_format_list(text, format, arguments);
	va_end(arguments);
}

void
text_format_list(struct text *text, const char *format, va_list arguments)
{
	assert(format);
	va_list again;
	va_copy(again, arguments);
	reserve(text, 0);
	size_t room = text->capacity - text->length;
	int length = vsnprintf(text->data + text->length, room, format, arguments);
	if (length >= 0 && (size_t)length >= room) {
		reserve(text, (size_t)length);
		vsnprintf(text->data + text->length, (size_t)length + 1, format, again);
	}
	if (length >= 0)
		text->length += (size_t)length;
	va_end(again);
}

void
text_truncate(struct text *text, size_t length)
{
	assert(length < text->length);
	text->length = length;
	text->data[length] = '\0';
}

void
text_finish(struct text *text)
{
	free(text->data);
	*text = (struct text){ 0 };
}

char *
text_keep(struct text *text, struct arena *arena)
{
	char *string = arena_copy(arena, text->data ? text->data : "", text->length);

	text_finish(text);
	return string;
}
