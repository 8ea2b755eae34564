#include "base/diag.h"

#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/escape.h"
#include "base/excerpt.h"
#include "base/text.h"

enum { MARK_DISTANCE = 4096 };

/* The line that a byte stands in: places in long files are found without reading from the start. */
struct line_mark {
	unsigned line;
	size_t start;
};

/* A node of a tree over the bits of the path's hash. */
struct diag_source {
	struct diag_source *children[4];
	const char *path, *text;
	size_t length;
	const struct line_mark *marks; /* of the bytes 0, MARK_DISTANCE, … */
};

/* FNV-1a (https://datatracker.ietf.org/doc/html/draft-eastlake-fnv) */
static uint64_t
path_hash(const char *path)
{
	uint64_t hash = 0xCBF29CE484222325U;
	for (; *path; path++)
		hash = (hash ^ (unsigned char)*path) * 0x100000001B3U;
	return hash;
}

/* The link that holds the source of this path, or that would hold it. */
static struct diag_source **
source_link(struct diag_source **link, const char *path)
{
	for (uint64_t hash = path_hash(path); *link; hash <<= 2) {
		if (strcmp((*link)->path, path) == 0)
			break;
		link = &(*link)->children[hash >> 62];
	}
	return link;
}

static const struct diag_source *
source_find(const struct diag *diag, const char *path)
{
	struct diag_source *first = diag->sources;
	return path ? *source_link(&first, path) : NULL;
}

static const struct line_mark *
mark_lines(const char *text, size_t length, struct arena *arena)
{
	size_t count = length / MARK_DISTANCE + 1;
	struct line_mark *marks = arena_alloc(arena, count * sizeof *marks);
	struct line_mark mark = { 1, 0 };
	marks[0] = mark;
	for (size_t i = 1; i < count; i++) {
		const char *at = text + (i - 1) * MARK_DISTANCE, *end = at + MARK_DISTANCE;
		while ((at = memchr(at, '\n', (size_t)(end - at)))) {
			mark.line++;
			mark.start = (size_t)(++at - text);
		}
		marks[i] = mark;
	}
	return marks;
}

void
diag_add_source(struct diag *diag, const char *path, const char *text, size_t length,
		struct arena *arena)
{
	struct diag_source **link = source_link(&diag->sources, path);
	if (!*link)
		*link = arena_alloc(arena, sizeof **link);
	(*link)->path = path;
	(*link)->text = text;
	(*link)->length = length;
	(*link)->marks = mark_lines(text, length, arena);
}

struct place
diag_place(const struct diag *diag, const char *path, size_t offset)
{
	const struct diag_source *source = source_find(diag, path);
	if (!source)
		return (struct place){ path, 0, 0 };
	if (offset > source->length)
		offset = source->length;
	struct line_mark mark = source->marks[offset / MARK_DISTANCE];
	const char *at = source->text + offset / MARK_DISTANCE * MARK_DISTANCE;
	const char *end = source->text + offset;
	while ((at = memchr(at, '\n', (size_t)(end - at)))) {
		mark.line++;
		mark.start = (size_t)(++at - source->text);
	}
	return (struct place){ source->path, mark.line, (unsigned)(offset - mark.start) + 1 };
}

/* The line of this number, without its end; false if there is none. */
static bool
source_line(struct excerpt *excerpt, const struct diag_source *source, unsigned number)
{
	size_t low = 0, high = source->length / MARK_DISTANCE + 1;
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;
		if (source->marks[middle].line <= number)
			low = middle;
		else
			high = middle;
	}
	const char *at = source->text + source->marks[low].start;
	const char *end = source->text + source->length;
	for (unsigned line = source->marks[low].line; line < number; line++) {
		at = memchr(at, '\n', (size_t)(end - at));
		if (!at)
			return false;
		at++;
	}
	const char *line_end = memchr(at, '\n', (size_t)(end - at));
	excerpt->line = at;
	excerpt->length = (size_t)((line_end ? line_end : end) - at);
	if (excerpt->length > 0 && at[excerpt->length - 1] == '\r')
		excerpt->length--;
	return excerpt->length > 0;
}

unsigned
diag_character_column(const struct diag *diag, struct place place)
{
	const struct diag_source *source = source_find(diag, place.path);
	struct excerpt excerpt = { .number = place.line };
	unsigned column = 1;
	if (!source || place.line == 0 || !source_line(&excerpt, source, place.line))
		return place.column;
	for (size_t i = 0; i + 1 < place.column && i < excerpt.length; i++)
		column += ((unsigned char)excerpt.line[i] & 0xC0) != 0x80;
	return column;
}

static const struct {
	const char *word, *colour;
} severities[] = {
	[SEVERITY_NOTE] = { "note", "\033[1;36m" },
	[SEVERITY_WARNING] = { "warning", "\033[1;35m" },
	[SEVERITY_ERROR] = { "error", "\033[1;31m" },
};

static void
add_place(struct text *out, struct place place)
{
	const char *path = place.path && place.path[0] ? place.path : "sqlgen";
	escape_add(out, path, strlen(path));
	if (place.line > 0)
		text_format(out, ":%u", place.line);
	if (place.line > 0 && place.column > 0)
		text_format(out, ":%u", place.column);
	text_add_char(out, ':');
}

static void
print(const struct diag *diag, enum severity severity, struct place place, const char *rule,
      const struct text *message)
{
	struct text out = { 0 };
	const char *bold = diag->has_colour ? "\033[1m" : "";
	const char *plain = diag->has_colour ? "\033[0m" : "";
	const char *colour = diag->has_colour ? severities[severity].colour : "";

	text_add_string(&out, bold);
	add_place(&out, place);
	text_format(&out, "%s %s%s:%s ", plain, colour, severities[severity].word, plain);
	escape_add(&out, message->data, message->length);
	if (rule)
		text_format(&out, " [%s]", rule);
	text_add_char(&out, '\n');

	const struct diag_source *source = source_find(diag, place.path);
	struct excerpt excerpt = { .number = place.line,
				   .column = place.column,
				   .caret_colour = colour,
				   .plain_colour = plain };
	if (source && place.line > 0 && source_line(&excerpt, source, place.line))
		excerpt_add(&out, &excerpt);
	/* In a log that has both, what was printed before stands before it. */
	fflush(stdout);
	fwrite(out.data, 1, out.length, diag->out);
	text_finish(&out);
}

static void
tell(const struct diag *diag, bool is_muted, enum severity severity, struct place place,
     const char *rule, const char *format, va_list arguments)
{
	struct text message = { 0 };
	bool is_first = severity == SEVERITY_ERROR && diag->errors == 1 && diag->first;

	if ((is_muted || diag->is_silent) && !diag->listener && !is_first)
		return;
	text_format_list(&message, format, arguments);
	if (is_first) {
		diag->first->place = place;
		text_add(&diag->first->text, message.data, message.length);
	}
	if (diag->listener)
		diag->listener->hear(diag->listener->context, severity, place, rule, message.data);
	if (!is_muted && !diag->is_silent)
		print(diag, severity, place, rule, &message);
	text_finish(&message);
}

static void
report_error(struct diag *diag, struct place place, const char *rule, const char *format,
	     va_list arguments)
{
	diag->muted_notes = !diag->shows_all && diag->errors >= MESSAGES_SHOWN;
	diag->errors++;
	diag->errors_hidden += diag->muted_notes;
	tell(diag, diag->muted_notes, SEVERITY_ERROR, place, rule, format, arguments);
}

/* Counts it; were enough of this rule shown? */
static bool
exceeds_rule(struct diag *diag, const char *rule)
{
	for (size_t i = 0; rule && i < RULES_MAX; i++) {
		if (!diag->rules[i].rule)
			diag->rules[i].rule = rule;
		if (strcmp(diag->rules[i].rule, rule) == 0)
			return ++diag->rules[i].count > RULE_SHOWN;
	}
	return false;
}

/* Of a warning, or of a note that stands by itself. */
static void
report_other(struct diag *diag, enum severity severity, struct place place, const char *rule,
	     const char *format, va_list arguments)
{
	unsigned shown =
		diag->warnings + diag->notes - diag->warnings_hidden - diag->notes_hidden;
	bool is_hidden = exceeds_rule(diag, rule) || shown >= MESSAGES_SHOWN;
	is_hidden = is_hidden && !diag->shows_all && !diag->is_quiet;
	diag->muted_notes = is_hidden || diag->is_quiet;
	if (severity == SEVERITY_NOTE) {
		diag->notes++;
		diag->notes_hidden += is_hidden;
	} else {
		diag->warnings++;
		diag->warnings_hidden += is_hidden;
	}
	tell(diag, diag->muted_notes, severity, place, rule, format, arguments);
}

void
diag_error(struct diag *diag, struct place place, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	report_error(diag, place, NULL, format, arguments);
	va_end(arguments);
}

void
diag_warning(struct diag *diag, struct place place, const char *rule, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	report_other(diag, SEVERITY_WARNING, place, rule, format, arguments);
	va_end(arguments);
}

void
diag_report(struct diag *diag, enum severity severity, struct place place, const char *rule,
	    const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	if (severity == SEVERITY_ERROR)
		report_error(diag, place, rule, format, arguments);
	else
		report_other(diag, severity, place, rule, format, arguments);
	va_end(arguments);
}

void
diag_note(struct diag *diag, struct place place, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	tell(diag, diag->muted_notes, SEVERITY_NOTE, place, NULL, format, arguments);
	va_end(arguments);
}

void
diag_finish(const struct diag *diag)
{
	const struct {
		unsigned count;
		const char *word;
	} hidden[] = {
		{ diag->errors_hidden, "error" },
		{ diag->warnings_hidden, "warning" },
		{ diag->notes_hidden, "note" },
	};
	const char *before = "sqlgen: ";

	for (size_t i = 0; i < sizeof hidden / sizeof *hidden; i++) {
		if (hidden[i].count == 0)
			continue;
		fprintf(diag->out, "%s%u more %s%s", before, hidden[i].count, hidden[i].word,
			hidden[i].count == 1 ? "" : "s");
		before = " and ";
	}
	if (strcmp(before, " and ") == 0)
		fputs(": '--verbose' shows all\n", diag->out);
}
