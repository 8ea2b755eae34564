/*
 * Builds templates and the runtime into the tool.
 *     embed OUTPUT.c --templates FILE… --runtime HEADER PRIVATE.h FILE.c…
 * writes the tables of template/store.h: each template, and the runtime as two files, its header
 * and one source joined from the rest in the order given.
 *     embed --join OUTPUT.c PRIVATE.h FILE.c…
 * writes just that source. Arrays of bytes, for a compiler need not take string literals above
 * 4095 characters.
 */
#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct bytes {
	char *data;
	size_t size, capacity;
};

static _Noreturn void
fail(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	fputs("embed: ", stderr);
	vfprintf(stderr, format, arguments);
	fputc('\n', stderr);
	va_end(arguments);
	exit(1);
}

static void
add(struct bytes *bytes, const char *data, size_t size)
{
	while (bytes->capacity - bytes->size < size) {
		bytes->capacity = bytes->capacity > 0 ? bytes->capacity * 2 : 65536;
		bytes->data = realloc(bytes->data, bytes->capacity);
		if (!bytes->data)
			fail("out of memory");
	}
	memcpy(bytes->data + bytes->size, data, size);
	bytes->size += size;
}

static void
add_string(struct bytes *bytes, const char *string)
{
	add(bytes, string, strlen(string));
}

static void
read_file(struct bytes *bytes, const char *path)
{
	FILE *file = fopen(path, "rb");
	char buffer[8192];
	size_t got;

	if (!file)
		fail("%s: %s", path, strerror(errno));
	while ((got = fread(buffer, 1, sizeof buffer, file)) > 0)
		add(bytes, buffer, got);
	if (ferror(file))
		fail("%s: %s", path, strerror(errno));
	fclose(file);
}

static const char *
base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* #include "…" of a file that is joined, or of the header at the top. */
static bool
is_local_include(const char *line, const char *end)
{
	static const char word[] = "include";

	while (line < end && (*line == ' ' || *line == '\t'))
		line++;
	if (line == end || *line++ != '#')
		return false;
	while (line < end && (*line == ' ' || *line == '\t'))
		line++;
	if ((size_t)(end - line) < sizeof word || memcmp(line, word, sizeof word - 1) != 0)
		return false;
	line += sizeof word - 1;
	while (line < end && (*line == ' ' || *line == '\t'))
		line++;
	return line < end && *line == '"';
}

/* A file without its local includes and the empty lines behind them. */
static void
add_part(struct bytes *joined, const char *path)
{
	struct bytes part = { 0 };
	bool was_dropped = true;

	add_string(joined, "\n");
	read_file(&part, path);
	for (const char *line = part.data, *stop = line + part.size; line < stop;) {
		const char *end = memchr(line, '\n', (size_t)(stop - line));

		end = end ? end + 1 : stop;
		if (is_local_include(line, end))
			was_dropped = true;
		else if (!was_dropped || *line != '\n') {
			add(joined, line, (size_t)(end - line));
			was_dropped = false;
		}
		line = end;
	}
	free(part.data);
}

static void
join(struct bytes *joined, const char *const *paths, size_t count)
{
	add_string(joined, "/*\n"
			   " * The runtime of code that sqlgen generated, in one file: sqlgen.h is its manual.\n"
			   " * Written by sqlgen. It is replaced when the code is generated anew.\n"
			   " */\n"
			   "#include \"sqlgen.h\"\n");
	for (size_t i = 0; i < count; i++)
		add_part(joined, paths[i]);
}

/* The bytes as an array, with a 0 behind them. */
static void
write_array(FILE *out, const char *kind, size_t number, const struct bytes *bytes)
{
	fprintf(out, "static const unsigned char %s_%zu[] = {", kind, number);
	for (size_t i = 0; i < bytes->size; i++)
		fprintf(out, "%s%u,", i % 20 == 0 ? "\n\t" : "", (unsigned)(unsigned char)bytes->data[i]);
	fputs("\n\t0\n};\n\n", out);
}

static void
write_table(FILE *out, const char *kind, const char *table, const char *const *names, size_t count)
{
	fprintf(out, "const struct embedded_file %s[] = {\n", table);
	for (size_t i = 0; i < count; i++)
		fprintf(out, "\t{ \"%s\", %s_%zu, sizeof %s_%zu - 1 },\n", base_name(names[i]), kind, i, kind, i);
	fputs("\t{ NULL, NULL, 0 }\n};\n\n", out);
}

static void
write_files(FILE *out, const char *kind, const char *table, const char *const *paths, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct bytes bytes = { 0 };

		read_file(&bytes, paths[i]);
		write_array(out, kind, i, &bytes);
		free(bytes.data);
	}
	write_table(out, kind, table, paths, count);
}

/* paths: the header, then what is joined. */
static void
write_runtime(FILE *out, const char *const *paths, size_t count)
{
	const char *names[] = { paths[0], "sqlgen.c" };
	struct bytes header = { 0 }, source = { 0 };

	read_file(&header, paths[0]);
	join(&source, paths + 1, count - 1);
	write_array(out, "runtime", 0, &header);
	write_array(out, "runtime", 1, &source);
	write_table(out, "runtime", "embedded_runtime", names, 2);
	free(header.data);
	free(source.data);
}

static FILE *
open_output(const char *path)
{
	FILE *out = fopen(path, "wb");

	if (!out)
		fail("%s: %s", path, strerror(errno));
	return out;
}

static int
close_output(FILE *out, const char *path)
{
	bool failed = ferror(out) != 0;

	if (fclose(out) != 0 || failed) {
		remove(path);
		fail("%s: cannot be written", path);
	}
	return 0;
}

static int
write_joined(const char *output, const char *const *paths, size_t count)
{
	FILE *out = open_output(output);
	struct bytes joined = { 0 };

	join(&joined, paths, count);
	fwrite(joined.data, 1, joined.size, out);
	free(joined.data);
	return close_output(out, output);
}

int
main(int argc, char **argv)
{
	const char *const *words = (const char *const *)argv;
	int runtime = 3;
	FILE *out;

	if (argc > 3 && strcmp(argv[1], "--join") == 0)
		return write_joined(argv[2], words + 3, (size_t)argc - 3);
	while (runtime < argc && strcmp(argv[runtime], "--runtime") != 0)
		runtime++;
	if (argc < 4 || strcmp(argv[2], "--templates") != 0 || argc - runtime < 3)
		fail("usage: embed OUTPUT.c --templates FILE... --runtime HEADER PRIVATE.h FILE.c...\n"
		     "       embed --join OUTPUT.c PRIVATE.h FILE.c...");
	out = open_output(argv[1]);
	fputs("/* Written by embed from the templates and the runtime. */\n"
	      "#include \"template/store.h\"\n\n",
	      out);
	write_files(out, "template", "embedded_templates", words + 3, (size_t)runtime - 3);
	write_runtime(out, words + runtime + 1, (size_t)(argc - runtime) - 1);
	return close_output(out, argv[1]);
}
