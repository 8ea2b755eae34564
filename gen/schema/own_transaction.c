#include "schema/own_transaction.h"

#include <string.h>

#include "base/diag.h"
#include "input/migrations.h"
#include "sql/token.h"

static const char *
find_word(size_t *offset, const struct migration *migration)
{
	static const char *const words[] = { "BEGIN", "COMMIT", "END" };
	struct token_reader reader;
	token_reader_init(&reader, migration->text + *offset, migration->size - *offset);
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		if (!token_is(&reader.token, words[i]))
			continue;
		*offset += reader.offset;
		return words[i];
	}
	return NULL;
}

void
own_transaction_check(const char **told, const struct migration *migration, size_t offset,
		      struct diag *diag)
{
	const char *word = migration->no_transaction ? NULL : find_word(&offset, migration);
	struct place place;
	if (word == NULL)
		return;
	place = migration_place(migration, offset, diag);
	if (*told != NULL && strcmp(*told, place.path) == 0)
		return;
	*told = place.path;
	diag_warning(diag, place, "explicit-transaction",
		     "%s is passed over: a migration is one transaction as a whole", word);
}
