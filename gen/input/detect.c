#include "input/convention.h"

#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/file.h"
#include "input/listing.h"
#include "input/tool_name.h"

/* What the names of a directory have in common: the first of each kind. */
struct survey {
	const char *first[CONVENTION_COUNT];
	const char *first_sql; /* of all that are not in a directory inside */
	const char *nested;    /* the first SQL file in one */
	size_t sql_count;
	size_t sqlite_count;        /* schema.sqlite, as text */
	bool has_snapshots;         /* Drizzle's */
	bool has_undo, has_version; /* Flyway's U and V */
};

/* The one convention to which a name points; CONVENTION_COUNT: none. */
static int
sight_of_name(const char *file)
{
	struct migration_name name = { .file = file };
	if (tool_name_flyway(&name, file) != NAME_OTHER)
		return CONVENTION_FLYWAY;
	if (strchr(file, '/'))
		return CONVENTION_COUNT;
	if (tool_name_pop(&name, file) != NAME_OTHER && tool_name_dialect(&name).joint == '.')
		return CONVENTION_POP;
	if (listing_ends(file, ".fizz"))
		return CONVENTION_POP;
	if (migration_name_golang(&name, file) != NAME_OTHER)
		return name.side == SIDE_UP ? CONVENTION_GOLANG : CONVENTION_COUNT;
	if (migration_name_native(&name, file) != NAME_OTHER && name.side == SIDE_UP)
		return migration_name_is_time(&name) ? CONVENTION_SQLX : CONVENTION_NATIVE;
	if (tool_name_numbered(&name, file) != NAME_OTHER && name.side == SIDE_UP &&
	    (file[0] < '0' || file[0] > '9' || name.letter_count > 0 || name.label_length == 0))
		return CONVENTION_NUMBERED;
	return CONVENTION_COUNT;
}

static int
sight_of_file(const char *file)
{
	struct migration_name name;
	if (strcmp(file, "sqitch.plan") == 0)
		return CONVENTION_SQITCH;
	if (strcmp(file, "meta/_journal.json") == 0)
		return CONVENTION_DRIZZLE;
	if (listing_ends(file, ".sq") || listing_ends(file, ".sqm"))
		return CONVENTION_SQLDELIGHT;
	if (tool_name_folder(&name, file) != NAME_OTHER)
		return CONVENTION_PRISMA;
	if (tool_name_diesel(&name, file) != NAME_OTHER) {
		bool is_diesel = file[strspn(file, "0123456789-")] == '_' ||
				 tool_name_rusqlite(&name, file) == NAME_OTHER;
		return is_diesel ? CONVENTION_DIESEL : CONVENTION_RUSQLITE;
	}
	return sight_of_name(file);
}

static void
survey_sql(struct survey *survey, const char *file)
{
	if (strchr(file, '/')) {
		if (!survey->nested)
			survey->nested = file;
		return;
	}
	if (!survey->first_sql)
		survey->first_sql = file;
	survey->sql_count++;
}

static void
survey_file(struct survey *survey, const char *file)
{
	int sight = sight_of_file(file);
	if (listing_ends(file, ".sql"))
		survey_sql(survey, file);
	survey->sqlite_count += !strchr(file, '/') && listing_ends(file, ".sqlite");
	if (listing_ends(file, "/snapshot.json"))
		survey->has_snapshots = true;
	if (sight == CONVENTION_COUNT)
		return;
	if (sight == CONVENTION_FLYWAY) {
		survey->has_undo = survey->has_undo || *file_name(file) == 'U';
		survey->has_version = survey->has_version || *file_name(file) == 'V';
	}
	if (!survey->first[sight])
		survey->first[sight] = file;
}

/* Do all numbered names begin with one word? Else their numbers are an accident. */
static bool
share_word(const struct listing *listing, const char *first)
{
	size_t length = strcspn(first, "0123456789");
	for (size_t i = 0; i < listing->count; i++) {
		const char *file = listing->files[i];
		if (sight_of_file(file) == CONVENTION_NUMBERED &&
		    (strcspn(file, "0123456789") != length || memcmp(file, first, length) != 0))
			return false;
	}
	return true;
}

/* Where one kind of name takes in, or stands behind, another. */
static void
settle(struct survey *survey, const struct listing *listing)
{
	const char **first = survey->first;
	static const int alone[] = { CONVENTION_SQITCH, CONVENTION_DRIZZLE, CONVENTION_SQLDELIGHT };
	for (size_t i = 0; i < sizeof(alone) / sizeof(alone[0]); i++) {
		for (int j = 0; first[alone[i]] && j < CONVENTION_COUNT; j++) {
			if (j != alone[i])
				first[j] = NULL;
		}
	}
	if (first[CONVENTION_PRISMA] && survey->has_snapshots) {
		first[CONVENTION_DRIZZLE_FOLDERS] = first[CONVENTION_PRISMA];
		first[CONVENTION_PRISMA] = NULL;
	}
	if (first[CONVENTION_FLYWAY] && survey->has_undo && !survey->has_version) {
		first[CONVENTION_REFINERY] = first[CONVENTION_FLYWAY];
		first[CONVENTION_FLYWAY] = NULL;
	}
	if (first[CONVENTION_POP])
		first[CONVENTION_GOLANG] = NULL;
	if (first[CONVENTION_NATIVE] && first[CONVENTION_SQLX])
		first[CONVENTION_SQLX] = NULL;
	const char *numbered = first[CONVENTION_NUMBERED];
	bool is_alone = true;
	for (int i = 0; i < CONVENTION_NUMBERED; i++)
		is_alone = is_alone && !first[i];
	if (numbered && (!is_alone || survey->sql_count == 1 || !share_word(listing, numbered)) &&
	    strspn(numbered, "0123456789") == 0)
		first[CONVENTION_NUMBERED] = NULL;
}

static void
tell_mixture(const struct listing *listing, int one, int other, const struct survey *survey,
	     struct arena *arena, struct diag *diag)
{
	bool is_paired = one == CONVENTION_GOLANG;
	const char *remedy = is_paired ? "rename one, or set 'convention = sqlx', which reads both"
				       : "move one of them elsewhere";
	struct place place = { file_join(arena, listing->directory, survey->first[other]), 0, 0 };
	diag_error(diag, place,
		   "expected one convention in a directory, found two: '%s' is named as in %s, "
		   "'%s' as in %s; %s",
		   survey->first[one], convention_row((enum convention_id)one)->name,
		   survey->first[other], convention_row((enum convention_id)other)->name, remedy);
}

static const struct convention *
detect_schema(const struct listing *listing, const struct survey *survey, struct arena *arena,
	      struct diag *diag)
{
	struct place place = { listing->directory, 0, 0 };
	if (survey->sql_count == 0 && survey->sqlite_count == 1 && !survey->nested)
		return convention_row(CONVENTION_SCHEMA);
	if (survey->sql_count == 0 && survey->nested) {
		diag_error(
			diag, place,
			"expected migrations, found SQL files in directories inside alone, as "
			"'%s': which of them are they? say '--migrations' with one directory, or "
			"'--schema' for each file of a schema, in the order in which they run",
			survey->nested);
		return NULL;
	}
	if (survey->sql_count == 0 ||
	    migration_name_number(&(struct migration_name){ .file = "" }, survey->first_sql,
				  UINT64_MAX) != NAME_OTHER)
		return convention_row(CONVENTION_NATIVE);
	if (survey->nested) {
		place.path = file_join(arena, listing->directory, survey->first_sql);
		diag_error(
			diag, place,
			"expected one schema or one chain of migrations, found this beside '%s': "
			"which of them is the schema? say '--schema %s', or '--migrations' with "
			"a directory that holds nothing else",
			survey->nested, place.path);
		return NULL;
	}
	if (survey->sql_count == 1)
		return convention_row(CONVENTION_SCHEMA);
	return convention_row(CONVENTION_NATIVE);
}

const struct convention *
convention_detect(const struct listing *listing, struct arena *arena, struct diag *diag)
{
	/* Those that others are compared with come first. */
	static const int order[] = { CONVENTION_GOLANG, CONVENTION_NATIVE, CONVENTION_SQLX };
	struct survey survey = { .sql_count = 0 };
	int found = CONVENTION_COUNT;
	for (size_t i = 0; i < listing->count; i++)
		survey_file(&survey, listing->files[i]);
	settle(&survey, listing);
	for (size_t i = 0; i < sizeof(order) / sizeof(order[0]); i++) {
		if (found == CONVENTION_COUNT && survey.first[order[i]])
			found = order[i];
	}
	for (int i = 0; i < CONVENTION_COUNT; i++) {
		if (!survey.first[i] || i == found)
			continue;
		if (found != CONVENTION_COUNT) {
			tell_mixture(listing, found, i, &survey, arena, diag);
			return NULL;
		}
		found = i;
	}
	if (found != CONVENTION_COUNT)
		return convention_row((enum convention_id)found);
	return detect_schema(listing, &survey, arena, diag);
}
