#include "test.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/text.h"

static struct diag
diag_to_file(void)
{
	struct diag diag = { .out = tmpfile() };
	if (!diag.out)
		abort();
	return diag;
}

/* What was printed; the arena's. Closes the file. */
static const char *
printed(struct diag *diag, struct arena *arena)
{
	struct text text = { 0 };
	int c;
	rewind(diag->out);
	while ((c = getc(diag->out)) != EOF)
		text_add_char(&text, (char)c);
	fclose(diag->out);
	diag->out = NULL;
	const char *copy = arena_copy(arena, text.data, text.length);
	text_finish(&text);
	return copy;
}

static void
add_source(struct diag *diag, const char *text, struct arena *arena)
{
	diag_add_source(diag, "a.sql", text, strlen(text), arena);
}

static void
places_count_lines_and_bytes_from_1(void)
{
	static const struct {
		size_t offset;
		unsigned line, column;
	} rows[] = {
		{ 0, 1, 1 }, { 2, 1, 3 }, { 3, 2, 1 }, { 4, 3, 1 }, { 7, 3, 4 }, { 99, 3, 4 }
	};
	struct arena arena = { 0 };
	struct diag diag = { 0 };
	add_source(&diag, "ab\n\nxyz", &arena);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct place place = diag_place(&diag, "a.sql", rows[i].offset);
		CHECK_STR(place.path, "a.sql");
		CHECK_INT(place.line, rows[i].line);
		CHECK_INT(place.column, rows[i].column);
	}
	CHECK_INT(diag_place(&diag, "b.sql", 3).line, 0);
	CHECK_STR(diag_place(&diag, "b.sql", 3).path, "b.sql");
	arena_finish(&arena);
}

static void
places_in_long_files_agree_with_counting(void)
{
	struct arena arena = { 0 };
	struct text text = { 0 };
	for (unsigned i = 0; i < 20000; i++)
		text_add_char(&text, (i * 7919U) % 31 == 0 || (i > 9000 && i < 9100) ? '\n' : 'x');
	for (unsigned i = 0; i < 20000; i++)
		text_add_char(&text, 'y');
	struct diag diag = diag_to_file();
	diag_add_source(&diag, "a.sql", text.data, text.length, &arena);
	unsigned line = 1, column = 1;
	for (size_t i = 0; i <= text.length; i++) {
		struct place place = diag_place(&diag, "a.sql", i);
		if (place.line != line || place.column != column) {
			CHECK_INT(place.line, line);
			CHECK_INT(place.column, column);
			break;
		}
		column++;
		if (i < text.length && text.data[i] == '\n') {
			line++;
			column = 1;
		}
	}
	text.data[4095] = text.data[4097] = '\n';
	text.data[4096] = 'z';
	diag_add_source(&diag, "a.sql", text.data, text.length, &arena);
	diag_error(&diag, diag_place(&diag, "a.sql", 4096), "x");
	CHECK(strstr(printed(&diag, &arena), " | z\n      | ^\n") != NULL);
	text_finish(&text);
	arena_finish(&arena);
}

static void
messages_look_as_those_of_gcc(void)
{
	struct arena arena = { 0 };
	struct diag diag = diag_to_file();
	add_source(&diag, "one\r\n\ttwo three\nlast", &arena);
	diag_error(&diag, (struct place){ "a.sql", 2, 6 }, "expected %s, found '%s'", "four",
		   "three");
	diag_note(&diag, (struct place){ "a.sql", 1, 1 }, "here");
	diag_warning(&diag, (struct place){ "a.sql", 3, 5 }, "some-rule", "100%%");
	diag_error(&diag, (struct place){ "a.sql", 1, 0 }, "no column");
	diag_error(&diag, (struct place){ "a.sql", 0, 0 }, "no line");
	diag_error(&diag, (struct place){ "a.sql", 9, 1 }, "no such line");
	diag_error(&diag, (struct place){ "b.sql", 7, 8 }, "unknown");
	diag_error(&diag, (struct place){ NULL, 0, 0 }, "nowhere");
	CHECK_STR(printed(&diag, &arena), "a.sql:2:6: error: expected four, found 'three'\n"
					  "    2 | \ttwo three\n"
					  "      | \t    ^\n"
					  "a.sql:1:1: note: here\n"
					  "    1 | one\n"
					  "      | ^\n"
					  "a.sql:3:5: warning: 100% [some-rule]\n"
					  "    3 | last\n"
					  "      |     ^\n"
					  "a.sql:1: error: no column\n"
					  "    1 | one\n"
					  "a.sql: error: no line\n"
					  "a.sql:9:1: error: no such line\n"
					  "b.sql:7:8: error: unknown\n"
					  "sqlgen: error: nowhere\n");
	CHECK_INT(diag.errors, 6);
	CHECK_INT(diag.warnings, 1);
	arena_finish(&arena);
}

static void
colour_only_if_wanted(void)
{
	struct arena arena = { 0 };
	struct diag diag = diag_to_file();
	diag.has_colour = true;
	add_source(&diag, "x", &arena);
	diag_error(&diag, (struct place){ "a.sql", 1, 1 }, "m");
	CHECK_STR(printed(&diag, &arena), "\033[1ma.sql:1:1:\033[0m \033[1;31merror:\033[0m m\n"
					  "    1 | x\n      | \033[1;31m^\033[0m\n");
	arena_finish(&arena);
}

static void
nothing_from_a_file_reaches_the_terminal_raw(void)
{
	struct arena arena = { 0 };
	struct diag diag = diag_to_file();
	const char *source = "a\033[2J\302\233\xE2\x80\xAE\x9B\xE2\x82 \xC3\xA9 \xE5\xAD\x97|";
	diag_add_source(&diag, "p\n\033.sql", source, strlen(source), &arena);
	diag_error(&diag, (struct place){ "p\n\033.sql", 1, (unsigned)strlen(source) },
		   "no such table: b%s\nERROR forged \xE2\x81\xA6%s", "\033]8;;x\a", "\x80%n");
	CHECK_STR(printed(&diag, &arena),
		  "p<U+000A><U+001B>.sql:1:21: error: no such table: b<U+001B>]8;;x<U+0007><U+000A>"
		  "ERROR forged <U+2066><80>%n\n"
		  "    1 | a<U+001B>[2J<U+009B><U+202E><9B><E2><82> \xC3\xA9 \xE5\xAD\x97|\n"
		  "      |                                              ^\n");
	arena_finish(&arena);
}

static void
escapes_name_every_hidden_character(void)
{
	static const struct {
		const char *source, *shown;
	} rows[] = {
		{ "\x7F", "<U+007F>" },
		{ "\xE2\x80\x8B", "<U+200B>" },
		{ "\xEF\xBB\xBF", "<U+FEFF>" },
		{ "\xF3\xA0\x81\x81", "<U+E0041>" },
		{ "\xC0\x80", "<C0><80>" },
		{ "\xED\xA0\x80", "<ED><A0><80>" },
		{ "\xF4\x90\x80\x80", "<F4><90><80><80>" },
		{ "\xE0\x80\x80", "<E0><80><80>" },
		{ "\xF0\x9F\x98\x80", "\xF0\x9F\x98\x80" },
		{ "\r", "<U+000D>" },
		{ "\xC3", "<C3>" },
		{ "\t", "<U+0009>" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct arena arena = { 0 };
		struct diag diag = diag_to_file();
		diag_error(&diag, (struct place){ "f", 0, 0 }, "%s", rows[i].source);
		CHECK_STR(printed(&diag, &arena),
			  arena_format(&arena, "f: error: %s\n", rows[i].shown));
		arena_finish(&arena);
	}
}

static void
long_lines_show_a_window_around_the_caret(void)
{
	static const struct {
		unsigned column;
		bool is_cut_before, is_cut_behind;
	} rows[] = { { 1, false, true },
		     { 40, false, true },
		     { 500000, true, true },
		     { 1000000, true, false } };
	struct arena arena = { 0 };
	struct text text = { 0 };
	for (int i = 0; i < 1000000; i++)
		text_add_char(&text, (char)('a' + i % 26));
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct diag diag = diag_to_file();
		diag_add_source(&diag, "a.sql", text.data, text.length, &arena);
		diag_error(&diag, (struct place){ "a.sql", 1, rows[i].column }, "m");
		const char *line = strchr(printed(&diag, &arena), '\n') + 1;
		const char *end = strchr(line, '\n'), *caret = end + 1 + strcspn(end + 1, "^");
		CHECK((size_t)(end - line) <= 8 + 120);
		CHECK((size_t)(end - line) >= 8 + 60);
		CHECK_INT(strncmp(line + 8, "...", 3) == 0, rows[i].is_cut_before);
		CHECK_INT(strncmp(end - 3, "...", 3) == 0, rows[i].is_cut_behind);
		CHECK_INT(line[caret - (end + 1)], text.data[rows[i].column - 1]);
	}
	text_finish(&text);
	arena_finish(&arena);
}

static void
a_line_that_fits_is_shown_whole(void)
{
	struct arena arena = { 0 };
	struct diag diag = diag_to_file();
	char line[121];
	memset(line, 'x', 120);
	line[120] = '\0';
	add_source(&diag, line, &arena);
	diag_error(&diag, (struct place){ "a.sql", 1, 119 }, "m");
	const char *out = printed(&diag, &arena);
	CHECK(strstr(out, line) != NULL);
	CHECK(strstr(out, "...") == NULL);
	arena_finish(&arena);
}

static void
windows_of_escapes_and_tabs_stay_narrow(void)
{
	struct arena arena = { 0 };
	struct text text = { 0 };
	for (int i = 0; i < 3000; i++)
		text_add_string(&text, i % 3 ? "\033" : "\t\xE2\x80\xAE");
	for (unsigned column = 1; column < text.length; column += 97) {
		struct diag diag = diag_to_file();
		diag_add_source(&diag, "a.sql", text.data, text.length, &arena);
		diag_error(&diag, (struct place){ "a.sql", 1, column }, "m");
		const char *line = strchr(printed(&diag, &arena), '\n') + 1;
		unsigned width = 0;
		for (const char *c = line; *c != '\n'; c++)
			width += *c == '\t' ? 8 - width % 8 : 1;
		if (width > 8 + 120)
			CHECK_INT(width, 128);
	}
	text_finish(&text);
	arena_finish(&arena);
}

static void
errors_past_the_limit_are_only_counted(void)
{
	struct arena arena = { 0 };
	struct diag diag = diag_to_file();
	for (int i = 1; i <= 25; i++) {
		diag_error(&diag, (struct place){ "f", 0, 0 }, "e%d", i);
		diag_note(&diag, (struct place){ "f", 0, 0 }, "n%d", i);
	}
	diag_warning(&diag, (struct place){ "f", 0, 0 }, NULL, "w");
	diag_note(&diag, (struct place){ "f", 0, 0 }, "of the warning");
	CHECK_INT(diag.errors, 25);
	const char *out = printed(&diag, &arena);
	CHECK(strstr(out,
		     "f: error: e20\nf: note: n20\nf: warning: w\nf: note: of the warning\n") !=
	      NULL);
	CHECK(strstr(out, "e21") == NULL);
	arena_finish(&arena);
}

static void
warnings_past_the_limit_are_only_counted(void)
{
	struct arena arena = { 0 };
	struct diag diag = diag_to_file();
	for (int i = 1; i <= 25; i++) {
		diag_warning(&diag, (struct place){ "f", 0, 0 }, NULL, "w%d", i);
		diag_note(&diag, (struct place){ "f", 0, 0 }, "n%d", i);
	}
	diag_error(&diag, (struct place){ "f", 0, 0 }, "e");
	CHECK_INT(diag.warnings, 25);
	const char *out = printed(&diag, &arena);
	CHECK(strstr(out, "f: warning: w20\nf: note: n20\nf: error: e\n") != NULL);
	CHECK(strstr(out, "21") == NULL);
	arena_finish(&arena);
}

static void
many_of_one_rule_do_not_hide_others(void)
{
	struct arena arena = { 0 };
	struct diag diag = diag_to_file();
	for (int i = 1; i <= 25; i++)
		diag_warning(&diag, (struct place){ "f", 0, 0 }, "many", "w%d", i);
	diag_warning(&diag, (struct place){ "f", 0, 0 }, "other", "x");
	diag_finish(&diag);
	CHECK_INT(diag.warnings, 26);
	const char *out = printed(&diag, &arena);
	CHECK(strstr(out, "f: warning: w5 [many]\nf: warning: x [other]\n"
			  "sqlgen: 20 more warnings: ") != NULL);
	arena_finish(&arena);
}

static void
what_was_not_shown_is_said_at_the_end(void)
{
	static const struct {
		struct diag diag;
		int errors, warnings;
		const char *said;
	} rows[] = {
		{ { .shows_all = false }, 20, 20, "" },
		{ { .shows_all = false }, 21, 0, "sqlgen: 1 more error: '--verbose' shows all\n" },
		{ { .shows_all = false }, 3, 22,
		  "sqlgen: 2 more warnings: '--verbose' shows all\n" },
		{ { .shows_all = false }, 30, 21,
		  "sqlgen: 10 more errors and 1 more warning: '--verbose' shows all\n" },
		{ { .shows_all = true }, 30, 30, "" },
		{ { .is_quiet = true }, 21, 30, "sqlgen: 1 more error: '--verbose' shows all\n" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct arena arena = { 0 };
		struct diag diag = diag_to_file();
		diag.shows_all = rows[i].diag.shows_all;
		diag.is_quiet = rows[i].diag.is_quiet;
		for (int j = 0; j < rows[i].errors; j++)
			diag_error(&diag, (struct place){ "f", 0, 0 }, "e");
		for (int j = 0; j < rows[i].warnings; j++)
			diag_warning(&diag, (struct place){ "f", 0, 0 }, NULL, "w");
		diag_finish(&diag);
		const char *said = strstr(printed(&diag, &arena), "sqlgen: ");
		CHECK_STR(said ? said : "", rows[i].said);
		arena_finish(&arena);
	}
}

static void
all_messages_are_shown_where_that_is_asked_for(void)
{
	struct arena arena = { 0 };
	struct diag diag = diag_to_file();
	diag.shows_all = true;
	for (int i = 1; i <= 25; i++) {
		diag_error(&diag, (struct place){ "f", 0, 0 }, "e%d", i);
		diag_warning(&diag, (struct place){ "f", 0, 0 }, NULL, "w%d", i);
	}
	const char *out = printed(&diag, &arena);
	CHECK(strstr(out, "f: error: e25\nf: warning: w25\n") != NULL);
	arena_finish(&arena);
}

static void
quiet_counts_warnings_and_prints_errors(void)
{
	struct arena arena = { 0 };
	struct diag diag = diag_to_file();
	diag.is_quiet = true;
	diag_warning(&diag, (struct place){ "f", 0, 0 }, NULL, "w");
	diag_note(&diag, (struct place){ "f", 0, 0 }, "n");
	diag_error(&diag, (struct place){ "f", 0, 0 }, "e");
	CHECK_INT(diag.warnings, 1);
	CHECK_STR(printed(&diag, &arena), "f: error: e\n");
	arena_finish(&arena);
}

static void
many_sources_are_told_apart(void)
{
	struct arena arena = { 0 };
	struct diag diag = { 0 };
	for (int i = 0; i < 20000; i++)
		diag_add_source(&diag, arena_format(&arena, "m/%05d.sql", i),
				arena_format(&arena, "%0*d\n", i % 50 + 1, 0), (size_t)i % 50 + 2,
				&arena);
	for (int i = 0; i < 20000; i++) {
		struct place place = diag_place(&diag, arena_format(&arena, "m/%05d.sql", i),
						(size_t)i % 50 + 2);
		if (place.line != 2 || place.column != 1) {
			CHECK_INT(place.line, 2);
			break;
		}
	}
	arena_finish(&arena);
}

int
main(void)
{
	places_count_lines_and_bytes_from_1();
	places_in_long_files_agree_with_counting();
	messages_look_as_those_of_gcc();
	colour_only_if_wanted();
	nothing_from_a_file_reaches_the_terminal_raw();
	escapes_name_every_hidden_character();
	long_lines_show_a_window_around_the_caret();
	a_line_that_fits_is_shown_whole();
	windows_of_escapes_and_tabs_stay_narrow();
	errors_past_the_limit_are_only_counted();
	warnings_past_the_limit_are_only_counted();
	all_messages_are_shown_where_that_is_asked_for();
	many_of_one_rule_do_not_hide_others();
	what_was_not_shown_is_said_at_the_end();
	quiet_counts_warnings_and_prints_errors();
	many_sources_are_told_apart();
	return failures != 0;
}
