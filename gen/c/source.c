#include "c/source.h"

#include <string.h>

#include "base/arena.h"
#include "c/enumerator.h"
#include "c/outline.h"

enum { DEPTH_MAX = 200 };

/* A growing list of tokens. */
struct token_list {
	struct c_token *items;
	size_t count;
};

/* #if … #endif that is being read. */
struct condition {
	size_t group, branch;
	bool is_passed_over;  /* the text of this branch is */
	bool was_passed_over; /* around it */
};

struct reader {
	struct c_source *source;
	const char *at, *end;
	struct token_list tokens;
	struct condition conditions[DEPTH_MAX];
	size_t depth; /* may be more than there is room for */
	size_t groups;
	struct arena *arena;
};

static void
add(struct token_list *list, struct c_token token, struct arena *arena)
{
	list->items = arena_grow(arena, list->items, list->count, sizeof *list->items);
	list->items[list->count++] = token;
}

static struct c_token
next(struct reader *reader)
{
	struct c_token token = c_token_at(reader->at, (size_t)(reader->end - reader->at));

	reader->at += token.length;
	return token;
}

/* The next one of this line that is no space. */
static struct c_token
next_of_line(struct reader *reader)
{
	struct c_token token;

	do
		token = next(reader);
	while (token.kind == C_TOKEN_SPACE || token.kind == C_TOKEN_COMMENT);
	return token;
}

static bool
ends_line(const struct c_token *token)
{
	return token->kind == C_TOKEN_NEWLINE || token->kind == C_TOKEN_END;
}

static void
pass_line(struct reader *reader)
{
	struct c_token token;

	do
		token = next(reader);
	while (!ends_line(&token));
}

static struct condition *
innermost(struct reader *reader)
{
	return reader->depth == 0 || reader->depth > DEPTH_MAX
		       ? NULL
		       : &reader->conditions[reader->depth - 1];
}

static bool
passes_over(struct reader *reader)
{
	const struct condition *condition = innermost(reader);

	return condition && condition->is_passed_over;
}

static void
mark(struct reader *reader, enum c_token_kind kind, const struct c_token *word)
{
	if (!passes_over(reader))
		add(&reader->tokens, (struct c_token){ kind, word->text, word->length },
		    reader->arena);
}

/* "#if 0" and "#ifdef __cplusplus" have no text for us. */
static bool
is_never(struct reader *reader, const struct c_token *word)
{
	struct c_token token = next_of_line(reader), behind;
	const char *at = reader->at;

	if (ends_line(&token)) {
		reader->at = token.text;
		return false;
	}
	if (c_token_is(word, "ifdef"))
		return c_token_is(&token, "__cplusplus");
	if (!c_token_is(word, "if") || token.kind != C_TOKEN_NUMBER || token.length != 1 ||
	    token.text[0] != '0')
		return false;
	behind = next_of_line(reader);
	reader->at = at;
	return ends_line(&behind);
}

static void
begin_condition(struct reader *reader, const struct c_token *word)
{
	bool was_passed_over = passes_over(reader), never = is_never(reader, word);

	mark(reader, C_TOKEN_IF, word);
	if (++reader->depth <= DEPTH_MAX)
		*innermost(reader) = (struct condition){
			.group = ++reader->groups,
			.is_passed_over = was_passed_over || never,
			.was_passed_over = was_passed_over,
		};
}

static void
next_branch(struct reader *reader, const struct c_token *word)
{
	struct condition *condition = innermost(reader);

	if (!condition)
		return;
	condition->branch++;
	condition->is_passed_over = condition->was_passed_over;
	mark(reader, C_TOKEN_ELSE, word);
}

static void
end_condition(struct reader *reader, const struct c_token *word)
{
	if (reader->depth == 0)
		return;
	reader->depth--;
	mark(reader, C_TOKEN_ENDIF, word);
}

static void
read_include(struct reader *reader)
{
	struct c_source *source = reader->source;
	const char *line = reader->at, *end;

	while (line < reader->end && (*line == ' ' || *line == '\t'))
		line++;
	if (line >= reader->end || (*line != '"' && *line != '<'))
		return;
	end = line + 1;
	while (end < reader->end && *end != '"' && *end != '>' && *end != '\n')
		end++;
	source->includes = arena_grow(reader->arena, source->includes, source->include_count,
				      sizeof *source->includes);
	source->includes[source->include_count++] =
		arena_copy(reader->arena, line + 1, (size_t)(end - line - 1));
}

/* The names between parentheses, behind the opening one. */
static struct c_tokens
read_parameters(struct reader *reader)
{
	struct token_list list = { 0 };
	struct c_token token;

	do {
		const char *at = reader->at;

		token = next_of_line(reader);
		if (ends_line(&token))
			reader->at = at;
		else if (token.kind == C_TOKEN_WORD || c_token_is(&token, "..."))
			add(&list, token, reader->arena);
	} while (!ends_line(&token) && !c_token_is(&token, ")"));
	return (struct c_tokens){ list.items, list.count };
}

/* What stands on the rest of the line. */
static struct c_tokens
read_body(struct reader *reader)
{
	struct token_list list = { 0 };
	struct c_token token;

	while (token = next_of_line(reader), !ends_line(&token))
		add(&list, token, reader->arena);
	reader->at = token.text;
	return (struct c_tokens){ list.items, list.count };
}

static void
read_macro(struct reader *reader, bool is_undefined)
{
	struct c_source *source = reader->source;
	const struct condition *condition = innermost(reader);
	struct c_token name = next_of_line(reader);
	struct c_macro *macro;

	if (name.kind != C_TOKEN_WORD) {
		reader->at = name.text;
		return;
	}
	macro = arena_alloc(reader->arena, sizeof *macro);
	macro->name = name;
	macro->source = source;
	macro->is_undefined = is_undefined;
	macro->before = reader->tokens.count;
	macro->group = condition ? condition->group : 0;
	macro->branch = condition ? condition->branch : 0;
	macro->previous = map_get(&source->macros, name.text, name.length);
	macro->is_function = !is_undefined && reader->at < reader->end && *reader->at == '(';
	if (macro->is_function) {
		next(reader);
		macro->parameters = read_parameters(reader);
	}
	macro->body = read_body(reader);
	map_set(&source->macros, name.text, name.length, macro, reader->arena);
	source->macro_list = arena_grow(reader->arena, source->macro_list, source->macro_count,
					sizeof *source->macro_list);
	source->macro_list[source->macro_count++] = macro;
}

/* reader stands behind the '#'. */
static void
read_directive(struct reader *reader)
{
	const char *start = reader->at;
	struct c_token word = next_of_line(reader);

	if (ends_line(&word)) {
		reader->at = word.text;
		return;
	}
	if (c_token_is(&word, "if") || c_token_is(&word, "ifdef") || c_token_is(&word, "ifndef"))
		begin_condition(reader, &word);
	else if (c_token_is(&word, "else") ||
		 (word.length >= 4 && memcmp(word.text, "elif", 4) == 0))
		next_branch(reader, &word);
	else if (c_token_is(&word, "endif"))
		end_condition(reader, &word);
	else if (passes_over(reader))
		reader->at = start;
	else if (c_token_is(&word, "include"))
		read_include(reader);
	else if (c_token_is(&word, "define") || c_token_is(&word, "undef"))
		read_macro(reader, word.text[0] == 'u');
}

static void
read_tokens(struct reader *reader)
{
	bool begins_line = true;

	for (;;) {
		struct c_token token = next(reader);

		if (token.kind == C_TOKEN_END)
			return;
		if (token.kind == C_TOKEN_NEWLINE) {
			begins_line = true;
		} else if (begins_line && c_token_is(&token, "#")) {
			read_directive(reader);
			pass_line(reader);
		} else if (token.kind != C_TOKEN_SPACE && token.kind != C_TOKEN_COMMENT) {
			begins_line = false;
			if (!passes_over(reader))
				add(&reader->tokens, token, reader->arena);
		}
	}
}

void
c_source_read(struct c_source *source, const char *path, const char *text, size_t size,
	      struct arena *arena)
{
	struct reader reader = { .source = source, .at = text, .end = text + size, .arena = arena };

	*source = (struct c_source){ .path = path, .text = text, .size = size };
	read_tokens(&reader);
	source->tokens = (struct c_tokens){ reader.tokens.items, reader.tokens.count };
	c_outline_read(source, arena);
	c_enumerators_read(source, arena);
}

const struct c_function *
c_source_function(const struct c_source *source, size_t at)
{
	size_t low = 0, high = source->function_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (source->functions[middle].close <= at)
			low = middle + 1;
		else
			high = middle;
	}
	return low < source->function_count && source->functions[low].open < at
		       ? &source->functions[low]
		       : NULL;
}

static bool
is_bracket(const struct c_token *token, const char *brackets)
{
	return token->kind == C_TOKEN_OPERATOR && token->length == 1 &&
	       strchr(brackets, token->text[0]);
}

size_t
c_tokens_closing(struct c_tokens tokens, size_t open)
{
	size_t depth = 0;

	for (size_t at = open; at < tokens.count; at++) {
		if (is_bracket(&tokens.items[at], "([{"))
			depth++;
		else if (is_bracket(&tokens.items[at], ")]}") && --depth == 0)
			return at + 1;
	}
	return tokens.count;
}
