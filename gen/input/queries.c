#include "input/queries.h"

#include <string.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/map.h"
#include "base/text.h"
#include "input/directive.h"
#include "input/query_header.h"
#include "input/query_rewrite.h"
#include "sql/token.h"

/* What begins a statement that is no query, and where it belongs. */
static const struct {
	const char *keyword, *remedy;
} strangers[] = {
	{ "CREATE", "the schema is changed by migrations" },
	{ "ALTER", "the schema is changed by migrations" },
	{ "DROP", "the schema is changed by migrations" },
	{ "BEGIN", "call db_begin" },
	{ "COMMIT", "call db_commit" },
	{ "END", "call db_commit" },
	{ "ROLLBACK", "call db_rollback" },
	{ "SAVEPOINT", "call db_begin" },
	{ "RELEASE", "call db_commit" },
};

static const char *const kinds[] = { "SELECT", "INSERT", "UPDATE", "DELETE", "REPLACE", "VALUES", "WITH" };

/* What is known while one file is read. */
struct reading {
	struct queries *queries;
	struct source *source;
	struct map *names; /* of all files: struct place * by name */
	size_t at;
	struct query_text query;
	bool has_name;      /* a name stands above … */
	bool has_statement; /* … and it has its statement */
	bool is_bad;        /* it is not to be kept */
	struct text comment;
	struct arena *arena;
	struct diag *diag;
	bool takes_bare; /* statements without a name, too */
	bool has_failed;
};

static struct place
place_at(const struct reading *reading, const char *text)
{
	return source_place(reading->source, (size_t)(text - reading->source->text), reading->diag);
}

static void
fail(struct reading *reading)
{
	reading->has_failed = true;
	reading->is_bad = true;
}

/* A name above that has no statement below. */
static void
end_query(struct reading *reading)
{
	if (reading->has_name && !reading->has_statement && !reading->is_bad) {
		diag_error(reading->diag, reading->query.place, "expected a statement below the name '%s', found none",
			   reading->query.name);
		reading->has_failed = true;
	}
	reading->has_name = false;
}

static void
begin_query(struct reading *reading, struct token header)
{
	end_query(reading);
	reading->query = (struct query_text){ .comment = "", .source = reading->source };
	reading->has_name = true;
	reading->has_statement = false;
	reading->is_bad = false;
	if (reading->comment.length > 0)
		text_truncate(&reading->comment, 0);
	if (!query_header_read(&reading->query, header, reading->names, reading->arena, reading->diag))
		fail(reading);
}

static void
add_comment(struct reading *reading, struct token comment)
{
	struct token inner = query_header_words(comment);
	size_t length;

	if (!reading->has_name || reading->has_statement || inner.length == 0)
		return;
	if (directive_find(&comment, &length)) {
		diag_error(reading->diag, place_at(reading, comment.text),
			   "expected '-- sqlgen: order NAME' in the ORDER BY of the query, found it above the statement");
		fail(reading);
		return;
	}
	if (reading->comment.length > 0)
		text_add_char(&reading->comment, '\n');
	text_add(&reading->comment, inner.text, inner.length);
}

/* Where the statement at hand ends: at its semicolon, at the next name, at the end. */
static size_t
statement_end(const struct reading *reading)
{
	const struct source *source = reading->source;
	struct token token = token_at(source->text + reading->at, source->size - reading->at);
	size_t at = reading->at;

	if (token_is(&token, "CREATE")) {
		at += statement_length(source->text + at, source->size - at);
		return source->text[at - 1] == ';' ? at - 1 : at;
	}
	for (; at < source->size; at += token.length) {
		token = token_at(source->text + at, source->size - at);
		if (token.kind == TOKEN_SEMICOLON || (token.kind == TOKEN_COMMENT && query_header_is(token)))
			break;
	}
	return at;
}

static bool
check_kind(struct reading *reading, struct token first)
{
	struct place place = place_at(reading, first.text);

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (token_is(&first, kinds[i]))
			return true;
	fail(reading);
	for (size_t i = 0; i < sizeof strangers / sizeof *strangers; i++) {
		if (token_is(&first, strangers[i].keyword)) {
			diag_error(reading->diag, place, "expected a query, found '%.*s': %s", (int)first.length,
				   first.text, strangers[i].remedy);
			return false;
		}
	}
	diag_error(reading->diag, place,
		   "expected SELECT, INSERT, UPDATE, DELETE, REPLACE, VALUES or WITH, found '%.*s'%s",
		   first.length > 40 ? 40 : (int)first.length, first.text,
		   first.kind == TOKEN_WORD ? ": run it on the handle of struct db" : "");
	return false;
}

/* May a statement stand here? */
static bool
check_turn(struct reading *reading, struct token first)
{
	struct place place = place_at(reading, first.text);

	if (!reading->has_name)
		diag_error(reading->diag, place, "expected a name above the statement, as %s, found none", query_header_form);
	else if (reading->has_statement && !reading->is_bad)
		diag_error(reading->diag, place,
			   "expected one statement for '%s', found another: give it a name of its own",
			   reading->query.name);
	reading->has_failed |= !reading->has_name || reading->has_statement;
	return reading->has_name && !reading->has_statement;
}

static void
keep_query(struct reading *reading)
{
	struct queries *queries = reading->queries;

	if (reading->comment.length > 0)
		reading->query.comment =
			arena_copy(reading->arena, reading->comment.data, reading->comment.length);
	queries->items =
		arena_grow(reading->arena, queries->items, queries->count, sizeof *queries->items);
	queries->items[queries->count++] = reading->query;
}

/* A statement that has no name above it, where that is allowed. */
static void
begin_bare(struct reading *reading, struct token first)
{
	reading->query = (struct query_text){
		.name = "",
		.command = QUERY_EXEC,
		.comment = "",
		.source = reading->source,
		.place = place_at(reading, first.text),
	};
	reading->has_name = true;
	reading->has_statement = false;
	reading->is_bad = false;
}

static bool
is_bare(const struct reading *reading)
{
	return reading->has_name && reading->query.name && reading->query.name[0] == '\0';
}

static void
take_statement(struct reading *reading, struct token first)
{
	size_t start = reading->at, end = statement_end(reading);
	const struct source *source = reading->source;
	bool is_ended = end >= source->size || source->text[end] == ';';

	reading->at = end;
	if (reading->takes_bare && (!reading->has_name || is_bare(reading)))
		begin_bare(reading, first);
	if (!check_turn(reading, first))
		return;
	reading->has_statement = true;
	if (reading->is_bad || !check_kind(reading, first))
		return;
	if (!is_ended) {
		diag_error(reading->diag, source_place(source, end, reading->diag),
			   "expected ';' at the end of the %s%s%s, found the next name", is_bare(reading) ? "statement" : "query '",
			   reading->query.name, is_bare(reading) ? "" : "'");
		fail(reading);
	}
	if (!query_rewrite(&reading->query, start, end, reading->arena, reading->diag))
		fail(reading);
	if (!reading->is_bad)
		keep_query(reading);
}

/* One that is open would make a comment of the queries behind it. */
static void
check_comments(struct reading *reading)
{
	const struct source *source = reading->source;
	struct token token;

	for (size_t at = 0; at < source->size; at += token.length) {
		token = token_at(source->text + at, source->size - at);
		if (token.kind != TOKEN_COMMENT || token.text[0] != '/' ||
		    (token.length >= 4 && memcmp(token.text + token.length - 2, "*/", 2) == 0))
			continue;
		diag_error(reading->diag, place_at(reading, token.text),
			   "expected '*/' to close this comment, found the end of the file");
		fail(reading);
	}
}

static bool
read_source(struct reading *reading)
{
	const struct source *source = reading->source;

	check_comments(reading);
	while (reading->at < source->size) {
		struct token token = token_at(source->text + reading->at, source->size - reading->at);

		if (token.kind == TOKEN_COMMENT && query_header_is(token))
			begin_query(reading, token);
		else if (token.kind == TOKEN_COMMENT)
			add_comment(reading, token);
		else if (token.kind != TOKEN_SPACE && token.kind != TOKEN_SEMICOLON) {
			take_statement(reading, token);
			continue;
		}
		reading->at += token.length;
	}
	end_query(reading);
	text_finish(&reading->comment);
	return !reading->has_failed;
}

static bool
read_file(struct queries *queries, const char *path, struct map *names, struct arena *arena, struct diag *diag)
{
	struct source *source = arena_alloc(arena, sizeof *source);
	struct reading reading = {
		.queries = queries,
		.source = source,
		.names = names,
		.arena = arena,
		.diag = diag,
	};

	return source_read(source, path, arena, diag) && read_source(&reading);
}

static bool
is_query_file(const char *name)
{
	size_t length = strlen(name);

	return name[0] != '.' && length > strlen(".sql") && strcmp(name + length - strlen(".sql"), ".sql") == 0;
}

bool
queries_read(struct queries *queries, const char *directory, bool is_required, struct arena *arena,
	     struct diag *diag)
{
	struct map names = { 0 };
	const char **files;
	size_t count;
	bool is_read = true;

	*queries = (struct queries){ 0 };
	if (!is_required && !file_is_named(directory))
		return true;
	if (!file_list(&files, &count, directory, arena, diag))
		return false;
	queries->directory = directory;
	for (size_t i = 0; i < count; i++) {
		const char *path = file_join(arena, directory, files[i]);

		if (!is_query_file(files[i]))
			continue;
		queries->paths =
			arena_grow(arena, queries->paths, queries->path_count, sizeof *queries->paths);
		queries->paths[queries->path_count++] = path;
		is_read &= read_file(queries, path, &names, arena, diag);
	}
	return is_read;
}

bool
queries_read_input(struct queries *queries, const char *path, struct arena *arena, struct diag *diag)
{
	struct map names = { 0 };
	struct source *source = arena_alloc(arena, sizeof *source);
	struct reading reading = {
		.queries = queries,
		.source = source,
		.names = &names,
		.arena = arena,
		.diag = diag,
		.takes_bare = true,
	};

	*queries = (struct queries){ 0 };
	if (!(path ? source_read(source, path, arena, diag) : source_read_standard(source, arena, diag)) ||
	    !read_source(&reading))
		return false;
	if (queries->count == 0)
		diag_error(diag, (struct place){ .path = source->path },
			   "expected a statement, or named queries as %s, found none", query_header_form);
	return queries->count > 0;
}

struct place
query_text_place(const struct query_text *text, size_t offset, const struct diag *diag)
{
	const struct text_piece *piece = text->pieces;

	for (size_t i = 1; i < text->piece_count && text->pieces[i].offset <= offset; i++)
		piece = &text->pieces[i];
	return source_place(text->source, piece->source + (piece->is_ours ? 0 : offset - piece->offset), diag);
}
