#include "input/reading.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/file.h"

const char *
reading_path(const struct reading *reading, const char *file)
{
	return file_join(reading->arena, reading->listing.directory, file);
}

struct place
reading_place(const struct reading *reading, const char *file)
{
	struct place place = { reading_path(reading, file), 0, 0 };
	return place;
}

void
reading_add_name(struct reading *reading, const struct migration_name *name)
{
	reading->names = arena_grow(reading->arena, reading->names, reading->name_count,
				    sizeof(*reading->names));
	reading->names[reading->name_count++] = *name;
}

void
reading_add_input(struct reading *reading, const char *path)
{
	for (size_t i = reading->input_count; i > 0; i--) {
		if (strcmp(reading->inputs[i - 1], path) == 0)
			return;
	}
	reading->inputs = arena_grow(reading->arena, reading->inputs, reading->input_count,
				     sizeof(*reading->inputs));
	reading->inputs[reading->input_count++] = path;
}

void
reading_pass(struct reading *reading, const char *file)
{
	reading->passed = arena_grow(reading->arena, reading->passed, reading->passed_count,
				     sizeof(*reading->passed));
	reading->passed[reading->passed_count++] = reading_path(reading, file);
}

bool
reading_source(struct reading *reading, struct source *source, const char *file)
{
	struct source *kept = NULL;
	for (size_t low = 0, high = reading->file_count; low < high && !kept;) {
		size_t middle = low + (high - low) / 2;
		int order = strcmp(file, reading->files[middle]);
		if (order == 0)
			kept = &reading->sources[middle];
		else if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	if (kept && kept->path) {
		*source = *kept;
		return true;
	}
	if (!source_read(source, reading_path(reading, file), reading->arena, reading->diag))
		return false;
	if (kept)
		*kept = *source;
	return true;
}
