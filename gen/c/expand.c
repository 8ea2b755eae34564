#include "c/expand.h"

#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "c/program.h"
#include "c/source.h"

enum { WORDS_MAX = 20000, WORDS_OF_ALL_MAX = 5000000, DEPTH_MAX = 40, ARGUMENTS_MAX = 16 };

/* The macros that are being replaced, the innermost first. */
struct active {
	const struct c_macro *macro;
	const struct active *outer;
	unsigned depth;
};

struct expansion {
	const struct c_extract *extract;
	size_t made; /* words in all */
	bool has_failed;
	struct arena *arena;
};

struct arguments {
	struct c_words raw[ARGUMENTS_MAX], expanded[ARGUMENTS_MAX];
	size_t count;
};

static void replace(struct c_words *out, struct expansion *expansion, struct c_words in,
		    const struct active *active);

static void
add(struct c_words *out, struct expansion *expansion, struct c_word word)
{
	if (expansion->made >= WORDS_MAX ||
	    expansion->extract->program->expanded >= WORDS_OF_ALL_MAX) {
		expansion->has_failed = true;
		return;
	}
	expansion->made++;
	expansion->extract->program->expanded++;
	out->items = arena_grow(expansion->arena, out->items, out->count, sizeof *out->items);
	out->items[out->count++] = word;
}

static struct c_position
position_of(const struct c_source *source, const struct c_token *token)
{
	return (struct c_position){ source, (size_t)(token->text - source->text) };
}

/* The words between the parentheses at open, parted by commas. Returns the index behind; 0: they
 * are not closed. */
static size_t
split(struct arguments *arguments, struct c_words in, size_t open, size_t most)
{
	size_t depth = 0, start = open + 1;

	arguments->count = 0;
	for (size_t at = open; at < in.count; at++) {
		const struct c_token *token = &in.items[at].token;
		bool is_close = c_token_is(token, ")"), is_comma = c_token_is(token, ",");

		depth += c_token_is(token, "(");
		depth -= is_close;
		if ((is_close && depth == 0) ||
		    (is_comma && depth == 1 && arguments->count + 1 < most)) {
			arguments->raw[arguments->count++] =
				(struct c_words){ in.items + start, at - start };
			start = at + 1;
		}
		if (is_close && depth == 0)
			return at + 1;
	}
	return 0;
}

static size_t
parameter_of(const struct c_macro *macro, const struct c_token *token)
{
	for (size_t i = 0; i < macro->parameters.count; i++) {
		const struct c_token *parameter = &macro->parameters.items[i];

		if (token->kind != C_TOKEN_WORD)
			break;
		if (c_token_is(parameter, "...")
			    ? c_token_is(token, "__VA_ARGS__")
			    : (parameter->length == token->length &&
			       memcmp(parameter->text, token->text, token->length) == 0))
			return i;
	}
	return macro->parameters.count;
}

static bool
touches(const struct c_word *a, const struct c_word *b)
{
	return a->from.source == b->from.source &&
	       a->from.offset + a->token.length == b->from.offset;
}

/* '#': the text of an argument as a literal. */
static struct c_word
stringify(const struct c_words *argument, struct c_position from, struct arena *arena)
{
	struct text text = { 0 };
	struct c_word word = { { C_TOKEN_STRING, NULL, 0 }, from };

	text_add_char(&text, '"');
	for (size_t i = 0; i < argument->count; i++) {
		const struct c_token *token = &argument->items[i].token;
		bool is_quoted = token->kind == C_TOKEN_STRING || token->kind == C_TOKEN_CHARACTER;

		if (i > 0 && !touches(&argument->items[i - 1], &argument->items[i]))
			text_add_char(&text, ' ');
		for (size_t j = 0; j < token->length; j++) {
			if (is_quoted && strchr("\"\\", token->text[j]) && token->text[j] != '\0')
				text_add_char(&text, '\\');
			text_add_char(&text, token->text[j]);
		}
	}
	text_add_char(&text, '"');
	word.token.length = text.length;
	word.token.text = text_keep(&text, arena);
	/* The quote, which is not there, would stand before it. */
	if (argument->count > 0 && argument->items[0].from.offset > 0)
		word.from = (struct c_position){ argument->items[0].from.source,
						 argument->items[0].from.offset - 1 };
	return word;
}

/* '##': one token of the last one and this. */
static void
paste(struct c_words *out, struct expansion *expansion, const struct c_word *word)
{
	struct c_word *last = &out->items[out->count - 1];
	size_t length = last->token.length + word->token.length;
	char *text = arena_alloc(expansion->arena, length + 1);
	struct c_token token;

	memcpy(text, last->token.text, last->token.length);
	memcpy(text + last->token.length, word->token.text, word->token.length);
	token = c_token_at(text, length);
	last->token = (struct c_token){ token.kind, text, length };
}

static void
add_or_paste(struct c_words *out, struct expansion *expansion, struct c_words words, bool *pastes)
{
	for (size_t i = 0; i < words.count && !expansion->has_failed; i++) {
		if (*pastes && out->count > 0)
			paste(out, expansion, &words.items[i]);
		else
			add(out, expansion, words.items[i]);
		*pastes = false;
	}
	*pastes = false;
}

/* The body of a macro with its arguments in it. */
static struct c_words
substitute(struct expansion *expansion, const struct c_macro *macro,
	   const struct arguments *arguments)
{
	struct c_words result = { 0 };
	bool pastes = false;

	for (size_t i = 0; i < macro->body.count && !expansion->has_failed; i++) {
		const struct c_token *token = &macro->body.items[i];
		struct c_word word = { *token, position_of(macro->source, token) };
		const struct c_token *next = i + 1 < macro->body.count ? token + 1 : NULL;
		size_t parameter = parameter_of(macro, token);
		bool is_pasted = pastes || (next && c_token_is(next, "##"));

		if (c_token_is(token, "##")) {
			pastes = true;
		} else if (macro->is_function && c_token_is(token, "#") && next &&
			   parameter_of(macro, next) < arguments->count) {
			word = stringify(&arguments->raw[parameter_of(macro, next)], word.from,
					 expansion->arena);
			add_or_paste(&result, expansion, (struct c_words){ &word, 1 }, &pastes);
			i++;
		} else if (parameter < macro->parameters.count) {
			if (parameter < arguments->count)
				add_or_paste(&result, expansion,
					     is_pasted ? arguments->raw[parameter]
						       : arguments->expanded[parameter],
					     &pastes);
		} else {
			add_or_paste(&result, expansion, (struct c_words){ &word, 1 }, &pastes);
		}
	}
	return result;
}

static bool
is_active(const struct active *active, const struct c_macro *macro)
{
	for (; active; active = active->outer)
		if (active->macro == macro)
			return true;
	return false;
}

/* Replaces the macro whose name is at *at, and goes behind it; false: it is none here. */
static bool
replace_macro(struct c_words *out, struct expansion *expansion, struct c_words in, size_t *at,
	      const struct active *active)
{
	const struct c_extract *extract = expansion->extract;
	const struct c_token *name = &in.items[*at].token;
	const struct c_macro *macro =
		name->kind == C_TOKEN_WORD
			? c_program_macro(extract->program, extract->source, extract->from, name)
			: NULL;
	struct active inner = { macro, active, active ? active->depth + 1 : 1 };
	struct arguments *arguments;
	size_t end = *at + 1;

	if (!macro || is_active(active, macro) || inner.depth > DEPTH_MAX)
		return false;
	if (macro->is_function && (end >= in.count || !c_token_is(&in.items[end].token, "(")))
		return false;
	arguments = arena_alloc(expansion->arena, sizeof *arguments);
	if (macro->is_function) {
		size_t count = macro->parameters.count;

		end = split(arguments, in, end, count > 0 && count < ARGUMENTS_MAX ? count : 1);
		if (end == 0)
			return false;
		for (size_t i = 0; i < arguments->count; i++)
			replace(&arguments->expanded[i], expansion, arguments->raw[i], active);
	}
	replace(out, expansion, substitute(expansion, macro, arguments), &inner);
	*at = end;
	return true;
}

static void
replace(struct c_words *out, struct expansion *expansion, struct c_words in,
	const struct active *active)
{
	size_t at = 0;

	while (at < in.count && !expansion->has_failed)
		if (!replace_macro(out, expansion, in, &at, active))
			add(out, expansion, in.items[at++]);
}

/* A condition among the tokens, while they are taken. */
struct condition {
	size_t branch, wanted;
	bool is_taken, was_taken;
};

/* How many branches the condition at a C_TOKEN_IF has: one more where there is no #else. */
static size_t
count_branches(const struct c_extract *extract, size_t at)
{
	const struct c_tokens tokens = extract->source->tokens;
	size_t count = 1, depth = 0;
	bool has_else = false;

	for (; at < extract->to && at < tokens.count; at++) {
		enum c_token_kind kind = tokens.items[at].kind;

		depth += kind == C_TOKEN_IF;
		if (kind == C_TOKEN_ENDIF && --depth == 0)
			break;
		if (kind == C_TOKEN_ELSE && depth == 1) {
			count++;
			has_else = tokens.items[at].length == strlen("else") &&
				   tokens.items[at].text[1] == 'l' &&
				   tokens.items[at].text[2] == 's';
		}
	}
	return has_else ? count : count + 1;
}

/* The tokens of the source that are of the branches. */
static struct c_words
take(struct expansion *expansion, size_t *branches)
{
	const struct c_extract *extract = expansion->extract;
	const struct c_source *source = extract->source;
	struct condition conditions[DEPTH_MAX + 1] = { { 0, 0, true, true } },
						*condition = conditions;
	struct c_words words = { 0 };

	*branches = 1;
	for (size_t at = extract->from; at < extract->to && at < source->tokens.count; at++) {
		const struct c_token *token = &source->tokens.items[at];

		if (token->kind == C_TOKEN_IF && condition < conditions + DEPTH_MAX) {
			size_t count = count_branches(extract, at), wanted = extract->branch;
			bool was_taken = condition->is_taken;

			wanted = wanted < count ? wanted : count - 1;
			*++condition = (struct condition){ 0, wanted, was_taken && wanted == 0,
							   was_taken };
			*branches = *branches > count ? *branches : count;
		} else if (token->kind == C_TOKEN_ELSE && condition > conditions) {
			condition->branch++;
			condition->is_taken =
				condition->was_taken && condition->branch == condition->wanted;
		} else if (token->kind == C_TOKEN_ENDIF && condition > conditions) {
			condition--;
		} else if (token->kind < C_TOKEN_IF && condition->is_taken) {
			add(&words, expansion,
			    (struct c_word){ *token, position_of(source, token) });
		}
	}
	return words;
}

bool
c_expand(struct c_words *words, size_t *branches, const struct c_extract *extract,
	 struct arena *arena)
{
	struct expansion expansion = { .extract = extract, .arena = arena };
	struct c_words taken = take(&expansion, branches), result = { 0 };

	if (!expansion.has_failed)
		replace(&result, &expansion, taken, NULL);
	*words = result;
	return !expansion.has_failed;
}
