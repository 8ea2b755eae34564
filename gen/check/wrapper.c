#include "check/wrapper.h"

#include <string.h>

#include "base/arena.h"
#include "c/program.h"
#include "c/source.h"
#include "check/call.h"
#include "check/handover.h"

static bool
is_same(const struct c_token *a, const struct c_token *b)
{
	return a->kind == C_TOKEN_WORD && a->length == b->length &&
	       memcmp(a->text, b->text, a->length) == 0;
}

/* The word that an argument is, also in parentheses, as macros have their parameters; NULL: it is
 * more. */
static const struct c_token *
only_word(struct c_tokens tokens, const struct call_argument *argument)
{
	size_t from = argument->from, to = argument->to;

	while (to > from + 2 && c_token_is(&tokens.items[from], "(") &&
	       c_tokens_closing((struct c_tokens){ tokens.items, to }, from) == to) {
		from++;
		to--;
	}
	return to == from + 1 ? &tokens.items[from] : NULL;
}

/* Which parameter of a function has this name, from 0; HANDOVER_NONE: none has. */
static size_t
parameter_of(const struct c_source *source, const struct c_function *function,
	     const struct c_token *name)
{
	struct call head;

	if (!call_arguments(&head, source->tokens, function->head))
		return HANDOVER_NONE;
	for (size_t i = 0; i < head.argument_count; i++)
		for (size_t at = head.arguments[i].to; at > head.arguments[i].from; at--)
			if (is_same(&source->tokens.items[at - 1], name))
				return i;
	return HANDOVER_NONE;
}

/* The parameter that is passed on as an argument of a call; HANDOVER_NONE: it is something else. */
static size_t
passed_on(const struct call *call, size_t argument)
{
	const struct c_token *word;

	if (argument >= call->argument_count)
		return HANDOVER_NONE;
	word = only_word(call->source->tokens, &call->arguments[argument]);
	return word ? parameter_of(call->source, call->function, word) : HANDOVER_NONE;
}

static bool
add_function(struct handovers *handovers, struct handed *handed, struct arena *arena)
{
	const struct call *call = &handed->call;
	struct handover handover = {
		.sql = parameter_of(call->source, call->function, &handed->texts.parameter),
		.size = HANDOVER_NONE,
		.statement = passed_on(call, handed->handover->statement),
		.tail = HANDOVER_NONE,
		.is_many = handed->handover->is_many,
		.is_format = handed->texts.is_format || handed->handover->is_format,
		.source = call->function->is_static ? call->source : NULL,
	};

	if (handover.sql == HANDOVER_NONE)
		return false;
	handed->is_passed_on = true;
	handover.name = arena_copy(arena, call->function->name.text, call->function->name.length);
	return handovers_add(handovers, &handover, arena);
}

static size_t
macro_parameter(const struct c_macro *macro, const struct call *call, size_t argument)
{
	const struct c_token *word = argument < call->argument_count
					     ? only_word(macro->body, &call->arguments[argument])
					     : NULL;

	for (size_t i = 0; word && i < macro->parameters.count; i++)
		if (is_same(word, &macro->parameters.items[i]))
			return i;
	return HANDOVER_NONE;
}

/* #define EXEC(sql) sqlite3_exec(db, sql, NULL, NULL, NULL) */
static bool
add_macro(struct handovers *handovers, const struct c_macro *macro, struct arena *arena)
{
	bool is_added = false;

	for (size_t at = 0; macro->is_function && at + 1 < macro->body.count; at++) {
		const struct c_token *name = &macro->body.items[at];
		const struct handover *known = NULL;
		struct handover handover;
		struct call call;

		if (name->kind == C_TOKEN_WORD)
			known = handovers_find(handovers, name->text, name->length, macro->source);
		if (!known || is_same(name, &macro->name) ||
		    !call_arguments(&call, macro->body, at))
			continue;
		handover = *known;
		handover.sql = macro_parameter(macro, &call, known->sql);
		handover.statement = macro_parameter(macro, &call, known->statement);
		handover.size = handover.tail = HANDOVER_NONE;
		handover.is_given = false;
		handover.source = NULL;
		handover.name = arena_copy(arena, macro->name.text, macro->name.length);
		if (handover.sql != HANDOVER_NONE)
			is_added = handovers_add(handovers, &handover, arena) || is_added;
	}
	return is_added;
}

bool
wrappers_find(struct handovers *handovers, struct handed_list *handed,
	      const struct c_program *program, struct arena *arena)
{
	bool is_added = false;

	for (size_t i = 0; i < handed->count; i++)
		if (handed->items[i].texts.parameter.kind == C_TOKEN_WORD)
			is_added = add_function(handovers, &handed->items[i], arena) || is_added;
	for (size_t i = 0; i < program->source_count; i++)
		for (size_t j = 0; j < program->sources[i]->macro_count; j++)
			is_added =
				add_macro(handovers, program->sources[i]->macro_list[j], arena) ||
				is_added;
	return is_added;
}
