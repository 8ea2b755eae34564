#include "schema/probe.h"

#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "schema/dump_names.h"

enum { VALUE_SIZE_MAX = 64 * 1024 * 1024 };

bool
probe_open(struct probe *probe, struct diag *diag)
{
	struct probe result = { .handle = NULL };
	if (sqlite3_open(":memory:", &result.handle) != SQLITE_OK) {
		diag_error(diag, (struct place){ .path = NULL },
			   "cannot open a database in memory: %s", sqlite3_errmsg(result.handle));
		probe_finish(&result);
		return false;
	}
	sqlite3_limit(result.handle, SQLITE_LIMIT_LENGTH, VALUE_SIZE_MAX);
	*probe = result;
	return true;
}

void
probe_finish(struct probe *probe)
{
	sqlite3_close(probe->handle);
	*probe = (struct probe){ .handle = NULL };
}

/* The line break ends a comment that the text may end with. */
static bool
insert(const struct probe *probe, enum affinity affinity, const char *open, const char *text,
       size_t length, const char *close)
{
	char *sql = sqlite3_mprintf("DROP TABLE IF EXISTS probe;"
				    "CREATE TABLE probe(value %s DEFAULT %s%.*s\n%s);"
				    "INSERT INTO probe DEFAULT VALUES",
				    affinity_name(affinity), open, (int)length, text, close);
	bool is_stored =
		sql != NULL && sqlite3_exec(probe->handle, sql, NULL, NULL, NULL) == SQLITE_OK;
	sqlite3_free(sql);
	return is_stored;
}

static struct stored_value
read_value(sqlite3_stmt *stmt, struct arena *arena)
{
	struct stored_value value = { .type = sqlite3_column_type(stmt, 0) };
	const void *data = NULL;
	switch (value.type) {
	case SQLITE_INTEGER:
		value.integer = sqlite3_column_int64(stmt, 0);
		break;
	case SQLITE_FLOAT:
		value.real = sqlite3_column_double(stmt, 0);
		break;
	case SQLITE_TEXT:
		data = sqlite3_column_text(stmt, 0);
		break;
	case SQLITE_BLOB:
		data = sqlite3_column_blob(stmt, 0);
		break;
	}
	if (value.type == SQLITE_TEXT || value.type == SQLITE_BLOB) {
		value.size = (size_t)sqlite3_column_bytes(stmt, 0);
		value.data = arena_copy(arena, data == NULL ? "" : data, value.size);
	}
	return value;
}

struct answer {
	bool is_known;
	struct stored_value value;
};

static struct answer
find_out(const struct probe *probe, enum affinity affinity, const char *text, size_t length,
	 struct arena *arena)
{
	struct answer answer = { .is_known = false };
	sqlite3_stmt *stmt = NULL;
	/* Without parentheses 'a' NOT NULL would be two things, with them a bare name is refused.
	 */
	if (!insert(probe, affinity, "(", text, length, ")") &&
	    !insert(probe, affinity, "", text, length, ""))
		return answer;
	answer.is_known = sqlite3_prepare_v2(probe->handle, "SELECT value FROM probe", -1, &stmt,
					     NULL) == SQLITE_OK &&
			  sqlite3_step(stmt) == SQLITE_ROW;
	if (answer.is_known)
		answer.value = read_value(stmt, arena);
	sqlite3_finalize(stmt);
	return answer;
}

bool
probe_default(struct stored_value *value, struct probe *probe, enum affinity affinity,
	      const char *text, size_t length, struct arena *arena)
{
	const char *key =
		arena_format(arena, "%s %.*s", affinity_name(affinity), (int)length, text);
	const struct answer *known = map_get(&probe->answers, key, strlen(key));
	if (known == NULL) {
		struct answer *answer = arena_alloc(arena, sizeof *answer);
		*answer = find_out(probe, affinity, text, length, arena);
		map_set(&probe->answers, key, strlen(key), answer, arena);
		known = answer;
	}
	if (known->is_known)
		*value = known->value;
	return known->is_known;
}

bool
stored_value_equals(const struct stored_value *a, const struct stored_value *b)
{
	if (a->type != b->type)
		return false;
	switch (a->type) {
	case SQLITE_INTEGER:
		return a->integer == b->integer;
	case SQLITE_FLOAT:
		return a->real >= b->real && a->real <= b->real;
	case SQLITE_TEXT:
	case SQLITE_BLOB:
		return a->size == b->size && memcmp(a->data, b->data, a->size) == 0;
	}
	return true;
}
