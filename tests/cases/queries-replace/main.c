#include <stdio.h>
#include <stdlib.h>

#include "db.h"

/* Queries that are named like functions of a table, in sqlc's manner, take their place. */

int
main(void)
{
	struct db db;
	struct author *author = NULL, *authors = NULL;
	struct list_authors_by_born_row *born = NULL;
	struct get_author_by_name_row *named = NULL;
	struct count_authors_row *counted = NULL;
	int64_t id = 0, rows = 0, year = 1815, three = 3;
	size_t count = 0;
	int rc = db_open(&db, ":memory:", NULL);

	rc |= insert_author(&db, "Ada", &year, &id);
	rc |= insert_author(&db, "Alan", NULL, &id);
	rc |= upsert_author(&db, &three, "Grace");
	rc |= upsert_author(&db, &three, "Grace H.");
	rc |= update_author(&db, "counts", 1, &rows);
	rc |= update_author(&db, NULL, 1, &rows);
	rc |= get_author(&db, 1, &author);
	printf("%d: %s %s, id %d, %d row\n", rc, author->name, author->bio, (int)id, (int)rows);
	rc |= load_authors(&db, &authors, &count);
	printf("%d: %d authors, the last is %s\n", rc, (int)count, authors[count - 1].name);
	rc |= load_authors_by_born(&db, 1800, &born, &count);
	printf("%d: %d born, %s\n", rc, (int)count, born[0].name);
	rc |= get_author_by_name(&db, "Alan", &named);
	rc |= delete_author(&db, named->id);
	rc |= delete_author(&db, 99);
	rc |= new_author(&db, "Edsger", &id);
	rc |= patch_author(&db, &year, id);
	rc |= copy_author(&db, id);
	rc |= count_authors(&db, &counted);
	printf("%d: %d left\n", rc, (int)counted->authors);
	free(author);
	free(authors);
	free(born);
	free(named);
	free(counted);
	return rc | db_close(&db);
}
