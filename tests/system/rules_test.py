#!/usr/bin/env python3
"""A set of goods rules from a lawyer's folder to what a counter decides: published by the command line, in force from its day, kept over
a restart, named by the acceptances, asked for again later, missed by `buuan check` when its pack is gone; and a node whose present pack is damaged,
which says so, does all that needs no goods rules, and is mended while it runs.

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


def needing_rules(office, parcel, rules):
    """Every kind of question that the goods rules answer, with what is sent."""
    risk = {"counter": "Q1", "sender_phone": "0912345678", "sender_name": "Lò Văn Gửi", "recipient_province": "01", "things": [{"text": THING, "quantity": 1}]}
    yield lambda: Parcel(30).put(office.clerk)
    yield lambda: office.clerk.call("POST", f"{parcel.path}/events", parcel.event("found_wrong", how="joint_inspection", found="ZZZ-001"))
    yield lambda: office.clerk.call("POST", "/api/v1/screenings", {"text": THING})
    yield lambda: office.clerk.call("POST", "/api/v1/risk-notes", risk)
    for path in ("/gui-duoc-khong", "/gui-duoc-khong?q=dao", "/danh-muc", f"/danh-muc/{rules}", "/danh-muc.pdf", "/dieu-kien", "/khai-truoc"):
        yield lambda path=path: node.public("GET", path)
    yield lambda: node.public("POST", "/api/v1/screenings", {"text": THING})


def damaged(rules):
    """The node starts without the goods rules, says so everywhere, and works where it needs none."""
    parcel = Parcel(31).accepted(office.clerk)
    node.stop()
    node.log.unlink()
    pack = node.folder / "rules" / f"{rules}.pack"
    pack.write_bytes(pack.read_bytes()[:-1])
    node.start()
    office.clerk, office.administrator = node.sign_in("clerk"), node.sign_in("administrator")

    said = [json.loads(line) for line in node.log.read_text().splitlines()]
    named = [each for each in said if each["event"] == "goods_rules_damaged"]
    assert named and named[0]["rules"] == rules and "buuan rules publish" in named[0]["what"], said
    for question in needing_rules(office, parcel, rules):
        answer = question()
        assert answer.status == 503 and answer.json()["code"] == "goods_rules_damaged", answer
    for language, word in (("vi", "công bố"), ("en", "publishes")):
        answer = node.staff("POST", "/api/v1/screenings", {"text": THING}, headers={"Accept-Language": language})
        assert word in answer.json()["title"] and "buuan rules publish" in answer.json()["title"], answer
    assert node.public("GET", "/readyz").body == b"ok, but goods_rules_damaged\n"
    assert b"buuan_goods_rules_damaged 1" in node.call("GET", "/metrics").body
    assert node.log.read_text().count('"goods_rules_damaged"') == 1, "said once, however often it is asked for"
    assert check()[0] == 1

    # Publishing another set does not bring this one back.
    for answer in (office.clerk.call("POST", "/api/v1/screenings", {"text": THING, "under": rules}), office.administrator.call("GET", f"/api/v1/rules/{rules}")):
        assert answer.status == 503 and answer.json()["code"] == "named_rules_damaged" and "buuan rules publish" not in answer.json()["title"], answer

    # An item goes on its way, its pictures come, its record is found, its receipt checked.
    for kind, members in (("scanned", {}), ("delivered", {"relationship": "recipient"})):
        event = office.clerk.call("POST", f"{parcel.path}/events", parcel.event(kind, **members))
        assert event.status == 201, event
    for slot, data in parcel.pictures.items():
        stored = office.clerk.call("PUT", f"{parcel.path}/objects/{slot}", data, content_type="image/png")
        assert stored.status == 201, stored
    assert office.clerk.call("GET", "/api/v1/counter-rules").json()["rules"] == rules
    node.wait_in_log(parcel.item)
    receipt = node.public("POST", "/r", {"code": parcel.answer["receipt"]["code"]})
    assert receipt.status == 200, receipt


def mended(rules):
    for question in needing_rules(office, Parcel(32).accepted(office.clerk), rules):
        answer = question()
        assert answer.status in (200, 201), answer
    assert node.public("GET", "/readyz").body == b"ok\n"
    assert b"buuan_goods_rules_damaged 0" in node.call("GET", "/metrics").body
    assert office.clerk.call("POST", "/api/v1/screenings", {"text": "áo"}).json()["rules"] == rules


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

    # The same set again for the same day changes nothing but the pack on disk; another set is another version. Neither needs a restart.
    damaged(now["rules"])
    again = json.loads(node.run("--json", "rules", "publish", Path(node.temporary.name) / "now", "--from", TODAY.isoformat()).stdout)
    assert again == now, again
    mended(now["rules"])
    assert check() == (0, [])
    damaged(now["rules"])
    other = json.loads(node.run("--json", "rules", "publish", Path(node.temporary.name) / "later", "--from", TODAY.isoformat()).stdout)
    mended(other["rules"])
    print("Rules: published, in force from their day, kept, checked.")
