#include "input/placeholder.h"

#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/text.h"
#include "input/declaration.h"
#include "input/migrations.h"
#include "sql/token.h"

/* What is known while the texts are filled in. */
struct filling {
	const struct migrations *migrations;
	bool is_flyway;
	const char **told; /* names that are not declared */
	size_t told_count;
	struct arena *arena;
	struct diag *diag;
	/* The text at hand, and how far it was taken over. */
	const struct migration *item;
	size_t at;
	const struct migration_part *sources; /* where it stands */
	size_t source_count, next_source;
	struct text text;
	struct migration_part *parts;
	size_t part_count;
};

/* A placeholder as it stands in a text. */
struct mark {
	size_t length;
	const char *name;                      /* NULL: it has a form of its own */
	const struct declaration *declaration; /* NULL: undeclared */
};

static size_t
name_length(const char *text)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "0123456789_-.:";
	return strspn(text, letters);
}

/* Is there a placeholder at the start of this text? */
static bool
read_mark(struct mark *mark, const char *text, const struct filling *filling)
{
	const struct declaration *items = filling->migrations->declarations;
	size_t count = filling->migrations->declaration_count;
	for (size_t i = 0; i < count; i++) {
		const char *form = items[i].mark.text;
		if (items[i].kind != DECLARATION_PLACEHOLDER || !form ||
		    strncmp(text, form, strlen(form)) != 0)
			continue;
		*mark = (struct mark){ strlen(form), NULL, &items[i] };
		return true;
	}
	if (strncmp(text, "${", 2) != 0)
		return false;
	size_t length = name_length(text + 2);
	if (length == 0 || text[2 + length] != '}')
		return false;
	mark->length = length + 3;
	mark->name = arena_copy(filling->arena, text + 2, length);
	mark->declaration = declaration_find(items, count, DECLARATION_PLACEHOLDER, mark->name);
	if (mark->declaration && mark->declaration->mark.text)
		mark->declaration = NULL;
	return true;
}

static bool
may_have_marks(const struct filling *filling, const char *text)
{
	const struct migrations *migrations = filling->migrations;
	for (size_t i = 0; i < migrations->declaration_count; i++) {
		const struct declaration *item = &migrations->declarations[i];
		if (item->kind == DECLARATION_PLACEHOLDER && item->mark.text &&
		    strstr(text, item->mark.text))
			return true;
	}
	return strstr(text, "${");
}

static void
add_part(struct filling *filling, const char *path, size_t text_offset, bool is_replaced)
{
	filling->parts = arena_grow(filling->arena, filling->parts, filling->part_count,
				    sizeof(*filling->parts));
	filling->parts[filling->part_count++] =
		(struct migration_part){ path, filling->text.length, text_offset, is_replaced };
}

/* Takes the text over up to end. */
static void
keep_until(struct filling *filling, size_t end)
{
	while (filling->next_source < filling->source_count &&
	       filling->sources[filling->next_source].start <= end) {
		const struct migration_part *source = &filling->sources[filling->next_source++];
		text_add(&filling->text, filling->item->text + filling->at,
			 source->start - filling->at);
		filling->at = source->start;
		add_part(filling, source->path, source->text_offset, false);
	}
	text_add(&filling->text, filling->item->text + filling->at, end - filling->at);
	filling->at = end;
}

static void
put_value(struct filling *filling, size_t at, const struct mark *mark)
{
	keep_until(filling, at);
	const struct migration_part *source = &filling->sources[filling->next_source - 1];
	size_t offset = source->text_offset + at - source->start;
	add_part(filling, source->path, offset, true);
	text_add_string(&filling->text, mark->declaration->value.text);
	add_part(filling, source->path, offset + mark->length, false);
	filling->at += mark->length;
}

static bool
is_told(const struct filling *filling, const char *name)
{
	for (size_t i = 0; i < filling->told_count; i++) {
		if (strcmp(filling->told[i], name) == 0)
			return true;
	}
	return false;
}

/* Each name once, with the lines that declare it. */
static void
tell_undeclared(struct filling *filling, size_t at, const char *name)
{
	const struct migrations *migrations = filling->migrations;
	const char *quote = strpbrk(name, ".") ? "\"" : "";
	struct place config = { .path = "sqlgen.ini" };
	if (is_told(filling, name))
		return;
	filling->told = arena_grow(filling->arena, filling->told, filling->told_count,
				   sizeof(*filling->told));
	filling->told[filling->told_count++] = name;
	if (migrations->declaration_count > 0)
		config.path = migrations->declarations[0].place.path;
	diag_error(filling->diag, migration_place(filling->item, at, filling->diag),
		   "expected SQL, found the placeholder '${%s}', which has no value", name);
	diag_note(filling->diag, config, "to put a value in its place, add here the lines:");
	diag_note(filling->diag, config, "[placeholder %s%s%s]", quote, name, quote);
	diag_note(filling->diag, config, "value = 1");
}

/* Is a placeholder without a value wrong here? */
static bool
needs_value(const struct filling *filling, const struct token *token)
{
	bool is_text = token->kind == TOKEN_STRING || token->kind == TOKEN_QUOTED;
	return token->kind != TOKEN_COMMENT && (!is_text || filling->is_flyway);
}

/* Fills in what begins in this token; returns where the next one begins. */
static size_t
fill_token(struct filling *filling, size_t at, const struct token *token)
{
	size_t end = at + token->length;
	while (at < end) {
		struct mark mark;
		if (!read_mark(&mark, filling->item->text + at, filling)) {
			at++;
			continue;
		}
		if (mark.declaration)
			put_value(filling, at, &mark);
		else if (needs_value(filling, token))
			tell_undeclared(filling, at, mark.name);
		at += mark.length;
	}
	return at;
}

static void
fill_text(struct filling *filling, struct migration *item)
{
	const struct migration_part whole = { .path = item->path,
					      .text_offset = item->text_offset };
	if (!item->text || !may_have_marks(filling, item->text))
		return;
	filling->item = item;
	filling->at = filling->next_source = filling->part_count = 0;
	filling->parts = NULL;
	filling->sources = item->part_count > 0 ? item->parts : &whole;
	filling->source_count = item->part_count > 0 ? item->part_count : 1;
	filling->text.length = 0;
	for (size_t at = 0; at < item->size;) {
		struct token token = token_at(item->text + at, item->size - at);
		if (token.length == 0)
			break;
		at = fill_token(filling, at, &token);
	}
	keep_until(filling, item->size);
	item->size = filling->text.length;
	item->text = arena_copy(filling->arena, filling->text.length ? filling->text.data : "",
				item->size);
	item->parts = filling->parts;
	item->part_count = filling->part_count;
}

static void
fill_down_text(struct filling *filling, struct migration *item)
{
	struct migration down = {
		.path = item->down_path,
		.text = item->down_text,
		.size = item->down_size,
		.text_offset = item->down_text_offset,
	};
	fill_text(filling, &down);
	item->down_text = down.text;
	item->down_size = down.size;
}

bool
placeholder_fill(struct migrations *migrations, struct arena *arena, struct diag *diag)
{
	struct filling filling = {
		.migrations = migrations,
		.is_flyway = strcmp(convention_name(migrations->convention), "flyway") == 0,
		.arena = arena,
		.diag = diag,
	};
	struct migration *items = arena_alloc(arena, (migrations->count + 1) * sizeof(*items));
	for (size_t i = 0; i < migrations->count; i++) {
		items[i] = migrations->items[i];
		fill_text(&filling, &items[i]);
		fill_down_text(&filling, &items[i]);
	}
	text_finish(&filling.text);
	migrations->items = items;
	return filling.told_count == 0;
}
