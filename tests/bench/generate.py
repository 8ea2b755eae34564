#!/usr/bin/env python3
"""Time and memory of generate beside the sqlite3 shell. Usage: generate.py SQLGEN [--large]

For each series: CPU seconds and peak memory of 'sqlgen generate' from nothing, with a cold and a warm
cache, and with one migration added; beside it the shell's for the same SQL in one process. The best of
some runs counts. It measures and decides nothing: its exit status says only whether all of it ran.
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
SERIES = [("mix", 10), ("mix", 100), ("mix", 1000), ("history", 1000), ("tables", 20), ("tables", 200),
          ("tables", 1000)]
LARGE = [("history", 10000), ("mix", 10000)]


def run(command, stdin=None):
    """CPU seconds and peak KiB of one child."""
    pid = os.fork()
    if pid == 0:
        with open(stdin or os.devnull) as source, open(os.devnull, "w") as sink:
            os.dup2(source.fileno(), 0)
            os.dup2(sink.fileno(), 1)
            os.execvp(command[0], command)
    _, status, usage = os.wait4(pid, 0)
    if status != 0:
        sys.exit("failed: " + " ".join(command))
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss


def best(command, stdin=None, before=None, limit=2.0):
    """The fastest of runs that take limit seconds together, at most seven."""
    results, spent = [], 0.0
    while len(results) < 7 and (not results or spent < limit):
        if before:
            before()
        results.append(run(command, stdin))
        spent += results[-1][0]
    return min(seconds for seconds, _ in results), min(size for _, size in results)


def show(cells):
    print("| " + " | ".join(cells) + " |", flush=True)


def measure(sqlgen, kind, count, work):
    series, images = os.path.join(work, "migrations"), os.path.join(work, "images")
    plain = [sqlgen, "generate", "--quiet", "--migrations", series, "--output", os.path.join(work, "out")]
    cached = plain + ["--cache", images]

    subprocess.check_call([sys.executable, os.path.join(HERE, "series.py"), str(count), series, kind])
    shell, shell_size = best(["sqlite3", ":memory:"], stdin=series + ".sql")
    cold, cold_size = best(plain)
    fill, _ = best(cached, before=lambda: shutil.rmtree(images, ignore_errors=True))
    warm, _ = best(cached)
    with open(series + ".sql") as file:
        newest = re.findall(r"CREATE TABLE (\w+)", file.read())[-1]
    with open("%s/%06d_step.sql" % (series, count + 1), "w") as file:
        file.write("ALTER TABLE %s ADD COLUMN one_more TEXT;\n" % newest)
    kept = os.path.join(work, "kept")
    shutil.copytree(images, kept)

    def restore():
        shutil.rmtree(images)
        shutil.copytree(kept, images)

    schema = [sqlgen, "schema", "--config", os.path.join(work, "sqlgen.ini")]
    with open(os.path.join(work, "sqlgen.ini"), "w") as file:
        file.write("[generate]\nmigrations = migrations\ncache = images\n")
    more, more_size = best(cached, before=restore)
    only, _ = best(schema, before=restore)
    show([kind, str(count), "%.3f" % shell, "%.3f" % cold, "%.2f" % (cold / max(shell, 0.001)),
          "%.3f" % fill, "%.3f" % warm, "%.3f" % more, "%.3f" % only,
          "%.1f" % (shell_size / 1024), "%.1f" % (cold_size / 1024), "%.1f" % (more_size / 1024)])


def main():
    sqlgen = os.path.abspath(sys.argv[1])
    show(["series", "migrations", "shell s", "generate s", "ratio", "filling the cache s", "warm s",
          "one more s", "one more, schema only s", "shell MB", "generate MB", "one more MB"])
    show(["---"] * 12)
    for kind, count in SERIES + (LARGE if "--large" in sys.argv else []):
        with tempfile.TemporaryDirectory() as work:
            measure(sqlgen, kind, count, work)


main()
