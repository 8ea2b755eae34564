#ifndef SQLGEN_TRACK_H
#define SQLGEN_TRACK_H

#include <stddef.h>

struct arena;
struct graph;

/*
 * Gives each segment that leaves a layer the x where it runs up or down, so that few lines cross and
 * none lies on another. left is where the boxes of the layer end. Returns the width that is used.
 * Where two lines would have to change places, an end is moved a little in its row.
 */
int tracks_choose(struct graph *graph, size_t layer, int left, struct arena *arena);

#endif
