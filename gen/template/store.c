#include "template/store.h"

#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/file.h"
#include "base/text.h"

static const struct embedded_file *
find_template(const char *name)
{
	for (const struct embedded_file *file = embedded_templates; file->name; file++)
		if (strcmp(file->name, name) == 0)
			return file;
	return NULL;
}

/* "db.h.tmpl, db.c.tmpl" */
static const char *
template_names(struct arena *arena)
{
	struct text text = { 0 };

	for (const struct embedded_file *file = embedded_templates; file->name; file++)
		text_format(&text, "%s%s", text.length > 0 ? ", " : "", file->name);
	return text_keep(&text, arena);
}

bool
store_check(const char *directory, struct arena *arena, struct diag *diag)
{
	const char **names;
	size_t count;
	bool ok = true;

	if (!directory)
		return true;
	if (!file_list(&names, &count, directory, arena, diag))
		return false;
	for (size_t i = 0; i < count; i++) {
		struct place place = { .path = file_join(arena, directory, names[i]) };

		if (names[i][0] == '.' || find_template(names[i]) || file_is_directory(place.path))
			continue;
		diag_error(diag, place, "unknown template '%s': expected %s", names[i],
			   template_names(arena));
		ok = false;
	}
	return ok;
}

bool
store_template(struct template_source *source, const char *name, const char *directory,
	       struct arena *arena, struct diag *diag)
{
	const char *path = directory ? file_join(arena, directory, name) : NULL;
	const struct embedded_file *built_in = find_template(name);
	struct file_text text;

	if (path && file_exists(path)) {
		if (!file_read(&text, path, arena, diag))
			return false;
		*source = (struct template_source){ path, text.data, text.size };
		return true;
	}
	if (!built_in) {
		diag_error(diag, (struct place){ 0 }, "unknown template '%s': expected %s", name,
			   template_names(arena));
		return false;
	}
	*source = (struct template_source){
		.path = arena_format(arena, "<built-in>/%s", name),
		.data = (const char *)built_in->data,
		.size = built_in->size,
	};
	return true;
}
