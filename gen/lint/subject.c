#include "lint/subject.h"

#include <stdarg.h>

#include "base/text.h"
#include "input/migrations.h"
#include "lint/finding.h"
#include "lint/lint.h"
#include "schema/record.h"

static void __attribute__((format(printf, 4, 0)))
tell(const struct subject *subject, struct place place, const char *fix, const char *format,
     va_list arguments)
{
	struct text text = { .data = NULL };
	text_format_list(&text, format, arguments);
	findings_add(subject->findings,
		     &(struct finding){ .rule = subject->rule,
					.severity = subject->rule->severity,
					.place = place,
					.text = text_keep(&text, subject->arena),
					.fix = fix },
		     subject->arena);
}

void
subject_tell(const struct subject *subject, struct place place, const char *fix, const char *format,
	     ...)
{
	va_list arguments;
	va_start(arguments, format);
	tell(subject, place, fix, format, arguments);
	va_end(arguments);
}

void
subject_tell_at(const struct subject *subject, size_t offset, const char *fix, const char *format,
		...)
{
	struct place place;
	va_list arguments;
	if (subject->step != NULL)
		offset += subject->step->offset;
	place = migration_place(subject->migration->migration, offset, subject->diag);
	va_start(arguments, format);
	tell(subject, place, fix, format, arguments);
	va_end(arguments);
}

const struct table *
subject_old_table(const struct subject *subject, const char *name)
{
	const struct lint *lint = subject->lint;
	const struct snapshot *before = subject->migration->before;
	if (lint->is_set)
		before = lint->record->migrations[lint->first].before;
	return before == NULL ? NULL : snapshot_find(before, name);
}
