#include "sql/token.h"

/* The machine of https://sqlite.org/c3ref/complete.html. */

enum state {
	STATE_START,
	STATE_NORMAL,
	STATE_EXPLAIN,
	STATE_CREATE,
	STATE_TRIGGER,
	STATE_TRIGGER_SEMICOLON, /* in its body, behind a semicolon */
	STATE_TRIGGER_END,       /* behind "; END" */
};

enum input {
	INPUT_SEMICOLON,
	INPUT_OTHER,
	INPUT_EXPLAIN,
	INPUT_CREATE,
	INPUT_TEMPORARY,
	INPUT_TRIGGER,
	INPUT_END,
	INPUT_COUNT,
};

static const enum state next_states[][INPUT_COUNT] = {
	[STATE_START] = { STATE_START, STATE_NORMAL, STATE_EXPLAIN, STATE_CREATE, STATE_NORMAL,
			  STATE_NORMAL, STATE_NORMAL },
	[STATE_NORMAL] = { STATE_START, STATE_NORMAL, STATE_NORMAL, STATE_NORMAL, STATE_NORMAL,
			   STATE_NORMAL, STATE_NORMAL },
	[STATE_EXPLAIN] = { STATE_START, STATE_EXPLAIN, STATE_NORMAL, STATE_CREATE, STATE_NORMAL,
			    STATE_NORMAL, STATE_NORMAL },
	[STATE_CREATE] = { STATE_START, STATE_NORMAL, STATE_NORMAL, STATE_NORMAL, STATE_CREATE,
			   STATE_TRIGGER, STATE_NORMAL },
	[STATE_TRIGGER] = { STATE_TRIGGER_SEMICOLON, STATE_TRIGGER, STATE_TRIGGER, STATE_TRIGGER,
			    STATE_TRIGGER, STATE_TRIGGER, STATE_TRIGGER },
	[STATE_TRIGGER_SEMICOLON] = { STATE_TRIGGER_SEMICOLON, STATE_TRIGGER, STATE_TRIGGER,
				      STATE_TRIGGER, STATE_TRIGGER, STATE_TRIGGER,
				      STATE_TRIGGER_END },
	[STATE_TRIGGER_END] = { STATE_START, STATE_TRIGGER, STATE_TRIGGER, STATE_TRIGGER,
				STATE_TRIGGER, STATE_TRIGGER, STATE_TRIGGER },
};

static const struct {
	const char *keyword;
	enum input input;
} keywords[] = {
	{ "EXPLAIN", INPUT_EXPLAIN },     { "CREATE", INPUT_CREATE },   { "TEMP", INPUT_TEMPORARY },
	{ "TEMPORARY", INPUT_TEMPORARY }, { "TRIGGER", INPUT_TRIGGER }, { "END", INPUT_END },
};

static enum input
classify(const struct token *token)
{
	if (token->kind == TOKEN_SEMICOLON)
		return INPUT_SEMICOLON;
	for (size_t i = 0; i < sizeof(keywords) / sizeof(keywords[0]); i++)
		if (token_is(token, keywords[i].keyword))
			return keywords[i].input;
	return INPUT_OTHER;
}

size_t
statement_length(const char *text, size_t length)
{
	enum state state = STATE_START;
	struct token_reader reader;
	for (token_reader_init(&reader, text, length); reader.token.kind != TOKEN_END;
	     token_next(&reader)) {
		state = next_states[state][classify(&reader.token)];
		if (state == STATE_START)
			return reader.offset + reader.token.length;
	}
	return length;
}

size_t
statement_next(const char *text, size_t length, size_t *at)
{
	struct token_reader reader;
	if (*at >= length)
		return 0;
	token_reader_init(&reader, text + *at, length - *at);
	*at += reader.offset;
	return statement_length(text + *at, length - *at);
}
