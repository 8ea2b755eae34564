#ifndef WRITE_H
#define WRITE_H

struct expression;
struct statement;
struct text;

/*
 * A tree as SQL again, with parentheses around each operator and quoted names in double quotes:
 * what the parser understood. It means the same to SQLite as what was parsed.
 */
void write_statement(struct text *text, const struct statement *statement);
void write_expression(struct text *text, const struct expression *expression);

#endif
