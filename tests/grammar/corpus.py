"""The SQL in Tcl test files, for judge.c. Usage: corpus.py JUDGE FOLDER [-v]

FOLDER holds SQLite's own tests (test/*.test). This is no Tcl: it follows the commands of a file
in order, into every braced word; knows set, foreach and what begins a new database; and takes for
SQL each word that begins like a statement. $x in quotes is replaced where its value is known.
"""
import os
import re
import subprocess
import sys

VERBS = set(
    """ALTER ANALYZE ATTACH BEGIN COMMIT CREATE DELETE DETACH DROP END EXPLAIN INSERT PRAGMA REINDEX
    RELEASE REPLACE ROLLBACK SAVEPOINT SELECT UPDATE VACUUM VALUES WITH""".split())
TURNS = 60  # of one loop
STATEMENTS = 20000  # of one file
SPACE_OR_COMMENT = re.compile(r"(?:\s+|--[^\n]*(?:\n|$)|/\*.*?\*/|;)*", re.S)
NAME = re.compile(r"\$(?:\{([^}]*)\}|([A-Za-z_0-9]+(?:::[A-Za-z_0-9]+)*)(\([^()\s]*\))?)")


def begins_sql(text):
    """Does it read as SQL? The verb in capitals, or one of few that are no Tcl commands."""
    rest = text[SPACE_OR_COMMENT.match(text).end():]
    verb = re.match(r"[A-Za-z]+", rest)
    return bool(verb) and verb.group().upper() in VERBS and re.match(r"[A-Za-z]+(\s|\(|;|\*|$)", rest)


def end_of_braces(text, at):
    depth = 0
    while at < len(text):
        c = text[at]
        if c == "\\":
            at += 1
        elif c == "{":
            depth += 1
        elif c == "}":
            depth -= 1
            if depth == 0:
                return at
        at += 1
    return len(text)


def end_of_brackets(text, at):
    depth = 0
    while at < len(text):
        c = text[at]
        if c == "\\":
            at += 1
        elif c == "{":
            at = end_of_braces(text, at)
        elif c == "[":
            depth += 1
        elif c == "]":
            depth -= 1
            if depth == 0:
                return at
        at += 1
    return len(text)


def end_of_quotes(text, at):
    at += 1
    while at < len(text) and text[at] != '"':
        if text[at] == "\\":
            at += 1
        elif text[at] == "[":
            at = end_of_brackets(text, at)
        at += 1
    return at


def commands(text):
    """Each command as a list of (mark, word): mark is '{', '"', '[' or ''."""
    at, words = 0, []
    while at < len(text):
        c = text[at]
        if c in "\n;":
            if words:
                yield words
            words, at = [], at + 1
        elif c == "\\" and at + 1 < len(text) and text[at + 1] == "\n":
            at += 2
        elif c.isspace():
            at += 1
        elif c == "#" and not words:
            while at < len(text) and text[at] != "\n":
                at += 2 if text[at] == "\\" else 1
        elif c == "{":
            end = end_of_braces(text, at)
            words.append(("{", text[at + 1:end]))
            at = end + 1
        elif c == '"':
            end = end_of_quotes(text, at)
            words.append(('"', text[at + 1:end]))
            at = end + 1
        elif c == "[":
            end = end_of_brackets(text, at)
            words.append(("[", text[at + 1:end]))
            at = end + 1
        else:
            start = at
            while at < len(text) and not text[at].isspace() and text[at] != ";":
                at = end_of_brackets(text, at) if text[at] == "[" else at
                at += 2 if at < len(text) and text[at] == "\\" else 1
            words.append(("", text[start:at]))
    if words:
        yield words


def elements(text):
    return [word for words in commands(text.replace(";", "\\;").replace("\n", " ")) for _, word in words]


class Reader:
    def __init__(self, out):
        self.out, self.values, self.count = out, {}, 0

    def substitute(self, text):
        def value(match):
            return self.values.get(match.group(1) or match.group(2), match.group())
        return re.sub(r"\\(\W)", r"\1", NAME.sub(value, text))

    def sql(self, text):
        self.count += 1
        data = text.replace("\0", "").encode()
        self.out.write(b"S %d\n%s" % (len(data), data))

    def words(self, words, depth):
        for mark, word in words:
            if mark == "[":
                self.script(word, depth + 1)
            elif mark == "{" and begins_sql(word):
                self.sql(word)
            elif mark == '"' and begins_sql(self.substitute(word)):
                self.sql(self.substitute(word))
            elif mark == "{" and ("\n" in word or " " in word):
                self.script(word, depth + 1)
            elif mark == "" and word.startswith("$") and begins_sql(self.values.get(word[1:], "")):
                self.sql(self.values[word[1:]])
            elif "[" in word and mark == '"':
                self.script(word[word.index("[") + 1:], depth + 1)

    def loop(self, names, items, body, depth):
        names = elements(names) or ["_"]
        turns = [items[i:i + len(names)] for i in range(0, len(items), len(names))]
        for turn in turns[:TURNS]:
            self.values.update(zip(names, turn))
            self.script(body, depth + 1)

    def command(self, words, depth):
        name = words[0][1]
        if name == "set" and len(words) == 3:
            mark, word = words[2]
            if mark == "[" and word.startswith("subst"):
                mark, word = '"', word[5:].strip().strip("{}")
            if mark != "[":
                self.values[words[1][1]] = word if mark == "{" else self.substitute(word)
                return
        if name == "foreach" and len(words) == 4 and words[2][0] != "[":
            items = words[2][1]
            items = self.values.get(items[1:], "") if items.startswith("$") else items
            return self.loop(words[1][1], elements(items), words[3][1], depth)
        if name == "do_select_tests" and words[-1][0] == "{":
            return self.loop("tn sql result", elements(words[-1][1]), "execsql $sql", depth)
        if name == "reset_db" or (name == "sqlite3" and len(words) > 1 and words[1][1] == "db"):
            self.out.write(b"R\n")
        self.words(words, depth)

    def script(self, text, depth=0):
        if depth > 12:
            return
        for words in commands(text):
            if self.count > STATEMENTS:
                return
            self.command(words, depth)


def main():
    judge, folder = sys.argv[1:3]
    process = subprocess.Popen([judge] + sys.argv[3:], stdin=subprocess.PIPE)
    for name in sorted(os.listdir(folder)):
        if not name.endswith(".test"):
            continue
        with open(os.path.join(folder, name), encoding="utf-8", errors="replace") as file:
            text = file.read()
        process.stdin.write(b"F %s\n" % name.encode())
        Reader(process.stdin).script(text)
    process.stdin.close()
    sys.exit(process.wait())


main()
