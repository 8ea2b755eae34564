#ifndef SQLGEN_REPLAYED_H
#define SQLGEN_REPLAYED_H

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "base/arena.h"
#include "base/diag.h"
#include "input/declaration.h"
#include "input/migrations.h"
#include "schema/inspect.h"
#include "schema/replay.h"
#include "schema/schema.h"
#include "test.h"

enum { MIGRATIONS_MAX = 4 };

/* Up to four migrations, m/1.sql and so on, replayed and inspected, and what was said of them. */
struct replayed {
	struct arena arena;
	struct diag diag;
	struct migration items[MIGRATIONS_MAX];
	struct replay replay;
	struct schema schema;
	bool is_done;
	char said[16384];
};

/* declarations are those of sqlgen.ini. */
static inline void
replayed_start_with(struct replayed *replayed, const struct declaration *declarations, size_t count,
		    const char *const texts[MIGRATIONS_MAX])
{
	struct migrations migrations = { .directory = "m",
					 .items = replayed->items,
					 .declarations = declarations,
					 .declaration_count = count };
	size_t length;

	memset(replayed, 0, sizeof *replayed);
	replayed->diag.out = tmpfile();
	if (replayed->diag.out == NULL)
		abort();
	for (size_t i = 0; i < MIGRATIONS_MAX && texts[i] != NULL; i++) {
		struct migration *migration = &replayed->items[i];
		migration->version = arena_format(&replayed->arena, "%zu", i + 1);
		migration->name = "step";
		migration->path = arena_format(&replayed->arena, "m/%zu.sql", i + 1);
		migration->text = texts[i];
		migration->size = strlen(texts[i]);
		diag_add_source(&replayed->diag, migration->path, texts[i], migration->size,
				&replayed->arena);
		migrations.count = i + 1;
	}
	replayed->is_done = replay_run(&replayed->replay, &migrations, migrations.count,
				       (struct replay_cache){ .directory = NULL },
				       &replayed->arena, &replayed->diag) &&
			    inspect_schema(&replayed->schema, &replayed->replay, &replayed->arena,
					   &replayed->diag);
	rewind(replayed->diag.out);
	length = fread(replayed->said, 1, sizeof replayed->said - 1, replayed->diag.out);
	replayed->said[length] = '\0';
}

static inline void
replayed_start(struct replayed *replayed, const char *const texts[MIGRATIONS_MAX])
{
	replayed_start_with(replayed, NULL, 0, texts);
}

static inline void
replayed_finish(struct replayed *replayed)
{
	replay_finish(&replayed->replay);
	fclose(replayed->diag.out);
	arena_finish(&replayed->arena);
}

/* The first value of a query on the replayed database; "error" if it fails, "null" for NULL. */
static inline const char *
replayed_ask(struct replayed *replayed, const char *sql)
{
	sqlite3_stmt *stmt = NULL;
	const char *answer = "error";
	if (sqlite3_prepare_v2(replayed->replay.handle, sql, -1, &stmt, NULL) == SQLITE_OK) {
		int rc = sqlite3_step(stmt);
		const unsigned char *text = rc == SQLITE_ROW ? sqlite3_column_text(stmt, 0) : NULL;
		if (rc == SQLITE_ROW || rc == SQLITE_DONE)
			answer = text == NULL ? "null"
					      : arena_string(&replayed->arena, (const char *)text);
	}
	sqlite3_finalize(stmt);
	return answer;
}

#endif
