#include "test.h"

#include <stdbool.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/file.h"
#include "template/store.h"

static const struct embedded_file *
embedded(const struct embedded_file *files, const char *name)
{
	for (; files->name; files++)
		if (strcmp(files->name, name) == 0)
			return files;
	return NULL;
}

/* Does the file hold this text? */
static bool
holds(const struct embedded_file *file, const char *text)
{
	size_t length = strlen(text);

	for (size_t i = 0; i + length <= file->size; i++)
		if (memcmp(file->data + i, text, length) == 0)
			return true;
	return false;
}

static void
all_is_built_in(void)
{
	const struct embedded_file *header = embedded(embedded_runtime, "sqlgen.h");
	const struct embedded_file *source = embedded(embedded_runtime, "sqlgen.c");

	CHECK(embedded(embedded_templates, "db.h.tmpl") != NULL);
	CHECK(embedded(embedded_templates, "db.c.tmpl") != NULL);
	CHECK(header && holds(header, "SQLGEN_INTERFACE"));
	CHECK(source && holds(source, "#include \"sqlgen.h\""));
	CHECK(source && !holds(source, "#include \"private.h\""));
	CHECK(source && source->data[source->size - 1] == '\n' && source->data[source->size] == '\0');
	CHECK_INT(embedded_runtime[2].name == NULL, true);
}

static void
built_in_templates_are_given_by_name(struct arena *arena)
{
	const struct embedded_file *file = embedded(embedded_templates, "db.h.tmpl");
	struct diag diag = { .out = tmpfile() };
	struct template_source source = { 0 };

	CHECK(store_template(&source, "db.h.tmpl", NULL, arena, &diag));
	CHECK_STR(source.path, "<built-in>/db.h.tmpl");
	CHECK_INT(source.size, file->size);
	CHECK(source.data == (const char *)file->data);
	source = (struct template_source){ 0 };
	CHECK(!store_template(&source, "db.x.tmpl", NULL, arena, &diag));
	CHECK(source.path == NULL);
	CHECK_INT(diag.errors, 1);
	fclose(diag.out);
}

static char *
make_file(const char *directory, const char *name, const char *text, struct arena *arena)
{
	char *path = file_join(arena, directory, name);
	FILE *file = fopen(path, "w");

	CHECK(file != NULL);
	if (file) {
		fputs(text, file);
		fclose(file);
	}
	return path;
}

static void
a_directory_overrides_file_by_file(const char *directory, struct arena *arena)
{
	char *path = make_file(directory, "db.h.tmpl", "mine\n", arena);
	struct diag diag = { .out = tmpfile() };
	struct template_source source = { 0 };

	CHECK(store_check(directory, arena, &diag));
	CHECK(store_template(&source, "db.h.tmpl", directory, arena, &diag));
	CHECK_STR(source.path, path);
	CHECK_STR(source.data, "mine\n");
	CHECK(store_template(&source, "db.c.tmpl", directory, arena, &diag));
	CHECK_STR(source.path, "<built-in>/db.c.tmpl");
	CHECK_INT(diag.errors, 0);
	fclose(diag.out);
	unlink(path);
}

static void
unknown_names_in_a_directory_are_errors(const char *directory, struct arena *arena)
{
	char *typo = make_file(directory, "db.hh.tmpl", "", arena);
	char *other = make_file(directory, "query.tmpl", "", arena);
	char *hidden = make_file(directory, ".gitignore", "", arena);
	char *inner = file_join(arena, directory, "notes");
	struct diag diag = { .out = tmpfile() };

	mkdir(inner, 0777);
	CHECK(!store_check(directory, arena, &diag));
	CHECK_INT(diag.errors, 2);
	unlink(typo);
	unlink(other);
	CHECK(store_check(directory, arena, &diag));
	CHECK(store_check(NULL, arena, &diag));
	CHECK_INT(diag.errors, 2);
	CHECK(!store_check(hidden, arena, &diag));
	CHECK_INT(diag.errors, 3);
	unlink(hidden);
	rmdir(inner);
	fclose(diag.out);
}

int
main(void)
{
	struct arena arena = { 0 };
	const char *parent = getenv("TMPDIR");
	char *directory = arena_format(&arena, "%s/test_store_XXXXXX", parent ? parent : "/tmp");

	all_is_built_in();
	built_in_templates_are_given_by_name(&arena);
	if (!mkdtemp(directory))
		directory = NULL;
	CHECK(directory != NULL);
	if (directory) {
		a_directory_overrides_file_by_file(directory, &arena);
		unknown_names_in_a_directory_are_errors(directory, &arena);
		CHECK_INT(rmdir(directory), 0);
	}
	arena_finish(&arena);
	return failures != 0;
}
