/* What is a key decides which functions a table has; those that a table must not have are macros here. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db.h"

static struct db db;

static void
check(const char *claim, bool holds)
{
	printf("%s: %s\n", holds ? "ok" : "NOT", claim);
}

/* A table with a nullable key has none of these: if it had, these would be other types and not compile. */
enum { get_int_key, update_int_key, delete_int_key, get_text_key, update_text_key, get_nullable_pair,
       get_no_alias_desc, get_log, update_log, delete_log, update_only_key };

int
main(void)
{
	struct alias alias = new_alias(), *read = NULL;
	struct alias_by_constraint by_constraint = new_alias_by_constraint();
	struct no_alias_desc desc = new_no_alias_desc();
	struct text_key text_key = new_text_key(), *text_read = NULL;
	struct required_text_key required = new_required_text_key("k");
	struct pair pair = new_pair(1, "b"), *pair_read = NULL;
	struct packed packed = new_packed("p");
	struct checked checked = new_checked("c");
	struct only_key only = new_only_key();
	struct autoinc autoinc = new_autoinc();
	struct has_rowid odd = new_has_rowid(), *odd_read = NULL;
	struct int_key_cursor int_keys;
	struct int_key int_key = new_int_key();
	struct no_alias_desc_cursor descs;

	check("opening", db_open(&db, ":memory:", NULL) == SQLITE_OK);
	check("alias: insert writes the id back", insert_alias(&db, &alias) == SQLITE_OK && alias.id == 1);
	alias = new_alias();
	alias.id = -5;
	check("an id of one's own stays", insert_alias(&db, &alias) == SQLITE_OK && alias.id == -5);
	check("a row with a negative id", get_alias(&db, -5, &read) == SQLITE_OK && read->id == -5);
	free(read);
	check("PRIMARY KEY (x) is an alias", insert_alias_by_constraint(&db, &by_constraint) == SQLITE_OK &&
	      by_constraint.x == 1);
	check("DESC is none", insert_no_alias_desc(&db, &desc) == SQLITE_OK && !desc.has_id);
	list_no_alias_desc(&db, &descs);
	check("and its id stays NULL", no_alias_desc_cursor_next(&descs) == SQLITE_ROW && !descs.row.has_id);
	no_alias_desc_cursor_close(&descs);
	check("INT PRIMARY KEY may be NULL", insert_int_key(&db, &int_key) == SQLITE_OK);
	list_int_key(&db, &int_keys);
	check("and reads so", int_key_cursor_next(&int_keys) == SQLITE_ROW && !int_keys.row.has_id);
	int_key_cursor_close(&int_keys);
	check("TEXT PRIMARY KEY may be NULL", insert_text_key(&db, &text_key) == SQLITE_OK &&
	      insert_text_key(&db, &text_key) == SQLITE_OK);
	check("NULL finds nothing", get_text_key_by_id(&db, NULL, &text_read) == SQLITE_DONE);
	text_key.id = "t";
	insert_text_key(&db, &text_key);
	check("a nullable unique key finds its row", get_text_key_by_id(&db, "t", &text_read) == SQLITE_OK);
	free(text_read);
	check("a required text key", insert_required_text_key(&db, &required) == SQLITE_OK &&
	      delete_required_text_key(&db, "k") == SQLITE_OK);
	pair.v = "one";
	check("a composite key", insert_pair(&db, &pair) == SQLITE_OK &&
	      get_pair(&db, "b", 1, &pair_read) == SQLITE_OK && strcmp(pair_read->v, "one") == 0);
	pair_read->v = "two";
	check("is updated by both", update_pair(&db, pair_read) == SQLITE_OK && delete_pair(&db, "b", 1) == SQLITE_OK);
	free(pair_read);
	check("WITHOUT ROWID", insert_packed(&db, &packed) == SQLITE_OK && update_packed(&db, &packed) == SQLITE_OK);
	check("its key is required", insert_packed(&db, &(struct packed){ 0 }) == SQLITE_CONSTRAINT);
	check("STRICT", insert_checked(&db, &checked) == SQLITE_OK && delete_checked(&db, "c") == SQLITE_OK);
	check("only a key", insert_only_key(&db, &only) == SQLITE_OK && only.id == 1);
	check("AUTOINCREMENT", insert_autoinc(&db, &autoinc) == SQLITE_OK && autoinc.id == 1);
	odd.rowid = "r";
	check("columns called rowid", insert_has_rowid(&db, &odd) == SQLITE_OK && odd.oid == 1 &&
	      get_has_rowid(&db, 1, &odd_read) == SQLITE_OK && strcmp(odd_read->rowid, "r") == 0);
	free(odd_read);
	check("closing", db_close(&db) == SQLITE_OK);
	return 0;
}
