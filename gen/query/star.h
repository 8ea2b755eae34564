#ifndef SQLGEN_STAR_H
#define SQLGEN_STAR_H

struct result_column;
struct scope;
struct scope_star;
struct typer;

/*
 * Writes down which columns a * stands for, so that the statement goes on giving those when the
 * table gets another one. Where one of them cannot be named, the * stays.
 */
void star_expand(struct typer *typer, const struct scope *scope,
		 const struct result_column *result, const struct scope_star *star);

#endif
