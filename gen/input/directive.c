#include "input/directive.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "sql/token.h"

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

const char *
directive_find(const struct token *comment, size_t *length)
{
	static const char word[] = "sqlgen";
	const size_t word_length = sizeof(word) - 1;
	const char *c = comment->text + 2, *end = comment->text + comment->length;
	if (comment->text[0] == '/' && comment->length >= 4 && memcmp(end - 2, "*/", 2) == 0)
		end -= 2;
	while (c < end && is_blank(*c))
		c++;
	if ((size_t)(end - c) <= word_length || strncasecmp(c, word, word_length) != 0)
		return NULL;
	c += word_length;
	while (c < end && is_blank(*c))
		c++;
	if (c == end || *c != ':')
		return NULL;
	c++;
	while (c < end && is_blank(*c))
		c++;
	while (end > c && is_blank(end[-1]))
		end--;
	*length = (size_t)(end - c);
	return c;
}

const char *
directive_allowed(const struct token *comment, size_t *length)
{
	static const char word[] = "allow";
	size_t used = sizeof(word) - 1, whole;
	const char *text = directive_find(comment, &whole);
	if (!text || whole <= used || memcmp(text, word, used) != 0 || !is_blank(text[used]))
		return NULL;
	while (used < whole && is_blank(text[used]))
		used++;
	*length = whole - used;
	return text + used;
}
