#include "input/order.h"

#include <string.h>

#include "input/migrations.h"

/* The digits of a path's name below directory, without what stands before them. */
static const char *
find_number(const char *path, const char *directory, size_t *length)
{
	size_t above = strlen(directory);
	if (strncmp(path, directory, above) == 0)
		path += above;
	path += strspn(path, "/");
	path += strcspn(path, "0123456789/");
	path += strspn(path, "0");
	*length = strspn(path, "0123456789");
	return path;
}

static bool
is_greater_number(const struct migration *a, const struct migration *b, const char *directory)
{
	size_t a_length, b_length;
	const char *a_digits = find_number(a->path, directory, &a_length);
	const char *b_digits = find_number(b->path, directory, &b_length);
	if (a_length != b_length)
		return a_length > b_length && b_length > 0;
	return memcmp(a_digits, b_digits, a_length) > 0;
}

bool
order_find_clash(struct order_clash *clash, const struct migrations *migrations)
{
	for (size_t i = 1; i < migrations->count; i++) {
		const struct migration *first = &migrations->items[i - 1];
		const struct migration *second = &migrations->items[i];
		bool by_name = strcmp(first->path, second->path) > 0;
		bool by_number = is_greater_number(first, second, migrations->directory);
		/* What runs again has no number, and comes last. */
		if (by_name == by_number || second->is_repeatable)
			continue;
		*clash = (struct order_clash){ first, second, by_name };
		return true;
	}
	return false;
}
