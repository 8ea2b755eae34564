#include "cli/screen.h"

#include <stdio.h>
#include <unistd.h>

#include "base/escape.h"
#include "base/text.h"

const char *
screen_text(const char *text, struct arena *arena)
{
	return escape_string(text, arena);
}

void
screen_print(const struct text *text)
{
	struct text escaped = { 0 };
	const char *at = text->data, *end;

	if (text->length == 0)
		return;
	if (!isatty(STDOUT_FILENO)) {
		fwrite(text->data, 1, text->length, stdout);
		return;
	}
	for (end = at + text->length; at < end;) {
		size_t length = 0;

		while (at + length < end && at[length] != '\n' && at[length] != '\t')
			length++;
		escape_add(&escaped, at, length);
		at += length;
		if (at < end)
			text_add_char(&escaped, *at++);
	}
	fwrite(escaped.data, 1, escaped.length, stdout);
	text_finish(&escaped);
}
