#include "query/query_plan.h"

#include <string.h>

#include "base/arena.h"
#include "base/escape.h"
#include "base/text.h"
#include "sql/token.h"

static const char scan[] = "SCAN ";

/* What stands in a step's words, and what it costs. */
static const struct {
	const char *part;
	enum plan_cost cost;
} parts[] = {
	{ " USING AUTOMATIC ", PLAN_AUTOMATIC_INDEX },
	{ "USE TEMP B-TREE ", PLAN_TEMPORARY_TREE },
	{ " USING TEMP B-TREE", PLAN_TEMPORARY_TREE },
};

/* What ends the name of what is scanned. */
static const char *const ends[] = { " USING ", " VIRTUAL TABLE ", " LEFT-JOIN", " EXISTS" };

static bool
begins(const char *text, const char *part)
{
	return strncmp(text, part, strlen(part)) == 0;
}

static char *
scanned_name(const char *words, struct arena *arena)
{
	size_t length = strlen(words);

	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
		const char *end = strstr(words, ends[i]);

		if (end && (size_t)(end - words) < length)
			length = (size_t)(end - words);
	}
	return arena_copy(arena, words, length);
}

/* Is the name that of a subquery, a view or a common table, whose rows the statement makes itself? */
static bool
is_made(const struct query_plan *plan, const char *name)
{
	static const char *const makers[] = { "CO-ROUTINE ", "MATERIALIZE " };

	for (size_t i = 0; i < plan->step_count; i++)
		for (size_t j = 0; j < sizeof makers / sizeof *makers; j++)
			if (begins(plan->steps[i].detail, makers[j]) &&
			    name_compare(plan->steps[i].detail + strlen(makers[j]), name) == 0)
				return true;
	return false;
}

/* Is it another name of one, as in FROM recent AS r? SQLite says r where it scans, recent where it makes. */
static bool
is_alias_of_made(const struct query_plan *plan, const char *name, const char *sql, struct arena *arena)
{
	struct token_reader reader;
	const char *before = "";

	token_reader_init(&reader, sql, strlen(sql));
	for (; reader.token.kind != TOKEN_END; token_next(&reader)) {
		bool is_name = token_is_name(&reader.token);
		const char *word = is_name ? token_name(&reader.token, arena) : "";

		if (is_name && name_compare(word, name) == 0 && is_made(plan, before))
			return true;
		if (!token_is(&reader.token, "AS"))
			before = word;
	}
	return false;
}

/* "SCAN CONSTANT ROW", "SCAN 2 CONSTANT ROWS" */
static bool
is_constant(const char *name)
{
	name += strspn(name, "0123456789");
	name += *name == ' ';
	return begins(name, "CONSTANT ROW");
}

static enum plan_cost
cost_of(const struct query_plan *plan, const char *detail, const char *sql, struct arena *arena)
{
	const char *words, *name;

	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		if (strstr(detail, parts[i].part))
			return parts[i].cost;
	if (!begins(detail, scan))
		return PLAN_CHEAP;
	words = detail + strlen(scan);
	if (is_constant(words) || strstr(words, " VIRTUAL TABLE "))
		return PLAN_CHEAP;
	name = scanned_name(words, arena);
	return is_made(plan, name) || is_alias_of_made(plan, name, sql, arena) ? PLAN_CHEAP : PLAN_FULL_SCAN;
}

/* How deep the step of this id stands; ids are those of the steps so far. */
static unsigned
depth_below(const struct query_plan *plan, const int *ids, int parent)
{
	for (size_t i = plan->step_count; i-- > 0;)
		if (ids[i] == parent)
			return plan->steps[i].depth + 1;
	return 0;
}

static int
read_steps(struct query_plan *plan, sqlite3_stmt *stmt, struct arena *arena)
{
	int *ids = NULL, rc;

	while ((rc = sqlite3_step(stmt)) == SQLITE_ROW) {
		const char *detail = (const char *)sqlite3_column_text(stmt, 3);
		size_t count = plan->step_count;
		unsigned depth = depth_below(plan, ids, sqlite3_column_int(stmt, 1));

		ids = arena_grow(arena, ids, count, sizeof *ids);
		ids[count] = sqlite3_column_int(stmt, 0);
		plan->steps = arena_grow(arena, plan->steps, count, sizeof *plan->steps);
		plan->steps[count] = (struct plan_step){
			.detail = escape_string(detail ? detail : "", arena),
			.depth = depth,
		};
		plan->step_count++;
	}
	return rc;
}

bool
query_plan_explain(struct query_plan *plan, const char *sql, sqlite3 *handle, struct arena *arena, struct diag *diag)
{
	const char *question = arena_format(arena, "EXPLAIN QUERY PLAN %s", sql);
	sqlite3_stmt *stmt = NULL;
	int rc = sqlite3_prepare_v2(handle, question, -1, &stmt, NULL);

	plan->steps = NULL;
	plan->step_count = 0;
	if (rc == SQLITE_OK)
		rc = read_steps(plan, stmt, arena);
	if (rc != SQLITE_DONE)
		diag_error(diag, plan->place, "SQLite cannot explain '%s': %s", plan->name, sqlite3_errmsg(handle));
	sqlite3_finalize(stmt);
	for (size_t i = 0; i < plan->step_count; i++)
		plan->steps[i].cost = cost_of(plan, plan->steps[i].detail, sql, arena);
	return rc == SQLITE_DONE;
}

void
query_plan_allow_scan(struct query_plan *plan)
{
	for (size_t i = 0; i < plan->step_count; i++)
		if (plan->steps[i].cost == PLAN_FULL_SCAN)
			plan->steps[i].cost = PLAN_CHEAP;
}

bool
query_plan_is_costly(const struct query_plan *plan)
{
	for (size_t i = 0; i < plan->step_count; i++)
		if (plan->steps[i].cost != PLAN_CHEAP)
			return true;
	return false;
}

const char *
plan_cost_rule(enum plan_cost cost)
{
	static const char *const rules[] = {
		[PLAN_CHEAP] = NULL,
		[PLAN_FULL_SCAN] = "full-scan",
		[PLAN_TEMPORARY_TREE] = "temporary-b-tree",
		[PLAN_AUTOMATIC_INDEX] = "automatic-index",
	};

	return rules[cost];
}

void
query_plan_to_text(const struct query_plan *plan, struct text *out)
{
	for (size_t i = 0; i < plan->step_count; i++) {
		for (unsigned depth = 0; depth <= plan->steps[i].depth; depth++)
			text_add_char(out, '\t');
		text_format(out, "%s\n", plan->steps[i].detail);
	}
}
