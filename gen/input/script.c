#include "input/script.h"

#include <string.h>
#include <strings.h>

#include "base/diag.h"
#include "base/utf8.h"
#include "input/directive.h"
#include "input/source.h"
#include "input/spelling.h"
#include "sql/token.h"

/* Where the walk through a text stands. */
struct walk {
	const struct source *source;
	struct diag *diag;
	struct script script;
	size_t at;
	bool is_line_start; /* only spaces before it on its line */
	bool is_first;      /* of its statement */
	bool has_statement;
	bool is_no_op; /* as a comment says */
	bool has_failed;
};

static struct place
walk_place(const struct walk *walk, size_t offset)
{
	return source_place(walk->source, walk->at + offset, walk->diag);
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Is this, runs of spaces taken for one, the phrase? */
static bool
is_phrase(const char *text, size_t length, const char *phrase)
{
	size_t at = 0;
	for (; *phrase; phrase++) {
		if (at == length || (*phrase == ' ' ? !is_blank(text[at]) : text[at] != *phrase))
			return false;
		at++;
		while (*phrase == ' ' && at < length && is_blank(text[at]))
			at++;
	}
	return at == length;
}

enum directive { NO_TRANSACTION, IF_MISSING, ALLOW_DESTRUCTIVE, HOOK, COMPATIBLE_WITH, DIRECTIVES };

static const struct {
	const char *text, *letters;
} directives[DIRECTIVES] = {
	[NO_TRANSACTION] = { "no transaction", "notransaction" },
	[IF_MISSING] = { "if missing", "ifmissing" },
	[ALLOW_DESTRUCTIVE] = { "allow destructive", "allowdestructive" },
	[HOOK] = { "hook", "hook" },
	[COMPATIBLE_WITH] = { "compatible with ", "compatiblewith" },
};

static void
set_directive(struct script *script, enum directive directive, const char *rest, size_t length)
{
	if (!script->directive)
		script->directive = directives[directive].text;
	switch (directive) {
	case NO_TRANSACTION:
		script->no_transaction = true;
		break;
	case IF_MISSING:
		script->if_missing = true;
		break;
	case ALLOW_DESTRUCTIVE:
		script->allows_loss = true;
		break;
	case HOOK:
		script->has_hook = true;
		break;
	case COMPATIBLE_WITH:
		script->compatible_with = rest;
		script->compatible_length = length;
		break;
	case DIRECTIVES:
		break;
	}
}

/* The one that a text is, and what follows "compatible with"; DIRECTIVES: none. */
static enum directive
find_directive(const char *text, size_t length, size_t *used)
{
	for (int i = 0; i < DIRECTIVES; i++) {
		bool has_version = i == COMPATIBLE_WITH;
		*used = length;
		while (has_version && *used > 0 && !is_blank(text[*used - 1]))
			(*used)--;
		if (is_phrase(text, *used, directives[i].text) && (!has_version || *used < length))
			return (enum directive)i;
	}
	return DIRECTIVES;
}

/* "allow" with a rule, and something behind it. */
static bool
allows_rule(const struct token *comment)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789-";
	size_t length, at = 0;
	const char *text = directive_allowed(comment, &length);
	while (text && at < length && strchr(letters, text[at]))
		at++;
	return text && at < length && (is_blank(text[at]) || text[at] == ':');
}

static void
read_directive(struct walk *walk, const struct token *comment, const char *start, size_t length)
{
	size_t used;
	if (comment->text[0] == '/' || !walk->is_line_start) {
		diag_error(walk->diag, walk_place(walk, 0),
			   "expected a directive on a line of its own, as '-- sqlgen: no "
			   "transaction'");
		walk->has_failed = true;
		return;
	}
	enum directive directive = find_directive(start, length, &used);
	if (directive != DIRECTIVES) {
		set_directive(&walk->script, directive, start + used, length - used);
		return;
	}
	if (allows_rule(comment))
		return;
	diag_error(walk->diag, walk_place(walk, (size_t)(start - comment->text)),
		   "expected the directive 'no transaction', 'if missing', 'allow destructive', "
		   "'allow RULE REASON', 'hook' or 'compatible with VERSION', found '%.*s'",
		   (int)length, start);
	walk->has_failed = true;
}

/* The directive that a comment without its colon, or with a slip in its first word, must mean; NULL
 * if it is none. */
static const char *
near_directive(const struct token *comment)
{
	static const char *const words[] = { "sqlgen" };
	char letters[32] = "";
	size_t count = 0;
	for (size_t i = 2; i < comment->length; i++) {
		char c = comment->text[i] | ' ';
		if (c < 'a' || c > 'z')
			continue;
		if (count + 1 == sizeof(letters))
			return NULL;
		letters[count++] = c;
	}
	for (size_t i = 0; i < DIRECTIVES; i++) {
		size_t length = strlen(directives[i].letters);
		size_t first = count > length ? count - length : 0;
		if (first < 5 || first > 7 || strcmp(letters + first, directives[i].letters) != 0)
			continue;
		letters[first] = '\0';
		return spelling_nearest(letters, words, 1) ? directives[i].text : NULL;
	}
	return NULL;
}

static void
check_near_directive(struct walk *walk, const struct token *comment)
{
	const char *directive = near_directive(comment);
	size_t length = comment->length;
	if (!directive)
		return;
	while (is_blank(comment->text[length - 1]))
		length--;
	diag_error(walk->diag, walk_place(walk, 0), "expected '-- sqlgen: %s', found '%.*s'",
		   directive, (int)length, comment->text);
	walk->has_failed = true;
}

/* A line comment ends at LF alone: text behind a CR inside it never runs. */
static void
check_line_ends(struct walk *walk, const struct token *comment)
{
	for (size_t i = 0; i + 1 < comment->length; i++) {
		if (comment->text[i] != '\r' || strchr("\r\n", comment->text[i + 1]))
			continue;
		diag_report(walk->diag, SEVERITY_ERROR, walk_place(walk, i), "cr-only",
			   "expected LF or CRLF as line end, found CR: this comment goes on, and "
			   "SQLite passes over what follows; save the file with LF");
		walk->has_failed = true;
		return;
	}
}

/* "-- no-op", which says that nothing is to be done. */
static bool
says_no_op(const struct token *comment)
{
	static const char *const words[] = { "no-op", "noop", "no op" };
	for (size_t i = 0; i < comment->length; i++) {
		for (size_t j = 0; j < sizeof(words) / sizeof(words[0]); j++) {
			size_t length = strlen(words[j]);
			if (comment->length - i >= length &&
			    strncasecmp(comment->text + i, words[j], length) == 0)
				return true;
		}
	}
	return false;
}

static void
take_comment(struct walk *walk, const struct token *token)
{
	bool is_block = token->text[0] == '/';
	bool is_closed =
		token->length >= 4 && memcmp(token->text + token->length - 2, "*/", 2) == 0;
	if (is_block && !is_closed) {
		diag_report(walk->diag, SEVERITY_ERROR, walk_place(walk, 0), "open-comment",
			   "expected '*/' to close this comment, found the end of the file");
		walk->has_failed = true;
	}
	if (!is_block)
		check_line_ends(walk, token);
	if (!walk->has_statement && !walk->is_no_op)
		walk->is_no_op = says_no_op(token);
	size_t length;
	const char *directive = directive_find(token, &length);
	if (directive)
		read_directive(walk, token, directive, length);
	else
		check_near_directive(walk, token);
}

static void
take_illegal(struct walk *walk, const struct token *token)
{
	char open = token->text[0];
	if (!strchr("'\"`[", open))
		return;
	diag_report(walk->diag, SEVERITY_ERROR, walk_place(walk, 0), "open-quote",
		   "expected %c to close this %s, found the end of the file",
		   open == '[' ? ']' : open, open == '\'' ? "string" : "name");
	walk->has_failed = true;
}

/* Spaces that are none to SQLite, marks of direction, and what has no width. */
static const struct {
	uint32_t first, last;
	bool in_quoted; /* refused there too */
} invisible[] = {
	{ 0xA0, 0xA0, false },     { 0xAD, 0xAD, true },     { 0x61C, 0x61C, true },
	{ 0x2000, 0x200A, false }, { 0x200B, 0x200F, true }, { 0x2028, 0x202E, true },
	{ 0x202F, 0x202F, false }, { 0x2060, 0x2069, true }, { 0x3000, 0x3000, false },
	{ 0xFEFF, 0xFEFF, true },
};

static bool
is_invisible(uint32_t code, bool is_quoted)
{
	for (size_t i = 0; i < sizeof(invisible) / sizeof(invisible[0]); i++) {
		if (code >= invisible[i].first && code <= invisible[i].last)
			return invisible[i].in_quoted || !is_quoted;
	}
	return false;
}

static void
check_name(struct walk *walk, const struct token *token)
{
	size_t step;
	for (size_t i = 0; i < token->length; i += step) {
		uint32_t code = 0;
		step = 1;
		if ((unsigned char)token->text[i] < 0x80)
			continue;
		step = utf8_decode(&code, token->text + i, token->length - i);
		if (step == 0) {
			step = 1;
			continue;
		}
		if (!is_invisible(code, token->kind == TOKEN_QUOTED))
			continue;
		diag_report(walk->diag, SEVERITY_ERROR, walk_place(walk, i), "invisible-character",
			   "expected letters that can be seen in a name, found U+%04X",
			   (unsigned)code);
		walk->has_failed = true;
		return;
	}
}

/* ".read x" at the start of a line: the sqlite3 shell would run it, SQLite cannot. */
static void
check_shell_command(struct walk *walk, const struct token *dot)
{
	size_t left = walk->source->size - walk->at - dot->length;
	struct token word = token_at(dot->text + dot->length, left);
	if (word.kind != TOKEN_WORD || !walk->is_line_start)
		return;
	diag_report(walk->diag, SEVERITY_ERROR, walk_place(walk, 0), "dot-command",
		   "expected SQL, found '.%.*s', a command of the sqlite3 shell", (int)word.length,
		   word.text);
	walk->has_failed = true;
}

static void
take_code(struct walk *walk, const struct token *token)
{
	if (token->kind == TOKEN_ILLEGAL)
		take_illegal(walk, token);
	else if (token_is_name(token))
		check_name(walk, token);
	else if (walk->is_first && token_is_operator(token, "."))
		check_shell_command(walk, token);
	walk->is_first = token->kind == TOKEN_SEMICOLON;
	walk->has_statement = walk->has_statement || !walk->is_first;
	walk->is_line_start = false;
}

static void
take_token(struct walk *walk, const struct token *token)
{
	if (token->kind == TOKEN_SPACE) {
		if (memchr(token->text, '\n', token->length))
			walk->is_line_start = true;
	} else if (token->kind == TOKEN_COMMENT) {
		take_comment(walk, token);
		walk->is_line_start = token->text[token->length - 1] == '\n';
	} else {
		take_code(walk, token);
	}
}

bool
script_read(struct script *script, const struct source *source, struct diag *diag)
{
	struct walk walk = {
		.source = source, .diag = diag, .is_line_start = true, .is_first = true
	};
	while (walk.at < source->size) {
		struct token token = token_at(source->text + walk.at, source->size - walk.at);
		if (token.length == 0)
			break;
		take_token(&walk, &token);
		walk.at += token.length;
	}
	if (walk.has_failed)
		return false;
	walk.script.is_empty = !walk.has_statement && !walk.is_no_op;
	*script = walk.script;
	return true;
}

void
script_tell_empty(const struct source *source, struct diag *diag)
{
	struct place start = { source->path, 1, 1 };
	diag_warning(diag, start, "empty-migration",
		     "expected SQL, found %s: if nothing is to be done, write '-- no-op'",
		     source->size ? "no statement" : "nothing");
}
