#ifndef SQLGEN_TEST_ON_DISK_H
#define SQLGEN_TEST_ON_DISK_H

#include "disk.h"
#include "workload.h"

/* The workload on a disk in memory. */

/* Makes the workload of a configuration, and in start the disk before its migrations. */
void on_disk_begin(struct workload *workload, long configuration, struct disk *start);
/*
 * workload_check of the disk, and that no stray file is left. A disk that is byte for byte like one
 * that was checked before, when it was found or once SQLite had recovered it, is not checked again.
 * Returns the version, -1 after an exception.
 */
int on_disk_check(const struct workload *workload, struct disk *disk, long acknowledged);

#endif
