/*
 * A training log: writes down a week's sessions (those that the file has not yet), then prints the
 * log and the bests. A session is one document in JSON, and its exercises are rows as well.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "db.h"

enum { SET_MAX = 4, EXERCISE_MAX = 3 };

struct set {
	int kg, reps; /* reps 0: there is no such set */
};

struct drill {
	const char *name; /* NULL: there is no such drill */
	struct set sets[SET_MAX];
};

struct workout {
	const char *started_at;
	enum session_kind kind;
	double body_weight; /* 0: not on the scales that day */
	int effort;         /* 0: nobody asked */
	const char *note;   /* or NULL */
	bool is_injury;
	struct drill drills[EXERCISE_MAX];
};

static const struct workout week[] = {
	{ "2026-01-05 18:00", SESSION_KIND_STRENGTH, 80.5, 15, "depth was good", false,
	  { { "squat", { { 100, 5 }, { 100, 5 }, { 105, 3 } } },
	    { "press", { { 50, 5 }, { 50, 4 } } } } },
	{ "2026-01-07 07:00", SESSION_KIND_MOBILITY, 0, 0, NULL, false,
	  { { "hip hinge", { { 0, 12 }, { 0, 12 } } } } },
	{ "2026-01-09 18:00", SESSION_KIND_STRENGTH, 80.25, 17, "left knee, again", true,
	  { { "squat", { { 102, 5 }, { 110, 1 } } },
	    { "deadlift", { { 140, 3 } } },
	    { "press", { { 52, 5 } } } } },
};

/* The session's document, to be freed with sqlite3_free; NULL when out of memory. */
static char *
write_document(const struct workout *workout)
{
	sqlite3_str *json = sqlite3_str_new(NULL);

	sqlite3_str_appendall(json, "{\"exercises\": [");
	for (size_t i = 0; i < EXERCISE_MAX && workout->drills[i].name; i++) {
		const struct drill *drill = &workout->drills[i];

		sqlite3_str_appendf(json, "%s{\"name\": \"%s\", \"sets\": [", i > 0 ? ", " : "",
				    drill->name);
		for (size_t j = 0; j < SET_MAX && drill->sets[j].reps > 0; j++)
			sqlite3_str_appendf(json, "%s{\"kg\": %d, \"reps\": %d}", j > 0 ? ", " : "",
					    drill->sets[j].kg, drill->sets[j].reps);
		sqlite3_str_appendall(json, "]}");
	}
	sqlite3_str_appendall(json, "]}");
	return sqlite3_str_finish(json);
}

static int
log_exercise(struct db *db, int64_t session_id, int64_t position, const struct drill *drill)
{
	struct exercise exercise = new_exercise(session_id, position, drill->name, 0);

	for (size_t i = 0; i < SET_MAX && drill->sets[i].reps > 0; i++) {
		const struct set *set = &drill->sets[i];

		exercise.set_count++;
		exercise.volume_kg += set->kg * set->reps;
		if (set->kg > 0 && (!exercise.has_best_kg || set->kg > exercise.best_kg)) {
			exercise.has_best_kg = true;
			exercise.best_kg = set->kg;
		}
	}
	return insert_exercise(db, &exercise);
}

static int
log_note(struct db *db, int64_t session_id, const struct workout *workout)
{
	struct note note = new_note(session_id, workout->note);

	note.is_injury = workout->is_injury;
	return insert_note(db, &note);
}

/* The session and what belongs to it. */
static int
log_rows(struct db *db, const struct workout *workout, const char *document)
{
	struct session session = new_session(workout->started_at, workout->kind, document);
	int rc;

	session.has_body_weight = workout->body_weight > 0;
	session.body_weight = workout->body_weight;
	session.has_effort = workout->effort > 0;
	session.effort = workout->effort;
	rc = insert_session(db, &session);
	for (size_t i = 0; rc == SQLITE_OK && i < EXERCISE_MAX && workout->drills[i].name; i++)
		rc = log_exercise(db, session.id, (int64_t)i, &workout->drills[i]);
	if (rc == SQLITE_OK && workout->note)
		rc = log_note(db, session.id, workout);
	return rc;
}

/* Logs a workout, all of it or nothing; one that is in the log already is left alone. */
static int
log_workout(struct db *db, const struct workout *workout)
{
	struct session *logged = NULL;
	char *document;
	int rc = get_session_by_started_at(db, workout->started_at, &logged);

	free(logged);
	if (rc != SQLITE_DONE)
		return rc;
	if (!(document = write_document(workout)))
		return SQLITE_NOMEM;
	if ((rc = db_begin(db)) == SQLITE_OK) {
		rc = log_rows(db, workout, document);
		if (rc == SQLITE_OK)
			rc = db_commit(db);
		else
			db_rollback(db);
	}
	sqlite3_free(document);
	return rc;
}

static int
print_exercises(struct db *db, int64_t session_id)
{
	struct exercise_cursor exercises;
	int rc;

	if ((rc = list_exercises_by_session_id(db, session_id, &exercises)) != SQLITE_OK)
		return rc;
	while ((rc = exercise_cursor_next(&exercises)) == SQLITE_ROW) {
		const struct exercise *exercise = &exercises.row;

		printf("  %-10s %d x", exercise->name, (int)exercise->set_count);
		if (exercise->has_best_kg)
			printf("  best %g kg, %g kg in all", exercise->best_kg,
			       exercise->volume_kg);
		putchar('\n');
	}
	exercise_cursor_close(&exercises);
	return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

static int
print_notes(struct db *db, int64_t session_id)
{
	struct note_cursor notes;
	int rc;

	if ((rc = list_notes_by_session_id(db, session_id, &notes)) != SQLITE_OK)
		return rc;
	while ((rc = note_cursor_next(&notes)) == SQLITE_ROW)
		printf("  %s %s\n", notes.row.is_injury ? "!" : "-", notes.row.text);
	note_cursor_close(&notes);
	return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

static int
print_log(struct db *db)
{
	struct session_cursor sessions;
	int rc;

	if ((rc = list_sessions(db, &sessions)) != SQLITE_OK)
		return rc;
	while ((rc = session_cursor_next(&sessions)) == SQLITE_ROW) {
		const struct session *session = &sessions.row;

		printf("%s  %s", session->started_at, session_kind_text(session->kind));
		if (session->has_body_weight)
			printf(", %g kg", session->body_weight);
		if (session->has_effort)
			printf(", effort %d", (int)session->effort);
		putchar('\n');
		if ((rc = print_exercises(db, session->id)) != SQLITE_OK ||
		    (rc = print_notes(db, session->id)) != SQLITE_OK)
			break;
	}
	session_cursor_close(&sessions);
	return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

/* The heaviest that was ever moved in an exercise, and when. */
static int
print_best(struct db *db, const char *name)
{
	struct exercise_cursor exercises;
	struct session *session = NULL;
	double best_kg = 0;
	int64_t session_id = 0;
	int rc;

	if ((rc = list_exercises_by_name(db, name, &exercises)) != SQLITE_OK)
		return rc;
	while ((rc = exercise_cursor_next(&exercises)) == SQLITE_ROW) {
		if (!exercises.row.has_best_kg || exercises.row.best_kg <= best_kg)
			continue;
		best_kg = exercises.row.best_kg;
		session_id = exercises.row.session_id;
	}
	exercise_cursor_close(&exercises);
	if (rc != SQLITE_DONE)
		return rc;
	if ((rc = get_session(db, session_id, &session)) == SQLITE_OK)
		printf("best %s: %g kg on %.10s\n", name, best_kg, session->started_at);
	free(session);
	return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

static int
run(struct db *db)
{
	int64_t sessions, exercises;
	int rc = SQLITE_OK;

	for (size_t i = 0; rc == SQLITE_OK && i < sizeof week / sizeof *week; i++)
		rc = log_workout(db, &week[i]);
	if (rc != SQLITE_OK || (rc = print_log(db)) != SQLITE_OK ||
	    (rc = print_best(db, "squat")) != SQLITE_OK ||
	    (rc = print_best(db, "deadlift")) != SQLITE_OK ||
	    (rc = count_sessions(db, &sessions)) != SQLITE_OK ||
	    (rc = count_exercises(db, &exercises)) != SQLITE_OK)
		return rc;
	printf("%d sessions, %d exercises\n", (int)sessions, (int)exercises);
	return SQLITE_OK;
}

int
main(int argc, char **argv)
{
	struct db db;
	int rc = db_open(&db, argc > 1 ? argv[1] : "training.db", NULL);

	if (rc == SQLITE_OK)
		rc = run(&db);
	if (rc != SQLITE_OK)
		fprintf(stderr, "traininglog: %s\n", db_error(&db));
	db_close(&db);
	return rc == SQLITE_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}
