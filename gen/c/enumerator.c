#include "c/enumerator.h"

#include <stdlib.h>

#include "base/arena.h"
#include "c/program.h"
#include "c/source.h"

struct enumerator {
	long long value;
	bool is_known;
};

static const void *
enumerator_of(struct c_source *source, const struct c_token *name)
{
	return map_get(&source->enumerators, name->text, name->length);
}

/* What stands behind '=': one token, which is a number or an enumerator. */
static struct enumerator
value_of(const struct c_token *token, struct c_source *source, struct arena *arena)
{
	const struct enumerator *other = enumerator_of(source, token);
	struct enumerator found = { 0, false };
	char *end;

	if (token->kind == C_TOKEN_WORD && other)
		return *other;
	if (token->kind != C_TOKEN_NUMBER || token->length > 10)
		return found;
	found.value = strtoll(arena_copy(arena, token->text, token->length), &end, 0);
	found.is_known = *end == '\0';
	return found;
}

static void
add(struct c_source *source, const struct c_token *name, struct enumerator enumerator,
    struct arena *arena)
{
	struct enumerator *kept = map_get(&source->enumerators, name->text, name->length);

	if (kept) { /* in another branch of a condition, or in another function */
		kept->is_known =
			kept->is_known && enumerator.is_known && kept->value == enumerator.value;
		return;
	}
	kept = arena_alloc(arena, sizeof *kept);
	*kept = enumerator;
	map_set(&source->enumerators, name->text, name->length, kept, arena);
}

/* at is behind the '{'. What follows a condition depends on that. */
static void
read_list(struct c_source *source, size_t at, struct arena *arena)
{
	struct c_tokens tokens = source->tokens;
	struct enumerator next = { 0, true };
	size_t end = c_tokens_closing(tokens, at - 1);

	for (bool is_certain = true; at < end && tokens.items[at].kind == C_TOKEN_WORD; at++) {
		const struct c_token *name = &tokens.items[at++];
		size_t start = at;

		while (at + 1 < end && !c_token_is(&tokens.items[at], ",")) {
			is_certain = is_certain && tokens.items[at].kind < C_TOKEN_IF;
			at += c_token_is(&tokens.items[at], "(") ? c_tokens_closing(tokens, at) - at
								 : 1;
		}
		if (at > start)
			next = at == start + 2 && c_token_is(&tokens.items[start], "=")
				       ? value_of(&tokens.items[start + 1], source, arena)
				       : (struct enumerator){ 0, false };
		next.is_known = next.is_known && is_certain;
		add(source, name, next, arena);
		next.value++;
	}
}

void
c_enumerators_read(struct c_source *source, struct arena *arena)
{
	struct c_tokens tokens = source->tokens;

	for (size_t at = 0; at + 2 < tokens.count; at++) {
		if (!c_token_is(&tokens.items[at], "enum"))
			continue;
		at += tokens.items[at + 1].kind == C_TOKEN_WORD ? 2 : 1;
		if (c_token_is(&tokens.items[at], "{"))
			read_list(source, at + 1, arena);
	}
}

bool
c_enumerator_value(long long *value, struct c_program *program, struct c_source *source,
		   const struct c_token *name)
{
	const struct enumerator *found = c_program_search(program, source, enumerator_of, name);

	if (!found || !found->is_known)
		return false;
	*value = found->value;
	return true;
}
