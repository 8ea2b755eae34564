#ifndef SQLGEN_TOOL_NAME_H
#define SQLGEN_TOOL_NAME_H

#include "input/migration_name.h"

/* How the tools of others read the names of their files: as migration_name_native and its like. */

/* 1_name.sql, 001-name.sql, 1name.sql, 1.sql: goose, micrate, node-sqlite, joy, D1, sql-migrate. */
enum name_reading tool_name_loose(struct migration_name *name, const char *file);
/* ^(\d+).*\.sql$, in the order of the digits as text: https://github.com/amacneil/dbmate */
enum name_reading tool_name_dbmate(struct migration_name *name, const char *file);
/* version-001.sql, setup_010_x.sql, V0001.Name.up.sql: one word, a number, a label or none. */
enum name_reading tool_name_numbered(struct migration_name *name, const char *file);
/* V1.2__name.sql and its U1.2__name.sql, R__name.sql: in directories at any depth. */
enum name_reading tool_name_flyway(struct migration_name *name, const char *file);
/* V1__name.sql, U1__name.sql, both of which go up. */
enum name_reading tool_name_refinery(struct migration_name *name, const char *file);
/* <version>_<name>/up.sql and down.sql, by the version as text without '-'. */
enum name_reading tool_name_diesel(struct migration_name *name, const char *file);
/* <n>-<name>/up.sql and down.sql */
enum name_reading tool_name_rusqlite(struct migration_name *name, const char *file);
/* <name>/migration.sql, by name: Prisma, and Drizzle's newer form. */
enum name_reading tool_name_folder(struct migration_name *name, const char *file);
/* <version>_<name>[.dialect][.autocommit].up.sql: https://gobuffalo.io/documentation/database/pop
 */
enum name_reading tool_name_pop(struct migration_name *name, const char *file);
/* 1.sqm: the statements from version 1 to version 2. */
enum name_reading tool_name_sqm(struct migration_name *name, const char *file);
/* Any name that a plan or journal has. */
enum name_reading tool_name_listed(struct migration_name *name, const char *file);

/* What a name says beside: which dialect of SQL, as "_postgres" or ".sqlite3" at a label's end. */
struct dialect {
	int rank;            /* SQLite's own 3 and 2, none 1, another's 0 */
	size_t label_length; /* of the label without it */
	char joint;          /* in front of it: '.', '_' or '-' */
};
struct dialect tool_name_dialect(const struct migration_name *name);

#endif
