#!/usr/bin/env python3
"""What migrating a file costs, beside the sqlite3 shell. Usage: runner.py SQLGEN

`sqlgen migrate` against the shell that runs the same SQL, in transactions of the same extent, and writes
the same history rows: CPU seconds, the best of some runs that take turns, on /dev/shm where there is one, so that
nobody waits for a disk. It measures and decides nothing.
"""
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
RUNS = 7
HISTORY = """CREATE TABLE sqlgen_migrations (id INTEGER PRIMARY KEY, version TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
checksum TEXT NOT NULL, applied_at TEXT NOT NULL, duration INTEGER NOT NULL, sqlite_version TEXT NOT NULL);
"""
ROW = """INSERT INTO sqlgen_migrations (version, name, checksum, applied_at, duration, sqlite_version)
VALUES ('%d', 'name', '%064d', datetime('now'), 0, sqlite_version());
"""
OLD = "CREATE TABLE old (a);"


def write(directory, texts):
    os.makedirs(directory)
    for i, text in enumerate(texts, 1):
        with open(os.path.join(directory, "%05d_name.sql" % i), "w") as file:
            file.write(text)


def script(texts, is_shared):
    parts = ["PRAGMA synchronous = EXTRA;\n"]
    for i, text in enumerate(texts, 1):
        if i == 1 or not is_shared:
            parts.append("BEGIN IMMEDIATE;\n")
        parts.append(text)
        if i == 1:
            parts.append(HISTORY)
        parts.append(ROW % (i, i))
        if i == len(texts) or not is_shared:
            parts.append("COMMIT;\n")
    return "".join(parts)


def run(command, database, prepare, stdin=None):
    if prepare is not None:
        for suffix in ("", "-wal", "-shm", "-journal"):
            if os.path.exists(database + suffix):
                os.remove(database + suffix)
        subprocess.check_call(["sqlite3", database, prepare], stdout=subprocess.DEVNULL)
    with open(stdin or os.devnull) as file:
        process = subprocess.Popen(command, stdin=file, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        assert process.returncode == 0
        return usage.ru_utime + usage.ru_stime


def row(name, sqlgen, texts, is_shared, work):
    directory, database, sql = (os.path.join(work, part) for part in (name, "db", name + ".txt"))
    prepare = "PRAGMA journal_mode = WAL;" + ("" if is_shared else OLD)
    write(directory, texts)
    with open(sql, "w") as file:
        file.write(script(texts, is_shared))
    migrate = [sqlgen, "migrate", "--migrations", directory, database]
    seconds = []
    for _ in range(RUNS):
        seconds.append((run(["sqlite3", "-bail", database], database, prepare, sql),
                        run(migrate, database, prepare), run(migrate, database, None)))
    shell, ours, nothing = (min(column) for column in zip(*seconds))
    print("| %s | %.3f | %.3f | %.2f | %.4f |" % (name, shell, ours, ours / shell, nothing), flush=True)


def inserts(megabytes):
    line = "INSERT INTO big VALUES (%d, 'a text of some length, as rows have it', %d);\n"
    count = megabytes * 1000000 // len(line % (100000, 100000))
    return ["CREATE TABLE big (id INTEGER PRIMARY KEY, note TEXT, number INTEGER);\n" +
            "".join(line % (i, i * 7) for i in range(count))]


def main():
    sqlgen = os.path.abspath(sys.argv[1])
    print("| series | shell s | sqlgen s | ratio | nothing to do s |\n| --- | --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory(dir="/dev/shm" if os.path.isdir("/dev/shm") else None) as work:
        subprocess.check_call([sys.executable, os.path.join(HERE, "series.py"), "1000", os.path.join(work, "mix")])
        texts = []
        for name in sorted(os.listdir(os.path.join(work, "mix"))):
            with open(os.path.join(work, "mix", name)) as file:
                texts.append(file.read() + "\n")
        row("1000-transactions", sqlgen, texts, False, work)
        row("1000-in-one", sqlgen, texts, True, work)
        for megabytes in (3, 11, 33):
            row("%d-MB-of-inserts" % megabytes, sqlgen, inserts(megabytes), True, work)


main()
