#include "docs/renamed.h"

#include <stdbool.h>
#include <string.h>

#include "base/text.h"
#include "live/phrasing.h"
#include "sql/token.h"

struct renamer {
	const struct renaming *renamings;
	size_t count;
	const struct inventory *after;
	struct arena *arena;
};

/* The last name of a table. */
static const char *
table_name(const struct renamer *renamer, const char *table)
{
	for (size_t i = 0; i < renamer->count; i++)
		if (!renamer->renamings[i].is_column && name_compare(table, renamer->renamings[i].from) == 0)
			return renamer->renamings[i].to;
	return table;
}

static const char *
column_name(const struct renamer *renamer, const char *table, const char *column)
{
	for (size_t i = 0; i < renamer->count; i++) {
		const struct renaming *renaming = &renamer->renamings[i];

		if (renaming->is_column && name_compare(table, renaming->table) == 0 &&
		    name_compare(column, renaming->from) == 0)
			return renaming->to;
	}
	return column;
}

/* A name in a text may be of any table or column: whether it was, the comparison shows. */
static const char *
new_name(const struct renamer *renamer, const char *name)
{
	for (size_t i = 0; i < renamer->count; i++)
		if (name_compare(name, renamer->renamings[i].from) == 0)
			return renamer->renamings[i].to;
	return NULL;
}

static void
add_token(struct text *out, const struct renamer *renamer, const struct token *token, bool is_small)
{
	const char *name = NULL;
	size_t start = out->length;

	if (token_is_name(token))
		name = new_name(renamer, token_name(token, renamer->arena));
	if (!name) {
		text_add(out, token->text, token->length);
		return;
	}
	phrasing_add_name(out, name);
	for (size_t i = start; i < out->length && is_small; i++)
		if (out->data[i] >= 'A' && out->data[i] <= 'Z')
			out->data[i] = (char)(out->data[i] - 'A' + 'a');
}

static const char *
new_text(const struct renamer *renamer, const char *text, bool is_small)
{
	struct text out = { 0 };
	size_t length = strlen(text);

	for (size_t at = 0; at < length;) {
		struct token token = token_at(text + at, length - at);

		add_token(&out, renamer, &token, is_small);
		at += token.length;
	}
	return text_keep(&out, renamer->arena);
}

/* The one of after that it is; with its meaning too, if that is asked for. */
static bool
is_after(const struct renamer *renamer, const struct item *item, bool with_meaning)
{
	size_t low = 0, high = renamer->after->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct item *other = &renamer->after->items[middle];
		int order = item_compare(item, other);

		if (order == 0)
			return !with_meaning || strcmp(item->meaning, other->meaning) == 0;
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return false;
}

struct item
renamed_item(const struct item *item, const struct renaming *renamings, size_t count, const struct inventory *after,
	     struct arena *arena)
{
	const struct renamer renamer = { renamings, count, after, arena };
	struct item result = *item, other;
	bool has_small_text = item->kind != ITEM_FOREIGN_KEY;

	if (count == 0)
		return result;
	result.table = table_name(&renamer, item->table);
	if (item->kind == ITEM_COLUMN)
		result.name = column_name(&renamer, result.table, item->name);
	if (item->kind == ITEM_TABLE || item->kind == ITEM_COLUMN || is_after(&renamer, &result, true))
		return result;
	other = result;
	if (item->kind == ITEM_UNIQUE || item->kind == ITEM_FOREIGN_KEY || item->kind == ITEM_CHECK)
		other.name = new_text(&renamer, item->name, item->kind == ITEM_CHECK);
	other.definition = new_text(&renamer, item->definition, has_small_text && item->kind != ITEM_KEY);
	other.meaning = new_text(&renamer, item->meaning, true);
	return is_after(&renamer, &other, false) && (is_after(&renamer, &other, true) || !is_after(&renamer, &result, false)) ?
		       other :
		       result;
}
