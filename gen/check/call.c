#include "check/call.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "c/program.h"
#include "c/source.h"
#include "check/handover.h"

enum { TOKENS_MAX = 3000 };

bool
call_arguments(struct call *call, struct c_tokens tokens, size_t at)
{
	size_t depth = 0, start = at + 2;

	if (at + 1 >= tokens.count || tokens.items[at].kind != C_TOKEN_WORD ||
	    !c_token_is(&tokens.items[at + 1], "("))
		return false;
	*call = (struct call){ .name_at = at };
	for (size_t i = at + 1; i < tokens.count && i - at < TOKENS_MAX; i++) {
		const struct c_token *token = &tokens.items[i];

		if (token->kind != C_TOKEN_OPERATOR || token->length != 1)
			continue;
		if (strchr("([{", token->text[0]))
			depth++;
		else if (strchr(")]}", token->text[0]))
			depth--;
		if (token->text[0] == ';' && depth == 1)
			return false;
		if (depth > 0 && !(depth == 1 && token->text[0] == ','))
			continue;
		if (call->argument_count < CALL_ARGUMENTS_MAX &&
		    (depth > 0 || i > start || call->argument_count > 0))
			call->arguments[call->argument_count++] =
				(struct call_argument){ start, i };
		start = i + 1;
		call->end = i + 1;
		if (depth == 0)
			return true;
	}
	return false;
}

bool
call_read(struct call *call, struct c_source *source, size_t at)
{
	if (!call_arguments(call, source->tokens, at))
		return false;
	call->source = source;
	call->function = c_source_function(source, at);
	return true;
}

struct c_expression
call_expression(const struct call *call, size_t index, struct c_program *program)
{
	return (struct c_expression){
		.program = program,
		.source = call->source,
		.function = call->function,
		.from = call->arguments[index].from,
		.to = call->arguments[index].to,
	};
}

/* Only the first bytes of a text may be given. */
static void
cut(struct handed *handed, struct c_program *program, struct arena *arena)
{
	size_t index = handed->handover->size;
	long long size;
	struct c_expression expression;

	if (index >= handed->call.argument_count)
		return;
	expression = call_expression(&handed->call, index, program);
	if (!c_constant_number(&size, &expression, arena))
		return;
	for (size_t i = 0; i < handed->texts.count; i++) {
		struct c_string *text = &handed->texts.items[i];

		if (size > 0 && (size_t)size < text->length) {
			text->length = (size_t)size;
			text->data[size] = '\0';
		}
	}
}

/* The text is what the format and the arguments behind it make. */
static void
format(struct handed *handed, struct c_program *program, struct arena *arena)
{
	struct c_expression arguments[CALL_ARGUMENTS_MAX];
	size_t count = 0;

	for (size_t i = handed->handover->sql + 1; i < handed->call.argument_count; i++)
		arguments[count++] = call_expression(&handed->call, i, program);
	c_constants_format(&handed->texts, arguments, count, arena);
}

static void
add(struct handed_list *list, struct handed handed, struct c_program *program, struct arena *arena)
{
	struct c_expression expression =
		call_expression(&handed.call, handed.handover->sql, program);

	c_constants_read(&handed.texts, &expression, arena);
	if (handed.handover->is_format)
		format(&handed, program, arena);
	cut(&handed, program, arena);
	list->items = arena_grow(arena, list->items, list->count, sizeof *list->items);
	list->items[list->count++] = handed;
}

/* SQLite itself may lie in the tree; what it does with its own functions is no matter of the
 * schema. */
static bool
is_sqlite(const struct c_source *source)
{
	for (size_t i = 0; i < source->function_count; i++)
		if (c_token_is(&source->functions[i].name, "sqlite3_prepare_v2"))
			return true;
	return false;
}

static void
find_in(struct handed_list *list, struct c_program *program, struct c_source *source,
	const struct handovers *handovers, struct arena *arena)
{
	for (size_t at = 0; at + 1 < source->tokens.count; at++) {
		const struct c_token *token = &source->tokens.items[at];
		const struct handover *handover = NULL;
		struct handed handed = { .is_passed_on = false };

		if (token->kind == C_TOKEN_WORD && c_token_is(token + 1, "("))
			handover = handovers_find(handovers, token->text, token->length, source);
		if (!handover || !call_read(&handed.call, source, at) || !handed.call.function ||
		    handover->sql >= handed.call.argument_count)
			continue;
		handed.handover = handover;
		add(list, handed, program, arena);
	}
}

static int
compare_sources(const void *a, const void *b)
{
	const struct c_source *const *x = a, *const *y = b;

	return strcmp((*x)->path, (*y)->path);
}

void
handed_find(struct handed_list *list, struct c_program *program, const struct handovers *handovers,
	    struct arena *arena)
{
	size_t count = program->source_count;
	struct c_source **sources = arena_alloc(arena, (count + 1) * sizeof(struct c_source *));

	*list = (struct handed_list){ NULL, 0 };
	for (size_t i = 0; i < count; i++)
		sources[i] = program->sources[i];
	qsort(sources, count, sizeof *sources, compare_sources);
	for (size_t i = 0; i < count; i++)
		if (sources[i]->is_given && !is_sqlite(sources[i]))
			find_in(list, program, sources[i], handovers, arena);
}
