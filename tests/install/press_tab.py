"""Types lines into an interactive zsh, presses the tab key, and compares what the line became.

usage: press_tab.py TYPED EXPECTED [TYPED EXPECTED...]     with the completion in ./functions
"""

import os
import pty
import re
import select
import sys
import time

SETUP = (
    "PS1=; unsetopt prompt_cr prompt_sp zle_bracketed_paste beep; fpath=($PWD/functions $fpath);"
    " autoload -Uz compinit; compinit -u -D;"
    " report() { zle -I; print -r -- \"<<$BUFFER>>\"; BUFFER= }; zle -N report; bindkey '^X' report;"
    " bindkey '^I' complete-word; setopt no_list_ambiguous; unset zle_bracketed_paste; print rea''dy\r"
)


def read_until(terminal, pattern, seconds=120):
    text, end = "", time.monotonic() + seconds
    while not re.search(pattern, text):
        left = end - time.monotonic()
        if left <= 0 or not select.select([terminal], [], [], left)[0]:
            sys.exit(f"zsh did not answer with {pattern}: {text!r}")
        text += os.read(terminal, 65536).decode("utf-8", "replace")
    return re.search(pattern, text)


def main():
    words = sys.argv[1:]
    child, terminal = pty.fork()
    if child == 0:
        os.environ.update(TERM="dumb", HOME=os.getcwd(), ZDOTDIR=os.getcwd())
        os.execvp("zsh", ["zsh", "-f", "-i"])
    os.write(terminal, SETUP.encode())
    read_until(terminal, "ready")
    faults = 0
    for typed, expected in zip(words[::2], words[1::2]):
        os.write(terminal, typed.encode() + b"\t\x18")
        became = read_until(terminal, r"<<(.*?)>>").group(1)
        if became != expected:
            print(f"{typed!r} became {became!r}, not {expected!r}")
            faults += 1
    os.write(terminal, b"exit\r")
    os.waitpid(child, 0)
    sys.exit(1 if faults else 0)


main()
