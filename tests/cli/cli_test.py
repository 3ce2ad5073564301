#!/usr/bin/env python3
"""Plays the transcripts of this folder against the real binary: commands, what they print, how they exit, what files hold.

    tests/cli/cli_test.py BUUAN [NAME...]

A transcript is read from the top:
    $ buuan …            a command; what follows, up to the next blank line, is all that it prints (both streams)
    $ buuan … < FILE     the same, with the file for standard input
    ! 4                  … and it exits with 4 (0 where nothing is said)
    NAME=value           sets an environment variable from here on
    file NAME            the lines after it, up to the next blank line, are written to that file
    # …                  a remark
Within `sh -c` the binary is "$BUUAN".
In what is printed, "…" stands for anything, "<name>" for one word: the same word wherever it stands again, in later commands too. "<now>" in
a file or a command is the time of writing. Each transcript has a folder of its own and a node in ./node.
"""
import datetime
import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

here = Path(__file__).parent
binary = str(Path(sys.argv[1]).resolve())


class Mismatch(Exception):
    pass


def now():
    return datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


class Transcript:
    def __init__(self, path, folder):
        self.lines = path.read_text().split("\n")
        self.name = path.name
        self.folder = folder
        self.words = {}
        self.environment = {**os.environ, "BUUAN": binary, "BUUAN_NODE": "node", "BUUAN_LANG": "en"}
        for variable in ("BUUAN_PASSWORD", "BUUAN_NEW_PASSWORD", "BUUAN_API_KEY", "BUUAN_PASSPHRASE", "BUUAN_NEW_PASSPHRASE",
                         "BUUAN_BACKUP_PASSPHRASE", "BUUAN_TOKEN_PIN", "CREDENTIALS_DIRECTORY"):
            self.environment.pop(variable, None)

    def filled(self, text):
        text = text.replace("<now>", now())
        return re.sub(r"<([a-z_0-9]+)>", lambda found: self.words.get(found[1], found[0]), text)

    def block(self, at):
        end = at
        while end < len(self.lines) and self.lines[end] != "":
            end += 1
        return self.lines[at:end], end

    def play(self):
        at = 0
        commands = 0
        while at < len(self.lines):
            line = self.lines[at]
            if line.startswith("$ "):
                expected, end = self.block(at + 1)
                self.command(at + 1, line[2:], expected)
                commands += 1
                at = end
            elif line.startswith("file "):
                body, at = self.block(at + 1)
                (self.folder / line[5:]).parent.mkdir(parents=True, exist_ok=True)
                (self.folder / line[5:]).write_text(self.filled("\n".join(body) + "\n"))
            elif re.match(r"[A-Z_0-9]+=", line):
                variable, value = line.split("=", 1)
                self.environment[variable] = self.filled(value)
            elif line and not line.startswith("#"):
                raise Mismatch(f"{self.name}:{at + 1}: not understood: {line}")
            at += 1
        return commands

    def command(self, number, text, expected):
        code = 0
        if expected and expected[0].startswith("! "):
            code = int(expected.pop(0)[2:])
        words = shlex.split(self.filled(text))
        if words[0] == "buuan":
            words[0] = binary
        given = None
        if len(words) > 2 and words[-2] == "<":
            given = (self.folder / words[-1]).read_text()
            words = words[:-2]
        source = {"stdin": subprocess.DEVNULL} if given is None else {"input": given}
        done = subprocess.run(words, cwd=self.folder, env=self.environment, **source, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=120)
        printed = done.stdout.rstrip("\n").split("\n") if done.stdout.strip() else []
        if done.returncode != code:
            raise Mismatch(f"{self.name}:{number}: {text}\nexit {done.returncode}, not {code}:\n{done.stdout}")
        for wanted, got in zip(expected, printed):
            self.match(number, text, wanted, got)
        if len(expected) != len(printed):
            raise Mismatch(f"{self.name}:{number}: {text}\n{len(printed)} lines printed, {len(expected)} expected:\n{done.stdout}")

    def match(self, number, text, wanted, got):
        parts = re.split(r"(…|<[a-z_0-9]+>)", wanted)
        pattern, fresh = "", []
        for part in parts:
            name = part[1:-1] if part.startswith("<") and part.endswith(">") else None
            if part == "…":
                pattern += ".*"
            elif name and name in self.words:
                pattern += re.escape(self.words[name])
            elif name and name not in fresh:
                fresh.append(name)
                pattern += rf"(?P<{name}>[^\s\",]+)"
            else:
                pattern += re.escape(part)
        found = re.fullmatch(pattern, got)
        if not found:
            raise Mismatch(f"{self.name}:{number}: {text}\n  expected: {wanted}\n  printed:  {got}")
        self.words.update(found.groupdict())


def main():
    wanted = sys.argv[2:]
    failed = 0
    paths = [path for path in sorted(here.glob("*.txt")) if path.name != "CMakeLists.txt" and (not wanted or path.stem in wanted)]
    for path in paths:
        with tempfile.TemporaryDirectory(prefix="buuan-cli-") as folder:
            try:
                print(f"ok   {path.stem}: {Transcript(path, Path(folder)).play()} commands", flush=True)
            except Mismatch as problem:
                failed += 1
                print(f"FAIL {problem}", flush=True)
    print(f"{len(paths) - failed} passed, {failed} failed")
    sys.exit(1 if failed or not paths else 0)


main()
