#!/usr/bin/env python3
"""Changes one thing at a time in the runner, and sees whether a test of its behaviour notices.

Usage: mutants.py SOURCE_ROOT [COUNT [SEED]]. Prints each change that no test noticed, and the share that one did.
"""
import glob
import os
import random
import re
import subprocess
import sys
import tempfile

FILES = ("carry rename loss guard missing violations script run migrate rollback history plan wait "
         "facts facts_table facts_foreign check verify adopt adopt_tool adopt_schema adopt_checksum open").split()
TESTS = "loss guard migrate later rare facts verify adopt transactions".split()
SWAPS = [
    (r"(?<![<>=!+*/|&-])==(?!=)", "!="), (r"!=", "=="), (r"&&", "||"), (r"\|\|", "&&"), (r" < ", " <= "),
    (r" > ", " >= "), (r" >= ", " > "), (r" <= ", " < "), (r"\btrue\b", "false"), (r"\bfalse\b", "true"),
    (r" \+ 1\b", ""), (r" - 1\b", ""), (r"\(!", "("), (r"\bSQLITE_OK\b", "SQLITE_ERROR"),
    (r"^(\t+)rc = ([a-z_]+\(.*\);)$", r"\1\2"), (r"^(\t+)[a-z_]+\(.*\);$", r"\1;"),
]
FLAGS = ["-std=c11", "-D_POSIX_C_SOURCE=200809L", "-O0", "-w"]


def mutations(text):
    """(offset, line, new line) for each place where a swap applies outside comments and strings."""
    found, offset, in_comment = [], 0, False
    for number, line in enumerate(text.split("\n"), 1):
        code = line
        if in_comment or code.strip().startswith(("/*", "*", "#")):
            in_comment = "*/" not in code and (in_comment or code.strip().startswith("/*"))
            continue
        quoted = [m.span() for m in re.finditer(r'"(?:[^"\\]|\\.)*"|/\*.*?\*/', code)]
        for pattern, by in SWAPS:
            for match in re.finditer(pattern, code):
                if any(a <= match.start() < b for a, b in quoted):
                    continue
                changed = code[:match.start()] + match.expand(by) + code[match.end():]
                found.append((number, line, changed))
    return found


def main():
    root = os.path.abspath(sys.argv[1])
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 120
    random.seed(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    includes = ["-I" + os.path.join(root, part) for part in ("runtime", "tests/unit", "tests/behave")]
    sqlite = os.environ.get("SQLITE_LIBS", "-lsqlite3").split()
    places = []
    for name in FILES:
        with open(os.path.join(root, "runtime", name + ".c")) as file:
            text = file.read()
        places += [(name, text, place) for place in mutations(text)]
    chosen = random.sample(places, min(count, len(places)))
    killed = tried = 0
    with tempfile.TemporaryDirectory(dir="/dev/shm" if os.path.isdir("/dev/shm") else None) as work:
        objects = {}
        for path in glob.glob(os.path.join(root, "runtime", "*.c")):
            name = os.path.basename(path)[:-2]
            objects[name] = os.path.join(work, name + ".o")
            subprocess.check_call(["cc", *FLAGS, *includes, "-c", path, "-o", objects[name]])
        tests = {}
        for name in TESTS:
            tests[name] = os.path.join(work, "test_" + name + ".o")
            subprocess.check_call(["cc", *FLAGS, *includes, "-c",
                                   os.path.join(root, "tests/behave/test_runtime_%s.c" % name), "-o", tests[name]])
        for name, text, (number, line, changed) in chosen:
            lines = text.split("\n")
            lines[number - 1] = changed
            source, mutant = os.path.join(work, "mutant.c"), os.path.join(work, "mutant.o")
            with open(source, "w") as file:
                file.write("\n".join(lines))
            if subprocess.call(["cc", *FLAGS, *includes, "-c", source, "-o", mutant], stderr=subprocess.DEVNULL) != 0:
                continue
            tried += 1
            linked = [mutant] + [o for n, o in objects.items() if n != name]
            if any(fails(work, test, linked, sqlite) for test in tests.values()):
                killed += 1
            else:
                print("%s.c:%d: %s  ->  %s" % (name, number, line.strip(), changed.strip()), flush=True)
    print("%d of %d noticed, %.1f %%" % (killed, tried, 100.0 * killed / tried))


def fails(work, test, linked, sqlite):
    program = os.path.join(work, "program")
    subprocess.check_call(["cc", test, *linked, *sqlite, "-o", program])
    try:
        return subprocess.call([program], cwd=work, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                               timeout=20) != 0
    except subprocess.TimeoutExpired:
        return True


main()
