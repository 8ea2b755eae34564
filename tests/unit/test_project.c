#include "test.h"

#include <stdbool.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/text.h"
#include "input/declaration.h"
#include "input/ini.h"
#include "input/project.h"

static void
write_config(const char *path, const char *text, size_t size)
{
	FILE *out = fopen(path, "wb");
	CHECK(out && fwrite(text, 1, size, out) == size);
	if (out)
		fclose(out);
}

static char *
messages_of(FILE *out, struct arena *arena)
{
	struct text kept = { 0 };
	char line[2048];
	rewind(out);
	while (fgets(line, sizeof(line), out)) {
		if (strstr(line, ": error: ") || strstr(line, ": warning: ") || strstr(line, ": note: "))
			text_add_string(&kept, line);
	}
	char *messages = arena_string(arena, kept.data ? kept.data : "");
	text_finish(&kept);
	return messages;
}

static bool
read_config(struct project *project, const char *path, const char *text, char **messages,
	    struct arena *arena)
{
	struct diag diag = { .out = tmpfile() };
	write_config(path, text, strlen(text));
	project_init(project);
	bool is_read = project_read(project, path, arena, &diag);
	*messages = messages_of(diag.out, arena);
	CHECK_INT(is_read, diag.errors == 0);
	fclose(diag.out);
	return is_read;
}

static void
the_defaults_are_those_of_the_manual(void)
{
	struct project project;
	project_init(&project);
	CHECK_STR(project.config, NULL);
	CHECK_STR(project.migrations, "migrations");
	CHECK_STR(project.convention, NULL);
	CHECK_STR(project.output, ".");
	CHECK_STR(project.name, "db");
	CHECK_STR(project.prefix, "");
	CHECK_STR(project.templates, NULL);
	CHECK_STR(project.depfile, NULL);
	CHECK_INT(project.runtime, RUNTIME_BESIDE);
	CHECK_INT(project.setting_count, 0);
}

static void
every_key_is_read(struct arena *arena)
{
	struct project project;
	char *messages;
	CHECK(read_config(&project, "sqlgen.ini",
			  "\xEF\xBB\xBF# a comment\r\n"
			  "  ; another\r\n"
			  "[generate]\r\n"
			  "migrations = sql/up/\r\n"
			  "convention=golang-migrate\r\n"
			  "  output\t=\tsrc/db  \r\n"
			  "name = \"store\"\n"
			  "prefix = app_\n"
			  "templates = /etc/templates\n"
			  "runtime = system\n"
			  "depfile = build/db.d\n"
			  "\n"
			  "[table people]\n"
			  "struct = person\n"
			  "skip = no\n"
			  "[column tasks.created_at]\n"
			  "type = int64\n"
			  "[ table  \"my \"\"big\"\" [table]\" ]\n"
			  "name = big_table\n"
			  "[column \"my table\".\"a.b\"]\n"
			  "name = a_b\n"
			  "[column tasks.\"the status\"]\n"
			  "enum = state\n"
			  "[table \"a<U+000A><U+1F600><b>\"]\n"
			  "name = odd",
			  &messages, arena));
	CHECK_STR(messages, "");
	CHECK_STR(project.config, "sqlgen.ini");
	CHECK_STR(project.migrations, "sql/up");
	CHECK_STR(project.convention, "golang-migrate");
	CHECK_STR(project.output, "src/db");
	CHECK_STR(project.name, "store");
	CHECK_STR(project.prefix, "app_");
	CHECK_STR(project.templates, "/etc/templates");
	CHECK_INT(project.runtime, RUNTIME_SYSTEM);
	CHECK_STR(project.depfile, "build/db.d");
	CHECK_INT(project.setting_count, 7);

	const struct setting *setting = project_setting(&project, "PEOPLE", NULL, "struct");
	CHECK(setting);
	if (setting) {
		CHECK_STR(setting->value, "person");
		CHECK_STR(setting->place.path, "sqlgen.ini");
		CHECK_INT(setting->place.line, 14);
		CHECK_INT(setting->place.column, 1);
	}
	setting = project_setting(&project, "my \"big\" [table]", NULL, "name");
	CHECK_STR(setting ? setting->value : NULL, "big_table");
	setting = project_setting(&project, "my table", "A.B", "name");
	CHECK_STR(setting ? setting->value : NULL, "a_b");
	setting = project_setting(&project, "tasks", "the status", "enum");
	CHECK_STR(setting ? setting->value : NULL, "state");
	setting = project_setting(&project, "a\n\360\237\230\200<b>", NULL, "name");
	CHECK_STR(setting ? setting->value : NULL, "odd");
	CHECK(!project_setting(&project, "people", NULL, "name"));
	CHECK(!project_setting(&project, "people", "struct", "struct"));
	CHECK(!project_setting(&project, "tasks", NULL, "type"));
}

static void
what_the_program_registers_is_read(struct arena *arena)
{
	struct project project;
	char *messages;
	CHECK(read_config(&project, "sqlgen.ini",
			  "[function uuid_v7]\n"
			  "arguments = 0, 1,-1\n"
			  "deterministic = yes\n"
			  "returns = text\n"
			  "[collation \"de DE\"]\n"
			  "[tokenizer stem]\n"
			  "[module vec0]\n"
			  "columns = a, b INTEGER\n"
			  "[function UUID_V7]\n"
			  "aggregate = no\n",
			  &messages, arena));
	CHECK_STR(messages, "");
	CHECK_INT(project.declaration_count, 4);
	CHECK_INT(project.setting_count, 0);

	const struct declaration *items = project.declarations;
	size_t count = project.declaration_count;
	const struct declaration *function =
		declaration_find(items, count, DECLARATION_FUNCTION, "Uuid_V7");
	CHECK(function);
	if (function) {
		CHECK_STR(function->arguments.text, "0, 1,-1");
		CHECK_STR(function->deterministic.text, "yes");
		CHECK_STR(function->returns.text, "text");
		CHECK_STR(function->aggregate.text, "no");
		CHECK_INT(function->place.line, 1);
		CHECK_INT(function->aggregate.place.line, 10);
	}
	const struct declaration *module = declaration_find(items, count, DECLARATION_MODULE, "vec0");
	CHECK_STR(module ? module->columns.text : NULL, "a, b INTEGER");
	CHECK(declaration_find(items, count, DECLARATION_COLLATION, "de DE"));
	CHECK(declaration_find(items, count, DECLARATION_TOKENIZER, "stem"));
	CHECK(!declaration_find(items, count, DECLARATION_TOKENIZER, "vec0"));
}

static void
paths_are_relative_to_the_file(struct arena *arena)
{
	struct project project;
	char *messages;
	CHECK(mkdir("sub", 0777) == 0);
	CHECK(read_config(&project, "sub/sqlgen.ini",
			  "[generate]\nmigrations = ../sql\ndepfile = /var/db.d\n", &messages, arena));
	CHECK_STR(project.migrations, "sub/../sql");
	CHECK_STR(project.depfile, "/var/db.d");
	CHECK_STR(project.templates, NULL);
	CHECK_STR(project.name, "db");
	CHECK(read_config(&project, "sub/sqlgen.ini", "", &messages, arena));
	CHECK_STR(project.migrations, "sub/migrations");
	CHECK(unlink("sub/sqlgen.ini") == 0 && rmdir("sub") == 0);
}

static void
what_is_wrong_is_told_at_its_place(struct arena *arena)
{
	static const struct {
		const char *text, *messages;
	} cases[] = {
		{ "[genrate]\nfoo = 1\n",
		  "c.ini:1:2: error: unknown section 'genrate': did you mean 'generate'?\n" },
		{ "[warnings]\n",
		  "c.ini:1:2: error: unknown section 'warnings': expected generate, lint, check, table, column, "
		  "migration, function, collation, tokenizer, module or placeholder\n" },
		{ "[generate]\nmigratoins = x\n",
		  "c.ini:2:1: error: unknown key 'migratoins' in [generate]: did you mean "
		  "'migrations'?\n" },
		{ "[generate]\ndpefiel = x\n",
		  "c.ini:2:1: error: unknown key 'dpefiel' in [generate]: did you mean 'depfile'?\n" },
		{ "[generate]\nnme = x\n",
		  "c.ini:2:1: error: unknown key 'nme' in [generate]: did you mean 'name'?\n" },
		{ "[generate]\nname = .x\n",
		  "c.ini:2:8: error: expected a file's name of letters, digits, '_', '-' and '.' that "
		  "begins with a letter or digit for 'name', found '.x'\n" },
		{ "[table t]\n  colour = x\n",
		  "c.ini:2:3: error: unknown key 'colour' in [table]: expected struct, name, skip, key, text, blob or json\n" },
		{ "[table t]\ntype = int64\n",
		  "c.ini:2:1: error: unknown key 'type' in [table]: expected struct, name, skip, key, text, blob or json\n" },
		{ "[migration 5]\nallow = all\n[migration 6]\nallow = destructive\n[migration 6]\n"
		  "allow = destructive\n",
		  "c.ini:2:9: error: expected destructive, or a rule of 'sqlgen lint' and a reason for 'allow', found 'all'\n"
		  "c.ini:6:1: error: expected 'allow' once, found it again\n"
		  "c.ini:4:1: note: it was set here\n" },
		{ "name = x\n",
		  "c.ini:1:1: error: expected a section first, as '[generate]', found 'name'\n" },
		{ "[generate]\nname = a\n[table t]\n[generate]\nname = b\n",
		  "c.ini:5:1: error: expected 'name' once, found it again\n"
		  "c.ini:2:1: note: it was set here\n" },
		{ "[table t]\nname = a\n[table T]\nname = b\n",
		  "c.ini:4:1: error: expected 'name' once, found it again\n"
		  "c.ini:2:1: note: it was set here\n" },
		{ "[generate]\nname\n", "c.ini:2:5: error: expected '=' behind the key, found the end "
					"of the line\n" },
		{ "[generate]\n= x\n",
		  "c.ini:2:1: error: expected '[section]' or 'key = value', found '= x'\n" },
		{ "[generate\nname = 1 2\n",
		  "c.ini:1:10: error: expected a name, in '\"' if it holds more than letters, found the "
		  "end of the line\n" },
		{ "[generate] x\n", "c.ini:1:12: error: expected nothing behind the ']', found 'x'\n" },
		{ "[function]\n",
		  "c.ini:1:10: error: expected a section as '[function uuid_v7]', found 0 names\n" },
		{ "[function a.b]\n",
		  "c.ini:1:11: error: expected a section as '[function uuid_v7]', found 2 names\n" },
		{ "[collation x]\nname = y\n",
		  "c.ini:2:1: error: unknown key 'name' in [collation]: expected none\n" },
		{ "[function f]\narguments = 128\n",
		  "c.ini:2:13: error: expected counts, as '2' or '0, 1', or -1 (any number) for "
		  "'arguments', found '128'\n" },
		{ "[function f]\narguments = 1,\n",
		  "c.ini:2:13: error: expected counts, as '2' or '0, 1', or -1 (any number) for "
		  "'arguments', found '1,'\n" },
		{ "[function f]\narguments = 1 2\n",
		  "c.ini:2:13: error: expected counts, as '2' or '0, 1', or -1 (any number) for "
		  "'arguments', found '1 2'\n" },
		{ "[function f]\nreturns = uuid\n",
		  "c.ini:2:11: error: expected null, integer, real, text or blob for 'returns', found "
		  "'uuid'\n" },
		{ "[function f]\narguments = 1\n[function F]\narguments = 2\n",
		  "c.ini:4:1: error: expected 'arguments' once, found it again\n"
		  "c.ini:2:1: note: it was set here\n" },
		{ "[placeholder p]\nmark = $P\n",
		  "c.ini:1:2: error: expected 'value = ...' in this section, found none for 'p'\n" },
		{ "[placeholder p]\nmark =\nvalue =\n",
		  "c.ini:2:7: error: expected what stands in the migrations, as '$%NAME%$' for 'mark', "
		  "found nothing\n" },
		{ "[module m]\ncolumns =\n",
		  "c.ini:2:10: error: expected columns as in CREATE TABLE, as 'a, b INTEGER' for "
		  "'columns', found nothing\n" },
		{ "[generate x]\n",
		  "c.ini:1:11: error: expected a section as '[generate]', found 1 name\n" },
		{ "[table]\n",
		  "c.ini:1:7: error: expected a section as '[table people]', found 0 names\n" },
		{ "[column t]\ntype = x\n",
		  "c.ini:1:9: error: expected a section as '[column people.name]', found 1 "
		  "name\n" },
		{ "[column a.b.c]\n",
		  "c.ini:1:12: error: expected ']' (a name with spaces, dots or brackets stands in "
		  "'\"'), found '.c]'\n" },
		{ "[table my table]\n",
		  "c.ini:1:11: error: expected ']' (a name with spaces, dots or brackets stands in "
		  "'\"'), found 'table]'\n" },
		{ "[column a.]\n",
		  "c.ini:1:11: error: expected a name behind the '.', found ']'\n" },
		{ "[table \"a]\n",
		  "c.ini:1:11: error: expected '\"' to close this, found the end of the line\n" },
		{ "[generate]\nname = \"a\" b\n",
		  "c.ini:2:12: error: expected nothing behind the value, found 'b'\n" },
		{ "[generate]\noutput = out # x\n",
		  "c.ini:2:14: error: expected a comment on a line of its own, or '\"' around the "
		  "value, found '# x'\n" },
		{ "[generate]\noutput = out\t;x\n",
		  "c.ini:2:14: error: expected a comment on a line of its own, or '\"' around the "
		  "value, found ';x'\n" },
		{ "[generate]\noutput = a#b;c\ntemplates = \"a # b\"\n", "" },
		{ "[generate]\noutput =\n",
		  "c.ini:2:9: error: expected a directory for 'output', found nothing\n" },
		{ "[generate]\nname = ../x\n",
		  "c.ini:2:8: error: expected a file's name of letters, digits, '_', '-' and '.' that "
		  "begins with a letter or digit for 'name', found '../x'\n" },
		{ "[generate]\nprefix = 1x\n",
		  "c.ini:2:10: error: expected a C identifier that begins with a letter for 'prefix', "
		  "found '1x'\n" },
		{ "[table t]\nstruct = _x\nname = a-b\n",
		  "c.ini:2:10: error: expected a C identifier that begins with a letter for 'struct', "
		  "found '_x'\n"
		  "c.ini:3:8: error: expected a C identifier that begins with a letter for 'name', "
		  "found 'a-b'\n" },
		{ "[table t]\nskip = true\n",
		  "c.ini:2:8: error: expected yes or no for 'skip', found 'true'\n" },
		{ "[column t.c]\ntype = int\n",
		  "c.ini:2:8: error: expected int64, bool, double, text, sized_text, char[N], "
		  "blob, bytes[N] (N up to 65536) or value for 'type', "
		  "found 'int'\n" },
		{ "[generate]\ntext = char[0]\nblob = bytes[65537]\n[table t]\ntext = char[64]\nblob = bytes[8\n"
		  "[column t.c]\ntype = bytes[65536]\n[column t.d]\ntype = char[08]\n",
		  "c.ini:2:8: error: expected text, sized_text or char[N] (N up to 65536) for 'text', "
		  "found 'char[0]'\n"
		  "c.ini:3:8: error: expected blob or bytes[N] (N up to 65536) for 'blob', found 'bytes[65537]'\n"
		  "c.ini:6:8: error: expected blob or bytes[N] (N up to 65536) for 'blob', found 'bytes[8'\n"
		  "c.ini:10:8: error: expected int64, bool, double, text, sized_text, char[N], "
		  "blob, bytes[N] (N up to 65536) or value for 'type', found 'char[08]'\n" },
		{ "[generate]\nconvention = gooze\n",
		  "c.ini:2:14: error: expected native, golang-migrate, sqlx, goose, dbmate, "
		  "sql-migrate, micrate, node-sqlite, joy, flyway, refinery, diesel, rusqlite, prisma, "
		  "drizzle, drizzle-folders, d1, sqitch, sqldelight, pop, mautrix, numbered or schema for "
		  "'convention', found 'gooze'\n" },
		{ "[generate]\nschema = , \n",
		  "c.ini:2:10: error: expected files, parted by commas for 'schema', found ','\n" },
		{ "[generate]\nruntime = static\n",
		  "c.ini:2:11: error: expected beside, system or none for 'runtime', found 'static'\n" },
		{ "[generate]\nprefix =\n", "" },
		{ "\n\n#x\n", "" },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct project project;
		char *messages;
		bool is_read = read_config(&project, "c.ini", cases[i].text, &messages, arena);
		CHECK_STR(messages, cases[i].messages);
		if (!is_read)
			CHECK_STR(project.config, NULL);
	}
}

static void
what_is_no_text_is_refused(struct arena *arena)
{
	struct project project;
	struct diag diag = { .out = tmpfile() };
	write_config("c.ini", "[generate]\n\0", 12);
	project_init(&project);
	CHECK(!project_read(&project, "c.ini", arena, &diag));
	CHECK(!project_read(&project, "none.ini", arena, &diag));
	CHECK_INT(diag.errors, 2);
	fclose(diag.out);
}

static void
a_name_is_spelt_so_that_it_is_read_back(struct arena *arena)
{
	static const char *const names[] = {
		"plain", "naïve", "", " ", "a.b", "[a]", "a\"b", "a\nb", "\x1b[2J", "<U+000A>", "<", "a\342\200\256b", "#",
	};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		struct project project;
		char *messages;
		const char *text = arena_format(arena, "[column t.%s]\nname = n\n", ini_name(names[i], arena));

		CHECK(read_config(&project, "c.ini", text, &messages, arena));
		CHECK_STR(messages, "");
		CHECK(project_setting(&project, "t", names[i], "name"));
	}
	CHECK_STR(ini_name("plain", arena), "plain");
	CHECK_STR(ini_name("a\nb", arena), "\"a<U+000A>b\"");
}

int
main(void)
{
	struct arena arena = { 0 };
	char directory[] = "test_project.XXXXXX";
	if (!mkdtemp(directory) || chdir(directory) != 0) {
		perror(directory);
		return 1;
	}
	the_defaults_are_those_of_the_manual();
	every_key_is_read(&arena);
	a_name_is_spelt_so_that_it_is_read_back(&arena);
	what_the_program_registers_is_read(&arena);
	paths_are_relative_to_the_file(&arena);
	what_is_wrong_is_told_at_its_place(&arena);
	what_is_no_text_is_refused(&arena);
	arena_finish(&arena);
	unlink("sqlgen.ini");
	unlink("c.ini");
	CHECK(chdir("..") == 0 && rmdir(directory) == 0);
	return failures != 0;
}
