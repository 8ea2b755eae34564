#include "c/flow.h"

#include <string.h>

#include "base/arena.h"
#include "c/format.h"

/* Functions of generated code have no end. */
enum { TOKENS_MAX = 10000, REACHING_MAX = 100, ARGUMENT_MAX = 20 };

static bool
is(const struct c_source *source, size_t at, const char *text)
{
	return at < source->tokens.count && c_token_is(&source->tokens.items[at], text);
}

static bool
is_name(const struct c_source *source, size_t at, const struct c_token *name)
{
	const struct c_token *token = &source->tokens.items[at];

	return token->kind == C_TOKEN_WORD && token->length == name->length &&
	       memcmp(token->text, name->text, name->length) == 0;
}

/* The index of the '(' that the ')' at close ends; 0: there is none. */
static size_t
opening(const struct c_source *source, size_t close)
{
	size_t depth = 0;

	for (size_t at = close + 1; at-- > 0;) {
		if (is(source, at, ")"))
			depth++;
		else if (is(source, at, "(") && --depth == 0)
			return at;
		else if (is(source, at, ";") || is(source, at, "{") || is(source, at, "}"))
			break;
	}
	return 0;
}

/* Does the statement with the token at a hang on an if, without braces? */
static bool
is_conditional(const struct c_source *source, size_t a)
{
	static const char *const words[] = { "if", "while", "for", "switch" };

	for (size_t at = a; at-- > 0;) {
		if (is(source, at, ";") || is(source, at, "{") || is(source, at, "}") ||
		    source->tokens.items[at].kind >= C_TOKEN_IF)
			return false;
		if (is(source, at, "else"))
			return true;
		if (!is(source, at, ")"))
			continue;
		at = opening(source, at);
		if (at == 0)
			return false;
		for (size_t i = 0; i < sizeof words / sizeof *words; i++)
			if (is(source, at - 1, words[i]))
				return true;
	}
	return false;
}

bool
c_flow_passes(const struct c_source *source, size_t a, size_t at)
{
	size_t depth = 0, conditions = 0;

	if (is_conditional(source, a))
		return false;
	for (size_t i = a; i < at; i++) {
		enum c_token_kind kind = source->tokens.items[i].kind;

		if (kind == C_TOKEN_IF)
			conditions++;
		else if (kind >= C_TOKEN_IF && conditions == 0)
			return false;
		else if (kind == C_TOKEN_ENDIF)
			conditions--;
		else if (is(source, i, "{"))
			depth++;
		else if (is(source, i, "}") && depth-- == 0)
			return false;
		else if (depth == 0 && (is(source, i, "case") || is(source, i, "default")))
			return false;
	}
	return true;
}

/* Where a value that begins at from ends: at a ',' or ';', or at a bracket that was not opened. */
static size_t
value_end(const struct c_source *source, size_t from, size_t limit)
{
	size_t depth = 0;

	for (size_t at = from; at < limit; at++) {
		const struct c_token *token = &source->tokens.items[at];

		if (token->kind != C_TOKEN_OPERATOR || token->length != 1)
			continue;
		if (strchr("([{", token->text[0]))
			depth++;
		else if (strchr(")]}", token->text[0]) && depth-- == 0)
			return at;
		else if (token->text[0] == ';' || (depth == 0 && token->text[0] == ','))
			return at;
	}
	return limit;
}

/* Where the statement with the token at begins. */
static size_t
statement_start(const struct c_source *source, size_t at)
{
	while (at > 0 && !is(source, at - 1, ";") && !is(source, at - 1, "{") &&
	       !is(source, at - 1, "}") && source->tokens.items[at - 1].kind < C_TOKEN_IF)
		at--;
	return at;
}

static bool
says_const(const struct c_source *source, size_t at)
{
	for (size_t i = statement_start(source, at); i < at; i++)
		if (is(source, i, "const"))
			return true;
	return false;
}

/* Is the name at a token declared there? A type, or a '*' behind one, stands before it. */
static bool
is_declaration(const struct c_source *source, size_t at)
{
	const struct c_token *before = &source->tokens.items[at - 1];
	size_t start = statement_start(source, at);

	if (before->kind == C_TOKEN_WORD)
		return !c_token_is(before, "return") && !c_token_is(before, "else") &&
		       !c_token_is(before, "case");
	return start < at && c_token_is(before, "*") &&
	       source->tokens.items[start].kind == C_TOKEN_WORD && !is(source, start, "return") &&
	       !is(source, start + 1, "(") && !is(source, start + 1, "=");
}

/* The '=' behind name, or behind name[…]; 0: there is none. */
static size_t
assignment_sign(const struct c_source *source, size_t at, size_t limit, bool *is_array)
{
	size_t sign = at + 1;

	*is_array = is(source, sign, "[");
	while (is(source, sign, "["))
		sign = c_tokens_closing((struct c_tokens){ source->tokens.items, limit }, sign);
	return sign < limit && is(source, sign, "=") ? sign : 0;
}

/* The index of the name of the call that the name at a token is the first, or the second, argument
 * of; 0: none. */
static size_t
call_around(const struct c_source *source, size_t at)
{
	size_t open = at - 1;

	open -= is(source, open, "&");
	if (is(source, open, ","))
		for (size_t i = 0; i < ARGUMENT_MAX && open > 1 && !is(source, open, "("); i++)
			open--;
	return open > 1 && is(source, open, "(") &&
			       source->tokens.items[open - 1].kind == C_TOKEN_WORD
		       ? open - 1
		       : 0;
}

/* Does a call write a text into the name at a token? from, to: of the call, if it is from a format.
 */
static bool
is_written(const struct c_source *source, size_t at, size_t limit, struct c_assignment *assignment)
{
	static const char *const writers[] = { "strcat",    "strncat", "strlcat", "strcpy",
					       "strncpy",   "strlcpy", "memcpy",  "stpcpy",
					       "g_strlcpy", "fgets" };
	size_t call = call_around(source, at), format;
	bool is_first = call > 0 && call + 2 + is(source, call + 2, "&") == at;

	if (call == 0)
		return false;
	if (c_format_argument(&format, &source->tokens.items[call])) {
		if (format == 0 || is_first == is(source, call, "sqlite3_snprintf"))
			return false;
		*assignment = (struct c_assignment){
			.name_at = call,
			.from = call,
			.to = c_tokens_closing((struct c_tokens){ source->tokens.items, limit },
					       call + 1),
		};
		return true;
	}
	for (size_t i = 0; is_first && i < sizeof writers / sizeof *writers; i++)
		if (is(source, call, writers[i])) {
			*assignment = (struct c_assignment){ .name_at = at, .from = at, .to = at };
			return true;
		}
	return false;
}

/* Does what is done with the name at a token change its value to one that is not known? */
static bool
is_changed(const struct c_source *source, size_t at)
{
	static const char *const behind[] = { "+=", "-=", "++", "--" };

	for (size_t i = 0; i < sizeof behind / sizeof *behind; i++)
		if (is(source, at + 1, behind[i]))
			return true;
	return is(source, at - 1, "++") || is(source, at - 1, "--") ||
	       (is(source, at - 1, "&") && (is(source, at - 2, "(") || is(source, at - 2, ",")) &&
		!is(source, at + 1, "[") && !is(source, at + 1, "."));
}

/* A member of that name, or a label of an initializer, is another thing. */
static bool
is_member(const struct c_source *source, size_t at)
{
	return is(source, at - 1, ".") || is(source, at - 1, "->");
}

static void
add(struct c_assignments *assignments, struct c_assignment assignment, struct arena *arena)
{
	assignments->items = arena_grow(arena, assignments->items, assignments->count,
					sizeof *assignments->items);
	assignments->items[assignments->count++] = assignment;
}

/* Those that at may see, the last first. */
static void
keep_reaching(struct c_assignments *assignments, const struct c_source *source, size_t at)
{
	size_t first = assignments->count;

	while (first > 0 && assignments->count - first < REACHING_MAX &&
	       !c_flow_passes(source, assignments->items[first - 1].name_at, at))
		first--;
	first -= first > 0;
	if (first > 0)
		assignments->items += first;
	assignments->count -= first;
}

static bool
is_parameter(const struct c_source *source, const struct c_function *function,
	     const struct c_token *name)
{
	for (size_t at = function->head + 1; at < function->open; at++)
		if (is_name(source, at, name) &&
		    (is(source, at + 1, ",") || is(source, at + 1, ")") || is(source, at + 1, "[")))
			return true;
	return false;
}

void
c_flow_assignments(struct c_assignments *assignments, const struct c_source *source,
		   const struct c_function *function, size_t at, const struct c_token *name,
		   struct arena *arena)
{
	struct c_assignments found = { .is_complete = true };
	size_t first = at;

	if (function && is_parameter(source, function, name)) {
		found.is_declared = found.is_parameter = true;
		found.is_complete = false;
	}
	if (function)
		first = at - function->open > TOKENS_MAX ? at - TOKENS_MAX : function->open + 1;
	for (size_t i = first; i < at; i++) {
		struct c_assignment written;
		bool is_array;
		size_t sign;

		if (!is_name(source, i, name) || is_member(source, i))
			continue;
		sign = assignment_sign(source, i, at, &is_array);
		found.is_declared = found.is_declared || is_declaration(source, i);
		if (is_written(source, i, at, &written))
			add(&found, written, arena);
		else if (is_changed(source, i))
			add(&found, (struct c_assignment){ .name_at = i, .from = i, .to = i },
			    arena);
		if (sign > 0)
			add(&found,
			    (struct c_assignment){ i, sign + 1, value_end(source, sign + 1, at),
						   is_array, says_const(source, i) },
			    arena);
	}
	keep_reaching(&found, source, at);
	*assignments = found;
}
