/* What the migrations use and SQLite lacks is in sqlgen.ini for the tool, and in on_open for the program. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db.h"

static struct db db;
static fts5_tokenizer ascii;
static void *ascii_context;

static void
check(const char *claim, bool holds)
{
	printf("%s: %s\n", holds ? "ok" : "NOT", claim);
}

static void
make_uid(sqlite3_context *context, int count, sqlite3_value **values)
{
	static int made;
	char uid[24];

	(void)count;
	(void)values;
	snprintf(uid, sizeof(uid), "uid-%d", ++made);
	sqlite3_result_text(context, uid, -1, SQLITE_TRANSIENT);
}

static void
is_clean(sqlite3_context *context, int count, sqlite3_value **values)
{
	const char *text = (const char *)sqlite3_value_text(values[0]);

	(void)count;
	sqlite3_result_int(context, text == NULL || strchr(text, '!') == NULL);
}

static void
fold(sqlite3_context *context, int count, sqlite3_value **values)
{
	const char *text = (const char *)sqlite3_value_text(values[0]);
	char *folded = sqlite3_mprintf("%s", text != NULL ? text : "");

	(void)count;
	for (char *c = folded; c != NULL && *c != '\0'; c++)
		*c = (char)tolower((unsigned char)*c);
	sqlite3_result_text(context, folded, -1, sqlite3_free);
}

static void
longest_step(sqlite3_context *context, int count, sqlite3_value **values)
{
	int *longest = sqlite3_aggregate_context(context, sizeof(*longest));
	int length = sqlite3_value_bytes(values[0]);

	(void)count;
	if (longest != NULL && length > *longest)
		*longest = length;
}

static void
longest_final(sqlite3_context *context)
{
	int *longest = sqlite3_aggregate_context(context, sizeof(*longest));

	sqlite3_result_int(context, longest != NULL ? *longest : 0);
}

static int
german(void *context, int left_size, const void *left, int right_size, const void *right)
{
	int size = left_size < right_size ? left_size : right_size;
	int order = sqlite3_strnicmp(left, right, size);

	(void)context;
	return order != 0 ? order : left_size - right_size;
}

/* "fast" is an argument that no other tokenizer knows. */
static int
create_plain(void *context, const char **arguments, int count, Fts5Tokenizer **tokenizer)
{
	(void)context;
	if (count != 1 || strcmp(arguments[0], "fast") != 0)
		return SQLITE_ERROR;
	return ascii.xCreate(ascii_context, NULL, 0, tokenizer);
}

static int
register_plain(sqlite3 *handle)
{
	fts5_tokenizer tokenizer;
	fts5_api *api = NULL;
	sqlite3_stmt *stmt;
	int rc = sqlite3_prepare_v2(handle, "SELECT fts5(?1)", -1, &stmt, NULL);

	if (rc != SQLITE_OK)
		return rc;
	sqlite3_bind_pointer(stmt, 1, (void *)&api, "fts5_api_ptr", NULL);
	sqlite3_step(stmt);
	sqlite3_finalize(stmt);
	rc = api->xFindTokenizer(api, "ascii", &ascii_context, &ascii);
	if (rc == SQLITE_OK) {
		tokenizer = ascii;
		tokenizer.xCreate = create_plain;
		rc = api->xCreateTokenizer(api, "plain", NULL, &tokenizer, NULL);
	}
	return rc;
}

static int
on_open(sqlite3 *handle, void *context)
{
	int pure = SQLITE_UTF8 | SQLITE_DETERMINISTIC, rc;

	(void)context;
	rc = sqlite3_create_function(handle, "make_uid", 0, SQLITE_UTF8, NULL, make_uid, NULL, NULL);
	if (rc == SQLITE_OK)
		rc = sqlite3_create_function(handle, "is_clean", -1, pure, NULL, is_clean, NULL, NULL);
	if (rc == SQLITE_OK)
		rc = sqlite3_create_function(handle, "fold", 1, pure, NULL, fold, NULL, NULL);
	if (rc == SQLITE_OK)
		rc = sqlite3_create_function(handle, "longest", 1, SQLITE_UTF8, NULL, NULL, longest_step,
					     longest_final);
	if (rc == SQLITE_OK)
		rc = sqlite3_create_collation(handle, "german", SQLITE_UTF8, NULL, german);
	return rc == SQLITE_OK ? register_plain(handle) : rc;
}

int
main(void)
{
	struct sqlgen_options options = sqlgen_options_default();
	struct note note = new_note("Hello There"), *read = NULL;
	struct note_cursor notes;
	struct fact *fact = NULL;
	int64_t count = 0;

	check("without the functions it does not open", db_open(&db, ":memory:", NULL) != SQLITE_OK);
	check("and says which one is missing", strstr(db_error(&db), "no such collation sequence: german") != NULL);
	db_close(&db);
	options.on_open = on_open;
	check("with them it does", db_open(&db, ":memory:", &options) == SQLITE_OK);
	check("the aggregate was the program's", get_fact(&db, "longest title", &fact) == SQLITE_OK &&
	      fact->value != NULL && strcmp(fact->value, "0") == 0);
	free(fact);
	check("a row is written", insert_note(&db, &note) == SQLITE_OK);
	check("its key was made by the function", get_note_by_uid(&db, "uid-1", &read) == SQLITE_OK);
	check("the generated column too", read != NULL && strcmp(read->folded, "hello there") == 0);
	free(read);
	check("the collation orders", list_notes_by_title(&db, "HELLO THERE", &notes) == SQLITE_OK &&
	      note_cursor_next(&notes) == SQLITE_ROW);
	note_cursor_close(&notes);
	note = new_note("no!");
	check("the CHECK refuses", insert_note(&db, &note) == SQLITE_CONSTRAINT);
	check("the view reads", sqlite3_exec(db.handle, "SELECT folded FROM folded_notes", NULL, NULL, NULL) ==
	      SQLITE_OK);
	check("the trigger filled the index", count_words(&db, &count) == SQLITE_OK && count == 1);
	check("closing", db_close(&db) == SQLITE_OK);
	return 0;
}
