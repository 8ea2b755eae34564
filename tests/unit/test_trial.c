#include <string.h>

#include "replayed.h"

static void
what_fails_with_rows_is_told(void)
{
	static const struct {
		const char *texts[MIGRATIONS_MAX];
		const char *said; /* NULL: nothing */
	} cases[] = {
		/* A column is added to rows that are there. */
		{ { "CREATE TABLE t(a)", "\nALTER TABLE t ADD b NOT NULL" },
		  "m/2.sql:2:1: warning: this runs on an empty table, but can fail where there are "
		  "rows: Cannot add a NOT NULL column with default value NULL; add a DEFAULT" },
		{ { "CREATE TABLE t(a)", "ALTER TABLE t ADD b DEFAULT (1 + 1)" }, "non-constant" },
		{ { "CREATE TABLE t(a)", "ALTER TABLE t ADD b NOT NULL DEFAULT 1" }, NULL },
		{ { "CREATE TABLE t(a); ALTER TABLE t ADD b NOT NULL" }, NULL },
		{ { "CREATE TABLE t(a)", "DELETE FROM t; ALTER TABLE t ADD b NOT NULL" }, NULL },
		{ { "CREATE TABLE t(a)", "ALTER TABLE t RENAME TO o; CREATE TABLE t(a); ALTER TABLE t ADD b NOT NULL" },
		  NULL },
		/* Each of several, and after each other. */
		{ { "CREATE TABLE t(a)", "ALTER TABLE t ADD b NOT NULL; ALTER TABLE t ADD c NOT NULL" },
		  "m/2.sql:1:31: warning" },
		{ { "CREATE TABLE t(a)", "SELECT 1", "ALTER TABLE t ADD b NOT NULL",
		    "ALTER TABLE t ADD c NOT NULL" },
		  "m/4.sql:1:1: warning" },
		/* Rows that are equal. */
		{ { "CREATE TABLE t(a, b)", "CREATE UNIQUE INDEX i ON t(a, b)" },
		  "UNIQUE constraint failed: t.a, t.b; values that are equal" },
		{ { "CREATE TABLE t(id INTEGER PRIMARY KEY, a NOT NULL)",
		    "CREATE UNIQUE INDEX i ON t(a)" },
		  "UNIQUE constraint failed: t.a" },
		{ { "CREATE TABLE tags(name UNIQUE); CREATE TABLE t(a NOT NULL)",
		    "INSERT INTO tags SELECT a FROM t" },
		  "UNIQUE constraint failed: tags.name" },
		{ { "CREATE TABLE tags(name UNIQUE); CREATE TABLE t(a NOT NULL)",
		    "INSERT INTO tags SELECT DISTINCT a FROM t" },
		  NULL },
		{ { "CREATE TABLE t(a PRIMARY KEY)", "CREATE UNIQUE INDEX i ON t(a)" }, NULL },
		{ { "CREATE TABLE t(a, b, UNIQUE (b, a))", "CREATE UNIQUE INDEX i ON t(a, b)" }, NULL },
		{ { "CREATE TABLE t(a)", "UPDATE t SET a = rowid; CREATE UNIQUE INDEX i ON t(a)" }, NULL },
		{ { "CREATE TABLE t(a)", "DELETE FROM t WHERE rowid NOT IN (SELECT min(rowid) FROM t"
					 " GROUP BY a); CREATE UNIQUE INDEX i ON t(a)" },
		  NULL },
		{ { "CREATE TABLE t(a); CREATE UNIQUE INDEX i ON t(a)" }, NULL },
		/* A table is rebuilt. */
		{ { "CREATE TABLE t(a, b)",
		    "CREATE TABLE n(a NOT NULL, b); INSERT INTO n SELECT a, b FROM t; DROP TABLE t;"
		    "ALTER TABLE n RENAME TO t" },
		  "1:32: warning: this runs on an empty table, but can fail where there are rows: "
		  "NOT NULL constraint failed: n.a" },
		{ { "CREATE TABLE t(a PRIMARY KEY, b)",
		    "CREATE TABLE n(a PRIMARY KEY, b NOT NULL); INSERT INTO n SELECT a, coalesce(b, 0)"
		    " FROM t; DROP TABLE t; ALTER TABLE n RENAME TO t; CREATE UNIQUE INDEX i ON t(a)" },
		  NULL },
		{ { "CREATE TABLE t(a INT CHECK (a IN (3, 4)), b TEXT CHECK (json_valid(b)))",
		    "CREATE TABLE n(a INT CHECK (a IN (3, 4, 5)), b TEXT CHECK (json_valid(b)));"
		    "INSERT INTO n SELECT * FROM t; DROP TABLE t; ALTER TABLE n RENAME TO t" },
		  NULL },
		{ { "CREATE TABLE t(a TEXT)",
		    "CREATE TABLE n(a INT) STRICT; INSERT INTO n SELECT a || 'x' FROM t" },
		  "cannot store TEXT value in INT column n.a" },
		{ { "CREATE TABLE t(a)", "CREATE TABLE n(a CHECK (a > 9e9)); INSERT INTO n SELECT a FROM t" },
		  "CHECK constraint failed: a > 9e9; the rows that are there must pass" },
		/* Rows that cannot keep a CHECK do not blame another. */
		{ { "CREATE TABLE t(a NOT NULL CHECK (length(a) = 36))",
		    "CREATE TABLE n(a CHECK (length(a) = 36)); INSERT INTO n SELECT a FROM t" },
		  NULL },
		/* Foreign keys find their parents, ids of migrations are not in the way. */
		{ { "CREATE TABLE p(id INTEGER PRIMARY KEY, n TEXT NOT NULL);"
		    "CREATE TABLE c(id INTEGER PRIMARY KEY, p INT NOT NULL REFERENCES p, n TEXT)",
		    "CREATE TABLE d(id INTEGER PRIMARY KEY, n TEXT NOT NULL);"
		    "INSERT INTO d SELECT id, (SELECT n FROM p WHERE p.id = c.p) FROM c" },
		  NULL },
		{ { "CREATE TABLE p(id INTEGER PRIMARY KEY, n TEXT UNIQUE)",
		    "INSERT INTO p VALUES(1, 'a'), (2, 'b'); UPDATE p SET n = n || 'x'" },
		  NULL },
		{ { "CREATE TABLE a(id INTEGER PRIMARY KEY); CREATE TABLE b(id INTEGER PRIMARY KEY)",
		    "INSERT INTO a SELECT id FROM b; ALTER TABLE a ADD c" },
		  NULL },
		/* What a migration has in it does not matter. */
		{ { "CREATE TABLE t(a)", "BEGIN; PRAGMA foreign_keys = OFF; UPDATE t SET a = 1; COMMIT;"
					 "ALTER TABLE t ADD b NOT NULL" },
		  "1:62: warning" },
		{ { "CREATE TABLE t(a)", "COMMIT; BEGIN; ALTER TABLE t ADD b NOT NULL; COMMIT; BEGIN" },
		  "1:16: warning" },
		{ { "CREATE TABLE t(a); CREATE TRIGGER g BEFORE UPDATE ON t BEGIN"
		    " SELECT raise(ABORT, 'append only'); END",
		    "UPDATE t SET a = 1" },
		  "append only" },
		{ { "CREATE TABLE t(a); CREATE VIRTUAL TABLE f USING fts5(a, content='t');"
		    "CREATE TRIGGER g AFTER UPDATE ON t BEGIN INSERT INTO f(f, rowid, a)"
		    " VALUES('delete', old.rowid, old.a); END",
		    "UPDATE t SET a = 1" },
		  NULL },
		{ { "CREATE TABLE \"a \"\"b\"(\"c d\" TEXT NOT NULL, e GENERATED ALWAYS AS (1))",
		    "ALTER TABLE \"a \"\"b\" ADD \"f g\" NOT NULL" },
		  "m/2.sql:1:1: warning" },
		{ { "CREATE TABLE t(a PRIMARY KEY) WITHOUT ROWID", "ALTER TABLE t ADD b NOT NULL" },
		  "m/2.sql:1:1: warning" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct replayed replayed;
		replayed_start(&replayed, cases[i].texts);
		CHECK(replayed.is_done);
		if (cases[i].said == NULL && strcmp(replayed.said, "") != 0)
			CHECK_STR(replayed.said, cases[i].texts[1]);
		else if (cases[i].said != NULL && strstr(replayed.said, cases[i].said) == NULL)
			CHECK_STR(replayed.said, cases[i].said);
		replayed_finish(&replayed);
	}
}

/* Rows, ids, settings and the transaction are as if nobody had tried. */
static void
the_replay_is_not_changed(void)
{
	struct replayed replayed;
	replayed_start(&replayed,
		       (const char *const[MIGRATIONS_MAX]){
			       "CREATE TABLE t(id INTEGER PRIMARY KEY AUTOINCREMENT, a);"
			       "CREATE TABLE log(a); INSERT INTO log VALUES('x');",
			       "INSERT INTO t(a) VALUES('y'); UPDATE t SET a = (SELECT a FROM log);"
			       "INSERT INTO log SELECT last_insert_rowid(); PRAGMA user_version = 7" });
	CHECK(replayed.is_done);
	CHECK_STR(replayed.said, "");
	CHECK_STR(replayed_ask(&replayed, "SELECT group_concat(id || a) FROM t"), "1x");
	CHECK_STR(replayed_ask(&replayed, "SELECT group_concat(a) FROM log"), "x,1");
	CHECK_STR(replayed_ask(&replayed, "SELECT seq FROM sqlite_sequence"), "1");
	CHECK_STR(replayed_ask(&replayed, "PRAGMA user_version"), "7");
	CHECK_STR(replayed_ask(&replayed, "PRAGMA legacy_alter_table"), "0");
	replayed_finish(&replayed);
}

/* What is refused in a migration is refused there too, and an endless one ends. */
static void
a_trial_is_guarded(void)
{
	static const char *const texts[] = {
		"UPDATE t SET a = 1; ATTACH 'm.db' AS x",
		"UPDATE t SET a = 1; VACUUM INTO 'm.db'",
		"UPDATE t SET a = load_extension('m')",
		"UPDATE t SET a = fts3_tokenizer('simple', x'4141414141414141')",
		"UPDATE t SET a = 1; ROLLBACK",
	};
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct replayed replayed;
		replayed_start(&replayed,
			       (const char *const[MIGRATIONS_MAX]){ "CREATE TABLE t(a)", texts[i] });
		CHECK(!replayed.is_done);
		CHECK_INT(replayed.diag.errors, 1);
		CHECK_INT(replayed.diag.warnings, 0);
		CHECK(strstr(replayed.said, "m/2.sql:1:") != NULL);
		replayed_finish(&replayed);
	}
}

/* What a function of the program gives is not known: that it is NULL here tells nothing. */
static void
stand_ins_are_not_taken_at_their_word(void)
{
	static const struct declaration uuid = { .kind = DECLARATION_FUNCTION,
						 .name = "uuid_v7",
						 .arguments = { .text = "0" } };
	struct replayed replayed;
	replayed_start_with(&replayed, &uuid, 1,
			    (const char *const[MIGRATIONS_MAX]){
				    "CREATE TABLE t(a NOT NULL)", "UPDATE t SET a = uuid_v7()",
				    "SELECT uuid_v7(); ALTER TABLE t ADD b NOT NULL" });
	CHECK(replayed.is_done);
	CHECK_INT(replayed.diag.warnings, 1);
	CHECK(strstr(replayed.said, "m/3.sql:1:19: warning") != NULL);
	replayed_finish(&replayed);
}

static void
rows_that_a_migration_brings_do_not_keep_it_from_its_trial(void)
{
	enum { SIZE = 1024 * 1024 };
	struct replayed replayed;
	char *text = malloc(SIZE + 64);
	if (text == NULL)
		abort();
	memset(text, ' ', SIZE);
	memcpy(text, "INSERT INTO u VALUES ('", 23);
	strcpy(text + SIZE, "');\nALTER TABLE t ADD b DEFAULT (1 + 1);");
	replayed_start(&replayed, (const char *const[MIGRATIONS_MAX]){
					  "CREATE TABLE t(a); CREATE TABLE u(a)", text });
	CHECK(replayed.is_done);
	CHECK(strstr(replayed.said, "m/2.sql:2:1: warning") != NULL);
	replayed_finish(&replayed);
	free(text);
}

int
main(void)
{
	rows_that_a_migration_brings_do_not_keep_it_from_its_trial();
	stand_ins_are_not_taken_at_their_word();
	what_fails_with_rows_is_told();
	the_replay_is_not_changed();
	a_trial_is_guarded();
	return failures != 0;
}
