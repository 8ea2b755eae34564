#include <string.h>

#include "base/arena.h"
#include "docs/writing.h"
#include "test.h"

static const struct writing markdown = { FORM_MARKDOWN, "", "" }, html = { FORM_HTML, "", "" },
			    mermaid = { FORM_MERMAID, "", "" }, dot = { FORM_DOT, "", "" };

static void
check_plain(const struct writing *writing, const char *text, const char *expected)
{
	struct arena arena = { NULL };

	CHECK_STR(writing_plain(writing, text, &arena), expected);
	arena_finish(&arena);
}

static void
check_code(const struct writing *writing, const char *text, const char *expected)
{
	struct arena arena = { NULL };

	CHECK_STR(writing_code(writing, text, &arena), expected);
	arena_finish(&arena);
}

static void
test_plain(void)
{
	check_plain(&html, "</script><b a='\"'>&", "&lt;/script&gt;&lt;b a=&#39;&quot;&#39;&gt;&amp;");
	check_plain(&html, "a\nb\tc", "a b c");
	check_plain(&html, "\xe2\x80\xae\x1b", "&lt;U+202E&gt;&lt;U+001B&gt;");
	check_plain(&html, "\xff", "&lt;FF&gt;");
	check_plain(&markdown, "a|b`c*d<e>[f](g)~h$i\\", "a\\|b\\`c\\*d&lt;e&gt;\\[f\\](g)\\~h\\$i\\\\");
	check_plain(&markdown, "a_b _c_ d", "a_b \\_c\\_ d");
	check_plain(&markdown, "# a", "\\# a");
	check_plain(&markdown, "1. a", "1\\. a");
	check_plain(&markdown, "- a", "\\- a");
	check_plain(&markdown, "a\n# b\n```", "a # b \\`\\`\\`");
	check_plain(&markdown, "\xe2\x80\x8b", "&lt;U+200B&gt;");
	check_plain(&mermaid, "a\"]{b}%%;#<\n", "a#quot;]#123;b#125;#37;#37;#59;#35;#lt; ");
	check_plain(&dot, "a\"b\\n<&>\n", "a&quot;b&#92;n&lt;&amp;&gt; ");
}

static void
test_code(void)
{
	check_code(&markdown, "a b", "`a b`");
	check_code(&markdown, "", "");
	check_code(&markdown, "a|b", "<code>a&#124;b</code>");
	check_code(&markdown, "`*_", "<code>&#96;&#42;&#95;</code>");
	check_code(&markdown, "a\nb", "`a<U+000A>b`");
	check_code(&markdown, " a", "<code> a</code>");
	check_code(&html, "<a>", "<code>&lt;a&gt;</code>");
	check_code(&html, "", "");
	check_code(&dot, "<a>", "&lt;a&gt;");
}

static void
check_block(const struct writing *writing, const char *text, const char *expected)
{
	struct arena arena = { NULL };

	CHECK_STR(writing_block(writing, text, strlen(text), &arena), expected);
	arena_finish(&arena);
}

static void
test_blocks(void)
{
	check_block(&markdown, "a\n\tb\r\nc|`", "a\n\tb\nc|`");
	check_block(&markdown, "\xe2\x80\xae", "<U+202E>");
	check_block(&html, "<b>\n\x07", "&lt;b&gt;\n&lt;U+0007&gt;");
}

static void
check_fence(const char *text, const char *expected)
{
	struct arena arena = { NULL };

	CHECK_STR(writing_fence(text, strlen(text), &arena), expected);
	arena_finish(&arena);
}

static void
check_word(const char *name, const char *expected)
{
	struct arena arena = { NULL };

	CHECK_STR(writing_word(name, &arena), expected);
	arena_finish(&arena);
}

int
main(void)
{
	test_plain();
	test_code();
	test_blocks();
	check_fence("", "```");
	check_fence("a ``` b", "````");
	check_fence("`````", "``````");
	check_word("pk", "pk_");
	check_word("Fk", "Fk_");
	check_word("UKs", "UKs");
	check_word("a-b c", "a_b_c");
	check_word("1a", "n1a");
	check_word("", "n");
	return failures != 0;
}
