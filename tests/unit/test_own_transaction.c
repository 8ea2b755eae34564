#include "replayed.h"

static void
own_transactions_are_told_once_a_file(void)
{
	static const struct {
		const char *texts[MIGRATIONS_MAX];
		const char *said;
	} rows[] = {
		{ { "CREATE TABLE t(a);\n -- x\n  BEGIN IMMEDIATE;\nDROP TABLE t;\nCOMMIT;",
		    "end transaction" },
		  "m/1.sql:3:3: warning: BEGIN is passed over: a migration is one transaction as a "
		  "whole [explicit-transaction]\n"
		  "    3 |   BEGIN IMMEDIATE;\n"
		  "      |   ^\n"
		  "m/2.sql:1:1: warning: END is passed over: a migration is one transaction as a "
		  "whole [explicit-transaction]\n"
		  "    1 | end transaction\n"
		  "      | ^\n" },
		{ { "COMMIT;" },
		  "m/1.sql:1:1: warning: COMMIT is passed over: a migration is one transaction as "
		  "a whole [explicit-transaction]\n"
		  "    1 | COMMIT;\n"
		  "      | ^\n" },
		{ { "CREATE TABLE t(a);\n"
		    "CREATE TRIGGER g AFTER INSERT ON t\nBEGIN\nSELECT 1;\nEND;\n-- BEGIN\n" },
		  "" },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct replayed replayed;
		replayed_start(&replayed, rows[i].texts);
		CHECK(replayed.is_done);
		CHECK_STR(replayed.said, rows[i].said);
		replayed_finish(&replayed);
	}
}

int
main(void)
{
	own_transactions_are_told_once_a_file();
	return failures != 0;
}
