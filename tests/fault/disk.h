#ifndef SQLGEN_TEST_DISK_H
#define SQLGEN_TEST_DISK_H

#include <stdbool.h>
#include <stddef.h>

#include "fault.h"

/*
 * A disk in memory, and "disk", the VFS of the one that is mounted. It keeps a log of all that is done
 * to it, so that what a power cut would have left can be made afterwards, for any moment of one run.
 *
 * What is certain to be there: what was written to a file before its last sync, and directory entries
 * made or removed before the last sync of the directory. As on Unix the first sync of a journal or WAL
 * that was opened to be created, and a delete that asks for it, sync the directory. Anything else may be there or not, a write in
 * parts of 512 bytes too, and what a file gained in length may hold anything.
 * https://sqlite.org/atomiccommit.html says what SQLite assumes: no less than this.
 */
struct disk_file {
	unsigned char *bytes;
	size_t size, capacity;
};

enum { DISK_NAME_SIZE = 32, DISK_ENTRIES = 8 };

struct disk_entry {
	char name[DISK_NAME_SIZE]; /* "": none */
	size_t file;
};

enum disk_action {
	DISK_WRITE,
	DISK_TRUNCATE,
	DISK_SYNC,
	DISK_CREATE,
	DISK_DELETE,
	DISK_SYNC_DIRECTORY,
	DISK_MARK /* nothing: the program said something then */
};

struct disk_operation {
	enum disk_action action;
	size_t file, at, size;
	unsigned char *bytes;
	char name[DISK_NAME_SIZE];
};

struct disk {
	struct disk_file *files; /* those that lost their entry stay */
	size_t file_count;
	struct disk_entry entries[DISK_ENTRIES];
	struct disk_operation *log;
	size_t log_count, log_capacity;
	bool is_logging;
	int generation; /* how often it was copied */
};

/* All disks begin and end all zero. */
void disk_finish(struct disk *disk);
/* Copies the files; the log of the copy, which is all zero before, is empty. */
void disk_copy(struct disk *copy, const struct disk *disk);
/* The file of that name; NULL if there is none. */
struct disk_file *disk_find(struct disk *disk, const char *name);
size_t disk_entry_count(const struct disk *disk);

/* What is done to a disk is applied, and kept in the log, with a copy of the bytes. */
void disk_perform(struct disk *disk, struct disk_operation operation);
/* An empty file of that name, which has none before. Returns its number. */
size_t disk_create(struct disk *disk, const char *name);
void disk_mark(struct disk *disk);
void disk_file_resize(struct disk_file *file, size_t size);

/* disk_vfs.c: the VFS shows this disk from now on; what was shared memory before is lost. */
void disk_mount(struct disk *disk);
void disk_register(void);

/* What becomes of that which is not certain. */
enum disk_damage {
	DISK_LOSES_ALL,
	DISK_KEEPS_ALL, /* as if only the process had been killed */
	DISK_LOSES_DATA,
	DISK_LOSES_ENTRIES,
	DISK_DAMAGES /* this and all above: by chance; even ones write by write, odd ones in parts */
};
/*
 * What is left, in cut, which is all zero before, of a disk that was like start when its log began, if
 * the power fails before the operation of number point.
 */
void disk_cut(struct disk *cut, const struct disk *start, const struct disk *disk, size_t point,
	      long damage, struct fault_random random);
/* The marks before that moment. */
long disk_marks(const struct disk *disk, size_t point);

#endif
