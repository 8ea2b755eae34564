#include "on_disk.h"

/*
 * A bit of a migrated file is flipped (--point says which), and a program opens it: it gets a code and
 * a sentence, or goes on; the process lives. A history that is not ours is never taken for ours, and a
 * run that says that it succeeded has succeeded. Odd points flip a file at version 3, which still has
 * migrations to run.
 */

enum { FLIPS = 500, FLIPS_LONG = 50000, HALF_WAY = 3 };

struct flip {
	struct workload *workload;
	const struct disk *disk;
	size_t bit;
};

/* The file at a version. */
static void
migrate_disk(const struct workload *workload, struct disk *disk, const struct disk *start, size_t version)
{
	struct workload part = *workload;

	part.series.schema.migrations = part.series.items;
	part.series.schema.migration_count = version;
	disk_copy(disk, start);
	disk_mount(disk);
	if (workload_run(&part, NULL, NULL).rc != SQLITE_OK)
		fault_exception("expected the run before the flip to succeed, found that it does not");
}

static bool
is_known_history(const struct workload *workload, sqlite3 *handle)
{
	sqlite3_stmt *stmt = NULL;
	size_t row = 0, count = workload->series.schema.migration_count;
	bool is_known = sqlite3_prepare_v2(handle, "SELECT version, checksum FROM " SQLGEN_HISTORY_TABLE
					   " ORDER BY id", -1, &stmt, NULL) == SQLITE_OK;

	for (; is_known && sqlite3_step(stmt) == SQLITE_ROW; row++) {
		const struct sqlgen_migration *migration = &workload->series.items[row];
		const char *version = (const char *)sqlite3_column_text(stmt, 0);
		const char *checksum = (const char *)sqlite3_column_text(stmt, 1);

		is_known = row < count && version != NULL && checksum != NULL &&
			   strcmp(version, migration->version) == 0 &&
			   strcmp(checksum, migration->checksum) == 0;
	}
	sqlite3_finalize(stmt);
	return is_known && row == count;
}

static void
open_flipped(void *context)
{
	const struct flip *flip = context;
	struct disk disk = { 0 };
	struct outcome outcome;
	struct disk_file *file;
	sqlite3 *handle = NULL;

	disk_copy(&disk, flip->disk);
	file = disk_find(&disk, flip->workload->path);
	file->bytes[flip->bit / 8] ^= (unsigned char)(1u << flip->bit % 8);
	disk_mount(&disk);
	outcome = workload_run(flip->workload, NULL, NULL);
	workload_check_outcome(flip->workload, &outcome, -1);
	if (outcome.rc == SQLITE_OK &&
	    sqlite3_open_v2(flip->workload->path, &handle, SQLITE_OPEN_READWRITE, "disk") == SQLITE_OK &&
	    !is_known_history(flip->workload, handle))
		fault_exception("expected a history that is not ours to be refused, found that it is taken");
	sqlite3_close(handle);
	disk_finish(&disk);
}

static void
sweep(long configuration, long flips)
{
	struct disk start = { 0 }, disks[2] = { { 0 }, { 0 } };
	struct workload workload;

	on_disk_begin(&workload, configuration, &start);
	migrate_disk(&workload, &disks[0], &start, workload.series.schema.migration_count);
	migrate_disk(&workload, &disks[1], &start, HALF_WAY);
	for (long point = 1; point <= flips; point++) {
		struct fault_random random = fault_random_from(1, point, configuration);
		const struct disk *disk = &disks[point % 2];
		size_t size = disk->files[disk->entries[0].file].size;
		struct flip flip = { &workload, disk, fault_random_next(&random, (uint32_t)size * 8) };

		if (!fault_trial(configuration, point, -1, -1))
			continue;
		if (!fault_in_process(open_flipped, &flip))
			fault_exception("expected the process to live, found that bit %d kills it", (int)flip.bit);
	}
	disk_finish(&start);
	disk_finish(&disks[0]);
	disk_finish(&disks[1]);
}

int
main(int argc, char **argv)
{
	fault_begin(argc, argv);
	disk_register();
	for (long configuration = 0; configuration < 2; configuration++)
		if (fault_takes(FAULT_CASE, configuration))
			sweep(configuration, fault_count(FLIPS, FLIPS_LONG) / 2);
	return fault_end();
}
