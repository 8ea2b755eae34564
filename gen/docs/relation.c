#include "docs/relation.h"

#include <stddef.h>

#include "schema/schema.h"

bool
relation_is_optional(const struct table *table, const struct foreign_key *key)
{
	for (size_t i = 0; i < key->columns.count; i++)
		if (!table->columns[key->columns.items[i]].is_not_null)
			return true;
	return false;
}

static bool
is_among(const struct column_list *columns, const struct column_list *all)
{
	for (size_t i = 0; i < columns->count; i++) {
		size_t j = 0;

		while (j < all->count && all->items[j] != columns->items[i])
			j++;
		if (j == all->count)
			return false;
	}
	return columns->count > 0;
}

bool
relation_is_single(const struct table *table, const struct foreign_key *key)
{
	if (is_among(&table->key, &key->columns))
		return true;
	for (size_t i = 0; i < table->index_count; i++) {
		const struct index *index = &table->indexes[i];

		if (index->is_unique && !index->is_partial && !index->has_expression &&
		    is_among(&index->columns, &key->columns))
			return true;
	}
	return false;
}
