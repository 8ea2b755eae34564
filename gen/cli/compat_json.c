#include <stdio.h>

#include "base/json.h"
#include "base/text.h"
#include "cli/answer.h"
#include "cli/compat_job.h"
#include "input/migrations.h"
#include "input/queries.h"

static const char *
kind_word(enum reliance_kind kind)
{
	static const char *const words[] = { "open", "statement", "result" };

	return words[kind];
}

static void
write_version(struct json *json, const struct compat_job *job, const char *name, size_t version)
{
	json_string(json, name, version > 0 ? compat_job_version(job, version) : NULL);
}

static void
write_item(struct json *json, const struct compat_job *job, const struct reliance *item)
{
	json_open_object(json, NULL);
	json_string(json, "kind", kind_word(item->kind));
	json_string(json, "name", item->name[0] != '\0' ? item->name : NULL);
	json_string(json, "text", item->text);
	write_version(json, job, "since", item->since);
	write_version(json, job, "until", item->until);
	write_version(json, job, "broken_by", item->broken);
	json_string(json, "message", item->message);
	json_string(json, "path", item->broken_at.path);
	json_integer(json, "line", item->broken_at.line);
	json_integer(json, "column", item->broken_at.column);
	json_close_object(json);
}

static void
write_versions(struct json *json, const struct compat_job *job)
{
	json_open_list(json, "versions");
	for (size_t i = 1; i <= job->compat.version_count; i++) {
		json_open_object(json, NULL);
		json_string(json, "version", compat_job_version(job, i));
		json_string(json, "name", job->migrations->items[i - 1].name);
		write_version(json, job, "broken_by", compat_broken(&job->compat, i));
		json_string(json, "unknown", job->compat.unknown[i - 1]);
		json_close_object(json);
	}
	json_close_list(json);
	json_open_list(json, "queries");
	for (size_t i = 0; i < job->queries->count; i++) {
		json_open_object(json, NULL);
		json_string(json, "name", job->queries->items[i].name);
		write_version(json, job, "needs", job->compat.query_since[i]);
		json_close_object(json);
	}
	json_close_list(json);
}

/* With --released what concerns that program, else all there ever was. */
static void
write_items(struct json *json, const struct compat_job *job)
{
	json_open_list(json, "reliances");
	for (size_t i = 0; i < job->compat.reliances.count; i++)
		if (!job->is_asked || compat_job_breaks(job, &job->compat.reliances.items[i]))
			write_item(json, job, &job->compat.reliances.items[i]);
	json_close_list(json);
	json_open_list(json, "demands");
	for (size_t i = 0; i < job->compat.demands.count; i++) {
		const struct demand *demand = &job->compat.demands.items[i];

		if (job->is_asked && !compat_concerns(&job->compat, demand, job->released))
			continue;
		json_open_object(json, NULL);
		write_version(json, job, "version", demand->version);
		json_string(json, "table", demand->table);
		json_string(json, "message", demand->message);
		json_string(json, "path", demand->place.path);
		json_integer(json, "line", demand->place.line);
		json_integer(json, "column", demand->place.column);
		json_close_object(json);
	}
	json_close_list(json);
}

void
compat_print_json(const struct compat_job *job)
{
	struct text text = { 0 };
	struct json json;

	json_init(&json, &text);
	json_open_object(&json, NULL);
	if (job->is_asked) {
		write_version(&json, job, "released", job->released);
		write_version(&json, job, "broken_by", compat_broken(&job->compat, job->released));
		write_version(&json, job, "refuses", compat_refusal(&job->source, job->released));
		json_open_list(&json, "missing");
		for (size_t i = 0; i < job->missing.count; i++)
			write_item(&json, job, &job->missing.items[i]);
		json_close_list(&json);
	} else {
		write_versions(&json, job);
	}
	write_items(&json, job);
	json_close_object(&json);
	answer_print(job->run, &text);
	text_finish(&text);
}
