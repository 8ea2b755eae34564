#ifndef SQLGEN_FAILURE_H
#define SQLGEN_FAILURE_H

struct rule;
struct step;

/*
 * The rule that says why SQLite or the runner refused a statement, by what the statement is and by
 * the message. *fix is set, to NULL if nothing is known. NULL if no rule says more than the
 * message.
 */
const struct rule *failure_rule(const char **fix, const struct step *step, const char *message);

#endif
