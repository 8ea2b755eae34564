#include "input/migration_name.h"

#include <string.h>

#include "base/arena.h"
#include "base/utf8.h"

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_lower(char c)
{
	return c >= 'a' && c <= 'z';
}

static bool
ends_with(const char *text, size_t length, const char *end)
{
	size_t size = strlen(end);
	return length >= size && memcmp(text + length - size, end, size) == 0;
}

enum name_reading
migration_name_number(struct migration_name *name, const char *from, uint64_t most)
{
	const char *c = from;
	uint64_t number = 0;
	bool is_large = false;
	for (; is_digit(*c); c++) {
		uint64_t digit = (uint64_t)(*c - '0');
		is_large = is_large || number > (most - digit) / 10;
		number = is_large ? most : number * 10 + digit;
	}
	name->number = number;
	name->digit_count = (size_t)(c - from);
	name->letters = c;
	if (name->digit_count == 0)
		return NAME_OTHER;
	return is_large ? NAME_TOO_LARGE : NAME_READ;
}

/*
 * Finds the last ".up." or ".down." in front of "sql" or of what ends in ".sql", sets the label's
 * length and the side, and returns what follows; NULL if there is none.
 */
static const char *
split_side(struct migration_name *name)
{
	size_t length = strlen(name->label);
	if (!ends_with(name->label, length, ".sql"))
		return NULL;
	for (size_t at = length - 4; at > 0; at--) {
		const char *mark = name->label + at - 1;
		bool is_up = strncmp(mark, ".up.", 4) == 0;
		if (!is_up && strncmp(mark, ".down.", 6) != 0)
			continue;
		name->side = is_up ? SIDE_UP : SIDE_DOWN;
		name->label_length = at - 1;
		return mark + (is_up ? 4 : 6);
	}
	return NULL;
}

const char *
migration_name_text_fault(const char *file)
{
	for (const char *c = file; *c; c++) {
		if ((unsigned char)*c < ' ' || *c == 0x7F)
			return "expected a name of one line of text, found a control character";
	}
	size_t length = strlen(file);
	if (utf8_malformed(file, length) < length)
		return "expected a name in UTF-8, found other bytes";
	return NULL;
}

bool
migration_name_is_text(const char *file)
{
	return !migration_name_text_fault(file);
}

/* The label starts behind a separator, one of those allowed, which must stand at from. */
static bool
start_label(struct migration_name *name, const char *from, const char *allowed)
{
	if (*from == '\0' || !strchr(allowed, *from) || migration_name_text_fault(from))
		return false;
	name->separator = *from;
	name->label = from + 1;
	return true;
}

static bool
take_plain_label(struct migration_name *name)
{
	size_t length = strlen(name->label);
	if (!ends_with(name->label, length, ".sql"))
		return false;
	name->side = SIDE_UP;
	name->label_length = length - 4;
	return name->label_length > 0;
}

/* A separator and this many digits, with no digit behind; or 0. */
static size_t
group_length(const char *text, size_t digits)
{
	if (*text != '-' && *text != '_')
		return 0;
	return strspn(text + 1, "0123456789") == digits ? digits + 1 : 0;
}

/* What belongs to a date behind its first number: 2024-01-31, 2024_01_31_120000, 20240131-120000.
 */
static size_t
date_length(const char *text, size_t first)
{
	size_t length = 0;
	if (first == 4) {
		length = group_length(text, 2);
		size_t day = length ? group_length(text + length, 2) : 0;
		length = day ? length + day : 0;
	}
	if (first != 8 && length == 0)
		return 0;
	size_t time = group_length(text + length, 6);
	return length + (time ? time : group_length(text + length, 4));
}

enum name_reading
migration_name_native(struct migration_name *name, const char *file)
{
	struct migration_name read = { .file = file };
	enum name_reading reading = migration_name_number(&read, file, UINT64_MAX);
	while (is_lower(read.letters[read.letter_count]))
		read.letter_count++;
	if (read.letter_count == 0)
		read.letter_count = date_length(read.letters, read.digit_count);
	const char *end = read.letters + read.letter_count;
	if (reading != NAME_OTHER && *read.letters != '.' && strcmp(end, ".sql") == 0 &&
	    !is_lower(*read.letters)) {
		read.label = end;
		read.separator = *read.letters;
		*name = read;
		return reading;
	}
	bool is_date = end > read.letters && !is_lower(*read.letters);
	if (reading == NAME_OTHER || !start_label(&read, end, is_date ? "_-." : "_-"))
		return NAME_OTHER;
	const char *rest = split_side(&read);
	bool is_down = rest && read.side == SIDE_DOWN && strcmp(rest, "sql") == 0;
	bool is_read = rest ? is_down && read.label_length > 0 : take_plain_label(&read);
	if (!is_read)
		return NAME_OTHER;
	*name = read;
	return reading;
}

enum name_reading
migration_name_golang(struct migration_name *name, const char *file)
{
	struct migration_name read = { .file = file };
	enum name_reading reading = migration_name_number(&read, file, UINT64_MAX);
	if (reading == NAME_OTHER || !start_label(&read, read.letters, "_") || !split_side(&read))
		return NAME_OTHER;
	*name = read;
	return reading;
}

enum name_reading
migration_name_sqlx(struct migration_name *name, const char *file)
{
	struct migration_name read = { .file = file };
	enum name_reading reading = migration_name_number(&read, file, INT64_MAX);
	if (reading == NAME_OTHER || !start_label(&read, read.letters, "_"))
		return NAME_OTHER;
	const char *rest = split_side(&read);
	if (rest ? strcmp(rest, "sql") != 0 : !take_plain_label(&read))
		return NAME_OTHER;
	*name = read;
	return reading;
}

/* Passes over what parts versions, and zeros in front of a digit. */
static size_t
skip_to_part(const char *text, size_t length, size_t at)
{
	while (at < length && (text[at] == '.' || text[at] == '_'))
		at++;
	while (at < length && text[at] == '0')
		at++;
	return at;
}

static size_t
part_length(const char *text, size_t length, size_t at)
{
	size_t end = at;
	while (end < length && text[end] != '.' && text[end] != '_')
		end++;
	return end - at;
}

/* ".2" before ".10" before "a" before "b"; ".0" is as nothing. */
static int
compare_letters(const struct migration_name *a, const struct migration_name *b)
{
	size_t i = 0, j = 0;
	for (;;) {
		i = skip_to_part(a->letters, a->letter_count, i);
		j = skip_to_part(b->letters, b->letter_count, j);
		size_t left = part_length(a->letters, a->letter_count, i);
		size_t right = part_length(b->letters, b->letter_count, j);
		if (left != right && (left == 0 || right == 0 || is_digit(a->letters[i])))
			return left < right ? -1 : 1;
		size_t common = left < right ? left : right;
		int order = common ? memcmp(a->letters + i, b->letters + j, common) : 0;
		if (order == 0 && left != right)
			order = left < right ? -1 : 1;
		i += left;
		j += right;
		if (order || (i == a->letter_count && j == b->letter_count))
			return order;
	}
}

/* Is it the version of diesel's that may have '-' in it, which do not count? */
static bool
is_dashed(const struct migration_name *name)
{
	for (size_t i = 0; i < name->text_length; i++)
		if (!strchr("0123456789-", name->text[i]))
			return false;
	return true;
}

/* The byte at *at, which is moved behind it; -1 at the end. */
static int
next_byte(const struct migration_name *name, size_t *at, bool skips_dashes)
{
	while (skips_dashes && *at < name->text_length && name->text[*at] == '-')
		++*at;
	return *at < name->text_length ? (unsigned char)name->text[(*at)++] : -1;
}

static int
compare_texts(const struct migration_name *a, const struct migration_name *b)
{
	if (!a->text || !b->text)
		return a->text ? 1 : b->text ? -1 : 0;
	bool skips_dashes = is_dashed(a) && is_dashed(b);
	for (size_t i = 0, j = 0;;) {
		int left = next_byte(a, &i, skips_dashes), right = next_byte(b, &j, skips_dashes);
		if (left != right || left < 0)
			return left - right;
	}
}

static int
compare_versions(const struct migration_name *a, const struct migration_name *b)
{
	if (a->rank != b->rank)
		return a->rank < b->rank ? -1 : 1;
	if (a->text || b->text)
		return compare_texts(a, b);
	if (a->number != b->number)
		return a->number < b->number ? -1 : 1;
	return compare_letters(a, b);
}

int
migration_name_order(const void *a, const void *b)
{
	const struct migration_name *left = a, *right = b;
	int order = compare_versions(left, right);
	return order ? order : strcmp(left->file, right->file);
}

bool
migration_name_same_version(const struct migration_name *a, const struct migration_name *b)
{
	return compare_versions(a, b) == 0;
}

bool
migration_name_same_label(const struct migration_name *a, const struct migration_name *b)
{
	return a->label_length == b->label_length &&
	       memcmp(a->label, b->label, a->label_length) == 0;
}

bool
migration_name_is_time(const struct migration_name *name)
{
	return !name->text && name->letter_count == 0 && name->number >= UINT64_C(1000000000);
}

static char *
text_version(const struct migration_name *name, struct arena *arena)
{
	char *version = arena_copy(arena, name->text, name->text_length);
	size_t length = 0;
	if (strspn(version, "0123456789-") < name->text_length)
		return version;
	for (const char *c = name->text; c < name->text + name->text_length; c++) {
		if (*c != '-')
			version[length++] = *c;
	}
	version[length] = '\0';
	return version;
}

char *
migration_name_version(const struct migration_name *name, struct arena *arena)
{
	if (name->text)
		return text_version(name, arena);
	char *version = arena_format(arena, "%llu", (unsigned long long)name->number);
	for (size_t at = 0; at < name->letter_count;) {
		bool is_part = name->letters[at] == '.' || name->letters[at] == '_';
		at = is_part ? skip_to_part(name->letters, name->letter_count, at) : at;
		size_t length = part_length(name->letters, name->letter_count, at);
		version = arena_format(arena, "%s%s%.*s", version,
				       !is_part ? ""
				       : length ? "."
						: ".0",
				       (int)length, name->letters + at);
		at += length;
	}
	return version;
}
