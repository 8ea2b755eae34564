#include "c/program.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/file.h"

enum { DEPTH_MAX = 60 };

void
c_program_init(struct c_program *program, struct arena *arena, struct diag *diag)
{
	*program = (struct c_program){ .arena = arena, .diag = diag };
}

static bool
has_suffix(const char *name)
{
	size_t length = strlen(name);

	return length > 2 && name[length - 2] == '.' &&
	       (name[length - 1] == 'c' || name[length - 1] == 'h');
}

static void
add_path(struct c_program *program, const char *path)
{
	const char *name = file_name(path);
	size_t *before = map_get(&program->names, name, strlen(name));
	size_t *index = arena_alloc(program->arena, sizeof *index);

	program->paths = arena_grow(program->arena, program->paths, program->path_count,
				    sizeof *program->paths);
	program->same_name = arena_grow(program->arena, program->same_name, program->path_count,
					sizeof *program->same_name);
	program->paths[program->path_count] = path;
	program->same_name[program->path_count] = before ? *before : 0;
	*index = ++program->path_count;
	map_set(&program->names, name, strlen(name), index, program->arena);
}

static bool
add_directory(struct c_program *program, const char *path, unsigned depth)
{
	const char **names;
	size_t count;
	bool is_read = file_list(&names, &count, path, program->arena, program->diag);

	for (size_t i = 0; is_read && i < count; i++) {
		const char *inner = file_join(program->arena, path, names[i]);

		if (names[i][0] == '.')
			continue;
		if (has_suffix(names[i]) && !file_is_directory(inner))
			add_path(program, inner);
		else if (!has_suffix(names[i]) && depth < DEPTH_MAX && !file_is_link(inner) &&
			 file_is_directory(inner))
			is_read = add_directory(program, inner, depth + 1);
	}
	return is_read;
}

bool
c_program_add(struct c_program *program, const char *path)
{
	if (file_is_directory(path))
		return add_directory(program, path, 0);
	add_path(program, path);
	return true;
}

static bool
is_given(const struct c_program *program, const char *path)
{
	size_t *index = map_get(&program->names, file_name(path), strlen(file_name(path)));

	for (size_t at = index ? *index : 0; at > 0; at = program->same_name[at - 1])
		if (strcmp(program->paths[at - 1], path) == 0)
			return true;
	return false;
}

struct c_source *
c_program_keep(struct c_program *program, const char *path, const char *text, size_t size)
{
	struct c_source *source = arena_alloc(program->arena, sizeof *source);

	c_source_read(source, path, text, size, program->arena);
	source->is_given = is_given(program, path);
	map_set(&program->known, path, strlen(path), source, program->arena);
	program->sources = arena_grow(program->arena, program->sources, program->source_count,
				      sizeof *program->sources);
	program->sources[program->source_count++] = source;
	return source;
}

/* A file that was read, or is now. NULL: it cannot be read, which was told if it is among the paths. */
static struct c_source *
source_of(struct c_program *program, const char *path)
{
	struct c_source *source = map_get(&program->known, path, strlen(path));
	struct file_text text;

	if (source)
		return source;
	return file_read(&text, path, program->arena, program->diag)
		       ? c_program_keep(program, path, text.data, text.size)
		       : NULL;
}

/* The text may hold NULs before its end. */
static bool
has_word(const struct file_text *text, const char *word)
{
	const char *end = text->data + text->size;

	for (const char *at = text->data; at < end; at += strlen(at) + 1)
		if (strstr(at, word))
			return true;
	return false;
}

static bool
has_one_of(const struct file_text *text, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (has_word(text, words[i]))
			return true;
	return false;
}

bool
c_program_read(struct c_program *program, const char *const *words, size_t count)
{
	struct arena passing = { 0 };
	bool is_read = true;

	for (size_t i = 0; i < program->path_count; i++) {
		const char *path = program->paths[i];
		struct file_text text;

		if (map_get(&program->known, path, strlen(path)))
			continue;
		arena_reset(&passing);
		if (!file_read(&text, path, &passing, program->diag)) {
			is_read = false;
			continue;
		}
		program->bytes += text.size;
		if (!has_one_of(&text, words, count))
			continue;
		c_program_keep(
			program, path,
			memcpy(arena_alloc(program->arena, text.size + 1), text.data, text.size),
			text.size);
	}
	arena_finish(&passing);
	return is_read;
}

/* "a/b/../c.h" is "a/c.h". */
static const char *
without_parents(char *path)
{
	for (char *up; (up = strstr(path, "/../"));) {
		char *directory = up;

		while (directory > path && directory[-1] != '/')
			directory--;
		if (directory == up || strncmp(directory, "../", 3) == 0 ||
		    strncmp(directory, "./", 2) == 0)
			break;
		memmove(directory, up + 4, strlen(up + 4) + 1);
	}
	return path;
}

/* What cannot be read, and is only included, is no matter. */
static bool
is_readable(const char *path)
{
	char first;

	return !file_found(path) && file_size(path) <= FILE_SIZE_MAX &&
	       file_peek(path, 0, &first, 1);
}

/* The file of this name beside the one that includes it, else one of the paths that ends with it.
 */
static struct c_source *
find_included(struct c_program *program, const struct c_source *source, const char *name)
{
	const char *beside = without_parents(
		file_join(program->arena, file_directory(program->arena, source->path), name));
	size_t *index = map_get(&program->names, file_name(name), strlen(file_name(name)));
	size_t length = strlen(name);

	if (map_get(&program->known, beside, strlen(beside)) || is_readable(beside))
		return source_of(program, beside);
	for (size_t at = index ? *index : 0; at > 0; at = program->same_name[at - 1]) {
		const char *path = program->paths[at - 1];
		size_t path_length = strlen(path);

		if (path_length >= length && strcmp(path + path_length - length, name) == 0 &&
		    (path_length == length || path[path_length - length - 1] == '/'))
			return source_of(program, path);
	}
	return NULL;
}

static void
find_includes(struct c_program *program, struct c_source *source)
{
	if (source->included)
		return;
	source->included = arena_alloc(program->arena,
				       (source->include_count + 1) * sizeof(struct c_source *));
	for (size_t i = 0; i < source->include_count; i++) {
		struct c_source *found = find_included(program, source, source->includes[i]);

		if (found)
			source->included[source->included_count++] = found;
	}
}

/* Asks the file and what it includes, the last first, each once. */
static const void *
search(struct c_program *program, struct c_source *source, unsigned depth,
       const void *(*ask)(struct c_source *source, const struct c_token *name),
       const struct c_token *name)
{
	const void *found = ask(source, name);

	source->visit = program->visit;
	if (found || depth > DEPTH_MAX)
		return found;
	find_includes(program, source);
	for (size_t i = source->included_count; i > 0 && !found; i--)
		if (source->included[i - 1]->visit != program->visit)
			found = search(program, source->included[i - 1], depth + 1, ask, name);
	return found;
}

const void *
c_program_search(struct c_program *program, struct c_source *source,
		 const void *(*ask)(struct c_source *source, const struct c_token *name),
		 const struct c_token *name)
{
	program->visit++;
	return search(program, source, 0, ask, name);
}

static const void *
last_macro(struct c_source *source, const struct c_token *name)
{
	return map_get(&source->macros, name->text, name->length);
}

static bool
is_same_body(const struct c_macro *a, const struct c_macro *b)
{
	if (a->body.count != b->body.count || a->is_function != b->is_function)
		return false;
	for (size_t i = 0; i < a->body.count; i++)
		if (a->body.items[i].length != b->body.items[i].length ||
		    memcmp(a->body.items[i].text, b->body.items[i].text, a->body.items[i].length) !=
			    0)
			return false;
	return true;
}

/* Is another branch of the same condition of another opinion? */
static bool
is_ambiguous(const struct c_macro *macro)
{
	const struct c_macro *other = macro->previous;

	return macro->group > 0 && other && other->group == macro->group &&
	       other->branch != macro->branch && !is_same_body(macro, other);
}

const struct c_macro *
c_program_macro(struct c_program *program, struct c_source *source, size_t at,
		const struct c_token *name)
{
	const struct c_macro *macro = last_macro(source, name);

	while (macro && macro->before > at)
		macro = macro->previous;
	if (!macro) {
		macro = c_program_search(program, source, last_macro, name);
		if (macro && macro->source == source)
			return NULL;
	}
	return macro && !macro->is_undefined && !is_ambiguous(macro) ? macro : NULL;
}

static const void *
variable_of(struct c_source *source, const struct c_token *name)
{
	return map_get(&source->variable_names, name->text, name->length);
}

static const void *
extern_of(struct c_source *source, const struct c_token *name)
{
	return map_get(&source->extern_names, name->text, name->length);
}

/* One of another file, which is read if it was not. */
static const struct c_variable *
find_global(struct c_program *program, struct c_source *source, const struct c_token *name,
	    struct c_source **found)
{
	const char *word = arena_copy(program->arena, name->text, name->length);

	if (!c_program_search(program, source, extern_of, name))
		return NULL;
	c_program_read(program, &word, 1);
	for (size_t i = 0; i < program->source_count; i++) {
		const struct c_variable *variable = variable_of(program->sources[i], name);

		*found = program->sources[i];
		if (variable && !variable->is_static)
			return variable;
	}
	return NULL;
}

const struct c_variable *
c_program_variable(struct c_program *program, struct c_source *source, const struct c_token *name,
		   struct c_source **found)
{
	const struct c_variable *variable;

	variable = c_program_search(program, source, variable_of, name);
	if (!variable)
		return find_global(program, source, name, found);
	for (size_t i = 0; i < program->source_count; i++)
		if (variable_of(program->sources[i], name) == variable)
			*found = program->sources[i];
	return variable;
}
