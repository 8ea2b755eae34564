#include "docs/remark.h"

#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "docs/comment.h"
#include "input/migrations.h"
#include "sql/parse.h"
#include "sql/token.h"

struct collector {
	struct remarks *remarks;
	const struct migration *migration;
	size_t start; /* of the statement, in the migration's text */
	struct arena *arena;
	const struct diag *diag;
};

static void
add(struct collector *collector, size_t offset, struct text *lines)
{
	struct remarks *remarks = collector->remarks;
	const char *text = comment_keep(lines, collector->arena);

	if (!text)
		return;
	remarks->items = arena_grow(collector->arena, remarks->items, remarks->count, sizeof *remarks->items);
	remarks->items[remarks->count++] = (struct remark){
		.place = migration_place(collector->migration, collector->start + offset, collector->diag),
		.text = text,
	};
}

static size_t
count_lines(const struct token *token)
{
	size_t count = 0;

	for (size_t i = 0; i < token->length; i++)
		count += token->text[i] == '\n';
	return count;
}

/*
 * The comments before a statement: the last block, if no empty line parts it from the statement, goes
 * to near, the first one of a file to the head. What stands behind the statement before on its line is
 * passed over.
 */
static void
read_before(struct collector *collector, const char *text, size_t length, struct text *near)
{
	bool is_first = collector->start == 0, is_behind = collector->start > 0;
	struct text block = { 0 };
	size_t lines = 0;

	for (size_t at = 0; at < length;) {
		struct token token = token_at(text + at, length - at);

		if (token.kind != TOKEN_SPACE && token.kind != TOKEN_COMMENT)
			break;
		at += token.length;
		if (token.kind == TOKEN_SPACE) {
			lines += count_lines(&token);
			is_behind = is_behind && lines == 0;
		}
		if (lines > 1 && block.length > 0) {
			const char *kept = comment_keep(&block, collector->arena);

			if (is_first && !collector->remarks->head)
				collector->remarks->head = kept;
		}
		if (token.kind != TOKEN_COMMENT)
			continue;
		if (!is_behind)
			comment_add(&block, &token);
		/* A comment of dashes ends before its line does, or with it. */
		lines = text[at - 1] == '\n';
		is_behind = false;
	}
	if (is_first && !collector->remarks->head && block.length > 0) {
		struct text copy = { 0 };

		text_add(&copy, block.data, block.length);
		collector->remarks->head = comment_keep(&copy, collector->arena);
	}
	*near = block;
}

/* Goes through the text between the parentheses of a CREATE TABLE. */
struct body {
	struct collector *collector;
	const struct parsed_table *table;
	size_t next;          /* the first column that was not reached */
	bool is_in_column;    /* of the one before; else before the first, or in a constraint */
	bool is_past_comma;
	bool is_line_empty;   /* nothing but blanks so far */
	size_t line;          /* where the line begins */
	size_t behind_column; /* of the line: where a comment behind something began; 0: none */
	struct text before, behind, *general;
};

static void
end_column(struct body *body)
{
	if (body->is_in_column)
		add(body->collector, body->table->columns[body->next - 1].offset, &body->behind);
	else
		text_finish(&body->behind);
	body->is_in_column = false;
}

static void
begin_column(struct body *body)
{
	end_column(body);
	body->is_in_column = true;
	body->is_past_comma = false;
	body->behind_column = 0;
	body->next++;
	text_add(&body->behind, body->before.data ? body->before.data : "", body->before.length);
	text_finish(&body->before);
}

static void
take_comment(struct body *body, const struct token *token, size_t at)
{
	size_t column = at - body->line + 1;

	if (body->is_line_empty && (body->behind_column != column || !body->is_in_column)) {
		comment_add(&body->before, token);
		return;
	}
	body->behind_column = column;
	if (body->is_in_column)
		comment_add(&body->behind, token);
	else if (body->next == 0)
		comment_add(body->general, token);
}

static void
take_token(struct body *body, const struct token *token, size_t at)
{
	const struct parsed_table *table = body->table;

	if (body->next < table->column_count && at == table->columns[body->next].offset) {
		begin_column(body);
	} else if (body->is_past_comma) {
		end_column(body);
		text_finish(&body->before);
	}
	body->is_past_comma = token->kind == TOKEN_COMMA;
	body->is_line_empty = false;
}

/* general takes what is said of the table itself, behind its parenthesis. */
static void
read_columns(struct collector *collector, const struct parsed_table *table, const char *text, size_t length,
	     struct text *general)
{
	struct body body = { .collector = collector, .table = table, .general = general };
	size_t depth = 0;

	for (size_t at = 0; at < length;) {
		struct token token = token_at(text + at, length - at);

		depth += token.kind == TOKEN_LEFT;
		depth -= token.kind == TOKEN_RIGHT && depth > 0;
		if (token.kind == TOKEN_COMMENT && depth > 0)
			take_comment(&body, &token, at);
		else if (token.kind != TOKEN_SPACE && token.kind != TOKEN_COMMENT)
			take_token(&body, &token, at);
		if (depth > 1)
			body.is_past_comma = false;
		for (size_t i = 0; i < token.length; i++) {
			if (token.text[i] != '\n')
				continue;
			body.line = at + i + 1;
			body.is_line_empty = true;
		}
		at += token.length;
	}
	end_column(&body);
	text_finish(&body.before);
}

/* The last part of a name that may have a schema before it. */
static size_t
name_offset(struct token_reader *reader)
{
	size_t offset = reader->offset;

	token_next(reader);
	if (token_accept_operator(reader, ".")) {
		offset = reader->offset;
		token_next(reader);
	}
	return offset;
}

static void
read_create(struct collector *collector, struct token_reader *reader, struct text *near)
{
	struct parsed_table table;

	if (parse_create_table(&table, reader->text, reader->length, collector->arena)) {
		read_columns(collector, &table, reader->text, reader->length, near);
		add(collector, table.offset, near);
		return;
	}
	while (!token_is(&reader->token, "VIEW") && !token_is(&reader->token, "INDEX") &&
	       !token_is(&reader->token, "TRIGGER") && !token_is(&reader->token, "TABLE")) {
		if (reader->token.kind != TOKEN_WORD)
			return;
		token_next(reader);
	}
	token_next(reader);
	if (token_accept(reader, "IF")) {
		token_accept(reader, "NOT");
		token_accept(reader, "EXISTS");
	}
	add(collector, name_offset(reader), near);
}

/* ALTER TABLE … ADD COLUMN: the comment before it, or in it, is the column's. */
static void
read_alter(struct collector *collector, struct token_reader *reader, struct text *near)
{
	size_t offset;

	if (!token_accept(reader, "TABLE"))
		return;
	name_offset(reader);
	if (!token_accept(reader, "ADD"))
		return;
	token_accept(reader, "COLUMN");
	offset = reader->offset;
	for (size_t at = offset; at < reader->length;) {
		struct token token = token_at(reader->text + at, reader->length - at);

		if (token.kind == TOKEN_COMMENT)
			comment_add(near, &token);
		at += token.length;
	}
	add(collector, offset, near);
}

/* What stands on the line behind the semicolon of ADD COLUMN. */
static void
read_behind(const struct migration *migration, size_t at, struct text *near)
{
	while (at < migration->size && (migration->text[at] == ' ' || migration->text[at] == '\t'))
		at++;
	if (at < migration->size) {
		struct token token = token_at(migration->text + at, migration->size - at);

		if (token.kind == TOKEN_COMMENT)
			comment_add(near, &token);
	}
}

void
remarks_read(struct remarks *remarks, const struct migration *migration, struct arena *arena,
	     const struct diag *diag)
{
	struct collector collector = {
		.remarks = remarks, .migration = migration, .arena = arena, .diag = diag
	};
	size_t length;

	*remarks = (struct remarks){ .head = NULL };
	for (; collector.start < migration->size; collector.start += length) {
		const char *text = migration->text + collector.start;
		struct token_reader reader;
		struct text near;

		length = statement_length(text, migration->size - collector.start);
		read_before(&collector, text, length, &near);
		token_reader_init(&reader, text, length);
		if (token_accept(&reader, "CREATE")) {
			read_create(&collector, &reader, &near);
		} else if (token_accept(&reader, "ALTER")) {
			read_behind(migration, collector.start + length, &near);
			read_alter(&collector, &reader, &near);
		}
		text_finish(&near);
	}
}

const char *
remarks_find(const struct remarks *remarks, struct place place)
{
	for (size_t i = 0; i < remarks->count; i++) {
		const struct place *other = &remarks->items[i].place;

		if (place.path && place.line == other->line && place.column == other->column &&
		    strcmp(place.path, other->path) == 0)
			return remarks->items[i].text;
	}
	return NULL;
}
