#include "check/complaint.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "c/source.h"

/* Does the line of a byte, or the one before it, hold the mark? */
static bool
is_marked(struct c_position position)
{
	static const char mark[] = "sqlgen: ignore";
	const struct c_source *source = position.source;
	size_t start = position.offset, end = start, length = sizeof mark - 1;

	if (!source)
		return false;
	for (int lines = 0; start > 0; start--)
		if (source->text[start - 1] == '\n' && ++lines == 2)
			break;
	while (end < source->size && source->text[end] != '\n')
		end++;
	for (size_t at = start; at + length <= end; at++)
		if (memcmp(source->text + at, mark, length) == 0)
			return true;
	return false;
}

bool
complaints_add(struct complaints *complaints, const struct complaint *complaint,
	       struct arena *arena)
{
	if (is_marked(complaint->position) || is_marked(complaint->user))
		return false;
	for (size_t i = complaints->count; i > 0; i--) {
		const struct complaint *other = &complaints->items[i - 1];

		if (other->position.source == complaint->position.source &&
		    other->position.offset == complaint->position.offset &&
		    strcmp(other->message, complaint->message) == 0)
			return true;
	}
	complaints->items =
		arena_grow(arena, complaints->items, complaints->count, sizeof *complaints->items);
	complaints->items[complaints->count++] = *complaint;
	return true;
}

static int
compare(const void *a, const void *b)
{
	const struct complaint *x = a, *y = b;
	int order = strcmp(x->position.source->path, y->position.source->path);

	if (order != 0)
		return order;
	if (x->position.offset != y->position.offset)
		return x->position.offset < y->position.offset ? -1 : 1;
	return strcmp(x->message, y->message);
}

static struct place
place_of(struct c_position position, struct arena *arena, struct diag *diag)
{
	const struct c_source *source = position.source;
	struct place place = diag_place(diag, source->path, position.offset);

	if (place.line > 0)
		return place;
	diag_add_source(diag, source->path, source->text, source->size, arena);
	return diag_place(diag, source->path, position.offset);
}

static void
tell(struct complaint *complaint, struct arena *arena, struct diag *diag)
{
	complaint->place = place_of(complaint->position, arena, diag);
	if (complaint->severity == SEVERITY_ERROR)
		diag_error(diag, complaint->place, "%s", complaint->message);
	else
		diag_warning(diag, complaint->place, complaint->rule, "%s", complaint->message);
	if (complaint->advice)
		diag_note(diag, complaint->place, "%s", complaint->advice);
	if (complaint->user.source)
		diag_note(diag, place_of(complaint->user, arena, diag), "%s", complaint->use);
}

void
complaints_tell(struct complaints *complaints, struct arena *arena, struct diag *diag)
{
	if (complaints->count > 0)
		qsort(complaints->items, complaints->count, sizeof *complaints->items, compare);
	for (size_t i = 0; i < complaints->count; i++)
		tell(&complaints->items[i], arena, diag);
}
