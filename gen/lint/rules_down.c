#include "lint/rules.h"

#include "base/arena.h"
#include "base/diag.h"
#include "input/migrations.h"
#include "lint/lint.h"
#include "lint/subject.h"
#include "live/reversal.h"
#include "schema/record.h"

enum { SHOWN_MAX = 3 };

static const struct reversal *
reversal_of(const struct subject *subject)
{
	const struct lint *lint = subject->lint;
	return lint->reversals == NULL
		       ? NULL
		       : &lint->reversals[subject->migration - lint->record->migrations];
}

/* A byte of the down text. */
static struct place
down_place(const struct subject *subject, size_t offset)
{
	const struct migration *migration = subject->migration->migration;
	return diag_place(subject->diag, migration->down_path,
			  migration->down_text_offset + offset);
}

void
rule_down_fails(struct subject *subject)
{
	const struct reversal *reversal = reversal_of(subject);
	if (reversal == NULL || reversal->failure == NULL)
		return;
	if (reversal->is_again)
		subject_tell_at(subject, reversal->offset, "undo all that it does",
				"it does not run again after it was undone: %s", reversal->failure);
	else
		subject_tell(subject, down_place(subject, reversal->offset),
			     "mend it before it is needed", "what undoes it fails: %s",
			     reversal->failure);
}

void
rule_down_not_inverse(struct subject *subject)
{
	const struct reversal *reversal = reversal_of(subject);
	const char *list = "";
	if (reversal == NULL || reversal->difference.count == 0)
		return;
	for (size_t i = 0; i < reversal->difference.count && i < SHOWN_MAX; i++) {
		const struct change *change = &reversal->difference.items[i];
		list = arena_format(subject->arena, "%s%s%s %s", list, i > 0 ? "; " : "",
				    change_word(change), change_sentence(change, subject->arena));
	}
	if (reversal->difference.count > SHOWN_MAX)
		list = arena_format(subject->arena, "%s; and %zu more", list,
				    reversal->difference.count - SHOWN_MAX);
	subject_tell(subject, down_place(subject, 0), "undo just what it does",
		     "the schema is not what it was after this migration is undone: %s", list);
}
