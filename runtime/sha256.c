#include <string.h>

#include "private.h"

/* FIPS 180-4, https://doi.org/10.6028/NIST.FIPS.180-4 */

static const uint32_t sha256_constants[64] = {
	0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
	0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
	0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
	0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
	0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
	0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
	0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
	0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2
};

static uint32_t
rotate_right(uint32_t x, int bits)
{
	return (x >> bits) | (x << (32 - bits));
}

static void
expand_block(uint32_t w[64], const unsigned char block[64])
{
	size_t i;

	for (i = 0; i < 16; i++)
		w[i] = (uint32_t)block[4 * i] << 24 | (uint32_t)block[4 * i + 1] << 16 |
		       (uint32_t)block[4 * i + 2] << 8 | (uint32_t)block[4 * i + 3];
	for (; i < 64; i++) {
		uint32_t a = w[i - 15], b = w[i - 2];

		w[i] = w[i - 16] + w[i - 7] +
		       (rotate_right(a, 7) ^ rotate_right(a, 18) ^ (a >> 3)) +
		       (rotate_right(b, 17) ^ rotate_right(b, 19) ^ (b >> 10));
	}
}

/* One round, of which *d and *h come out; the others only change their places. */
static inline void
mix_round(uint32_t a, uint32_t b, uint32_t c, uint32_t *d, uint32_t e, uint32_t f, uint32_t g,
	  uint32_t *h, uint32_t word)
{
	uint32_t t1 = *h + (rotate_right(e, 6) ^ rotate_right(e, 11) ^ rotate_right(e, 25)) +
		      (g ^ (e & (f ^ g))) + word;

	*d += t1;
	*h = t1 + (rotate_right(a, 2) ^ rotate_right(a, 13) ^ rotate_right(a, 22)) +
	     ((a & b) | (c & (a | b)));
}

static void
mix_block(uint32_t state[8], const unsigned char block[64])
{
	const uint32_t *k = sha256_constants;
	uint32_t w[64], a = state[0], b = state[1], c = state[2], d = state[3], e = state[4],
			f = state[5], g = state[6], h = state[7];
	size_t i;

	expand_block(w, block);
	for (i = 0; i < 64; i += 8) {
		mix_round(a, b, c, &d, e, f, g, &h, k[i] + w[i]);
		mix_round(h, a, b, &c, d, e, f, &g, k[i + 1] + w[i + 1]);
		mix_round(g, h, a, &b, c, d, e, &f, k[i + 2] + w[i + 2]);
		mix_round(f, g, h, &a, b, c, d, &e, k[i + 3] + w[i + 3]);
		mix_round(e, f, g, &h, a, b, c, &d, k[i + 4] + w[i + 4]);
		mix_round(d, e, f, &g, h, a, b, &c, k[i + 5] + w[i + 5]);
		mix_round(c, d, e, &f, g, h, a, &b, k[i + 6] + w[i + 6]);
		mix_round(b, c, d, &e, f, g, h, &a, k[i + 7] + w[i + 7]);
	}
	state[0] += a;
	state[1] += b;
	state[2] += c;
	state[3] += d;
	state[4] += e;
	state[5] += f;
	state[6] += g;
	state[7] += h;
}

void
sqlgen_sha256_init(struct sqlgen_sha256 *sha)
{
	static const uint32_t initial[8] = { 0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
					     0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19 };

	memset(sha, 0, sizeof(*sha));
	memcpy(sha->state, initial, sizeof(initial));
}

void
sqlgen_sha256_add(struct sqlgen_sha256 *sha, const void *bytes, size_t size)
{
	const unsigned char *from = bytes;
	size_t used = (size_t)(sha->size % 64);

	sha->size += size;
	while (size > 0) {
		size_t part = 64 - used < size ? 64 - used : size;

		memcpy(sha->block + used, from, part);
		from += part;
		size -= part;
		used += part;
		if (used == 64) {
			mix_block(sha->state, sha->block);
			used = 0;
		}
	}
}

void
sqlgen_sha256_end(struct sqlgen_sha256 *sha, char *hex, size_t digits)
{
	static const unsigned char padding[64] = { 0x80 };
	static const char hex_digits[] = "0123456789abcdef";
	uint64_t bits = sha->size * 8;
	unsigned char size[8];
	size_t i;

	for (i = 0; i < 8; i++)
		size[i] = (unsigned char)(bits >> (56 - 8 * i));
	sqlgen_sha256_add(sha, padding, 1 + (size_t)((119 - sha->size % 64) % 64));
	sqlgen_sha256_add(sha, size, sizeof(size));
	for (i = 0; i < digits && i < 64; i++)
		hex[i] = hex_digits[sha->state[i / 8] >> (28 - 4 * (i % 8)) & 15];
	hex[i] = '\0';
}
