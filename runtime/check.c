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
	size_t at = strncmp(fact, "foreign key ", 12) == 0 ? 12 : strcspn(fact, " ") + 1;

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

int
sqlgen_check_each(struct sqlgen_connection *connection, const struct sqlgen_schema *schema,
		  int (*each)(void *context, const char *text), void *context)
{
	struct sqlgen_facts facts = { NULL, 0, 0, { NULL } };
	size_t i, at;
	int rc;

	if (connection->handle == NULL)
		return sqlgen_fail(connection, SQLITE_MISUSE, "the database is not open");
	if (schema->fact_count == 0)
		return SQLITE_OK;
	rc = sqlgen_facts_collect(connection, &facts);
	for (i = 0; i < schema->fact_count && rc == SQLITE_OK; i++) {
		at = lower_bound(&facts, schema->facts[i]);
		if (at == facts.count ||
		    sqlgen_fact_compare(facts.items[at], schema->facts[i]) != 0)
			rc = tell_fact(&facts, schema->facts[i], each, context);
	}
	sqlgen_facts_finish(&facts);
	return rc;
}

static int
fail_fact(void *context, const char *text)
{
	return sqlgen_fail(context, SQLITE_SCHEMA,
			   "the database is not what the program was built for: %s", text);
}

int
sqlgen_check(struct sqlgen_connection *connection, const struct sqlgen_schema *schema)
{
	return sqlgen_check_each(connection, schema, fail_fact, connection);
}
