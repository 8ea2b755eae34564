#include "docs/timeline.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "base/arena.h"
#include "docs/document.h"
#include "docs/history.h"
#include "docs/writing.h"
#include "input/migrations.h"
#include "template/value.h"

/* Versions that stand upright above a column. */
enum { SHORT = 3 };

static const char *const words[] = {
	[EVENT_MADE] = "made",
	[EVENT_CHANGED] = "changed",
	[EVENT_RENAMED] = "renamed",
	[EVENT_DROPPED] = "dropped",
};

/* Of a version: does a table change in it? */
static bool *
find_busy(const struct history *history, struct arena *arena)
{
	bool *is_busy = arena_alloc(arena, history->count + 1);

	for (size_t i = 0; i < history->lives.table_count; i++)
		for (size_t j = 0; j < history->lives.tables[i]->event_count; j++)
			is_busy[history->lives.tables[i]->events[j].version] = true;
	return is_busy;
}

/* What happens to a table in a version; NULL: nothing. */
static const struct event *
event_in(const struct life *life, size_t version)
{
	for (size_t i = 0; i < life->event_count; i++)
		if (life->events[i].version == version)
			return &life->events[i];
	return NULL;
}

static void
add_cell(struct value *cells, const struct life *life, size_t version, const struct document *document,
	 const struct writing *writing, struct arena *arena)
{
	const struct event *event = event_in(life, version);
	size_t last = life->events[life->event_count - 1].version;
	bool is_there = life->made <= version && (!life->is_dropped || version <= last);
	struct value *record = value_add_record(cells, arena);

	value_set_text(record, "word", event ? words[event->kind] : is_there ? "there" : "none", arena);
	value_set_flag(record, "event", event != NULL, arena);
	value_set_text(record, "version", writing_plain(writing, document->migrations->items[version].version, arena), arena);
	value_set_text(record, "anchor", document->version_anchors[version], arena);
}

static void
add_row(struct value *rows, const struct life *life, const bool *is_busy, const struct document *document,
	const struct writing *writing, struct arena *arena)
{
	struct value *record = value_add_record(rows, arena), *cells = value_set_list(record, "cells", arena);
	const char *anchor = life->is_dropped ? NULL : document_table_anchor(document, life->table);

	value_set_text(record, "name", writing_plain(writing, life->table, arena), arena);
	value_set_text(record, "anchor", anchor ? anchor : "", arena);
	value_set_flag(record, "is_dropped", life->is_dropped, arena);
	for (size_t i = 0; i < document->migrations->count; i++)
		if (is_busy[i])
			add_cell(cells, life, i, document, writing, arena);
}

void
timeline_values(struct value *root, const struct document *document, const struct writing *writing, struct arena *arena)
{
	const struct history *history = document->history;
	const bool *is_busy = find_busy(history, arena);
	struct value *record = value_set_record(root, "timeline", arena);
	struct value *versions = value_set_list(record, "versions", arena), *rows = value_set_list(record, "rows", arena);
	size_t longest = 0;

	for (size_t i = 0; i < document->migrations->count; i++) {
		struct value *version;

		if (!is_busy[i])
			continue;
		if (strlen(document->migrations->items[i].version) > longest)
			longest = strlen(document->migrations->items[i].version);
		version = value_add_record(versions, arena);
		value_set_text(version, "version", writing_plain(writing, document->migrations->items[i].version, arena), arena);
		value_set_text(version, "name", writing_plain(writing, document->migrations->items[i].name, arena), arena);
		value_set_text(version, "anchor", document->version_anchors[i], arena);
	}
	value_set_flag(record, "is_short", longest <= SHORT, arena);
	for (size_t i = 0; i < history->lives.table_count; i++)
		add_row(rows, history->lives.tables[i], is_busy, document, writing, arena);
}
