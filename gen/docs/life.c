#include "docs/life.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "docs/renamed.h"
#include "sql/token.h"

struct lived {
	struct item item;
	struct life *life;
};

static int
compare(const void *a, const void *b)
{
	const struct lived *left = a, *right = b;
	int order = item_compare(&left->item, &right->item);

	return order != 0 ? order : strcmp(left->item.meaning, right->item.meaning);
}

/* What there was before, under the names of now. */
static struct lived *
under_new_names(const struct lives *lives, const struct inventory *after, const struct renaming *renamings,
		size_t count, struct arena *arena)
{
	size_t item_count = lives->inventory.count;
	struct lived *items = arena_alloc(arena, (item_count + 1) * sizeof *items);

	for (size_t i = 0; i < item_count; i++) {
		items[i] = (struct lived){
			renamed_item(&lives->inventory.items[i], renamings, count, after, arena),
			lives->of_items[i],
		};
	}
	qsort(items, item_count, sizeof *items, compare);
	return items;
}

static void
add_event(struct life *life, enum event_kind kind, size_t version, struct arena *arena)
{
	if (life->kind != ITEM_TABLE ||
	    (life->event_count > 0 && life->events[life->event_count - 1].version == version))
		return;
	life->events = arena_grow(arena, life->events, life->event_count, sizeof *life->events);
	life->events[life->event_count++] = (struct event){ kind, version, life->table };
}

static struct life *
begin_life(struct lives *lives, const struct item *item, size_t version, struct arena *arena)
{
	struct life *life = arena_alloc(arena, sizeof *life);

	*life = (struct life){ .kind = item->kind, .made = version, .changed = version };
	life->table = item->table;
	life->name = item->name;
	add_event(life, EVENT_MADE, version, arena);
	if (item->kind == ITEM_TABLE) {
		lives->tables = arena_grow(arena, lives->tables, lives->table_count, sizeof *lives->tables);
		lives->tables[lives->table_count++] = life;
	}
	return life;
}

/* Each thing of now gets the life of what it was before, or a new one. */
static void
hand_on(struct lives *lives, const struct lived *before, size_t before_count, const struct inventory *after,
	size_t version, struct arena *arena)
{
	struct life **of_items = arena_alloc(arena, (after->count + 1) * sizeof *of_items);

	for (size_t i = 0, j = 0; i < before_count || j < after->count;) {
		int order = i == before_count ? 1 :
			    j == after->count ? -1 :
						item_compare(&before[i].item, &after->items[j]);

		if (order < 0)
			before[i].life->is_dropped = true;
		else if (order > 0)
			of_items[j] = begin_life(lives, &after->items[j], version, arena);
		else
			of_items[j] = before[i].life;
		if (order < 0)
			add_event(before[i].life, EVENT_DROPPED, version, arena);
		if (order == 0 && strcmp(before[i].item.meaning, after->items[j].meaning) != 0)
			of_items[j]->changed = version;
		i += order <= 0;
		j += order >= 0;
	}
	lives->inventory = *after;
	lives->of_items = of_items;
}

struct life *
lives_find(const struct lives *lives, enum item_kind kind, const char *table, const char *name)
{
	struct item wanted = { .kind = kind, .table = table, .name = name };
	size_t low = 0, high = lives->inventory.count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = item_compare(&wanted, &lives->inventory.items[middle]);

		if (order == 0)
			return lives->of_items[middle];
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

struct life *
lives_find_named(const struct lives *lives, enum item_kind kind, const char *name)
{
	for (size_t i = 0; i < lives->inventory.count; i++)
		if (lives->inventory.items[i].kind == kind && name_compare(lives->inventory.items[i].name, name) == 0)
			return lives->of_items[i];
	return NULL;
}

static void
change_table(struct lives *lives, const char *table, enum event_kind kind, size_t version, struct arena *arena)
{
	struct life *life = lives_find(lives, ITEM_TABLE, table, "");

	if (!life)
		return;
	life->changed = version;
	add_event(life, kind, version, arena);
}

static void
set_names(struct lives *lives, size_t version, struct arena *arena)
{
	for (size_t i = 0; i < lives->inventory.count; i++) {
		struct life *life = lives->of_items[i];
		const struct item *item = &lives->inventory.items[i];
		bool is_table = life->kind == ITEM_TABLE && name_compare(life->table, item->table) != 0;
		bool is_column = life->kind == ITEM_COLUMN && name_compare(life->name, item->name) != 0;

		life->table = item->table;
		life->name = item->name;
		if (is_table || is_column)
			life->changed = version;
		if (is_table || is_column)
			change_table(lives, item->table, is_table ? EVENT_RENAMED : EVENT_CHANGED, version, arena);
	}
}

/* A table changes with all that it has. */
static void
change_tables(struct lives *lives, const struct difference *difference, size_t version, struct arena *arena)
{
	for (size_t i = 0; i < difference->count; i++) {
		const struct change *change = &difference->items[i];
		const struct item *item = change->after ? change->after : change->before;

		change_table(lives, item->table, EVENT_CHANGED, version, arena);
	}
}

void
lives_go_on(struct lives *lives, struct difference *difference, const struct inventory *after,
	    const struct renaming *renamings, size_t renaming_count, size_t version, struct arena *arena)
{
	struct lived *lived = under_new_names(lives, after, renamings, renaming_count, arena);
	struct inventory *before = arena_alloc(arena, sizeof *before);

	before->count = lives->inventory.count;
	before->items = arena_alloc(arena, (before->count + 1) * sizeof *before->items);
	for (size_t i = 0; i < before->count; i++)
		before->items[i] = lived[i].item;
	difference_find(difference, before, after, arena);
	hand_on(lives, lived, before->count, after, version, arena);
	set_names(lives, version, arena);
	change_tables(lives, difference, version, arena);
}
