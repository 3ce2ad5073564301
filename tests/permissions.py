#!/usr/bin/env python3
"""Which role reaches which route, as a page to read: docs/reference/permissions.md.

    tests/permissions.py > docs/reference/permissions.md

Made from the document of the API, which tests/system/api_test.py holds against the route table itself, and from rules/roles.toml.
That the table is what the router does, each role at each route, is src/edge/api/routes_test.cpp.
"""
import json
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

HEAD = """# Who may call what

Which role reaches which route, made by `tests/permissions.py` from [openapi.json](openapi.json) and `rules/roles.toml`; the `docs` suite fails
where it is out of step. Each role at each route is tried by `src/edge/api/routes_test.cpp`: 401 without a session, 403 for a role that lacks the
action, before anything of the request is looked at.

● may · empty: is refused · *everyone*: also without a session · *invited*: who names an open pairing · *signed in*: every role. Behind the public's
door are the routes with ◦ only; there every other path is unknown.

Beyond the route, an event needs the right to its kind: `stop_item` to stop or notify, `correct_item` to correct, `open_parcel` to open
or to settle what nobody received, `deliver_items` to take out. An account
that is bound to a site works at that site only, and reads and adds pictures to items that were accepted there or came there by an event of that
site; whatever concerns all sites (holds, purges, data subjects' requests) is refused to it.

"""


def page():
    roles = tomllib.loads((ROOT / "rules/roles.toml").read_text())
    paths = json.loads((ROOT / "docs/reference/openapi.json").read_text())["paths"]
    lines = [f"| route | action | {' | '.join(roles)} |", "|---|---|" + "---|" * len(roles)]
    for path, methods in paths.items():
        for method, operation in methods.items():
            action = operation["x-action"]
            door = " ◦" if operation.get("x-public-door") else ""
            known = action not in ("everyone", "invited", "signed_in")
            name = f"`{action}`" if known else f"*{action.replace('_', ' ')}*"
            may = ["●" if not known or action in role["may"] else "" for role in roles.values()]
            lines.append(f"| `{method.upper()} {path}`{door} | {name} | {' | '.join(may)} |")
    return HEAD + "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(page(), end="")
