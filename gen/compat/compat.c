#include "compat/compat.h"

#include <string.h>

#include "base/arena.h"
#include "base/map.h"
#include "compat/blame.h"
#include "input/migrations.h"
#include "input/queries.h"
#include "sql/token.h"

/* The way through the versions. */
struct walk {
	struct compat *compat;
	const struct program_source *source;
	struct map known; /* what is not broken → its index in compat->reliances, from 1 */
	struct arena *arena;
};

/* What two programs that have it have in common. */
static const char *
key_of(const struct reliance *item, size_t *length, struct arena *arena)
{
	const char *key = arena_format(arena, "%d %s %s %u", (int)item->kind, item->name,
				       item->text, item->classes);

	*length = strlen(key);
	return key;
}

/* Those that hold so far, on the schema of this version. */
static void
judge_known(struct walk *walk, const struct program *program, size_t version)
{
	struct reliances *list = &walk->compat->reliances;
	const struct ground ground = program_ground(program);
	bool is_broken = false;

	for (size_t i = 0; i < list->count; i++) {
		struct reliance *item = &list->items[i];

		if (item->broken > 0)
			continue;
		item->message = reliance_fault(item, &ground, walk->arena);
		if (!item->message)
			continue;
		item->broken = version;
		is_broken = true;
	}
	if (is_broken)
		blame_statements(list, version, walk->source);
}

static void
add_program(struct walk *walk, const struct program *program, size_t version, struct arena *passing)
{
	struct reliances *list = &walk->compat->reliances;

	walk->compat->unknown[version - 1] =
		program->unknown ? arena_string(walk->arena, program->unknown) : NULL;
	for (size_t i = 0; i < program->reliances.count; i++) {
		struct reliance item = program->reliances.items[i];
		size_t length, *index;
		const char *key = key_of(&item, &length, passing);

		index = map_get(&walk->known, key, length);
		if (index && list->items[*index - 1].broken == 0) {
			list->items[*index - 1].until = version;
			continue;
		}
		item.name = arena_string(walk->arena, item.name);
		item.text = arena_string(walk->arena, item.text);
		item.since = item.until = version;
		reliances_add(list, &item, walk->arena);
		index = arena_alloc(walk->arena, sizeof *index);
		*index = list->count;
		map_set(&walk->known, arena_copy(walk->arena, key, length), length, index,
			walk->arena);
	}
}

static void
note_queries(struct walk *walk, const struct program *program, size_t version)
{
	const struct queries *texts = walk->source->queries;
	size_t next = 0;

	/* Both are in the order of the files. */
	for (size_t i = 0; i < texts->count; i++) {
		size_t *since = &walk->compat->query_since[i];
		bool is_good = next < program->queries.count &&
			       strcmp(program->queries.items[next].name, texts->items[i].name) == 0;

		next += is_good;
		*since = !is_good ? 0 : *since > 0 ? *since : version;
	}
}

bool
compat_read(struct compat *compat, const struct program_source *source, size_t first,
	    struct arena *arena)
{
	size_t count = source->migrations->count;
	struct walk walk = { .compat = compat, .source = source, .arena = arena };
	struct arena arenas[2] = { { 0 }, { 0 } };
	struct program programs[2];
	bool is_read = true;

	*compat = (struct compat){ .version_count = count, .arena = arena };
	compat->unknown = arena_alloc(arena, (count + 1) * sizeof *compat->unknown);
	compat->query_since =
		arena_alloc(arena, (source->queries->count + 1) * sizeof *compat->query_since);
	for (size_t version = first; version <= count && is_read; version++) {
		struct program *program = &programs[version % 2];
		struct arena *passing = &arenas[version % 2];

		arena_reset(passing);
		is_read = program_read(program, source, version, passing);
		if (!is_read)
			break;
		judge_known(&walk, program, version);
		add_program(&walk, program, version, passing);
		note_queries(&walk, program, version);
		if (version > first)
			demands_find(&compat->demands, &programs[(version + 1) % 2].schema,
				     &program->schema, version, arena);
		program_finish(program);
	}
	arena_finish(&arenas[0]);
	arena_finish(&arenas[1]);
	return is_read;
}

bool
compat_has(const struct reliance *item, size_t version)
{
	return item->since <= version && version <= item->until;
}

size_t
compat_broken(const struct compat *compat, size_t version)
{
	size_t first = 0;

	for (size_t i = 0; i < compat->reliances.count; i++) {
		const struct reliance *item = &compat->reliances.items[i];

		if (compat_has(item, version) && item->broken > version &&
		    (first == 0 || item->broken < first))
			first = item->broken;
	}
	return first;
}

/* Goes behind a name of a fact; false: it is another one. */
static bool
accept_name(const char **fact, const char *name, struct arena *arena)
{
	struct token token = token_at(*fact, strlen(*fact));

	if (name_compare(token_name(&token, arena), name) != 0)
		return false;
	*fact += token.length;
	return true;
}

/* "table t" for a demand of all of a table, "column t.c TEXT" for one of a column. */
static bool
is_about(const char *fact, const struct demand *demand, struct arena *arena)
{
	const char *kind = demand->column ? "column " : "table ";

	if (strncmp(fact, kind, strlen(kind)) != 0)
		return false;
	fact += strlen(kind);
	if (!accept_name(&fact, demand->table, arena))
		return false;
	return !demand->column || (*fact++ == '.' && accept_name(&fact, demand->column, arena));
}

bool
compat_concerns(const struct compat *compat, const struct demand *demand, size_t version)
{
	if (demand->version <= version)
		return false;
	for (size_t i = 0; i < compat->reliances.count; i++) {
		const struct reliance *item = &compat->reliances.items[i];

		if (item->kind == RELIANCE_FACT && compat_has(item, version) &&
		    is_about(item->text, demand, compat->arena))
			return true;
	}
	return false;
}

bool
compat_backward(struct reliances *missing, const struct compat *compat, size_t version,
		const struct program_source *source, struct arena *arena)
{
	struct program program;
	struct ground ground;

	*missing = (struct reliances){ .count = 0 };
	if (!program_read(&program, source, version, arena))
		return false;
	ground = program_ground(&program);
	for (size_t i = 0; i < compat->reliances.count; i++) {
		struct reliance item = compat->reliances.items[i];

		if (!compat_has(&item, compat->version_count))
			continue;
		item.message = reliance_fault(&item, &ground, arena);
		item.broken = version;
		if (item.message)
			reliances_add(missing, &item, arena);
	}
	program_finish(&program);
	return true;
}

/* Where a version stands among the migrations, from 1; 0: nowhere. */
static size_t
find_version(const struct migrations *migrations, const char *version)
{
	for (size_t i = 0; i < migrations->count; i++)
		if (strcmp(migrations->items[i].version, version) == 0)
			return i + 1;
	return 0;
}

size_t
compat_claim(const struct program_source *source, size_t version)
{
	const struct migrations *migrations = source->migrations;
	const char *with = migrations->items[version - 1].compatible_with;

	return with ? find_version(migrations, with) : 0;
}

size_t
compat_refusal(const struct program_source *source, size_t version)
{
	const struct migrations *migrations = source->migrations;

	for (size_t i = migrations->count; i > version; i--) {
		const struct migration *migration = &migrations->items[i - 1];
		size_t with = compat_claim(source, i);

		if (!migration->is_repeatable && (with == 0 || with > version))
			return i;
	}
	return 0;
}
