#include <string.h>

#include "replayed.h"

/* How often this is said. */
static int
times(const char *said, const char *what)
{
	int count = 0;
	for (const char *at = strstr(said, what); at != NULL; at = strstr(at + 1, what))
		count++;
	return count;
}

static void
strings_in_double_quotes_are_told_at_their_place(void)
{
	static const struct {
		const char *text; /* behind CREATE TABLE t(a, "b c"); and a line break */
		const char *said; /* NULL: nothing */
	} cases[] = {
		{ "INSERT INTO t VALUES(\"nobody\", 1)", "2:22: warning: \"nobody\" is taken" },
		{ "INSERT INTO t SELECT \"a\", \"nocol\" FROM t", "2:27: warning: \"nocol\"" },
		{ "SELECT \"nocol\"", "2:8: warning: \"nocol\" is taken for a string, as there is "
				      "no column of this name: expected a column, or single "
				      "quotes, 'nocol' [double-quoted-string]" },
		{ "CREATE INDEX i ON t(\"nocol\")", "2:21: warning: \"nocol\"" },
		{ "CREATE INDEX i ON t(a) WHERE a = \"x\"", "2:34: warning: \"x\"" },
		{ "CREATE TABLE u(a DEFAULT \"hello\")",
		  "2:26: warning: \"hello\" is taken for a string: expected single quotes, 'hello'" },
		{ "ALTER TABLE t ADD d DEFAULT /* so */ \"hello\"", "2:38: warning: \"hello\"" },
		{ "CREATE TABLE u(a CHECK (a IN (\"x\", \"y\")))", "2:31: warning: \"x\"" },
		{ "UPDATE t SET a = 1 WHERE \"b c\" = \"it's\"\"q\"",
		  "2:34: warning: \"it's\"q\" is taken" },
		{ "CREATE VIEW v AS SELECT \"zz\" FROM t", "2:13: warning: view 'v' has a string" },
		{ "CREATE TRIGGER g AFTER INSERT ON t BEGIN SELECT \"zz\"; END",
		  "2:16: warning: trigger 'g' on 't' has a string in double quotes: no such "
		  "column: " },
		{ "CREATE TABLE \"u\"(\"a\" DEFAULT 'x', CHECK (\"a\" <> 'y'))", NULL },
		{ "INSERT INTO \"main\".\"t\"(\"a\", \"b c\") SELECT \"b c\", \"t\".\"a\" FROM \"t\"", NULL },
		{ "CREATE VIEW \"v\" AS SELECT \"a\" AS \"x\" FROM \"t\"", NULL },
		{ "CREATE TRIGGER \"g\" AFTER UPDATE OF \"a\" ON \"t\" BEGIN DELETE FROM \"t\"; END", NULL },
		{ "SELECT 'a \"b\" c' -- \"d\"", NULL },
		{ "PRAGMA table_info(\"t\"); PRAGMA journal_mode = \"wal\"", NULL },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct replayed replayed;
		char text[256];
		snprintf(text, sizeof text, "CREATE TABLE t(a, \"b c\");\n%s;", cases[i].text);
		replayed_start(&replayed, (const char *const[MIGRATIONS_MAX]){ text });
		CHECK(replayed.is_done);
		CHECK_INT(replayed.diag.errors, 0);
		if (cases[i].said == NULL)
			CHECK_STR(replayed.said, "");
		else if (strstr(replayed.said, cases[i].said) == NULL)
			CHECK_STR(replayed.said, cases[i].said);
		replayed_finish(&replayed);
	}
}

static void
each_of_a_statement_is_told(void)
{
	struct replayed replayed;
	replayed_start(&replayed,
		       (const char *const[MIGRATIONS_MAX]){
			       "CREATE TABLE t(a DEFAULT \"d\", b CHECK (b IN (\"x\", \"y\")));",
			       "INSERT INTO t(a) VALUES(\"one\"), (\"two\"), ('three')" });
	CHECK_INT(times(replayed.said, "[double-quoted-string]"), 5);
	CHECK_STR(replayed_ask(&replayed, "SELECT group_concat(a) FROM t"), "one,two,three");
	replayed_finish(&replayed);
}

/* A statement that fails either way is an error, and nothing else. */
static void
an_error_is_not_a_string(void)
{
	struct replayed replayed;
	replayed_start(&replayed, (const char *const[MIGRATIONS_MAX]){
					  "CREATE TABLE t(a); SELECT \"t\".\"zz\" FROM t" });
	CHECK(!replayed.is_done);
	CHECK_INT(replayed.diag.warnings, 0);
	replayed_finish(&replayed);
}

int
main(void)
{
	strings_in_double_quotes_are_told_at_their_place();
	each_of_a_statement_is_told();
	an_error_is_not_a_string();
	return failures != 0;
}
