#include "docs/graph.h"

#include "base/arena.h"
#include "docs/layout.h"

enum { PASSES = 12 };

/* Nodes that touch, and so move as one. */
struct block {
	double sum, weight; /* of what its nodes want of its begin */
	size_t first;       /* in the layer */
	double begin;
};

/* Between two nodes that follow each other. */
static int
gap(const struct node *upper, const struct node *lower)
{
	return node_is_bend(upper) || node_is_bend(lower) ? 0 : LAYOUT_ROW;
}

/* Straight lines through layers are worth more than those that end there. */
static double
weight(const struct node *node, const struct node *other)
{
	return node_is_bend(node) && node_is_bend(other) ? 8 : node_is_bend(node) || node_is_bend(other) ? 2 : 1;
}

struct pull {
	double sum, weight;
};

static void
add_pull(struct pull *pull, const struct graph *graph, const struct end *own, const struct end *other)
{
	const struct node *node = &graph->nodes[own->node], *far = &graph->nodes[other->node];
	double strength = weight(node, far);

	pull->sum += strength * (double)(far->y + other->offset - own->offset);
	pull->weight += strength;
}

/* Where its lines would be straight, as far as they come from one side, or from both. */
static struct pull
pull_of(const struct graph *graph, size_t index, bool looks_left, bool looks_right)
{
	const struct node *node = &graph->nodes[index];
	struct pull pull = { 0, 0 };

	for (size_t i = 0; i < node->segment_count; i++) {
		const struct segment *segment = &graph->segments[node->segments[i]];

		for (size_t j = 0; j < segment->to_count; j++) {
			if (segment->from.node == index && looks_right)
				add_pull(&pull, graph, &segment->from, &segment->to[j]);
			if (segment->to[j].node == index && looks_left)
				add_pull(&pull, graph, &segment->to[j], &segment->from);
		}
	}
	return pull;
}

/* Where each node begins, counted from the first one's begin, if all touch. */
static int
stack(const struct graph *graph, const struct layer *layer, int *begins)
{
	int at = 0;

	for (size_t i = 0; i < layer->count; i++) {
		if (i > 0)
			at += gap(&graph->nodes[layer->nodes[i - 1]], &graph->nodes[layer->nodes[i]]);
		begins[i] = at;
		at += graph->nodes[layer->nodes[i]].height;
	}
	return at;
}

static int
to_grid(double y)
{
	double rows = y / LAYOUT_ROW;

	return (int)(rows < 0 ? rows - 0.5 : rows + 0.5) * LAYOUT_ROW;
}

/*
 * The least squares of what is wanted, in the order that is given: blocks that would overlap become
 * one ("pool adjacent violators").
 */
static void
settle(struct graph *graph, const struct layer *layer, const int *begins, const struct pull *pulls,
       struct block *blocks)
{
	size_t count = 0;
	int least = 0;

	for (size_t i = 0; i < layer->count; i++) {
		struct block block = { pulls[i].sum - pulls[i].weight * begins[i], pulls[i].weight, i, 0 };

		block.begin = block.sum / block.weight;
		while (count > 0 && blocks[count - 1].begin >= block.begin) {
			block.sum += blocks[count - 1].sum;
			block.weight += blocks[count - 1].weight;
			block.first = blocks[count - 1].first;
			block.begin = block.sum / block.weight;
			count--;
		}
		blocks[count++] = block;
	}
	for (size_t i = 0; i < count; i++) {
		size_t end = i + 1 < count ? blocks[i + 1].first : layer->count;
		int begin = to_grid(blocks[i].begin);

		if (i > 0 && begin < least)
			begin = least;
		for (size_t j = blocks[i].first; j < end; j++)
			graph->nodes[layer->nodes[j]].y = begin + begins[j];
		least = begin;
	}
}

static void
place_layer(struct graph *graph, const struct layer *layer, bool looks_left, bool looks_right, struct arena *arena)
{
	int *begins = arena_alloc(arena, (layer->count + 1) * sizeof *begins);
	struct pull *pulls = arena_alloc(arena, (layer->count + 1) * sizeof *pulls);
	struct block *blocks = arena_alloc(arena, (layer->count + 1) * sizeof *blocks);

	stack(graph, layer, begins);
	for (size_t i = 0; i < layer->count; i++) {
		const struct node *node = &graph->nodes[layer->nodes[i]];

		pulls[i] = pull_of(graph, layer->nodes[i], looks_left, looks_right);
		/* What nothing pulls stays, but gives way. */
		if (pulls[i].weight == 0)
			pulls[i] = (struct pull){ node->y * 0.01, 0.01 };
	}
	settle(graph, layer, begins, pulls, blocks);
}

static void
begin_at_zero(struct graph *graph)
{
	int least = graph->node_count > 0 ? graph->nodes[0].y : 0;

	for (size_t i = 0; i < graph->node_count; i++)
		least = graph->nodes[i].y < least ? graph->nodes[i].y : least;
	graph->height = 0;
	for (size_t i = 0; i < graph->node_count; i++) {
		struct node *node = &graph->nodes[i];

		node->y -= least;
		if (node->y + node->height > graph->height)
			graph->height = node->y + node->height;
	}
}

static void
place_first(struct graph *graph, const struct layer *layer, struct arena *arena)
{
	int *begins = arena_alloc(arena, (layer->count + 1) * sizeof *begins);

	stack(graph, layer, begins);
	for (size_t i = 0; i < layer->count; i++)
		graph->nodes[layer->nodes[i]].y = begins[i];
}

void
graph_place(struct graph *graph, struct arena *arena)
{
	for (size_t i = 0; i < graph->layer_count; i++)
		place_first(graph, &graph->layers[i], arena);
	for (size_t pass = 0; pass < PASSES; pass++)
		for (size_t i = 0; i < graph->layer_count; i++) {
			bool is_last = pass + 2 >= PASSES, goes_right = pass % 2 == 0;
			size_t layer = goes_right ? i : graph->layer_count - 1 - i;

			place_layer(graph, &graph->layers[layer], goes_right || is_last, !goes_right || is_last, arena);
		}
	begin_at_zero(graph);
}
