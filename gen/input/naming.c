#include "input/reading.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "input/convention.h"
#include "input/near_miss.h"

static void
add_file(struct reading *reading, const char *file)
{
	reading->files = arena_grow(reading->arena, reading->files, reading->file_count,
				    sizeof(*reading->files));
	reading->files[reading->file_count++] = file;
}

static bool
is_deep_file(const struct reading *reading, const char *file)
{
	struct migration_name name;
	const struct convention *convention = reading->convention;
	return convention && (convention->goes_deep || convention->kind == KIND_FOLDERS) &&
	       convention->read(&name, file) != NAME_OTHER;
}

static int
compare_files(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

void
naming_sift(struct reading *reading)
{
	for (size_t i = 0; i < reading->listing.count; i++) {
		const char *file = reading->listing.files[i];
		bool is_likely = !strchr(file, '/') && near_miss_is_likely(file) &&
				 !listing_ends(file, ".sqm");
		bool is_schema = reading->convention && reading->convention->kind == KIND_SCHEMA &&
				 listing_ends(file, ".sqlite");
		if (is_likely || is_schema || is_deep_file(reading, file))
			add_file(reading, file);
		else
			reading_pass(reading, file);
	}
	if (reading->file_count > 0)
		qsort(reading->files, reading->file_count, sizeof(*reading->files), compare_files);
	reading->sources =
		arena_alloc(reading->arena, (reading->file_count + 1) * sizeof(*reading->sources));
}

static void
tell_near_miss(const struct reading *reading, const char *file, enum name_reading result)
{
	const struct convention *convention = reading->convention;
	const char *fault = near_miss_fault(file, reading->arena);
	if (result == NAME_TOO_LARGE)
		fault = "its number is too large";
	diag_error(reading->diag, reading_place(reading, file),
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
read_name(const struct reading *reading, struct migration_name *name, const char *file)
{
	enum name_reading result = reading->convention->read(name, file);
	bool is_strict = strcmp(reading->convention->name, "native") == 0;
	return is_strict && result == NAME_READ && name->separator == '-' &&
			       reading->has_underscores
		       ? NAME_OTHER
		       : result;
}

static bool
has_underscores(const struct reading *reading)
{
	for (size_t i = 0; i < reading->file_count; i++) {
		struct migration_name name;
		if (reading->convention->read(&name, reading->files[i]) == NAME_READ &&
		    name.separator == '_')
			return true;
	}
	return false;
}

/* Words in the names of files that are there to be looked at or copied. */
static const struct {
	const char *word;
	bool is_snapshot; /* of the whole schema: it would run beside its upgrades */
} words[] = {
	{ "schema", true }, { "latest", true },    { "snapshot", true }, { "structure", true },
	{ "dump", true },   { "template", false }, { "example", false }, { "sample", false },
	{ "seed", false },  { "quer", false },     { "test", false },
};

/* Passes over what is no migration by its first words: schema.sql, template.sql. */
static bool
pass_file(struct reading *reading, const char *file)
{
	if (file[0] >= '0' && file[0] <= '9')
		return false;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		size_t length = strlen(words[i].word);
		const char *at = file;
		while (*at && strncasecmp(at, words[i].word, length) != 0)
			at++;
		if (!*at || !listing_ends(file, ".sql"))
			continue;
		reading_pass(reading, file);
		if (words[i].is_snapshot)
			diag_warning(
				reading->diag, reading_place(reading, file), "snapshot",
				"expected migrations, found what looks like the schema that "
				"they make: it is not run; to start from it, say '--schema %s'",
				reading_path(reading, file));
		return true;
	}
	return false;
}

/* Every near miss is told, but where nothing else is there one stands for all. */
static bool
tell_near_misses(struct reading *reading)
{
	size_t misses = 0;
	bool are_all = reading->name_count == 0;
	for (size_t i = 0; i < reading->file_count; i++) {
		struct migration_name name;
		const char *file = reading->files[i];
		enum name_reading result = read_name(reading, &name, file);
		if (result == NAME_READ || (!are_all && pass_file(reading, file)))
			continue;
		misses++;
		if (misses == 1 || !are_all)
			tell_near_miss(reading, file, result);
	}
	if (are_all && misses > 1)
		diag_note(reading->diag, (struct place){ reading->listing.directory, 0, 0 },
			  "none of the %zu files in it is named as a migration; if they are one "
			  "schema together, say '--schema %s'",
			  misses, reading->listing.directory);
	return misses == 0;
}

bool
naming_read(struct reading *reading)
{
	reading->has_underscores = has_underscores(reading);
	for (size_t i = 0; i < reading->file_count; i++) {
		struct migration_name name = { .file = NULL };
		if (read_name(reading, &name, reading->files[i]) == NAME_READ)
			reading_add_name(reading, &name);
	}
	if (reading->file_count == 0) {
		struct place place = { reading->listing.directory, 0, 0 };
		diag_error(reading->diag, place, "expected migrations, files named %s, found none",
			   reading->convention->forms);
		return false;
	}
	if (reading->name_count < reading->file_count && !tell_near_misses(reading))
		return false;
	qsort(reading->names, reading->name_count, sizeof(*reading->names), migration_name_order);
	return true;
}
