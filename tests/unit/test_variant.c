#include "query/variant.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/text.h"
#include "input/queries.h"
#include "query/orders.h"
#include "query/query.h"
#include "sql/parse.h"
#include "test.h"

/* The statement of a query, and the texts that are made of it, one a line; else the errors. */
struct situation {
	const char *claim, *sql, *variants, *errors;
};

static const struct situation situations[] = {
	{ "nothing to do", "SELECT 1", "SELECT 1\n", "" },
	{ "lists are read from sqlgen_list", "SELECT a FROM t WHERE a IN (:a[]) AND b NOT IN ( :b[] ) OR c IN (:c)",
	  "SELECT a FROM t WHERE a IN (SELECT value FROM sqlgen_list(?1)) AND b NOT IN ( SELECT value FROM "
	  "sqlgen_list(?2) ) OR c IN (?3)\n",
	  "" },
	{ "an optional term drops out", "SELECT a FROM t WHERE a = :a? AND b > 0",
	  "SELECT a FROM t WHERE TRUE AND b > 0\nSELECT a FROM t WHERE a = ?1 AND b > 0\n", "" },
	{ "alone", "SELECT a FROM t WHERE (a = :a?)", "SELECT a FROM t WHERE (TRUE)\nSELECT a FROM t WHERE (a = ?1)\n", "" },
	{ "each by itself, with the first as the lowest bit", "DELETE FROM t WHERE a = :a? AND b = :b?",
	  "DELETE FROM t WHERE TRUE\nDELETE FROM t WHERE a = ?1 AND TRUE\nDELETE FROM t WHERE TRUE AND b = ?2\n"
	  "DELETE FROM t WHERE a = ?1 AND b = ?2\n",
	  "" },
	{ "of OR the others are left, until none is", "SELECT 1 FROM t WHERE c AND (a = :a? OR b = :b?)",
	  "SELECT 1 FROM t WHERE c AND (TRUE)\nSELECT 1 FROM t WHERE c AND (a = ?1 OR FALSE)\n"
	  "SELECT 1 FROM t WHERE c AND (FALSE OR b = ?2)\nSELECT 1 FROM t WHERE c AND (a = ?1 OR b = ?2)\n",
	  "" },
	{ "NOT drops out with its operand", "SELECT 1 FROM t WHERE NOT (a = :a?)",
	  "SELECT 1 FROM t WHERE TRUE\nSELECT 1 FROM t WHERE NOT (a = ?1)\n", "" },
	{ "two in a term", "SELECT 1 FROM t WHERE a BETWEEN :a? AND :b? AND c",
	  "SELECT 1 FROM t WHERE TRUE AND c\nSELECT 1 FROM t WHERE TRUE AND c\nSELECT 1 FROM t WHERE TRUE AND c\n"
	  "SELECT 1 FROM t WHERE a BETWEEN ?1 AND ?2 AND c\n",
	  "" },
	{ "the innermost condition", "SELECT 1 FROM t WHERE EXISTS (SELECT 1 FROM u WHERE a = :a? AND b)",
	  "SELECT 1 FROM t WHERE EXISTS (SELECT 1 FROM u WHERE TRUE AND b)\n"
	  "SELECT 1 FROM t WHERE EXISTS (SELECT 1 FROM u WHERE a = ?1 AND b)\n",
	  "" },
	{ "in ON and HAVING", "SELECT 1 FROM t JOIN u ON t.a = u.a AND u.b = :b? GROUP BY c HAVING count(*) > :b?",
	  "SELECT 1 FROM t JOIN u ON t.a = u.a AND TRUE GROUP BY c HAVING TRUE\n"
	  "SELECT 1 FROM t JOIN u ON t.a = u.a AND u.b = ?1 GROUP BY c HAVING count(*) > ?1\n",
	  "" },
	{ "a list in what is left", "SELECT 1 FROM t WHERE a = :a? AND b IN (:b[])",
	  "SELECT 1 FROM t WHERE TRUE AND b IN (SELECT value FROM sqlgen_list(?2))\n"
	  "SELECT 1 FROM t WHERE a = ?1 AND b IN (SELECT value FROM sqlgen_list(?2))\n",
	  "" },
	{ "of five there is one text", "SELECT 1 FROM t WHERE a=:a? AND b=:b? AND (c=:c?) AND d BETWEEN :d? AND :e?",
	  "SELECT 1 FROM t WHERE (?1 IS NULL OR a=?1) AND (?2 IS NULL OR b=?2) AND ((?3 IS NULL OR c=?3)) AND "
	  "(?4 IS NULL OR ?5 IS NULL OR d BETWEEN ?4 AND ?5)\n",
	  "" },
	{ "but not within OR", "SELECT 1 FROM t WHERE a=:a? AND b=:b? AND c=:c? AND (d=:d? OR e=:e?)", "",
	  "2:54: error: with more than 4 optional parameters (beside orders, more than 64 choices of both) none of them can stand inside of OR or NOT: write 'IS NULL' "
	  "tests yourself, or make two queries\n"
	  "2:63: error: with more than 4 optional parameters (beside orders, more than 64 choices of both) none of them can stand inside of OR or NOT: write 'IS NULL' "
	  "tests yourself, or make two queries\n" },
	{ "a text for each order", "SELECT a FROM t ORDER BY b,\n-- sqlgen: order up\na, c,\n-- sqlgen: order down\na DESC NULLS LAST LIMIT 1",
	  "SELECT a FROM t ORDER BY b, a, c LIMIT 1\nSELECT a FROM t ORDER BY b, a DESC NULLS LAST LIMIT 1\n", "" },
	{ "and for each filter, which is the lower bit",
	  "SELECT a FROM t WHERE a=:a? ORDER BY\n-- sqlgen: order up\n(a) ASC,\n-- sqlgen: order down\n- a",
	  "SELECT a FROM t WHERE TRUE ORDER BY (a) ASC\nSELECT a FROM t WHERE a=?1 ORDER BY (a) ASC\n"
	  "SELECT a FROM t WHERE TRUE ORDER BY - a\nSELECT a FROM t WHERE a=?1 ORDER BY - a\n",
	  "" },
	{ "of more than 64 choices one for each order", "SELECT 1 FROM t WHERE a=:a? AND b=:b? AND c=:c? AND d=:d? ORDER BY "
	  "/* sqlgen: order a */ 1, /* sqlgen: order b */ 2, /* sqlgen: order c */ 3, /* sqlgen: order d */ 4, "
	  "/* sqlgen: order e */ 5",
	  "SELECT 1 FROM t WHERE (?1 IS NULL OR a=?1) AND (?2 IS NULL OR b=?2) AND (?3 IS NULL OR c=?3) AND (?4 IS NULL OR d=?4) ORDER BY 1\n"
	  "SELECT 1 FROM t WHERE (?1 IS NULL OR a=?1) AND (?2 IS NULL OR b=?2) AND (?3 IS NULL OR c=?3) AND (?4 IS NULL OR d=?4) ORDER BY 2\n"
	  "SELECT 1 FROM t WHERE (?1 IS NULL OR a=?1) AND (?2 IS NULL OR b=?2) AND (?3 IS NULL OR c=?3) AND (?4 IS NULL OR d=?4) ORDER BY 3\n"
	  "SELECT 1 FROM t WHERE (?1 IS NULL OR a=?1) AND (?2 IS NULL OR b=?2) AND (?3 IS NULL OR c=?3) AND (?4 IS NULL OR d=?4) ORDER BY 4\n"
	  "SELECT 1 FROM t WHERE (?1 IS NULL OR a=?1) AND (?2 IS NULL OR b=?2) AND (?3 IS NULL OR c=?3) AND (?4 IS NULL OR d=?4) ORDER BY 5\n",
	  "" },
	{ "an order of a SELECT within", "SELECT a FROM (SELECT a FROM t ORDER BY\n-- sqlgen: order up\na)", "",
	  "3:18: error: expected a term of the query's own ORDER BY behind the order 'up', found none\n" },
	{ "an order of a window", "SELECT rank() OVER (ORDER BY /* sqlgen: order up */ a) FROM t ORDER BY 1", "",
	  "2:47: error: expected a term of the query's own ORDER BY behind the order 'up', found none\n" },
	{ "an order within a term", "SELECT a FROM t ORDER BY a +\n-- sqlgen: order up\nb", "",
	  "3:18: error: expected a term of the query's own ORDER BY behind the order 'up', found none\n" },
	{ "an order behind all terms", "SELECT a FROM t ORDER BY a\n-- sqlgen: order up\n", "",
	  "3:18: error: expected a term of the query's own ORDER BY behind the order 'up', found none\n" },
	{ "an order in a macro", "SELECT a FROM t ORDER BY sqlc.arg(\n-- sqlgen: order up\na), b", "",
	  "3:18: error: expected a term of the query's own ORDER BY behind the order 'up', found none\n" },
	{ "an order of what changes", "DELETE FROM t WHERE a IN (SELECT a FROM t ORDER BY /* sqlgen: order up */ a)", "",
	  "2:69: error: expected a term of the query's own ORDER BY behind the order 'up', found none\n" },
	{ "an optional one that no term holds", "UPDATE t SET a = :a? WHERE b = :a?", "",
	  "2:18: error: ':a?' stands in no term of WHERE, ON or HAVING that could drop out: write coalesce(:name, column) "
	  "with a parameter that can be NULL\n" },
	{ "one that would be gone with another", "SELECT 1 FROM t WHERE a * :factor > :min?", "",
	  "2:27: error: ':factor' stands only in terms that drop out with others: mark it with '?' too\n" },
};

static const char *
errors_of(FILE *out, struct text *errors)
{
	char line[512];

	rewind(out);
	while (fgets(line, sizeof line, out))
		if (strstr(line, "error: "))
			text_add_string(errors, strchr(line, ':') + 1);
	return errors->data ? errors->data : "";
}

static bool
read_query(struct queries *queries, const char *sql, struct arena *arena, struct diag *diag)
{
	FILE *file = fopen("q.sql", "w");

	return file && fprintf(file, "-- name: a :exec\n%s", sql) > 0 && fclose(file) == 0 &&
	       queries_read(queries, ".", true, arena, diag) && queries->count == 1;
}

static void
check_situation(const struct situation *situation)
{
	struct arena arena = { 0 };
	struct diag diag = { .out = tmpfile() };
	struct text texts = { 0 }, errors = { 0 };
	struct query_parameter parameters[8] = { { 0 } };
	struct query query = { .parameters = parameters };
	struct statement statement;
	struct parse_error error;
	struct queries queries;
	int before = failures;

	CHECK(read_query(&queries, situation->sql, &arena, &diag));
	CHECK(parse_statement(&statement, queries.items[0].sql, queries.items[0].length, &arena, &error));
	if (orders_find(&query, &queries.items[0], &statement, &arena, &diag) &&
	    variants_build(&query, &queries.items[0], &statement, NULL, 0, &arena, &diag))
		for (size_t i = 0; i < query.variant_count; i++)
			text_format(&texts, "%s\n", query.variants[i].sql);
	CHECK_STR(texts.data ? texts.data : "", situation->variants);
	CHECK_STR(errors_of(diag.out, &errors), situation->errors);
	if (failures > before)
		fprintf(stderr, "in: %s\n", situation->claim);
	fclose(diag.out);
	text_finish(&texts);
	text_finish(&errors);
	arena_finish(&arena);
}

/* Edits of others are made in each text. */
static void
check_edits(void)
{
	struct arena arena = { 0 };
	struct diag diag = { .out = tmpfile() };
	const struct text_edit star = { strlen("SELECT "), 1, "a, b" };
	struct query_parameter parameters[8] = { { 0 } };
	struct query query = { .parameters = parameters };
	struct statement statement;
	struct parse_error error;
	struct queries queries;

	CHECK(read_query(&queries, "SELECT * FROM t WHERE a = :a?", &arena, &diag));
	CHECK(parse_statement(&statement, queries.items[0].sql, queries.items[0].length, &arena, &error));
	CHECK(variants_build(&query, &queries.items[0], &statement, &star, 1, &arena, &diag));
	CHECK_STR(query.variants[0].sql, "SELECT a, b FROM t WHERE TRUE");
	CHECK_STR(query.variants[1].sql, "SELECT a, b FROM t WHERE a = ?1");
	CHECK_INT(parameters[0].masks, 1u << 1);
	fclose(diag.out);
	arena_finish(&arena);
}

int
main(void)
{
	char directory[] = "/tmp/sqlgen-variant-XXXXXX";

	if (!mkdtemp(directory) || chdir(directory) != 0)
		return 1;
	for (size_t i = 0; i < sizeof situations / sizeof *situations; i++)
		check_situation(&situations[i]);
	check_edits();
	remove("q.sql");
	CHECK(chdir("/") == 0 && rmdir(directory) == 0);
	return failures != 0;
}
