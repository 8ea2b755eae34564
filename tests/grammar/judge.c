/*
 * SQLite as the judge of our parser. Reads what corpus.py found in SQLite's own tests: "F name" and
 * "R" (a line each: a new file, an empty database), "S length" followed by SQL. Each statement is
 * prepared and run, and if it is a SELECT, INSERT, UPDATE or DELETE also parsed. What SQLite
 * prepares and we do not parse is printed, with all else that the two see differently.
 * Exits with 1 if fewer than 99.5 % were parsed, or a count or a name differs.
 */
#include <ctype.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/text.h"
#include "sql/parse.h"
#include "sql/token.h"
#include "grammar/write.h"

/* Thousands of operations for a statement, rows, and values of all rows. */
enum { OPERATIONS_MAX = 2000, ROWS_MAX = 200, VALUES_MAX = 10000 };

/* One command of the input, without its letter. */
struct command {
	char letter;
	char *text;
};

/* Shared with the process that runs SQLite: some of the statements crash the versions of it that
 * they were written about. */
struct counts {
	unsigned long accepted, parsed, differ, refused, refused_too, columns, parameters,
		rewritten, crashes;
	size_t next; /* the command behind the one that is under way */
	bool is_parsing;
	int operations;
};

static struct counts *judge;
static const char *file = "";

static int
too_long(void *context)
{
	(void)context;
	return ++judge->operations > OPERATIONS_MAX;
}

/* What would reach beyond the database, or make the process a different one. */
static int
authorize(void *context, int action, const char *first, const char *second, const char *schema,
	  const char *trigger)
{
	static const char *const pragmas[] = { "hard_heap_limit", "soft_heap_limit",
					       "temp_store_directory", "data_store_directory" };
	(void)context;
	(void)second;
	(void)schema;
	(void)trigger;
	if (action == SQLITE_ATTACH)
		return first && *first && strcmp(first, ":memory:") != 0 ? SQLITE_DENY : SQLITE_OK;
	for (size_t i = 0; action == SQLITE_PRAGMA && i < 4; i++)
		if (sqlite3_stricmp(first, pragmas[i]) == 0)
			return SQLITE_DENY;
	return SQLITE_OK;
}

static void
reopen(sqlite3 **db)
{
	sqlite3_close_v2(*db);
	if (sqlite3_open(":memory:", db) != SQLITE_OK)
		exit(2);
	sqlite3_set_authorizer(*db, authorize, NULL);
	sqlite3_progress_handler(*db, 1000, too_long, NULL);
}

static bool
is_of_the_four(const char *sql, size_t length)
{
	static const char *const words[] = { "SELECT",  "VALUES", "WITH",  "INSERT",
					     "REPLACE", "UPDATE", "DELETE" };
	struct token_reader reader;
	token_reader_init(&reader, sql, length);
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (token_is(&reader.token, words[i]))
			return true;
	return false;
}

static void
show(const char *what, const char *why, const char *sql, size_t length)
{
	printf("%s: %s: %s\n\t", file, what, why);
	for (size_t i = 0; i < length && i < 2000; i++)
		putchar(isspace((unsigned char)sql[i]) ? ' ' : sql[i]);
	putchar('\n');
}

/* How many columns the text says it has; -1 where it has a '*', or no result. */
static int
column_count(const struct statement *statement)
{
	const struct result_list *list = NULL;
	if (statement->kind == STATEMENT_INSERT)
		list = &statement->insert.returning;
	else if (statement->kind == STATEMENT_UPDATE)
		list = &statement->update.returning;
	else if (statement->kind == STATEMENT_DELETE)
		list = &statement->delete.returning;
	else if (statement->select->arms[0].is_values)
		return (int)statement->select->arms[0].rows[0].count;
	else
		list = &statement->select->arms[0].result;
	for (size_t i = 0; i < list->count; i++)
		if (list->items[i].kind != RESULT_EXPRESSION)
			return -1;
	return list->count > 0 ? (int)list->count : -1;
}

/* Does the tree end where the text does? */
static bool
is_whole(const struct statement *statement, const char *sql, size_t length)
{
	struct token_reader reader;
	size_t end = 0;
	for (token_reader_init(&reader, sql, length); reader.token.kind != TOKEN_END;
	     token_next(&reader))
		if (reader.token.kind != TOKEN_SEMICOLON)
			end = reader.offset + reader.token.length;
	return statement->offset + statement->length == end;
}

/* Do two statements give the same rows, as far as they are run? */
static bool
give_the_same(sqlite3_stmt *a, sqlite3_stmt *b)
{
	int columns = sqlite3_column_count(a), rc, other;
	if (sqlite3_column_count(b) != columns)
		return false;
	judge->operations = 0;
	for (int row = 0; row < ROWS_MAX && row * columns < VALUES_MAX; row++) {
		rc = sqlite3_step(a);
		other = sqlite3_step(b);
		if (rc != SQLITE_ROW || other != SQLITE_ROW)
			return rc == other || rc == SQLITE_INTERRUPT || other == SQLITE_INTERRUPT;
		for (int i = 0; i < columns; i++) {
			const char *left = (const char *)sqlite3_column_text(a, i);
			const char *right = (const char *)sqlite3_column_text(b, i);
			if (!left != !right || (left && strcmp(left, right) != 0))
				return false;
		}
	}
	return true;
}

/* Does it call what never says the same twice, or changes what it looks at? */
static bool
is_volatile(const char *sql, size_t length)
{
	static const char *const names[] = { "RANDOM",     "RANDOMBLOB",     "OPTIMIZE",
					     "CHANGES",    "FTS3_TOKENIZER", "TOTAL_CHANGES",
					     "SQLITE_STMT" };
	struct token_reader reader;
	for (token_reader_init(&reader, sql, length); reader.token.kind != TOKEN_END;
	     token_next(&reader))
		for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
			if (token_is(&reader.token, names[i]))
				return true;
	return false;
}

/* A column without an alias is named by its text, and the tree has none of its spaces. */
static bool
names_a_text(const char *message)
{
	return strncmp(message, "no such column", 14) == 0 && strpbrk(message, "(+-*/");
}

/*
 * The tree as SQL again, for SQLite: does it prepare that, too, and read the same rows?
 */
static const char *
rewritten(const struct statement *statement, sqlite3 *db, sqlite3_stmt *stmt)
{
	struct text text = { 0 };
	sqlite3_stmt *again = NULL;
	const char *what = NULL;
	write_statement(&text, statement);
	if (sqlite3_prepare_v2(db, text.data, -1, &again, NULL) != SQLITE_OK)
		what = names_a_text(sqlite3_errmsg(db)) ? NULL : sqlite3_errmsg(db);
	else if (sqlite3_stmt_readonly(stmt) && !is_volatile(text.data, text.length) &&
		 !give_the_same(stmt, again))
		what = "rows of what was understood";
	judge->rewritten++;
	if (what)
		show("written again", what, text.data, text.length);
	sqlite3_finalize(again);
	sqlite3_reset(stmt);
	text_finish(&text);
	return what;
}

static const char *
difference(const struct statement *statement, sqlite3_stmt *stmt, const char *sql, size_t length)
{
	int columns = column_count(statement);
	judge->columns += columns >= 0;
	judge->parameters += statement->parameter_count;
	if (columns >= 0 && columns != sqlite3_column_count(stmt))
		return "number of columns";
	if ((int)statement->parameter_count != sqlite3_bind_parameter_count(stmt))
		return "number of parameters";
	for (int i = 1; i <= (int)statement->parameter_count; i++) {
		const char *name = sqlite3_bind_parameter_name(stmt, i);
		const char *ours = statement->parameters[i - 1].name;
		if (!name != !ours || (name && strcmp(name, ours) != 0))
			return "name of a parameter";
	}
	return is_whole(statement, sql, length) ? NULL : "end of the statement";
}

/* Before 3.46 SQLite read 0xFF_FF as 0xFF with the alias _FF. */
static bool
has_old_literal(const char *sql, size_t length)
{
	struct token_reader reader;
	if (sqlite3_libversion_number() >= 3046000)
		return false;
	for (token_reader_init(&reader, sql, length); reader.token.kind != TOKEN_END;
	     token_next(&reader))
		if (reader.token.text[0] == '0' &&
		    memchr(reader.token.text, '_', reader.token.length))
			return true;
	return false;
}

static void
compare_accepted(sqlite3 *db, sqlite3_stmt *stmt, const char *sql, size_t length)
{
	struct arena arena = { 0 };
	struct statement statement;
	struct parse_error error;
	judge->accepted++;
	judge->is_parsing = true;
	bool is_parsed = parse_statement(&statement, sql, length, &arena, &error);
	judge->is_parsing = false;
	if (!is_parsed) {
		show("not parsed", error.message, sql, length);
	} else {
		judge->parsed++;
		const char *what = difference(&statement, stmt, sql, length);
		if (!what)
			what = rewritten(&statement, db, stmt);
		judge->differ += what != NULL;
		if (what)
			show("differs", what, sql, length);
	}
	arena_finish(&arena);
}

static void
compare_refused(const char *message, const char *sql, size_t length, bool is_verbose)
{
	struct arena arena = { 0 };
	struct statement statement;
	struct parse_error error;
	if (!strstr(message, "syntax error") && !strstr(message, "incomplete input") &&
	    !strstr(message, "unrecognized token"))
		return;
	judge->refused++;
	if (!parse_statement(&statement, sql, length, &arena, &error))
		judge->refused_too++;
	else if (is_verbose)
		show("parsed, though refused", message, sql, length);
	arena_finish(&arena);
}

static void
step(sqlite3_stmt *stmt)
{
	judge->operations = 0;
	for (int i = 0; stmt && i < ROWS_MAX && sqlite3_step(stmt) == SQLITE_ROW; i++)
		;
	sqlite3_finalize(stmt);
}

static void
judge_script(sqlite3 *db, const char *sql, bool is_verbose)
{
	while (*sql) {
		sqlite3_stmt *stmt;
		const char *tail;
		size_t length = statement_length(sql, strlen(sql));
		judge->operations = 0;
		bool is_accepted = sqlite3_prepare_v2(db, sql, -1, &stmt, &tail) == SQLITE_OK;
		if (is_accepted)
			length = (size_t)(tail - sql);
		bool is_ours = is_of_the_four(sql, length);
		if (is_accepted && stmt && is_ours && !has_old_literal(sql, length))
			compare_accepted(db, stmt, sql, length);
		if (!is_accepted && is_ours)
			compare_refused(sqlite3_errmsg(db), sql, length, is_verbose);
		if (is_accepted)
			step(stmt);
		sql += length;
	}
}

/* What is left of a file, on an empty database; in a process of its own. */
static void
judge_rest(const struct command *commands, size_t count, bool is_verbose)
{
	sqlite3 *db = NULL;
	reopen(&db);
	while (judge->next < count) {
		const struct command *command = &commands[judge->next++];
		if (command->letter == 'R')
			reopen(&db);
		else
			judge_script(db, command->text, is_verbose);
	}
	sqlite3_close_v2(db);
}

static void
judge_file(struct command *commands, size_t count, bool is_verbose)
{
	judge->next = 0;
	while (judge->next < count) {
		int status;
		fflush(stdout);
		pid_t child = fork();
		if (child == 0) {
			judge_rest(commands, count, is_verbose);
			fflush(stdout);
			_Exit(0);
		}
		if (child < 0 || waitpid(child, &status, 0) < 0)
			exit(2);
		if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
			continue;
		judge->crashes++;
		if (judge->is_parsing) {
			show("crash", "of the parser", commands[judge->next - 1].text,
			     strlen(commands[judge->next - 1].text));
			exit(2);
		}
	}
	for (size_t i = 0; i < count; i++)
		free(commands[i].text);
}

static int
report(void)
{
	printf("SQLite %s prepares %lu statements; parsed: %lu (%.3f %%)\n", sqlite3_libversion(),
	       judge->accepted, judge->parsed,
	       judge->accepted ? 100.0 * (double)judge->parsed / (double)judge->accepted : 0);
	printf("columns compared of %lu, parameters: %lu, written again: %lu; differences: %lu\n",
	       judge->columns, judge->parameters, judge->rewritten, judge->differ);
	printf("syntax errors of SQLite: %lu; ours too: %lu\n", judge->refused, judge->refused_too);
	if (judge->crashes > 0)
		printf("SQLite itself crashed on %lu\n", judge->crashes);
	return judge->differ > 0 || judge->parsed * 1000 < judge->accepted * 995;
}

/* The command that a line begins; false at the end of the input. */
static bool
read_command(struct command *command, char *line, size_t size)
{
	if (!fgets(line, (int)size, stdin))
		return false;
	line[strcspn(line, "\n")] = '\0';
	*command = (struct command){ .letter = line[0] };
	if (line[0] != 'S')
		return true;
	size_t length = (size_t)strtoul(line + 2, NULL, 10);
	command->text = calloc(1, length + 1);
	return command->text && fread(command->text, 1, length, stdin) == length;
}

int
main(int argc, char **argv)
{
	static char line[256], name[256];
	struct arena arena = { 0 };
	struct command command, *commands = NULL;
	size_t count = 0;
	bool is_verbose = argc > 1 && strcmp(argv[1], "-v") == 0;
	judge = mmap(NULL, sizeof *judge, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1,
		     0);
	if (judge == MAP_FAILED)
		return 2;
	file = name;
	while (read_command(&command, line, sizeof line)) {
		if (command.letter != 'F') {
			commands = arena_grow(&arena, commands, count, sizeof *commands);
			commands[count++] = command;
			continue;
		}
		judge_file(commands, count, is_verbose);
		count = 0;
		memcpy(name, line + 2, strlen(line + 2) + 1);
	}
	judge_file(commands, count, is_verbose);
	arena_finish(&arena);
	return report();
}
