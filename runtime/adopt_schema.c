#include <string.h>

#include "private.h"

enum { DIFFERENCES_SHOWN = 3, DIFFERENCE_SIZE = 100 };

/* The first differences, and how many there are. */
struct differences {
	char shown[DIFFERENCES_SHOWN][DIFFERENCE_SIZE];
	size_t count;
};

static int
add_difference(void *context, const char *text)
{
	struct differences *differences = context;

	if (differences->count < DIFFERENCES_SHOWN)
		sqlgen_show(differences->shown[differences->count], DIFFERENCE_SIZE, text,
			    strlen(text));
	differences->count++;
	return SQLITE_OK;
}

/* Without their hooks, which move data that is not there. */
static int
migrate_memory(struct sqlgen_connection *memory, const struct sqlgen_schema *schema, size_t count)
{
	struct sqlgen_options plain = sqlgen_options_default();
	struct sqlgen_migration *items = sqlite3_malloc64(count * sizeof(*items));
	struct sqlgen_schema first;
	size_t i;
	int rc;

	if (items == NULL)
		return sqlgen_fail(memory, SQLITE_NOMEM, "out of memory");
	memset(&first, 0, sizeof(first));
	memcpy(items, schema->migrations, count * sizeof(*items));
	for (i = 0; i < count; i++)
		items[i].hook = NULL;
	first.migrations = items;
	first.migration_count = count;
	rc = sqlgen_migrate(memory, &first, &plain, NULL);
	sqlite3_free(items);
	return rc;
}

/* Runs the first count migrations in memory, and collects what they make. */
static int
collect_expected(struct sqlgen_connection *memory, const struct sqlgen_schema *schema, size_t count,
		 const struct sqlgen_options *options, struct sqlgen_facts *facts)
{
	int rc;

	rc = sqlite3_open_v2(":memory:", &memory->handle,
			     SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL);
	if (rc == SQLITE_OK && options->on_open != NULL)
		rc = options->on_open(memory->handle, options->context);
	if (rc != SQLITE_OK)
		return sqlgen_fail_database(memory, rc);
	rc = migrate_memory(memory, schema, count);
	return rc == SQLITE_OK ? sqlgen_facts_collect(memory, facts) : rc;
}

static int
fail_different(struct sqlgen_connection *connection, const char *tool,
	       const struct differences *differences)
{
	char more[40] = "";
	size_t shown = differences->count;

	if (shown > DIFFERENCES_SHOWN) {
		sqlite3_snprintf((int)sizeof(more), more, "; and %llu more",
				 (unsigned long long)(shown - DIFFERENCES_SHOWN));
		shown = DIFFERENCES_SHOWN;
	}
	return sqlgen_fail(connection, SQLITE_SCHEMA,
			   "the schema is not what the migrations make that %s has applied: %s%s%s%s%s%s;"
			   " alter the database or the files until it is",
			   tool, differences->shown[0], shown > 1 ? "; " : "",
			   shown > 1 ? differences->shown[1] : "", shown > 2 ? "; " : "",
			   shown > 2 ? differences->shown[2] : "", more);
}

int
sqlgen_adopt_compare(struct sqlgen_connection *connection, const struct sqlgen_schema *schema,
		     size_t count, const struct sqlgen_options *options, const char *tool)
{
	struct sqlgen_facts facts = { NULL, 0, 0, { NULL } };
	struct sqlgen_connection memory;
	struct differences differences;
	struct sqlgen_schema expected;
	int rc;

	memset(&memory, 0, sizeof(memory));
	memset(&differences, 0, sizeof(differences));
	memset(&expected, 0, sizeof(expected));
	rc = collect_expected(&memory, schema, count, options, &facts);
	if (rc != SQLITE_OK) {
		sqlgen_fail(connection, rc,
			    "what %s has applied cannot be run in memory to compare the schema: %s", tool,
			    memory.message);
	} else {
		expected.facts = (const char *const *)facts.items;
		expected.fact_count = facts.count;
		rc = sqlgen_check_each(connection, &expected, add_difference, &differences);
	}
	if (rc == SQLITE_OK && differences.count > 0)
		rc = fail_different(connection, tool, &differences);
	sqlgen_facts_finish(&facts);
	sqlite3_close(memory.handle);
	return rc;
}
