#!/usr/bin/env python3
"""Each rule of 'sqlgen lint' has a case that fires, one that stays quiet, and a line in the manual.

RULE.case holds blocks: '# fires' or '# quiet', with words for the command line; '@ FILE', whose lines follow, below
migrations/ ('./FILE': beside it); and '= LINE', what the rule says, in the order of its findings.

Usage: rules.py SQLGEN MANUAL [--bless] [RULE...]
"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile

here = pathlib.Path(__file__).resolve().parent
sqlgen = pathlib.Path(sys.argv[1]).resolve()
manual = pathlib.Path(sys.argv[2])
words = sys.argv[3:]
failures = 0


def complain(text):
    global failures
    failures += 1
    print(text)


def blocks(text):
    """The blocks of a case: heading, files by path, expected lines."""
    found = []
    for line in text.splitlines():
        if line.startswith("# "):
            found.append((line[2:], {}, []))
        elif line.startswith("@ "):
            name = line[2:]
            path = name[2:] if name.startswith("./") else "migrations/" + name
            found[-1][1][path] = []
        elif line.startswith("= "):
            found[-1][2].append(line[2:])
        else:
            list(found[-1][1].values())[-1].append(line)
    return found


def write(text, case):
    """The case with what the rule says now."""
    out = []
    said = iter(case)
    for line in text.splitlines():
        if line.startswith("= "):
            continue
        if line.startswith("# ") and out:
            out += ["= " + item for item in next(said)]
        out.append(line)
    return "\n".join(out + ["= " + item for item in next(said)]) + "\n"


def say(finding):
    place = finding["path"] or "sqlgen"
    for part in (finding["line"], finding["column"]):
        if part:
            place += f":{part}"
    place = place.removeprefix("migrations/")
    fix = "; " + finding["fix"] if finding["fix"] else ""
    return f"{place}: {finding['severity']}: {finding['message']}{fix}"


def run(rule, options, files):
    with tempfile.TemporaryDirectory() as folder:
        for path, lines in files.items():
            file = pathlib.Path(folder, path)
            file.parent.mkdir(parents=True, exist_ok=True)
            text = "\n".join(lines) + "\n" if lines else ""
            file.write_bytes(re.sub(r"<([0-9A-F]{2})>", lambda byte: chr(int(byte[1], 16)), text).encode("latin-1"))
        command = [sqlgen, "lint", "--json"]
        if "-W" not in " ".join(options):
            command += ["-W", rule] if opt_in[rule] else []
        result = subprocess.run(command + options, cwd=folder, capture_output=True)
        if result.returncode not in (0, 1) or not result.stdout:
            complain(f"{rule}: exit status {result.returncode}: {result.stderr.decode()}")
            return []
        return [say(item) for item in json.loads(result.stdout)["findings"] if item["rule"] == rule]


def check(rule):
    file = here / f"{rule}.case"
    if not file.exists():
        complain(f"{rule}: expected a case in {file.name}, found none")
        return
    text = file.read_text(encoding="latin-1")
    said = []
    kinds = set()
    for heading, files, expected in blocks(text):
        kind, *options = heading.split()
        kinds.add(kind)
        found = run(rule, options, files)
        said.append(found)
        if kind == "fires" and not found:
            complain(f"{rule}: expected a finding, found none in\n{files}")
        if kind == "quiet" and found:
            complain(f"{rule}: expected nothing, found {found}")
        if found != expected and "--bless" not in words:
            complain(f"{rule}: expected\n  {expected}\nfound\n  {found}")
    if kinds != {"fires", "quiet"}:
        complain(f"{rule}: expected a case that fires and one that is quiet, found {sorted(kinds)}")
    if "--bless" in words:
        file.write_text(write(text, said), encoding="latin-1")


listed = subprocess.run([sqlgen, "lint", "--list"], capture_output=True, text=True, check=True).stdout.splitlines()
opt_in = {line.split()[0]: "off unless" in line for line in listed}
section = manual.read_text().split("\n.Sh RULES\n")[1].split("\n.Sh ")[0]
described = re.findall(r"^\.It Li ([a-z0-9-]+)$", section, re.M)
chosen = [word for word in words if not word.startswith("--")]
if len(opt_in) != len(listed):
    complain("a rule is in the table twice")
if not chosen:
    cases = {file.stem for file in here.glob("*.case")}
    for rule in sorted(set(described) ^ set(opt_in)):
        complain(f"{rule}: in the manual or in the table, not in both")
    if len(described) != len(set(described)):
        complain("a rule is in the manual twice")
    for rule in sorted(cases - set(opt_in)):
        complain(f"{rule}: a case for no rule")
for rule in chosen or opt_in:
    check(rule)
print(f"{len(opt_in)} rules, {failures} failures")
sys.exit(failures > 0)
