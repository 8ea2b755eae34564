#!/usr/bin/env python3
"""The generated layer beside C written by hand, SQLiteCpp and sqlite_orm. Usage: layer.py SQLGEN …

Each repetition runs every program of layer/ on one workload in random order; a cell is the least, the
**median** and the largest CPU time as a ratio to hand.c of the same repetition. Instructions are those
of two run lengths under callgrind, subtracted, so that what is done once drops out. Before anything is
measured, all programs must read and write the same bytes.
"""
import argparse
import glob
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
LAYER = os.path.join(HERE, "layer")
COMMON = ["bench", "input"]
SCHEMA = os.path.join(LAYER, "migrations", "0001_tasks.sql")

# How many operations, for each row that the table has. Scans count rows.
WORKLOADS = {"insert": 1, "insert-each": 0.1, "get": 2, "get-by-uuid": 1, "scan": 5, "scan-owned": 5,
             "scan-load": 5, "list": 0.2, "list-load": 0.2, "update-unkeyed": 0.5, "update-keyed": 0.5,
             "patch": 0.5, "upsert": 0.5}
# What query_hand.c and query_generated.c do, by the functions of queries/.
QUERIES = ["insert", "get-by-uuid", "scan", "list", "list-load", "patch"]
CHECKED_ROWS = 500
COUNTED_ROWS = 5000


def quit_for(command, output):
    sys.exit("failed: %s\n%s" % (" ".join(command), output))


def output_of(command):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if done.returncode != 0:
        quit_for(command, done.stderr)
    return done.stdout


def show(cells):
    print("| " + " | ".join(cells) + " |", flush=True)


def missing(tool, what):
    print("missing: %s, so %s" % (tool, what), file=sys.stderr)


def can_include(header, flags):
    done = subprocess.run(["c++", "-std=c++17", "-E", "-x", "c++", "-", "-o", os.devnull] + flags,
                          input="#include <%s>\n" % header, text=True, stderr=subprocess.DEVNULL)
    return done.returncode == 0


def build_generated(sqlgen, work):
    output_of([sqlgen, "generate", "-q", "--migrations", os.path.join(LAYER, "migrations"), "--output", work])
    with open(os.path.join(work, "db.h")) as file:
        header = file.read()
    found = ["-DHAS_%s=%d" % (macro, re.search(r"\b%s\(" % function, header) is not None)
             for macro, function in [("LOAD", "load_tasks_by_session_id"), ("PATCH", "patch_task"),
                                     ("UPSERT", "upsert_task")]]
    sources = [os.path.join(work, "db.c"), os.path.join(work, "sqlgen.c")]
    return build(work, "generated", ["generated.c"], sources + ["-I", work] + found)


def build(work, program_name, sources, flags):
    program = os.path.join(work, program_name)
    compiler = ["c++", "-std=c++17"] if sources[0].endswith(".cpp") else ["cc"]
    output_of(compiler + ["-O2", "-I", LAYER, "-o", program] + [os.path.join(LAYER, source) for source in sources] +
              [os.path.join(work, name + ".o") for name in COMMON] + flags + ["-lsqlite3"])
    return program


def build_common(work):
    if not shutil.which("cc"):
        sys.exit("missing: cc")
    for name in COMMON:
        output_of(["cc", "-O2", "-D_POSIX_C_SOURCE=200809L", "-c", "-o", os.path.join(work, name + ".o"),
                   os.path.join(LAYER, name + ".c")])


def build_queries(sqlgen, work):
    """The same pair for named queries, beside the other in a directory of its own."""
    work = os.path.join(work, "queries")
    os.mkdir(work)
    build_common(work)
    output_of([sqlgen, "generate", "-q", "--migrations", os.path.join(LAYER, "migrations"),
               "--queries", os.path.join(LAYER, "queries"), "--output", work])
    sources = [os.path.join(work, "db.c"), os.path.join(work, "sqlgen.c"), "-I", work]
    return {"hand": build(work, "hand", ["query_hand.c"], []),
            "generated": build(work, "generated", ["query_generated.c"], sources)}


def build_all(sqlgen, work, orm):
    """The programs by name; hand is the first."""
    build_common(work)
    programs = {"hand": build(work, "hand", ["hand.c"], []), "generated": build_generated(sqlgen, work)}
    if not shutil.which("c++"):
        missing("c++", "neither SQLiteCpp nor sqlite_orm is run")
        return programs
    if can_include("SQLiteCpp/SQLiteCpp.h", []):
        programs["SQLiteCpp"] = build(work, "sqlitecpp", ["sqlitecpp.cpp"], ["-lSQLiteCpp"])
    else:
        missing("SQLiteCpp (libsqlitecpp-dev)", "it is not run")
    if not orm:
        missing("--sqlite-orm DIR, which holds sqlite_orm/sqlite_orm.h", "it is not run")
    elif can_include("sqlite_orm/sqlite_orm.h", ["-I", orm]):
        programs["sqlite_orm"] = build(work, "sqlite_orm", ["sqlite_orm.cpp"], ["-I", orm])
    else:
        sys.exit("%s: expected sqlite_orm/sqlite_orm.h in it, found none that compiles" % orm)
    return programs


def run(program, workload, on_file, work, rows, operations, is_whole=False, before=()):
    """Nanoseconds an operation, and the checksum; None if the program has no such operation."""
    path = os.path.join(work, "file.db") if on_file else ":memory:"
    found = output_of(list(before) + [program, workload, path, SCHEMA, str(rows), str(operations)] +
                      (["whole"] if is_whole else [])).split()
    for file in glob.glob(os.path.join(work, "file.db*")):
        os.remove(file)
    if found == ["absent"]:
        return None
    return float(found[0]) * 1e9 / int(found[1]), found[2]


def compare(workload, results):
    """Every program must have come to the same checksum."""
    sums = {name: result[1] for name, result in results.items() if result}
    if len(set(sums.values())) > 1:
        sys.exit("%s: expected the same bytes, found %s" %
                 (workload, ", ".join("%s %s" % pair for pair in sums.items())))


def check(programs, workloads, work):
    for workload in workloads:
        for on_file in [False, True]:
            compare(workload, {name: run(program, workload, on_file, work, CHECKED_ROWS, CHECKED_ROWS, True)
                               for name, program in programs.items()})


def count(program, workload, on_file, work):
    """Instructions an operation."""
    found = []
    output = os.path.join(work, "callgrind.out")
    for operations in [COUNTED_ROWS, 2 * COUNTED_ROWS]:
        if not run(program, workload, on_file, work, COUNTED_ROWS, operations,
                   before=["valgrind", "--quiet", "--tool=callgrind", "--toggle-collect=bench_measured",
                           "--callgrind-out-file=" + output]):
            return None
        with open(output) as file:
            found.append(int(re.search(r"^totals: (\d+)", file.read(), re.M).group(1)))
    return (found[1] - found[0]) / COUNTED_ROWS


def measure(programs, workload, on_file, work, rows, repetitions):
    """hand's median in nanoseconds, and the ratios of the others."""
    operations = max(1, int(rows * WORKLOADS[workload]))
    times, ratios = [], {name: [] for name in programs}
    for _ in range(repetitions):
        order = list(programs)
        random.shuffle(order)
        results = {name: run(programs[name], workload, on_file, work, rows, operations) for name in order}
        compare(workload, results)
        times.append(results["hand"][0])
        for name, result in results.items():
            if result:
                ratios[name].append(result[0] / results["hand"][0])
    return statistics.median(times), ratios


def ratio_cell(ratios):
    if not ratios:
        return "-"
    return "%.2f **%.2f** %.2f" % (min(ratios), statistics.median(ratios), max(ratios))


def count_cells(programs, workload, on_file, work):
    hand, generated = (count(programs[name], workload, on_file, work) for name in ["hand", "generated"])
    return ["%.0f" % hand, "%.3f" % (generated / hand) if generated else "-"]


def workloads_of(options):
    known = QUERIES if options.queries else WORKLOADS
    return [workload for workload in known if not options.only or workload in options.only]


def measure_all(programs, options, work):
    peers = [name for name in programs if name != "hand"]
    counts = shutil.which("valgrind") is not None and not options.no_instructions
    if not counts and not options.no_instructions:
        missing("valgrind", "no instructions are counted")
    for on_file in [False, True]:
        print("\n%s, %d rows, %d repetitions\n" % ("On a WAL file" if on_file else "In memory", options.rows,
                                                   options.repetitions))
        heads = ["workload", "hand ns"] + peers + (["hand instructions", "generated"] if counts else [])
        show(heads)
        show(["---"] * len(heads))
        for workload in workloads_of(options):
            time, ratios = measure(programs, workload, on_file, work, options.rows, options.repetitions)
            show([workload, "%.0f" % time] + [ratio_cell(ratios[name]) for name in peers] +
                 (count_cells(programs, workload, on_file, work) if counts else []))


def profile(programs, workload, work):
    """The functions that hand and generated spend their instructions in, the set-up of statements included."""
    if not shutil.which("callgrind_annotate"):
        sys.exit("missing: callgrind_annotate (valgrind)")
    for name in ["hand", "generated"]:
        print("\n%s:" % name, flush=True)
        if count(programs[name], workload, False, work) is None:
            print("no such operation")
            continue
        lines = output_of(["callgrind_annotate", os.path.join(work, "callgrind.out")]).splitlines()
        for line in [line for line in lines if re.match(r"\s*[\d,]+ \(", line)][:25]:
            print(re.sub(r"\S*/(?=[^/ ]*:)|\s\[[^]]*\]$", "", line))


def child(command):
    """CPU seconds and peak MB of a command."""
    process = subprocess.Popen(command)
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        quit_for(command, "")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def measure_compiler(sqlgen, work):
    """What the layer of a schema with many tables costs to generate, to compile and to load."""
    show(["tables", "generate s", "KB of C", "cc -O2 s", "cc peak MB", "text KB", "data KB", "bytes a table"])
    show(["---"] * 8)
    for tables in [20, 200, 1000]:
        out = os.path.join(work, str(tables))
        series, source, code = out + "-migrations", os.path.join(out, "db.c"), os.path.join(out, "db.o")
        output_of([sys.executable, os.path.join(HERE, "series.py"), str(tables), series, "tables"])
        generating, _ = child([sqlgen, "generate", "-q", "--migrations", series, "--output", out])
        compiling, peak = child(["cc", "-O2", "-c", "-o", code, source])
        text, initialised = map(int, output_of(["size", code]).splitlines()[1].split()[:2])
        show([str(tables), "%.2f" % generating, "%.0f" % (os.path.getsize(source) / 1024), "%.1f" % compiling,
              "%.0f" % peak, "%.0f" % (text / 1024), "%.0f" % (initialised / 1024),
              "%.0f" % ((text + initialised) / tables)])


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sqlgen", type=os.path.abspath)
    parser.add_argument("--sqlite-orm", metavar="DIR", help="holds sqlite_orm/sqlite_orm.h")
    parser.add_argument("--rows", type=int, default=50000, help="in the table (50000)")
    parser.add_argument("--repetitions", type=int, default=5, help="(5)")
    parser.add_argument("--only", nargs="+", choices=WORKLOADS, metavar="WORKLOAD", help=", ".join(WORKLOADS))
    parser.add_argument("--no-instructions", action="store_true", help="without callgrind")
    parser.add_argument("--check", action="store_true", help="only whether all programs do the same")
    parser.add_argument("--profile", choices=WORKLOADS, metavar="WORKLOAD", help="instructions by function")
    parser.add_argument("--queries", action="store_true", help="named queries instead of the functions of tables")
    parser.add_argument("--compile", action="store_true", help="size and compile time by number of tables")
    return parser.parse_args()


def main():
    options = arguments()
    with tempfile.TemporaryDirectory() as work:
        if options.compile:
            measure_compiler(options.sqlgen, work)
            return
        if options.queries:
            programs = build_queries(options.sqlgen, work)
        else:
            programs = build_all(options.sqlgen, work, options.sqlite_orm)
        check(programs, workloads_of(options), work)
        if options.profile:
            profile(programs, options.profile, work)
        elif not options.check:
            measure_all(programs, options, work)


main()
