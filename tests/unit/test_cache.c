#include "schema/cache.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/kept.h"
#include "input/declaration.h"
#include "input/migrations.h"
#include "test.h"

enum { MIGRATIONS_MAX = 8 };

/* A directory for images, a series of migrations, and what was said. */
struct fixture {
	struct arena arena;
	struct diag diag;
	char directory[64];
	struct migration items[MIGRATIONS_MAX];
	struct migrations migrations;
	char said[2048];
};

static void
start(struct fixture *fixture, size_t count)
{
	static const char *const checksums[MIGRATIONS_MAX] = { "a", "b", "c", "d", "e", "f", "g", "h" };

	memset(fixture, 0, sizeof *fixture);
	fixture->diag.out = tmpfile();
	snprintf(fixture->directory, sizeof fixture->directory, "%.40s/sqlgen-XXXXXX",
		 getenv("TMPDIR") ? getenv("TMPDIR") : ".");
	CHECK(fixture->diag.out && mkdtemp(fixture->directory));
	for (size_t i = 0; i < count; i++)
		fixture->items[i] = (struct migration){
			.version = arena_format(&fixture->arena, "%zu", i + 1),
			.name = "step",
			.path = arena_format(&fixture->arena, "m/%zu.sql", i + 1),
			.text = "",
			.checksum = checksums[i],
		};
	fixture->migrations = (struct migrations){ .directory = "m", .items = fixture->items, .count = count };
}

static const char *
said(struct fixture *fixture)
{
	size_t length;

	rewind(fixture->diag.out);
	length = fread(fixture->said, 1, sizeof fixture->said - 1, fixture->diag.out);
	fixture->said[length] = '\0';
	return fixture->said;
}

static void
finish(struct fixture *fixture)
{
	size_t count;
	const char **list = kept_list(&count, fixture->directory, &fixture->arena);

	for (size_t i = 0; i < count; i++)
		unlink(kept_path(fixture->directory, list[i], &fixture->arena));
	CHECK_INT(rmdir(fixture->directory), 0);
	fclose(fixture->diag.out);
	arena_finish(&fixture->arena);
}

static sqlite3 *
open_empty(void)
{
	sqlite3 *handle = NULL;

	CHECK_INT(sqlite3_open(":memory:", &handle), SQLITE_OK);
	return handle;
}

static bool
runs(sqlite3 *handle, const char *sql)
{
	return sqlite3_exec(handle, sql, NULL, NULL, NULL) == SQLITE_OK;
}

/* Keeps an image of what sql makes, as if it were count migrations, and tells a warning meanwhile. */
static void
store(struct fixture *fixture, const char *salt, size_t count, const char *sql, const char *warning)
{
	struct cache cache;
	sqlite3 *handle = open_empty();
	struct place place = { "m/1.sql", 2, 3 };

	cache_init(&cache, fixture->directory, salt, &fixture->migrations, &fixture->arena, &fixture->diag);
	cache_listen(&cache);
	CHECK(runs(handle, sql));
	if (warning)
		diag_warning(&fixture->diag, place, "a-rule", "%s", warning);
	cache_store(&cache, handle, count);
	cache_finish(&cache);
	CHECK(!fixture->diag.listener);
	sqlite3_close(handle);
}

/* How many migrations a fresh database gets; has is SQL that must run on it then. */
static size_t
load(struct fixture *fixture, const char *salt, size_t count, const char *has)
{
	struct cache cache;
	sqlite3 *handle = open_empty();
	size_t done;

	cache_init(&cache, fixture->directory, salt, &fixture->migrations, &fixture->arena, &fixture->diag);
	done = cache_load(&cache, handle, count);
	if (has)
		CHECK(runs(handle, has));
	CHECK(runs(handle, "CREATE TABLE new (a)"));
	sqlite3_close(handle);
	return done;
}

static void
the_newest_image_that_fits_is_taken(void)
{
	struct fixture fixture;

	start(&fixture, 4);
	CHECK_INT(load(&fixture, "", 4, NULL), 0);
	store(&fixture, "", 2, "CREATE TABLE two (a)", NULL);
	store(&fixture, "", 3, "CREATE TABLE three (a)", NULL);
	CHECK_INT(load(&fixture, "", 4, "SELECT * FROM three"), 3);
	CHECK_INT(load(&fixture, "", 3, "SELECT * FROM three"), 3);
	CHECK_INT(load(&fixture, "", 2, "INSERT INTO two VALUES (1)"), 2);
	CHECK_INT(load(&fixture, "", 1, NULL), 0);
	CHECK_STR(said(&fixture), "");
	finish(&fixture);
}

static void
a_change_of_anything_before_makes_an_image_stale(void)
{
	struct migration_part parts[] = { { "m/1.sql", 0, 0, false }, { "m/1.sql", 0, 4, false } };
	struct declaration uuid = { .kind = DECLARATION_FUNCTION, .name = "uuid" };
	struct fixture fixture;
	struct migration kept;

	start(&fixture, 3);
	store(&fixture, "salt", 3, "CREATE TABLE t (a)", NULL);
	CHECK_INT(load(&fixture, "salt", 3, NULL), 3);
	CHECK_INT(load(&fixture, "other", 3, NULL), 0);
	fixture.migrations.declarations = &uuid;
	fixture.migrations.declaration_count = 1;
	CHECK_INT(load(&fixture, "salt", 3, NULL), 0);
	store(&fixture, "salt", 3, "CREATE TABLE t (a)", NULL);
	uuid.returns.text = "text";
	CHECK_INT(load(&fixture, "salt", 3, NULL), 0);
	fixture.migrations.declaration_count = 0;
	kept = fixture.items[0];
	fixture.items[0].checksum = "x";
	CHECK_INT(load(&fixture, "salt", 3, NULL), 0);
	fixture.items[0] = kept;
	fixture.items[0].version = "01";
	CHECK_INT(load(&fixture, "salt", 3, NULL), 0);
	fixture.items[0] = kept;
	fixture.items[0].no_transaction = true;
	CHECK_INT(load(&fixture, "salt", 3, NULL), 0);
	fixture.items[0] = kept;
	fixture.items[0].if_missing = true;
	CHECK_INT(load(&fixture, "salt", 3, NULL), 0);
	fixture.items[0] = kept;
	/* What is told again would be another thing. */
	fixture.items[0].allows_loss = true;
	CHECK_INT(load(&fixture, "salt", 3, NULL), 0);
	fixture.items[0] = kept;
	/* The same checksum, for it ignores line endings, which the schema keeps. */
	fixture.items[0].text = "\r\n";
	fixture.items[0].size = 2;
	CHECK_INT(load(&fixture, "salt", 3, NULL), 0);
	fixture.items[0] = kept;
	/* The same text, by another mark: what is told again would point beside it. */
	fixture.items[0].parts = parts;
	fixture.items[0].part_count = 2;
	store(&fixture, "salt", 3, "CREATE TABLE t (a)", NULL);
	parts[1].text_offset++;
	CHECK_INT(load(&fixture, "salt", 3, NULL), 0);
	parts[1].text_offset--;
	parts[1].is_replaced = true;
	CHECK_INT(load(&fixture, "salt", 3, NULL), 0);
	parts[1].is_replaced = false;
	CHECK_INT(load(&fixture, "salt", 3, NULL), 3);
	fixture.items[0] = kept;
	/* A placeholder is nothing but what it makes of the texts. */
	uuid.kind = DECLARATION_PLACEHOLDER;
	fixture.migrations.declaration_count = 1;
	CHECK_INT(load(&fixture, "salt", 3, NULL), 3);
	finish(&fixture);
}

/* Each byte of it changed, and each length that it could be cut to. */
static void
a_damaged_image_is_none(void)
{
	struct kept_memory memory = { malloc, free };
	struct fixture fixture;
	unsigned char *data = NULL;
	size_t size = 0, count, taken = 0;
	const char *path;

	start(&fixture, 1);
	store(&fixture, "", 1, "PRAGMA page_size = 512; CREATE TABLE t (a)", "odd");
	path = kept_path(fixture.directory, *kept_list(&count, fixture.directory, &fixture.arena),
			 &fixture.arena);
	CHECK(kept_read(&data, &size, path, memory));
	fixture.diag.is_quiet = true;
	for (size_t i = 0; i < 2 * size; i += i < size && i + 160 < size ? 7 : 1) {
		struct kept_part part = { data, i < size ? size : i - size };

		if (i < size)
			data[i] ^= 0x10;
		CHECK(!kept_write(path, &part, 1, &fixture.arena));
		taken += load(&fixture, "", 1, NULL);
		if (i < size)
			data[i] ^= 0x10;
	}
	CHECK_INT(taken, 0);
	CHECK(!kept_write(path, &(struct kept_part){ data, size }, 1, &fixture.arena));
	CHECK_INT(load(&fixture, "", 1, "SELECT * FROM t"), 1);
	free(data);
	finish(&fixture);
}

static void
what_was_told_is_told_again(void)
{
	struct fixture fixture;

	start(&fixture, 2);
	fixture.diag.is_quiet = true;
	store(&fixture, "", 2, "CREATE TABLE t (a)", "odd\ntable");
	fixture.diag.is_quiet = false;
	CHECK_STR(said(&fixture), "");
	fixture.diag.warnings = 0;
	CHECK_INT(load(&fixture, "", 2, NULL), 2);
	CHECK_INT(fixture.diag.warnings, 1);
	CHECK_STR(said(&fixture), "m/1.sql:2:3: warning: odd<U+000A>table [a-rule]\n");
	finish(&fixture);
}

static void
what_is_not_in_an_image_keeps_it_from_being_kept(void)
{
	struct fixture fixture;
	size_t count;

	start(&fixture, 1);
	store(&fixture, "", 1, "CREATE TABLE t (a); CREATE TEMP TABLE u (a)", NULL);
	store(&fixture, "", 1, "CREATE VIEW v AS SELECT 1", NULL);
	kept_list(&count, fixture.directory, &fixture.arena);
	CHECK_INT(count, 0);
	finish(&fixture);
}

static void
only_the_last_ones_stay(void)
{
	struct fixture fixture;
	size_t count;

	start(&fixture, MIGRATIONS_MAX);
	for (size_t i = 1; i <= MIGRATIONS_MAX; i++)
		store(&fixture, "", i, "CREATE TABLE t (a)", NULL);
	kept_list(&count, fixture.directory, &fixture.arena);
	CHECK_INT(count, 4);
	CHECK_INT(load(&fixture, "", MIGRATIONS_MAX, NULL), MIGRATIONS_MAX);
	CHECK_INT(load(&fixture, "", MIGRATIONS_MAX - 1, NULL), MIGRATIONS_MAX - 1);
	CHECK_INT(load(&fixture, "", 1, NULL), 0);
	finish(&fixture);
}

int
main(void)
{
	the_newest_image_that_fits_is_taken();
	a_change_of_anything_before_makes_an_image_stale();
	a_damaged_image_is_none();
	what_was_told_is_told_again();
	what_is_not_in_an_image_keeps_it_from_being_kept();
	only_the_last_ones_stay();
	return failures != 0;
}
