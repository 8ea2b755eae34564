#include <string.h>

#include "private.h"

enum { ID_SIZE = 96 };

/* What a tool's rows say of our migrations. */
struct adopted_rows {
	const struct sqlgen_schema *schema;
	const struct sqlgen_tool *tool;
	bool *is_applied;
	size_t expected; /* ours that follows the last row's */
	size_t row_count, unknown_count;
	char unknown[ID_SIZE]; /* the first row that is none of ours */
	bool is_beyond;        /* it stands for one behind our last */
	char fault[ID_SIZE];   /* the first row that is at fault; "": none */
	size_t edited;         /* the first of ours with another checksum; migration_count: none */
};

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static const char *
skip_zeros(const char *c)
{
	while (c[0] == '0' && is_digit(c[1]))
		c++;
	return c;
}

/*
 * Passes over a version at the start of id: numbers without regard to zeros before them. NULL: it is
 * another. '@' begins the tag that sqitch puts behind a change that it has twice.
 */
static const char *
pass_version(const char *id, const char *version)
{
	bool is_inside = false; /* a number */

	while (*version != '\0' && *version != '@') {
		if (!is_inside) {
			id = skip_zeros(id);
			version = skip_zeros(version);
		}
		if (*id != *version && !(*id == '_' && *version == '.'))
			return NULL;
		is_inside = is_digit(*version);
		id++;
		version++;
	}
	return id;
}

/* Is a row of this id our migration? An id is a version, or the name of its file. */
static bool
is_id_of(const char *id, const struct sqlgen_migration *migration)
{
	const char *rest = pass_version(id, migration->version);
	size_t length = strlen(migration->name);

	if (rest == NULL)
		return false;
	if (*rest != '\0' && strchr("_-", *rest) != NULL) {
		rest += strspn(rest, "_-");
		if (strncmp(rest, migration->name, length) != 0)
			return false;
		rest += length;
	}
	return *rest == '\0' || (*rest == '.' && !is_digit(rest[1]));
}

static bool
is_row_of(const struct adopted_rows *rows, const struct sqlgen_tool_row *row, size_t i)
{
	const struct sqlgen_migration *migration = &rows->schema->migrations[i];

	if (rows->is_applied[i])
		return false;
	if (rows->tool->is_named_by_checksum)
		return sqlgen_tool_checksum_is(rows->tool->checksum, row->checksum, migration);
	return is_id_of(row->id, migration);
}

/* Which of ours a row is; migration_count: none. */
static size_t
find_row_migration(const struct adopted_rows *rows, const struct sqlgen_tool_row *row)
{
	size_t count = rows->schema->migration_count, i = rows->expected;

	if (i < count && is_row_of(rows, row, i))
		return i;
	for (i = 0; i < count; i++)
		if (is_row_of(rows, row, i))
			break;
	return i;
}

/* Of two numbers. */
static bool
is_greater(const char *a, const char *b)
{
	size_t a_length, b_length;

	a = skip_zeros(a);
	b = skip_zeros(b);
	a_length = strspn(a, "0123456789");
	b_length = strspn(b, "0123456789");
	return a_length != b_length ? a_length > b_length : strncmp(a, b, a_length) > 0;
}

static int
compare_row(void *context, const struct sqlgen_tool_row *row)
{
	struct adopted_rows *rows = context;
	const struct sqlgen_schema *schema = rows->schema;
	size_t i, first;

	rows->row_count++;
	if (row->is_at_fault) {
		if (rows->fault[0] == '\0')
			sqlgen_show(rows->fault, ID_SIZE, row->id, strlen(row->id));
		return SQLITE_OK;
	}
	i = find_row_migration(rows, row);
	if (i == schema->migration_count) {
		if (rows->unknown_count++ == 0)
			sqlgen_show(rows->unknown, ID_SIZE, row->id, strlen(row->id));
		rows->is_beyond = row->is_up_to && is_greater(row->id, schema->migrations[i - 1].version);
		return SQLITE_OK;
	}
	for (first = row->is_up_to ? 0 : i; first <= i; first++)
		rows->is_applied[first] = true;
	rows->expected = i + 1;
	if (row->checksum != NULL && i < rows->edited &&
	    !sqlgen_tool_checksum_is(rows->tool->checksum, row->checksum, &schema->migrations[i]))
		rows->edited = i;
	return SQLITE_OK;
}

static int
fail_unknown(const struct adopted_rows *rows, struct sqlgen_connection *connection,
	     struct sqlgen_adoption *adoption)
{
	const struct sqlgen_schema *schema = rows->schema;
	size_t versions = schema->migration_count;
	bool is_newer;

	while (versions > 0 && (schema->migrations[versions - 1].flags & SQLGEN_REPEATABLE) != 0)
		versions--;
	is_newer = rows->is_beyond || adoption->count == versions;
	if (rows->tool->is_named_by_checksum && !is_newer)
		return sqlgen_fail(connection, SQLITE_SCHEMA,
				   "%s has applied a migration whose hash, '%s', none of the program's has:"
				   " restore its text, or bring its file back",
				   adoption->tool, rows->unknown);
	if (is_newer)
		adoption->stop = SQLGEN_STOP_NEWER;
	return sqlgen_fail(connection, SQLITE_SCHEMA,
			   "%s has applied '%s', which is not among the program's migrations: %s",
			   adoption->tool, rows->unknown,
			   is_newer ? "update the program" : "bring its file back");
}

static int
fail_order(const struct adopted_rows *rows, struct sqlgen_connection *connection, size_t missing,
	   size_t later, const char *tool)
{
	const struct sqlgen_migration *migrations = rows->schema->migrations;

	return sqlgen_fail(connection, SQLITE_SCHEMA,
			   "%s has not applied migration %s (%s), but %s (%s), which comes after it:"
			   " let it apply that first",
			   tool, migrations[missing].version, migrations[missing].name,
			   migrations[later].version, migrations[later].name);
}

static int
fail_edited(const struct adopted_rows *rows, struct sqlgen_connection *connection, const char *tool)
{
	const struct sqlgen_migration *migration = &rows->schema->migrations[rows->edited];

	return sqlgen_fail(connection, SQLITE_SCHEMA,
			   "migration %s (%s) was changed after %s had applied it: the checksums differ;"
			   " restore its text, and put the change into a new migration",
			   migration->version, migration->name, tool);
}

/* The applied ones must be ours, the first of them, and as they are. */
static int
judge(const struct adopted_rows *rows, struct sqlgen_connection *connection,
      struct sqlgen_adoption *adoption)
{
	size_t count = rows->schema->migration_count, last = count, next = 0;

	while (next < count && rows->is_applied[next])
		next++;
	while (last > 0 && !rows->is_applied[last - 1])
		last--;
	adoption->count = next;
	adoption->stop = SQLGEN_STOP_ADOPTION;
	if (rows->fault[0] != '\0')
		return sqlgen_fail(connection, SQLITE_SCHEMA, "%s: migration '%s' %s: %s",
				   adoption->tool, rows->fault, rows->tool->fault, rows->tool->remedy);
	if (rows->unknown_count > 0)
		return fail_unknown(rows, connection, adoption);
	if (next < last)
		return fail_order(rows, connection, next, last - 1, adoption->tool);
	if (rows->edited < count)
		return fail_edited(rows, connection, adoption->tool);
	adoption->stop = SQLGEN_STOP_NONE;
	return SQLITE_OK;
}

/* Compares the rows of one owner. */
static int
compare_rows(struct adopted_rows *rows, struct sqlgen_connection *source, const char *owner)
{
	bool *is_applied = rows->is_applied;
	const struct sqlgen_schema *schema = rows->schema;
	const struct sqlgen_tool *tool = rows->tool;

	memset(rows, 0, sizeof(*rows));
	memset(is_applied, 0, schema->migration_count + 1);
	rows->schema = schema;
	rows->tool = tool;
	rows->is_applied = is_applied;
	rows->edited = schema->migration_count;
	return sqlgen_tool_read(tool, source, owner, compare_row, rows);
}

/* Keeps the owner of the most rows that are all ours. */
struct choice {
	size_t most;
	bool has_one, is_tied;
	size_t owners;
};

static void
consider_owner(struct choice *choice, const struct adopted_rows *rows, const char *owner,
	       struct sqlgen_adoption *adoption)
{
	bool is_ours = rows->unknown_count == 0;

	choice->owners++;
	if (choice->has_one && is_ours && rows->row_count == choice->most)
		choice->is_tied = true;
	if (choice->owners > 1 &&
	    (!is_ours || (choice->has_one && rows->row_count <= choice->most)))
		return;
	if (is_ours) {
		choice->has_one = true;
		choice->is_tied = false;
		choice->most = rows->row_count;
	}
	sqlite3_snprintf((int)sizeof(adoption->tool), adoption->tool, "%s:%.40s",
			 rows->tool->name, owner);
}

/* Some tools migrate a database for several: sets adoption->tool to "django:blog". */
static int
choose_owner(struct adopted_rows *rows, struct sqlgen_connection *source,
	     struct sqlgen_adoption *adoption)
{
	struct choice choice = { 0, false, false, 0 };
	sqlite3_stmt *stmt = NULL;
	int rc = sqlgen_prepare(source, rows->tool->owners, &stmt);

	while (rc == SQLITE_OK && (rc = sqlite3_step(stmt)) == SQLITE_ROW) {
		const char *owner = (const char *)sqlite3_column_text(stmt, 0);

		rc = owner != NULL ? compare_rows(rows, source, owner) : SQLITE_NOMEM;
		if (rc == SQLITE_OK)
			consider_owner(&choice, rows, owner, adoption);
	}
	sqlite3_finalize(stmt);
	if (rc != SQLITE_DONE)
		return rc;
	if (choice.owners > 1 && (!choice.has_one || choice.is_tied))
		return sqlgen_fail(source, SQLITE_SCHEMA,
				   "%s has migrated this database for several, none of which has the program's"
				   " migrations alone: say whose to adopt, as '%s'",
				   rows->tool->name, adoption->tool);
	return SQLITE_OK;
}

static int
fail_without_history(struct sqlgen_connection *connection, const char *asked)
{
	return sqlgen_fail(connection, SQLITE_SCHEMA,
			   "expected the history of '%.40s' in this database, found none", asked);
}

/* What the tool has applied, its rows compared with ours and its schema with theirs. */
static int
look_at(const struct sqlgen_tool *tool, struct sqlgen_connection *connection,
	struct sqlgen_connection *source, const struct sqlgen_schema *schema,
	const struct sqlgen_options *options, struct sqlgen_adoption *adoption)
{
	const char *asked = options->adopt;
	struct adopted_rows rows;
	const char *owner;
	int rc = SQLITE_OK;

	memset(&rows, 0, sizeof(rows));
	rows.schema = schema;
	rows.tool = tool;
	rows.is_applied = sqlite3_malloc64(schema->migration_count + 1);
	if (rows.is_applied == NULL)
		return sqlgen_fail(connection, SQLITE_NOMEM, "out of memory");
	sqlite3_snprintf((int)sizeof(adoption->tool), adoption->tool, "%s",
			 asked != NULL ? asked : tool->name);
	if (tool->owners != NULL && strchr(adoption->tool, ':') == NULL)
		rc = choose_owner(&rows, source, adoption);
	owner = strchr(adoption->tool, ':');
	if (rc == SQLITE_OK)
		rc = compare_rows(&rows, source, owner != NULL ? owner + 1 : "");
	if (rc != SQLITE_OK)
		sqlgen_fail(connection, rc, "%s",
			    source->message[0] != '\0' ? source->message : sqlite3_errstr(rc));
	else if (asked != NULL && owner != NULL && rows.row_count == 0)
		rc = fail_without_history(connection, asked);
	else
		rc = judge(&rows, connection, adoption);
	sqlite3_free(rows.is_applied);
	if (rc == SQLITE_OK && adoption->count > 0)
		rc = sqlgen_adopt_compare(connection, schema, adoption->count, options,
					  adoption->tool);
	return rc;
}

/* Is this tool's history to be looked for at all? */
static bool
is_wanted(const struct sqlgen_tool *tool, const struct sqlgen_schema *schema, const char *asked)
{
	if (asked != NULL)
		return sqlgen_tool_is(tool, asked);
	return tool->convention == NULL ||
	       (schema->convention != NULL && strcmp(tool->convention, schema->convention) == 0);
}

/* Finds the one tool that has left a history; *tool is NULL if there is none. source is open then. */
static int
find_tool(struct sqlgen_connection *connection, const struct sqlgen_schema *schema, const char *asked,
	  const struct sqlgen_tool **tool, struct sqlgen_connection *source)
{
	const struct sqlgen_tool *each;
	struct sqlgen_connection other;
	size_t i;
	bool is_there, is_known = asked == NULL;
	int rc = SQLITE_OK;

	*tool = NULL;
	for (i = 0; rc == SQLITE_OK && (each = sqlgen_tool_at(i)) != NULL; i++) {
		if (!is_wanted(each, schema, asked))
			continue;
		is_known = true;
		if (*tool != NULL && (*tool)->table != NULL && each->table != NULL &&
		    strcmp((*tool)->table, each->table) == 0)
			continue;
		rc = sqlgen_tool_open(each, connection, &other, &is_there);
		if (rc != SQLITE_OK || !is_there)
			continue;
		if (*tool != NULL) {
			sqlgen_tool_close(each, &other);
			rc = sqlgen_fail(connection, SQLITE_SCHEMA,
					 "both %s and %s have migrated this database: say which to adopt,"
					 " by '--adopt' or options.adopt",
					 (*tool)->name, each->name);
			continue;
		}
		*tool = each;
		*source = other;
	}
	if (rc == SQLITE_OK && !is_known)
		rc = sqlgen_fail(connection, SQLITE_SCHEMA,
				 "expected a tool whose history can be adopted, found '%.40s'", asked);
	else if (rc == SQLITE_OK && *tool == NULL && asked != NULL)
		rc = fail_without_history(connection, asked);
	if (rc != SQLITE_OK && *tool != NULL)
		sqlgen_tool_close(*tool, source);
	return rc;
}

int
sqlgen_adopt_may(struct sqlgen_connection *connection, const struct sqlgen_options *options,
		 bool *may_adopt)
{
	int64_t tables = 0;
	bool exists;
	int rc = sqlgen_history_exists(connection, &exists);

	*may_adopt = false;
	if (rc != SQLITE_OK || exists ||
	    (options->adopt != NULL && strcmp(options->adopt, "none") == 0))
		return rc;
	rc = sqlgen_query_int64(connection,
				"SELECT count(*) FROM main.sqlite_master WHERE type = 'table'", &tables);
	*may_adopt = tables > 0;
	return rc;
}

int
sqlgen_adopt_look(struct sqlgen_connection *connection, const struct sqlgen_schema *schema,
		  const struct sqlgen_options *options, struct sqlgen_adoption *adoption)
{
	const struct sqlgen_tool *tool = NULL;
	struct sqlgen_connection source;
	bool may_adopt;
	int rc;

	memset(adoption, 0, sizeof(*adoption));
	rc = sqlgen_adopt_may(connection, options, &may_adopt);
	if (rc == SQLITE_OK && (!may_adopt || schema->migration_count == 0))
		return rc;
	if (rc == SQLITE_OK)
		rc = find_tool(connection, schema, options->adopt, &tool, &source);
	if (rc == SQLITE_OK && tool != NULL) {
		rc = look_at(tool, connection, &source, schema, options, adoption);
		sqlgen_tool_close(tool, &source);
	}
	if (rc != SQLITE_OK && adoption->stop == SQLGEN_STOP_NONE)
		adoption->stop = sqlgen_is_of_database(rc) ? SQLGEN_STOP_DATABASE :
							     SQLGEN_STOP_ADOPTION;
	return rc;
}

int
sqlgen_adopt(struct sqlgen_connection *connection, const struct sqlgen_schema *schema,
	     const struct sqlgen_options *options, struct sqlgen_adoption *adoption)
{
	size_t i;
	int rc = sqlgen_adopt_look(connection, schema, options, adoption);

	if (rc != SQLITE_OK || adoption->count == 0)
		return rc;
	for (i = 0; i < adoption->count && rc == SQLITE_OK; i++)
		rc = sqlgen_history_add(connection, &schema->migrations[i], 0, i > 0);
	if (rc == SQLITE_OK)
		rc = sqlgen_history_adopted(connection, adoption->tool);
	if (rc != SQLITE_OK)
		adoption->stop = SQLGEN_STOP_DATABASE;
	return rc;
}

int
sqlgen_adoption_read(struct sqlgen_connection *connection, const struct sqlgen_schema *schema,
		     const struct sqlgen_options *options, struct sqlgen_adoption *adoption)
{
	struct sqlgen_options defaults = sqlgen_options_default();

	memset(adoption, 0, sizeof(*adoption));
	if (connection->handle == NULL) {
		adoption->stop = SQLGEN_STOP_DATABASE;
		return sqlgen_fail(connection, SQLITE_MISUSE, "the database is not open");
	}
	return sqlgen_adopt_look(connection, schema, options != NULL ? options : &defaults, adoption);
}
