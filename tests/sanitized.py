#!/usr/bin/env python3
"""Runs the test programs of a build with sanitizers, one after another, and ends with one line: N passed, N failed. What a
sanitizer finds ends its program, so it counts as a failure and its report is shown.

    tests/sanitized.py BUILD_FOLDER [PROGRAM...]
"""
import os
import re
import subprocess
import sys
from pathlib import Path

build = Path(sys.argv[1]).resolve()
names = sys.argv[2:] or (build / "sanitized.txt").read_text().split()
options = {"ASAN_OPTIONS": "detect_leaks=1:abort_on_error=0", "UBSAN_OPTIONS": "print_stacktrace=1", "TSAN_OPTIONS": "halt_on_error=1"}
passed = failed = 0
for name in names:
    program = next((path for path in build.rglob(name) if path.is_file()), None)
    if program is None:
        print(f"{name} was not built; run: ./dev build {build.name}")
        failed += 1
        continue
    done = subprocess.run([program], cwd=build, env={**os.environ, **options}, capture_output=True, text=True, errors="replace")
    output = done.stdout + done.stderr
    ran = re.search(r"\[  PASSED  \] (\d+) tests?", output)
    bad = len(set(re.findall(r"^\[  FAILED  \] ([\w/]+\.[\w/]+)", output, re.M)))
    if done.returncode and not bad:
        bad = 1
    passed, failed = passed + (int(ran[1]) if ran else 0), failed + bad
    print(f"{name}: {ran[1] if ran else 0} passed, {bad} failed", flush=True)
    if bad:
        print(output[-8000:])
print(f"{passed} passed, {failed} failed")
sys.exit(1 if failed or not passed else 0)
