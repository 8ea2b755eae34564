#include <string.h>

#include "private.h"

/* FIPS 180-4, https://doi.org/10.6028/NIST.FIPS.180-4 */

static const uint64_t sha384_constants[80] = {
	UINT64_C(0x428a2f98d728ae22), UINT64_C(0x7137449123ef65cd), UINT64_C(0xb5c0fbcfec4d3b2f), UINT64_C(0xe9b5dba58189dbbc),
	UINT64_C(0x3956c25bf348b538), UINT64_C(0x59f111f1b605d019), UINT64_C(0x923f82a4af194f9b), UINT64_C(0xab1c5ed5da6d8118),
	UINT64_C(0xd807aa98a3030242), UINT64_C(0x12835b0145706fbe), UINT64_C(0x243185be4ee4b28c), UINT64_C(0x550c7dc3d5ffb4e2),
	UINT64_C(0x72be5d74f27b896f), UINT64_C(0x80deb1fe3b1696b1), UINT64_C(0x9bdc06a725c71235), UINT64_C(0xc19bf174cf692694),
	UINT64_C(0xe49b69c19ef14ad2), UINT64_C(0xefbe4786384f25e3), UINT64_C(0x0fc19dc68b8cd5b5), UINT64_C(0x240ca1cc77ac9c65),
	UINT64_C(0x2de92c6f592b0275), UINT64_C(0x4a7484aa6ea6e483), UINT64_C(0x5cb0a9dcbd41fbd4), UINT64_C(0x76f988da831153b5),
	UINT64_C(0x983e5152ee66dfab), UINT64_C(0xa831c66d2db43210), UINT64_C(0xb00327c898fb213f), UINT64_C(0xbf597fc7beef0ee4),
	UINT64_C(0xc6e00bf33da88fc2), UINT64_C(0xd5a79147930aa725), UINT64_C(0x06ca6351e003826f), UINT64_C(0x142929670a0e6e70),
	UINT64_C(0x27b70a8546d22ffc), UINT64_C(0x2e1b21385c26c926), UINT64_C(0x4d2c6dfc5ac42aed), UINT64_C(0x53380d139d95b3df),
	UINT64_C(0x650a73548baf63de), UINT64_C(0x766a0abb3c77b2a8), UINT64_C(0x81c2c92e47edaee6), UINT64_C(0x92722c851482353b),
	UINT64_C(0xa2bfe8a14cf10364), UINT64_C(0xa81a664bbc423001), UINT64_C(0xc24b8b70d0f89791), UINT64_C(0xc76c51a30654be30),
	UINT64_C(0xd192e819d6ef5218), UINT64_C(0xd69906245565a910), UINT64_C(0xf40e35855771202a), UINT64_C(0x106aa07032bbd1b8),
	UINT64_C(0x19a4c116b8d2d0c8), UINT64_C(0x1e376c085141ab53), UINT64_C(0x2748774cdf8eeb99), UINT64_C(0x34b0bcb5e19b48a8),
	UINT64_C(0x391c0cb3c5c95a63), UINT64_C(0x4ed8aa4ae3418acb), UINT64_C(0x5b9cca4f7763e373), UINT64_C(0x682e6ff3d6b2b8a3),
	UINT64_C(0x748f82ee5defb2fc), UINT64_C(0x78a5636f43172f60), UINT64_C(0x84c87814a1f0ab72), UINT64_C(0x8cc702081a6439ec),
	UINT64_C(0x90befffa23631e28), UINT64_C(0xa4506cebde82bde9), UINT64_C(0xbef9a3f7b2c67915), UINT64_C(0xc67178f2e372532b),
	UINT64_C(0xca273eceea26619c), UINT64_C(0xd186b8c721c0c207), UINT64_C(0xeada7dd6cde0eb1e), UINT64_C(0xf57d4f7fee6ed178),
	UINT64_C(0x06f067aa72176fba), UINT64_C(0x0a637dc5a2c898a6), UINT64_C(0x113f9804bef90dae), UINT64_C(0x1b710b35131c471b),
	UINT64_C(0x28db77f523047d84), UINT64_C(0x32caab7b40c72493), UINT64_C(0x3c9ebe0a15c9bebc), UINT64_C(0x431d67c49c100d4c),
	UINT64_C(0x4cc5d4becb3e42b6), UINT64_C(0x597f299cfc657e2a), UINT64_C(0x5fcb6fab3ad6faec), UINT64_C(0x6c44198c4a475817)
};

static uint64_t
rotate_long(uint64_t x, int bits)
{
	return (x >> bits) | (x << (64 - bits));
}

static void
expand_long_block(uint64_t w[80], const unsigned char block[128])
{
	size_t i, j;

	for (i = 0; i < 16; i++) {
		w[i] = 0;
		for (j = 0; j < 8; j++)
			w[i] = w[i] << 8 | block[8 * i + j];
	}
	for (; i < 80; i++) {
		uint64_t a = w[i - 15], b = w[i - 2];

		w[i] = w[i - 16] + w[i - 7] + (rotate_long(a, 1) ^ rotate_long(a, 8) ^ (a >> 7)) +
		       (rotate_long(b, 19) ^ rotate_long(b, 61) ^ (b >> 6));
	}
}

static void
mix_long_block(uint64_t state[8], const unsigned char block[128])
{
	uint64_t w[80], s[8];
	size_t i, j;

	expand_long_block(w, block);
	memcpy(s, state, sizeof(s));
	for (i = 0; i < 80; i++) {
		uint64_t a = s[0], e = s[4];
		uint64_t t1 = s[7] + (rotate_long(e, 14) ^ rotate_long(e, 18) ^ rotate_long(e, 41)) +
			      ((e & s[5]) ^ (~e & s[6])) + sha384_constants[i] + w[i];
		uint64_t t2 = (rotate_long(a, 28) ^ rotate_long(a, 34) ^ rotate_long(a, 39)) +
			      ((a & s[1]) ^ (a & s[2]) ^ (s[1] & s[2]));

		for (j = 7; j > 0; j--)
			s[j] = s[j - 1];
		s[4] += t1;
		s[0] = t1 + t2;
	}
	for (i = 0; i < 8; i++)
		state[i] += s[i];
}

void
sqlgen_sha384_init(struct sqlgen_sha384 *sha)
{
	static const uint64_t initial[8] = { UINT64_C(0xcbbb9d5dc1059ed8), UINT64_C(0x629a292a367cd507),
					     UINT64_C(0x9159015a3070dd17), UINT64_C(0x152fecd8f70e5939),
					     UINT64_C(0x67332667ffc00b31), UINT64_C(0x8eb44a8768581511),
					     UINT64_C(0xdb0c2e0d64f98fa7), UINT64_C(0x47b5481dbefa4fa4) };

	memset(sha, 0, sizeof(*sha));
	memcpy(sha->state, initial, sizeof(initial));
}

void
sqlgen_sha384_add(struct sqlgen_sha384 *sha, const void *bytes, size_t size)
{
	const unsigned char *from = bytes;
	size_t used = (size_t)(sha->size % 128);

	sha->size += size;
	while (size > 0) {
		size_t part = 128 - used < size ? 128 - used : size;

		memcpy(sha->block + used, from, part);
		from += part;
		size -= part;
		used += part;
		if (used == 128) {
			mix_long_block(sha->state, sha->block);
			used = 0;
		}
	}
}

void
sqlgen_sha384_end(struct sqlgen_sha384 *sha, char *hex)
{
	static const unsigned char padding[128] = { 0x80 };
	static const char digits[] = "0123456789abcdef";
	uint64_t bits = sha->size * 8;
	unsigned char size[16] = { 0 };
	size_t i;

	for (i = 0; i < 8; i++)
		size[8 + i] = (unsigned char)(bits >> (56 - 8 * i));
	sqlgen_sha384_add(sha, padding, 1 + (size_t)((239 - sha->size % 128) % 128));
	sqlgen_sha384_add(sha, size, sizeof(size));
	for (i = 0; i < SQLGEN_SHA384_DIGITS; i++)
		hex[i] = digits[sha->state[i / 16] >> (60 - 4 * (i % 16)) & 15];
	hex[i] = '\0';
}
