#include "input/query_rewrite.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "input/queries.h"
#include "input/query_order.h"
#include "sql/token.h"

/* https://sqlite.org/limits.html#max_variable_number */
enum { NUMBER_MAX = 32766 };

/* A token that counts, and where in the source's text it stands. */
struct word {
	struct token token;
	size_t at;
};

/* SQLite's numbering, which ? and ?5 refer to, beside ours. */
struct slot {
	unsigned number;
	size_t parameter;
};

struct rewriter {
	struct query_text *query;
	struct word *words; /* the last one is TOKEN_END */
	size_t next;
	size_t uncommented; /* from this word on, comments before it are to be read */
	struct text out;
	struct slot *slots;
	size_t slot_count;
	unsigned last_number;
	struct arena *arena;
	struct diag *diag;
	bool has_failed;
};

static struct place
place_of(const struct rewriter *rewriter, const struct word *word)
{
	return source_place(rewriter->query->source, word->at, rewriter->diag);
}

static size_t
end_of(const struct word *word)
{
	return word->at + word->token.length;
}

static void
read_words(struct rewriter *rewriter, size_t start, size_t end)
{
	const char *text = rewriter->query->source->text;
	struct token_reader reader;
	size_t count = 0;

	token_reader_init(&reader, text + start, end - start);
	for (;; token_next(&reader)) {
		rewriter->words =
			arena_grow(rewriter->arena, rewriter->words, count, sizeof *rewriter->words);
		rewriter->words[count++] = (struct word){ reader.token, start + reader.offset };
		if (reader.token.kind == TOKEN_END)
			return;
	}
}

static void
add_piece(struct rewriter *rewriter, size_t source, bool is_ours)
{
	struct query_text *query = rewriter->query;

	query->pieces =
		arena_grow(rewriter->arena, query->pieces, query->piece_count, sizeof *query->pieces);
	query->pieces[query->piece_count++] = (struct text_piece){
		.offset = rewriter->out.length,
		.source = source,
		.is_ours = is_ours,
	};
}

/* A space where there was one, or a comment, before this word. */
static void
add_space(struct rewriter *rewriter, size_t word)
{
	if (word > 0 && end_of(&rewriter->words[word - 1]) < rewriter->words[word].at)
		text_add_char(&rewriter->out, ' ');
}

static void
copy_word(struct rewriter *rewriter)
{
	const struct word *word = &rewriter->words[rewriter->next];

	add_space(rewriter, rewriter->next++);
	add_piece(rewriter, word->at, false);
	text_add(&rewriter->out, word->token.text, word->token.length);
}

static void
add_parameter(struct rewriter *rewriter, const struct text_parameter *parameter, unsigned number)
{
	struct query_text *query = rewriter->query;

	query->parameters = arena_grow(rewriter->arena, query->parameters, query->parameter_count,
				       sizeof *query->parameters);
	query->parameters[query->parameter_count] = *parameter;
	rewriter->slots =
		arena_grow(rewriter->arena, rewriter->slots, rewriter->slot_count, sizeof *rewriter->slots);
	rewriter->slots[rewriter->slot_count++] = (struct slot){ number, query->parameter_count++ };
	if (number > rewriter->last_number)
		rewriter->last_number = number;
}

static const char *
form_of(const struct text_parameter *parameter, struct arena *arena)
{
	static const char *const forms[] = {
		[PARAMETER_PLAIN] = ":%s",
		[PARAMETER_LIST] = ":%s[]",
		[PARAMETER_OPTIONAL] = ":%s?",
	};
	const char *form = forms[parameter->kind] + strlen(":%s");

	return arena_format(arena, ":%s%s", parameter->name, form);
}

/* The index of a parameter with a name: each has one form only. */
static size_t
named_parameter(struct rewriter *rewriter, const struct text_parameter *parameter)
{
	struct query_text *query = rewriter->query;

	for (size_t i = 0; i < query->parameter_count; i++) {
		struct text_parameter *known = &query->parameters[i];

		if (!known->name || strcmp(known->name, parameter->name) != 0)
			continue;
		if (known->kind != parameter->kind) {
			diag_error(rewriter->diag, parameter->place,
				   "expected '%s' as before, found '%s': a parameter has the same form at each of its "
				   "places",
				   form_of(known, rewriter->arena), form_of(parameter, rewriter->arena));
			diag_note(rewriter->diag, known->place, "it is here first");
			rewriter->has_failed = true;
		}
		known->is_nullable |= parameter->is_nullable;
		return i;
	}
	add_parameter(rewriter, parameter, rewriter->last_number + 1);
	return query->parameter_count - 1;
}

/* The same for ?5, and for ?, which is the one behind the largest so far. */
static size_t
numbered_parameter(struct rewriter *rewriter, const struct word *word)
{
	struct text_parameter parameter = { .place = place_of(rewriter, word) };
	bool has_number = word->token.length > 1;
	long number = has_number ? strtol(word->token.text + 1, NULL, 10) : (long)rewriter->last_number + 1;

	if (number < 1 || number > NUMBER_MAX) {
		diag_error(rewriter->diag, parameter.place, "expected a parameter ?1 to ?%d, found '%.*s'", NUMBER_MAX,
			   word->token.length > 20 ? 20 : (int)word->token.length, word->token.text);
		rewriter->has_failed = true;
		number = 1;
	}
	for (size_t i = 0; i < rewriter->slot_count; i++)
		if (rewriter->slots[i].number == (unsigned)number)
			return rewriter->slots[i].parameter;
	add_parameter(rewriter, &parameter, (unsigned)number);
	return rewriter->query->parameter_count - 1;
}

/* Does a list stand alone in IN ( … )? first and last are the words that it consists of. */
static bool
is_alone_in_list(const struct rewriter *rewriter, size_t first, size_t last)
{
	const struct word *words = rewriter->words;

	return first >= 2 && words[first - 1].token.kind == TOKEN_LEFT && token_is(&words[first - 2].token, "IN") &&
	       words[last + 1].token.kind == TOKEN_RIGHT;
}

/* Writes ?1 for the words from next to last. */
static void
put_parameter(struct rewriter *rewriter, size_t parameter, size_t last)
{
	size_t first = rewriter->next;
	const struct text_parameter *known = &rewriter->query->parameters[parameter];

	if (known->kind == PARAMETER_LIST && !is_alone_in_list(rewriter, first, last)) {
		diag_error(rewriter->diag, place_of(rewriter, &rewriter->words[first]),
			   "expected the list '%s' alone in IN ( ... ), as in 'id IN (:%s[])'", known->name,
			   known->name);
		rewriter->has_failed = true;
	}
	add_space(rewriter, first);
	add_piece(rewriter, rewriter->words[first].at, true);
	text_format(&rewriter->out, "?%zu", parameter + 1);
	rewriter->next = last + 1;
}

/* Do these bytes stand as a token right behind word? */
static bool
is_followed_by(const struct word *word, const char *text)
{
	return word[1].at == end_of(word) && word[1].token.length == strlen(text) &&
	       strncmp(word[1].token.text, text, strlen(text)) == 0;
}

static void
take_parameter(struct rewriter *rewriter)
{
	const struct word *word = &rewriter->words[rewriter->next];
	const struct token *token = &word->token;
	struct text_parameter parameter = { .place = place_of(rewriter, word) };
	size_t last = rewriter->next;

	if (token->text[0] == '?') {
		put_parameter(rewriter, numbered_parameter(rewriter, word), last);
		return;
	}
	parameter.name = arena_copy(rewriter->arena, token->text + 1, token->length - 1);
	if (strpbrk(parameter.name, ":(")) {
		diag_error(rewriter->diag, parameter.place,
			   "expected a parameter's name of letters, digits and '_', found '%s': a type is written as "
			   "CAST(... AS ...)",
			   parameter.name);
		rewriter->has_failed = true;
	}
	if (is_followed_by(word, "[]"))
		parameter.kind = PARAMETER_LIST;
	else if (is_followed_by(word, "?"))
		parameter.kind = PARAMETER_OPTIONAL;
	last += parameter.kind != PARAMETER_PLAIN;
	put_parameter(rewriter, named_parameter(rewriter, &parameter), last);
}

static void
take_embed(struct rewriter *rewriter, size_t argument)
{
	struct query_text *query = rewriter->query;
	const struct word *first = &rewriter->words[rewriter->next], *name = &rewriter->words[argument];
	struct text_embed embed = {
		.name = token_name(&name->token, rewriter->arena),
		.place = place_of(rewriter, first),
	};

	add_space(rewriter, rewriter->next);
	embed.offset = rewriter->out.length;
	query->embeds =
		arena_grow(rewriter->arena, query->embeds, query->embed_count, sizeof *query->embeds);
	query->embeds[query->embed_count++] = embed;
	add_piece(rewriter, name->at, true);
	if (name->token.kind == TOKEN_STRING)
		text_format(&rewriter->out, "%s.*", embed.name);
	else
		text_format(&rewriter->out, "%.*s.*", (int)name->token.length, name->token.text);
	rewriter->next = argument + 2;
}

/* sqlc.arg(x), sqlc.narg('x'): https://docs.sqlc.dev/en/stable/reference/macros.html */
static bool
take_macro(struct rewriter *rewriter)
{
	static const char *const macros[] = { "ARG", "NARG", "SLICE", "EMBED" };
	const struct word *word = &rewriter->words[rewriter->next];
	size_t last = rewriter->next + 5, macro = 0;
	struct text_parameter parameter = { .place = place_of(rewriter, word) };

	if (!token_is(&word->token, "SQLC") || !token_is_operator(&word[1].token, ".") ||
	    word[2].token.kind != TOKEN_WORD || word[3].token.kind != TOKEN_LEFT)
		return false;
	while (macro < 4 && !token_is(&word[2].token, macros[macro]))
		macro++;
	if (macro == 4 || word[4].token.kind == TOKEN_END || word[5].token.kind != TOKEN_RIGHT ||
	    (word[4].token.kind != TOKEN_WORD && word[4].token.kind != TOKEN_STRING &&
	     word[4].token.kind != TOKEN_QUOTED)) {
		diag_error(rewriter->diag, parameter.place,
			   "expected sqlc.arg(name), sqlc.narg(name), sqlc.slice(name) or sqlc.embed(table), found "
			   "'sqlc.%.*s'",
			   (int)word[2].token.length, word[2].token.text);
		rewriter->has_failed = true;
		return false;
	}
	if (macro == 3) {
		take_embed(rewriter, rewriter->next + 4);
		return true;
	}
	parameter.name = token_name(&word[4].token, rewriter->arena);
	parameter.is_nullable = macro == 1;
	parameter.kind = macro == 2 ? PARAMETER_LIST : PARAMETER_PLAIN;
	put_parameter(rewriter, named_parameter(rewriter, &parameter), last);
	return true;
}

/* What comments before the next word say, and before those that were left out. */
static void
read_comments(struct rewriter *rewriter)
{
	for (; rewriter->uncommented <= rewriter->next; rewriter->uncommented++) {
		size_t word = rewriter->uncommented;
		size_t offset = word == rewriter->next ? rewriter->out.length + 1 : SIZE_MAX;
		if (word > 0 && !query_orders_read(rewriter->query, end_of(&rewriter->words[word - 1]),
						   rewriter->words[word].at, offset, rewriter->arena, rewriter->diag))
			rewriter->has_failed = true;
	}
}

bool
query_rewrite(struct query_text *query, size_t start, size_t end, struct arena *arena, struct diag *diag)
{
	struct rewriter rewriter = { .query = query, .arena = arena, .diag = diag };

	read_words(&rewriter, start, end);
	while (rewriter.words[rewriter.next].token.kind != TOKEN_END) {
		read_comments(&rewriter);
		if (rewriter.words[rewriter.next].token.kind == TOKEN_PARAMETER)
			take_parameter(&rewriter);
		else if (!take_macro(&rewriter))
			copy_word(&rewriter);
	}
	read_comments(&rewriter);
	query->sql = arena_copy(arena, rewriter.out.data, rewriter.out.length);
	query->length = rewriter.out.length;
	text_finish(&rewriter.out);
	return !rewriter.has_failed;
}
