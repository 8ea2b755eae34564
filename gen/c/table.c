#include <string.h>

#include "c/member.h"
#include "c/reading.h"

/* A value of a table: ".name =" and "[NAME] =" before it do not matter. */
static struct c_words
without_designator(struct c_words element)
{
	size_t sign = c_words_find(element, 0, "=");

	return sign < element.count && (c_words_is(element, 0, ".") || c_words_is(element, 0, "["))
		       ? c_words_part(element, sign + 1, element.count)
		       : element;
}

/* Is it .member = …? */
static bool
designates(struct c_words element, const struct c_word *member)
{
	return c_words_is(element, 0, ".") && element.count > 1 &&
	       element.items[1].token.length == member->token.length &&
	       memcmp(element.items[1].token.text, member->token.text, member->token.length) == 0;
}

static bool
is_string(struct c_words words)
{
	words = c_words_bare(words);
	return words.count > 0 && words.items[0].token.kind == C_TOKEN_STRING;
}

/* Which value of its structs a table is asked for. */
struct choice {
	const struct c_word *member; /* NULL: none is named */
	bool is_known;
	size_t index; /* of the member, if it is known */
};

/* The member that a name says it is; false: no member has a name here. */
static bool
read_designated(const struct c_reading *reading, struct c_words inside, const struct choice *choice)
{
	bool has_names = false;

	for (size_t at = 0, end; at < inside.count; at = end + 1) {
		struct c_words element =
			c_words_part(inside, at, end = c_words_find(inside, at, ","));

		has_names = has_names || c_words_is(element, 0, ".");
		if (choice->member && designates(element, choice->member))
			c_read_words(reading, without_designator(element));
	}
	return has_names;
}

/* The member at its place, or, where that is not known, the only one that is a string. */
static void
read_struct(const struct c_reading *reading, struct c_words inside, const struct choice *choice)
{
	struct c_words only = { NULL, 0 };
	size_t strings = 0, count = 0;

	if (read_designated(reading, inside, choice))
		return;
	for (size_t at = 0, end; at < inside.count; at = end + 1) {
		struct c_words element =
			c_words_part(inside, at, end = c_words_find(inside, at, ","));

		if (choice->is_known && count++ == choice->index) {
			c_read_words(reading, element);
			return;
		}
		if (is_string(element)) {
			only = element;
			strings++;
		}
	}
	if (!choice->is_known && strings == 1)
		c_read_words(reading, only);
	else if (!choice->is_known && strings > 0)
		reading->constants->is_complete = false;
}

/* { "…", "…" } or { { 1, "…" }, { 2, "…" } }. */
void
c_read_table(const struct c_reading *reading, struct c_words words, const struct c_word *member)
{
	struct c_words inside = c_words_part(words, 1, words.count - 1);
	struct choice choice = { .member = member };

	choice.is_known = member && c_member_index(&choice.index, reading->program, reading->source,
						   reading->name_at, &member->token);
	for (size_t at = 0, end; at < inside.count; at = end + 1) {
		struct c_words element = without_designator(
			c_words_part(inside, at, end = c_words_find(inside, at, ",")));

		if (element.count == 0)
			continue;
		if (c_words_is(element, 0, "{") && c_words_closing(element, 0) == element.count)
			read_struct(reading, c_words_part(element, 1, element.count - 1), &choice);
		else if (member)
			reading->constants->is_complete = false;
		else
			c_read_words(reading, element);
	}
}
