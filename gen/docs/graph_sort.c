#include "docs/graph.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "docs/layout.h"

/* More passes change nothing in schemas that there are. */
enum { PASSES = 24 };

/* A node as qsort sees it. */
struct sorted {
	double wanted;
	size_t position, node;
};

/* Where lines meet a layer: a position, and inside of a box the height. */
static double
port(const struct graph *graph, const struct end *end, const size_t *positions)
{
	const struct node *node = &graph->nodes[end->node];

	return (double)positions[end->node] + (double)end->offset / (double)(node->height + 1);
}

static int
compare_sorted(const void *a, const void *b)
{
	const struct sorted *left = a, *right = b;

	if (left->wanted != right->wanted)
		return left->wanted < right->wanted ? -1 : 1;
	return (left->position > right->position) - (left->position < right->position);
}

/* A line from one layer to the next. */
struct arc {
	double from, to;
};

static int
compare_arcs(const void *a, const void *b)
{
	const struct arc *left = a, *right = b;

	if (left->from != right->from)
		return left->from < right->from ? -1 : 1;
	return (left->to > right->to) - (left->to < right->to);
}

/* Pairs of lines between two layers that cross. */
static size_t
count_between(const struct graph *graph, size_t layer, const size_t *positions, struct arc *arcs)
{
	size_t count = 0, crossings = 0;

	for (size_t i = 0; i < graph->segment_count; i++) {
		const struct segment *segment = &graph->segments[i];

		if (graph->nodes[segment->from.node].layer != layer)
			continue;
		for (size_t j = 0; j < segment->to_count; j++)
			arcs[count++] = (struct arc){ port(graph, &segment->from, positions),
						      port(graph, &segment->to[j], positions) };
	}
	qsort(arcs, count, sizeof *arcs, compare_arcs);
	for (size_t i = 0; i < count; i++)
		for (size_t j = i + 1; j < count; j++)
			crossings += arcs[j].to < arcs[i].to && arcs[j].from > arcs[i].from;
	return crossings;
}

static size_t
count_all(const struct graph *graph, const size_t *positions, struct arc *arcs)
{
	size_t crossings = 0;

	for (size_t i = 0; i + 1 < graph->layer_count; i++)
		crossings += count_between(graph, i, positions, arcs);
	return crossings;
}

/* The middle of what a node is tied to on one side; its own place if that is nothing. */
static double
middle(const struct graph *graph, size_t index, bool looks_left, const size_t *positions)
{
	const struct node *node = &graph->nodes[index];
	double sum = 0;
	size_t count = 0;

	for (size_t i = 0; i < node->segment_count; i++) {
		const struct segment *segment = &graph->segments[node->segments[i]];
		bool begins = segment->from.node == index;

		if (begins == looks_left)
			continue;
		if (!begins) {
			sum += port(graph, &segment->from, positions);
			count++;
		}
		for (size_t j = 0; begins && j < segment->to_count; j++, count++)
			sum += port(graph, &segment->to[j], positions);
	}
	return count > 0 ? sum / (double)count : -1;
}

static void
sort_layer(struct graph *graph, struct layer *layer, bool looks_left, size_t *positions, struct sorted *sorted)
{
	for (size_t i = 0; i < layer->count; i++) {
		double wanted = middle(graph, layer->nodes[i], looks_left, positions);

		sorted[i] = (struct sorted){ wanted < 0 ? (double)i : wanted, i, layer->nodes[i] };
	}
	qsort(sorted, layer->count, sizeof *sorted, compare_sorted);
	for (size_t i = 0; i < layer->count; i++) {
		layer->nodes[i] = sorted[i].node;
		positions[sorted[i].node] = i;
	}
}

static size_t
count_around(const struct graph *graph, size_t layer, const size_t *positions, struct arc *arcs)
{
	return (layer > 0 ? count_between(graph, layer - 1, positions, arcs) : 0) +
	       (layer + 1 < graph->layer_count ? count_between(graph, layer, positions, arcs) : 0);
}

static void
swap(struct layer *layer, size_t i, size_t *positions)
{
	size_t upper = layer->nodes[i];

	layer->nodes[i] = layer->nodes[i + 1];
	layer->nodes[i + 1] = upper;
	positions[layer->nodes[i]] = i;
	positions[upper] = i + 1;
}

/* Neighbours change places where that takes a crossing away. */
static void
swap_neighbours(struct graph *graph, size_t *positions, struct arc *arcs)
{
	bool is_better = true;

	for (size_t pass = 0; pass < PASSES && is_better; pass++) {
		is_better = false;
		for (size_t layer = 0; layer < graph->layer_count; layer++)
			for (size_t i = 0; i + 1 < graph->layers[layer].count; i++) {
				size_t before = count_around(graph, layer, positions, arcs);

				swap(&graph->layers[layer], i, positions);
				if (count_around(graph, layer, positions, arcs) < before)
					is_better = true;
				else
					swap(&graph->layers[layer], i, positions);
			}
	}
}

static void
set_positions(const struct graph *graph, size_t *positions)
{
	for (size_t i = 0; i < graph->layer_count; i++)
		for (size_t j = 0; j < graph->layers[i].count; j++)
			positions[graph->layers[i].nodes[j]] = j;
}

static size_t
count_arcs(const struct graph *graph)
{
	size_t count = 0;

	for (size_t i = 0; i < graph->segment_count; i++)
		count += graph->segments[i].to_count;
	return count;
}

static void
copy_order(const struct graph *graph, size_t *order, bool is_kept)
{
	size_t at = 0;

	for (size_t i = 0; i < graph->layer_count; i++) {
		struct layer *layer = &graph->layers[i];

		memcpy(is_kept ? order + at : layer->nodes, is_kept ? layer->nodes : order + at,
		       layer->count * sizeof *order);
		at += layer->count;
	}
}

void
graph_sort(struct graph *graph, struct arena *arena)
{
	size_t *positions = arena_alloc(arena, graph->node_count * sizeof *positions);
	size_t *best = arena_alloc(arena, graph->node_count * sizeof *best), fewest;
	struct sorted *sorted = arena_alloc(arena, graph->node_count * sizeof *sorted);
	struct arc *arcs = arena_alloc(arena, (count_arcs(graph) + 1) * sizeof *arcs);

	set_positions(graph, positions);
	fewest = count_all(graph, positions, arcs);
	copy_order(graph, best, true);
	for (size_t pass = 0; pass < PASSES && fewest > 0; pass++) {
		size_t crossings;

		for (size_t i = 0; i < graph->layer_count; i++) {
			size_t layer = pass % 2 == 0 ? i : graph->layer_count - 1 - i;

			sort_layer(graph, &graph->layers[layer], pass % 2 == 0, positions, sorted);
		}
		crossings = count_all(graph, positions, arcs);
		if (crossings >= fewest)
			continue;
		fewest = crossings;
		copy_order(graph, best, true);
	}
	copy_order(graph, best, false);
	set_positions(graph, positions);
	swap_neighbours(graph, positions, arcs);
}
