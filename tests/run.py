#!/usr/bin/env python3
"""Runs every suite that CMake registered, two at a time and the longest first, prints its time against tests/budget.toml, and ends with one
line: N passed, N failed, N skipped. A suite over its budget has failed; a skipped test is named.

    tests/run.py BUILD_FOLDER [SUITE...]
"""
import json
import os
import re
import signal
import subprocess
import sys
import time
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

here = Path(__file__).parent


def suites(build):
    shown = subprocess.run(["ctest", "--test-dir", build, "--show-only=json-v1"], capture_output=True, check=True, text=True)
    return {test["name"]: test["command"] for test in json.loads(shown.stdout)["tests"] if "command" in test}


def counts(output, failed):
    """(passed, failed, skipped names) of one suite: GoogleTest's, unittest's or our own last line; another counts as one test."""
    ran = re.search(r"\[==========\] (\d+) tests? from .* ran", output) or re.search(r"^Ran (\d+) tests? in", output, re.M)
    own = re.search(r"^(\d+) passed, (\d+) failed$", output, re.M)
    if own:
        return int(own[1]), max(int(own[2]), failed), []
    if not ran:
        return (0, 1, []) if failed else (1, 0, [])
    bad = len(set(re.findall(r"^\[  FAILED  \] ([\w/]+\.[\w/]+)", output, re.M))) + len(re.findall(r"^(?:FAIL|ERROR): ", output, re.M))
    skipped = sorted(set(re.findall(r"^\[  SKIPPED \] ([\w/]+\.[\w/]+)", output, re.M) + re.findall(r"^(\w+) \(.*\) \.\.\. skipped", output, re.M)))
    if failed and not bad:
        bad = 1  # it crashed: what had passed until then proves little
    return max(0, int(ran.group(1)) - bad - len(skipped)), bad, skipped


def run(name, command, seconds_max, build):
    begin = time.monotonic()
    started = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace", cwd=build, start_new_session=True)
    try:
        output, failed = started.communicate(timeout=seconds_max)[0], started.returncode != 0
    except subprocess.TimeoutExpired:
        os.killpg(started.pid, signal.SIGKILL)  # with its servers and browsers
        output, failed = started.communicate()[0] + f"\nover its budget of {seconds_max} s\n", True
    seconds = time.monotonic() - begin
    passed, bad, skipped = counts(output, failed)
    print(f"{'FAIL' if failed else 'ok':4} {name:28} {seconds:7.1f} s of {seconds_max:4} s   {passed} passed, {bad} failed"
          + "".join(f", skipped {s}" for s in skipped), flush=True)
    if failed:
        print(output[-12000:])
    return passed, bad, len(skipped)


def main():
    build, wanted = sys.argv[1], sys.argv[2:]
    budget = tomllib.loads((here / "budget.toml").read_text())
    found = suites(build)
    unknown = [name for name in wanted if name not in found]
    if unknown:
        sys.exit(f"no such suite: {', '.join(unknown)}; there are: {', '.join(sorted(found))}")

    def seconds_max(name):
        return budget["suites"].get(name, budget["default"])

    def one(name):
        return run(name, found[name], seconds_max(name), build)

    chosen = sorted(wanted or found, key=lambda name: (-seconds_max(name), name))
    with ThreadPoolExecutor(max_workers=2) as pool:
        done = list(pool.map(one, chosen))
    total = [sum(column) for column in zip(*done)]
    print(f"\n{total[0]} passed, {total[1]} failed, {total[2]} skipped")
    sys.exit(1 if total[1] or not total[0] else 0)


main()
