#include "docs/picture.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "base/arena.h"
#include "base/escape.h"
#include "base/text.h"
#include "docs/document.h"
#include "docs/layout.h"
#include "docs/relation.h"
#include "docs/wire.h"
#include "docs/writing.h"
#include "schema/schema.h"
#include "schema/table.h"
#include "sql/token.h"
#include "template/value.h"

#define NONE ((size_t)-1)

/* In pixels, but for the counts and the widths of names in characters. */
enum {
	TABLES_MAX = 400,
	ALL_COLUMNS_TABLES = 15, /* beyond so many tables only keys are shown */
	ROWS_MAX = 30,
	NAME_MAX = 36,
	TYPE_MAX = 16,
	CHARACTER_TENTHS = 73, /* of 12 pixels of a monospaced font */
	GUTTER = 28,
	BETWEEN = 14,
	RIGHT = 12,
	ABOVE = LAYOUT_ROW / 2,
	HEADER = 27,
	WANTED_WIDTH = 1240,
	MARGIN = 12
};

/* A table as the picture has it. */
struct drawn {
	const struct table *table;
	size_t index;       /* in the schema */
	size_t *columns;    /* that have a row */
	size_t column_count;
	size_t left_out;
};

struct picture {
	const struct document *document;
	const struct writing *writing;
	struct arena *arena;
	struct drawn *items;
	size_t count;
	struct layout layout;
	struct layout_source {
		size_t child;
		const struct foreign_key *key;
	} *sources; /* of the links */
	bool shows_all;
};

/* Of its own primary key, of a foreign key, or of what one leads to. */
static bool
is_part_of_key(const struct schema *schema, const struct table *table, size_t column)
{
	if (table->columns[column].key_position > 0 || table_refers_by(table, column))
		return true;
	for (size_t i = 0; i < schema->table_count; i++)
		for (size_t j = 0; j < schema->tables[i].foreign_key_count; j++) {
			const struct foreign_key *key = &schema->tables[i].foreign_keys[j];

			for (size_t k = 0; k < key->columns.count && name_compare(key->parent, table->name) == 0; k++)
				if (key->parent_columns[k] &&
				    name_compare(key->parent_columns[k], table->columns[column].name) == 0)
					return true;
		}
	return false;
}

static void
choose_columns(struct picture *picture, struct drawn *drawn)
{
	const struct table *table = drawn->table;
	size_t free_rows = ROWS_MAX;

	drawn->columns = arena_alloc(picture->arena, (table->column_count + 1) * sizeof *drawn->columns);
	for (size_t i = 0; i < table->column_count; i++)
		if (is_part_of_key(picture->document->schema, table, i) && free_rows > 0)
			free_rows--;
	for (size_t i = 0; i < table->column_count; i++) {
		bool is_key = is_part_of_key(picture->document->schema, table, i);

		if (table->columns[i].is_hidden)
			continue;
		if (is_key || (picture->shows_all && free_rows > 0))
			drawn->columns[drawn->column_count++] = i;
		else
			drawn->left_out++;
		if (!is_key && picture->shows_all && free_rows > 0)
			free_rows--;
	}
}

/* A name or type as it is shown, and how many characters that are. */
static const char *
shorten(const char *text, size_t most, size_t *width, struct arena *arena)
{
	struct text out = { 0 };
	size_t length = strlen(text), total = 0;

	for (size_t at = 0; at < length;) {
		struct escaped escaped = escape_character(text + at, length - at);

		if (total + escaped.width > most - 1 && at + escaped.bytes < length) {
			text_add_string(&out, "…");
			total++;
			break;
		}
		text_add(&out, text + at, escaped.bytes);
		total += escaped.width;
		at += escaped.bytes;
	}
	*width = total;
	return text_keep(&out, arena);
}

static int
pixels(size_t characters)
{
	return (int)(characters * CHARACTER_TENTHS + 9) / 10;
}

static int
box_width(const struct picture *picture, const struct drawn *drawn)
{
	size_t characters;
	int width;

	shorten(drawn->table->name, NAME_MAX, &characters, picture->arena);
	width = 2 * RIGHT + pixels(characters);
	for (size_t i = 0; i < drawn->column_count; i++) {
		const struct column *column = &drawn->table->columns[drawn->columns[i]];
		size_t type;
		int row;

		shorten(column->name, NAME_MAX, &characters, picture->arena);
		shorten(column->type, TYPE_MAX, &type, picture->arena);
		row = GUTTER + pixels(characters) + (type > 0 ? BETWEEN + pixels(type) : 0) + RIGHT;
		width = row > width ? row : width;
	}
	return width < 140 ? 140 : width;
}

static void
add_boxes(struct picture *picture)
{
	const struct schema *schema = picture->document->schema;
	struct layout *layout = &picture->layout;

	layout->boxes = arena_alloc(picture->arena, (picture->count + 1) * sizeof *layout->boxes);
	for (size_t i = 0, at = 0; i < schema->table_count; i++) {
		struct drawn *drawn = &picture->items[at];
		size_t rows;

		if (schema->tables[i].kind == TABLE_VIEW)
			continue;
		*drawn = (struct drawn){ .table = &schema->tables[i], .index = i };
		choose_columns(picture, drawn);
		rows = drawn->column_count + (drawn->left_out > 0);
		layout->boxes[at++] = (struct layout_box){
			.width = box_width(picture, drawn),
			.height = ABOVE + HEADER + LAYOUT_ROW * ((int)rows + 1),
		};
	}
	layout->box_count = picture->count;
}

static size_t
find_drawn(const struct picture *picture, const char *name)
{
	for (size_t i = 0; i < picture->count; i++)
		if (name_compare(picture->items[i].table->name, name) == 0)
			return i;
	return NONE;
}

/* The middle of a column's row, or of the header. */
static int
row_of(const struct drawn *drawn, const char *column)
{
	for (size_t i = 0; column && i < drawn->column_count; i++)
		if (name_compare(drawn->table->columns[drawn->columns[i]].name, column) == 0)
			return ABOVE + HEADER + LAYOUT_ROW * (int)i + LAYOUT_ROW / 2;
	return ABOVE + LAYOUT_ROW;
}

static void
add_links(struct picture *picture)
{
	struct layout *layout = &picture->layout;
	size_t count = 0;

	for (size_t i = 0; i < picture->count; i++)
		count += picture->items[i].table->foreign_key_count;
	layout->links = arena_alloc(picture->arena, (count + 1) * sizeof *layout->links);
	picture->sources = arena_alloc(picture->arena, (count + 1) * sizeof *picture->sources);
	for (size_t i = 0; i < picture->count; i++) {
		const struct drawn *child = &picture->items[i];

		for (size_t j = 0; j < child->table->foreign_key_count; j++) {
			const struct foreign_key *key = &child->table->foreign_keys[j];
			size_t parent = find_drawn(picture, key->parent);

			if (parent == NONE || key->columns.count == 0)
				continue;
			picture->sources[layout->link_count] = (struct layout_source){ i, key };
			layout->links[layout->link_count++] = (struct layout_link){
				.child = i,
				.parent = parent,
				.child_row = row_of(child, child->table->columns[key->columns.items[0]].name),
				.parent_row = row_of(&picture->items[parent], key->parent_columns[0]),
				.is_optional = relation_is_optional(child->table, key),
			};
		}
	}
}

static void
set_text(const struct picture *picture, struct value *record, const char *name, const char *text)
{
	value_set_text(record, name, writing_plain(picture->writing, text, picture->arena), picture->arena);
}

static void
add_row(const struct picture *picture, struct value *list, const struct drawn *drawn, size_t i)
{
	const struct column *column = &drawn->table->columns[drawn->columns[i]];
	struct arena *arena = picture->arena;
	struct value *record = value_add_record(list, arena);
	size_t width;

	value_set_number(record, "y", HEADER + LAYOUT_ROW * (int)i + 13, arena);
	value_set_number(record, "icon_y", HEADER + LAYOUT_ROW * (int)i + LAYOUT_ROW / 2, arena);
	set_text(picture, record, "name", shorten(column->name, NAME_MAX, &width, arena));
	set_text(picture, record, "type", shorten(column->type, TYPE_MAX, &width, arena));
	value_set_flag(record, "is_key", column->key_position > 0, arena);
	value_set_flag(record, "is_foreign",
		       column->key_position == 0 &&
			       table_refers_by(drawn->table, drawn->columns[i]),
		       arena);
	value_set_flag(record, "is_nullable", !column->is_not_null, arena);
}

static void
set_box(const struct picture *picture, struct value *record, size_t index)
{
	const struct drawn *drawn = &picture->items[index];
	const struct layout_box *box = &picture->layout.boxes[index];
	struct arena *arena = picture->arena;
	struct value *rows = value_set_list(record, "rows", arena);
	size_t width, shown = drawn->column_count + (drawn->left_out > 0);

	value_set_text(record, "anchor", picture->document->table_anchors[drawn->index], arena);
	set_text(picture, record, "full_name", drawn->table->name);
	set_text(picture, record, "name", shorten(drawn->table->name, NAME_MAX, &width, arena));
	value_set_number(record, "x", MARGIN + box->x, arena);
	value_set_number(record, "y", MARGIN + box->y + ABOVE, arena);
	value_set_number(record, "width", box->width, arena);
	value_set_number(record, "height", HEADER + LAYOUT_ROW * (int)shown + (shown > 0 ? 6 : 0), arena);
	value_set_number(record, "inner", box->width - 12, arena);
	value_set_number(record, "right", box->width - RIGHT, arena);
	value_set_number(record, "last_y", HEADER + LAYOUT_ROW * (int)drawn->column_count + 13, arena);
	value_set_text(record, "left_out", drawn->left_out > 0 ? arena_format(arena, "%zu", drawn->left_out) : "", arena);
	value_set_flag(record, "is_one_left_out", drawn->left_out == 1 && drawn->column_count > 0, arena);
	value_set_flag(record, "shows_none", drawn->column_count == 0, arena);
	value_set_flag(record, "is_virtual", drawn->table->kind == TABLE_VIRTUAL, arena);
	for (size_t i = 0; i < drawn->column_count; i++)
		add_row(picture, rows, drawn, i);
}

/* Where a line ends, and that it goes on to the left or to the right. */
static void
set_end(struct value *record, const char *name, const struct layout_point *end, const struct layout_point *next,
	struct arena *arena)
{
	struct value *inner = value_set_record(record, name, arena);

	value_set_number(inner, "x", MARGIN + end->x, arena);
	value_set_number(inner, "y", MARGIN + end->y, arena);
	value_set_number(inner, "direction", next->x < end->x ? -1 : 1, arena);
}

static void
set_line(const struct picture *picture, struct value *record, size_t index)
{
	const struct layout_link *link = &picture->layout.links[index];
	const struct layout_source *source = &picture->sources[index];
	const struct drawn *child = &picture->items[link->child], *parent = &picture->items[link->parent];
	const struct column *first = &child->table->columns[source->key->columns.items[0]];
	struct arena *arena = picture->arena;
	size_t count = link->point_count;

	value_set_text(record, "path", wire_path(link, MARGIN, arena), arena);
	set_end(record, "from", &link->points[0], &link->points[1], arena);
	set_end(record, "to", &link->points[count - 1], &link->points[count - 2], arena);
	value_set_text(record, "child", picture->document->table_anchors[child->index], arena);
	value_set_text(record, "parent", picture->document->table_anchors[parent->index], arena);
	set_text(picture, record, "child_name", child->table->name);
	set_text(picture, record, "parent_name", parent->table->name);
	set_text(picture, record, "column", first->name);
	value_set_flag(record, "is_optional", link->is_optional, arena);
	value_set_flag(record, "is_single", relation_is_single(child->table, source->key), arena);
}

static size_t
count_tables(const struct schema *schema)
{
	size_t count = 0;

	for (size_t i = 0; i < schema->table_count; i++)
		count += schema->tables[i].kind != TABLE_VIEW;
	return count;
}

void
picture_values(struct value *root, const struct document *document, const struct writing *writing, struct arena *arena)
{
	struct picture picture = { .document = document, .writing = writing, .arena = arena };
	struct value *record, *boxes, *lines;

	picture.count = count_tables(document->schema);
	picture.shows_all = picture.count <= ALL_COLUMNS_TABLES;
	if (picture.count == 0 || picture.count > TABLES_MAX) {
		value_set_flag(root, "picture", false, arena);
		return;
	}
	picture.items = arena_alloc(arena, picture.count * sizeof *picture.items);
	add_boxes(&picture);
	add_links(&picture);
	layout_run(&picture.layout, WANTED_WIDTH, arena);
	record = value_set_record(root, "picture", arena);
	value_set_number(record, "width", picture.layout.width + 2 * MARGIN, arena);
	value_set_number(record, "height", picture.layout.height + 2 * MARGIN - ABOVE, arena);
	value_set_flag(record, "shows_all", picture.shows_all, arena);
	boxes = value_set_list(record, "boxes", arena);
	for (size_t i = 0; i < picture.count; i++)
		set_box(&picture, value_add_record(boxes, arena), i);
	lines = value_set_list(record, "lines", arena);
	for (size_t i = 0; i < picture.layout.link_count; i++)
		set_line(&picture, value_add_record(lines, arena), i);
}
