#include "check/complaint.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "c/source.h"

void
complaints_add(struct complaints *complaints, const struct complaint *complaint, struct arena *arena)
{
	for (size_t i = complaints->count; i > 0; i--) {
		const struct complaint *other = &complaints->items[i - 1];

		if (other->position.source == complaint->position.source &&
		    other->position.offset == complaint->position.offset &&
		    strcmp(other->message, complaint->message) == 0)
			return;
	}
	complaints->items =
		arena_grow(arena, complaints->items, complaints->count, sizeof *complaints->items);
	complaints->items[complaints->count++] = *complaint;
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
