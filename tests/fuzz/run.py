#!/usr/bin/env python3
"""Runs the fuzz targets of a build folder, each for a while: first over its seeds and over what earlier runs kept, then
over what libFuzzer makes of them. Ends with one line: N passed, N failed.

    tests/fuzz/run.py BUILD_FOLDER [--seconds N] [--seed N] [TARGET...]

Seeds are tests/fuzz/corpus/TARGET/ and what seeds.py makes. Inputs that reach something new are kept in
BUILD_FOLDER/corpus/TARGET/, those that fail a target in BUILD_FOLDER/found/: both outside git.
"""
import argparse
import re
import subprocess
import sys
import time
from pathlib import Path

import seeds

here = Path(__file__).parent
options = ["-timeout=10", "-rss_limit_mb=1024", "-print_final_stats=1"]


def run(program, seconds, seed, build):
    """Whether the target held; says how many inputs it had, or what failed it and how to see that again."""
    name = program.name.removesuffix("_fuzz")
    kept, found, made = build / "corpus" / name, build / "found", build / "seeds" / name
    folders = [str(folder) for folder in (kept, here / "corpus" / name, made) if folder.is_dir() or folder == kept]
    for folder in (kept, found):
        folder.mkdir(parents=True, exist_ok=True)
    words = here / "words" / f"{name}.txt"
    command = [str(program), f"-max_total_time={seconds}", f"-seed={seed}", f"-artifact_prefix={found}/{name}-", *options,
               *([f"-dict={words}"] if words.exists() else []), *folders]
    begin = time.monotonic()
    done = subprocess.run(command, capture_output=True, text=True, errors="replace")
    inputs = re.search(r"number_of_executed_units: (\d+)", done.stderr)
    features = re.findall(r"cov: (\d+)", done.stderr)
    print(f"{'ok' if done.returncode == 0 else 'FAIL':4} {name:14} {time.monotonic() - begin:6.1f} s   "
          f"{inputs[1] if inputs else '?':>9} inputs, {features[-1] if features else '?':>5} edges", flush=True)
    if done.returncode == 0:
        return True
    print("\n".join(line for line in done.stderr.splitlines() if not re.match(r"#\d+\s|INFO:", line))[-6000:])
    unit = re.search(r"Test unit written to (\S+)", done.stderr)
    if unit:
        print(f"again: {program} {unit[1]}", flush=True)
    return False


def main():
    asked = argparse.ArgumentParser(description="Runs fuzz targets.")
    asked.add_argument("build", type=Path)
    asked.add_argument("targets", nargs="*")
    asked.add_argument("--seconds", type=int, default=3, help="for each target")
    asked.add_argument("--seed", type=int, default=1, help="what libFuzzer draws from; 0: another one each time")
    asked = asked.parse_intermixed_args()
    build = asked.build.resolve()
    programs = {program.name.removesuffix("_fuzz"): program for program in sorted(build.glob("tests/fuzz/*_fuzz"))}
    expected = {source.name.removesuffix("_fuzz.cpp") for source in here.glob("*_fuzz.cpp")}
    if expected - set(programs):
        sys.exit(f"not built: {', '.join(sorted(expected - set(programs)))}; ./dev build asan")
    unknown = [name for name in asked.targets if name not in programs]
    if unknown:
        sys.exit(f"no such target: {', '.join(unknown)}; there are: {', '.join(programs)}")
    seeds.make(build / "seeds")
    held = [run(programs[name], asked.seconds, asked.seed, build) for name in asked.targets or programs]
    print(f"\n{sum(held)} passed, {len(held) - sum(held)} failed")
    sys.exit(0 if all(held) else 1)


main()
