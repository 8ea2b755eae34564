#include "c/constant.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "c/enumerator.h"
#include "c/expand.h"
#include "c/flow.h"
#include "c/program.h"
#include "c/reading.h"
#include "c/source.h"

enum { DEPTH_MAX = 16, STRINGS_MAX = 2000, BRANCHES_MAX = 8 };

static void read_range(const struct c_reading *reading, size_t from, size_t to, bool is_table,
		       const struct c_word *member);

static void
add_string(const struct c_reading *reading, struct c_string string)
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

/* PRId64 and its like, of <inttypes.h>: a string that ends with the letter of the conversion. */
static bool
is_conversion(const struct c_token *token)
{
	static const char *const widths[] = {
		"8", "16", "32", "64", "MAX", "PTR", "LEAST", "FAST"
	};

	if (token->kind != C_TOKEN_WORD || token->length < 5 ||
	    memcmp(token->text, "PRI", 3) != 0 || !strchr("diouxX", token->text[3]))
		return false;
	for (size_t i = 0; i < sizeof widths / sizeof *widths; i++)
		if (token->length >= 4 + strlen(widths[i]) &&
		    memcmp(token->text + 4, widths[i], strlen(widths[i])) == 0)
			return true;
	return false;
}

/* Adjacent literals. */
static bool
read_literals(const struct c_reading *reading, struct c_words words)
{
	struct c_string string = { 0 };

	for (size_t at = 0; at < words.count; at++)
		if (words.items[at].token.kind != C_TOKEN_STRING &&
		    (words.count == 1 || !is_conversion(&words.items[at].token)))
			return false;
	if (words.count == 0)
		return false;
	for (size_t at = 0; at < words.count; at++) {
		const struct c_word *word = &words.items[at];

		if (word->token.kind == C_TOKEN_STRING)
			c_string_add(&string, &word->token, word->from, reading->arena);
		else
			c_string_add_bytes(&string, word->token.text + 3, 1, word->from, false,
					   reading->arena);
	}
	add_string(reading, string);
	return true;
}

/* A ? B : C, outside of parentheses. */
static bool
read_choice(const struct c_reading *reading, struct c_words words)
{
	size_t question = c_words_find(words, 0, "?"), colon, depth = 0;

	if (question == words.count)
		return false;
	for (colon = question + 1; colon < words.count; colon++) {
		if (c_words_is_bracket(&words.items[colon], "([{"))
			colon = c_words_closing(words, colon) > 0
					? c_words_closing(words, colon) - 1
					: words.count - 1;
		else if (c_words_is(words, colon, "?"))
			depth++;
		else if (c_words_is(words, colon, ":") && depth-- == 0)
			break;
	}
	if (colon >= words.count)
		return false;
	c_read_words(reading, c_words_part(words, question + 1, colon));
	c_read_words(reading, c_words_part(words, colon + 1, words.count));
	return true;
}

/* The value of a variable, as its text says. */
static void
read_value(const struct c_reading *reading, struct c_words words, bool is_table,
	   const struct c_word *member)
{
	if (is_table && c_words_is(words, 0, "{") && c_words_closing(words, 0) == words.count)
		c_read_table(reading, words, member);
	else if (is_table || member)
		reading->constants->is_complete = false;
	else
		c_read_words(reading, words);
}

static void
read_global(const struct c_reading *reading, const struct c_word *name, bool is_table,
	    const struct c_word *member)
{
	struct c_source *source = NULL;
	const struct c_variable *variable =
		c_program_variable(reading->program, reading->source, &name->token, &source);
	struct c_reading inner = *reading;

	if (!variable || (!variable->is_const && variable->is_assigned) ||
	    variable->is_array < is_table) {
		reading->constants->is_complete = false;
		return;
	}
	inner.source = source;
	inner.function = NULL;
	inner.at = variable->from;
	inner.name_at = variable->name_at;
	read_range(&inner, variable->from, variable->to, is_table, member);
}

/* name, name[…], name[…].member */
static void
read_variable(const struct c_reading *reading, const struct c_word *name, bool is_table,
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
	if (assignments.is_parameter && assignments.count == 0 && !is_table)
		reading->constants->parameter = name->token;
	for (size_t i = 0; i < assignments.count; i++) {
		const struct c_assignment *assignment = &assignments.items[i];
		struct c_reading inner = *reading;

		/* What an array of char begins with is not what it holds later. */
		if (assignment->is_array && !is_table && !assignment->is_constant) {
			reading->constants->is_complete = false;
			continue;
		}
		inner.at = inner.name_at = assignment->name_at;
		read_range(&inner, assignment->from, assignment->to, is_table, member);
	}
}

static bool
read_name(const struct c_reading *reading, struct c_words words)
{
	size_t end = 1;

	if (words.count == 0 || words.items[0].token.kind != C_TOKEN_WORD)
		return false;
	if (words.count == 1) {
		if (!c_token_is(&words.items[0].token, "NULL"))
			read_variable(reading, &words.items[0], false, NULL);
		return true;
	}
	while (c_words_is(words, end, "["))
		end = c_words_closing(words, end) > 0 ? c_words_closing(words, end)
						      : words.count + 1;
	if (end > 1 && end == words.count)
		read_variable(reading, &words.items[0], true, NULL);
	else if (end > 1 && end + 2 == words.count && c_words_is(words, end, "."))
		read_variable(reading, &words.items[0], true, &words.items[end + 1]);
	else
		return false;
	return true;
}

void
c_read_words(const struct c_reading *reading, struct c_words words)
{
	words = c_words_bare(words);
	if (words.count == 1 && words.items[0].token.kind == C_TOKEN_NUMBER)
		return;
	if (!read_literals(reading, words) && !read_choice(reading, words) &&
	    !c_read_made(reading, words) && !read_name(reading, words))
		reading->constants->is_complete = false;
}

/* Tokens of the file, once for each branch of conditions among them. */
static void
read_range(const struct c_reading *reading, size_t from, size_t to, bool is_table,
	   const struct c_word *member)
{
	struct c_reading inner = *reading;
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
	struct c_reading reading = {
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

/* An enumerator that no variable of the function hides. */
static bool
read_enumerator(long long *number, const struct c_expression *expression,
		const struct c_token *name, struct arena *arena)
{
	struct c_assignments assignments;

	if (!expression->function)
		return false;
	c_flow_assignments(&assignments, expression->source, expression->function, expression->from,
			   name, arena);
	return !assignments.is_declared && assignments.count == 0 &&
	       c_enumerator_value(number, expression->program, expression->source, name);
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
	words = c_words_bare(words);
	if (words.count == 1 && words.items[0].token.kind == C_TOKEN_WORD)
		return read_enumerator(number, expression, &words.items[0].token, arena);
	if (words.count != 1 || words.items[0].token.kind != C_TOKEN_NUMBER ||
	    words.items[0].token.length > 10)
		return false;
	*number = strtoll(arena_copy(arena, words.items[0].token.text, words.items[0].token.length),
			  &end, 0);
	return end[strspn(end, "uUlL")] == '\0';
}
