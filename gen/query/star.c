#include "query/star.h"

#include <stdbool.h>
#include <string.h>

#include <sqlite3.h>

#include "base/arena.h"
#include "query/typer.h"
#include "query/variant.h"

static bool
is_bare_word(const char *name)
{
	if (name[0] == '\0' || (name[0] >= '0' && name[0] <= '9'))
		return false;
	for (const char *at = name; *at != '\0'; at++)
		if (!(*at >= 'a' && *at <= 'z') && !(*at >= 'A' && *at <= 'Z') &&
		    !(*at >= '0' && *at <= '9') && *at != '_')
			return false;
	return !sqlite3_keyword_check(name, (int)strlen(name));
}

static char *
quoted(struct typer *typer, const char *name)
{
	char *text, *copy;
	if (is_bare_word(name))
		return arena_string(typer->arena, name);
	text = sqlite3_mprintf("\"%w\"", name);
	copy = arena_string(typer->arena, text == NULL ? "" : text);
	sqlite3_free(text);
	return copy;
}

/* The source of a column that a * gave. */
static const struct scope_source *
source_of(const struct scope *scope, const struct scope_column *column)
{
	const struct scope_source *source = &scope->sources[0];
	for (size_t i = 1; i < scope->source_count; i++)
		if (scope->sources[i].column_count > 0 &&
		    scope->sources[i].columns[0].slot <= column->slot)
			source = &scope->sources[i];
	return source;
}

/* With its table, unless there is but one, or USING makes one column of several. */
static char *
column_text(struct typer *typer, const struct scope *scope, const struct scope_column *column)
{
	const struct scope_source *source = source_of(scope, column);
	const char *qualifier = column->qualifier == NULL ? source->name : column->qualifier;
	struct column_name bare = { .column = { .text = column->name } };
	struct scope_match match = scope_find_here(scope, &bare);
	bool is_alone = scope->source_count == 1 && column->qualifier == NULL;
	if (qualifier == NULL && match.is_ambiguous)
		return NULL;
	if (is_alone || qualifier == NULL || (source->is_left_of_right && !match.is_ambiguous))
		return quoted(typer, column->name);
	return arena_format(typer->arena, "%s.%s", quoted(typer, qualifier),
			    quoted(typer, column->name));
}

void
star_expand(struct typer *typer, const struct scope *scope, const struct result_column *result,
	    const struct scope_star *star)
{
	char *text = NULL;
	if (!typer->is_settled)
		return;
	for (size_t i = 0; i < star->count; i++) {
		char *column = column_text(typer, scope, &star->items[i]);
		if (column == NULL)
			return;
		text = i == 0 ? column : arena_format(typer->arena, "%s, %s", text, column);
	}
	if (text == NULL)
		return;
	typer->edits = arena_grow(typer->arena, typer->edits, typer->edit_count,
				  sizeof *typer->edits);
	typer->edits[typer->edit_count++] =
		(struct text_edit){ result->offset, result->length, text };
}
