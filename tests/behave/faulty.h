#ifndef SQLGEN_TEST_FAULTY_H
#define SQLGEN_TEST_FAULTY_H

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sqlite3.h>

/*
 * A VFS over the default one that counts the calls by which files change, and at one of them dies, or
 * fails once. Nothing is synced: what a killed process wrote is there all the same.
 */

enum fault { FAULT_NONE, FAULT_KILL, FAULT_TORN, FAULT_IOERR, FAULT_FULL };

static struct {
	enum fault fault;
	long until;  /* mutating calls until the fault */
	long calls;  /* so far */
} faulty;

struct faulty_file {
	sqlite3_file base;
	sqlite3_file *real; /* behind this struct */
};

enum { FAULTY_KILLED = 9 };

/* SQLITE_OK, or what the call must fail with. torn: that much of a write is to be done before dying. */
static inline int
faulty_call(sqlite3_file *file, const void *bytes, int size, sqlite3_int64 at)
{
	faulty.calls++;
	if (faulty.fault == FAULT_NONE || --faulty.until != 0)
		return SQLITE_OK;
	if (faulty.fault == FAULT_TORN && file != NULL && size > 1)
		file->pMethods->xWrite(file, bytes, size / 2, at);
	if (faulty.fault == FAULT_KILL || faulty.fault == FAULT_TORN)
		_exit(FAULTY_KILLED);
	return faulty.fault == FAULT_FULL ? SQLITE_FULL : SQLITE_IOERR;
}

static inline sqlite3_file *
real_file(sqlite3_file *file)
{
	return ((struct faulty_file *)file)->real;
}

static inline int
faulty_close(sqlite3_file *file)
{
	return real_file(file)->pMethods->xClose(real_file(file));
}

static inline int
faulty_read(sqlite3_file *file, void *to, int size, sqlite3_int64 at)
{
	return real_file(file)->pMethods->xRead(real_file(file), to, size, at);
}

static inline int
faulty_write(sqlite3_file *file, const void *from, int size, sqlite3_int64 at)
{
	int rc = faulty_call(real_file(file), from, size, at);

	if (rc != SQLITE_OK)
		return rc == SQLITE_IOERR ? SQLITE_IOERR_WRITE : rc;
	return real_file(file)->pMethods->xWrite(real_file(file), from, size, at);
}

static inline int
faulty_truncate(sqlite3_file *file, sqlite3_int64 size)
{
	int rc = faulty_call(NULL, NULL, 0, 0);

	return rc != SQLITE_OK ? SQLITE_IOERR_TRUNCATE :
				 real_file(file)->pMethods->xTruncate(real_file(file), size);
}

static inline int
faulty_sync(sqlite3_file *file, int flags)
{
	(void)file;
	(void)flags;
	return faulty_call(NULL, NULL, 0, 0) == SQLITE_OK ? SQLITE_OK : SQLITE_IOERR_FSYNC;
}

static inline int
faulty_size(sqlite3_file *file, sqlite3_int64 *size)
{
	return real_file(file)->pMethods->xFileSize(real_file(file), size);
}

static inline int
faulty_lock(sqlite3_file *file, int level)
{
	return real_file(file)->pMethods->xLock(real_file(file), level);
}

static inline int
faulty_unlock(sqlite3_file *file, int level)
{
	return real_file(file)->pMethods->xUnlock(real_file(file), level);
}

static inline int
faulty_reserved(sqlite3_file *file, int *is_locked)
{
	return real_file(file)->pMethods->xCheckReservedLock(real_file(file), is_locked);
}

static inline int
faulty_control(sqlite3_file *file, int operation, void *argument)
{
	return real_file(file)->pMethods->xFileControl(real_file(file), operation, argument);
}

static inline int
faulty_sector(sqlite3_file *file)
{
	return real_file(file)->pMethods->xSectorSize(real_file(file));
}

static inline int
faulty_characteristics(sqlite3_file *file)
{
	return real_file(file)->pMethods->xDeviceCharacteristics(real_file(file));
}

static inline int
faulty_map(sqlite3_file *file, int page, int size, int extends, void volatile **to)
{
	return real_file(file)->pMethods->xShmMap(real_file(file), page, size, extends, to);
}

static inline int
faulty_shm_lock(sqlite3_file *file, int offset, int count, int flags)
{
	return real_file(file)->pMethods->xShmLock(real_file(file), offset, count, flags);
}

static inline void
faulty_barrier(sqlite3_file *file)
{
	real_file(file)->pMethods->xShmBarrier(real_file(file));
}

static inline int
faulty_unmap(sqlite3_file *file, int deletes)
{
	return real_file(file)->pMethods->xShmUnmap(real_file(file), deletes);
}

static const sqlite3_io_methods faulty_methods = {
	2,               faulty_close,  faulty_read,     faulty_write,    faulty_truncate,
	faulty_sync,     faulty_size,   faulty_lock,     faulty_unlock,   faulty_reserved,
	faulty_control,  faulty_sector, faulty_characteristics, faulty_map, faulty_shm_lock,
	faulty_barrier,  faulty_unmap,  NULL,            NULL
};

static inline int
faulty_open(sqlite3_vfs *vfs, const char *path, sqlite3_file *file, int flags, int *out_flags)
{
	struct faulty_file *opened = (struct faulty_file *)file;
	sqlite3_vfs *real = vfs->pAppData;
	int rc;

	opened->base.pMethods = NULL;
	opened->real = (sqlite3_file *)(void *)(opened + 1);
	rc = real->xOpen(real, path, opened->real, flags, out_flags);
	if (opened->real->pMethods != NULL)
		opened->base.pMethods = &faulty_methods;
	return rc;
}

static inline int
faulty_delete(sqlite3_vfs *vfs, const char *path, int syncs)
{
	sqlite3_vfs *real = vfs->pAppData;

	(void)syncs;
	if (faulty_call(NULL, NULL, 0, 0) != SQLITE_OK)
		return SQLITE_IOERR_DELETE;
	return real->xDelete(real, path, 0);
}

static inline void
faulty_register(void)
{
	static sqlite3_vfs vfs;
	sqlite3_vfs *real = sqlite3_vfs_find(NULL);

	vfs = *real;
	vfs.zName = "faulty";
	vfs.pAppData = real;
	vfs.pNext = NULL;
	vfs.szOsFile = (int)sizeof(struct faulty_file) + real->szOsFile;
	vfs.xOpen = faulty_open;
	vfs.xDelete = faulty_delete;
	sqlite3_vfs_register(&vfs, 0);
}

#endif
