#include "schema/explain.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <sqlite3.h>

#include "base/arena.h"
#include "input/declaration.h"
#include "input/migrations.h"
#include "schema/dialect.h"
#include "schema/newer.h"
#include "schema/phrase.h"
#include "schema/replay.h"
#include "test.h"

/* Replays one migration with what is declared; what was said is in the arena. */
static const char *
replay_text(const char *text, const struct declaration *declarations, size_t count,
	    struct arena *arena)
{
	struct diag diag = { .out = tmpfile() };
	struct migration item = { .version = "1", .name = "x", .path = "m/1.sql", .text = text };
	struct migrations migrations = { .directory = "m",
					 .items = &item,
					 .count = 1,
					 .declarations = declarations,
					 .declaration_count = count };
	struct replay replay;
	char *said = arena_alloc(arena, 4096);
	if (diag.out == NULL)
		abort();
	item.size = strlen(text);
	diag_add_source(&diag, item.path, text, item.size, arena);
	if (replay_run(&replay, &migrations, 1, (struct replay_cache){ .directory = NULL }, arena, &diag))
		replay_finish(&replay);
	rewind(diag.out);
	said[fread(said, 1, 4095, diag.out)] = '\0';
	fclose(diag.out);
	return said;
}

/* The messages without the lines of source that they show. */
static const char *
messages(const char *said, struct arena *arena)
{
	const char *kept = "";
	while (*said != '\0') {
		size_t length = strcspn(said, "\n");
		if (said[0] != ' ')
			kept = arena_format(arena, "%s%.*s\n", kept, (int)length, said);
		said += length + (said[length] == '\n');
	}
	return kept;
}

#define DECLARE(kind) "sqlgen.ini: note: if the program registers this " kind " (options.on_open), add here the "

static void
what_is_lacking_comes_with_the_lines_that_declare_it(struct arena *arena)
{
	static const struct {
		const char *text, *said;
	} cases[] = {
		{ "CREATE TABLE t(a);\nINSERT INTO t VALUES(1 + bin2b64(x'00'));",
		  "m/1.sql:2:26: error: no such function: bin2b64\n" DECLARE("function") "lines:\n"
		  "sqlgen.ini: note: [function bin2b64]\nsqlgen.ini: note: arguments = 1\n" },
		{ "SELECT f(), 2;",
		  "m/1.sql:1:8: error: no such function: f\n" DECLARE("function") "lines:\n"
		  "sqlgen.ini: note: [function f]\nsqlgen.ini: note: arguments = 0\n" },
		{ "SELECT max(1, 2), f((1, 2) = (3, 4), g(5, 6), '7,8');",
		  "m/1.sql:1:19: error: no such function: f\n" DECLARE("function") "lines:\n"
		  "sqlgen.ini: note: [function f]\nsqlgen.ini: note: arguments = 3\n" },
		{ "SELECT \"a b\"(1, (2), max(3, 4));",
		  "m/1.sql:1:8: error: no such function: a b\n" DECLARE("function") "lines:\n"
		  "sqlgen.ini: note: [function \"a b\"]\nsqlgen.ini: note: arguments = 3\n" },
		{ "CREATE TABLE t(a); CREATE UNIQUE INDEX i ON t(f(a));",
		  "m/1.sql:1:47: error: no such function: f\n" DECLARE("function") "lines:\n"
		  "sqlgen.ini: note: [function f]\nsqlgen.ini: note: arguments = 1\n"
		  "sqlgen.ini: note: deterministic = yes\n" },
		{ "CREATE TABLE t(a, b AS (f(a)));",
		  "m/1.sql:1:25: error: no such function: f\n" DECLARE("function") "lines:\n"
		  "sqlgen.ini: note: [function f]\nsqlgen.ini: note: arguments = 1\n"
		  "sqlgen.ini: note: deterministic = yes\n" },
		{ "SELECT f(DISTINCT 1);",
		  "m/1.sql:1:8: error: no such function: f\n" DECLARE("function") "lines:\n"
		  "sqlgen.ini: note: [function f]\nsqlgen.ini: note: arguments = 1\n"
		  "sqlgen.ini: note: aggregate = yes\n" },
		{ "SELECT f(max(1), 2) OVER ();",
		  "m/1.sql:1:8: error: no such function: f\n" DECLARE("function") "lines:\n"
		  "sqlgen.ini: note: [function f]\nsqlgen.ini: note: arguments = 2\n"
		  "sqlgen.ini: note: aggregate = yes\n" },
		{ "CREATE TABLE t(german TEXT COLLATE x.y);",
		  "m/1.sql:1:37: error: near \".\": syntax error\n" },
		{ "CREATE TABLE t(\n  a TEXT COLLATE german);",
		  "m/1.sql:2:18: error: no such collation sequence: german\n" DECLARE("collation")
		  "line:\nsqlgen.ini: note: [collation german]\n" },
		{ "CREATE VIRTUAL TABLE vec USING vec(a);",
		  "m/1.sql:1:32: error: no such module: vec\n" DECLARE("module") "line:\n"
		  "sqlgen.ini: note: [module vec]\n" },
		{ "CREATE VIRTUAL TABLE v USING fts5(a, tokenize = 'stem x');",
		  "m/1.sql:1:50: error: no such tokenizer: stem\n" DECLARE("tokenizer") "line:\n"
		  "sqlgen.ini: note: [tokenizer stem]\n" },
		{ "CREATE VIRTUAL TABLE v USING fts4(a, tokenize=stem);",
		  "m/1.sql:1:47: error: unknown tokenizer: stem\n" DECLARE("tokenizer") "line:\n"
		  "sqlgen.ini: note: [tokenizer stem]\n" },
		{ "SELECT * FROM series(1, 9);",
		  "m/1.sql:1:15: error: no such table: series\n" DECLARE("module") "lines:\n"
		  "sqlgen.ini: note: [module series]\nsqlgen.ini: note: columns = value\n" },
		{ "INSERT INTO series(a) VALUES(1);",
		  "m/1.sql:1:1: error: no such table: series\n" },
		{ "SELECT upper(1, 2);",
		  "m/1.sql:1:8: error: wrong number of arguments to function upper()\n" },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		CHECK_STR(messages(replay_text(cases[i].text, NULL, 0, arena), arena),
			  cases[i].said);
}

static const struct place here = { "sqlgen.ini", 3, 2 };

static void
what_is_declared_can_be_used(struct arena *arena)
{
	const struct declaration declarations[] = {
		{ .kind = DECLARATION_FUNCTION,
		  .name = "pure",
		  .arguments = { "1, 3", here },
		  .deterministic = { "yes", here } },
		{ .kind = DECLARATION_FUNCTION, .name = "text", .returns = { "text", here } },
		{ .kind = DECLARATION_FUNCTION, .name = "blob", .returns = { "blob", here } },
		{ .kind = DECLARATION_FUNCTION, .name = "int", .returns = { "integer", here } },
		{ .kind = DECLARATION_FUNCTION, .name = "real", .returns = { "real", here } },
		{ .kind = DECLARATION_FUNCTION, .name = "none" },
		{ .kind = DECLARATION_FUNCTION, .name = "best", .aggregate = { "yes", here } },
		{ .kind = DECLARATION_FUNCTION, .name = "UPPER", .arguments = { "1, 2", here } },
		{ .kind = DECLARATION_COLLATION, .name = "german" },
		{ .kind = DECLARATION_COLLATION, .name = "nocase" },
		{ .kind = DECLARATION_TOKENIZER, .name = "stem" },
		{ .kind = DECLARATION_TOKENIZER, .name = "Unicode61" },
		{ .kind = DECLARATION_MODULE, .name = "FTS5" },
		{ .kind = DECLARATION_MODULE, .name = "vec" },
		{ .kind = DECLARATION_MODULE,
		  .name = "series",
		  .columns = { "value INTEGER, first HIDDEN, last HIDDEN", here } },
	};
	static const char *const texts[] = {
		"CREATE TABLE t(a CHECK (pure(a) IS NULL), b AS (pure(a, a, a)) STORED);"
		"CREATE INDEX i ON t(pure(a)) WHERE pure(b) IS NULL; INSERT INTO t VALUES(1);",
		"CREATE TABLE t(a CHECK (typeof(a) = 'text'), b CHECK (typeof(b) = 'blob'),"
		" c CHECK (typeof(c) = 'integer'), d CHECK (typeof(d) = 'real'), e CHECK (e IS NULL));"
		"INSERT INTO t VALUES(text(), blob(1), int(1, 2), real(1, 2, 3), none(1, 2, 3, 4));",
		"CREATE TABLE t(a NOT NULL DEFAULT (text())); INSERT INTO t DEFAULT VALUES;",
		"CREATE TABLE t(a); SELECT best(DISTINCT a), best(a) FROM t;"
		"SELECT best(a) OVER (ORDER BY a ROWS 1 PRECEDING) FROM t;",
		"CREATE TABLE t(a CHECK (a IS 'X')); INSERT INTO t VALUES(upper('x'));"
		"SELECT upper(1, 2);",
		"CREATE TABLE t(a COLLATE german UNIQUE, b COLLATE NOCASE UNIQUE);"
		"INSERT INTO t VALUES('a', 'c'), ('A', 'd'), ('ab', 'e'), ('', 'f');"
		"INSERT OR IGNORE INTO t VALUES('z', 'C'); CREATE TABLE one(n CHECK (n = 4));"
		"INSERT INTO one SELECT count(*) FROM t;",
		"CREATE VIRTUAL TABLE f USING fts5(a, tokenize = 'stem x y');"
		"CREATE VIRTUAL TABLE g USING fts5(a, tokenize = 'porter stem');"
		"CREATE VIRTUAL TABLE h USING fts4(a, tokenize=stem);"
		"INSERT INTO f VALUES('a b'); INSERT INTO g VALUES('b'); INSERT INTO h VALUES('b');"
		"CREATE TABLE one(n CHECK (n = 3)); INSERT INTO one SELECT"
		" (SELECT count(*) FROM f('b')) + (SELECT count(*) FROM g('b')) +"
		" (SELECT count(*) FROM h WHERE a MATCH 'b');",
		"CREATE VIRTUAL TABLE f USING fts5(a, tokenize = 'unicode61 tokenchars ''-''');"
		"INSERT INTO f VALUES('a-b'); CREATE TABLE one(n CHECK (n IS 0));"
		"INSERT INTO one SELECT count(*) FROM f('b');",
		"CREATE VIRTUAL TABLE v USING vec(id INTEGER PRIMARY KEY, \"from\", e float[3], +note TEXT,"
		" k=1); INSERT INTO v(id, \"from\", e, note) VALUES(1, 2, 3, 4); UPDATE v SET id = 2;"
		"DELETE FROM v WHERE e MATCH 'x'; ALTER TABLE v RENAME TO w; SELECT note FROM w;"
		"CREATE TABLE types(a CHECK (a IS 'INTEGER'), b CHECK (b IS ''), c CHECK (c IS 'TEXT'));"
		"INSERT INTO types SELECT (SELECT type FROM pragma_table_xinfo('w') WHERE name = 'id'),"
		" (SELECT type FROM pragma_table_xinfo('w') WHERE name = 'e'),"
		" (SELECT type FROM pragma_table_xinfo('w') WHERE name = 'note');"
		"INSERT INTO types(a) SELECT id + \"from\" + e + note FROM w; DROP TABLE w;",
		"CREATE TABLE t(a); INSERT INTO t SELECT value FROM series(1, 9) WHERE value > 2;",
	};
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		CHECK_STR(replay_text(texts[i], declarations,
				      sizeof declarations / sizeof *declarations, arena),
			  "");
}

static void
a_declaration_that_does_not_do_is_pointed_at(struct arena *arena)
{
	static const struct {
		struct declaration declaration;
		const char *text, *said;
	} cases[] = {
		{ { .name = "f", .arguments = { "1", { NULL, 0, 0 } }, .place = { "a.ini", 3, 2 } },
		  "SELECT f(1, 2)",
		  "m/1.sql:1:8: error: wrong number of arguments to function f()\n"
		  "a.ini:3:2: note: it is declared here: add the number of arguments to 'arguments'\n" },
		{ { .name = "f", .place = { "a.ini", 3, 2 } },
		  "CREATE TABLE t(a); CREATE INDEX i ON t(f(a));",
		  "m/1.sql:1:40: error: non-deterministic functions prohibited in index expressions\n"
		  "a.ini:3:2: note: if 'f' gives the same for the same arguments, and is registered so, "
		  "add here: deterministic = yes\n" },
		{ { .name = "f", .deterministic = { "yes", { NULL, 0, 0 } }, .place = { "a.ini", 3, 2 } },
		  "CREATE TABLE t(a); CREATE INDEX i ON t(f(random()));",
		  "m/1.sql:1:42: error: non-deterministic functions prohibited in index expressions\n" },
		{ { .name = "f", .place = { "a.ini", 3, 2 } },
		  "CREATE TABLE t(a NOT NULL); INSERT INTO t VALUES(f());",
		  "m/1.sql:1:29: error: NOT NULL constraint failed: t.a\n"
		  "a.ini:3:2: note: 'f' gives NULL here, as only the program has it: for a value add "
		  "'returns = text', or integer, real, blob\n" },
		{ { .name = "f", .place = { "a.ini", 3, 2 } },
		  "SELECT g();",
		  "m/1.sql:1:8: error: no such function: g\n"
		  "a.ini: note: if the program registers this function (options.on_open), add here the "
		  "lines:\na.ini: note: [function g]\na.ini: note: arguments = 0\n" },
		{ { .kind = DECLARATION_MODULE, .name = "v", .place = { "a.ini", 3, 2 } },
		  "CREATE VIRTUAL TABLE t USING v(k=1);",
		  "m/1.sql:1:1: error: expected columns among the arguments of v, found none: set "
		  "'columns' in [module v] of sqlgen.ini\n" },
		{ { .kind = DECLARATION_MODULE, .name = "v", .columns = { "a b)", { NULL, 0, 0 } } },
		  "CREATE VIRTUAL TABLE t USING v(k=1);",
		  "m/1.sql:1:1: error: cannot have the columns 'a b)': near \")\": syntax error\n" },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		CHECK_STR(messages(replay_text(cases[i].text, &cases[i].declaration, 1, arena),
				   arena),
			  cases[i].said);
}

/* Whatever SQLite this is linked with: the message is given, and so is the version. */
static void
the_version_that_has_it_is_named(void)
{
	static const struct {
		const char *message, *statement, *at; /* at: where in the statement */
		int linked;
		const char *where; /* NULL: nothing newer */
	} cases[] = {
		{ "no such function: UNHEX", "SELECT UNHEX(1)", "UNHEX", 3040001, "3.41" },
		{ "no such function: unhex", "SELECT unhex(1)", "unhex", 3041000, NULL },
		{ "no such function: unhexx", "SELECT unhexx(1)", "unhexx", 3040001, NULL },
		{ "error in view v: no such function: concat", "DROP TABLE t", "DROP", 3040001, "3.44" },
		{ "no such function: if", "SELECT if(1, 2)", "if", 3047000, "3.48" },
		{ "no such function: unixepoch", "SELECT unixepoch()", "unixepoch", 3037002, "3.38" },
		{ "no such function: string_agg", "SELECT string_agg(a)", "string", 3040001, "3.44" },
		{ "no such function: jsonb_set", "SELECT jsonb_set()", "jsonb", 3044000, "3.45" },
		{ "no such function: timediff", "SELECT timediff()", "timediff", 3040001, "3.43" },
		{ "malformed JSON", "SELECT json('[1,]')", "SELECT", 3041000, "3.42" },
		{ "no such function: octet_length", "SELECT octet_length(1)", "octet", 3042000, "3.43" },
		{ "no such function: unistr", "SELECT unistr('')", "unistr", 3049000, "3.50" },
		{ "no such table: jsonb_each", "SELECT * FROM jsonb_each(1)", "jsonb", 3050000, "3.51" },
		{ "wrong number of arguments to function iif()", "SELECT iif(1, 2)", "iif", 3040001, "3.48" },
		{ "wrong number of arguments to function iif()", "SELECT iif(1)", "iif", 3048000, NULL },
		{ "near \"FROM\": syntax error", "SELECT 1 IS DISTINCT FROM 2", "FROM", 3038000, "3.39" },
		{ "near \"FROM\": syntax error", "SELECT 1 is not distinct from 2", "from", 3038000, "3.39" },
		{ "near \"FROM\": syntax error", "SELECT 1 IS DISTINCT 2 FROM FROM t", "FROM t", 3038000, NULL },
		{ "RIGHT and FULL OUTER JOINs are not currently supported", "SELECT", "SELECT", 3038000, "3.39" },
		{ "near \"ORDER\": syntax error", "SELECT f(a ORDER BY b)", "ORDER", 3040001, "3.44" },
		{ "near \"ORDER\": syntax error", "SELECT f(a, (SELECT 1 FROM t) ORDER BY b)", "ORDER", 3040001, "3.44" },
		{ "near \"ORDER\": syntax error", "SELECT f((SELECT 1 ORDER BY ORDER BY b))", "ORDER BY b", 3040001, NULL },
		{ "near \"ORDER\": syntax error", "SELECT a ORDER ORDER BY b", "ORDER BY", 3040001, NULL },
		{ "unrecognized token: \"1_0\"", "SELECT 1_0", "1_0", 3045000, "3.46" },
		{ "near \"||\": syntax error", "x RAISE(ABORT, 'a' || b)", "||", 3040001, "3.47" },
		{ "near \"STRICT\": syntax error", "CREATE TABLE t(a INT) STRICT", "STRICT", 3036000, "3.37" },
		{ "near \"RETURNING\": syntax error", "DELETE FROM t RETURNING a", "RETURNING", 3034000, "3.35" },
		{ "near \"DROP\": syntax error", "ALTER TABLE t DROP COLUMN a", "DROP", 3034000, "3.35" },
		{ "near \">\": syntax error", "SELECT a -> b", "->", 3037000, "3.38" },
		{ "near \"ALTER\": syntax error", "ALTER TABLE t ALTER COLUMN a SET NOT NULL", "ALTER C", 3040001, "3.53" },
		{ "near \"CONSTRAINT\": syntax error", "ALTER TABLE t ADD CONSTRAINT a CHECK (1)", "CONS", 3040001, "3.53" },
		{ "near \"CONSTRAINT\": syntax error", "ALTER TABLE t ADD CONSTRAINT a UNIQUE (b)", "CONS", 3040001, NULL },
		{ "NOT NULL constraint failed: t.a", "INSERT INTO t VALUES (unixepoch('subsec'))", "INSERT", 3040001, "3.42" },
		{ "NOT NULL constraint failed: t.a", "INSERT INTO t VALUES (NULL, 'subsecs')", "INSERT", 3040001, NULL },
		{ "UNIQUE constraint failed: t.a", "INSERT INTO t VALUES ('subsec')", "INSERT", 3040001, NULL },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const char *at = strstr(cases[i].statement, cases[i].at);
		const struct newer *newer = newer_find(cases[i].message, cases[i].statement,
						       (size_t)(at - cases[i].statement),
						       cases[i].linked);
		CHECK_STR(newer != NULL ? newer->where : NULL, cases[i].where);
		if ((newer != NULL) != (cases[i].where != NULL))
			CHECK_STR(cases[i].statement, cases[i].message);
	}
}

/* The message has both: the version that has it, and the one that is here. */
static void
the_version_that_is_linked_is_named(struct arena *arena)
{
	const char *said;
	if (sqlite3_libversion_number() >= 3041000)
		return;
	said = replay_text("SELECT 1;\nSELECT unhex('00');", NULL, 0, arena);
	CHECK(strstr(said, arena_format(arena,
					"m/1.sql:2:8: error: no such function: unhex: SQLite has unhex from "
					"3.41 on, and sqlgen runs on %s\n",
					sqlite3_libversion())) == said);
}

/* Each on the SQLite that this is linked with: the message and the place are its own. */
static void
what_is_not_sqlite_s_is_named(struct arena *arena)
{
	static const struct {
		const char *text, *what; /* "" : no note */
	} cases[] = {
		{ "CREATE TABLE {{ name }} (a);", "a template's '{{'" },
		{ "{% if x %} CREATE TABLE t(a);", "a template's '{%'" },
		{ "CREATE TABLE <%= name %> (a);", "a template's '<%'" },
		{ "CREATE TABLE ${name} (a);", "a template's '${'" },
		{ "CREATE TABLE t(a);\nINSERT INTO t VALUES (%s);", "a placeholder of printf's, '%s'" },
		{ "CREATE TABLE t(a); INSERT INTO t VALUES (%(a)s);", "a placeholder of Python's, '%('" },
		{ "CREATE TABLE t(a); INSERT INTO t VALUES (1 %% 2);", "printf's '%%'" },
		{ "\\connect db", "a command that begins with '\\'" },
		{ "DO $$ BEGIN END $$;", "PostgreSQL's DO block" },
		{ "SELECT '{}'::jsonb;", "PostgreSQL's cast '::'" },
		{ "CREATE TABLE t(id INT PRIMARY KEY AUTO_INCREMENT);", "MySQL's AUTO_INCREMENT" },
		{ "CREATE TABLE t(a INT) ENGINE=InnoDB;", "MySQL's ENGINE" },
		{ "CREATE TABLE t(a INT) DEFAULT CHARSET=utf8;", "MySQL's CHARSET" },
		{ "CREATE TABLE t(a INT NOT NULL COMMENT 'x');", "MySQL's COMMENT" },
		{ "CREATE TABLE t(a INT, KEY i (a));", "MySQL's KEY in a table" },
		{ "CREATE TABLE t(a INT, UNIQUE KEY i (a));", "MySQL's UNIQUE KEY" },
		{ "CREATE TABLE t(a INT, INDEX i (a));", "MySQL's INDEX in a table" },
		{ "CREATE TABLE t(a DEFAULT 1 ON UPDATE CURRENT_TIMESTAMP);", "MySQL's ON UPDATE CURRENT_TIMESTAMP" },
		{ "CREATE TABLE t(a TIMESTAMP DEFAULT now());", "now()" },
		{ "CREATE TABLE t(a TEXT DEFAULT f());", "a default that is a call" },
		{ "CREATE TABLE t(a NVARCHAR(MAX));", "SQL Server's (MAX)" },
		{ "CREATE TABLE t(a INT GENERATED BY DEFAULT AS IDENTITY);", "PostgreSQL's GENERATED ... AS IDENTITY" },
		{ "CREATE TABLE t(a); ALTER TABLE t ALTER COLUMN a TO a INT;", "libSQL's ALTER COLUMN ... TO" },
		{ "CREATE TABLE t(a); ALTER TABLE t ALTER COLUMN a TYPE INT;", "PostgreSQL's ALTER COLUMN" },
		{ "CREATE TABLE t(a); ALTER TABLE t MODIFY COLUMN a INT;", "MySQL's MODIFY COLUMN" },
		{ "CREATE TABLE t(a); ALTER TABLE t ADD COLUMN IF NOT EXISTS b;", "PostgreSQL's IF NOT EXISTS for columns" },
		{ "CREATE TABLE t(a); ALTER TABLE t DROP COLUMN IF EXISTS b;", "PostgreSQL's IF EXISTS for columns" },
		{ "CREATE TABLE t(a); ALTER TABLE t ADD b INT, ADD c INT;", "ALTER TABLE with a list" },
		{ "CREATE TABLE t(a); ALTER TABLE t ADD CONSTRAINT c UNIQUE (a);", "ALTER TABLE ... ADD CONSTRAINT" },
		{ "CREATE TABLE t(a); ALTER TABLE ONLY public.t OWNER TO x;", "PostgreSQL's ONLY" },
		{ "CREATE TABLE t(a); CREATE INDEX i ON t USING btree (a);", "USING BTREE" },
		{ "CREATE TABLE t(a); CREATE INDEX CONCURRENTLY i ON t(a);", "PostgreSQL's CONCURRENTLY" },
		{ "CREATE TABLE t(a); DROP TABLE IF EXISTS t CASCADE;", "DROP ... CASCADE" },
		{ "CREATE TYPE mood AS ENUM ('a');", "PostgreSQL's CREATE TYPE" },
		{ "CREATE EXTENSION IF NOT EXISTS pgcrypto;", "PostgreSQL's CREATE EXTENSION" },
		{ "CREATE OR REPLACE VIEW v AS SELECT 1;", "CREATE OR REPLACE" },
		{ "CREATE FUNCTION f() RETURNS trigger AS $$ $$;", "CREATE FUNCTION" },
		{ "SET NAMES utf8mb4;", "a SET of PostgreSQL's or MySQL's" },
		{ "GRANT ALL ON t TO x;", "GRANT" },
		{ "COMMENT ON TABLE t IS 'x';", "PostgreSQL's COMMENT ON" },
		{ "CREATE TABLE t(a); TRUNCATE t;", "TRUNCATE" },
		{ "CREATE TABLE t(a); INSERT IGNORE INTO t VALUES (1);", "MySQL's INSERT IGNORE" },
		{ "CREATE TABLE t(a); SELECT 1 FROM t WHERE a ILIKE 'x';", "PostgreSQL's ILIKE" },
		{ "SELECT gen_random_uuid();", "PostgreSQL's gen_random_uuid()" },
		{ "CREATE TABLE t(a COLLATE utf8mb4_bin);", "a collation of MySQL's" },
		{ "CREATE TABLE t(a COLLATE \"en_US\");", "a collation of PostgreSQL's" },
		/* Not near: what is wrong is something else. */
		{ "CREATE TABLE t(a); UPDATE t SET WHERE 1;", "" },
		{ "CREATE TABLE t(a, b REFERENCES x ON DELETE CASCADE wrong (1));", "" },
		{ "CREATE TABLE t(a SERIAL, b wrong wrong (x));", "" },
		{ "CREATE TABLE t(a); SELECT '{{' FROM nosuch;", "" },
		{ "CREATE TABLE t(a); SELECT a %2 5 FROM t;", "" },
		{ "SELECT 'a::b' 'c' 'd';", "" },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const char *said = replay_text(cases[i].text, NULL, 0, arena);
		const char *note = strstr(said, "note: this is ");
		if (strstr(said, "error: ") == NULL)
			CHECK_STR(cases[i].text, "an error");
		if (cases[i].what[0] == '\0')
			CHECK_STR(note, NULL);
		else if (note == NULL || strncmp(note + strlen("note: this is "), cases[i].what,
						 strlen(cases[i].what)) != 0)
			CHECK_STR(said, cases[i].what);
	}
}

/* 4 MB of rows, and a failure behind them: the tables are not held against all of it. */
static void
a_large_statement_is_explained_too(struct arena *arena)
{
	enum { ROWS = 400 * 1000 };
	static const char head[] = "CREATE TABLE t(a);\nINSERT INTO t VALUES ", row[] = "('abcde'),",
			  tail[] = "(now())";
	char *text = arena_alloc(arena, sizeof head + ROWS * sizeof row + sizeof tail);
	char *at = text;
	const char *said;
	clock_t begun;
	memcpy(at, head, strlen(head));
	at += strlen(head);
	for (int i = 0; i < ROWS; i++, at += strlen(row))
		memcpy(at, row, strlen(row));
	memcpy(at, tail, sizeof tail);
	begun = clock();
	said = replay_text(text, NULL, 0, arena);
	CHECK(clock() - begun < 5 * CLOCKS_PER_SEC);
	CHECK(strstr(said, "m/1.sql:2:4000023: error: no such function: now") != NULL);
	CHECK(strstr(said, "note: this is now(): SQLite has CURRENT_TIMESTAMP") != NULL);
}

static void
phrases_are_found_where_the_error_is(void)
{
	CHECK(phrase_is_at("ALTER COLUMN", "alter table t alter /* x */ column a", 14));
	CHECK(phrase_is_at("ALTER COLUMN", "alter table t alter /* x */ column a", 28));
	CHECK(!phrase_is_at("ALTER COLUMN", "alter table t alter /* x */ column a", 35));
	CHECK(!phrase_is_at("ALTER COLUMN", "alter table t alter /* x */ column a", 0));
	CHECK(phrase_is_at("_ '", "a 'b'", 2));
	CHECK(!phrase_is_at("_ '", "a \"b\"", 2));
	CHECK(phrase_is_at("^ A B", "-- x\nA b", 7));
	CHECK(!phrase_is_at("^ A B", "x A B", 4));
	CHECK(!phrase_is_at("A _", "a", 0));
	CHECK(phrase_has_bytes("::", "a::b", 1));
	CHECK(phrase_has_bytes("::", "a::b", 2));
	CHECK(phrase_has_bytes("::", "a::b", 3));
	CHECK(!phrase_has_bytes("::", "a::bcd", 5));
	CHECK(!phrase_has_bytes("::", "a", 0));
	CHECK(!phrase_has_bytes("::", "", 0));
}

int
main(void)
{
	struct arena arena = { NULL };
	what_is_lacking_comes_with_the_lines_that_declare_it(&arena);
	what_is_declared_can_be_used(&arena);
	a_declaration_that_does_not_do_is_pointed_at(&arena);
	the_version_that_has_it_is_named();
	the_version_that_is_linked_is_named(&arena);
	what_is_not_sqlite_s_is_named(&arena);
	a_large_statement_is_explained_too(&arena);
	phrases_are_found_where_the_error_is();
	arena_finish(&arena);
	return failures != 0;
}
