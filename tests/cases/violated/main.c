/* Which constraint it was that a call violated. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db.h"

static struct db db;

static void
check(const char *claim, bool holds)
{
	printf("%s: %s\n", holds ? "ok" : "NOT", claim);
	if (!holds)
		printf("    %d: %s\n", (int)db_violated(&db), db_error(&db));
}

/* Did the call fail by this constraint, and is SQLite's own code of it still there? */
static void
expect(const char *claim, int rc, enum db_constraint constraint)
{
	check(claim, rc == SQLITE_CONSTRAINT && db_violated(&db) == constraint &&
			     (sqlite3_extended_errcode(db.handle) & 0xff) == SQLITE_CONSTRAINT);
}

/* A row that nothing is wrong with. */
static struct task
good_task(void)
{
	return new_task("title");
}

static void
test_columns(void)
{
	struct task task = good_task();

	task.title = NULL;
	expect("NOT NULL", insert_task(&db, &task), DB_NOT_NULL_TASKS_TITLE);
	task = good_task();
	task.priority = 0;
	expect("a CHECK without a name", insert_task(&db, &task), DB_CHECK_TASKS_PRIORITY);
	task.priority = 10;
	expect("the second of the column", insert_task(&db, &task), DB_CHECK_TASKS_PRIORITY_2);
	task = good_task();
	task.has_weight = true;
	task.weight = 100;
	expect("a CHECK with a name", insert_task(&db, &task), DB_CHECK_TASKS_WEIGHT_LIMIT);
	task.weight = 1;
	expect("a CHECK of the table", insert_task(&db, &task), DB_CHECK_TASKS);
	task = good_task();
	task.has_number = true;
	task.number = 13;
	expect("one with an odd name", insert_task(&db, &task), DB_CHECK_TASKS_2);
	task = good_task();
	task.due_date = "";
	expect("one that begins with a quote", insert_task(&db, &task), DB_CHECK_TASKS_DUE_DATE);
}

static void
test_unique(void)
{
	struct task first = good_task(), task = good_task();
	struct session session = new_session("s");
	struct packed packed = new_packed(1, 2);

	first.uuid = "u";
	first.due_date = "Monday";
	first.region = "north";
	first.has_number = first.has_archived = true;
	first.number = 7;
	session.region = "north";
	session.has_number = true;
	session.number = 7;
	check("a session and a task", insert_session(&db, &session) == SQLITE_OK && insert_task(&db, &first) == SQLITE_OK);
	check("nothing was violated by what is well", db_violated(&db) == DB_CHECK_TASKS_DUE_DATE);
	task.uuid = "u";
	expect("UNIQUE", insert_task(&db, &task), DB_UNIQUE_TASKS_UUID);
	task.uuid = NULL;
	task.due_date = "MONDAY";
	expect("an index of an expression", insert_task(&db, &task), DB_UNIQUE_TASKS_LOWER_DUE);
	task = good_task();
	task.region = "north";
	expect("of two columns", insert_task(&db, &task), DB_UNIQUE_TASKS_TITLE_AND_REGION);
	task = good_task();
	task.has_number = task.has_archived = true;
	task.number = 7;
	expect("a partial index", insert_task(&db, &task), DB_UNIQUE_TASKS_NUMBER);
	task = good_task();
	task.id = first.id;
	expect("a primary key", insert_task(&db, &task), DB_PK_TASKS);
	check("one of two columns", insert_packed(&db, &packed) == SQLITE_OK);
	expect("again", insert_packed(&db, &packed), DB_PK_PACKED);
	session.region = NULL;
	expect("a text key", insert_session(&db, &session), DB_PK_SESSIONS);
}

static void
test_foreign_keys(void)
{
	struct task task = good_task();
	struct user user = new_user(), second = new_user();
	int64_t changes = sqlite3_total_changes(db.handle);

	user.code = "boss";
	check("a user", insert_user(&db, &user) == SQLITE_OK);
	task.session_id = "s";
	task.has_owner_id = true;
	task.owner_id = 99;
	expect("the second of two foreign keys", insert_task(&db, &task), DB_FK_TASKS_OWNER_ID);
	check("the message names it", strcmp(db_error(&db), "FOREIGN KEY constraint failed: tasks.owner_id") == 0);
	task.owner_id = user.id;
	task.session_id = "none";
	expect("the first", insert_task(&db, &task), DB_FK_TASKS_SESSION_ID);
	task.session_id = "s";
	task.region = "south";
	task.has_number = true;
	task.number = 7;
	expect("one of two columns", insert_task(&db, &task), DB_FK_TASKS_REGION_AND_NUMBER);
	task.has_number = false;
	task.has_parent_id = true;
	task.parent_id = 50;
	expect("a NULL in it breaks nothing", insert_task(&db, &task), DB_FK_TASKS_PARENT_ID);
	task.parent_id = 0;
	expect("an id that SQLite is to choose is not 0", insert_task(&db, &task), DB_FK_TASKS_PARENT_ID);
	task.id = task.parent_id = 50;
	task.has_number = true;
	expect("a row may be its own parent", insert_task(&db, &task), DB_FK_TASKS_REGION_AND_NUMBER);
	task.has_number = false;
	check("and is", insert_task(&db, &task) == SQLITE_OK);
	task.parent_id = 51;
	expect("update", update_task(&db, &task), DB_FK_TASKS_PARENT_ID);
	check("a probe changes nothing", sqlite3_total_changes(db.handle) == changes + 2 &&
					 sqlite3_last_insert_rowid(db.handle) == 50);
	task.id = 60;
	task.title = "other";
	task.parent_id = 50;
	check("another", insert_task(&db, &task) == SQLITE_OK);
	expect("a row that others refer to", delete_task(&db, 50), DB_FK);
	user.chief = "boss";
	check("its own chief", update_user(&db, &user) == SQLITE_OK);
	user.code = "other";
	expect("but not by the name it had", update_user(&db, &user), DB_FK_USERS_CHIEF);
	second.chief = "boss";
	check("another's chief", insert_user(&db, &second) == SQLITE_OK);
	user.chief = NULL;
	expect("whose name is held by that", update_user(&db, &user), DB_FK);
}

/* Inside a transaction, which goes on. */
static void
test_transaction(void)
{
	struct task task = good_task();

	check("begin", db_begin(&db) == SQLITE_OK);
	task.has_later_id = true;
	task.later_id = 404;
	task.title = "late";
	task.region = "south";
	task.has_number = true;
	task.number = 7;
	expect("a deferred key is not the one", insert_task(&db, &task), DB_FK_TASKS_REGION_AND_NUMBER);
	task.has_number = false;
	check("it may wait", insert_task(&db, &task) == SQLITE_OK);
	expect("until commit, which does not say which", db_commit(&db), DB_FK);
	check("rollback", db_rollback(&db) == SQLITE_OK);
}

static void
test_clauses(void)
{
	struct quiet quiet = new_quiet(NULL), other = new_quiet("a");

	check("ON CONFLICT IGNORE writes no row", insert_quiet(&db, &quiet) == SQLITE_DONE);
	other.b = other.c = "same";
	check("a row", insert_quiet(&db, &other) == SQLITE_OK);
	other.id = 0;
	other.c = "other";
	check("ON CONFLICT REPLACE", insert_quiet(&db, &other) == SQLITE_OK);
	check("begin", db_begin(&db) == SQLITE_OK);
	other.id = 0;
	other.b = "b";
	expect("ON CONFLICT ROLLBACK", insert_quiet(&db, &other), DB_UNIQUE_QUIET_C);
	check("ended the transaction", db_commit(&db) == SQLITE_ABORT && db_violated(&db) == DB_NO_CONSTRAINT);
}

static int
insert_order_of(int64_t amount)
{
	struct order order = new_order();

	order.has_amount = true;
	order.amount = amount;
	return insert_order(&db, &order);
}

static void
test_triggers(void)
{
	struct refund refund = new_refund(1);

	expect("a CHECK in words of two tables", insert_order_of(0), DB_CHECK_ORDERS_AMOUNT);
	refund.has_amount = true;
	expect("the other", insert_refund(&db, &refund), DB_CHECK_REFUNDS_AMOUNT);
	expect("a trigger's row, NOT NULL", insert_order_of(1000), DB_NOT_NULL_LOG_LINE);
	expect("its foreign key", insert_order_of(500), DB_FK);
	check("its row", insert_order_of(200) == SQLITE_OK);
	expect("and again", insert_order_of(300), DB_UNIQUE_LOG_LINE);
	expect("its type", insert_order_of(77), DB_DATATYPE_TYPED_N);
	refund.amount = 5;
	check("a refund", insert_refund(&db, &refund) == SQLITE_OK);
	expect("RAISE, whatever it says", delete_refund(&db, refund.id), DB_TRIGGER);
}

static void
test_others(void)
{
	struct task task = good_task();
	struct session *session = NULL;

	check("an administrator's index", sqlite3_exec(db.handle, "CREATE UNIQUE INDEX theirs ON tasks(archived)", NULL,
						       NULL, NULL) == SQLITE_OK);
	task.has_archived = true;
	task.archived = 5;
	check("a row in it", insert_task(&db, &task) == SQLITE_OK);
	task.id = 0;
	expect("is none of ours", insert_task(&db, &task), DB_OTHER_CONSTRAINT);
	sqlite3_exec(db.handle, "INSERT INTO log VALUES (NULL, NULL)", NULL, NULL, NULL);
	check("the program's own statements do not count", db_violated(&db) == DB_OTHER_CONSTRAINT);
	sqlite3_extended_result_codes(db.handle, 1);
	task.title = NULL;
	check("extended codes", insert_task(&db, &task) == SQLITE_CONSTRAINT_NOTNULL &&
				db_violated(&db) == DB_NOT_NULL_TASKS_TITLE);
	sqlite3_extended_result_codes(db.handle, 0);
	sqlite3_exec(db.handle, "INSERT INTO sessions VALUES ('blob', x'00', 1)", NULL, NULL, NULL);
	check("another failure resets it", get_session(&db, "blob", &session) == SQLITE_MISMATCH &&
					   db_violated(&db) == DB_NO_CONSTRAINT);
}

static int
print_finding(void *context, const struct sqlgen_finding *finding)
{
	(void)context;
	printf("    %d: %s\n", finding->code, finding->text);
	return SQLITE_OK;
}

static void
test_verify(void)
{
	sqlite3_exec(db.handle, "DROP INDEX theirs", NULL, NULL, NULL);
	check("nothing is wrong", db_verify(&db, print_finding, NULL) == SQLITE_OK);
	sqlite3_exec(db.handle, "PRAGMA foreign_keys = OFF; UPDATE tasks SET owner_id = 12 WHERE id = 60;"
				"PRAGMA ignore_check_constraints = ON; UPDATE tasks SET priority = 0 WHERE id = 60;"
				"PRAGMA ignore_check_constraints = OFF; DROP TRIGGER refunds_stop", NULL, NULL, NULL);
	check("what is, is told", db_verify(&db, print_finding, NULL) == SQLITE_CORRUPT);
}

int
main(void)
{
	check("opening", db_open(&db, ":memory:", NULL) == SQLITE_OK && db_violated(&db) == DB_NO_CONSTRAINT);
	test_columns();
	test_unique();
	test_foreign_keys();
	test_transaction();
	test_clauses();
	test_triggers();
	test_others();
	test_verify();
	check("closing", db_close(&db) == SQLITE_OK);
	return 0;
}
