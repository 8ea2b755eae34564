#include "schema/table.h"

#include "schema/schema.h"
#include "test.h"

static void
names_are_found_in_any_case(void)
{
	struct column columns[] = { { .name = "id" }, { .name = "Title" } };
	struct table tables[] = {
		{ .name = "notes" },
		{ .name = "Tasks", .columns = columns, .column_count = 2 },
	};
	struct schema schema = { .tables = tables, .table_count = 2 };
	CHECK(table_find(&schema, "tASKS") == &tables[1]);
	CHECK(table_find(&schema, "tasks_") == NULL);
	CHECK(table_find(&schema, "") == NULL);
	CHECK(table_column(&tables[1], "ID") == 0);
	CHECK(table_column(&tables[1], "title") == 1);
	CHECK(table_column(&tables[1], "titles") == 2);
	CHECK(table_column(&tables[0], "id") == 0);
}

int
main(void)
{
	names_are_found_in_any_case();
	return failures != 0;
}
