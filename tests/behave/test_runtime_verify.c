#include "database.h"

/* What sqlgen_verify finds in a database that was damaged. */

static const char whole[] =
	"CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT);"
	"CREATE TABLE tasks (id INTEGER PRIMARY KEY, title TEXT, note TEXT, owner INT REFERENCES people,"
	" a INT, b INT);"
	"CREATE TABLE pairs (a INT, b INT, owner INT, PRIMARY KEY (a, b), FOREIGN KEY (owner) REFERENCES people(id))"
	" WITHOUT ROWID;"
	"CREATE INDEX titles ON tasks(title);"
	"INSERT INTO people VALUES (1, 'a'); INSERT INTO tasks VALUES (1, 'one', NULL, 1, 0, 0), (2, NULL, NULL, NULL, 0, 0);"
	"INSERT INTO pairs VALUES (1, 1, 1);";

struct findings {
	char text[16][400];
	int codes[16];
	size_t count;
	int answer; /* what the callback returns */
};

static int
keep(void *context, const struct sqlgen_finding *finding)
{
	struct findings *findings = context;

	if (findings->count < 16) {
		findings->codes[findings->count] = finding->code;
		snprintf(findings->text[findings->count++], sizeof findings->text[0], "%s", finding->text);
	}
	return findings->answer;
}

static int
keep_fact(void *context, const char *fact)
{
	struct findings *findings = context;

	snprintf(findings->text[findings->count++], sizeof findings->text[0], "%s", fact);
	return SQLITE_OK;
}

/* Verifies what is left of the whole after a change, on a connection that read the changed schema. */
static int
verify(struct findings *findings, const char *change, const char *fact, char *error, size_t error_size)
{
	const char *const facts[] = { fact };
	struct sqlgen_schema schema = { .facts = facts, .fact_count = fact ? 1 : 0 };
	struct sqlgen_options options = sqlgen_options_default();
	struct database db;
	struct scratch scratch;
	int rc;

	scratch_make(&scratch);
	options.check = options.migrate = options.foreign_keys = false;
	CHECK_INT(database_open(&db, scratch.path, &options, &schema), SQLITE_OK);
	CHECK_INT(execute(db.connection.handle, whole), SQLITE_OK);
	CHECK_INT(execute(db.connection.handle, change), SQLITE_OK);
	database_end(&db);
	CHECK_INT(database_open(&db, scratch.path, &options, &schema), SQLITE_OK);
	rc = sqlgen_verify(&db.connection, &schema, findings ? keep : NULL, findings);
	snprintf(error, error_size, "%s", database_error(&db));
	database_end(&db);
	scratch_remove(&scratch);
	return rc;
}

static bool
is_found(const struct findings *findings, const char *text)
{
	for (size_t i = 0; i < findings->count; i++)
		if (strcmp(findings->text[i], text) == 0)
			return true;
	fprintf(stderr, "'%s' was not found\n", text);
	return false;
}

static void
test_findings(void)
{
	static const struct {
		const char *change, *fact;
		int code;
		const char *text; /* of one finding */
		size_t count;     /* 0 with a code: the version of SQLite decides */
	} cases[] = {
		{ "", "column tasks.title TEXT", SQLITE_OK, "", 0 },
		{ "PRAGMA writable_schema = ON; UPDATE sqlite_master SET sql = replace(sql, 'title TEXT',"
		  " 'title TEXT NOT NULL') WHERE name = 'tasks'", NULL, SQLITE_CORRUPT, "NULL value in tasks.title", 1 },
		{ "PRAGMA writable_schema = ON; CREATE TABLE spare (t); CREATE INDEX none ON spare(t);"
		  "UPDATE sqlite_master SET rootpage = (SELECT rootpage FROM sqlite_master WHERE name = 'none')"
		  " WHERE name = 'titles'; DELETE FROM sqlite_master WHERE name IN ('none', 'spare')",
		  NULL, SQLITE_CORRUPT, "row 1 missing from index titles", 0 },
		{ "UPDATE tasks SET owner = 7", NULL, SQLITE_CONSTRAINT,
		  "row 1 of 'tasks': expected a row of 'people' for its owner, found none", 2 },
		{ "UPDATE pairs SET owner = 7", NULL, SQLITE_CONSTRAINT,
		  "a row of 'pairs': expected a row of 'people' for its owner, found none", 1 },
		{ "CREATE TABLE t (a REFERENCES tasks(note)); INSERT INTO t VALUES (1)", NULL, SQLITE_CONSTRAINT,
		  "foreign key mismatch - \"t\" referencing \"tasks\"", 1 },
		{ "ALTER TABLE tasks DROP note", "column tasks.note TEXT", SQLITE_SCHEMA,
		  "expected 'column tasks.note TEXT', found none", 1 },
		{ "UPDATE tasks SET owner = 7; ALTER TABLE tasks DROP note", "column tasks.note TEXT", SQLITE_CONSTRAINT,
		  "row 1 of 'tasks': expected a row of 'people' for its owner, found none", 3 },
	};
	struct findings findings;
	char error[500];

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		memset(&findings, 0, sizeof findings);
		CHECK_INT(verify(&findings, cases[i].change, cases[i].fact, error, sizeof error), cases[i].code);
		if (cases[i].count > 0 || cases[i].code == SQLITE_OK)
			CHECK_INT(findings.count, cases[i].count);
		CHECK(cases[i].code == SQLITE_OK || is_found(&findings, cases[i].text));
		if (findings.count > 0) {
			CHECK_INT(findings.codes[0], cases[i].code);
			CHECK_STR(error, findings.text[0]);
		}
		CHECK_INT(verify(NULL, cases[i].change, cases[i].fact, error, sizeof error), cases[i].code);
	}
}

/* Any code but SQLITE_OK ends it, and comes back as it is. */
static void
test_stopping(void)
{
	static const int answers[] = { SQLITE_INTERRUPT, SQLITE_DONE, SQLITE_ROW, SQLITE_ERROR };
	struct findings findings;
	char error[500];

	for (size_t i = 0; i < sizeof answers / sizeof *answers; i++) {
		memset(&findings, 0, sizeof findings);
		findings.answer = answers[i];
		CHECK_INT(verify(&findings, "UPDATE tasks SET owner = 7", "column tasks.none TEXT", error, sizeof error),
			  answers[i]);
		CHECK_INT(findings.count, 1);
		CHECK(contains(error, "row 1 of 'tasks'"));
	}
}

/* A schema's facts are their own database's. */
static void
test_own_facts(void)
{
	struct findings facts = { .count = 0 };
	struct database db;

	CHECK_INT(execute(database_start(&db), "CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT UNIQUE)"), SQLITE_OK);
	CHECK_INT(sqlgen_schema_facts(&db.connection, keep_fact, &facts), SQLITE_OK);
	for (size_t i = 0; i < facts.count; i++) {
		const char *const fact[] = { facts.text[i] };
		struct sqlgen_schema schema = { .facts = fact, .fact_count = 1 };

		CHECK_INT(sqlgen_verify(&db.connection, &schema, NULL, NULL), SQLITE_OK);
	}
	database_end(&db);
	CHECK_INT(sqlgen_verify(&db.connection, &(struct sqlgen_schema){ 0 }, NULL, NULL), SQLITE_MISUSE);
}

int
main(void)
{
	test_findings();
	test_stopping();
	test_own_facts();
	return failures != 0;
}
