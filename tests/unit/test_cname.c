#include "emit/cname.h"

#include <string.h>

#include "base/arena.h"
#include "emit/reserved.h"
#include "test.h"

static const struct {
	const char *name, *lower;
} lowers[] = {
	{ "tasks", "tasks" },
	{ "createdAt", "created_at" },
	{ "HTTPServer", "http_server" },
	{ "userID", "user_id" },
	{ "sha256Hash", "sha256_hash" },
	{ "ALLCAPS", "allcaps" },
	{ "a-b", "a_b" },
	{ "a  b", "a_b" },
	{ "_AToB", "a_to_b" },
	{ "a__b_", "a_b" },
	{ "1st", "n1st" },
	{ "na\303\257ve", "nau00efve" },
	{ "", "empty" },
	{ "--", "empty" },
	{ "\377", "u00ff" },
	{ "a\303", "au00c3" },
	{ "\303b", "u00c3b" },
	{ "\355\240\200", "u00edu00a0u0080" },
	{ "a*/b", "a_b" },
};

static const struct {
	const char *plural, *singular;
} singulars[] = {
	{ "tasks", "task" },	     { "memory_entries", "memory_entry" },
	{ "boxes", "box" },	     { "addresses", "address" },
	{ "address", "address" },    { "status", "status" },
	{ "statuses", "status" },    { "batches", "batch" },
	{ "caches", "cache" },	     { "databases", "database" },
	{ "movies", "movie" },	     { "analysis", "analysis" },
	{ "series", "series" },	     { "news", "news" },
	{ "data", "data" },	     { "people", "people" },
	{ "photos", "photo" },	     { "heroes", "hero" },
	{ "sizes", "size" },	     { "schemas", "schema" },
	{ "ss", "ss" },		     { "s", "s" },
	{ "task_dependencies", "task_dependency" },
};

static const struct {
	const char *label, *part;
} labels[] = {
	{ "pending", "PENDING" }, { "in-progress", "IN_PROGRESS" }, { "", "EMPTY" },
	{ "-1", "MINUS_1" },	  { "2nd", "2ND" },		    { "a b", "A_B" },
	{ "-", "X2D" },		  { "\303\211", "U00C9" },	    { "inProgress", "IN_PROGRESS" },
};

static const struct {
	const char *data;
	size_t size;
	const char *literal;
} literals[] = {
	{ "plain", 5, "plain" },
	{ "a\"b\\", 4, "a\\\"b\\\\" },
	{ "\0001", 2, "\\0001" },
	{ "a\nb", 3, "a\\nb" },
	{ "?" "?/", 3, "?\\077/" },
	{ "\303\251", 2, "\\303\\251" },
	{ "%s", 2, "%s" },
};

static const struct {
	const char *text, *comment;
} comments[] = {
	{ "a*/b", "a* /b" }, { "/*", "/ * " }, { "x\ny", "x.y" }, { "a\\", "a." }, { "*", "* " },
	{ "\342\200\256", "..." },
};

static const char *const words[] = { "int", "class", "linux", "errno", "st_atime", "true", "typeof", "co_await" };
static const char *const globals[] = { "stat", "tm", "option", "group", "entry", "get_nprocs", "int" };
static const char *const free_names[] = { "task", "status", "name", "user", "session", "" };

#define LENGTH(array) (sizeof array / sizeof *array)

int
main(void)
{
	struct arena arena = { 0 };

	for (size_t i = 0; i < LENGTH(lowers); i++)
		CHECK_STR(cname_lower(lowers[i].name, &arena), lowers[i].lower);
	for (size_t i = 0; i < LENGTH(singulars); i++)
		CHECK_STR(cname_singular(singulars[i].plural, &arena), singulars[i].singular);
	for (size_t i = 0; i < LENGTH(labels); i++)
		CHECK_STR(cname_label(labels[i].label, &arena), labels[i].part);
	for (size_t i = 0; i < LENGTH(literals); i++)
		CHECK_STR(cname_literal(literals[i].data, literals[i].size, &arena), literals[i].literal);
	for (size_t i = 0; i < LENGTH(comments); i++)
		CHECK_STR(cname_comment(comments[i].text, &arena), comments[i].comment);
	CHECK_STR(cname_upper("task_status", &arena), "TASK_STATUS");
	for (size_t i = 0; i < LENGTH(words); i++)
		CHECK(reserved_word(words[i]));
	for (size_t i = 0; i < LENGTH(globals); i++)
		CHECK(reserved_global(globals[i]));
	for (size_t i = 0; i < LENGTH(free_names); i++)
		CHECK(!reserved_global(free_names[i]));
	arena_finish(&arena);
	return failures != 0;
}
