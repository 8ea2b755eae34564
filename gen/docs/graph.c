#include "docs/graph.h"

#include "base/arena.h"

bool
node_is_bend(const struct node *node)
{
	return node->box == GRAPH_NONE;
}

int
graph_end_y(const struct graph *graph, const struct end *end)
{
	return graph->nodes[end->node].y + end->offset;
}

void
graph_list_add(size_t **items, size_t *count, size_t item, struct arena *arena)
{
	*items = arena_grow(arena, *items, *count, sizeof **items);
	(*items)[(*count)++] = item;
}
