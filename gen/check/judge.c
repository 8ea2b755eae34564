#include "check/judge.h"

#include <string.h>

#include "base/arena.h"
#include "c/source.h"
#include "check/call.h"
#include "check/handover.h"
#include "schema/limit.h"
#include "schema/nearest.h"
#include "sql/token.h"

enum { MILLION_STEPS = 10 };

struct judgement {
	struct judged_list *list;
	sqlite3 *handle;
	struct arena *arena;
};

static void
run(sqlite3 *handle, const char *sql)
{
	sqlite3_exec(handle, sql, NULL, NULL, NULL);
}

static const char *
sql_of(const struct judged *judged, struct arena *arena)
{
	return arena_copy(arena, judged->text->data + judged->offset, judged->length);
}

/* What the statement takes and gives. */
static void
describe(struct judged *judged, sqlite3_stmt *stmt, struct arena *arena)
{
	struct token_reader reader;
	int count = sqlite3_bind_parameter_count(stmt);

	token_reader_init(&reader, judged->text->data + judged->offset, judged->length);
	judged->has_columns =
		!token_is(&reader.token, "PRAGMA") && !token_is(&reader.token, "EXPLAIN");
	judged->column_count = (size_t)sqlite3_column_count(stmt);
	judged->parameter_count = (size_t)count;
	judged->parameters = arena_alloc(arena, ((size_t)count + 1) * sizeof(char *));
	for (int i = 0; i < count; i++) {
		const char *name = sqlite3_bind_parameter_name(stmt, i + 1);

		judged->parameters[i] = name ? arena_string(arena, name) : NULL;
	}
}

static bool
try(struct judged *judged, const struct judgement *judgement)
{
	sqlite3_stmt *stmt = NULL;
	const char *sql = judged->text->data + judged->offset;
	int rc = sqlite3_prepare_v2(judgement->handle, sql, (int)judged->length, &stmt, NULL);
	int offset = sqlite3_error_offset(judgement->handle);

	if (rc == SQLITE_OK) {
		judged->is_good = true;
		describe(judged, stmt, judgement->arena);
	} else {
		judged->message = arena_string(judgement->arena, sqlite3_errmsg(judgement->handle));
		judged->error = judged->offset +
				(offset >= 0 ? (size_t)offset
					     : nearest_offset(judged->message, sql, judged->length,
							      judgement->arena));
	}
	sqlite3_finalize(stmt);
	return judged->is_good;
}

/* "table "t" already exists": what is there is what the statement makes, or something in its way.
 */
static bool
try_without(struct judged *judged, const struct judgement *judgement)
{
	static const char *const kinds[] = { "TABLE", "VIEW", "INDEX", "TRIGGER" };
	const char *end = strstr(judged->message, " already exists"),
		   *name = strchr(judged->message, ' ');

	if (strncmp(judged->message, "duplicate column name", 21) == 0)
		return judged->is_good = true;
	if (!end || !name || name >= end)
		return false;
	name = arena_copy(judgement->arena, name + 1, (size_t)(end - name - 1));
	run(judgement->handle, "SAVEPOINT sqlgen_without");
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		const char *form = strchr("\"[`'", name[0]) && name[0] != '\0'
					   ? "DROP %s IF EXISTS %s"
					   : "DROP %s IF EXISTS \"%w\"";
		char *drop = sqlite3_mprintf(form, kinds[i], name);

		run(judgement->handle, drop ? drop : "");
		sqlite3_free(drop);
	}
	try(judged, judgement);
	run(judgement->handle, "ROLLBACK TO sqlgen_without");
	run(judgement->handle, "RELEASE sqlgen_without");
	/* What cannot be dropped for the trial is no fault of the statement. */
	judged->is_good = judged->is_good || strstr(judged->message, " already exists");
	return judged->is_good;
}

static void
try_hard(struct judged *judged, const struct judgement *judgement)
{
	if (!judged->is_good && !try(judged, judgement))
		try_without(judged, judgement);
}

enum change { CHANGE_NONE, CHANGE_ADDS, CHANGE_DEPENDS, CHANGE_OTHER };

/* What a statement does to the schema: adds a table, view or column, adds what needs one, or else.
 */
static enum change
change_of(const struct judged *judged)
{
	struct token_reader reader;

	token_reader_init(&reader, judged->text->data + judged->offset, judged->length);
	if (token_accept(&reader, "DROP"))
		return CHANGE_OTHER;
	if (token_accept(&reader, "ALTER")) {
		token_pass_to(&reader, "TABLE");
		token_next(&reader);
		token_next(&reader);
		if (token_accept_operator(&reader, "."))
			token_next(&reader);
		return token_is(&reader.token, "ADD") ? CHANGE_ADDS : CHANGE_OTHER;
	}
	if (!token_accept(&reader, "CREATE"))
		return CHANGE_NONE;
	if (!token_accept(&reader, "TEMP"))
		token_accept(&reader, "TEMPORARY");
	return token_is(&reader.token, "TABLE") || token_is(&reader.token, "VIEW") ||
			       token_is(&reader.token, "VIRTUAL")
		       ? CHANGE_ADDS
		       : CHANGE_DEPENDS;
}

static void
apply(const struct judged *judged, const struct judgement *judgement)
{
	struct limit limit;

	limit_set(&limit, judgement->handle, MILLION_STEPS);
	run(judgement->handle, sql_of(judged, judgement->arena));
	limit_lift(judgement->handle);
}

static const struct c_source *
source_of(const struct judged *judged)
{
	return judged->handed->call.source;
}

/* Runs what adds to the schema: that of one file, NULL: of all. A view may stand before its tables.
 */
static void
apply_additions(const struct judgement *judgement, const struct c_source *source)
{
	static const enum change order[] = { CHANGE_ADDS, CHANGE_ADDS, CHANGE_DEPENDS };
	const struct judged_list *list = judgement->list;

	for (size_t i = 0; i < sizeof order / sizeof *order; i++)
		for (size_t j = 0; j < list->count; j++)
			if ((!source || source_of(&list->items[j]) == source) &&
			    change_of(&list->items[j]) == order[i])
				apply(&list->items[j], judgement);
}

/* The statements of one function, in order, each after what those before do to the schema. */
static void
judge_in_order(const struct judgement *judgement, size_t from, size_t to)
{
	run(judgement->handle, "SAVEPOINT sqlgen_order");
	for (size_t i = from; i < to; i++) {
		struct judged *judged = &judgement->list->items[i];

		try_hard(judged, judgement);
		if (change_of(judged) != CHANGE_NONE)
			apply(judged, judgement);
	}
	run(judgement->handle, "ROLLBACK TO sqlgen_order");
	run(judgement->handle, "RELEASE sqlgen_order");
}

static bool
are_good(const struct judged_list *list, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		if (!list->items[i].is_good)
			return false;
	return true;
}

static void
judge_functions(const struct judgement *judgement, size_t from, size_t to)
{
	const struct judged *items = judgement->list->items;

	for (size_t end; from < to; from = end) {
		for (end = from; end < to; end++)
			if (items[end].handed->call.function != items[from].handed->call.function)
				break;
		if (!are_good(judgement->list, from, end))
			judge_in_order(judgement, from, end);
	}
}

/* Those from one index up to another, with what the file first, NULL: all together, adds to the
 * schema. */
static void
judge_with_additions(const struct judgement *judgement, size_t from, size_t to,
		     const struct c_source *first)
{
	if (are_good(judgement->list, from, to))
		return;
	run(judgement->handle, "SAVEPOINT sqlgen_additions");
	if (first)
		apply_additions(judgement, first);
	apply_additions(judgement, NULL);
	for (size_t i = from; i < to; i++)
		try_hard(&judgement->list->items[i], judgement);
	judge_functions(judgement, from, to);
	run(judgement->handle, "ROLLBACK TO sqlgen_additions");
	run(judgement->handle, "RELEASE sqlgen_additions");
}

/* Two programs of one tree may have tables of the same name. */
static void
judge_files(const struct judgement *judgement)
{
	const struct judged_list *list = judgement->list;

	for (size_t from = 0, to; from < list->count; from = to) {
		for (to = from; to < list->count; to++)
			if (source_of(&list->items[to]) != source_of(&list->items[from]))
				break;
		judge_with_additions(judgement, from, to, source_of(&list->items[from]));
	}
}

static bool
is_empty(const char *sql, size_t length)
{
	struct token_reader reader;

	for (token_reader_init(&reader, sql, length); reader.token.kind == TOKEN_SEMICOLON;
	     token_next(&reader))
		;
	return reader.token.kind == TOKEN_END;
}

static void
add(struct judged_list *list, struct judged judged, struct arena *arena)
{
	list->items = arena_grow(arena, list->items, list->count, sizeof *list->items);
	list->items[list->count++] = judged;
}

/* Is it told where the statements begin that it did not take? */
static bool
takes_tail(const struct handed *handed)
{
	const struct call *call = &handed->call;
	const struct c_token *tail;

	if (handed->handover->tail >= call->argument_count)
		return false;
	tail = &call->source->tokens.items[call->arguments[handed->handover->tail].from];
	return !c_token_is(tail, "NULL") && tail->kind != C_TOKEN_NUMBER;
}

/* A text ends at its first NUL. */
static void
split(struct judged_list *list, const struct handed *handed, const struct c_string *text,
      struct arena *arena)
{
	bool takes_all = handed->handover->is_many || takes_tail(handed);
	size_t end = strlen(text->data), length;
	struct token_reader behind;

	for (size_t at = 0; at < end; at += length) {
		length = statement_length(text->data + at, end - at);
		if (is_empty(text->data + at, length))
			continue;
		add(list,
		    (struct judged){
			    .handed = handed, .text = text, .offset = at, .length = length },
		    arena);
		if (takes_all)
			continue;
		token_reader_init(&behind, text->data + at + length, end - at - length);
		if (!is_empty(behind.text, behind.length))
			list->items[list->count - 1].ignored = at + length + behind.offset;
		return;
	}
}

static int
authorize(void *context, int action, const char *a, const char *b, const char *c, const char *d)
{
	(void)context;
	(void)a;
	(void)b;
	(void)c;
	(void)d;
	return action == SQLITE_PRAGMA ? SQLITE_IGNORE : SQLITE_OK;
}

void
judge(struct judged_list *list, const struct handed_list *handed, sqlite3 *handle,
      struct arena *arena)
{
	struct judgement judgement = { list, handle, arena };

	*list = (struct judged_list){ NULL, 0 };
	for (size_t i = 0; i < handed->count; i++)
		for (size_t j = 0; j < handed->items[i].texts.count; j++)
			split(list, &handed->items[i], &handed->items[i].texts.items[j], arena);
	sqlite3_set_authorizer(handle, authorize, NULL);
	for (size_t i = 0; i < list->count; i++)
		try_hard(&list->items[i], &judgement);
	judge_with_additions(&judgement, 0, list->count, NULL);
	judge_files(&judgement);
	sqlite3_set_authorizer(handle, NULL, NULL);
}
