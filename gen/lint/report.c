#include "lint/report.h"

#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/json.h"
#include "base/text.h"
#include "lint/lint.h"
#include "lint/rule.h"

static const char *const severity_words[] = {
	[SEVERITY_NOTE] = "note",
	[SEVERITY_WARNING] = "warning",
	[SEVERITY_ERROR] = "error",
};

void
report_tell(const struct findings *findings, struct diag *diag)
{
	for (size_t i = 0; i < findings->count; i++) {
		const struct finding *finding = &findings->items[i];
		if (finding->reason == NULL)
			diag_report(diag, finding->severity, finding->place, finding->rule->id,
				    "%s%s%s", finding->text, finding->fix != NULL ? "; " : "",
				    finding->fix != NULL ? finding->fix : "");
	}
}

static void
write_finding(struct json *json, const struct finding *finding)
{
	json_open_object(json, NULL);
	json_string(json, "rule", finding->rule->id);
	json_string(json, "severity", severity_words[finding->severity]);
	json_string(json, "path", finding->place.path);
	json_integer(json, "line", finding->place.line);
	json_integer(json, "column", finding->place.column);
	json_string(json, "message", finding->text);
	json_string(json, "fix", finding->fix);
	json_close_object(json);
}

void
report_to_json(const struct findings *findings, struct text *out)
{
	struct json json;
	json_init(&json, out);
	json_open_object(&json, NULL);
	json_open_list(&json, "findings");
	for (size_t i = 0; i < findings->count; i++)
		if (findings->items[i].reason == NULL)
			write_finding(&json, &findings->items[i]);
	json_close_list(&json);
	json_close_object(&json);
}

static void
write_message(struct json *json, const char *name, const char *text)
{
	json_open_object(json, name);
	json_string(json, "text", text);
	json_close_object(json);
}

static void
write_rules(struct json *json)
{
	json_open_list(json, "rules");
	for (size_t i = 0; i < rule_count; i++) {
		json_open_object(json, NULL);
		json_string(json, "id", rules[i].id);
		write_message(json, "shortDescription", rules[i].summary);
		json_open_object(json, "defaultConfiguration");
		json_string(json, "level", severity_words[rules[i].severity]);
		json_bool(json, "enabled", !rules[i].is_opt_in);
		json_close_object(json);
		json_close_object(json);
	}
	json_close_list(json);
}

/* A path as a relative reference: RFC 3986 allows these letters as they are. */
static const char *
uri_of(const char *path, struct arena *arena)
{
	static const char plain[] =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/";
	struct text uri = { .data = NULL };
	for (; *path != '\0'; path++) {
		if (strchr(plain, *path) != NULL)
			text_add_char(&uri, *path);
		else
			text_format(&uri, "%%%02X", (unsigned)(unsigned char)*path);
	}
	return text_keep(&uri, arena);
}

static void
write_location(struct json *json, struct place place, const struct diag *diag, struct arena *arena)
{
	json_open_list(json, "locations");
	if (place.path != NULL) {
		json_open_object(json, NULL);
		json_open_object(json, "physicalLocation");
		json_open_object(json, "artifactLocation");
		json_string(json, "uri", uri_of(place.path, arena));
		json_close_object(json);
		if (place.line > 0) {
			json_open_object(json, "region");
			json_integer(json, "startLine", place.line);
			if (place.column > 0)
				json_integer(json, "startColumn",
					     diag_character_column(diag, place));
			json_close_object(json);
		}
		json_close_object(json);
		json_close_object(json);
	}
	json_close_list(json);
}

static void
write_result(struct json *json, const struct finding *finding, const struct diag *diag,
	     struct arena *arena)
{
	const char *text = finding->fix == NULL
				   ? finding->text
				   : arena_format(arena, "%s; %s", finding->text, finding->fix);
	json_open_object(json, NULL);
	json_string(json, "ruleId", finding->rule->id);
	json_integer(json, "ruleIndex", finding->rule - rules);
	json_string(json, "level", severity_words[finding->severity]);
	write_message(json, "message", text);
	write_location(json, finding->place, diag, arena);
	if (finding->reason != NULL) {
		json_open_list(json, "suppressions");
		json_open_object(json, NULL);
		json_string(json, "kind", "inSource");
		json_string(json, "justification", finding->reason);
		json_close_object(json);
		json_close_list(json);
	}
	json_close_object(json);
}

void
report_to_sarif(const struct findings *findings, const char *version, struct text *out,
		const struct diag *diag, struct arena *arena)
{
	struct json json;
	json_init(&json, out);
	json_open_object(&json, NULL);
	json_string(&json, "$schema", "https://json.schemastore.org/sarif-2.1.0.json");
	json_string(&json, "version", "2.1.0");
	json_open_list(&json, "runs");
	json_open_object(&json, NULL);
	json_open_object(&json, "tool");
	json_open_object(&json, "driver");
	json_string(&json, "name", "sqlgen");
	json_string(&json, "version", version);
	write_rules(&json);
	json_close_object(&json);
	json_close_object(&json);
	json_string(&json, "columnKind", "unicodeCodePoints");
	json_open_list(&json, "results");
	for (size_t i = 0; i < findings->count; i++)
		write_result(&json, &findings->items[i], diag, arena);
	json_close_list(&json);
	json_close_object(&json);
	json_close_list(&json);
	json_close_object(&json);
}
