#!/usr/bin/env python3
"""What data subjects may ask for: nothing is shown before it is known who asks, each is shown their own data and nobody else's, what is erased is
found no more by anybody and is no damage to the node's own check, and what the law still wants stays, with its day.

    tests/system/subjects_test.py BUUAN
"""
import contextlib
import datetime
import json
import sqlite3
import sys
import unittest
import uuid
from pathlib import Path

from node import Node, uuid7

BINARY = Path(sys.argv[1]).resolve()
SAMPLE_PASSWORD = "du-lieu-mau-2026"


class SampleNode(Node):
    def init(self, sample):
        self.run("init", "--name", "Bưu chính Thử", "--origin", "thu.example", "--province", "11", "--admin", "quantri", "--sample", "--sample-days", "3")


class SubjectsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.node = SampleNode(BINARY).__enter__()
        cls.officer = cls.node.sign_in("antoan1", SAMPLE_PASSWORD)
        files = sorted((cls.node.folder / "days").glob("2*.db"))
        # Over three months old; of the last days, whatever the hour: what came three days ago has been delivered.
        cls.free, cls.owed = cls.items_of(files[1]), [item for file in files[2:] for item in cls.items_of(file)]

    @classmethod
    def tearDownClass(cls):
        cls.node.__exit__()

    @staticmethod
    def items_of(file):
        """Parcels that were delivered or came back, with their pictures' slots: nothing keeps them but the law."""
        with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as db:
            return [str(uuid.UUID(bytes=row[0])) for row in db.execute("select id from item where state in (5, 6, 7) and type = 3 order by state desc, id")]

    def day_of(self, item):
        file = next(file for file in (self.node.folder / "days").glob("2*.db") if item in self.items_of(file))
        return sqlite3.connect(file)

    def call(self, method, path, body=None, expect=None, code=None):
        answer = self.officer.call(method, path, body)
        if expect is not None:
            self.assertEqual(answer.status, expect, answer)
        if code is not None:
            self.assertEqual(answer.json()["code"], code, answer)
        return answer

    def opened(self, item):
        return self.call("POST", f"/api/v1/items/{item}/openings", {"id": uuid7(), "purpose": "subject_request", "identity": False}, expect=200).json()["fields"]

    def file(self, fields, who, ask="erase", **more):
        return self.call("POST", "/api/v1/subject-requests",
                         {"id": uuid7(), "ask": ask, "name": fields[f"{who}.name"], "phone": fields[f"{who}.phone"], **more}, expect=201).json()

    def step(self, request, step, expect=200, **members):
        return self.call("POST", f"/api/v1/subject-requests/{request['number']}/steps", {"step": step, **members}, expect=expect)

    def known(self, fields, who, ask="erase"):
        request = self.file(fields, who, ask)
        self.step(request, "identify", method="QR_CCCD")
        return request

    def export(self, request):
        return self.call("POST", f"/api/v1/subject-requests/{request['number']}/exports", {}, expect=200).json()

    def erase(self, request, *items):
        return self.call("POST", f"/api/v1/subject-requests/{request['number']}/erasures", {"items": list(items)}, expect=200).json()["items"]

    def found(self, **by):
        to = datetime.date.today() + datetime.timedelta(days=1)
        answer = self.call("POST", "/api/v1/searches", {"id": uuid7(), "purpose": "subject_request", "from": str(to - datetime.timedelta(days=390)),
                                                        "to": str(to), **by}, expect=200)
        return [each["item"] for each in answer.json()["results"]]

    def test_nothing_is_shown_or_erased_before_it_is_known_who_asks(self):
        fields = self.opened(self.free[0])
        request = self.file(fields, "recipient")
        path = f"/api/v1/subject-requests/{request['number']}"
        self.call("POST", path + "/exports", {}, expect=409, code="not_identified_yet")
        self.call("POST", path + "/erasures", {"items": [self.free[0]]}, expect=409, code="not_identified_yet")
        self.step(request, "finish", expect=409)
        self.step(request, "identify", expect=422)
        self.step(request, "identify", expect=422, method="HEARSAY")
        self.step(request, "identify", expect=422, method="MANUAL")
        self.step(request, "refuse", expect=422, reason="no time")
        refused = self.step(request, "refuse", reason="not_identified").json()
        self.assertEqual((refused["state"], refused["late"]), ("refused", False))
        self.assertIn("chưa chứng minh", refused["refusal_text"]["vi"])
        self.step(request, "identify", expect=409, method="CHIP")

    def test_each_is_given_their_own_data_and_nothing_of_the_other(self):
        item = self.free[1]
        fields = self.opened(item)
        as_sender = next(each for each in self.export(self.known(fields, "sender", "provide"))["items"] if each["item"] == item)
        self.assertEqual(as_sender["as"], ["sender"])
        self.assertEqual(as_sender["fields"]["sender.phone"], fields["sender.phone"])
        self.assertFalse([label for label in as_sender["fields"] if label.startswith("recipient.") or label == "receipt"])
        as_recipient = next(each for each in self.export(self.known(fields, "recipient", "access"))["items"] if each["item"] == item)
        self.assertEqual({label.split(".")[0] for label in as_recipient["fields"]}, {"recipient"})
        self.assertLess(as_recipient["owed_until"], str(datetime.date.today()))
        # The number under another name is somebody else's.
        stranger = self.known({**fields, "sender.name": "Quàng Văn Không"}, "sender", "access")
        answer = self.export(stranger)
        self.assertNotIn(item, [each["item"] for each in answer["items"]])
        self.assertGreaterEqual(answer["of_others"], 1)

    def test_what_is_erased_is_found_no_more_and_the_node_is_whole(self):
        item = self.free[2]
        before = self.opened(item)
        self.assertIn(item, self.found(phone=before["sender.phone"]))
        stranger = self.opened(self.free[0])
        self.assertEqual(self.erase(self.known(stranger, "sender"), item), [{"item": item, "outcome": "not_of_this_person"}])
        access = self.known(before, "sender", "access")
        self.call("POST", f"/api/v1/subject-requests/{access['number']}/erasures", {"items": [item]}, expect=409, code="asked_for_else")

        request = self.known(before, "sender")
        (erased,) = self.erase(request, item)
        self.assertEqual(erased["outcome"], "erased", erased)
        self.assertNotIn(item, self.found(phone=before["sender.phone"]))
        self.assertIn(item, self.found(phone=before["recipient.phone"]))
        after = self.opened(item)
        # What is the other party's stays, and the minutes of what was done do to their own term (docs/guide/subjects.md).
        self.assertEqual(after, {label: value for label, value in before.items() if label.startswith(("recipient.", "minutes.")) or label == "item.code"})
        shown = self.call("GET", f"/api/v1/items/{item}", expect=200).json()
        self.assertEqual(shown["objects"], [])
        self.assertEqual(self.call("POST", "/api/v1/checks", expect=200).json()["problems"], [])
        timeline = self.call("GET", f"/api/v1/items/{item}/timeline", expect=200).json()["events"]
        self.assertEqual(timeline[-1]["entry"], erased["entry"])
        proof = self.call("GET", f"/api/v1/items/{item}/proof?entry={erased['entry']}")
        self.assertEqual(proof.status, 200, proof)
        # After a rebuild from what is left it is not found either, and the node was not damaged by it.
        self.node.run("rebuild")
        self.assertNotIn(item, self.found(phone=before["sender.phone"]))
        self.assertEqual(self.call("POST", "/api/v1/checks", expect=200).json()["problems"], [])
        self.assertEqual(self.call("GET", f"/api/v1/subject-requests/{request['number']}").json()["items_erased"], 1)
        self.assertEqual(self.step(request, "finish").json()["state"], "done")
        self.call("POST", f"/api/v1/subject-requests/{request['number']}/erasures", {"items": [item]}, expect=409, code="request_closed")

    def test_zz_an_erased_row_that_is_put_back_is_told(self):
        item = self.free[0]
        with contextlib.closing(self.day_of(item)) as day:
            old = day.execute("select item, class, revision, sealed from record where item = ? and class = 1", (uuid.UUID(item).bytes,)).fetchone()
        self.assertEqual(self.erase(self.known(self.opened(item), "sender"), item)[0]["outcome"], "erased")
        self.node.stop()
        with contextlib.closing(self.day_of(item)) as day, day:
            day.execute("insert into record (item, class, revision, sealed) values (?, ?, ?, ?)", old)
        checked = self.node.run("check", check=False)
        self.assertEqual(checked.returncode, 1, checked)
        self.assertIn("the log says that it was erased, and it is there", checked.stdout + checked.stderr)
        self.node.start()

    def test_what_the_law_still_wants_stays_and_its_day_is_told(self):
        item = self.owed[0]
        fields = self.opened(item)
        (kept,) = self.erase(self.known(fields, "sender"), item)
        self.assertEqual(kept["outcome"], "floor_not_over", kept)
        accepted = datetime.date.fromisoformat(self.call("GET", f"/api/v1/items/{item}").json()["accepted_at"][:10])
        self.assertGreater(datetime.date.fromisoformat(kept["free_from"]), accepted + datetime.timedelta(days=88))
        self.assertEqual(self.opened(item), fields)

    def test_nothing_personal_of_a_request_lies_in_the_open(self):
        name, phone = "Vàng Thị Chưa Từng", "0379 123 987"
        request = self.call("POST", "/api/v1/subject-requests", {"id": uuid7(), "ask": "object", "name": name, "phone": phone, "contact": "chua.tung@example"},
                            expect=201).json()
        self.assertEqual(self.call("GET", f"/api/v1/subject-requests/{request['number']}", expect=200).json()["asker"]["name"], name)
        for path in [*self.node.folder.rglob("*.db*"), self.node.log]:
            content = path.read_bytes()
            for secret in (name.encode(), b"0379123987", b"chua.tung"):
                self.assertNotIn(secret, content, path)

    def test_the_same_id_is_the_same_request_and_no_other(self):
        body = {"id": uuid7(), "ask": "object", "name": "Lò Thị Mai", "phone": "0912345678"}
        first = self.call("POST", "/api/v1/subject-requests", body, expect=201).json()
        self.assertEqual(self.call("POST", "/api/v1/subject-requests", body, expect=200).json(), first)
        self.call("POST", "/api/v1/subject-requests", {**body, "name": "Lò Thị Mai Hương"}, expect=409, code="item_conflict")
        self.step(first, "identify", method="CHIP")
        self.call("POST", f"/api/v1/subject-requests/{first['number']}/exports", {}, expect=409, code="asked_for_else")

    def test_what_a_hold_keeps_is_shown_and_not_erased(self):
        hold = next(each for each in self.call("GET", "/api/v1/holds").json()["holds"] if not each["self"])
        (item,) = self.call("GET", f"/api/v1/holds/{hold['number']}").json()["item_ids"]
        fields = self.opened(item)
        self.assertIn(item, [each["item"] for each in self.export(self.known(fields, "sender", "access"))["items"]])
        self.assertEqual([each["outcome"] for each in self.erase(self.known(fields, "sender"), item)], ["held"])
        own = next(each["number"] for each in self.call("GET", "/api/v1/holds").json()["holds"] if each["self"])
        self.call("DELETE", f"/api/v1/holds/{own}", expect=404, code="hold_unknown")

    def test_who_is_asked_for_is_read_by_an_act_and_by_nobody_of_one_site(self):
        request = self.file({"x.name": "Lò Thị Mai", "x.phone": "0912345678"}, "x")
        acts = lambda: len([row for row in self.rows("act")])
        before = acts()
        self.call("GET", f"/api/v1/subject-requests/{request['number']}", expect=200)
        self.assertEqual(acts(), before + 1)
        listed = self.call("GET", "/api/v1/subject-requests", expect=200).json()["requests"]
        self.assertFalse([each for each in listed if "asker" in each])
        admin = self.node.sign_in("quantri")
        password = "mot-mat-khau-khac-2026"
        made = admin.call("PUT", "/api/v1/users/canbodiem1", {"role": "officer", "by": self.officer.signed_in["by"], "site": "DB-BC1", "password": password})
        self.assertLess(made.status, 300, made)
        bound = self.node.sign_in("canbodiem1", password)
        number = request["number"]
        for method, path, body in (("GET", "/api/v1/subject-requests", None), ("GET", f"/api/v1/subject-requests/{number}", None),
                                   ("POST", f"/api/v1/subject-requests/{number}/steps", {"step": "take_back"}), ("POST", "/api/v1/purges", {}),
                                   ("DELETE", "/api/v1/holds/1", None)):
            self.assertEqual(bound.call(method, path, body).status, 403, path)

    def rows(self, kind):
        with contextlib.closing(sqlite3.connect(f"file:{self.node.folder}/node.db?mode=ro", uri=True)) as db:
            return db.execute("select key from row where kind = ?", (kind,)).fetchall()

    def test_wrong_requests_are_told_what_is_wrong_with_them(self):
        for body, field in (({"name": "Lò Thị Mai"}, "phone"), ({"name": "Lò Thị Mai", "phone": "12"}, "phone"), ({"name": "", "phone": "0912345678"}, "name"),
                            ({"name": "Lò Thị Mai", "phone": "0912345678", "note": "x" * 1001}, "note")):
            answer = self.call("POST", "/api/v1/subject-requests", {"id": uuid7(), "ask": "erase", **body}, expect=422)
            self.assertIn(field, [each["field"] for each in answer.json()["errors"]])
        self.call("POST", "/api/v1/subject-requests", {"id": uuid7(), "ask": "burn", "name": "Lò Thị Mai", "phone": "0912345678"}, expect=400)
        for number in ("0", "99999999", "-1", "x"):
            self.call("GET", f"/api/v1/subject-requests/{number}", expect=404, code="request_unknown")

    def test_the_commands_do_the_same(self):
        fields = self.opened(self.free[3])
        def file(ask, who):
            asker = json.dumps({"name": fields[f"{who}.name"], "phone": fields[f"{who}.phone"]})
            return self.node.run("--json", "subject", "file", "--ask", ask, "--from", "-", input=asker)

        filed = file("provide", "sender")
        number = json.loads(filed.stdout)["number"]
        self.assertIn("the asker is not known yet", self.node.run("subject", "list").stdout)
        self.assertEqual(self.node.run("subject", "export", number, "--to", "/dev/null/x", check=False).returncode != 0, True)
        self.node.run("subject", "identify", number, "--method", "CHIP")
        self.node.run("subject", "answer", number)
        to = Path(self.node.temporary.name) / "export.json"
        self.node.run("subject", "export", number, "--to", to)
        self.assertEqual(to.stat().st_mode & 0o077, 0)
        self.assertIn(self.free[3], [each["item"] for each in json.loads(to.read_text())["items"]])
        self.node.run("subject", "extend", number)
        self.assertNotEqual(self.node.run("subject", "extend", number, check=False).returncode, 0)
        self.node.run("subject", "done", number)
        erase = json.loads(file("erase", "recipient").stdout)
        self.assertNotEqual(self.node.run("subject", "file", "--ask", "erase", "--from", "-", input="name: Mai", check=False).returncode, 0)
        self.node.run("subject", "identify", erase["number"], "--method", "CHIP")
        self.assertIn("erased", self.node.run("subject", "erase", erase["number"], "--item", self.free[3]).stdout)
        self.assertNotEqual(self.node.run("subject", "erase", erase["number"], "--item", self.free[3], check=False).returncode, 0)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
