#ifndef SQLGEN_DEPFILE_H
#define SQLGEN_DEPFILE_H

struct arena;
struct diag;
struct migrations;
struct project;
struct query_list;
struct text;

/*
 * The rule that tells make and ninja what a run has read: every migration and query, the configuration, the
 * templates, and the directories themselves, so that a new file counts. Without --depfile-target
 * the depfile is its own target. Each input has an empty rule too, so that make goes on when one is
 * deleted. Names are escaped as both tools read them.
 */
void depfile_write(struct text *out, const char *path, const struct project *project,
		   const struct migrations *migrations, const struct query_list *queries,
		   struct arena *arena);

/* Where it goes: the project's setting, else <output>/<name>.d. */
const char *depfile_path(const struct project *project, struct arena *arena);

/*
 * Gives the written depfile a time that is not before that of any input: one from the future, of a
 * clock that was wrong or another machine's, would make a make that includes its own stamp run for
 * ever.
 */
void depfile_date(const struct project *project, const struct migrations *migrations,
	     const struct query_list *queries, struct arena *arena);

/* Warns of inputs whose names make or ninja cannot read back, whatever is escaped. */
void depfile_check(const struct project *project, const struct migrations *migrations,
		   const struct query_list *queries, struct arena *arena,
		   struct diag *diag);

#endif
