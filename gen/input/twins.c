#include "input/reading.h"

#include <string.h>

#include "input/tool_name.h"

enum { TWINS_MAX = 64 }; /* of one version; more are none */

static bool
is_same(const struct migration_name *a, const struct dialect *as, const struct migration_name *b,
	const struct dialect *bs)
{
	return a->side == b->side && as->label_length == bs->label_length &&
	       memcmp(a->label, b->label, as->label_length) == 0;
}

/*
 * "_postgres" at the end of a label is a dialect only where the same name is there without it or
 * with another; behind a dot it always is.
 */
static struct dialect
read_dialect(const struct migration_name *group, size_t count, size_t at)
{
	struct dialect dialect = tool_name_dialect(&group[at]);
	bool has_twin = dialect.joint == '.' || dialect.joint == '\0';
	for (size_t i = 0; i < count && !has_twin; i++) {
		struct dialect other = tool_name_dialect(&group[i]);
		has_twin = i != at && is_same(&group[at], &dialect, &group[i], &other);
	}
	if (!has_twin)
		dialect = (struct dialect){ 1, group[at].label_length, '\0' };
	return dialect;
}

size_t
twins_sift(struct reading *reading, struct migration_name *kept, const struct migration_name *group,
	   size_t count)
{
	struct dialect dialects[TWINS_MAX];
	size_t kept_count = 0;
	for (size_t i = 0; i < count && i < TWINS_MAX; i++)
		dialects[i] = read_dialect(group, count, i);
	for (size_t i = 0; i < count; i++) {
		bool is_best = count > TWINS_MAX || dialects[i].rank > 0, has_twin = false;
		for (size_t j = 0; j < count && count <= TWINS_MAX && is_best; j++) {
			bool is_twin =
				j != i && is_same(&group[i], &dialects[i], &group[j], &dialects[j]);
			is_best = dialects[j].rank <= dialects[i].rank || !is_twin;
			has_twin = has_twin || is_twin;
		}
		if (!is_best) {
			reading_pass(reading, group[i].file);
			continue;
		}
		kept[kept_count] = group[i];
		kept[kept_count].has_twin = has_twin;
		if (count <= TWINS_MAX)
			kept[kept_count].label_length = dialects[i].label_length;
		kept_count++;
	}
	return kept_count;
}
