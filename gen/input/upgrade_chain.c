#include "input/reading.h"

#include <string.h>

#include "base/arena.h"
#include "input/tool_name.h"

/*
 * mautrix: '-- v3 -> v4: why' at the start of a file says from which version to which it leads, and
 * '-- only: postgres' marks lines of one dialect: https://pkg.go.dev/go.mau.fi/util/dbutil
 */

struct upgrade {
	size_t index; /* of the file */
	uint64_t from, to;
};

/* Passes over this text. */
static bool
skip_text(const char **c, const char *text)
{
	size_t length = strlen(text);
	bool is_there = strncmp(*c, text, length) == 0;
	*c += is_there ? length : 0;
	return is_there;
}

static bool
skip_version(const char **c, uint64_t *version)
{
	struct migration_name number = { .file = *c };
	if (**c != 'v' || migration_name_number(&number, *c + 1, INT64_MAX) != NAME_READ)
		return false;
	*version = number.number;
	*c = number.letters;
	return true;
}

static bool
read_header(struct upgrade *upgrade, const struct source *source)
{
	const char *c = source->text;
	uint64_t compatible;
	if (!skip_text(&c, "-- ") || !skip_version(&c, &upgrade->to) || upgrade->to > INT64_MAX)
		return false;
	upgrade->from = upgrade->to > 0 ? upgrade->to - 1 : 0;
	if (skip_text(&c, " -> ")) {
		upgrade->from = upgrade->to;
		if (!skip_version(&c, &upgrade->to))
			return false;
	}
	if (skip_text(&c, " (compatible with ") &&
	    (!skip_version(&c, &compatible) || !skip_text(&c, "+)")))
		return false;
	return skip_text(&c, ": ") && upgrade->from < upgrade->to;
}

bool
chain_is_header(const struct source *source)
{
	struct upgrade upgrade;
	return read_header(&upgrade, source);
}

/* The upgrade that leads furthest from a version; NULL: none does. */
static const struct upgrade *
furthest(const struct upgrade *upgrades, size_t count, uint64_t from)
{
	const struct upgrade *found = NULL;
	for (size_t i = 0; i < count; i++) {
		if (upgrades[i].from == from && (!found || upgrades[i].to > found->to))
			found = &upgrades[i];
	}
	return found;
}

/* Files that a new database does not meet on its way. */
static void
pass_others(struct reading *reading, const struct upgrade *upgrades, size_t count,
	    const bool *is_met)
{
	size_t passed = 0;
	const char *first = NULL;
	for (size_t i = 0; i < count; i++) {
		const char *file = reading->files[upgrades[i].index];
		if (is_met[i])
			continue;
		first = first ? first : file;
		reading_pass(reading, file);
		passed++;
	}
	if (passed > 0)
		diag_warning(reading->diag, reading_place(reading, first), "snapshot",
			     "expected upgrades that a new database runs, found %zu that it passes "
			     "over, because the first file leads further: a database of an older "
			     "version has to be brought there by its own program",
			     passed);
}

static bool
add_upgrades(struct reading *reading, const struct upgrade *upgrades, size_t count)
{
	bool *is_met = arena_alloc(reading->arena, (count + 1) * sizeof(*is_met));
	const struct upgrade *next = furthest(upgrades, count, 0);
	if (!next) {
		diag_error(
			reading->diag, (struct place){ reading->listing.directory, 0, 0 },
			"expected an upgrade from version 0, as '-- v0 -> v1: …', found upgrades "
			"without their base");
		return false;
	}
	while (next) {
		uint64_t from = next->from, to = next->to;
		for (size_t i = 0; i < count; i++) {
			struct migration_name name = { .file = NULL };
			if (upgrades[i].from != from || upgrades[i].to != to)
				continue;
			is_met[i] = true;
			if (tool_name_loose(&name, reading->files[upgrades[i].index]) == NAME_OTHER)
				tool_name_listed(&name, reading->files[upgrades[i].index]);
			name.text = NULL;
			name.number = to;
			name.letter_count = 0;
			reading_add_name(reading, &name);
		}
		next = furthest(upgrades, count, to);
	}
	pass_others(reading, upgrades, count, is_met);
	return true;
}

bool
chain_read(struct reading *reading)
{
	struct upgrade *upgrades = NULL;
	size_t count = 0;
	bool is_good = true;
	for (size_t i = 0; i < reading->file_count; i++) {
		struct upgrade upgrade = { .index = i };
		struct source source;
		if (!listing_ends(reading->files[i], ".sql"))
			continue;
		if (!reading_source(reading, &source, reading->files[i])) {
			is_good = false;
			continue;
		}
		if (!read_header(&upgrade, &source)) {
			diag_error(reading->diag, source_place(&source, 0, reading->diag),
				   "expected '-- v1 -> v2: why' at the start, found none");
			is_good = false;
			continue;
		}
		upgrades = arena_grow(reading->arena, upgrades, count, sizeof(*upgrades));
		upgrades[count++] = upgrade;
	}
	return is_good && add_upgrades(reading, upgrades, count);
}

/* What "-- only: postgres for next 3 lines (lines commented)" says. */
struct filter {
	bool is_ours;
	bool is_whole_line; /* it stands alone: it speaks of the lines behind it */
	bool until_end;     /* to "-- end only postgres" */
	bool is_commented;
	size_t count; /* lines behind it */
};

static bool
read_filter(struct filter *filter, const char *line, size_t length)
{
	static const char mark[] = "-- only: ";
	const char *c = line;
	while (c + strlen(mark) < line + length && strncmp(c, mark, strlen(mark)) != 0)
		c++;
	if (c + strlen(mark) >= line + length)
		return false;
	*filter = (struct filter){ .is_whole_line = true, .count = 1 };
	for (const char *before = line; before < c; before++)
		filter->is_whole_line = filter->is_whole_line && strchr(" \t", *before);
	c += strlen(mark);
	filter->is_ours = skip_text(&c, "sqlite");
	if (!filter->is_ours && !skip_text(&c, "postgres"))
		return false;
	if (skip_text(&c, " for next ")) {
		struct migration_name number = { .file = c };
		if (migration_name_number(&number, c, INT32_MAX) == NAME_READ)
			filter->count = (size_t)number.number;
		c = number.letters;
		if (!skip_text(&c, " lines"))
			skip_text(&c, " line");
	} else {
		filter->until_end = skip_text(&c, " until \"end only\"");
	}
	filter->is_commented = strncmp(c, " (line", 6) == 0;
	return true;
}

static void
blank_line(char *line, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		if (line[i] != '\n' && line[i] != '\r')
			line[i] = ' ';
	}
}

static void
uncomment_line(char *line, size_t length)
{
	size_t at = 0;
	while (at < length && strchr(" \t", line[at]))
		at++;
	if (at + 2 <= length && line[at] == '-' && line[at + 1] == '-')
		memset(line + at, ' ', 2);
}

static void
apply_filter(const struct filter *filter, char *line, size_t length)
{
	if (!filter->is_ours)
		blank_line(line, length);
	else if (filter->is_commented)
		uncomment_line(line, length);
}

void
chain_keep_sqlite(char *text)
{
	struct filter filter = { .count = 0 };
	size_t left = 0;
	bool is_inside = false;
	while (*text) {
		struct filter next;
		size_t length = strcspn(text, "\n");
		if (is_inside && strncmp(text + strspn(text, " \t"), "-- end only", 11) == 0) {
			is_inside = false;
		} else if (is_inside || left > 0) {
			apply_filter(&filter, text, length);
			left -= left > 0;
		} else if (read_filter(&next, text, length)) {
			filter = next;
			is_inside = filter.is_whole_line && filter.until_end;
			left = filter.is_whole_line && !filter.until_end ? filter.count : 0;
			if (!filter.is_whole_line && !filter.is_ours)
				blank_line(text, length);
		}
		text += length + (text[length] == '\n');
	}
}
