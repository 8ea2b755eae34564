#ifndef SQLGEN_UNREAD_H
#define SQLGEN_UNREAD_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct diag;
struct source;

/*
 * Conventions that are known by sight and not read: their files would run, but wrongly, in
 * another's way. Each check is true if it gave an error that names the convention and those that
 * are read.
 */

/* By the name of a file ("V1__x.sql", "sqitch.plan") or directory ("1_x" with "up.sql" in it). */
bool unread_name(const char *directory, const char *name, struct arena *arena, struct diag *diag);

/* By a comment: "-- +goose Up", "-- migrate:up". */
bool unread_text(const struct source *source, struct arena *arena, struct diag *diag);

#endif
