#include "check/handover.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

/* https://sqlite.org/c3ref/prepare.html, exec.html, free_table.html */
static const struct handover known[] = {
	{ "sqlite3_prepare", 1, 2, 3, 4, false, NULL, NULL },
	{ "sqlite3_prepare_v2", 1, 2, 3, 4, false, NULL, NULL },
	{ "sqlite3_prepare_v3", 1, 2, 4, 5, false, NULL, NULL },
	{ "sqlite3_exec", 1, HANDOVER_NONE, HANDOVER_NONE, HANDOVER_NONE, true, NULL, NULL },
	{ "sqlite3_get_table", 1, HANDOVER_NONE, HANDOVER_NONE, HANDOVER_NONE, true, NULL, NULL },
};

static void
add_word(struct handovers *handovers, const char *word, struct arena *arena)
{
	handovers->words = arena_grow(arena, handovers->words, handovers->word_count,
				      sizeof *handovers->words);
	handovers->words[handovers->word_count++] = word;
}

bool
handovers_add(struct handovers *handovers, const struct handover *handover, struct arena *arena)
{
	struct handover *added;
	size_t length = strlen(handover->name);
	const struct handover *first = handovers_find(handovers, handover->name, length);

	for (const struct handover *at = first; at; at = at->next)
		if (at->sql == handover->sql && (!at->source || at->source == handover->source))
			return false;
	added = arena_alloc(arena, sizeof *added);
	*added = *handover;
	added->next = first;
	map_set(&handovers->names, added->name, length, added, arena);
	add_word(handovers, added->name, arena);
	return true;
}

void
handovers_init(struct handovers *handovers, const char *configured, struct arena *arena)
{
	*handovers = (struct handovers){ .word_count = 0 };
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		handovers_add(handovers, &known[i], arena);
	handovers->word_count = 0;
	add_word(handovers, "sqlite3_", arena);
	while (configured && *configured != '\0') {
		const char *start = configured + strspn(configured, ", \t");
		size_t length = strcspn(start, ":"), end = strcspn(start, ",");
		struct handover handover = { NULL,          0,    HANDOVER_NONE, HANDOVER_NONE,
					     HANDOVER_NONE, true, NULL,          NULL };

		configured = start + end;
		if (length >= end)
			continue;
		handover.name = arena_copy(arena, start, length);
		handover.sql = (size_t)strtoul(start + length + 1, NULL, 10) - 1;
		handovers_add(handovers, &handover, arena);
	}
}

const struct handover *
handovers_find(const struct handovers *handovers, const char *name, size_t length)
{
	return map_get(&handovers->names, name, length);
}
