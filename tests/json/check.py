"""Fills a database with random rows, or compares what the program wrote of them with what Python
writes, byte for byte: check.py fill DATABASE COUNT SEED, check.py compare DATABASE OUTPUT"""
import base64
import json
import math
import random
import sqlite3
import struct
import sys

PIECES = [b"a", b"\"", b"\\", b"/", b"\x01", b"\x1f", b"\x7f", b"\b\f\n\r\t", "é€𝄞".encode(), b"\xff",
          b"\xc0\xaf", b"\xe2\x82", b"\xed\xa0\x80", b"\xf0\x9f\x92", b"\xf4\x90\x80\x80", b"\xf8",
          b"\x80", b"\xe0\x80\x80", b"\xc3", "\u2028\ufffd\uffff".encode(), b"some text"]


def text(limit, nul=False):
    pieces = PIECES + ([b"\0"] if nul else [])
    return b"".join(random.choice(pieces) for _ in range(random.randrange(12)))[:limit]


def real():
    kind = random.randrange(5)
    if kind == 0:
        return random.choice([0.0, -0.0, 1e16, 9999999999999998.0, 1e-4, 1e-5, 5e-324, 2.2250738585072014e-308,
                              1.7976931348623157e308, 0.1, -1.5, 123456789.0, 2.0**53, 1e22, 1e23])
    if kind == 1:
        return random.choice([math.inf, -math.inf])
    if kind == 2:
        return math.ldexp(1.0, random.randrange(-1074, 1024))
    if kind == 3:
        return round(random.uniform(-1000, 1000), random.randrange(4))
    while True:
        value = struct.unpack("d", random.randbytes(8))[0]
        if math.isfinite(value):
            return value


def integer():
    return random.choice([0, -1, 2**63 - 1, -2**63, random.randrange(-2**63, 2**63)])


def blob(limit):
    return random.randbytes(random.randrange(limit + 1))


def maybe(make):
    return make() if random.randrange(3) else None


def value():
    return random.choice([integer, real, lambda: blob(9), lambda: Text(text(99, True))])()


class Text:
    def __init__(self, data):
        self.data = data


def fill(path, count):
    database = sqlite3.connect(path)
    names = [row[1] for row in database.execute("PRAGMA table_info(rows)")]
    for _ in range(count):
        row = [None, integer(), maybe(integer), random.randrange(2), maybe(lambda: random.randrange(2)), real(),
               maybe(real), Text(text(99)), maybe(lambda: Text(text(99))), Text(text(99, True)),
               maybe(lambda: Text(text(99, True))), Text(text(63)), maybe(lambda: Text(text(63))),
               random.choice([None, Text(b"2026-01-31"), 20260131, 1.5]), blob(50), maybe(lambda: blob(50)), blob(64),
               maybe(lambda: blob(64)), maybe(value), value(), Text(random.choice([b"good", b'so "so"'])),
               random.choice([None, Text(b"a")]), random.choice([-1, 2, 3]), random.choice([None, 5, 7]),
               maybe(lambda: Text(text(20)))]
        marks = ["CAST(? AS TEXT)" if isinstance(item, Text) else "?" for item in row]
        plain = [item.data if isinstance(item, Text) else item for item in row]
        # Python refuses some texts, SQLite none.
        database.execute(f"INSERT INTO rows VALUES ({', '.join(marks)})", plain)
    assert len(names) == len(row)
    database.commit()


def expected(name, item, column_is_blob):
    if item is None:
        return None
    if name in ("b", "b_null"):
        return bool(item)
    if isinstance(item, float):
        return item if math.isfinite(item) else None
    if column_is_blob:
        return base64.b64encode(item).decode()
    if isinstance(item, bytes):
        return item.decode("utf-8", "replace")
    return item


def compare(path, output):
    database = sqlite3.connect(path)
    database.text_factory = bytes
    cursor = database.execute("SELECT * FROM rows ORDER BY id")
    names = [column[0] for column in cursor.description]
    types = database.execute(
        "SELECT " + ", ".join('typeof("%s")' % name.replace('"', '""') for name in names) + " FROM rows ORDER BY id")
    lines = open(output, "rb").read().splitlines(keepends=True)
    count = 0
    for row, classes in zip(cursor, types):
        items = {}
        for name, item, kind in zip(names, row, classes):
            items[name] = expected(name, item, kind == b"blob")
            if name == "d" and isinstance(items[name], (int, float)):
                items[name] = str(items[name])
        want = json.dumps(items, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
        found = lines[count]
        if want != found:
            sys.exit(f"row {count + 1}: expected\n{want}\nfound\n{found}")
        again = json.dumps(json.loads(found), ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
        assert again == found
        count += 1
    assert count == len(lines)
    print(f"{count} rows are as Python writes them")


if sys.argv[1] == "fill":
    random.seed(int(sys.argv[4]))
    fill(sys.argv[2], int(sys.argv[3]))
else:
    compare(sys.argv[2], sys.argv[3])
