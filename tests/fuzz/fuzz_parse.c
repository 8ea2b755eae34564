#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "grammar/write.h"
#include "sql/parse.h"
#include "sql/token.h"

/*
 * Any bytes are read without harm, and what was understood, written as SQL again, is understood
 * the same. fuzz.sh runs this under libFuzzer, replay.c on the inputs that are kept.
 */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
claim(bool holds, const char *what, const char *sql)
{
	if (holds)
		return;
	fprintf(stderr, "%s: %s\n", what, sql);
	abort();
}

/* Its parentheses may have made it too deep. */
static void
survives(const struct statement *statement, struct arena *arena)
{
	struct statement again;
	struct parse_error error;
	struct text first = { 0 }, second = { 0 };
	write_statement(&first, statement);
	if (parse_statement(&again, first.data, first.length, arena, &error)) {
		write_statement(&second, &again);
		claim(strcmp(first.data, second.data) == 0, "understood otherwise", first.data);
	} else {
		claim(strstr(error.message, "too deeply"), error.message, first.data);
	}
	text_finish(&first);
	text_finish(&second);
}

static void
try_statement(const char *sql, size_t length, struct arena *arena)
{
	struct statement statement;
	struct parse_error error = { 0 };
	if (parse_statement(&statement, sql, length, arena, &error)) {
		claim(statement.offset + statement.length <= length, "place", "beyond the text");
		survives(&statement, arena);
	} else {
		claim(error.message && error.offset <= length, "error", "without message or place");
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = { 0 };
	struct parse_error error;
	struct parsed_view view;
	struct parsed_table table;
	/* a copy without NUL behind it, so that no byte too many is read */
	char *sql = malloc(size > 0 ? size : 1);
	if (!sql)
		return 0;
	if (size > 0)
		memcpy(sql, data, size);
	for (size_t at = 0, length; at < size; at += length) {
		length = statement_length(sql + at, size - at);
		try_statement(sql + at, length, &arena);
	}
	parse_expression(sql, size, &arena, &error);
	parse_create_view(&view, sql, size, &arena, &error);
	parse_create_table(&table, sql, size, &arena);
	free(sql);
	arena_finish(&arena);
	return 0;
}
