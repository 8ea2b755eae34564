/* After every header that has names of its own. */
#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <netdb.h>
#include <pthread.h>
#include <pwd.h>
#include <search.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "db.h"

static struct db db;

static void
check(const char *claim, bool holds)
{
	printf("%s: %s\n", holds ? "ok" : "NOT", claim);
}

int
main(void)
{
	struct order order = new_order(), *read = NULL;
	struct stat_ stat_row = new_stat(STAT_KIND_A_B);
	struct camel_case_table camel = new_camel_case_table();
	struct a_to_b both = new_a_to_b("x", "y"), *both_read = NULL;
	struct new_define_line line = new_new_define_line(), *line_read = NULL;
	struct class_ class_row = new_class();

	check("opening", db_open(&db, ":memory:", NULL) == SQLITE_OK);
	order.default_ = "d";
	order.class_ = "c";
	order.has_errno_ = true;
	order.errno_ = 1;
	order.n1st = "1";
	order.nau00efve = "n";
	order.empty = "e";
	order.a_b = "quote";
	order.created_at = "now";
	order.http_server = "h";
	order.x_y = "xy";
	order.s_n = "%s";
	check("a row of hurting names", insert_order(&db, &order) == SQLITE_OK && get_order(&db, order.select, &read) == SQLITE_OK);
	check("is read back", strcmp(read->default_, "d") == 0 && strcmp(read->a_b, "quote") == 0 &&
	      strcmp(read->empty, "e") == 0 && strcmp(read->nau00efve, "n") == 0 && read->errno_ == 1);
	free(read);
	check("labels", strcmp(stat_kind_text(STAT_KIND_EMPTY), "") == 0 && strcmp(stat_kind_text(STAT_KIND_2ND), "2nd") == 0 &&
	      strcmp(stat_kind_text(STAT_KIND_X2D), "-") == 0 && strcmp(stat_kind_text(STAT_KIND_U00C9), "\303\211") == 0);
	check("a table called stat", insert_stat(&db, &stat_row) == SQLITE_OK);
	check("a table with spaces", insert_camel_case_table(&db, &camel) == SQLITE_OK);
	check("Prisma's join tables", insert_a_to_b(&db, &both) == SQLITE_OK &&
	      get_a_to_b_by_a_and_b(&db, "x", "y", &both_read) == SQLITE_OK);
	free(both_read);
	check("a default that hurts", insert_new_define_line(&db, &line) == SQLITE_OK &&
	      get_new_define_line(&db, line.id, &line_read) == SQLITE_OK &&
	      strcmp(line_read->v, "*/ // ?\?/ \\ %s \"") == 0);
	free(line_read);
	check("C++'s words", insert_class(&db, &class_row) == SQLITE_OK);
	check("closing", db_close(&db) == SQLITE_OK);
	return 0;
}
