#include <string.h>

#include "private.h"

enum { SHOWN_SIZE = 96 };

/* What is known while the history is walked. */
struct comparison {
	struct sqlgen_connection *connection;
	const struct sqlgen_schema *schema;
	struct sqlgen_plan *plan;
	bool *is_applied;
	size_t expected;          /* ours that follows the last row's */
	bool has_unknown, is_newer;
	char unknown[SHOWN_SIZE]; /* the first row that is none of ours */
	bool is_gone;             /* and by its number comes before our last one */
	char newer[SHOWN_SIZE];   /* the first of those that this program cannot use */
};

bool
sqlgen_version_is_before(const char *a, const char *b)
{
	static const char digits[] = "0123456789";
	size_t a_length = strspn(a, digits), b_length = strspn(b, digits);

	if (a_length == 0 || b_length == 0 || a[a_length] != '\0' || b[b_length] != '\0')
		return false;
	a += strspn(a, "0");
	b += strspn(b, "0");
	a_length = strlen(a);
	b_length = strlen(b);
	return a_length != b_length ? a_length < b_length : strcmp(a, b) < 0;
}

/* "2 (add_users)", for messages. */
static void
show_applied(char shown[SHOWN_SIZE], const struct sqlgen_applied *applied)
{
	char version[32], name[56];

	sqlgen_show(version, sizeof(version), applied->version, strlen(applied->version));
	sqlgen_show(name, sizeof(name), applied->name, strlen(applied->name));
	sqlite3_snprintf(SHOWN_SIZE, shown, "%s (%s)", version, name);
}

static void
show_migration(char shown[SHOWN_SIZE], const struct sqlgen_migration *migration)
{
	sqlite3_snprintf(SHOWN_SIZE, shown, "%s (%s)", migration->version, migration->name);
}

/* Which of ours a row is; migration_count: none. */
static size_t
find_migration(const struct comparison *comparison, const char *version)
{
	const struct sqlgen_schema *schema = comparison->schema;
	size_t i = comparison->expected;

	if (i < schema->migration_count && strcmp(schema->migrations[i].version, version) == 0)
		return i;
	for (i = 0; i < schema->migration_count; i++)
		if (strcmp(schema->migrations[i].version, version) == 0)
			break;
	return i;
}

static int
stop_missing(const struct comparison *comparison, const char *known)
{
	comparison->plan->stop = SQLGEN_STOP_MISSING;
	return sqlgen_fail(comparison->connection, SQLITE_SCHEMA,
			   "migration %s was applied to this database, and before %s, but is not among the program's:"
			   " bring its file back",
			   comparison->unknown, known);
}

static int
stop_edited(const struct comparison *comparison, size_t i, const char *shown, const char *found)
{
	const struct sqlgen_migration *migration = &comparison->schema->migrations[i];

	comparison->plan->stop = SQLGEN_STOP_EDITED;
	comparison->plan->migration = i;
	return sqlgen_fail(comparison->connection, SQLITE_SCHEMA,
			   "migration %s was changed after it was applied: expected checksum %.12s, found %.12s;"
			   " restore its text, and put the change into a new migration",
			   shown, found, migration->checksum);
}

static bool
runs_again(const struct sqlgen_migration *migration)
{
	return (migration->flags & SQLGEN_REPEATABLE) != 0;
}

/* NULL: there is none. */
static const struct sqlgen_migration *
last_migration(const struct sqlgen_schema *schema)
{
	size_t count = schema->migration_count;

	while (count > 0 && runs_again(&schema->migrations[count - 1]))
		count--;
	return count > 0 ? &schema->migrations[count - 1] : NULL;
}

/* It is not the database that is newer: the file was deleted, or has another version now. */
static int
stop_gone(const struct comparison *comparison)
{
	char last[SHOWN_SIZE];

	show_migration(last, last_migration(comparison->schema));
	comparison->plan->stop = SQLGEN_STOP_MISSING;
	return sqlgen_fail(comparison->connection, SQLITE_SCHEMA,
			   "migration %s was applied to this database, but is not among the program's, whose last is"
			   " %s: bring its file back, under that version",
			   comparison->unknown, last);
}

/* A later program's, which says with which earlier ones it gets on. */
static void
note_unknown(struct comparison *comparison, const struct sqlgen_applied *applied, const char *shown)
{
	const struct sqlgen_migration *last = last_migration(comparison->schema);

	if (!comparison->has_unknown) {
		memcpy(comparison->unknown, shown, sizeof(comparison->unknown));
		comparison->is_gone =
			last != NULL && sqlgen_version_is_before(applied->version, last->version);
	}
	comparison->has_unknown = true;
	if (comparison->is_newer ||
	    (applied->compatible_with != NULL &&
	     find_migration(comparison, applied->compatible_with) < comparison->schema->migration_count))
		return;
	comparison->is_newer = true;
	memcpy(comparison->newer, shown, sizeof(comparison->newer));
}

/* One that runs again when it has changed, in no order with the others; others of the kind do no harm. */
static void
compare_repeatable(struct comparison *comparison, const struct sqlgen_applied *applied)
{
	size_t i = find_migration(comparison, applied->version);

	if (i < comparison->schema->migration_count)
		comparison->is_applied[i] =
			strcmp(comparison->schema->migrations[i].checksum, applied->checksum) == 0;
}

static int
compare_applied(void *context, const struct sqlgen_applied *applied)
{
	struct comparison *comparison = context;
	char shown[SHOWN_SIZE], checksum[32];
	size_t i;

	if (applied->is_repeatable) {
		compare_repeatable(comparison, applied);
		return SQLITE_OK;
	}
	i = find_migration(comparison, applied->version);
	show_applied(shown, applied);
	if (i == comparison->schema->migration_count) {
		note_unknown(comparison, applied, shown);
		return SQLITE_OK;
	}
	if (comparison->has_unknown)
		return stop_missing(comparison, shown);
	if (strcmp(comparison->schema->migrations[i].checksum, applied->checksum) != 0) {
		sqlgen_show(checksum, sizeof(checksum), applied->checksum,
			    strlen(applied->checksum));
		return stop_edited(comparison, i, shown, checksum);
	}
	comparison->is_applied[i] = true;
	comparison->expected = i + 1;
	return SQLITE_OK;
}

static int
stop_newer(const struct comparison *comparison)
{
	const struct sqlgen_migration *last = last_migration(comparison->schema);
	char shown[SHOWN_SIZE] = "none";

	if (last != NULL)
		show_migration(shown, last);
	comparison->plan->stop = SQLGEN_STOP_NEWER;
	return sqlgen_fail(comparison->connection, SQLITE_SCHEMA,
			   "the database is newer than this program: it has migration %s, the program's last is %s;"
			   " update the program",
			   comparison->is_newer ? comparison->newer : comparison->unknown, shown);
}

/* A database that is newer, but of use, stays as it is. */
static int
accept_newer(const struct comparison *comparison)
{
	const struct sqlgen_schema *schema = comparison->schema;
	bool has_all = true;
	size_t i;

	for (i = 0; i < schema->migration_count; i++)
		if (!comparison->is_applied[i] && !runs_again(&schema->migrations[i]))
			has_all = false;
	if (comparison->is_gone)
		return stop_gone(comparison);
	if (comparison->is_newer || !has_all)
		return stop_newer(comparison);
	comparison->plan->next = schema->migration_count;
	return SQLITE_OK;
}

/* The applied ones must be the first of ours. */
static int
check_order(const struct comparison *comparison)
{
	const struct sqlgen_schema *schema = comparison->schema;
	char missing[SHOWN_SIZE], later[SHOWN_SIZE];
	size_t i = 0, next;

	while (i < schema->migration_count && comparison->is_applied[i])
		i++;
	next = i;
	while (i < schema->migration_count &&
	       (!comparison->is_applied[i] || runs_again(&schema->migrations[i])))
		i++;
	comparison->plan->next = next;
	if (i == schema->migration_count)
		return SQLITE_OK;
	show_migration(missing, &schema->migrations[next]);
	show_migration(later, &schema->migrations[i]);
	comparison->plan->stop = SQLGEN_STOP_ORDER;
	comparison->plan->migration = next;
	return sqlgen_fail(comparison->connection, SQLITE_SCHEMA,
			   "migration %s is not applied, but %s, which comes after it, is:"
			   " give it a version after the last one",
			   missing, later);
}

int
sqlgen_plan_make(struct sqlgen_connection *connection, const struct sqlgen_schema *schema,
		 struct sqlgen_plan *plan)
{
	struct comparison comparison;
	int rc;

	memset(plan, 0, sizeof(*plan));
	memset(&comparison, 0, sizeof(comparison));
	comparison.connection = connection;
	comparison.schema = schema;
	comparison.plan = plan;
	comparison.is_applied = sqlite3_malloc64(schema->migration_count + 1);
	if (comparison.is_applied == NULL) {
		plan->stop = SQLGEN_STOP_DATABASE;
		return sqlgen_fail(connection, SQLITE_NOMEM, "out of memory");
	}
	memset(comparison.is_applied, 0, schema->migration_count + 1);
	rc = sqlgen_history(connection, compare_applied, &comparison);
	if (rc == SQLITE_OK)
		rc = comparison.has_unknown ? accept_newer(&comparison) : check_order(&comparison);
	if (rc != SQLITE_OK && plan->stop == SQLGEN_STOP_NONE)
		plan->stop = SQLGEN_STOP_DATABASE;
	sqlite3_free(comparison.is_applied);
	return rc;
}
