#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/text.h"
#include "input/migrations.h"
#include "schema/dump.h"
#include "schema/inspect.h"
#include "schema/replay.h"
#include "schema/schema.h"
#include "schema/trigger.h"
#include "test.h"

/* One migration, replayed and inspected, and what was said of it. */
struct fixture {
	struct arena arena;
	struct diag diag;
	struct replay replay;
	struct schema schema;
	bool is_built;
	char said[8192];
};

static void
build(struct fixture *fixture, const char *sql)
{
	struct migration migration = { .version = "1", .name = "init", .path = "m/1_init.sql" };
	struct migrations migrations = { .directory = "m", .items = &migration, .count = 1 };
	size_t length;
	memset(fixture, 0, sizeof *fixture);
	fixture->diag.out = tmpfile();
	if (fixture->diag.out == NULL)
		abort();
	migration.text = sql;
	migration.size = strlen(sql);
	diag_add_source(&fixture->diag, migration.path, sql, strlen(sql), &fixture->arena);
	fixture->is_built =
		replay_run(&fixture->replay, &migrations, 1,
			   (struct replay_cache){ .directory = NULL }, &fixture->arena, &fixture->diag) &&
		inspect_schema(&fixture->schema, &fixture->replay, &fixture->arena, &fixture->diag);
	rewind(fixture->diag.out);
	length = fread(fixture->said, 1, sizeof fixture->said - 1, fixture->diag.out);
	fixture->said[length] = '\0';
	if (!fixture->is_built)
		fprintf(stderr, "%s\n%s", sql, fixture->said);
	CHECK(fixture->is_built);
}

static void
finish(struct fixture *fixture)
{
	replay_finish(&fixture->replay);
	fclose(fixture->diag.out);
	arena_finish(&fixture->arena);
}

static const struct table *
table_of(const struct fixture *fixture, const char *name)
{
	static const struct table none = { .name = "" };
	for (size_t i = 0; i < fixture->schema.table_count; i++)
		if (strcmp(fixture->schema.tables[i].name, name) == 0)
			return &fixture->schema.tables[i];
	return &none;
}

static const struct column *
column_of(const struct fixture *fixture, const char *table, const char *name)
{
	static const struct column none = { .name = "", .type = "", .collation = "" };
	const struct table *found = table_of(fixture, table);
	for (size_t i = 0; i < found->column_count; i++)
		if (strcmp(found->columns[i].name, name) == 0)
			return &found->columns[i];
	return &none;
}

/* The first value of a query on the replayed database; "error" if it fails, "null" for NULL. */
static const char *
ask(struct fixture *fixture, const char *sql)
{
	sqlite3_stmt *stmt = NULL;
	const char *answer = "error";
	if (sqlite3_prepare_v2(fixture->replay.handle, sql, -1, &stmt, NULL) == SQLITE_OK) {
		int rc = sqlite3_step(stmt);
		const unsigned char *text = rc == SQLITE_ROW ? sqlite3_column_text(stmt, 0) : NULL;
		if (rc == SQLITE_ROW || rc == SQLITE_DONE)
			answer = text == NULL ? "null"
					      : arena_string(&fixture->arena, (const char *)text);
	}
	sqlite3_finalize(stmt);
	return answer;
}

static const char *
names(struct fixture *fixture, const struct table *table, const struct column_list *list)
{
	char *joined = arena_string(&fixture->arena, "");
	for (size_t i = 0; i < list->count; i++)
		joined = arena_format(&fixture->arena, "%s%s%s", joined, i > 0 ? "," : "",
				      table->columns[list->items[i]].name);
	return joined;
}

static const char *
strings(struct fixture *fixture, const char *const *items, size_t count)
{
	char *joined = arena_string(&fixture->arena, "");
	for (size_t i = 0; i < count; i++)
		joined = arena_format(&fixture->arena, "%s%s%s", joined, i > 0 ? "," : "",
				      items[i] == NULL ? "?" : items[i]);
	return joined;
}

/* Each claim is proved by rows: what is inserted as NULL, and what the rowid is. */
static void
nullability_and_rowid_are_what_rows_show(void)
{
	static const struct {
		const char *sql;
		bool is_alias, is_not_null;
	} cases[] = {
		{ "CREATE TABLE t(id INTEGER PRIMARY KEY, v)", true, true },
		{ "CREATE TABLE t(id integer primary key autoincrement, v)", true, true },
		{ "CREATE TABLE t(id \"INTEGER\" PRIMARY KEY, v)", true, true },
		{ "CREATE TABLE t(id INTEGER PRIMARY KEY NOT NULL, v)", true, true },
		{ "CREATE TABLE t(id INTEGER PRIMARY KEY DEFAULT 5, v)", true, true },
		{ "CREATE TABLE t(id INTEGER PRIMARY KEY ON CONFLICT REPLACE, v)", true, true },
		{ "CREATE TABLE t(v, id INTEGER, PRIMARY KEY(id))", true, true },
		{ "CREATE TABLE t(v, id INTEGER, PRIMARY KEY(id DESC))", true, true },
		{ "CREATE TABLE t(id INTEGER PRIMARY KEY ASC, v)", true, true },
		{ "CREATE TABLE t(id INTEGER PRIMARY KEY, v) STRICT", true, true },
		{ "CREATE TABLE t(id INTEGER PRIMARY KEY, rowid, oid)", true, true },
		{ "CREATE TABLE t(id INTEGER PRIMARY KEY DESC, v)", false, false },
		{ "CREATE TABLE t(id INT PRIMARY KEY, v)", false, false },
		{ "CREATE TABLE t(id BIGINT PRIMARY KEY, v)", false, false },
		{ "CREATE TABLE t(id TEXT PRIMARY KEY, v)", false, false },
		{ "CREATE TABLE t(id PRIMARY KEY, v)", false, false },
		{ "CREATE TABLE t(id INTEGER UNIQUE, v)", false, false },
		{ "CREATE TABLE t(id INTEGER, v, PRIMARY KEY(id, v))", false, false },
		{ "CREATE TABLE t(id TEXT PRIMARY KEY NOT NULL, v)", false, true },
		{ "CREATE TABLE t(id INT PRIMARY KEY, v TEXT) STRICT", false, true },
		{ "CREATE TABLE t(id INTEGER PRIMARY KEY, v) WITHOUT ROWID", false, true },
		{ "CREATE TABLE t(id TEXT PRIMARY KEY, v) WITHOUT ROWID", false, true },
		{ "CREATE TABLE t(id INT NOT NULL, v)", false, true },
		{ "CREATE TABLE o(id INTEGER PRIMARY KEY, v); CREATE TABLE t AS SELECT * FROM o",
		  false, false },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct fixture fixture;
		const struct column *column;
		/* STRICT wants a type for each column. */
		char sql[200];
		const char *strict = strstr(cases[i].sql, ", v) STRICT");
		snprintf(sql, sizeof sql, "%s", cases[i].sql);
		if (strict != NULL)
			snprintf(sql + (strict - cases[i].sql), sizeof sql / 2, ", v ANY) STRICT");
		build(&fixture, sql);
		column = column_of(&fixture, "t", "id");
		CHECK_INT(table_of(&fixture, "t")->rowid_alias == column, cases[i].is_alias);
		CHECK_INT(column->is_not_null, cases[i].is_not_null);
		ask(&fixture, "INSERT INTO t(id) VALUES(NULL)");
		CHECK_STR(ask(&fixture, "SELECT count(*) FROM t WHERE id IS NULL"),
			  cases[i].is_not_null ? "0" : "1");
		if (!cases[i].is_not_null || cases[i].is_alias)
			CHECK_STR(ask(&fixture, "SELECT id IS NOT NULL AND id IS _rowid_ FROM t"),
				  cases[i].is_alias ? "1" : "0");
		finish(&fixture);
	}
}

/* CREATE TABLE AS writes the affinity of a column as its type. */
static void
affinity_is_what_sqlite_determines(void)
{
	static const struct {
		const char *type;
		enum affinity affinity;
		const char *proof;
	} cases[] = {
		{ "INTEGER", AFFINITY_INTEGER, "INT" },
		{ "int", AFFINITY_INTEGER, "INT" },
		{ "CHARINT", AFFINITY_INTEGER, "INT" },
		{ "FLOATING POINT", AFFINITY_INTEGER, "INT" },
		{ "UNSIGNED BIG INT", AFFINITY_INTEGER, "INT" },
		{ "VARCHAR(36)", AFFINITY_TEXT, "TEXT" },
		{ "clob", AFFINITY_TEXT, "TEXT" },
		{ "TEXTBLOB", AFFINITY_TEXT, "TEXT" },
		{ "BLOB", AFFINITY_BLOB, "" },
		{ "", AFFINITY_BLOB, "" },
		{ "REALBLOB", AFFINITY_BLOB, "" },
		{ "DOUBLE PRECISION", AFFINITY_REAL, "REAL" },
		{ "float", AFFINITY_REAL, "REAL" },
		{ "STRING", AFFINITY_NUMERIC, "NUM" },
		{ "DECIMAL(10,2)", AFFINITY_NUMERIC, "NUM" },
		{ "BOOLEAN", AFFINITY_NUMERIC, "NUM" },
		{ "DATETIME", AFFINITY_NUMERIC, "NUM" },
		{ "ANY", AFFINITY_NUMERIC, "NUM" },
	};
	struct fixture fixture;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char sql[200];
		snprintf(sql, sizeof sql, "CREATE TABLE t(x %s); CREATE TABLE p AS SELECT x FROM t",
			 cases[i].type);
		build(&fixture, sql);
		CHECK_INT(column_of(&fixture, "t", "x")->affinity, cases[i].affinity);
		CHECK_STR(column_of(&fixture, "p", "x")->type, cases[i].proof);
		finish(&fixture);
	}
	build(&fixture, "CREATE TABLE t(x ANY) STRICT");
	CHECK_INT(column_of(&fixture, "t", "x")->affinity, AFFINITY_BLOB);
	CHECK(table_of(&fixture, "t")->is_strict);
	CHECK_STR(ask(&fixture, "INSERT INTO t VALUES('007') RETURNING x"), "007");
	finish(&fixture);
}

static void
defaults_are_what_sqlite_stores(void)
{
	static const struct {
		const char *declaration;
		enum default_kind kind;
		int type;
	} cases[] = {
		{ "INT DEFAULT 5", DEFAULT_LITERAL, SQLITE_INTEGER },
		{ "INT DEFAULT -5", DEFAULT_LITERAL, SQLITE_INTEGER },
		{ "INT DEFAULT (7)", DEFAULT_LITERAL, SQLITE_INTEGER },
		{ "INT DEFAULT '5'", DEFAULT_LITERAL, SQLITE_INTEGER },
		{ "INT DEFAULT 'abc'", DEFAULT_LITERAL, SQLITE_TEXT },
		{ "INT DEFAULT 0x10", DEFAULT_LITERAL, SQLITE_INTEGER },
		{ "REAL DEFAULT 1", DEFAULT_LITERAL, SQLITE_FLOAT },
		{ "REAL DEFAULT 1e999", DEFAULT_LITERAL, SQLITE_FLOAT },
		{ "TEXT DEFAULT 1", DEFAULT_LITERAL, SQLITE_TEXT },
		{ "TEXT DEFAULT 'it''s'", DEFAULT_LITERAL, SQLITE_TEXT },
		{ "TEXT DEFAULT ''", DEFAULT_LITERAL, SQLITE_TEXT },
		{ "TEXT DEFAULT hello", DEFAULT_LITERAL, SQLITE_TEXT },
		{ "TEXT DEFAULT \"x y\"", DEFAULT_LITERAL, SQLITE_TEXT },
		{ "BLOB DEFAULT x'0001'", DEFAULT_LITERAL, SQLITE_BLOB },
		{ "BLOB DEFAULT x''", DEFAULT_LITERAL, SQLITE_BLOB },
		{ "BOOLEAN DEFAULT TRUE", DEFAULT_LITERAL, SQLITE_INTEGER },
		{ "TEXT DEFAULT null", DEFAULT_LITERAL, SQLITE_NULL },
		{ "TEXT DEFAULT (NULL)", DEFAULT_LITERAL, SQLITE_NULL },
		{ "INT DEFAULT (5 -- five\n)", DEFAULT_LITERAL, SQLITE_INTEGER },
		{ "INT DEFAULT (1+1)", DEFAULT_EXPRESSION, SQLITE_INTEGER },
		{ "TEXT DEFAULT current_timestamp", DEFAULT_EXPRESSION, SQLITE_TEXT },
		{ "DATETIME DEFAULT (strftime('%s','now'))", DEFAULT_EXPRESSION, SQLITE_INTEGER },
		{ "TEXT DEFAULT (strftime('%s','now'))", DEFAULT_EXPRESSION, SQLITE_TEXT },
		{ "REAL DEFAULT (julianday('now'))", DEFAULT_EXPRESSION, SQLITE_FLOAT },
		{ "TEXT DEFAULT ('a' NOT NULL)", DEFAULT_EXPRESSION, SQLITE_TEXT },
		{ "BLOB DEFAULT (randomblob(4))", DEFAULT_EXPRESSION, SQLITE_BLOB },
		{ "BLOB DEFAULT (zeroblob(900000000))", DEFAULT_EXPRESSION, 0 },
		{ "TEXT", DEFAULT_NONE, 0 },
		{ "TEXT NOT NULL DEFAULT NULL", DEFAULT_NONE, 0 },
		{ "INTEGER PRIMARY KEY DEFAULT 5", DEFAULT_NONE, 0 },
		{ "INT GENERATED ALWAYS AS (5)", DEFAULT_NONE, 0 },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct fixture fixture;
		char sql[200];
		const struct column *column;
		snprintf(sql, sizeof sql, "CREATE TABLE t(x %s, y)", cases[i].declaration);
		build(&fixture, sql);
		column = column_of(&fixture, "t", "x");
		CHECK_INT(column->default_kind, cases[i].kind);
		CHECK_INT(column->default_value.type, cases[i].type);
		if (column->default_value.type == SQLITE_TEXT && cases[i].kind == DEFAULT_LITERAL)
			CHECK_STR(column->default_value.data,
				  ask(&fixture, "INSERT INTO t(y) VALUES(1) RETURNING x"));
		if (column->default_value.type == SQLITE_INTEGER &&
		    cases[i].kind == DEFAULT_LITERAL)
			CHECK_INT(column->default_value.integer,
				  atoi(ask(&fixture, "INSERT INTO t(y) VALUES(1) RETURNING x")));
		finish(&fixture);
	}
}

static void
default_blob_keeps_its_nul(void)
{
	struct fixture fixture;
	const struct stored_value *value;
	build(&fixture, "CREATE TABLE t(x BLOB DEFAULT x'000100')");
	value = &column_of(&fixture, "t", "x")->default_value;
	CHECK_INT(value->size, 3);
	CHECK(value->size == 3 && memcmp(value->data, "\0\1\0", 3) == 0);
	finish(&fixture);
}

static const char *
allowed_of(struct fixture *fixture, const char *name)
{
	const struct column *column = column_of(fixture, "t", name);
	char *joined = arena_string(&fixture->arena, "");
	for (size_t i = 0; i < column->allowed_count; i++) {
		const struct stored_value *value = &column->allowed[i];
		const char *before = i > 0 ? "|" : "";
		if (value->type == SQLITE_INTEGER)
			joined = arena_format(&fixture->arena, "%s%s%d", joined, before,
					      (int)value->integer);
		else
			joined = arena_format(&fixture->arena, "%s%s'%s'", joined, before,
					      value->data);
	}
	return joined;
}

/* Each allowed value is stored as it is, so that it reads back as the enumerator. */
static void
check_allowed_are_stored(struct fixture *fixture)
{
	const struct column *column = column_of(fixture, "t", "x");
	for (size_t i = 0; i < column->allowed_count; i++) {
		const struct stored_value *value = &column->allowed[i];
		char *literal = value->type == SQLITE_INTEGER
					? sqlite3_mprintf("%lld", (long long)value->integer)
					: sqlite3_mprintf("%Q", value->data);
		const char *sql = arena_format(&fixture->arena,
					       "INSERT INTO t(x) VALUES(%s) RETURNING x IS %s",
					       literal, literal);
		CHECK_STR(ask(fixture, sql), "1");
		sqlite3_free(literal);
	}
}

static void
checks_become_allowed_values(void)
{
	static const struct {
		const char *columns, *allowed;
	} cases[] = {
		{ "x INT CHECK (x IN (1,2))", "1|2" },
		{ "x TEXT CHECK (x IN ('a','b') OR x IS NULL)", "'a'|'b'" },
		{ "x TEXT CHECK (x = 'p' OR x = 'q')", "'p'|'q'" },
		{ "x TEXT, CHECK (x IN ('a','b'))", "'a'|'b'" },
		{ "x INT CHECK (x IN (-1, 1, -1, 1))", "-1|1" },
		{ "x INT CHECK (x IN ('1','2'))", "1|2" },
		{ "x INT CHECK (x IN (1.0, 2))", "1|2" },
		{ "x TEXT CHECK (x IN (1, 2))", "'1'|'2'" },
		{ "x TEXT CHECK (x IN ('', 'a b', 'it''s'))", "''|'a b'|'it's'" },
		{ "x INT CHECK (x IN (2147483647, -2147483648))", "2147483647|-2147483648" },
		{ "x TEXT CHECK (x IN ('a','b','c')) CHECK (x IN ('c','b','z'))", "'b'|'c'" },
		{ "x TEXT CHECK (x IN ('a','b')), CHECK (x IN (1, 'b')), CHECK (length(x) = 1)",
		  "'b'" },
		{ "x BOOLEAN CHECK (x IN (0,1))", "0|1" },
		{ "x TEXT CHECK (\"x\" IN (\"a\", 'b'))", "'a'|'b'" },
		{ "x CHECK (x IN ('a','b'))", "'a'|'b'" },
		{ "x CHECK (x IN (1,2))", "" },
		{ "x REAL CHECK (x IN (1,2))", "" },
		{ "x INT CHECK (x IN (1,'a'))", "" },
		{ "x INT CHECK (x IN (1,2147483648))", "" },
		{ "x TEXT COLLATE NOCASE CHECK (x IN ('a','b'))", "" },
		{ "x TEXT CHECK (x COLLATE NOCASE IN ('a','b'))", "" },
		{ "x TEXT CHECK (x IN ('a', NULL))", "" },
		{ "x TEXT, y, CHECK (x IN ('a') OR y = 1)", "" },
		{ "x TEXT CHECK (x NOT IN ('a'))", "" },
		{ "x TEXT CHECK (x IN ('a')) CHECK (x IN ('b'))", "" },
		{ "x TEXT CHECK (x IN (x'61'))", "" },
		{ "x TEXT CHECK (length(x) IN (1,2))", "" },
		{ "x TEXT", "" },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct fixture fixture;
		char sql[300];
		snprintf(sql, sizeof sql, "CREATE TABLE t(%s)", cases[i].columns);
		build(&fixture, sql);
		CHECK_STR(allowed_of(&fixture, "x"), cases[i].allowed);
		check_allowed_are_stored(&fixture);
		finish(&fixture);
	}
}

static void
checks_follow_alter_table(void)
{
	struct fixture fixture;
	build(&fixture, "CREATE TABLE o(a);"
			"ALTER TABLE o ADD COLUMN b TEXT CHECK (b IN ('x','y'));"
			"ALTER TABLE o RENAME COLUMN b TO \"c d\";"
			"ALTER TABLE o RENAME TO t");
	CHECK_STR(allowed_of(&fixture, "c d"), "'x'|'y'");
	finish(&fixture);

	/* Comments are in the text that SQLite keeps, and a column is added behind them. */
	build(&fixture, "CREATE TABLE t(a TEXT -- one, CHECK (a IN ('no'))\n"
			" CHECK (a IN ('p', /* 'no', */ 'q')) /* last */ -- of all,\n);\n"
			"ALTER TABLE t ADD COLUMN x TEXT /* and */ CHECK (x IN ('r','s'));");
	CHECK_STR(ask(&fixture, "SELECT sql LIKE '%-- of all,%, x TEXT%' FROM sqlite_master"), "1");
	CHECK_STR(allowed_of(&fixture, "a"), "'p'|'q'");
	CHECK_STR(allowed_of(&fixture, "x"), "'r'|'s'");
	CHECK_INT(column_of(&fixture, "t", "x")->place.line, 4);
	finish(&fixture);
}

static void
generated_columns_are_there(void)
{
	struct fixture fixture;
	build(&fixture, "CREATE TABLE t(a INT, v INT AS (a+1), s TEXT AS (a||'') STORED)");
	CHECK_INT(table_of(&fixture, "t")->column_count, 3);
	CHECK_INT(column_of(&fixture, "t", "a")->generated, GENERATED_NO);
	CHECK_INT(column_of(&fixture, "t", "v")->generated, GENERATED_VIRTUAL);
	CHECK_INT(column_of(&fixture, "t", "s")->generated, GENERATED_STORED);
	CHECK(column_of(&fixture, "t", "v")->default_text == NULL);
	finish(&fixture);
}

static void
foreign_keys_are_completed(void)
{
	struct fixture fixture;
	const struct table *child;
	build(&fixture, "CREATE TABLE child(a REFERENCES p, b, c,"
			" self INT REFERENCES child(id) ON DELETE SET NULL ON UPDATE CASCADE,"
			" id INTEGER PRIMARY KEY,"
			" FOREIGN KEY (c, b) REFERENCES Two,"
			" FOREIGN KEY (b, c) REFERENCES two(Y, x) DEFERRABLE INITIALLY DEFERRED);"
			"CREATE TABLE p(v, k INTEGER PRIMARY KEY);"
			"CREATE TABLE two(y, x, PRIMARY KEY (x, y))");
	child = table_of(&fixture, "child");
	CHECK_INT(child->foreign_key_count, 4);
	CHECK_STR(fixture.said, "");
	if (child->foreign_key_count == 4) {
		const struct foreign_key *keys = child->foreign_keys;
		CHECK_STR(names(&fixture, child, &keys[0].columns), "a");
		CHECK_STR(strings(&fixture, keys[0].parent_columns, 1), "k");
		CHECK_STR(keys[0].on_delete, "NO ACTION");
		CHECK_STR(keys[1].parent, "child");
		CHECK_STR(keys[1].on_delete, "SET NULL");
		CHECK_STR(keys[1].on_update, "CASCADE");
		CHECK_STR(names(&fixture, child, &keys[2].columns), "c,b");
		CHECK_STR(keys[2].parent, "Two");
		CHECK_STR(strings(&fixture, keys[2].parent_columns, 2), "x,y");
		CHECK_STR(names(&fixture, child, &keys[3].columns), "b,c");
		CHECK_STR(strings(&fixture, keys[3].parent_columns, 2), "y,x");
		CHECK(!keys[0].is_dangling && !keys[1].is_dangling && !keys[2].is_dangling &&
		      !keys[3].is_dangling);
	}
	finish(&fixture);
}

/* Dangling is what SQLite refuses: with foreign_keys on, an insert of the child does not prepare.
 */
static void
dangling_foreign_keys_are_those_that_sqlite_refuses(void)
{
	static const struct {
		const char *sql;
		bool is_dangling;
	} cases[] = {
		{ "CREATE TABLE c(a REFERENCES p)", true },
		{ "CREATE TABLE c(a REFERENCES p(x)); CREATE TABLE p(x)", true },
		{ "CREATE TABLE c(a REFERENCES p(zz)); CREATE TABLE p(x UNIQUE)", true },
		{ "CREATE TABLE c(a REFERENCES p); CREATE TABLE p(x UNIQUE)", true },
		{ "CREATE TABLE c(a REFERENCES p); CREATE TABLE p(x, y, PRIMARY KEY (x, y))",
		  true },
		{ "CREATE TABLE c(a REFERENCES p(x)); CREATE VIEW p AS SELECT 1 AS x", true },
		{ "CREATE TABLE c(a REFERENCES p(x)); CREATE TABLE p(x);"
		  "CREATE UNIQUE INDEX i ON p(x) WHERE x > 0",
		  true },
		{ "CREATE TABLE c(a REFERENCES p(x)); CREATE TABLE p(x);"
		  "CREATE UNIQUE INDEX i ON p(x COLLATE NOCASE)",
		  true },
		{ "CREATE TABLE c(a REFERENCES p(x)); CREATE TABLE p(x); CREATE INDEX i ON p(x)",
		  true },
		{ "CREATE TABLE c(a REFERENCES p(x)); CREATE TABLE p(x);"
		  "CREATE UNIQUE INDEX i ON p(x)",
		  false },
		{ "CREATE TABLE c(a REFERENCES P(X)); CREATE TABLE p(x TEXT PRIMARY KEY)", false },
		{ "CREATE TABLE c(a REFERENCES p); CREATE TABLE p(x PRIMARY KEY) WITHOUT ROWID",
		  false },
		{ "CREATE TABLE c(a, b, FOREIGN KEY(a, b) REFERENCES p(y, x));"
		  "CREATE TABLE p(x, y, UNIQUE (x, y))",
		  false },
		{ "CREATE TABLE c(a, b, FOREIGN KEY(a, b) REFERENCES p);"
		  "CREATE TABLE p(x PRIMARY KEY)",
		  true },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct fixture fixture;
		const struct table *table;
		build(&fixture, cases[i].sql);
		table = table_of(&fixture, "c");
		CHECK_INT(table->foreign_key_count, 1);
		CHECK_INT(table->foreign_key_count == 1 && table->foreign_keys[0].is_dangling,
			  cases[i].is_dangling);
		CHECK_INT(strstr(fixture.said, "[dangling-foreign-key]") != NULL,
			  cases[i].is_dangling);
		ask(&fixture, "PRAGMA foreign_keys = ON");
		CHECK_INT(strcmp(ask(&fixture, "EXPLAIN INSERT INTO c DEFAULT VALUES"), "error") ==
				  0,
			  cases[i].is_dangling);
		finish(&fixture);
	}
}

static void
indexes_are_sorted_and_told_apart(void)
{
	struct fixture fixture;
	const struct table *table;
	build(&fixture, "CREATE TABLE t(id INTEGER PRIMARY KEY, a TEXT UNIQUE, b COLLATE NOCASE);"
			"CREATE UNIQUE INDEX z ON t(lower(a));"
			"CREATE UNIQUE INDEX y ON t(b) WHERE b > 0;"
			"CREATE INDEX x ON t(b, a COLLATE RTRIM, b);"
			"CREATE INDEX w ON t(b, id)");
	table = table_of(&fixture, "t");
	CHECK_INT(table->index_count, 5);
	if (table->index_count == 5) {
		const struct index *at = table->indexes;
		CHECK_STR(at[0].name, "sqlite_autoindex_t_1");
		CHECK_INT(at[0].origin, INDEX_UNIQUE_CONSTRAINT);
		CHECK(at[0].is_unique && at[0].sql == NULL);
		CHECK_INT(at[0].place.column, 40);
		CHECK_STR(at[1].name, "w");
		CHECK_STR(names(&fixture, table, &at[1].columns), "b,id");
		CHECK_STR(names(&fixture, table, &at[2].columns), "b,a");
		CHECK_STR(strings(&fixture, at[2].collations, 2), "NOCASE,RTRIM");
		CHECK(at[3].is_partial && at[3].is_unique && !at[3].has_expression);
		CHECK(at[4].has_expression && at[4].is_unique);
		CHECK_INT(at[4].columns.count, 0);
		CHECK_INT(at[4].origin, INDEX_CREATED);
		CHECK_STR(at[4].sql, "CREATE UNIQUE INDEX z ON t(lower(a))");
	}
	CHECK_STR(column_of(&fixture, "t", "b")->collation, "NOCASE");
	CHECK_STR(column_of(&fixture, "t", "a")->collation, "BINARY");
	finish(&fixture);
}

static void
composite_keys_are_in_key_order(void)
{
	struct fixture fixture;
	const struct table *table;
	build(&fixture, "CREATE TABLE t(a, b, c, PRIMARY KEY (c, a)) WITHOUT ROWID");
	table = table_of(&fixture, "t");
	CHECK(table->is_without_rowid);
	CHECK_STR(names(&fixture, table, &table->key), "c,a");
	CHECK_INT(column_of(&fixture, "t", "a")->key_position, 2);
	CHECK(column_of(&fixture, "t", "a")->is_not_null);
	CHECK(!column_of(&fixture, "t", "b")->is_not_null);
	CHECK_INT(table->indexes[0].origin, INDEX_PRIMARY_KEY);
	finish(&fixture);
}

static void
views_and_virtual_tables_are_tables_of_their_kind(void)
{
	struct fixture fixture;
	build(&fixture, "CREATE TABLE t(id INTEGER PRIMARY KEY, n INT NOT NULL);"
			"CREATE VIEW v(p, q) AS SELECT id, n+1 FROM t;"
			"CREATE VIRTUAL TABLE f USING fts5(a, b);"
			"CREATE VIRTUAL TABLE \"r\" /* USING */ USING \"rtree\"(id, x0, x1);"
			"CREATE TEMP TABLE temporary(a)");
	CHECK_INT(fixture.schema.table_count, 4);
	CHECK_STR(fixture.said, "");
	CHECK_INT(table_of(&fixture, "v")->kind, TABLE_VIEW);
	CHECK_INT(table_of(&fixture, "v")->column_count, 2);
	CHECK_STR(column_of(&fixture, "v", "p")->type, "INTEGER");
	CHECK_INT(table_of(&fixture, "f")->kind, TABLE_VIRTUAL);
	CHECK_STR(table_of(&fixture, "f")->module, "fts5");
	CHECK_STR(table_of(&fixture, "r")->module, "rtree");
	CHECK_INT(table_of(&fixture, "f")->column_count, 4);
	CHECK(!column_of(&fixture, "f", "a")->is_hidden);
	CHECK(column_of(&fixture, "f", "rank")->is_hidden);
	CHECK(!column_of(&fixture, "f", "a")->is_not_null);
	finish(&fixture);
}

static void
tables_are_in_byte_order_without_those_of_others(void)
{
	struct fixture fixture;
	build(&fixture, "CREATE TABLE b(id INTEGER PRIMARY KEY AUTOINCREMENT); CREATE TABLE a(x);"
			"CREATE TABLE \"B\"\"2\"(x); CREATE TABLE _(x); ANALYZE");
	CHECK_INT(fixture.schema.table_count, 4);
	if (fixture.schema.table_count == 4) {
		CHECK_STR(fixture.schema.tables[0].name, "B\"2");
		CHECK_STR(fixture.schema.tables[1].name, "_");
		CHECK_STR(fixture.schema.tables[2].name, "a");
		CHECK_STR(fixture.schema.tables[3].name, "b");
	}
	CHECK(fixture.schema.fact_count > 0);
	CHECK_INT(strlen(fixture.schema.checksum), 64);
	finish(&fixture);
	build(&fixture, "CREATE VIRTUAL TABLE f USING fts5(x)");
	CHECK(fixture.schema.checksum == NULL);
	finish(&fixture);
}

static void
broken_views_are_warned_of(void)
{
	struct fixture fixture;
	build(&fixture, "CREATE TABLE t(a);\n"
			"CREATE VIEW good AS SELECT a FROM t;\n"
			"CREATE VIEW bad AS SELECT zz FROM t;\n"
			"CREATE VIEW worse AS SELECT * FROM bad;\n"
			"CREATE TRIGGER tr INSTEAD OF INSERT ON bad BEGIN SELECT 1; END");
	CHECK(!table_of(&fixture, "good")->is_broken);
	CHECK(table_of(&fixture, "bad")->is_broken);
	CHECK(table_of(&fixture, "worse")->is_broken);
	CHECK_INT(table_of(&fixture, "bad")->column_count, 0);
	CHECK_INT(fixture.diag.warnings, 2);
	CHECK(strstr(fixture.said, "m/1_init.sql:3:13: warning: view 'bad' cannot be read: "
				   "no such column: zz [broken-view]") != NULL);
	finish(&fixture);
}

static void
broken_triggers_are_warned_of_and_no_other(void)
{
	struct fixture fixture;
	build(&fixture,
	      "CREATE TABLE t(a, b INT AS (a));\n"
	      "CREATE TABLE u(a);\n"
	      "CREATE TRIGGER fine AFTER INSERT ON t BEGIN INSERT INTO u VALUES(1); END;\n"
	      "CREATE TRIGGER \"bad one\" BEFORE UPDATE OF a ON t BEGIN SELECT zz FROM u; END;\n"
	      "CREATE TRIGGER bad_u AFTER INSERT ON u BEGIN INSERT INTO u VALUES(1, 2); END;\n"
	      "CREATE TRIGGER off DELETE ON u BEGIN DELETE FROM gone; END;\n"
	      "CREATE VIEW v AS SELECT a FROM t;\n"
	      "CREATE TRIGGER t INSTEAD OF DELETE ON v BEGIN DELETE FROM t; END;\n");
	CHECK_INT(fixture.diag.warnings, 3);
	CHECK(strstr(fixture.said, "m/1_init.sql:4:16: warning: trigger 'bad one' on 't' cannot "
				   "run: no such column: zz [broken-trigger]") != NULL);
	CHECK(strstr(fixture.said, "5:16: warning: trigger 'bad_u'") != NULL);
	CHECK(strstr(fixture.said, "6:16: warning: trigger 'off'") != NULL);
	CHECK_INT(table_of(&fixture, "t")->trigger_count, 2);
	CHECK_STR(table_of(&fixture, "t")->triggers[0].name, "bad one");
	CHECK_INT(table_of(&fixture, "t")->triggers[0].event, TRIGGER_UPDATE);
	CHECK_INT(table_of(&fixture, "t")->triggers[1].event, TRIGGER_INSERT);
	CHECK_INT(table_of(&fixture, "u")->triggers[1].event, TRIGGER_DELETE);
	CHECK(table_of(&fixture, "v")->triggers[0].is_instead_of);
	CHECK_INT(table_of(&fixture, "v")->triggers[0].event, TRIGGER_DELETE);
	CHECK_INT(table_of(&fixture, "v")->triggers[0].place.line, 8);
	CHECK_STR(ask(&fixture, "SELECT count(*) FROM sqlite_master WHERE type = 'trigger'"), "5");
	finish(&fixture);
}

/* Where foreign keys are enforced, a parent that is missing keeps a table from being written. */
static void
triggers_are_not_blamed_for_their_table(void)
{
	struct fixture fixture;
	unsigned warnings;
	build(&fixture, "CREATE TABLE t(a REFERENCES gone);"
			"CREATE TRIGGER fine AFTER INSERT ON t BEGIN SELECT 1; END");
	warnings = fixture.diag.warnings;
	ask(&fixture, "PRAGMA foreign_keys = ON");
	CHECK_STR(ask(&fixture, "EXPLAIN INSERT INTO t DEFAULT VALUES"), "error");
	CHECK(triggers_check(&fixture.schema, &fixture.replay, &fixture.arena, &fixture.diag));
	CHECK_INT(fixture.diag.warnings, warnings);
	finish(&fixture);
}

/* SQLite makes a trigger for UPDATE OF anything, and lets the column go. */
static void
triggers_of_no_column_are_warned_of(void)
{
	struct fixture fixture;
	build(&fixture, "CREATE TABLE t(a, \"b c\", d);\n"
			"CREATE TRIGGER fine AFTER UPDATE OF A, [b c] ON t BEGIN SELECT 1; END;\n"
			"CREATE TRIGGER late AFTER UPDATE OF a, d ON t BEGIN SELECT 1; END;\n"
			"CREATE TRIGGER never UPDATE OF \"zz\" ON t BEGIN SELECT 1; END;\n"
			"ALTER TABLE t DROP COLUMN d;\n");
	CHECK_INT(fixture.diag.warnings, 2);
	CHECK(strstr(fixture.said, "m/1_init.sql:3:16: warning: trigger 'late' waits for UPDATE OF "
				   "'d': expected a column of 't', found none") != NULL);
	CHECK(strstr(fixture.said, "m/1_init.sql:4:16: warning: trigger 'never' waits for UPDATE OF "
				   "'zz'") != NULL);
	finish(&fixture);
}

static void
missing_commas_are_suspected(void)
{
	static const struct {
		const char *columns;
		const char *word; /* NULL: nothing odd */
	} cases[] = {
		{ "payload TEXT\n created_at TEXT", "created_at" },
		{ "payload TEXT date TEXT", "date" },
		{ "a DOUBLE PRECISION", NULL },
		{ "a TIMESTAMP WITH TIME ZONE", NULL },
		{ "a UNSIGNED BIG INT", NULL },
		{ "a VARYING CHARACTER(255)", NULL },
		{ "a INTEGER UNSIGNED", NULL },
		{ "a", NULL },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct fixture fixture;
		char sql[200], expected[100];
		snprintf(sql, sizeof sql, "CREATE TABLE t(%s)", cases[i].columns);
		build(&fixture, sql);
		CHECK_INT(strstr(fixture.said, "[odd-type]") != NULL, cases[i].word != NULL);
		if (cases[i].word != NULL) {
			snprintf(expected, sizeof expected, "1:16: warning: column '%.*s' of 't'",
				 (int)strcspn(cases[i].columns, " "), cases[i].columns);
			CHECK(strstr(fixture.said, expected) != NULL);
			snprintf(expected, sizeof expected, "perhaps a comma before '%s'",
				 cases[i].word);
			CHECK(strstr(fixture.said, expected) != NULL);
		}
		finish(&fixture);
	}
}

static void
names_that_need_quotes_are_read(void)
{
	struct fixture fixture;
	const struct table *table;
	build(&fixture,
	      "CREATE TABLE \"a\"\"b'c;\"(\"my col\" INT NOT NULL DEFAULT 3,"
	      " [select] TEXT CHECK ([select] IN ('x')), `na\xc3\xafve` INT, \"\" INT);"
	      "CREATE INDEX \"i\"\"'\" ON \"a\"\"b'c;\"(\"my col\");"
	      "CREATE TRIGGER \"t\"\"'\" AFTER UPDATE ON \"a\"\"b'c;\" BEGIN SELECT 1; END");
	table = table_of(&fixture, "a\"b'c;");
	CHECK_STR(fixture.said, "");
	CHECK_INT(table->column_count, 4);
	CHECK_INT(column_of(&fixture, "a\"b'c;", "my col")->default_value.integer, 3);
	CHECK_INT(column_of(&fixture, "a\"b'c;", "select")->allowed_count, 1);
	CHECK_INT(table->index_count, 1);
	CHECK_INT(table->trigger_count, 1);
	CHECK_INT(table->trigger_count == 1 ? table->triggers[0].event : TRIGGER_INSERT,
		  TRIGGER_UPDATE);
	finish(&fixture);
}

static const char dumped[] =
	"CREATE TABLE b(id INTEGER PRIMARY KEY, s TEXT NOT NULL DEFAULT 'x' CHECK (s IN ('x','y')),"
	" p REFERENCES a ON DELETE CASCADE, UNIQUE (s, p));\n"
	"CREATE TABLE a(k TEXT PRIMARY KEY, \"e\x1b\xe2\x80\xae\xff\\\" BLOB) WITHOUT ROWID;\n"
	"CREATE INDEX i ON b(p);\n"
	"CREATE VIEW w AS SELECT id FROM v -- last\n;\n"
	"CREATE VIEW v AS SELECT id FROM b;\n"
	"CREATE TRIGGER tr INSTEAD OF INSERT ON w BEGIN SELECT 1; END;\n";

static void
sql_makes_the_same_schema(void)
{
	struct fixture first, second;
	struct text sql = { .data = NULL }, again = { .data = NULL };
	build(&first, dumped);
	schema_to_sql(&first.schema, &sql);
	build(&second, sql.data);
	schema_to_sql(&second.schema, &again);
	CHECK_STR(again.data, sql.data);
	CHECK(strstr(sql.data, "CREATE TABLE a(") < strstr(sql.data, "CREATE TABLE b("));
	CHECK_INT(second.schema.table_count, 4);
	text_finish(&sql);
	text_finish(&again);
	finish(&first);
	finish(&second);
}

static void
json_is_valid(void)
{
	struct fixture fixture;
	struct text json = { .data = NULL };
	build(&fixture, dumped);
	schema_to_json(&fixture.schema, &json);
	{
		sqlite3_stmt *stmt = NULL;
		static const char sql[] =
			"SELECT json_extract(?1, '$.tables[1].columns[1].allowed[1]') || "
			"json_extract(?1, '$.tables[1].foreign_keys[0].parent_columns[0]')";
		CHECK_INT(sqlite3_prepare_v2(fixture.replay.handle, sql, -1, &stmt, NULL),
			  SQLITE_OK);
		sqlite3_bind_text(stmt, 1, json.data, -1, SQLITE_STATIC);
		CHECK_INT(sqlite3_step(stmt), SQLITE_ROW);
		CHECK_STR((const char *)sqlite3_column_text(stmt, 0), "yk");
		sqlite3_finalize(stmt);
	}
	CHECK(strstr(json.data, "\"e\\u001b\\u202e\\ufffd\\\\\"") != NULL);
	text_finish(&json);
	finish(&fixture);
}

static void
text_is_for_people(void)
{
	struct fixture fixture;
	struct text text = { .data = NULL };
	build(&fixture, "CREATE TABLE b(id INTEGER PRIMARY KEY, s TEXT NOT NULL DEFAULT 'x'"
			" CHECK (s IN ('x','y')), p REFERENCES a ON DELETE CASCADE, UNIQUE (s, p));"
			"CREATE TABLE a(k TEXT PRIMARY KEY) WITHOUT ROWID;"
			"CREATE INDEX i ON b(p);"
			"CREATE TRIGGER tr AFTER INSERT ON b BEGIN SELECT 1; END");
	schema_to_text(&fixture.schema, &text);
	CHECK_STR(text.data, "table a, without rowid\n"
			     "  k  TEXT  not null\n"
			     "  primary key (k)\n"
			     "\n"
			     "table b\n"
			     "  id  INTEGER  rowid\n"
			     "  s   TEXT     not null  default 'x'  in ('x', 'y')\n"
			     "  p\n"
			     "  primary key (id)\n"
			     "  index i (p)\n"
			     "  unique (s, p)\n"
			     "  foreign key (p) references a(k) on delete CASCADE\n"
			     "  trigger tr on insert\n");
	text_finish(&text);
	finish(&fixture);
}

int
main(void)
{
	nullability_and_rowid_are_what_rows_show();
	affinity_is_what_sqlite_determines();
	defaults_are_what_sqlite_stores();
	default_blob_keeps_its_nul();
	checks_become_allowed_values();
	checks_follow_alter_table();
	generated_columns_are_there();
	foreign_keys_are_completed();
	dangling_foreign_keys_are_those_that_sqlite_refuses();
	indexes_are_sorted_and_told_apart();
	composite_keys_are_in_key_order();
	views_and_virtual_tables_are_tables_of_their_kind();
	tables_are_in_byte_order_without_those_of_others();
	broken_views_are_warned_of();
	broken_triggers_are_warned_of_and_no_other();
	triggers_are_not_blamed_for_their_table();
	triggers_of_no_column_are_warned_of();
	missing_commas_are_suspected();
	names_that_need_quotes_are_read();
	sql_makes_the_same_schema();
	json_is_valid();
	text_is_for_people();
	return failures != 0;
}
