#include "emit/view.h"

#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "emit/cname.h"
#include "emit/literal.h"
#include "emit/model.h"
#include "emit/table_view.h"
#include "input/migrations.h"
#include "input/project.h"
#include "schema/schema.h"
#include "template/value.h"

/* SQLGEN_INTERFACE of the runtime that the templates are written for. */
enum { INTERFACE = 1 };

static void
set_migrations(struct value *root, const struct migrations *migrations, struct arena *arena)
{
	struct value *list = value_set_list(root, "migrations", arena);

	for (size_t i = 0; i < migrations->count; i++) {
		const struct migration *migration = &migrations->items[i];
		struct value *record = value_add_record(list, arena);
		const char *title = arena_format(arena, "%s %s", migration->version, migration->name);

		value_set_number(record, "number", (long long)i + 1, arena);
		value_set_text(record, "comment", cname_comment(title, arena), arena);
		value_set_text(record, "version",
			       cname_literal(migration->version, strlen(migration->version), arena), arena);
		value_set_text(record, "name", cname_literal(migration->name, strlen(migration->name), arena), arena);
		value_set_flag(record, "is_long", literal_is_long(migration->size), arena);
		value_set_text(record, "checksum", migration->checksum, arena);
		value_set_flag(record, "no_transaction", migration->no_transaction, arena);
		value_set_flag(record, "if_missing", migration->if_missing, arena);
		if (literal_is_long(migration->size))
			literal_set_bytes(record, "bytes", migration->text, migration->size, arena);
		else
			literal_set_source(record, "lines", migration->text, migration->size, arena);
	}
}

static void
set_facts(struct value *root, const struct schema *schema, struct arena *arena)
{
	struct value *list = value_set_list(root, "facts", arena);
	struct value *long_facts = value_set_list(root, "long_facts", arena);

	for (size_t i = 0; i < schema->fact_count; i++) {
		const char *fact = schema->facts[i];

		/* No generated code reads a view: a database may do without it. */
		if (strncmp(fact, "view ", strlen("view ")) == 0)
			continue;
		struct value *record = value_add_record(list, arena);
		bool is_long = literal_is_long(strlen(fact));

		value_set_number(record, "number", (long long)i + 1, arena);
		value_set_flag(record, "is_long", is_long, arena);
		value_set_text(record, "text", cname_literal(fact, strlen(fact), arena), arena);
		if (is_long) {
			literal_set_bytes(record, "bytes", fact, strlen(fact), arena);
			value_add(long_facts, record, arena);
		}
	}
}

struct value *
view_build(const struct project *project, const struct migrations *migrations,
	   const struct schema *schema, const struct model *model, struct arena *arena)
{
	struct value *root = value_record(arena), *tables, *statements, *long_statements;

	value_set_text(root, "p", project->prefix, arena);
	value_set_text(root, "guard",
		       cname_upper(cname_lower(arena_format(arena, "%s%s_h", project->prefix, project->name), arena),
				   arena),
		       arena);
	value_set_text(root, "header", arena_format(arena, "%s.h", project->name), arena);
	value_set_number(root, "interface", INTERFACE, arena);
	value_set_flag(root, "runtime_is_installed", project->runtime == RUNTIME_SYSTEM, arena);
	set_migrations(root, migrations, arena);
	set_facts(root, schema, arena);
	statements = value_set_list(root, "statements", arena);
	long_statements = value_set_list(root, "long_statements", arena);
	tables = value_set_list(root, "tables", arena);
	for (size_t i = 0; i < model->table_count; i++) {
		struct value *record = value_add_record(tables, arena);

		table_view(record, &model->tables[i], project, statements, long_statements, arena);
	}
	/* An array of a struct must not be empty. */
	value_set_number(root, "statement_count", statements->count > 0 ? (long long)statements->count : 1, arena);
	return root;
}
