#include "schema/application.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "input/declaration.h"
#include "schema/module.h"
#include "schema/rows.h"
#include "schema/tokenizer.h"

static bool
is_yes(const struct declared_value *value)
{
	return value->text != NULL && strcmp(value->text, "yes") == 0;
}

static bool
is_one_of(const char *name, const char *const *names)
{
	while (*names != NULL && sqlite3_stricmp(name, *names) != 0)
		names++;
	return *names != NULL;
}

/* Text and blob are not empty, so that they pass the more usual CHECKs. */
static void
give(sqlite3_context *context)
{
	const char *class = sqlite3_user_data(context);
	if (class == NULL || strcmp(class, "null") == 0)
		sqlite3_result_null(context);
	else if (strcmp(class, "integer") == 0)
		sqlite3_result_int(context, 0);
	else if (strcmp(class, "real") == 0)
		sqlite3_result_double(context, 0.0);
	else if (strcmp(class, "text") == 0)
		sqlite3_result_text(context, "x", 1, SQLITE_STATIC);
	else
		sqlite3_result_blob(context, "x", 1, SQLITE_STATIC);
}

static void
call(sqlite3_context *context, int count, sqlite3_value **values)
{
	(void)count;
	(void)values;
	give(context);
}

static void
pass(sqlite3_context *context, int count, sqlite3_value **values)
{
	(void)context;
	(void)count;
	(void)values;
}

static bool
tell(const struct declaration *declaration, sqlite3 *handle, struct diag *diag)
{
	diag_error(diag, declaration->place, "cannot declare the %s '%s': %s",
		   declaration_word(declaration->kind), declaration->name, sqlite3_errmsg(handle));
	return false;
}

/* Does the question about what SQLite itself has find a row? */
static bool
has_own(bool *is_there, sqlite3 *handle, const char *question, const char *name, int count,
	struct diag *diag)
{
	struct rows rows;
	if (!rows_open(&rows, handle, diag, question, name, count))
		return false;
	*is_there = rows_next(&rows);
	while (*is_there && rows_next(&rows))
		;
	return rows_close(&rows);
}

static bool
register_count(sqlite3 *handle, const struct declaration *function, int count, struct diag *diag)
{
	int flags = SQLITE_UTF8 | (is_yes(&function->deterministic) ? SQLITE_DETERMINISTIC : 0);
	void *class = (void *)(size_t)function->returns.text;
	bool is_there;
	int rc;
	if (!has_own(&is_there, handle,
		     "SELECT 1 FROM pragma_function_list WHERE builtin AND lower(name) = lower(%Q)"
		     " AND narg IN (-1, %d)",
		     function->name, count, diag))
		return false;
	if (is_there)
		return true;
	rc = is_yes(&function->aggregate)
		     ? sqlite3_create_window_function(handle, function->name, count, flags, class,
						      pass, give, give, pass, NULL)
		     : sqlite3_create_function_v2(handle, function->name, count, flags, class, call,
						  NULL, NULL, NULL);
	return rc == SQLITE_OK || tell(function, handle, diag);
}

static bool
register_function(sqlite3 *handle, const struct declaration *function, struct arena *arena,
		  struct diag *diag)
{
	const char *at = function->arguments.text != NULL ? function->arguments.text : "-1";
	(void)arena;
	while (*at != '\0') {
		char *end;
		if (!register_count(handle, function, (int)strtol(at, &end, 10), diag))
			return false;
		at = end + strspn(end, " \t,");
	}
	return true;
}

static int
compare(void *context, int left_size, const void *left, int right_size, const void *right)
{
	int size = left_size < right_size ? left_size : right_size;
	int order = size > 0 ? memcmp(left, right, (size_t)size) : 0;
	(void)context;
	return order != 0 ? order : left_size - right_size;
}

static bool
register_collation(sqlite3 *handle, const struct declaration *collation, struct arena *arena,
		   struct diag *diag)
{
	static const char *const own[] = { "BINARY", "NOCASE", "RTRIM", NULL };
	(void)arena;
	if (is_one_of(collation->name, own))
		return true;
	return sqlite3_create_collation(handle, collation->name, SQLITE_UTF8, NULL, compare) ==
		       SQLITE_OK ||
	       tell(collation, handle, diag);
}

static bool
register_tokenizer(sqlite3 *handle, const struct declaration *tokenizer, struct arena *arena,
		   struct diag *diag)
{
	static const char *const own[] = {
		"unicode61", "ascii", "porter", "trigram", "simple", NULL
	};
	if (is_one_of(tokenizer->name, own))
		return true;
	return tokenizer_register(handle, tokenizer->name, arena) == SQLITE_OK ||
	       tell(tokenizer, handle, diag);
}

static bool
register_module(sqlite3 *handle, const struct declaration *module, struct arena *arena,
		struct diag *diag)
{
	bool is_there;
	(void)arena;
	if (!has_own(&is_there, handle,
		     "SELECT 1 FROM pragma_module_list WHERE lower(name) = lower(%Q) AND %d",
		     module->name, 1, diag))
		return false;
	if (is_there)
		return true;
	return module_register(handle, module->name, module->columns.text) == SQLITE_OK ||
	       tell(module, handle, diag);
}

bool
application_register(sqlite3 *handle, const struct declaration *items, size_t count,
		     struct arena *arena, struct diag *diag)
{
	static bool (*const kinds[])(sqlite3 *, const struct declaration *, struct arena *,
				     struct diag *) = {
		[DECLARATION_FUNCTION] = register_function,
		[DECLARATION_COLLATION] = register_collation,
		[DECLARATION_TOKENIZER] = register_tokenizer,
		[DECLARATION_MODULE] = register_module,
	};
	for (size_t i = 0; i < count; i++)
		if (items[i].kind != DECLARATION_PLACEHOLDER &&
		    !kinds[items[i].kind](handle, &items[i], arena, diag))
			return false;
	return true;
}
