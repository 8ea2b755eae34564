#include "cli/answer.h"

#include <stdio.h>

#include "base/json.h"
#include "base/text.h"

void
answer_print(const struct run *run, const struct text *json)
{
	run->answer->is_given = true;
	fwrite(json->data ? json->data : "", 1, json->length, stdout);
}

const char *
answer_reason(enum status status)
{
	switch (status) {
	case STATUS_USAGE:
		return "usage";
	case STATUS_DRIFT:
		return "drift";
	case STATUS_BUSY:
		return "busy";
	case STATUS_DISK:
		return "disk";
	case STATUS_NEWER:
		return "newer";
	case STATUS_INTERRUPTED:
		return "cancelled";
	case STATUS_OK:
	case STATUS_FAILED:
	case STATUS_OUTPUT:
		break;
	}
	return "failed";
}

static void
write_stopped(struct json *json, const struct diag_first *first, enum status status)
{
	json_open_object(json, "stopped");
	json_string(json, "reason", answer_reason(status));
	json_string(json, "message", first->text.length > 0 ? first->text.data : NULL);
	json_string(json, "path", first->place.path);
	if (first->place.line > 0) {
		json_integer(json, "line", first->place.line);
		json_integer(json, "column", first->place.column);
	}
	json_close_object(json);
}

void
answer_write_stopped(struct json *json, const struct run *run, enum status status)
{
	write_stopped(json, &run->answer->first, status);
}

static void
print_failure(const struct diag_first *first, enum status status)
{
	struct text text = { 0 };
	struct json json;

	json_init(&json, &text);
	json_open_object(&json, NULL);
	write_stopped(&json, first, status);
	json_close_object(&json);
	fwrite(text.data, 1, text.length, stdout);
	text_finish(&text);
}

void
answer_end(struct answer *answer, enum status status)
{
	if (answer->is_wanted && !answer->is_given && status != STATUS_OK)
		print_failure(&answer->first, status);
	text_finish(&answer->first.text);
}
