#include "check/bound.h"

#include <string.h>

#include "base/arena.h"
#include "c/flow.h"
#include "c/program.h"
#include "c/source.h"
#include "check/call.h"
#include "check/complaint.h"
#include "check/handover.h"
#include "check/judge.h"

enum { TOKENS_MAX = 50000 };

/* A text that is prepared, and its statement in the C: the tokens of &stmt without the '&'. */
struct preparation {
	const struct handed *handed;
	const struct judged *judged; /* NULL: it is not known, or more than one */
	struct call_argument name;
};

struct reading {
	struct complaints *complaints;
	struct c_program *program;
	struct preparation *items; /* those of one function, in order */
	size_t count;
	struct arena *arena;
};

static bool
is_same(const struct c_source *source, struct call_argument a, struct call_argument b)
{
	if (a.to - a.from != b.to - b.from)
		return false;
	for (size_t i = 0; i < a.to - a.from; i++) {
		const struct c_token *x = &source->tokens.items[a.from + i],
				     *y = &source->tokens.items[b.from + i];

		if (x->length != y->length || memcmp(x->text, y->text, x->length) != 0)
			return false;
	}
	return true;
}

/* Is the statement set, or handed away to be, between two tokens? */
static bool
is_set_between(const struct c_source *source, struct call_argument name, size_t from, size_t to)
{
	size_t length = name.to - name.from;

	for (size_t at = from; at + length < to; at++) {
		if (!is_same(source, name, (struct call_argument){ at, at + length }))
			continue;
		if (c_token_is(&source->tokens.items[at + length], "=") ||
		    c_token_is(&source->tokens.items[at - 1], "&"))
			return true;
	}
	return false;
}

/*
 * The preparation that a use at a token is about: the last one before it, if that has happened
 * whenever the use does, and none is between.
 */
static const struct preparation *
preparation_of(const struct reading *reading, const struct call *use)
{
	for (size_t i = reading->count; i > 0; i--) {
		const struct preparation *item = &reading->items[i - 1];
		const struct call *call = &item->handed->call;

		if (call->name_at >= use->name_at ||
		    !is_same(call->source, item->name, use->arguments[0]))
			continue;
		if (!item->judged || !c_flow_passes(call->source, call->name_at, use->name_at) ||
		    is_set_between(call->source, item->name, call->end, use->name_at))
			return NULL;
		return item;
	}
	return NULL;
}

static struct c_position
position_of(const struct call *use, size_t argument)
{
	const struct c_token *token = &use->source->tokens.items[use->arguments[argument].from];

	return (struct c_position){ use->source, (size_t)(token->text - use->source->text) };
}

static void
tell(const struct reading *reading, const struct call *use, const struct preparation *preparation,
     const char *message)
{
	const struct call *call = &preparation->handed->call;
	const struct c_token *name = &call->source->tokens.items[call->name_at];

	complaints_add(reading->complaints,
		       &(struct complaint){
			       .severity = SEVERITY_ERROR,
			       .position = position_of(use, 1),
			       .message = message,
			       .user = { call->source, (size_t)(name->text - call->source->text) },
			       .use = "the statement is prepared here",
		       },
		       reading->arena);
}

static const char *
count_text(size_t count, const char *what, struct arena *arena)
{
	return count == 0 ? arena_format(arena, "no %s", what)
			  : arena_format(arena, "%zu %s%s", count, what, count == 1 ? "" : "s");
}

static bool
number_of(long long *number, const struct reading *reading, const struct call *use)
{
	struct c_expression expression = call_expression(use, 1, reading->program);

	return c_constant_number(number, &expression, reading->arena);
}

static void
check_parameter(const struct reading *reading, const struct call *use)
{
	const struct preparation *preparation = preparation_of(reading, use);
	long long number;
	size_t count;

	if (!preparation || !number_of(&number, reading, use))
		return;
	count = preparation->judged->parameter_count;
	if (number == 0)
		tell(reading, use, preparation,
		     "parameters are counted from 1: expected one, found 0");
	else if (number < 0 || (unsigned long long)number > count)
		tell(reading, use, preparation,
		     arena_format(reading->arena,
				  "there is no parameter %lld: the statement has %s", number,
				  count_text(count, "parameter", reading->arena)));
}

static void
check_column(const struct reading *reading, const struct call *use)
{
	const struct preparation *preparation = preparation_of(reading, use);
	long long number;
	size_t count;

	if (!preparation || !preparation->judged->has_columns || !number_of(&number, reading, use))
		return;
	count = preparation->judged->column_count;
	if (number < 0 || (unsigned long long)number >= count)
		tell(reading, use, preparation,
		     arena_format(reading->arena, "there is no column %lld: the statement has %s%s",
				  number, count_text(count, "column", reading->arena),
				  count > 0 ? ", counted from 0" : ""));
}

static void
check_name(const struct reading *reading, const struct call *use)
{
	const struct preparation *preparation = preparation_of(reading, use);
	struct c_expression expression = call_expression(use, 1, reading->program);
	struct c_constants names;

	if (!preparation)
		return;
	c_constants_read(&names, &expression, reading->arena);
	if (names.count != 1)
		return;
	for (size_t i = 0; i < preparation->judged->parameter_count; i++)
		if (preparation->judged->parameters[i] &&
		    strcmp(preparation->judged->parameters[i], names.items[0].data) == 0)
			return;
	tell(reading, use, preparation,
	     arena_format(reading->arena, "there is no parameter '%s' in the statement",
			  names.items[0].data));
}

static bool
begins_with(const struct c_token *token, const char *prefix)
{
	size_t length = strlen(prefix);

	return token->length >= length && memcmp(token->text, prefix, length) == 0;
}

/* Behind the last preparation nothing stands that is about one. */
static void
check_uses(const struct reading *reading)
{
	const struct call *first = &reading->items[0].handed->call;
	struct c_source *source = first->source;
	size_t end = first->function->close;

	end = end - first->name_at > TOKENS_MAX ? first->name_at + TOKENS_MAX : end;
	for (size_t at = first->end; at < end; at++) {
		const struct c_token *token = &source->tokens.items[at];
		struct call use;

		if (token->kind != C_TOKEN_WORD || !begins_with(token, "sqlite3_") ||
		    !call_read(&use, source, at) || use.argument_count < 2)
			continue;
		if (c_token_is(token, "sqlite3_bind_parameter_index"))
			check_name(reading, &use);
		else if (begins_with(token, "sqlite3_bind_"))
			check_parameter(reading, &use);
		else if (begins_with(token, "sqlite3_column_"))
			check_column(reading, &use);
	}
}

/* &stmt without its '&'. */
static bool
statement_name(struct call_argument *name, const struct handed *handed)
{
	const struct call *call = &handed->call;

	if (handed->handover->statement >= call->argument_count)
		return false;
	*name = call->arguments[handed->handover->statement];
	if (name->to - name->from < 2 || !c_token_is(&call->source->tokens.items[name->from], "&"))
		return false;
	name->from++;
	return true;
}

/* The statement that can be no other, of those judged from one index up to another. */
static const struct judged *
only_statement(const struct handed *handed, const struct judged_list *judged, size_t from,
	       size_t to)
{
	return to - from == 1 && judged->items[from].is_good && handed->texts.is_complete &&
			       handed->texts.count == 1
		       ? &judged->items[from]
		       : NULL;
}

void
bound_check(struct complaints *complaints, const struct handed_list *list,
	    const struct judged_list *judged, struct c_program *program, struct arena *arena)
{
	struct reading reading = { .complaints = complaints, .program = program, .arena = arena };
	const struct c_function *function = NULL;
	size_t from = 0, to = 0;

	for (size_t i = 0; i < list->count; i++, from = to) {
		const struct handed *handed = &list->items[i];
		struct preparation preparation = { .handed = handed };

		while (to < judged->count && judged->items[to].handed == handed)
			to++;
		if (handed->call.function != function && reading.count > 0)
			check_uses(&reading);
		if (handed->call.function != function)
			reading.count = 0;
		function = handed->call.function;
		if (!statement_name(&preparation.name, handed))
			continue;
		preparation.judged = only_statement(handed, judged, from, to);
		reading.items =
			arena_grow(arena, reading.items, reading.count, sizeof *reading.items);
		reading.items[reading.count++] = preparation;
	}
	if (reading.count > 0)
		check_uses(&reading);
}
