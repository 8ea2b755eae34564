"""Random queries on a random schema, and the C that compares their rows with those that SQLite gives."""
from schema_random import name_quoted

MISFITS = ["'abc'", "x'00ff'", "1.5", "CAST(x'610062' AS TEXT)", "9e999", "-1", "'12'", "4294967296", "NULL"]


class Query:
    """text as it stands in the file; runs: what its arguments are in C, and the SQL that they make of it."""

    def __init__(self, text, runs):
        self.text, self.runs = text, runs


class Queries:
    COUNT = 8

    def __init__(self, schema):
        self.schema, self.random = schema, schema.random
        forms = [self.star, self.some, self.filtered, self.joined, self.grouped, self.whole, self.computed, self.arms,
                 self.ordered]
        self.items = [self.random.choice(forms)() for _ in range(self.COUNT)]

    def file(self):
        return "".join("-- name: q%d :many\n%s;\n\n" % (number, query.text) for number, query in enumerate(self.items))

    def table(self):
        return self.random.choice(self.schema.tables)

    def columns(self, table, most=4):
        return self.random.sample(table.columns, min(len(table.columns), self.random.randint(1, most)))

    @staticmethod
    def listed(columns, alias=""):
        return ", ".join("%s%s AS c%d" % (alias, name_quoted(column.name), number)
                         for number, column in enumerate(columns))

    @staticmethod
    def plain(text):
        return Query(text, [("", text)])

    def star(self):
        return self.plain("SELECT * FROM %s" % name_quoted(self.table().name))

    def some(self):
        table = self.table()
        return self.plain("SELECT %s FROM %s" % (self.listed(self.columns(table)), name_quoted(table.name)))

    def filtered(self):
        """A term that may drop out, and a number of rows."""
        table = self.table()
        column = name_quoted(self.random.choice(table.columns).name)
        start = "SELECT %s FROM %s WHERE " % (self.listed(self.columns(table)), name_quoted(table.name))
        return Query("%stypeof(%s) = :class? LIMIT :most" % (start, column),
                     [(", NULL, 3", start + "TRUE LIMIT 3"),
                      (', "text", 2', "%stypeof(%s) = 'text' LIMIT 2" % (start, column))])

    def joined(self):
        left, right = self.table(), self.table()
        first, second = self.columns(left, 3), self.columns(right, 3)
        kind = self.random.choice(["JOIN", "LEFT JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN"])
        others = ", ".join("b.%s AS d%d" % (name_quoted(column.name), number) for number, column in enumerate(second))
        return self.plain("SELECT %s, %s FROM %s a %s %s b ON a.%s IS b.%s" % (
            self.listed(first, "a."), others, name_quoted(left.name), kind, name_quoted(right.name),
            name_quoted(first[0].name), name_quoted(second[0].name)))

    def aggregates(self, table):
        made = []
        for number, column in enumerate(self.columns(table)):
            call = self.random.choice(["max(%s)", "min(%s)", "count(%s)", "group_concat(%s)", "count(DISTINCT %s)"])
            made.append("%s AS c%d" % (call % name_quoted(column.name), number))
        return ", ".join(made)

    def grouped(self):
        table = self.table()
        by = name_quoted(self.random.choice(table.columns).name)
        return self.plain("SELECT %s AS by_it, %s FROM %s GROUP BY %s" % (
            by, self.aggregates(table), name_quoted(table.name), by))

    def whole(self):
        table = self.table()
        return self.plain("SELECT %s FROM %s%s" % (self.aggregates(table), name_quoted(table.name),
                                                   self.random.choice(["", " WHERE 0"])))

    def computed(self):
        table = self.table()
        forms = ["coalesce(%s, 0)", "ifnull(%s, 'none')", "%s || 'x'", "typeof(%s)", "length(%s)", "%s IS NULL", "upper(%s)",
                 "CASE WHEN %s THEN 1 ELSE 'x' END", "CAST(%s AS TEXT)", "CAST(%s AS INTEGER)", "quote(%s)", "nullif(%s, 1)",
                 "abs(%s)", "-%s", "NOT %s", "%s = 1", "%s IN (1, 'a')", "substr(%s, 1, 2)", "max(%s, 1)", "hex(%s)"]
        made = ["%s AS c%d" % (self.random.choice(forms) % name_quoted(column.name), number)
                for number, column in enumerate(self.columns(table, 6))]
        return self.plain("SELECT %s FROM %s" % (", ".join(made), name_quoted(table.name)))

    def arms(self):
        arms = []
        for _ in range(self.random.randint(2, 3)):
            table = self.table()
            arms.append("SELECT %s AS c0 FROM %s" % (name_quoted(self.random.choice(table.columns).name),
                                                     name_quoted(table.name)))
        return self.plain(self.random.choice([" UNION ALL ", " UNION ", " INTERSECT ", " EXCEPT "]).join(arms))

    def ordered(self):
        table = self.table()
        text = "SELECT %s FROM %s ORDER BY " % (self.listed(self.columns(table)), name_quoted(table.name))
        orders = ["%s%s" % (name_quoted(column.name), self.random.choice(["", " DESC", " NULLS LAST"]))
                  for column in self.columns(table, 3)]
        runs = [(", Q_ORDER_A%d" % number, text + order) for number, order in enumerate(orders)]
        return Query(text + ",".join("\n-- sqlgen: order a%d\n%s" % pair for pair in enumerate(orders)), runs)


def kinds_of(fields):
    """How what SQLite gives is to be written to be compared: as it is (x; i: an integer), d as a double, n as text."""
    return "".join("d" if field["type"].strip() == "double" else "i" if field["type"].strip() == "int64_t" else
                   "n" if field["kind"] == "NUMERIC_TEXT" else "x" for field in fields)


def add_queries(program, queries, dumped, quoted):
    """The functions try_queries(db, may_mismatch) and spoil(handle) of a Program."""
    enums = [enum for view in dumped["tables"] for enum in view["enums"]]
    views = {view["tag"]: (index, view) for index, (_, view) in enumerate(program.tables)}
    for number, query in enumerate(queries.items):
        found = [q for q in dumped["queries"] if q["plain"] == "q%d" % number][0]
        if found["has_row"]:
            fields = found["fields"]
            program.line_of("q%d" % number, {"tag": found["tag"], "fields": fields, "enums": enums})
            line_of = "line_of_q%d" % number
        else:
            index, view = views[found["tag"]]
            fields, line_of = view["fields"], "line_of_%d" % index
        program.add("static void\ntry_q%d(struct %s *db, bool may_mismatch)\n{" % (number, program.db))
        for arguments, sql in query.runs:
            upper = (program.prefix + "q%d" % number).upper()
            program.add("\t{\n\t\tstruct %s cursor;\n\t\tsqlite3_stmt *stmt = prepare_sql(db->handle, %s);\n\t\tint rc;\n" % (
                found["cursor"], quoted(sql.encode("utf-8"))))
            program.add("\t\texpect_rc(db->handle, \"q%d\", SQLITE_OK, %s(db%s, &cursor));" % (
                number, found["name"], arguments.replace("Q_ORDER", upper + "_ORDER")))
            program.add("\t\twhile ((rc = %s_next(&cursor)) == SQLITE_ROW || rc == SQLITE_MISMATCH) {" % found["cursor"])
            program.add("\t\t\tstruct line line = { \"\", 0 };\n\n\t\t\tif (rc == SQLITE_ROW)\n\t\t\t\t%s(&line, &cursor.row);\n"
                        "\t\t\texpect_row(\"q%d\", stmt, \"%s\", rc, may_mismatch, &line);\n\t\t}" % (
                            line_of, number, kinds_of(fields)))
            program.add("\t\texpect_rc(db->handle, \"q%d, the end\", stmt ? sqlite3_step(stmt) : SQLITE_DONE, rc);\n"
                        "\t\t%s_close(&cursor);\n\t\tsqlite3_finalize(stmt);\n\t}" % (number, found["cursor"]))
        program.add("}\n")
    program.add("static void\ntry_queries(struct %s *db, bool may_mismatch)\n{" % program.db)
    for number in range(len(queries.items)):
        program.add("\ttry_q%d(db, may_mismatch);" % number)
    program.add("}\n")
    spoil(program, queries, quoted)


def spoil(program, queries, quoted):
    """Values that do not fit, where SQLite stores them: what it refuses is left as it is."""
    program.add("static void\nspoil(sqlite3 *handle)\n{")
    for table in queries.schema.tables:
        for column in table.written():
            if not column.is_key and queries.random.random() < 0.7:
                value = queries.random.choice(MISFITS)
                program.add("\tsqlite3_exec(handle, %s, NULL, NULL, NULL);" % quoted(
                    ("UPDATE OR IGNORE %s SET %s = %s" % (name_quoted(table.name), name_quoted(column.name), value)).encode("utf-8")))
    program.add("\t(void)handle;\n}\n")
