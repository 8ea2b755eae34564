#include "lint/rules.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "input/convention.h"
#include "input/migrations.h"
#include "input/order.h"
#include "lint/lint.h"
#include "lint/subject.h"
#include "schema/record.h"

enum { SEQUENCE_DIGITS = 6, DATE_DIGITS = 8, TIME_DIGITS = 14 };

static struct place
place_of(const struct migration *migration)
{
	return (struct place){ .path = migration->path };
}

/* Versions that are counted, not dated; 0 for others. */
static long
number_of(const struct migration *migration)
{
	size_t length = strspn(migration->version, "0123456789");
	if (length == 0 || length > SEQUENCE_DIGITS || migration->version[length] != '\0')
		return 0;
	return strtol(migration->version, NULL, 10);
}

static bool
is_schema(const struct subject *subject)
{
	return subject->lint->migrations->convention == convention_row(CONVENTION_SCHEMA);
}

void
rule_version_gap(struct subject *subject)
{
	const struct migrations *migrations = subject->lint->migrations;
	if (is_schema(subject))
		return;
	for (size_t i = 1; i < migrations->count; i++) {
		long before = number_of(&migrations->items[i - 1]),
		     here = number_of(&migrations->items[i]);
		if (before > 0 && here > before + 1 && here - before <= 9)
			subject_tell(subject, place_of(&migrations->items[i]),
				     "look whether one was lost",
				     "version %ld follows %ld, and there is none between", here,
				     before);
	}
}

static size_t
digits_of(const struct migration *migration)
{
	size_t length = strspn(migration->version, "0123456789");
	return migration->version[length] == '\0' ? length : 0;
}

void
rule_mixed_scheme(struct subject *subject)
{
	const struct migrations *migrations = subject->lint->migrations;
	const struct migration *counted = NULL, *dated = NULL;
	for (size_t i = 0; i < migrations->count; i++) {
		size_t digits = digits_of(&migrations->items[i]);
		if (digits >= DATE_DIGITS && dated == NULL)
			dated = &migrations->items[i];
		else if (digits > 0 && digits <= SEQUENCE_DIGITS && counted == NULL)
			counted = &migrations->items[i];
	}
	if (counted != NULL && dated != NULL && !is_schema(subject))
		subject_tell(subject, place_of(dated), "name all of them in one way",
			     "version %s is a date, and %s a number: they order otherwise than one "
			     "thinks",
			     dated->version, counted->version);
}

void
rule_lexical_order(struct subject *subject)
{
	struct order_clash clash;
	if (is_schema(subject) || !order_find_clash(&clash, subject->lint->migrations))
		return;
	subject_tell(
		subject, place_of(clash.second), "write all versions with as many digits",
		clash.is_by_number
			? "'%s' runs behind '%s', as its number says; by name it would run before"
			: "'%s' runs behind '%s', as its name says; by number it would run before",
		clash.second->path, clash.first->path);
}

/* Another one that is made later may get an earlier version than this. */
void
rule_future_timestamp(struct subject *subject)
{
	const struct migrations *migrations = subject->lint->migrations;
	char now[TIME_DIGITS + 1];
	time_t seconds = time(NULL) + (time_t)24 * 60 * 60;
	struct tm tomorrow;
	if (gmtime_r(&seconds, &tomorrow) == NULL ||
	    strftime(now, sizeof now, "%Y%m%d%H%M%S", &tomorrow) != TIME_DIGITS)
		return;
	for (size_t i = 0; i < migrations->count; i++) {
		const struct migration *migration = &migrations->items[i];
		if (digits_of(migration) == TIME_DIGITS && strcmp(migration->version, now) > 0)
			subject_tell(subject, place_of(migration),
				     "name it by the time at which it was made",
				     "version %s lies ahead: one that is made today runs before it",
				     migration->version);
	}
}

/* Where no migration can be undone, that is how it is meant. */
void
rule_missing_down(struct subject *subject)
{
	const struct migration *migration = subject->migration->migration;
	if (migration->down_text == NULL && !migration->is_repeatable &&
	    subject->migration->step_count > 0 && migrations_have_down(subject->lint->migrations))
		subject_tell(subject, place_of(migration), "write what undoes it",
			     "this cannot be undone, as others here can");
}
