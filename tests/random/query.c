#include "query.h"

#include <stdbool.h>

enum { SCOPE_MAX = 8, ALIAS_COLUMNS = 3 };

/* What an expression may name: alias 3 is a3, whose columns are id, k0 … of a table, c0 … of a subquery. */
struct source {
	unsigned alias;
	bool is_table;
	unsigned columns;
};

struct scope {
	struct source sources[SCOPE_MAX];
	unsigned count;
	bool has_groups; /* aggregates may stand here */
};

struct writer {
	struct text *out;
	struct chance *chance;
	unsigned aliases, parameters;
	bool is_plain; /* without the alias of a table */
};

static void write_select(struct writer *writer, unsigned columns, unsigned depth);
static void write_expression(struct writer *writer, const struct scope *scope, unsigned depth);

unsigned
chance_of(struct chance *chance, unsigned count)
{
	chance->state = chance->state * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(chance->state >> 33) % count;
}

static unsigned
pick(struct writer *writer, unsigned count)
{
	return chance_of(writer->chance, count);
}

static void
put(struct writer *writer, const char *text)
{
	text_add_string(writer->out, text);
}

#define CHOOSE(writer, list) ((list)[pick((writer), sizeof(list) / sizeof *(list))])

/* In the pattern an E is an expression, and the rest stands for itself. */
static void
put_pattern(struct writer *writer, const char *pattern, const struct scope *scope, unsigned depth)
{
	for (; *pattern != '\0'; pattern++)
		if (*pattern == '@')
			write_expression(writer, scope, depth);
		else
			text_add_char(writer->out, *pattern);
}

static void
write_leaf(struct writer *writer, const struct scope *scope)
{
	static const char *const literals[] = { "1", "0", "-2", "2.5", "'a'", "'12'", "''", "NULL", "x'61'",
						"TRUE", "'2024-01-01'", "'{\"a\":1}'", "7" };
	const struct source *source;
	unsigned chosen = pick(writer, 10);
	if (chosen == 0) {
		text_format(writer->out, "CAST(:p%u AS %s)", writer->parameters,
			    writer->parameters % 2 ? "INT" : "TEXT");
		writer->parameters++;
		return;
	}
	if (chosen < 3 || scope->count == 0) {
		put(writer, CHOOSE(writer, literals));
		return;
	}
	source = &scope->sources[pick(writer, scope->count)];
	if (!writer->is_plain)
		text_format(writer->out, "a%u.", source->alias);
	chosen = pick(writer, source->columns);
	if (!source->is_table)
		text_format(writer->out, "c%u", chosen);
	else if (chosen == 0)
		put(writer, "id");
	else
		text_format(writer->out, "k%u", chosen - 1);
}

static void
write_aggregate(struct writer *writer, const struct scope *scope)
{
	static const char *const patterns[] = {
		"count(*)", "count(@)", "sum(@)", "total(@)", "avg(@)", "min(@)", "max(@)", "group_concat(@)",
		"json_group_array(@)", "sum(@) FILTER (WHERE @)", "max(@) FILTER (WHERE @)", "sum(DISTINCT @)",
	};
	struct scope inner = *scope;
	inner.has_groups = false;
	put_pattern(writer, CHOOSE(writer, patterns), &inner, 1);
}

static void
write_window(struct writer *writer, const struct scope *scope)
{
	static const char *const patterns[] = {
		"row_number() OVER (ORDER BY @)", "rank() OVER (PARTITION BY @ ORDER BY @)", "lag(@) OVER (ORDER BY @)",
		"lead(@, 1, @) OVER (ORDER BY @)", "first_value(@) OVER (PARTITION BY @)", "sum(@) OVER ()",
		"max(@) OVER (ORDER BY @ ROWS BETWEEN 2 FOLLOWING AND 3 FOLLOWING)",
		"nth_value(@, 2) OVER (ORDER BY @)", "count(@) OVER (PARTITION BY @)",
		"avg(@) OVER (ORDER BY @ ROWS BETWEEN 1 PRECEDING AND CURRENT ROW EXCLUDE CURRENT ROW)",
	};
	struct scope inner = *scope;
	inner.has_groups = false;
	put_pattern(writer, CHOOSE(writer, patterns), &inner, 0);
}

static void
write_subquery(struct writer *writer, unsigned depth)
{
	bool is_plain = writer->is_plain;
	writer->is_plain = false;
	put(writer, pick(writer, 3) == 0 ? "EXISTS (" : "(");
	write_select(writer, 1, depth);
	put(writer, ")");
	writer->is_plain = is_plain;
}

static void
write_expression(struct writer *writer, const struct scope *scope, unsigned depth)
{
	static const char *const patterns[] = {
		"(@ + @)", "(@ - @)", "(@ * @)", "(@ / @)", "(@ % @)", "(@ / 2)", "(@ || @)", "(@ & @)", "(@ << 1)",
		"(@ = @)", "(@ < @)", "(@ IS @)", "(@ IS NOT @)", "(@ AND @)", "(@ OR @)", "(@ NOTNULL)", "(NOT @)",
		"(- @)", "(~ @)", "(@ IN (@, @))", "(@ NOT IN (1, 2))", "(@ BETWEEN @ AND @)", "(@ LIKE @)",
		"(@ COLLATE NOCASE)", "CASE WHEN @ THEN @ END", "CASE WHEN @ THEN @ ELSE @ END",
		"CASE @ WHEN @ THEN @ ELSE @ END", "coalesce(@, @)", "coalesce(@, @, 1)", "ifnull(@, @)",
		"nullif(@, @)", "iif(@, @, @)", "CAST(@ AS TEXT)", "CAST(@ AS INT)", "CAST(@ AS REAL)",
		"CAST(@ AS NUMERIC)", "CAST(@ AS BLOB)", "abs(@)", "length(@)", "lower(@)", "upper(@)", "substr(@, 2)",
		"substr(@, @, @)", "round(@)", "round(@, 1)", "min(@, @)", "max(@, @)", "typeof(@)", "hex(@)",
		"quote(@)", "instr(@, @)", "trim(@)", "replace(@, 'a', 'b')", "unicode(@)", "printf('%d', @)",
		"date(@)", "strftime('%Y', @)", "julianday(@)", "sign(@)", "char(@)", "ltrim(@, @)", "zeroblob(3)",
		"json_extract(@, '$.a')", "(@ ->> '$.a')", "json_array(@)", "json_valid(@)", "likely(@)",
		"unixepoch(@)", "total_changes()", "ceil(@)",
	};
	if (depth == 0 || pick(writer, 4) == 0) {
		if (scope->has_groups && pick(writer, 2) == 0)
			write_aggregate(writer, scope);
		else
			write_leaf(writer, scope);
		return;
	}
	if (pick(writer, 12) == 0)
		write_subquery(writer, depth - 1);
	else
		put_pattern(writer, CHOOSE(writer, patterns), scope, depth - 1);
}

static void
write_source(struct writer *writer, struct scope *scope, unsigned depth)
{
	struct source source = { .alias = writer->aliases++, .is_table = depth == 0 || pick(writer, 4) > 0 };
	if (source.is_table) {
		source.columns = RANDOM_COLUMNS;
		text_format(writer->out, "t%u AS a%u", pick(writer, RANDOM_TABLES), source.alias);
	} else {
		source.columns = ALIAS_COLUMNS;
		put(writer, "(");
		write_select(writer, source.columns, depth - 1);
		text_format(writer->out, ") AS a%u", source.alias);
	}
	scope->sources[scope->count++] = source;
}

static void
write_from(struct writer *writer, struct scope *scope, unsigned depth)
{
	static const char *const joins[] = { " JOIN ", " LEFT JOIN ", " LEFT JOIN ", " RIGHT JOIN ", " FULL JOIN ",
					     " CROSS JOIN " };
	put(writer, " FROM ");
	write_source(writer, scope, depth);
	while (scope->count < 4 && pick(writer, 2) == 0) {
		put(writer, CHOOSE(writer, joins));
		write_source(writer, scope, depth);
		put(writer, " ON ");
		if (pick(writer, 3) > 0)
			text_format(writer->out, "a%u.%s = a%u.%s", scope->sources[0].alias,
				    scope->sources[0].is_table ? "id" : "c0",
				    scope->sources[scope->count - 1].alias,
				    scope->sources[scope->count - 1].is_table ? "k0" : "c1");
		else
			write_expression(writer, scope, 1);
	}
}

static void
write_results(struct writer *writer, const struct scope *scope, unsigned columns, unsigned depth)
{
	for (unsigned i = 0; i < columns; i++) {
		put(writer, i > 0 ? ", " : "");
		if (!scope->has_groups && scope->count > 0 && !writer->is_plain && pick(writer, 10) == 0)
			write_window(writer, scope);
		else
			write_expression(writer, scope, depth);
		text_format(writer->out, " AS c%u", i);
	}
}

/* What stands behind FROM must be known before the results are written, so they are written apart. */
static void
write_core(struct writer *writer, unsigned columns, unsigned depth)
{
	struct text from = { .data = NULL }, *out = writer->out;
	struct scope scope = { .count = 0 }, inner;
	bool is_grouped = pick(writer, 4) == 0;
	writer->out = &from;
	write_from(writer, &scope, depth);
	inner = scope;
	if (pick(writer, 2) == 0)
		put_pattern(writer, " WHERE @", &inner, 2);
	scope.has_groups = is_grouped || pick(writer, 4) == 0;
	if (is_grouped)
		put_pattern(writer, pick(writer, 3) ? " GROUP BY lower(@)" : " GROUP BY +@ HAVING count(*) > 1", &inner, 0);
	writer->out = out;
	put(writer, pick(writer, 8) == 0 ? "SELECT DISTINCT " : "SELECT ");
	write_results(writer, &scope, columns, 2);
	text_add(out, from.data, from.length);
	text_finish(&from);
}

static void
write_select(struct writer *writer, unsigned columns, unsigned depth)
{
	static const char *const compounds[] = { " UNION ALL ", " UNION ", " EXCEPT ", " INTERSECT " };
	write_core(writer, columns, depth);
	if (pick(writer, 8) == 0) {
		put(writer, CHOOSE(writer, compounds));
		write_core(writer, columns, depth);
	}
	if (pick(writer, 6) == 0)
		put(writer, " ORDER BY 1");
	if (pick(writer, 6) == 0)
		put(writer, " LIMIT 2");
}

static void
write_change(struct writer *writer)
{
	struct scope scope = { .sources = { { .is_table = true, .columns = RANDOM_COLUMNS } }, .count = 1 };
	struct scope nothing = { .count = 0 };
	unsigned table = pick(writer, RANDOM_TABLES), kind = pick(writer, 3);
	writer->is_plain = true;
	if (kind == 0) {
		text_format(writer->out, "INSERT INTO t%u(k0, k1, k2, k3) ", table);
		put_pattern(writer, "VALUES (@, @, @, @)", &nothing, 1);
		put(writer, pick(writer, 2) ? " ON CONFLICT DO NOTHING" : "");
	} else if (kind == 1) {
		text_format(writer->out, "UPDATE t%u SET k%u = ", table, pick(writer, RANDOM_COLUMNS - 1));
		put_pattern(writer, "@ WHERE @", &scope, 1);
	} else {
		text_format(writer->out, "DELETE FROM t%u WHERE ", table);
		write_expression(writer, &scope, 2);
	}
	put(writer, " RETURNING ");
	write_results(writer, &scope, 3, 2);
}

void
random_query(struct text *out, struct chance *chance)
{
	struct writer writer = { .out = out, .chance = chance };
	if (pick(&writer, 6) == 0)
		write_change(&writer);
	else
		write_select(&writer, ALIAS_COLUMNS, 1);
}

void
random_schema(struct text *out, struct chance *chance)
{
	static const char *const columns[] = { "INT", "INT NOT NULL", "TEXT", "TEXT NOT NULL", "REAL", "REAL NOT NULL",
					       "BLOB", "NUMERIC", "BOOLEAN NOT NULL", "INT UNIQUE", "", "NOT NULL",
					       "BLOB NOT NULL", "TEXT NOT NULL CHECK (k%u IN ('a', 'b'))",
					       "INT CHECK (k%u IN (1, 2, 3))", "TEXT UNIQUE", "DATETIME" };
	static const char *const ids[] = { "INTEGER PRIMARY KEY", "TEXT PRIMARY KEY", "INT PRIMARY KEY",
					   "TEXT NOT NULL PRIMARY KEY" };
	for (unsigned i = 0; i < RANDOM_TABLES; i++) {
		struct writer writer = { .out = out, .chance = chance };
		text_format(out, "CREATE TABLE t%u(id %s", i, CHOOSE(&writer, ids));
		for (unsigned k = 0; k + 1 < RANDOM_COLUMNS; k++) {
			const char *column = CHOOSE(&writer, columns);
			text_format(out, ", k%u ", k);
			for (; *column != '\0'; column++)
				if (column[0] == '%' && column[1] == 'u')
					text_format(out, "%u", k), column++;
				else
					text_add_char(out, *column);
		}
		text_add_string(out, pick(&writer, 5) == 0 ? ") WITHOUT ROWID;\n" : ");\n");
	}
}
