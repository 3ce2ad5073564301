#!/usr/bin/env python3
"""Runs the checks of web/ with their own tools and counts them in one line, as tests/run.py reads it: N passed, N failed.

    web_test.py web BUILD_FOLDER            types, ESLint, unit tests, sizes
    web_test.py e2e BUILD_FOLDER [FILE...]  the built app on a real server in a real browser; pictures in BUILD_FOLDER/web/screens
"""
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

WEB = Path(__file__).resolve().parent.parent.parent / "web"


def tool(name, *arguments, **environment):
    done = subprocess.run([str(WEB / "node_modules" / ".bin" / name), *map(str, arguments)], cwd=WEB, capture_output=True, text=True, errors="replace",
                          env={**os.environ, "NO_COLOR": "1", **environment})
    return done.returncode, done.stdout + done.stderr


def one(name, *arguments):
    """A tool that says yes or no: one check."""
    code, output = tool(name, *arguments)
    if code != 0:
        print(output)
    return int(code == 0), int(code != 0)


def vitest(build, *arguments, **environment):
    report = build / "web" / "vitest.json"
    report.parent.mkdir(parents=True, exist_ok=True)
    report.unlink(missing_ok=True)
    code, output = tool("vitest", "run", "--reporter=default", "--reporter=json", f"--outputFile={report}", *arguments, **environment)
    told = json.loads(report.read_text()) if report.exists() else {"numPassedTests": 0, "numFailedTests": 1}
    failed = max(told["numFailedTests"], int(code != 0))
    print(output if failed else "\n".join(re.findall(r"^ +(?:Tests|Duration) .*$", output, re.M)))
    return told["numPassedTests"], failed


def told_budgets(build, *arguments, **environment):
    """As vitest, then what was measured, line by line."""
    budgets = build / "web" / "budgets.txt"
    budgets.unlink(missing_ok=True)
    counted = vitest(build, *arguments, BUUAN_BUDGETS=str(budgets), **environment)
    print(budgets.read_text() if budgets.exists() else "no budget was measured")
    return counted


def web(build):
    # The calls' types are made from the document each time: not committed, they cannot be stale.
    made = one("openapi-typescript", "../docs/reference/openapi.json", "-o", "src/api/api.d.ts")
    return [made, one("tsc", "-b"), one("eslint", ".", "--max-warnings", "0"), told_budgets(build)]


def e2e(build, *files):
    screens = build / "web" / "screens"
    if not files:
        shutil.rmtree(screens, ignore_errors=True)
    # Pictures are for eyes: ./dev e2e and a file by its name make them; in CI nobody looks, and they take minutes.
    looked_at = {"BUUAN_SCREENS": str(screens)} if files or "BUUAN_TIMED" in os.environ else {}
    return [told_budgets(build, "--config", "vitest.e2e.config.ts", *files, BUUAN=str(build / "buuan"), **looked_at)]


def main():
    suite, build, *rest = sys.argv[1:]
    counted = {"web": web, "e2e": e2e}[suite](Path(build).resolve(), *rest)
    passed, failed = (sum(part) for part in zip(*counted))
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


main()
