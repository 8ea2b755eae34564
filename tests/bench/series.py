#!/usr/bin/env python3
"""A synthetic series of migrations, one statement each. Usage: series.py COUNT DIRECTORY [mix|history|tables]

mix: 40 % CREATE TABLE of 12 columns, 35 % ADD COLUMN, 25 % CREATE INDEX; tables: CREATE TABLE only;
history: as what lives long is, 60 tables, then 10 % each CREATE TABLE and DROP TABLE of the oldest, 60 %
ADD COLUMN, 20 % CREATE INDEX.
The same arguments give the same bytes. DIRECTORY.sql holds all of it in one file.
"""
import os
import sys

COLUMNS = """  id INTEGER PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  status TEXT NOT NULL DEFAULT 'new' CHECK (status IN ('new', 'open', 'done')),
  size INTEGER,
  price REAL,
  payload BLOB,
  is_urgent BOOLEAN NOT NULL DEFAULT 0,
  parent INTEGER%s,
  note TEXT,
  created_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,
  updated_at TEXT
"""


def statements(count, kind):
    tables = 0
    for i in range(count):
        turn = i * 7 % 20
        if kind == "tables" or tables == 0 or turn < 8:
            reference = " REFERENCES t%05d (id)" % (tables - 1) if tables else ""
            yield "CREATE TABLE t%05d (\n%s);\n" % (tables, COLUMNS % reference)
            tables += 1
        elif turn < 15:
            yield "ALTER TABLE t%05d ADD COLUMN c%d TEXT;\n" % (i * 13 % tables, i)
        else:
            yield "CREATE INDEX i%d ON t%05d (name);\n" % (i, i * 17 % tables)


def history(count):
    first, tables = 0, 0
    for i in range(count):
        turn = i * 7 % 20
        if tables - first < 60 and turn >= 2:
            turn = 0
        if turn < 2:
            yield "CREATE TABLE t%05d (\n%s);\n" % (tables, COLUMNS % "")
            tables += 1
        elif turn < 4:
            yield "DROP TABLE t%05d;\n" % first
            first += 1
        elif turn < 16:
            yield "ALTER TABLE t%05d ADD COLUMN c%d TEXT;\n" % (first + i * 13 % (tables - first), i)
        else:
            yield "CREATE INDEX i%d ON t%05d (name);\n" % (i, first + i * 17 % (tables - first))


def main():
    count, directory = int(sys.argv[1]), sys.argv[2]
    kind = sys.argv[3] if len(sys.argv) > 3 else "mix"
    os.makedirs(directory)
    with open(directory + ".sql", "w") as whole:
        for i, sql in enumerate(history(count) if kind == "history" else statements(count, kind)):
            with open("%s/%06d_step.sql" % (directory, i + 1), "w") as file:
                file.write(sql)
            whole.write(sql)


main()
