#ifndef SQLGEN_DIAG_H
#define SQLGEN_DIAG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/text.h"

struct arena;
struct diag_source;

/* A place in a file. Line and column count from 1, columns in bytes; 0 is "not known". */
struct place {
	const char *path;
	unsigned line, column;
};

enum severity { SEVERITY_NOTE, SEVERITY_WARNING, SEVERITY_ERROR };

/*
 * Is told every message, whether it is printed or not. text is as the caller gave it, not made
 * harmless.
 */
struct diag_listener {
	void (*hear)(void *context, enum severity severity, struct place place, const char *rule,
		     const char *text);
	void *context;
};

/* Is told the first error; text is not made harmless, and to be finished. */
struct diag_first {
	struct place place;
	struct text text;
};

enum { MESSAGES_SHOWN = 20, RULE_SHOWN = 5, RULES_MAX = 128 };

/*
 * The one owner of all messages. They are printed as gcc prints them:
 *     path:line:col: error: text [rule-id]
 * followed by the line of the source and a caret if the source is known. Text that comes
 * from files is made harmless for terminals: control characters, bidirectional marks and
 * what is not UTF-8 are shown as <U+202E> or <9B>. After MESSAGES_SHOWN errors further ones are only
 * counted, and likewise warnings with notes that stand by themselves; of these no more than
 * RULE_SHOWN of one rule are shown, so that many of a kind do not hide the others.
 */
struct diag {
	FILE *out; /* where messages go; stderr for the tool, tests take a tmpfile() */
	bool has_colour;
	bool is_quiet;  /* warnings and their notes are counted, not printed */
	bool shows_all; /* however many there are */
	bool is_silent; /* nothing is printed, but all is counted, and the listener hears it */
	unsigned errors, warnings, notes;
	unsigned errors_hidden, warnings_hidden, notes_hidden; /* beyond what is shown */
	bool muted_notes; /* internal: the message before a note was not printed */
	struct {
		const char *rule;
		unsigned count;
	} rules[RULES_MAX]; /* internal: those that were heard of */
	struct diag_source *sources;
	const struct diag_listener *listener; /* NULL: none */
	struct diag_first *first;             /* NULL: none */
};

/*
 * Makes the text of a file known, for carets and for diag_place. path and text stay the
 * caller's and must outlive diag; the entry lives in arena.
 */
void diag_add_source(struct diag *diag, const char *path, const char *text, size_t length,
		     struct arena *arena);

/* The place of a byte offset in a source that was made known; line 0 if it was not. */
struct place diag_place(const struct diag *diag, const char *path, size_t offset);

/* The column of a place in characters (UTF-8); its own if the source is not known. */
unsigned diag_character_column(const struct diag *diag, struct place place);

void diag_error(struct diag *diag, struct place place, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/* rule is a kebab-case id shown in brackets, or NULL. */
void diag_warning(struct diag *diag, struct place place, const char *rule, const char *format, ...)
	__attribute__((format(printf, 4, 5)));
/* A message of any severity that names its rule; a note stands by itself. */
void diag_report(struct diag *diag, enum severity severity, struct place place, const char *rule,
		 const char *format, ...) __attribute__((format(printf, 5, 6)));
/* Explains the message before it: shown only if that one was. */
void diag_note(struct diag *diag, struct place place, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* At the end of a run: how many messages there are beside those that were shown, if any. */
void diag_finish(const struct diag *diag);

#endif
