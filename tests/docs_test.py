#!/usr/bin/env python3
"""What the documents say is there, is there: links, pages that headers name, configuration keys, commands and their options, who
may call what.

    tests/docs_test.py BUUAN
"""
import os
import re
import subprocess
import sys
import urllib.parse
from pathlib import Path

import permissions

ROOT = Path(__file__).resolve().parent.parent
SKIPPED = {".git", "build", "demo-node", "dist", "node_modules"}


def files(*suffixes):
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [name for name in folders if name not in SKIPPED]
        yield from (Path(folder) / name for name in names if name.endswith(suffixes))


def without_code(text):
    return re.sub(r"`[^`\n]*`", "", re.sub(r"^```.*?^```", "", text, flags=re.M | re.S))


def anchors(text):
    """The names that headings of a page get, as common renderers make them."""
    for heading in re.findall(r"^#+ (.+)$", text, flags=re.M):
        yield re.sub(r"[^\w\- ]", "", heading.replace("`", "").lower()).replace(" ", "-")


def broken_links():
    for page in files(".md"):
        text = page.read_text()
        for target in re.findall(r"(?:\]\(|src=\")([^)\s\"]+)", without_code(text)):
            if re.match(r"[a-z]+:", target):
                continue
            path, _, anchor = urllib.parse.unquote(target).partition("#")
            there = (page.parent / path) if path else page
            if not there.exists():
                yield f"{page.relative_to(ROOT)}: no such file: {target}"
            elif anchor and there.suffix == ".md" and anchor not in anchors(there.read_text()):
                yield f"{page.relative_to(ROOT)}: no such heading: {target}"


def named_pages():
    for source in files(".hpp", ".cpp", ".md", ".toml", ".py", ".sql", ".ts", ".tsx", ".css"):
        for path in set(re.findall(r"(?<![\w/.])docs/[\w/-]+(?:\.(?:md|json|svg))?", source.read_text())):
            if not (ROOT / path).exists():
                yield f"{source.relative_to(ROOT)}: names {path}, which is not there"


def buuan(*arguments, language="en"):
    return subprocess.run([BUUAN, *arguments], capture_output=True, text=True, check=True, env={**os.environ, "BUUAN_LANG": language}).stdout


def config_page():
    page = (ROOT / "docs/reference/config.md").read_text()
    for row in buuan("config", "keys").splitlines():
        if row not in page.splitlines():
            yield f"docs/reference/config.md lacks: {row}"
    rows = [line for line in page.splitlines() if line.startswith("| `")]
    for row in rows:
        if row not in buuan("config", "keys").splitlines():
            yield f"docs/reference/config.md has what the program does not: {row}"


def commands(*before):
    """Every command that does something by itself, with its help: those that have none below them, or need none."""
    text = buuan(*before, "--help")
    below = re.search(r"^Subcommands:\n((?: .*\n?)+)", text, flags=re.M)
    if below is None:
        yield before, text
        return
    if "[SUBCOMMAND" in text:
        yield before, text
    for name in re.findall(r"^  ([\w-]+)", below[1], flags=re.M):
        yield from commands(*before, name)


def command_page():
    page = (ROOT / "docs/reference/cli.md").read_text()
    sections = dict(re.findall(r"^### `buuan ([^`]+)`\n(.*?)(?=^##|\Z)", page, flags=re.M | re.S))
    known = {" ".join(name): text for name, text in commands()}
    for name, text in known.items():
        if name not in sections:
            yield f"docs/reference/cli.md lacks: buuan {name}"
            continue
        for option in set(re.findall(r"(?<![\w-])--[a-z][\w-]*", text)) - {"--help"}:
            if f"`{option}" not in sections[name]:
                yield f"docs/reference/cli.md lacks {option} of buuan {name}"
    for name in sections.keys() - known.keys():
        yield f"docs/reference/cli.md has buuan {name}, which the program has not"


def permission_page():
    if (ROOT / "docs/reference/permissions.md").read_text() != permissions.page():
        yield "docs/reference/permissions.md is out of step: tests/permissions.py > docs/reference/permissions.md"


BUUAN = str(Path(sys.argv[1]).resolve())
wrong = [*broken_links(), *named_pages(), *config_page(), *command_page(), *permission_page()]
print("\n".join(wrong) or "Links, pages, keys and commands are as the documents say.")
sys.exit(1 if wrong else 0)
