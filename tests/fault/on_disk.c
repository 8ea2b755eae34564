#define _DEFAULT_SOURCE /* MAP_ANONYMOUS */

#include <stdlib.h>
#include <sys/mman.h>

#include "on_disk.h"

enum { CHECKED = 1 << 20 };

/*
 * What was checked: the disk and what was acknowledged, in 64 bits, and the version that was found.
 * A disk that SQLite has recovered is kept apart from the same one before: of those there are few.
 */
static struct checked {
	uint64_t keys[CHECKED];
	int versions[CHECKED];
	size_t count;
} *checked; /* memory that processes share */

static void
forget_checked(void)
{
	if (checked != NULL)
		munmap(checked, sizeof *checked);
	checked = mmap(NULL, sizeof *checked, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (checked == MAP_FAILED)
		exit(2);
}

void
on_disk_begin(struct workload *workload, long configuration, struct disk *start)
{
	forget_checked();
	workload_init(workload, &configurations[configuration],
		      fault.is_long ? WORKLOAD_LONG : WORKLOAD_SHORT);
	workload->path = "db";
	workload->vfs = workload->checking_vfs = "disk";
	disk_mount(start);
	workload_prepare(workload);
}

static uint64_t
mix(uint64_t hash, uint64_t value)
{
	hash = (hash ^ value) * 0x9e3779b97f4a7c15u;
	return hash ^ hash >> 29;
}

static uint64_t
mix_bytes(uint64_t hash, const unsigned char *bytes, size_t size)
{
	uint64_t word;

	hash = mix(hash, size);
	for (; size >= sizeof word; bytes += sizeof word, size -= sizeof word) {
		memcpy(&word, bytes, sizeof word);
		hash = mix(hash, word);
	}
	for (; size > 0; bytes++, size--)
		hash = mix(hash, *bytes);
	return hash;
}

static uint64_t
disk_key(const struct disk *disk, long acknowledged, bool is_recovered)
{
	uint64_t sum = is_recovered;

	for (size_t i = 0; i < DISK_ENTRIES; i++) {
		const struct disk_entry *entry = &disk->entries[i];
		const struct disk_file *file = &disk->files[entry->file];
		uint64_t hash = mix_bytes(1, (const unsigned char *)entry->name, strlen(entry->name));

		if (entry->name[0] != '\0')
			sum += mix_bytes(hash, file->bytes, file->size);
	}
	return mix(sum, (uint64_t)acknowledged) | 1;
}

/* Where the key is, or would be. */
static size_t
place_of(uint64_t key)
{
	size_t i = (size_t)(key >> 40) % CHECKED;

	while (checked->keys[i] != 0 && checked->keys[i] != key)
		i = (i + 1) % CHECKED;
	return i;
}

/* A journal stays in the modes that keep it. */
static size_t
most_entries(const struct workload *workload)
{
	bool keeps = strcmp(workload->journal_mode, "TRUNCATE") == 0 ||
		     strcmp(workload->journal_mode, "PERSIST") == 0;

	return keeps ? 2 : 1;
}

static void
keep(uint64_t key, int version)
{
	if (checked->count == CHECKED / 2)
		return;
	checked->keys[place_of(key)] = key;
	checked->versions[place_of(key)] = version;
	checked->count++;
}

/* The version that was found on such a disk; -1: none was there. */
static int
known_version(uint64_t key)
{
	return checked->keys[place_of(key)] == key ? checked->versions[place_of(key)] : -1;
}

int
on_disk_check(const struct workload *workload, struct disk *disk, long acknowledged)
{
	uint64_t found = disk_key(disk, acknowledged, false), recovered;
	int version = known_version(found);

	if (version >= 0)
		return version;
	disk_mount(disk);
	workload_recover(workload);
	recovered = disk_key(disk, acknowledged, true);
	version = known_version(recovered);
	if (version < 0) {
		version = workload_check(workload, (int)acknowledged);
		if (disk_entry_count(disk) > most_entries(workload))
			fault_exception("expected no stray file, found %d files",
					(int)disk_entry_count(disk));
		if (version >= 0)
			keep(recovered, version);
	}
	if (version >= 0)
		keep(found, version);
	return version;
}
