"""The manual pages hold what the tool knows: every verb and option of the help, every key of a configuration; the
program in sqlgen(3) compiles and does what it says. mandoc has nothing to say of any page.

usage: manual.py SQLGEN SOURCE_ROOT"""

import os
import re
import shutil
import subprocess
import sys
import tempfile

sqlgen, root = (os.path.abspath(path) for path in sys.argv[1:3])
folder = os.path.join(root, 'gen', 'cli')
pages = {name: open(os.path.join(folder, name), encoding='utf-8').read()
         for name in sorted(os.listdir(folder)) if re.search(r'\.[1-8]$', name)}
passed = 0
failures = []


def claim(holds, text):
    global passed
    if holds:
        passed += 1
    else:
        failures.append(text)


def lint():
    """Of a page that is referred to, mandoc asks whether it is installed here."""
    for name in pages:
        run = subprocess.run(['mandoc', '-T', 'lint', '-W', 'style', os.path.join(folder, name)], text=True,
                             capture_output=True)
        said = [line for line in (run.stdout + run.stderr).splitlines()
                if 'referenced manual not found' not in line and 'outdated mandoc.db' not in line]
        claim(not said, f'{name}: ' + '\n'.join(said))


def references():
    for name, text in pages.items():
        for page, section in re.findall(r'^\.Xr (sqlgen\S*) (\d)', text, re.M):
            claim(f'{page}.{section}' in pages, f'{name}: {page}({section}) is no page')


def complete(*words):
    output = subprocess.run([sqlgen, 'complete', *words], text=True, capture_output=True, check=True).stdout
    return [line.split('\t')[0] for line in output.splitlines()]


def page_of(verb):
    text = subprocess.run([sqlgen, 'help', verb], text=True, capture_output=True, check=True).stdout
    named = re.search(r"^'man (\S+)' tells more\.$", text, re.M)
    return (named.group(1) if named else 'sqlgen') + '.1'


def lists_of(text):
    """The items of a page's list of verbs, by verb, and what stands behind it."""
    text = text[text.index('.Sh DESCRIPTION'):]
    parts = re.split(r'^\.(?:Pp\n(?:All verbs but|The options about)|Ss )', text, flags=re.M)
    items = re.split(r'^\.It Cm (?=[a-z]+(?: (?:Ar|Op)\b.*)?$)', parts[0], flags=re.M)
    about = {part.split(None, 1)[0]: part for part in items[1:]}
    about['baseline'] = about['mark'] = about.get('repair', '')
    return about, parts[1] if len(parts) > 1 else ''


def options():
    """Each verb in the synopsis and the list of sqlgen(1) and of its own page; each option in the text of the verb or
    among those of all."""
    first = lists_of(pages['sqlgen.1'])
    for verb in complete(''):
        name = page_of(verb)
        text = pages.get(name, '.Sh DESCRIPTION')
        claim(name in pages, f'{verb}: there is no page {name}')
        for page in {name, 'sqlgen.1'} & set(pages):
            synopsis = pages[page].split('.Sh SYNOPSIS')[1].split('.Sh DESCRIPTION')[0]
            claim(re.search(rf'^\.Cm (?:.* )?{verb}\b', synopsis, re.M), f'{page}: {verb} is not in the synopsis')
        claim(verb in first[0] or verb in ('help', 'version'), f'sqlgen.1: {verb} is not told of')
        told = lists_of(text)[0].get(verb) or (text if name != 'sqlgen.1' else '')
        for option in complete(verb, '--'):
            known = re.search(rf'(?:Fl |, |Fl .*, ){option[1:]}\b(?!-)', told + first[1])
            short = verb == 'lint' and option == '--warn'  # told as -W
            claim(known or short, f'{name}: {verb} {option} is not told of')


def installed():
    """Every page is, and sqlgen(1) leads to it."""
    rules = open(os.path.join(folder, 'packaging', 'meson.build'), encoding='utf-8').read()
    for name in pages:
        claim(f"'../{name}'" in rules, f'{name} is not installed')
        page, section = name.rsplit('.', 1)
        claim(name == 'sqlgen.1' or f'.Xr {page} {section}' in pages['sqlgen.1'], f'sqlgen.1 does not name {name}')


def keys():
    text = pages['sqlgen.ini.5']
    parts = {part.split(']')[0].split()[0]: part for part in re.split(r'^\.It Li "\[', text, flags=re.M)[1:]}
    source = open(os.path.join(root, 'gen', 'input', 'project_key.c'), encoding='utf-8').read()
    rows = re.findall(r'\{ SECTION_([A-Z]+), "([a-z_]+)"', source)
    claim(len(rows) > 30, 'project_key.c: no keys were found')
    for section, key in rows:
        held = re.search(rf'^\.It Li (?:.* , |.*, )?{key}\b', parts.get(section.lower(), ''), re.M)
        claim(held, f'sqlgen.ini.5: [{section.lower()}] {key} is not told of')


def displays(text):
    return [block.replace('\\e', '\\').replace('\\&', '')
            for block in re.findall(r'^\.Bd -literal[^\n]*\n(.*?)^\.Ed', text, re.M | re.S)]


def example(work):
    migration, program = displays(pages['sqlgen.3'].split('.Sh EXAMPLES')[1])
    command = re.search(r'^\.Dl \$ (.*)', pages['sqlgen.3'], re.M).group(1)
    os.mkdir(os.path.join(work, 'migrations'))
    for path, text in ('migrations/0001_init.sql', migration), ('main.c', program):
        with open(os.path.join(work, path), 'w', encoding='utf-8') as file:
            file.write(text)
    os.symlink(sqlgen, os.path.join(work, 'sqlgen'))
    environment = dict(os.environ, PATH=work + ':' + os.environ['PATH'])
    command = command.replace('cc ', 'cc -Wall -Wextra -Werror ')
    run = subprocess.run(command, shell=True, cwd=work, env=environment, text=True, capture_output=True)
    claim(run.returncode == 0, 'sqlgen.3: the example does not compile: ' + run.stderr)
    for words, expected in ([], 'read the manual\n'), ([], 'read the manual\n'), (['x'], 'read the manual\nx\n'):
        run = subprocess.run([os.path.join(work, 'a.out'), *words], cwd=work, text=True, capture_output=True)
        claim(run.stdout == expected, f'sqlgen.3: the example printed {run.stdout!r} {run.stderr!r}')
    functions(open(os.path.join(work, 'db.h'), encoding='utf-8').read())


def functions(header):
    """The synopsis of sqlgen(3) names functions that generated headers have."""
    names = set(re.findall(r'\b(\w+)\(', header))
    synopsis = pages['sqlgen.3'].split('.Sh DESCRIPTION')[0]
    for name in re.findall(r'^\.Fn (\w+)', synopsis, re.M):
        claim(name in names or name == 'insert_task_returning', f'sqlgen.3: {name} is in no header')
    options = open(os.path.join(root, 'runtime', 'sqlgen.h'), encoding='utf-8').read()
    options = options[options.index('struct sqlgen_options {'):options.index('struct sqlgen_options sqlgen_options_default')]
    told = pages['sqlgen.3']
    for field in re.findall(r'(\w+)(?:\)\([^;]*)?;', re.sub(r'/\*.*?\*/', '', options, flags=re.S)):
        claim(re.search(rf'^\.It Fa (?:.* , |.*, )?{field}\b', told, re.M), f'sqlgen.3: option {field} is not told of')


def main():
    work = tempfile.mkdtemp()
    try:
        if shutil.which('mandoc'):
            lint()
        references()
        options()
        installed()
        keys()
        example(work)
    finally:
        shutil.rmtree(work)
    for failure in failures:
        print(failure)
    print(f'{passed} passed, {len(failures)} failed')
    sys.exit(1 if failures else 0)


main()
