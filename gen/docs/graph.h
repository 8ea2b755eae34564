#ifndef SQLGEN_GRAPH_H
#define SQLGEN_GRAPH_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct layout;

#define GRAPH_NONE ((size_t)-1)

/*
 * One connected part of a layout in layers, from left to right. A net is what runs together: it
 * begins at the right side of one node and ends at the left sides of others. Where it passes a layer
 * it has a bend there, a node without a box.
 */
struct end {
	size_t node;
	int offset; /* of the line, from the node's y */
	size_t link; /* of the layout; GRAPH_NONE: it goes on from a bend */
};

struct node {
	size_t box; /* of the layout; GRAPH_NONE: a bend */
	size_t layer;
	int height, y;
	double wanted; /* for sorting and placing */
	/* of the graph's segments, those that begin or end here */
	size_t *segments;
	size_t segment_count;
};

/* A net between two layers that are next to each other. */
struct segment {
	struct end from; /* in the layer to the left */
	struct end *to;
	size_t to_count;
	int x; /* where it runs up and down; found by graph_route */
};

struct layer {
	size_t *nodes; /* from top to bottom */
	size_t count;
	int x, width;
	int loops; /* lines from a box to itself that run beside it, at most */
};

struct graph {
	struct layout *layout;
	const size_t *boxes; /* those that are in it, in order */
	size_t box_count;
	size_t *node_of_box; /* of the layout */
	struct node *nodes;
	size_t node_count;
	struct segment *segments;
	size_t segment_count;
	struct layer *layers;
	size_t layer_count;
	/* of the layout's links: the one to the left, and the segments from there to the right */
	bool *is_backward; /* the child is to the left */
	size_t **paths;
	size_t *path_counts;
	int width, height;
};

bool node_is_bend(const struct node *node);
/* The y where a segment begins or ends. */
int graph_end_y(const struct graph *graph, const struct end *end);
/* Adds to a list of nodes, segments or boxes. */
void graph_list_add(size_t **items, size_t *count, size_t item, struct arena *arena);

/* Chooses the layers, no higher than most where that can be, and makes nodes and segments. */
void graph_layer(struct graph *graph, int most, struct arena *arena);
/* Sorts the nodes of each layer so that few lines cross. */
void graph_sort(struct graph *graph, struct arena *arena);
/* Gives each node its y, so that lines are straight where they can be. */
void graph_place(struct graph *graph, struct arena *arena);
/* Gives layers and segments their x, and the layout's links their points. */
void graph_route(struct graph *graph, struct arena *arena);

#endif
