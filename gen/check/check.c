#include "check/check.h"

#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "c/program.h"
#include "c/source.h"
#include "check/bound.h"
#include "check/call.h"
#include "check/excuse.h"
#include "check/handover.h"
#include "check/judge.h"
#include "check/registered.h"
#include "check/wrapper.h"
#include "schema/nearest.h"
#include "schema/newer.h"
#include "schema/quoted.h"

enum { STRINGS_MAX = 20, ROUNDS_MAX = 6 };

/* What is needed to say something of a statement. */
struct telling {
	struct check *check;
	sqlite3 *handle;
	struct arena *arena;
};

static struct c_position
name_position(const struct call *call)
{
	const struct c_token *name = &call->source->tokens.items[call->name_at];

	return (struct c_position){ call->source, (size_t)(name->text - call->source->text) };
}

/* Does a byte of the text stand in the call itself? */
static bool
is_in_call(const struct call *call, struct c_position position)
{
	const struct c_source *source = call->source;
	const struct c_token *last = &source->tokens.items[call->end - 1];

	return position.source == source && position.offset >= name_position(call).offset &&
	       position.offset <= (size_t)(last->text - source->text);
}

static struct complaint
complaint_at(const struct judged *judged, size_t at, struct arena *arena)
{
	const struct call *call = &judged->handed->call;
	struct complaint complaint = {
		.severity = SEVERITY_ERROR,
		.position = c_string_position(judged->text, at),
		.use = arena_format(arena, "given to '%s' here", judged->handed->handover->name),
	};

	if (!complaint.position.source)
		complaint.position = name_position(call);
	if (!is_in_call(call, complaint.position))
		complaint.user = name_position(call);
	return complaint;
}

static void
tell_refused(const struct telling *telling, const struct judged *judged)
{
	struct complaint complaint = complaint_at(judged, judged->error, telling->arena);
	const char *sql =
		arena_copy(telling->arena, judged->text->data + judged->offset, judged->length);
	const struct newer *newer;
	const char *nearest = nearest_name(judged->message, judged->text->data + judged->offset,
					   judged->length, telling->handle, telling->arena);

	newer = newer_find(judged->message, sql, judged->error - judged->offset,
			   sqlite3_libversion_number());
	if (newer)
		complaint.message = arena_format(
			telling->arena, "%s: SQLite has %s from %s on, and sqlgen runs on %s",
			judged->message, newer->what, newer->where, sqlite3_libversion());
	else if (nearest)
		complaint.message = arena_format(telling->arena, "%s: did you mean '%s'?",
						 judged->message, nearest);
	else
		complaint.message = judged->message;
	complaint.advice = registered_advice(judged->message, judged->text->data + judged->offset,
					     judged->length, telling->arena);
	if (complaints_add(&telling->check->complaints, &complaint, telling->arena))
		telling->check->wrong++;
	else
		telling->check->ignored++;
}

static void
tell_ignored(const struct telling *telling, const struct judged *judged)
{
	struct complaint complaint = complaint_at(judged, judged->ignored, telling->arena);

	complaint.severity = SEVERITY_WARNING;
	complaint.rule = "ignored-statement";
	complaint.message = arena_format(
		telling->arena, "'%s' takes the first statement only: expected nothing behind it",
		judged->handed->handover->name);
	complaints_add(&telling->check->complaints, &complaint, telling->arena);
}

static void
tell_quoted(const struct telling *telling, const struct judged *judged)
{
	struct quoted_string strings[STRINGS_MAX];
	size_t count;

	if (!memchr(judged->text->data + judged->offset, '"', judged->length))
		return;
	count = quoted_find(strings, STRINGS_MAX, telling->handle,
			    judged->text->data + judged->offset, judged->length, telling->arena);
	for (size_t i = 0; i < count; i++) {
		struct complaint complaint =
			complaint_at(judged, judged->offset + strings[i].offset, telling->arena);

		complaint.severity = SEVERITY_WARNING;
		complaint.rule = "double-quoted-string";
		complaint.message = arena_format(
			telling->arena,
			"\"%s\" is taken for a string, as there is no column of this name: "
			"expected a column, or single quotes, '%s'",
			strings[i].name, strings[i].name);
		complaints_add(&telling->check->complaints, &complaint, telling->arena);
	}
}

static void
tell_judged(const struct telling *telling, const struct judged *judged,
	    const struct excuses *excuses)
{
	enum excuse excuse =
		judged->is_good ? EXCUSE_NONE : excuse_of(judged, excuses, telling->arena);

	if (judged->is_good)
		tell_quoted(telling, judged);
	else if (excuse == EXCUSE_NONE)
		tell_refused(telling, judged);
	telling->check->elsewhere += excuse == EXCUSE_ELSEWHERE;
	telling->check->inconstant += excuse == EXCUSE_UNKNOWN;
	if (judged->ignored > 0)
		tell_ignored(telling, judged);
}

static void
count_calls(struct check *check, const struct handed_list *handed)
{
	for (size_t i = 0; i < handed->count; i++) {
		check->calls += !handed->items[i].is_passed_on;
		check->inconstant +=
			!handed->items[i].texts.is_complete && !handed->items[i].is_passed_on;
	}
}

/* Of a program whose functions pass texts on to others, from the innermost to the outermost. */
static void
find_calls(struct handed_list *handed, struct c_program *program, struct handovers *handovers,
	   struct arena *arena)
{
	unsigned rounds = 0;

	do {
		c_program_read(program, handovers->words, handovers->word_count);
		handed_find(handed, program, handovers, arena);
	} while (wrappers_find(handovers, handed, program, arena) && ++rounds < ROUNDS_MAX);
}

void
check_program(struct check *check, struct c_program *program, const char *configured,
	      sqlite3 *handle, struct arena *arena, struct diag *diag)
{
	struct telling telling = { check, handle, arena };
	struct handovers handovers;
	struct handed_list handed;
	struct judged_list judged;
	struct excuses excuses;

	*check = (struct check){ .files = program->path_count };
	handovers_init(&handovers, configured, arena);
	find_calls(&handed, program, &handovers, arena);
	registered_find(program, handle, arena, diag);
	judge(&judged, &handed, handle, arena);
	count_calls(check, &handed);
	check->statements = judged.count;
	excuses_find(&excuses, &handed, arena);
	for (size_t i = 0; i < judged.count; i++)
		tell_judged(&telling, &judged.items[i], &excuses);
	bound_check(&check->complaints, &handed, &judged, program, arena);
	complaints_tell(&check->complaints, arena, diag);
}
