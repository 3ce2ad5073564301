#!/usr/bin/env python3
"""Asks our own code (verdicts.cpp) and the second verifier (the Go files beside this one) the same questions, and compares every answer:
each vector of tests/vectors, what a node writes while the test looks on, and both tampered with.

    tests/verifier/run.py BUUAN VERDICTS BUILD_FOLDER
"""
import os
import subprocess
import sys
from pathlib import Path

import live
import vectors
from cases import Cases

here = Path(__file__).parent


def built(folder):
    """Without modules, so that Debian's copies of golang.org/x are used and nothing is fetched."""
    program = folder / "verifier"
    environment = {**os.environ, "GO111MODULE": "off", "GOPATH": "/usr/share/gocode", "GOCACHE": str(folder / "go-cache"), "GOFLAGS": "", "CGO_ENABLED": "0"}
    subprocess.run(["go", "build", "-o", str(program), "."], cwd=here, env=environment, check=True)
    return program


def answers(program, cases):
    done = subprocess.run([str(program)], input="\n".join(cases.lines) + "\n", capture_output=True, text=True, errors="surrogateescape", timeout=300)
    got = done.stdout.split("\n")[:-1]
    if done.returncode != 0 or len(got) != len(cases.lines):
        where = cases.lines[len(got)][:200] if len(got) < len(cases.lines) else ""
        sys.exit(f"{program} stopped at {where}: {done.stderr[-2000:]}")
    return got


def is_good(answer):
    return answer == "yes" or answer.startswith("ok ")


def wrong(cases, index, ours, theirs):
    """Why the answers to a question are not right; None when they are."""
    demand, said = cases.demands[index], ours[index]
    if said != theirs[index]:
        return f"ours says {said!r}, the second verifier {theirs[index]!r}"
    if index in cases.expected and not cases.expected[index](said):
        return f"both say {said!r}, which is not what was written"
    if demand == "good" and not is_good(said):
        return f"both refuse what is good: {said!r}"
    if demand == "refused" and is_good(said):
        return f"both take what is not: {said!r}"
    if isinstance(demand, int) and said == ours[demand]:
        return f"tampered with, and both still say {said!r}"
    return None


def compare(cases, ours, theirs):
    found = [(index, why) for index in range(len(cases.lines)) if (why := wrong(cases, index, ours, theirs))]
    for index, why in found[:20]:
        kind, *arguments = cases.lines[index].split("\t")
        print(f"{kind}: {why}")
        for argument in arguments:
            print(f"    {bytes.fromhex(argument)[:300]!r}")
    return len(found)


def main():
    buuan, verdicts, folder = (Path(argument).resolve() for argument in sys.argv[1:4])
    program = built(folder)
    passed = failed = 0
    for name, ask in (("vectors", vectors.ask), ("a node", lambda cases: live.ask(cases, buuan))):
        cases = Cases()
        by_command = ask(cases)
        ours, theirs = answers(verdicts, cases), answers(program, cases)
        differing = compare(cases, ours, theirs)
        good = len({i for i, demand in enumerate(cases.demands) if demand == "good"} | set(cases.expected))
        told = sum(isinstance(demand, int) for demand in cases.demands)
        refused = sum(not is_good(answer) for answer in ours)
        print(f"{name}: both answer {len(ours)} questions alike; {good} things are as written, {told} tampered ones are told from them, {refused} answers are no"
              + (f"; {by_command} tampered proofs refused by buuan verify" if by_command else ""))
        if good < 100 or told < 5000:
            differing += 1
            print(f"{name}: too little was asked")
        passed, failed = passed + (not differing), failed + differing
    print(f"\n{passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


main()
