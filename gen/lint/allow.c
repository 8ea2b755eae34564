#include "lint/allow.h"

#include <string.h>

#include "base/arena.h"
#include "input/directive.h"
#include "input/migrations.h"
#include "input/project.h"
#include "lint/finding.h"
#include "lint/lint.h"
#include "lint/rule.h"
#include "lint/subject.h"
#include "schema/record.h"
#include "sql/token.h"

/* Where the comments of a migration are read. */
struct walk {
	struct allows *allows;
	const struct migration *migration;
	size_t end; /* of the statement */
	struct arena *arena;
	const struct diag *diag;
};

static void
add(struct allows *allows, const struct allow *allow, struct arena *arena)
{
	allows->items = arena_grow(arena, allows->items, allows->count, sizeof *allows->items);
	allows->items[allows->count++] = *allow;
}

static const char *
skip_blanks(const char *text, const char *end)
{
	while (text < end && (*text == ' ' || *text == '\t'))
		text++;
	return text;
}

/* Passes over "in this file". */
static bool
accept_file(const char **text, const char *end)
{
	static const char *const words[] = { "in", "this", "file" };
	const char *at = *text;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		size_t length = strlen(words[i]);
		if ((size_t)(end - at) < length || memcmp(at, words[i], length) != 0)
			return false;
		at = skip_blanks(at + length, end);
	}
	*text = at;
	return true;
}

static const char *
read_reason(const char *text, const char *end, struct arena *arena)
{
	text = skip_blanks(text, end);
	if (text < end && *text == ':')
		text = skip_blanks(text + 1, end);
	return text < end ? arena_copy(arena, text, (size_t)(end - text)) : NULL;
}

static void
read_comment(struct walk *walk, const struct token *comment, size_t offset)
{
	size_t length;
	const char *text = directive_allowed(comment, &length), *end, *word;
	struct allow allow = { .place = migration_place(walk->migration, offset, walk->diag) };
	if (text == NULL)
		return;
	end = text + length;
	word = text;
	while (text < end && *text != ' ' && *text != '\t' && *text != ':')
		text++;
	allow.path = allow.place.path;
	allow.rule = arena_copy(walk->arena, word, (size_t)(text - word));
	allow.first_line = allow.place.line;
	allow.last_line = migration_place(walk->migration, walk->end, walk->diag).line;
	text = skip_blanks(text, end);
	if (strcmp(allow.rule, "destructive") == 0 || accept_file(&text, end))
		allow.last_line = 0;
	allow.reason = read_reason(text, end, walk->arena);
	add(walk->allows, &allow, walk->arena);
}

static void
read_statement(struct walk *walk, size_t start)
{
	for (size_t at = start; at < walk->end;) {
		struct token token = token_at(walk->migration->text + at, walk->end - at);
		if (token.kind == TOKEN_COMMENT)
			read_comment(walk, &token, at);
		if (token.kind == TOKEN_END)
			break;
		at += token.length;
	}
}

static void
read_migration(struct allows *allows, const struct migration *migration, struct arena *arena,
	       const struct diag *diag)
{
	struct walk walk = {
		.allows = allows, .migration = migration, .arena = arena, .diag = diag
	};
	for (size_t at = 0; at < migration->size; at = walk.end) {
		walk.end = at + statement_length(migration->text + at, migration->size - at);
		read_statement(&walk, at);
	}
}

static bool
is_version(const char *a, const char *b)
{
	a += strspn(a, "0");
	b += strspn(b, "0");
	return strcmp(a, b) == 0;
}

static void
read_project(struct allows *allows, const struct lint *lint, struct arena *arena)
{
	for (size_t i = 0; i < lint->project->allowance_count; i++) {
		const struct allowance *from = &lint->project->allowances[i];
		for (size_t j = lint->first; j < lint->migrations->count; j++)
			if (is_version(lint->migrations->items[j].version, from->version))
				add(allows,
				    &(struct allow){ .path = lint->migrations->items[j].path,
						     .rule = from->rule,
						     .reason = from->reason,
						     .place = from->place },
				    arena);
	}
}

void
allows_read(struct allows *allows, const struct lint *lint, struct arena *arena,
	    const struct diag *diag)
{
	*allows = (struct allows){ .items = NULL };
	for (size_t i = lint->first; i < lint->migrations->count; i++)
		read_migration(allows, &lint->migrations->items[i], arena, diag);
	read_project(allows, lint, arena);
}

static bool
is_allowed(const struct allow *allow, const struct finding *finding)
{
	const char *rule = finding->rule->id;
	unsigned line = finding->place.line;
	if (strcmp(allow->rule, "destructive") == 0 ? !rule_is_destructive(rule)
						    : strcmp(allow->rule, rule) != 0)
		return false;
	if (finding->place.path == NULL || strcmp(finding->place.path, allow->path) != 0)
		return false;
	return allow->last_line == 0 || (line >= allow->first_line && line <= allow->last_line);
}

void
allows_apply(struct allows *allows, struct findings *findings)
{
	for (size_t i = 0; i < findings->count; i++) {
		struct finding *finding = &findings->items[i];
		for (size_t j = 0; j < allows->count; j++) {
			struct allow *allow = &allows->items[j];
			if (!is_allowed(allow, finding))
				continue;
			allow->is_used = true;
			if (finding->reason == NULL)
				finding->reason = allow->reason != NULL ? allow->reason : "";
		}
	}
}

/* Is there something in the file that "allow destructive" lets the runner do? */
static bool
lets_drop(const struct allow *allow, const struct record *record)
{
	for (size_t i = 0; record != NULL && i < record->count; i++) {
		const struct recorded_migration *recorded = &record->migrations[i];
		if (strcmp(recorded->migration->path, allow->path) != 0)
			continue;
		for (size_t j = 0; j < recorded->step_count; j++)
			if (recorded->steps[j].heading.kind == HEADING_DROP_TABLE ||
			    recorded->steps[j].heading.kind == HEADING_DROP_COLUMN)
				return true;
	}
	return false;
}

static void
judge(const struct allow *allow, struct subject *subject)
{
	const char *nearest;
	bool is_of_loss = strcmp(allow->rule, "destructive") == 0;
	bool is_known = is_of_loss || rule_find(allow->rule) != NULL;
	subject->rule = rule_find("bad-allow");
	nearest = is_known ? NULL : rule_nearest(allow->rule, subject->arena);
	if (!is_known)
		subject_tell(subject, allow->place,
			     nearest == NULL
				     ? "'sqlgen lint --list' lists them"
				     : arena_format(subject->arena, "did you mean '%s'?", nearest),
			     "expected the name of a rule, found '%s'", allow->rule);
	else if (allow->reason == NULL && !is_of_loss)
		subject_tell(subject, allow->place, "write behind the rule why it may be so",
			     "expected a reason for allowing '%s', found none", allow->rule);
	if (!is_known || allow->is_used || (is_of_loss && lets_drop(allow, subject->lint->record)))
		return;
	subject->rule = rule_find("unused-allow");
	subject_tell(subject, allow->place, "take it out", "'allow %s' allows nothing that is here",
		     allow->rule);
}

void
allows_judge(const struct allows *allows, const struct lint *lint, struct findings *findings,
	     struct arena *arena)
{
	struct subject subject = { .lint = lint, .arena = arena, .findings = findings };
	for (size_t i = 0; i < allows->count; i++)
		judge(&allows->items[i], &subject);
}
