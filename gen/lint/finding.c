#include "lint/finding.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "input/migrations.h"
#include "lint/rule.h"

struct ranked {
	struct finding finding;
	size_t rank; /* of its file */
};

void
findings_add(struct findings *findings, const struct finding *finding, struct arena *arena)
{
	findings->items =
		arena_grow(arena, findings->items, findings->count, sizeof *findings->items);
	findings->items[findings->count++] = *finding;
}

/* What is of no migration stands first. */
static size_t
rank_of(const char *path, const struct migrations *migrations)
{
	for (size_t i = 0; path != NULL && i < migrations->count; i++)
		if (strcmp(migrations->items[i].path, path) == 0)
			return i + 1;
	return 0;
}

static int
order(size_t a, size_t b)
{
	return a < b ? -1 : a > b;
}

static int
compare(const void *a, const void *b)
{
	const struct ranked *left = a, *right = b;
	const struct finding *x = &left->finding, *y = &right->finding;
	int result = order(left->rank, right->rank);
	if (result == 0 && x->place.path != NULL && y->place.path != NULL)
		result = strcmp(x->place.path, y->place.path);
	if (result == 0)
		result = order(x->place.line, y->place.line);
	if (result == 0)
		result = order(x->place.column, y->place.column);
	if (result == 0)
		result = strcmp(x->rule->id, y->rule->id);
	return result != 0 ? result : strcmp(x->text, y->text);
}

void
findings_sort(struct findings *findings, const struct migrations *migrations, struct arena *arena)
{
	struct ranked *ranked = arena_alloc(arena, (findings->count + 1) * sizeof *ranked);
	size_t kept = 0;
	for (size_t i = 0; i < findings->count; i++)
		ranked[i] = (struct ranked){ findings->items[i],
					     rank_of(findings->items[i].place.path, migrations) };
	qsort(ranked, findings->count, sizeof *ranked, compare);
	for (size_t i = 0; i < findings->count; i++)
		if (i == 0 || compare(&ranked[i - 1], &ranked[i]) != 0)
			findings->items[kept++] = ranked[i].finding;
	findings->count = kept;
}
