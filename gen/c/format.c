#include "c/format.h"

#include <string.h>

#include "base/arena.h"

static const struct {
	const char *name;
	size_t argument;
} makers[] = {
	{ "sqlite3_mprintf", 0 }, { "sqlite3_snprintf", 2 }, { "snprintf", 2 },
	{ "sprintf", 1 },         { "asprintf", 1 },         { "xasprintf", 0 },
	{ "g_strdup_printf", 0 }, { "g_snprintf", 2 },
};

/* While a format is read. */
struct reading {
	struct c_string *made;
	const struct c_string *format;
	const struct c_string *const *arguments;
	size_t count, next; /* next: the argument of the next conversion */
	size_t at;
	char quote; /* of SQL's, that is open; '\0': none */
	struct arena *arena;
};

static bool
is_of_name(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '_' || (unsigned char)c >= 0x80;
}

static void
add(struct reading *reading, const char *bytes, size_t length, size_t from, bool is_copied)
{
	for (size_t i = 0; i < length; i++) {
		if (reading->quote == '\0' && bytes[i] != '\0' && strchr("'\"", bytes[i]))
			reading->quote = bytes[i];
		else if (bytes[i] == reading->quote)
			reading->quote = '\0';
	}
	c_string_add_bytes(reading->made, bytes, length, c_string_position(reading->format, from),
			   is_copied, reading->arena);
}

/* Does what a conversion gives stand alone, and is no part of a name? */
static bool
stands_alone(const struct reading *reading)
{
	const struct c_string *made = reading->made, *format = reading->format;
	char before = made->length > 0 ? made->data[made->length - 1] : ' ';
	char behind = reading->at < format->length ? format->data[reading->at] : ' ';

	return reading->quote == '\'' || (reading->quote == '\0' && !is_of_name(before) &&
					  !is_of_name(behind) && behind != '%');
}

static const struct c_string *
take_argument(struct reading *reading)
{
	size_t index = reading->next++;

	return index < reading->count ? reading->arguments[index] : NULL;
}

/* The bytes of the argument keep their own places. */
static void
add_string(struct reading *reading, const struct c_string *string)
{
	for (size_t i = 0; i < string->segment_count; i++) {
		const struct c_segment *segment = &string->segments[i];
		size_t end = i + 1 < string->segment_count ? string->segments[i + 1].start
							   : string->length;

		c_string_add_bytes(reading->made, string->data + segment->start,
				   end - segment->start, segment->from, segment->is_copied,
				   reading->arena);
	}
	for (size_t i = 0; i < string->length; i++) {
		if (reading->quote == '\0' && string->data[i] != '\0' &&
		    strchr("'\"", string->data[i]))
			reading->quote = string->data[i];
		else if (string->data[i] == reading->quote)
			reading->quote = '\0';
	}
}

/* at is behind the '%' and what stands between it and the letter. */
static bool
convert(struct reading *reading, char letter, size_t percent)
{
	static const char unknown[] = C_FORMAT_UNKNOWN, quoted[] = "'" C_FORMAT_UNKNOWN "'";
	const struct c_string *argument = take_argument(reading);

	if (letter != '\0' && strchr("diu", letter)) {
		add(reading, "1", 1, percent, false);
	} else if (letter != '\0' && strchr("feEgG", letter)) {
		add(reading, "1.5", 3, percent, false);
	} else if (argument && argument->length > 0 &&
		   (letter == 's' || (letter == 'w' && !strchr(argument->data, '"')))) {
		add_string(reading, argument);
		return true;
	} else if (letter == 'Q' && reading->quote == '\0') {
		add(reading, quoted, sizeof quoted - 1, percent, false);
	} else if (letter != '\0' && strchr("sqcxX", letter) && reading->quote == '\'') {
		add(reading, unknown, sizeof unknown - 1, percent, false);
	} else {
		return false;
	}
	return true;
}

static bool
read_conversion(struct reading *reading)
{
	const struct c_string *format = reading->format;
	size_t percent = reading->at++, length;
	char letter;
	bool stood_alone;

	for (; reading->at < format->length && format->data[reading->at] != '\0' &&
	       strchr("0123456789.-+ #,!*hlqjztL", format->data[reading->at]);
	     reading->at++) {
		/* SQLite's %q and %z are conversions. */
		if (strchr("qz", format->data[reading->at]) &&
		    (reading->at + 1 >= format->length ||
		     !strchr("diux", format->data[reading->at + 1])))
			break;
		if (format->data[reading->at] == '*')
			take_argument(reading);
	}
	if (reading->at >= format->length)
		return false;
	letter = format->data[reading->at++];
	if (letter == '%') {
		add(reading, "%", 1, percent, false);
		return true;
	}
	length = reading->made->length;
	stood_alone = stands_alone(reading);
	return convert(reading, letter, percent) &&
	       (stood_alone ||
		(letter != '\0' && strchr("sw", letter) && reading->made->length > length));
}

bool
c_format(struct c_string *made, const struct c_string *format,
	 const struct c_string *const *arguments, size_t count, struct arena *arena)
{
	struct c_string string = { .is_wide = format->is_wide };
	struct reading reading = {
		.made = &string,
		.format = format,
		.arguments = arguments,
		.count = count,
		.arena = arena,
	};
	bool is_certain = true;

	c_string_add_bytes(&string, "", 0, (struct c_position){ NULL, 0 }, true, arena);
	while (reading.at < format->length && is_certain) {
		const char *here = format->data + reading.at, *percent;

		percent = memchr(here, '%', format->length - reading.at);
		/* Byte by byte, as escapes have places of their own. */
		while (reading.at < format->length && format->data + reading.at != percent) {
			add(&reading, format->data + reading.at, 1, reading.at, true);
			reading.at++;
		}
		is_certain = !percent || read_conversion(&reading);
	}
	*made = string;
	return is_certain;
}

bool
c_format_argument(size_t *argument, const struct c_token *name)
{
	for (size_t i = 0; i < sizeof makers / sizeof *makers; i++) {
		if (!c_token_is(name, makers[i].name))
			continue;
		*argument = makers[i].argument;
		return true;
	}
	return false;
}

bool
c_format_is_list(const struct c_token *name)
{
	return c_token_is(name, "sqlite3_vmprintf") || c_token_is(name, "g_strdup_vprintf");
}
