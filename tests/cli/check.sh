#!/bin/sh
# check: the SQL in hand-written C. Usage: check.sh SQLGEN
. "$(dirname "$0")/claims.sh"

# A project of two tables, and the function body in standard input as f.c.
program() {
	mkdir migrations
	cat >migrations/0001_init.sql <<'SQL'
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE tasks (
  id       INTEGER PRIMARY KEY,
  user_id  INTEGER REFERENCES users (id),
  title    TEXT NOT NULL UNIQUE
);
SQL
	{
		printf '#include <sqlite3.h>\n%s\nint f(sqlite3 *db, int x)\n{\n\tsqlite3_stmt *stmt, *other;\n' "${1:-}"
		cat
		printf '\treturn 0;\n}\n'
	} >f.c
}

# messages EXPECTED: line:column and text of all errors and warnings
messages() {
	equal messages "$(printf '%s\n' "$err" | sed -n 's/^\([^ ]*:[0-9]*:[0-9]*: \)\(error\|warning\)/\1\2/p')" "$1"
}

claim "what is right is quiet, and counted"
program <<'C'
	sqlite3_prepare_v2(db, "SELECT id, title FROM tasks WHERE user_id = ?", -1, &stmt, NULL);
	sqlite3_exec(db, "DELETE FROM tasks; DELETE FROM users WHERE name = 'x;y';", 0, 0, 0);
	sqlite3_exec(db, getenv("SQL"), 0, 0, 0);
C
sqlgen check f.c
exits 0
equal output "$out" "1 file, 3 calls with SQL, 1 not constant; 3 statements, 0 wrong"
equal messages "$err" ""

claim "an error stands at the byte where SQLite stops, through escapes, splices and adjacent literals"
program <<'C'
	sqlite3_exec(db, "SELECT\ttitle,\n\x69\144, zzzz FROM tasks", 0, 0, 0);
	sqlite3_prepare_v2(db, "SELECT id "
		/* "x" */ "FROM tasks " // "
		"WHERE titel = ?", -1, &stmt, NULL);
	sqlite3_exec(db, "SELECT id, \
zzzz FROM users", 0, 0, 0);
	sqlite3_exec(db, "DELETE FROM tasks; DELETE FROM task", 0, 0, 0);
C
sqlgen check f.c
exits 1
messages "f.c:6:46: error: no such column: zzzz
f.c:9:10: error: no such column: titel: did you mean 'title'?
f.c:11:1: error: no such column: zzzz
f.c:12:51: error: no such table: task: did you mean 'tasks'?"
holds caret "$err" "    9 | 		\"WHERE titel = ?\", -1, &stmt, NULL);
      | 		       ^"

claim "macros, of several lines and of others, with arguments and '#', and from an include"
program '#include "names.h"
#define QUERY "SELECT " COLUMNS \
	" FROM tasks" ORDER
#define EACH(table) "SELECT * FROM " #table' <<'C'
	sqlite3_prepare_v2(db, QUERY, -1, &stmt, NULL);
	sqlite3_prepare_v2(db, EACH(tasks), -1, &stmt, NULL);
	sqlite3_prepare_v2(db, EACH(taskz), -1, &stmt, NULL);
	sqlite3_exec(db, "DELETE FROM " NAME(tas, ks), 0, 0, 0);
	sqlite3_exec(db, "UPDATE tasks SET title = '" VERSION "' WHERE id = x", 0, 0, 0);
C
cat >names.h <<'C'
#define COLUMNS "id, zzzz"
#define ORDER " ORDER BY id"
#define STRING(x) #x
#define NAME(a, b) STRING(a##b)
#define ks wrong
#define VERSION STRING(1.2)
C
sqlgen check f.c
exits 1
messages "f.c:11:30: error: no such table: taskz: did you mean 'tasks'?
f.c:13:70: error: no such column: x
names.h:1:22: error: no such column: zzzz"
holds use "$err" "f.c:9:2: note: given to 'sqlite3_prepare_v2' here"

claim "variables, tables of strings, tables of structs and conditions"
program 'static const char *const good = "SELECT id FROM tasks", *bad = "SELECT a FROM tasks";
static const char *const steps[] = { "DELETE FROM tasks", "SELECT b FROM tasks", NULL };
static const struct { int version; const char *sql; } upgrades[] = { { 1, "SELECT id FROM users" }, { 2, "SELECT c FROM tasks" } };
static char *changed = "SELECT never FROM tasks";' <<'C'
	const char *sql = "SELECT qq FROM users";
	static const char query[] = "SELECT e FROM users";
	char buffer[100] = "SELECT never FROM tasks";
	sqlite3_exec(db, good, 0, 0, 0);
	sqlite3_exec(db, bad, 0, 0, 0);
	for (int i = 0; steps[i]; i++)
		sqlite3_exec(db, steps[i], 0, 0, 0);
	sqlite3_exec(db, upgrades[x].sql, 0, 0, 0);
	sqlite3_exec(db, sql, 0, 0, 0);
	if (x)
		sql = "SELECT f FROM users";
	else
		sql = "SELECT id FROM users";
	sqlite3_exec(db, sql, 0, 0, 0);
	sqlite3_exec(db, (query), 0, 0, 0);
	sqlite3_exec(db, x ? "SELECT 1" : (const char *)"SELECT g", 0, 0, 0);
	changed = buffer;
	sqlite3_exec(db, changed, 0, 0, 0);
	sqlite3_exec(db, buffer, 0, 0, 0);
C
sqlgen check f.c
exits 1
equal columns "$(printf '%s\n' "$err" | sed -n 's/.*error: no such column: //p' | tr '\n' ' ')" "a b c qq e f g "
holds counts "$out" "10 calls with SQL, 2 not constant; 13 statements, 8 wrong"

claim "a variable of another file, where this one says that there is one"
program 'extern const char elsewhere[]; extern char *const steps[];
extern const char *nowhere;' <<'C'
	sqlite3_exec(db, elsewhere, 0, 0, 0);
	sqlite3_exec(db, steps[x], 0, 0, 0);
	sqlite3_exec(db, nowhere, 0, 0, 0);
	sqlite3_exec(db, undeclared, 0, 0, 0);
C
echo 'const char elsewhere[] = "SELECT a"; char *const steps[] = { "SELECT b", "SELECT 1" }; static char *nowhere = "SELECT c"; const char undeclared[] = "SELECT d";' >g.c
sqlgen check f.c g.c
exits 1
equal columns "$(printf '%s\n' "$err" | sed -n 's/.*error: no such column: //p' | tr '\n' ' ')" "a b "
holds counts "$out" "4 calls with SQL, 2 not constant"

claim "each branch of a condition is a text of its own, and #if 0 is none"
program <<'C'
	sqlite3_exec(db, "SELECT "
#ifdef A
		"id "
#elif defined(B)
		"zzzz "
#else
		"name "
#endif
		"FROM users", 0, 0, 0);
#if 0
	sqlite3_exec(db, "SELECT never", 0, 0, 0);
#endif
C
sqlgen check f.c
exits 1
messages "f.c:10:4: error: no such column: zzzz"
holds counts "$out" "1 call with SQL, 0 not constant; 3 statements, 1 wrong"

claim "what the C does to the schema is done where a statement needs it, and only there"
program <<'C'
	sqlite3_exec(db, "CREATE TEMP TABLE t (a, b); INSERT INTO t VALUES (1, 2); INSERT INTO t VALUES (1)", 0, 0, 0);
	sqlite3_exec(db, "INSERT INTO late (x) VALUES (1)", 0, 0, 0);
	sqlite3_exec(db, "ALTER TABLE users RENAME TO old; CREATE TABLE users (id, mail);", 0, 0, 0);
	sqlite3_exec(db, "INSERT INTO users (id, mail) SELECT id, name FROM old; DROP TABLE old", 0, 0, 0);
	sqlite3_exec(db, "CREATE TABLE tasks (id, CHECK (zzzz = 1))", 0, 0, 0);
	sqlite3_exec(db, "CREATE TABLE IF NOT EXISTS late (x)", 0, 0, 0);
	sqlite3_exec(db, "PRAGMA foreign_keys = ON; PRAGMA writable_schema = ON", 0, 0, 0);
	sqlite3_exec(db, "DELETE FROM sqlite_master", 0, 0, 0);
C
sqlgen check f.c
exits 1
messages "f.c:6:77: error: table t has 2 columns but 1 values were supplied
f.c:10:51: error: no such column: zzzz
f.c:13:32: error: table sqlite_master may not be modified"

claim "parameters and columns that the statement does not have"
program '#define LAST 2' <<'C'
	sqlite3_prepare_v2(db, "SELECT id, title FROM tasks WHERE id = ? AND title = :title", -1, &stmt, NULL);
	sqlite3_bind_int(stmt, 1, x);
	sqlite3_bind_text(stmt, 3, "a", -1, SQLITE_STATIC);
	sqlite3_bind_int(stmt, 0, x);
	sqlite3_bind_int(stmt, sqlite3_bind_parameter_index(stmt, ":titel"), x);
	sqlite3_column_int(stmt, 1);
	sqlite3_column_int(stmt, LAST);
	sqlite3_bind_int(other, 9, x);
	if (x)
		sqlite3_prepare_v2(db, "SELECT id FROM tasks WHERE id = ?1 OR id = ?9", -1, &stmt, NULL);
	sqlite3_bind_int(stmt, 9, x);
	other = stmt;
C
sqlgen check f.c
exits 1
messages "f.c:8:26: error: there is no parameter 3: the statement has 2 parameters
f.c:9:25: error: parameters are counted from 1: expected one, found 0
f.c:10:60: error: there is no parameter ':titel' in the statement
f.c:12:27: error: there is no column 2: the statement has 2 columns, counted from 0"
holds use "$err" "f.c:6:2: note: the statement is prepared here"

claim "the number of a parameter or column is an enumerator"
program '#include "columns.h"
enum { ID, TITLE, LAST = TITLE, BEHIND, HEX = 0x10, MADE = (1 << 3), AFTER_MADE, };
enum c { A = sizeof(int), B, SEVEN = 7, EIGHT };' <<'C'
	int BEHIND_TOO = 0;
	sqlite3_prepare_v2(db, "SELECT id, title FROM tasks WHERE id = ?", -1, &stmt, NULL);
	sqlite3_column_int(stmt, ID);
	sqlite3_column_int(stmt, LAST);
	sqlite3_column_int(stmt, BEHIND);
	sqlite3_column_int(stmt, MADE);
	sqlite3_column_int(stmt, AFTER_MADE);
	sqlite3_column_int(stmt, B);
	sqlite3_column_int(stmt, EITHER);
	sqlite3_column_int(stmt, BEHIND_TOO);
	sqlite3_bind_int(stmt, (EIGHT), x);
	sqlite3_bind_int(stmt, HEADER, x);
C
cat >columns.h <<'C'
enum columns { HEADER = 3, BEHIND_TOO };
enum { FIRST,
#if X
	EXTRA,
#endif
	EITHER = 9 };
C
sqlgen check f.c
exits 1
messages "f.c:12:27: error: there is no column 2: the statement has 2 columns, counted from 0
f.c:18:25: error: there is no parameter 8: the statement has 1 parameter
f.c:19:25: error: there is no parameter 3: the statement has 1 parameter"

claim "a string in double quotes, and a statement behind the first, are warned of"
program <<'C'
	sqlite3_prepare_v2(db, "SELECT \"id\" FROM tasks WHERE title = \"open\"; SELECT 2", -1, &stmt, NULL);
	sqlite3_prepare_v2(db, "SELECT 1; SELECT 2", -1, &stmt, &tail);
	sqlite3_prepare_v2(db, "SELECT 1; -- done", -1, &stmt, 0);
C
sqlgen check f.c
exits 0
messages "f.c:6:65: warning: \"open\" is taken for a string, as there is no column of this name: expected a column, or single quotes, 'open' [double-quoted-string]
f.c:6:75: warning: 'sqlite3_prepare_v2' takes the first statement only: expected nothing behind it [ignored-statement]"

claim "functions of the program's own are named in sqlgen.ini, and what it registers is known"
program <<'C'
	sqlite3_create_function(db, "shout", 1, SQLITE_UTF8, NULL, shout, NULL, NULL);
	sqlite3_create_collation(db, "german", SQLITE_UTF8, NULL, compare);
	db_exec(db, "SELECT shout(name) FROM users ORDER BY name COLLATE german");
	db_exec(db, "SELECT shout(name, 1) FROM users");
	db_exec(db, "SELECT whisper(name) FROM users");
	run("SELECT zzzz FROM users");
C
printf '[check]\nfunctions = db_exec:2, run:1\n' >sqlgen.ini
sqlgen check f.c
exits 1
messages "f.c:9:22: error: wrong number of arguments to function shout()
f.c:10:22: error: no such function: whisper
f.c:11:14: error: no such column: zzzz"
holds advice "$err" "if the program registers this function, add to sqlgen.ini: [function whisper] arguments = 1"
printf '[check]\nfunctions = run:1:format, db_exec:2\n' >sqlgen.ini
echo 'void g(void) { run("SELECT zzzz, %d", 1); }' >g.c
sqlgen check g.c
exits 1
messages "g.c:1:28: error: no such column: zzzz"
printf '[check]\nfunctions = db_exec\n' >sqlgen.ini
sqlgen check f.c
exits 1
holds messages "$err" "sqlgen.ini:2:13: error: expected functions with the number (1 to 8) of the argument that is SQL, as 'db_exec:2, run:1' for 'functions', found 'db_exec'"

claim "what passes a parameter on is given SQL itself: functions, static ones in their file only, and macros"
program '#define EXEC(text) run(db, 1, text)
static int run(sqlite3 *db, int n, const char *text) { return sqlite3_exec(db, text, 0, 0, 0); }
int outer(const char *text, sqlite3 *db) { return run(db, 2, text); }
static void take(sqlite3 *db, sqlite3_stmt **into, const char *text) { sqlite3_prepare_v2(db, text, -1, into, 0); }
void print(sqlite3 *db, const char *format, ...) { va_list list; char *text = sqlite3_vmprintf(format, list); sqlite3_exec(db, text, 0, 0, 0); }' <<'C'
	run(db, 0, "SELECT a FROM users");
	outer("SELECT b FROM users", db);
	EXEC("SELECT c FROM users");
	take(db, &stmt, "SELECT id FROM users");
	sqlite3_column_int(stmt, 1);
	print(db, "SELECT e FROM users WHERE id = %d AND name = %Q", x, "n");
	print(db, "SELECT never FROM %s", x);
C
echo 'void g(void) { run(0, 0, "SELECT never"); outer("SELECT f", 0); }' >g.c
sqlgen check f.c g.c
exits 1
equal columns "$(printf '%s\n' "$err" | sed -n 's/.*error: //p' | tr '\n' '|')" "no such column: a|no such column: b|no such column: c|there is no column 1: the statement has 1 column, counted from 0|no such column: e|no such column: f|"
holds counts "$out" "2 files, 7 calls with SQL, 1 not constant; 6 statements, 5 wrong"

claim "formats whose values can only be values"
program '#define T "users"' <<'C'
	char buffer[200], *sql = sqlite3_mprintf("SELECT a FROM " T " WHERE id = %d AND name LIKE '%%%q%%'", x, name);
	sqlite3_exec(db, sql, 0, 0, 0);
	snprintf(buffer, sizeof buffer, "SELECT b FROM %s LIMIT %u", T, x);
	sqlite3_exec(db, buffer, 0, 0, 0);
	strcat(buffer, " never");
	sqlite3_exec(db, buffer, 0, 0, 0);
	sqlite3_snprintf(sizeof buffer, buffer, "SELECT c FROM users");
	sqlite3_exec(db, buffer, 0, 0, 0);
	sql = sqlite3_mprintf("DROP TABLE %Q", name);
	sqlite3_exec(db, sql, 0, 0, 0);
C
sqlgen check f.c
exits 1
messages "f.c:6:51: error: no such column: a
f.c:8:42: error: no such column: b
f.c:12:50: error: no such column: c"
holds counts "$out" "5 calls with SQL, 2 not constant; 4 statements, 3 wrong"

claim "the member of a struct is known by its place or its name"
program 'struct step { const char *name, *sql; int version; };
typedef struct { int version; const char *text; const char *undo; } change;
static const struct step steps[] = { { "SELECT never", "SELECT a", 1 }, { .sql = "SELECT b", .name = "never" } };
static const change changes[] = { { 1, "SELECT c", "never" } };
static const struct { const char *name; struct { const char *sql; } in; const char *sql; } own[] = { { "x", { "y" }, "SELECT d" } };' <<'C'
	sqlite3_exec(db, steps[x].sql, 0, 0, 0);
	sqlite3_exec(db, changes[x].text, 0, 0, 0);
	sqlite3_exec(db, own[x].sql, 0, 0, 0);
C
sqlgen check f.c
exits 1
equal columns "$(printf '%s\n' "$err" | sed -n 's/.*error: no such column: //p' | tr '\n' ' ')" "a b c d "

claim "a table whose creation is not known is not missed, and a comment says what is meant"
program '#define OLD "SELECT old FROM users"' <<'C'
	sqlite3_exec(db, sqlite3_mprintf("CREATE TEMP TABLE IF NOT EXISTS made (a %s)", x), 0, 0, 0);
	sqlite3_exec(db, "SELECT a FROM made; DELETE FROM temp.made", 0, 0, 0);
	sqlite3_exec(db, "SELECT zzzz FROM users, made; SELECT a FORM made x", 0, 0, 0);
	sqlite3_exec(db, "SELECT a FROM mode", 0, 0, 0);
	/* of version 1: sqlgen: ignore */
	sqlite3_exec(db, "SELECT old "
		"FROM users", 0, 0, 0);
	sqlite3_exec(db, OLD, 0, 0, 0); // sqlgen: ignore
C
sqlgen check f.c
exits 1
messages "f.c:8:64: error: near \"made\": syntax error
f.c:9:34: error: no such table: mode"
holds counts "$out" "6 calls with SQL, 4 not constant; 7 statements, 2 ignored, 2 wrong"

claim "statements about attached databases are passed over"
program <<'C'
	sqlite3_exec(db, "ATTACH 'x' AS other; SELECT a FROM other.t; DROP TABLE other.t", 0, 0, 0);
	sqlite3_exec(db, "SELECT a FROM main.t", 0, 0, 0);
C
sqlgen check f.c
exits 1
messages "f.c:7:39: error: no such table: main.t"
holds counts "$out" "4 statements, 2 of attached databases, 1 wrong"

claim "directories are walked for .c and .h; links to directories are not followed"
program <<'C'
	sqlite3_exec(db, "SELECT 1", 0, 0, 0);
C
mkdir -p src/deep/.git
cp f.c src/deep/a.c
cp f.c src/deep/.git/b.c
cp f.c src/b.cpp
echo 'static inline void g(void) { sqlite3_exec(0, "SELECT zzzz", 0, 0, 0); }' >src/c.h
ln -s . src/loop
sqlgen check src
exits 1
holds counts "$out" "2 files, 2 calls with SQL"
messages "src/c.h:1:54: error: no such column: zzzz"

claim "a program without migrations: its schema is given, or is only what its C creates"
program <<'C'
	sqlite3_exec(db, "CREATE VIEW v AS SELECT b FROM own; CREATE TABLE own (b)", 0, 0, 0);
	sqlite3_exec(db, "SELECT b FROM v; SELECT c FROM own", 0, 0, 0);
C
sqlgen check --no-migrations f.c
exits 1
messages "f.c:7:44: error: no such column: c"
echo 'CREATE TABLE own (c);' >schema.sql
sqlgen check --schema schema.sql f.c
exits 1
messages "f.c:7:27: error: no such column: b"

claim "JSON has the counts and the findings"
program <<'C'
	sqlite3_exec(db, "SELECT zzzz FROM users", 0, 0, 0);
C
sqlgen check --json -q f.c
exits 1
equal json "$(printf '%s' "$out" | tr -d '\n' | tr -s ' ')" '{ "files": 1, "calls": 1, "not_constant": 0, "statements": 1, "elsewhere": 0, "ignored": 0, "wrong": 1, "findings": [ { "severity": "error", "rule": null, "path": "f.c", "line": 6, "column": 27, "message": "no such column: zzzz" } ]}'

claim "C that is none does no harm, and wrong use is told"
program <<'C'
	sqlite3_exec(db, "SELECT 'open
	sqlite3_exec(db, "SELECT zzzz", 0
C
printf 'int g(void) { sqlite3_exec(db, "SELECT \0 x", R"(open' >g.c
printf '#define A B\n#define B A A\n#define C(x) C(x) C(x)\nint h(void) { sqlite3_exec(db, A C(C(1)) "x", 0); }}}}#if\n#endif\n#else' >h.c
sqlgen check f.c g.c h.c
exits 0
sqlgen check nowhere.c
exits 1
holds messages "$err" "nowhere.c: error: cannot open the file"
sqlgen check
exits 2

claim "a macro has its parameters in parentheses"
program '#define RUN(db, sql) do { if (sqlite3_exec((db), (sql), 0, 0, 0)) return 1; } while (0)
#define PREPARE(db, sql, stmt) sqlite3_prepare_v2((db), ((sql)), -1, &(stmt), 0)' <<'C'
	RUN(db, "SELECT a");
	PREPARE(db, "SELECT b", stmt);
C
sqlgen check f.c
exits 1
messages "f.c:7:18: error: no such column: a
f.c:8:22: error: no such column: b"

claim "PRId64 and its like, and %w of a name that is known"
program <<'C'
	char *sql = sqlite3_mprintf("SELECT a FROM users WHERE id = %" PRId64 " OR id = %" PRIuLEAST32, x, x);
	sqlite3_exec(db, sql, 0, 0, 0);
	sql = sqlite3_mprintf("SELECT b FROM \"%w\"", "users");
	sqlite3_exec(db, sql, 0, 0, 0);
	sql = sqlite3_mprintf("SELECT never FROM \"%w\"", name);
	sqlite3_exec(db, sql, 0, 0, 0);
	sql = sqlite3_mprintf("SELECT never FROM users WHERE id = %" PRIVATE, x);
	sqlite3_exec(db, sql, 0, 0, 0);
C
sqlgen check f.c
exits 1
equal columns "$(printf '%s\n' "$err" | sed -n 's/.*error: no such column: //p' | tr '\n' ' ')" "a b "
holds counts "$out" "4 calls with SQL, 2 not constant"

claim "functions in a namespace and in a class of C++"
program <<'C'
C
cat >g.cpp <<'C'
namespace app {
	class Store {
		sqlite3 *db;
	public:
		Store() : db(nullptr) { sqlite3_exec(db, R"(SELECT a)", nullptr, nullptr, nullptr); }
		int f() { return ::sqlite3_exec(db, "SELECT b", 0, 0, 0); }
	}; }
inline int g(sqlite3 *db) { return sqlite3_exec(db, "SELECT c", 0, 0, 0); }
C
sqlgen check g.cpp
exits 1
equal columns "$(printf '%s\n' "$err" | sed -n 's/.*error: no such column: //p' | tr '\n' ' ')" "a b c "

summary
