#include "base/excerpt.h"

#include "base/escape.h"
#include "base/text.h"

enum { TAB_WIDTH = 8, CUT_WIDTH = 3 };

/* Tab stops count from the line's first column: what stands before it is 8 columns wide. */
static struct escaped
cell(const struct excerpt *excerpt, size_t at, unsigned column)
{
	if (excerpt->line[at] == '\t')
		return (struct escaped){ "\t", 1, TAB_WIDTH - column % TAB_WIDTH };
	return escape_character(excerpt->line + at, excerpt->length - at);
}

/* Where the first character stands that does not fit width columns from begin, which is at column. */
static size_t
fitting_end(const struct excerpt *excerpt, size_t begin, unsigned column, unsigned width)
{
	unsigned limit = column + width;
	size_t at = begin;
	while (at < excerpt->length) {
		struct escaped next = cell(excerpt, at, column);
		if (column + next.width > limit)
			break;
		column += next.width;
		at += next.bytes;
	}
	return at;
}

/* The start of the character before at, which is not 0. */
static size_t
step_back(const struct excerpt *excerpt, size_t at)
{
	for (size_t bytes = 4; bytes > 1; bytes--)
		if (bytes <= at &&
		    escape_character(excerpt->line + at - bytes, bytes).bytes == bytes)
			return at - bytes;
	return at - 1;
}

/* Where a window begins that has the caret in its middle. */
static size_t
window_begin(const struct excerpt *excerpt, size_t caret)
{
	unsigned width = 0;
	size_t begin = caret;
	while (begin > 0) {
		size_t before = step_back(excerpt, begin);
		width += cell(excerpt, before, 0).width;
		if (width > EXCERPT_WIDTH / 2 - CUT_WIDTH)
			break;
		begin = before;
	}
	return begin;
}

/* Adds the characters, and to below what keeps a caret in line with the one at caret. */
static void
add_cells(struct text *out, struct text *below, const struct excerpt *excerpt, size_t begin,
	  size_t end, size_t caret)
{
	unsigned column = begin > 0 ? CUT_WIDTH : 0;
	for (size_t at = begin; at < end;) {
		struct escaped next = cell(excerpt, at, column);
		text_add_string(out, next.text);
		for (unsigned i = 0; at + next.bytes <= caret && i < next.width; i++) {
			text_add_char(below, next.text[0] == '\t' ? '\t' : ' ');
			if (next.text[0] == '\t')
				break;
		}
		column += next.width;
		at += next.bytes;
	}
}

void
excerpt_add(struct text *out, const struct excerpt *excerpt)
{
	struct text below = { 0 };
	size_t caret = excerpt->column > 0 ? excerpt->column - 1 : 0;
	if (caret > excerpt->length)
		caret = excerpt->length;
	size_t begin = 0, end = fitting_end(excerpt, 0, 0, EXCERPT_WIDTH);
	if (end < excerpt->length) {
		begin = window_begin(excerpt, caret);
		unsigned cut = begin > 0 ? CUT_WIDTH : 0;
		end = fitting_end(excerpt, begin, cut, EXCERPT_WIDTH - CUT_WIDTH - cut);
	}

	text_format(out, "%5u | %s", excerpt->number, begin > 0 ? "..." : "");
	text_add_string(&below, begin > 0 ? "   " : "");
	add_cells(out, &below, excerpt, begin, end, caret);
	text_add_string(out, end < excerpt->length ? "...\n" : "\n");
	if (excerpt->column > 0)
		text_format(out, "      | %s%s^%s\n", below.data, excerpt->caret_colour,
			    excerpt->plain_colour);
	text_finish(&below);
}
