#!/usr/bin/env python3
"""A set of goods rules from a lawyer's folder to what a counter decides: published by the command line, in force from its day, kept over
a restart, named by the acceptances, asked for again later, and missed by `buuan check` when its pack is gone.

    tests/system/rules_test.py BUUAN
"""
import datetime
import json
import shutil
import sys
from pathlib import Path

from node import Node
from office import TODAY, Office, Parcel

SOURCE = Path(__file__).resolve().parent.parent.parent
THING = "gối tím mộng mơ"
ENTRY = """
[[entry]]
id = "{id}"
status = "{status}"
name_vi = "Gối tím"
name_en = "Purple pillows"
legal_basis = ["made up"]
certainty = "C"
match = ["{thing}"]

[[example]]
entry = "{id}"
declared = "2 cái {thing}"
expect = "{status}"
"""


def folder_with(node, name, status):
    folder = Path(node.temporary.name) / name
    shutil.copytree(SOURCE / "rules", folder)
    (folder / "goods/pillows.toml").write_text(ENTRY.format(id="ZZZ-001", status=status, thing=THING))
    return folder


def accept(office, seed):
    parcel = Parcel(seed)
    parcel.intake["item"]["things"][0]["text"] = THING
    parcel.intake["inspection"]["conditions_explained"] = True
    answer = parcel.put(office.clerk).json()
    node.wait_in_log(parcel.item)
    entry = node.call("GET", f"/api/v1/items/{parcel.item}/timeline").json()["events"][0]
    assert entry["data"]["rules"] == answer["verdict"]["rules"], (entry, answer)
    return answer


def check():
    done = node.run("--json", "check", check=False)
    return done.returncode, json.loads(done.stdout)["problems"]


with Node(sys.argv[1], sample=False) as node:
    office = Office(node, roles=("clerk", "administrator"))
    first = accept(office, 1)
    assert first["decision"] == "accepted", first
    program = first["verdict"]["rules"]

    # From a later day: today nothing changes, that day it does.
    tomorrow = (TODAY + datetime.timedelta(days=1)).isoformat()
    later = json.loads(node.run("--json", "rules", "publish", folder_with(node, "later", "conditional"), "--from", tomorrow).stdout)
    assert (later["version"], later["source"], later["from"]) == (2, "enterprise", tomorrow), later
    assert accept(office, 2)["verdict"]["rules"] == program
    screened = office.clerk.call("POST", "/api/v1/screenings", {"text": THING, "on": tomorrow}).json()
    assert (screened["outcome"], screened["rules"]) == ("conditional", later["rules"]), screened

    kept = Parcel(20)
    kept.intake["item"]["things"][0]["text"] = THING
    kept_answer = kept.put(office.clerk).json()
    node.wait_in_log(kept.item)

    # From today: the next acceptance is a refusal, and says under which set.
    now = json.loads(node.run("--json", "rules", "publish", folder_with(node, "now", "prohibited"), "--from", TODAY.isoformat()).stdout)
    refused = accept(office, 3)
    assert (refused["decision"], refused["verdict"]["rules"]) == ("refused", now["rules"]), refused

    # What was accepted before is told again as it was, under the set that decided it.
    again = kept.put(office.clerk)
    assert again.status == 200 and again.json() == kept_answer, again

    # A clerk may not publish; a folder with an example that fails is not published.
    pack = office.administrator.call("GET", f"/api/v1/rules/{now['rules']}")
    assert pack.status == 200 and pack.body.startswith(b"buuan/goods-rules/v3\n"), pack
    broken = folder_with(node, "broken", "prohibited")
    (broken / "goods/pillows.toml").write_text((broken / "goods/pillows.toml").read_text().replace('expect = "prohibited"', 'expect = "allowed"'))
    assert node.run("rules", "publish", broken, "--from", tomorrow, check=False).returncode == 1

    # Over a restart and a power cut the set stays; what was decided before is decided so again.
    node.kill()
    node.start()
    office.clerk = node.sign_in("clerk")
    assert accept(office, 4)["decision"] == "refused"
    for rules, outcome in ((program, "allowed"), (later["rules"], "conditional"), (now["rules"], "prohibited")):
        again = node.run("--json", "screen", THING, "--under", rules, check=False)
        assert json.loads(again.stdout)["outcome"] == outcome, again
    listed = json.loads(node.run("--json", "rules", "list").stdout)
    assert [(each["rules"], each["decides_today"]) for each in listed["versions"]] == [(program, False), (later["rules"], False), (now["rules"], True)], listed
    assert listed["of_the_program"] == program

    # A declaration that was found wrong goes to the editor, and a set is tried over it.
    parcel = Parcel(5)
    parcel.intake["item"]["things"][0]["text"] = "áo ấm, gọi Lò Văn Gửi 0912345678"
    parcel.accepted(office.clerk)
    node.wait_in_log(parcel.item)
    event = office.clerk.call("POST", f"{parcel.path}/events", parcel.event("found_wrong", how="joint_inspection", found="ZZZ-001"))
    assert event.status == 201, event
    exported = node.run("rules", "export", "--purpose", "internal_check", "--from", TODAY.isoformat(), "--to", TODAY.isoformat())
    case = json.loads(exported.stdout)
    assert (case["text"], case["found"], case["rules"]) == ("áo ấm, gọi […] […]", "ZZZ-001", now["rules"]), case
    (Path(node.temporary.name) / "wrong.jsonl").write_text(exported.stdout)
    tried = node.run("--json", "rules", "check", Path(node.temporary.name) / "later", "--against", now["rules"], "--over", Path(node.temporary.name) / "wrong.jsonl")
    assert json.loads(tried.stdout)["comparison"]["declarations"] == 1, tried

    # Every set that the log names has its pack, and the pack is that set.
    assert check() == (0, [])
    kept = node.folder / "rules" / f"{later['rules']}.pack"
    bytes_ = kept.read_bytes()
    kept.write_bytes(bytes_.replace(b"ZZZ-001", b"ZZZ-002"))
    code, problems = check()
    assert code == 1 and [each["where"] for each in problems] == [f"rules {later['rules']}"], problems
    kept.unlink()
    assert check()[0] == 1
    kept.write_bytes(bytes_)
    assert check() == (0, [])

    # The register, the versions with it, comes back from the log alone.
    assert node.run("--json", "rebuild").returncode == 0
    assert json.loads(node.run("--json", "rules", "list").stdout) == listed
    print("Rules: published, in force from their day, kept, checked.")
