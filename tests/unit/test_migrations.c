#include "test.h"

#include <stdbool.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/text.h"
#include "input/migrations.h"

enum { FILES_MAX = 6 };

struct file {
	const char *name; /* "x/" is a directory, "a/b" a file in one */
	const char *text;
	size_t size;      /* 0: up to text's NUL */
};

/* A directory of files, and what must come of reading it. */
struct situation {
	const char *claim;
	struct file files[FILES_MAX];
	const char *convention; /* NULL: detect */
	const char *items;      /* "convention: version name[/down][ flags], …"; NULL: refused */
	const char *messages;   /* the lines that are messages */
};

static void
write_file(const struct file *file)
{
	char path[256];
	snprintf(path, sizeof(path), "m/%s", file->name);
	for (char *slash = strchr(path + 2, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		mkdir(path, 0777);
		*slash = '/';
	}
	if (path[strlen(path) - 1] == '/')
		return;
	FILE *out = fopen(path, "wb");
	size_t size = file->size ? file->size : strlen(file->text);
	CHECK(out && fwrite(file->text, 1, size, out) == size);
	if (out)
		fclose(out);
}

static void
empty_directory(void)
{
	CHECK_INT(system("rm -rf m && mkdir m"), 0);
}

/* What diag wrote, without the lines of source and carets. */
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

static char *
items_of(const struct migrations *migrations, struct arena *arena)
{
	char *shown = arena_format(arena, "%s:", convention_name(migrations->convention));
	for (size_t i = 0; i < migrations->count; i++) {
		const struct migration *item = &migrations->items[i];
		shown = arena_format(arena, "%s%s %s %s%s%s%s%s%s%s%s%s", shown, i ? "," : "", item->version,
				     item->name, item->down_path ? "/down" : "",
				     item->no_transaction ? " no-transaction" : "",
				     item->if_missing ? " if-missing" : "",
				     item->has_hook ? " hook" : "",
				     item->is_repeatable ? " repeatable" : "",
				     item->allows_loss ? " allow-destructive" : "",
				     item->compatible_with ? " compatible-with-" : "",
				     item->compatible_with ? item->compatible_with : "");
		CHECK(item->text && item->text[item->size] == '\0');
		CHECK(!item->checksum);
		CHECK(!item->down_path == !item->down_text);
	}
	return shown;
}

static void
check_situation(const struct situation *situation)
{
	struct arena arena = { 0 };
	struct diag diag = { .out = tmpfile() };
	struct migrations migrations = { .directory = "untouched" };
	int failures_before = failures;

	empty_directory();
	for (size_t i = 0; i < FILES_MAX && situation->files[i].name; i++)
		write_file(&situation->files[i]);
	const struct convention *convention =
		situation->convention ? convention_find(situation->convention) : NULL;
	bool is_read = migrations_read(&migrations, "m", convention, &arena, &diag);
	CHECK_STR(is_read ? items_of(&migrations, &arena) : NULL, situation->items);
	CHECK_STR(messages_of(diag.out, &arena), situation->messages ? situation->messages : "");
	CHECK_INT(is_read, diag.errors == 0);
	if (!is_read)
		CHECK_STR(migrations.directory, "untouched");
	if (failures != failures_before)
		fprintf(stderr, "\tin: %s\n", situation->claim);
	fclose(diag.out);
	arena_finish(&arena);
}

static const struct situation names[] = {
	{ "native order is numeric, version 0 is legal, zeros are dropped",
	  { { "10_c.sql", "SELECT 1;", 0 }, { "9_b.sql", "SELECT 1;", 0 },
	    { "0000_a.sql", "SELECT 1;", 0 }, { "9a_bb.sql", "SELECT 1", 0 },
	    { "9_b.down.sql", "SELECT 1", 0 } },
	  NULL, "native: 0 a, 9 b/down, 9a bb, 10 c", NULL },
	{ "native refuses equal versions after their zeros are dropped",
	  { { "01_a.sql", "SELECT 1;", 0 }, { "1_b.sql", "SELECT 1;", 0 } }, NULL, NULL,
	  "m/1_b.sql: error: expected one migration for each version, found '01_a.sql' and '1_b.sql' "
	  "for version 1; rename one, or set 'convention = numbered', which runs them by their full "
	  "names\nm/01_a.sql: note: the other one is here\n" },
	{ "ties go by full name where the convention is numbered",
	  { { "017_b.sql", "SELECT 1;", 0 }, { "017_a.sql", "SELECT 1;", 0 },
	    { "9_c.sql", "SELECT 1;", 0 } }, "numbered",
	  "numbered: 9 c, 17 a, 17_b b",
	  "m/017_b.sql: warning: found '017_a.sql' and '017_b.sql' for version 17: they run in "
	  "this order [equal-versions]\n" },
	{ "native refuses a down file without its up",
	  { { "1_a.sql", "SELECT 1;", 0 }, { "2_b.down.sql", "SELECT 1;", 0 } }, NULL, NULL,
	  "m/2_b.down.sql: error: expected '2_b.sql' beside '2_b.down.sql', found nothing\n" },
	{ "native refuses a down file with another name than its up",
	  { { "1_users.sql", "SELECT 1;", 0 }, { "1_user.down.sql", "SELECT 1;", 0 } }, NULL, NULL,
	  "m/1_user.down.sql: error: expected '1_user.sql' beside '1_user.down.sql', found "
	  "'1_users.sql'\n" },
	{ "a second down file under other zeros is refused",
	  { { "1_a.sql", "SELECT 1;", 0 }, { "1_a.down.sql", "SELECT 1;", 0 },
	    { "01_a.down.sql", "SELECT 1;", 0 } }, NULL, NULL,
	  "m/1_a.down.sql: error: expected one down file for '1_a.sql', found two\n"
	  "m/01_a.down.sql: note: the other one is here\n" },
	{ "up and down files are golang-migrate's, either may be absent",
	  { { "2_b.up.sql", "SELECT 1;", 0 }, { "10_c.up.sql", "SELECT 1;", 0 },
	    { "10_c.down.sql", "SELECT 1;", 0 }, { "1_a.up.sql", "SELECT 1;", 0 },
	    { "3_d.down.sql", "SELECT 1;", 0 } },
	  NULL, "golang-migrate: 1 a, 2 b, 10 c/down",
	  "m/3_d.down.sql: warning: expected an up file beside '3_d.down.sql', found none: it is "
	  "passed over [lone-down]\n" },
	{ "golang-migrate pairs by version",
	  { { "1_users.up.sql", "SELECT 1;", 0 }, { "01_user.down.sql", "SELECT 1;", 0 } },
	  NULL, "golang-migrate: 1 users/down", NULL },
	{ "but not where it would have to guess",
	  { { "1_a.up.sql", "SELECT 1;", 0 }, { "1_b.down.sql", "SELECT 1;", 0 },
	    { "1_c.down.sql", "SELECT 1;", 0 } }, NULL, "golang-migrate: 1 a",
	  "m/1_b.down.sql: warning: expected an up file beside '1_b.down.sql', found none: it is "
	  "passed over [lone-down]\n"
	  "m/1_c.down.sql: warning: expected an up file beside '1_c.down.sql', found none: it is "
	  "passed over [lone-down]\n" },
	{ "equal versions in golang-migrate run by full name, each with its own down",
	  { { "1_b.up.sql", "SELECT 1;", 0 }, { "1_a.up.sql", "SELECT 1;", 0 },
	    { "1_b.down.sql", "SELECT 1;", 0 } },
	  NULL, "golang-migrate: 1 a, 1_b b/down",
	  "m/1_b.up.sql: warning: found '1_a.up.sql' and '1_b.up.sql' for version 1: they run in this "
	  "order [equal-versions]\n" },
	{ "golang-migrate's odd suffixes are read",
	  { { "1_x.up..sql", "SELECT 1;", 0 }, { "2_y.up.db.sql", "SELECT 1;", 0 } },
	  NULL, "golang-migrate: 1 x, 2 y", NULL },
	{ "versions that are all times are sqlx's",
	  { { "20240131120000_a.sql", "SELECT 1;", 0 }, { "1700000000_b.sql", "SELECT 1;", 0 } },
	  NULL, "sqlx: 1700000000 b, 20240131120000 a", NULL },
	{ "one number that is no time makes it native",
	  { { "20240131120000_a.sql", "SELECT 1;", 0 }, { "1_b.sql", "SELECT 1;", 0 } },
	  NULL, "native: 1 b, 20240131120000 a", NULL },
	{ "nine digits are no time", { { "999999999_a.sql", "SELECT 1;", 0 } }, NULL,
	  "native: 999999999 a", NULL },
	{ "ten are", { { "1000000000_a.sql", "SELECT 1;", 0 } }, NULL, "sqlx: 1000000000 a", NULL },
	{ "sqlx in up and down files is named golang-migrate",
	  { { "20240131120000_a.up.sql", "-- no-transaction\nSELECT 1;", 0 } },
	  NULL, "golang-migrate: 20240131120000 a no-transaction", NULL },
	{ "a mixture is refused with an example of each",
	  { { "1_a.sql", "SELECT 1;", 0 }, { "2_b.up.sql", "SELECT 1;", 0 } }, NULL, NULL,
	  "m/1_a.sql: error: expected one convention in a directory, found two: '2_b.up.sql' is named "
	  "as in golang-migrate, '1_a.sql' as in native; rename one, or set 'convention = sqlx', "
	  "which reads both\n" },
	{ "sqlx reads both when it is set",
	  { { "1_a.sql", "SELECT 1;", 0 }, { "2_b.up.sql", "SELECT 1;", 0 },
	    { "2_b.down.sql", "SELECT 1;", 0 } }, "sqlx", "sqlx: 1 a, 2 b/down", NULL },
	{ "a convention that is set refuses the names of others",
	  { { "1_a.up.sql", "SELECT 1;", 0 } }, "native", NULL,
	  "m/1_a.up.sql: error: '1_a.up.sql' is not named as a migration: native files are named "
	  "'0001_name.sql' and '0001_name.down.sql'; rename it, or move it elsewhere\n" },
	{ "a number beyond 64 bits is refused",
	  { { "1_a.up.sql", "SELECT 1;", 0 }, { "18446744073709551616_a.up.sql", "SELECT 1;", 0 } },
	  NULL, NULL,
	  "m/18446744073709551616_a.up.sql: error: '18446744073709551616_a.up.sql' is not named as a "
	  "migration: its number is too large; golang-migrate files are named '1_name.up.sql' and "
	  "'1_name.down.sql'; rename it, or move it elsewhere\n" },
	{ "sqlx counts to 63 bits",
	  { { "9223372036854775808_a.sql", "SELECT 1;", 0 } }, NULL, NULL,
	  "m/9223372036854775808_a.sql: error: '9223372036854775808_a.sql' is not named as a "
	  "migration: its number is too large; sqlx files are named '20240131120000_name.sql', "
	  "'.up.sql' and '.down.sql'; rename it, or move it elsewhere\n" },
	{ "near misses are errors, each of them",
	  { { "1_a.sql", "SELECT 1;", 0 }, { "1-x.sql", "SELECT 1;", 0 },
	    { "add_x.sql", "SELECT 1;", 0 } }, NULL, NULL,
	  "m/1-x.sql: error: '1-x.sql' is not named as a migration: expected '_' behind the number, "
	  "found '-'; native files are named '0001_name.sql' and '0001_name.down.sql'; rename it, or "
	  "move it elsewhere\n"
	  "m/add_x.sql: error: 'add_x.sql' is not named as a migration: expected a number first; "
	  "native files are named '0001_name.sql' and '0001_name.down.sql'; rename it, or move it "
	  "elsewhere\n" },
	{ "a directory may write '-' throughout",
	  { { "10-y.sql", "SELECT 1;", 0 }, { "9-x.sql", "SELECT 1;", 0 } }, NULL,
	  "native: 9 x, 10 y", NULL },
	{ "where every name is a near miss one stands for all",
	  { { "1+x.sql", "SELECT 1;", 0 }, { "2+y.sql", "SELECT 1;", 0 } }, NULL, NULL,
	  "m/1+x.sql: error: '1+x.sql' is not named as a migration: expected '_' behind the number, "
	  "found '+'; native files are named '0001_name.sql' and '0001_name.down.sql'; rename it, or "
	  "move it elsewhere\n"
	  "m: note: none of the 2 files in it is named as a migration; if they are one schema "
	  "together, say '--schema m'\n" },
	{ "a newline in a name is refused and shown harmlessly",
	  { { "1_a\nb.sql", "SELECT 1;", 0 } }, NULL, NULL,
	  "m/1_a<U+000A>b.sql: error: '1_a<U+000A>b.sql' is not named as a migration: expected a name of one "
	  "line of text, found a control character; native files are named '0001_name.sql' and "
	  "'0001_name.down.sql'; rename it, or move it elsewhere\n" },
	{ "what lies beside migrations is passed over",
	  { { "1_a.sql", "SELECT 1;", 0 }, { "README.md", "x", 0 }, { "atlas.sum", "x", 0 },
	    { ".gitkeep", "", 0 }, { "migrations.go", "x", 0 }, { "docs/", "", 0 } },
	  NULL, "native: 1 a", NULL },
	{ "programs beside them too",
	  { { "1_a.sql", "SELECT 1;", 0 }, { "1_a.ts", "x", 0 }, { "1_test.go", "x", 0 } }, NULL,
	  "native: 1 a", NULL },
	{ "migrations that are programs are told",
	  { { "1_a.sql", "SELECT 1;", 0 }, { "2_b.go", "x", 0 }, { "3_c.py", "x", 0 } }, NULL,
	  "native: 1 a",
	  "m/2_b.go: warning: expected migrations in SQL, found 2 that are programs, which are not "
	  "run: what they change of the schema must be written in SQL [not-sql]\n" },
	{ "also Flyway's",
	  { { "V1__a.sql", "SELECT 1;", 0 }, { "V2__b.java", "x", 0 } }, NULL, "flyway: 1 a",
	  "m/V2__b.java: warning: expected migrations in SQL, found 1 that is a program, which is "
	  "not run: what it changes of the schema must be written in SQL [not-sql]\n" },
	{ "SQL files in a directory inside are not passed over in silence",
	  { { "1_a.sql", "SELECT 1;", 0 }, { "old/0_b.sql", "SELECT 1;", 0 },
	    { "older/0_c.sql", "SELECT 1;", 0 } }, NULL, "native: 1 a",
	  "m/old: warning: expected migrations beside each other, found '0_b.sql' in a directory, "
	  "which is not read [nested-migrations]\n" },
	{ "an empty directory says what is expected", { { "README", "x", 0 } }, NULL, NULL,
	  "m: error: expected migrations, files named '0001_name.sql' and '0001_name.down.sql', found "
	  "none\n" },
};

static const struct situation tools[] = {
	{ "Flyway orders by the parts of versions, and pairs U with V",
	  { { "V1.10__c.sql", "SELECT 1;", 0 }, { "V1_9__b.sql", "SELECT 1;", 0 },
	    { "V01__a.sql", "SELECT 1;", 0 }, { "U1.9__b.sql", "SELECT 1;", 0 },
	    { "deep/er/V2__d.SQL", "SELECT 1;", 0 } },
	  NULL, "flyway: 1 a, 1.9 b/down, 1.10 c, 2 d", NULL },
	{ "Flyway: 1 and 1.0 are one version",
	  { { "V1__a.sql", "SELECT 1;", 0 }, { "V1.0__b.sql", "SELECT 1;", 0 } }, NULL, NULL,
	  "m/V1__a.sql: error: expected one migration for each version, found 'V1.0__b.sql' and "
	  "'V1__a.sql' for version 1; rename one\nm/V1.0__b.sql: note: the other one is here\n" },
	{ "Flyway's repeatable ones come last",
	  { { "R__x.sql", "SELECT 1;", 0 }, { "V20240131__a.sql", "SELECT 1;", 0 } }, NULL,
	  "flyway: 20240131 a, R__x x repeatable", NULL },
	{ "U without V goes up, as in refinery",
	  { { "U1__a.sql", "SELECT 1;", 0 }, { "U2__b.sql", "SELECT 1;", 0 } }, NULL,
	  "refinery: 1 a, 2 b", NULL },
	{ "diesel orders by text without '-', and has its transaction in metadata.toml",
	  { { "2024-01-02-000000_b/up.sql", "SELECT 1;", 0 },
	    { "2024-01-02-000000_b/down.sql", "SELECT 1;", 0 },
	    { "2024-01-01-000000_a/up.sql", "VACUUM;", 0 },
	    { "2024-01-01-000000_a/metadata.toml", "run_in_transaction = false\n", 0 } },
	  NULL, "diesel: 20240101000000 a no-transaction, 20240102000000 b/down", NULL },
	{ "diesel: so it is where only some have '-'",
	  { { "2024-06-01-000000_b/up.sql", "SELECT 1;", 0 },
	    { "20240101000000_a/up.sql", "SELECT 1;", 0 },
	    { "20240701000000_c/up.sql", "SELECT 1;", 0 } },
	  NULL, "diesel: 20240101000000 a, 20240601000000 b, 20240701000000 c", NULL },
	{ "rusqlite's folders are numbered",
	  { { "10-b/up.sql", "SELECT 1;", 0 }, { "9-a/up.sql", "SELECT 1;", 0 },
	    { "9-a/down.sql", "SELECT 1;", 0 } }, NULL, "rusqlite: 9 a/down, 10 b", NULL },
	{ "Prisma goes by name, whatever the number",
	  { { "20240101000000_a/migration.sql", "SELECT 1;", 0 },
	    { "20240102_b/migration.sql", "SELECT 1;", 0 }, { "migration_lock.toml", "x", 0 } },
	  NULL, "prisma: 20240101000000_a a, 20240102_b b", NULL },
	{ "Drizzle's newer folders have a snapshot",
	  { { "20240101000000_a/migration.sql", "SELECT 1;", 0 },
	    { "20240101000000_a/snapshot.json", "{}", 0 } },
	  NULL, "drizzle-folders: 20240101000000_a a", NULL },
	{ "Drizzle goes by its journal, also where numbers are equal or fall",
	  { { "0006_a.sql", "SELECT 1;", 0 }, { "0007_b.sql", "SELECT 1;", 0 },
	    { "0006_c.sql", "SELECT 1;", 0 }, { "0008_d.sql", "SELECT 1;", 0 },
	    { "meta/_journal.json",
	      "{\"x\": \"tag\", \"entries\": [{\"tag\": \"0006_a\"}, {\"tag\" : \"0007_b\"},"
	      "{\"idx\": 2, \"tag\":\"0006_c\"}]}", 0 } },
	  NULL, "drizzle: 0006_a a, 0007_b b, 0006_c c",
	  "m/0008_d.sql: warning: expected '0008_d.sql' in meta/_journal.json, found other names: it "
	  "is passed over, as Drizzle does [not-in-journal]\n" },
	{ "what the journal names must be there",
	  { { "meta/_journal.json", "{\"entries\": [\n{\"tag\": \"0000_a\"}]}", 0 } }, NULL, NULL,
	  "m/meta/_journal.json:2:9: error: expected the file '0000_a.sql', found nothing\n" },
	{ "sqitch goes by its plan, and finds reworked changes under their tag",
	  { { "sqitch.plan", "%syntax-version=1.0.0\n%project=x\n\nb 2024 A <a@b> # x\na [b] 2024\n"
	      "@v1 2024\n# no\n@v2 2024\nb [b@v2] 2024\n", 0 },
	    { "deploy/a.sql", "SELECT 1;", 0 }, { "deploy/b@v2.sql", "SELECT 1;", 0 },
	    { "deploy/b.sql", "SELECT 1;", 0 }, { "revert/b.sql", "SELECT 1;", 0 },
	    { "verify/b.sql", "SELECT 1;", 0 } },
	  NULL, "sqitch: b@v2 b@v2, a a, b b/down", NULL },
	{ "a script that the plan names must be there",
	  { { "deploy/a.sql", "SELECT 1;", 0 }, { "sqitch.plan", "b 2024\n", 0 } }, NULL, NULL,
	  "m/sqitch.plan:1:1: error: expected the script 'deploy/b.sql', found nothing\n" },
	{ "SQLDelight's .sqm files are a chain where nothing else is there",
	  { { "10.sqm", "SELECT 1;", 0 }, { "a/9.sqm", "SELECT 1;", 0 } }, NULL,
	  "sqldelight: 9 9, 10 10", NULL },
	{ "pop takes SQLite's among the dialects, else the one of none",
	  { { "20150100000001000000_a.sqlite3.up.sql", "SELECT 1;", 0 },
	    { "20150100000001000000_a.postgres.up.sql", "SELECT !;", 0 },
	    { "20150100000001000000_a.down.sql", "SELECT 1;", 0 },
	    { "20150100000001000001_b.up.sql", "SELECT 1;", 0 },
	    { "20150100000001000001_b.mysql.up.sql", "SELECT !;", 0 },
	    { "20150100000001000002_c.autocommit.up.sql", "SELECT 1;", 0 } },
	  NULL, "pop: 20150100000001000000 a/down, 20150100000001000001 b, "
	  "20150100000001000002 c no-transaction", NULL },
	{ "fizz is refused",
	  { { "20150101_a.up.fizz", "create_table", 0 }, { "20150102_b.up.sql", "SELECT 1;", 0 } },
	  NULL, NULL,
	  "m/20150101_a.up.fizz: error: expected SQL, found fizz, which only pop can translate: 'soda "
	  "generate sql' makes SQL of it\n" },
	{ "mautrix goes from version to version, and begins with the snapshot",
	  { { "00-latest.sql", "-- v0 -> v3 (compatible with v2+): Latest\nSELECT 1;", 0 },
	    { "02-a.sql", "-- v2: a\nSELECT 1;", 0 }, { "03-b.sql", "-- v3: b\nSELECT 1;", 0 },
	    { "04-c.postgres.sql", "-- v4: c\nSELECT !;", 0 },
	    { "04-c.sqlite.sql", "-- v4: c\n-- transaction: off\nVACUUM;", 0 },
	    { "05-d.sql", "-- v4 -> v6: d\nSELECT 1;", 0 } },
	  NULL, "mautrix: 3 latest, 4 c no-transaction, 6 d",
	  "m/02-a.sql: warning: expected upgrades that a new database runs, found 2 that it passes "
	  "over, because the first file leads further: a database of an older version has to be "
	  "brought there by its own program [snapshot]\n" },
	{ "mautrix's upgrades without their base are refused",
	  { { "02-a.sql", "-- v1 -> v2: a\nSELECT 1;", 0 } }, NULL, NULL,
	  "m: error: expected an upgrade from version 0, as '-- v0 -> v1: …', found upgrades without "
	  "their base\n" },
	{ "twins that end in a dialect are one migration",
	  { { "1_a_sqlite.up.sql", "SELECT 1;", 0 }, { "1_a_postgres.up.sql", "SELECT !", 0 },
	    { "1_a_postgres.down.sql", "SELECT !", 0 }, { "1_a_sqlite.down.sql", "SELECT 1", 0 } },
	  NULL, "golang-migrate: 1 a/down", NULL },
	{ "a twin of SQLite's that is empty is taken all the same",
	  { { "1_a_sqlite.up.sql", "", 0 }, { "1_a_postgres.up.sql", "SELECT !", 0 },
	    { "2_b_sqlite.up.sql", "SELECT 1;", 0 }, { "2_b_postgres.up.sql", "SELECT !", 0 } },
	  NULL, "golang-migrate: 1 a, 2 b", NULL },
	{ "also where there is one for every dialect",
	  { { "1_a.sqlite3.up.sql", "", 0 }, { "1_a.up.sql", "SELECT !", 0 },
	    { "1_a.postgres.up.sql", "SELECT !", 0 } },
	  NULL, "pop: 1 a", NULL },
	{ "its twin must be of the same side",
	  { { "1_a.sqlite3.up.sql", "", 0 }, { "1_a.postgres.down.sql", "SELECT !", 0 } },
	  NULL, "pop: 1 a",
	  "m/1_a.sqlite3.up.sql:1:1: warning: expected SQL, found nothing: if nothing is to be "
	  "done, write '-- no-op' [empty-migration]\n" },
	{ "a word that is a dialect's is none without its twin",
	  { { "1_to_postgres.up.sql", "SELECT 1;", 0 }, { "1_to_mysql_x.up.sql", "SELECT 1;", 0 } },
	  NULL, "golang-migrate: 1 to_mysql_x, 1_to_postgres to_postgres",
	  "m/1_to_postgres.up.sql: warning: found '1_to_mysql_x.up.sql' and '1_to_postgres.up.sql' "
	  "for version 1: they run in this order [equal-versions]\n" },
	{ "one word before all numbers",
	  { { "version-010.sql", "SELECT 1;", 0 }, { "version-9.sql", "SELECT 1;", 0 } }, NULL,
	  "numbered: 9 9, 10 10", NULL },
	{ "up and down behind it",
	  { { "V0001.A_b.up.sql", "SELECT 1;", 0 }, { "V0001.A_b.down.sql", "SELECT 1;", 0 } }, NULL,
	  "numbered: 1 A_b/down", NULL },
	{ "numbers alone", { { "2.sql", "SELECT 1;", 0 }, { "10.sql", "SELECT 1;", 0 } }, NULL,
	  "numbered: 2 2, 10 10", NULL },
	{ "semantic versions",
	  { { "1.21.0.sql", "SELECT 1;", 0 }, { "1.9.0.sql", "SELECT 1;", 0 },
	    { "1.9.10-a.sql", "SELECT 1;", 0 }, { "1.10.sql", "SELECT 1;", 0 } }, NULL,
	  "numbered: 1.9.0 1.9.0, 1.9.10 a, 1.10 1.10, 1.21.0 1.21.0", NULL },
	{ "behind a word too; what is followed by a letter is a label",
	  { { "v1.10.sql", "SELECT 1;", 0 }, { "v1.9.up.sql", "SELECT 1;", 0 },
	    { "v2.2FA.up.sql", "SELECT 1;", 0 } }, NULL,
	  "numbered: 1.9 1.9, 1.10 1.10, 2 2FA", NULL },
	{ "dates are versions as a whole",
	  { { "20240131-120001.sql", "SELECT 1;", 0 }, { "20240131-120000.sql", "SELECT 1;", 0 } },
	  NULL, "native: 20240131-120000 20240131-120000, 20240131-120001 20240131-120001", NULL },
	{ "dates with a label",
	  { { "2024-01-31-b.sql", "SELECT 1;", 0 }, { "2024-01-02-a.sql", "SELECT 1;", 0 } },
	  NULL, "native: 2024-01-02 a, 2024-01-31 b", NULL },
	{ "d1 has ties by full name where it is set",
	  { { "0001_b.sql", "SELECT 1;", 0 }, { "0001_a.sql", "SELECT 1;", 0 } }, "d1",
	  "d1: 1 a, 1_b b",
	  "m/0001_b.sql: warning: found '0001_a.sql' and '0001_b.sql' for version 1: they run in this "
	  "order [equal-versions]\n" },
	{ "one file without a number is a schema",
	  { { "whatever.sql", "SELECT 1;", 0 } }, NULL, "schema: 1 schema", NULL },
	{ "a schema beside a chain in a directory is refused",
	  { { "schema.sql", "SELECT 1;", 0 }, { "migrations/add_x.sql", "SELECT 1;", 0 } }, NULL, NULL,
	  "m/schema.sql: error: expected one schema or one chain of migrations, found this beside "
	  "'migrations/add_x.sql': which of them is the schema? say '--schema m/schema.sql', or "
	  "'--migrations' with a directory that holds nothing else\n" },
	{ "a snapshot beside upgrades is said and not run",
	  { { "1_a.sql", "SELECT 1;", 0 }, { "LATEST.sql", "SELECT 1;", 0 } }, NULL, "native: 1 a",
	  "m/LATEST.sql: warning: expected migrations, found what looks like the schema that they "
	  "make: it is not run; to start from it, say '--schema m/LATEST.sql' [snapshot]\n" },
	{ "a template is passed over",
	  { { "1_a.sql", "SELECT 1;", 0 }, { "template.sql", "SELECT !;", 0 } }, NULL, "native: 1 a",
	  NULL },
	{ "directories of directories are named",
	  { { "0.1/00__a.sql", "SELECT 1;", 0 } }, NULL, NULL,
	  "m: error: expected migrations, found SQL files in directories inside alone, as "
	  "'0.1/00__a.sql': which of them are they? say '--migrations' with one directory, or "
	  "'--schema' for each file of a schema, in the order in which they run\n" },
	{ "upgrades without their base are refused at the statement that needs it",
	  { { "1_a.sql", "PRAGMA foreign_keys = 0;\nDROP INDEX IF EXISTS i;\nSELECT 1;", 0 },
	    { "2_b.sql", "-- x\nCREATE UNIQUE INDEX IF NOT EXISTS i ON \"al bums\"(a);", 0 } },
	  NULL, NULL,
	  "m/2_b.sql:2:1: error: expected the table 'al bums' to be made by a migration before, found "
	  "none that makes any: these are upgrades without their base; put the schema from which they "
	  "start in front, as the first migration\n" },
	{ "what is there anyway needs no base",
	  { { "1_a.sql", "DROP TABLE IF EXISTS t; DELETE FROM sqlite_sequence; INSERT INTO temp.x "
	      "VALUES (1); CREATE TABLE t(a); ALTER TABLE t ADD b;", 0 } }, NULL, "native: 1 a", NULL },
	{ "folders beside files are a mixture",
	  { { "1_a/up.sql", "SELECT 1;", 0 }, { "2_b.sql", "SELECT 1;", 0 } }, NULL, NULL,
	  "m/1_a/up.sql: error: expected one convention in a directory, found two: '2_b.sql' is named "
	  "as in native, '1_a/up.sql' as in diesel; move one of them elsewhere\n" },
};

static const struct situation sections[] = {
	{ "goose", { { "1_a.sql", "-- x\n-- +goose NO TRANSACTION\n-- +GOOSE UP\nVACUUM;\n"
	      "-- +goose Down\nSELECT 1;", 0 } },
	  NULL, "goose: 1 a/down no-transaction", NULL },
	{ "goose, down first, without down, with CRLF and a byte-order mark",
	  { { "1_a.sql", "\xEF\xBB\xBF-- +goose Down\r\nSELECT 1;\r\n-- +goose Up\r\nSELECT 2;", 0 },
	    { "2_b.sql", "-- +goose Up\nSELECT 1;", 0 } }, NULL, "goose: 1 a/down, 2 b", NULL },
	{ "goose without its mark",
	  { { "1_a.sql", "-- +goose Up\nSELECT 1;", 0 }, { "2_b.sql", "-- x\nSELECT 1;", 0 } },
	  NULL, NULL,
	  "m/2_b.sql:2:1: error: expected '-- +goose Up' in front of the first statement\n" },
	{ "goose's variables of the environment are refused",
	  { { "1_a.sql", "-- +goose ENVSUB ON\n-- +goose Up\nSELECT 1;", 0 } }, NULL, NULL,
	  "m/1_a.sql:1:1: error: expected SQL that is complete, found a section into which goose puts "
	  "variables of the environment: write their values\n" },
	{ "dbmate has no transaction where its mark says so, and orders by text",
	  { { "10_a.sql", "-- migrate:up transaction:false\nVACUUM;\n-- migrate:down\n", 0 },
	    { "9_b.sql", "-- migrate:up\nSELECT 1;", 0 } }, NULL,
	  "dbmate: 10 a no-transaction, 9 b", NULL },
	{ "sql-migrate", { { "1-a.sql", "-- +migrate Up notransaction\nVACUUM;\n-- +migrate Down\n"
	      "SELECT 1;", 0 } },
	  NULL, "sql-migrate: 1 a/down no-transaction", NULL },
	{ "micrate", { { "1_a.sql", "-- +micrate Up\nSELECT 1;\n-- +micrate Down\nSELECT 1;", 0 } },
	  NULL, "micrate: 1 a/down", NULL },
	{ "node-sqlite, in banners of dashes",
	  { { "001-a.sql", "-----\n-- Up\n-----\nSELECT 1;\n--down--\nSELECT 2;", 0 } }, NULL,
	  "node-sqlite: 1 a/down", NULL },
	{ "joy counts by time",
	  { { "20220501210121-a.sql", "-- up\nSELECT 1\n\n-- down\nSELECT 2", 0 } }, NULL,
	  "joy: 20220501210121 a/down", NULL },
	{ "a mixture is refused",
	  { { "1_a.sql", "-- +goose Up\nSELECT 1;", 0 }, { "2_b.sql", "-- migrate:up\nSELECT 1;", 0 } },
	  NULL, NULL,
	  "m/2_b.sql:1:1: error: expected one convention in a directory, found two: '-- migrate:up' is "
	  "a mark of dbmate, other files are as in goose\n" },
	{ "a convention that is set is told from the marks",
	  { { "1_a.sql", "-- +migrate Up\nSELECT 1;", 0 } }, "native", NULL,
	  "m/1_a.sql:1:1: error: expected the convention native, which was set, found '-- +migrate "
	  "Up', a mark of sql-migrate: set 'convention = sql-migrate'\n" },
	{ "'down' without 'up' before it is a comment",
	  { { "1_a.sql", "-- Down\nSELECT 1;", 0 }, { "2_b.sql", "-- Up\nSELECT 1;", 0 } }, NULL,
	  "native: 1 a, 2 b", NULL },
	{ "a marker in a string is none",
	  { { "1_a.sql", "SELECT '\n-- +goose Up\n';\n-- up\n", 0 } }, NULL, "native: 1 a", NULL },
	{ "Drizzle's mark alone is a comment",
	  { { "1_a.sql", "SELECT 1;\n--> statement-breakpoint\nSELECT 2;", 0 } }, NULL,
	  "native: 1 a", NULL },
	{ "an error in a part has the place in the file",
	  { { "1_a.sql", "-- +goose Up\nSELECT 1;\n-- +goose Down\nSELECT 'a", 0 } }, NULL, NULL,
	  "m/1_a.sql:4:8: error: expected ' to close this string, found the end of the file [open-quote]\n" },
};

static const struct situation texts[] = {
	{ "a byte-order mark is passed over", { { "1_a.sql", "\xEF\xBB\xBFSELECT 1;", 0 } }, NULL,
	  "native: 1 a", NULL },
	{ "UTF-16 is named", { { "1_a.sql", "\xFF\xFES\0E\0", 6 } }, NULL, NULL,
	  "m/1_a.sql:1:1: error: expected text in UTF-8, found UTF-16: save the file as UTF-8 [not-utf8]\n" },
	{ "UTF-32 is named", { { "1_a.sql", "\xFF\xFE\0\0S\0\0\0", 8 } }, NULL, NULL,
	  "m/1_a.sql:1:1: error: expected text in UTF-8, found UTF-32: save the file as UTF-8 [not-utf8]\n" },
	{ "a NUL byte is refused", { { "1_a.sql", "SELECT 1;\nSELECT \0 2;", 20 } }, NULL, NULL,
	  "m/1_a.sql:2:8: error: expected text in UTF-8, found a NUL byte, at which SQLite would stop "
	  "reading [nul-byte]\n" },
	{ "what is not UTF-8 is a warning", { { "1_a.sql", "SELECT 'caf\xE9';", 0 } }, NULL,
	  "native: 1 a",
	  "m/1_a.sql:1:12: warning: expected text in UTF-8, found the byte 0xE9, which SQLite would "
	  "take as it is [invalid-utf8]\n" },
	{ "overlong forms and surrogates are not UTF-8",
	  { { "1_a.sql", "SELECT '\xC0\x80';", 0 }, { "2_b.sql", "SELECT '\xE0\x9F\xBF';", 0 },
	    { "3_c.sql", "SELECT '\xED\xA0\x80';", 0 },
	    { "4_d.sql", "SELECT '\xF4\x90\x80\x80';", 0 },
	    { "5_e.sql", "SELECT '\xF4\x8F\xBF\xBF\xEF\xBF\xBF\xC2\x80';", 0 } }, NULL,
	  "native: 1 a, 2 b, 3 c, 4 d, 5 e",
	  "m/1_a.sql:1:9: warning: expected text in UTF-8, found the byte 0xC0, which SQLite would "
	  "take as it is [invalid-utf8]\n"
	  "m/2_b.sql:1:9: warning: expected text in UTF-8, found the byte 0xE0, which SQLite would "
	  "take as it is [invalid-utf8]\n"
	  "m/3_c.sql:1:9: warning: expected text in UTF-8, found the byte 0xED, which SQLite would "
	  "take as it is [invalid-utf8]\n"
	  "m/4_d.sql:1:9: warning: expected text in UTF-8, found the byte 0xF4, which SQLite would "
	  "take as it is [invalid-utf8]\n" },
	{ "an open comment is refused where it opened",
	  { { "1_a.sql", "SELECT 1;\n  /* never\nSELECT 2;\n", 0 } }, NULL, NULL,
	  "m/1_a.sql:2:3: error: expected '*/' to close this comment, found the end of the file [open-comment]\n" },
	{ "'/*/' is an open comment", { { "1_a.sql", "SELECT 1; /*/", 0 } }, NULL, NULL,
	  "m/1_a.sql:1:11: error: expected '*/' to close this comment, found the end of the file [open-comment]\n" },
	{ "an open string is refused where it opened",
	  { { "1_a.sql", "SELECT 1;\nSELECT 'it''s;\n", 0 } }, NULL, NULL,
	  "m/1_a.sql:2:8: error: expected ' to close this string, found the end of the file [open-quote]\n" },
	{ "an open name is refused where it opened",
	  { { "1_a.sql", "SELECT [a", 0 }, { "2_b.sql", "SELECT \"a", 0 },
	    { "3_c.sql", "SELECT `a", 0 } }, NULL, NULL,
	  "m/1_a.sql:1:8: error: expected ] to close this name, found the end of the file [open-quote]\n"
	  "m/2_b.sql:1:8: error: expected \" to close this name, found the end of the file [open-quote]\n"
	  "m/3_c.sql:1:8: error: expected ` to close this name, found the end of the file [open-quote]\n" },
	{ "an error behind a byte-order mark has the place in the file",
	  { { "1_a.sql", "\xEF\xBB\xBFSELECT 'a", 0 } }, NULL, NULL,
	  "m/1_a.sql:1:11: error: expected ' to close this string, found the end of the file [open-quote]\n" },
	{ "CR alone does not end a comment",
	  { { "1_a.sql", "-- a table\rCREATE TABLE t(a);\r", 0 } }, NULL, NULL,
	  "m/1_a.sql:1:11: error: expected LF or CRLF as line end, found CR: this comment goes on, "
	  "and SQLite passes over what follows; save the file with LF [cr-only]\n" },
	{ "CRLF, and CR outside of comments, are fine",
	  { { "1_a.sql", "-- a\r\nSELECT 1;\rSELECT 2;\r\n-- b\r\r\n-- c\r", 0 } }, NULL,
	  "native: 1 a", NULL },
	{ "commands of the shell are named at the start of a statement",
	  { { "1_a.sql", "-- x\nSELECT t.a FROM t;\n.read x.sql\nSELECT .5;", 0 } }, NULL, NULL,
	  "m/1_a.sql:3:1: error: expected SQL, found '.read', a command of the sqlite3 shell [dot-command]\n" },
	{ "a dot elsewhere is SQL's affair",
	  { { "1_a.sql", "SELECT t\n.a FROM t;", 0 }, { "2_b.sql", "SELECT 1; .a\n", 0 } }, NULL,
	  "native: 1 a, 2 b", NULL },
	{ "an empty migration is a warning",
	  { { "1_a.sql", "", 0 }, { "2_b.sql", "-- nothing\n;;\n", 0 } }, NULL, "native: 1 a, 2 b",
	  "m/1_a.sql:1:1: warning: expected SQL, found nothing: if nothing is to be done, write "
	  "'-- no-op' [empty-migration]\n"
	  "m/2_b.sql:1:1: warning: expected SQL, found no statement: if nothing is to be done, write "
	  "'-- no-op' [empty-migration]\n" },
	{ "an empty migration that says that it is one is none",
	  { { "1_a.sql", "-- No-op on SQLite\n", 0 }, { "2_b.sql", "SELECT 1;", 0 },
	    { "2_b.down.sql", "/* noop */", 0 } }, NULL, "native: 1 a, 2 b/down", NULL },
	{ "invisible characters in names are refused, in strings and comments they are text",
	  { { "1_a.sql", "CREATE\xC2\xA0TABLE t(a);", 0 },
	    { "2_b.sql", "CREATE TABLE \"t\xE2\x80\xAE\"(a);", 0 },
	    { "3_c.sql", "SELECT '\xE2\x80\xAE', \"a\xC2\xA0""b\"; -- \xE2\x80\xAE", 0 } }, NULL, NULL,
	  "m/1_a.sql:1:7: error: expected letters that can be seen in a name, found U+00A0 [invisible-character]\n"
	  "m/2_b.sql:1:16: error: expected letters that can be seen in a name, found U+202E [invisible-character]\n" },
	{ "a down file's text is checked too",
	  { { "1_a.sql", "SELECT 1;", 0 }, { "1_a.down.sql", "SELECT 'a", 0 } }, NULL, NULL,
	  "m/1_a.down.sql:1:8: error: expected ' to close this string, found the end of the file [open-quote]\n" },
	{ "a trigger's body is text like any other",
	  { { "1_a.sql",
	      "CREATE TRIGGER g AFTER INSERT ON t BEGIN SELECT CASE 1 WHEN 1 THEN 2 END; /* end; */ "
	      "END;", 0 } }, NULL, "native: 1 a", NULL },
};

static const struct situation directives[] = {
	{ "directives are read in leading comments and on lines of their own",
	  { { "1_a.sql", "-- why\n-- sqlgen: no transaction\nVACUUM;", 0 },
	    { "2_b.sql", "SELECT 1;\n  --sqlgen:  if   missing  \r\nSELECT 2;", 0 },
	    { "3_c.sql", "\xEF\xBB\xBF-- sqlgen: if missing\n-- SQLGEN : no transaction\nSELECT 1;", 0 } },
	  NULL, "native: 1 a no-transaction, 2 b if-missing, 3 c no-transaction if-missing", NULL },
	{ "a migration says what it may lose, whom it calls, and who gets on with it",
	  { { "01_a.sql", "-- sqlgen: hook\nSELECT 1;", 0 },
	    { "02_b.sql", "-- sqlgen: allow  destructive\n-- sqlgen: compatible with  01 \nSELECT 1;", 0 } },
	  NULL, "native: 1 a hook, 2 b allow-destructive compatible-with-1", NULL },
	{ "who gets on with it must be an earlier one",
	  { { "1_a.sql", "SELECT 1;", 0 },
	    { "2_b.sql", "-- sqlgen: compatible with 2\nSELECT 1;", 0 } }, NULL, NULL,
	  "m/2_b.sql:1:1: error: expected 'compatible with' and the version of an earlier migration, "
	  "found '2'\n" },
	{ "and must be named", { { "1_a.sql", "-- sqlgen: compatible with\nSELECT 1;", 0 } }, NULL, NULL,
	  "m/1_a.sql:1:12: error: expected the directive 'no transaction', 'if missing', 'allow "
	  "destructive', 'allow RULE REASON', 'hook' or 'compatible with VERSION', found 'compatible with'\n" },
	{ "an unknown directive is refused with those that are known",
	  { { "1_a.sql", "-- sqlgen: no transactions\nSELECT 1;", 0 } }, NULL, NULL,
	  "m/1_a.sql:1:12: error: expected the directive 'no transaction', 'if missing', 'allow destructive', 'allow RULE REASON', 'hook' or 'compatible with VERSION', found 'no "
	  "transactions'\n" },
	{ "an empty directive too", { { "1_a.sql", "-- sqlgen:\nSELECT 1;", 0 } }, NULL, NULL,
	  "m/1_a.sql:1:11: error: expected the directive 'no transaction', 'if missing', 'allow destructive', 'allow RULE REASON', 'hook' or 'compatible with VERSION', found ''\n" },
	{ "a directive behind SQL, or in a block, is refused",
	  { { "1_a.sql", "SELECT 1; -- sqlgen: if missing\n/* sqlgen: if missing */", 0 } }, NULL, NULL,
	  "m/1_a.sql:1:11: error: expected a directive on a line of its own, as '-- sqlgen: no "
	  "transaction'\n"
	  "m/1_a.sql:2:1: error: expected a directive on a line of its own, as '-- sqlgen: no "
	  "transaction'\n" },
	{ "what must be meant as a directive is not passed over",
	  { { "1_a.sql", "-- sqlgen if missing\r\n--sqlgen; no transaction\n-- SQLGEN - If Missing\n"
	      "/* sqlgen no transaction */-- slqgen: if missing\nSELECT 1;", 0 } }, NULL, NULL,
	  "m/1_a.sql:1:1: error: expected '-- sqlgen: if missing', found '-- sqlgen if missing'\n"
	  "m/1_a.sql:2:1: error: expected '-- sqlgen: no transaction', found '--sqlgen; no "
	  "transaction'\n"
	  "m/1_a.sql:3:1: error: expected '-- sqlgen: if missing', found '-- SQLGEN - If Missing'\n"
	  "m/1_a.sql:4:1: error: expected '-- sqlgen: no transaction', found '/* sqlgen no "
	  "transaction */'\n"
	  "m/1_a.sql:4:28: error: expected '-- sqlgen: if missing', found '-- slqgen: if missing'\n" },
	{ "spaces around the colon make no difference",
	  { { "1_a.sql", "--sqlgen: if missing\n-- sqlgen:no transaction\nSELECT 1;", 0 } }, NULL,
	  "native: 1 a no-transaction if-missing", NULL },
	{ "what is like one and says something else is none",
	  { { "1_a.sql", "-- sqlx: no transaction\n-- sqlgen adds the column if missing\n"
	      "--\n/**/SELECT 1;", 0 } }, NULL, "native: 1 a", NULL },
	{ "talk of sqlgen is no directive",
	  { { "1_a.sql", "-- sqlgen reads this\n-- see sqlgen: no transaction\nSELECT "
	      "'-- sqlgen: x';", 0 } }, NULL, "native: 1 a", NULL },
	{ "a down file has none",
	  { { "1_a.sql", "SELECT 1;", 0 },
	    { "1_a.down.sql", "-- sqlgen: no transaction\nVACUUM;", 0 } }, NULL, NULL,
	  "m/1_a.down.sql:1:1: error: expected no directive in a down file, found '-- sqlgen: no "
	  "transaction'\n" },
	{ "sqlx's own mark counts at the first byte only",
	  { { "1700000001_a.sql", "-- no-transaction\nVACUUM;", 0 },
	    { "1700000002_b.sql", "\n-- no-transaction\nVACUUM;", 0 },
	    { "1700000003_c.sql", "\xEF\xBB\xBF-- no-transaction\nVACUUM;", 0 } },
	  NULL, "sqlx: 1700000001 a no-transaction, 1700000002 b, 1700000003 c", NULL },
	{ "and natively not at all", { { "1_a.sql", "-- no-transaction\nVACUUM;", 0 } }, NULL,
	  "native: 1 a", NULL },
};

static void
check_all(const struct situation *situations, size_t count)
{
	for (size_t i = 0; i < count; i++)
		check_situation(&situations[i]);
}

static void
what_is_no_directory_is_refused(void)
{
	struct arena arena = { 0 };
	struct diag diag = { .out = tmpfile() };
	struct migrations migrations;
	empty_directory();
	write_file(&(struct file){ "f", "x", 0 });
	CHECK(!migrations_read(&migrations, "m/none", NULL, &arena, &diag));
	CHECK(!migrations_read(&migrations, "m/f", NULL, &arena, &diag));
	CHECK_STR(messages_of(diag.out, &arena),
		  "m/none: error: expected a directory of migrations with files as '0001_name.sql' and "
		  "'0001_name.down.sql', found nothing\n"
		  "m/f: error: expected a directory of migrations with files as '0001_name.sql' and "
		  "'0001_name.down.sql', found a file\n");
	fclose(diag.out);
	arena_finish(&arena);
}

static void
what_is_no_regular_file_is_refused_before_it_is_read(void)
{
	struct arena arena = { 0 };
	struct diag diag = { .out = tmpfile() };
	struct migrations migrations;
	empty_directory();
	CHECK_INT(mkfifo("m/1_fifo.sql", 0666), 0);
	CHECK_INT(symlink("/dev/zero", "m/2_zero.sql"), 0);
	CHECK_INT(symlink("nowhere", "m/3_dangling.sql"), 0);
	write_file(&(struct file){ "4_directory.sql/", "", 0 });
	CHECK(!migrations_read(&migrations, "m", NULL, &arena, &diag));
	CHECK_INT(diag.errors, 4);
	fclose(diag.out);
	arena_finish(&arena);
}

static void
a_symbolic_link_is_followed(void)
{
	struct arena arena = { 0 };
	struct diag diag = { .out = tmpfile() };
	struct migrations migrations;
	empty_directory();
	write_file(&(struct file){ "docs/text", "SELECT 7;", 0 });
	CHECK_INT(symlink("docs/text", "m/1_a.sql"), 0);
	CHECK(migrations_read(&migrations, "m", NULL, &arena, &diag));
	CHECK_STR(migrations.items[0].text, "SELECT 7;");
	CHECK_STR(migrations.items[0].path, "m/1_a.sql");
	fclose(diag.out);
	arena_finish(&arena);
}

static void
places_count_from_the_start_of_the_file(void)
{
	struct arena arena = { 0 };
	struct diag diag = { .out = tmpfile() };
	struct migrations migrations;
	empty_directory();
	write_file(&(struct file){ "1_a.sql", "\xEF\xBB\xBFSELECT 1;\nSELECT 2;", 0 });
	write_file(&(struct file){ "1_a.down.sql", "\xEF\xBB\xBFSELECT 3;", 0 });
	CHECK(migrations_read(&migrations, "m", NULL, &arena, &diag));
	const struct migration *item = &migrations.items[0];
	CHECK_STR(item->text, "SELECT 1;\nSELECT 2;");
	CHECK_INT(item->size, 19);
	CHECK_INT(item->text_offset, 3);
	CHECK_STR(item->down_text, "SELECT 3;");
	CHECK_INT(item->down_size, 9);
	CHECK_INT(item->down_text_offset, 3);
	struct place first = migration_place(item, 0, &diag);
	CHECK_INT(first.line, 1);
	CHECK_INT(first.column, 4);
	struct place second = migration_place(item, 17, &diag);
	CHECK_STR(second.path, "m/1_a.sql");
	CHECK_INT(second.line, 2);
	CHECK_INT(second.column, 8);
	fclose(diag.out);
	arena_finish(&arena);
}

static const char *
without_time(const char *name, struct arena *arena)
{
	size_t digits = name ? strspn(name, "0123456789") : 0;
	if (!name)
		return "-";
	if (digits == 4 && name[4] == '-' && name[0] != '9')
		return arena_format(arena, "DATE%s", name + strlen("2024-01-31-120000"));
	return digits >= 10 && name[0] != '9' ?
		       arena_format(arena, "T%zu%s", digits, name + digits) :
		       name;
}

static struct migration
read_only_one(struct migrations *migrations, struct arena *arena, struct diag *diag)
{
	CHECK(migrations_read(migrations, "m", NULL, arena, diag));
	CHECK_INT(migrations->count, 1);
	return migrations->count == 1 ? migrations->items[0] : (struct migration){ .text = "" };
}

static void
parts_of_a_file_are_where_they_were(struct arena *arena)
{
	struct diag diag = { .out = tmpfile() };
	struct migrations migrations = { .count = 0 };
	empty_directory();
	write_file(&(struct file){ "1_a.sql",
				   "\xEF\xBB\xBF-- +goose Down\nSELECT 3;\n-- +goose Up\nSELECT 1;\n"
				   "-- +goose Down\nSELECT 4;\n-- +goose Up\nSELECT 2;\n", 0 });
	struct migration item = read_only_one(&migrations, arena, &diag);
	CHECK_STR(item.text, "SELECT 1;\n              \n         \n            \nSELECT 2;\n");
	struct place place = migration_place(&item, strlen(item.text) - 3, &diag);
	CHECK_INT(place.line, 8);
	CHECK_INT(place.column, 8);
	CHECK_STR(item.down_text, "SELECT 3;\n            \n         \n              \nSELECT 4;\n");
	CHECK_STR(item.down_path, item.path);
	CHECK_INT(item.down_text_offset, 18);
	fclose(diag.out);
}

static void
lines_of_another_dialect_are_blank(struct arena *arena)
{
	struct diag diag = { .out = tmpfile() };
	struct migrations migrations = { .count = 0 };
	empty_directory();
	write_file(&(struct file){ "01-a.sql",
				   "-- v0 -> v1: a\nab, -- only: postgres\ncd, -- only: sqlite\n"
				   "-- only: sqlite for next 2 lines (lines commented)\n--ef\n  -- gh\n"
				   "-- only: postgres until \"end only\"\nij\nkl\n-- end only postgres\nmn\n"
				   "-- only: postgres\nop\nqr", 0 });
	struct migration item = read_only_one(&migrations, arena, &diag);
	CHECK_STR(item.text, "-- v0 -> v1: a\n                     \ncd, -- only: sqlite\n"
			     "-- only: sqlite for next 2 lines (lines commented)\n  ef\n     gh\n"
			     "-- only: postgres until \"end only\"\n  \n  \n-- end only postgres\nmn\n"
			     "-- only: postgres\n  \nqr");
	fclose(diag.out);
}

static void
a_statement_ends_with_its_section(struct arena *arena)
{
	static const struct {
		const char *file, *text, *read;
	} cases[] = {
		{ "1_a.sql", "-- +goose Up\n-- +goose StatementBegin\nSELECT 1\n-- +goose StatementEnd\n"
		  "SELECT 2;\n-- +goose Down\n", "SELECT 1\n;                     \nSELECT 2;\n" },
		{ "1_a.sql", "-- up\nSELECT 1 -- ;\n-- down\nSELECT 2", "SELECT 1 -- ;\n;" },
		{ "1_a.sql", "SELECT 1--> statement-breakpoint\nSELECT 2;--> statement-breakpoint\n",
		  "SELECT 1;                       \nSELECT 2;--> statement-breakpoint\n" },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct diag diag = { .out = tmpfile() };
		struct migrations migrations = { .count = 0 };
		empty_directory();
		write_file(&(struct file){ cases[i].file, cases[i].text, 0 });
		const char *text = read_only_one(&migrations, arena, &diag).text;
		while (*text == ' ' || *text == '\n')
			text++;
		CHECK_STR(text, cases[i].read);
		fclose(diag.out);
	}
}

static void
the_schema_of_queries_is_without_kotlin(struct arena *arena)
{
	struct diag diag = { .out = tmpfile() };
	struct migrations migrations = { .count = 0 };
	empty_directory();
	write_file(&(struct file){ "1.sqm", "SELECT !;", 0 });
	write_file(&(struct file){ "a/B.sq", "CREATE INDEX i ON t(a);\nCREATE TRIGGER g AFTER INSERT ON t "
				   "BEGIN SELECT 1; END;\n", 0 });
	write_file(&(struct file){ "a/b/C.sq",
				   "import a.b.C\nimport kotlin.Boolean;\n\nCREATE TABLE t (\n  a INTEGER AS "
				   "Boolean NOT NULL,\n  b TEXT AS a.b.Map<C, List<D?>>?,\n  c INT GENERATED "
				   "ALWAYS AS (a + CAST(b AS INT))\n);\nall:\nSELECT a AS x FROM t;\n"
				   "two: {\n SELECT 1; SELECT 2; }\nCREATE VIRTUAL TABLE f USING fts5(a TEXT NOT "
				   "NULL, b TEXT UNINDEXED, tokenize='trigram');\n", 0 });
	struct migration item = read_only_one(&migrations, arena, &diag);
	CHECK_STR(item.text, "CREATE TABLE t (\n  a INTEGER NOT NULL,\n  b TEXT,\n  c INT GENERATED ALWAYS "
			     "AS (a + CAST(b AS INT))\n);\nCREATE VIRTUAL TABLE f USING fts5(a, b UNINDEXED, "
			     "tokenize='trigram');\nCREATE INDEX i ON t(a);\nCREATE TRIGGER g AFTER INSERT ON t "
			     "BEGIN SELECT 1; END;");
	struct place place = migration_place(&item, (size_t)(strstr(item.text, "NOT NULL") - item.text), &diag);
	CHECK_STR(place.path, "m/a/b/C.sq");
	CHECK_INT(place.line, 5);
	CHECK_INT(place.column, 24);
	CHECK_INT(migrations.input_count, 3);
	fclose(diag.out);
}

static void
a_schema_is_joined_of_files(struct arena *arena)
{
	struct diag diag = { .out = tmpfile() };
	struct migrations migrations = { .count = 0 };
	empty_directory();
	write_file(&(struct file){ "b.sql", "\xEF\xBB\xBFSELECT 2", 0 });
	write_file(&(struct file){ "a.sql", "SELECT 1", 0 });
	write_file(&(struct file){ "c.txt", "SELECT !", 0 });
	CHECK(migrations_read_schema(&migrations, "m/b.sql, m", arena, &diag));
	CHECK_STR(convention_name(migrations.convention), "schema");
	CHECK_STR(migrations.items[0].text, "SELECT 2\n;\nSELECT 1");
	CHECK_STR(migration_place(&migrations.items[0], 11, &diag).path, "m/a.sql");
	CHECK_INT(migration_place(&migrations.items[0], 7, &diag).column, 11);
	CHECK(!migrations_read_schema(&migrations, "m/none.sql", arena, &diag));
	CHECK(!migrations_read_schema(&migrations, " ,", arena, &diag));
	CHECK_INT(diag.errors, 2);
	fclose(diag.out);
}

/* "up down"; a time is shown as T and its width. */
static const char *
next_names(const char *convention, const char *first, const char *second, const char *label,
	   struct arena *arena)
{
	struct diag diag = { .out = tmpfile() };
	struct migrations migrations = { .convention = convention_find(convention) };
	const char *up, *down;
	empty_directory();
	bool is_goose = strcmp(convention, "goose") == 0;
	if (first)
		write_file(&(struct file){ first, is_goose ? "-- +goose Up\n" : "SELECT 1;", 0 });
	if (second)
		write_file(&(struct file){ second, "SELECT 1;", 0 });
	if (first)
		CHECK(migrations_read(&migrations, "m", migrations.convention, arena, &diag));
	migrations_next_name(&migrations, label, &up, &down, arena);
	fclose(diag.out);
	return arena_format(arena, "%s %s", without_time(up, arena), without_time(down, arena));
}

static void
the_next_name_is_in_the_manner_of_the_last(struct arena *arena)
{
	CHECK_STR(next_names("native", NULL, NULL, "Add users!", arena), "0001_Add_users.sql -");
	CHECK_STR(next_names("native", "009_a.sql", NULL, "x", arena), "010_x.sql -");
	CHECK_STR(next_names("native", "9_a.sql", "9_a.down.sql", "x", arena),
		  "10_x.sql 10_x.down.sql");
	CHECK_STR(next_names("native", "005a_a.sql", NULL, "../..", arena), "006_migration.sql -");
	CHECK_STR(next_names("golang-migrate", NULL, NULL, "x", arena),
		  "0001_x.up.sql 0001_x.down.sql");
	CHECK_STR(next_names("golang-migrate", "000007_a.up.sql", NULL, "x", arena),
		  "000008_x.up.sql 000008_x.down.sql");
	CHECK_STR(next_names("sqlx", NULL, NULL, "x", arena), "T14_x.sql -");
	CHECK_STR(next_names("sqlx", "20200101000000_a.sql", NULL, "x", arena), "T14_x.sql -");
	CHECK_STR(next_names("sqlx", "1600000000_a.sql", NULL, "x", arena), "T10_x.sql -");
	CHECK_STR(next_names("sqlx", "99991231235959_a.sql", NULL, "x", arena),
		  "99991231235960_x.sql -");
	CHECK_STR(next_names("goose", "00007_a.sql", NULL, "x", arena), "00008_x.sql -");
	CHECK_STR(next_names("flyway", "V7__a.sql", "U7__a.sql", "x", arena), "V8__x.sql U8__x.sql");
	CHECK_STR(next_names("diesel", NULL, NULL, "x", arena), "T14_x/up.sql T14_x/down.sql");
	CHECK_STR(next_names("diesel", "2020-01-31-120000_a/up.sql", NULL, "x", arena),
		  "DATE_x/up.sql DATE_x/down.sql");
	CHECK_STR(next_names("diesel", "20200131120000_a/up.sql", NULL, "x", arena),
		  "T14_x/up.sql T14_x/down.sql");
	CHECK_STR(next_names("diesel", "9999-01-31-120000_a/up.sql", NULL, "x", arena),
		  "9999-01-31-120001_x/up.sql 9999-01-31-120001_x/down.sql");
	CHECK_STR(next_names("diesel", "00000000000000_a/up.sql", NULL, "x", arena),
		  "T14_x/up.sql T14_x/down.sql");
	CHECK_STR(next_names("diesel", "2a_a/up.sql", NULL, "x", arena),
		  "T14_x/up.sql T14_x/down.sql");
	CHECK_STR(next_names("flyway", "V7__a.sql", "R__v.sql", "x", arena), "V8__x.sql -");
	CHECK_STR(next_names("rusqlite", "07-a/up.sql", NULL, "x", arena), "08-x/up.sql -");
	CHECK_STR(next_names("drizzle", NULL, NULL, "x", arena), "- -");
	CHECK_STR(next_names("sqlx", "3_a.up.sql", NULL, "x", arena), "4_x.up.sql -");
}

static void
conventions_are_found_by_name(void)
{
	CHECK_STR(convention_name(convention_find("native")), "native");
	CHECK_STR(convention_name(convention_find("golang-migrate")), "golang-migrate");
	CHECK_STR(convention_name(convention_find("sqlx")), "sqlx");
	CHECK_STR(convention_name(convention_find("goose")), "goose");
	CHECK(!convention_find("liquibase"));
	CHECK(!convention_find(""));
}

int
main(void)
{
	struct arena arena = { 0 };
	char directory[] = "test_migrations.XXXXXX";
	if (!mkdtemp(directory) || chdir(directory) != 0) {
		perror(directory);
		return 1;
	}
	check_all(names, sizeof(names) / sizeof(names[0]));
	check_all(tools, sizeof(tools) / sizeof(tools[0]));
	check_all(sections, sizeof(sections) / sizeof(sections[0]));
	check_all(texts, sizeof(texts) / sizeof(texts[0]));
	check_all(directives, sizeof(directives) / sizeof(directives[0]));
	what_is_no_directory_is_refused();
	what_is_no_regular_file_is_refused_before_it_is_read();
	a_symbolic_link_is_followed();
	places_count_from_the_start_of_the_file();
	parts_of_a_file_are_where_they_were(&arena);
	lines_of_another_dialect_are_blank(&arena);
	a_statement_ends_with_its_section(&arena);
	the_schema_of_queries_is_without_kotlin(&arena);
	a_schema_is_joined_of_files(&arena);
	the_next_name_is_in_the_manner_of_the_last(&arena);
	conventions_are_found_by_name();
	arena_finish(&arena);
	CHECK_INT(system("rm -rf m"), 0);
	CHECK(chdir("..") == 0 && rmdir(directory) == 0);
	return failures != 0;
}
