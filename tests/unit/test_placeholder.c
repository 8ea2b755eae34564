#include "input/placeholder.h"

#include "base/arena.h"
#include "base/diag.h"
#include "input/declaration.h"
#include "input/migrations.h"
#include "test.h"

/* Of every situation. */
static const struct declaration declarations[] = {
	{ .kind = DECLARATION_PLACEHOLDER, .name = "a", .value.text = "1" },
	{ .kind = DECLARATION_PLACEHOLDER, .name = "a.b-c", .value.text = "a long value" },
	{ .kind = DECLARATION_PLACEHOLDER, .name = "none", .value.text = "" },
	{ .kind = DECLARATION_PLACEHOLDER,
	  .name = "key",
	  .value.text = "KEY",
	  .mark.text = "$%KEY%$" },
	{ .kind = DECLARATION_FUNCTION, .name = "f", .value.text = "2" },
};

struct situation {
	const char *claim, *convention, *text;
	const char *filled; /* NULL: refused */
	const char *message;
};

static const struct situation situations[] = {
	{ "a value stands where its mark stood", "flyway", "SELECT ${a};", "SELECT 1;", "" },
	{ "two that touch", "flyway", "SELECT ${a}${a}", "SELECT 11", "" },
	{ "inside a name", "flyway", "SELECT t_${a}_x", "SELECT t_1_x", "" },
	{ "a text that is nothing else", "flyway", "${a}", "1", "" },
	{ "no value at all", "flyway", "a${none}b", "ab", "" },
	{ "a longer one, with dots and dashes", "flyway", "(${a.b-c})", "(a long value)", "" },
	{ "in any case", "flyway", "${A}", "1", "" },
	{ "in strings, quoted names and comments", "flyway", "'${a}' \"${a}\" -- ${a}",
	  "'1' \"1\" -- 1", "" },
	{ "in every convention", "goose", "${a} '${a}'", "1 '1'", "" },
	{ "a form of its own", "native", "id INTEGER $%KEY%$,$%KEY%$", "id INTEGER KEY,KEY", "" },
	{ "which takes the place of the usual one", "native", "x ${key}", NULL,
	  "m.sql:1:3: error: expected SQL, found the placeholder '${key}', which has no value\n" },
	{ "one that nobody declared", "native", "a\n ${x}", NULL,
	  "m.sql:2:2: error: expected SQL, found the placeholder '${x}', which has no value\n" },
	{ "a function's name is none", "native", "${f}", NULL,
	  "m.sql:1:1: error: expected SQL, found the placeholder '${f}', which has no value\n" },
	{ "the place is the file's behind a value", "flyway", "${a}${a.b-c} ${x}", NULL,
	  "m.sql:1:14: error: expected SQL, found the placeholder '${x}', which has no value\n" },
	{ "each once", "flyway", "${x} ${x}", NULL,
	  "m.sql:1:1: error: expected SQL, found the placeholder '${x}', which has no value\n" },
	{ "undeclared in a string it is Flyway's", "flyway", "'a ${x}'", NULL,
	  "m.sql:1:4: error: expected SQL, found the placeholder '${x}', which has no value\n" },
	{ "and text elsewhere", "goose", "'a ${x}' \"${x}\"", "'a ${x}' \"${x}\"", "" },
	{ "in a comment it is nothing", "flyway", "-- ${x}\n/* ${x} */", "-- ${x}\n/* ${x} */",
	  "" },
	{ "what only looks like one", "flyway", "'${' '${}' '${a' $a", "'${' '${}' '${a' $a", "" },
};

static void
keep_errors(char *message, size_t size, FILE *out)
{
	char line[512];
	rewind(out);
	message[0] = '\0';
	while (fgets(line, sizeof(line), out))
		if (strstr(line, ": error: "))
			snprintf(message + strlen(message), size - strlen(message), "%s", line);
}

static void
check_situation(const struct situation *situation, struct arena *arena)
{
	struct diag diag = { .out = tmpfile() };
	const struct migration item = { .version = "1",
					.path = "m.sql",
					.text = situation->text,
					.size = strlen(situation->text),
					.down_path = "m.sql",
					.down_text = situation->text,
					.down_size = strlen(situation->text) };
	struct migrations migrations = {
		.convention = convention_find(situation->convention),
		.items = &item,
		.count = 1,
		.declarations = declarations,
		.declaration_count = sizeof(declarations) / sizeof(*declarations),
	};
	char message[1024];
	int before = failures;
	diag_add_source(&diag, "m.sql", item.text, item.size, arena);
	CHECK_INT(placeholder_fill(&migrations, arena, &diag), situation->filled != NULL);
	if (situation->filled) {
		CHECK_STR(migrations.items[0].text, situation->filled);
		CHECK_INT(migrations.items[0].size, strlen(situation->filled));
		CHECK_STR(migrations.items[0].down_text, situation->filled);
		CHECK_INT(migrations.items[0].down_size, strlen(situation->filled));
	}
	keep_errors(message, sizeof(message), diag.out);
	CHECK_STR(message, situation->message);
	if (failures > before)
		fprintf(stderr, "\tin: %s\n", situation->claim);
	fclose(diag.out);
}

/* Of a schema of two files, too: each byte's place is that of the file, or of the mark. */
static void
every_byte_keeps_its_place(struct arena *arena)
{
	static const char one[] = "(3)x${a}y${a.b-c}", two[] = "${a}z";
	static const char text[] = "x${a}y${a.b-c}\n;\n${a}z";
	static const struct migration_part parts[] = { { "1.sql", 0, 3, false },
						       { "2.sql", 17, 0, false } };
	static const struct {
		size_t offset;
		const char *path;
		unsigned column;
	} rows[] = {
		{ 0, "1.sql", 4 },  { 1, "1.sql", 5 },   { 2, "1.sql", 9 },  { 3, "1.sql", 10 },
		{ 8, "1.sql", 10 }, { 14, "1.sql", 10 }, { 18, "2.sql", 1 }, { 19, "2.sql", 5 },
	};
	struct diag diag = { .out = stderr };
	const struct migration item = { .path = "1.sql",
					.text = text,
					.size = sizeof(text) - 1,
					.parts = parts,
					.part_count = 2 };
	struct migrations migrations = {
		.convention = convention_find("schema"),
		.items = &item,
		.count = 1,
		.declarations = declarations,
		.declaration_count = sizeof(declarations) / sizeof(*declarations),
	};
	diag_add_source(&diag, "1.sql", one, sizeof(one) - 1, arena);
	diag_add_source(&diag, "2.sql", two, sizeof(two) - 1, arena);
	CHECK(placeholder_fill(&migrations, arena, &diag));
	CHECK_STR(migrations.items[0].text, "x1ya long value\n;\n1z");
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct place place = migration_place(&migrations.items[0], rows[i].offset, &diag);
		CHECK_STR(place.path, rows[i].path);
		CHECK_INT(place.line, 1);
		CHECK_INT(place.column, rows[i].column);
	}
}

int
main(void)
{
	struct arena arena = { 0 };
	for (size_t i = 0; i < sizeof(situations) / sizeof(*situations); i++)
		check_situation(&situations[i], &arena);
	every_byte_keeps_its_place(&arena);
	arena_finish(&arena);
	return failures != 0;
}
