#include "input/source.h"

#include <string.h>

#include "base/file.h"
#include "base/utf8.h"

static const struct {
	const char *mark;
	size_t size;
	const char *encoding;
} marks[] = {
	{ "\xFF\xFE\0\0", 4, "UTF-32" },
	{ "\0\0\xFE\xFF", 4, "UTF-32" },
	{ "\xFF\xFE", 2, "UTF-16" },
	{ "\xFE\xFF", 2, "UTF-16" },
};

static const char *
wide_encoding(const struct file_text *file)
{
	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		if (file->size >= marks[i].size &&
		    memcmp(file->data, marks[i].mark, marks[i].size) == 0)
			return marks[i].encoding;
	}
	return NULL;
}

static bool
check_encoding(const struct source *source, struct diag *diag)
{
	const char *nul = memchr(source->text, '\0', source->size);
	if (nul) {
		diag_report(diag, SEVERITY_ERROR,
			    source_place(source, (size_t)(nul - source->text), diag), "nul-byte",
			    "expected text in UTF-8, found a NUL byte, at which SQLite would stop "
			   "reading");
		return false;
	}
	size_t at = utf8_malformed(source->text, source->size);
	if (at < source->size)
		diag_warning(diag, source_place(source, at, diag), "invalid-utf8",
			     "expected text in UTF-8, found the byte 0x%02X, which SQLite would "
			     "take as it is",
			     (unsigned)(unsigned char)source->text[at]);
	return true;
}

/* The text of a file that was read, as far as it is one. */
static bool
take_text(struct source *source, const char *path, struct file_text file, struct arena *arena,
	  struct diag *diag)
{
	diag_add_source(diag, path, file.data, file.size, arena);

	const char *encoding = wide_encoding(&file);
	if (encoding) {
		struct place start = { path, 1, 1 };
		diag_report(diag, SEVERITY_ERROR, start, "not-utf8",
			    "expected text in UTF-8, found %s: save the file as UTF-8", encoding);
		return false;
	}
	bool has_mark = file.size >= 3 && memcmp(file.data, "\xEF\xBB\xBF", 3) == 0;
	struct source read = { path, file.data, file.size, 0 };
	if (has_mark) {
		read.text += 3;
		read.size -= 3;
		read.offset = 3;
	}
	if (!check_encoding(&read, diag))
		return false;
	*source = read;
	return true;
}

bool
source_read(struct source *source, const char *path, struct arena *arena, struct diag *diag)
{
	struct file_text file;
	return file_read(&file, path, arena, diag) && take_text(source, path, file, arena, diag);
}

bool
source_read_standard(struct source *source, struct arena *arena, struct diag *diag)
{
	static const char path[] = "<stdin>";
	struct file_text file;
	return file_read_standard(&file, path, arena, diag) &&
	       take_text(source, path, file, arena, diag);
}

struct place
source_place(const struct source *source, size_t at, const struct diag *diag)
{
	return diag_place(diag, source->path, source->offset + at);
}
