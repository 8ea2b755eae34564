#include "emit/names.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/memory.h"
#include "input/ini.h"

enum { FIRST_SLOTS = 64 };

struct name {
	const char *text, *what;
	struct place place;
};

static size_t
hash(const char *text)
{
	uint32_t value = 2166136261U;

	for (; *text != '\0'; text++)
		value = (value ^ (unsigned char)*text) * 16777619U;
	return value;
}

/* The slot of a name: where it is, or the free one where it belongs. */
static size_t
find(const struct names *names, const char *text)
{
	size_t at = hash(text) & (names->slot_count - 1);

	while (names->slots[at] != 0 && strcmp(names->items[names->slots[at] - 1].text, text) != 0)
		at = (at + 1) & (names->slot_count - 1);
	return at;
}

/* Four slots for three names. */
static void
grow(struct names *names)
{
	names->slot_count = names->slot_count ? memory_product(names->slot_count, 2) : FIRST_SLOTS;
	names->items = memory_resize(names->items, memory_product(names->slot_count / 4 * 3, sizeof *names->items));
	free(names->slots);
	names->slots = memory_resize(NULL, memory_product(names->slot_count, sizeof *names->slots));
	memset(names->slots, 0, names->slot_count * sizeof *names->slots);
	for (size_t i = 0; i < names->count; i++)
		names->slots[find(names, names->items[i].text)] = (unsigned)i + 1;
}

bool
names_has(const struct names *names, const char *name)
{
	return names->slot_count > 0 && names->slots[find(names, name)] != 0;
}

char *
names_table_remedy(const char *table, const char *setting, struct arena *arena)
{
	return arena_format(arena, "[table %s] %s", ini_name(table, arena), setting);
}

char *
names_column_remedy(const char *table, const char *column, const char *setting, struct arena *arena)
{
	return arena_format(arena, "[column %s.%s] %s", ini_name(table, arena), ini_name(column, arena), setting);
}

void
names_tell_owner(const struct names *names, const char *name, struct diag *diag)
{
	const struct name *owner = &names->items[names->slots[find(names, name)] - 1];

	diag_note(diag, owner->place, "that of %s", owner->what);
}

bool
names_take(struct names *names, const char *name, const char *what, const char *remedy,
	   struct place place, struct diag *diag)
{
	size_t slot;

	if (names->count >= names->slot_count / 4 * 3)
		grow(names);
	slot = find(names, name);
	if (names->slots[slot] != 0) {
		const struct name *first = &names->items[names->slots[slot] - 1];

		diag_error(diag, place, "%s would be '%s' in C, which %s is already; name one in sqlgen.ini: %s",
			   what, name, first->what, remedy);
		if (first->place.path)
			diag_note(diag, first->place, "%s is here", first->what);
		return false;
	}
	names->items[names->count++] = (struct name){ .text = name, .what = what, .place = place };
	names->slots[slot] = (unsigned)names->count;
	return true;
}

void
names_finish(struct names *names)
{
	free(names->items);
	free(names->slots);
	*names = (struct names){ 0 };
}
