#include "check/registered.h"

#include <string.h>

#include "base/arena.h"
#include "c/program.h"
#include "c/source.h"
#include "check/call.h"
#include "input/declaration.h"
#include "schema/application.h"
#include "schema/lacking.h"

/* Which arguments are the count of the function's own and its step, from 0; 0: there is none. */
static const struct {
	const char *name;
	enum declaration_kind kind;
	size_t count, step;
} known[] = {
	{ "sqlite3_create_function", DECLARATION_FUNCTION, 2, 6 },
	{ "sqlite3_create_function_v2", DECLARATION_FUNCTION, 2, 6 },
	{ "sqlite3_create_window_function", DECLARATION_FUNCTION, 2, 5 },
	{ "sqlite3_create_collation", DECLARATION_COLLATION, 0, 0 },
	{ "sqlite3_create_collation_v2", DECLARATION_COLLATION, 0, 0 },
	{ "sqlite3_create_module", DECLARATION_MODULE, 0, 0 },
	{ "sqlite3_create_module_v2", DECLARATION_MODULE, 0, 0 },
};

enum { KNOWN = sizeof known / sizeof *known };

struct declarations {
	struct declaration *items;
	size_t count;
};

static bool
is_null(const struct call *call, size_t argument)
{
	const struct c_token *token;

	if (argument >= call->argument_count)
		return true;
	token = &call->source->tokens.items[call->arguments[argument].from];
	return c_token_is(token, "NULL") || (token->kind == C_TOKEN_NUMBER && token->length == 1);
}

static void
set_function(struct declaration *declaration, const struct call *call, size_t row,
	     struct c_program *program, struct arena *arena)
{
	struct c_expression expression = call_expression(call, known[row].count, program);
	long long count;

	if (c_constant_number(&count, &expression, arena) && count >= 0 && count <= 127)
		declaration->arguments.text = arena_format(arena, "%lld", count);
	if (!is_null(call, known[row].step))
		declaration->aggregate.text = "yes";
	declaration->deterministic.text = "yes";
}

static void
add_calls(struct declarations *list, const struct call *call, size_t row, struct c_program *program,
	  struct arena *arena)
{
	struct c_expression expression;
	struct c_constants names;

	if (call->argument_count < 2 || call->argument_count <= known[row].count)
		return;
	expression = call_expression(call, 1, program);
	c_constants_read(&names, &expression, arena);
	for (size_t i = 0; i < names.count; i++) {
		struct declaration declaration = { .kind = known[row].kind,
						   .name = names.items[i].data };

		if (declaration.kind == DECLARATION_FUNCTION)
			set_function(&declaration, call, row, program, arena);
		list->items = arena_grow(arena, list->items, list->count, sizeof *list->items);
		list->items[list->count++] = declaration;
	}
}

static void
find_in(struct declarations *list, struct c_source *source, struct c_program *program,
	struct arena *arena)
{
	for (size_t at = 0; at < source->tokens.count; at++) {
		const struct c_token *token = &source->tokens.items[at];
		struct call call;

		if (token->kind != C_TOKEN_WORD || token->length < 16 ||
		    memcmp(token->text, "sqlite3_create_", 15) != 0)
			continue;
		for (size_t row = 0; row < KNOWN; row++)
			if (c_token_is(token, known[row].name) && call_read(&call, source, at))
				add_calls(list, &call, row, program, arena);
	}
}

void
registered_find(struct c_program *program, sqlite3 *handle, struct arena *arena, struct diag *diag)
{
	struct declarations *list = arena_alloc(arena, sizeof *list);

	for (size_t i = 0; i < program->source_count; i++)
		if (program->sources[i]->is_given)
			find_in(list, program->sources[i], program, arena);
	application_register(handle, list->items, list->count, arena, diag);
}

const char *
registered_advice(const char *message, const char *sql, size_t length, struct arena *arena)
{
	const char *statement = arena_copy(arena, sql, length), *advice;
	const char *const *lines;
	struct lacking lacking;
	size_t count;

	if (!lacking_find(&lacking, message, statement, arena) || lacking.is_miscounted)
		return NULL;
	lines = lacking_lines(&count, &lacking, statement, lacking_offset(&lacking, statement, 0),
			      arena);
	advice = arena_format(arena, "if the program registers this %s, add to sqlgen.ini:",
			      declaration_word(lacking.kind));
	for (size_t i = 0; i < count; i++)
		advice = arena_format(arena, "%s %s", advice, lines[i]);
	return advice;
}
