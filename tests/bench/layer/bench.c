/*
 * Runs one workload on one layer.
 * Usage: PROGRAM WORKLOAD PATH SCHEMA ROWS OPERATIONS [whole]
 *
 * Prints CPU seconds, the operations (rows, for a scan) and the checksum of what was read or, after
 * a workload that writes, of the table; or "absent" if the layer has no such operation.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "bench.h"
#include "input.h"

const char bench_pragmas[] =
	"PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON";
struct seen bench_seen;

/* The operations of one run, made before the clock starts. */
struct run {
	sqlite3 *handle;
	struct input *inputs;
	size_t rows, count;
};

void
bench_check(sqlite3 *handle, int rc)
{
	if (rc == SQLITE_OK || rc == SQLITE_ROW || rc == SQLITE_DONE)
		return;
	fprintf(stderr, "SQLite failed (%d): %s\n", rc, sqlite3_errmsg(handle));
	exit(1);
}

void
bench_see_bytes(const void *data, size_t size)
{
	const unsigned char *bytes = data;

	for (size_t i = 0; i < size; i++)
		see_integer(bytes[i]);
	see_integer((int64_t)size);
}

static void
insert_inputs(struct run *run)
{
	for (size_t i = 0; i < run->count; i++)
		layer.insert(&run->inputs[i]);
}

static void
get_inputs(struct run *run)
{
	for (size_t i = 0; i < run->count; i++)
		layer.get(run->inputs[i].id);
}

static void
get_inputs_by_uuid(struct run *run)
{
	for (size_t i = 0; i < run->count; i++)
		layer.get_by_uuid(&run->inputs[i].uuid);
}

static void
list_inputs(struct run *run)
{
	for (size_t i = 0; i < run->count; i++)
		layer.list(run->inputs[i].id % (int64_t)(run->rows / SESSION_ROWS) + 1);
}

static void
load_inputs(struct run *run)
{
	for (size_t i = 0; i < run->count; i++)
		layer.list_load(run->inputs[i].id % (int64_t)(run->rows / SESSION_ROWS) + 1);
}

static void
update_inputs(struct run *run)
{
	for (size_t i = 0; i < run->count; i++)
		layer.update(&run->inputs[i]);
}

static void
patch_inputs(struct run *run)
{
	for (size_t i = 0; i < run->count; i++)
		layer.patch(&run->inputs[i]);
}

static void
upsert_inputs(struct run *run)
{
	for (size_t i = 0; i < run->count; i++)
		layer.upsert(&run->inputs[i]);
}

/* Scans all rows until count is reached, and says how many they were. */
static void
repeat_scan(struct run *run, void (*scan)(void))
{
	size_t seen = 0;

	for (; seen < run->count; seen += run->rows)
		scan();
	run->count = seen;
}

static void
scan_rows(struct run *run)
{
	repeat_scan(run, layer.scan);
}

static void
scan_owned_rows(struct run *run)
{
	repeat_scan(run, layer.scan_owned);
}

static void
scan_loaded_rows(struct run *run)
{
	repeat_scan(run, layer.scan_load);
}

struct workload {
	const char *name;
	void (*make)(struct input *, size_t rows, size_t i);
	void (*run)(struct run *);
	bool writes, in_transaction, is_empty; /* is_empty: the table, at first */
	bool is_there;
};

static struct workload
find_workload(const char *name)
{
	const struct workload workloads[] = {
		{ "insert", input_new, insert_inputs, true, true, true, layer.insert },
		{ "insert-each", input_new, insert_inputs, true, false, true, layer.insert },
		{ "get", input_any, get_inputs, false, false, false, layer.get },
		{ "get-by-uuid", input_any, get_inputs_by_uuid, false, false, false,
		  layer.get_by_uuid },
		{ "scan", NULL, scan_rows, false, false, false, layer.scan },
		{ "scan-owned", NULL, scan_owned_rows, false, false, false, layer.scan_owned },
		{ "scan-load", NULL, scan_loaded_rows, false, false, false, layer.scan_load },
		{ "list", input_any, list_inputs, false, false, false, layer.list },
		{ "list-load", input_any, load_inputs, false, false, false, layer.list_load },
		{ "update-unkeyed", input_unkeyed_change, update_inputs, true, true, false,
		  layer.update },
		{ "update-keyed", input_keyed_change, update_inputs, true, true, false,
		  layer.update },
		{ "patch", input_unkeyed_change, patch_inputs, true, true, false, layer.patch },
		{ "upsert", input_half_new, upsert_inputs, true, true, false, layer.upsert },
	};

	for (size_t i = 0; i < sizeof workloads / sizeof *workloads; i++)
		if (strcmp(workloads[i].name, name) == 0)
			return workloads[i];
	fprintf(stderr, "expected a workload, found '%s'\n", name);
	exit(2);
}

static void
execute(sqlite3 *handle, const char *sql)
{
	bench_check(handle, sqlite3_exec(handle, sql, NULL, NULL, NULL));
}

/* A layer that migrates by itself has made the tables already. */
static void
make_tables(sqlite3 *handle, const char *schema)
{
	char sql[4096];
	FILE *file;
	size_t size;

	if (sqlite3_table_column_metadata(handle, NULL, "tasks", NULL, NULL, NULL, NULL, NULL,
					  NULL) == SQLITE_OK)
		return;
	file = fopen(schema, "r");
	if (!file) {
		perror(schema);
		exit(2);
	}
	size = fread(sql, 1, sizeof sql - 1, file);
	sql[size] = '\0';
	fclose(file);
	execute(handle, sql);
}

static void
bind_text(sqlite3_stmt *stmt, int index, const struct text *text)
{
	bench_check(sqlite3_db_handle(stmt),
		    sqlite3_bind_text(stmt, index, text->data, text->size, SQLITE_STATIC));
}

static void
fill_row(sqlite3_stmt *stmt, const struct input *row)
{
	sqlite3_bind_int64(stmt, 1, row->id);
	bind_text(stmt, 2, &row->uuid);
	bind_text(stmt, 3, &row->title);
	bind_text(stmt, 4, &row->body);
	bind_text(stmt, 5, &row->status);
	bind_text(stmt, 6, &row->assignee);
	sqlite3_bind_int64(stmt, 7, row->priority);
	sqlite3_bind_int64(stmt, 8, row->attempts);
	sqlite3_bind_int(stmt, 9, row->is_urgent);
	sqlite3_bind_double(stmt, 10, row->score);
	if (row->session_id)
		sqlite3_bind_int64(stmt, 11, row->session_id);
	else
		sqlite3_bind_null(stmt, 11);
	sqlite3_bind_blob(stmt, 12, row->digest, DIGEST_SIZE, SQLITE_STATIC);
	bind_text(stmt, 13, &row->created_at);
	sqlite3_bind_int64(stmt, 14, row->updated_at);
	sqlite3_step(stmt);
	bench_check(sqlite3_db_handle(stmt), sqlite3_reset(stmt));
}

static void
fill_tables(sqlite3 *handle, size_t rows, bool is_empty)
{
	sqlite3_stmt *stmt;
	struct input row;
	char sql[160];

	execute(handle, "BEGIN");
	snprintf(sql, sizeof sql,
		 "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %zu) "
		 "INSERT INTO sessions SELECT i, 'session ' || i FROM n",
		 rows / SESSION_ROWS);
	execute(handle, sql);
	bench_check(handle, sqlite3_prepare_v2(handle,
					       "INSERT INTO tasks VALUES (?1, ?2, ?3, ?4, ?5, ?6, "
					       "?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
					       -1, &stmt, NULL));
	for (size_t i = 0; i < rows && !is_empty; i++) {
		input_row(&row, i + 1, rows);
		fill_row(stmt, &row);
	}
	sqlite3_finalize(stmt);
	execute(handle, "COMMIT");
	execute(handle, "PRAGMA wal_checkpoint(TRUNCATE)");
}

static void
see_value(sqlite3_stmt *stmt, int column)
{
	int type = sqlite3_column_type(stmt, column);

	see_integer(type);
	if (type == SQLITE_INTEGER)
		see_integer(sqlite3_column_int64(stmt, column));
	else if (type == SQLITE_FLOAT)
		see_real(sqlite3_column_double(stmt, column));
	else
		see_blob(sqlite3_column_blob(stmt, column),
			 (size_t)sqlite3_column_bytes(stmt, column));
}

/* Every value of the table with its type, in the order of id. */
static void
see_table(sqlite3 *handle)
{
	sqlite3_stmt *stmt;

	bench_seen.sum = 0;
	bench_seen.is_whole = true;
	bench_check(handle,
		    sqlite3_prepare_v2(handle, "SELECT * FROM tasks ORDER BY id", -1, &stmt, NULL));
	while (sqlite3_step(stmt) == SQLITE_ROW)
		for (int i = 0; i < sqlite3_column_count(stmt); i++)
			see_value(stmt, i);
	bench_check(handle, sqlite3_finalize(stmt));
}

/* callgrind collects in here alone, see layer.py. */
void bench_measured(const struct workload *workload, struct run *run);

void
bench_measured(const struct workload *workload, struct run *run)
{
	if (workload->in_transaction)
		execute(run->handle, "BEGIN IMMEDIATE");
	workload->run(run);
	if (workload->in_transaction)
		execute(run->handle, "COMMIT");
}

static double
cpu_seconds(void)
{
	struct timespec time;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

int
main(int argc, char **argv)
{
	struct workload workload;
	struct run run;
	double begun, taken;

	if (argc < 6) {
		fprintf(stderr, "Usage: PROGRAM WORKLOAD PATH SCHEMA ROWS OPERATIONS [whole]\n");
		return 2;
	}
	workload = find_workload(argv[1]);
	if (!workload.is_there) {
		puts("absent");
		return 0;
	}
	run.rows = (size_t)strtoull(argv[4], NULL, 10);
	run.count = (size_t)strtoull(argv[5], NULL, 10);
	run.inputs = calloc(run.count, sizeof *run.inputs);
	if (!run.inputs || run.rows < SESSION_ROWS)
		return 2;
	for (size_t i = 0; i < run.count && workload.make; i++)
		workload.make(&run.inputs[i], run.rows, i);
	run.handle = layer.open(argv[2]);
	make_tables(run.handle, argv[3]);
	fill_tables(run.handle, run.rows, workload.is_empty);
	bench_seen.is_whole = argc > 6;

	begun = cpu_seconds();
	bench_measured(&workload, &run);
	taken = cpu_seconds() - begun;
	if (workload.writes)
		see_table(run.handle);
	printf("%.6f %zu %016llx\n", taken, run.count, (unsigned long long)bench_seen.sum);
	layer.close();
	free(run.inputs);
	return 0;
}
