#include "live/session.h"

#include <string.h>

#include "private.h"

struct sqlgen_options
session_options(void)
{
	struct sqlgen_options options = sqlgen_options_default();

	options.journal_mode = options.synchronous = NULL;
	options.migrate = options.check = false;
	return options;
}

int
session_end(struct sqlgen_connection *connection, int rc)
{
	if (rc == SQLITE_OK)
		rc = sqlgen_commit(connection);
	if (rc != SQLITE_OK) {
		char message[SQLGEN_MESSAGE_SIZE];

		memcpy(message, connection->message, sizeof message);
		sqlgen_rollback(connection);
		memcpy(connection->message, message, sizeof message);
	}
	return rc;
}

bool
session_version_is_before(const char *a, const char *b)
{
	return sqlgen_version_is_before(a, b);
}
