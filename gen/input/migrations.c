#include "input/migrations.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/file.h"
#include "input/convention.h"
#include "input/script.h"
#include "input/source.h"
#include "input/unread.h"

/* What migrations_read knows of the directory before a file in it was opened. */
struct listing {
	const char *directory;
	const struct convention *convention;
	const char **files; /* likely names, in byte order */
	size_t file_count;
	struct migration_name *names; /* those the convention reads, in its order */
	size_t name_count;
	struct migration *items;
	size_t item_count;
	bool has_nested; /* SQL files in a directory inside: told once */
	bool has_underscores; /* behind the number, in one of them */
};

static bool
is_sql_file(const char *file)
{
	size_t length = strlen(file);
	return length > 4 && strcmp(file + length - 4, ".sql") == 0;
}

static struct place
file_place(const struct listing *listing, const char *file, struct arena *arena)
{
	struct place place = { file_join(arena, listing->directory, file), 0, 0 };
	return place;
}

static bool
check_directory(const char *directory, struct diag *diag)
{
	struct place place = { directory, 0, 0 };
	if (file_is_directory(directory))
		return true;
	diag_error(diag, place, "expected a directory of migrations with files as %s, found %s",
		   convention_find("native")->forms, file_exists(directory) ? "a file" : "nothing");
	return false;
}

/* Is a directory inside one that holds SQL files? They are not read, and that is said. */
static bool
check_nested(struct listing *listing, const char *name, struct arena *arena, struct diag *diag)
{
	struct place place = file_place(listing, name, arena);
	const char **members;
	size_t count;
	if (!file_list(&members, &count, place.path, arena, diag))
		return false;
	for (size_t i = 0; i < count && !listing->has_nested; i++) {
		if (!is_sql_file(members[i]))
			continue;
		listing->has_nested = true;
		diag_warning(diag, place, "nested-migrations",
			     "expected migrations beside each other, found '%s' in a directory, "
			     "which is not read",
			     members[i]);
	}
	return true;
}

static bool
sift_file(struct listing *listing, const char *file, struct arena *arena, struct diag *diag)
{
	if (!is_sql_file(file) && file_is_directory(file_place(listing, file, arena).path))
		return check_nested(listing, file, arena, diag);
	if (!migration_name_is_likely(file))
		return true;
	listing->files =
		arena_grow(arena, listing->files, listing->file_count, sizeof(*listing->files));
	listing->files[listing->file_count++] = file;
	return true;
}

static bool
list_files(struct listing *listing, struct arena *arena, struct diag *diag)
{
	const char **files;
	size_t count;
	if (!check_directory(listing->directory, diag) ||
	    !file_list(&files, &count, listing->directory, arena, diag))
		return false;
	for (size_t i = 0; i < count; i++) {
		if (files[i][0] != '.' && unread_name(listing->directory, files[i], arena, diag))
			return false;
	}
	for (size_t i = 0; i < count; i++) {
		if (files[i][0] != '.' && !sift_file(listing, files[i], arena, diag))
			return false;
	}
	return true;
}

static void
tell_near_miss(const struct listing *listing, const char *file, enum name_reading reading,
	       struct arena *arena, struct diag *diag)
{
	const struct convention *convention = listing->convention;
	const char *fault = migration_name_fault(file, arena);
	if (reading == NAME_TOO_LARGE)
		fault = "its number is too large";
	diag_error(diag, file_place(listing, file, arena),
		   "'%s' is not named as a migration: %s%s%s files are named %s; rename it, or "
		   "move it elsewhere",
		   file, fault ? fault : "", fault ? "; " : "", convention->name,
		   convention->forms);
}

/*
 * Reads a name as this directory writes them: where one has '_' behind its number, '-' is a near
 * miss; where all have '-' it is how they are named there.
 */
static enum name_reading
read_name(const struct listing *listing, struct migration_name *name, const char *file)
{
	enum name_reading reading = listing->convention->read(name, file);
	return reading == NAME_READ && name->separator == '-' && listing->has_underscores ?
		       NAME_OTHER :
		       reading;
}

static bool
has_underscores(const struct listing *listing)
{
	for (size_t i = 0; i < listing->file_count; i++) {
		struct migration_name name;
		if (listing->convention->read(&name, listing->files[i]) == NAME_READ &&
		    name.separator == '_')
			return true;
	}
	return false;
}

/* Every near miss is told, but where nothing else is there one stands for all. */
static void
tell_near_misses(const struct listing *listing, struct arena *arena, struct diag *diag)
{
	size_t misses = listing->file_count - listing->name_count, told = 0;
	bool are_all = listing->name_count == 0;
	for (size_t i = 0; i < listing->file_count && (told == 0 || !are_all); i++) {
		struct migration_name name;
		enum name_reading reading = read_name(listing, &name, listing->files[i]);
		if (reading == NAME_READ)
			continue;
		tell_near_miss(listing, listing->files[i], reading, arena, diag);
		told++;
	}
	if (told < misses)
		diag_note(diag, (struct place){ listing->directory, 0, 0 },
			  "none of the %zu files in it is named as a migration", misses);
}

static bool
read_names(struct listing *listing, struct arena *arena, struct diag *diag)
{
	listing->has_underscores = has_underscores(listing);
	for (size_t i = 0; i < listing->file_count; i++) {
		struct migration_name name;
		if (read_name(listing, &name, listing->files[i]) != NAME_READ)
			continue;
		listing->names = arena_grow(arena, listing->names, listing->name_count,
					    sizeof(*listing->names));
		listing->names[listing->name_count++] = name;
	}
	if (listing->file_count == 0) {
		struct place place = { listing->directory, 0, 0 };
		diag_error(diag, place, "expected migrations, files named %s, found none",
			   listing->convention->forms);
		return false;
	}
	if (listing->name_count < listing->file_count) {
		tell_near_misses(listing, arena, diag);
		return false;
	}
	qsort(listing->names, listing->name_count, sizeof(*listing->names),
	      listing->convention->order);
	return true;
}

/* The second and further ones of equal versions carry their name in the version, as the history needs it. */
static void
add_item(struct listing *listing, const struct migration_name *up, bool is_tie, struct arena *arena)
{
	char *version = migration_name_version(up, arena);
	char *name = arena_copy(arena, up->label, up->label_length);
	struct migration item = {
		.version = is_tie ? arena_format(arena, "%s_%s", version, name) : version,
		.name = name,
		.path = file_place(listing, up->file, arena).path,
	};
	listing->items =
		arena_grow(arena, listing->items, listing->item_count, sizeof(*listing->items));
	listing->items[listing->item_count++] = item;
}

/* Two up files of one version. */
static bool
check_equal(const struct listing *listing, const struct migration_name *first,
	    const struct migration_name *second, struct arena *arena, struct diag *diag)
{
	struct place place = file_place(listing, second->file, arena);
	const char *version = migration_name_version(second, arena);
	if (listing->convention->refuses_equal) {
		diag_error(diag, place,
			   "expected one migration for each version, found '%s' and '%s' for "
			   "version %s",
			   first->file, second->file, version);
		diag_note(diag, file_place(listing, first->file, arena), "the other one is here");
		return false;
	}
	diag_warning(diag, place, "equal-versions",
		     "found '%s' and '%s' for version %s: they run in this order", first->file,
		     second->file, version);
	return true;
}

/* The up file to which a down file belongs, among those of its version; NULL if there is none. */
static const struct migration_name *
find_up(const struct listing *listing, const struct migration_name *down,
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
	return listing->convention->pairs_by_version && ups == 1 && downs == 1 ? only : NULL;
}

static bool
tell_lone_down(const struct listing *listing, const struct migration_name *down,
	       const struct migration_name *group, size_t count, struct arena *arena,
	       struct diag *diag)
{
	struct place place = file_place(listing, down->file, arena);
	const struct migration_name *up = NULL;
	for (size_t i = 0; i < count && !up; i++)
		up = group[i].side == SIDE_UP ? &group[i] : NULL;
	if (!listing->convention->refuses_lone_down) {
		diag_warning(diag, place, "lone-down",
			     "expected an up file beside '%s', found none: it is passed over",
			     down->file);
		return true;
	}
	diag_error(diag, place, "expected '%.*s.sql' beside '%s', found %s%s%s",
		   (int)(down->label + down->label_length - down->file), down->file, down->file,
		   up ? "'" : "", up ? up->file : "nothing", up ? "'" : "");
	return false;
}

static bool
add_down(struct listing *listing, const struct migration_name *down,
	 const struct migration_name *group, size_t count, struct arena *arena, struct diag *diag)
{
	const struct migration_name *up = find_up(listing, down, group, count);
	if (!up)
		return tell_lone_down(listing, down, group, count, arena, diag);
	const char *up_path = file_place(listing, up->file, arena).path;
	struct migration *item = &listing->items[listing->item_count - 1];
	while (strcmp(item->path, up_path) != 0)
		item--;
	if (item->down_path) {
		diag_error(diag, file_place(listing, down->file, arena),
			   "expected one down file for '%s', found two", up->file);
		diag_note(diag, (struct place){ item->down_path, 0, 0 }, "the other one is here");
		return false;
	}
	item->down_path = file_place(listing, down->file, arena).path;
	return true;
}

/* The files of one version: first all ups, then the downs that belong to them. */
static bool
join_version(struct listing *listing, const struct migration_name *group, size_t count,
	     struct arena *arena, struct diag *diag)
{
	const struct migration_name *last = NULL;
	bool is_good = true;
	for (size_t i = 0; i < count; i++) {
		if (group[i].side == SIDE_DOWN)
			continue;
		if (last && !check_equal(listing, last, &group[i], arena, diag))
			is_good = false;
		add_item(listing, &group[i], last != NULL, arena);
		last = &group[i];
	}
	for (size_t i = 0; i < count && is_good; i++) {
		if (group[i].side == SIDE_DOWN)
			is_good = add_down(listing, &group[i], group, count, arena, diag);
	}
	return is_good;
}

static bool
join_names(struct listing *listing, struct arena *arena, struct diag *diag)
{
	const struct migration_name *names = listing->names;
	bool is_good = true;
	size_t end;
	for (size_t start = 0; start < listing->name_count; start = end) {
		end = start + 1;
		while (end < listing->name_count &&
		       migration_name_same_version(&names[start], &names[end]))
			end++;
		if (!join_version(listing, names + start, end - start, arena, diag))
			is_good = false;
	}
	return is_good;
}

static bool
has_mark(const struct source *source, const char *mark)
{
	return mark && source->offset == 0 && strncmp(source->text, mark, strlen(mark)) == 0;
}

static bool
read_up(struct migration *item, const struct convention *convention, const struct source *source,
	struct diag *diag)
{
	struct script script;
	if (!script_read(&script, source, diag))
		return false;
	item->text = source->text;
	item->size = source->size;
	item->text_offset = source->offset;
	item->no_transaction =
		script.no_transaction || has_mark(source, convention->no_transaction);
	item->if_missing = script.if_missing;
	return true;
}

static bool
read_down(struct migration *item, const struct source *source, struct diag *diag)
{
	struct script script;
	if (!script_read(&script, source, diag))
		return false;
	if (script.no_transaction || script.if_missing) {
		struct place start = { source->path, 1, 1 };
		diag_error(diag, start,
			   "expected no directive in a down file, found '-- sqlgen: %s'",
			   script.no_transaction ? "no transaction" : "if missing");
		return false;
	}
	item->down_text = source->text;
	item->down_size = source->size;
	item->down_text_offset = source->offset;
	return true;
}

/* Sets stop where reading further files would only say the same again. */
static bool
read_texts(struct migration *item, const struct convention *convention, bool *stop,
	   struct arena *arena, struct diag *diag)
{
	struct source up, down;
	bool is_good = source_read(&up, item->path, arena, diag);
	if (is_good && unread_text(&up, arena, diag)) {
		*stop = true;
		return false;
	}
	is_good = is_good && read_up(item, convention, &up, diag);
	if (item->down_path) {
		bool is_down_good = source_read(&down, item->down_path, arena, diag) &&
				    read_down(item, &down, diag);
		is_good = is_good && is_down_good;
	}
	return is_good;
}

bool
migrations_read(struct migrations *migrations, const char *directory,
		const struct convention *convention, struct arena *arena, struct diag *diag)
{
	struct listing listing = { .directory = directory, .convention = convention };
	if (!list_files(&listing, arena, diag))
		return false;
	if (!listing.convention)
		listing.convention = convention_detect(directory, listing.files, listing.file_count,
						       arena, diag);
	if (!listing.convention || !read_names(&listing, arena, diag) ||
	    !join_names(&listing, arena, diag))
		return false;

	bool is_good = true, stop = false;
	for (size_t i = 0; i < listing.item_count && !stop; i++) {
		if (!read_texts(&listing.items[i], listing.convention, &stop, arena, diag))
			is_good = false;
	}
	if (!is_good)
		return false;
	migrations->directory = directory;
	migrations->convention = listing.convention;
	migrations->items = listing.items;
	migrations->count = listing.item_count;
	return true;
}

struct place
migration_place(const struct migration *migration, size_t offset, const struct diag *diag)
{
	return diag_place(diag, migration->path, migration->text_offset + offset);
}
