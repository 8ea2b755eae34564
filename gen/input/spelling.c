#include "input/spelling.h"

#include <string.h>

enum { WORD_LENGTH_MAX = 32 };

static size_t
least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/*
 * How many letters must be put in, left out, replaced or swapped with their neighbour (Damerau's
 * distance, optimal string alignment). Words are at most WORD_LENGTH_MAX long.
 */
static size_t
distance(const char *a, const char *b)
{
	size_t rows[WORD_LENGTH_MAX + 1][WORD_LENGTH_MAX + 1];
	size_t a_length = strlen(a), b_length = strlen(b);
	for (size_t i = 0; i <= a_length; i++)
		rows[i][0] = i;
	for (size_t j = 0; j <= b_length; j++)
		rows[0][j] = j;
	for (size_t i = 1; i <= a_length; i++) {
		for (size_t j = 1; j <= b_length; j++) {
			size_t change = rows[i - 1][j - 1] + (a[i - 1] != b[j - 1]);
			size_t gap = least(rows[i - 1][j], rows[i][j - 1]) + 1;
			rows[i][j] = least(change, gap);
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
				rows[i][j] = least(rows[i][j], rows[i - 2][j - 2] + 1);
		}
	}
	return rows[a_length][b_length];
}

const char *
spelling_nearest(const char *word, const char *const *known, size_t count)
{
	size_t length = strlen(word);
	size_t limit = length / 3 > 2 ? length / 3 : 2;
	const char *nearest = NULL;
	for (size_t i = 0; i < count && length <= WORD_LENGTH_MAX; i++) {
		size_t known_length = strlen(known[i]);
		if (known_length > WORD_LENGTH_MAX)
			continue;
		size_t apart = distance(word, known[i]);
		if (apart > limit || apart >= known_length)
			continue;
		nearest = known[i];
		limit = apart ? apart - 1 : 0;
		if (apart == 0)
			break;
	}
	return nearest;
}
