#include <string.h>

#include "private.h"

/* The length of a name at text, quotes included. */
static size_t
name_length(const char *text)
{
	struct sqlgen_token token = sqlgen_token_at(text);

	return token.length;
}

/* The length of the part of a fact that says what it is about: "column tasks.title". */
static size_t
subject_length(const char *fact)
{
	size_t at = strncmp(fact, "foreign key ", 12) == 0 ? 12 : strcspn(fact, " ");

	at += fact[at] == ' ';
	at += name_length(fact + at);
	if (fact[at] == '.')
		return at + 1 + name_length(fact + at + 1);
	if (strncmp(fact, "foreign", 7) != 0 && strncmp(fact, "unique", 6) != 0)
		return at;
	while (fact[at] != '\0' && fact[at] != ')')
		at += fact[at] == '"' ? name_length(fact + at) : 1;
	return at;
}

/* The first of the facts that is not less than one. */
static size_t
lower_bound(const struct sqlgen_facts *facts, const char *fact)
{
	size_t low = 0, high = facts->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (sqlgen_fact_compare(facts->items[middle], fact) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* What the database says of the same thing; NULL: nothing. */
static const char *
find_other(const struct sqlgen_facts *facts, const char *fact)
{
	size_t length = subject_length(fact), i;

	for (i = 0; i < facts->count; i++)
		if (subject_length(facts->items[i]) == length &&
		    sqlite3_strnicmp(facts->items[i], fact, (int)length) == 0)
			return facts->items[i];
	return NULL;
}

/* Tells of a fact that does not hold. */
static int
tell_fact(const struct sqlgen_facts *facts, const char *fact,
	  int (*each)(void *context, const char *text), void *context)
{
	const char *other = find_other(facts, fact);
	char expected[200], found[200], text[450];

	sqlgen_show(expected, sizeof(expected), fact, strlen(fact));
	if (other == NULL) {
		sqlite3_snprintf((int)sizeof(text), text, "expected '%s', found none", expected);
	} else {
		sqlgen_show(found, sizeof(found), other, strlen(other));
		sqlite3_snprintf((int)sizeof(text), text, "expected '%s', found '%s'", expected,
				 found);
	}
	return each(context, text);
}

/* The length of the line at text: names in quotes may have newlines in them. */
static size_t
line_length(const char *text)
{
	bool is_quoted = false;
	size_t length = 0;

	for (; text[length] != '\0' && (is_quoted || text[length] != '\n'); length++)
		is_quoted = is_quoted != (text[length] == '"');
	return length;
}

/* The length of what the lines of a text have in common: "column tasks". */
static size_t
common_length(const char *text)
{
	size_t at = strcspn(text, " ");

	return text[at] == '\0' ? at : at + 1 + name_length(text + at + 1);
}

/* A line of a text as the whole fact that it stands for, from sqlite3_malloc. */
static char *
whole_fact(const char *text, const char *line)
{
	size_t common = line[0] == '.' ? common_length(text) : 0;

	return sqlite3_mprintf("%.*s%.*s", (int)common, text, (int)line_length(line), line);
}

static int
check_fact(const struct sqlgen_facts *facts, const char *fact,
	   int (*each)(void *context, const char *text), void *context)
{
	size_t at = lower_bound(facts, fact);

	if (at < facts->count && sqlgen_fact_compare(facts->items[at], fact) == 0)
		return SQLITE_OK;
	return tell_fact(facts, fact, each, context);
}

static int
check_facts(struct sqlgen_connection *connection, const struct sqlgen_facts *facts, const char *text,
	   int (*each)(void *context, const char *text), void *context)
{
	const char *line = text;
	int rc = SQLITE_OK;

	while (rc == SQLITE_OK && *line != '\0') {
		char *fact = whole_fact(text, line);

		if (fact == NULL)
			return sqlgen_fail(connection, SQLITE_NOMEM, "out of memory");
		rc = check_fact(facts, fact, each, context);
		sqlite3_free(fact);
		line += line_length(line);
		line += *line == '\n' ? 1 : 0;
	}
	return rc;
}

int
sqlgen_check_each(struct sqlgen_connection *connection, const struct sqlgen_schema *schema,
		  int (*each)(void *context, const char *text), void *context)
{
	struct sqlgen_facts facts = { NULL, 0, 0, { NULL } };
	size_t i;
	int rc;

	if (schema->fact_count == 0)
		return SQLITE_OK;
	rc = sqlgen_facts_collect(connection, &facts);
	for (i = 0; i < schema->fact_count && rc == SQLITE_OK; i++)
		rc = check_facts(connection, &facts, schema->facts[i], each, context);
	sqlgen_facts_finish(&facts);
	return rc;
}

/* The length keeps one text from passing for two. */
static void
add_sized(struct sqlgen_sha256 *sha, sqlite3_stmt *stmt, int column)
{
	const void *text = sqlite3_column_blob(stmt, column);
	int size = sqlite3_column_bytes(stmt, column);
	char length[16];

	sqlite3_snprintf((int)sizeof(length), length, "%d:", size);
	sqlgen_sha256_add(sha, length, strlen(length));
	if (size > 0)
		sqlgen_sha256_add(sha, text, (size_t)size);
}

int
sqlgen_schema_checksum(struct sqlgen_connection *connection, char checksum[SQLGEN_CHECKSUM_SIZE])
{
	static const char sql[] = "SELECT type, name, tbl_name, sql FROM main.sqlite_master"
				  " WHERE substr(name, 1, 7) <> 'sqlite_'"
				  " AND tbl_name <> '" SQLGEN_HISTORY_TABLE "' ORDER BY type, name";
	struct sqlgen_sha256 sha;
	sqlite3_stmt *stmt = NULL;
	int rc = sqlgen_prepare(connection, sql, &stmt), column;

	sqlgen_sha256_init(&sha);
	while (rc == SQLITE_OK) {
		rc = sqlite3_step(stmt);
		for (column = 0; rc == SQLITE_ROW && column < 4; column++)
			add_sized(&sha, stmt, column);
		if (rc == SQLITE_ROW)
			rc = SQLITE_OK;
		else if (rc != SQLITE_DONE)
			rc = sqlgen_fail_database(connection, rc);
	}
	sqlite3_finalize(stmt);
	if (rc != SQLITE_DONE)
		return rc;
	sqlgen_sha256_end(&sha, checksum, SQLGEN_CHECKSUM_SIZE - 1);
	return SQLITE_OK;
}

static int
fail_fact(void *context, const char *text)
{
	return sqlgen_fail(context, SQLITE_SCHEMA,
			   "the database is not what the program was built for: %s", text);
}

/* What is written alike means the same; only what is not is asked for its meaning. */
int
sqlgen_check(struct sqlgen_connection *connection, const struct sqlgen_schema *schema)
{
	char checksum[SQLGEN_CHECKSUM_SIZE];
	int rc;

	if (connection->handle == NULL)
		return sqlgen_fail(connection, SQLITE_MISUSE, "the database is not open");
	if (schema->checksum != NULL) {
		rc = sqlgen_schema_checksum(connection, checksum);
		if (rc != SQLITE_OK || strcmp(checksum, schema->checksum) == 0)
			return rc;
	}
	return sqlgen_check_each(connection, schema, fail_fact, connection);
}
