#include <stdio.h>

#include "input.h"

/* https://prng.di.unimi.it/splitmix64.c, which is in the public domain */
static uint64_t
scramble(uint64_t x)
{
	x += UINT64_C(0x9e3779b97f4a7c15);
	x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
	return x ^ (x >> 31);
}

static struct text
put_text(char **at, const char *data)
{
	struct text text = { *at, (int)strlen(data) };

	memcpy(*at, data, (size_t)text.size + 1);
	*at += text.size + 1;
	return text;
}

/* The row with this id, always the same. */
void
input_row(struct input *row, uint64_t id, size_t rows)
{
	static const char *const statuses[] = { "pending", "ready", "running", "done" };
	char *at = row->storage, text[256];
	uint64_t random = scramble(id);
	size_t filled = 0;

	row->id = (int64_t)id;
	snprintf(text, sizeof text, "%08x-%04x-4%03x-8%03x-%012llx", (unsigned)(random >> 32),
		 (unsigned)(random >> 16) & 0xffff, (unsigned)random & 0xfff,
		 (unsigned)(random >> 8) & 0xfff, (unsigned long long)id);
	row->uuid = put_text(&at, text);
	snprintf(text, sizeof text, "Task %llu of the ledger", (unsigned long long)id);
	row->title = put_text(&at, text);
	while (filled < 200)
		filled += (size_t)snprintf(text + filled, sizeof text - filled, "note %llu, ",
					   (unsigned long long)(random >> (filled % 40)) % 10000);
	row->body = put_text(&at, text);
	row->status = put_text(&at, statuses[random % 4]);
	snprintf(text, sizeof text, "person %u", (unsigned)(random >> 20) % 100);
	row->assignee = random % 3 ? put_text(&at, text) : (struct text){ NULL, 0 };
	row->priority = (int64_t)(random >> 8) % 10;
	row->attempts = (int64_t)(random >> 12) % 5;
	row->is_urgent = random % 7 == 0;
	row->score = (double)(random % 100000) / 8;
	row->session_id = random % 9 ? (int64_t)(random % (rows / SESSION_ROWS)) + 1 : 0;
	for (int i = 0; i < DIGEST_SIZE; i++)
		row->digest[i] = (unsigned char)(random >> i % 56);
	snprintf(text, sizeof text, "2026-%02u-%02uT%02u:00:00Z", (unsigned)random % 12 + 1,
		 (unsigned)(random >> 8) % 28 + 1, (unsigned)(random >> 16) % 24);
	row->created_at = put_text(&at, text);
	row->updated_at = 1700000000 + (int64_t)(random % 10000000);
}

void
input_new(struct input *row, size_t rows, size_t i)
{
	input_row(row, i + 1, rows);
	row->id = 0;
}

void
input_any(struct input *row, size_t rows, size_t i)
{
	input_row(row, scramble(i) % rows + 1, rows);
}

void
input_unkeyed_change(struct input *row, size_t rows, size_t i)
{
	input_any(row, rows, i);
	row->title = row->assignee.data ? row->assignee : row->status;
	row->attempts += (int64_t)i;
	row->updated_at += (int64_t)i;
}

void
input_keyed_change(struct input *row, size_t rows, size_t i)
{
	input_unkeyed_change(row, rows, i);
	row->priority += 10 + (int64_t)i % 100;
}

void
input_half_new(struct input *row, size_t rows, size_t i)
{
	if (i % 2)
		input_row(row, rows + i, rows);
	else
		input_unkeyed_change(row, rows, i);
}
