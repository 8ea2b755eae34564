#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "disk.h"

/*
 * One connection at a time: locks are always had. It is the default VFS too, for its clock, which the
 * runner asks.
 */

enum { REGIONS = 16 };

static struct {
	struct disk *disk;
	void *regions[REGIONS]; /* of shared memory */
	int generation; /* of the disk */
	sqlite3_int64 milliseconds; /* since the beginning of Julian days */
} mounted;

struct open_file {
	sqlite3_file base;
	size_t file;                /* of the disk */
	struct disk_file temporary; /* a file without a name, which the disk knows nothing of */
	bool is_temporary;
	bool syncs_directory;       /* at the next sync */
};

static void
forget_shared_memory(void)
{
	for (int i = 0; i < REGIONS; i++) {
		free(mounted.regions[i]);
		mounted.regions[i] = NULL;
	}
}

void
disk_mount(struct disk *disk)
{
	forget_shared_memory();
	mounted.disk = disk;
	mounted.generation = disk->generation;
	sqlite3_randomness(0, NULL);
}

static struct disk_file *
contents(sqlite3_file *file)
{
	struct open_file *opened = (struct open_file *)file;

	return opened->is_temporary ? &opened->temporary : &mounted.disk->files[opened->file];
}

static int
file_close(sqlite3_file *file)
{
	free(((struct open_file *)file)->temporary.bytes);
	return SQLITE_OK;
}

static int
file_read(sqlite3_file *file, void *to, int size, sqlite3_int64 at)
{
	const struct disk_file *from = contents(file);
	size_t begin = (size_t)at, wanted = (size_t)size, there = 0;

	if (begin < from->size)
		there = from->size - begin < wanted ? from->size - begin : wanted;
	if (there > 0)
		memcpy(to, from->bytes + begin, there);
	memset((char *)to + there, 0, wanted - there);
	return there == wanted ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

/* A file of the disk changes by an operation, which the log keeps. */
static void
change(sqlite3_file *file, struct disk_operation operation)
{
	operation.file = ((struct open_file *)file)->file;
	disk_perform(mounted.disk, operation);
}

static int
file_write(sqlite3_file *file, const void *from, int size, sqlite3_int64 at)
{
	struct open_file *opened = (struct open_file *)file;
	size_t begin = (size_t)at, end = begin + (size_t)size;
	struct disk_operation operation = { .action = DISK_WRITE, .at = begin };

	if (opened->is_temporary) {
		if (end > opened->temporary.size)
			disk_file_resize(&opened->temporary, end);
		memcpy(opened->temporary.bytes + begin, from, (size_t)size);
		return SQLITE_OK;
	}
	operation.size = (size_t)size;
	operation.bytes = (unsigned char *)(uintptr_t)from;
	change(file, operation);
	return SQLITE_OK;
}

static int
file_truncate(sqlite3_file *file, sqlite3_int64 size)
{
	struct open_file *opened = (struct open_file *)file;

	if (opened->is_temporary)
		disk_file_resize(&opened->temporary, (size_t)size);
	else
		change(file, (struct disk_operation){ .action = DISK_TRUNCATE, .at = (size_t)size });
	return SQLITE_OK;
}

static int
file_sync(sqlite3_file *file, int flags)
{
	struct open_file *opened = (struct open_file *)file;

	(void)flags;
	if (opened->is_temporary)
		return SQLITE_OK;
	change(file, (struct disk_operation){ .action = DISK_SYNC });
	if (opened->syncs_directory)
		change(file, (struct disk_operation){ .action = DISK_SYNC_DIRECTORY });
	opened->syncs_directory = false;
	return SQLITE_OK;
}

static int
file_size(sqlite3_file *file, sqlite3_int64 *size)
{
	*size = (sqlite3_int64)contents(file)->size;
	return SQLITE_OK;
}

static int
file_lock(sqlite3_file *file, int level)
{
	(void)file;
	(void)level;
	return SQLITE_OK;
}

static int
file_is_reserved(sqlite3_file *file, int *is_reserved)
{
	(void)file;
	*is_reserved = 0;
	return SQLITE_OK;
}

static int
file_control(sqlite3_file *file, int operation, void *argument)
{
	(void)file;
	(void)operation;
	(void)argument;
	return SQLITE_NOTFOUND;
}

static int
file_sector_size(sqlite3_file *file)
{
	(void)file;
	return 4096;
}

static int
file_characteristics(sqlite3_file *file)
{
	(void)file;
	return SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

static int
file_map(sqlite3_file *file, int region, int size, int extends, void volatile **to)
{
	(void)file;
	*to = NULL;
	if (region >= REGIONS)
		return SQLITE_IOERR_SHMMAP;
	if (mounted.regions[region] == NULL && extends) {
		mounted.regions[region] = calloc(1, (size_t)size);
		if (mounted.regions[region] == NULL)
			return SQLITE_NOMEM;
	}
	*to = mounted.regions[region];
	return SQLITE_OK;
}

static int
file_lock_shared_memory(sqlite3_file *file, int offset, int count, int flags)
{
	(void)file;
	(void)offset;
	(void)count;
	(void)flags;
	return SQLITE_OK;
}

static void
file_barrier(sqlite3_file *file)
{
	(void)file;
}

/* The last connection is gone, and with it what it had mapped. */
static int
file_unmap(sqlite3_file *file, int deletes)
{
	(void)file;
	(void)deletes;
	forget_shared_memory();
	return SQLITE_OK;
}

static const sqlite3_io_methods methods = {
	2,          file_close,         file_read,        file_write,
	file_truncate, file_sync,       file_size,        file_lock,
	file_lock,  file_is_reserved,   file_control,     file_sector_size,
	file_characteristics, file_map, file_lock_shared_memory, file_barrier,
	file_unmap, NULL,               NULL
};

static int
vfs_open(sqlite3_vfs *vfs, const char *path, sqlite3_file *file, int flags, int *out_flags)
{
	const int journals = SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_SUPER_JOURNAL | SQLITE_OPEN_WAL;
	struct open_file *opened = (struct open_file *)file;
	struct disk_file *found = path != NULL ? disk_find(mounted.disk, path) : NULL;

	(void)vfs;
	memset(opened, 0, sizeof *opened);
	opened->is_temporary = path == NULL;
	if (found != NULL) {
		opened->file = (size_t)(found - mounted.disk->files);
	} else if (path != NULL) {
		if ((flags & SQLITE_OPEN_CREATE) == 0)
			return SQLITE_CANTOPEN;
		opened->file = disk_create(mounted.disk, path);
	}
	opened->syncs_directory = (flags & SQLITE_OPEN_CREATE) != 0 && (flags & journals) != 0;
	opened->base.pMethods = &methods;
	if (out_flags != NULL)
		*out_flags = flags;
	return SQLITE_OK;
}

static int
vfs_delete(sqlite3_vfs *vfs, const char *path, int syncs)
{
	struct disk_operation operation = { .action = DISK_DELETE };

	(void)vfs;
	if (disk_find(mounted.disk, path) == NULL)
		return SQLITE_IOERR_DELETE_NOENT;
	strncpy(operation.name, path, sizeof operation.name - 1);
	disk_perform(mounted.disk, operation);
	if (syncs)
		disk_perform(mounted.disk, (struct disk_operation){ .action = DISK_SYNC_DIRECTORY });
	return SQLITE_OK;
}

/* As on Unix a file that is empty is not there. */
static int
vfs_access(sqlite3_vfs *vfs, const char *path, int flags, int *is_there)
{
	const struct disk_file *file = disk_find(mounted.disk, path);

	(void)vfs;
	*is_there = file != NULL && (flags != SQLITE_ACCESS_EXISTS || file->size > 0);
	return SQLITE_OK;
}

static int
vfs_full_path(sqlite3_vfs *vfs, const char *path, int size, char *full)
{
	(void)vfs;
	sqlite3_snprintf(size, full, "%s", path);
	return SQLITE_OK;
}

/* Time passes only in sleep, so that equal runs give equal files. */
static int
vfs_time(sqlite3_vfs *vfs, sqlite3_int64 *milliseconds)
{
	(void)vfs;
	*milliseconds = mounted.milliseconds;
	return SQLITE_OK;
}

static int
vfs_sleep(sqlite3_vfs *vfs, int microseconds)
{
	(void)vfs;
	mounted.milliseconds += microseconds / 1000 + 1;
	return microseconds;
}

/* What SQLite's own random numbers begin with: others for a disk than for what it was copied from. */
static int
vfs_randomness(sqlite3_vfs *vfs, int size, char *bytes)
{
	(void)vfs;
	memset(bytes, mounted.generation, (size_t)size);
	return size;
}

void
disk_register(void)
{
	static sqlite3_vfs vfs;

	vfs = *sqlite3_vfs_find(NULL);
	vfs.zName = "disk";
	vfs.pNext = NULL;
	vfs.szOsFile = (int)sizeof(struct open_file);
	vfs.mxPathname = DISK_NAME_SIZE - 1;
	vfs.xOpen = vfs_open;
	vfs.xDelete = vfs_delete;
	vfs.xAccess = vfs_access;
	vfs.xFullPathname = vfs_full_path;
	vfs.xCurrentTimeInt64 = vfs_time;
	vfs.xSleep = vfs_sleep;
	vfs.xRandomness = vfs_randomness;
	mounted.milliseconds = (sqlite3_int64)2460000 * 86400000;
	sqlite3_vfs_register(&vfs, 1);
}
