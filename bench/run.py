#!/usr/bin/env python3
"""Runs the programs of bench/, all or the named ones; each prints its figures, with --json one object per line. A program that
misses its budget by half ends with an error, and so does this.

    bench/run.py BUILD_FOLDER [NAME...] [--json]
"""
import subprocess
import sys
from pathlib import Path

build, *rest = sys.argv[1:]
wanted = [name for name in rest if not name.startswith("--")]
programs = {path.name.removesuffix("_bench"): path for path in sorted((Path(build) / "bench").glob("*_bench"))}
unknown = [name for name in wanted if name not in programs]
if unknown:
    sys.exit(f"no such benchmark: {', '.join(unknown)}; there are: {', '.join(programs)}")
failed = [name for name in wanted or programs
          if subprocess.run([programs[name], *(["--json"] if "--json" in rest else [])]).returncode]
sys.exit(f"far below budget: {', '.join(failed)}" if failed else 0)
