#ifndef SQLGEN_REPORT_H
#define SQLGEN_REPORT_H

struct arena;
struct diag;
struct findings;
struct text;

/* Findings for people and programs to read. What is allowed is in neither text nor JSON. */

/* As a compiler warns, to diag. */
void report_tell(const struct findings *findings, struct diag *diag);

/* An object with the list "findings". */
void report_to_json(const struct findings *findings, struct text *out);

/*
 * SARIF 2.1.0, https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html: what is allowed is
 * there as suppressed. version is the tool's.
 */
void report_to_sarif(const struct findings *findings, const char *version, struct text *out,
		     const struct diag *diag, struct arena *arena);

#endif
