#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "docs/layout.h"
#include "test.h"

enum { BOXES_MAX = 60, LINKS_MAX = 120, ROWS_MAX = 9, WIDTH = 1200, HALF = LAYOUT_ROW / 2 };

/* A layout, and what was asked for: rows may be moved. */
struct drawing {
	struct arena arena;
	struct layout_box boxes[BOXES_MAX];
	struct layout_link links[LINKS_MAX], asked[LINKS_MAX];
	struct layout layout;
};

static void
begin(struct drawing *drawing)
{
	memset(drawing, 0, sizeof *drawing);
	drawing->layout.boxes = drawing->boxes;
	drawing->layout.links = drawing->links;
}

static void
add_box(struct drawing *drawing, int width, int rows)
{
	drawing->boxes[drawing->layout.box_count++] =
		(struct layout_box){ .width = width, .height = LAYOUT_ROW * (rows + 3) };
}

static void
add_link(struct drawing *drawing, size_t child, int child_row, size_t parent, int parent_row, bool is_optional)
{
	drawing->links[drawing->layout.link_count++] = (struct layout_link){
		.child = child,
		.parent = parent,
		.child_row = LAYOUT_ROW * (2 + child_row) + HALF,
		.parent_row = LAYOUT_ROW * (2 + parent_row) + HALF,
		.is_optional = is_optional,
	};
}

static void
run(struct drawing *drawing)
{
	memcpy(drawing->asked, drawing->links, sizeof drawing->asked);
	layout_run(&drawing->layout, WIDTH, &drawing->arena);
}

static bool
boxes_meet(const struct layout_box *a, const struct layout_box *b)
{
	return a->x < b->x + b->width && b->x < a->x + a->width && a->y < b->y + b->height && b->y < a->y + a->height;
}

static void
check_boxes(const struct layout *layout)
{
	for (size_t i = 0; i < layout->box_count; i++) {
		const struct layout_box *box = &layout->boxes[i];

		CHECK(box->x >= 0 && box->y >= 0);
		CHECK(box->x + box->width <= layout->width && box->y + box->height <= layout->height);
		for (size_t j = 0; j < i; j++)
			CHECK(!boxes_meet(box, &layout->boxes[j]));
	}
}

static int
least(int a, int b)
{
	return a < b ? a : b;
}

static int
most(int a, int b)
{
	return a > b ? a : b;
}

static bool
goes_through(const struct layout_point *a, const struct layout_point *b, const struct layout_box *box)
{
	return most(a->x, b->x) > box->x && least(a->x, b->x) < box->x + box->width && most(a->y, b->y) > box->y &&
	       least(a->y, b->y) < box->y + box->height;
}

static bool
is_at(const struct layout_point *point, const struct layout_box *box, int row)
{
	return (point->x == box->x || point->x == box->x + box->width) && abs(point->y - box->y - row) < HALF;
}

/* Lines go from row to row, at right angles, around boxes. */
static void
check_lines(const struct drawing *drawing)
{
	const struct layout *layout = &drawing->layout;

	for (size_t i = 0; i < layout->link_count; i++) {
		const struct layout_link *link = &layout->links[i], *asked = &drawing->asked[i];
		const struct layout_point *points = link->points;

		CHECK(link->point_count >= 2);
		if (link->point_count < 2)
			continue;
		CHECK(is_at(&points[0], &layout->boxes[link->child], asked->child_row));
		CHECK(is_at(&points[link->point_count - 1], &layout->boxes[link->parent], asked->parent_row));
		for (size_t j = 0; j + 1 < link->point_count; j++) {
			CHECK((points[j].x == points[j + 1].x) != (points[j].y == points[j + 1].y));
			for (size_t k = 0; k < layout->box_count; k++)
				CHECK(!goes_through(&points[j], &points[j + 1], &layout->boxes[k]));
		}
	}
}

static bool
is_one_net(const struct layout_link *a, const struct layout_link *b)
{
	return a->parent == b->parent && a->parent_row == b->parent_row && a->is_optional == b->is_optional;
}

/* More than a point of one is on the other. */
static bool
lie_on_each_other(const struct layout_point *a, const struct layout_point *b)
{
	bool is_upright = a[0].x == a[1].x;

	if (is_upright != (b[0].x == b[1].x))
		return false;
	if (is_upright)
		return a[0].x == b[0].x && most(least(a[0].y, a[1].y), least(b[0].y, b[1].y)) <
						   least(most(a[0].y, a[1].y), most(b[0].y, b[1].y));
	return a[0].y == b[0].y && most(least(a[0].x, a[1].x), least(b[0].x, b[1].x)) <
					   least(most(a[0].x, a[1].x), most(b[0].x, b[1].x));
}

static size_t
count_overlaps(const struct drawing *drawing)
{
	const struct layout *layout = &drawing->layout;
	size_t count = 0;

	for (size_t i = 0; i < layout->link_count; i++)
		for (size_t j = 0; j < i; j++) {
			const struct layout_link *a = &layout->links[i], *b = &layout->links[j];

			if (is_one_net(&drawing->asked[i], &drawing->asked[j]))
				continue;
			for (size_t k = 0; k + 1 < a->point_count; k++)
				for (size_t l = 0; l + 1 < b->point_count; l++)
					count += lie_on_each_other(&a->points[k], &b->points[l]);
		}
	return count;
}

static void
check(struct drawing *drawing)
{
	int before = failures;

	run(drawing);
	check_boxes(&drawing->layout);
	check_lines(drawing);
	CHECK_INT(count_overlaps(drawing), 0);
	if (failures > before)
		fprintf(stderr, "a layout of %zu boxes and %zu links\n", drawing->layout.box_count,
			drawing->layout.link_count);
	arena_finish(&drawing->arena);
}

static void
test_small(void)
{
	struct drawing drawing;

	begin(&drawing);
	run(&drawing);
	CHECK_INT(drawing.layout.width, 0);
	arena_finish(&drawing.arena);
	begin(&drawing);
	add_box(&drawing, 100, 3);
	check(&drawing);
	CHECK_INT(drawing.layout.width, 100);
	CHECK_INT(drawing.layout.height, 108);
	begin(&drawing);
	add_box(&drawing, 100, 1);
	add_box(&drawing, 100, 2);
	add_link(&drawing, 0, 0, 1, 0, false);
	check(&drawing);
	CHECK(drawing.boxes[1].x < drawing.boxes[0].x);
	CHECK_INT(drawing.links[0].point_count, 2);
}

/* A circle, a box with two lines to itself, the same line twice. */
static void
test_odd_links(void)
{
	struct drawing drawing;

	begin(&drawing);
	for (int i = 0; i < 4; i++)
		add_box(&drawing, 120, 4);
	for (size_t i = 0; i < 4; i++)
		add_link(&drawing, i, 1, (i + 1) % 4, 0, false);
	add_link(&drawing, 2, 2, 2, 0, true);
	add_link(&drawing, 2, 3, 2, 0, false);
	add_link(&drawing, 1, 2, 0, 0, true);
	add_link(&drawing, 1, 2, 0, 0, true);
	add_link(&drawing, 1, 2, 3, 0, false);
	check(&drawing);
}

static void
test_star(void)
{
	struct drawing drawing;

	begin(&drawing);
	add_box(&drawing, 150, 2);
	for (size_t i = 1; i < 40; i++) {
		add_box(&drawing, 150, 3);
		add_link(&drawing, i, 1, 0, 0, i % 3 == 0);
	}
	check(&drawing);
	/* Not all in one column. */
	CHECK(drawing.layout.height < 20 * 6 * LAYOUT_ROW);
	CHECK(drawing.layout.width < WIDTH);
}

static unsigned
next(unsigned *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 12;
}

static void
make_random(struct drawing *drawing, unsigned *seed)
{
	size_t boxes = 2 + next(seed) % 24, links = next(seed) % (boxes * 2);

	begin(drawing);
	for (size_t i = 0; i < boxes; i++)
		add_box(drawing, 100 + (int)(next(seed) % 150), 1 + (int)(next(seed) % ROWS_MAX));
	for (size_t i = 0; i < links; i++) {
		size_t child = next(seed) % boxes, parent = next(seed) % 4 == 0 ? next(seed) % boxes : next(seed) % (child + 1);
		int rows = drawing->boxes[child].height / LAYOUT_ROW - 3;

		add_link(drawing, child, (int)(next(seed) % (unsigned)rows), parent, 0, next(seed) % 2 == 0);
	}
}

static void
test_random(void)
{
	unsigned seed = 7;

	for (int i = 0; i < 600; i++) {
		struct drawing drawing;

		make_random(&drawing, &seed);
		check(&drawing);
	}
}

static void
test_same(void)
{
	struct drawing a, b;
	unsigned seed = 11, again = 11;

	make_random(&a, &seed);
	make_random(&b, &again);
	run(&a);
	run(&b);
	for (size_t i = 0; i < a.layout.box_count; i++)
		CHECK(a.boxes[i].x == b.boxes[i].x && a.boxes[i].y == b.boxes[i].y);
	for (size_t i = 0; i < a.layout.link_count; i++)
		for (size_t j = 0; j < a.links[i].point_count; j++)
			CHECK(memcmp(&a.links[i].points[j], &b.links[i].points[j], sizeof(struct layout_point)) == 0);
	arena_finish(&a.arena);
	arena_finish(&b.arena);
}

int
main(void)
{
	test_small();
	test_odd_links();
	test_star();
	test_random();
	test_same();
	return failures != 0;
}
