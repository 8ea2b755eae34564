#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/text.h"
#include "input/migrations.h"
#include "schema/replay.h"
#include "test.h"

enum { TABLES = 6, COLUMNS = 90, MIGRATIONS = 24, SERIES = 150 };

/* The word keeps a series from schema/addition. */
static const char plain_comment[] = "-- changes\n", other_comment[] = "-- nothing\n";

/* Of $t, a table, and $c, a column, there may or may not be one; $i is new each time. */
static const struct {
	int weight;
	const char *text;
} statements[] = {
	{ 180, "ALTER TABLE $t ADD COLUMN $c TEXT;" },
	{ 60, "alter table $T add $c INTEGER NOT NULL DEFAULT 7" },
	{ 60, "ALTER TABLE `$t` ADD `$c` VARCHAR(20) DEFAULT 'a;b' /* ; */ COLLATE NOCASE\n;" },
	{ 60, "ALTER TABLE [$t] ADD $c REFERENCES $t (id) ON DELETE CASCADE ; ;" },
	{ 30, "ALTER TABLE $t ADD COLUMN $c NOT NULL;" },
	{ 15, "ALTER TABLE $t ADD \303\244$c DEFAULT '\303\266'" },
	{ 1, "ALTER TABLE $t ADD $c -- SQLite takes the comment in, too\n;" },
	{ 15, "ALTER TABLE main.$t ADD COLUMN $c;" },
	{ 15, "ALTER TABLE \"$t\" ADD COLUMN \"$c\" DEFAULT \"$c\";" },
	{ 15, "ALTER TABLE $t ADD COLUMN $c INT CHECK ($c > 0);" },
	{ 15, "ALTER TABLE $t ADD COLUMN $c INT DEFAULT (1 + 1);" },
	{ 15, "ALTER TABLE $t ADD COLUMN $c INT AS (id + 1);" },
	{ 6, "ALTER TABLE $t ADD COLUMN $c INT AS (id + 1) STORED;" },
	{ 6, "ALTER TABLE $t ADD COLUMN $c DEFAULT CURRENT_TIMESTAMP;" },
	{ 4, "ALTER TABLE $t ADD COLUMN rowid; CREATE INDEX i$i ON $t (rowid);" },
	{ 1, "ALTER TABLE $t ADD COLUMN $c UNIQUE;" },
	{ 1, "ALTER TABLE $t ADD COLUMN $c PRIMARY KEY;" },
	{ 1, "ALTER TABLE $t ADD COLUMN id;" },
	{ 1, "ALTER TABLE $t ADD COLUMN;" },
	{ 1, "ALTER TABLE none ADD COLUMN $c;" },
	{ 1, "ALTER TABLE sqlite_master ADD COLUMN $c;" },
	{ 60, "CREATE TABLE n$i (a, b AS (a + 1), FOREIGN KEY (a) REFERENCES $t (id));" },
	{ 1, "CREATE TABLE $t (a);" },
	{ 60, "CREATE INDEX i$i ON $t (name, code DESC);" },
	{ 15, "CREATE UNIQUE INDEX i$i ON $t (code) WHERE name IS NOT NULL;" },
	{ 9, "CREATE INDEX i$i ON $t (upper(name));" },
	{ 9, "CREATE INDEX i$i ON $t (\"$c\");" },
	{ 1, "CREATE INDEX i$i ON $t ($c);" },
	{ 1, "CREATE INDEX i$i ON $t (rowid);" },
	{ 12, "CREATE TABLE x$i AS SELECT * FROM $t;" },
	{ 12, "CREATE TABLE x$i AS SELECT schema_version FROM pragma_schema_version;" },
	{ 12, "CREATE VIEW v$i AS SELECT * FROM $t;" },
	{ 6, "CREATE TRIGGER g$i AFTER INSERT ON $t BEGIN SELECT NEW.name; END;" },
	{ 18, "INSERT OR IGNORE INTO $t DEFAULT VALUES;" },
	{ 18, "DELETE FROM $t;" },
	{ 9, "UPDATE $t SET name = 'x';" },
	{ 1, "UPDATE $t SET $c = 'x';" },
	{ 9, "SELECT \"$c\" FROM $t;" },
	{ 9, "PRAGMA table_info($t);" },
	{ 6, "ALTER TABLE $t RENAME COLUMN name TO name$i;" },
	{ 6, "ALTER TABLE $t RENAME TO r$i;" },
	{ 1, "ALTER TABLE $t DROP COLUMN code;" },
	{ 1, "DROP TABLE $t; CREATE TABLE $t (id INTEGER PRIMARY KEY, name, code);" },
	{ 1, "CREATE TEMP TABLE $t (id);" },
	{ 1, "CREATE VIRTUAL TABLE f$i USING fts5(a);" },
};

static unsigned
next_random(uint64_t *state, unsigned below)
{
	*state = *state * 6364136223846793005U + 1442695040888963407U;
	return (unsigned)(*state >> 33) % below;
}

static const char *
choose_statement(uint64_t *state)
{
	int sum = 0, at;
	size_t i;

	for (i = 0; i < sizeof statements / sizeof *statements; i++)
		sum += statements[i].weight;
	at = (int)next_random(state, (unsigned)sum);
	for (i = 0; at >= statements[i].weight; i++)
		at -= statements[i].weight;
	return statements[i].text;
}

static void
add_statement(struct text *out, uint64_t *state, int number)
{
	const char *from = choose_statement(state);
	unsigned table = next_random(state, TABLES), column = next_random(state, COLUMNS);

	for (; *from != '\0'; from++) {
		if (*from != '$') {
			text_add_char(out, *from);
			continue;
		}
		from++;
		if (*from == 'c')
			text_format(out, "c%u", column);
		else if (*from == 'i')
			text_format(out, "%d", number);
		else
			text_format(out, "%c%u", *from, table);
	}
	text_add_char(out, '\n');
}

static const char *
make_text(uint64_t *state, int number, struct arena *arena)
{
	struct text text = { .data = NULL };
	const char *copy;

	if (number == 0)
		for (int i = 0; i < TABLES; i++)
			text_format(&text,
				    "CREATE TABLE t%d (id INTEGER PRIMARY KEY%s, name TEXT,"
				    " code CHECK (code <> ''), UNIQUE (id, name))%s;\n",
				    i, i == 1 ? " AUTOINCREMENT" : "",
				    i == 2 ? " WITHOUT ROWID" : "");
	else
		add_statement(&text, state, 10 * number);
	if (next_random(state, 4) == 0) {
		text_add_char(&text, ';');
		add_statement(&text, state, 10 * number + 1);
	}
	copy = arena_copy(arena, text.data, text.length);
	text_finish(&text);
	return copy;
}

/* What came of a series: the schema and all rows, and what was said. */
struct outcome {
	bool is_done;
	int total_changes;
	struct text found;
	char said[16384];
};

static void
add_rows(struct text *out, sqlite3 *handle, const char *sql)
{
	sqlite3_stmt *stmt = NULL;

	if (sqlite3_prepare_v2(handle, sql, -1, &stmt, NULL) != SQLITE_OK)
		text_format(out, "%s\n", sqlite3_errmsg(handle));
	while (sqlite3_step(stmt) == SQLITE_ROW) {
		for (int i = 0; i < sqlite3_column_count(stmt); i++) {
			const unsigned char *text = sqlite3_column_text(stmt, i);
			text_format(out, "%s|", text ? (const char *)text : "NULL");
		}
		text_add_char(out, '\n');
	}
	sqlite3_finalize(stmt);
}

static void
describe(struct text *out, sqlite3 *handle)
{
	sqlite3_stmt *stmt = NULL;

	add_rows(out, handle, "SELECT * FROM sqlite_schema");
	add_rows(out, handle, "PRAGMA schema_version");
	sqlite3_prepare_v2(handle,
			   "SELECT 'SELECT * FROM ' || name FROM sqlite_schema"
			   " WHERE type = 'table' AND name NOT LIKE '%sqlgen%'",
			   -1, &stmt, NULL);
	while (sqlite3_step(stmt) == SQLITE_ROW)
		add_rows(out, handle, (const char *)sqlite3_column_text(stmt, 0));
	sqlite3_finalize(stmt);
}

static void
run(struct outcome *outcome, unsigned seed, const char *comment)
{
	struct migration items[MIGRATIONS + 1] = { { .version = NULL } };
	struct migrations migrations = { .directory = "m", .items = items };
	uint64_t state = seed;
	struct arena arena = { NULL };
	struct diag diag = { .out = tmpfile() };
	struct replay replay;

	if (diag.out == NULL)
		abort();
	*outcome = (struct outcome){ .is_done = false };
	for (int i = 0; i <= MIGRATIONS; i++) {
		struct migration *migration = &items[migrations.count++];
		migration->version = arena_format(&arena, "%d", i + 1);
		migration->name = "step";
		migration->path = arena_format(&arena, "m/%d.sql", i + 1);
		migration->text = i == MIGRATIONS ? comment : make_text(&state, i, &arena);
		migration->size = strlen(migration->text);
		migration->no_transaction = next_random(&state, 30) == 0;
		migration->if_missing = next_random(&state, 30) == 0;
		diag_add_source(&diag, migration->path, migration->text, migration->size, &arena);
	}
	outcome->is_done = replay_run(&replay, &migrations, migrations.count,
				      (struct replay_cache){ .directory = NULL }, &arena, &diag);
	if (outcome->is_done) {
		describe(&outcome->found, replay.handle);
		outcome->total_changes = sqlite3_total_changes(replay.handle);
		replay_finish(&replay);
	}
	rewind(diag.out);
	fread(outcome->said, 1, sizeof outcome->said - 1, diag.out);
	fclose(diag.out);
	arena_finish(&arena);
}

static bool
is_same(const struct outcome *a, const struct outcome *b)
{
	return a->is_done == b->is_done && strcmp(a->said, b->said) == 0 &&
	       a->found.length == b->found.length &&
	       (a->found.length == 0 || memcmp(a->found.data, b->found.data, a->found.length) == 0);
}

static void
columns_are_added_as_sqlite_adds_them(void)
{
	int done = 0, failed = 0, additions = 0;

	for (unsigned seed = 1; seed <= SERIES; seed++) {
		struct outcome plain, other;

		run(&plain, seed, plain_comment);
		run(&other, seed, other_comment);
		if (!is_same(&plain, &other))
			printf("seed %u:\n%s%s\ninstead of\n%s%s\n", seed, other.said,
			       other.found.data ? other.found.data : "", plain.said,
			       plain.found.data ? plain.found.data : "");
		CHECK(is_same(&plain, &other));
		if (plain.is_done)
			additions += other.total_changes - plain.total_changes;
		*(plain.is_done ? &done : &failed) += 1;
		text_finish(&plain.found);
		text_finish(&other.found);
	}
	CHECK(done > SERIES / 5);
	CHECK(failed > SERIES / 5);
	CHECK(additions > 3 * done);
}

int
main(void)
{
	columns_are_added_as_sqlite_adds_them();
	return failures != 0;
}
