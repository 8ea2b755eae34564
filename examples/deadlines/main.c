/*
 * The deadlines of a small law office: fills an empty file, prints what is due, and says what
 * would become of it if a person, a matter or a client were deleted.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db.h"

#define CLIENT "6f1c0f6e-0a51-4c5e-9a55-0e1f6f7d1a01"
#define WEBER "a3b0c442-98fc-4c14-9afb-f4c8996fb901"
#define HAMBURG_LEASE "0d9a7c1e-52a4-4f0e-8f0b-3a7d1f3f2b02"
#define BERLIN_APPEAL "0d9a7c1e-52a4-4f0e-8f0b-3a7d1f3f2b01"

/* When these rows were first written down. */
static const char written[] = "2024-06-10 09:00:00.000";

static const struct {
	const char *id, *matter_id, *owner_id, *title, *due_on, *court;
	int days_before[3]; /* of reminders; 0: there is no such one */
} calendar[] = {
	{ "51c5b3a0-4a3b-4d57-8a55-000000000001", BERLIN_APPEAL, WEBER, "statement of grounds",
	  "2024-07-15", "Berlin", { 14, 3 } },
	{ "51c5b3a0-4a3b-4d57-8a55-000000000002", BERLIN_APPEAL, WEBER, "notice of appeal",
	  "2024-06-17", "Berlin", { 3 } },
	{ "51c5b3a0-4a3b-4d57-8a55-000000000003", HAMBURG_LEASE, NULL, "reply to the landlord",
	  "2024-06-28", "Hamburg", { 7 } },
	{ "51c5b3a0-4a3b-4d57-8a55-000000000004", HAMBURG_LEASE, WEBER, "entered twice",
	  "2024-06-28", "Hamburg", { 0 } },
};
enum { NOTICE = 1, TWICE = 3 };

static int
add_matter(struct db *db, const char *id, const char *reference, const char *title)
{
	struct matter matter = new_matter(id, CLIENT, reference, title);

	return insert_matter(db, &matter);
}

static int
add_deadline(struct db *db, size_t i)
{
	struct deadline deadline =
		new_deadline(calendar[i].id, calendar[i].matter_id, calendar[i].title,
			     calendar[i].due_on, calendar[i].court);
	int rc;

	deadline.owner_id = calendar[i].owner_id;
	deadline.created_at = deadline.updated_at = written;
	rc = insert_deadline(db, &deadline);
	for (size_t j = 0; rc == SQLITE_OK && j < 3 && calendar[i].days_before[j] > 0; j++) {
		struct reminder reminder = new_reminder(deadline.id, calendar[i].days_before[j]);

		rc = insert_reminder(db, &reminder);
	}
	return rc;
}

/* A deadline is never deleted: one that should not have been has the status 'deleted'. */
static int
set_status(struct db *db, const char *id, enum deadline_status status)
{
	struct deadline *deadline = NULL;
	int rc = get_deadline(db, id, &deadline);

	if (rc == SQLITE_OK) {
		deadline->status = status;
		rc = update_deadline(db, deadline);
	}
	free(deadline);
	return rc;
}

static int
fill(struct db *db)
{
	struct client client = new_client(CLIENT, "Example Ltd");
	struct person weber = new_person(WEBER, "A. Weber", "weber@example.org");
	int rc;

	if ((rc = insert_client(db, &client)) != SQLITE_OK ||
	    (rc = insert_person(db, &weber)) != SQLITE_OK ||
	    (rc = add_matter(db, BERLIN_APPEAL, "BER/2024/017", "appeal")) != SQLITE_OK ||
	    (rc = add_matter(db, HAMBURG_LEASE, "HAM/2024/003", "lease")) != SQLITE_OK)
		return rc;
	for (size_t i = 0; rc == SQLITE_OK && i < sizeof calendar / sizeof *calendar; i++)
		rc = add_deadline(db, i);
	if (rc == SQLITE_OK)
		rc = set_status(db, calendar[NOTICE].id, DEADLINE_STATUS_MET);
	if (rc == SQLITE_OK)
		rc = set_status(db, calendar[TWICE].id, DEADLINE_STATUS_DELETED);
	return rc;
}

/* All or nothing, and only once. */
static int
fill_if_empty(struct db *db)
{
	int64_t clients;
	int rc = count_clients(db, &clients);

	if (rc != SQLITE_OK || clients > 0 || (rc = db_begin(db)) != SQLITE_OK)
		return rc;
	if ((rc = fill(db)) == SQLITE_OK)
		return db_commit(db);
	db_rollback(db);
	return rc;
}

static int
print_deadline(struct db *db, const struct deadline *deadline)
{
	struct reminder_cursor reminders;
	int rc;

	printf("  %s  %-8s %-22s %s", deadline->due_on, deadline->court, deadline->title,
	       deadline_status_text(deadline->status));
	if (strcmp(deadline->updated_at, deadline->created_at) > 0)
		printf(", changed");
	if (!deadline->owner_id)
		printf(", nobody's");
	if ((rc = list_reminders_by_deadline_id(db, deadline->id, &reminders)) != SQLITE_OK)
		return rc;
	while ((rc = reminder_cursor_next(&reminders)) == SQLITE_ROW)
		printf(", %d days before", (int)reminders.row.days_before);
	reminder_cursor_close(&reminders);
	putchar('\n');
	return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

static int
print_matter(struct db *db, const char *reference)
{
	struct deadline_cursor deadlines;
	struct matter *matter = NULL;
	int rc = get_matter_by_reference(db, reference, &matter);

	if (rc != SQLITE_OK)
		return rc;
	printf("%s, %s (%s)\n", matter->reference, matter->title,
	       matter_status_text(matter->status));
	rc = list_deadlines_by_matter_id(db, matter->id, &deadlines);
	free(matter);
	if (rc != SQLITE_OK)
		return rc;
	while ((rc = deadline_cursor_next(&deadlines)) == SQLITE_ROW)
		if (deadlines.row.status != DEADLINE_STATUS_DELETED &&
		    (rc = print_deadline(db, &deadlines.row)) != SQLITE_OK)
			break;
	deadline_cursor_close(&deadlines);
	return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

static int
count_of_nobody(struct db *db, int *count)
{
	struct deadline_cursor deadlines;
	int rc;

	*count = 0;
	if ((rc = list_deadlines_by_owner_id(db, NULL, &deadlines)) != SQLITE_OK)
		return rc;
	while ((rc = deadline_cursor_next(&deadlines)) == SQLITE_ROW)
		++*count;
	deadline_cursor_close(&deadlines);
	return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

static int
print_without_weber(struct db *db)
{
	int count;
	int rc = delete_person(db, WEBER);

	if (rc == SQLITE_OK && (rc = count_of_nobody(db, &count)) == SQLITE_OK)
		printf("without A. Weber: %d deadlines are nobody's\n", count);
	return rc;
}

static int
print_without_appeal(struct db *db)
{
	int64_t deadlines, reminders;
	int rc;

	if ((rc = delete_matter(db, BERLIN_APPEAL)) != SQLITE_OK ||
	    (rc = count_deadlines(db, &deadlines)) != SQLITE_OK ||
	    (rc = count_reminders(db, &reminders)) != SQLITE_OK)
		return rc;
	printf("without the appeal: %d deadlines, %d reminders\n", (int)deadlines, (int)reminders);
	return SQLITE_OK;
}

static int
print_without_client(struct db *db)
{
	int rc = delete_client(db, CLIENT);

	if ((rc & 0xff) != SQLITE_CONSTRAINT)
		return rc;
	puts("without the client: refused, there are matters");
	return SQLITE_OK;
}

static int
print_backdated(struct db *db)
{
	struct deadline *deadline = NULL;
	int rc = get_deadline(db, calendar[0].id, &deadline);

	if (rc != SQLITE_OK)
		return rc;
	deadline->created_at = "2024-01-01 00:00:00.000";
	rc = update_deadline(db, deadline);
	free(deadline);
	if ((rc & 0xff) != SQLITE_CONSTRAINT)
		return rc;
	puts("with another created_at: refused");
	return SQLITE_OK;
}

/* Tries something out in a transaction that is rolled back. */
static int
try_out(struct db *db, int (*attempt)(struct db *))
{
	int rc = db_begin(db), after;

	if (rc != SQLITE_OK)
		return rc;
	rc = attempt(db);
	after = db_rollback(db);
	return rc == SQLITE_OK ? after : rc;
}

static int
run(struct db *db)
{
	int rc;

	if ((rc = fill_if_empty(db)) != SQLITE_OK ||
	    (rc = print_matter(db, "BER/2024/017")) != SQLITE_OK ||
	    (rc = print_matter(db, "HAM/2024/003")) != SQLITE_OK ||
	    (rc = try_out(db, print_without_weber)) != SQLITE_OK ||
	    (rc = try_out(db, print_without_appeal)) != SQLITE_OK ||
	    (rc = try_out(db, print_without_client)) != SQLITE_OK)
		return rc;
	return try_out(db, print_backdated);
}

int
main(int argc, char **argv)
{
	struct db db;
	int rc = db_open(&db, argc > 1 ? argv[1] : "deadlines.db", NULL);

	if (rc == SQLITE_OK)
		rc = run(&db);
	if (rc != SQLITE_OK)
		fprintf(stderr, "deadlines: %s\n", db_error(&db));
	db_close(&db);
	return rc == SQLITE_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}
