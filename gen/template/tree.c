#include "template/tree.h"

#include <string.h>

#include "base/arena.h"

enum { DEPTH_MAX = 64 };

struct parser {
	const char *path;
	const char *line, *end;    /* the line at hand, without its line end */
	unsigned number;
	struct node *root;
	struct node *open[DEPTH_MAX];
	size_t depth;
	struct node **tail;        /* where the next node goes */
	struct arena *arena;
	struct diag *diag;
	bool failed;
	bool is_too_deep;          /* what follows would be misread */
};

static struct place
place_at(const struct parser *parser, const char *at)
{
	return (struct place){ parser->path, parser->number, (unsigned)(at - parser->line) + 1 };
}

static struct node *
add_node(struct parser *parser, enum node_kind kind, struct place place)
{
	struct node *node = arena_alloc(parser->arena, sizeof *node);

	node->kind = kind;
	node->place = place;
	*parser->tail = node;
	parser->tail = &node->next;
	return node;
}

static void
add_text(struct parser *parser, const char *from, const char *to)
{
	struct node *node;

	if (from == to)
		return;
	node = add_node(parser, NODE_TEXT, place_at(parser, from));
	node->text = from;
	node->length = (size_t)(to - from);
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

static const char *
skip_blanks(const char *at, const char *end)
{
	while (at < end && is_blank(*at))
		at++;
	return at;
}

static bool
begins_name(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

/* Behind the name that starts at at; at itself if none does. */
static const char *
skip_name(const char *at, const char *end)
{
	if (at == end || !begins_name(*at))
		return at;
	while (at < end && (begins_name(*at) || (*at >= '0' && *at <= '9')))
		at++;
	return at;
}

/* Behind the names joined by dots that start at at; at itself if they are malformed. */
static const char *
skip_path(const char *at, const char *end)
{
	const char *start = at;

	for (;;) {
		const char *name = at;

		at = skip_name(name, end);
		if (at == name)
			return start;
		if (at == end || *at != '.')
			return at;
		at++;
	}
}

/* What is left of the line, without the blanks at its end, for a message. */
static const char *
rest_of_line(const struct parser *parser, const char *at)
{
	const char *end = parser->end;

	while (end > at && is_blank(end[-1]))
		end--;
	return arena_copy(parser->arena, at, (size_t)(end - at));
}

static void
complain(struct parser *parser, const char *at, const char *expected)
{
	const char *found = rest_of_line(parser, at);

	parser->failed = true;
	if (found[0] == '\0')
		diag_error(parser->diag, place_at(parser, at), "expected %s, found the end of the line",
			   expected);
	else
		diag_error(parser->diag, place_at(parser, at), "expected %s, found '%s'", expected, found);
}

/* path NULL: after an error. */
static void
set_path(struct node *node, const char *path, struct arena *arena)
{
	size_t count = 0;

	node->path = path;
	if (!path)
		return;
	for (const char *at = path; *at != '\0'; at++)
		count += *at == '.';
	node->names = arena_alloc(arena, (count + 2) * sizeof *node->names);
	for (size_t i = 0; i <= count; i++) {
		size_t length = strcspn(path, ".");

		node->names[i] = arena_copy(arena, path, length);
		path += length + 1;
	}
}

/* ${path} or ${,}; at stands behind the brace. Returns where text goes on. */
static const char *
parse_substitution(struct parser *parser, const char *at)
{
	const char *end = skip_path(at, parser->end);
	bool is_comma = end == at && at < parser->end && *at == ',';
	bool is_in_loop = false;

	if (is_comma)
		end++;
	for (size_t i = 0; i < parser->depth; i++)
		is_in_loop |= parser->open[i]->kind == NODE_FOR;
	if ((end == at && !is_comma) || end == parser->end || *end != '}') {
		complain(parser, at, "a path and '}'");
		return parser->end;
	}
	if (is_comma && !is_in_loop) {
		complain(parser, at, "'${,}' only inside '@for'");
		return end + 1;
	}
	set_path(add_node(parser, is_comma ? NODE_COMMA : NODE_PATH, place_at(parser, at)),
		 arena_copy(parser->arena, at, (size_t)(end - at)), parser->arena);
	return end + 1;
}

/* stop is behind the line end, which belongs to the text. */
static void
parse_text(struct parser *parser, const char *at, const char *stop)
{
	const char *start = at;

	while (at < parser->end) {
		if (*at != '$') {
			at++;
		} else if (parser->end - at >= 3 && memcmp(at, "$${", 3) == 0) {
			add_text(parser, start, at);
			start = at + 1;
			at += 3;
		} else if (parser->end - at >= 2 && at[1] == '{') {
			add_text(parser, start, at);
			start = at = parse_substitution(parser, at + 2);
		} else {
			at++;
		}
	}
	add_text(parser, start, stop);
}

static void
open_node(struct parser *parser, struct node *node, const char *mark)
{
	node->directive = place_at(parser, mark);
	if (parser->depth == DEPTH_MAX) {
		diag_error(parser->diag, node->directive, "nested too deep: expected at most %d levels",
			   DEPTH_MAX);
		parser->failed = parser->is_too_deep = true;
		return;
	}
	parser->open[parser->depth++] = node;
	parser->tail = &node->children;
}

/* The path that ends a directive; NULL after an error. */
static const char *
parse_last_path(struct parser *parser, const char *at)
{
	const char *end = skip_path(at, parser->end);

	if (end == at) {
		complain(parser, at, "a path");
		return NULL;
	}
	if (skip_blanks(end, parser->end) != parser->end) {
		complain(parser, skip_blanks(end, parser->end), "the end of the line");
		return NULL;
	}
	return arena_copy(parser->arena, at, (size_t)(end - at));
}

/* Is this word at at, and does it end there? */
static bool
is_word(const struct parser *parser, const char *at, const char *word)
{
	size_t length = strlen(word);

	return (size_t)(skip_name(at, parser->end) - at) == length && memcmp(at, word, length) == 0;
}

static void
parse_for(struct parser *parser, const char *mark, const char *at)
{
	const char *variable = at;
	size_t length = (size_t)(skip_name(at, parser->end) - at);
	struct node *node;

	at = skip_blanks(at + length, parser->end);
	if (length == 0) {
		complain(parser, variable, "a name and 'in'");
		node = add_node(parser, NODE_FOR, place_at(parser, mark));
	} else if (!is_word(parser, at, "in")) {
		complain(parser, at, "'in'");
		node = add_node(parser, NODE_FOR, place_at(parser, mark));
	} else {
		at = skip_blanks(at + 2, parser->end);
		node = add_node(parser, NODE_FOR, place_at(parser, at));
		node->variable = arena_copy(parser->arena, variable, length);
		set_path(node, parse_last_path(parser, at), parser->arena);
	}
	open_node(parser, node, mark);
}

static void
parse_if(struct parser *parser, const char *mark, const char *at)
{
	bool is_not = is_word(parser, at, "not") && at + 3 < parser->end && is_blank(at[3]);
	const char *behind = is_not ? skip_blanks(at + 3, parser->end) : at;
	/* A variable may be called so. */
	bool is_negated = is_not && behind < parser->end;
	struct node *node;

	at = is_negated ? behind : at;
	node = add_node(parser, NODE_IF, place_at(parser, at));
	node->is_negated = is_negated;
	set_path(node, parse_last_path(parser, at), parser->arena);
	open_node(parser, node, mark);
}

static void
parse_else(struct parser *parser, const char *mark, const char *at)
{
	struct node *node = parser->depth > 0 ? parser->open[parser->depth - 1] : NULL;

	if (at != parser->end)
		complain(parser, at, "the end of the line");
	else if (!node || node->kind != NODE_IF)
		complain(parser, mark, "'@else' only inside '@if'");
	else if (node->has_else)
		complain(parser, mark, "one '@else' for an '@if'");
	else {
		node->has_else = true;
		parser->tail = &node->otherwise;
	}
}

static void
parse_end(struct parser *parser, const char *mark, const char *at)
{
	if (at != parser->end)
		complain(parser, at, "the end of the line");
	else if (parser->depth == 0)
		complain(parser, mark, "an '@for' or '@if' before '@end'");
	else
		parser->tail = &parser->open[--parser->depth]->next;
}

static void
parse_directive(struct parser *parser, const char *mark)
{
	static const struct {
		const char *word;
		void (*parse)(struct parser *, const char *mark, const char *at);
	} directives[] = {
		{ "for", parse_for },
		{ "if", parse_if },
		{ "else", parse_else },
		{ "end", parse_end },
	};

	for (size_t i = 0; i < sizeof directives / sizeof *directives; i++) {
		if (is_word(parser, mark + 1, directives[i].word)) {
			const char *at = mark + 1 + strlen(directives[i].word);

			directives[i].parse(parser, mark, skip_blanks(at, parser->end));
			return;
		}
	}
	complain(parser, mark, "'@for', '@if', '@else' or '@end' (or '@@' for a text that begins with '@')");
}

/* next is behind the line end. */
static void
parse_line(struct parser *parser, const char *next)
{
	const char *mark = skip_blanks(parser->line, parser->end);

	if (mark == parser->end || *mark != '@') {
		parse_text(parser, parser->line, next);
	} else if (parser->end - mark >= 2 && mark[1] == '@') {
		add_text(parser, parser->line, mark);
		parse_text(parser, mark + 1, next);
	} else {
		parse_directive(parser, mark);
	}
}

/* The innermost of what is still open has no end. */
static void
check_end(struct parser *parser)
{
	if (!parser->failed && parser->depth > 0) {
		const struct node *node = parser->open[parser->depth - 1];

		diag_error(parser->diag, node->directive,
			   "expected '@end' for this '%s', found the end of the file",
			   node->kind == NODE_FOR ? "@for" : "@if");
		parser->failed = true;
	}
}

bool
tree_parse(struct node **root, const char *path, const char *source, size_t length,
	   struct arena *arena, struct diag *diag)
{
	struct parser parser = { .path = path, .arena = arena, .diag = diag };
	const char *stop = source + length;

	parser.tail = &parser.root;
	for (const char *next; source < stop && !parser.is_too_deep; source = next) {
		const char *end = memchr(source, '\n', (size_t)(stop - source));

		next = end ? end + 1 : stop;
		parser.line = source;
		parser.end = end ? end : stop;
		parser.number++;
		parse_line(&parser, next);
	}
	check_end(&parser);
	if (parser.failed)
		return false;
	*root = parser.root;
	return true;
}
