#include "template/template.h"

#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/text.h"
#include "template/tree.h"
#include "template/value.h"

/* The turn of one '@for'. */
struct turn {
	const char *variable;
	const struct value *value;
	bool is_last;
	const struct turn *outer;
};

/* Output is written when there is this much of it. */
enum { PENDING_MAX = 32 * 1024 };

struct renderer {
	const struct template_output *out;
	struct text pending;
	const struct value *root;
	const struct turn *turn; /* the innermost; NULL outside of loops */
	struct arena *arena;
	struct diag *diag;
};

static const char *
kind_name(const struct value *value)
{
	switch (value->kind) {
	case VALUE_TEXT:
		return "text";
	case VALUE_FLAG:
		return "flag";
	case VALUE_LIST:
	case VALUE_STREAM:
		return "list";
	case VALUE_RECORD:
		return "record";
	}
	return "value";
}

/* The first name of a path: a loop's variable or a field of the root. NULL if there is none. */
static const struct value *
find_first(const struct renderer *renderer, const char *name)
{
	for (const struct turn *turn = renderer->turn; turn; turn = turn->outer)
		if (strcmp(turn->variable, name) == 0)
			return turn->value;
	return value_get(renderer->root, name);
}

/* The place of one of a node's names. */
static struct place
name_place(const struct node *node, size_t index)
{
	struct place place = node->place;

	for (size_t i = 0; i < index; i++)
		place.column += (unsigned)strlen(node->names[i]) + 1;
	return place;
}

/* NULL after an error. */
static const struct value *
find(const struct renderer *renderer, const struct node *node)
{
	const struct value *value = find_first(renderer, node->names[0]);

	for (size_t i = 0;; i++) {
		if (!value) {
			diag_error(renderer->diag, name_place(node, i), "unknown name '%s' in '%s'",
				   node->names[i], node->path);
			return NULL;
		}
		if (!node->names[i + 1])
			return value;
		if (value->kind != VALUE_RECORD) {
			diag_error(renderer->diag, name_place(node, i + 1),
				   "unknown name '%s' in '%s': expected a record before it, found a %s",
				   node->names[i + 1], node->path, kind_name(value));
			return NULL;
		}
		value = value_get(value, node->names[i + 1]);
	}
}

static bool
refuse_kind(const struct renderer *renderer, const struct node *node, const char *expected,
	    const struct value *found)
{
	diag_error(renderer->diag, node->place, "'%s': expected %s, found a %s", node->path, expected,
		   kind_name(found));
	return false;
}

static bool
is_true(const struct value *value)
{
	switch (value->kind) {
	case VALUE_TEXT:
		return value->text[0] != '\0';
	case VALUE_FLAG:
		return value->flag;
	case VALUE_LIST:
	case VALUE_STREAM:
		return value->count > 0;
	case VALUE_RECORD:
		break;
	}
	return true;
}

static bool render(struct renderer *renderer, const struct node *node);

static bool
render_for(struct renderer *renderer, const struct node *node)
{
	const struct value *list = find(renderer, node);
	struct turn turn = { .variable = node->variable, .outer = renderer->turn };
	struct value_reader reader;
	bool ok = true;

	if (!list)
		return false;
	if (!value_is_list(list))
		return refuse_kind(renderer, node, "a list", list);
	renderer->turn = &turn;
	value_reader_init(&reader, list);
	while (ok && (turn.value = value_reader_next(&reader))) {
		turn.is_last = reader.next == list->count;
		ok = render(renderer, node->children);
	}
	value_reader_finish(&reader);
	renderer->turn = turn.outer;
	return ok;
}

static bool
render_node(struct renderer *renderer, const struct node *node)
{
	const struct value *value;

	switch (node->kind) {
	case NODE_TEXT:
		text_add(&renderer->pending, node->text, node->length);
		return true;
	case NODE_PATH:
		value = find(renderer, node);
		if (!value)
			return false;
		if (value->kind != VALUE_TEXT)
			return refuse_kind(renderer, node, "a text", value);
		text_add_string(&renderer->pending, value->text);
		return true;
	case NODE_COMMA:
		if (!renderer->turn->is_last)
			text_add_char(&renderer->pending, ',');
		return true;
	case NODE_FOR:
		return render_for(renderer, node);
	case NODE_IF:
		value = find(renderer, node);
		return value && render(renderer, is_true(value) != node->is_negated ? node->children : node->otherwise);
	}
	return false;
}

static bool
write_pending(struct renderer *renderer)
{
	struct text *pending = &renderer->pending;

	if (pending->length == 0)
		return true;
	if (!renderer->out->write(renderer->out->context, pending->data, pending->length))
		return false;
	text_truncate(pending, 0);
	return true;
}

/* A node and its siblings. Stops at the first fault: in a loop it would come at every turn. */
static bool
render(struct renderer *renderer, const struct node *node)
{
	for (; node; node = node->next)
		if (!render_node(renderer, node) ||
		    (renderer->pending.length > PENDING_MAX && !write_pending(renderer)))
			return false;
	return true;
}

bool
template_render(const struct template_output *out, const char *path, const char *source, size_t length,
		const struct value *root, struct arena *arena, struct diag *diag)
{
	struct renderer renderer = { .out = out, .root = root, .arena = arena, .diag = diag };
	struct node *tree = NULL;
	bool ok;

	diag_add_source(diag, path, source, length, arena);
	ok = tree_parse(&tree, path, source, length, arena, diag) && render(&renderer, tree) &&
	     write_pending(&renderer);
	text_finish(&renderer.pending);
	return ok;
}
