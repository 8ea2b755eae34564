#include "schema/table.h"

#include "base/arena.h"
#include "schema/column_list.h"
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
	CHECK(table_find_column(&tables[1], "TITLE") == &columns[1]);
	CHECK(table_find_column(&tables[1], "titles") == NULL);
}

static void
lists_of_columns_are_compared_by_name(void)
{
	struct column columns[] = { { .name = "id" }, { .name = "Title" }, { .name = "state" } };
	struct column others[] = { { .name = "title" }, { .name = "ID" } };
	struct foreign_key key = { .columns = { (size_t[]){ 1 }, 1 } };
	struct table table = { .columns = columns, .column_count = 3, .foreign_keys = &key, .foreign_key_count = 1 };
	struct table other = { .columns = others, .column_count = 2 };
	struct column_list list = { (size_t[]){ 1, 0 }, 2 }, wider = { (size_t[]){ 1, 2 }, 2 }, none = { NULL, 0 };
	struct column_list same = { (size_t[]){ 0, 1 }, 2 }, swapped = { (size_t[]){ 1, 0 }, 2 };
	struct arena arena = { 0 };
	CHECK(column_list_has(&list, 0) && column_list_has(&list, 1) && !column_list_has(&list, 2));
	CHECK(column_list_matches(&list, &table, &same, &other));
	CHECK(!column_list_matches(&list, &table, &swapped, &other));
	CHECK(!column_list_matches(&list, &table, &none, &other));
	CHECK(column_list_is_in(&list, &table, &other) && column_list_is_in(&none, &table, &other));
	CHECK(!column_list_is_in(&wider, &table, &other));
	CHECK_STR(column_list_names(&list, &table, &arena), "Title, id");
	CHECK_STR(column_list_names(&none, &table, &arena), "");
	CHECK(table_refers_by(&table, 1) && !table_refers_by(&table, 0));
	arena_finish(&arena);
}

static void
constraints_are_compared_by_kind_and_text(void)
{
	struct constraint has[] = { { .kind = CONSTRAINT_CHECK, .text = "a > 0" } };
	struct constraint other_kind = { .kind = CONSTRAINT_UNIQUE, .text = "a > 0" };
	struct constraint other_text = { .kind = CONSTRAINT_CHECK, .text = "a > 1" };
	struct table table = { .constraints = has, .constraint_count = 1 };
	CHECK(table_has_constraint(&table, &has[0]));
	CHECK(!table_has_constraint(&table, &other_kind) && !table_has_constraint(&table, &other_text));
}

int
main(void)
{
	names_are_found_in_any_case();
	lists_of_columns_are_compared_by_name();
	constraints_are_compared_by_kind_and_text();
	return failures != 0;
}
