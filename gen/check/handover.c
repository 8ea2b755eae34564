#include "check/handover.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

/* https://sqlite.org/c3ref/prepare.html, exec.html, free_table.html */
static const struct handover known[] = {
	{ .name = "sqlite3_prepare", .sql = 1, .size = 2, .statement = 3, .tail = 4 },
	{ .name = "sqlite3_prepare_v2", .sql = 1, .size = 2, .statement = 3, .tail = 4 },
	{ .name = "sqlite3_prepare_v3", .sql = 1, .size = 2, .statement = 4, .tail = 5 },
	{ "sqlite3_exec", 1, HANDOVER_NONE, HANDOVER_NONE, HANDOVER_NONE, .is_many = true },
	{ "sqlite3_get_table", 1, HANDOVER_NONE, HANDOVER_NONE, HANDOVER_NONE, .is_many = true },
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
	const struct handover *first = map_get(&handovers->names, handover->name, length);

	for (const struct handover *at = first; at; at = at->next)
		if (at->source == handover->source || at->is_given)
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
	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		struct handover handover = known[i];

		handover.is_given = true;
		handovers_add(handovers, &handover, arena);
	}
	handovers->word_count = 0;
	add_word(handovers, "sqlite3_", arena);
	while (configured && *configured != '\0') {
		const char *start = configured + strspn(configured, ", \t");
		size_t length = strcspn(start, ":"), end = strcspn(start, ",");
		struct handover handover = { .size = HANDOVER_NONE,
					     .statement = HANDOVER_NONE,
					     .tail = HANDOVER_NONE };
		char *number;

		configured = start + end;
		if (length >= end)
			continue;
		handover.name = arena_copy(arena, start, length);
		handover.sql = (size_t)strtoul(start + length + 1, &number, 10) - 1;
		handover.is_many = handover.is_given = true;
		handover.is_format = *number == ':';
		handovers_add(handovers, &handover, arena);
	}
}

const struct handover *
handovers_find(const struct handovers *handovers, const char *name, size_t length,
	       const struct c_source *source)
{
	const struct handover *everywhere = NULL;

	for (const struct handover *at = map_get(&handovers->names, name, length); at;
	     at = at->next) {
		if (at->source == source)
			return at;
		if (!at->source)
			everywhere = at;
	}
	return everywhere;
}
