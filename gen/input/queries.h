#ifndef SQLGEN_QUERIES_H
#define SQLGEN_QUERIES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"
#include "input/source.h"

struct arena;

/*
 * The files of queries/ as they were written: statements with a name, in the grammar that sqlc made common
 * (https://docs.sqlc.dev/en/stable/reference/query-annotations.html).
 */

/* What a call gives back. */
enum query_command {
	QUERY_ONE,       /* :one, a row or none */
	QUERY_MANY,      /* :many */
	QUERY_EXEC,      /* :exec */
	QUERY_EXECROWS,  /* :execrows, :execresult: how many rows were changed */
	QUERY_EXECLASTID /* :execlastid: the rowid of the last insert */
};

enum parameter_kind {
	PARAMETER_PLAIN,
	PARAMETER_LIST,    /* :ids[], sqlc.slice(ids): alone inside of IN ( … ) */
	PARAMETER_OPTIONAL /* :name?: a term that drops out when it is not given */
};

/* Number i + 1 in the text. */
struct text_parameter {
	const char *name; /* as written, without its mark; NULL: ? or ?5 */
	enum parameter_kind kind;
	bool is_nullable; /* sqlc.narg: NULL may be given, wherever it stands */
	struct place place; /* of its first use */
};

/* sqlc.embed(t), which the text has as t.* */
struct text_embed {
	const char *name; /* the table, or its alias, as written, without quotes */
	size_t offset;    /* of t.* in the text */
	struct place place;
};

/* -- sqlgen: order newest, before its first term in ORDER BY */
struct text_order {
	const char *name; /* as written */
	size_t offset;    /* of that term in the text */
	struct place place;
};

/* From this byte of the text on, to the next piece, it is the file's from there on. */
struct text_piece {
	size_t offset;
	size_t source; /* in the source's text */
	bool is_ours;  /* all of it stands for the byte at source: ?1, t.* */
};

struct query_text {
	const char *name; /* as written: ready_tasks, GetAuthor; "": a bare statement's, with :exec */
	enum query_command command;
	const char *comment; /* the lines between name and statement, without their marks; "" */
	/*
	 * One SELECT, INSERT, UPDATE or DELETE (WITH, VALUES, REPLACE) as SQLite takes it, without
	 * semicolon, NUL-terminated: all parameters are ?1 ?2 … in the order of first appearance. Here a
	 * list is a plain parameter, and an optional one is always given: this is the text to be typed.
	 */
	const char *sql;
	size_t length;
	struct text_parameter *parameters;
	size_t parameter_count;
	struct text_embed *embeds;
	size_t embed_count;
	struct text_order *orders; /* the terms of all of them stand in the text */
	size_t order_count;
	struct text_piece *pieces; /* the first has offset 0 */
	size_t piece_count;
	const struct source *source;
	struct place place; /* of its name */
};

struct queries {
	const char *directory; /* NULL: it is not there */
	const char **paths;    /* the files that were read */
	size_t path_count;
	struct query_text *items; /* in the order of files and of their text */
	size_t count;
};

/*
 * Reads each *.sql of a directory; none if it is not there and is_required is false. Goes on after
 * an error with the next query; false if there was one.
 */
bool queries_read(struct queries *queries, const char *directory, bool is_required, struct arena *arena,
		  struct diag *diag);

/*
 * Reads one file, or standard input (path NULL), in which statements need no name. At least one is
 * there.
 */
bool queries_read_input(struct queries *queries, const char *path, struct arena *arena, struct diag *diag);

/* Where in its file a byte of the text stands. */
struct place query_text_place(const struct query_text *text, size_t offset, const struct diag *diag);

#endif
