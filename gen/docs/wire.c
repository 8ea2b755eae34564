#include "docs/wire.h"

#include <stdlib.h>

#include "base/text.h"
#include "docs/layout.h"

enum { RADIUS = 7 };

/* Half way from a corner at most, so that two round corners do not meet. */
static int
radius_at(const struct layout_point *a, const struct layout_point *b)
{
	int length = abs(a->x - b->x) + abs(a->y - b->y);

	return length / 2 < RADIUS ? length / 2 : RADIUS;
}

static struct layout_point
towards(const struct layout_point *from, const struct layout_point *to, int distance)
{
	struct layout_point point = *from;

	point.x += to->x > from->x ? distance : to->x < from->x ? -distance : 0;
	point.y += to->y > from->y ? distance : to->y < from->y ? -distance : 0;
	return point;
}

const char *
wire_path(const struct layout_link *link, int margin, struct arena *arena)
{
	struct text text = { 0 };
	const struct layout_point *points = link->points;

	text_format(&text, "M%d %d", margin + points[0].x, margin + points[0].y);
	for (size_t i = 1; i + 1 < link->point_count; i++) {
		int before = radius_at(&points[i - 1], &points[i]), behind = radius_at(&points[i], &points[i + 1]);
		int radius = before < behind ? before : behind;
		struct layout_point from = towards(&points[i], &points[i - 1], radius);
		struct layout_point to = towards(&points[i], &points[i + 1], radius);

		text_format(&text, "L%d %dQ%d %d %d %d", margin + from.x, margin + from.y, margin + points[i].x,
			    margin + points[i].y, margin + to.x, margin + to.y);
	}
	text_format(&text, "L%d %d", margin + points[link->point_count - 1].x,
		    margin + points[link->point_count - 1].y);
	return text_keep(&text, arena);
}
