#include <string.h>

#include "base/arena.h"
#include "c/flow.h"
#include "c/format.h"
#include "c/reading.h"

enum { ARGUMENTS_MAX = 32 };

/* The texts that formats make with these arguments. */
static void
format_each(struct c_constants *made, const struct c_constants *formats,
	    const struct c_string *const *arguments, size_t count, struct arena *arena)
{
	made->is_complete = made->is_complete && formats->is_complete;
	for (size_t i = 0; i < formats->count; i++) {
		struct c_string string;

		if (!c_format(&string, &formats->items[i], arguments, count, arena)) {
			made->is_complete = false;
			made->beginnings =
				arena_grow(arena, made->beginnings, made->beginning_count,
					   sizeof *made->beginnings);
			made->beginnings[made->beginning_count++] = string;
			continue;
		}
		made->items = arena_grow(arena, made->items, made->count, sizeof *made->items);
		made->items[made->count++] = string;
	}
}

/* The one string that constants can be; NULL: it is not known. */
static const struct c_string *
only_string(const struct c_constants *constants)
{
	return constants->is_complete && constants->count == 1 ? &constants->items[0] : NULL;
}

/* What is known to be a parameter of the function. */
static bool
is_parameter(const struct c_reading *reading, const struct c_word *word)
{
	struct c_assignments assignments;

	if (word->token.kind != C_TOKEN_WORD)
		return false;
	c_flow_assignments(&assignments, reading->source, reading->function, reading->at,
			   &word->token, reading->arena);
	return assignments.is_parameter && assignments.count == 0;
}

/* name(…) and nothing else: its arguments. Returns how many; 0: it is something else. */
static size_t
split_call(struct c_words *arguments, struct c_words words)
{
	struct c_words inside;
	size_t count = 0;

	if (words.count < 4 || words.items[0].token.kind != C_TOKEN_WORD ||
	    !c_words_is(words, 1, "(") || c_words_closing(words, 1) != words.count)
		return 0;
	inside = c_words_part(words, 2, words.count - 1);
	for (size_t at = 0, end; at < inside.count && count < ARGUMENTS_MAX; at = end + 1) {
		end = c_words_find(inside, at, ",");
		arguments[count++] = c_words_part(inside, at, end);
	}
	return count;
}

bool
c_read_made(const struct c_reading *reading, struct c_words words)
{
	struct c_words arguments[ARGUMENTS_MAX];
	const struct c_string *known[ARGUMENTS_MAX];
	struct c_constants read[ARGUMENTS_MAX];
	size_t count = split_call(arguments, words), format;
	struct c_reading inner = *reading;

	if (count > 0 && c_format_is_list(&words.items[0].token)) {
		reading->constants->is_complete = false;
		if (arguments[0].count == 1 && is_parameter(reading, &arguments[0].items[0])) {
			reading->constants->parameter = arguments[0].items[0].token;
			reading->constants->is_format = true;
		}
		return true;
	}
	if (count == 0 || !c_format_argument(&format, &words.items[0].token) || format >= count)
		return false;
	for (size_t i = format; i < count; i++) {
		read[i] = (struct c_constants){ .is_complete = true };
		inner.constants = &read[i];
		c_read_words(&inner, arguments[i]);
		known[i] = only_string(&read[i]);
	}
	format_each(reading->constants, &read[format], known + format + 1, count - format - 1,
		    reading->arena);
	return true;
}

void
c_constants_format(struct c_constants *constants, const struct c_expression *arguments,
		   size_t count, struct arena *arena)
{
	struct c_constants made = *constants, read[ARGUMENTS_MAX];
	const struct c_string *known[ARGUMENTS_MAX];

	count = count < ARGUMENTS_MAX ? count : ARGUMENTS_MAX;
	for (size_t i = 0; i < count; i++) {
		c_constants_read(&read[i], &arguments[i], arena);
		known[i] = only_string(&read[i]);
	}
	made.items = NULL;
	made.count = 0;
	format_each(&made, constants, known, count, arena);
	made.is_format = true;
	*constants = made;
}
