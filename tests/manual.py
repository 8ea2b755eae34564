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


def options():
    """Each verb in the synopsis, each of its options in the text of the verb or among those of all."""
    text = pages['sqlgen.1']
    synopsis = text[text.index('.Sh SYNOPSIS'):text.index('.Sh DESCRIPTION')]
    lists = re.split(r'^\.(?:Pp\nAll verbs but|Ss )', text[text.index('.Sh DESCRIPTION'):], flags=re.M)
    verbs = re.split(r'^\.It Cm (?=[a-z]+(?: (?:Ar|Op)\b.*)?$)', lists[0], flags=re.M)
    about = {part.split(None, 1)[0]: part for part in verbs[1:]}
    about['baseline'] = about['mark'] = about['repair']
    about['lint'] = pages['sqlgen-lint.1']
    for verb in complete(''):
        claim(re.search(rf'^\.Cm (?:.* )?{verb}\b', synopsis, re.M), f'sqlgen.1: {verb} is not in the synopsis')
        claim(verb in about or verb in ('help', 'version'), f'sqlgen.1: {verb} is not told of')
        for option in complete(verb, '--'):
            known = re.search(rf'(?:Fl |, |Fl .*, ){option[1:]}\b(?!-)', about.get(verb, '') + lists[1])
            short = verb == 'lint' and option == '--warn'  # told as -W
            claim(known or short, f'{"sqlgen-lint" if verb == "lint" else "sqlgen"}.1: {verb} {option} is not told of')


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
        keys()
        example(work)
    finally:
        shutil.rmtree(work)
    for failure in failures:
        print(failure)
    print(f'{passed} passed, {len(failures)} failed')
    sys.exit(1 if failures else 0)


main()
