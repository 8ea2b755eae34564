#include "sql/heading.h"

#include "base/arena.h"
#include "sql/token.h"

struct walk {
	struct token_reader reader;
	struct heading heading;
	struct arena *arena;
};

static bool
read_name(struct walk *walk, const char **name, size_t *offset)
{
	enum token_kind kind = walk->reader.token.kind;
	if (kind != TOKEN_WORD && kind != TOKEN_QUOTED && kind != TOKEN_STRING)
		return false;
	*name = token_name(&walk->reader.token, walk->arena);
	*offset = walk->reader.offset;
	token_next(&walk->reader);
	return true;
}

/* The object's, maybe behind the name of its schema. */
static void
read_object(struct walk *walk)
{
	struct heading *heading = &walk->heading;
	if (!read_name(walk, &heading->name, &heading->name_offset) ||
	    !token_accept_operator(&walk->reader, "."))
		return;
	heading->schema = heading->name;
	if (name_compare(heading->schema, "temp") == 0)
		heading->is_temporary = true;
	read_name(walk, &heading->name, &heading->name_offset);
}

static void
read_condition(struct walk *walk)
{
	if (!token_accept(&walk->reader, "IF"))
		return;
	token_accept(&walk->reader, "NOT");
	walk->heading.is_conditional = token_accept(&walk->reader, "EXISTS");
}

/* What stands behind CREATE or DROP. */
static const struct {
	const char *word;
	enum heading_kind created, dropped;
} objects[] = {
	{ "TABLE", HEADING_CREATE_TABLE, HEADING_DROP_TABLE },
	{ "INDEX", HEADING_CREATE_INDEX, HEADING_DROP_INDEX },
	{ "VIEW", HEADING_CREATE_VIEW, HEADING_DROP_VIEW },
	{ "TRIGGER", HEADING_CREATE_TRIGGER, HEADING_DROP_TRIGGER },
};

static void
read_create(struct walk *walk)
{
	struct heading *heading = &walk->heading;
	size_t offset;
	heading->is_temporary =
		token_accept(&walk->reader, "TEMP") || token_accept(&walk->reader, "TEMPORARY");
	heading->is_unique = token_accept(&walk->reader, "UNIQUE");
	if (token_accept(&walk->reader, "VIRTUAL") && token_accept(&walk->reader, "TABLE"))
		heading->kind = HEADING_CREATE_VIRTUAL_TABLE;
	for (size_t i = 0; i < sizeof objects / sizeof *objects; i++)
		if (heading->kind == HEADING_OTHER && token_accept(&walk->reader, objects[i].word))
			heading->kind = objects[i].created;
	if (heading->kind == HEADING_OTHER)
		return;
	read_condition(walk);
	read_object(walk);
	if (heading->kind != HEADING_CREATE_INDEX && heading->kind != HEADING_CREATE_TRIGGER)
		return;
	if (token_pass_to(&walk->reader, "ON") && token_accept(&walk->reader, "ON"))
		read_name(walk, &heading->table, &offset);
}

static void
read_drop(struct walk *walk)
{
	for (size_t i = 0; i < sizeof objects / sizeof *objects; i++) {
		if (!token_accept(&walk->reader, objects[i].word))
			continue;
		walk->heading.kind = objects[i].dropped;
		read_condition(walk);
		read_object(walk);
		return;
	}
}

static void
read_rename(struct walk *walk)
{
	struct heading *heading = &walk->heading;
	size_t offset;
	heading->kind = HEADING_RENAME_TABLE;
	if (!token_is(&walk->reader.token, "TO")) {
		heading->kind = HEADING_RENAME_COLUMN;
		token_accept(&walk->reader, "COLUMN");
		read_name(walk, &heading->column, &heading->column_offset);
	}
	if (!token_accept(&walk->reader, "TO") || !read_name(walk, &heading->to, &offset))
		heading->kind = HEADING_ALTER_OTHER;
}

/* Words that no column is named by; SQLite takes none of these. */
static bool
is_constraint(const struct token *token)
{
	static const char *const words[] = { "CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK",
					     "FOREIGN" };
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (token_is(token, words[i]))
			return true;
	return false;
}

static void
read_alter(struct walk *walk)
{
	struct heading *heading = &walk->heading;
	heading->kind = HEADING_ALTER_OTHER;
	if (!token_accept(&walk->reader, "TABLE"))
		return;
	read_object(walk);
	if (token_accept(&walk->reader, "RENAME")) {
		read_rename(walk);
		return;
	}
	if (token_accept(&walk->reader, "ADD"))
		heading->kind = HEADING_ADD_COLUMN;
	else if (token_accept(&walk->reader, "DROP"))
		heading->kind = HEADING_DROP_COLUMN;
	else
		return;
	token_accept(&walk->reader, "COLUMN");
	if (is_constraint(&walk->reader.token) || token_is(&walk->reader.token, "IF") ||
	    !read_name(walk, &heading->column, &heading->column_offset))
		heading->kind = HEADING_ALTER_OTHER;
}

/* PRAGMA schema.name = value, PRAGMA name(value) */
static void
read_pragma(struct walk *walk)
{
	struct heading *heading = &walk->heading;
	const char *sign = "";
	read_object(walk);
	if (!token_accept_operator(&walk->reader, "=") && walk->reader.token.kind != TOKEN_LEFT)
		return;
	if (walk->reader.token.kind == TOKEN_LEFT)
		token_next(&walk->reader);
	if (token_accept_operator(&walk->reader, "-"))
		sign = "-";
	if (walk->reader.token.kind != TOKEN_END)
		heading->value = arena_format(walk->arena, "%s%s", sign,
					      token_name(&walk->reader.token, walk->arena));
}

static void
read_insert(struct walk *walk)
{
	if (token_accept(&walk->reader, "OR"))
		token_next(&walk->reader);
	token_accept(&walk->reader, "INTO");
	read_object(walk);
}

static void
read_update(struct walk *walk)
{
	if (token_accept(&walk->reader, "OR"))
		token_next(&walk->reader);
	read_object(walk);
}

static void
read_delete(struct walk *walk)
{
	token_accept(&walk->reader, "FROM");
	read_object(walk);
}

static const struct {
	const char *word;
	enum heading_kind kind;
	void (*read)(struct walk *walk); /* what follows; NULL: nothing is asked for */
} words[] = {
	{ "CREATE", HEADING_OTHER, read_create },     { "DROP", HEADING_OTHER, read_drop },
	{ "ALTER", HEADING_ALTER_OTHER, read_alter }, { "INSERT", HEADING_INSERT, read_insert },
	{ "REPLACE", HEADING_INSERT, read_insert },   { "UPDATE", HEADING_UPDATE, read_update },
	{ "DELETE", HEADING_DELETE, read_delete },    { "SELECT", HEADING_SELECT, NULL },
	{ "VALUES", HEADING_SELECT, NULL },           { "WITH", HEADING_WITH, NULL },
	{ "PRAGMA", HEADING_PRAGMA, read_pragma },    { "BEGIN", HEADING_BEGIN, NULL },
	{ "COMMIT", HEADING_COMMIT, NULL },           { "END", HEADING_COMMIT, NULL },
	{ "ROLLBACK", HEADING_ROLLBACK, NULL },       { "SAVEPOINT", HEADING_SAVEPOINT, NULL },
	{ "RELEASE", HEADING_SAVEPOINT, NULL },       { "ATTACH", HEADING_ATTACH, NULL },
	{ "DETACH", HEADING_DETACH, NULL },           { "VACUUM", HEADING_VACUUM, NULL },
};

void
heading_read(struct heading *heading, const char *text, size_t length, struct arena *arena)
{
	struct walk walk = { .heading = { .kind = HEADING_OTHER }, .arena = arena };
	token_reader_init(&walk.reader, text, length);
	walk.heading.offset = walk.reader.offset;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		if (!token_accept(&walk.reader, words[i].word))
			continue;
		walk.heading.kind = words[i].kind;
		if (words[i].read != NULL)
			words[i].read(&walk);
		break;
	}
	*heading = walk.heading;
}

bool
heading_changes_schema(enum heading_kind kind)
{
	return kind >= HEADING_CREATE_TABLE && kind <= HEADING_DROP_COLUMN;
}
