#include <stdlib.h>

#include "replayed.h"

/* What SQLite would say of each constraint, and the deferred foreign keys. */

static const struct table *
table_of(const struct replayed *replayed, const char *name)
{
	static const struct table none = { .name = "" };
	for (size_t i = 0; i < replayed->schema.table_count; i++)
		if (strcmp(replayed->schema.tables[i].name, name) == 0)
			return &replayed->schema.tables[i];
	return &none;
}

/* "not null t.a|check a > 0 (a)|…": the kind, the text, the columns or the index. */
static void
describe(char *out, size_t size, const struct table *table)
{
	static const char *const kinds[] = { "not null", "type", "check", "primary key", "unique" };
	size_t length = 0;
	out[0] = '\0';
	for (size_t i = 0; i < table->constraint_count && length < size; i++) {
		const struct constraint *constraint = &table->constraints[i];
		length += (size_t)snprintf(out + length, size - length, "%s%s %s", i > 0 ? "|" : "",
					   kinds[constraint->kind], constraint->text);
		for (size_t j = 0; j < constraint->columns.count && length < size; j++)
			length += (size_t)snprintf(out + length, size - length, " <%s>",
						   table->columns[constraint->columns.items[j]].name);
		if (constraint->index != NULL && length < size)
			length += (size_t)snprintf(out + length, size - length, " [%s]",
						   constraint->index->name);
	}
}

static void
test_texts(void)
{
	static const struct {
		const char *sql, *expected;
	} cases[] = {
		{ "CREATE TABLE t (a)", "" },
		{ "CREATE TABLE t (id INTEGER PRIMARY KEY)", "primary key t.id" },
		{ "CREATE TABLE t (a NOT NULL, b UNIQUE)", "not null t.a <a>|unique t.b <b>" },
		{ "CREATE TABLE t (a, b, UNIQUE (b, a))", "unique t.b, t.a <b> <a>" },
		{ "CREATE TABLE t (a TEXT, b, PRIMARY KEY (b, a)) WITHOUT ROWID",
		  "not null t.a <a>|not null t.b <b>|primary key t.b, t.a <b> <a>" },
		{ "CREATE TABLE t (a NOT NULL ON CONFLICT IGNORE, b UNIQUE ON CONFLICT REPLACE)",
		  "not null t.a <a>|unique t.b <b>" },
		{ "CREATE TABLE t (a CHECK (  a > 0  ), b CONSTRAINT c CHECK (b), CHECK (a <> b), CHECK (a <> b))",
		  "check a > 0 <a>|check c <b>|check a <> b" },
		/* A name goes on to hold for what comes behind it. */
		{ "CREATE TABLE t (a CONSTRAINT filled NOT NULL CHECK (a > 0))", "not null t.a <a>|check filled <a>" },
		{ "CREATE TABLE t (\"x y\" CHECK (\"x y\" > 0 /* why */))", "check x y <x y>" },
		{ "CREATE TABLE t (a); ALTER TABLE t ADD b CHECK (b > 1); ALTER TABLE t RENAME a TO c;",
		  "check b > 1 <b>" },
		{ "CREATE TABLE t (a, b AS (a + 1) UNIQUE); CREATE UNIQUE INDEX i ON t(lower(a));"
		  "CREATE UNIQUE INDEX p ON t(a) WHERE a > 1; CREATE INDEX q ON t(a)",
		  "unique t.a <a>|unique index 'i' [i]|unique t.b <b>" },
		{ "CREATE TABLE t (a INTEGER, b ANY) STRICT", "type t.a <a>" },
		/* Of the table itself, not of what its triggers write. */
		{ "CREATE TABLE u (a NOT NULL); CREATE TABLE t (a CHECK (a > 0));"
		  "CREATE TRIGGER r AFTER INSERT ON t BEGIN INSERT INTO u VALUES (1); SELECT RAISE(ABORT, 'x'); END",
		  "check a > 0 <a>" },
		{ "CREATE TABLE t (a NOT NULL REFERENCES nowhere)", "not null t.a <a>" },
		{ "CREATE VIEW t AS SELECT 1 AS a", "" },
		{ "CREATE VIRTUAL TABLE t USING fts5(a)", "" },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct replayed replayed;
		char found[500];
		replayed_start(&replayed, (const char *const[MIGRATIONS_MAX]){ cases[i].sql });
		CHECK(replayed.is_done);
		describe(found, sizeof found, table_of(&replayed, "t"));
		CHECK_STR(found, cases[i].expected);
		replayed_finish(&replayed);
	}
}

static void
test_deferred(void)
{
	static const struct {
		const char *columns, *expected;
	} cases[] = {
		{ "a REFERENCES p", "-" },
		{ "a REFERENCES p DEFERRABLE", "-" },
		{ "a REFERENCES p DEFERRABLE INITIALLY IMMEDIATE", "-" },
		{ "a REFERENCES p NOT DEFERRABLE INITIALLY DEFERRED", "-" },
		{ "a REFERENCES p(id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED NOT NULL", "d" },
		{ "a REFERENCES p, b REFERENCES p /* x */ deferrable INITIALLY -- y\n deferred", "-d" },
		{ "a, b REFERENCES p, FOREIGN KEY (a) REFERENCES p(id) DEFERRABLE INITIALLY DEFERRED, CHECK (a > b)", "-d" },
		{ "deferred CHECK ('references' > 'deferrable initially deferred'), a REFERENCES p", "-" },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct replayed replayed;
		const struct table *table;
		char sql[300], found[8] = "";
		snprintf(sql, sizeof sql, "CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE t (%s);",
			 cases[i].columns);
		replayed_start(&replayed, (const char *const[MIGRATIONS_MAX]){ sql });
		table = table_of(&replayed, "t");
		for (size_t j = 0; j < table->foreign_key_count; j++)
			found[j] = table->foreign_keys[j].is_deferred ? 'd' : '-';
		CHECK_STR(found, cases[i].expected);
		replayed_finish(&replayed);
	}
}

/* Triggers and foreign keys are as they were. */
static void
test_switches(void)
{
	struct replayed replayed;
	int is_on = 0;
	replayed_start(&replayed, (const char *const[MIGRATIONS_MAX]){ "CREATE TABLE t (a NOT NULL)" });
	sqlite3_db_config(replayed.replay.handle, SQLITE_DBCONFIG_ENABLE_TRIGGER, -1, &is_on);
	CHECK_INT(is_on, 1);
	replayed_finish(&replayed);
}

int
main(void)
{
	test_texts();
	test_deferred();
	test_switches();
	return failures != 0;
}
