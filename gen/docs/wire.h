#ifndef SQLGEN_WIRE_H
#define SQLGEN_WIRE_H

struct arena;
struct layout_link;

/*
 * A line of a layout with round corners, all of it moved by margin, as the "d" of a path:
 * https://www.w3.org/TR/SVG2/paths.html
 */
const char *wire_path(const struct layout_link *link, int margin, struct arena *arena);

#endif
