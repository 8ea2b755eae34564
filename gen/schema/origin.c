#include "schema/origin.h"

#include <assert.h>
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

/* What was made last is what is most often asked for. */
static struct traced *
find(struct trace *trace, const char *name, bool is_trigger)
{
	for (size_t i = trace->count; i > 0; i--) {
		struct traced *traced = &trace->items[i - 1];
		if (traced->is_trigger == is_trigger && name_compare(traced->name, name) == 0)
			return traced;
	}
	return NULL;
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
	if (find(trace, name->name, is_trigger) != NULL)
		return NULL;
	trace->items = arena_grow(walk->arena, trace->items, trace->count, sizeof *trace->items);
	traced = &trace->items[trace->count++];
	*traced = (struct traced){ .name = name->name, .is_trigger = is_trigger };
	traced->place = place_of(walk, name->offset);
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

/* With a table go its indexes and triggers. */
static void
drop(struct trace *trace, const char *name, bool is_trigger)
{
	size_t kept = 0;
	for (size_t i = 0; i < trace->count; i++) {
		const struct traced *traced = &trace->items[i];
		bool is_it =
			traced->is_trigger == is_trigger && name_compare(traced->name, name) == 0;
		bool is_of_it = !is_trigger && traced->table != NULL &&
				name_compare(traced->table, name) == 0;
		if (!is_it && !is_of_it)
			trace->items[kept++] = *traced;
	}
	trace->count = kept;
}

static void
rename_table(struct trace *trace, const char *from, const char *to)
{
	for (size_t i = 0; i < trace->count; i++) {
		struct traced *traced = &trace->items[i];
		if (!traced->is_trigger && name_compare(traced->name, from) == 0)
			traced->name = to;
		if (traced->table != NULL && name_compare(traced->table, from) == 0)
			traced->table = to;
	}
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

/* The table after the ON of an index or trigger; NULL if there is none. */
static const char *
read_owner(struct walk *walk)
{
	struct qualified_name owner;
	while (walk->reader.token.kind != TOKEN_END && !token_is(&walk->reader.token, "ON"))
		token_next(&walk->reader);
	if (!accept(walk, "ON") || !read_qualified_name(walk, &owner))
		return NULL;
	return owner.name;
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
		traced->table = read_owner(walk);
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
			rename_table(walk->trace, traced->name, to);
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
	traced = find(walk->trace, name.name, false);
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
		drop(walk->trace, name.name, is_trigger);
}

void
trace_migration(struct trace *trace, const struct migration *migration, struct arena *arena,
		const struct diag *diag)
{
	struct walk walk = { .trace = trace, .migration = migration, .arena = arena, .diag = diag };
	size_t length;
	for (; walk.start < migration->size; walk.start += length) {
		const char *text = migration->text + walk.start;
		length = statement_length(text, migration->size - walk.start);
		assert(length > 0);
		token_reader_init(&walk.reader, text, length);
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
		count += trace->items[i].column_count;
	return count;
}

struct origin *
trace_origins(size_t *count, const struct trace *trace, struct arena *arena)
{
	struct origin *origins = arena_alloc(arena, (count_origins(trace) + 1) * sizeof *origins);
	size_t at = 0;
	for (size_t i = 0; i < trace->count; i++) {
		const struct traced *traced = &trace->items[i];
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
