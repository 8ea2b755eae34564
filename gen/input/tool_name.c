#include "input/tool_name.h"
#include "base/file.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* The length of file without this suffix; 0 if it has another. */
static size_t
stem_length(const char *file, const char *suffix)
{
	size_t length = strlen(file), size = strlen(suffix);
	return length > size && strcasecmp(file + length - size, suffix) == 0 ? length - size : 0;
}

static void
set_label(struct migration_name *name, const char *start, const char *end)
{
	name->label = start;
	name->label_length = (size_t)(end - start);
}

/* A label behind one separator, or behind none. */
static void
set_loose_label(struct migration_name *name, const char *start, const char *end)
{
	if (start < end && strchr("_-. ", *start)) {
		name->separator = *start;
		start++;
	}
	set_label(name, start, end);
}

static void
set_text(struct migration_name *name, const char *start, const char *end)
{
	name->text = start;
	name->text_length = (size_t)(end - start);
}

enum name_reading
tool_name_loose(struct migration_name *name, const char *file)
{
	struct migration_name read = { .file = file };
	size_t stem = strchr(file, '/') ? 0 : stem_length(file, ".sql");
	enum name_reading reading = migration_name_number(&read, file, INT64_MAX);
	if (reading == NAME_OTHER || stem < read.digit_count || !migration_name_is_text(file))
		return NAME_OTHER;
	set_loose_label(&read, read.letters, file + stem);
	*name = read;
	return reading;
}

enum name_reading
tool_name_dbmate(struct migration_name *name, const char *file)
{
	enum name_reading reading = tool_name_loose(name, file);
	if (reading != NAME_OTHER)
		set_text(name, file, file + name->digit_count);
	return reading == NAME_OTHER ? NAME_OTHER : NAME_READ;
}

/* Cuts ".up" or ".down" off a stem. */
static const char *
cut_side(struct migration_name *name, const char *start, const char *end)
{
	size_t length = (size_t)(end - start);
	bool is_up = length >= 3 && memcmp(end - 3, ".up", 3) == 0;
	bool is_down = length >= 5 && memcmp(end - 5, ".down", 5) == 0;
	name->side = is_down ? SIDE_DOWN : SIDE_UP;
	return end - (is_up ? 3 : is_down ? 5 : 0);
}

/* The ".9.0" of "1.9.0-name"; not the ".2" of "1.2FA". */
static size_t
dotted_length(const char *from)
{
	size_t length = 0;
	while (from[length] == '.' && is_digit(from[length + 1])) {
		size_t part = 1 + strspn(from + length + 1, "0123456789");
		if (isalnum((unsigned char)from[length + part]))
			break;
		length += part;
	}
	return length;
}

enum name_reading
tool_name_numbered(struct migration_name *name, const char *file)
{
	struct migration_name read = { .file = file };
	size_t stem = strchr(file, '/') ? 0 : stem_length(file, ".sql");
	size_t word = strcspn(file, "0123456789");
	enum name_reading reading = migration_name_number(&read, file + word, UINT64_MAX);
	if (reading == NAME_OTHER || stem < word + read.digit_count ||
	    !migration_name_is_text(file))
		return NAME_OTHER;
	read.letter_count = dotted_length(read.letters);
	const char *label = read.letters + read.letter_count;
	set_loose_label(&read, label, cut_side(&read, label, file + stem));
	*name = read;
	return reading;
}

/* The version behind V or U: digits, parted by '.' or '_'. */
static enum name_reading
read_dotted(struct migration_name *name, const char *from)
{
	enum name_reading reading = migration_name_number(name, from, UINT64_MAX);
	const char *c = name->letters;
	while ((*c == '.' || *c == '_') && is_digit(c[1])) {
		c++;
		while (is_digit(*c))
			c++;
	}
	name->letter_count = (size_t)(c - name->letters);
	return reading;
}

static enum name_reading
read_flyway(struct migration_name *name, const char *file, const char *prefixes)
{
	struct migration_name read = { .file = file };
	const char *base = file_name(file);
	size_t stem = stem_length(base, ".sql");
	if (stem == 0 || !strchr(prefixes, *base) || !migration_name_is_text(file))
		return NAME_OTHER;
	enum name_reading reading = NAME_READ;
	const char *label = base + 1;
	if (*base == 'R') {
		set_text(&read, base, base + stem);
	} else {
		reading = read_dotted(&read, base + 1);
		label = read.letters + read.letter_count;
	}
	if (reading == NAME_OTHER || strncmp(label, "__", 2) != 0 || base + stem <= label + 2)
		return NAME_OTHER;
	set_label(&read, label + 2, base + stem);
	read.separator = '_';
	*name = read;
	return reading;
}

enum name_reading
tool_name_flyway(struct migration_name *name, const char *file)
{
	enum name_reading reading = read_flyway(name, file, "VUR");
	if (reading != NAME_OTHER && *file_name(file) == 'U')
		name->side = SIDE_DOWN;
	return reading;
}

enum name_reading
tool_name_refinery(struct migration_name *name, const char *file)
{
	return read_flyway(name, file, "VU");
}

/* The folder in front of one of these two members; NULL if the path is another. */
static const char *
folder_end(struct migration_name *name, const char *file, const char *up, const char *down)
{
	const char *slash = strchr(file, '/');
	if (!slash || slash == file || !migration_name_is_text(file))
		return NULL;
	if (strcmp(slash + 1, up) != 0 && (!down || strcmp(slash + 1, down) != 0))
		return NULL;
	name->side = strcmp(slash + 1, up) == 0 ? SIDE_UP : SIDE_DOWN;
	return slash;
}

enum name_reading
tool_name_diesel(struct migration_name *name, const char *file)
{
	struct migration_name read = { .file = file };
	const char *end = folder_end(&read, file, "up.sql", "down.sql");
	if (!end || !is_digit(*file))
		return NAME_OTHER;
	const char *label = memchr(file, '_', (size_t)(end - file));
	read.digit_count = strspn(file, "0123456789");
	set_text(&read, file, label ? label : end);
	set_label(&read, label ? label + 1 : end, end);
	read.separator = '_';
	*name = read;
	return NAME_READ;
}

enum name_reading
tool_name_rusqlite(struct migration_name *name, const char *file)
{
	struct migration_name read = { .file = file };
	const char *end = folder_end(&read, file, "up.sql", "down.sql");
	enum name_reading reading = migration_name_number(&read, file, INT64_MAX);
	if (!end || reading == NAME_OTHER || *read.letters != '-')
		return NAME_OTHER;
	read.separator = '-';
	set_label(&read, read.letters + 1, end);
	*name = read;
	return reading;
}

enum name_reading
tool_name_folder(struct migration_name *name, const char *file)
{
	struct migration_name read = { .file = file };
	const char *end = folder_end(&read, file, "migration.sql", NULL);
	if (!end)
		return NAME_OTHER;
	const char *label = memchr(file, '_', (size_t)(end - file));
	read.digit_count = strspn(file, "0123456789");
	set_text(&read, file, end);
	set_label(&read, label && label + 1 < end ? label + 1 : file, end);
	read.separator = '_';
	*name = read;
	return NAME_READ;
}

enum name_reading
tool_name_pop(struct migration_name *name, const char *file)
{
	struct migration_name read = { .file = file };
	size_t digits = strspn(file, "0123456789");
	size_t stem = strchr(file, '/') ? 0 : stem_length(file, ".sql");
	if (digits == 0 || file[digits] != '_' || stem <= digits || !migration_name_is_text(file))
		return NAME_OTHER;
	const char *end = cut_side(&read, file + digits + 1, file + stem);
	if (end == file + stem)
		return NAME_OTHER;
	read.digit_count = digits;
	read.separator = '_';
	set_text(&read, file, file + digits);
	set_label(&read, file + digits + 1, end);
	*name = read;
	return NAME_READ;
}

enum name_reading
tool_name_sqm(struct migration_name *name, const char *file)
{
	struct migration_name read = { .file = file };
	const char *base = file_name(file);
	enum name_reading reading = migration_name_number(&read, base, INT64_MAX);
	if (reading == NAME_OTHER || strcmp(read.letters, ".sqm") != 0)
		return NAME_OTHER;
	set_label(&read, read.letters, read.letters);
	*name = read;
	return reading;
}

enum name_reading
tool_name_listed(struct migration_name *name, const char *file)
{
	struct migration_name read = { .file = file };
	const char *base = file_name(file);
	size_t stem = stem_length(base, ".sql"), digits = strspn(base, "0123456789");
	if (stem == 0 || !migration_name_is_text(file))
		return NAME_OTHER;
	set_text(&read, base, base + stem);
	bool has_number = digits > 0 && base[digits] == '_' && digits + 1 < stem;
	set_label(&read, base + (has_number ? digits + 1 : 0), base + stem);
	*name = read;
	return NAME_READ;
}

static const struct {
	const char *word;
	int rank;
} dialects[] = {
	{ "sqlite3", 3 },    { "sqlite", 2 },    { "postgres", 0 }, { "postgresql", 0 },
	{ "pgsql", 0 },      { "pg", 0 },        { "psql", 0 },     { "mysql", 0 },
	{ "mariadb", 0 },    { "cockroach", 0 }, { "crdb", 0 },     { "cockroachdb", 0 },
	{ "sqlserver", 0 },  { "mssql", 0 },     { "oracle", 0 },   { "h2", 0 },
	{ "clickhouse", 0 }, { "snowflake", 0 }, { "duckdb", 0 },
};

struct dialect
tool_name_dialect(const struct migration_name *name)
{
	struct dialect dialect = { 1, name->label_length, '\0' };
	size_t end = name->label_length;
	static const char aside[] = ".autocommit";
	const size_t aside_length = sizeof(aside) - 1;
	if (end > aside_length &&
	    memcmp(name->label + end - aside_length, aside, aside_length) == 0)
		dialect.label_length = end -= aside_length;
	for (size_t i = 0; i < sizeof(dialects) / sizeof(dialects[0]); i++) {
		size_t length = strlen(dialects[i].word);
		if (end < length + 1 ||
		    strncasecmp(name->label + end - length, dialects[i].word, length) != 0 ||
		    !strchr("._-", name->label[end - length - 1]))
			continue;
		dialect.rank = dialects[i].rank;
		dialect.joint = name->label[end - length - 1];
		dialect.label_length = end - length - 1;
		return dialect;
	}
	return dialect;
}
