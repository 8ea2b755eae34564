#include "test.h"

#include "base/arena.h"
#include "base/diag.h"
#include "base/watch.h"

int
main(void)
{
	struct arena arena = { 0 };
	struct diag diag = { .out = tmpfile() };
	struct watch watch;
	char line[256] = "";

	CHECK(diag.out != NULL);
	CHECK(!watch_begin(&watch, &arena, &diag));
	CHECK(!watch_add(&watch, "."));
	watch_finish(&watch);
	rewind(diag.out);
	CHECK(fgets(line, sizeof line, diag.out) != NULL);
	CHECK_STR(line, "sqlgen: error: files cannot be watched here: that needs inotify, which "
			"Linux has\n");
	fclose(diag.out);
	arena_finish(&arena);
	return failures != 0;
}
