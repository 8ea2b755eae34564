#include "docs/graph.h"

#include <string.h>

#include "base/arena.h"
#include "docs/layout.h"

/* While layers are chosen: by box of the layout. */
struct choice {
	struct graph *graph;
	size_t *layer;
	char *state; /* 0: not seen, 1: under way, 2: done */
	struct arena *arena;
};

static struct layout_link *
link_at(const struct graph *graph, size_t i)
{
	return &graph->layout->links[i];
}

static bool
is_in(const struct graph *graph, const struct layout_link *link)
{
	return graph->node_of_box[link->child] != GRAPH_NONE;
}

static bool
is_loop(const struct layout_link *link)
{
	return link->child == link->parent;
}

/* To the left of it stands what is on the other side of its links: a circle is broken where it is met. */
static void
visit(struct choice *choice, size_t box)
{
	const struct graph *graph = choice->graph;

	choice->state[box] = 1;
	choice->layer[box] = 0;
	for (size_t i = 0; i < graph->layout->link_count; i++) {
		const struct layout_link *link = link_at(graph, i);

		if (link->child != box || is_loop(link))
			continue;
		if (choice->state[link->parent] == 1) {
			graph->is_backward[i] = true;
			continue;
		}
		if (choice->state[link->parent] == 0)
			visit(choice, link->parent);
		if (choice->layer[link->parent] + 1 > choice->layer[box])
			choice->layer[box] = choice->layer[link->parent] + 1;
	}
	choice->state[box] = 2;
}

static size_t
left_box(const struct graph *graph, size_t i)
{
	return graph->is_backward[i] ? link_at(graph, i)->child : link_at(graph, i)->parent;
}

static size_t
right_box(const struct graph *graph, size_t i)
{
	return graph->is_backward[i] ? link_at(graph, i)->parent : link_at(graph, i)->child;
}

/* A backward link has its child to the left: its parent moves on until it does. */
static bool
push_right(struct choice *choice)
{
	const struct graph *graph = choice->graph;
	bool has_moved = false;

	for (size_t i = 0; i < graph->layout->link_count; i++) {
		size_t left, right;

		if (!is_in(graph, link_at(graph, i)) || is_loop(link_at(graph, i)))
			continue;
		left = left_box(graph, i);
		right = right_box(graph, i);
		if (choice->layer[right] > choice->layer[left])
			continue;
		choice->layer[right] = choice->layer[left] + 1;
		has_moved = true;
	}
	return has_moved;
}

/* What has nothing to its left stands directly before the first that is to its right. */
static void
pull_roots(struct choice *choice)
{
	const struct graph *graph = choice->graph;

	for (size_t i = 0; i < graph->box_count; i++) {
		size_t box = graph->boxes[i], first = GRAPH_NONE;
		bool is_root = true;

		for (size_t j = 0; j < graph->layout->link_count; j++) {
			if (is_loop(link_at(graph, j)) || !is_in(graph, link_at(graph, j)))
				continue;
			is_root = is_root && right_box(graph, j) != box;
			if (left_box(graph, j) == box && choice->layer[right_box(graph, j)] < first)
				first = choice->layer[right_box(graph, j)];
		}
		if (is_root && first != GRAPH_NONE && first > 0)
			choice->layer[box] = first - 1;
	}
}

static bool
has_right(const struct graph *graph, size_t box)
{
	for (size_t i = 0; i < graph->layout->link_count; i++)
		if (!is_loop(link_at(graph, i)) && is_in(graph, link_at(graph, i)) && left_box(graph, i) == box)
			return true;
	return false;
}

/* How much goes on where a layer is too high: what nothing depends on, the last first. */
static void
lower(struct choice *choice, int most)
{
	const struct graph *graph = choice->graph;

	for (size_t layer = 0; layer < graph->box_count; layer++) {
		int height = 0;

		for (size_t i = 0; i < graph->box_count; i++)
			if (choice->layer[graph->boxes[i]] == layer)
				height += graph->layout->boxes[graph->boxes[i]].height + LAYOUT_ROW;
		for (size_t i = graph->box_count; i-- > 0 && height > most;) {
			size_t box = graph->boxes[i];

			if (choice->layer[box] != layer || has_right(graph, box))
				continue;
			choice->layer[box]++;
			height -= graph->layout->boxes[box].height + LAYOUT_ROW;
		}
	}
}

static size_t
add_node(struct graph *graph, struct node node, struct arena *arena)
{
	graph->nodes = arena_grow(arena, graph->nodes, graph->node_count, sizeof *graph->nodes);
	graph->nodes[graph->node_count] = node;
	return graph->node_count++;
}

static size_t
add_segment(struct graph *graph, struct end from, struct arena *arena)
{
	struct node *node = &graph->nodes[from.node];

	graph->segments = arena_grow(arena, graph->segments, graph->segment_count, sizeof *graph->segments);
	graph->segments[graph->segment_count] = (struct segment){ .from = from };
	graph_list_add(&node->segments, &node->segment_count, graph->segment_count, arena);
	return graph->segment_count++;
}

static void
add_end(struct graph *graph, size_t index, struct end to, struct arena *arena)
{
	struct segment *segment = &graph->segments[index];
	struct node *node = &graph->nodes[to.node];

	segment->to = arena_grow(arena, segment->to, segment->to_count, sizeof *segment->to);
	segment->to[segment->to_count++] = to;
	graph_list_add(&node->segments, &node->segment_count, index, arena);
}

/* The bend of a net in the layer behind a segment, made if it has none. */
static size_t
bend_behind(const struct graph *graph, size_t index)
{
	const struct segment *segment = &graph->segments[index];

	for (size_t i = 0; i < segment->to_count; i++)
		if (segment->to[i].link == GRAPH_NONE)
			return segment->to[i].node;
	return GRAPH_NONE;
}

/* The segment that goes on from a bend. */
static size_t
segment_of_bend(const struct graph *graph, size_t bend)
{
	for (size_t i = 0; i < graph->segment_count; i++)
		if (graph->segments[i].from.node == bend)
			return i;
	return GRAPH_NONE;
}

/* Do two links run together? */
static bool
is_one_net(const struct graph *graph, size_t a, size_t b)
{
	const struct layout_link *left = link_at(graph, a), *right = link_at(graph, b);

	return !graph->is_backward[a] && !graph->is_backward[b] && left->parent == right->parent &&
	       left->parent_row == right->parent_row && left->is_optional == right->is_optional;
}

/* Where a link begins: with the others of its net, if one of them was there before. */
static size_t
first_segment(struct graph *graph, size_t link, struct arena *arena)
{
	const struct layout_link *from = link_at(graph, link);
	int row = graph->is_backward[link] ? from->child_row : from->parent_row;

	for (size_t i = 0; i < link; i++)
		if (graph->path_counts[i] > 0 && is_one_net(graph, i, link))
			return graph->paths[i][0];
	return add_segment(graph, (struct end){ graph->node_of_box[left_box(graph, link)], row, link }, arena);
}

static void
make_path(struct graph *graph, size_t link, struct arena *arena)
{
	const struct layout_link *from = link_at(graph, link);
	size_t right = graph->node_of_box[right_box(graph, link)];
	size_t layer = graph->nodes[graph->node_of_box[left_box(graph, link)]].layer + 1;
	size_t at = first_segment(graph, link, arena);

	graph_list_add(&graph->paths[link], &graph->path_counts[link], at, arena);
	for (; layer < graph->nodes[right].layer; layer++) {
		size_t bend = bend_behind(graph, at);

		if (bend == GRAPH_NONE) {
			struct end go_on = { 0, LAYOUT_ROW / 2, GRAPH_NONE };

			bend = add_node(graph, (struct node){ .box = GRAPH_NONE, .layer = layer, .height = LAYOUT_ROW }, arena);
			go_on.node = bend;
			add_end(graph, at, go_on, arena);
			at = add_segment(graph, go_on, arena);
		} else {
			at = segment_of_bend(graph, bend);
		}
		graph_list_add(&graph->paths[link], &graph->path_counts[link], at, arena);
	}
	add_end(graph, at,
		(struct end){ right, graph->is_backward[link] ? from->parent_row : from->child_row, link }, arena);
}

/* Bends in the middle: what is behind them is not pulled to an end of the layer. */
static void
add_to_layer(struct layer *layer, size_t node, bool is_bend, struct arena *arena)
{
	size_t at = layer->count / 2;

	graph_list_add(&layer->nodes, &layer->count, node, arena);
	if (!is_bend)
		return;
	memmove(layer->nodes + at + 1, layer->nodes + at, (layer->count - 1 - at) * sizeof *layer->nodes);
	layer->nodes[at] = node;
}

static void
fill_layers(struct graph *graph, struct arena *arena)
{
	for (size_t i = 0; i < graph->node_count; i++)
		if (graph->nodes[i].layer + 1 > graph->layer_count)
			graph->layer_count = graph->nodes[i].layer + 1;
	graph->layers = arena_alloc(arena, graph->layer_count * sizeof *graph->layers);
	for (size_t i = 0; i < graph->node_count; i++) {
		struct layer *layer = &graph->layers[graph->nodes[i].layer];
		size_t box = graph->nodes[i].box;

		add_to_layer(layer, i, box == GRAPH_NONE, arena);
		if (box != GRAPH_NONE && graph->layout->boxes[box].width > layer->width)
			layer->width = graph->layout->boxes[box].width;
	}
}

void
graph_layer(struct graph *graph, int most, struct arena *arena)
{
	size_t box_count = graph->layout->box_count, link_count = graph->layout->link_count;
	struct choice choice = { .graph = graph, .arena = arena };

	choice.layer = arena_alloc(arena, box_count * sizeof *choice.layer);
	choice.state = arena_alloc(arena, box_count);
	graph->node_of_box = arena_alloc(arena, box_count * sizeof *graph->node_of_box);
	graph->is_backward = arena_alloc(arena, link_count + 1);
	graph->paths = arena_alloc(arena, (link_count + 1) * sizeof *graph->paths);
	graph->path_counts = arena_alloc(arena, (link_count + 1) * sizeof *graph->path_counts);
	memset(graph->node_of_box, 0xFF, box_count * sizeof *graph->node_of_box);
	for (size_t i = 0; i < graph->box_count; i++)
		graph->node_of_box[graph->boxes[i]] = i;
	for (size_t i = 0; i < graph->box_count; i++)
		if (choice.state[graph->boxes[i]] == 0)
			visit(&choice, graph->boxes[i]);
	while (push_right(&choice))
		;
	pull_roots(&choice);
	lower(&choice, most);
	for (size_t i = 0; i < graph->box_count; i++) {
		size_t box = graph->boxes[i];

		add_node(graph, (struct node){ .box = box, .layer = choice.layer[box], .height = graph->layout->boxes[box].height },
			 arena);
	}
	for (size_t i = 0; i < link_count; i++)
		if (is_in(graph, link_at(graph, i)) && !is_loop(link_at(graph, i)))
			make_path(graph, i, arena);
	fill_layers(graph, arena);
}
