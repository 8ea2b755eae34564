#include "input/migrations.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "base/file.h"
#include "input/convention.h"

enum { TIME_WIDTH = 14, SECONDS_WIDTH = 10, NUMBER_WIDTH = 4 };

/* The label as a file name carries it: letters, digits and '-' kept, runs of anything else one '_'.
 */
static char *
clean_label(const char *label, struct arena *arena)
{
	char *clean = arena_string(arena, label);
	size_t length = 0;
	for (const char *c = label; *c; c++) {
		bool is_kept = (*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') ||
			       (*c >= '0' && *c <= '9') || *c == '-' || (unsigned char)*c >= 0x80;
		if (is_kept)
			clean[length++] = *c;
		else if (length > 0 && clean[length - 1] != '_')
			clean[length++] = '_';
	}
	while (length > 0 && clean[length - 1] == '_')
		length--;
	clean[length] = '\0';
	return length ? clean : arena_string(arena, "migration");
}

/* The time as a version: 20240131120000 in UTC, or seconds. */
static uint64_t
time_version(size_t width)
{
	time_t now = time(NULL);
	struct tm utc;
	if (width <= SECONDS_WIDTH || !gmtime_r(&now, &utc))
		return (uint64_t)now;
	uint64_t day = (uint64_t)(utc.tm_year + 1900) * 10000 + (uint64_t)(utc.tm_mon + 1) * 100 +
		       (uint64_t)utc.tm_mday;
	return day * 1000000 + (uint64_t)(utc.tm_hour * 10000 + utc.tm_min * 100 + utc.tm_sec);
}

/*
 * The last one's name, with its folder where that has the version; NULL if there is none. Repeatable
 * ones, which come last, have no version.
 */
static const char *
last_file(const struct migrations *migrations)
{
	size_t count = migrations->count;
	while (count > 0 && migrations->items[count - 1].is_repeatable)
		count--;
	if (count == 0)
		return NULL;
	const char *path = migrations->items[count - 1].path;
	const char *name = file_name(path);
	if (migrations->convention->kind != KIND_FOLDERS)
		return name;
	for (name -= name > path; name > path && name[-1] != '/';)
		name--;
	return name;
}

/* A version that is compared as text as the number that it shows, 2024-01-31-120000 without '-'. */
static bool
count_text(struct migration_name *name, struct arena *arena)
{
	const char *digits = migration_name_version(name, arena);
	name->digit_count = strspn(digits, "0123456789");
	name->number = strtoull(digits, NULL, 10);
	return digits[name->digit_count] == '\0';
}

/* The version of a migration behind the last one, in the width and the manner of that. */
static char *
next_version(const struct migrations *migrations, struct arena *arena)
{
	const struct convention *convention = migrations->convention;
	size_t width = convention->counts_by_time ? TIME_WIDTH : NUMBER_WIDTH;
	uint64_t number = 1;
	bool is_time = convention->counts_by_time, is_dashed = false;
	const char *file = last_file(migrations);
	struct migration_name last;
	if (file && convention->read(&last, file) == NAME_READ &&
	    (!last.text || count_text(&last, arena))) {
		width = last.digit_count;
		number = last.number + (last.number < UINT64_MAX);
		is_time = last.text ? width >= SECONDS_WIDTH : migration_name_is_time(&last);
		is_dashed = last.text && width == TIME_WIDTH && memchr(last.text, '-', last.text_length);
	}
	uint64_t now = is_time ? time_version(width) : 0;
	char *version = arena_format(arena, "%0*" PRIu64, (int)width, now > number ? now : number);
	return is_dashed ? arena_format(arena, "%.4s-%.2s-%.2s-%s", version, version + 4,
					version + 6, version + 8) :
			   version;
}

/* The form of a convention with the version and name in their places. */
static char *
fill_form(const char *form, const char *version, const char *label, struct arena *arena)
{
	const char *v = strstr(form, "{v}"), *n = strstr(form, "{n}");
	return arena_format(arena, "%.*s%s%.*s%s%s", (int)(v - form), form, version,
			    (int)(n - v - 3), v + 3, label, n + 3);
}

/* "a.up.sql" of "a.sql", "a/down.sql" of "a/up.sql". */
static char *
with_side(const char *file, const char *side, struct arena *arena)
{
	size_t length = strlen(file) - strlen(".sql");
	if (length > 3 && strcmp(file + length - 3, "/up.sql") == 0)
		return arena_format(arena, "%.*s/%s.sql", (int)length - 3, file, side);
	return arena_format(arena, "%.*s.%s.sql", (int)length, file, side);
}

void
migrations_next_name(const struct migrations *migrations, const char *label, const char **up,
		     const char **down, struct arena *arena)
{
	const struct convention *convention = migrations->convention;
	bool has_down = convention->writes_down, is_paired = convention->writes_down;
	*up = *down = NULL;
	if (!convention->next)
		return;
	const char *file = fill_form(convention->next, next_version(migrations, arena),
				     clean_label(label, arena), arena);
	for (size_t i = 0; i < migrations->count; i++) {
		has_down = has_down || migrations->items[i].down_path;
		is_paired = is_paired || strstr(file_name(migrations->items[i].path), ".up.");
	}
	if (convention->kind == KIND_FOLDERS)
		is_paired = false;
	*up = is_paired ? with_side(file, "up", arena) : file;
	if (has_down && !convention->down)
		*down = convention->goes_deep ? arena_format(arena, "U%s", file + 1)
					      : with_side(file, "down", arena);
}

char *
migrations_next_text(const struct migrations *migrations, struct arena *arena)
{
	const struct convention *convention = migrations->convention;
	if (!convention->down)
		return arena_string(arena, "");
	return arena_format(arena, "%s\n%s", convention->up, convention->down);
}
