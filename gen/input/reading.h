#ifndef SQLGEN_READING_H
#define SQLGEN_READING_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"
#include "input/listing.h"
#include "input/migration_name.h"
#include "input/migrations.h"
#include "input/source.h"

struct arena;
struct convention;

/* What is known of a directory while it is read: shared by the modules that read it. */
struct reading {
	struct listing listing;
	const struct convention *convention;
	bool is_set;            /* the user named the convention */
	const char **files;     /* those that may be migrations, in the order of the listing */
	struct source *sources; /* of files; path NULL: not read yet */
	size_t file_count;
	struct migration_name *names; /* those that are, in their order */
	size_t name_count;
	struct migration *items;
	size_t item_count;
	const char **inputs;
	size_t input_count;
	const char **passed;
	size_t passed_count;
	bool has_underscores; /* behind the number, in one of them */
	struct arena *arena;
	struct diag *diag;
};

const char *reading_path(const struct reading *reading, const char *file);
struct place reading_place(const struct reading *reading, const char *file);
void reading_add_name(struct reading *reading, const struct migration_name *name);
void reading_add_input(struct reading *reading, const char *path);
void reading_pass(struct reading *reading, const char *file);
/* A file of the directory, read once. */
bool reading_source(struct reading *reading, struct source *source, const char *file);

/* Which files may be migrations of this convention. */
void naming_sift(struct reading *reading);
/* Names from the files' own; near misses are errors. */
bool naming_read(struct reading *reading);
/* Names from meta/_journal.json: https://orm.drizzle.team/docs/kit-overview */
bool journal_read(struct reading *reading);
/* Names from sqitch.plan: https://sqitch.org/docs/manual/sitemap */
bool plan_file_read(struct reading *reading);
/*
 * Keeps, of the names of one version, SQLite's among twins of several dialects, else the one of
 * none. Returns how many; kept has room for count.
 */
size_t twins_sift(struct reading *reading, struct migration_name *kept,
		  const struct migration_name *group, size_t count);
/* Makes items of the names: what goes up with what undoes it. */
bool pairing_join(struct reading *reading);
/* Reads the text of an item; *stop is set where further files would only say the same again. */
bool text_read(struct reading *reading, struct migration *item, bool *stop);
/* Names by what the files' first lines say, from version to version: mautrix. */
bool chain_read(struct reading *reading);
bool chain_is_header(const struct source *source);
/* Blanks the lines that are for another dialect. */
void chain_keep_sqlite(char *text);
/* Warns of migrations that are programs: 0001_x.go. */
void program_tell(const struct reading *reading);
/* Refuses a chain that needs a table before any was made: upgrades without their base. */
bool base_schema_check(const struct reading *reading);
/* The tables, indexes, views and triggers of .sq files as one migration. */
bool queries_read_schema(struct reading *reading);

#endif
