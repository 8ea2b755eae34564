#include <string.h>

#include "private.h"

/* Whichever of them a tool keeps. */
struct digest {
	enum sqlgen_checksum_kind kind;
	struct sqlgen_sha256 sha256;
	struct sqlgen_sha384 sha384;
	uint32_t crc32;
};

/* ISO-HDLC, https://www.rfc-editor.org/rfc/rfc1952#section-8 */
static uint32_t
crc32_add(uint32_t crc, const char *bytes, size_t size)
{
	size_t i;
	int bit;

	for (i = 0; i < size; i++) {
		crc ^= (unsigned char)bytes[i];
		for (bit = 0; bit < 8; bit++)
			crc = (crc & 1) != 0 ? crc >> 1 ^ 0xedb88320u : crc >> 1;
	}
	return crc;
}

static void
digest_init(struct digest *digest, enum sqlgen_checksum_kind kind)
{
	digest->kind = kind;
	digest->crc32 = 0xffffffffu;
	sqlgen_sha256_init(&digest->sha256);
	sqlgen_sha384_init(&digest->sha384);
}

static void
digest_add(struct digest *digest, const char *bytes, size_t size)
{
	switch (digest->kind) {
	case SQLGEN_CHECKSUM_SHA256:
		sqlgen_sha256_add(&digest->sha256, bytes, size);
		break;
	case SQLGEN_CHECKSUM_SHA384:
		sqlgen_sha384_add(&digest->sha384, bytes, size);
		break;
	case SQLGEN_CHECKSUM_CRC32:
		digest->crc32 = crc32_add(digest->crc32, bytes, size);
		break;
	case SQLGEN_CHECKSUM_NONE:
		break;
	}
}

static void
digest_end(struct digest *digest, char text[SQLGEN_SHA384_DIGITS + 1])
{
	text[0] = '\0';
	switch (digest->kind) {
	case SQLGEN_CHECKSUM_SHA256:
		sqlgen_sha256_end(&digest->sha256, text, 64);
		break;
	case SQLGEN_CHECKSUM_SHA384:
		sqlgen_sha384_end(&digest->sha384, text);
		break;
	case SQLGEN_CHECKSUM_CRC32: /* Flyway keeps it as an int of Java */
		digest->crc32 = ~digest->crc32;
		sqlite3_snprintf(SQLGEN_SHA384_DIGITS, text, "%d",
				 digest->crc32 > 0x7fffffffu ? -(int)(~digest->crc32) - 1 :
							       (int)digest->crc32);
		break;
	case SQLGEN_CHECKSUM_NONE:
		break;
	}
}

/* Adds a text with these line ends, or with its own (NULL). */
static void
digest_lines(struct digest *digest, const char *sql, size_t size, const char *line_end)
{
	size_t i = 0, line;

	if (line_end == NULL) {
		digest_add(digest, sql, size);
		return;
	}
	while (i < size) {
		for (line = i; i < size && sql[i] != '\n' && sql[i] != '\r'; i++)
			;
		digest_add(digest, sql + line, i - line);
		if (i == size)
			break;
		i += i + 1 < size && sql[i] == '\r' && sql[i + 1] == '\n' ? 2 : 1;
		digest_add(digest, line_end, strlen(line_end));
	}
}

/*
 * Tools take the bytes of the file, which git may have given other line ends, and some the mark at
 * its start; Flyway the lines without their ends.
 */
bool
sqlgen_tool_checksum_is(enum sqlgen_checksum_kind kind, const char *checksum,
			const struct sqlgen_migration *migration)
{
	static const char *const line_ends[] = { NULL, "\n", "\r\n" };
	char text[SQLGEN_SHA384_DIGITS + 1];
	struct digest digest;
	int i;

	for (i = 0; i < 6; i++) {
		digest_init(&digest, kind);
		if (i >= 3)
			digest_add(&digest, "\xef\xbb\xbf", 3);
		digest_lines(&digest, migration->sql, migration->size,
			     kind == SQLGEN_CHECKSUM_CRC32 ? "" : line_ends[i % 3]);
		digest_end(&digest, text);
		if (sqlite3_stricmp(text, checksum) == 0)
			return true;
	}
	return false;
}
