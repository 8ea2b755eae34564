#include "emit/fact_view.h"

#include <stddef.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "emit/literal.h"
#include "emit/model.h"
#include "schema/schema.h"
#include "sql/token.h"
#include "template/value.h"

/* More would make a literal too long. */
enum { TEXT_MAX = 3000 };

/* The texts of facts: each is some facts that stand one behind the other. */
struct fact_texts {
	const char *const *facts;
	size_t *ends; /* by text: the first fact that is not in it */
	size_t count;
};

static size_t
name_length(const char *text)
{
	return token_at(text, strlen(text)).length;
}

bool
fact_is_relied_on(const char *fact, const struct model *model, struct arena *arena)
{
	const char *name = fact + strlen("view ");
	struct token token;

	if (strncmp(fact, "view ", strlen("view ")) != 0)
		return true;
	token = token_at(name, strlen(name));
	name = token_name(&token, arena);
	for (size_t i = 0; i < model->table_count; i++)
		if (model->tables[i].shape == SHAPE_VIEW && name_compare(model->tables[i].source->name, name) == 0)
			return true;
	return false;
}

/* The length of "column tasks" in a fact of a column; 0: it is of something else. */
static size_t
table_length(const char *fact)
{
	size_t kind = strlen("column ");

	return strncmp(fact, "column ", kind) == 0 ? kind + name_length(fact + kind) : 0;
}

/* Are two facts of columns of one table? */
static bool
go_together(const char *first, const char *other)
{
	size_t length = table_length(first);

	return length > 0 && table_length(other) == length && memcmp(first, other, length) == 0;
}

/* The end of the text that begins with this fact. */
static size_t
end_of_text(const char *const *facts, size_t first, size_t count)
{
	size_t length = strlen(facts[first]), end = first + 1;

	for (; end < count && go_together(facts[first], facts[end]); end++) {
		length += strlen(facts[end]);
		if (length > TEXT_MAX)
			break;
	}
	return end;
}

/* "column tasks.id INTEGER\n.title TEXT" */
static const char *
join(const struct fact_texts *texts, size_t part, struct arena *arena)
{
	size_t first = part > 0 ? texts->ends[part - 1] : 0, length = table_length(texts->facts[first]);
	struct text joined = { 0 };

	text_add_string(&joined, texts->facts[first]);
	for (size_t i = first + 1; i < texts->ends[part]; i++)
		text_format(&joined, "\n%s", texts->facts[i] + length);
	return text_keep(&joined, arena);
}

static void
add_text(struct value *list, size_t part, const void *context, struct arena *arena)
{
	const char *text = join(context, part, arena);
	struct value *record = value_add_record(list, arena);
	bool is_long = literal_is_long(strlen(text));

	value_set_number(record, "number", (long long)part + 1, arena);
	value_set_flag(record, "is_long", is_long, arena);
	value_set_flag(record, "is_single", strchr(text, '\n') == NULL, arena);
	if (is_long)
		literal_set_bytes(record, "bytes", text, strlen(text), arena);
	else
		literal_set_source(record, "lines", text, strlen(text), arena);
}

static bool
is_long_text(const struct fact_texts *texts, size_t part)
{
	size_t first = part > 0 ? texts->ends[part - 1] : 0;

	return literal_is_long(strlen(texts->facts[first]));
}

static void
add_long_text(struct value *list, size_t part, const void *context, struct arena *arena)
{
	if (is_long_text(context, part))
		add_text(list, part, context, arena);
}

/* Those that code relies on, in texts. */
static struct fact_texts *
build_texts(const struct schema *schema, const struct model *model, struct arena *arena)
{
	const char **facts = arena_alloc(arena, (schema->fact_count + 1) * sizeof *facts);
	struct fact_texts *texts = arena_alloc(arena, sizeof *texts);
	size_t count = 0;

	for (size_t i = 0; i < schema->fact_count; i++)
		if (fact_is_relied_on(schema->facts[i], model, arena))
			facts[count++] = schema->facts[i];
	*texts = (struct fact_texts){ facts, arena_alloc(arena, (count + 1) * sizeof *texts->ends), 0 };
	for (size_t i = 0; i < count; i = texts->ends[texts->count++])
		texts->ends[texts->count] = end_of_text(facts, i, count);
	return texts;
}

void
facts_view(struct value *root, const struct schema *schema, const struct model *model, struct arena *arena)
{
	struct fact_texts *texts = build_texts(schema, model, arena);
	struct value_stream all = { add_text, texts, texts->count };
	struct value_stream long_ones = { add_long_text, texts, texts->count };
	size_t long_count = 0;

	for (size_t i = 0; i < texts->count; i++)
		long_count += is_long_text(texts, i);
	value_set_stream(root, "facts", all, texts->count, arena);
	value_set_stream(root, "long_facts", long_ones, long_count, arena);
	value_set_text(root, "schema_checksum", schema->checksum ? schema->checksum : "", arena);
}
