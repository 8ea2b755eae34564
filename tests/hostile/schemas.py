#!/usr/bin/env python3
"""Random schemas with names that hurt (schema_random.py): of each, the layer is generated, compiled strictly, and run
by a program that writes, reads, lists, changes and deletes rows and compares every bit, also with what SQLite itself
says is stored. So are the rows of random queries (schema_queries.py), also with values in them that do not fit: each
row is what SQLite gives, or SQLITE_MISMATCH. Where sqlgen refuses a name, the line of sqlgen.ini that its message gives must mend it.

usage: schemas.py SQLGEN FIRST COUNT [quick]

FIRST is the first of COUNT seeds; a failure prints its own. quick: less compiling."""
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

from schema_queries import Queries, add_queries
from schema_random import Schema, ascii_folded, name_quoted

HERE = os.path.dirname(os.path.abspath(__file__))
SQLITE = shlex.split(os.environ.get("SQLITE_LIBS", "-lsqlite3"))
STRICT = """-Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wstrict-prototypes -Wcast-qual -Wundef -Wwrite-strings
-Werror""".split()
STRICT_CXX = "-Wall -Wextra -Wpedantic -Wshadow -Wundef -Wcast-qual -Werror".split()
REMEDY = re.compile(r"in sqlgen\.ini: (\[.*\]) (\w+) = (\S+?),?(?: or .*)?$")


class Failure(Exception):
    pass


def run(command, **options):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace", **options)
    return done.returncode, done.stdout


def must(command):
    status, output = run(command)
    if status != 0:
        raise Failure("%s: exit status %d\n%s" % (" ".join(command), status, output))
    return output


class Settings:
    """sqlgen.ini, as the messages say it must be."""

    def __init__(self, prefix):
        self.sections, self.count = {"[generate]": {"prefix": prefix}} if prefix else {}, 0

    def mend(self, messages):
        """Applies the line that each error gives."""
        errors = [line for line in messages.splitlines() if re.search(r":\d+:\d+: error: ", line)]
        if not errors:
            raise Failure("no error with a place:\n" + messages)
        for error in errors:
            remedy = REMEDY.search(error)
            if not remedy:
                raise Failure("no line that mends it:\n" + error)
            if " already" in error and "own is already" not in error and ": note: " not in messages:
                raise Failure("no place of the first:\n" + messages)
            section, key, value = remedy.groups()
            settings = self.sections.setdefault(section, {})
            if value == "…":
                self.count += 1
                value = "mended_%d" % self.count
            if settings.get(key) == value:
                raise Failure("the line that was to mend it is there already:\n" + error)
            settings[key] = value

    def write(self):
        with open("sqlgen.ini", "w", encoding="utf-8") as file:
            for section, settings in self.sections.items():
                file.write(section + "\n")
                for key, value in settings.items():
                    file.write("%s = %s\n" % (key, value))


def unescaped(literal):
    """What the inside of a string literal of C says."""
    return re.sub(rb"\\(n|\d{3}|.)", lambda m: b"\n" if m.group(1) == b"n" else
                  bytes([int(m.group(1), 8)]) if len(m.group(1)) == 3 else m.group(1),
                  literal.encode("utf-8")).decode("utf-8")


def full_name(table, column):
    return ascii_folded("%s.%s" % (table.name, column.name))


def c_bytes(data):
    return '"' + "".join("\\%03o" % byte for byte in data) + '"'


def canonical(column, value):
    """A value as schemas.h writes it."""
    if value is None:
        return "|N"
    if isinstance(value, str):
        return "|T" + value.encode("utf-8").hex()
    if isinstance(value, bytes):
        return "|B" + value.hex()
    if isinstance(value, float) or column.affinity() == "REAL":
        return "|R%.17g" % value
    return "|I%d" % value


class Program:
    """A program in C against the header of one schema. names is what `sqlgen dump` says."""

    def __init__(self, schema, queries, dumped):
        self.lines = ['#include "db.h"', '#include "schemas.h"']
        self.calls, self.prefix = [], dumped["p"]
        self.db = self.prefix + "db"
        views = {ascii_folded(unescaped(view["literal"])): view for view in dumped["tables"]}
        self.tables = [(table, views[ascii_folded(table.name)]) for table in schema.tables]
        for index, (table, view) in enumerate(self.tables):
            self.table(index, table, view)
        add_queries(self, queries, dumped, c_bytes)
        self.main()

    def add(self, text):
        self.lines.append(text)

    def constant(self, field, view, column, value):
        kind = field["type"].strip()
        if kind == "int64_t":
            return "INT64_MIN" if value == -2**63 else "INT64_C(%d)" % value
        if kind == "bool":
            return "true" if value else "false"
        if kind == "double":
            return repr(float(value))
        if kind == "const char *":
            return c_bytes(value.encode("utf-8"))
        if kind == "struct sqlgen_blob":
            return "(struct sqlgen_blob){ %s, %d }" % (c_bytes(value), len(value))
        if kind == "struct sqlgen_value":
            member, text = {int: ("INTEGER, { .integer", "%r"), float: ("FLOAT, { .real", "%r"),
                            str: ("TEXT, { .text", ""), bytes: ("BLOB, { .blob", "")}[type(value)]
            if isinstance(value, (str, bytes)):
                data = value.encode("utf-8") if isinstance(value, str) else value
                text = "{ %s, %d }" % (c_bytes(data), len(data))
            elif value == -2**63:
                text = "INT64_MIN"
            else:
                text = repr(value)
            return "(struct sqlgen_value){ SQLITE_%s = %s } }" % (member, text)
        labels = [enum for enum in view["enums"] if "enum " + enum["tag"] == kind][0]["labels"]
        return [label["name"] for label in labels if unescaped(label["text"]) == str(value)][0]

    def null(self, field):
        kind = field["type"].strip()
        return {"struct sqlgen_blob": "(struct sqlgen_blob){ NULL, 0 }",
                "struct sqlgen_value": "(struct sqlgen_value){ 0, { 0 } }", "const char *": "NULL"}.get(kind, "0")

    def assignments(self, table, view, row):
        result = []
        for column, field in zip(table.columns, view["fields"]):
            value = row[column]
            if column.generated:
                continue
            if field["has"]:
                result.append("row->has_%s = %s;" % (field["name"], "false" if value is None else "true"))
            if value is not None:
                result.append("row->%s = %s;" % (field["name"], self.constant(field, view, column, value)))
        return result

    def line_of(self, index, view):
        """The function that writes a struct as a line."""
        self.add("static void\nline_of_%s(struct line *line, const struct %s *row)\n{" % (index, view["tag"]))
        for field in view["fields"]:
            kind, name = field["type"].strip(), field["name"]
            member = "row->" + name
            call = {"int64_t": "add_int64(line, %s)", "bool": "add_int64(line, %s)", "double": "add_double(line, %s)",
                    "const char *": "add_text(line, %s)", "struct sqlgen_blob": "add_blob(line, %s)",
                    "struct sqlgen_value": "add_value(line, %s)"}.get(kind)
            if not call:
                enum = [enum for enum in view["enums"] if "enum " + enum["tag"] == kind][0]
                call = "add_int64(line, (int)%s)" if enum["is_integer"] else "add_text(line, %s_text(%%s))" % enum["tag"]
            if field["has"]:
                self.add("\tif (!row->has_%s)\n\t\tadd_null(line);\n\telse" % name)
            self.add("\t%s;" % (call % member))
        self.add("}\n")

    def fill(self, index, table, view):
        self.add("static void\nfill_%d(struct %s *row, int number)\n{" % (index, view["tag"]))
        self.add("\tmemset(row, 0, sizeof *row);\n\tswitch (number) {")
        for number, row in enumerate(table.rows + table.updated):
            self.add("\tcase %d:" % number)
            self.lines += ["\t\t" + line for line in self.assignments(table, view, row)]
            self.add("\t\tbreak;")
        self.add("\t}\n}\n")

    def lists(self, index, table):
        for name, rows in (("rows", table.rows), ("updated", table.updated)):
            self.add("static const char *const %s_%d[] = {" % (name, index))
            for row in rows:
                self.add("\t%s," % c_bytes("".join(canonical(column, row[column])
                                                   for column in table.columns).encode("ascii")))
            self.add("};\n")

    def argument_values(self, table, view, call, row):
        """Arguments of a get_, list_ or delete_; None where one is NULL."""
        fields = {full_name(table, column): (column, field) for column, field in zip(table.columns, view["fields"])}
        result, has_null = [], False
        for argument in call["arguments"]:
            column, field = fields[ascii_folded(unescaped(argument["full"]))]
            value = row[column]
            has_null |= value is None
            if value is None:
                result.append(self.null(field) if not argument["is_pointer"] else "NULL")
            elif argument["is_pointer"]:
                result.append("&(%s){ %s }" % (field["type"].strip(), self.constant(field, view, column, value)))
            else:
                result.append(self.constant(field, view, column, value))
        return "".join(", " + value for value in result), has_null

    def try_lookups(self, index, table, view, rows, name):
        for number, row in enumerate(rows):
            for call in view["lookups"]:
                if not call["is_get"]:
                    continue
                arguments, has_null = self.argument_values(table, view, call, row)
                if has_null:
                    self.add('\texpect_rc(db->handle, "%s", SQLITE_DONE, %s(db%s, &found));' % (
                        call["name"], call["name"], arguments))
                    continue
                self.add('\texpect_rc(db->handle, "%s", SQLITE_OK, %s(db%s, &found));' % (
                    call["name"], call["name"], arguments))
                self.add("\tif (found) {\n\t\tstruct line line = { \"\", 0 };\n\t\tstruct %s *copy = %scopy_%s(found);\n\n"
                         "\t\tline_of_%d(&line, copy);\n\t\texpect_line(\"%s\", %s_%d[%d], &line);\n"
                         "\t\tfree(copy);\n\t\tfree(found);\n\t\tfound = NULL;\n\t}" % (
                             view["tag"], self.prefix, view["name"], index, call["name"], name, index, number))
            for call in view["lists"]:
                arguments, _ = self.argument_values(table, view, call, row)
                wanted = self.matching(table, view, call, rows, row)
                self.add("\t{\n\t\tstatic const char *const expected[] = { %s };\n" % ", ".join(wanted))
                self.add('\t\texpect_rc(db->handle, "%s", SQLITE_OK, %s(db%s, &cursor));' % (
                    call["name"], call["name"], arguments))
                self.add('\t\tlist_of_%d(db->handle, "%s", &cursor, expected, %d);\n\t}' % (index, call["name"], len(wanted)))

    def matching(self, table, view, call, rows, row):
        """The rows that a list_ by these columns must find."""
        columns = [column for argument in call["arguments"]
                   for column in table.columns if full_name(table, column) == ascii_folded(unescaped(argument["full"]))]
        return [c_bytes("".join(canonical(column, other[column]) for column in table.columns).encode("ascii"))
                for other in rows
                if all(canonical(column, other[column]) == canonical(column, row[column]) for column in columns)]

    def table(self, index, table, view):
        count = len(table.rows)
        columns = ", ".join(name_quoted(column.name) for column in table.columns)
        select = c_bytes(("SELECT %s FROM %s" % (columns, name_quoted(table.name))).encode("utf-8"))
        self.line_of(index, view)
        self.fill(index, table, view)
        self.lists(index, table)
        self.add("static void\nlist_of_%d(sqlite3 *handle, const char *what, struct %s *cursor, const char *const *expected, int count)\n{"
                 % (index, view["cursor"]))
        self.add("\tstruct lines found = { { NULL }, 0 };\n\tint rc;\n\n\twhile ((rc = %s_next(cursor)) == SQLITE_ROW) {"
                 % view["cursor"])
        self.add("\t\tstruct line line = { \"\", 0 };\n\n\t\tline_of_%d(&line, &cursor->row);\n"
                 "\t\tkeep_line(&found, &line);\n\t}" % index)
        self.add("\texpect_rc(handle, what, SQLITE_DONE, rc);\n\t%s_close(cursor);\n"
                 "\texpect_lines(what, expected, count, &found);\n}\n" % view["cursor"])
        for verb, name, start, rows in (("insert", "rows", 0, table.rows), ("update", "updated", count, table.updated)):
            if verb == "update" and not view["has_update"]:
                self.add("static void\nupdate_all_%d(struct %s *db)\n{\n\t(void)db;\n\t(void)updated_%d;\n}\n" % (
                    index, self.db, index))
                continue
            self.add("static void\n%s_all_%d(struct %s *db)\n{\n\tstruct %s cursor;\n\tstruct %s row, *found = NULL;\n"
                     "\tint64_t counted = -1;\n" % (verb, index, self.db, view["cursor"], view["tag"]))
            self.add("\tfor (int i = %d; i < %d; i++) {\n\t\tfill_%d(&row, i);\n"
                     "\t\texpect_rc(db->handle, \"%s_%s\", SQLITE_OK, %s%s_%s(db, &row));\n\t}" % (
                         start, start + count, index, verb, view["name"], self.prefix, verb, view["name"]))
            self.add("\texpect_stored(db->handle, \"%s_%s, stored\", %s, %s_%d, %d);" % (
                verb, view["name"], select, name, index, count))
            self.add("\texpect_rc(db->handle, \"list\", SQLITE_OK, %slist_%s(db, &cursor));\n"
                     "\tlist_of_%d(db->handle, \"list_%s\", &cursor, %s_%d, %d);" % (self.prefix, view["plural"], index, view["plural"], name, index,
                                                                        count))
            self.add("\texpect_rc(db->handle, \"count\", SQLITE_OK, %scount_%s(db, &counted));\n"
                     "\texpect_rc(db->handle, \"counted\", %d, (int)counted);" % (self.prefix, view["plural"], count))
            self.try_lookups(index, table, view, rows, name)
            self.add("\t(void)found;\n}\n")
        self.delete(index, table, view)
        self.defaults(index, table, view)
        self.calls.append(index)

    def delete(self, index, table, view):
        from_table = "FROM " + name_quoted(table.name)
        self.add("static void\ndelete_all_%d(struct %s *db)\n{" % (index, self.db))
        if view["is_without_key"]:
            self.add("\texecute_sql(db->handle, %s);" % c_bytes(("DELETE " + from_table).encode("utf-8")))
        for call in view["lookups"]:
            if call["is_get"] or not call["name"].startswith(self.prefix + "delete_"):
                continue
            for row in reversed(table.rows):
                arguments, _ = self.argument_values(table, view, call, row)
                for rc in ("SQLITE_OK", "SQLITE_DONE"):
                    self.add('\texpect_rc(db->handle, "%s", %s, %s(db%s));' % (call["name"], rc, call["name"], arguments))
            self.add('\texpect_stored(db->handle, "%s", %s, NULL, 0);' % (
                call["name"], c_bytes(("SELECT 1 " + from_table).encode("utf-8"))))
        self.add("}\n")

    def defaults(self, index, table, view):
        """new_ and insert_ store what an INSERT of the required columns alone does."""
        required = [(column, field) for column, field in zip(table.columns, view["fields"]) if field["is_required"]]
        row = table.rows[0]
        self.add("static void\ndefaults_of_%d(struct %s *db)\n{" % (index, self.db))
        named = [pair for pair in zip(table.columns, view["fields"]) if pair[0].is_rowid or pair in required]
        sql = "INSERT INTO %s DEFAULT VALUES" % name_quoted(table.name) if not named else "INSERT INTO %s (%s) VALUES (%s)" % (
            name_quoted(table.name), ", ".join(name_quoted(column.name) for column, _ in named),
            ", ".join(self.sql_literal(row[column]) for column, _ in named))
        select = "SELECT %s FROM %s" % (", ".join(name_quoted(column.name) for column in table.columns), name_quoted(table.name))
        self.add("\tstruct %s row = %snew_%s(%s);" % (view["tag"], self.prefix, view["name"], ", ".join(
            self.constant(field, view, column, row[column]) for column, field in required)))
        for column, field in named:
            if column.is_rowid:
                self.add("\trow.%s = %s;" % (field["name"], self.constant(field, view, column, row[column])))
        self.add('\texpect_default(db->handle, "new_%s", %s, %s, %sinsert_%s(db, &row));\n}\n' % (
            view["name"], c_bytes(sql.encode("utf-8")), c_bytes(select.encode("utf-8")), self.prefix, view["name"]))

    @staticmethod
    def sql_literal(value):
        if isinstance(value, str):
            return "CAST(x'%s' AS TEXT)" % value.encode("utf-8").hex()
        return "x'%s'" % value.hex() if isinstance(value, bytes) else "NULL" if value is None else repr(value)

    def main(self):
        self.add("int\nmain(void)\n{\n\tstruct sqlgen_options options = %s_options_default();\n\tstruct %s db;\n" % (self.db, self.db))
        self.add("\toptions.journal_mode = NULL;")
        self.add("\tif (%s_open(&db, \":memory:\", &options) != SQLITE_OK) {\n\t\tprintf(\"open: %%s\\n\", %s_error(&db));\n"
                 "\t\treturn 1;\n\t}" % (self.db, self.db))
        for index in self.calls:
            self.add("\tinsert_all_%d(&db);" % index)
        self.add("\ttry_queries(&db, false);")
        for index in self.calls:
            self.add("\tupdate_all_%d(&db);" % index)
        self.add("\ttry_queries(&db, false);\n\tbegin_misfits(db.handle);\n\tspoil(db.handle);\n"
                 "\ttry_queries(&db, true);\n\tend_misfits(db.handle);")
        for index in reversed(self.calls):
            self.add("\tdelete_all_%d(&db);" % index)
        self.add("\tempty_all(db.handle);")
        for index in self.calls:
            self.add("\tdefaults_of_%d(&db);" % index)
        self.add("\texpect_rc(db.handle, \"close\", SQLITE_OK, %s_close(&db));\n\treturn checks_failed != 0;\n}" % self.db)

    def text(self):
        return "\n".join(self.lines) + "\n"


class Tester:
    def __init__(self, sqlgen, is_quick):
        self.sqlgen, self.is_quick, self.runtime, self.mended = os.path.abspath(sqlgen), is_quick, None, 0

    def generate(self, prefix):
        """Generates, and mends names where sqlgen says how."""
        settings = Settings(prefix)
        settings.write()
        for _ in range(60):
            status, messages = run([self.sqlgen, "generate"])
            if status == 0:
                return messages
            if status != 1:
                raise Failure("exit status %d\n%s" % (status, messages))
            settings.mend(messages)
            settings.write()
            self.mended += 1
        raise Failure("names still clash after 60 changes of sqlgen.ini:\n" + messages)

    def compile(self):
        if not self.runtime:
            self.runtime = os.path.join(os.path.dirname(os.getcwd()), "sqlgen.o")
            must(["gcc", "-O1", "-c", "sqlgen.c", "-o", self.runtime])
        source = ["-I.", "-I" + HERE]
        must(["gcc", "-std=c99", "-O0", *STRICT, "-c", "db.c", "-o", "db.o"])
        must(["gcc", "-std=c11", "-O0", *source, "program.c", "db.o", self.runtime, *SQLITE, "-lm", "-o", "program"])
        must(["g++", "-std=c++11", *STRICT_CXX, "-fsyntax-only", "header.cc"])
        must(["clang", "-std=c11", *STRICT, "-fsyntax-only", "db.c"])
        if self.is_quick:
            return
        must(["gcc", "-std=c2x", "-trigraphs", "-O2", *STRICT, "-c", "db.c", "-o", "db.o"])
        must(["clang++", "-std=c++20", *STRICT_CXX, "-fsyntax-only", "header.cc"])

    def test(self, seed):
        schema = Schema(seed)
        os.mkdir("migrations")
        with open("migrations/0001_random.sql", "w", encoding="utf-8", newline="") as file:
            file.write(schema.sql())
        queries = Queries(schema)
        os.mkdir("queries")
        with open("queries/random.sql", "w", encoding="utf-8", newline="") as file:
            file.write(queries.file())
        self.generate(schema.random.choice(["", "", "", "a_", "db_", "STAT_", "get_", "x"]))
        dumped = json.loads(must([self.sqlgen, "dump", "--quiet"]))
        with open("program.c", "w", encoding="ascii") as file:
            file.write(Program(schema, queries, dumped).text())
        with open("header.cc", "w", encoding="ascii") as file:
            file.write('#include "db.h"\n')
        self.compile()
        must(["./program"])


def main():
    if len(sys.argv) not in (4, 5):
        sys.exit(__doc__)
    tester = Tester(sys.argv[1], len(sys.argv) == 5)
    first, count, failed = int(sys.argv[2]), int(sys.argv[3]), 0
    with tempfile.TemporaryDirectory() as work:
        for seed in range(first, first + count):
            directory = os.path.join(work, str(seed))
            os.mkdir(directory)
            os.chdir(directory)
            try:
                tester.test(seed)
            except Exception as failure:  # whatever it is, the seed must be told
                failed += 1
                print("seed %d: %s: %s" % (seed, type(failure).__name__, failure), flush=True)
                if os.environ.get("KEEP"):
                    shutil.copytree(directory, os.path.join(os.environ["KEEP"], str(seed)))
            os.chdir(work)
            shutil.rmtree(directory)
    print("%d schemas, %d names mended, %d failed" % (count, tester.mended, failed))
    sys.exit(failed > 0)


main()
