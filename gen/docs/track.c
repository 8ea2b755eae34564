#include "docs/track.h"

#include <stdbool.h>
#include <stdlib.h>

#include "base/arena.h"
#include "docs/graph.h"

/* Before the first track there is room for what stands at the begin of lines. */
enum { LEAD = 28, STEP = 10, NEAR = 5, SHIFT = 5, PASSES = 40, OVERLAP = 1000 };

/* A segment as its track sees it. */
struct run {
	struct segment *segment;
	int left;          /* y where it comes in */
	int least, most;   /* y that it runs between */
	size_t track;
};

static void
measure(struct run *run, const struct graph *graph)
{
	run->left = run->least = run->most = graph_end_y(graph, &run->segment->from);
	for (size_t i = 0; i < run->segment->to_count; i++) {
		int y = graph_end_y(graph, &run->segment->to[i]);

		run->least = y < run->least ? y : run->least;
		run->most = y > run->most ? y : run->most;
	}
}

static bool
is_straight(const struct run *run)
{
	return run->least == run->most;
}

static bool
are_near(int a, int b)
{
	return abs(a - b) < NEAR;
}

/* What it costs if a runs to the left of b: crossings, and lines on top of each other. */
static int
cost(const struct graph *graph, const struct run *a, const struct run *b)
{
	int sum = b->left > a->least && b->left < a->most;

	for (size_t i = 0; i < a->segment->to_count; i++) {
		int y = graph_end_y(graph, &a->segment->to[i]);

		sum += y > b->least && y < b->most;
		sum += are_near(y, b->left) && y != a->left ? OVERLAP : 0;
	}
	if (are_near(b->left, a->least) || are_near(b->left, a->most))
		sum += 2;
	return sum;
}

/* Neighbours change places as long as that is better. */
static void
sort(struct run *runs, size_t count, const struct graph *graph)
{
	bool is_better = true;

	for (size_t pass = 0; pass < PASSES && is_better; pass++) {
		is_better = false;
		for (size_t i = 0; i + 1 < count; i++) {
			struct run left = runs[i];

			if (cost(graph, &runs[i + 1], &left) >= cost(graph, &left, &runs[i + 1]))
				continue;
			runs[i] = runs[i + 1];
			runs[i + 1] = left;
			is_better = true;
		}
	}
}

/* Those that cost least where they are put in among the ones before. */
static void
insert(struct run *runs, size_t count, const struct graph *graph)
{
	for (size_t i = 1; i < count; i++) {
		struct run run = runs[i];
		size_t best = i;
		int total = 0, least = 0;

		for (size_t j = i; j-- > 0;) {
			total += cost(graph, &run, &runs[j]) - cost(graph, &runs[j], &run);
			if (total >= least)
				continue;
			least = total;
			best = j;
		}
		for (size_t j = i; j > best; j--)
			runs[j] = runs[j - 1];
		runs[best] = run;
	}
}

/* Moves an end in its row; a net that goes on behind a bend goes on from there. */
static void
shift(struct graph *graph, struct end *end)
{
	end->offset += SHIFT;
	if (!node_is_bend(&graph->nodes[end->node]))
		return;
	for (size_t i = 0; i < graph->nodes[end->node].segment_count; i++) {
		struct segment *segment = &graph->segments[graph->nodes[end->node].segments[i]];

		if (segment->from.node == end->node)
			segment->from.offset = end->offset;
	}
}

/* Two that each must be left of the other. */
static void
part(struct graph *graph, struct run *runs, size_t count)
{
	for (size_t i = 0; i < count; i++)
		for (size_t j = i + 1; j < count; j++)
			for (size_t k = 0; k < runs[i].segment->to_count; k++) {
				struct end *end = &runs[i].segment->to[k];

				if (!are_near(graph_end_y(graph, end), runs[j].left) || graph_end_y(graph, end) == runs[i].left)
					continue;
				shift(graph, end);
				measure(&runs[i], graph);
			}
}

/* Each as far to the left as those before it that it would meet let it. */
static size_t
set_tracks(struct run *runs, size_t count)
{
	size_t tracks = 0;

	for (size_t i = 0; i < count; i++) {
		runs[i].track = 0;
		for (size_t j = 0; j < i && !is_straight(&runs[i]); j++)
			if (!is_straight(&runs[j]) && runs[j].track >= runs[i].track &&
			    runs[j].least - NEAR <= runs[i].most && runs[i].least - NEAR <= runs[j].most)
				runs[i].track = runs[j].track + 1;
		if (!is_straight(&runs[i]) && runs[i].track + 1 > tracks)
			tracks = runs[i].track + 1;
	}
	return tracks;
}

static int
compare_runs(const void *a, const void *b)
{
	const struct run *left = a, *right = b;

	if (left->left != right->left)
		return left->left < right->left ? -1 : 1;
	return (left->segment > right->segment) - (left->segment < right->segment);
}

int
tracks_choose(struct graph *graph, size_t layer, int left, struct arena *arena)
{
	struct run *runs = arena_alloc(arena, (graph->segment_count + 1) * sizeof *runs);
	size_t count = 0, tracks;

	for (size_t i = 0; i < graph->segment_count; i++) {
		if (graph->nodes[graph->segments[i].from.node].layer != layer)
			continue;
		runs[count].segment = &graph->segments[i];
		measure(&runs[count++], graph);
	}
	qsort(runs, count, sizeof *runs, compare_runs);
	insert(runs, count, graph);
	sort(runs, count, graph);
	part(graph, runs, count);
	tracks = set_tracks(runs, count);
	for (size_t i = 0; i < count; i++)
		runs[i].segment->x = left + LEAD + (int)runs[i].track * STEP;
	return LEAD + (tracks > 0 ? (int)(tracks - 1) * STEP : 0);
}
