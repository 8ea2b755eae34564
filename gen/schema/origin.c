#include "schema/origin.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "input/migrations.h"
#include "schema/replay.h"
#include "sql/parse.h"
#include "sql/token.h"

/* One statement of a migration under way. */
struct walk {
	struct trace *trace;
	const struct migration *migration;
	struct arena *arena;
	const struct diag *diag;
	struct token_reader reader; /* of the statement */
	size_t start;               /* of the statement, in the migration's text */
};

struct qualified_name {
	const char *name;
	size_t offset; /* in the migration's text */
	bool is_temporary;
};

static struct place
place_of(const struct walk *walk, size_t offset)
{
	return migration_place(walk->migration, offset, walk->diag);
}

static bool
accept(struct walk *walk, const char *keyword)
{
	if (!token_is(&walk->reader.token, keyword))
		return false;
	token_next(&walk->reader);
	return true;
}

/* False at the end of the statement. */
static bool
read_name(struct walk *walk, const char **name, size_t *offset)
{
	if (walk->reader.token.kind == TOKEN_END || walk->reader.token.kind == TOKEN_SEMICOLON)
		return false;
	*name = token_name(&walk->reader.token, walk->arena);
	*offset = walk->start + walk->reader.offset;
	token_next(&walk->reader);
	return true;
}

static bool
read_qualified_name(struct walk *walk, struct qualified_name *name)
{
	name->is_temporary = false;
	if (!read_name(walk, &name->name, &name->offset))
		return false;
	if (!token_is_operator(&walk->reader.token, "."))
		return true;
	name->is_temporary = name_compare(name->name, "temp") == 0;
	token_next(&walk->reader);
	return read_name(walk, &name->name, &name->offset);
}

/* Names that are the same to SQLite as one key: only ASCII letters have no case. */
static const char *
key_of(const char *name, struct arena *arena)
{
	char *key = arena_string(arena, name);
	for (char *at = key; *at != '\0'; at++)
		if (*at >= 'A' && *at <= 'Z')
			*at = (char)(*at - 'A' + 'a');
	return key;
}

static struct map *
map_of(struct trace *trace, bool is_trigger)
{
	return is_trigger ? &trace->triggers : &trace->objects;
}

/* value NULL: no such object is there any more. */
static void
set(struct walk *walk, const char *name, bool is_trigger, struct traced *value)
{
	const char *key = key_of(name, walk->arena);
	map_set(map_of(walk->trace, is_trigger), key, strlen(key), value, walk->arena);
}

static struct traced *
find(struct walk *walk, const char *name, bool is_trigger)
{
	const char *key = key_of(name, walk->arena);
	return map_get(map_of(walk->trace, is_trigger), key, strlen(key));
}

static struct traced_column *
find_column(struct traced *traced, const char *name)
{
	for (size_t i = 0; i < traced->column_count; i++)
		if (name_compare(traced->columns[i].name, name) == 0)
			return &traced->columns[i];
	return NULL;
}

/* NULL if it is there already: then the statement said IF NOT EXISTS. */
static struct traced *
add(struct walk *walk, const struct qualified_name *name, bool is_trigger)
{
	struct trace *trace = walk->trace;
	struct traced *traced;
	if (find(walk, name->name, is_trigger) != NULL)
		return NULL;
	traced = arena_alloc(walk->arena, sizeof *traced);
	*traced = (struct traced){ .name = name->name, .is_trigger = is_trigger };
	traced->place = place_of(walk, name->offset);
	trace->items = arena_grow(walk->arena, trace->items, trace->count, sizeof *trace->items);
	trace->items[trace->count++] = traced;
	set(walk, traced->name, is_trigger, traced);
	return traced;
}

static void
add_column(struct walk *walk, struct traced *traced, const char *name, size_t offset)
{
	if (find_column(traced, name) != NULL)
		return;
	traced->columns = arena_grow(walk->arena, traced->columns, traced->column_count,
				     sizeof *traced->columns);
	traced->columns[traced->column_count++] =
		(struct traced_column){ .name = name, .place = place_of(walk, offset) };
}

static void
drop_one(struct walk *walk, struct traced *traced)
{
	traced->is_dropped = true;
	set(walk, traced->name, traced->is_trigger, NULL);
}

/* With a table go its indexes and triggers. */
static void
drop(struct walk *walk, const char *name, bool is_trigger)
{
	struct traced *traced = find(walk, name, is_trigger);
	if (traced == NULL)
		return;
	for (struct traced *owned = traced->owned; owned != NULL; owned = owned->next_owned)
		if (!owned->is_dropped)
			drop_one(walk, owned);
	drop_one(walk, traced);
}

static void
rename_table(struct walk *walk, struct traced *traced, const char *to)
{
	set(walk, traced->name, false, NULL);
	traced->name = to;
	set(walk, to, false, traced);
}

static void
create_columns(struct walk *walk, struct traced *traced)
{
	struct parsed_table table;
	const char *text = walk->migration->text + walk->start;
	if (!parse_create_table(&table, text, walk->reader.length, walk->arena))
		return;
	for (size_t i = 0; i < table.column_count; i++)
		add_column(walk, traced, table.columns[i].name,
			   walk->start + table.columns[i].offset);
}

/* Reads the table after the ON of an index or trigger. */
static void
set_owner(struct walk *walk, struct traced *traced)
{
	struct traced *table;
	struct qualified_name owner;
	while (walk->reader.token.kind != TOKEN_END && !token_is(&walk->reader.token, "ON"))
		token_next(&walk->reader);
	if (!accept(walk, "ON") || !read_qualified_name(walk, &owner))
		return;
	table = find(walk, owner.name, false);
	if (table == NULL)
		return;
	traced->next_owned = table->owned;
	table->owned = traced;
}

static void
follow_create(struct walk *walk)
{
	bool is_temporary = accept(walk, "TEMP") || accept(walk, "TEMPORARY");
	bool is_trigger, is_owned, is_table;
	struct qualified_name name;
	struct traced *traced;

	(void)(accept(walk, "UNIQUE") || accept(walk, "VIRTUAL"));
	is_trigger = token_is(&walk->reader.token, "TRIGGER");
	is_owned = is_trigger || token_is(&walk->reader.token, "INDEX");
	is_table = token_is(&walk->reader.token, "TABLE");
	token_next(&walk->reader);
	if (accept(walk, "IF")) {
		accept(walk, "NOT");
		accept(walk, "EXISTS");
	}
	if (!read_qualified_name(walk, &name) || is_temporary || name.is_temporary)
		return;
	traced = add(walk, &name, is_trigger);
	if (traced == NULL)
		return;
	if (is_owned)
		set_owner(walk, traced);
	if (is_table)
		create_columns(walk, traced);
}

static void
follow_rename(struct walk *walk, struct traced *traced)
{
	const char *from, *to;
	size_t offset;
	struct traced_column *column;
	if (accept(walk, "TO")) {
		if (read_name(walk, &to, &offset))
			rename_table(walk, traced, to);
		return;
	}
	accept(walk, "COLUMN");
	if (!read_name(walk, &from, &offset) || !accept(walk, "TO") ||
	    !read_name(walk, &to, &offset))
		return;
	column = find_column(traced, from);
	if (column != NULL)
		column->name = to;
}

static void
drop_column(struct traced *traced, const char *name)
{
	struct traced_column *column = find_column(traced, name);
	if (column == NULL)
		return;
	memmove(column, column + 1,
		(size_t)(traced->columns + traced->column_count - (column + 1)) * sizeof *column);
	traced->column_count--;
}

static void
follow_alter(struct walk *walk)
{
	struct qualified_name name;
	struct traced *traced;
	const char *column;
	size_t offset;
	if (!accept(walk, "TABLE") || !read_qualified_name(walk, &name) || name.is_temporary)
		return;
	traced = find(walk, name.name, false);
	if (traced == NULL)
		return;
	if (accept(walk, "RENAME")) {
		follow_rename(walk, traced);
	} else if (accept(walk, "ADD")) {
		accept(walk, "COLUMN");
		if (read_name(walk, &column, &offset))
			add_column(walk, traced, column, offset);
	} else if (accept(walk, "DROP")) {
		accept(walk, "COLUMN");
		if (read_name(walk, &column, &offset))
			drop_column(traced, column);
	}
}

static void
follow_drop(struct walk *walk)
{
	bool is_trigger = token_is(&walk->reader.token, "TRIGGER");
	struct qualified_name name;
	token_next(&walk->reader);
	if (accept(walk, "IF"))
		accept(walk, "EXISTS");
	if (read_qualified_name(walk, &name) && !name.is_temporary)
		drop(walk, name.name, is_trigger);
}

void
trace_migration(struct trace *trace, const struct migration *migration, struct arena *arena,
		const struct diag *diag)
{
	struct walk walk = { .trace = trace, .migration = migration, .arena = arena, .diag = diag };
	size_t length;
	for (; (length = statement_next(migration->text, migration->size, &walk.start)) > 0;
	     walk.start += length) {
		token_reader_init(&walk.reader, migration->text + walk.start, length);
		if (accept(&walk, "CREATE"))
			follow_create(&walk);
		else if (accept(&walk, "ALTER"))
			follow_alter(&walk);
		else if (accept(&walk, "DROP"))
			follow_drop(&walk);
	}
}

int
origin_compare(const void *a, const void *b)
{
	const struct origin *left = a, *right = b;
	int order;
	if (left->is_trigger != right->is_trigger)
		return left->is_trigger ? 1 : -1;
	order = name_compare(left->name, right->name);
	if (order != 0)
		return order;
	if (left->column == NULL || right->column == NULL)
		return (left->column != NULL) - (right->column != NULL);
	return name_compare(left->column, right->column);
}

static size_t
count_origins(const struct trace *trace)
{
	size_t count = trace->count;
	for (size_t i = 0; i < trace->count; i++)
		count += trace->items[i]->column_count;
	return count;
}

struct origin *
trace_origins(size_t *count, const struct trace *trace, struct arena *arena)
{
	struct origin *origins = arena_alloc(arena, (count_origins(trace) + 1) * sizeof *origins);
	size_t at = 0;
	for (size_t i = 0; i < trace->count; i++) {
		const struct traced *traced = trace->items[i];
		if (traced->is_dropped)
			continue;
		origins[at++] = (struct origin){ .name = traced->name,
						 .is_trigger = traced->is_trigger,
						 .place = traced->place };
		for (size_t j = 0; j < traced->column_count; j++)
			origins[at++] = (struct origin){ .name = traced->name,
							 .column = traced->columns[j].name,
							 .place = traced->columns[j].place };
	}
	qsort(origins, at, sizeof *origins, origin_compare);
	*count = at;
	return origins;
}
