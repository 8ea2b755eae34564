#include "input/reading.h"

#include <string.h>

#include "base/arena.h"
#include "input/convention.h"

/* The second and further ones of equal versions carry their name in the version, as the history
 * needs it. */
static void
add_item(struct reading *reading, const struct migration_name *up, bool is_tie)
{
	char *version = migration_name_version(up, reading->arena);
	char *name = up->label_length > 0 ? arena_copy(reading->arena, up->label, up->label_length)
					  : version;
	struct migration item = {
		.version = is_tie ? arena_format(reading->arena, "%s_%s", version, name) : version,
		.name = name,
		.path = reading_place(reading, up->file).path,
		.has_twin = up->has_twin,
		.is_repeatable = strcmp(reading->convention->name, "flyway") == 0 && up->text,
	};
	reading->items = arena_grow(reading->arena, reading->items, reading->item_count,
				    sizeof(*reading->items));
	reading->items[reading->item_count++] = item;
}

/* Does a convention that has ties read the same names? */
static bool
can_be_numbered(const struct reading *reading)
{
	return reading->convention == convention_row(CONVENTION_NATIVE) ||
	       reading->convention == convention_row(CONVENTION_SQLX);
}

/* Two up files of one version. */
static bool
check_equal(const struct reading *reading, const struct migration_name *first,
	    const struct migration_name *second)
{
	struct place place = reading_place(reading, second->file);
	const char *version = migration_name_version(second, reading->arena);
	if (reading->convention->refuses_equal) {
		diag_error(reading->diag, place,
			   "expected one migration for each version, found '%s' and '%s' for "
			   "version %s; %s",
			   first->file, second->file, version,
			   can_be_numbered(reading)
				   ? "rename one, or set 'convention = numbered', which runs them "
				     "by their full names"
				   : "rename one");
		diag_note(reading->diag, reading_place(reading, first->file),
			  "the other one is here");
		return false;
	}
	diag_warning(reading->diag, place, "equal-versions",
		     "found '%s' and '%s' for version %s: they run in this order", first->file,
		     second->file, version);
	return true;
}

/* The up file to which a down file belongs, among those of its version; NULL if there is none. */
static const struct migration_name *
find_up(const struct reading *reading, const struct migration_name *down,
	const struct migration_name *group, size_t count)
{
	const struct migration_name *only = NULL;
	size_t ups = 0, downs = 0;
	for (size_t i = 0; i < count; i++) {
		if (group[i].side == SIDE_DOWN) {
			downs++;
			continue;
		}
		if (migration_name_same_label(&group[i], down))
			return &group[i];
		only = &group[i];
		ups++;
	}
	return reading->convention->pairs_by_version && ups == 1 && downs == 1 ? only : NULL;
}

static bool
tell_lone_down(const struct reading *reading, const struct migration_name *down,
	       const struct migration_name *group, size_t count)
{
	struct place place = reading_place(reading, down->file);
	const struct migration_name *up = NULL;
	for (size_t i = 0; i < count && !up; i++)
		up = group[i].side == SIDE_UP ? &group[i] : NULL;
	if (!reading->convention->refuses_lone_down) {
		diag_warning(reading->diag, place, "lone-down",
			     "expected an up file beside '%s', found none: it is passed over",
			     down->file);
		return true;
	}
	diag_error(reading->diag, place, "expected '%.*s.sql' beside '%s', found %s%s%s",
		   (int)(down->label + down->label_length - down->file), down->file, down->file,
		   up ? "'" : "", up ? up->file : "nothing", up ? "'" : "");
	return false;
}

static bool
add_down(struct reading *reading, const struct migration_name *down,
	 const struct migration_name *group, size_t count)
{
	const struct migration_name *up = find_up(reading, down, group, count);
	if (!up)
		return tell_lone_down(reading, down, group, count);
	const char *up_path = reading_place(reading, up->file).path;
	struct migration *item = &reading->items[reading->item_count - 1];
	while (strcmp(item->path, up_path) != 0)
		item--;
	if (item->down_path) {
		diag_error(reading->diag, reading_place(reading, down->file),
			   "expected one down file for '%s', found two", up->file);
		diag_note(reading->diag, (struct place){ item->down_path, 0, 0 },
			  "the other one is here");
		return false;
	}
	item->down_path = reading_place(reading, down->file).path;
	return true;
}

/* The files of one version: first all ups, then the downs that belong to them. */
static bool
join_version(struct reading *reading, const struct migration_name *group, size_t count)
{
	const struct migration_name *last = NULL;
	bool is_good = true;
	for (size_t i = 0; i < count; i++) {
		if (group[i].side == SIDE_DOWN)
			continue;
		if (last && !check_equal(reading, last, &group[i]))
			is_good = false;
		add_item(reading, &group[i], last != NULL);
		last = &group[i];
	}
	for (size_t i = 0; i < count && is_good; i++) {
		if (group[i].side == SIDE_DOWN)
			is_good = add_down(reading, &group[i], group, count);
	}
	return is_good;
}

bool
pairing_join(struct reading *reading)
{
	const struct migration_name *names = reading->names;
	struct migration_name *kept =
		arena_alloc(reading->arena, (reading->name_count + 1) * sizeof(*kept));
	bool is_good = true;
	size_t end;
	for (size_t start = 0; start < reading->name_count; start = end) {
		end = start + 1;
		while (end < reading->name_count &&
		       migration_name_same_version(&names[start], &names[end]))
			end++;
		size_t count = twins_sift(reading, kept, names + start, end - start);
		if (!join_version(reading, kept, count))
			is_good = false;
	}
	return is_good;
}
