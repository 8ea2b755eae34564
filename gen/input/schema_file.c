#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/file.h"
#include "base/text.h"
#include "input/convention.h"
#include "input/listing.h"
#include "input/migrations.h"
#include "input/script.h"
#include "input/source.h"

/* One schema as it is joined from files. */
struct schema_file {
	struct text text;
	struct migration item;
	struct migration_part *parts;
	const char **paths;
	size_t path_count;
	struct arena *arena;
	struct diag *diag;
};

static void
add_path(struct schema_file *schema, const char *path)
{
	for (size_t i = 0; i < schema->path_count; i++) {
		if (strcmp(schema->paths[i], path) == 0)
			return;
	}
	schema->paths = arena_grow(schema->arena, schema->paths, schema->path_count,
				   sizeof(*schema->paths));
	schema->paths[schema->path_count++] = path;
}

static bool
add_file(struct schema_file *schema, const char *path)
{
	struct source source;
	struct script script;
	if (!source_read(&source, path, schema->arena, schema->diag) ||
	    !script_read(&script, &source, schema->diag))
		return false;
	if (script.is_empty)
		script_tell_empty(&source, schema->diag);
	if (schema->text.length > 0)
		text_add_string(&schema->text, "\n;\n");
	struct migration_part part = { path, schema->text.length, source.offset, false };
	schema->parts = arena_grow(schema->arena, schema->parts, schema->item.part_count,
				   sizeof(*schema->parts));
	schema->parts[schema->item.part_count++] = part;
	text_add(&schema->text, source.text, source.size);
	schema->item.no_transaction = schema->item.no_transaction || script.no_transaction;
	schema->item.if_missing = schema->item.if_missing || script.if_missing;
	schema->item.has_hook = schema->item.has_hook || script.has_hook;
	return true;
}

static bool
list_path(struct schema_file *schema, const char *path)
{
	const char **names;
	size_t count, before = schema->path_count;
	if (!file_is_directory(path)) {
		add_path(schema, path);
		return true;
	}
	if (!file_list(&names, &count, path, schema->arena, schema->diag))
		return false;
	for (size_t i = 0; i < count; i++) {
		if (names[i][0] != '.' && listing_ends(names[i], ".sql"))
			add_path(schema, file_join(schema->arena, path, names[i]));
	}
	if (schema->path_count > before)
		return true;
	diag_error(
		schema->diag, (struct place){ path, 0, 0 },
		"expected files of a schema, named '.sql', found none that are not read already");
	return false;
}

static bool
list_paths(struct schema_file *schema, const char *paths)
{
	while (*paths) {
		size_t length = strcspn(paths, ",");
		const char *start = paths + strspn(paths, " \t");
		const char *end = paths + length;
		while (end > start && (end[-1] == ' ' || end[-1] == '\t'))
			end--;
		if (end > start &&
		    !list_path(schema, arena_copy(schema->arena, start, (size_t)(end - start))))
			return false;
		paths += length + (paths[length] == ',');
	}
	return true;
}

bool
migrations_read_schema(struct migrations *migrations, const char *paths, struct arena *arena,
		       struct diag *diag)
{
	struct schema_file schema = { .arena = arena, .diag = diag };
	bool is_good = list_paths(&schema, paths);
	for (size_t i = 0; i < schema.path_count; i++)
		is_good = add_file(&schema, schema.paths[i]) && is_good;
	if (is_good && schema.path_count == 0) {
		diag_error(diag, (struct place){ 0 }, "expected a file with a schema, found none");
		is_good = false;
	}
	if (is_good) {
		struct migration *item = arena_alloc(arena, sizeof(*item));
		*item = schema.item;
		item->version = "1";
		item->name = "schema";
		item->path = schema.paths[0];
		item->size = schema.text.length;
		item->text =
			arena_copy(arena, schema.text.data ? schema.text.data : "", item->size);
		item->parts = schema.parts;
		*migrations = (struct migrations){
			.directory = file_directory(arena, item->path),
			.convention = convention_find("schema"),
			.items = item,
			.count = 1,
			.inputs = schema.paths,
			.input_count = schema.path_count,
		};
	}
	text_finish(&schema.text);
	return is_good;
}
