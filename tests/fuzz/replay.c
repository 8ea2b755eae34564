#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/* The inputs that are kept in a folder, given to a fuzz target one by one. Usage: replay FOLDER */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static uint8_t buffer[1 << 20];

int
main(int argc, char **argv)
{
	DIR *folder = argc == 2 ? opendir(argv[1]) : NULL;
	struct dirent *entry;
	unsigned count = 0;
	if (!folder)
		return 2;
	while ((entry = readdir(folder))) {
		char path[4096];
		if (entry->d_name[0] == '.')
			continue;
		snprintf(path, sizeof path, "%s/%s", argv[1], entry->d_name);
		FILE *file = fopen(path, "rb");
		if (!file)
			return 2;
		size_t size = fread(buffer, 1, sizeof buffer, file);
		fclose(file);
		LLVMFuzzerTestOneInput(buffer, size);
		count++;
	}
	closedir(folder);
	printf("%u inputs\n", count);
	return count == 0;
}
