#include "input/reading.h"

#include <string.h>

#include "base/arena.h"
#include "base/file.h"
#include "input/convention.h"
#include "input/script.h"
#include "input/section.h"

/* The path of an item as a file of the directory. */
static const char *
file_of(const struct reading *reading, const char *path)
{
	const char *file = path, *directory = reading_path(reading, "");
	size_t length = strlen(directory);
	if (strncmp(path, directory, length) == 0)
		file = path + length;
	return file;
}

static bool
has_mark(const struct source *source, const char *mark)
{
	return mark && source->offset == 0 && strncmp(source->text, mark, strlen(mark)) == 0;
}

/* diesel's metadata.toml beside up.sql, and pop's ".autocommit." */
static bool
has_no_transaction(struct reading *reading, const struct migration *item, bool *is_good)
{
	const char *file = file_of(reading, item->path), *slash = strchr(file, '/');
	struct source metadata;
	if (strcmp(reading->convention->name, "pop") == 0)
		return strstr(file, ".autocommit.");
	if (!slash || reading->convention->kind != KIND_FOLDERS)
		return false;
	char *beside =
		arena_format(reading->arena, "%.*s/metadata.toml", (int)(slash - file), file);
	if (!file_exists(reading_path(reading, beside)))
		return false;
	*is_good = reading_source(reading, &metadata, beside);
	if (!*is_good)
		return false;
	reading_add_input(reading, metadata.path);
	const char *key = strstr(metadata.text, "run_in_transaction");
	const char *value = key ? key + strcspn(key, "=\n") : NULL;
	return value && *value == '=' &&
	       strncmp(value + 1 + strspn(value + 1, " \t"), "false", 5) == 0;
}

static bool
set_up(struct migration *item, const struct source *source, bool no_transaction,
       struct reading *reading)
{
	struct script script;
	if (!script_read(&script, source, reading->diag))
		return false;
	if (script.is_empty && !item->has_twin)
		script_tell_empty(source, reading->diag);
	item->text = source->text;
	item->size = source->size;
	item->text_offset = source->offset;
	item->no_transaction = no_transaction || script.no_transaction;
	item->if_missing = script.if_missing;
	item->allows_loss = script.allows_loss;
	item->has_hook = script.has_hook;
	if (script.compatible_with)
		item->compatible_with = arena_copy(reading->arena, script.compatible_with,
						   script.compatible_length);
	return true;
}

static bool
set_down(struct migration *item, const struct source *source, struct diag *diag)
{
	struct script script;
	if (!script_read(&script, source, diag))
		return false;
	if (script.is_empty && !item->has_twin)
		script_tell_empty(source, diag);
	if (script.directive) {
		struct place start = { source->path, 1, 1 };
		diag_error(diag, start,
			   "expected no directive in a down file, found '-- sqlgen: %s'",
			   script.directive);
		return false;
	}
	item->down_text = source->text;
	item->down_size = source->size;
	item->down_text_offset = source->offset;
	return true;
}

/* Marks of another convention than the one at hand: what they part would all run. */
static bool
check_marks(struct reading *reading, const struct source *source, bool *stop)
{
	size_t at = 0;
	const struct marking *found = section_find(&at, source);
	const struct convention *convention = reading->convention;
	if (!found || convention->kind != KIND_NAMES || convention->ignores_marks)
		return true;
	const struct marking *own =
		convention->has_sections ? section_marking(convention->name) : NULL;
	const char *name = section_convention(found);
	if (found == own || (own && section_is_like(found, own)))
		return true;
	struct place place = source_place(source, at, reading->diag);
	size_t length = strcspn(source->text + at, "\r\n");
	*stop = true;
	if (reading->is_set) {
		diag_error(reading->diag, place,
			   "expected the convention %s, which was set, found '%.*s', a mark of %s: "
			   "set 'convention = %s'",
			   convention->name, (int)length, source->text + at, name, name);
		return false;
	}
	diag_error(reading->diag, place,
		   "expected one convention in a directory, found two: '%.*s' is a mark of %s, "
		   "other files are as in %s",
		   (int)length, source->text + at, name, convention->name);
	return false;
}

static bool
read_sections(struct reading *reading, struct migration *item, const struct source *source,
	      bool no_transaction)
{
	struct section section;
	if (!section_read(&section, source, section_marking(reading->convention->name),
			  reading->arena, reading->diag) ||
	    !set_up(item, &section.up, no_transaction || section.no_transaction, reading))
		return false;
	if (!section.has_down)
		return true;
	item->down_path = item->path;
	return set_down(item, &section.down, reading->diag);
}

static bool
read_down_file(struct reading *reading, struct migration *item)
{
	struct source down;
	return reading_source(reading, &down, file_of(reading, item->down_path)) &&
	       set_down(item, &down, reading->diag);
}

/* A copy in which Drizzle's breakpoints end statements that lack their ';'. */
static void
end_statements(struct reading *reading, struct source *source)
{
	char *copy = arena_copy(reading->arena, source->text, source->size);
	section_end_at_breakpoints(copy, source->size);
	source->text = copy;
}

/* The lines for SQLite, and whether the second one says that there is no transaction. */
static bool
filter_lines(struct reading *reading, struct source *source)
{
	static const char mark[] = "-- transaction: off";
	char *copy = arena_copy(reading->arena, source->text, source->size);
	size_t first = strcspn(copy, "\n");
	chain_keep_sqlite(copy);
	source->text = copy;
	return copy[first] == '\n' && strncmp(copy + first + 1, mark, strlen(mark)) == 0;
}

bool
text_read(struct reading *reading, struct migration *item, bool *stop)
{
	const struct convention *convention = reading->convention;
	struct source up;
	bool is_good = true;
	if (!reading_source(reading, &up, file_of(reading, item->path)) ||
	    !check_marks(reading, &up, stop))
		return false;
	bool no_transaction = has_mark(&up, convention->no_transaction) ||
			      has_no_transaction(reading, item, &is_good);
	if (!is_good)
		return false;
	if (convention->has_sections)
		return read_sections(reading, item, &up, no_transaction);
	if (convention->kind == KIND_CHAIN)
		no_transaction = filter_lines(reading, &up);
	if (strstr(up.text, "--> statement-breakpoint"))
		end_statements(reading, &up);
	is_good = set_up(item, &up, no_transaction, reading);
	return (!item->down_path || read_down_file(reading, item)) && is_good;
}
