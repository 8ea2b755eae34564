#include "docs/layout.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "docs/graph.h"

enum { PART_GAP = 3 * LAYOUT_ROW, COLUMN_GAP = 2 * LAYOUT_ROW, SCREEN = 44 * LAYOUT_ROW };

/* Boxes that are tied to each other, or one that is tied to none. */
struct part {
	size_t *boxes;
	size_t box_count;
	int x, y, width, height;
};

struct parts {
	struct part *items;
	size_t count;
	size_t *singles; /* tied to none */
	size_t single_count;
};

static size_t
root_of(size_t *roots, size_t box)
{
	while (roots[box] != box)
		box = roots[box] = roots[roots[box]];
	return box;
}

static struct parts
find_parts(const struct layout *layout, struct arena *arena)
{
	size_t *roots = arena_alloc(arena, (layout->box_count + 1) * sizeof *roots);
	size_t *sizes = arena_alloc(arena, (layout->box_count + 1) * sizeof *sizes);
	size_t *part_of = arena_alloc(arena, (layout->box_count + 1) * sizeof *part_of);
	bool *has_loop = arena_alloc(arena, layout->box_count + 1);
	struct parts parts = { .items = arena_alloc(arena, (layout->box_count + 1) * sizeof *parts.items) };

	for (size_t i = 0; i < layout->box_count; i++)
		roots[i] = i;
	for (size_t i = 0; i < layout->link_count; i++) {
		roots[root_of(roots, layout->links[i].child)] = root_of(roots, layout->links[i].parent);
		has_loop[layout->links[i].child] |= layout->links[i].child == layout->links[i].parent;
	}
	for (size_t i = 0; i < layout->box_count; i++)
		sizes[root_of(roots, i)]++;
	memset(part_of, 0xFF, (layout->box_count + 1) * sizeof *part_of);
	for (size_t i = 0; i < layout->box_count; i++) {
		size_t root = root_of(roots, i);

		if (sizes[root] == 1 && !has_loop[i]) {
			graph_list_add(&parts.singles, &parts.single_count, i, arena);
			continue;
		}
		if (part_of[root] == GRAPH_NONE)
			part_of[root] = parts.count++;
		graph_list_add(&parts.items[part_of[root]].boxes, &parts.items[part_of[root]].box_count, i, arena);
	}
	return parts;
}

static struct graph
lay_out(struct layout *layout, const struct part *part, int most, struct arena *arena)
{
	struct graph graph = { .layout = layout, .boxes = part->boxes, .box_count = part->box_count };

	graph_layer(&graph, most, arena);
	graph_sort(&graph, arena);
	graph_place(&graph, arena);
	return graph;
}

/* Layers are allowed as much height as makes the part about as high as the page is wide. */
static void
lay_out_part(struct layout *layout, struct part *part, int wanted_width, struct arena *arena)
{
	long long area = 0;
	int most = 0;
	struct graph graph;

	for (size_t i = 0; i < part->box_count; i++) {
		const struct layout_box *box = &layout->boxes[part->boxes[i]];

		area += (long long)(box->width + 90) * (box->height + LAYOUT_ROW);
		most = box->height > most ? box->height : most;
	}
	if (area / wanted_width > most)
		most = (int)(area / wanted_width);
	most += most / 2;
	if (most < SCREEN)
		most = SCREEN;
	graph = lay_out(layout, part, most, arena);
	graph_route(&graph, arena);
	part->width = graph.width;
	part->height = graph.height;
}

static void
move_part(struct layout *layout, const struct part *part)
{
	for (size_t i = 0; i < part->box_count; i++) {
		layout->boxes[part->boxes[i]].x += part->x;
		layout->boxes[part->boxes[i]].y += part->y;
	}
	for (size_t i = 0; i < layout->link_count; i++) {
		struct layout_link *link = &layout->links[i];
		bool is_inside = false;

		for (size_t j = 0; j < part->box_count && !is_inside; j++)
			is_inside = part->boxes[j] == link->child;
		for (size_t j = 0; j < link->point_count && is_inside; j++) {
			link->points[j].x += part->x;
			link->points[j].y += part->y;
		}
	}
}

static int
compare_parts(const void *a, const void *b)
{
	const struct part *left = a, *right = b;

	if (left->box_count != right->box_count)
		return left->box_count > right->box_count ? -1 : 1;
	return (left->boxes[0] > right->boxes[0]) - (left->boxes[0] < right->boxes[0]);
}

/* Parts side by side as long as they fit, then in a row below. Returns where the last row ends. */
static int
pack(struct layout *layout, struct parts *parts, int wanted_width)
{
	int x = 0, y = 0, row_height = 0;

	qsort(parts->items, parts->count, sizeof *parts->items, compare_parts);
	for (size_t i = 0; i < parts->count; i++) {
		struct part *part = &parts->items[i];

		if (x > 0 && x + part->width > wanted_width) {
			y += row_height + PART_GAP;
			x = row_height = 0;
		}
		part->x = x;
		part->y = y;
		move_part(layout, part);
		x += part->width + PART_GAP;
		row_height = part->height > row_height ? part->height : row_height;
		if (part->x + part->width > layout->width)
			layout->width = part->x + part->width;
	}
	return parts->count > 0 ? y + row_height + PART_GAP : 0;
}

/* What is tied to nothing stands in rows and columns below. */
static void
pack_singles(struct layout *layout, const struct parts *parts, int y, int wanted_width)
{
	int width = 1, row_height = 0, columns, column = 0;

	for (size_t i = 0; i < parts->single_count; i++)
		if (layout->boxes[parts->singles[i]].width > width)
			width = layout->boxes[parts->singles[i]].width;
	columns = (wanted_width + COLUMN_GAP) / (width + COLUMN_GAP);
	for (size_t i = 0; i < parts->single_count; i++) {
		struct layout_box *box = &layout->boxes[parts->singles[i]];

		if (column > 0 && column >= columns) {
			y += row_height + LAYOUT_ROW;
			column = row_height = 0;
		}
		box->x = column++ * (width + COLUMN_GAP);
		box->y = y;
		box->width = width;
		row_height = box->height > row_height ? box->height : row_height;
		if (box->x + width > layout->width)
			layout->width = box->x + width;
	}
}

void
layout_run(struct layout *layout, int wanted_width, struct arena *arena)
{
	struct parts parts = find_parts(layout, arena);
	int y;

	layout->width = layout->height = 0;
	for (size_t i = 0; i < parts.count; i++) {
		lay_out_part(layout, &parts.items[i], wanted_width, arena);
		if (parts.items[i].width > wanted_width)
			wanted_width = parts.items[i].width;
	}
	y = pack(layout, &parts, wanted_width);
	pack_singles(layout, &parts, y, wanted_width);
	for (size_t i = 0; i < layout->box_count; i++) {
		const struct layout_box *box = &layout->boxes[i];

		if (box->y + box->height > layout->height)
			layout->height = box->y + box->height;
	}
}
