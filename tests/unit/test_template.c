#include "test.h"

#include <stdbool.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/text.h"
#include "template/template.h"
#include "template/value.h"

static void
add_letters(struct value *list, size_t part, const void *context, struct arena *arena)
{
	for (const char *letter = ((const char *const *)context)[part]; *letter != '\0'; letter++)
		value_add_text(value_set_list(value_add_record(list, arena), "twice", arena),
			       arena_format(arena, "%c%c", *letter, *letter), arena);
}

/* What all templates here see: a list of tables with columns, and one of each other kind. */
static struct value *
sample(struct arena *arena)
{
	static const char *const columns[][3] = { { "id", "title", NULL }, { "key", NULL }, { NULL } };
	static const char *const names[] = { "tasks", "users", "bare" };
	static const char *const letters[] = { "", "ab", "", "c" };
	struct value *root = value_record(arena), *tables;

	value_set_text(root, "name", "db", arena);
	value_set_text(root, "nothing", "", arena);
	value_set_flag(root, "yes", true, arena);
	value_set_flag(root, "no", false, arena);
	value_set_list(root, "none", arena);
	value_set_stream(root, "stream", (struct value_stream){ add_letters, letters, 4 }, 3, arena);
	value_set_text(value_set_record(value_set_record(root, "a", arena), "b", arena), "c", "deep", arena);
	tables = value_set_list(root, "tables", arena);
	for (size_t i = 0; i < 3; i++) {
		struct value *table = value_add_record(tables, arena);
		struct value *list = value_set_list(table, "columns", arena);

		value_set_text(table, "name", names[i], arena);
		for (size_t j = 0; columns[i][j]; j++)
			value_add_text(list, columns[i][j], arena);
	}
	return root;
}

static char *
written(FILE *file, struct arena *arena)
{
	char buffer[4096];
	size_t length;

	rewind(file);
	length = fread(buffer, 1, sizeof buffer, file);
	fclose(file);
	return arena_copy(arena, buffer, length);
}

static bool
add_to_text(void *context, const char *data, size_t size)
{
	text_add(context, data, size);
	return true;
}

/* The first line of what was said of a template that must fail, or the output of one that must not. */
static char *
render(const char *source, size_t length, bool must_fail, struct arena *arena)
{
	struct diag diag = { .out = tmpfile() };
	struct text text = { 0 };
	const struct template_output out = { add_to_text, &text };
	char *messages, *output;
	bool ok;

	text_add_string(&text, "<");
	ok = template_render(&out, "t.tmpl", source, length, sample(arena), arena, &diag);
	output = arena_copy(arena, text.data + 1, text.length - 1);
	text_finish(&text);
	messages = written(diag.out, arena);
	CHECK_INT(ok, !must_fail);
	CHECK_INT(ok, diag.errors == 0);
	if (!must_fail)
		return output;
	messages[strcspn(messages, "\n")] = '\0';
	return messages;
}

static void
templates_render(struct arena *arena)
{
	static const struct {
		const char *source, *output;
	} rows[] = {
		{ "", "" },
		{ "plain", "plain" },
		{ "plain\n\n", "plain\n\n" },
		{ "${name}", "db" },
		{ "[${name}${name}]\n", "[dbdb]\n" },
		{ "${a.b.c}", "deep" },
		{ "$ $x {y} $$ $$$\n", "$ $x {y} $$ $$$\n" },
		{ "$${name} $$${name}\n", "${name} $${name}\n" },
		{ "a @b\n", "a @b\n" },
		{ "@@if\n\t@@end ${name}\n", "@if\n\t@end db\n" },
		{ "@if yes\na\n@end\nb", "a\nb" },
		{ "\t @if yes\t\r\na\n  @end  \nb", "a\nb" },
		{ "@if no\na\n@else\nb\n@end\n", "b\n" },
		{ "@if not no\na\n@else\nb\n@end\n", "a\n" },
		{ "@if not yes\na\n@end", "" },
		{ "@if nothing\na\n@end\n@if name\nb\n@end", "b\n" },
		{ "@if none\na\n@end\n@if tables\nb\n@end", "b\n" },
		{ "@if a.b\na\n@end", "a\n" },
		{ "@for t in none\n${t}\n@end\n", "" },
		{ "@for t in tables\n${t.name}${,}\n@end\n", "tasks,\nusers,\nbare\n" },
		{ "@for t in tables\n@for c in t.columns\n${t.name}.${c}${,}\n@end\n@end\n",
		  "tasks.id,\ntasks.title\nusers.key\n" },
		{ "@for t in tables\n@for c in t.columns\n${c}\n@end\n${,}\n@end\n", "id\ntitle\n,\nkey\n,\n\n" },
		{ "@for name in tables\n@for name in name.columns\n${name} @end\n@end\n@end\n${name}",
		  "id @end\ntitle @end\nkey @end\ndb" },
		{ "@for not in tables\n@if not.columns\n${not.name}\n@end\n@end\n", "tasks\nusers\n" },
		{ "@for not in tables\n@if not\nx\n@end\n@end\n", "x\nx\nx\n" },
		{ "@if no\n${unknown}\n@end\n", "" },
		{ "a\r\n${name}\r\n", "a\r\ndb\r\n" },
		{ "@for s in stream\n@for t in s.twice\n${t}\n@end\n${,}\n@end\n", "aa\n,\nbb\n,\ncc\n\n" },
		{ "@for s in stream\n@for s in stream\n@for t in s.twice\n${t}\n@end\n@end\n@end\n",
		  "aa\nbb\ncc\naa\nbb\ncc\naa\nbb\ncc\n" },
		{ "@if stream\na\n@end\n", "a\n" },
		{ "@if yes", NULL },
	};

	for (size_t i = 0; rows[i].output; i++)
		CHECK_STR(render(rows[i].source, strlen(rows[i].source), false, arena), rows[i].output);
}

static void
faults_have_a_place_and_a_sentence(struct arena *arena)
{
	static const struct {
		const char *source, *message;
	} rows[] = {
		{ "a\n  ${nme}\n", "t.tmpl:2:5: error: unknown name 'nme' in 'nme'" },
		{ "${a.b.d}", "t.tmpl:1:7: error: unknown name 'd' in 'a.b.d'" },
		{ "${a.b.c.d}",
		  "t.tmpl:1:9: error: unknown name 'd' in 'a.b.c.d': expected a record before it, found a text" },
		{ "${tables}", "t.tmpl:1:3: error: 'tables': expected a text, found a list" },
		{ "${stream}", "t.tmpl:1:3: error: 'stream': expected a text, found a list" },
		{ "${a.b}", "t.tmpl:1:3: error: 'a.b': expected a text, found a record" },
		{ "${yes}", "t.tmpl:1:3: error: 'yes': expected a text, found a flag" },
		{ "@for t in name\n@end\n", "t.tmpl:1:11: error: 'name': expected a list, found a text" },
		{ "@if tabels\n@end\n", "t.tmpl:1:5: error: unknown name 'tabels' in 'tabels'" },
		{ "@for t in tables\n@end\n${t.name}\n", "t.tmpl:3:3: error: unknown name 't' in 't.name'" },
		{ "x ${name", "t.tmpl:1:5: error: expected a path and '}', found 'name'" },
		{ "${}", "t.tmpl:1:3: error: expected a path and '}', found '}'" },
		{ "${a..b}", "t.tmpl:1:3: error: expected a path and '}', found 'a..b}'" },
		{ "${name }", "t.tmpl:1:3: error: expected a path and '}', found 'name }'" },
		{ "${", "t.tmpl:1:3: error: expected a path and '}', found the end of the line" },
		{ "@if yes\n${,}\n@end", "t.tmpl:2:3: error: expected '${,}' only inside '@for', found ',}'" },
		{ "@foreach t in tables\n",
		  "t.tmpl:1:1: error: expected '@for', '@if', '@else' or '@end' (or '@@' for a text that begins with "
		  "'@'), found '@foreach t in tables'" },
		{ "@for\n@end", "t.tmpl:1:5: error: expected a name and 'in', found the end of the line" },
		{ "@for t of tables\n@end", "t.tmpl:1:8: error: expected 'in', found 'of tables'" },
		{ "@for t in\n@end", "t.tmpl:1:10: error: expected a path, found the end of the line" },
		{ "@for t in a b\n@end", "t.tmpl:1:13: error: expected the end of the line, found 'b'" },
		{ "@if\n@end", "t.tmpl:1:4: error: expected a path, found the end of the line" },
		{ "@if yes no\n@end", "t.tmpl:1:9: error: expected the end of the line, found 'no'" },
		{ "a\n@end\n", "t.tmpl:2:1: error: expected an '@for' or '@if' before '@end', found '@end'" },
		{ "@if yes\n@end yes\n@end\n", "t.tmpl:2:6: error: expected the end of the line, found 'yes'" },
		{ "@else\n", "t.tmpl:1:1: error: expected '@else' only inside '@if', found '@else'" },
		{ "@for t in none\n@else\n@end\n",
		  "t.tmpl:2:1: error: expected '@else' only inside '@if', found '@else'" },
		{ "@if yes\n@else\n@else\n@end\n",
		  "t.tmpl:3:1: error: expected one '@else' for an '@if', found '@else'" },
		{ "x\n @if yes\n@for t in none\n@end\n",
		  "t.tmpl:2:2: error: expected '@end' for this '@if', found the end of the file" },
		{ "@for t in none\n",
		  "t.tmpl:1:1: error: expected '@end' for this '@for', found the end of the file" },
		{ "${a\033[2J}", "t.tmpl:1:3: error: expected a path and '}', found 'a<U+001B>[2J}'" },
		{ NULL, NULL },
	};

	for (size_t i = 0; rows[i].source; i++)
		CHECK_STR(render(rows[i].source, strlen(rows[i].source), true, arena), rows[i].message);
}

static void
every_fault_of_a_file_is_told(struct arena *arena)
{
	static const char source[] = "@iff\n${\n@for\n@end\n";
	struct diag diag = { .out = tmpfile() };
	struct text text = { 0 };
	const struct template_output out = { add_to_text, &text };

	CHECK(!template_render(&out, "t.tmpl", source, sizeof source - 1, sample(arena), arena, &diag));
	CHECK_INT(diag.errors, 3);
	CHECK_INT(text.length, 0);
	fclose(diag.out);
}

static char *
nested(size_t depth, struct arena *arena)
{
	struct text text = { 0 };
	char *source;

	for (size_t i = 0; i < depth; i++)
		text_add_string(&text, "@if yes\n");
	text_add_string(&text, "x\n");
	for (size_t i = 0; i < depth; i++)
		text_add_string(&text, "@end\n");
	source = arena_copy(arena, text.data, text.length);
	text_finish(&text);
	return source;
}

static void
depth_has_a_limit(struct arena *arena)
{
	const char *deep = nested(64, arena), *deeper = nested(65, arena), *deepest = nested(100000, arena);
	const char *message = "t.tmpl:65:1: error: nested too deep: expected at most 64 levels";

	CHECK_STR(render(deep, strlen(deep), false, arena), "x\n");
	CHECK_STR(render(deeper, strlen(deeper), true, arena), message);
	CHECK_STR(render(deepest, strlen(deepest), true, arena), message);
}

/* The length counts, not a NUL; nothing behind it is read. */
static void
the_source_need_not_end_in_nul(struct arena *arena)
{
	static const char *const sources[] = { "a", "$", "${", "$$", "$${", "@", "@i", "@if", "@if n", "${a." };

	for (size_t i = 0; i < sizeof sources / sizeof *sources; i++) {
		size_t length = strlen(sources[i]);
		char *exact = malloc(length);
		struct diag diag = { .out = tmpfile() };
		struct text text = { 0 };
		const struct template_output out = { add_to_text, &text };

		memcpy(exact, sources[i], length);
		template_render(&out, "t.tmpl", exact, length, sample(arena), arena, &diag);
		text_finish(&text);
		fclose(diag.out);
		free(exact);
	}
	CHECK_INT(strlen(render("a\0b", 3, false, arena)), 1);
}

/* Takes so many bytes, then no more. */
struct bounded {
	size_t size, left, calls;
};

static bool
take_some(void *context, const char *data, size_t size)
{
	struct bounded *bounded = context;

	(void)data;
	bounded->calls++;
	bounded->size += size;
	bounded->left -= size < bounded->left ? size : bounded->left;
	return bounded->left > 0;
}

static void
add_line(struct value *list, size_t part, const void *context, struct arena *arena)
{
	(void)part;
	(void)context;
	value_add_text(list, arena_format(arena, "%0999d", 1), arena);
}

/* 10 MB in pieces that are much less than that, until one is not taken. */
static void
output_is_written_while_it_is_rendered(struct arena *arena)
{
	static const char source[] = "@for l in lines\n${l}\n@end\n";
	static const struct value_stream stream = { .add = add_line, .part_count = 10000 };
	struct diag diag = { .out = tmpfile() };
	struct bounded whole = { .left = 100000000 }, part = { .left = 100000 };
	struct value *root = value_record(arena);

	value_set_stream(root, "lines", stream, 10000, arena);
	CHECK(template_render(&(struct template_output){ take_some, &whole }, "t.tmpl", source, sizeof source - 1,
			      root, arena, &diag));
	CHECK_INT(whole.size, 10000000);
	CHECK(whole.calls > 100);
	CHECK(!template_render(&(struct template_output){ take_some, &part }, "t.tmpl", source, sizeof source - 1,
			       root, arena, &diag));
	CHECK(part.size < 200000);
	CHECK_INT(diag.errors, 0);
	fclose(diag.out);
}

int
main(void)
{
	struct arena arena = { 0 };

	templates_render(&arena);
	faults_have_a_place_and_a_sentence(&arena);
	every_fault_of_a_file_is_told(&arena);
	depth_has_a_limit(&arena);
	the_source_need_not_end_in_nul(&arena);
	output_is_written_while_it_is_rendered(&arena);
	arena_finish(&arena);
	return failures != 0;
}
