#ifndef SQLGEN_PLACEHOLDER_H
#define SQLGEN_PLACEHOLDER_H

#include <stdbool.h>

struct arena;
struct diag;
struct migrations;

/*
 * Puts values into the texts, up and down, where Flyway would: for ${name}, or for another mark of
 * its own, as migrations->declarations say; names in any case. Places stay those of the files. An
 * undeclared ${name} is an error at its place with the lines that declare it; in strings and quoted
 * names it is one in Flyway's convention only, and text elsewhere; in comments it is none.
 * https://documentation.red-gate.com/flyway/flyway-concepts/migrations/migration-placeholders
 */
bool placeholder_fill(struct migrations *migrations, struct arena *arena, struct diag *diag);

#endif
