#include "schema/cache.h"

#include <errno.h>
#include <inttypes.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/kept.h"
#include "base/map.h"
#include "base/text.h"
#include "input/declaration.h"
#include "input/migrations.h"
#include "sqlgen.h"

/* How many images stay: those of the last two migrations, before and after an edit. */
enum { KEPT_IMAGES = 4 };

#define MAGIC "sqlgen image 1\n"

/* Stands at the end, so that the image stands at the start of the memory that SQLite takes over. */
struct trailer {
	char magic[sizeof MAGIC];
	char key[KEPT_DIGITS];
	uint64_t image_size, message_size;
	uint64_t sum; /* of both */
};

struct cache_message {
	enum severity severity;
	size_t migration;
	unsigned line, column;
	const char *rule, *text;
};

/* As it is kept, before rule and text. */
struct message_head {
	uint32_t severity, migration, line, column, rule_size, text_size;
};

/* Words, the last one filled up with zeros; finds damage, not malice. */
static uint64_t
add_sum(uint64_t sum, const unsigned char *data, size_t size)
{
	for (size_t i = 0; i < size; i += sizeof(uint64_t)) {
		uint64_t word = 0;

		memcpy(&word, data + i, size - i < sizeof word ? size - i : sizeof word);
		sum = (sum ^ word) * 0x9E3779B97F4A7C15U;
		sum ^= sum >> 32;
	}
	return sum;
}

static void
set_key(char key[SQLGEN_CHECKSUM_SIZE], struct text *text)
{
	sqlgen_checksum(key, text->data, text->length);
	text->length = 0;
}

static void
add_declaration(struct text *text, const struct declaration *declaration)
{
	const struct declared_value *const values[] = {
		&declaration->arguments, &declaration->deterministic, &declaration->aggregate,
		&declaration->returns,   &declaration->columns,
	};

	text_format(text, "%s %s", declaration_word(declaration->kind), declaration->name);
	for (size_t i = 0; i < sizeof values / sizeof *values; i++)
		text_format(text, " %s", values[i]->text ? values[i]->text : "-");
	text_add_char(text, '\n');
}

/* Everything that is the same for all migrations. The values of placeholders are in their texts. */
static void
add_circumstances(struct text *text, const struct cache *cache)
{
	const struct migrations *migrations = cache->migrations;
	const char *option;

	text_format(text, "%s%d\n%s\n%s\n", MAGIC, SQLGEN_INTERFACE, sqlite3_sourceid(),
		    cache->salt);
	for (int i = 0; (option = sqlite3_compileoption_get(i)) != NULL; i++)
		text_format(text, "%s\n", option);
	for (size_t i = 0; i < migrations->declaration_count; i++)
		if (migrations->declarations[i].kind != DECLARATION_PLACEHOLDER)
			add_declaration(text, &migrations->declarations[i]);
}

/* Where the text stands, which the places of messages follow. */
static void
add_parts(struct text *text, const struct migration *migration)
{
	for (size_t i = 0; i < migration->part_count; i++) {
		const struct migration_part *part = &migration->parts[i];

		text_format(text, "%zu %zu %d\n", part->start, part->text_offset,
			    part->is_replaced);
	}
}

static void
make_keys(struct cache *cache)
{
	size_t count = cache->migrations->count;
	char key[SQLGEN_CHECKSUM_SIZE];
	struct text text = { .data = NULL };

	cache->keys = arena_alloc(cache->arena, (count + 1) * sizeof *cache->keys);
	add_circumstances(&text, cache);
	set_key(key, &text);
	for (size_t i = 0; i < count; i++) {
		const struct migration *migration = &cache->migrations->items[i];

		/* The checksum does not see how lines end, the hash does. */
		text_format(&text, "%s\n%s\n%s\n%s\n%d%d%d\n%zu\n%016" PRIx64 "\n", key,
			    migration->version, migration->name, migration->checksum,
			    migration->no_transaction, migration->if_missing,
			    migration->allows_loss, migration->size,
			    map_hash(migration->text, migration->size));
		add_parts(&text, migration);
		set_key(key, &text);
		cache->keys[i + 1] = arena_copy(cache->arena, key, KEPT_DIGITS);
	}
	text_finish(&text);
}

static void
hear(void *context, enum severity severity, struct place place, const char *rule, const char *text)
{
	struct cache *cache = context;
	const struct migration *about =
		place.path ? map_get(&cache->paths, place.path, strlen(place.path)) : NULL;
	struct cache_message *message;

	if (!about || severity == SEVERITY_ERROR) {
		cache->is_foreign = true;
		return;
	}
	cache->messages = arena_grow(cache->arena, cache->messages, cache->message_count,
				     sizeof *cache->messages);
	message = &cache->messages[cache->message_count++];
	*message = (struct cache_message){ .severity = severity,
					   .migration = (size_t)(about - cache->migrations->items),
					   .line = place.line,
					   .column = place.column,
					   .rule = arena_string(cache->arena, rule ? rule : ""),
					   .text = arena_string(cache->arena, text) };
}

void
cache_init(struct cache *cache, const char *directory, const char *salt,
	   const struct migrations *migrations, struct arena *arena, struct diag *diag)
{
	*cache = (struct cache){ .directory = directory,
				 .salt = salt,
				 .migrations = migrations,
				 .arena = arena,
				 .diag = diag };
	if (!directory)
		return;
	make_keys(cache);
	for (size_t i = 0; i < migrations->count; i++) {
		const struct migration *migration = &migrations->items[i];

		map_set(&cache->paths, migration->path, strlen(migration->path), (void *)migration,
			arena);
	}
}

void
cache_listen(struct cache *cache)
{
	if (!cache->directory)
		return;
	cache->listener = (struct diag_listener){ hear, cache };
	cache->diag->listener = &cache->listener;
}

void
cache_finish(struct cache *cache)
{
	if (cache->directory)
		cache->diag->listener = NULL;
}

static void *
take(size_t size)
{
	return sqlite3_malloc64(size);
}

/* Its parts are what the trailer says, and the trailer is what was asked for. */
static bool
is_whole(const unsigned char *data, size_t size, const char *key, struct trailer *trailer)
{
	size_t content;

	if (size < sizeof *trailer)
		return false;
	content = size - sizeof *trailer;
	memcpy(trailer, data + content, sizeof *trailer);
	return memcmp(trailer->magic, MAGIC, sizeof trailer->magic) == 0 &&
	       memcmp(trailer->key, key, sizeof trailer->key) == 0 && trailer->image_size > 0 &&
	       trailer->image_size <= content &&
	       trailer->message_size == content - trailer->image_size &&
	       trailer->sum == add_sum(add_sum(0, data, trailer->image_size),
				       data + trailer->image_size, trailer->message_size);
}

static void
tell_again(struct cache *cache, const unsigned char *data, size_t size)
{
	struct message_head head;

	for (size_t at = 0; at < size; at += sizeof head + head.rule_size + head.text_size) {
		const char *rule, *text;
		struct place place;

		memcpy(&head, data + at, sizeof head);
		rule = arena_copy(cache->arena, (const char *)data + at + sizeof head,
				  head.rule_size);
		text = arena_copy(cache->arena,
				  (const char *)data + at + sizeof head + head.rule_size,
				  head.text_size);
		place = (struct place){ cache->migrations->items[head.migration].path, head.line,
					head.column };
		if (head.severity == SEVERITY_NOTE)
			diag_note(cache->diag, place, "%s", text);
		else
			diag_warning(cache->diag, place, rule[0] != '\0' ? rule : NULL, "%s", text);
	}
}

/* Does SQLite read it? It takes data over in any case. */
static bool
become(sqlite3 *handle, unsigned char *data, uint64_t image_size, size_t size)
{
	unsigned flags = SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_RESIZEABLE;

	return sqlite3_deserialize(handle, "main", data, (sqlite3_int64)image_size,
				   (sqlite3_int64)size, flags) == SQLITE_OK &&
	       sqlite3_exec(handle, "SELECT count(*) FROM sqlite_master", NULL, NULL, NULL) ==
		       SQLITE_OK;
}

static bool
load(struct cache *cache, sqlite3 *handle, const char *key)
{
	const struct kept_memory memory = { take, sqlite3_free };
	unsigned char *data, *messages;
	struct trailer trailer;
	size_t size;

	if (!kept_read(&data, &size, kept_path(cache->directory, key, cache->arena), memory))
		return false;
	if (!is_whole(data, size, key, &trailer)) {
		sqlite3_free(data);
		return false;
	}
	messages = arena_alloc(cache->arena, trailer.message_size);
	memcpy(messages, data + trailer.image_size, trailer.message_size);
	if (become(handle, data, trailer.image_size, size)) {
		tell_again(cache, messages, trailer.message_size);
		return true;
	}
	sqlite3_deserialize(handle, "main", NULL, 0, 0, 0);
	return false;
}

size_t
cache_load(struct cache *cache, sqlite3 *handle, size_t count)
{
	struct map there = { .count = 0 };
	const char **list;
	size_t list_count;

	if (!cache->directory)
		return 0;
	list = kept_list(&list_count, cache->directory, cache->arena);
	for (size_t i = 0; i < list_count; i++)
		map_set(&there, list[i], KEPT_DIGITS, &list[i], cache->arena);
	for (; count > 0; count--)
		if (map_get(&there, cache->keys[count], KEPT_DIGITS) &&
		    load(cache, handle, cache->keys[count]))
			return count;
	return 0;
}

static void
add_messages(struct text *out, const struct cache *cache)
{
	for (size_t i = 0; i < cache->message_count; i++) {
		const struct cache_message *message = &cache->messages[i];
		struct message_head head = {
			.severity = (uint32_t)message->severity,
			.migration = (uint32_t)message->migration,
			.line = message->line,
			.column = message->column,
			.rule_size = (uint32_t)strlen(message->rule),
			.text_size = (uint32_t)strlen(message->text),
		};

		text_add(out, (const char *)&head, sizeof head);
		text_add_string(out, message->rule);
		text_add_string(out, message->text);
	}
}

static bool
has_rows(sqlite3 *handle, const char *sql)
{
	sqlite3_stmt *stmt = NULL;
	bool has_any = sqlite3_prepare_v2(handle, sql, -1, &stmt, NULL) != SQLITE_OK ||
		       sqlite3_step(stmt) != SQLITE_DONE;

	sqlite3_finalize(stmt);
	return has_any;
}

/*
 * Temporary objects are not in an image. In a database without tables migrations share one
 * transaction, in which an image cannot be copied as it is by then.
 */
static bool
is_worth_keeping(sqlite3 *handle)
{
	return !has_rows(handle, "SELECT 1 FROM sqlite_temp_master LIMIT 1") &&
	       has_rows(handle, "SELECT 1 FROM sqlite_master WHERE type = 'table'"
				" AND name <> '" SQLGEN_HISTORY_TABLE "'"
				" AND substr(name, 1, 7) <> 'sqlite_' LIMIT 1");
}

/* NULL, or with errno the path that could not be written. */
static const char *
write_image(struct cache *cache, const char *key, const unsigned char *image, size_t size)
{
	struct trailer trailer = { .image_size = size };
	struct text messages = { .data = NULL };
	const char *failed;

	add_messages(&messages, cache);
	memcpy(trailer.magic, MAGIC, sizeof trailer.magic);
	memcpy(trailer.key, key, sizeof trailer.key);
	trailer.message_size = messages.length;
	trailer.sum = add_sum(add_sum(0, image, size), (const unsigned char *)messages.data,
			      messages.length);
	failed = kept_write(kept_path(cache->directory, key, cache->arena),
			    (const struct kept_part[]){ { image, size },
							{ messages.data, messages.length },
							{ &trailer, sizeof trailer } },
			    3, cache->arena);
	text_finish(&messages);
	return failed;
}

void
cache_store(struct cache *cache, sqlite3 *handle, size_t count)
{
	sqlite3_int64 size = 0;
	unsigned char *image;
	const char *failed;

	if (!cache->directory || cache->is_foreign || count == 0 ||
	    !is_worth_keeping(handle))
		return;
	image = sqlite3_serialize(handle, "main", &size, 0);
	if (image == NULL || size <= 0)
		return;
	failed = write_image(cache, cache->keys[count], image, (size_t)size);
	sqlite3_free(image);
	if (failed == NULL) {
		kept_prune(cache->directory, KEPT_IMAGES, cache->arena);
		return;
	}
	diag_warning(cache->diag, (struct place){ .path = failed }, "cache",
		     "cannot keep an image of the schema: %s", strerror(errno));
	cache->is_foreign = true; /* once is enough */
}
