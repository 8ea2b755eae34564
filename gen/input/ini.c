#include "input/ini.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/escape.h"
#include "base/text.h"
#include "base/utf8.h"
#include "input/source.h"

/* What is left of a line. */
struct line {
	struct ini_reader *reader;
	const char *at, *end;
};

static struct place
line_place(const struct line *line)
{
	const struct source *source = line->reader->source;
	return source_place(source, (size_t)(line->at - source->text), line->reader->diag);
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

static void
skip_blanks(struct line *line)
{
	while (line->at < line->end && is_blank(*line->at))
		line->at++;
}

static bool
is_at(const struct line *line, char c)
{
	return line->at < line->end && *line->at == c;
}

/* Tells what was expected where the line stands. */
static bool
line_expected(const struct line *line, const char *expected)
{
	if (line->at == line->end)
		diag_error(line->reader->diag, line_place(line),
			   "expected %s, found the end of the line", expected);
	else
		diag_error(line->reader->diag, line_place(line), "expected %s, found '%.*s'",
			   expected, (int)(line->end - line->at), line->at);
	return false;
}

/* "a ""quoted"" text", standing at its first quote. */
static bool
read_quoted(const char **text, struct line *line, struct arena *arena)
{
	char *copy = arena_copy(arena, line->at, (size_t)(line->end - line->at));
	size_t length = 0;
	for (line->at++; line->at < line->end; line->at++) {
		if (*line->at == '"' && line->at + 1 < line->end && line->at[1] == '"')
			line->at++;
		else if (*line->at == '"')
			break;
		copy[length++] = *line->at;
	}
	if (!is_at(line, '"'))
		return line_expected(line, "'\"' to close this");
	line->at++;
	copy[length] = '\0';
	*text = copy;
	return true;
}

/* The length of a "<U+202E>" at the start of text, and the character; 0 if there is none. */
static size_t
escape_length(uint32_t *code, const char *text)
{
	char *end;
	if (strncmp(text, "<U+", 3) != 0 || strspn(text + 3, "0123456789ABCDEF") < 4)
		return 0;
	unsigned long number = strtoul(text + 3, &end, 16);
	if (*end != '>' || number == 0 || number > 0x10FFFF || (number >= 0xD800 && number < 0xE000))
		return 0;
	*code = (uint32_t)number;
	return (size_t)(end + 1 - text);
}

/* A quoted name: the characters that are written as messages show them, too. */
static bool
read_quoted_name(const char **name, struct line *line, struct arena *arena)
{
	const char *text;
	if (!read_quoted(&text, line, arena))
		return false;
	char *copy = arena_string(arena, text);
	size_t length = 0;
	while (*text) {
		uint32_t code;
		size_t escape = escape_length(&code, text);
		if (escape)
			length += utf8_encode(copy + length, code);
		else
			copy[length++] = *text;
		text += escape ? escape : 1;
	}
	copy[length] = '\0';
	*name = copy;
	return true;
}

char *
ini_name(const char *name, struct arena *arena)
{
	struct text quoted = { 0 };
	bool is_plain = *name;
	for (const char *at = name; *at;) {
		uint32_t code;
		struct escaped escaped = escape_character(at, strlen(at));
		is_plain &= strncmp(escaped.text, at, escaped.bytes) == 0 && !strchr(" .[]\"<", *at);
		if (*at == '"')
			text_add_char(&quoted, '"');
		text_add_string(&quoted, escape_length(&code, at) ? "<U+003C>" : escaped.text);
		at += escaped.bytes;
	}
	char *spelling = arena_format(arena, is_plain ? "%s" : "\"%s\"", quoted.data ? quoted.data : "");
	text_finish(&quoted);
	return spelling;
}

/* A name of a section: quoted, or up to a space, a '.' or a ']'. */
static bool
read_section_name(const char **name, struct line *line, struct arena *arena)
{
	if (is_at(line, '"'))
		return read_quoted_name(name, line, arena);
	const char *start = line->at;
	while (line->at < line->end && !is_blank(*line->at) && !strchr(".[]\"", *line->at))
		line->at++;
	if (line->at == start)
		return line_expected(line, "a name, in '\"' if it holds more than letters");
	*name = arena_copy(arena, start, (size_t)(line->at - start));
	return true;
}

static const char *
read_word(struct line *line, struct arena *arena)
{
	const char *start = line->at;
	while (line->at < line->end && !is_blank(*line->at) && !strchr("=[]\".", *line->at))
		line->at++;
	return arena_copy(arena, start, (size_t)(line->at - start));
}

static bool
read_section(struct ini_item *item, struct line *line, struct arena *arena)
{
	line->at++;
	skip_blanks(line);
	item->kind = INI_SECTION;
	item->place = line_place(line);
	item->word = read_word(line, arena);
	skip_blanks(line);
	item->name_place = line_place(line);
	for (int i = 0; i < 2 && !is_at(line, ']'); i++) {
		if (!read_section_name(&item->names[i], line, arena))
			return false;
		if (i > 0 || !is_at(line, '.'))
			break;
		line->at++;
		if (is_at(line, ']'))
			return line_expected(line, "a name behind the '.'");
	}
	skip_blanks(line);
	if (!is_at(line, ']'))
		return line_expected(
			line, item->names[0]
				      ? "']' (a name with spaces, dots or brackets stands in '\"')"
				      : "']'");
	line->at++;
	skip_blanks(line);
	return line->at == line->end || line_expected(line, "nothing behind the ']'");
}

/* A comment behind a value would be part of it. */
static bool
check_comment(struct line *line)
{
	for (const char *c = line->at + 1; c < line->end; c++) {
		if (!is_blank(c[-1]) || (*c != '#' && *c != ';'))
			continue;
		line->at = c;
		return line_expected(line,
				     "a comment on a line of its own, or '\"' around the value");
	}
	return true;
}

static bool
read_entry(struct ini_item *item, struct line *line, struct arena *arena)
{
	item->kind = INI_ENTRY;
	item->place = line_place(line);
	item->word = read_word(line, arena);
	skip_blanks(line);
	if (!item->word[0])
		return line_expected(line, "'[section]' or 'key = value'");
	if (!is_at(line, '='))
		return line_expected(line, "'=' behind the key");
	line->at++;
	skip_blanks(line);
	item->name_place = line_place(line);
	if (is_at(line, '"')) {
		if (!read_quoted(&item->value, line, arena))
			return false;
		skip_blanks(line);
		return line->at == line->end || line_expected(line, "nothing behind the value");
	}
	item->value = arena_copy(arena, line->at, (size_t)(line->end - line->at));
	return check_comment(line);
}

/* The next line without the blanks around it. */
static struct line
next_line(struct ini_reader *reader)
{
	const char *text = reader->source->text;
	const char *start = text + reader->at;
	const char *end = memchr(start, '\n', reader->source->size - reader->at);
	if (!end)
		end = text + reader->source->size;
	reader->at = (size_t)(end - text) + (*end == '\n');
	struct line line = { reader, start, end };
	skip_blanks(&line);
	while (line.end > line.at && is_blank(line.end[-1]))
		line.end--;
	return line;
}

void
ini_next(struct ini_item *item, struct ini_reader *reader, struct arena *arena)
{
	while (reader->at < reader->source->size) {
		struct line line = next_line(reader);
		if (line.at == line.end || *line.at == '#' || *line.at == ';')
			continue;
		*item = (struct ini_item){ .kind = INI_END };
		bool is_section = *line.at == '[';
		if (is_section ? read_section(item, &line, arena) : read_entry(item, &line, arena))
			return;
		reader->has_failed = true;
		item->word = NULL;
		if (is_section)
			return;
	}
	*item = (struct ini_item){ .kind = INI_END };
}
