#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db.h"

int
main(void)
{
	struct db db;
	struct fact fact = new_fact(), *read = NULL;
	struct docs_fts doc = new_docs_fts(), *doc_read = NULL;
	int rc = db_open(&db, ":memory:", NULL);

	fact.sqlgen_bind_text = "b";
	if (rc == SQLITE_OK)
		rc = insert_fact(&db, &fact);
	if (rc == SQLITE_OK)
		rc = get_fact_by_sqlgen_bind_text(&db, "b", &read);
	if (rc == SQLITE_OK)
		rc = insert_docs_fts(&db, &doc);
	if (rc == SQLITE_OK)
		rc = get_docs_fts(&db, doc.id, &doc_read);
	printf("%d %s\n", rc, rc == SQLITE_OK ? "" : db_error(&db));
	if (doc_read)
		printf("%lld %s %s\n", (long long)doc_read->sum, doc_read->word, doc_read->bare);
	free(read);
	free(doc_read);
	return db_close(&db);
}
