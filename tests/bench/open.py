#!/usr/bin/env python3
"""What db_open costs in a generated program. Usage: open.py SQLGEN

In milliseconds: the first start, which migrates a new file, and later ones, which find nothing to do,
with and without the check of the schema. It measures and decides nothing.
"""
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))


def measure(sqlgen, kind, count, work):
    series = os.path.join(work, "migrations")
    subprocess.check_call([sys.executable, os.path.join(HERE, "series.py"), str(count), series, kind])
    subprocess.check_call([sqlgen, "generate", "-q", "--migrations", series, "--output", work])
    subprocess.check_call(["cc", "-O2", "-I", work, "-o", os.path.join(work, "open"), os.path.join(HERE, "open.c"),
                           os.path.join(work, "db.c"), os.path.join(work, "sqlgen.c"), "-lsqlite3"])
    out = subprocess.check_output([os.path.join(work, "open"), os.path.join(work, "file.db")], text=True)
    print("| %s | %d | %s |" % (kind, count, " | ".join(out.split())), flush=True)


def main():
    print("| series | migrations | first ms | later ms | later, unchecked ms |\n| --- | --- | --- | --- | --- |")
    for kind, count in [("tables", 20), ("mix", 10), ("mix", 100), ("mix", 1000)]:
        with tempfile.TemporaryDirectory() as work:
            measure(os.path.abspath(sys.argv[1]), kind, count, work)


main()
