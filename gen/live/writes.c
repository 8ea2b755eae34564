#include "live/writes.h"

#include <string.h>

#include "base/arena.h"
#include "input/migrations.h"
#include "schema/application.h"
#include "schema/limit.h"
#include "schema/rows.h"
#include "sql/parse.h"
#include "sql/token.h"

enum { MILLION_STEPS = 100 };

/* A migration on the copy. */
struct writes_run {
	struct writes *writes;
	sqlite3 *handle;
	const char **sources; /* of the statement at hand */
	size_t source_count;
	struct arena *arena;
	struct diag *diag;
};

/* One statement, while SQLite prepares it. */
struct statement_seen {
	struct write *writes;
	size_t write_count;
	struct read {
		const char *name, *through; /* a view or a trigger; NULL: the statement itself */
	} *reads;
	size_t read_count;
	bool is_running; /* what modules do to their own tables is no one's statement */
	struct arena *arena;
};

static void
add_name(const char ***names, size_t *count, const char *name, struct arena *arena)
{
	size_t at = 0;

	while (at < *count && name_compare((*names)[at], name) < 0)
		at++;
	if (at < *count && name_compare((*names)[at], name) == 0)
		return;
	*names = arena_grow(arena, *names, *count, sizeof **names);
	memmove(*names + at + 1, *names + at, (*count - at) * sizeof **names);
	(*names)[at] = arena_string(arena, name);
	++*count;
}

static bool
is_internal(const char *table, const char *database)
{
	return sqlite3_strnicmp(table, "sqlite_", 7) == 0 || !database || strcmp(database, "main") != 0;
}

static struct write *
take_write(struct statement_seen *seen, enum write_kind kind, const char *table, const char *trigger)
{
	for (size_t i = 0; i < seen->write_count; i++) {
		struct write *write = &seen->writes[i];

		if (write->kind == kind && name_compare(write->table, table) == 0 &&
		    (write->trigger != NULL) == (trigger != NULL))
			return write;
	}
	seen->writes = arena_grow(seen->arena, seen->writes, seen->write_count, sizeof *seen->writes);
	seen->writes[seen->write_count] = (struct write){
		.kind = kind,
		.table = arena_string(seen->arena, table),
		.trigger = trigger ? arena_string(seen->arena, trigger) : NULL,
	};
	return &seen->writes[seen->write_count++];
}

static void
add_read(struct statement_seen *seen, const char *name, const char *through)
{
	seen->reads = arena_grow(seen->arena, seen->reads, seen->read_count, sizeof *seen->reads);
	seen->reads[seen->read_count++] = (struct read){
		arena_string(seen->arena, name),
		through ? arena_string(seen->arena, through) : NULL,
	};
}

/* Of a table without a column that is read SQLite does not say the database. */
static void
record(struct statement_seen *seen, int action, const char *first, const char *second, const char *database,
       const char *trigger)
{
	struct write *write;

	if (action != SQLITE_READ && action != SQLITE_INSERT && action != SQLITE_DELETE && action != SQLITE_UPDATE)
		return;
	if (is_internal(first, database || action != SQLITE_READ ? database : "main"))
		return;
	if (action == SQLITE_READ)
		add_read(seen, first, trigger);
	if (action == SQLITE_INSERT)
		take_write(seen, WRITE_INSERT, first, trigger);
	if (action == SQLITE_DELETE)
		take_write(seen, WRITE_DELETE, first, trigger);
	if (action != SQLITE_UPDATE)
		return;
	write = take_write(seen, WRITE_UPDATE, first, trigger);
	add_name(&write->columns, &write->column_count, second, seen->arena);
}

/* The runner's own guard has let it pass before. What ends a transaction does nothing. */
static int
authorize(void *context, int action, const char *first, const char *second, const char *database, const char *trigger)
{
	struct statement_seen *seen = context;

	switch (action) {
	case SQLITE_TRANSACTION:
		return SQLITE_IGNORE;
	case SQLITE_SAVEPOINT:
	case SQLITE_ATTACH:
	case SQLITE_DETACH:
		return SQLITE_DENY;
	case SQLITE_PRAGMA:
		return second ? SQLITE_IGNORE : SQLITE_OK;
	}
	if (!seen->is_running)
		record(seen, action, first, second, database, trigger);
	return SQLITE_OK;
}

static bool
is_same_names(const char *const *a, size_t a_count, const char *const *b, size_t b_count)
{
	if (a_count != b_count)
		return false;
	for (size_t i = 0; i < a_count; i++)
		if (name_compare(a[i], b[i]) != 0)
			return false;
	return true;
}

static bool
is_same(const struct write *a, const struct write *b)
{
	return a->kind == b->kind && name_compare(a->table, b->table) == 0 &&
	       (a->trigger ? b->trigger && strcmp(a->trigger, b->trigger) == 0 : !b->trigger) &&
	       is_same_names(a->columns, a->column_count, b->columns, b->column_count) &&
	       is_same_names(a->sources, a->source_count, b->sources, b->source_count);
}

static void
keep_write(struct writes *writes, const struct write *write, struct arena *arena)
{
	for (size_t i = 0; i < writes->count; i++) {
		if (!is_same(&writes->items[i], write))
			continue;
		writes->items[i].rows += write->rows;
		return;
	}
	writes->items = arena_grow(arena, writes->items, writes->count, sizeof *writes->items);
	writes->items[writes->count++] = *write;
}

static bool
is_there(sqlite3 *handle, const char *type, const char *name, struct diag *diag)
{
	struct rows rows;
	bool is_found;

	if (!rows_open(&rows, handle, diag, "SELECT 1 FROM main.sqlite_master WHERE type = %Q AND name = %Q COLLATE NOCASE",
		       type, name))
		return false;
	is_found = rows_next(&rows);
	return rows_close(&rows) && is_found;
}

/* The tables that it reads itself, or by a view; what triggers read is theirs. */
static void
find_sources(struct writes_run *run, const struct statement_seen *seen)
{
	run->sources = NULL;
	run->source_count = 0;
	for (size_t i = 0; i < seen->read_count; i++) {
		const struct read *read = &seen->reads[i];

		if ((!read->through || !is_there(run->handle, "trigger", read->through, run->diag)) &&
		    is_there(run->handle, "table", read->name, run->diag))
			add_name(&run->sources, &run->source_count, read->name, run->arena);
	}
}

static void
keep_seen(struct writes_run *run, const struct statement_seen *seen, int64_t changes, size_t offset)
{
	find_sources(run, seen);
	for (size_t i = 0; i < seen->write_count; i++) {
		struct write write = seen->writes[i];

		for (size_t j = 0; j < run->source_count && !write.trigger; j++)
			if (name_compare(run->sources[j], write.table) != 0)
				add_name(&write.sources, &write.source_count, run->sources[j], run->arena);
		write.offset = offset;
		if (write.kind == WRITE_INSERT && run->source_count == 0 && !write.trigger)
			write.rows = changes;
		keep_write(run->writes, &write, run->arena);
	}
}

/* CREATE TABLE … AS SELECT: the rows that it begins with. */
static bool
makes_rows(const char **table, const char *text, size_t length, struct arena *arena)
{
	struct parsed_table parsed;

	if (!parse_create_table(&parsed, text, length, arena) || parsed.column_count > 0)
		return false;
	*table = parsed.name;
	return true;
}

/* Does the statement move rows, whatever else it may hold? */
static bool
writes_rows(const char *text, size_t length)
{
	static const char *const words[] = { "INSERT", "REPLACE", "UPDATE", "DELETE", "WITH" };
	struct token_reader reader;

	token_reader_init(&reader, text, length);
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (token_is(&reader.token, words[i]))
			return true;
	return false;
}

static bool
run_statement(struct writes_run *run, const char *text, size_t length, size_t offset)
{
	struct statement_seen seen = { .arena = run->arena };
	sqlite3_stmt *stmt = NULL;
	const char *table;
	int rc;

	sqlite3_set_authorizer(run->handle, authorize, &seen);
	rc = sqlite3_prepare_v2(run->handle, text, (int)length, &stmt, NULL);
	seen.is_running = true;
	if (rc == SQLITE_OK && stmt)
		do
			rc = sqlite3_step(stmt);
		while (rc == SQLITE_ROW);
	sqlite3_finalize(stmt);
	sqlite3_set_authorizer(run->handle, NULL, NULL);
	if (rc != SQLITE_OK && rc != SQLITE_DONE)
		return false;
	if (makes_rows(&table, text, length, run->arena)) {
		take_write(&seen, WRITE_INSERT, table, NULL);
		keep_seen(run, &seen, 0, offset);
	} else if (writes_rows(text, length)) {
		keep_seen(run, &seen, sqlite3_changes64(run->handle), offset);
	}
	return true;
}

/* A statement that does not run here, as one that the runner passes over, ends nothing. */
static void
run_statements(struct writes_run *run, const struct migration *migration)
{
	for (size_t at = 0, length;
	     (length = statement_next(migration->text, migration->size, &at)) > 0; at += length)
		if (!run_statement(run, migration->text + at, length, at) &&
		    writes_rows(migration->text + at, length))
			run->writes->is_incomplete = true;
}

static bool
has_writes(const struct migration *migration, struct arena *arena)
{
	const char *table;

	for (size_t at = 0, length;
	     (length = statement_next(migration->text, migration->size, &at)) > 0; at += length)
		if (writes_rows(migration->text + at, length) ||
		    makes_rows(&table, migration->text + at, length, arena))
			return true;
	return false;
}

/* Of a database in which nothing was made there is no image. */
static bool
copy(sqlite3 **to, sqlite3 *from)
{
	sqlite3_int64 size = 0;
	unsigned char *image = sqlite3_serialize(from, "main", &size, 0);

	*to = NULL;
	if (!image && size > 0)
		return false;
	if (sqlite3_open(":memory:", to) != SQLITE_OK) {
		sqlite3_free(image);
		return false;
	}
	return !image || sqlite3_deserialize(*to, "main", image, size, size,
					     SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_RESIZEABLE) == SQLITE_OK;
}

void
writes_read(struct writes *writes, sqlite3 *handle, const struct migrations *migrations, size_t index,
	    struct arena *arena, struct diag *diag)
{
	const struct migration *migration = &migrations->items[index];
	struct writes_run run = { .writes = writes, .arena = arena, .diag = diag };
	struct limit limit;

	*writes = (struct writes){ .items = NULL };
	if (!has_writes(migration, arena))
		return;
	writes->is_incomplete = true;
	if (copy(&run.handle, handle) &&
	    application_register(run.handle, migrations->declarations, migrations->declaration_count, arena, diag)) {
		writes->is_incomplete = false;
		limit_set(&limit, run.handle, MILLION_STEPS);
		run_statements(&run, migration);
		limit_lift(run.handle);
	}
	sqlite3_close(run.handle);
}
