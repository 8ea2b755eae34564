#include "database.h"

/* What a schema means, line by line, and the check that holds a database to it. */

struct lines {
	char text[64][160];
	size_t count;
};

static int
keep_line(void *context, const char *fact)
{
	struct lines *lines = context;

	if (lines->count < 64)
		snprintf(lines->text[lines->count++], sizeof lines->text[0], "%s", fact);
	return SQLITE_OK;
}

static void
read_facts(struct lines *lines, const char *sql)
{
	struct database db;

	lines->count = 0;
	CHECK_INT(execute(database_start(&db), sql), SQLITE_OK);
	CHECK_INT(sqlgen_schema_facts(&db.connection, keep_line, lines), SQLITE_OK);
	database_end(&db);
}

static void
test_the_facts(void)
{
	static const char sql[] =
		"CREATE TABLE people (id TEXT PRIMARY KEY);"
		"CREATE TABLE Tasks (id INTEGER PRIMARY KEY, person_id TEXT REFERENCES people ON DELETE SET NULL,"
		" title VARCHAR(9) NOT NULL COLLATE NOCASE, \"a b\" INT NOT NULL, total REAL AS (id * 2), n DEC,"
		" uuid TEXT NOT NULL DEFAULT 'x' UNIQUE, x);"
		"CREATE UNIQUE INDEX t1 ON tasks(title, n); CREATE UNIQUE INDEX t2 ON tasks(n) WHERE n > 1;"
		"CREATE UNIQUE INDEX t3 ON tasks(lower(uuid)); CREATE INDEX t4 ON tasks(n);"
		"CREATE TABLE deps (a INT, b INT, PRIMARY KEY (b, a),"
		" FOREIGN KEY (a, b) REFERENCES deps(b, a) ON UPDATE CASCADE) WITHOUT ROWID;"
		"CREATE TABLE down (id INTEGER PRIMARY KEY DESC);"
		"CREATE VIRTUAL TABLE docs USING fts5(body); CREATE TABLE docs_authors (a);";
	static const char *const expected[] = {
		"column deps.a INTEGER NOT NULL",
		"column deps.b INTEGER NOT NULL",
		"column docs.body BLOB",
		"column docs_authors.a BLOB",
		"column down.id INTEGER",
		"column people.id TEXT",
		"column Tasks.\"a b\" INTEGER NOT NULL",
		"column Tasks.id INTEGER NOT NULL",
		"column Tasks.n NUMERIC",
		"column Tasks.person_id TEXT",
		"column Tasks.title TEXT NOT NULL COLLATE NOCASE",
		"column Tasks.total REAL GENERATED",
		"column Tasks.uuid TEXT NOT NULL",
		"column Tasks.x BLOB",
		"foreign key deps(a, b) REFERENCES deps(b, a) ON DELETE NO ACTION ON UPDATE CASCADE",
		"foreign key Tasks(person_id) REFERENCES people(id) ON DELETE SET NULL ON UPDATE NO ACTION",
		"key deps(b, a)",
		"key down(id)",
		"key people(id)",
		"key Tasks(id) ROWID",
		"required deps(a, b)",
		"required docs_authors()",
		"required down()",
		"required people()",
		"required Tasks(\"a b\", title)",
		"table deps",
		"table docs",
		"table docs_authors",
		"table down",
		"table people",
		"table Tasks",
		"unique Tasks(n, title COLLATE NOCASE)",
		"unique Tasks(uuid)",
	};
	struct lines lines;

	read_facts(&lines, sql);
	CHECK_INT(lines.count, sizeof expected / sizeof *expected);
	for (size_t i = 0; i < sizeof expected / sizeof *expected && i < lines.count; i++)
		CHECK_STR(lines.text[i], expected[i]);
}

/* Names that are no words are in quotes. */
static void
test_facts_of_odd_names(void)
{
	static const char *const expected[] = {
		"table \"\"",
		"column \"\".a BLOB",
		"column \"t{a}\".\"~\" INTEGER",
		"column \"t{a}\".\"a$b\" TEXT",
		"column \"t{a}\"._1 BLOB",
		"column \"t{a}\".\"1\" BLOB",
		"unique \"gr\xc3\xb6\xc3\x9f" "e\"(\"\xc3\xa9\")",
	};
	struct lines lines;

	read_facts(&lines, "CREATE TABLE \"t{a}\" (\"~\" INT, \"a$b\" TEXT, _1, \"1\"); CREATE TABLE \"\" (a);"
			   "CREATE TABLE gr\xc3\xb6\xc3\x9f" "e (\xc3\xa9 TEXT UNIQUE)");
	for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
		size_t n = 0;

		while (n < lines.count && strcmp(lines.text[n], expected[i]) != 0)
			n++;
		CHECK_STR(n < lines.count ? lines.text[n] : NULL, expected[i]);
	}
}

/* Pairs of schemas that mean the same, and pairs that do not. */
static void
test_meaning(void)
{
	static const struct {
		bool same;
		const char *a, *b;
	} cases[] = {
		{ true, "CREATE TABLE t (a TEXT)", "create table T(\"A\" varchar(7) default 'x')" },
		{ true, "CREATE TABLE t (a, b)", "CREATE TABLE t (b, a)" },
		{ true, "CREATE TABLE t (a); CREATE INDEX i ON t(a)", "CREATE TABLE t (a)" },
		{ true, "CREATE TABLE t (a, b, UNIQUE (a, b))",
		  "CREATE TABLE t (a, b); CREATE UNIQUE INDEX i ON t(b, a)" },
		{ true, "CREATE TABLE t (a); CREATE VIEW v AS SELECT a FROM t",
		  "CREATE TABLE t (a); CREATE VIEW \"v\" AS /* why */ select\n[A]   FROM `t` -- end" },
		{ true, "CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE t (a REFERENCES p)",
		  "CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE t (a REFERENCES P(ID))" },
		{ true, "CREATE TABLE t (a); CREATE VIEW v AS SELECT a / 2 AS b FROM t",
		  "CREATE TABLE t (a); CREATE VIEW v AS SELECT a/2/* / */AS b FROM t" },
		{ true, "CREATE TABLE t (a); CREATE VIEW v AS SELECT a AS b$\xc3\xa9_1 FROM t",
		  "CREATE TABLE t (a); CREATE VIEW v AS SELECT a AS \"B$\xc3\xa9_1\" FROM t" },
		{ false, "CREATE TABLE t (a); CREATE VIEW v AS SELECT a / 2 AS b FROM t",
		  "CREATE TABLE t (a); CREATE VIEW v AS SELECT a * 2 AS b FROM t" },
		{ false, "CREATE TABLE t (a); CREATE VIEW v AS SELECT 'a' FROM t",
		  "CREATE TABLE t (a); CREATE VIEW v AS SELECT 'A' FROM t" },
		{ false, "CREATE TABLE t (a); CREATE TRIGGER r AFTER INSERT ON t BEGIN DELETE FROM t WHERE a = 1; END",
		  "CREATE TABLE t (a); CREATE TRIGGER r AFTER INSERT ON t BEGIN DELETE FROM t WHERE a = 2; END" },
		{ false, "CREATE TABLE t (a TEXT)", "CREATE TABLE t (a INT)" },
		{ false, "CREATE TABLE t (a)", "CREATE TABLE t (a NOT NULL)" },
		{ false, "CREATE TABLE t (a NOT NULL)", "CREATE TABLE t (a NOT NULL DEFAULT 1)" },
		{ false, "CREATE TABLE t (a UNIQUE)", "CREATE TABLE t (a)" },
		{ false, "CREATE TABLE t (a INTEGER PRIMARY KEY)", "CREATE TABLE t (a INT PRIMARY KEY)" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct lines a, b;
		bool same;

		read_facts(&a, cases[i].a);
		read_facts(&b, cases[i].b);
		same = a.count == b.count;
		for (size_t n = 0; n < a.count && same; n++)
			same = sqlite3_stricmp(a.text[n], b.text[n]) == 0;
		if (same != cases[i].same)
			fprintf(stderr, "%s\n%s\n", cases[i].a, cases[i].b);
		CHECK_INT(same, cases[i].same);
	}
}

static const char checked_sql[] =
	"CREATE TABLE p (id INTEGER PRIMARY KEY);"
	"CREATE TABLE tasks (id INTEGER PRIMARY KEY, title TEXT NOT NULL, p REFERENCES p(id) ON DELETE CASCADE,"
	" \"odd)name\" TEXT UNIQUE);"
	"CREATE TRIGGER touch AFTER UPDATE ON tasks BEGIN SELECT 1; END;"
	"CREATE VIEW v AS SELECT title FROM tasks;";

/* What was done to the database, and what the check says; NULL: nothing. */
static void
test_the_check(void)
{
	static const struct {
		const char *change, *message;
	} cases[] = {
		{ "CREATE TABLE litestream (a); CREATE INDEX i ON tasks(title); ALTER TABLE tasks ADD more;"
		  "CREATE TRIGGER z AFTER INSERT ON tasks BEGIN SELECT 2; END", NULL },
		{ "DROP TRIGGER touch", "expected 'trigger touch ON tasks " },
		{ "DROP TRIGGER touch; CREATE TRIGGER touch AFTER UPDATE ON tasks BEGIN SELECT 2; END",
		  ", found 'trigger touch ON tasks " },
		{ "DROP VIEW v; ALTER TABLE tasks RENAME title TO name",
		  "expected 'column tasks.title TEXT NOT NULL', found none" },
		{ "DROP VIEW v", "found none" },
		{ "ALTER TABLE tasks ADD must TEXT NOT NULL DEFAULT ''", NULL },
		{ "DROP VIEW v; DROP TABLE tasks; CREATE TABLE tasks (id INTEGER PRIMARY KEY, title INT NOT NULL,"
		  " p REFERENCES p(id) ON DELETE CASCADE, \"odd)name\" TEXT UNIQUE)",
		  "expected 'column tasks.title TEXT NOT NULL', found 'column tasks.title INTEGER NOT NULL'" },
		{ "DROP VIEW v; DROP TABLE tasks; CREATE TABLE tasks (id INTEGER PRIMARY KEY, title TEXT NOT NULL,"
		  " p REFERENCES p(id), \"odd)name\" TEXT UNIQUE, required NOT NULL)",
		  "expected 'foreign key tasks(p) REFERENCES p(id) ON DELETE CASCADE ON UPDATE NO ACTION',"
		  " found 'foreign key tasks(p) REFERENCES p(id) ON DELETE NO ACTION ON UPDATE NO ACTION'" },
		{ "DROP VIEW v; DROP TABLE tasks; CREATE TABLE tasks (id INTEGER PRIMARY KEY, title TEXT NOT NULL,"
		  " p REFERENCES p(id) ON DELETE CASCADE, \"odd)name\" TEXT, required NOT NULL)",
		  "expected 'required tasks(title)', found 'required tasks(required, title)'" },
	};
	struct sqlgen_schema schema = { 0 };
	const char *facts[64];
	struct lines lines;

	read_facts(&lines, checked_sql);
	for (size_t i = 0; i < lines.count; i++)
		facts[i] = lines.text[i];
	schema.facts = facts;
	schema.fact_count = lines.count;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct database db;
		sqlite3 *handle = database_start(&db);

		CHECK_INT(execute(handle, checked_sql), SQLITE_OK);
		CHECK_INT(sqlgen_check(&db.connection, &schema), SQLITE_OK);
		CHECK_INT(execute(handle, cases[i].change), SQLITE_OK);
		CHECK_INT(sqlgen_check(&db.connection, &schema),
			  cases[i].message ? SQLITE_SCHEMA : SQLITE_OK);
		if (cases[i].message)
			CHECK(contains(database_error(&db), cases[i].message));
		database_end(&db);
	}
}

static void
schema_checksum(char checksum[SQLGEN_CHECKSUM_SIZE], const char *sql)
{
	struct database db;
	sqlite3 *handle = database_start(&db);

	CHECK_INT(execute(handle, sql), SQLITE_OK);
	CHECK_INT(sqlgen_schema_checksum(&db.connection, checksum), SQLITE_OK);
	database_end(&db);
}

/* A schema that is written as the program's needs no other look; any other one gets it. */
static void
test_what_is_written_alike(void)
{
	static const char sql[] = "CREATE TABLE t (a INTEGER PRIMARY KEY); CREATE TABLE u (a); CREATE INDEX i ON u(a)";
	static const struct {
		const char *sql;
		bool is_same;
	} cases[] = {
		{ "CREATE TABLE u (a); CREATE INDEX i ON u(a); CREATE TABLE t (a INTEGER PRIMARY KEY);"
		  "INSERT INTO t VALUES (1); ANALYZE; CREATE TEMP TABLE k (a)", true },
		{ "CREATE TABLE t (a INTEGER PRIMARY KEY); CREATE TABLE u (a)", false },
		{ "CREATE TABLE t (a INTEGER PRIMARY KEY); CREATE TABLE u (b); CREATE INDEX i ON u(b)", false },
		{ "CREATE TABLE t (a INTEGER PRIMARY KEY, b); CREATE TABLE u (a); CREATE INDEX i ON u(a)", false },
		{ "CREATE TABLE t (a  INTEGER PRIMARY KEY); CREATE TABLE u (a); CREATE INDEX i ON u(a)", false },
	};
	static const char *const wrong[] = { "table nothere" };
	char expected[SQLGEN_CHECKSUM_SIZE], found[SQLGEN_CHECKSUM_SIZE];
	struct series series;
	struct database db;

	schema_checksum(expected, sql);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		schema_checksum(found, cases[i].sql);
		CHECK_INT(strcmp(found, expected) == 0, cases[i].is_same);
	}
	/* The runner's own table is no part of it. */
	memset(&series, 0, sizeof series);
	series_add(&series, "1", "init", sql, 0);
	series.schema.facts = wrong;
	series.schema.fact_count = 1;
	series.schema.checksum = expected;
	CHECK_INT(database_open(&db, ":memory:", NULL, &series.schema), SQLITE_OK);
	CHECK_INT(execute(db.connection.handle, "CREATE TABLE more (a)"), SQLITE_OK);
	CHECK_INT(sqlgen_check(&db.connection, &series.schema), SQLITE_SCHEMA);
	database_end(&db);
}

/* Two texts cannot pass for one, whatever bytes are in them. */
static void
test_texts_do_not_run_together(void)
{
	char one[SQLGEN_CHECKSUM_SIZE], other[SQLGEN_CHECKSUM_SIZE];

	schema_checksum(one, "PRAGMA writable_schema = ON; INSERT INTO sqlite_master VALUES"
			     " ('view', 'ab', 'c', 0, 'CREATE VIEW ab AS SELECT 1')");
	schema_checksum(other, "PRAGMA writable_schema = ON; INSERT INTO sqlite_master VALUES"
			       " ('view', 'a', 'bc', 0, 'CREATE VIEW ab AS SELECT 1')");
	CHECK(strcmp(one, other) != 0);
	schema_checksum(one, "CREATE TABLE \"\" (a)");
	schema_checksum(other, "CREATE VIEW \"\" AS SELECT 1 AS a");
	CHECK(strcmp(one, other) != 0);
}

/* Somebody else's objects do no harm, even those that cannot be read here. */
static void
test_what_others_added(void)
{
	struct lines lines;

	read_facts(&lines, "CREATE TABLE t (a); CREATE VIEW broken AS SELECT z FROM nothere;"
			   "PRAGMA writable_schema = ON;"
			   "INSERT INTO sqlite_master VALUES ('table', 'vt', 'vt', 0,"
			   " 'CREATE VIRTUAL TABLE vt USING nomodule(a)'); PRAGMA writable_schema = RESET;"
			   "CREATE TABLE vt_shadow (a)");
	CHECK_INT(lines.count, 5);
	CHECK_STR(lines.text[2], "table t");
	CHECK_STR(lines.text[3], "table vt");
}

/* What SQLite's own table says may have been written by anyone; it must only do no harm. */
static void
test_a_doctored_file(void)
{
	static const char *const texts[] = {
		"INSERT INTO sqlite_master VALUES ('table', 'odd', 'odd', 0, 'CREATE TABLE odd (a)')",
		"UPDATE sqlite_master SET name = 'odd', tbl_name = 'odd' WHERE name = 'u'",
	};

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct lines lines = { .count = 0 };
		struct database db;
		sqlite3 *handle = database_start(&db);
		int rc;

		CHECK_INT(execute(handle, "CREATE TABLE t (a); CREATE TABLE u (a); PRAGMA writable_schema = ON"), SQLITE_OK);
		CHECK_INT(execute(handle, texts[i]), SQLITE_OK);
		CHECK_INT(execute(handle, "PRAGMA writable_schema = RESET"), SQLITE_OK);
		rc = sqlgen_schema_facts(&db.connection, keep_line, &lines);
		CHECK(rc == SQLITE_OK || rc == SQLITE_CORRUPT);
		for (size_t n = 0; n < lines.count; n++)
			CHECK(strstr(lines.text[n], " odd.") == NULL || strstr(lines.text[n], "column odd.a") != NULL);
		database_end(&db);
	}
}

/* A fact that is no whole one does not hold. */
static void
test_a_fact_that_is_cut_off(void)
{
	static const char *const facts[] = { "unique t(b", "foreign key t", "x" };
	static const char *const texts[] = { "expected 'unique t(b', found none", "expected 'foreign key t', found none",
					     "expected 'x', found none" };

	for (size_t i = 0; i < sizeof facts / sizeof *facts; i++) {
		struct sqlgen_schema schema = { .facts = &facts[i], .fact_count = 1 };
		struct database db;

		CHECK_INT(execute(database_start(&db), "CREATE TABLE t (a UNIQUE)"), SQLITE_OK);
		CHECK_INT(sqlgen_verify(&db.connection, &schema, NULL, NULL), SQLITE_SCHEMA);
		CHECK_STR(database_error(&db), texts[i]);
		database_end(&db);
	}
}

static void
test_checksums(void)
{
	static const char *const same[] = { "a\nb\n", "a\r\nb\r\n", "a\rb", "\xef\xbb\xbf\x61\nb",
					    "a\r\nb\r\n\r\n\n", "a\nb" };
	static const char *const others[] = { "a\n\nb", "ab", "a\nb ", "\na\nb", "", "\n a\nb" };
	char expected[SQLGEN_CHECKSUM_SIZE], found[SQLGEN_CHECKSUM_SIZE], many[200];

	sqlgen_checksum(found, "abc", 3);
	CHECK_STR(found, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	sqlgen_checksum(found, "", 0);
	CHECK_STR(found, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	sqlgen_checksum(found, "\n\r\n\r", 4);
	CHECK_STR(found, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	memset(many, 'a', sizeof many);
	sqlgen_checksum(found, many, sizeof many);
	CHECK_STR(found, "c2a908d98f5df987ade41b5fce213067efbcc21ef2240212a41e54b5e7c28ae5");
	sqlgen_checksum(found, many, 55);
	CHECK_STR(found, "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318");
	sqlgen_checksum(found, many, 56);
	CHECK_STR(found, "b35439a4ac6f0948b6d6f9e3c6af0f5f590ce20f1bde7090ef7970686ec6738a");
	sqlgen_checksum(found, many, 64);
	CHECK_STR(found, "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb");
	sqlgen_checksum(expected, "a\nb", 3);
	for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
		sqlgen_checksum(found, same[i], strlen(same[i]));
		CHECK_STR(found, expected);
	}
	for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
		sqlgen_checksum(found, others[i], strlen(others[i]));
		CHECK(strcmp(found, expected) != 0);
	}
}

int
main(void)
{
	test_the_facts();
	test_facts_of_odd_names();
	test_meaning();
	test_the_check();
	test_what_is_written_alike();
	test_texts_do_not_run_together();
	test_what_others_added();
	test_a_doctored_file();
	test_a_fact_that_is_cut_off();
	test_checksums();
	return failures != 0;
}
