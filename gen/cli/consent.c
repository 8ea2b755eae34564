#include "cli/consent.h"

#include <unistd.h>

#include "base/diag.h"

enum status
consent_ask(const char *question, FILE *out, const struct run *run)
{
	char answer[8] = "";

	if (arguments_has(run->arguments, "yes"))
		return STATUS_OK;
	if (!isatty(STDIN_FILENO) || !isatty(fileno(out))) {
		diag_error(run->diag, (struct place){ 0 },
			   "expected a terminal to ask on, or '--yes', found neither: nothing was changed");
		return STATUS_USAGE;
	}
	fprintf(out, "%s [y/N] ", question);
	fflush(out);
	if (fgets(answer, sizeof answer, stdin) && (answer[0] == 'y' || answer[0] == 'Y'))
		return STATUS_OK;
	fprintf(out, "nothing was changed\n");
	return STATUS_FAILED;
}
