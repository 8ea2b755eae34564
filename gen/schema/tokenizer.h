#ifndef SQLGEN_TOKENIZER_H
#define SQLGEN_TOKENIZER_H

#include <sqlite3.h>

struct arena;

/*
 * Registers a tokenizer of this name for fts5, which does what unicode61 does whatever its
 * arguments, and for fts3 and fts4, which does what simple does. A module that this SQLite is
 * built without is passed over. Returns SQLite's code. arena must outlive handle.
 * https://sqlite.org/fts5.html#custom_tokenizers
 */
int tokenizer_register(sqlite3 *handle, const char *name, struct arena *arena);

#endif
