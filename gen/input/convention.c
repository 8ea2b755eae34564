#include "input/convention.h"

#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/file.h"
#include "input/migrations.h"

enum { CONVENTION_NATIVE, CONVENTION_GOLANG, CONVENTION_SQLX, CONVENTION_COUNT };

static const struct convention conventions[CONVENTION_COUNT] = {
	[CONVENTION_NATIVE] = {
		.name = "native",
		.forms = "'0001_name.sql' and '0001_name.down.sql'",
		.read = migration_name_native,
		.order = migration_name_by_number,
		.refuses_equal = true,
		.refuses_lone_down = true,
	},
	[CONVENTION_GOLANG] = {
		.name = "golang-migrate",
		.forms = "'1_name.up.sql' and '1_name.down.sql'",
		.read = migration_name_golang,
		.order = migration_name_by_number,
		.pairs_by_version = true,
		.no_transaction = "-- no-transaction",
		.writes_down = true,
	},
	[CONVENTION_SQLX] = {
		.name = "sqlx",
		.forms = "'20240131120000_name.sql', '.up.sql' and '.down.sql'",
		.read = migration_name_sqlx,
		.order = migration_name_by_number,
		.refuses_equal = true,
		.pairs_by_version = true,
		.no_transaction = "-- no-transaction",
		.counts_by_time = true,
	},
};

const char *
convention_name(const struct convention *convention)
{
	return convention->name;
}

const struct convention *
convention_find(const char *name)
{
	for (size_t i = 0; i < CONVENTION_COUNT; i++) {
		if (strcmp(conventions[i].name, name) == 0)
			return &conventions[i];
	}
	return NULL;
}

char *
convention_list(const char *joint, struct arena *arena)
{
	char *list = arena_string(arena, conventions[0].name);
	for (size_t i = 1; i < CONVENTION_COUNT; i++) {
		list = arena_format(arena, "%s%s%s", list, i + 1 < CONVENTION_COUNT ? ", " : joint,
				    conventions[i].name);
	}
	return list;
}

/* What the names of a directory have in common. */
struct survey {
	const char *paired; /* the first 1_name.up.sql */
	const char *plain;  /* the first 1_name.sql */
	bool is_timed;      /* every plain one has a time for its version */
};

static struct survey
survey_names(const char *const *files, size_t count)
{
	struct survey survey = { .is_timed = true };
	for (size_t i = 0; i < count; i++) {
		struct migration_name name;
		if (migration_name_golang(&name, files[i]) != NAME_OTHER && name.side == SIDE_UP) {
			if (!survey.paired)
				survey.paired = files[i];
		} else if (migration_name_native(&name, files[i]) != NAME_OTHER &&
			   name.side == SIDE_UP) {
			if (!survey.plain)
				survey.plain = files[i];
			survey.is_timed = survey.is_timed && migration_name_is_time(&name);
		}
	}
	return survey;
}

const struct convention *
convention_detect(const char *directory, const char *const *files, size_t count,
		  struct arena *arena, struct diag *diag)
{
	struct survey survey = survey_names(files, count);
	if (survey.paired && survey.plain) {
		struct place place = { file_join(arena, directory, survey.plain), 0, 0 };
		diag_error(diag, place,
			   "expected one convention in a directory, found two: '%s' is named as in "
			   "%s, "
			   "'%s' as in %s; rename one, or set 'convention = %s', which reads both",
			   survey.paired, conventions[CONVENTION_GOLANG].name, survey.plain,
			   conventions[survey.is_timed ? CONVENTION_SQLX : CONVENTION_NATIVE].name,
			   conventions[CONVENTION_SQLX].name);
		return NULL;
	}
	if (survey.paired)
		return &conventions[CONVENTION_GOLANG];
	bool is_sqlx = survey.plain && survey.is_timed;
	return &conventions[is_sqlx ? CONVENTION_SQLX : CONVENTION_NATIVE];
}
