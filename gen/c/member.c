#include "c/member.h"

#include <string.h>

#include "c/program.h"
#include "c/source.h"

enum { DECLARATION_MAX = 400 };

static bool
is_same(const struct c_token *a, const struct c_token *b)
{
	return a->kind == C_TOKEN_WORD && b->kind == C_TOKEN_WORD && a->length == b->length &&
	       memcmp(a->text, b->text, a->length) == 0;
}

/* Is the name of a member at a token: what ends a declarator stands behind it? */
static bool
ends_declarator(struct c_tokens body, size_t at)
{
	static const char *const ends[] = { ";", ",", "[", ")", ":" };

	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
		if (at + 1 < body.count && c_token_is(&body.items[at + 1], ends[i]))
			return true;
	return false;
}

/* Counts the members between the braces of body up to the one that is named. */
static bool
count_members(size_t *index, struct c_tokens body, const struct c_token *member)
{
	size_t depth = 0, count = 0;

	for (size_t at = 0; at < body.count; at++) {
		const struct c_token *token = &body.items[at];

		if (depth == 1 && is_same(token, member) && ends_declarator(body, at)) {
			*index = count;
			return true;
		}
		if (depth == 1 && (c_token_is(token, ";") || c_token_is(token, ",")))
			count++;
		if (token->kind == C_TOKEN_OPERATOR && token->length == 1)
			depth = depth + (strchr("{([", token->text[0]) != NULL) -
				(strchr("})]", token->text[0]) != NULL);
	}
	return false;
}

/* struct tag { */
static const void *
tagged(struct c_source *source, const struct c_token *tag)
{
	const struct c_token *items = source->tokens.items;

	for (size_t at = 1; at + 1 < source->tokens.count; at++)
		if (is_same(&items[at], tag) && c_token_is(&items[at - 1], "struct") &&
		    c_token_is(&items[at + 1], "{"))
			return source->tokens.items + at + 1;
	return NULL;
}

/* The '{' that the '}' at close ends; NULL: there is none near. */
static const struct c_token *
opening(const struct c_source *source, size_t close)
{
	size_t depth = 0;

	for (size_t i = 0, at = close; i < DECLARATION_MAX && at < source->tokens.count;
	     i++, at--) {
		const struct c_token *token = &source->tokens.items[at];

		if (c_token_is(token, "}"))
			depth++;
		else if (c_token_is(token, "{") && --depth == 0)
			return token;
	}
	return NULL;
}

/* typedef struct … { … } name; */
static const void *
named(struct c_source *source, const struct c_token *name)
{
	for (size_t at = 1; at + 1 < source->tokens.count; at++)
		if (is_same(&source->tokens.items[at], name) &&
		    c_token_is(&source->tokens.items[at - 1], "}") &&
		    c_token_is(&source->tokens.items[at + 1], ";"))
			return opening(source, at - 1);
	return NULL;
}

bool
c_member_index(size_t *index, struct c_program *program, struct c_source *source, size_t name_at,
	       const struct c_token *member)
{
	const struct c_token *items = source->tokens.items, *open = NULL;
	size_t at = name_at;

	while (at > 0 &&
	       (c_token_is(&items[at - 1], "const") || c_token_is(&items[at - 1], "static")))
		at--;
	if (at == 0)
		return false;
	if (c_token_is(&items[at - 1], "}"))
		open = opening(source, at - 1);
	else if (at > 1 && c_token_is(&items[at - 2], "struct"))
		open = c_program_search(program, source, tagged, &items[at - 1]);
	else
		open = c_program_search(program, source, named, &items[at - 1]);
	for (size_t i = 0; open && i < program->source_count; i++) {
		struct c_tokens tokens = program->sources[i]->tokens;

		if (open < tokens.items || open >= tokens.items + tokens.count)
			continue;
		at = (size_t)(open - tokens.items);
		return count_members(
			index,
			(struct c_tokens){ tokens.items + at, c_tokens_closing(tokens, at) - at },
			member);
	}
	return false;
}
