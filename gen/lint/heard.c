#include "lint/heard.h"

#include <string.h>

#include "base/arena.h"

/* Lines that follow "add the lines:" are one thing with it. */
static const char *
join(const char *before, const char *text, struct arena *arena)
{
	size_t length = before == NULL ? 0 : strlen(before);
	if (length == 0)
		return arena_string(arena, text);
	return arena_format(arena, "%s%s%s", before, before[length - 1] == ':' ? " " : "; ", text);
}

static void
hear(void *context, enum severity severity, struct place place, const char *rule, const char *text)
{
	struct heard *heard = context;
	struct heard_message *last;
	if (severity == SEVERITY_NOTE && rule == NULL) {
		if (heard->count == 0)
			return;
		last = &heard->items[heard->count - 1];
		last->notes = join(last->notes, text, heard->arena);
		return;
	}
	heard->items = arena_grow(heard->arena, heard->items, heard->count, sizeof *heard->items);
	heard->items[heard->count++] = (struct heard_message){
		.severity = severity,
		.place = place,
		.rule = rule,
		.text = arena_string(heard->arena, text),
	};
}

void
heard_begin(struct heard *heard, struct diag *diag, struct arena *arena)
{
	*heard = (struct heard){ .arena = arena, .diag = diag, .before = *diag };
	heard->listener = (struct diag_listener){ hear, heard };
	diag->listener = &heard->listener;
	diag->is_quiet = true;
	diag->shows_all = false;
	diag->errors = MESSAGES_SHOWN; /* so that further ones are not shown */
}

void
heard_end(struct heard *heard)
{
	struct diag *diag = heard->diag;
	heard->before.sources = diag->sources;
	*diag = heard->before;
}
