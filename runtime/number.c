#include <string.h>

#include "private.h"

/*
 * The shortest decimal that is read back as the same double, by exact arithmetic: Steele and White,
 * "How to Print Floating-Point Numbers Accurately", as Burger and Dybvig have it. SQLite's own
 * formats round, and those of C follow the locale.
 */

enum {
	/* 10^324 * 2^53 and what is added to it, in bits, is less than 1200 */
	WORDS = 40,
	DIGITS = 17,
	MANTISSA_BITS = 52
};

/* A natural number; the lowest word first, none that is 0 at the end. */
struct natural {
	uint32_t words[WORDS];
	int count;
};

static void
multiply(struct natural *number, uint32_t factor)
{
	uint64_t carry = 0;
	int i;

	for (i = 0; i < number->count; i++) {
		carry += (uint64_t)number->words[i] * factor;
		number->words[i] = (uint32_t)carry;
		carry >>= 32;
	}
	if (carry > 0)
		number->words[number->count++] = (uint32_t)carry;
}

static void
multiply_by_power(struct natural *number, uint32_t base, int exponent)
{
	for (; exponent > 0; exponent--)
		multiply(number, base);
}

/* value * 2^bits */
static void
set_shifted(struct natural *number, uint64_t value, int bits)
{
	memset(number, 0, sizeof(*number));
	number->words[bits / 32] = (uint32_t)value;
	number->words[bits / 32 + 1] = (uint32_t)(value >> 32);
	number->count = bits / 32 + 2;
	while (number->count > 0 && number->words[number->count - 1] == 0)
		number->count--;
	multiply(number, (uint32_t)1 << bits % 32);
}

static int
compare(const struct natural *a, const struct natural *b)
{
	int i;

	if (a->count != b->count)
		return a->count < b->count ? -1 : 1;
	for (i = a->count - 1; i >= 0; i--)
		if (a->words[i] != b->words[i])
			return a->words[i] < b->words[i] ? -1 : 1;
	return 0;
}

/* a + b to c */
static int
compare_sum(const struct natural *a, const struct natural *b, const struct natural *c)
{
	struct natural sum;
	uint64_t carry = 0;
	int i, count = a->count > b->count ? a->count : b->count;

	memset(&sum, 0, sizeof(sum));
	for (i = 0; i < count || carry > 0; i++) {
		carry += i < a->count ? a->words[i] : 0;
		carry += i < b->count ? b->words[i] : 0;
		sum.words[i] = (uint32_t)carry;
		carry >>= 32;
	}
	sum.count = i;
	return compare(&sum, c);
}

/* b is not larger than a */
static void
subtract(struct natural *a, const struct natural *b)
{
	int64_t borrow = 0;
	int i;

	for (i = 0; i < a->count; i++) {
		borrow += a->words[i];
		borrow -= i < b->count ? b->words[i] : 0;
		a->words[i] = (uint32_t)borrow;
		borrow = borrow < 0 ? -1 : 0;
	}
	while (a->count > 0 && a->words[a->count - 1] == 0)
		a->count--;
}

/*
 * A number as a ratio, rest / scale, and how far it may be from what is written of it: half the
 * way to its neighbours. Where these are even, the halves themselves are read back as the number.
 */
struct ratio {
	struct natural rest, scale, below, above;
	bool is_even;
};

static bool
reaches_above(const struct ratio *ratio)
{
	int order = compare_sum(&ratio->rest, &ratio->above, &ratio->scale);

	return ratio->is_even ? order >= 0 : order > 0;
}

static bool
reaches_below(const struct ratio *ratio)
{
	int order = compare(&ratio->rest, &ratio->below);

	return ratio->is_even ? order <= 0 : order < 0;
}

/* mantissa * 2^exponent; is_edge: the neighbour below is half as far as the one above. */
static void
set_ratio(struct ratio *ratio, uint64_t mantissa, int exponent, bool is_edge)
{
	int up = exponent > 0 ? exponent : 0, down = exponent < 0 ? -exponent : 0;
	int edge = is_edge ? 1 : 0;

	set_shifted(&ratio->rest, mantissa, up + 1 + edge);
	set_shifted(&ratio->scale, 1, down + 1 + edge);
	set_shifted(&ratio->below, 1, up);
	set_shifted(&ratio->above, 1, up + edge);
	ratio->is_even = mantissa % 2 == 0;
}

static void
multiply_ratio(struct ratio *ratio, int power)
{
	multiply_by_power(&ratio->rest, 10, power);
	multiply_by_power(&ratio->below, 10, power);
	multiply_by_power(&ratio->above, 10, power);
}

/* Makes the ratio less than 1 and at least 1/10, but for a power of ten, which is returned. */
static int
normalize(struct ratio *ratio, uint64_t mantissa, int exponent)
{
	int power, bits = exponent - 1;

	for (; mantissa > 0; mantissa >>= 1)
		bits++;
	/* log10(2) is 1233/4096 and a little more. The power must not be too large. */
	power = bits >= 0 ? bits * 1233 / 4096 : -(-bits * 1233 / 4096) - 1;
	if (power > 0)
		multiply_by_power(&ratio->scale, 10, power);
	else
		multiply_ratio(ratio, -power);
	for (; reaches_above(ratio); power++)
		multiply(&ratio->scale, 10);
	return power;
}

/* The digits of a ratio that is less than 1. */
static int
write_digits(struct ratio *ratio, char digits[DIGITS])
{
	bool is_low = false, is_high = false;
	int count = 0, digit;

	while (!is_low && !is_high) {
		multiply_ratio(ratio, 1);
		for (digit = 0; compare(&ratio->rest, &ratio->scale) >= 0; digit++)
			subtract(&ratio->rest, &ratio->scale);
		is_low = reaches_below(ratio);
		is_high = reaches_above(ratio);
		if (is_low && is_high)
			is_high = compare_sum(&ratio->rest, &ratio->rest, &ratio->scale) > 0;
		digits[count++] = (char)('0' + digit + (is_high ? 1 : 0));
	}
	return count;
}

static char *
add(char *at, const char *bytes, int count)
{
	memcpy(at, bytes, (size_t)count);
	return at + count;
}

static char *
add_zeros(char *at, int count)
{
	for (; count > 0; count--)
		*at++ = '0';
	return at;
}

/* 0.<digits> * 10^point: 1.5, 100.0, 0.001, 1e+16, 2.5e-05 */
static char *
write_decimal(char *at, const char *digits, int count, int point)
{
	if (point > 16 || point < -3) {
		at = add(at, digits, 1);
		if (count > 1)
			*at++ = '.';
		at = add(at, digits + 1, count - 1);
		sqlite3_snprintf(8, at, "e%s%02d", point > 0 ? "+" : "-",
				 point > 0 ? point - 1 : 1 - point);
		return at + strlen(at);
	}
	if (point <= 0)
		return add(add_zeros(add(at, "0.", 2), -point), digits, count);
	if (point >= count)
		return add(add_zeros(add(at, digits, count), point - count), ".0", 2);
	return add(add(add(at, digits, point), ".", 1), digits + point, count - point);
}

size_t
sqlgen_double_text(char text[SQLGEN_DOUBLE_SIZE], double value)
{
	char digits[DIGITS + 1], *at = text;
	struct ratio ratio;
	uint64_t bits, mantissa;
	int exponent, count, point;

	memcpy(&bits, &value, sizeof(bits));
	mantissa = bits & (((uint64_t)1 << MANTISSA_BITS) - 1);
	exponent = (int)(bits >> MANTISSA_BITS & 0x7FF);
	if (bits >> 63 != 0)
		*at++ = '-';
	if (exponent == 0 && mantissa == 0) {
		at = add(at, "0.0", 3);
	} else {
		bool is_edge = mantissa == 0 && exponent > 1;

		if (exponent > 0)
			mantissa |= (uint64_t)1 << MANTISSA_BITS;
		exponent = (exponent > 0 ? exponent : 1) - 1023 - MANTISSA_BITS;
		set_ratio(&ratio, mantissa, exponent, is_edge);
		point = normalize(&ratio, mantissa, exponent);
		count = write_digits(&ratio, digits);
		at = write_decimal(at, digits, count, point);
	}
	*at = '\0';
	return (size_t)(at - text);
}
