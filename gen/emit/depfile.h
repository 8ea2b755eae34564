#ifndef SQLGEN_DEPFILE_H
#define SQLGEN_DEPFILE_H

struct arena;
struct migrations;
struct project;
struct text;

/*
 * The rule that tells make and ninja what a run has read: every migration, the configuration, the templates, and the
 * directories themselves, so that a new file counts. Without --depfile-target the depfile is its own target, the stamp of
 * a Makefile, and each input has an empty rule, so that make goes on when one is deleted. Names are escaped as both tools read them.
 */
void depfile_write(struct text *out, const char *path, const struct project *project,
		   const struct migrations *migrations, struct arena *arena);

#endif
