#ifndef SQLGEN_CHECK_CHECK_H
#define SQLGEN_CHECK_CHECK_H

#include <stddef.h>

#include <sqlite3.h>

#include "check/complaint.h"

struct arena;
struct c_program;
struct declaration;
struct diag;

/* What was looked at, and what was found. */
struct check {
	size_t files;      /* that were looked into */
	size_t calls;      /* which are given SQL */
	size_t inconstant; /* of these: what they are given is not known, or not all of it */
	size_t statements; /* in the texts that are known */
	size_t wrong;      /* of these: SQLite refuses them */
	size_t elsewhere;  /* of these: they are about attached databases, of which nothing is known
			    */
	size_t ignored;    /* of these: a comment "sqlgen: ignore" stands there */
	struct complaints complaints;
};

/*
 * Judges the SQL in the C of program on the schema of handle, which is as before in the end.
 * configured: the functions that are given SQL, beside SQLite's, as "db_exec:2". Functions,
 * collations and modules that the C registers under literal names are registered as stand-ins.
 */
void check_program(struct check *check, struct c_program *program, const char *configured,
		   sqlite3 *handle, struct arena *arena, struct diag *diag);

#endif
