#ifndef SQLGEN_TEXT_H
#define SQLGEN_TEXT_H

#include <stdarg.h>
#include <stddef.h>

struct arena;

/* Growing output. A zeroed text is empty; data is NUL-terminated once something was added. */
struct text {
	char *data;
	size_t length, capacity;
};

void text_add(struct text *text, const char *data, size_t length);
void text_add_string(struct text *text, const char *string);
void text_add_char(struct text *text, char c);
void text_format(struct text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));
void text_format_list(struct text *text, const char *format, va_list arguments)
	__attribute__((format(printf, 2, 0)));
/* Forgets what stands behind length bytes, of which there are more. */
void text_truncate(struct text *text, size_t length);
void text_finish(struct text *text);
/* Finishes text; what it held, as a string of the arena. */
char *text_keep(struct text *text, struct arena *arena);

#endif
