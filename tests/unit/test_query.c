#include <stdlib.h>
#include <unistd.h>

#include "base/text.h"
#include "input/queries.h"
#include "query/build.h"
#include "query/query.h"
#include "query/statement.h"
#include "replayed.h"

static const char schema_sql[] =
	"CREATE TABLE authors(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, bio TEXT);"
	"CREATE TABLE books(id INTEGER PRIMARY KEY, author_id INT NOT NULL REFERENCES authors(id),"
	"  isbn TEXT COLLATE NOCASE UNIQUE, title TEXT NOT NULL, is_sold BOOLEAN);"
	"CREATE TABLE notes(note TEXT); CREATE TABLE odd(oid TEXT);"
	"CREATE VIRTUAL TABLE found USING fts5(note);"
	"CREATE TABLE shelf(room INT, place INT, book_id INT, PRIMARY KEY (room, place)) WITHOUT ROWID;"
	"CREATE UNIQUE INDEX by_title ON books(title) WHERE is_sold;"
	"CREATE UNIQUE INDEX by_lower ON books(lower(title));";

static struct replayed replayed;

/* What stands in queries/q.sql, and what comes of it: columns, parameters, and what was said. */
struct situation {
	const char *claim, *text, *built, *said;
};

static const struct situation situations[] = {
	{ "a row that is a table's has its struct", "-- name: a :many\nSELECT * FROM authors",
	  "a authors: id, name, bio?;", "" },
	{ "in another order it is none", "-- name: a :many\nSELECT name, id, bio FROM authors",
	  "a: name, id, bio?;", "" },
	{ "what a condition takes away makes it no other",
	  "-- name: a :many\nSELECT * FROM authors WHERE bio > ''", "a authors: id, name, bio;", "" },
	{ "what the query says does",
	  "-- name: a :many\nSELECT id, name, bio AS \"bio!\" FROM authors", "a: id, name, bio;", "" },
	{ "unless it is so anyway",
	  "-- name: a :many\nSELECT id, name AS \"name!\", bio FROM authors", "a authors: id, name, bio?;", "" },
	{ "nor with another name", "-- name: a :many\nSELECT id, name AS n, bio FROM authors",
	  "a: id, n, bio?;", "" },
	{ "aliases can say more",
	  "-- name: a :many\nSELECT max(id) AS \"a!\", name AS \"b?\", 1 AS \"c: bool\", "
	  "sum(id) AS \"d!: int64\" FROM authors GROUP BY bio",
	  "a: a, b?, c:2, d:1;", "" },
	{ "but not nonsense", "-- name: a :many\nSELECT id AS \"a: text\", id AS \"b: number\" FROM authors",
	  "", "2:8: error: 'a' is never text: expected another type, or CAST(… AS …)\n"
	      "2:25: error: unknown type 'number': expected int64, bool, double, text, blob or value\n" },
	{ "functions name their columns, as in sqlc", "-- name: a :one\nSELECT count(*), max(id), EXISTS (SELECT 1) FROM authors",
	  "a: count, max?, exists;", "" },
	{ "those of VALUES are numbered, as in SQLite", "-- name: a :many\nVALUES (1, 'a'), (2, NULL)",
	  "a: column1, column2?;", "" },
	{ "columns need a name", "-- name: a :one\nSELECT 1 + 1", "",
	  "2:8: error: the column '1 + 1' has no name: expected one, as in AS total\n" },
	{ "and one of their own",
	  "-- name: a :many\nSELECT a.id, b.id FROM authors a JOIN books b ON b.author_id = a.id", "",
	  "2:14: error: two columns are called 'id': give one of them another name, as in AS id_2\n"
	  "2:8: note: the other one\n" },
	{ "an embedded row has names of its own",
	  "-- name: a :many\nSELECT sqlc.embed(a), sqlc.embed(b) FROM authors a LEFT JOIN books b ON "
	  "b.author_id = a.id",
	  "a: id, name, bio?, id?, author_id?, isbn?, title?, is_sold?; embed a 0+3, embed b? 3+5 by 3;",
	  "" },
	{ "of a subquery there is none", "-- name: a :many\nSELECT sqlc.embed(a) FROM (SELECT 1 AS x) a",
	  "", "2:8: error: only a table's row can be embedded, and 'a' is none: name its columns\n" },
	{ "nor where its absence cannot be told",
	  "-- name: a :many\nSELECT sqlc.embed(n) FROM authors a LEFT JOIN notes n ON n.note = a.bio", "",
	  "2:8: error: no column of 'n' is NOT NULL, so that a row of NULLs looks like none: name its columns\n" },
	{ "where it is always there it can",
	  "-- name: a :many\nSELECT sqlc.embed(n) FROM authors a JOIN notes n LEFT JOIN books b", "a: note?; embed n 0+1;", "" },
	{ "nor of a part of one", "-- name: a :many\nSELECT sqlc.embed(a) FROM (SELECT id, name FROM authors) a", "",
	  "2:8: error: only a table's row can be embedded, and 'a' is none: name its columns\n" },
	{ "nor of a table whose columns USING merges with another's",
	  "-- name: a :many\nSELECT 1 AS one,\n  sqlc.embed(a) FROM authors a FULL JOIN books b USING (id)", "",
	  "3:3: error: 'a' has columns that USING merges with another table's: write ON, to embed its row\n" },
	{ "parameters are called as they are written, or as their column",
	  "-- name: a :exec\nUPDATE authors SET name = ?, bio = ? WHERE id = :id",
	  "a:; name, bio?, id;", "" },
	{ "or by their number", "-- name: a :exec\nUPDATE authors SET name = ? || ? WHERE name = ?",
	  "a:; p1, p2, name;", "" },
	{ "sqlc.narg takes NULL", "-- name: a :many\nSELECT id FROM authors WHERE name = sqlc.narg(n)",
	  "a: id; n?;", "" },
	{ "and what is made of it may be NULL",
	  "-- name: a :many\nSELECT CAST(sqlc.narg(n) AS TEXT) AS t, id = sqlc.narg(m) AS e, :k + 1 AS k FROM authors",
	  "a: t?, e?, k; n?, m?, k;", "" },
	{ "lists hold no NULL", "-- name: a :many\nSELECT bio FROM authors WHERE bio NOT IN (:bios[])",
	  "a: bio?; bios[];", "" },
	{ "filters may not be there", "-- name: a :many\nSELECT bio FROM authors WHERE bio > :bio?",
	  "a: bio?; bio*;", "" },
	{ "errors have two places",
	  "-- name: a :many\nSELECT id FROM authors WHERE name = :p\n  OR id = :p", "",
	  "3:11: error: a parameter is int64 here, and text in another place: give each its own, or say "
	  "CAST(… AS …)\n2:37: note: the other place\n" },
	{ "SQLite's errors have their place", "-- name: a :many\nSELECT id,\n  nme FROM authors", "",
	  "3:3: error: no such column: nme: did you mean 'name'?\n" },
	{ "also where SQLite gives none: a table",
	  "-- name: a :many\nSELECT autors.id\nFROM autors", "",
	  "3:6: error: no such table: autors: did you mean 'authors'?\n" },
	{ "what is assigned to", "-- name: a :exec\nUPDATE authors\n  SET nmae = :name WHERE id = 1", "",
	  "3:7: error: no such column: nmae: did you mean 'name'?\n" },
	{ "what is inserted", "-- name: a :exec\nINSERT INTO authors(id,\n\ttitle) VALUES (1, 'x')", "",
	  "3:2: error: table authors has no column named title\n" },
	{ "a window", "-- name: a :many\nSELECT rank() OVER w AS r FROM authors", "",
	  "2:20: error: no such window: w\n" },
	{ "what only the program has is to be declared",
	  "-- name: a :many\nSELECT\n  fold(name, 1) AS f FROM authors", "",
	  "3:3: error: no such function: fold\n3:3: note: if the program registers this function "
	  "(options.on_open), declare it in sqlgen.ini: '[function fold]', 'arguments = 2'\n" },
	{ "the next query is read all the same",
	  "-- name: a :many\nSELECT x FROM authors;\n-- name: b :many\nSELECT y FROM authors;", "",
	  "2:8: error: no such column: x\n4:8: error: no such column: y\n" },
	{ "rows are wanted", "-- name: a :one\nDELETE FROM authors", "",
	  "1:10: error: :one gives rows, and 'a' has none: write :exec, or RETURNING\n" },
	{ "changes are wanted", "-- name: a :execrows\nSELECT 1 AS a", "",
	  "1:10: error: :execrows is of INSERT, UPDATE or DELETE, and 'a' is a SELECT: write :one or "
	  ":many\n" },
	{ "an INSERT is wanted", "-- name: a :execlastid\nDELETE FROM authors", "",
	  "1:10: error: :execlastid gives the rowid of an INSERT, and 'a' is none: write :exec\n" },
	{ "that inserts", "-- name: a :execlastid\nINSERT INTO authors(name) VALUES (:n) ON CONFLICT (id) DO NOTHING\n"
	  "  ON CONFLICT (name) DO UPDATE SET bio = name", "",
	  "1:10: error: :execlastid gives the rowid of an INSERT, and after DO UPDATE SQLite has that of an earlier "
	  "one: write :one, and RETURNING id\n" },
	{ "and no other", "-- name: a :execlastid\nINSERT INTO authors(name) VALUES (:n) ON CONFLICT DO NOTHING", "a:; n;", "" },
	{ "into a table with rowids", "-- name: a :execlastid\nINSERT INTO shelf VALUES (1, 2, 3)", "",
	  "1:10: error: :execlastid gives the rowid of an INSERT, and 'shelf' has none: write :exec\n" },
};

static void
add_query(struct text *out, const struct query *query)
{
	static const char *const marks[] = { "", "[]", "*" };
	text_format(out, "%s%s%s:", query->name, query->row == NULL ? "" : " ",
		    query->row == NULL ? "" : query->row->name);
	for (size_t i = 0; i < query->column_count; i++) {
		const struct query_column *column = &query->columns[i];
		text_format(out, "%s %s%s", i > 0 ? "," : "", column->name,
			    column->type.classes & CLASS_NULL ? "?" : "");
		if (column->type.declared != DECLARED_NONE)
			text_format(out, ":%d", (int)column->type.declared);
	}
	text_add_char(out, ';');
	for (size_t i = 0; i < query->parameter_count; i++) {
		const struct query_parameter *parameter = &query->parameters[i];
		text_format(out, "%s %s%s%s%s", i > 0 ? "," : "", parameter->name,
			    parameter->type.classes & CLASS_NULL ? "?" : "", marks[parameter->kind],
			    i + 1 == query->parameter_count ? ";" : "");
	}
	for (size_t i = 0; i < query->embed_count; i++) {
		const struct query_embed *embed = &query->embeds[i];
		text_format(out, "%s embed %s%s %zu+%zu", i > 0 ? "," : "", embed->name,
			    embed->is_nullable ? "?" : "", embed->first, embed->count);
		if (embed->is_nullable)
			text_format(out, " by %zu", embed->witness);
		text_add_string(out, i + 1 == query->embed_count ? ";" : "");
	}
}

/* Errors, warnings and notes without the path, and without the lines of the source. */
static void
add_said(struct text *out, FILE *said)
{
	char line[512];
	rewind(said);
	while (fgets(line, sizeof line, said))
		if (strstr(line, "error: ") || strstr(line, "warning: ") || strstr(line, "note: "))
			text_add_string(out, strchr(line, ':') + 1);
	text_add_string(out, "");
}

static bool
build(struct query_list *list, const char *text, struct diag *diag)
{
	const struct statement_context context = { &replayed.schema, NULL, replayed.replay.handle, NULL };
	struct queries queries;
	FILE *file = fopen("q.sql", "w");
	return file != NULL && fputs(text, file) >= 0 && fclose(file) == 0 &&
	       queries_read(&queries, ".", true, &replayed.arena, diag) &&
	       queries_build(list, &queries, &context, &replayed.arena, diag);
}

static void
check_situation(const struct situation *situation)
{
	struct diag diag = { .out = tmpfile() };
	struct query_list list = { .count = 0 };
	struct text built = { .data = NULL }, said = { .data = NULL };
	int before = failures;
	(void)build(&list, situation->text, &diag);
	text_add_string(&built, "");
	for (size_t i = 0; i < list.count; i++)
		add_query(&built, &list.items[i]);
	add_said(&said, diag.out);
	CHECK_STR(built.data, situation->built);
	CHECK_STR(said.data, situation->said);
	if (failures > before)
		fprintf(stderr, "in: %s\n", situation->claim);
	fclose(diag.out);
	text_finish(&built);
	text_finish(&said);
}

/* Which queries give no more than one row. */
static void
one_is_checked_against_keys(void)
{
	static const struct {
		const char *sql;
		bool is_one;
	} table[] = {
		{ "SELECT id FROM authors", false },
		{ "SELECT id FROM authors LIMIT 1", true },
		{ "SELECT id FROM authors LIMIT 2", false },
		{ "SELECT count(*) AS c FROM authors", true },
		{ "SELECT count(*) OVER () AS c FROM authors", false },
		{ "SELECT count(*) AS c FROM authors GROUP BY name", false },
		{ "SELECT name FROM authors WHERE id = :id", true },
		{ "SELECT name FROM authors WHERE rowid = :id", true },
		{ "SELECT id FROM authors WHERE :name = name AND bio > ''", true },
		{ "SELECT id FROM authors WHERE id = :id OR name = :name", false },
		{ "SELECT id FROM authors WHERE id > :id", false },
		{ "SELECT id FROM authors WHERE id = :id?", false },
		{ "SELECT id FROM authors WHERE name = :name COLLATE NOCASE", false },
		{ "SELECT id FROM books WHERE isbn = :isbn", true },
		{ "SELECT id FROM books WHERE title = :title", false },
		{ "SELECT id FROM books WHERE author_id = :author", false },
		{ "SELECT place FROM shelf WHERE room = :room", false },
		{ "SELECT book_id FROM shelf WHERE room = :room AND place = 1", true },
		{ "SELECT a.name FROM books b JOIN authors a ON a.id = b.author_id WHERE b.id = :id", true },
		{ "SELECT a.name FROM authors a JOIN books b ON a.id = b.author_id WHERE a.id = :id", false },
		{ "SELECT a.id FROM authors a LEFT JOIN books b ON a.id = 1 AND b.id = a.id", false },
		{ "SELECT a.id FROM authors a LEFT JOIN books b ON b.id = a.id WHERE a.id = 1", true },
		{ "SELECT a.id FROM authors a, books b WHERE a.name = b.isbn AND b.id = 1", true },
		{ "SELECT a.id FROM authors a, books b WHERE b.isbn = a.name AND b.id = 1", false },
		{ "WITH authors AS (SELECT 1 AS id UNION ALL SELECT 1) SELECT id FROM authors WHERE id = 1", false },
		{ "SELECT note FROM notes WHERE rowid = :id", true },
		{ "SELECT note FROM notes n WHERE n._rowid_ = :id AND note > ''", true },
		{ "SELECT note FROM notes WHERE oid > :id", false },
		{ "SELECT oid FROM odd WHERE oid = :id", false },
		{ "SELECT rowid FROM odd WHERE rowid = :id", true },
		{ "SELECT note FROM found WHERE rowid = :id", true },
		{ "SELECT note FROM found WHERE note = :note", false },
		{ "SELECT a.c, b.m FROM (SELECT count(*) AS c FROM books) a, (SELECT max(id) AS m FROM books) b", true },
		{ "SELECT a.c, b.id FROM (SELECT count(*) AS c FROM books) a JOIN books b", false },
		{ "SELECT a.c, b.id FROM (SELECT count(*) AS c FROM books) a JOIN books b ON b.id = :id", true },
		{ "SELECT a.id FROM (SELECT id FROM books) a", false },
		{ "SELECT 1 AS a", true },
		{ "SELECT 1 AS a UNION SELECT 2", false },
		{ "INSERT INTO authors(name) VALUES (:name) RETURNING id", true },
		{ "INSERT INTO authors(name) VALUES (:a), (:b) RETURNING id", false },
		{ "UPDATE authors SET bio = :bio WHERE id = :id RETURNING *", true },
		{ "DELETE FROM books WHERE is_sold RETURNING id", false },
	};
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		char *text = arena_format(&replayed.arena, "-- name: a :one\n%s", table[i].sql);
		struct diag diag = { .out = tmpfile() };
		struct query_list list = { .count = 0 };
		CHECK(build(&list, text, &diag));
		if ((diag.warnings == 0) != table[i].is_one)
			test_failed(__FILE__, __LINE__, table[i].sql, "the contrary");
		fclose(diag.out);
	}
}

int
main(void)
{
	char directory[] = "/tmp/sqlgen-query-XXXXXX";
	replayed_start(&replayed, (const char *[MIGRATIONS_MAX]){ schema_sql });
	CHECK(replayed.is_done);
	if (!replayed.is_done || !mkdtemp(directory) || chdir(directory) != 0)
		return 1;
	for (size_t i = 0; i < sizeof situations / sizeof *situations; i++)
		check_situation(&situations[i]);
	one_is_checked_against_keys();
	remove("q.sql");
	CHECK(chdir("/") == 0 && rmdir(directory) == 0);
	replayed_finish(&replayed);
	return failures != 0;
}
