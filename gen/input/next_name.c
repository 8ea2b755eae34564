#include "input/migrations.h"

#include <inttypes.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
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

static const char *
file_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash ? slash + 1 : path;
}

/* The number behind the last one, in the width and the manner of that. */
static char *
next_number(const struct migrations *migrations, struct arena *arena)
{
	const struct convention *convention = migrations->convention;
	size_t width = convention->counts_by_time ? TIME_WIDTH : NUMBER_WIDTH;
	uint64_t number = 1;
	bool is_time = convention->counts_by_time;
	struct migration_name last;
	if (migrations->count > 0 &&
	    convention->read(&last, file_name(migrations->items[migrations->count - 1].path)) ==
		    NAME_READ) {
		width = last.digit_count;
		number = last.number + (last.number < UINT64_MAX);
		is_time = migration_name_is_time(&last);
	}
	uint64_t now = is_time ? time_version(width) : 0;
	return arena_format(arena, "%0*" PRIu64, (int)width, now > number ? now : number);
}

void
migrations_next_name(const struct migrations *migrations, const char *label, const char **up,
		     const char **down, struct arena *arena)
{
	const struct convention *convention = migrations->convention;
	const char *stem = arena_format(arena, "%s_%s", next_number(migrations, arena),
					clean_label(label, arena));
	bool has_down = convention->writes_down, is_paired = convention->writes_down;
	for (size_t i = 0; i < migrations->count; i++) {
		has_down = has_down || migrations->items[i].down_path;
		is_paired = is_paired || strstr(file_name(migrations->items[i].path), ".up.");
	}
	*up = arena_format(arena, "%s%s", stem, is_paired ? ".up.sql" : ".sql");
	*down = has_down ? arena_format(arena, "%s.down.sql", stem) : NULL;
}
