#include "emit/query_view.h"

#include <string.h>

#include "base/arena.h"
#include "emit/cname.h"
#include "emit/field.h"
#include "emit/field_view.h"
#include "emit/query_model.h"
#include "emit/statement_view.h"
#include "input/project.h"
#include "query/query.h"
#include "template/value.h"

/* What stays the same while one query's values are made. */
struct query_writer {
	const struct c_query *query;
	const char *prefix, *name; /* name: with the prefix */
	struct value *record;
	const struct statement_lists *lists;
	struct arena *arena;
};

static void
set_comment(struct query_writer *writer)
{
	struct value *lines = value_set_list(writer->record, "comment", writer->arena);
	const char *at = writer->query->query->comment;

	while (*at) {
		size_t length = strcspn(at, "\n");
		const char *line = arena_copy(writer->arena, at, length);

		value_set_text(value_add_record(lines, writer->arena), "text", cname_comment(line, writer->arena),
			       writer->arena);
		at += length + (at[length] == '\n');
	}
}

static void
add_line(struct value *lines, const char *text, bool is_nullable, struct arena *arena)
{
	struct value *line = value_add_record(lines, arena);

	value_set_text(line, "text", text, arena);
	value_set_flag(line, "is_nullable", is_nullable, arena);
}

/* The members of the row's struct. */
static void
set_lines(struct query_writer *writer)
{
	struct value *lines = value_set_list(writer->record, "lines", writer->arena);
	const struct c_query *query = writer->query;
	struct arena *arena = writer->arena;
	const struct c_embed *last = NULL;

	for (size_t i = 0; i < query->member_count; i++) {
		const struct c_member *member = &query->members[i];
		const struct c_embed *embed = member->embed;
		const struct field *field = &member->field;

		if (!embed) {
			if (field->has_flag)
				add_line(lines, arena_format(arena, "bool has_%s", field->name), false, arena);
			add_line(lines, field_declaration(field, arena),
				 field->is_nullable && field_points(field) && field->kind != FIELD_VALUE, arena);
		} else if (embed != last) {
			if (embed->embed->is_nullable)
				add_line(lines, arena_format(arena, "bool has_%s", embed->name), false, arena);
			add_line(lines, arena_format(arena, "struct %s %s", embed->table->tag, embed->name), false, arena);
		}
		last = embed;
	}
}

/* What the runtime is told of the row's members, by column. */
static void
set_members(struct query_writer *writer)
{
	const struct c_query *query = writer->query;
	struct arena *arena = writer->arena;
	struct value *members = value_set_list(writer->record, "members", arena);
	struct value *labels = value_set_list(writer->record, "labels", arena);
	struct value *fields = value_set_list(writer->record, "fields", arena);

	for (size_t i = 0; i < query->member_count; i++) {
		const struct c_embed *embed = query->members[i].embed;

		if (!embed)
			field_view(value_add_record(fields, arena), &query->members[i].field, arena);
		member_view(value_add_record(members, arena), &query->members[i].field,
			    embed ? arena_format(arena, "%s.", embed->name) : "", false, labels, arena);
	}
}

/* The structs in it that an outer join may leave empty. */
static void
set_embeds(struct query_writer *writer)
{
	const struct c_query *query = writer->query;
	struct arena *arena = writer->arena;
	struct value *embeds = value_set_list(writer->record, "embeds", arena);

	for (size_t first = 0, end; first < query->member_count; first = end) {
		const struct c_embed *embed = query->members[first].embed;
		struct value *record;

		for (end = first + 1; end < query->member_count && embed && query->members[end].embed == embed;)
			end++;
		if (!embed || !embed->embed->is_nullable)
			continue;
		record = value_add_record(embeds, arena);
		value_set_text(record, "name", embed->name, arena);
		value_set_number(record, "first", (long long)first, arena);
		value_set_number(record, "end", (long long)end, arena);
		value_set_number(record, "witness", (long long)embed->embed->witness, arena);
	}
}

static bool
is_list(const struct c_argument *argument)
{
	return argument->parameter->kind == PARAMETER_LIST;
}

static bool
is_optional(const struct c_argument *argument)
{
	return argument->parameter->kind == PARAMETER_OPTIONAL;
}

/* Is it declared as a pointer to what may be missing: NULL, or a filter that is not given? */
static bool
is_pointer(const struct c_argument *argument)
{
	bool may_be_missing = argument->field.is_nullable || is_optional(argument);

	return may_be_missing && !argument_points(&argument->field);
}

/* The declarations of an argument, one or two. */
static void
add_declarations(struct value *lines, const struct c_argument *argument, struct arena *arena)
{
	const struct field *field = &argument->field;

	if (argument->has_flag)
		value_add_text(lines, arena_format(arena, "bool has_%s", field->argument), arena);
	if (!is_list(argument)) {
		value_add_text(lines, argument_declaration(field, is_pointer(argument), arena), arena);
		return;
	}
	value_add_text(lines, list_declaration(field, arena), arena);
	value_add_text(lines, arena_format(arena, "size_t %s_count", field->argument), arena);
}

static void
set_declarations(struct query_writer *writer, struct value *list)
{
	const struct c_query *query = writer->query;

	for (size_t i = 0; i <= query->argument_count; i++) {
		if (query->order_tag && i == query->query->order_index)
			value_add_text(list, arena_format(writer->arena, "enum %s order", query->order_tag),
				       writer->arena);
		if (i < query->argument_count)
			add_declarations(list, &query->arguments[i], writer->arena);
	}
	value_set_flag(writer->record, "has_struct", query->has_struct, writer->arena);
	value_set_text(writer->record, "struct", arena_format(writer->arena, "%s_arguments", writer->name),
		       writer->arena);
}

static const char *
parameters_of(struct query_writer *writer, const char *name, const struct value *declarations, const char *last)
{
	struct arena *arena = writer->arena;
	size_t before = strlen("int (") + strlen(name);
	const char *parameters = arena_format(arena, "struct %sdb *db", writer->prefix);

	if (writer->query->has_struct)
		parameters = parameters_add(parameters, before,
					    arena_format(arena, "const struct %s_arguments *arguments", writer->name), arena);
	for (size_t i = 0; i < declarations->count && !writer->query->has_struct; i++)
		parameters = parameters_add(parameters, before, declarations->items[i]->text, arena);
	return last ? parameters_add(parameters, before, last, arena) : parameters;
}

static const char *
forwarded(struct query_writer *writer)
{
	const struct c_query *query = writer->query;
	struct arena *arena = writer->arena;
	const char *list = query->has_struct ? "db, arguments" : "db";

	for (size_t i = 0; i <= query->argument_count && !query->has_struct; i++) {
		const struct c_argument *argument = &query->arguments[i];
		const char *name = argument->field.argument;

		if (query->order_tag && i == query->query->order_index)
			list = arena_format(arena, "%s, order", list);
		if (i == query->argument_count)
			break;
		list = arena_format(arena, argument->has_flag ? "%s, has_%s" : "%s%.0s", list, name);
		list = arena_format(arena, is_list(argument) ? "%s, %s, %s_count" : "%s, %s%.0s", list, name, name);
	}
	return arena_format(arena, "%s, &cursor", list);
}

static const char *
last_declaration(struct query_writer *writer, const char *tag, const char *cursor)
{
	const struct c_query *query = writer->query;

	switch (query->query->command) {
	case QUERY_ONE:
		return arena_format(writer->arena, query->table && query->table->is_fixed ? "struct %s *out" : "struct %s **out",
				    tag);
	case QUERY_MANY:
		return arena_format(writer->arena, "struct %s *cursor", cursor);
	case QUERY_EXEC:
		return NULL;
	case QUERY_EXECROWS:
	case QUERY_EXECLASTID:
		return "int64_t *out";
	}
	return NULL;
}

/* Does the chosen order's text have this parameter? NULL: each has. */
static const char *
order_condition(const struct query_writer *writer, const struct query_parameter *parameter)
{
	const struct c_query *query = writer->query;
	const char *condition = NULL;

	for (size_t i = 0; i < query->query->order_count; i++)
		if (parameter->orders >> i & 1)
			condition = arena_format(writer->arena, "%s%s%sorder == %s", condition ? condition : "",
						 condition ? " || " : "", query->has_struct ? "arguments->" : "",
						 query->orders[i]);
	return condition;
}

/* The condition under which an optional one is given. */
static const char *
given_condition(const struct query_writer *writer, const struct c_argument *argument)
{
	const char *in = writer->query->has_struct ? "arguments->" : "";
	bool is_data = argument->field.kind == FIELD_BLOB || argument->field.kind == FIELD_BYTES ||
		       argument->field.kind == FIELD_SIZED_TEXT;

	return arena_format(writer->arena, argument->has_flag ? "%shas_%s" : is_data ? "%s%s.data != NULL" : "%s%s != NULL",
			    in, argument->field.argument);
}

/* Is the text of the mask the first that has the parameter, whichever of the mask's bits is left out? */
static bool
is_least_mask(unsigned masks, unsigned mask)
{
	for (unsigned bit = 1; bit <= mask; bit *= 2)
		if ((mask & bit) && (masks >> (mask & ~bit) & 1))
			return false;
	return masks >> mask & 1;
}

/* The condition under which the text has an optional one: it is given, and what shares its terms is. */
static const char *
text_condition(const struct query_writer *writer, const struct c_argument *argument)
{
	const struct c_query *query = writer->query;
	unsigned masks = argument->parameter->masks;
	const char *any = NULL;

	if (query->query->optional_count == 0)
		return given_condition(writer, argument);
	for (unsigned mask = 0; mask < 1u << query->query->optional_count; mask++) {
		const char *all = NULL;
		unsigned bit = 1;

		for (size_t i = 0; i < query->argument_count && is_least_mask(masks, mask); i++) {
			if (!is_optional(&query->arguments[i]))
				continue;
			if (mask & bit)
				all = arena_format(writer->arena, "%s%s%s", all ? all : "", all ? " && " : "",
						   given_condition(writer, &query->arguments[i]));
			bit *= 2;
		}
		if (all)
			any = any ? arena_format(writer->arena, "(%s) || (%s)", any, all) : all;
	}
	return any;
}

/* What a bind needs; value is as it stands in the function. */
static void
set_argument(struct query_writer *writer, struct value *record, const struct c_argument *argument)
{
	struct arena *arena = writer->arena;
	const char *in = writer->query->has_struct ? "arguments->" : "";
	const char *path = arena_format(arena, "%s%s", in, argument->field.argument);
	bool is_given_pointer = is_optional(argument) && !argument->has_flag && is_pointer(argument);
	const char *limit = order_condition(writer, argument->parameter);

	argument_view(record, writer->query->row, &argument->field, (size_t)argument->parameter->number, arena);
	value_set_text(record, "value", is_given_pointer ? arena_format(arena, "*%s", path) : path, arena);
	value_set_flag(record, "is_value_pointer", is_pointer(argument) && !is_given_pointer, arena);
	value_set_flag(record, "is_list", is_list(argument), arena);
	value_set_text(record, "given", given_condition(writer, argument), arena);
	if (is_optional(argument) && limit)
		limit = arena_format(arena, strstr(text_condition(writer, argument), "||") ? "(%s) && (%s)" : "%s && (%s)",
				     text_condition(writer, argument), limit);
	else if (is_optional(argument))
		limit = text_condition(writer, argument);
	value_set_text(record, "only_if", limit ? limit : "", arena);
	value_set_text(record, "indent", limit ? "\t" : "", arena);
}

static void
set_arguments(struct query_writer *writer)
{
	const struct c_query *query = writer->query;
	struct arena *arena = writer->arena;
	struct value *arguments = value_set_list(writer->record, "arguments", arena);
	struct value *choices = value_set_list(writer->record, "choices", arena);
	long long bit = 1;

	for (size_t i = 0; i < query->argument_count; i++) {
		struct value *record = value_add_record(arguments, arena);

		set_argument(writer, record, &query->arguments[i]);
		if (!is_optional(&query->arguments[i]) || query->query->optional_count == 0)
			continue;
		value_set_number(record, "bit", bit, arena);
		value_add(choices, record, arena);
		bit *= 2;
	}
}

static void
set_statements(struct query_writer *writer)
{
	const struct c_query *query = writer->query;
	struct arena *arena = writer->arena;
	struct value *texts;

	statement_view(value_set_record(writer->record, "sql", arena), arena_format(arena, "query_%s", query->name), NULL,
		       query->query->variants[0].sql, writer->lists, arena);
	texts = value_set_list(writer->record, "texts", arena);
	value_add(texts, (struct value *)(void *)value_get(writer->record, "sql"), arena);
	for (size_t i = 1; i < query->query->variant_count; i++)
		statement_view(value_add_record(texts, arena), arena_format(arena, "query_%s_choice_%zu", query->name, i), NULL,
			       query->query->variants[i].sql, writer->lists, arena);
}

/* Is there more than one statement to choose from? */
static bool
has_texts(const struct query *source)
{
	return source->variant_count > 1 || source->order_count > 0;
}

/* The enum of its orders, and what one of them is worth in the choice of a text. */
static void
set_orders(struct query_writer *writer)
{
	const struct c_query *query = writer->query;
	const struct query *source = query->query;
	struct value *orders = value_set_list(writer->record, "orders", writer->arena);

	for (size_t i = 0; i < source->order_count; i++)
		value_set_text(value_add_record(orders, writer->arena), "name", query->orders[i], writer->arena);
	value_set_flag(writer->record, "has_texts", has_texts(source), writer->arena);
	value_set_number(writer->record, "order_count", (long long)source->order_count, writer->arena);
	value_set_text(writer->record, "order_tag", query->order_tag ? query->order_tag : "", writer->arena);
	value_set_text(writer->record, "order", query->has_struct ? "arguments->order" : "order", writer->arena);
	value_set_number(writer->record, "order_step", 1LL << source->optional_count, writer->arena);
}

static void
set_command(struct query_writer *writer)
{
	enum query_command command = writer->query->query->command;
	struct value *record = writer->record;
	struct arena *arena = writer->arena;

	value_set_flag(record, "is_one", command == QUERY_ONE, arena);
	value_set_flag(record, "is_many", command == QUERY_MANY, arena);
	value_set_flag(record, "has_locals", command != QUERY_MANY || has_texts(writer->query->query), arena);
	value_set_flag(record, "is_execrows", command == QUERY_EXECROWS, arena);
	value_set_flag(record, "is_execlastid", command == QUERY_EXECLASTID, arena);
	value_set_text(record, "call", command == QUERY_MANY ? "&cursor->call" : "&call", arena);
	value_set_text(record, "choose", command == QUERY_MANY ? "sqlgen_cursor_choose" : "sqlgen_call_choose", arena);
	value_set_text(record, "begin", command == QUERY_MANY ? "sqlgen_cursor_begin" : "sqlgen_call_begin", arena);
}

static void
set_signature(struct query_writer *writer)
{
	const struct c_query *query = writer->query;
	struct arena *arena = writer->arena;
	struct value *record = writer->record, *declarations = value_set_list(record, "declarations", arena);
	const char *tag = query->table ? query->table->tag : query->row->tag;
	const char *owner = arena_format(arena, "%s%s", writer->prefix, query->table ? query->table->name : query->name);
	const char *cursor = arena_format(arena, "%s_cursor", owner);
	const char *load = arena_format(arena, "%s%s", writer->prefix, query->load_name);

	set_declarations(writer, declarations);
	value_set_text(record, "tag", tag, arena);
	value_set_text(record, "cursor", cursor, arena);
	value_set_text(record, "type",
		       arena_format(arena, "%stype_of_%s", writer->prefix, query->table ? query->table->name : query->name),
		       arena);
	value_set_text(record, "parameters",
		       parameters_of(writer, writer->name, declarations, last_declaration(writer, tag, cursor)), arena);
	value_set_text(record, "load_name", load, arena);
	value_set_text(record, "load_parameters",
		       parameters_of(writer, load, declarations, arena_format(arena, "struct %s **rows, size_t *count", tag)),
		       arena);
	value_set_text(record, "load_arguments", forwarded(writer), arena);
}

void
query_view(struct value *record, const struct c_query *query, const struct project *project,
	   const struct statement_lists *lists, struct arena *arena)
{
	struct query_writer writer = {
		.query = query,
		.prefix = project->prefix,
		.name = arena_format(arena, "%s%s", project->prefix, query->name),
		.record = record,
		.lists = lists,
		.arena = arena,
	};

	value_set_text(record, "name", writer.name, arena);
	value_set_text(record, "plain", query->name, arena);
	value_set_flag(record, "has_row", query->member_count > 0, arena);
	value_set_flag(record, "is_fixed", query->table && query->table->is_fixed, arena);
	set_comment(&writer);
	set_command(&writer);
	set_lines(&writer);
	set_members(&writer);
	set_embeds(&writer);
	set_signature(&writer);
	set_arguments(&writer);
	set_orders(&writer);
	set_statements(&writer);
}
