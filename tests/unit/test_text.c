#include "test.h"

#include "base/arena.h"
#include "base/text.h"

static void
pieces_follow_each_other(void)
{
	struct text text = { 0 };
	text_add(&text, "abcdef", 3);
	text_add_char(&text, '-');
	text_add_string(&text, "x");
	text_format(&text, "%d%%%s", 7, "z");
	CHECK_STR(text.data, "abc-x7%z");
	CHECK_INT(text.length, 8);
	text_finish(&text);
	CHECK(text.data == NULL && text.length == 0 && text.capacity == 0);
	text_finish(&text);
}

static void
nothing_added_is_the_empty_string(void)
{
	struct text text = { 0 };
	text_add(&text, NULL, 0);
	CHECK_STR(text.data, "");
	text_format(&text, "%s", "");
	CHECK_STR(text.data, "");
	CHECK_INT(text.length, 0);
	text_finish(&text);
}

static void
nul_bytes_are_kept(void)
{
	struct text text = { 0 };
	text_add(&text, "a\0b", 3);
	text_add_char(&text, '\0');
	CHECK_INT(text.length, 4);
	CHECK_INT(memcmp(text.data, "a\0b\0", 5), 0);
	text_finish(&text);
}

static void
grows_over_every_boundary(void)
{
	struct text text = { 0 };
	for (int i = 0; i < 3000; i++)
		text_format(&text, "%c", 'a' + i % 26);
	text_format(&text, "%0*d", 70000, 1);
	CHECK_INT(text.length, 73000);
	CHECK_INT(strlen(text.data), 73000);
	for (int i = 0; i < 3000; i++)
		if (text.data[i] != 'a' + i % 26) {
			CHECK_INT(text.data[i], 'a' + i % 26);
			break;
		}
	text_finish(&text);
}

static void
what_is_kept_outlives_the_text(void)
{
	struct arena arena = { 0 };
	struct text text = { 0 };
	const char *nothing = text_keep(&text, &arena), *kept;
	text_add(&text, "a\0b", 3);
	kept = text_keep(&text, &arena);
	CHECK_STR(nothing, "");
	CHECK_INT(memcmp(kept, "a\0b", 4), 0);
	CHECK(text.data == NULL && text.length == 0 && text.capacity == 0);
	arena_finish(&arena);
}

int
main(void)
{
	pieces_follow_each_other();
	nothing_added_is_the_empty_string();
	nul_bytes_are_kept();
	grows_over_every_boundary();
	what_is_kept_outlives_the_text();
	return failures != 0;
}
