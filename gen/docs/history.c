#include "docs/history.h"

#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "docs/remark.h"
#include "input/migrations.h"
#include "live/inventory.h"
#include "schema/origin.h"
#include "schema/replay.h"
#include "sql/token.h"
#include "sqlgen.h"

struct reader {
	struct history *history;
	struct migrations *migrations;
	struct sqlgen_migration *items; /* the same as the runner has them */
	struct trace trace;
	sqlite3 *handle;
	struct version *version; /* the one at hand */
	struct arena *arena;
	struct diag *diag;
};

/* A traced object under the name that it had before the migration. */
struct known {
	const struct traced *traced;
	const char *name;
	struct traced_column *columns;
	size_t column_count;
};

static struct known *
remember(const struct trace *trace, struct arena *arena)
{
	struct known *known = arena_alloc(arena, (trace->count + 1) * sizeof *known);

	for (size_t i = 0; i < trace->count; i++) {
		const struct traced *traced = trace->items[i];

		known[i] = (struct known){ traced->is_dropped ? NULL : traced, traced->name, NULL, traced->column_count };
		if (traced->is_dropped || traced->column_count == 0)
			continue;
		known[i].columns = arena_alloc(arena, traced->column_count * sizeof *known[i].columns);
		memcpy(known[i].columns, traced->columns, traced->column_count * sizeof *known[i].columns);
	}
	return known;
}

static const struct traced *
find_table(const struct trace *trace, const char *name)
{
	for (size_t i = 0; i < trace->count; i++)
		if (!trace->items[i]->is_dropped && !trace->items[i]->is_trigger &&
		    name_compare(trace->items[i]->name, name) == 0)
			return trace->items[i];
	return NULL;
}

static bool
has_column(const struct traced *traced, const char *name)
{
	for (size_t i = 0; i < traced->column_count; i++)
		if (name_compare(traced->columns[i].name, name) == 0)
			return true;
	return false;
}

static void
add_renaming(struct reader *reader, struct renaming renaming)
{
	struct version *version = reader->version;

	version->renamings =
		arena_grow(reader->arena, version->renamings, version->renaming_count, sizeof *version->renamings);
	version->renamings[version->renaming_count++] = renaming;
}

static void
find_renamed_columns(struct reader *reader, const struct known *known)
{
	const struct traced *traced = known->traced;

	for (size_t i = 0; i < known->column_count; i++) {
		const struct traced_column *before = &known->columns[i];

		if (has_column(traced, before->name))
			continue;
		for (size_t j = 0; j < traced->column_count; j++) {
			const struct traced_column *after = &traced->columns[j];

			if (before->place.path && after->place.line == before->place.line &&
			    after->place.column == before->place.column &&
			    strcmp(after->place.path, before->place.path) == 0)
				add_renaming(reader, (struct renaming){ traced->name, before->name, after->name, true });
		}
	}
}

/* A name that is taken again stands for the same table, whatever became of the one that had it. */
static void
find_renamings(struct reader *reader, const struct known *known, size_t count)
{
	struct version *version = reader->version;

	for (size_t i = 0; i < count; i++) {
		const struct traced *traced = known[i].traced, *heir;

		if (!traced || traced->is_trigger)
			continue;
		heir = find_table(&reader->trace, known[i].name);
		if (heir && heir != traced && traced->column_count > 0) {
			version->rebuilt = arena_grow(reader->arena, version->rebuilt, version->rebuilt_count,
						      sizeof *version->rebuilt);
			version->rebuilt[version->rebuilt_count++] = known[i].name;
		}
		if (traced->is_dropped)
			continue;
		if (!heir)
			add_renaming(reader, (struct renaming){ NULL, known[i].name, traced->name, false });
		find_renamed_columns(reader, &known[i]);
	}
}

static void
keep_loss(void *context, const struct sqlgen_loss *loss)
{
	struct reader *reader = context;
	struct version *version = reader->version;

	version->lost = arena_grow(reader->arena, version->lost, version->lost_count, sizeof *version->lost);
	version->lost[version->lost_count++] = (struct lost){
		arena_string(reader->arena, loss->table),
		loss->column ? arena_string(reader->arena, loss->column) : NULL,
	};
}

static bool
run(struct reader *reader, size_t index)
{
	struct sqlgen_connection connection = { .handle = reader->handle };
	struct sqlgen_schema schema = { .migrations = reader->items, .migration_count = index + 1 };
	struct sqlgen_options options = sqlgen_options_default();
	int rc;

	options.allow_loss = true;
	options.on_loss = keep_loss;
	options.context = reader;
	rc = sqlgen_migrate(&connection, &schema, &options, NULL);
	if (rc != SQLITE_OK)
		diag_error(reader->diag, (struct place){ .path = reader->migrations->items[index].path },
			   "cannot follow the migrations one by one: %s", sqlgen_error(&connection));
	sqlgen_close(&connection);
	return rc == SQLITE_OK;
}

static void
describe(struct life *life, const struct remarks *remarks, struct place place)
{
	const char *text = life ? remarks_find(remarks, place) : NULL;

	if (text)
		life->description = text;
}

/* Of a unique index of columns alone the inventory has no name. */
static struct life *
life_of(const struct lives *lives, const struct traced *traced)
{
	struct life *life = lives_find(lives, ITEM_TABLE, traced->name, "");

	if (traced->is_trigger)
		return lives_find_named(lives, ITEM_TRIGGER, traced->name);
	life = life ? life : lives_find(lives, ITEM_VIEW, traced->name, "");
	return life ? life : lives_find_named(lives, ITEM_INDEX, traced->name);
}

/* What the comments of a migration say stays with what they say it of. */
static void
describe_objects(struct reader *reader, const struct remarks *remarks)
{
	const struct lives *lives = &reader->history->lives;

	for (size_t i = 0; i < reader->trace.count && remarks->count > 0; i++) {
		const struct traced *traced = reader->trace.items[i];

		if (traced->is_dropped)
			continue;
		if (remarks_find(remarks, traced->place))
			describe(life_of(lives, traced), remarks, traced->place);
		for (size_t j = 0; j < traced->column_count; j++)
			describe(lives_find(lives, ITEM_COLUMN, traced->name, traced->columns[j].name), remarks,
				 traced->columns[j].place);
	}
}

/* What virtual tables have, and those made by SELECT, the text does not tell. */
static void
keep_made(struct reader *reader)
{
	struct version *version = reader->version;

	for (size_t i = 0; i < version->difference.count; i++) {
		const struct change *change = &version->difference.items[i];
		const struct traced *traced;
		struct made_table *made;

		if (change->before || change->after->kind != ITEM_TABLE)
			continue;
		traced = find_table(&reader->trace, change->after->table);
		if (!traced || traced->column_count == 0)
			continue;
		version->made = arena_grow(reader->arena, version->made, version->made_count, sizeof *version->made);
		made = &version->made[version->made_count++];
		*made = (struct made_table){ .name = change->after->table, .column_count = traced->column_count };
		made->columns = arena_alloc(reader->arena, traced->column_count * sizeof *made->columns);
		for (size_t j = 0; j < traced->column_count; j++)
			made->columns[j] = traced->columns[j].name;
	}
}

static bool
read_version(struct reader *reader, size_t index)
{
	const struct migration *migration = &reader->migrations->items[index];
	struct version *version = reader->version = &reader->history->versions[index];
	size_t known_count = reader->trace.count;
	struct known *known = remember(&reader->trace, reader->arena);
	struct inventory after;
	struct remarks remarks;

	*version = (struct version){ .migration = migration };
	writes_read(&version->writes, reader->handle, reader->migrations, index, reader->arena, reader->diag);
	if (!run(reader, index) || !inventory_read(&after, reader->handle, reader->arena, reader->diag))
		return false;
	trace_migration(&reader->trace, migration, reader->arena, reader->diag);
	find_renamings(reader, known, known_count);
	lives_go_on(&reader->history->lives, &version->difference, &after, version->renamings, version->renaming_count,
		    index, reader->arena);
	keep_made(reader);
	remarks_read(&remarks, migration, reader->arena, reader->diag);
	version->description = remarks.head;
	describe_objects(reader, &remarks);
	return true;
}

bool
history_read(struct history *history, struct migrations *migrations, struct arena *arena, struct diag *diag)
{
	struct history result = { .count = migrations->count };
	struct reader reader = { .history = &result, .migrations = migrations, .arena = arena, .diag = diag };
	struct replay replay;
	bool is_read = true;

	if (!replay_run(&replay, migrations, 0, (struct replay_cache){ NULL, NULL }, arena, diag))
		return false;
	reader.handle = replay.handle;
	reader.items = replay_for_runtime(migrations, migrations->count, arena);
	for (size_t i = 0; i < migrations->count; i++)
		reader.items[i].flags &= ~(unsigned)SQLGEN_HOOK;
	result.versions = arena_alloc(arena, (migrations->count + 1) * sizeof *result.versions);
	for (size_t i = 0; i < migrations->count && is_read; i++)
		is_read = read_version(&reader, i);
	replay_finish(&replay);
	if (is_read)
		*history = result;
	return is_read;
}
