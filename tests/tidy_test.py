#!/usr/bin/env python3
"""Names what is out of place in the sources: an include that points the wrong way (STYLE: a room includes only rooms below it),
a header without `#pragma once` or an opening comment, a table or column of a schema without a comment, Beast outside the two
files that may see it, a note of unfinished work, a Vietnamese tone mark where this project does not put it. First it checks its own rules on small examples.

    tests/tidy_test.py [FOLDER]       the project's folder; the default is the one this file lies in
"""
import re
import sys
from pathlib import Path

levels = {
    0: ["base"],
    1: ["screening", "register", "vault", "ledger", "evidence"],
    2: ["retention", "cameras"],
    3: ["acceptance", "disclosure", "supervision"],
    4: ["edge"],
}
level_of = {room: level for level, rooms in levels.items() for room in rooms}
beast_files = {"src/edge/http/listener.cpp", "src/edge/http/session.cpp"}
unfinished = re.compile(r"\b(" + "|".join(["TO" + "DO", "FIX" + "ME", "XX" + "X"]) + r")\b")
# "khóa", "hủy": one of two spellings that are both right, so that the same word looks the same on every page.
tone_mark = re.compile(r"(?<![qQ])(?:o[àáảãạèéẻẽẹ]|u[ỳýỷỹỵ])(?!\w)", re.I)
spelled = ("web/src/i18n/", "src/edge/pages/", "src/edge/http/problem_texts.cpp")
include = re.compile(r'^\s*#\s*include\s+([<"])([^>"]+)[>"]')


def wrong_arrow(path, included):
    """Why the file `path` (src/room/...) may not include `included` (room/...); None if it may."""
    parts = path.split("/")
    room = parts[1]
    target = included.split("/")[0]
    if target == "adapters":
        if path.endswith(("_test.cpp", "_test.hpp")) or room == "edge":
            return None
        own = "/".join(parts[1:3])
        return None if room == "adapters" and included.startswith(own + "/") else "only edge and tests include adapters"
    if target not in level_of:
        return f"no room is called {target}"
    if room == "adapters":
        return "edge is above the adapters" if target == "edge" else None
    if room not in level_of:
        return f"{room} is no room of the map in STYLE"
    if room == target or level_of[target] < level_of[room]:
        return None
    return f"{target} is {'beside' if level_of[target] == level_of[room] else 'above'} {room}"


def check_source(path, text):
    found = []
    in_src = path.startswith("src/")
    for number, line in enumerate(text.splitlines(), 1):
        hit = include.match(line)
        if hit and hit[2].startswith("boost/beast") and path not in beast_files:
            found.append(f"{path}:{number}: Beast stays inside {' and '.join(sorted(beast_files))}")
        if hit and hit[1] == '"' and "/" in hit[2] and in_src:
            why = wrong_arrow(path, hit[2])
            if why:
                found.append(f"{path}:{number}: includes {hit[2]}: {why}")
        if unfinished.search(line):
            found.append(f"{path}:{number}: unfinished: {line.strip()[:80]}")
        if path.startswith(spelled) and not path.endswith("_test.cpp") and tone_mark.search(line):
            found.append(f"{path}:{number}: the tone mark goes on the first vowel: {line.strip()[:80]}")
    if path.endswith(".hpp"):
        if "#pragma once" not in text:
            found.append(f"{path}: no #pragma once")
        if not text.startswith("//"):
            found.append(f"{path}: opens without a comment that says what it is for")
    return found


def check_schema(path, text):
    found = []
    table = None
    for number, line in enumerate(text.splitlines(), 1):
        code, dashes, comment = line.partition("--")
        code = code.strip().lower()
        begins = re.match(r"create table (?:if not exists )?(\w+)", code)
        if begins:
            table = begins[1]
            if not comment.strip():
                found.append(f"{path}:{number}: table {table} has no comment")
        elif table and re.match(r"(primary key|unique|check|foreign key|constraint)\b", code):
            pass
        elif table and code.startswith(")"):
            table = None
        elif table and code and not comment.strip():
            found.append(f"{path}:{number}: column {code.split()[0]} of {table} has no comment")
    return found


def check_itself():
    """Each rule must find what it is for, and nothing else."""
    wrong = [
        ("src/base/a.cpp", "vault/seal.hpp"),
        ("src/vault/a.cpp", "ledger/leaf.hpp"),
        ("src/vault/a.cpp", "acceptance/intake.hpp"),
        ("src/supervision/a.hpp", "disclosure/trace.hpp"),
        ("src/acceptance/a.cpp", "adapters/sqlite/sqlite.hpp"),
        ("src/adapters/memory/a.cpp", "adapters/sqlite/sqlite.hpp"),
        ("src/adapters/sqlite/a.cpp", "edge/main.hpp"),
        ("src/base/a.cpp", "cellar/door.hpp"),
        ("src/cellar/a.cpp", "base/ids.hpp"),
    ]
    right = [
        ("src/base/a.cpp", "base/ids.hpp"),
        ("src/acceptance/a.cpp", "vault/seal.hpp"),
        ("src/retention/a.cpp", "evidence/photo.hpp"),
        ("src/edge/api/a.cpp", "adapters/sqlite/sqlite_days.hpp"),
        ("src/edge/api/a.cpp", "supervision/tally.hpp"),
        ("src/ledger/a_test.cpp", "adapters/memory/memory_ledger.hpp"),
        ("src/adapters/sqlite/a.cpp", "adapters/sqlite/sqlite.hpp"),
        ("src/adapters/sqlite/a.cpp", "register/register_store.hpp"),
    ]
    for path, included in wrong:
        assert check_source(path, f'#include "{included}"\n'), f"{path} -> {included} should be refused"
    for path, included in right:
        assert not check_source(path, f'#include "{included}"\n'), f"{path} -> {included} should be allowed"
    assert check_source("src/base/a.hpp", "// What for.\nint a;\n")
    assert check_source("src/base/a.hpp", "#pragma once\n// What for.\n")
    assert not check_source("src/base/a.hpp", "// What for.\n#pragma once\n#include <vector>\n")
    assert check_source("src/edge/wire.cpp", "#include <boost/beast/http.hpp>\n")
    assert not check_source("src/edge/http/session.cpp", "#include <boost/beast/http.hpp>\n")
    assert check_source("tests/a.cpp", "int a;  // TO" + "DO: more\n")
    assert check_source("web/src/i18n/a.ts", "a: 'Kho\u00e1 m\u00e0n h\u00ecnh',\n")
    assert not check_source("web/src/i18n/a.ts", "a: 'Kh\u00f3a, qu\u00fd, kho\u1ea3n, ho\u00e0n',\n")
    assert len(check_schema("a.sql", "create table a (\n  b blob primary key,\n  c text, -- told\n  primary key (b, c)\n);\n")) == 2
    assert not check_schema("a.sql", "create table a ( -- things\n  b blob primary key -- its id\n) without rowid;\ncreate index i on a (b);\n")


def check_project(root):
    found, files = [], 0
    for folder in ("src", "tests", "bench", "rules", "web", "cmake"):
        for path in sorted((root / folder).rglob("*")):
            name = path.relative_to(root).as_posix()
            if not path.is_file() or "node_modules" in path.parts:
                continue
            if path.suffix in (".cpp", ".hpp", ".py", ".cmake", ".txt", ".toml", ".ts", ".go", ".sh"):
                files += 1
                found += check_source(name, path.read_text(errors="replace"))
            elif path.suffix == ".sql":
                files += 1
                found += check_schema(name, path.read_text())
    return found, files


def main():
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent.parent
    check_itself()
    found, files = check_project(root)
    print("\n".join(found) if found else f"{files} files, nothing out of place")
    sys.exit(1 if found or not files else 0)


if __name__ == "__main__":
    main()
