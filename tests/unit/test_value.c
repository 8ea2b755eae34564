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

/* Part 0 has no item, part 1 one, and so on; each with all that was in the arena before. */
static void
add_part(struct value *list, size_t part, const void *context, struct arena *arena)
{
	for (size_t i = 0; i < part; i++)
		value_add_text(list, arena_format(arena, "%s%zu.%zu", (const char *)context, part, i), arena);
}

static void
a_stream_reads_as_the_list_of_its_parts(struct arena *arena)
{
	static const struct value_stream stream = { .add = add_part, .context = "p", .part_count = 4 };
	static const char *const expected[] = { "p1.0", "p2.0", "p2.1", "p3.0", "p3.1", "p3.2" };
	struct value *root = value_record(arena);
	struct value_reader reader;
	const struct value *list, *item;
	struct text text = { 0 };
	size_t count = 0;

	value_set_stream(root, "items", stream, 6, arena);
	value_set_stream(root, "none", (struct value_stream){ .add = add_part }, 0, arena);
	list = value_get(root, "items");
	CHECK(value_is_list(list) && value_is_list(value_list(arena)) && !value_is_list(root));
	value_reader_init(&reader, list);
	while ((item = value_reader_next(&reader)))
		CHECK_STR(item->text, expected[count++]);
	CHECK_INT(count, 6);
	CHECK(!value_reader_next(&reader));
	value_reader_finish(&reader);
	value_to_json(root, &text);
	CHECK_STR(text.data, "{\n"
			     "  \"items\": [\n"
			     "    \"p1.0\",\n"
			     "    \"p2.0\",\n"
			     "    \"p2.1\",\n"
			     "    \"p3.0\",\n"
			     "    \"p3.1\",\n"
			     "    \"p3.2\"\n"
			     "  ],\n"
			     "  \"none\": []\n"
			     "}\n");
	text_finish(&text);
}

/* One part of 100 bytes after the other takes no more than one. */
static void
add_bytes(struct value *list, size_t part, const void *context, struct arena *arena)
{
	(void)part;
	(void)context;
	value_add_text(list, arena_format(arena, "%0100d", 1), arena);
}

static void
a_stream_forgets_what_was_read(struct arena *arena)
{
	static const struct value_stream stream = { .add = add_bytes, .part_count = 100000 };
	struct value *root = value_record(arena);
	struct value_reader reader;
	const struct value *item, *first = NULL;

	value_set_stream(root, "items", stream, 100000, arena);
	value_reader_init(&reader, value_get(root, "items"));
	while ((item = value_reader_next(&reader))) {
		first = first ? first : item;
		CHECK(item == first);
	}
	value_reader_finish(&reader);
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
	a_stream_reads_as_the_list_of_its_parts(&arena);
	a_stream_forgets_what_was_read(&arena);
	json_is_harmless_for_terminals_and_valid_utf8(&arena);
	arena_finish(&arena);
	return failures != 0;
}
