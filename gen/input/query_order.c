#include "input/query_order.h"

#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "input/directive.h"
#include "input/queries.h"
#include "sql/token.h"

static struct place
place_of(const struct query_text *query, const char *at, const struct diag *diag)
{
	return source_place(query->source, (size_t)(at - query->source->text), diag);
}

/* The name behind the word "order"; length 0: that is not what it says. */
static struct token
name_in(const char *text, size_t length)
{
	const struct token none = { TOKEN_END, text, 0 };
	struct token word = token_at(text, length);
	if (!token_is(&word, "ORDER") || word.length == length)
		return none;
	struct token space = token_at(text + word.length, length - word.length);
	size_t used = word.length + space.length;
	if (space.kind != TOKEN_SPACE || used == length)
		return none;
	struct token name = token_at(text + used, length - used);
	return name.kind == TOKEN_WORD && used + name.length == length ? name : none;
}

static bool
take_order(struct query_text *query, struct token name, size_t offset, struct arena *arena,
	   struct diag *diag)
{
	struct text_order order = {
		.name = arena_copy(arena, name.text, name.length),
		.offset = offset,
		.place = place_of(query, name.text, diag),
	};
	for (size_t i = 0; i < query->order_count; i++) {
		if (name_compare(query->orders[i].name, order.name) != 0)
			continue;
		diag_error(diag, order.place,
			   "expected each order once, found another '%s': rename one", order.name);
		diag_note(diag, query->orders[i].place, "the first is here");
		return false;
	}
	query->orders = arena_grow(arena, query->orders, query->order_count, sizeof order);
	query->orders[query->order_count++] = order;
	return true;
}

bool
query_orders_read(struct query_text *query, size_t start, size_t end, size_t offset,
		  struct arena *arena, struct diag *diag)
{
	bool is_good = true;
	size_t length;
	for (size_t at = start; at < end;) {
		struct token token = token_at(query->source->text + at, end - at);
		const char *directive =
			token.kind == TOKEN_COMMENT ? directive_find(&token, &length) : NULL;
		at += token.length;
		if (directive == NULL)
			continue;
		struct token name = name_in(directive, length);
		if (name.length > 0) {
			is_good = take_order(query, name, offset, arena, diag) && is_good;
			continue;
		}
		diag_error(diag, place_of(query, directive, diag),
			   "expected '-- sqlgen: order NAME' within a query, found '%.*s'",
			   (int)length, directive);
		is_good = false;
	}
	return is_good;
}
