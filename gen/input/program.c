#include "input/reading.h"

#include <string.h>

#include "base/arena.h"
#include "input/tool_name.h"

static const char *const suffixes[] = { ".c",  ".cpp",  ".cr", ".cs",  ".ex", ".exs", ".go",
					".js", ".java", ".kt", ".mjs", ".php", ".pl", ".py",
					".rb", ".rs",   ".sh", ".ts",  ".cjs" };

/* "0001_x" of "0001_x.go"; NULL if it is no program. */
static char *
program_stem(const char *file, struct arena *arena)
{
	for (size_t i = 0; i < sizeof(suffixes) / sizeof(suffixes[0]); i++) {
		if (listing_ends(file, suffixes[i]))
			return arena_copy(arena, file, strlen(file) - strlen(suffixes[i]));
	}
	return NULL;
}

/* Is a program named as a migration, and none in SQL has its name? */
static bool
is_migration(const struct reading *reading, const char *file)
{
	struct migration_name name;
	char *stem = strchr(file, '/') ? NULL : program_stem(file, reading->arena);
	if (!stem || listing_ends(stem, "_test"))
		return false;
	char *twin = arena_format(reading->arena, "%s.sql", stem);
	char *up_twin = arena_format(reading->arena, "%s.up.sql", stem);
	return (tool_name_loose(&name, twin) == NAME_READ ||
		tool_name_flyway(&name, twin) == NAME_READ) &&
	       !listing_has(&reading->listing, twin) && !listing_has(&reading->listing, up_twin);
}

void
program_tell(const struct reading *reading)
{
	const char *first = NULL;
	size_t count = 0;
	for (size_t i = 0; i < reading->listing.count; i++) {
		if (!is_migration(reading, reading->listing.files[i]))
			continue;
		first = first ? first : reading->listing.files[i];
		count++;
	}
	if (count == 0)
		return;
	diag_warning(reading->diag, reading_place(reading, first), "not-sql",
		     "expected migrations in SQL, found %zu %s, which %s not run: what %s of the "
		     "schema must be written in SQL",
		     count, count == 1 ? "that is a program" : "that are programs",
		     count == 1 ? "is" : "are", count == 1 ? "it changes" : "they change");
}
