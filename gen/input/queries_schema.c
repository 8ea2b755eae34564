#include "input/reading.h"

#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "input/script.h"
#include "sql/token.h"

/*
 * SQLDelight's .sq files: imports, then statements, of which those with a label ('name:') are
 * queries and the CREATEs are the schema, with 'AS kotlin.Type' and annotations in their columns.
 * https://sqldelight.github.io/sqldelight/2.0.2/multiplatform_sqlite/
 */

/* What must be there before what: tables, then what stands on them, then triggers. */
enum turn { TURN_TABLES, TURN_OTHERS, TURN_TRIGGERS, TURN_COUNT };

struct queries {
	struct reading *reading;
	struct text text;
	struct migration_part *parts;
	size_t part_count;
};

static bool
is_create(struct token_reader reader, enum turn turn)
{
	if (!token_accept(&reader, "CREATE"))
		return false;
	if (!token_accept(&reader, "TEMP"))
		token_accept(&reader, "TEMPORARY");
	bool is_table = token_is(&reader.token, "TABLE") || token_is(&reader.token, "VIRTUAL");
	bool is_trigger = token_is(&reader.token, "TRIGGER");
	return turn == (is_table ? TURN_TABLES : is_trigger ? TURN_TRIGGERS : TURN_OTHERS);
}

/* Marks what is cut out, with the space in front of it. */
static void
cut(char *text, size_t start, size_t end)
{
	while (start > 0 && strchr(" \t\r\n", text[start - 1]))
		start--;
	memset(text + start, '\0', end - start);
}

/* Behind 'AS': a.b.C<D<E>, F?>?; what stands in the angles is passed over by counting them. */
static void
skip_type(struct token_reader *reader)
{
	int depth = 0;
	token_next(reader);
	while (token_accept_operator(reader, "."))
		token_next(reader);
	do {
		if (token_is_operator(&reader->token, ">>"))
			depth -= 2;
		depth += token_is_operator(&reader->token, "<");
		depth -= token_is_operator(&reader->token, ">");
		bool is_part = depth > 0 || (reader->token.kind == TOKEN_OPERATOR &&
					     strchr("<>", reader->token.text[0]));
		if (is_part)
			token_next(reader);
	} while (depth > 0 && reader->token.kind != TOKEN_END);
	if (reader->token.kind != TOKEN_END && reader->token.text[0] == '?')
		token_next(reader);
}

/* The end of the token before the one at hand, and of what is a comment behind it. */
static size_t
end_before(const struct token_reader *reader)
{
	size_t end = reader->offset;
	while (end > 0 && strchr(" \t\r\n", reader->text[end - 1]))
		end--;
	return end;
}

/* Types of Kotlin in the columns of CREATE TABLE. */
static void
cut_types(char *text, size_t size)
{
	struct token_reader reader;
	size_t depth = 0;
	struct token before = { TOKEN_END, NULL, 0 };
	token_reader_init(&reader, text, size);
	while (reader.token.kind != TOKEN_END) {
		size_t start = reader.offset;
		bool is_type =
			depth == 1 && token_is(&reader.token, "AS") && before.kind == TOKEN_WORD;
		depth += reader.token.kind == TOKEN_LEFT;
		depth -= reader.token.kind == TOKEN_RIGHT && depth > 0;
		before = reader.token;
		token_next(&reader);
		if (!is_type || reader.token.kind != TOKEN_WORD)
			continue;
		skip_type(&reader);
		cut(text, start, end_before(&reader));
	}
}

/* In the columns of a virtual table all behind the name is SQLDelight's: 'id TEXT NOT NULL' is
 * 'id'. */
static void
cut_column_types(char *text, size_t size)
{
	struct token_reader reader;
	token_reader_init(&reader, text, size);
	while (reader.token.kind != TOKEN_LEFT && reader.token.kind != TOKEN_END)
		token_next(&reader);
	while (reader.token.kind == TOKEN_LEFT || reader.token.kind == TOKEN_COMMA) {
		token_next(&reader);
		bool is_column = reader.token.kind == TOKEN_WORD;
		token_next(&reader);
		is_column = is_column && !token_is_operator(&reader.token, "=");
		while (reader.token.kind != TOKEN_COMMA && reader.token.kind != TOKEN_RIGHT &&
		       reader.token.kind != TOKEN_END) {
			/* UNINDEXED is fts5's own word. */
			bool is_kept = token_is(&reader.token, "UNINDEXED");
			size_t start = reader.offset, end = start + reader.token.length;
			token_next(&reader);
			if (is_column && !is_kept)
				cut(text, start, end);
		}
	}
}

static void
add_piece(struct queries *queries, const struct source *source, size_t at, size_t length)
{
	queries->parts = arena_grow(queries->reading->arena, queries->parts, queries->part_count,
				    sizeof(*queries->parts));
	queries->parts[queries->part_count++] =
		(struct migration_part){ source->path, queries->text.length, source->offset + at, false };
	text_add(&queries->text, source->text + at, length);
}

static void
add_statement(struct queries *queries, const struct source *source, size_t at, size_t length)
{
	struct reading *reading = queries->reading;
	struct token_reader reader;
	char *copy = arena_copy(reading->arena, source->text + at, length);
	token_reader_init(&reader, copy, length);
	token_accept(&reader, "CREATE");
	if (token_is(&reader.token, "VIRTUAL"))
		cut_column_types(copy, length);
	else if (is_create((struct token_reader){ copy, length, 0, token_at(copy, length) },
			   TURN_TABLES))
		cut_types(copy, length);
	if (queries->text.length > 0)
		text_add_string(&queries->text, "\n");
	for (size_t i = 0; i < length;) {
		size_t end = i;
		while (end < length && copy[end] != '\0')
			end++;
		if (end > i)
			add_piece(queries, source, at + i, end - i);
		while (end < length && copy[end] == '\0')
			end++;
		i = end;
	}
}

/* The statements of one turn in one file. */
static void
add_turn(struct queries *queries, const struct source *source, enum turn turn)
{
	size_t length;
	for (size_t at = 0; at < source->size; at += length) {
		struct token_reader reader;
		const char *text = source->text + at;
		length = statement_length(text, source->size - at);
		token_reader_init(&reader, text, length);
		if (reader.token.length == 1 && reader.token.text[0] == '}')
			token_next(&reader); /* the end of 'name: { …; }' */
		if (token_is(&reader.token, "import")) {
			/* In old versions a line without ';' */
			length = reader.offset + strcspn(text + reader.offset, "\n");
			continue;
		}
		if (reader.token.kind == TOKEN_END || length == 0) {
			length = length ? length : 1;
			continue;
		}
		if (is_create(reader, turn))
			add_statement(queries, source, at + reader.offset, length - reader.offset);
	}
}

static bool
add_files(struct queries *queries, enum turn turn)
{
	struct reading *reading = queries->reading;
	for (size_t i = 0; i < reading->listing.count; i++) {
		const char *file = reading->listing.files[i];
		struct source source;
		if (!listing_ends(file, ".sq"))
			continue;
		if (!reading_source(reading, &source, file))
			return false;
		if (turn == TURN_TABLES)
			reading_add_input(reading, source.path);
		add_turn(queries, &source, turn);
	}
	return true;
}

bool
queries_read_schema(struct reading *reading)
{
	struct queries queries = { .reading = reading };
	bool is_good = true;
	for (int turn = 0; turn < TURN_COUNT && is_good; turn++)
		is_good = add_files(&queries, (enum turn)turn);
	if (is_good && queries.part_count == 0) {
		diag_error(reading->diag, (struct place){ reading->listing.directory, 0, 0 },
			   "expected CREATE statements in the '.sq' files, found none");
		is_good = false;
	}
	if (is_good) {
		struct migration *item = arena_alloc(reading->arena, sizeof(*item));
		item->version = "1";
		item->name = "schema";
		item->path = queries.parts[0].path;
		item->size = queries.text.length;
		item->text = arena_copy(reading->arena, queries.text.data, queries.text.length);
		item->parts = queries.parts;
		item->part_count = queries.part_count;
		reading->items = item;
		reading->item_count = 1;
	}
	text_finish(&queries.text);
	return is_good;
}
