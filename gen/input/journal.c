#include "input/reading.h"

#include <string.h>

#include "base/arena.h"
#include "base/file.h"
#include "input/tool_name.h"

/* Passes over a string of JSON, which starts at text[at]; size if it does not end. */
static size_t
skip_string(const char *text, size_t size, size_t at)
{
	for (at++; at < size && text[at] != '"'; at++)
		at += text[at] == '\\';
	return at < size ? at + 1 : size;
}

static size_t
skip_blanks(const char *text, size_t size, size_t at)
{
	while (at < size && strchr(" \t\r\n", text[at]))
		at++;
	return at;
}

/*
 * The next "tag": "value" from at on, which is moved behind it; NULL: no more. The journal is
 * Drizzle's own writing: all else in it is passed over.
 */
static const char *
next_tag(const struct source *journal, size_t *at, size_t *found, struct arena *arena)
{
	const char *text = journal->text;
	static const char key[] = "\"tag\"";
	while (*at < journal->size) {
		if (text[*at] != '"') {
			++*at;
			continue;
		}
		size_t start = *at, end = skip_string(text, journal->size, start);
		*at = end;
		size_t colon = skip_blanks(text, journal->size, end);
		if (end - start != strlen(key) || memcmp(text + start, key, end - start) != 0 ||
		    colon == journal->size || text[colon] != ':')
			continue;
		size_t value = skip_blanks(text, journal->size, colon + 1);
		if (value == journal->size || text[value] != '"')
			continue;
		*at = skip_string(text, journal->size, value);
		*found = value;
		if (*at >= value + 2)
			return arena_copy(arena, text + value + 1, *at - value - 2);
	}
	return NULL;
}

/* SQL files beside that the journal does not name: Drizzle does not run them. */
static void
pass_unnamed(struct reading *reading)
{
	for (size_t i = 0; i < reading->listing.count; i++) {
		const char *file = reading->listing.files[i];
		bool is_named = !listing_ends(file, ".sql");
		for (size_t j = 0; j < reading->name_count && !is_named; j++)
			is_named = strcmp(reading->names[j].file, file) == 0;
		if (is_named)
			continue;
		diag_warning(reading->diag, reading_place(reading, file), "not-in-journal",
			     "expected '%s' in meta/_journal.json, found other names: it is passed "
			     "over, as Drizzle does",
			     file);
		reading_pass(reading, file);
	}
}

bool
journal_read(struct reading *reading)
{
	static const char file[] = "meta/_journal.json";
	struct source journal;
	size_t at = 0, found = 0;
	const char *tag;
	bool is_good = true;
	if (!listing_has(&reading->listing, file)) {
		diag_error(reading->diag, reading_place(reading, file),
			   "expected the journal of Drizzle, found nothing");
		return false;
	}
	if (!reading_source(reading, &journal, file))
		return false;
	reading_add_input(reading, journal.path);
	while ((tag = next_tag(&journal, &at, &found, reading->arena))) {
		char *sql = arena_format(reading->arena, "%s.sql", tag);
		struct migration_name name;
		struct place place = source_place(&journal, found, reading->diag);
		if (tool_name_listed(&name, sql) == NAME_OTHER) {
			diag_error(reading->diag, place, "expected the name of a file, found '%s'",
				   tag);
			is_good = false;
		} else if (!listing_has(&reading->listing, sql)) {
			diag_error(reading->diag, place, "expected the file '%s', found nothing",
				   sql);
			is_good = false;
		} else {
			name.rank = reading->name_count + 1;
			reading_add_name(reading, &name);
		}
	}
	if (is_good && reading->name_count == 0) {
		diag_error(reading->diag, reading_place(reading, file),
			   "expected the names of migrations, found none");
		is_good = false;
	}
	if (is_good)
		pass_unnamed(reading);
	return is_good;
}
