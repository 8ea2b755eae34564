#include "docs/comment.h"

#include <stddef.h>
#include <string.h>

#include <sqlite3.h>

#include "base/arena.h"
#include "base/text.h"
#include "sql/token.h"

/* Lines that say nothing about the schema: marks of tools, and what they write above statements. */
static const struct {
	const char *text;
	bool is_begin;
} marks[] = {
	{ "sqlgen:", true },
	{ "+goose", true },
	{ "+migrate", true },
	{ "migrate:", true },
	{ "> statement-breakpoint", true },
	{ "name:", true },
	{ "vim:", true },
	{ "Your SQL goes here", true },
	{ "This file should undo anything in", true },
	{ "CreateTable", false },
	{ "CreateIndex", false },
	{ "AlterTable", false },
	{ "AlterEnum", false },
	{ "DropTable", false },
	{ "DropIndex", false },
	{ "RedefineTables", false },
	{ "RedefineIndex", false },
	{ "AddForeignKey", false },
	{ "DropForeignKey", false },
	{ "Up", false },
	{ "Down", false },
};

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\f';
}

static bool
is_mark(const char *line, size_t length)
{
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
		size_t size = strlen(marks[i].text);

		if (length >= size && (marks[i].is_begin || length == size) &&
		    sqlite3_strnicmp(line, marks[i].text, (int)size) == 0)
			return true;
	}
	return false;
}

/* Of a frame: "------", "=====", "##". */
static bool
is_frame(char c)
{
	return c != '\0' && strchr("-=*#~_+/|", c) != NULL;
}

static size_t
count_frame(const char *line, size_t length)
{
	size_t count = 0;

	while (count < length && is_frame(line[count]))
		count++;
	return count;
}

static void
add_line(struct text *lines, const char *line, size_t length)
{
	size_t frame;

	while (length > 0 && is_blank(line[length - 1]))
		length--;
	frame = count_frame(line, length);
	/* "--- users ---", but neither "-1 means none" nor "* one". */
	if (frame > 2 || frame == length) {
		line += frame;
		length -= frame;
		while (length > 0 && (is_frame(line[length - 1]) || is_blank(line[length - 1])))
			length--;
		while (length > 0 && is_blank(line[0]))
			line++, length--;
	}
	if (is_mark(line, length))
		return;
	text_add(lines, line, length);
	text_add_char(lines, '\n');
}

static void
add_block(struct text *lines, const char *text, size_t length)
{
	for (size_t at = 0; at < length;) {
		const char *end = memchr(text + at, '\n', length - at);
		size_t next = end ? (size_t)(end - text) + 1 : length;
		size_t stop = end ? next - 1 : length;

		while (at < stop && is_blank(text[at]))
			at++;
		if (at < stop && text[at] == '*') {
			at++;
			if (at < stop && text[at] == ' ')
				at++;
		}
		add_line(lines, text + at, stop - at);
		at = next;
	}
}

void
comment_add(struct text *lines, const struct token *comment)
{
	const char *text = comment->text + 2;
	size_t length = comment->length - 2;

	if (comment->text[0] == '/') {
		if (length >= 2 && text[length - 1] == '/' && text[length - 2] == '*')
			length -= 2;
		add_block(lines, text, length);
		return;
	}
	if (length > 0 && text[length - 1] == '\n')
		length--;
	while (length > 0 && is_blank(text[0]))
		text++, length--;
	add_line(lines, text, length);
}

const char *
comment_keep(struct text *lines, struct arena *arena)
{
	const char *text = lines->data;
	size_t length = lines->length;
	const char *kept = NULL;

	while (length > 0 && text[0] == '\n')
		text++, length--;
	while (length > 0 && text[length - 1] == '\n')
		length--;
	if (length > 0)
		kept = arena_copy(arena, text, length);
	text_finish(lines);
	return kept;
}
