#include "input/query_header.h"

#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/map.h"
#include "input/queries.h"
#include "input/source.h"

const char query_header_form[] = "'-- name: get_task :one'";

static const struct {
	const char *word;
	enum query_command command;
} commands[] = {
	{ "one", QUERY_ONE },           { "many", QUERY_MANY },         { "exec", QUERY_EXEC },
	{ "execrows", QUERY_EXECROWS }, { "execresult", QUERY_EXECROWS }, { "execlastid", QUERY_EXECLASTID },
};

/* sqlc's commands for other databases, and what is written instead. */
static const struct {
	const char *word, *instead;
} others[] = {
	{ "batchexec", "write :exec, and call it within db_begin and db_commit" },
	{ "batchone", "write :one, and call it within db_begin_read and db_commit" },
	{ "batchmany", "write :many, and call it within db_begin_read and db_commit" },
	{ "copyfrom", "write :exec, and call it within db_begin and db_commit" },
};

static struct place
place_of(const struct query_text *query, struct token word, const struct diag *diag)
{
	return source_place(query->source, (size_t)(word.text - query->source->text), diag);
}

struct token
query_header_words(struct token comment)
{
	bool is_block = comment.text[0] == '/';
	struct token inner = { TOKEN_COMMENT, comment.text + 2, comment.length - 2 };

	if (is_block && inner.length >= 2)
		inner.length -= 2;
	while (inner.length > 0 && strchr(" \t\r\n*-", inner.text[0])) {
		inner.text++;
		inner.length--;
	}
	while (inner.length > 0 && strchr(" \t\r\n", inner.text[inner.length - 1]))
		inner.length--;
	return inner;
}

bool
query_header_is(struct token comment)
{
	struct token inner = query_header_words(comment);

	return inner.length >= strlen("name:") && strncmp(inner.text, "name:", strlen("name:")) == 0;
}

/* The next run of bytes that are no spaces. */
static struct token
next_word(const char **at, const char *end)
{
	struct token word = { TOKEN_WORD, NULL, 0 };

	while (*at < end && strchr(" \t\r\n", **at))
		(*at)++;
	word.text = *at;
	while (*at < end && !strchr(" \t\r\n", **at))
		(*at)++;
	word.length = (size_t)(*at - word.text);
	return word;
}

static bool
is_word(struct token word, const char *text)
{
	return word.length == strlen(text) && strncmp(word.text, text, word.length) == 0;
}

static bool
is_name(struct token word)
{
	struct token token = token_at(word.text, word.length);

	return word.length > 0 && token.kind == TOKEN_WORD && token.length == word.length;
}

static bool
read_name(struct query_text *query, struct token name, struct map *names, struct arena *arena, struct diag *diag)
{
	struct place *place = arena_alloc(arena, sizeof *place), *first;

	*place = place_of(query, name, diag);
	query->place = *place;
	if (!is_name(name)) {
		diag_error(diag, *place, "expected %s, found %s%.*s%s as name", query_header_form,
			   name.length ? "'" : "nothing", (int)name.length, name.text, name.length ? "'" : "");
		return false;
	}
	query->name = arena_copy(arena, name.text, name.length);
	first = map_get(names, query->name, name.length);
	if (first) {
		diag_error(diag, *place, "expected each query once, found another '%s': rename one", query->name);
		diag_note(diag, *first, "the first is here");
		return false;
	}
	map_set(names, query->name, name.length, place, arena);
	return true;
}

static bool
read_command(struct query_text *query, struct token word, struct diag *diag)
{
	bool has_mark = word.length > 1 && word.text[0] == ':';
	struct token bare = { TOKEN_WORD, word.text + 1, word.length - 1 };

	for (size_t i = 0; has_mark && i < sizeof commands / sizeof *commands; i++) {
		if (is_word(bare, commands[i].word)) {
			query->command = commands[i].command;
			return true;
		}
	}
	for (size_t i = 0; word.length > 1 && i < sizeof others / sizeof *others; i++) {
		if (is_word(bare, others[i].word)) {
			diag_error(diag, place_of(query, word, diag), "':%s' is not for SQLite: %s", others[i].word,
				   others[i].instead);
			return false;
		}
	}
	diag_error(diag, place_of(query, word, diag),
		   "expected :one, :many, :exec, :execrows or :execlastid after the name of the query, found %s%.*s%s",
		   word.length ? "'" : "nothing", (int)word.length, word.text, word.length ? "'" : "");
	return false;
}

bool
query_header_read(struct query_text *query, struct token header, struct map *names, struct arena *arena,
		  struct diag *diag)
{
	struct token words = query_header_words(header), rest;
	const char *at = words.text + strlen("name:"), *end = words.text + words.length;

	if (!read_name(query, next_word(&at, end), names, arena, diag) ||
	    !read_command(query, next_word(&at, end), diag))
		return false;
	rest = next_word(&at, end);
	if (rest.length > 0)
		diag_error(diag, place_of(query, rest, diag),
			   "expected nothing after the command, found '%.*s': write it on a line of its own",
			   (int)rest.length, rest.text);
	return rest.length == 0;
}
