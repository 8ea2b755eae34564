"""Random schemas with names that hurt: the SQL of one, and rows that fit it."""
import random

KEYWORDS = """select order default group index table values primary check unique references key int class template
namespace operator this new delete private true false null bool register typeof alignas co_await asm near far
restrict inline void volatile virtual nullptr static_assert thread_local NULL I complex""".split()
LIBC = """errno linux unix stdin stdout st_atime st_mtime si_addr sa_handler h_addr major minor assert isnan signbit
sin log round floor stat tm option entry passwd timeval sigaction FILE DIR time_t size_t uint fd_set div_t va_list
malloc free exit abort printf getenv timezone environ optarg daylight index y0 y1 signal nprocs modules file_ranges
memcpy strlen int64_t uint8_t intptr_t ssize_t wchar_t NAN INFINITY EOF BUFSIZ CHAR_BIT sigset_t jmp_buf""".split()
OURS = """db dbs row rows call calls cursor out reader stmt rc at copy copies size count data type text blob value
values name names has is_null db_open db_close db_error db_schema db_facts db_facts_ db_migrations db_migration_1
db_statement db_statements db_options_default sqlgen_blob sqlgen_db sqlgen_bind_text sqlgen_connection sqlgen
sqlite3 sqlite3_stmt sqlite3_open statements statement_lists task task_cursor task_cursors task_columns new_task
task_texts task_text task_parse insert_task get_task list_tasks sql_get_task self parsed handle connection labels
interface options path expected found i context length cursor_ row_ out_ has_n n has_row mask columns patch upsert
load_tasks json buffer capacity rows_ block version facts facts_ migration migrations arguments user users User
a_b aB a_bs t_ts T1 t1 tags tag""".split()
TRAPS = ["", " ", "-", "a b", "a-b", "a.b", "a..b", "A B", "createdAt", "created_at", "HTTPServer", "1st", "2", "123", "_a",
         "__a__", "a__b", "_AToB", "naïve", "été", "表", "列 一", "e\u0301", "é", "ñ" * 20, 'a"b', '"', "'", "a'b", "`", "[a]", "]", "[", "*/", "/*", "a*/b", "//", "// \\", "??/", "??",
         "\\", "a\\", "a\\\nb", "%s", "%s%n%d", "a\nb", "x\n#define y z\n", "\t", "\r\n", "#", "#if 0", "${name}", "$", "@",
         "@if x", "@end", "\x1b[2J", "\x01", ";", "; DROP TABLE t; --", "--", "a,b", "(", "a)", "null", "?", ":a", "= …",
         "<U+202E>", "<b>", "&amp;", "../../etc/x", "CON", "a/b", "-o", "x" * 128, "very_long_" * 13, "İ", "K", "😀",
         "ſ", "a\u00a0b", "0x1", "1e5", "struct x", "int x", "...", "…"]
TYPES = ["INTEGER", "INT", "BIGINT", "BOOLEAN", "BOOL", "REAL", "DOUBLE PRECISION", "FLOAT", "TEXT", "VARCHAR(20)", "CLOB", "BLOB",
         "", "NUMERIC", "DECIMAL(10,2)", "DATE", "DATETIME", "TIMESTAMP", "unknown type", "JSON"]
STRICT_TYPES = ["INTEGER", "INT", "REAL", "TEXT", "BLOB", "ANY"]
LABELS = ["", "-", "+", "a b", "a-b", "a_b", "A", "a", "2nd", "-1", "1", "É", "%d", '"', "*/", "??/", "\\", "x\ny", "null", "NULL",
          "true", "columns", "text", "表", "é", "e\u0301", "_", "max", "MAX", "very long label " * 8, "\u202e", "'", "int", "count"]


def name_quoted(name):
    return '"' + name.replace('"', '""') + '"'


def text_quoted(text):
    return "'" + text.replace("'", "''") + "'"


def ascii_folded(name):
    """As SQLite compares names."""
    return "".join(chr(ord(c) + 32) if "A" <= c <= "Z" else c for c in name)


class Column:
    def __init__(self, name, declared):
        self.name, self.declared = name, declared
        self.is_unique = self.is_key = self.is_rowid = self.is_not_null = False
        self.allowed = self.default = self.generated = self.parent = None

    def affinity(self):
        """https://sqlite.org/datatype3.html#determination_of_column_affinity"""
        declared = self.declared.upper()
        if declared == "ANY":
            return "BLOB"
        if "INT" in declared:
            return "INTEGER"
        if any(word in declared for word in ("CHAR", "CLOB", "TEXT")):
            return "TEXT"
        if "BLOB" in declared or declared == "":
            return "BLOB"
        return "REAL" if any(word in declared for word in ("REAL", "FLOA", "DOUB")) else "NUMERIC"

    def is_bool(self):
        return self.declared in ("BOOLEAN", "BOOL")

    def is_date(self):
        return self.declared in ("DATE", "DATETIME", "TIMESTAMP")


class Table:
    def __init__(self, name):
        self.name, self.columns, self.key, self.foreign = name, [], [], []
        self.is_strict = self.is_without_rowid = False
        self.rows, self.updated = [], []

    def written(self):
        return [column for column in self.columns if not column.generated]


class Schema:
    ROWS = 4

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.counter = 0
        self.tables = []
        names = self.names(self.random.randint(2, 5))
        for name in names:
            self.tables.append(self.table(name))
        self.indexes = [sql for table in self.tables for sql in self.table_indexes(table)]
        for table in self.tables:
            self.fill(table)

    def name(self):
        pool = self.random.choice([KEYWORDS, LIBC, OURS, OURS, TRAPS, TRAPS])
        name = self.random.choice(pool)
        change = self.random.randrange(12)
        if change == 0:
            name = name.upper()
        elif change == 1:
            name += self.random.choice(["s", "_", "-", " ", "1", "_id", "_cursor", "s_by_a", "é"])
        elif change == 2:
            name = self.random.choice(["_", "has_", "new_", "1", "-", "list_", "db_", "é"]) + name
        elif change == 3:
            name += self.random.choice(TRAPS)
        return "x" + name if ascii_folded(name).startswith("sqlite_") else name

    def names(self, count):
        taken = {}
        while len(taken) < count:
            name = self.name()
            taken.setdefault(ascii_folded(name), name)
        return list(taken.values())

    def column(self, table, name):
        pick = self.random
        column = Column(name, pick.choice(STRICT_TYPES if table.is_strict else TYPES))
        column.is_not_null = pick.random() < 0.5
        kind = pick.randrange(10)
        if kind == 0 and column.affinity() == "TEXT":
            column.allowed = pick.sample(LABELS, pick.randint(1, 5))
        elif kind == 1 and column.affinity() == "INTEGER":
            column.allowed = pick.sample([-2**31, -1, 0, 1, 2, 7, 2**31 - 1], pick.randint(2, 4))
        elif kind == 2 and not column.is_bool() and not column.is_date():
            column.is_unique = True
        if pick.random() < 0.3 and not column.is_unique:
            self.set_default(column)
        return column

    def set_default(self, column):
        value = self.value(column)
        if value is None or isinstance(value, float):
            return
        column.default = self.literal(value)
        if self.random.random() < 0.3:
            column.default = "(%s)" % (column.default if isinstance(value, bytes) else column.default + " || ''"
                                       if isinstance(value, str) else column.default + " + 0")

    def table(self, name):
        pick = self.random
        table = Table(name)
        table.is_strict = pick.random() < 0.2
        for column in self.names(pick.randint(1, 7)):
            table.columns.append(self.column(table, column))
        self.set_key(table)
        if pick.random() < 0.2:
            self.add_generated(table)
        for _ in range(pick.randrange(3)):
            self.add_foreign(table)
        return table

    def set_key(self, table):
        pick = self.random
        kind = pick.randrange(6)
        able = [c for c in table.columns if c.affinity() in ("INTEGER", "TEXT", "BLOB") and not c.allowed and
                not c.is_bool() and c.declared not in ("ANY", "")]
        if kind <= 2:
            rowid = Column(self.free_name(table), "INTEGER")
            rowid.is_rowid = rowid.is_key = rowid.is_unique = True
            table.columns.insert(pick.randrange(len(table.columns) + 1), rowid)
            table.key = [rowid]
        elif kind <= 4 and able:
            table.key = pick.sample(able, min(len(able), pick.randint(1, 3)))
            for column in table.key:
                column.is_key = column.is_unique = True
                column.default = None
                column.is_not_null = column.is_not_null or pick.random() < 0.5
            table.is_without_rowid = pick.random() < 0.4
            if not table.is_without_rowid and [column.declared for column in table.key] == ["INTEGER"]:
                table.key[0].is_rowid = True
            for column in table.key:
                column.is_not_null = column.is_not_null or table.is_without_rowid or table.is_strict

    def free_name(self, table):
        taken = {ascii_folded(column.name) for column in table.columns}
        while True:
            name = self.name()
            if ascii_folded(name) not in taken:
                return name

    def add_generated(self, table):
        source = self.random.choice(table.columns)
        column = Column(self.free_name(table), "TEXT")
        column.generated = source
        table.columns.append(column)

    def add_foreign(self, table):
        parents = [parent for parent in self.tables if parent.key]
        if not parents:
            return
        parent = self.random.choice(parents)
        columns = []
        for target in parent.key:
            column = Column(self.free_name(table), target.declared if not table.is_strict or
                            target.declared in STRICT_TYPES else "ANY")
            column.parent = (parent, target)
            columns.append(column)
            table.columns.append(column)
        table.foreign.append((columns, parent))

    def table_indexes(self, table):
        result = []
        for name in self.names(self.random.randrange(3)):
            columns = self.random.sample(table.columns, min(len(table.columns), self.random.randint(1, 3)))
            unique = all(column.is_unique for column in columns) and self.random.random() < 0.5
            self.counter += 1
            result.append("CREATE %sINDEX %s ON %s (%s);" % (
                "UNIQUE " if unique else "", name_quoted("i%d %s" % (self.counter, name)), name_quoted(table.name),
                ", ".join(name_quoted(column.name) for column in columns)))
        return result

    def literal(self, value):
        if value is None:
            return "NULL"
        if isinstance(value, bytes):
            return "x'%s'" % value.hex()
        return text_quoted(value) if isinstance(value, str) else repr(value)

    def definition(self, table, column):
        parts = [name_quoted(column.name), column.declared]
        if column.is_rowid:
            return " ".join(parts + ["PRIMARY KEY"])
        if column.generated:
            kind = self.random.choice(["VIRTUAL", "STORED"])
            return "%s TEXT GENERATED ALWAYS AS (typeof(%s)) %s" % (
                parts[0], name_quoted(column.generated.name), kind)
        if column.is_not_null:
            parts.append("NOT NULL")
        if column.is_unique and not column.is_key:
            parts.append("UNIQUE")
        if column.default:
            parts.append("DEFAULT " + column.default)
        if column.allowed:
            parts.append("CHECK (%s IN (%s))" % (name_quoted(column.name),
                                                 ", ".join(self.literal(value) for value in column.allowed)))
        return " ".join(part for part in parts if part)

    def sql(self):
        result = ["-- */ #error // \\", "/* ??/ */"]
        for table in self.tables:
            items = [self.definition(table, column) for column in table.columns]
            if table.key and not table.key[0].is_rowid:
                items.append("PRIMARY KEY (%s)" % ", ".join(name_quoted(column.name) for column in table.key))
            for columns, parent in table.foreign:
                items.append("FOREIGN KEY (%s) REFERENCES %s (%s) ON DELETE %s" % (
                    ", ".join(name_quoted(column.name) for column in columns), name_quoted(parent.name),
                    ", ".join(name_quoted(column.name) for column in parent.key),
                    self.random.choice(["CASCADE", "SET NULL", "NO ACTION"])))
            options = [word for word, is_set in (("STRICT", table.is_strict), ("WITHOUT ROWID", table.is_without_rowid))
                       if is_set]
            result.append("CREATE TABLE %s (\n  %s\n) %s;" % (name_quoted(table.name), ",\n  ".join(items),
                                                              ", ".join(options)))
        return "\n".join(result + self.indexes) + "\n"

    def text(self):
        self.counter += 1
        return self.random.choice(["v%d", "v%d '\"\\ %%s ??/ */", "v%d é表\u202e", "v%d\n\r\t\x01\x7f", "v%d" + "long " * 60]) % (
            self.counter,)

    def value(self, column):
        """One that SQLite stores as it is. Unique ones differ from all others."""
        pick = self.random
        affinity = column.affinity()
        if column.allowed:
            return pick.choice(column.allowed)
        if column.is_bool():
            return pick.choice([0, 1])
        if column.is_date():
            return pick.choice(["2024-02-29", "2024-01-02 03:04:05", "now", self.text()])
        kinds = {"INTEGER": "i", "REAL": "r", "TEXT": "t", "BLOB": "b", "NUMERIC": "irtb"}[affinity]
        if affinity == "BLOB" and column.declared != "BLOB":
            kinds = "irtb"
        kind = pick.choice(kinds)
        self.counter += 1
        if kind == "i":
            unique = pick.choice([self.counter, -self.counter, 2**63 - self.counter, -2**63 + self.counter])
            return unique if column.is_unique else pick.choice([0, 1, -1, 2**63 - 1, -2**63, 2**32, unique])
        if kind == "r":
            unique = self.counter + 0.1
            return unique if column.is_unique else pick.choice([unique, 5e-324, 1.7976931348623157e308, -0.1, 1e100 / 3])
        if kind == "t":
            return self.text() if column.is_unique else pick.choice(["", " ", self.text(), self.text()])
        unique = b"\x00\xff%d" % self.counter
        return unique if column.is_unique else pick.choice([b"", b"\x00", unique, bytes(range(256))])

    def row(self, table, before=None):
        """A row, or another one with the same key."""
        row = {}
        for column in table.written():
            may_be_null = not column.is_not_null and not column.is_rowid and not (
                column.default and column.default.startswith("("))
            if before and column.is_key:
                row[column] = before[column]
            elif may_be_null and self.random.random() < 0.3 and not (column.is_key and column.is_not_null):
                row[column] = None
            else:
                row[column] = self.value(column)
        for columns, parent in table.foreign:
            target = self.random.choice(parent.rows + [None])
            for column in columns:
                row[column] = target[column.parent[1]] if target else None
        for column in table.columns:
            if column.generated:
                value = row[column.generated]
                row[column] = {type(None): "null", int: "integer", float: "real", str: "text",
                               bytes: "blob"}[type(value)]
                if isinstance(value, int) and column.generated.affinity() == "REAL":
                    row[column] = "real"
        return row

    def fill(self, table):
        table.rows = [self.row(table) for _ in range(self.ROWS)]
        table.updated = [self.row(table, row) for row in table.rows]
