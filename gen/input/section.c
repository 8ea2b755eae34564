#include "input/section.h"

#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/diag.h"
#include "sql/token.h"

enum mark { MARK_NONE, MARK_UP, MARK_DOWN, MARK_STATEMENT, MARK_NO_TRANSACTION, MARK_ENVIRONMENT };

struct marking {
	const char *convention;
	const char *prefix; /* of the words behind the dashes */
	const char *up;     /* the mark, for messages */
	bool takes_first;   /* what comes before any mark goes up */
};

static const struct marking markings[] = {
	{ "goose", "+goose", "-- +goose Up", false },
	{ "sql-migrate", "+migrate", "-- +migrate Up", false },
	{ "micrate", "+micrate", "-- +micrate Up", false },
	{ "dbmate", "migrate:", "-- migrate:up", false },
	{ "node-sqlite", "", "-- Up", true },
	{ "joy", "", "-- up", true },
};

enum { MARKING_COUNT = sizeof(markings) / sizeof(markings[0]) };

static const struct {
	const char *words;
	enum mark mark;
	bool needs_prefix;
} marks[] = {
	{ "up", MARK_UP, false },
	{ "down", MARK_DOWN, false },
	{ "statementbegin", MARK_STATEMENT, true },
	{ "statementend", MARK_STATEMENT, true },
	{ "no transaction", MARK_NO_TRANSACTION, true },
	{ "envsub on", MARK_ENVIRONMENT, true },
};

const struct marking *
section_marking(const char *convention)
{
	for (size_t i = 0; i < MARKING_COUNT; i++) {
		if (strcmp(markings[i].convention, convention) == 0)
			return &markings[i];
	}
	return NULL;
}

const char *
section_convention(const struct marking *marking)
{
	return marking->convention;
}

bool
section_is_like(const struct marking *a, const struct marking *b)
{
	return strcmp(a->prefix, b->prefix) == 0;
}

/* What a comment of one line says, without its dashes and the spaces around. */
static struct token
comment_words(struct token comment)
{
	while (comment.length > 0 && strchr("- \t", comment.text[0])) {
		comment.text++;
		comment.length--;
	}
	while (comment.length > 0 && strchr("- \t\r\n", comment.text[comment.length - 1]))
		comment.length--;
	return comment;
}

/* Passes over this word or words at the start, in any case; false if others stand there. */
static bool
skip_words(struct token *words, const char *expected)
{
	size_t length = strlen(expected);
	if (words->length < length || strncasecmp(words->text, expected, length) != 0)
		return false;
	words->text += length;
	words->length -= length;
	return true;
}

static bool
is_word_end(const struct token *words)
{
	static const char others[] =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";
	return words->length == 0 || !strchr(others, words->text[0]);
}

/* Which mark a comment is; options is what stands behind. */
static enum mark
read_mark(struct token *options, const struct token *comment, const struct marking *marking)
{
	struct token words = comment_words(*comment);
	if (comment->text[0] != '-' || !skip_words(&words, marking->prefix))
		return MARK_NONE;
	while (words.length > 0 && strchr(" \t", words.text[0])) {
		words.text++;
		words.length--;
	}
	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		*options = words;
		if (marks[i].needs_prefix && !marking->prefix[0])
			continue;
		if (skip_words(options, marks[i].words) && is_word_end(options))
			return marks[i].mark;
	}
	return MARK_NONE;
}

/* Is it '-- up' or '-- down' and nothing else? */
static enum mark
read_bare_mark(const struct token *comment)
{
	struct token options = { TOKEN_END, NULL, 0 };
	enum mark mark = read_mark(&options, comment, section_marking("joy"));
	return options.length == 0 ? mark : MARK_NONE;
}

/* Where the last "--" ends, behind which there is no mark; 0: there is none. */
static size_t
marks_end(const struct source *source)
{
	const char *text = source->text, *stop = text + source->size, *dash = text;
	size_t end = 0;
	while ((dash = memchr(dash, '-', (size_t)(stop - dash))) && ++dash < stop) {
		if (*dash == '-')
			end = (size_t)(dash - text) + 1;
	}
	return end;
}

const struct marking *
section_find(size_t *at, const struct source *source)
{
	bool has_up = false, is_line_start = true;
	struct token token, options;
	size_t end = marks_end(source);
	for (size_t i = 0; i < end; i += token.length) {
		token = token_at(source->text + i, source->size - i);
		if (token.length == 0)
			break;
		bool is_candidate = token.kind == TOKEN_COMMENT && is_line_start;
		if (token.kind != TOKEN_SPACE || memchr(token.text, '\n', token.length))
			is_line_start =
				token.text[token.length - 1] == '\n' || token.kind == TOKEN_SPACE;
		if (!is_candidate)
			continue;
		*at = i;
		for (size_t j = 0; j < MARKING_COUNT && markings[j].prefix[0]; j++) {
			if (read_mark(&options, &token, &markings[j]) != MARK_NONE)
				return &markings[j];
		}
		enum mark mark = read_bare_mark(&token);
		if (mark == MARK_DOWN && has_up)
			return section_marking("node-sqlite");
		has_up = has_up || mark == MARK_UP;
	}
	return NULL;
}

/* One part, as it grows: a copy of the file in which all else is blank. */
struct part {
	char *text;
	size_t start, end; /* end 0: nothing yet */
};

struct walk {
	const struct source *source;
	const struct marking *marking;
	struct diag *diag;
	struct part up, down;
	struct part *part; /* the one at hand; NULL: before the first mark */
	size_t at;
	bool is_line_start;
	bool is_open; /* a statement without its ';' */
	bool no_transaction;
	bool has_down;
	bool has_failed;
};

static char *
blank_copy(const struct source *source, struct arena *arena)
{
	char *copy = arena_copy(arena, source->text, source->size);
	for (size_t i = 0; i < source->size; i++) {
		if (copy[i] != '\n' && copy[i] != '\r')
			copy[i] = ' ';
	}
	return copy;
}

static void
add_text(struct part *part, size_t at, const char *text, size_t length)
{
	if (part->end == 0)
		part->start = at;
	memcpy(part->text + at, text, length);
	part->end = at + length;
}

/* Where a mark stands a statement ends. */
static void
end_statement(struct walk *walk)
{
	if (walk->is_open && walk->part)
		add_text(walk->part, walk->at, ";", 1);
	walk->is_open = false;
}

static void
fail(struct walk *walk, const char *message)
{
	diag_error(walk->diag, source_place(walk->source, walk->at, walk->diag), message,
		   walk->marking->up);
	walk->has_failed = true;
}

static bool
has_option(const struct token *options, const char *option)
{
	size_t length = strlen(option);
	for (size_t i = 0; i + length <= options->length; i++) {
		if (strncasecmp(options->text + i, option, length) == 0)
			return true;
	}
	return false;
}

static void
take_mark(struct walk *walk, enum mark mark, const struct token *options)
{
	end_statement(walk);
	switch (mark) {
	case MARK_UP:
		walk->part = &walk->up;
		if (has_option(options, "transaction:false") ||
		    has_option(options, "notransaction"))
			walk->no_transaction = true;
		break;
	case MARK_DOWN:
		walk->part = &walk->down;
		break;
	case MARK_NO_TRANSACTION:
		walk->no_transaction = true;
		break;
	case MARK_ENVIRONMENT:
		diag_error(walk->diag, source_place(walk->source, walk->at, walk->diag),
			   "expected SQL that is complete, found a section into which goose puts "
			   "variables of the environment: write their values");
		walk->has_failed = true;
		break;
	case MARK_STATEMENT:
	case MARK_NONE:
		break;
	}
}

static void
take_token(struct walk *walk, const struct token *token)
{
	struct token options;
	enum mark mark = MARK_NONE;
	if (token->kind == TOKEN_COMMENT && walk->is_line_start)
		mark = read_mark(&options, token, walk->marking);
	bool is_code = token->kind != TOKEN_COMMENT && token->kind != TOKEN_SPACE;
	if (mark != MARK_NONE) {
		take_mark(walk, mark, &options);
	} else if (walk->part && walk->part->end == 0 && token->kind == TOKEN_SPACE) {
		/* the part begins behind it */
	} else if (walk->part) {
		add_text(walk->part, walk->at, token->text, token->length);
		if (is_code)
			walk->is_open = token->kind != TOKEN_SEMICOLON;
		walk->has_down = walk->has_down || (walk->is_open && walk->part == &walk->down);
	} else if (is_code && !walk->has_failed) {
		fail(walk, "expected '%s' in front of the first statement");
	}
	if (token->kind == TOKEN_SPACE)
		walk->is_line_start =
			walk->is_line_start || memchr(token->text, '\n', token->length);
	else
		walk->is_line_start = token->text[token->length - 1] == '\n';
}

static struct source
part_source(const struct part *part, const struct source *source)
{
	size_t size = part->end - part->start;
	part->text[part->end] = '\0';
	return (struct source){ source->path, part->text + part->start, size,
				source->offset + part->start };
}

bool
section_read(struct section *section, const struct source *source, const struct marking *marking,
	     struct arena *arena, struct diag *diag)
{
	struct walk walk = { .source = source,
			     .marking = marking,
			     .diag = diag,
			     .up = { .text = blank_copy(source, arena) },
			     .down = { .text = blank_copy(source, arena) },
			     .is_line_start = true };
	walk.part = marking->takes_first ? &walk.up : NULL;
	while (walk.at < source->size) {
		struct token token = token_at(source->text + walk.at, source->size - walk.at);
		if (token.length == 0)
			break;
		take_token(&walk, &token);
		walk.at += token.length;
	}
	if (walk.has_failed)
		return false;
	section->up = part_source(&walk.up, source);
	section->down = part_source(&walk.down, source);
	section->has_down = walk.has_down;
	section->no_transaction = walk.no_transaction;
	return true;
}

void
section_end_at_breakpoints(char *text, size_t size)
{
	static const char mark[] = "--> statement-breakpoint";
	bool is_open = false;
	struct token token;
	for (size_t at = 0; at < size; at += token.length) {
		token = token_at(text + at, size - at);
		if (token.length == 0)
			break;
		if (token.kind == TOKEN_SPACE)
			continue;
		if (token.kind != TOKEN_COMMENT) {
			is_open = token.kind != TOKEN_SEMICOLON;
			continue;
		}
		size_t length = strlen(mark);
		if (!is_open || token.length < length || memcmp(token.text, mark, length) != 0)
			continue;
		memset(text + at, ' ', length);
		text[at] = ';';
		is_open = false;
	}
}
