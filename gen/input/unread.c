#include "input/unread.h"

#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/file.h"
#include "input/convention.h"
#include "input/source.h"
#include "sql/token.h"

static const struct {
	const char *file, *convention;
} members[] = {
	{ "up.sql", "diesel or rusqlite_migration" },
	{ "migration.sql", "Prisma" },
	{ "_journal.json", "Drizzle" },
};

/* What a comment says behind its dashes, in any case. */
static const struct {
	const char *mark, *convention;
} marks[] = {
	{ "+goose", "goose" },        { "migrate:up", "dbmate" },
	{ "migrate:down", "dbmate" }, { "+migrate", "sql-migrate" },
	{ "+micrate", "micrate" },    { "liquibase formatted sql", "Liquibase" },
};

static void
tell(struct place place, const char *found, const char *convention, struct arena *arena,
     struct diag *diag)
{
	diag_error(diag, place,
		   "found '%s', which is the convention of %s and is not read; those that are: %s",
		   found, convention, convention_list(" and ", arena));
}

static size_t
skip_digits(const char *text)
{
	return strspn(text, "0123456789");
}

/* V1.2__name.sql, U1__name.sql, R__name.sql */
static bool
is_flyway(const char *file)
{
	const char *c = file + 1;
	if (!file[0] || !strchr("VURB", file[0]))
		return false;
	for (size_t digits = skip_digits(c); digits > 0; digits = skip_digits(c)) {
		c += digits;
		if ((*c == '.' || *c == '_') && skip_digits(c + 1) > 0)
			c++;
	}
	bool has_version = c > file + 1;
	size_t length = strlen(c);
	return has_version == (file[0] != 'R') && strncmp(c, "__", 2) == 0 && length > 4 &&
	       strcasecmp(c + length - 4, ".sql") == 0;
}

static const char *
convention_of_file(const char *file)
{
	size_t length = strlen(file);
	if (is_flyway(file))
		return "Flyway or refinery";
	if (strcmp(file, "sqitch.plan") == 0)
		return "sqitch";
	if (length > 4 && strcmp(file + length - 4, ".sqm") == 0)
		return "SQLDelight";
	return NULL;
}

bool
unread_name(const char *directory, const char *name, struct arena *arena, struct diag *diag)
{
	struct place place = { file_join(arena, directory, name), 0, 0 };
	const char *convention = convention_of_file(name);
	if (convention) {
		tell(place, name, convention, arena, diag);
		return true;
	}
	if (!file_is_directory(place.path))
		return false;
	for (size_t i = 0; i < sizeof(members) / sizeof(members[0]); i++) {
		char *member = file_join(arena, place.path, members[i].file);
		if (!file_exists(member))
			continue;
		place.path = member;
		tell(place, arena_format(arena, "%s/%s", name, members[i].file),
		     members[i].convention, arena, diag);
		return true;
	}
	return false;
}

/* What a comment of one line says, without its dashes and the spaces around. */
static struct token
comment_words(struct token comment)
{
	while (comment.length > 0 && strchr("- \t", comment.text[0])) {
		comment.text++;
		comment.length--;
	}
	while (comment.length > 0 && strchr("- \t\r\n", comment.text[comment.length - 1]))
		comment.length--;
	return comment;
}

static bool
words_are(struct token words, const char *text)
{
	return words.length == strlen(text) && strncasecmp(words.text, text, words.length) == 0;
}

static const char *
convention_of_words(struct token words)
{
	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		size_t length = strlen(marks[i].mark);
		if (words.length < length || strncasecmp(words.text, marks[i].mark, length) != 0)
			continue;
		if (words.length == length || strchr(" \t", words.text[length]))
			return marks[i].convention;
	}
	return NULL;
}

bool
unread_text(const struct source *source, struct arena *arena, struct diag *diag)
{
	bool has_up = false;
	size_t step;
	for (size_t at = 0; at < source->size; at += step) {
		struct token token = token_at(source->text + at, source->size - at);
		step = token.length ? token.length : 1;
		if (token.kind != TOKEN_COMMENT || token.text[0] != '-')
			continue;
		struct token words = comment_words(token);
		const char *convention = convention_of_words(words);
		if (words_are(words, "up"))
			has_up = true;
		else if (has_up && words_are(words, "down"))
			convention = "node-sqlite";
		if (convention) {
			char *found = arena_format(arena, "-- %.*s", (int)words.length, words.text);
			tell(source_place(source, at, diag), found, convention, arena, diag);
			return true;
		}
	}
	return false;
}
