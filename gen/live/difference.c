#include "live/difference.h"

#include <string.h>

#include "base/arena.h"
#include "base/json.h"

static void
add(struct difference *difference, const struct item *before, const struct item *after, struct arena *arena)
{
	difference->items = arena_grow(arena, difference->items, difference->count, sizeof *difference->items);
	difference->items[difference->count++] = (struct change){ before, after };
}

void
difference_find(struct difference *difference, const struct inventory *before, const struct inventory *after,
		struct arena *arena)
{
	size_t i = 0, j = 0;

	*difference = (struct difference){ .items = NULL };
	while (i < before->count || j < after->count) {
		int order = i == before->count ? 1 :
			    j == after->count  ? -1 :
						 item_compare(&before->items[i], &after->items[j]);

		if (order < 0)
			add(difference, &before->items[i], NULL, arena);
		else if (order > 0)
			add(difference, NULL, &after->items[j], arena);
		else if (strcmp(before->items[i].meaning, after->items[j].meaning) != 0)
			add(difference, &before->items[i], &after->items[j], arena);
		i += order <= 0;
		j += order >= 0;
	}
}

const char *
change_word(const struct change *change)
{
	return !change->before ? "added" : !change->after ? "removed" : "changed";
}

/* The text of these is a program, not a line of words. */
static bool
is_long(const struct item *item)
{
	return item->kind == ITEM_VIEW || item->kind == ITEM_TRIGGER;
}

const char *
change_sentence(const struct change *change, struct arena *arena)
{
	const struct item *item = change->after ? change->after : change->before;
	const char *title = item_title(item, arena);

	if (is_long(item) || (change->before && !change->after))
		return title;
	if (change->before)
		return arena_format(arena, "%s: %s, was %s", title,
				    change->after->definition[0] != '\0' ? change->after->definition : "none",
				    change->before->definition[0] != '\0' ? change->before->definition : "none");
	return item->definition[0] != '\0' ? arena_format(arena, "%s: %s", title, item->definition) : title;
}

static void
item_to_json(const struct item *item, struct json *json, const char *name)
{
	if (!item) {
		json_null(json, name);
		return;
	}
	json_open_object(json, name);
	json_string(json, "definition", item->definition);
	if (item->kind == ITEM_COLUMN) {
		json_string(json, "type", item->type);
		json_bool(json, "nullable", item->is_nullable);
		json_string(json, "default", item->default_text);
	}
	json_close_object(json);
}

void
change_to_json(const struct change *change, struct json *json)
{
	const struct item *item = change->after ? change->after : change->before;

	json_string(json, "change", change_word(change));
	json_string(json, "kind", item_kind_name(item->kind));
	json_string(json, "table", item->table);
	json_string(json, "name", item->name);
	item_to_json(change->before, json, "before");
	item_to_json(change->after, json, "after");
}

void
difference_to_json(const struct difference *difference, struct json *json, const char *name)
{
	json_open_list(json, name);
	for (size_t i = 0; i < difference->count; i++) {
		json_open_object(json, NULL);
		change_to_json(&difference->items[i], json);
		json_close_object(json);
	}
	json_close_list(json);
}
