#include "test.h"

#include "base/arena.h"
#include "input/migration_name.h"

/* "1 a up", or why there is nothing to show. */
static const char *
shown(enum name_reading reading, const struct migration_name *name, struct arena *arena)
{
	if (reading == NAME_OTHER)
		return "other";
	if (reading == NAME_TOO_LARGE)
		return "too large";
	return arena_format(arena, "%s %.*s %s", migration_name_version(name, arena),
			    (int)name->label_length, name->label,
			    name->side == SIDE_UP ? "up" : "down");
}

static void
each_convention_reads_its_own_names(struct arena *arena)
{
	static const struct {
		const char *file, *native, *golang, *sqlx;
	} cases[] = {
		{ "0001_init.sql", "1 init up", "other", "1 init up" },
		{ "0000_init.sql", "0 init up", "other", "0 init up" },
		{ "5a_more.sql", "5a more up", "other", "other" },
		{ "005ab_more.down.sql", "5ab more down", "other", "other" },
		{ "1_a.up.sql", "other", "1 a up", "1 a up" },
		{ "1_a.down.sql", "1 a down", "1 a down", "1 a down" },
		{ "1_a_b-c.d.sql", "1 a_b-c.d up", "other", "1 a_b-c.d up" },
		{ "1_x.up..sql", "other", "1 x up", "other" },
		{ "1_x.up.db.sql", "other", "1 x up", "other" },
		{ "1_x.down.db.sql", "other", "1 x down", "other" },
		{ "1_x.up.down.sql", "1 x.up down", "1 x.up down", "1 x.up down" },
		{ "1_.up.sql", "other", "1  up", "1  up" },
		{ "1_.down.sql", "other", "1  down", "1  down" },
		{ "1_upper.sql", "1 upper up", "other", "1 upper up" },
		{ "1_x.up.sql.bak", "other", "other", "other" },
		{ "1_x.up.SQL", "other", "other", "other" },
		{ "1_x.up.psql", "other", "other", "other" },
		{ "1_x.SQL", "other", "other", "other" },
		{ "1_.sql", "other", "other", "other" },
		{ "1.sql", "other", "other", "other" },
		{ "_x.sql", "other", "other", "other" },
		{ "1-x.sql", "1 x up", "other", "other" },
		{ "1+x.sql", "other", "other", "other" },
		{ "5A_x.sql", "other", "other", "other" },
		{ " 1_x.sql", "other", "other", "other" },
		{ "+1_x.sql", "other", "other", "other" },
		{ "-1_x.sql", "other", "other", "other" },
		{ "V1_x.sql", "other", "other", "other" },
		{ "x_1.sql", "other", "other", "other" },
		{ "1_a\nb.sql", "other", "other", "other" },
		{ "1_a\033b.up.sql", "other", "other", "other" },
		{ "1_a\xFF.sql", "other", "other", "other" },
		{ "1_na\xC3\xAFve.sql", "1 na\xC3\xAFve up", "other", "1 na\xC3\xAFve up" },
		{ "", "other", "other", "other" },
		{ "9223372036854775807_x.sql", "9223372036854775807 x up", "other",
		  "9223372036854775807 x up" },
		{ "9223372036854775808_x.sql", "9223372036854775808 x up", "other", "too large" },
		{ "00018446744073709551615_x.sql", "18446744073709551615 x up", "other",
		  "too large" },
		{ "18446744073709551616_x.sql", "too large", "other", "too large" },
		{ "18446744073709551616_x.up.sql", "other", "too large", "too large" },
		{ "99999999999999999999999_x.down.sql", "too large", "too large", "too large" },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct migration_name name = { 0 };
		const char *file = cases[i].file;
		enum name_reading reading = migration_name_native(&name, file);
		CHECK_STR(shown(reading, &name, arena), cases[i].native);
		reading = migration_name_golang(&name, file);
		CHECK_STR(shown(reading, &name, arena), cases[i].golang);
		reading = migration_name_sqlx(&name, file);
		CHECK_STR(shown(reading, &name, arena), cases[i].sqlx);
	}
}

static int
sign(int order)
{
	return (order > 0) - (order < 0);
}

static void
versions_compare_by_number_then_letters_then_file(void)
{
	static const char *const ordered[] = {
		"0_z.sql",   "1_a.sql",  "01_b.sql", "5_z.sql",   "5a_a.sql",
		"5aa_a.sql", "5b_a.sql", "9_a.sql",  "0010_a.sql", "18446744073709551615_a.sql",
	};
	enum { COUNT = sizeof(ordered) / sizeof(ordered[0]) };
	struct migration_name names[COUNT];
	for (size_t i = 0; i < COUNT; i++)
		CHECK_INT(migration_name_native(&names[i], ordered[i]), NAME_READ);
	for (size_t i = 0; i < COUNT; i++) {
		for (size_t j = 0; j < COUNT; j++) {
			bool is_tie = (i == 1 && j == 2) || (i == 2 && j == 1);
			int expected = is_tie ? strcmp(ordered[i], ordered[j]) : (i > j) - (i < j);
			CHECK_INT(sign(migration_name_order(&names[i], &names[j])),
				  sign(expected));
			CHECK_INT(migration_name_same_version(&names[i], &names[j]), i == j || is_tie);
		}
	}
}

int
main(void)
{
	struct arena arena = { 0 };
	each_convention_reads_its_own_names(&arena);
	versions_compare_by_number_then_letters_then_file();
	arena_finish(&arena);
	return failures != 0;
}
