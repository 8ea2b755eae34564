"""What a shell makes of a line that is typed into it, up to a tab, as its user sees it: on a pseudo-terminal.

usage: typed.py SETUP LINE EXPECTED SHELL [ARGUMENT...]"""

import os
import pty
import re
import select
import sys
import time

setup, line, expected, *shell = sys.argv[1:]
PATIENCE = 20


def visible(screen):
    """Without the sequences that colour and move."""
    text = screen.decode('utf-8', 'replace')
    text = re.sub(r'\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[\[(][0-?]*[ -/]*[@-~]|\x1b.', '', text)
    return re.sub(r'.\x08', '', text).replace('\r', '')


def wait_for(terminal, text):
    screen, end = b'', time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if not select.select([terminal], [], [], 0.1)[0]:
            continue
        try:
            screen += os.read(terminal, 65536)
        except OSError:
            break
        if text in visible(screen):
            return True
    print(f'expected {text!r}, found {visible(screen)!r}')
    return False


process, terminal = pty.fork()
if process == 0:
    os.environ.update(TERM='dumb', PS1='', HISTFILE='/dev/null')
    os.execvp(shell[0], shell)
os.write(terminal, (setup + "; echo re''ady\n").encode())
found = wait_for(terminal, 'ready')
if found:
    os.write(terminal, line.encode() + b'\t')
    found = wait_for(terminal, expected)
os.write(terminal, b'\x03\x04')
os.close(terminal)
os.kill(process, 9)
os.waitpid(process, 0)
sys.exit(0 if found else 1)
