#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "disk.h"

enum { SECTOR = 512, FILES = 512 };

static void *
allocate(void *memory, size_t size)
{
	memory = realloc(memory, size > 0 ? size : 1);
	if (memory == NULL) {
		fprintf(stderr, "out of memory\n");
		exit(2);
	}
	return memory;
}

void
disk_finish(struct disk *disk)
{
	for (size_t i = 0; i < disk->file_count; i++)
		free(disk->files[i].bytes);
	for (size_t i = 0; i < disk->log_count; i++)
		free(disk->log[i].bytes);
	free(disk->files);
	free(disk->log);
	memset(disk, 0, sizeof *disk);
}

void
disk_copy(struct disk *copy, const struct disk *disk)
{
	copy->file_count = disk->file_count;
	copy->files = allocate(NULL, FILES * sizeof *copy->files);
	for (size_t i = 0; i < disk->file_count; i++) {
		struct disk_file *file = &copy->files[i];

		*file = disk->files[i];
		file->capacity = file->size;
		file->bytes = allocate(NULL, file->size);
		if (file->size > 0)
			memcpy(file->bytes, disk->files[i].bytes, file->size);
	}
	memcpy(copy->entries, disk->entries, sizeof copy->entries);
	copy->generation = disk->generation + 1;
}

static struct disk_entry *
find_entry(struct disk *disk, const char *name)
{
	for (size_t i = 0; i < DISK_ENTRIES; i++)
		if (strcmp(disk->entries[i].name, name) == 0)
			return &disk->entries[i];
	return NULL;
}

struct disk_file *
disk_find(struct disk *disk, const char *name)
{
	struct disk_entry *entry = find_entry(disk, name);

	return entry != NULL ? &disk->files[entry->file] : NULL;
}

size_t
disk_entry_count(const struct disk *disk)
{
	size_t count = 0;

	for (size_t i = 0; i < DISK_ENTRIES; i++)
		count += disk->entries[i].name[0] != '\0';
	return count;
}

void
disk_file_resize(struct disk_file *file, size_t size)
{
	if (size > file->capacity) {
		file->capacity = size * 2;
		file->bytes = allocate(file->bytes, file->capacity);
	}
	if (size > file->size)
		memset(file->bytes + file->size, 0, size - file->size);
	file->size = size;
}

/* A new file without a name. */
static size_t
add_file(struct disk *disk)
{
	if (disk->files == NULL)
		disk->files = allocate(NULL, FILES * sizeof *disk->files);
	if (disk->file_count == FILES) {
		fprintf(stderr, "expected at most %d files in a run\n", FILES);
		exit(2);
	}
	memset(&disk->files[disk->file_count], 0, sizeof *disk->files);
	return disk->file_count++;
}

static void
set_entry(struct disk *disk, const char *name, size_t file)
{
	struct disk_entry *entry = find_entry(disk, name);

	if (entry == NULL)
		entry = find_entry(disk, "");
	memcpy(entry->name, name, DISK_NAME_SIZE);
	entry->file = file;
}

static void
remove_entry(struct disk *disk, const char *name)
{
	struct disk_entry *entry = find_entry(disk, name);

	if (entry != NULL)
		memset(entry, 0, sizeof *entry);
}

static void
apply(struct disk *disk, const struct disk_operation *operation)
{
	struct disk_file *file = &disk->files[operation->file];

	switch (operation->action) {
	case DISK_WRITE:
		if (operation->at + operation->size > file->size)
			disk_file_resize(file, operation->at + operation->size);
		memcpy(file->bytes + operation->at, operation->bytes, operation->size);
		break;
	case DISK_TRUNCATE:
		disk_file_resize(file, operation->at);
		break;
	case DISK_CREATE:
		set_entry(disk, operation->name, operation->file);
		break;
	case DISK_DELETE:
		remove_entry(disk, operation->name);
		break;
	case DISK_SYNC:
	case DISK_SYNC_DIRECTORY:
	case DISK_MARK:
		break;
	}
}

void
disk_perform(struct disk *disk, struct disk_operation operation)
{
	apply(disk, &operation);
	if (!disk->is_logging)
		return;
	if (disk->log_count == disk->log_capacity) {
		disk->log_capacity = disk->log_capacity * 2 + 64;
		disk->log = allocate(disk->log, disk->log_capacity * sizeof *disk->log);
	}
	if (operation.action == DISK_WRITE) {
		const unsigned char *bytes = operation.bytes;

		operation.bytes = allocate(NULL, operation.size);
		memcpy(operation.bytes, bytes, operation.size);
	}
	disk->log[disk->log_count++] = operation;
}

size_t
disk_create(struct disk *disk, const char *name)
{
	struct disk_operation operation = { .action = DISK_CREATE };

	operation.file = add_file(disk);
	snprintf(operation.name, sizeof operation.name, "%s", name);
	disk_perform(disk, operation);
	return operation.file;
}

void
disk_mark(struct disk *disk)
{
	disk_perform(disk, (struct disk_operation){ .action = DISK_MARK });
}

long
disk_marks(const struct disk *disk, size_t point)
{
	long marks = 0;

	for (size_t i = 0; i < point; i++)
		marks += disk->log[i].action == DISK_MARK;
	return marks;
}

/* A write of which each sector arrives or not; new space holds zeros, or anything. */
static void
apply_in_parts(struct disk *disk, const struct disk_operation *operation, struct fault_random *random)
{
	struct disk_file *file = &disk->files[operation->file];
	size_t end = operation->at + operation->size, at = operation->at, size = file->size;
	bool has_garbage = fault_random_next(random, 2) == 0;

	if (end > size) {
		disk_file_resize(file, end);
		for (size_t i = size; has_garbage && i < end; i++)
			file->bytes[i] = (unsigned char)fault_random_next(random, 256);
	}
	while (at < end) {
		size_t next = (at / SECTOR + 1) * SECTOR < end ? (at / SECTOR + 1) * SECTOR : end;

		if (fault_random_next(random, 2) == 0)
			memcpy(file->bytes + at, operation->bytes + (at - operation->at), next - at);
		at = next;
	}
}

static void
apply_uncertain(struct disk *disk, const struct disk_operation *operation, long damage,
		struct fault_random *random)
{
	bool is_entry = operation->action == DISK_CREATE || operation->action == DISK_DELETE;
	bool arrives = fault_random_next(random, 2) == 0;

	if (damage < DISK_DAMAGES)
		arrives = damage == DISK_KEEPS_ALL ||
			  damage == (is_entry ? DISK_LOSES_DATA : DISK_LOSES_ENTRIES);
	if (damage >= DISK_DAMAGES && damage % 2 == 1 && operation->action == DISK_WRITE)
		apply_in_parts(disk, operation, random);
	else if (arrives)
		apply(disk, operation);
}

void
disk_cut(struct disk *cut, const struct disk *start, const struct disk *disk, size_t point,
	 long damage, struct fault_random random)
{
	size_t certain[FILES] = { 0 }, certain_entries = 0;

	for (size_t i = 0; i < point; i++) {
		if (disk->log[i].action == DISK_SYNC)
			certain[disk->log[i].file] = i;
		else if (disk->log[i].action == DISK_SYNC_DIRECTORY)
			certain_entries = i;
	}
	disk_copy(cut, start);
	for (size_t i = 0; i < point; i++) {
		const struct disk_operation *operation = &disk->log[i];
		bool is_entry = operation->action == DISK_CREATE ||
				operation->action == DISK_DELETE;

		while (operation->action == DISK_CREATE && cut->file_count <= operation->file)
			add_file(cut);
		if (i < (is_entry ? certain_entries : certain[operation->file]))
			apply(cut, operation);
		else
			apply_uncertain(cut, operation, damage, &random);
	}
}
