#!/usr/bin/env python3
"""Runs the programs of bench/, all of them or those that measure the named figures; each prints its figures, with --json one object
per line. A figure that misses what it must be by half ends its program with an error, and so this.

    bench/run.py BUILD_FOLDER [NAME...] [--json] [--runs N] [--items N] [--folder PARENT]

A NAME is a figure or the beginning of one: `acceptance`, `lookup.phone.p99_ms`. What is measured is written on the disk of PARENT,
the build folder by default; a folder in memory would make every fsync free.
"""
import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

# Which program measures the figures that begin so.
PROGRAMS = {"acceptance": "acceptance_bench", "batch": "acceptance_bench", "lookup": "lookup_bench", "idle": "lookup_bench",
            "start": "lookup_bench", "scan": "scan_bench", "screen": "screening_bench", "screening": "screening_bench",
            "ledger": "ledger_bench", "photo": "photo_bench", "backup": "backup_bench", "restore": "backup_bench",
            "purge": "retention_bench", "hold": "retention_bench", "leak": "leak_bench",
            "wasm": "wasm_bench.mjs", "peer": "peer.py"}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build", type=Path)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--runs")
    parser.add_argument("--items")
    parser.add_argument("--folder")
    given = parser.parse_args()
    unknown = [name for name in given.names if name.split(".")[0] not in PROGRAMS]
    if unknown:
        sys.exit(f"no such figure: {', '.join(unknown)}; they begin with: {', '.join(PROGRAMS)}")
    programs = list(dict.fromkeys(PROGRAMS[name.split(".")[0]] for name in given.names or PROGRAMS))
    failed = []
    for program in programs:
        folder = tempfile.mkdtemp(prefix="bench-", dir=given.folder or given.build)
        path = Path(__file__).parent / program if "." in program else given.build / "bench" / program
        command = [path, "--buuan", given.build / "buuan", "--folder", folder]
        command += ["--json"] if given.json else []
        for option in ("runs", "items"):
            command += [f"--{option}", getattr(given, option)] if getattr(given, option) else []
        try:
            if subprocess.run([str(word) for word in command]).returncode:
                failed.append(program)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    sys.exit(f"far from what it must be, or failed: {', '.join(failed)}" if failed else 0)


main()
