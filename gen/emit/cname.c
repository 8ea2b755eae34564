#include "emit/cname.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/utf8.h"

static bool
is_lower(char c)
{
	return c >= 'a' && c <= 'z';
}

static bool
is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static char
to_lower(char c)
{
	return is_upper(c) ? (char)(c - 'A' + 'a') : c;
}

/* Does a new word begin at text[i]? "createdAt": at A; "HTTPServer": at S. */
static bool
begins_word(const char *text, size_t i)
{
	if (i == 0 || !is_upper(text[i]))
		return false;
	return is_lower(text[i - 1]) || is_digit(text[i - 1]) ||
	       (is_upper(text[i - 1]) && is_lower(text[i + 1]));
}

/* Writes the words of text joined by '_'; out has room for 8 bytes a byte. */
static size_t
write_words(char *out, const char *text)
{
	size_t size = strlen(text), length = 0;

	for (size_t i = 0; i < size;) {
		uint32_t code = 0;
		size_t step = utf8_decode(&code, text + i, size - i);
		if (step == 0) {
			/* A byte that is no UTF-8 counts for itself. */
			code = (unsigned char)text[i];
			step = 1;
		}
		bool is_word = is_lower(text[i]) || is_upper(text[i]) || is_digit(text[i]) ||
			       code >= 0x80;

		if (length > 0 && out[length - 1] != '_' && (!is_word || begins_word(text, i)))
			out[length++] = '_';
		if (code >= 0x80)
			length += (size_t)sprintf(out + length, "u%04x", (unsigned)code);
		else if (is_word)
			out[length++] = to_lower(text[i]);
		i += step;
	}
	while (length > 0 && out[length - 1] == '_')
		length--;
	out[length] = '\0';
	return length;
}

char *
cname_lower(const char *name, struct arena *arena)
{
	char *out = arena_alloc(arena, 8 * strlen(name) + 8);

	if (write_words(out, name) == 0)
		return arena_string(arena, "empty");
	return is_digit(out[0]) ? arena_format(arena, "n%s", out) : out;
}

/* Words whose singular the rules below would get wrong. */
static const struct {
	const char *plural, *singular;
} irregular[] = {
	{ "aliases", "alias" },   { "analyses", "analysis" }, { "biases", "bias" },
	{ "bonuses", "bonus" },   { "buses", "bus" },	      { "caches", "cache" },
	{ "campuses", "campus" }, { "canvases", "canvas" },   { "children", "child" },
	{ "cookies", "cookie" },  { "corpuses", "corpus" },   { "crises", "crisis" },
	{ "gases", "gas" },	  { "lenses", "lens" },	      { "lies", "lie" },
	{ "movies", "movie" },	  { "pies", "pie" },	      { "quizzes", "quiz" },
	{ "radiuses", "radius" }, { "rookies", "rookie" },    { "selfies", "selfie" },
	{ "shoes", "shoe" },	  { "statuses", "status" },   { "ties", "tie" },
	{ "toes", "toe" },	  { "viruses", "virus" },     { "zombies", "zombie" },
	{ "aches", "ache" },	  { "headaches", "headache" }, { "calories", "calorie" },
	{ "indices", "index" },	  { "vertices", "vertex" },   { "matrices", "matrix" },
	{ "focuses", "focus" },	  { "censuses", "census" },   { "axes", "axis" },
	{ "hypotheses", "hypothesis" }, { "diagnoses", "diagnosis" }, { "theses", "thesis" },
};

/* Words that end in s and are no plurals. */
static const char *const singulars[] = {
	"alias", "always", "analysis", "atlas", "aws", "bias", "bus", "canvas", "chaos", "chess",
	"christmas", "cms", "cors", "cos", "css", "dns", "dos", "focus", "fts", "gas", "gps", "has", "https", "ios", "is",
	"js", "lens", "means", "mis", "ms", "news", "nfs", "os", "pos", "ps", "rss", "series", "sms",
	"species", "sys", "tls", "ts", "vms", "vs", "was", "xss", "yes", "its", "as", "us", "this",
	"plus", "gas", "dbms", "oss", "aas", "saas", "paas", "kudos", "ethos", "pathos", "thus",
	"rbs", "ads", "ics", "fps", "ips", "dds", "rds", "sqs", "sns", "ecs", "ess", "lms", "pms",
	"goods", "thanks", "windows", "sms", "mms", "physics", "mathematics", "economics", "ethics",
	"politics", "athletics",
};

static bool
ends_with(const char *word, size_t length, const char *tail)
{
	size_t size = strlen(tail);

	return length > size && memcmp(word + length - size, tail, size) == 0;
}

/* How many bytes of a plural's end go. */
static size_t
plural_ending(const char *word, size_t length)
{
	static const char *const es[] = { "sses", "shes", "ches", "xes", "oes" };

	if (length < 3 || word[length - 1] != 's' || ends_with(word, length, "ss") ||
	    ends_with(word, length, "us") || ends_with(word, length, "is"))
		return 0;
	for (size_t i = 0; i < sizeof es / sizeof *es; i++)
		if (ends_with(word, length, es[i]))
			return 2;
	return 1;
}

char *
cname_singular(const char *name, struct arena *arena)
{
	const char *underscore = strrchr(name, '_');
	const char *word = underscore ? underscore + 1 : name;
	size_t before = (size_t)(word - name), length = strlen(word);

	for (size_t i = 0; i < sizeof irregular / sizeof *irregular; i++)
		if (strcmp(word, irregular[i].plural) == 0)
			return arena_format(arena, "%.*s%s", (int)before, name, irregular[i].singular);
	for (size_t i = 0; i < sizeof singulars / sizeof *singulars; i++)
		if (strcmp(word, singulars[i]) == 0)
			return arena_string(arena, name);
	if (ends_with(word, length, "ies") && length > 4)
		return arena_format(arena, "%.*sy", (int)(before + length - 3), name);
	return arena_copy(arena, name, before + length - plural_ending(word, length));
}

char *
cname_upper(const char *name, struct arena *arena)
{
	char *out = arena_string(arena, name);

	for (char *at = out; *at != '\0'; at++)
		if (is_lower(*at))
			*at = (char)(*at - 'a' + 'A');
	return out;
}

char *
cname_label(const char *label, struct arena *arena)
{
	bool is_negative = label[0] == '-' && is_digit(label[1]);
	char *out = arena_alloc(arena, 8 * strlen(label) + 8);

	if (label[0] == '\0')
		return arena_string(arena, "EMPTY");
	if (write_words(out, label) == 0) {
		/* Nothing but punctuation: its bytes in hex tell such labels apart. */
		size_t length = 0;

		for (const char *at = label; *at != '\0'; at++)
			length += (size_t)sprintf(out + length, "X%02X", (unsigned char)*at);
		return out;
	}
	out = cname_upper(out, arena);
	return is_negative ? arena_format(arena, "MINUS_%s", out) : out;
}

char *
cname_literal(const char *data, size_t size, struct arena *arena)
{
	char *out = arena_alloc(arena, 4 * size + 1), *at = out;

	for (size_t i = 0; i < size; i++) {
		unsigned char c = (unsigned char)data[i];

		if (c == '"' || c == '\\') {
			*at++ = '\\';
			*at++ = (char)c;
		} else if (c == '\n') {
			*at++ = '\\';
			*at++ = 'n';
		} else if (c < 0x20 || c >= 0x7f || (c == '?' && i > 0 && data[i - 1] == '?')) {
			at += sprintf(at, "\\%03o", c);
		} else {
			*at++ = (char)c;
		}
	}
	*at = '\0';
	return out;
}

char *
cname_comment(const char *text, struct arena *arena)
{
	char *out = arena_alloc(arena, 2 * strlen(text) + 2), *at = out;

	for (size_t i = 0; text[i] != '\0'; i++) {
		unsigned char c = (unsigned char)text[i];

		if ((c == '/' && i > 0 && text[i - 1] == '*') || (c == '*' && i > 0 && text[i - 1] == '/'))
			*at++ = ' ';
		/* Other scripts are left out of comments: bidirectional marks can make code look like what it is not. */
		*at++ = c < 0x20 || c >= 0x7f || c == '\\' || (c == '?' && text[i + 1] == '?') ? '.' : (char)c;
	}
	/* A name that ends in '*' or '/' would meet the comment's own mark. */
	if (at > out && (at[-1] == '*' || at[-1] == '/'))
		*at++ = ' ';
	*at = '\0';
	return out;
}
