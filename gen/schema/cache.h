#ifndef SQLGEN_CACHE_H
#define SQLGEN_CACHE_H

#include <stdbool.h>
#include <stddef.h>

#include <sqlite3.h>

#include "base/diag.h"
#include "base/map.h"

struct arena;
struct migrations;

/*
 * Images of databases in which the first migrations were replayed, so that a new one costs only
 * itself. An image's name is a hash of all that made it: the texts of its migrations and how they
 * run, what salt says, this SQLite with its options, and the runner's interface. With it is kept
 * what was told meanwhile, to be told again.
 */
struct cache {
	const char *directory; /* NULL: nothing is kept */
	const char *salt;      /* whatever else a replay depends on */
	const char **keys;     /* the name after each number of migrations */
	struct diag *diag;
	struct arena *arena;
	const struct migrations *migrations;
	struct map paths; /* of the migrations, by path */
	struct diag_listener listener;
	struct cache_message *messages; /* heard since cache_listen */
	size_t message_count;
	bool is_foreign; /* one of them is about no migration */
};

void cache_init(struct cache *cache, const char *directory, const char *salt,
		const struct migrations *migrations, struct arena *arena, struct diag *diag);

/*
 * Makes handle, which has nothing in it, the newest image of at most count migrations, tells what
 * was told when it was made, and returns how many migrations are in it; 0: handle is as it was. A
 * damaged image is none.
 */
size_t cache_load(struct cache *cache, sqlite3 *handle, size_t count);

/* Between the two diag's listener is the cache. */
void cache_listen(struct cache *cache);
void cache_finish(struct cache *cache);

/*
 * Keeps an image of handle, in which count migrations were replayed, and removes older ones.
 * Nothing is kept where later migrations could depend on what is not in an image: temporary
 * objects. A directory that cannot be written is a warning.
 */
void cache_store(struct cache *cache, sqlite3 *handle, size_t count);

#endif
