#include <stdarg.h>
#include <string.h>

#include "private.h"

bool
sqlgen_is(int rc, int primary)
{
	return (rc & 0xff) == primary;
}

bool
sqlgen_is_of_database(int rc)
{
	static const int codes[] = { SQLITE_READONLY, SQLITE_IOERR,  SQLITE_FULL,
				     SQLITE_CORRUPT,  SQLITE_NOTADB, SQLITE_CANTOPEN,
				     SQLITE_BUSY,     SQLITE_LOCKED, SQLITE_NOMEM };
	size_t i;

	for (i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
		if (sqlgen_is(rc, codes[i]))
			return true;
	return false;
}

/* A sentence that was cut must not end in half a character. */
static void
drop_half_character(char *text)
{
	size_t size = strlen(text), at = size;
	unsigned char first;
	size_t needs;

	while (at > 0 && size - at < 3 && ((unsigned char)text[at - 1] & 0xc0) == 0x80)
		at--;
	if (at == 0)
		return;
	first = (unsigned char)text[at - 1];
	needs = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc0 ? 2 : 1;
	if (needs > size - at + 1)
		text[at - 1] = '\0';
}

int
sqlgen_fail(struct sqlgen_connection *connection, int rc, const char *format, ...)
{
	char message[SQLGEN_MESSAGE_SIZE];
	va_list arguments;

	va_start(arguments, format);
	sqlite3_vsnprintf((int)sizeof(message), message, format, arguments);
	va_end(arguments);
	drop_half_character(message);
	memcpy(connection->message, message, sizeof(message));
	connection->violated = SQLGEN_NO_CONSTRAINT;
	return rc;
}

int
sqlgen_fail_database(struct sqlgen_connection *connection, int rc)
{
	const char *text = sqlite3_errstr(rc);

	if (connection->handle != NULL && sqlgen_is(sqlite3_errcode(connection->handle), rc & 0xff))
		text = sqlite3_errmsg(connection->handle);
	sqlgen_fail(connection, rc, "%s", text);
	if (sqlgen_is(rc, SQLITE_CONSTRAINT))
		connection->violated = sqlgen_violated_now(connection);
	return rc;
}

const char *
sqlgen_error(const struct sqlgen_connection *connection)
{
	return connection->message[0] != '\0' ? connection->message : "not an error";
}

void
sqlgen_show(char *shown, size_t size, const char *text, size_t length)
{
	static const char digits[] = "0123456789abcdef";
	size_t at = 0, i;

	for (i = 0; i < length && at + 8 < size; i++) {
		unsigned char c = (unsigned char)text[i];

		if (c >= 0x20 && c != 0x7f) {
			shown[at++] = text[i];
			continue;
		}
		shown[at++] = '\\';
		shown[at++] = 'x';
		shown[at++] = digits[c >> 4];
		shown[at++] = digits[c & 15];
	}
	shown[at] = '\0';
	if (i < length) {
		drop_half_character(shown);
		memcpy(shown + strlen(shown), "...", 4);
	}
}
