#include "query/plan_baseline.h"

#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/file.h"
#include "base/text.h"
#include "query/query_plan.h"

/* A line without its end; *at goes behind it. */
static struct file_text
next_line(const char **at, const char *end)
{
	const char *start = *at, *newline = memchr(start, '\n', (size_t)(end - start));
	struct file_text line = { start, (size_t)((newline ? newline : end) - start) };

	*at = newline ? newline + 1 : end;
	while (line.size > 0 && line.data[line.size - 1] == '\r')
		line.size--;
	return line;
}

static void
end_plan(struct plan_baseline *baseline, struct text *steps, struct arena *arena)
{
	const char *name = baseline->count > 0 ? baseline->names[baseline->count - 1] : NULL;

	if (name)
		map_set(&baseline->plans, name, strlen(name),
			arena_copy(arena, steps->data ? steps->data : "", steps->length), arena);
	if (steps->length > 0)
		text_truncate(steps, 0);
}

bool
plan_baseline_read(struct plan_baseline *baseline, const char *path, struct arena *arena, struct diag *diag)
{
	struct file_text file;
	struct text steps = { 0 };
	const char *at, *end;
	bool is_read = true;

	*baseline = (struct plan_baseline){ 0 };
	if (!file_read(&file, path, arena, diag))
		return false;
	end = file.data + file.size;
	for (at = file.data; at < end && is_read;) {
		struct file_text line = next_line(&at, end);

		if (line.size == 0 || line.data[0] == '#')
			continue;
		if (line.data[0] == '\t') {
			text_add(&steps, line.data, line.size);
			text_add_char(&steps, '\n');
			is_read = baseline->count > 0;
			continue;
		}
		end_plan(baseline, &steps, arena);
		baseline->names = arena_grow(arena, baseline->names, baseline->count, sizeof *baseline->names);
		baseline->names[baseline->count++] = arena_copy(arena, line.data, line.size);
	}
	end_plan(baseline, &steps, arena);
	text_finish(&steps);
	if (!is_read)
		diag_error(diag, (struct place){ .path = path },
			   "expected the name of a function above its plan, found none: '--update' writes it anew");
	return is_read;
}

const char *
plan_baseline_find(const struct plan_baseline *baseline, const char *name)
{
	return map_get(&baseline->plans, name, strlen(name));
}

void
plan_baseline_write(const struct query_plan *plans, size_t count, struct text *out)
{
	text_add_string(out, "# Plans that read, sort or index more than they should, and are accepted.\n"
			     "# Written by sqlgen explain --baseline FILE --update\n");
	for (size_t i = 0; i < count; i++) {
		if (!query_plan_is_costly(&plans[i]))
			continue;
		text_format(out, "%s\n", plans[i].name);
		query_plan_to_text(&plans[i], out);
	}
}
