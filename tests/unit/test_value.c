#include "test.h"

#include "base/arena.h"
#include "base/text.h"
#include "template/value.h"

static void
fields_are_found_by_name(struct arena *arena)
{
	struct value *record = value_record(arena);
	struct value *list = value_set_list(record, "list", arena);
	struct value *inner = value_set_record(record, "inner", arena);

	value_set_text(record, "text", "abc", arena);
	value_set_flag(record, "flag", true, arena);
	value_set_number(record, "number", -9223372036854775807LL - 1, arena);
	CHECK(value_get(record, "list") == list);
	CHECK(value_get(record, "inner") == inner);
	CHECK_STR(value_get(record, "text")->text, "abc");
	CHECK(value_get(record, "flag")->flag);
	CHECK_STR(value_get(record, "number")->text, "-9223372036854775808");
	CHECK(value_get(record, "numbe") == NULL);
	CHECK(value_get(inner, "text") == NULL);
	CHECK_INT(record->count, 5);
}

static void
lists_keep_their_order_while_they_grow(struct arena *arena)
{
	struct value *list = value_list(arena);

	for (int i = 0; i < 1000; i++)
		value_add_text(list, arena_format(arena, "%d", i), arena);
	CHECK_INT(list->count, 1000);
	CHECK_STR(list->items[0]->text, "0");
	CHECK_STR(list->items[17]->text, "17");
	CHECK_STR(list->items[999]->text, "999");
}

static void
json_shows_the_whole_tree(struct arena *arena)
{
	struct value *root = value_record(arena);
	struct value *list = value_set_list(root, "list", arena);
	struct text text = { 0 };

	value_add_text(list, "a\"\\\n", arena);
	value_set_flag(value_add_record(list, arena), "no", false, arena);
	value_set_list(root, "empty", arena);
	value_set_record(root, "nothing", arena);
	value_to_json(root, &text);
	CHECK_STR(text.data, "{\n"
			     "  \"list\": [\n"
			     "    \"a\\\"\\\\\\n\",\n"
			     "    {\n"
			     "      \"no\": false\n"
			     "    }\n"
			     "  ],\n"
			     "  \"empty\": [],\n"
			     "  \"nothing\": {}\n"
			     "}\n");
	text_finish(&text);
}

static void
json_is_harmless_for_terminals_and_valid_utf8(struct arena *arena)
{
	struct value *root = value_list(arena);
	struct text text = { 0 };

	value_add_text(root, "\033[2J\xff\xe2\x80\xae", arena);
	value_to_json(root, &text);
	CHECK(strchr(text.data, '\033') == NULL);
	CHECK(strchr(text.data, '\xff') == NULL);
	CHECK(strstr(text.data, "\xe2\x80\xae") == NULL);
	CHECK(strstr(text.data, "\\u001b[2J") != NULL);
	text_finish(&text);
}

int
main(void)
{
	struct arena arena = { 0 };

	fields_are_found_by_name(&arena);
	lists_keep_their_order_while_they_grow(&arena);
	json_shows_the_whole_tree(&arena);
	json_is_harmless_for_terminals_and_valid_utf8(&arena);
	arena_finish(&arena);
	return failures != 0;
}
