#ifndef SQLGEN_PROJECT_H
#define SQLGEN_PROJECT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"

struct arena;
struct declaration;

enum runtime_kind { RUNTIME_BESIDE, RUNTIME_SYSTEM, RUNTIME_NONE };

/* "[table people]" and "[column tasks.created_at]" of sqlgen.ini: what the user set for one object.
 */
struct setting {
	const char *table;
	const char *column; /* NULL in [table …] */
	const char *key;    /* table: struct, name, skip, key, text …; column: name, type, enum */
	const char *value;
	struct place place;       /* of the key */
	struct place value_place;
	struct place name_place;  /* of the section's names */
};

/*
 * "[migration 5]" with "allow = destructive": it may lose data; or with "allow = RULE REASON": that
 * rule of 'sqlgen lint' finds nothing in it.
 */
struct allowance {
	const char *version;
	const char *rule;
	const char *reason; /* NULL: none */
	struct place place;
};

/* "RULE = off", "note", "warning" or "error" in [lint]. */
struct rule_setting {
	const char *rule, *value;
	struct place place;
};

/* What to read and what to write: sqlgen.ini, completed by the command line. */
struct project {
	const char *config;         /* path of the sqlgen.ini that was read; NULL: none */
	const char *migrations;     /* directory; default "migrations" */
	const char *convention;     /* NULL: detect */
	const char *schema;         /* files instead of migrations, parted by commas; NULL: none */
	const char *output;         /* directory; default "." */
	const char *name;           /* of the files; default "db" */
	const char *prefix;         /* default "" */
	const char *templates;      /* directory of overriding templates; NULL: built in */
	const char *depfile;        /* NULL: <output>/<name>.d */
	const char *depfile_target; /* NULL: the .c and .h */
	const char *cache;       /* directory of images of the schema; NULL: none */
	enum runtime_kind runtime;
	const char *text;           /* as "[column] type" for all text columns; NULL: text */
	const char *blob;           /* the same for blobs; NULL: blob */
	const char *json;           /* "yes": all tables have …_to_json */
	const char *queries;        /* directory; NULL: queries beside sqlgen.ini, if it is there */
	const char *max_arguments;  /* beyond so many a query takes a struct; default "8" */
	const char *check_functions; /* of the C: "db_exec:2", what is given SQL; NULL: none */
	struct setting *settings;
	size_t setting_count;
	struct allowance *allowances;
	size_t allowance_count;
	struct rule_setting *rule_settings;
	size_t rule_setting_count;
	struct declaration *declarations; /* what the program registers at run time */
	size_t declaration_count;
};

void project_init(struct project *project);

/*
 * Reads an INI file: [generate], [lint], [check], [table T], [column T.C], [migration V], [function F],
 * [collation C], [tokenizer T], [module M], [placeholder P]; '#' and ';' begin comment lines; keys are checked,
 * values too. Paths in it are relative to its own directory, and so are the defaults of migrations
 * and output: the command line is applied afterwards. Errors have line and column.
 */
bool project_read(struct project *project, const char *path, struct arena *arena,
		  struct diag *diag);

/* The setting of this key for a table, or a column of it (column NULL: the table); NULL if none. */
const struct setting *project_setting(const struct project *project, const char *table,
				      const char *column, const char *key);

/* Where a name comes from: from its setting, or else from the schema. */
struct place project_name_place(const struct project *project, const char *table, const char *column,
				const char *key, struct place in_schema);

/* What key is set to for a table; everywhere, of [generate], if it is not. */
const char *project_table_value(const struct project *project, const char *table, const char *key,
				const char *everywhere);

/* 64 for "char[64]", where word is "char"; 0 if that is not its form, or the size is out of range. */
size_t setting_array_size(const char *value, const char *word);

#endif
