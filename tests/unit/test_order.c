#include "test.h"

#include "input/migrations.h"
#include "input/order.h"

enum { PATHS_MAX = 4 };

static void
a_pair_is_found_where_one_order_would_swap_it(void)
{
	static const struct {
		const char *paths[PATHS_MAX];
		size_t second; /* 0: there is none */
		bool is_by_number;
	} rows[] = {
		{ { NULL }, 0, false },
		{ { "m/1_a.sql" }, 0, false },
		{ { "m/001_a.sql", "m/002_b.sql", "m/010_c.sql" }, 0, false },
		{ { "m/1_a.sql", "m/2_b.sql", "m/10_c.sql", "m/11_d.sql" }, 2, true },
		{ { "m/9_a/up.sql", "m/10_b/up.sql" }, 1, true },
		{ { "m/V9__a.sql", "m/V10__b.sql" }, 1, true },
		{ { "m/20240101120000_a.sql", "m/20240202_b.sql" }, 1, false },
		{ { "m/0099_a.sql", "m/100_b.sql" }, 0, false },
		{ { "m/1_a.sql", "m/01_b.sql" }, 1, true },
		{ { "m/a.sql", "m/b.sql" }, 0, false },
		{ { "m/5_a.sql", "m/5a_b.sql" }, 0, false },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct migration items[PATHS_MAX] = { { .path = NULL } };
		struct migrations migrations = { .directory = "m", .items = items };
		struct order_clash clash;
		for (size_t j = 0; j < PATHS_MAX && rows[i].paths[j]; j++) {
			items[j].path = rows[i].paths[j];
			migrations.count++;
		}
		bool is_found = order_find_clash(&clash, &migrations);
		CHECK_INT(is_found, rows[i].second > 0);
		if (!is_found || rows[i].second == 0)
			continue;
		CHECK_STR(clash.first->path, rows[i].paths[rows[i].second - 1]);
		CHECK_STR(clash.second->path, rows[i].paths[rows[i].second]);
		CHECK_INT(clash.is_by_number, rows[i].is_by_number);
	}
}

int
main(void)
{
	a_pair_is_found_where_one_order_would_swap_it();
	return failures != 0;
}
