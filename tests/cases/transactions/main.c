/* Transactions, savepoints, read transactions, and what an error does to them. */
#include <stdio.h>
#include <stdlib.h>

#include "db.h"

static struct db db;

static void
check(const char *claim, bool holds)
{
	printf("%s: %s\n", holds ? "ok" : "NOT", claim);
}

static int64_t
count(void)
{
	int64_t tasks = -1;

	count_tasks(&db, &tasks);
	return tasks;
}

static void
add(void)
{
	struct task task = new_task("t");

	if (insert_task(&db, &task) != SQLITE_OK)
		printf("%s\n", db_error(&db));
}

static void
nested(void)
{
	check("begin", db_begin(&db) == SQLITE_OK);
	add();
	check("begin inside", db_begin(&db) == SQLITE_OK);
	add();
	check("rollback of the inner", db_rollback(&db) == SQLITE_OK && count() == 1);
	check("begin inside again", db_begin(&db) == SQLITE_OK);
	add();
	check("commit of the inner", db_commit(&db) == SQLITE_OK && !sqlite3_get_autocommit(db.handle));
	check("commit", db_commit(&db) == SQLITE_OK && sqlite3_get_autocommit(db.handle) && count() == 2);
	db_begin(&db);
	add();
	check("rollback", db_rollback(&db) == SQLITE_OK && count() == 2);
}

static void
reading(void)
{
	check("begin_read", db_begin_read(&db) == SQLITE_OK);
	check("begin inside it is MISUSE", db_begin(&db) == SQLITE_MISUSE);
	check("commit", db_commit(&db) == SQLITE_OK && sqlite3_get_autocommit(db.handle));
	check("begin after it", db_begin(&db) == SQLITE_OK && db_rollback(&db) == SQLITE_OK);
}

static void
an_error_ends_it(void)
{
	db_begin(&db);
	db_begin(&db);
	add();
	sqlite3_exec(db.handle, "INSERT OR ROLLBACK INTO tasks (id, title) VALUES (1, NULL)", NULL, NULL, NULL);
	check("the transaction is gone", sqlite3_get_autocommit(db.handle));
	check("commit is ABORT", db_commit(&db) == SQLITE_ABORT);
	check("rollback is OK", db_rollback(&db) == SQLITE_OK && count() == 2);
	check("a new one begins", db_begin(&db) == SQLITE_OK && db_commit(&db) == SQLITE_OK);
}

static void
the_programs_own(void)
{
	sqlite3_exec(db.handle, "BEGIN", NULL, NULL, NULL);
	check("begin inside the program's own is a savepoint", db_begin(&db) == SQLITE_OK);
	add();
	check("rollback", db_rollback(&db) == SQLITE_OK && !sqlite3_get_autocommit(db.handle) && count() == 2);
	sqlite3_exec(db.handle, "COMMIT", NULL, NULL, NULL);
}

static void
attaching(void)
{
	struct db other;
	sqlite3 *handle;

	sqlite3_open(":memory:", &handle);
	sqlite3_exec(handle, "BEGIN", NULL, NULL, NULL);
	check("attach inside a transaction is MISUSE", db_attach(&other, handle, NULL) == SQLITE_MISUSE);
	check("and can be closed", db_close(&other) == SQLITE_OK);
	sqlite3_exec(handle, "COMMIT", NULL, NULL, NULL);
	check("attach", db_attach(&other, handle, NULL) == SQLITE_OK && other.handle == handle);
	check("close leaves the handle", db_close(&other) == SQLITE_OK &&
	      sqlite3_exec(handle, "SELECT count(*) FROM tasks", NULL, NULL, NULL) == SQLITE_OK);
	sqlite3_close(handle);
	check("a file that cannot be opened", db_open(&other, "/nonexistent/x.db", NULL) == SQLITE_CANTOPEN);
	printf("%s\n", db_error(&other));
	check("can be closed", db_close(&other) == SQLITE_OK);
}

int
main(void)
{
	check("opening", db_open(&db, ":memory:", NULL) == SQLITE_OK);
	nested();
	reading();
	an_error_ends_it();
	the_programs_own();
	attaching();
	check("closing", db_close(&db) == SQLITE_OK);
	return 0;
}
