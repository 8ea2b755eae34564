#include "input/near_miss.h"

#include "base/arena.h"
#include "test.h"

static void
what_may_be_meant_as_a_migration_is_likely(void)
{
	static const struct {
		const char *file;
		bool is_likely;
	} cases[] = {
		{ "0001_x.sql", true },   { "schema.sql", true },     { "1_x.SQL", true },
		{ "1_x.sql.bak", true },  { "1_x.sql~", true },       { "#1_x.sql#", true },
		{ "1_x", true },          { "1_x.sq", true },         { " 1_x.sql", true },
		{ "-rf.sql", true },      { "README", false },        { "README.sql.md", false },
		{ "LICENSE", false },     { "Makefile", false },      { "meson.build", false },
		{ "atlas.sum", false },   { ".gitkeep", false },      { ".1_x.sql.swp", false },
		{ "1_x.go", false },      { "0002_seed.csv", false }, { "migration_lock.toml", false },
		{ "mod.rs", false },      { "_journal.json", false },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		CHECK_INT(near_miss_is_likely(cases[i].file), cases[i].is_likely);
		if (near_miss_is_likely(cases[i].file) != cases[i].is_likely)
			fprintf(stderr, "\tof '%s'\n", cases[i].file);
	}
}

static void
a_near_miss_is_told_what_is_wrong(struct arena *arena)
{
	static const struct {
		const char *file, *fault;
	} cases[] = {
		{ "1-x.sql", "expected '_' behind the number, found '-'" },
		{ "1 x.sql", "expected '_' behind the number, found ' '" },
		{ "1\xE2\x80\x93x.sql", "expected '_' behind the number, found '\xE2\x80\x93'" },
		{ "5A_x.sql", "expected '_' behind the number, found 'A'" },
		{ "1.sql", "expected '_name' behind the number" },
		{ "1_.sql", "expected a name behind the '_'" },
		{ "V1_x.sql", "expected a number first, found 'V'" },
		{ "version-001.sql", "expected a number first" },
		{ " 1_x.sql", "expected a number first, found a space" },
		{ "schema.sql", "expected a number first" },
		{ "1_x.SQL", "expected '.sql' at its end, found '.SQL'" },
		{ "1_x.up.sql.bak", "expected '.sql' at its end, found '.sql.bak'" },
		{ "1_x", "expected '.sql' at its end" },
		{ "1_a\nb.sql", "expected a name of one line of text, found a control character" },
		{ "1_a\xFF.sql", "expected a name in UTF-8, found other bytes" },
		{ "1_x.sql", NULL },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		CHECK_STR(near_miss_fault(cases[i].file, arena), cases[i].fault);
}

int
main(void)
{
	struct arena arena = { 0 };
	what_may_be_meant_as_a_migration_is_likely();
	a_near_miss_is_told_what_is_wrong(&arena);
	arena_finish(&arena);
	return failures != 0;
}
