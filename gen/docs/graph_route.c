#include "docs/graph.h"

#include <stdlib.h>

#include "base/arena.h"
#include "docs/layout.h"
#include "docs/track.h"

/* What stands at the ends of lines needs so much before they may turn. */
enum { TAIL = 30, LOOP_FIRST = 24, LOOP_STEP = 10 };

/* One of the lines that meet one side of a box in one row. */
struct meeting {
	size_t node;
	int row, far; /* far: the y of the other end, to sort by */
	int *offset;
};

static int
compare_meetings(const void *a, const void *b)
{
	const struct meeting *left = a, *right = b;

	if (left->node != right->node)
		return left->node < right->node ? -1 : 1;
	if (left->row != right->row)
		return left->row < right->row ? -1 : 1;
	return (left->far > right->far) - (left->far < right->far);
}

/* Those in one row stand apart in it, in the order of where they come from. */
static void
spread(struct meeting *meetings, size_t count)
{
	qsort(meetings, count, sizeof *meetings, compare_meetings);
	for (size_t first = 0, end; first < count; first = end) {
		int step, all;

		for (end = first + 1; end < count; end++)
			if (meetings[end].node != meetings[first].node || meetings[end].row != meetings[first].row)
				break;
		all = (int)(end - first);
		step = all < 3 ? 10 : 14 / (all - 1);
		for (size_t i = first; i < end; i++)
			*meetings[i].offset = meetings[i].row + ((int)(i - first) * 2 - (all - 1)) * step / 2;
	}
}

static bool
is_loop_of(const struct graph *graph, size_t link)
{
	const struct layout_link *at = &graph->layout->links[link];

	return at->child == at->parent && graph->node_of_box[at->child] != GRAPH_NONE;
}

/* Lines leave a box to the right in different rows, or apart. */
static void
spread_right(struct graph *graph, struct meeting *meetings)
{
	size_t count = 0;

	for (size_t i = 0; i < graph->segment_count; i++) {
		struct segment *segment = &graph->segments[i];
		long long sum = 0;

		if (node_is_bend(&graph->nodes[segment->from.node]))
			continue;
		for (size_t j = 0; j < segment->to_count; j++)
			sum += graph_end_y(graph, &segment->to[j]);
		meetings[count++] = (struct meeting){ segment->from.node, segment->from.offset,
						      (int)(sum / (long long)segment->to_count), &segment->from.offset };
	}
	spread(meetings, count);
}

/* And so they come in from the left, with those that go round the box. */
static void
spread_left(struct graph *graph, struct meeting *meetings)
{
	size_t count = 0;

	for (size_t i = 0; i < graph->segment_count; i++)
		for (size_t j = 0; j < graph->segments[i].to_count; j++) {
			struct end *to = &graph->segments[i].to[j];

			if (!node_is_bend(&graph->nodes[to->node]))
				meetings[count++] = (struct meeting){ to->node, to->offset,
								      graph_end_y(graph, &graph->segments[i].from), &to->offset };
		}
	for (size_t i = 0; i < graph->layout->link_count; i++) {
		struct layout_link *link = &graph->layout->links[i];
		size_t node;

		if (!is_loop_of(graph, i))
			continue;
		node = graph->node_of_box[link->child];
		meetings[count++] = (struct meeting){ node, link->child_row, graph->nodes[node].y + link->parent_row,
						      &link->child_row };
		meetings[count++] = (struct meeting){ node, link->parent_row, graph->nodes[node].y + link->child_row,
						      &link->parent_row };
	}
	spread(meetings, count);
}

static size_t
count_loops(const struct graph *graph, size_t box)
{
	size_t count = 0;

	for (size_t i = 0; i < graph->layout->link_count; i++)
		count += is_loop_of(graph, i) && graph->layout->links[i].child == box;
	return count;
}

/* The space to the left of a layer that is kept for its boxes' own lines. */
static int
loops_width(const struct graph *graph, const struct layer *layer)
{
	size_t most = 0;

	for (size_t i = 0; i < layer->count; i++) {
		const struct node *node = &graph->nodes[layer->nodes[i]];
		size_t loops = node_is_bend(node) ? 0 : count_loops(graph, node->box);

		most = loops > most ? loops : most;
	}
	return (int)most * LOOP_STEP;
}

/* From left to right: a layer, then the tracks between it and the next. */
static void
set_columns(struct graph *graph, struct arena *arena)
{
	int x = 0;

	for (size_t i = 0; i < graph->layer_count; i++) {
		struct layer *layer = &graph->layers[i];
		int loops = loops_width(graph, layer);

		x += loops > 0 ? loops + (i == 0 ? LOOP_FIRST : 0) : 0;
		layer->x = x;
		x += layer->width;
		if (i + 1 < graph->layer_count)
			x += tracks_choose(graph, i, x, arena) + TAIL;
	}
	graph->width = x;
}

static void
set_boxes(struct graph *graph)
{
	for (size_t i = 0; i < graph->node_count; i++) {
		const struct node *node = &graph->nodes[i];
		struct layout_box *box;

		if (node_is_bend(node))
			continue;
		box = &graph->layout->boxes[node->box];
		box->x = graph->layers[node->layer].x;
		box->y = node->y;
		box->width = graph->layers[node->layer].width;
	}
}

/* A corner, unless the line goes straight on there. */
static void
add_point(struct layout_link *link, int x, int y, struct arena *arena)
{
	size_t count = link->point_count;
	const struct layout_point *last = count > 0 ? &link->points[count - 1] : NULL;

	if (last && last->x == x && last->y == y)
		return;
	if (count > 1 && ((link->points[count - 2].x == x && last->x == x) ||
			  (link->points[count - 2].y == y && last->y == y)))
		link->point_count = --count;
	link->points = arena_grow(arena, link->points, count, sizeof *link->points);
	link->points[link->point_count++] = (struct layout_point){ x, y };
}

/* The end of a segment that leads to a link's box, or to the bend behind it. */
static const struct end *
end_for(const struct segment *segment, size_t link, bool is_last)
{
	for (size_t i = 0; i < segment->to_count; i++)
		if (segment->to[i].link == (is_last ? link : GRAPH_NONE))
			return &segment->to[i];
	return &segment->to[0];
}

static void
set_points(struct graph *graph, size_t index, struct arena *arena)
{
	struct layout_link *link = &graph->layout->links[index];
	bool is_backward = graph->is_backward[index];
	size_t count = graph->path_counts[index];
	const struct layout_box *child = &graph->layout->boxes[link->child], *parent = &graph->layout->boxes[link->parent];
	int y = 0;

	link->points = NULL;
	link->point_count = 0;
	for (size_t i = 0; i < count; i++) {
		size_t at = is_backward ? i : count - 1 - i;
		const struct segment *segment = &graph->segments[graph->paths[index][at]];
		int left = graph_end_y(graph, &segment->from);
		int right = graph_end_y(graph, end_for(segment, index, at + 1 == count));

		if (i == 0)
			add_point(link, is_backward ? child->x + child->width : child->x, is_backward ? left : right, arena);
		add_point(link, segment->x, is_backward ? left : right, arena);
		y = is_backward ? right : left;
		add_point(link, segment->x, y, arena);
	}
	add_point(link, is_backward ? parent->x : parent->x + parent->width, y, arena);
}

/* Round the left side of its box. */
static void
set_loop(struct graph *graph, size_t index, int number, struct arena *arena)
{
	struct layout_link *link = &graph->layout->links[index];
	const struct layout_box *box = &graph->layout->boxes[link->child];
	int x = box->x - LOOP_FIRST - number * LOOP_STEP;

	link->points = NULL;
	link->point_count = 0;
	add_point(link, box->x, box->y + link->child_row, arena);
	add_point(link, x, box->y + link->child_row, arena);
	add_point(link, x, box->y + link->parent_row, arena);
	add_point(link, box->x, box->y + link->parent_row, arena);
}

static void
set_loops(struct graph *graph, struct arena *arena)
{
	for (size_t i = 0; i < graph->box_count; i++) {
		int number = 0;

		for (size_t j = 0; j < graph->layout->link_count; j++)
			if (is_loop_of(graph, j) && graph->layout->links[j].child == graph->boxes[i])
				set_loop(graph, j, number++, arena);
	}
}

void
graph_route(struct graph *graph, struct arena *arena)
{
	size_t most = graph->segment_count + 2 * graph->layout->link_count;
	struct meeting *meetings;

	for (size_t i = 0; i < graph->segment_count; i++)
		most += graph->segments[i].to_count;
	meetings = arena_alloc(arena, (most + 1) * sizeof *meetings);
	spread_right(graph, meetings);
	spread_left(graph, meetings);
	set_columns(graph, arena);
	set_boxes(graph);
	for (size_t i = 0; i < graph->layout->link_count; i++)
		if (graph->path_counts[i] > 0)
			set_points(graph, i, arena);
	set_loops(graph, arena);
}
