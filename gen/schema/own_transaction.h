#ifndef SQLGEN_OWN_TRANSACTION_H
#define SQLGEN_OWN_TRANSACTION_H

#include <stddef.h>

struct diag;
struct migration;

/*
 * Warns, once a file, of the BEGIN, COMMIT or END that begins at offset: the runner passes over it,
 * as a migration is one transaction as a whole. *told is the file that was warned of last, NULL at
 * the start.
 */
void own_transaction_check(const char **told, const struct migration *migration, size_t offset,
			   struct diag *diag);

#endif
