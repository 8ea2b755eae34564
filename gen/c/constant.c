#include "c/constant.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "c/expand.h"
#include "c/flow.h"
#include "c/program.h"
#include "c/source.h"

enum { DEPTH_MAX = 16, STRINGS_MAX = 2000, BRANCHES_MAX = 8 };

/* While an expression is read. */
struct reading {
	struct c_constants *constants;
	struct c_program *program;
	struct c_source *source;
	const struct c_function *function;
	size_t at; /* what is asked is asked there */
	unsigned depth;
	struct arena *arena;
};

static void read_range(const struct reading *reading, size_t from, size_t to, bool is_table,
		       const struct c_word *member);
static void read_words(const struct reading *reading, struct c_words words);

static bool
is(struct c_words words, size_t at, const char *text)
{
	return at < words.count && c_token_is(&words.items[at].token, text);
}

static struct c_words
part(struct c_words words, size_t from, size_t to)
{
	return (struct c_words){ words.items + from, to - from };
}

static bool
is_bracket(const struct c_word *word, const char *brackets)
{
	return word->token.kind == C_TOKEN_OPERATOR && word->token.length == 1 &&
	       strchr(brackets, word->token.text[0]);
}

/* The index behind the bracket that closes the one at open; 0: none does. */
static size_t
closing(struct c_words words, size_t open)
{
	size_t depth = 0;

	for (size_t at = open; at < words.count; at++) {
		if (is_bracket(&words.items[at], "([{"))
			depth++;
		else if (is_bracket(&words.items[at], ")]}") && --depth == 0)
			return at + 1;
	}
	return 0;
}

/* The first one outside of brackets, from an index on; words.count: there is none. */
static size_t
find(struct c_words words, size_t from, const char *text)
{
	size_t depth = 0;

	for (size_t at = from; at < words.count; at++) {
		if (depth == 0 && is(words, at, text))
			return at;
		if (is_bracket(&words.items[at], "([{"))
			depth++;
		else if (is_bracket(&words.items[at], ")]}") && depth > 0)
			depth--;
	}
	return words.count;
}

/* (const char *) and the like: words and stars between parentheses, and something behind. */
static size_t
cast_length(struct c_words words)
{
	size_t end = is(words, 0, "(") ? closing(words, 0) : 0;

	if (end == 0 || end >= words.count || (end == 3 && !is(words, 1, "char")))
		return 0;
	for (size_t at = 1; at + 1 < end; at++)
		if (words.items[at].token.kind != C_TOKEN_WORD && !is(words, at, "*"))
			return 0;
	return end;
}

static struct c_words
bare(struct c_words words)
{
	for (;;) {
		size_t cast = cast_length(words);

		if (cast > 0)
			words = part(words, cast, words.count);
		else if (is(words, 0, "(") && closing(words, 0) == words.count)
			words = part(words, 1, words.count - 1);
		else
			return words;
	}
}

static void
add(const struct reading *reading, struct c_string string)
{
	struct c_constants *constants = reading->constants;

	if (constants->count >= STRINGS_MAX || string.is_wide) {
		constants->is_complete = false;
		return;
	}
	constants->items = arena_grow(reading->arena, constants->items, constants->count,
				      sizeof *constants->items);
	constants->items[constants->count++] = string;
}

/* Adjacent literals. */
static bool
read_literals(const struct reading *reading, struct c_words words)
{
	struct c_string string = { 0 };

	for (size_t at = 0; at < words.count; at++)
		if (words.items[at].token.kind != C_TOKEN_STRING)
			return false;
	if (words.count == 0)
		return false;
	for (size_t at = 0; at < words.count; at++)
		c_string_add(&string, &words.items[at].token, words.items[at].from, reading->arena);
	add(reading, string);
	return true;
}

/* A ? B : C, outside of parentheses. */
static bool
read_choice(const struct reading *reading, struct c_words words)
{
	size_t question = find(words, 0, "?"), colon, depth = 0;

	if (question == words.count)
		return false;
	for (colon = question + 1; colon < words.count; colon++) {
		if (is_bracket(&words.items[colon], "([{"))
			colon = closing(words, colon) > 0 ? closing(words, colon) - 1
							  : words.count - 1;
		else if (is(words, colon, "?"))
			depth++;
		else if (is(words, colon, ":") && depth-- == 0)
			break;
	}
	if (colon >= words.count)
		return false;
	read_words(reading, part(words, question + 1, colon));
	read_words(reading, part(words, colon + 1, words.count));
	return true;
}

/* A value of a table: ".name =" and "[NAME] =" before it do not matter. */
static struct c_words
without_designator(struct c_words element)
{
	size_t sign = find(element, 0, "=");

	return sign < element.count && (is(element, 0, ".") || is(element, 0, "["))
		       ? part(element, sign + 1, element.count)
		       : element;
}

/* Is it .member = …? */
static bool
designates(struct c_words element, const struct c_word *member)
{
	return is(element, 0, ".") && element.count > 1 &&
	       element.items[1].token.length == member->token.length &&
	       memcmp(element.items[1].token.text, member->token.text, member->token.length) == 0;
}

static bool
is_string(struct c_words words)
{
	words = bare(words);
	return words.count > 0 && words.items[0].token.kind == C_TOKEN_STRING;
}

/* The member of a struct: the one that is named, else the only one that is a string. */
static void
read_struct(const struct reading *reading, struct c_words inside, const struct c_word *member)
{
	struct c_words only = { NULL, 0 };
	size_t strings = 0;
	bool has_names = false;

	for (size_t at = 0, end; at < inside.count; at = end + 1) {
		struct c_words element = part(inside, at, end = find(inside, at, ","));

		has_names = has_names || is(element, 0, ".");
		if (member && designates(element, member)) {
			read_words(reading, without_designator(element));
			return;
		}
		if (is_string(without_designator(element))) {
			only = without_designator(element);
			strings++;
		}
	}
	if (strings == 1 && !has_names)
		read_words(reading, only);
	else if (strings > 0)
		reading->constants->is_complete = false;
}

/* { "…", "…" } or { { 1, "…" }, { 2, "…" } }. */
static void
read_table(const struct reading *reading, struct c_words words, const struct c_word *member)
{
	struct c_words inside = part(words, 1, words.count - 1);

	for (size_t at = 0, end; at < inside.count; at = end + 1) {
		struct c_words element =
			without_designator(part(inside, at, end = find(inside, at, ",")));

		if (element.count == 0)
			continue;
		if (is(element, 0, "{") && closing(element, 0) == element.count)
			read_struct(reading, part(element, 1, element.count - 1), member);
		else if (member)
			reading->constants->is_complete = false;
		else
			read_words(reading, element);
	}
}

/* The value of a variable, as its text says. */
static void
read_value(const struct reading *reading, struct c_words words, bool is_table,
	   const struct c_word *member)
{
	if (is_table && is(words, 0, "{") && closing(words, 0) == words.count)
		read_table(reading, words, member);
	else if (is_table || member)
		reading->constants->is_complete = false;
	else
		read_words(reading, words);
}

/* Is a variable outside of functions set again somewhere in its file? */
static bool
is_assigned(const struct c_source *source, const struct c_variable *variable)
{
	for (size_t at = 1; at + 1 < source->tokens.count; at++) {
		const struct c_token *token = &source->tokens.items[at];

		if (token->kind == C_TOKEN_WORD && token->length == variable->name.length &&
		    at != variable->name_at &&
		    memcmp(token->text, variable->name.text, token->length) == 0 &&
		    (c_token_is(token + 1, "=") || c_token_is(token - 1, "&")) &&
		    !c_token_is(token - 1, ".") && !c_token_is(token - 1, "->"))
			return true;
	}
	return false;
}

static void
read_global(const struct reading *reading, const struct c_word *name, bool is_table,
	    const struct c_word *member)
{
	struct c_source *source = NULL;
	const struct c_variable *variable =
		c_program_variable(reading->program, reading->source, &name->token, &source);
	struct reading inner = *reading;

	if (!variable || (!variable->is_const && is_assigned(source, variable)) ||
	    variable->is_array < is_table) {
		reading->constants->is_complete = false;
		return;
	}
	inner.source = source;
	inner.function = NULL;
	inner.at = variable->from;
	read_range(&inner, variable->from, variable->to, is_table, member);
}

/* name, name[…], name[…].member */
static void
read_variable(const struct reading *reading, const struct c_word *name, bool is_table,
	      const struct c_word *member)
{
	struct c_assignments assignments;

	c_flow_assignments(&assignments, reading->source, reading->function, reading->at,
			   &name->token, reading->arena);
	if (!assignments.is_declared && assignments.count == 0) {
		read_global(reading, name, is_table, member);
		return;
	}
	if (!assignments.is_complete || assignments.count == 0)
		reading->constants->is_complete = false;
	for (size_t i = 0; i < assignments.count; i++) {
		const struct c_assignment *assignment = &assignments.items[i];
		struct reading inner = *reading;

		/* What an array of char begins with is not what it holds later. */
		if (assignment->is_array && !is_table && !assignment->is_constant) {
			reading->constants->is_complete = false;
			continue;
		}
		inner.at = assignment->name_at;
		read_range(&inner, assignment->from, assignment->to, is_table, member);
	}
}

static bool
read_name(const struct reading *reading, struct c_words words)
{
	size_t end = 1;

	if (words.count == 0 || words.items[0].token.kind != C_TOKEN_WORD)
		return false;
	if (words.count == 1) {
		if (!c_token_is(&words.items[0].token, "NULL"))
			read_variable(reading, &words.items[0], false, NULL);
		return true;
	}
	while (is(words, end, "["))
		end = closing(words, end) > 0 ? closing(words, end) : words.count + 1;
	if (end > 1 && end == words.count)
		read_variable(reading, &words.items[0], true, NULL);
	else if (end > 1 && end + 2 == words.count && is(words, end, "."))
		read_variable(reading, &words.items[0], true, &words.items[end + 1]);
	else
		return false;
	return true;
}

static void
read_words(const struct reading *reading, struct c_words words)
{
	words = bare(words);
	if (words.count == 1 && words.items[0].token.kind == C_TOKEN_NUMBER)
		return;
	if (!read_literals(reading, words) && !read_choice(reading, words) &&
	    !read_name(reading, words))
		reading->constants->is_complete = false;
}

/* Tokens of the file, once for each branch of conditions among them. */
static void
read_range(const struct reading *reading, size_t from, size_t to, bool is_table,
	   const struct c_word *member)
{
	struct reading inner = *reading;
	size_t branches = 1;

	if (++inner.depth > DEPTH_MAX) {
		reading->constants->is_complete = false;
		return;
	}
	for (size_t branch = 0; branch < branches && branch < BRANCHES_MAX; branch++) {
		struct c_extract extract = { reading->program, reading->source, from, to, branch };
		struct c_words words;

		if (c_expand(&words, &branches, &extract, reading->arena))
			read_value(&inner, words, is_table, member);
		else
			reading->constants->is_complete = false;
	}
}

void
c_constants_read(struct c_constants *constants, const struct c_expression *expression,
		 struct arena *arena)
{
	struct c_constants found = { .is_complete = true };
	struct reading reading = {
		.constants = &found,
		.program = expression->program,
		.source = expression->source,
		.function = expression->function,
		.at = expression->from,
		.arena = arena,
	};

	read_range(&reading, expression->from, expression->to, false, NULL);
	*constants = found;
}

bool
c_constant_number(long long *number, const struct c_expression *expression, struct arena *arena)
{
	struct c_extract extract = { expression->program, expression->source, expression->from,
				     expression->to, 0 };
	struct c_words words;
	size_t branches;
	char *end;

	if (!c_expand(&words, &branches, &extract, arena) || branches > 1)
		return false;
	words = bare(words);
	if (words.count != 1 || words.items[0].token.kind != C_TOKEN_NUMBER ||
	    words.items[0].token.length > 10)
		return false;
	*number = strtoll(arena_copy(arena, words.items[0].token.text, words.items[0].token.length),
			  &end, 0);
	return end[strspn(end, "uUlL")] == '\0';
}
