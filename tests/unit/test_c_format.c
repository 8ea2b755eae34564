#include <string.h>

#include "base/arena.h"
#include "c/format.h"
#include "c/source.h"
#include "c/string.h"
#include "test.h"

/* What is made of a format whose second argument is "id"; expected NULL: it is not certain. */
static void
makes(const char *format, const char *expected)
{
	static const struct c_source source;
	struct arena arena = { 0 };
	struct c_string string = { 0 }, argument = { 0 }, made = { 0 };
	const struct c_string *arguments[] = { NULL, &argument };
	const struct c_position start = { &source, 0 };
	bool is_made;

	c_string_add_bytes(&string, format, strlen(format), start, true, &arena);
	c_string_add_bytes(&argument, "id", 2, (struct c_position){ &source, 500 }, true, &arena);
	is_made = c_format(&made, &string, arguments, 2, &arena);
	CHECK_STR(is_made ? made.data : NULL, expected);
	arena_finish(&arena);
}

static void
what_can_only_be_a_value_is_certain(void)
{
	makes("SELECT 1", "SELECT 1");
	makes("id = %d", "id = 1");
	makes("id = %08lld AND 1", "id = 1 AND 1");
	makes("x > %5.2f", "x > 1.5");
	makes("a = %Q", "a = 'sqlgen_unknown'");
	makes("a = '%q'", "a = 'sqlgen_unknown'");
	makes("a LIKE '%%%s%%'", "a LIKE '%sqlgen_unknown%'");
	makes("a = 'it''s %d'", "a = 'it''s 1'");
	makes("LIMIT %d, %s", "LIMIT 1, id");
	makes("LIMIT %*d", "LIMIT 1");
	makes("%%", "%");
}

static void
what_can_be_a_name_is_not(void)
{
	makes("SELECT %s", NULL);
	makes("t%d", NULL);
	makes("%dx", NULL);
	makes("\"%w\"", NULL);
	makes("\"%d\"", NULL);
	makes("%q", NULL);
	makes("%z", NULL);
	makes("%", NULL);
	makes("%l", NULL);
	makes("%d%d", NULL);
}

static void
places_are_those_of_the_parts(void)
{
	static const struct c_source source;
	struct arena arena = { 0 };
	struct c_string string = { 0 }, argument = { 0 }, made = { 0 };
	const struct c_string *arguments[] = { NULL, &argument };

	c_string_add_bytes(&string, "%Q, %s b", 8, (struct c_position){ &source, 10 }, true,
			   &arena);
	c_string_add_bytes(&argument, "id", 2, (struct c_position){ &source, 500 }, true, &arena);
	CHECK(c_format(&made, &string, arguments, 2, &arena));
	CHECK_STR(made.data, "'sqlgen_unknown', id b");
	CHECK_INT(c_string_position(&made, 5).offset, 10);
	CHECK_INT(c_string_position(&made, 16).offset, 12);
	CHECK_INT(c_string_position(&made, 19).offset, 501);
	CHECK_INT(c_string_position(&made, 21).offset, 17);
	arena_finish(&arena);
}

int
main(void)
{
	what_can_only_be_a_value_is_certain();
	what_can_be_a_name_is_not();
	places_are_those_of_the_parts();
	return failures != 0;
}
