#ifndef SQLGEN_HEADING_H
#define SQLGEN_HEADING_H

#include <stdbool.h>
#include <stddef.h>

struct arena;

/* What a statement does, and to what: its first words. https://sqlite.org/lang.html */
enum heading_kind {
	HEADING_OTHER, /* or nothing */
	HEADING_CREATE_TABLE,
	HEADING_CREATE_VIRTUAL_TABLE,
	HEADING_CREATE_INDEX,
	HEADING_CREATE_VIEW,
	HEADING_CREATE_TRIGGER,
	HEADING_DROP_TABLE,
	HEADING_DROP_INDEX,
	HEADING_DROP_VIEW,
	HEADING_DROP_TRIGGER,
	HEADING_RENAME_TABLE,
	HEADING_RENAME_COLUMN,
	HEADING_ADD_COLUMN,
	HEADING_DROP_COLUMN,
	HEADING_ALTER_OTHER, /* SQLite has no such ALTER TABLE */
	HEADING_INSERT,      /* and REPLACE */
	HEADING_UPDATE,
	HEADING_DELETE,
	HEADING_SELECT, /* and VALUES */
	HEADING_WITH,   /* one of the four before */
	HEADING_PRAGMA,
	HEADING_BEGIN,
	HEADING_COMMIT, /* and END */
	HEADING_ROLLBACK,
	HEADING_SAVEPOINT, /* and RELEASE */
	HEADING_ATTACH,
	HEADING_DETACH,
	HEADING_VACUUM
};

/* Offsets count from the start of the text. Names are without quotes; NULL where there is none. */
struct heading {
	enum heading_kind kind;
	size_t offset;       /* of the first word */
	bool is_temporary;   /* TEMP, or the schema "temp" */
	bool is_unique;      /* an index */
	bool is_conditional; /* IF EXISTS, IF NOT EXISTS */
	const char *schema;
	const char *name; /* of the object, the altered table, the pragma */
	size_t name_offset;
	const char *table;  /* of an index or trigger */
	const char *column; /* that is added, dropped or renamed */
	size_t column_offset;
	const char *to;    /* the new name */
	const char *value; /* of a pragma, as it was written without quotes */
};

/* SQLite need not have accepted the text. */
void heading_read(struct heading *heading, const char *text, size_t length, struct arena *arena);

/* It makes, changes or takes away a table, index, view or trigger. */
bool heading_changes_schema(enum heading_kind kind);

#endif
