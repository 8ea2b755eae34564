#include <signal.h>
#include <unistd.h>

#include <sqlite3.h>

#include "shim.h"

struct shim shim;

/* What a call does to files. */
enum effect { READS, CHANGES, GROWS };

struct shim_file {
	sqlite3_file base;
	sqlite3_file *real; /* behind this struct */
};

void
shim_arm(enum shim_fault fault, bool goes_on, long until)
{
	shim = (struct shim){ .fault = fault, .goes_on = goes_on, .until = until };
}

void
shim_disarm(void)
{
	shim.until = 0;
}

static bool
is_counted(enum effect effect)
{
	switch (shim.fault) {
	case SHIM_IOERR:
		return true;
	case SHIM_FULL:
		return effect == GROWS;
	case SHIM_KILL:
	case SHIM_TORN:
		break;
	}
	return effect != READS;
}

/* Is it this call's turn? */
static bool
is_hit(enum effect effect)
{
	bool is;

	if (!is_counted(effect))
		return false;
	shim.calls++;
	is = shim.until > 0 && (shim.goes_on ? shim.calls >= shim.until : shim.calls == shim.until);
	shim.hits += is;
	return is;
}

static int
fail(enum effect effect, int rc)
{
	if (!is_hit(effect))
		return SQLITE_OK;
	if (shim.fault == SHIM_KILL || shim.fault == SHIM_TORN)
		kill(getpid(), SIGKILL);
	return shim.fault == SHIM_FULL ? SQLITE_FULL : rc;
}

static sqlite3_file *
real_file(sqlite3_file *file)
{
	return ((struct shim_file *)file)->real;
}

static int
shim_close(sqlite3_file *file)
{
	return real_file(file)->pMethods->xClose(real_file(file));
}

static int
shim_read(sqlite3_file *file, void *to, int size, sqlite3_int64 at)
{
	int rc = fail(READS, SQLITE_IOERR_READ);

	return rc != SQLITE_OK ? rc : real_file(file)->pMethods->xRead(real_file(file), to, size, at);
}

static int
shim_write(sqlite3_file *file, const void *from, int size, sqlite3_int64 at)
{
	sqlite3_file *real = real_file(file);
	int rc;

	if (shim.fault == SHIM_TORN && shim.calls + 1 == shim.until)
		real->pMethods->xWrite(real, from, size / 2, at);
	rc = fail(GROWS, SQLITE_IOERR_WRITE);
	return rc != SQLITE_OK ? rc : real->pMethods->xWrite(real, from, size, at);
}

static int
shim_truncate(sqlite3_file *file, sqlite3_int64 size)
{
	int rc = fail(CHANGES, SQLITE_IOERR_TRUNCATE);

	return rc != SQLITE_OK ? rc : real_file(file)->pMethods->xTruncate(real_file(file), size);
}

static int
shim_sync(sqlite3_file *file, int flags)
{
	int rc = fail(GROWS, SQLITE_IOERR_FSYNC);

	return rc != SQLITE_OK ? rc : real_file(file)->pMethods->xSync(real_file(file), flags);
}

static int
shim_size(sqlite3_file *file, sqlite3_int64 *size)
{
	int rc = fail(READS, SQLITE_IOERR_FSTAT);

	return rc != SQLITE_OK ? rc : real_file(file)->pMethods->xFileSize(real_file(file), size);
}

static int
shim_lock(sqlite3_file *file, int level)
{
	int rc = fail(READS, SQLITE_IOERR_LOCK);

	return rc != SQLITE_OK ? rc : real_file(file)->pMethods->xLock(real_file(file), level);
}

static int
shim_unlock(sqlite3_file *file, int level)
{
	int rc = real_file(file)->pMethods->xUnlock(real_file(file), level);
	int failed = fail(READS, SQLITE_IOERR_UNLOCK);

	return rc != SQLITE_OK ? rc : failed;
}

static int
shim_is_reserved(sqlite3_file *file, int *is_reserved)
{
	int rc = fail(READS, SQLITE_IOERR_CHECKRESERVEDLOCK);

	return rc != SQLITE_OK ? rc : real_file(file)->pMethods->xCheckReservedLock(real_file(file), is_reserved);
}

static int
shim_control(sqlite3_file *file, int operation, void *argument)
{
	return real_file(file)->pMethods->xFileControl(real_file(file), operation, argument);
}

static int
shim_sector_size(sqlite3_file *file)
{
	return real_file(file)->pMethods->xSectorSize(real_file(file));
}

static int
shim_characteristics(sqlite3_file *file)
{
	return real_file(file)->pMethods->xDeviceCharacteristics(real_file(file));
}

static int
shim_map(sqlite3_file *file, int region, int size, int extends, void volatile **to)
{
	int rc = fail(GROWS, SQLITE_IOERR_SHMMAP);

	return rc != SQLITE_OK ? rc : real_file(file)->pMethods->xShmMap(real_file(file), region, size, extends, to);
}

static int
shim_lock_shared_memory(sqlite3_file *file, int offset, int count, int flags)
{
	int rc = SQLITE_OK;

	if ((flags & SQLITE_SHM_LOCK) != 0)
		rc = fail(READS, SQLITE_IOERR_SHMLOCK);
	return rc != SQLITE_OK ? rc : real_file(file)->pMethods->xShmLock(real_file(file), offset, count, flags);
}

static void
shim_barrier(sqlite3_file *file)
{
	real_file(file)->pMethods->xShmBarrier(real_file(file));
}

static int
shim_unmap(sqlite3_file *file, int deletes)
{
	return real_file(file)->pMethods->xShmUnmap(real_file(file), deletes);
}

static const sqlite3_io_methods methods = {
	2,          shim_close,         shim_read,        shim_write,
	shim_truncate, shim_sync,       shim_size,        shim_lock,
	shim_unlock, shim_is_reserved,  shim_control,     shim_sector_size,
	shim_characteristics, shim_map, shim_lock_shared_memory, shim_barrier,
	shim_unmap, NULL,               NULL
};

static int
shim_open(sqlite3_vfs *vfs, const char *path, sqlite3_file *file, int flags, int *out_flags)
{
	struct shim_file *opened = (struct shim_file *)file;
	sqlite3_vfs *real = vfs->pAppData;
	int rc = fail((flags & SQLITE_OPEN_CREATE) != 0 ? CHANGES : READS, SQLITE_CANTOPEN);

	opened->base.pMethods = NULL;
	if (rc != SQLITE_OK)
		return rc;
	opened->real = (sqlite3_file *)(void *)(opened + 1);
	opened->real->pMethods = NULL;
	rc = real->xOpen(real, path, opened->real, flags, out_flags);
	if (opened->real->pMethods != NULL)
		opened->base.pMethods = &methods;
	return rc;
}

static int
shim_delete(sqlite3_vfs *vfs, const char *path, int syncs)
{
	sqlite3_vfs *real = vfs->pAppData;
	int rc = fail(CHANGES, SQLITE_IOERR_DELETE);

	return rc != SQLITE_OK ? rc : real->xDelete(real, path, syncs);
}

static int
shim_access(sqlite3_vfs *vfs, const char *path, int flags, int *is_there)
{
	sqlite3_vfs *real = vfs->pAppData;
	int rc = fail(READS, SQLITE_IOERR_ACCESS);

	return rc != SQLITE_OK ? rc : real->xAccess(real, path, flags, is_there);
}

static int
shim_full_path(sqlite3_vfs *vfs, const char *path, int size, char *full)
{
	sqlite3_vfs *real = vfs->pAppData;
	int rc = fail(READS, SQLITE_CANTOPEN_FULLPATH);

	return rc != SQLITE_OK ? rc : real->xFullPathname(real, path, size, full);
}

void
shim_register(const char *base)
{
	static sqlite3_vfs vfs;
	sqlite3_vfs *real = sqlite3_vfs_find(base);

	vfs = *real;
	vfs.zName = "shim";
	vfs.pAppData = real;
	vfs.pNext = NULL;
	vfs.szOsFile = (int)sizeof(struct shim_file) + real->szOsFile;
	vfs.xOpen = shim_open;
	vfs.xDelete = shim_delete;
	vfs.xAccess = shim_access;
	vfs.xFullPathname = shim_full_path;
	sqlite3_vfs_register(&vfs, 0);
}
