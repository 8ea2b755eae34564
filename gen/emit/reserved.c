#include "emit/reserved.h"

#include <stdlib.h>
#include <string.h>

#include "emit/libc_names.h"

/* Keywords of C89 to C23 and C++98 to C++23, those that compilers add, and the types that generated headers use. */
static const char *const keywords[] = {
	"alignas", "alignof", "and", "and_eq", "asm", "auto", "bitand", "bitor", "bool",
	"break", "case", "catch", "char", "char16_t", "char32_t", "char8_t", "class",
	"co_await", "co_return", "co_yield", "compl", "complex", "concept", "const",
	"const_cast", "consteval", "constexpr", "constinit", "continue", "decltype", "default",
	"delete", "do", "double", "dynamic_cast", "else", "enum", "explicit", "export",
	"extern", "false", "far", "float", "for", "fortran", "friend", "goto", "huge", "if",
	"imaginary", "import", "inline", "int", "int16_t", "int32_t", "int64_t", "int8_t",
	"interface", "intptr_t", "long", "module", "mutable", "namespace", "near", "new",
	"noexcept", "noreturn", "not", "not_eq", "nullptr", "operator", "or", "or_eq",
	"pascal", "private", "protected", "ptrdiff_t", "public", "register",
	"reinterpret_cast", "requires", "restrict", "return", "short", "signed", "size_t",
	"sizeof", "sqlite3", "sqlite3_stmt", "ssize_t", "static", "static_assert",
	"static_cast", "struct", "switch", "template", "this", "thread_local", "throw", "true",
	"try", "typedef", "typeid", "typename", "typeof", "typeof_unqual", "uint16_t",
	"uint32_t", "uint64_t", "uint8_t", "uintptr_t", "union", "unsigned", "using",
	"virtual", "void", "volatile", "wchar_t", "while", "xor", "xor_eq",
};

static int
compare(const void *name, const void *row)
{
	return strcmp(name, *(const char *const *)row);
}

static bool
is_listed(const struct name_list *list, const char *name)
{
	return bsearch(name, list->items, list->count, sizeof *list->items, compare) != NULL;
}

bool
reserved_word(const char *name)
{
	static const struct name_list list = { keywords, sizeof keywords / sizeof *keywords };

	return is_listed(&list, name) || is_listed(&libc_macros, name);
}

bool
reserved_table_local(const char *name)
{
	static const char *const locals[] = {
		"call",  "count", "cursor", "db",   "loaded", "out",
		"query", "rc",    "row",    "rows", "stmt",
	};
	static const struct name_list list = { locals, sizeof locals / sizeof *locals };

	return is_listed(&list, name);
}

bool
reserved_query_local(const char *name)
{
	static const char *const locals[] = {
		"arguments", "call", "choice", "count", "cursor", "db",    "loaded",
		"order",     "out",  "rc",     "row",   "rows",   "texts",
	};
	static const struct name_list list = { locals, sizeof locals / sizeof *locals };

	return is_listed(&list, name);
}

bool
reserved_prefix(const char *name)
{
	static const char *const prefixes[] = { "sqlgen", "SQLGEN", "sqlite3", "SQLITE" };

	for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
		size_t length = strlen(prefixes[i]);

		if (strncmp(name, prefixes[i], length) == 0 && (name[length] == '_' || name[length] == '\0'))
			return true;
	}
	return false;
}

bool
reserved_function(const char *name)
{
	return is_listed(&libc_functions, name);
}

bool
reserved_callable(const char *name)
{
	return is_listed(&libc_callables, name);
}

bool
reserved_global(const char *name)
{
	size_t length = strlen(name);
	/* POSIX keeps these for types: XSH 2.2.2. */
	bool is_type = length > 2 && strcmp(name + length - 2, "_t") == 0;

	return is_type || reserved_word(name) || reserved_function(name) || is_listed(&libc_tags, name) ||
	       is_listed(&libc_constants, name);
}
