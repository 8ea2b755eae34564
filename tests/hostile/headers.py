#!/usr/bin/env python3
"""What the headers of libc and POSIX on this machine name already: macros, tags, types, constants and functions.

usage: headers.py include                 prints lines that include all that are here
       headers.py update FILE [CC …]      adds to gen/emit/libc_names.c what it lacks
       headers.py schema DIRECTORY [CC …] writes migrations/ and sqlgen.ini of a schema that is named like them"""
import re
import subprocess
import sys

# Those of ISO C and POSIX, and what programs for Linux include beside them. Not <sys/user.h> and others for
# debuggers: struct user is everybody's own. Not <elf.h> and those of network protocols' bits, with thousands of names.
HEADERS = """aio alloca argp arpa/inet arpa/nameser arpa/tftp assert byteswap complex cpio crypt ctype dirent dlfcn endian
err errno error execinfo fcntl features fenv float fmtmsg fnmatch fstab fts ftw getopt glob grp iconv ifaddrs inttypes
iso646 langinfo libgen libintl limits locale malloc math mcheck memory mntent monetary mqueue ndbm net/ethernet net/if
netdb netinet/ether netinet/in netinet/ip netinet/tcp netinet/udp nl_types obstack paths poll printf pthread pty pwd
regex resolv sched search semaphore setjmp shadow signal spawn stdalign stdarg stdatomic stdbool stddef stdint stdio
stdio_ext stdlib stdnoreturn string strings stropts sys/epoll sys/eventfd sys/fanotify sys/file sys/inotify sys/ioctl
sys/ipc sys/mman sys/mount sys/msg sys/param sys/poll sys/prctl sys/queue sys/quota sys/random sys/reboot sys/resource
sys/select sys/sem sys/sendfile sys/shm sys/signalfd sys/socket sys/stat sys/statfs sys/statvfs sys/swap sys/sysinfo
sys/syslog sys/time sys/timeb sys/timerfd sys/times sys/timex sys/types sys/uio sys/un sys/utsname sys/wait sys/xattr
syslog tar termio termios tgmath threads time trace uchar ucontext ulimit unistd utime utmp utmpx wait wchar wctype
wordexp sqlite3""".split()
C_KEYWORDS = set("""auto break case char const continue default do double else enum extern float for goto if inline int long
register restrict return short signed sizeof static struct switch typedef union unsigned void volatile while _Bool
_Complex __attribute__ __extension__ __restrict __inline __asm__ __const __volatile__ __signed__ __typeof__
_Noreturn _Static_assert _Alignas""".split())


def includes():
    return "".join("#if __has_include(<%s.h>)\n#include <%s.h>\n#endif\n" % (header, header) for header in HEADERS)


def preprocessed(cc, text, *options):
    return subprocess.run([*cc, *options, "-E", "-P", "-x", "c", "-"], input=text, text=True, check=True,
                          stdout=subprocess.PIPE).stdout


def macros(cc, text):
    """Object-like ones, and function-like ones with their '('."""
    for name in re.findall(r"^#define (\w+\(?)", preprocessed(cc, text, "-dM"), re.M):
        yield ("call" if name.endswith("(") else "macro"), name.rstrip("(")


def declarations(text):
    """The declarations at the outermost level, without what stands in braces, and the braces' contents."""
    depth, start, outer, inner = 0, 0, "", []
    for match in re.finditer(r"[{};]", text):
        mark, at = match.group(), match.start()
        if depth == 0:
            outer += text[start:at]
        if mark == "{":
            if depth == 0:
                inner.append(at)
                outer += "{"
            depth += 1
        elif mark == "}":
            depth -= 1
            if depth == 0:
                outer += "}"
        elif depth == 0:
            yield outer
            outer = ""
        start = at + 1


def without_calls(declaration):
    """Without __attribute__((…)) and __asm__(…)."""
    while True:
        shorter = re.sub(r"(__attribute__|__asm__|__asm|_Alignas|__alignof__)\s*\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)", " ", declaration)
        if shorter == declaration:
            return declaration
        declaration = shorter


def names(cc):
    text = "#define _GNU_SOURCE\n" + includes()
    found = set(macros(cc, text))
    source = re.sub(r'"(\\.|[^"\\])*"', '""', preprocessed(cc, text))
    for name in re.findall(r"\b(?:struct|union|enum)\s+(?:__attribute__\s*\(\(.*?\)\)\s*)?(\w+)", source):
        found.add(("tag", name))
    for body in re.findall(r"\benum\b[^{};()]*\{([^}]*)\}", source):
        for name in re.findall(r"(?:^|,)\s*(\w+)", body):
            found.add(("constant", name))
    for declaration in declarations(source):
        plain = without_calls(declaration)
        if re.match(r"\s*(__extension__\s+)?typedef\b", plain):
            pointer = re.search(r"\(\s*\*\s*(\w+)\s*\)|(\w+)\s*(?:\[[^\]]*\]\s*)*$|(\w+)\s*\([^()]*\)\s*$", plain)
            if pointer:
                found.add(("type", next(name for name in pointer.groups() if name)))
            continue
        function = re.search(r"(\w+)\s*\)?\s*\(", plain)
        if function:
            found.add(("function", function.group(1)))
        else:
            variable = re.search(r"(\w+)\s*(?:\[[^\]]*\]\s*)*$", plain)
            if variable and "extern" in plain:
                found.add(("variable", variable.group(1)))
    return sorted((kind, name) for kind, name in found if name not in C_KEYWORDS and not name.startswith("_")
                  and not name[0].isdigit())


LOWER = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
UPPER = re.compile(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+){2,}")
VERB = re.compile(r"(new|copy|row_to|insert|get|update|delete|upsert|patch|list|count|load)_")


def lists(found):
    """Those that generated code could be named like: fields, tags, functions, and TABLE_COLUMN_LABEL. What begins with
    sqlite3_, or ends with _t as types of POSIX do, is known without a list."""
    result = {"macros": set(), "tags": set(), "functions": set(), "constants": set()}
    for kind, name in found:
        if re.match(r"sqlite3?_|SQLITE_|sqlgen", name) or name.endswith("_t"):
            continue
        if LOWER.fullmatch(name) and kind == "macro":
            result["macros"].add(name)
        elif LOWER.fullmatch(name) and kind in ("tag", "type"):
            result["tags"].add(name)
        elif LOWER.fullmatch(name) and VERB.match(name):
            result["functions"].add(name)
        elif UPPER.fullmatch(name) and kind in ("macro", "constant"):
            result["constants"].add(name)
    result["tags"] -= result["macros"]
    return result


def list_text(words):
    lines, line = [], ""
    for word in sorted(words):
        if line and len(line) + len(word) + 4 > 92:
            lines.append("\t" + line)
            line = ""
        line += '%s"%s",' % (" " if line else "", word)
    return "\n".join(lines + ["\t" + line])


def listed(path):
    """The lists as the file has them."""
    with open(path, encoding="ascii") as file:
        return {name: set(re.findall(r'"(\w+)"', words))
                for name, words in re.findall(r"(\w+)\[\] = \{(.*?)\};", file.read(), re.S)}


def update(path, cc):
    """Adds to the file what it lacks; what other machines have stays."""
    with open(path, encoding="ascii") as file:
        text = file.read()
    known = listed(path)
    for name, words in lists(names(cc)).items():
        text = re.sub(r"(\b%s\[\] = \{\n).*?(\n\};)" % name, lambda m: m.group(1) + list_text(words | known[name]) + m.group(2),
                      text, flags=re.S)
    with open(path, "w", encoding="ascii") as file:
        file.write(text)


def quoted(name):
    return '"%s"' % name


def schema(found):
    """A schema whose tables, columns and labels are named like all of them, and its sqlgen.ini."""
    words = sorted({name for kind, name in found if LOWER.fullmatch(name) and not re.match("sqlite_|sqlite3|sqlgen", name)})
    tags = {name for kind, name in found if kind in ("tag", "type") and LOWER.fullmatch(name)
            and not re.match("sqlite3?|sqlgen", name)}
    tables = {name: ["id INTEGER PRIMARY KEY"] for name in sorted(tags)}
    for start in range(0, len(words), 100):
        tables["words_%d" % start] = ['"id of all" INTEGER PRIMARY KEY'] + [quoted(word) + " TEXT" for word in words[start:start + 100]]
    enums = {}
    for name in sorted(lists(found)["constants"]):
        table, column, label = name.lower().split("_", 2)
        if "%s_%s" % (table, column) not in tags:
            enums.setdefault(table, {}).setdefault(column, []).append(label)
    for table, columns in enums.items():
        tables.setdefault(table, ["id INTEGER PRIMARY KEY"])
        tables[table] += ["%s TEXT CHECK (%s IN (%s))" % (quoted(column), quoted(column), ", ".join("'%s'" % label for label in labels))
                          for column, labels in columns.items() if column != "id"]
    sql = "".join("CREATE TABLE %s (%s);\n" % (quoted(name), ", ".join(columns)) for name, columns in tables.items())
    return sql, "".join("[table %s]\nstruct = %s\n" % (name, name) for name in tables)


def main():
    verb, cc = sys.argv[1] if len(sys.argv) > 1 else "", sys.argv[3:] or ["gcc"]
    if verb == "include":
        print(includes(), end="")
    elif verb == "update":
        update(sys.argv[2], cc)
    elif verb == "schema":
        sql, ini = schema(names(cc))
        with open(sys.argv[2] + "/migrations/0001_names.sql", "w", encoding="ascii") as file:
            file.write(sql)
        with open(sys.argv[2] + "/sqlgen.ini", "w", encoding="ascii") as file:
            file.write(ini)
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main()
