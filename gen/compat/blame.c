#include "compat/blame.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "compat/program.h"
#include "input/migrations.h"
#include "schema/limit.h"
#include "sql/token.h"
#include "sqlgen.h"

enum { MILLION_STEPS = 100 };

/* The facts of a schema as it is for now. */
struct facts {
	const char **items;
	size_t count;
	struct arena *arena;
};

static int
take_fact(void *context, const char *fact)
{
	struct facts *facts = context;

	facts->items = arena_grow(facts->arena, facts->items, facts->count, sizeof *facts->items);
	facts->items[facts->count++] = arena_string(facts->arena, fact);
	return SQLITE_OK;
}

static bool
is_concerned(const struct reliance *item, size_t version)
{
	return item->broken == version && item->kind != RELIANCE_RESULT;
}

/* What a statement left behind: why each does not hold, NULL where it does. */
struct faults {
	const char **messages;
	struct arena *arena; /* of the messages */
};

/* Looks at each that the migration breaks. The statement after which the last fault is there is to
 * blame. */
static void
look(struct reliances *list, struct faults *faults, size_t version, sqlite3 *handle,
     struct place place, struct arena *passing)
{
	struct sqlgen_connection connection = { .handle = handle };
	struct facts facts = { .arena = passing };
	struct ground ground = { .handle = handle };

	sqlgen_schema_facts(&connection, take_fact, &facts);
	sqlgen_close(&connection);
	ground.facts = facts.items;
	ground.fact_count = facts.count;
	for (size_t i = 0; i < list->count; i++) {
		const char *before = faults->messages[i], *now;

		if (!is_concerned(&list->items[i], version))
			continue;
		now = reliance_fault(&list->items[i], &ground, passing);
		if (now && (!before || strcmp(before, now) != 0)) {
			list->items[i].broken_at = place;
			now = arena_string(faults->arena, now);
		} else if (now) {
			now = before;
		}
		faults->messages[i] = now;
	}
}

static void
run(sqlite3 *handle, const char *sql, size_t length, struct arena *passing)
{
	struct limit limit;

	limit_set(&limit, handle, MILLION_STEPS);
	sqlite3_exec(handle, arena_copy(passing, sql, length), NULL, NULL, NULL);
	limit_lift(handle);
}

static void
run_each(struct reliances *list, struct faults *faults, size_t version, sqlite3 *handle,
	 const struct program_source *source)
{
	const struct migration *migration = &source->migrations->items[version - 1];
	struct arena passing = { 0 };

	for (size_t at = 0, length;
	     (length = statement_next(migration->text, migration->size, &at)) > 0; at += length) {
		arena_reset(&passing);
		run(handle, migration->text + at, length, &passing);
		look(list, faults, version, handle, migration_place(migration, at, source->diag),
		     &passing);
	}
	arena_finish(&passing);
}

void
blame_statements(struct reliances *list, size_t version, const struct program_source *source)
{
	struct arena passing = { 0 };
	struct faults faults = { arena_alloc(&passing, (list->count + 1) * sizeof(char *)),
				 &passing };
	bool is_any = false;
	struct program before;

	for (size_t i = 0; i < list->count; i++) {
		is_any = is_any || is_concerned(&list->items[i], version);
		if (list->items[i].broken == version)
			list->items[i].broken_at = migration_place(
				&source->migrations->items[version - 1], 0, source->diag);
	}
	if (is_any && program_read(&before, source, version - 1, &passing)) {
		run(before.replay.handle, "PRAGMA foreign_keys = OFF",
		    strlen("PRAGMA foreign_keys = OFF"), &passing);
		run_each(list, &faults, version, before.replay.handle, source);
		program_finish(&before);
	}
	arena_finish(&passing);
}
