#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "c/program.h"
#include "c/source.h"
#include "check/call.h"
#include "check/handover.h"

/*
 * Any bytes are read as C without harm, and each byte of a string that is found comes from the
 * text. fuzz.sh runs this under libFuzzer, replay.c on the inputs that are kept.
 */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
claim(bool holds, const char *what)
{
	if (holds)
		return;
	fprintf(stderr, "%s\n", what);
	abort();
}

static void
check_string(const struct c_string *string, const struct c_source *source)
{
	for (size_t i = 0; i <= string->length; i++) {
		struct c_position position = c_string_position(string, i);

		claim(string->length == 0 || position.source == source, "a byte from nowhere");
		claim(position.offset <= source->size, "a byte from behind the text");
	}
	claim(string->data[string->length] == '\0', "a string without an end");
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = { 0 };
	struct diag diag = { .out = stderr, .is_quiet = true };
	struct c_program program;
	struct handovers handovers;
	struct handed_list handed;
	char *text = malloc(size + 1);
	struct c_source *source;

	if (!text)
		return 0;
	if (size > 0)
		memcpy(text, data, size);
	text[size] = '\0';
	c_program_init(&program, &arena, &diag);
	handovers_init(&handovers, NULL, &arena);
	source = c_program_keep(&program, "nowhere/a.c", text, size);
	source->is_given = true;
	handed_find(&handed, &program, &handovers, &arena);
	for (size_t i = 0; i < handed.count; i++)
		for (size_t j = 0; j < handed.items[i].texts.count; j++)
			check_string(&handed.items[i].texts.items[j], source);
	free(text);
	arena_finish(&arena);
	return 0;
}
