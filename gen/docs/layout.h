#ifndef SQLGEN_LAYOUT_H
#define SQLGEN_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>

struct arena;

/*
 * Where the boxes of a picture stand and how the lines between them run: parents to the left of their
 * children, in layers; lines at right angles, never through a box, and two on top of each other only
 * where they lead to the same place. Everything is in pixels. Same input, same output.
 */

/* Rows are so high; all boxes' heights are multiples of it. */
enum { LAYOUT_ROW = 18 };

struct layout_box {
	int width, height;
	int x, y; /* found */
};

struct layout_point {
	int x, y;
};

/* From a row of one box to a row of another, or of the same. */
struct layout_link {
	size_t child, parent;
	int child_row, parent_row; /* y of the rows' middles in their boxes: half a row off its multiples */
	bool is_optional;          /* lines to one row of a parent that are alike run together */
	struct layout_point *points; /* found: from the child to the parent */
	size_t point_count;
};

struct layout {
	struct layout_box *boxes;
	size_t box_count;
	struct layout_link *links;
	size_t link_count;
	int width, height; /* found: without a margin */
};

/* wanted_width is kept to where that can be. */
void layout_run(struct layout *layout, int wanted_width, struct arena *arena);

#endif
