#include <stdlib.h>
#include <unistd.h>

#include "base/text.h"
#include "input/queries.h"
#include "query.h"
#include "query/build.h"
#include "query/falsify.h"
#include "query/query.h"
#include "query/statement.h"
#include "replayed.h"

/*
 * Of so many random queries that could be typed no claim is contradicted. Usage:
 * test_contradictions [SEED [COUNT]]; the seed of each schema is printed with what it found.
 */
enum { PER_SCHEMA = 100 };

static void
write_queries(const char *path, struct chance *chance)
{
	struct text text = { .data = NULL };
	FILE *file = fopen(path, "w");
	for (unsigned i = 0; i < PER_SCHEMA; i++) {
		text_format(&text, "-- name: q%u :many\n", i);
		random_query(&text, chance);
		text_add_string(&text, ";\n");
	}
	CHECK(file != NULL && fputs(text.data, file) >= 0 && fclose(file) == 0);
	text_finish(&text);
}

static void
print_said(FILE *said, const char *schema, unsigned seed)
{
	char line[4096];
	rewind(said);
	fprintf(stderr, "seed %u\n%s", seed, schema);
	while (fgets(line, sizeof line, said))
		fputs(line, stderr);
}

/* How many queries could be typed; *untyped of the rest is kept for who asks. */
static size_t
try_schema(unsigned seed, FILE *untyped)
{
	struct replayed replayed;
	struct chance chance = { .state = seed };
	struct text schema = { .data = NULL };
	struct diag refused = { .out = untyped, .shows_all = true };
	struct diag diag = { .out = tmpfile(), .shows_all = true };
	struct query_list list = { .count = 0 };
	struct queries queries = { .count = 0 };
	random_schema(&schema, &chance);
	replayed_start(&replayed, (const char *[MIGRATIONS_MAX]){ schema.data });
	CHECK(replayed.is_done);
	write_queries("q.sql", &chance);
	if (replayed.is_done && queries_read(&queries, ".", true, &replayed.arena, &refused)) {
		const struct statement_context context = { &replayed.schema, NULL,
							   replayed.replay.handle, NULL };
		list.items = arena_alloc(&replayed.arena, PER_SCHEMA * sizeof *list.items);
		for (size_t i = 0; i < queries.count; i++)
			list.count += query_build(&list.items[list.count], &queries.items[i],
						  &context, &replayed.arena, &refused);
		diag.sources = refused.sources;
		if (!queries_falsify(&list, &context, &replayed.arena, &diag)) {
			failures++;
			print_said(diag.out, schema.data, seed);
		}
	}
	fclose(diag.out);
	text_finish(&schema);
	replayed_finish(&replayed);
	return list.count;
}

int
main(int argc, char **argv)
{
	unsigned seed = argc > 1 ? (unsigned)strtoul(argv[1], NULL, 10) : 1;
	size_t wanted = argc > 2 ? strtoul(argv[2], NULL, 10) : 1000, typed = 0, schemas = 0;
	const char *kept = getenv("UNTYPED");
	FILE *untyped = kept == NULL ? tmpfile() : fopen(kept, "w");
	char directory[] = "/tmp/sqlgen-contradictions-XXXXXX";
	if (untyped == NULL || !mkdtemp(directory) || chdir(directory) != 0)
		return 1;
	for (; typed < wanted && schemas * PER_SCHEMA < 10 * wanted; schemas++)
		typed += try_schema(seed + (unsigned)schemas, untyped);
	CHECK(typed >= wanted);
	printf("seed %u: %zu schemas, %zu queries, %zu typed\n", seed, schemas,
	       schemas * PER_SCHEMA, typed);
	fclose(untyped);
	remove("q.sql");
	CHECK(chdir("/") == 0 && rmdir(directory) == 0);
	return failures != 0;
}
