#include "input/migrations.h"

#include <string.h>

#include "base/arena.h"
#include "base/file.h"
#include "input/convention.h"
#include "input/reading.h"
#include "input/section.h"
#include "input/tool_name.h"

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

/* SQL files in a directory inside are not read where the convention does not, and that is said. */
static void
tell_nested(struct reading *reading)
{
	for (size_t i = 0; i < reading->listing.count; i++) {
		const char *file = reading->listing.files[i], *slash = strchr(file, '/');
		if (!slash || !listing_ends(file, ".sql"))
			continue;
		char *directory = arena_copy(reading->arena, file, (size_t)(slash - file));
		diag_warning(reading->diag, reading_place(reading, directory), "nested-migrations",
			     "expected migrations beside each other, found '%s' in a directory, "
			     "which is not read",
			     slash + 1);
		return;
	}
}

/* Marks in the texts tell more than the names do. */
static bool
detect_sections(struct reading *reading)
{
	const struct convention *convention = reading->convention;
	const struct marking *found = NULL;
	size_t at = 0, first = 0;
	struct migration_name name;
	struct source source;
	bool is_good = true;
	bool is_candidate = convention->kind == KIND_NAMES || convention->kind == KIND_SCHEMA;
	if (reading->is_set || !is_candidate || convention->goes_deep || convention->ignores_marks)
		return true;
	for (size_t i = 0; i < reading->file_count && !found; i++) {
		if (!listing_ends(reading->files[i], ".sql"))
			continue;
		bool is_read = reading_source(reading, &source, reading->files[i]);
		if (is_read && chain_is_header(&source)) {
			reading->convention = convention_row(CONVENTION_MAUTRIX);
			return true;
		}
		if (is_read)
			found = section_find(&at, &source);
		else
			is_good = false;
		first = i;
	}
	if (!found || !is_good)
		return is_good;
	reading->convention = convention_find(section_convention(found));
	bool is_joy = tool_name_loose(&name, reading->files[first]) == NAME_READ &&
		      name.separator == '-' && migration_name_is_time(&name) &&
		      section_is_like(found, section_marking("joy"));
	if (is_joy)
		reading->convention = convention_find("joy");
	return true;
}

/* pop translates its own language; we cannot. */
static bool
refuse_fizz(struct reading *reading)
{
	for (size_t i = 0; i < reading->listing.count; i++) {
		const char *file = reading->listing.files[i];
		if (!listing_ends(file, ".fizz"))
			continue;
		diag_error(reading->diag, reading_place(reading, file),
			   "expected SQL, found fizz, which only pop can translate: 'soda generate "
			   "sql' makes SQL of it");
		return false;
	}
	return true;
}

/* One schema in the files of a directory. */
static bool
read_as_schema(struct migrations *migrations, const struct reading *reading)
{
	const char *paths = reading_path(reading, reading->file_count > 0 ? reading->files[0] : "");
	for (size_t i = 1; i < reading->file_count; i++)
		paths = arena_format(reading->arena, "%s,%s", paths,
				     reading_path(reading, reading->files[i]));
	if (!migrations_read_schema(migrations, paths, reading->arena, reading->diag))
		return false;
	migrations->directory = reading->listing.directory;
	return true;
}

static bool
order_files(struct reading *reading)
{
	switch (reading->convention->kind) {
	case KIND_JOURNAL:
		if (!journal_read(reading))
			return false;
		break;
	case KIND_PLAN:
		if (!plan_file_read(reading))
			return false;
		break;
	case KIND_CHAIN:
		if (!chain_read(reading))
			return false;
		break;
	case KIND_NAMES:
	case KIND_FOLDERS:
	case KIND_QUERIES:
	case KIND_SCHEMA:
		if (!refuse_fizz(reading) || !naming_read(reading))
			return false;
		break;
	}
	return pairing_join(reading);
}

static bool
read_texts(struct reading *reading)
{
	bool is_good = true, stop = false;
	for (size_t i = 0; i < reading->item_count && !stop; i++) {
		if (!text_read(reading, &reading->items[i], &stop))
			is_good = false;
	}
	return is_good;
}

/* The version that "compatible with" names, as the earlier migration has it. */
static bool
check_compatible(struct reading *reading)
{
	for (size_t i = 0; i < reading->item_count; i++) {
		struct migration *item = &reading->items[i];
		const char *named = item->compatible_with;
		size_t j = 0;
		if (!named)
			continue;
		while (*named == '0' && named[1])
			named++;
		while (j < i && strcmp(reading->items[j].version, named) != 0)
			j++;
		if (j == i) {
			diag_error(reading->diag, (struct place){ item->path, 1, 1 },
				   "expected 'compatible with' and the version of an earlier "
				   "migration, found '%s'",
				   item->compatible_with);
			return false;
		}
		item->compatible_with = reading->items[j].version;
	}
	return true;
}

/* The folders in which migrations stand: a new file in one must be noticed. */
static void
add_folders(struct reading *reading)
{
	for (size_t i = 0; i < reading->item_count; i++) {
		char *folder = file_directory(reading->arena, reading->items[i].path);
		if (strcmp(folder, reading->listing.directory) != 0)
			reading_add_input(reading, folder);
	}
}

static bool
has_queries(const struct reading *reading)
{
	for (size_t i = 0; i < reading->listing.count; i++) {
		if (listing_ends(reading->listing.files[i], ".sq"))
			return true;
	}
	return false;
}

bool
migrations_read(struct migrations *migrations, const char *directory,
		const struct convention *convention, struct arena *arena, struct diag *diag)
{
	struct reading reading = {
		.convention = convention, .is_set = convention, .arena = arena, .diag = diag
	};
	if (!check_directory(directory, diag) ||
	    !listing_read(&reading.listing, directory, arena, diag))
		return false;
	if (!convention)
		reading.convention = convention_detect(&reading.listing, arena, diag);
	if (!reading.convention)
		return false;
	naming_sift(&reading);
	program_tell(&reading);
	if (!detect_sections(&reading))
		return false;
	if (reading.convention->kind == KIND_SCHEMA)
		return read_as_schema(migrations, &reading);
	if (reading.convention->kind == KIND_QUERIES && has_queries(&reading)) {
		if (!queries_read_schema(&reading))
			return false;
	} else if (!order_files(&reading) || !read_texts(&reading) ||
		   !check_compatible(&reading) || !base_schema_check(&reading)) {
		return false;
	}
	if (reading.convention->kind == KIND_NAMES && !reading.convention->goes_deep)
		tell_nested(&reading);
	add_folders(&reading);
	*migrations = (struct migrations){
		.directory = directory,
		.convention = reading.convention,
		.items = reading.items,
		.count = reading.item_count,
		.inputs = reading.inputs,
		.input_count = reading.input_count,
		.passed = reading.passed,
		.passed_count = reading.passed_count,
	};
	return true;
}

bool
migrations_have_down(const struct migrations *migrations)
{
	for (size_t i = 0; i < migrations->count; i++)
		if (migrations->items[i].down_text != NULL)
			return true;
	return false;
}

struct place
migration_place(const struct migration *migration, size_t offset, const struct diag *diag)
{
	const struct migration_part *part = NULL;
	for (size_t i = 0; i < migration->part_count && migration->parts[i].start <= offset; i++)
		part = &migration->parts[i];
	if (part && part->is_replaced)
		return diag_place(diag, part->path, part->text_offset);
	if (part)
		return diag_place(diag, part->path, part->text_offset + offset - part->start);
	return diag_place(diag, migration->path, migration->text_offset + offset);
}
