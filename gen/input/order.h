#ifndef SQLGEN_ORDER_H
#define SQLGEN_ORDER_H

#include <stdbool.h>

struct migration;
struct migrations;

/* Two migrations beside each other that an order which this convention does not use would swap. */
struct order_clash {
	const struct migration *first, *second; /* as they run */
	bool is_by_number; /* they run by number, and their names say otherwise; else the reverse */
};

/*
 * The first such pair: 2_a.sql and 10_b.sql where numbers count, 20240101120000_a and 20240202_b
 * where names do. False: it makes no difference.
 */
bool order_find_clash(struct order_clash *clash, const struct migrations *migrations);

#endif
