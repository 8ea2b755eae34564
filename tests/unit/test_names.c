#include "emit/names.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "test.h"

int
main(void)
{
	struct arena arena = { 0 };
	struct names names = { 0 };
	char printed[400] = "";
	struct diag diag = { .out = tmpfile() };
	struct place first = { "a.sql", 1, 2 }, second = { "b.sql", 3, 4 };
	size_t length;

	for (int i = 0; i < 1000; i++)
		CHECK(names_take(&names, arena_format(&arena, "name_%d", i), "a table", "", first, &diag));
	CHECK(diag.errors == 0);
	CHECK(!names_take(&names, "name_7", "table 'x'", "[table x] struct = …", second, &diag));
	CHECK(diag.errors == 1);
	rewind(diag.out);
	length = fread(printed, 1, sizeof printed - 1, diag.out);
	printed[length] = '\0';
	CHECK(strstr(printed, "b.sql:3:4: error: table 'x' would be 'name_7' in C") != NULL);
	CHECK(strstr(printed, "[table x] struct = ") != NULL);
	CHECK(strstr(printed, "a.sql:1:2: note: ") != NULL);
	CHECK(names_has(&names, "name_999") && !names_has(&names, "name_1000"));
	names_finish(&names);
	CHECK(!names_has(&names, "name_7"));
	names_finish(&names);
	fclose(diag.out);
	arena_finish(&arena);
	return failures != 0;
}
