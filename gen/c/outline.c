#include "c/outline.h"

#include <string.h>

#include "base/arena.h"
#include "c/source.h"

/* A declaration is at most so many tokens long before its braces. */
enum { DEPTH_MAX = 64, DECLARATION_MAX = 400 };

/* What is known on the way through a file. */
struct walk {
	struct c_source *source;
	struct c_tokens tokens;
	size_t at;
	size_t depth;            /* of braces */
	size_t start;            /* of the declaration outside of braces that is being read */
	size_t saved[DEPTH_MAX]; /* the depth where a condition began */
	size_t conditions;       /* may be more than there is room for */
	struct arena *arena;
};

static bool
is(const struct walk *walk, size_t at, const char *text)
{
	return at < walk->tokens.count && c_token_is(&walk->tokens.items[at], text);
}

static bool
is_first_of_line(const struct walk *walk, const struct c_token *token)
{
	return token->text == walk->source->text || token->text[-1] == '\n';
}

/* Where the declaration begins that stands before at. */
static size_t
declaration_start(const struct walk *walk, size_t at)
{
	return at - walk->start > DECLARATION_MAX ? at - DECLARATION_MAX : walk->start;
}

/* Does a word stand in the declaration, before at? */
static bool
is_declared(const struct walk *walk, size_t at, const char *word)
{
	for (size_t i = declaration_start(walk, at); i < at; i++)
		if (is(walk, i, word))
			return true;
	return false;
}

/* Is the '{' at open the body of a function? head: its name. */
static bool
is_body(const struct walk *walk, size_t open, size_t *head)
{
	/* The first list of parameters has the name before it: what follows are attributes, or
	 * K&R's. */
	for (size_t at = declaration_start(walk, open); at + 1 < open; at++) {
		size_t end;

		if (walk->tokens.items[at].kind != C_TOKEN_WORD || !is(walk, at + 1, "("))
			continue;
		if (is(walk, at, "__attribute__") || is(walk, at, "__declspec"))
			continue;
		end = c_tokens_closing((struct c_tokens){ walk->tokens.items, open }, at + 1);
		if (end < open && is(walk, end, "("))
			continue; /* int MACRO(name)(…), int (*f(…))(…) */
		*head = at;
		return true;
	}
	return false;
}

static void
begin_function(struct walk *walk, size_t head, size_t open)
{
	struct c_source *source = walk->source;
	struct c_function *last =
		source->function_count > 0 ? &source->functions[source->function_count - 1] : NULL;

	/* One of several heads of a body, in the branches of a condition. */
	if (last && last->close == walk->tokens.count)
		last->close = head;
	source->functions = arena_grow(walk->arena, source->functions, source->function_count,
				       sizeof *source->functions);
	source->functions[source->function_count++] = (struct c_function){
		.name = walk->tokens.items[head],
		.head = head,
		.open = open,
		.close = walk->tokens.count,
		.is_static = is_declared(walk, open, "static"),
	};
}

/* Where what begins at from ends: at a ',' or ';' outside of brackets. */
static size_t
value_end(const struct walk *walk, size_t from)
{
	size_t depth = 0;

	for (size_t at = from; at < walk->tokens.count; at++) {
		const struct c_token *token = &walk->tokens.items[at];

		if (token->kind != C_TOKEN_OPERATOR || token->length != 1)
			continue;
		if (strchr("([{", token->text[0]))
			depth++;
		else if (strchr(")]}", token->text[0]) && depth > 0)
			depth--;
		else if (token->text[0] == ';' || (depth == 0 && token->text[0] == ','))
			return at;
	}
	return walk->tokens.count;
}

/* "name =", "name[2][3] =": walk stands at the '='. Goes behind the value. */
static void
read_variable(struct walk *walk)
{
	struct c_source *source = walk->source;
	size_t name = walk->at, start = declaration_start(walk, name),
	       to = value_end(walk, walk->at + 1);
	struct c_variable *variable;
	bool is_array = false;

	while (name > start && is(walk, name - 1, "]")) {
		is_array = true;
		while (name > start && !is(walk, name - 1, "["))
			name--;
		name -= name > start;
	}
	if (name > start && walk->tokens.items[name - 1].kind == C_TOKEN_WORD) {
		source->variables = arena_grow(walk->arena, source->variables,
					       source->variable_count, sizeof *source->variables);
		variable = &source->variables[source->variable_count++];
		*variable = (struct c_variable){
			.name = walk->tokens.items[name - 1],
			.name_at = name - 1,
			.from = walk->at + 1,
			.to = to,
			.is_array = is_array,
			.is_static = is_declared(walk, name, "static"),
			.is_const = is_declared(walk, name, "const"),
		};
	}
	walk->at = to;
}

/* The braces of a branch are those of the others, too. */
static void
read_condition(struct walk *walk, enum c_token_kind kind)
{
	if (kind == C_TOKEN_IF) {
		if (walk->conditions < DEPTH_MAX)
			walk->saved[walk->conditions] = walk->depth;
		walk->conditions++;
		return;
	}
	if (walk->conditions == 0)
		return;
	if (kind == C_TOKEN_ELSE && walk->conditions <= DEPTH_MAX)
		walk->depth = walk->saved[walk->conditions - 1];
	else if (kind == C_TOKEN_ENDIF)
		walk->conditions--;
}

static void
open_brace(struct walk *walk)
{
	size_t head;

	/* extern "C" { */
	if (walk->depth == 0 && walk->at > 0 &&
	    walk->tokens.items[walk->at - 1].kind == C_TOKEN_STRING)
		return;
	if (walk->depth == 0 && is_body(walk, walk->at, &head)) {
		begin_function(walk, head, walk->at);
	} else if (walk->depth == 0 && (is_declared(walk, walk->at, "namespace") ||
					is_declared(walk, walk->at, "class"))) {
		walk->start = walk->at + 1; /* of C++, with functions inside */
		return;
	}
	walk->depth++;
}

static void
close_brace(struct walk *walk)
{
	struct c_source *source = walk->source;
	struct c_function *last =
		source->function_count > 0 ? &source->functions[source->function_count - 1] : NULL;

	if (is_first_of_line(walk, &walk->tokens.items[walk->at]))
		walk->depth = 0;
	else if (walk->depth > 0)
		walk->depth--;
	if (walk->depth > 0)
		return;
	if (last && last->close == walk->tokens.count) {
		last->close = walk->at;
		walk->start = walk->at + 1;
	}
}

/* extern const char *a, b[]: walk stands behind it. */
static void
read_extern(struct walk *walk)
{
	struct c_source *source = walk->source;

	if (!is(walk, walk->start, "extern"))
		return;
	for (size_t i = declaration_start(walk, walk->at); i < walk->at; i++) {
		const struct c_token *token = &source->tokens.items[i];

		if (token->kind == C_TOKEN_WORD)
			map_set(&source->extern_names, token->text, token->length, source,
				walk->arena);
	}
}

/* "name =" elsewhere than at its own value, and "&name". */
static void
note_assignments(struct c_source *source)
{
	const struct c_token *items = source->tokens.items;

	for (size_t at = 1; source->variable_count > 0 && at + 1 < source->tokens.count; at++) {
		struct c_variable *variable;

		if (items[at].kind != C_TOKEN_WORD || c_token_is(&items[at - 1], ".") ||
		    c_token_is(&items[at - 1], "->") ||
		    (!c_token_is(&items[at + 1], "=") && !c_token_is(&items[at - 1], "&")))
			continue;
		variable = map_get(&source->variable_names, items[at].text, items[at].length);
		if (variable && at != variable->name_at)
			variable->is_assigned = true;
	}
}

void
c_outline_read(struct c_source *source, struct arena *arena)
{
	struct walk walk = { .source = source, .tokens = source->tokens, .arena = arena };

	for (; walk.at < walk.tokens.count; walk.at++) {
		const struct c_token *token = &walk.tokens.items[walk.at];

		if (token->kind >= C_TOKEN_IF) {
			read_condition(&walk, token->kind);
			continue;
		}
		if (token->kind != C_TOKEN_OPERATOR)
			continue;
		if (token->text[0] == '{')
			open_brace(&walk);
		else if (token->text[0] == '}')
			close_brace(&walk);
		else if (walk.depth == 0 && c_token_is(token, "="))
			read_variable(&walk);
		if (walk.depth == 0 && is(&walk, walk.at, ";")) {
			read_extern(&walk);
			walk.start = walk.at + 1;
		}
	}
	for (size_t i = 0; i < source->variable_count; i++)
		map_set(&source->variable_names, source->variables[i].name.text,
			source->variables[i].name.length, &source->variables[i], arena);
	note_assignments(source);
}
