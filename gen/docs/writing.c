#include "docs/writing.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "base/escape.h"
#include "base/text.h"
#include "sql/token.h"

/* What one character is in a form; NULL: itself. */
struct replacement {
	char character;
	const char *text;
};

static const struct replacement in_html[] = {
	{ '&', "&amp;" }, { '<', "&lt;" }, { '>', "&gt;" }, { '"', "&quot;" }, { '\'', "&#39;" }, { '\0', NULL },
};

/* '_' and what means something only at the begin of a line are seen to where they stand. */
static const struct replacement in_markdown[] = {
	{ '&', "&amp;" }, { '<', "&lt;" }, { '>', "&gt;" }, { '\\', "\\\\" }, { '`', "\\`" }, { '*', "\\*" },
	{ '[', "\\[" },   { ']', "\\]" },  { '|', "\\|" },  { '~', "\\~" },   { '$', "\\$" }, { '\0', NULL },
};

/* For code that backticks cannot hold: in <code>, and still read as Markdown. */
static const struct replacement in_markdown_code[] = {
	{ '&', "&amp;" },  { '<', "&lt;" },  { '>', "&gt;" },  { '\\', "&#92;" }, { '`', "&#96;" },
	{ '*', "&#42;" },  { '_', "&#95;" }, { '[', "&#91;" }, { ']', "&#93;" },  { '|', "&#124;" },
	{ '~', "&#126;" }, { '$', "&#36;" }, { ':', "&#58;" }, { '@', "&#64;" },  { '\0', NULL },
};

/* Mermaid has entities of its own, and breaks at these though they are quoted. */
static const struct replacement in_mermaid[] = {
	{ '"', "#quot;" }, { '#', "#35;" },   { ';', "#59;" },   { '<', "#lt;" }, { '>', "#gt;" },
	{ '{', "#123;" },  { '}', "#125;" },  { '\\', "#92;" },  { '%', "#37;" }, { '`', "#96;" },
	{ '&', "#amp;" },  { '\0', NULL },
};

/* As in HTML, and also between quotes; braces, bars and blanks part the fields of a record. */
static const struct replacement in_dot[] = {
	{ '&', "&amp;" }, { '<', "&lt;" }, { '>', "&gt;" }, { '"', "&quot;" }, { '\\', "&#92;" }, { '\0', NULL },
};

static const struct replacement *const replacements[] = {
	[FORM_PLAIN] = NULL,
	[FORM_MARKDOWN] = in_markdown,
	[FORM_HTML] = in_html,
	[FORM_MERMAID] = in_mermaid,
	[FORM_DOT] = in_dot,
};

static void
add_character(struct text *out, char character, const struct replacement *table)
{
	for (; table->text; table++) {
		if (table->character != character)
			continue;
		text_add_string(out, table->text);
		return;
	}
	text_add_char(out, character);
}

static void
add_escaped(struct text *out, const char *text, size_t length, const struct replacement *table)
{
	for (size_t at = 0; at < length;) {
		struct escaped escaped = escape_character(text + at, length - at);

		for (const char *c = escaped.text; *c != '\0'; c++)
			add_character(out, *c, table);
		at += escaped.bytes;
	}
}

/* Ends of lines and tabs are blanks on a line of text. */
static const char *
on_one_line(const char *text, struct arena *arena)
{
	char *line = arena_string(arena, text);

	for (char *at = line; *at != '\0'; at++)
		if (*at == '\n' || *at == '\t' || *at == '\r')
			*at = ' ';
	return line;
}

static bool
is_word_character(char c)
{
	return isalnum((unsigned char)c) || (unsigned char)c >= 0x80;
}

/* "1." and "- " begin lists, "#" headings: where text may begin a line, they do not. */
static void
add_markdown(struct text *out, const char *text)
{
	size_t digits = strspn(text, "0123456789"), from = 0;

	if (text[0] != '\0' && strchr("#+-=", text[0])) {
		text_format(out, "\\%c", text[0]);
		from = 1;
	} else if (digits > 0 && (text[digits] == '.' || text[digits] == ')')) {
		text_add(out, text, digits);
		text_format(out, "\\%c", text[digits]);
		from = digits + 1;
	}
	for (size_t at = from; text[at] != '\0';) {
		size_t plain = strcspn(text + at, "_");
		bool is_inside;

		add_escaped(out, text + at, plain, in_markdown);
		at += plain;
		if (text[at] == '\0')
			break;
		is_inside = at > 0 && is_word_character(text[at - 1]) && is_word_character(text[at + 1]);
		text_add_string(out, is_inside ? "_" : "\\_");
		at++;
	}
}

const char *
writing_plain(const struct writing *writing, const char *text, struct arena *arena)
{
	struct text out = { 0 };

	if (writing->form == FORM_PLAIN)
		return text;
	text = on_one_line(text, arena);
	if (writing->form == FORM_MARKDOWN)
		add_markdown(&out, text);
	else
		add_escaped(&out, text, strlen(text), replacements[writing->form]);
	return text_keep(&out, arena);
}

const char *
writing_code(const struct writing *writing, const char *text, struct arena *arena)
{
	struct text out = { 0 }, escaped = { 0 };

	if (text[0] == '\0')
		return "";
	if (writing->form == FORM_MERMAID || writing->form == FORM_DOT || writing->form == FORM_PLAIN)
		return writing_plain(writing, text, arena);
	if (writing->form == FORM_HTML) {
		text_add_string(&out, "<code>");
		add_escaped(&out, text, strlen(text), in_html);
		text_add_string(&out, "</code>");
		return text_keep(&out, arena);
	}
	escape_add(&escaped, text, strlen(text));
	if (strpbrk(escaped.data, "`|\\") || escaped.data[0] == ' ' || escaped.data[escaped.length - 1] == ' ') {
		text_add_string(&out, "<code>");
		add_escaped(&out, escaped.data, escaped.length, in_markdown_code);
		text_add_string(&out, "</code>");
	} else {
		text_format(&out, "`%s`", escaped.data);
	}
	text_finish(&escaped);
	return text_keep(&out, arena);
}

const char *
writing_block(const struct writing *writing, const char *text, size_t size, struct arena *arena)
{
	static const struct replacement nothing[] = { { '\0', NULL } };
	const struct replacement *table = writing->form == FORM_HTML ? in_html : nothing;
	struct text out = { 0 };

	if (writing->form == FORM_PLAIN)
		return arena_copy(arena, text, size);
	for (size_t at = 0; at < size; at++) {
		size_t length = 0;

		while (at + length < size && text[at + length] != '\n' && text[at + length] != '\t' &&
		       text[at + length] != '\r')
			length++;
		add_escaped(&out, text + at, length, table);
		at += length;
		if (at < size && text[at] != '\r')
			text_add_char(&out, text[at]);
	}
	return text_keep(&out, arena);
}

const char *
writing_fence(const char *text, size_t size, struct arena *arena)
{
	size_t longest = 2, run = 0;
	char *fence;

	for (size_t i = 0; i < size; i++) {
		run = text[i] == '`' ? run + 1 : 0;
		longest = run > longest ? run : longest;
	}
	fence = arena_alloc(arena, longest + 2);
	memset(fence, '`', longest + 1);
	return fence;
}

const char *
writing_link(const struct writing *writing, const char *page, const char *anchor, const char *label, struct arena *arena)
{
	if (writing->form == FORM_PLAIN)
		return label;
	return writing->form == FORM_HTML ? arena_format(arena, "<a href=\"%s#%s\">%s</a>", page, anchor, label) :
					    arena_format(arena, "[%s](%s#%s)", label, page, anchor);
}

const char *
writing_word(const char *name, struct arena *arena)
{
	/* In capitals or not, these mark a key. */
	bool is_mark = name_compare(name, "pk") == 0 || name_compare(name, "fk") == 0 ||
		       name_compare(name, "uk") == 0;
	char *word = arena_format(arena, "%s%s%s", isalpha((unsigned char)name[0]) ? "" : "n", name,
				  is_mark ? "_" : "");

	for (char *at = word; *at != '\0'; at++)
		if (!isalnum((unsigned char)*at))
			*at = '_';
	return word;
}
