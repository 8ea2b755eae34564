#include <string.h>

#include "private.h"

void
sqlgen_checksum(char checksum[SQLGEN_CHECKSUM_SIZE], const char *sql, size_t size)
{
	struct sqlgen_sha256 sha;
	size_t i = 0, line, line_ends = 0;

	sqlgen_sha256_init(&sha);
	if (size >= 3 && memcmp(sql, "\xef\xbb\xbf", 3) == 0)
		i = 3;
	while (i < size) {
		for (line = i; i < size && sql[i] != '\n' && sql[i] != '\r'; i++)
			;
		if (i > line) {
			for (; line_ends > 0; line_ends--)
				sqlgen_sha256_add(&sha, "\n", 1);
			sqlgen_sha256_add(&sha, sql + line, i - line);
		}
		if (i + 1 < size && sql[i] == '\r' && sql[i + 1] == '\n')
			i++;
		if (i < size)
			line_ends++;
		i++;
	}
	sqlgen_sha256_end(&sha, checksum, SQLGEN_CHECKSUM_SIZE - 1);
}
