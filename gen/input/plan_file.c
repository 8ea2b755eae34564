#include "input/reading.h"

#include <string.h>

#include "base/arena.h"
#include "base/file.h"
#include "input/tool_name.h"

/* A line of sqitch.plan that is a change, or a tag. */
struct planned {
	const char *name; /* of a tag with its '@' */
	size_t at;        /* in the plan */
};

struct plan_file {
	struct source source;
	struct planned *lines;
	size_t count;
};

/*
 * A change or tag is the first word of a line; what follows is dependencies, time, planner and
 * note. '%' starts a pragma, '#' a comment: https://sqitch.org/docs/manual/sqitchtutorial-sqlite
 */
static void
read_lines(struct plan_file *plan, struct arena *arena)
{
	const char *text = plan->source.text, *end = text + plan->source.size;
	for (const char *line = text; line < end;) {
		size_t length = strcspn(line, "\n");
		const char *start = line + strspn(line, " \t+");
		size_t word = strcspn(start, " \t\r\n");
		line += length + (line[length] == '\n');
		if (word == 0 || *start == '%' || *start == '#' || *start == '-')
			continue;
		plan->lines = arena_grow(arena, plan->lines, plan->count, sizeof(*plan->lines));
		plan->lines[plan->count++] =
			(struct planned){ arena_copy(arena, start, word), (size_t)(start - text) };
	}
}

/*
 * A change that is planned again later (reworked) has its first script under the name of the last
 * tag before the later one.
 */
static const char *
script_name(const struct plan_file *plan, size_t at, struct arena *arena)
{
	const char *name = plan->lines[at].name, *tag = NULL;
	for (size_t i = at + 1; i < plan->count; i++) {
		if (plan->lines[i].name[0] == '@')
			tag = plan->lines[i].name;
		else if (strcmp(plan->lines[i].name, name) == 0)
			return arena_format(arena, "%s%s", name, tag ? tag : "");
	}
	return name;
}

static bool
add_change(struct reading *reading, const struct plan_file *plan, size_t at)
{
	const char *script = script_name(plan, at, reading->arena);
	struct place place = source_place(&plan->source, plan->lines[at].at, reading->diag);
	struct migration_name name;
	char *up = arena_format(reading->arena, "deploy/%s.sql", script);
	char *down = arena_format(reading->arena, "revert/%s.sql", script);
	if (tool_name_listed(&name, up) == NAME_OTHER || !listing_has(&reading->listing, up)) {
		diag_error(reading->diag, place, "expected the script '%s', found nothing", up);
		return false;
	}
	name.rank = reading->name_count + 1;
	reading_add_name(reading, &name);
	if (!listing_has(&reading->listing, down))
		return true;
	size_t rank = name.rank;
	tool_name_listed(&name, down);
	name.rank = rank;
	name.side = SIDE_DOWN;
	reading_add_name(reading, &name);
	return true;
}

bool
plan_file_read(struct reading *reading)
{
	struct plan_file plan = { .count = 0 };
	bool is_good = true;
	if (!listing_has(&reading->listing, "sqitch.plan")) {
		diag_error(reading->diag, reading_place(reading, "sqitch.plan"),
			   "expected the plan of sqitch, found nothing");
		return false;
	}
	if (!reading_source(reading, &plan.source, "sqitch.plan"))
		return false;
	reading_add_input(reading, plan.source.path);
	read_lines(&plan, reading->arena);
	for (size_t i = 0; i < plan.count; i++) {
		if (plan.lines[i].name[0] != '@' && !add_change(reading, &plan, i))
			is_good = false;
	}
	return is_good;
}
