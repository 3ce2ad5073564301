#!/usr/bin/env python3
"""A sample node whose first day is over its term: what has gone is gone for everyone, what a hold keeps opens and is found until the hold ends,
the certificate and its proof are checked off line, and whoever places, approves or ends a hold wrongly is told why.

    tests/system/retention_test.py BUUAN
"""
import datetime
import json
import os
import sqlite3
import subprocess
import sys
import unittest
import uuid
from pathlib import Path

from node import Node, uuid7

BINARY = Path(sys.argv[1]).resolve()
SAMPLE_PASSWORD = "du-lieu-mau-2026"
TODAY = (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=7)).date()


def in_months(day, months):
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    for last in (day.day, 30, 29, 28):
        try:
            return day.replace(year=year, month=month, day=last)
        except ValueError:
            continue


class SampleNode(Node):
    def init(self, sample):
        self.run("init", "--name", "Bưu chính Thử", "--origin", "thu.example", "--province", "11", "--admin", "quantri",
                 "--sample", "--sample-days", "2")


class RetentionTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.node = SampleNode(BINARY).__enter__()
        cls.officer = cls.node.sign_in("antoan1", SAMPLE_PASSWORD)
        cls.auditor = cls.node.sign_in("kiemtoan1", SAMPLE_PASSWORD)
        cls.first_day = min(day["day"] for day in cls.node.call("GET", "/api/v1/retention").json()["days"]
                            if day["classes"].get("record") == "gone" and day["classes"].get("minutes") != "gone"
                            and (cls.node.folder / f"days/{day['day']}.db").exists())
        with sqlite3.connect(f"file:{cls.node.folder}/days/{cls.first_day}.db?mode=ro", uri=True) as db:
            cls.items = [str(uuid.UUID(bytes=row[0])) for row in db.execute("select id from item where state <> 0 order by id")]
        cls.hold = next(each for each in cls.officer.call("GET", "/api/v1/holds").json()["holds"] if not each["self"])
        cls.held = cls.officer.call("GET", f"/api/v1/holds/{cls.hold['number']}").json()["item_ids"][0]
        # A contract sender's parcels of that day were never delivered in the sample, so they keep themselves.
        kept = {item for hold in cls.officer.call("GET", "/api/v1/holds").json()["holds"]
                for item in cls.officer.call("GET", f"/api/v1/holds/{hold['number']}").json()["item_ids"]}
        cls.others = [item for item in cls.items if item not in kept]

    @classmethod
    def tearDownClass(cls):
        cls.node.__exit__()

    def open(self, item, identity=False):
        opening = uuid7()
        answer = self.officer.call("POST", f"/api/v1/items/{item}/openings", {"id": opening, "purpose": "complaint", "identity": identity})
        return answer, opening

    def new_hold(self, **members):
        return {"id": uuid7(), "ground": "complaint", "until": str(in_months(TODAY, 1)),
                "second_person": self.auditor.signed_in["by"], "items": [self.live_item()], **members}

    def live_item(self):
        with sqlite3.connect(f"file:{self.node.folder}/days/{TODAY - datetime.timedelta(days=1)}.db?mode=ro", uri=True) as db:
            return str(uuid.UUID(bytes=db.execute("select id from item where state <> 0 order by id").fetchone()[0]))

    def refused(self, answer, status, code, field=None):
        self.assertEqual(answer.status, status, answer)
        self.assertEqual(answer.json()["code"], code, answer)
        if field:
            self.assertIn(field, [each["field"] for each in answer.json()["errors"]], answer)

    def test_1_the_plan_says_what_is_owed_and_that_nothing_is_due(self):
        plan = self.officer.call("GET", "/api/v1/retention").json()
        self.assertFalse(plan["clock"]["in_doubt"])
        self.assertEqual(plan["due"], [])
        record = next(each for each in plan["classes"] if each["class"] == "record")
        self.assertEqual((record["floor_months"], record["ceiling_months"]), (3, 12))
        self.assertIn("02/CT-BKHCN", record["source"])
        self.assertGreater(record["days"]["gone"], 0)
        later = self.officer.call("GET", f"/api/v1/retention?on={in_months(TODAY, 14)}").json()
        self.assertTrue(any("record" in each["classes"] for each in later["due"]))
        self.refused(self.officer.call("GET", "/api/v1/retention?on=hôm-nay".replace("ô", "o")), 422, "bad_document", "on")

    def test_1_what_is_over_its_term_is_gone_for_everyone(self):
        self.assertGreater(len(self.others), 1)
        for item in self.others:
            self.refused(self.open(item)[0], 410, "term_over")
        # The rows that minutes need are there, and tell nothing of a person.
        row = self.officer.call("GET", f"/api/v1/items/{self.others[0]}")
        self.assertEqual(row.status, 200)
        self.assertEqual(set(row.json()) & {"sender", "recipient", "fields"}, set())
        event = {"id": uuid7(), "kind": "scanned", "site": "DB-BC1", "at": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")}
        self.refused(self.officer.call("POST", f"/api/v1/items/{self.others[0]}/events", event), 409, "day_closed")

    def test_2_what_a_hold_keeps_opens_with_its_pictures_and_is_found(self):
        answer, opening = self.open(self.held, identity=True)
        self.assertEqual(answer.status, 200, answer)
        fields = answer.json()["fields"]
        self.assertTrue(fields["sender.name"] and any(label.startswith("identity.") for label in fields))
        for each in answer.json()["objects"]:
            picture = self.officer.call("GET", f"/api/v1/items/{self.held}/objects/{each['slot']}", headers={"Buuan-Opening": opening})
            self.assertEqual((picture.status, picture.body[:2]), (200, b"\xff\xd8"), picture)
        found = self.officer.call("POST", "/api/v1/searches", {"id": uuid7(), "purpose": "complaint", "name": fields["sender.name"],
                                                              "from": self.first_day, "to": self.first_day})
        self.assertEqual([each["item"] for each in found.json()["results"]], [self.held], found)
        elsewhere = self.officer.call("POST", "/api/v1/searches", {"id": uuid7(), "purpose": "complaint", "name": fields["sender.name"],
                                                                  "from": str(TODAY - datetime.timedelta(days=1))})
        self.assertEqual(elsewhere.json()["results"], [])
        proof = self.officer.call("GET", f"/api/v1/items/{self.held}/proof")
        self.assertEqual(proof.status, 200, proof)

    def test_2_the_certificate_says_it_and_its_proof_is_checked_off_line(self):
        pdf, proof = self.node.folder.parent / "c.pdf", self.node.folder.parent / "c.proof"
        self.node.run("retention", "certificate", self.first_day, "--to", pdf, "--proof", proof)
        self.assertEqual(pdf.read_bytes()[:5], b"%PDF-")
        words = subprocess.run(["pdftotext", str(pdf), "-"], capture_output=True, text=True).stdout
        self.assertIn("CERTIFICATE OF DELETION", words)
        day = datetime.date.fromisoformat(self.first_day)
        self.assertIn(day.strftime("%d/%m/%Y"), words)
        key = next(log["key"] for log in self.node.call("GET", "/api/v1/logs").json()["logs"] if log["log"] == "org")
        verified = self.node.run("verify", proof, "--key", key)
        self.assertIn("day.purged", verified.stdout)
        self.refused(self.officer.call("GET", f"/api/v1/days/{TODAY}/certificate"), 404, "nothing_gone")
        self.refused(self.officer.call("GET", "/api/v1/days/1999-01-01/certificate"), 404, "nothing_gone")

    def test_3_a_hold_is_placed_by_one_and_approved_by_another(self):
        hold = self.officer.call("POST", "/api/v1/holds", self.new_hold(note="Mất hàng"))
        self.assertEqual(hold.status, 201, hold)
        number = hold.json()["number"]
        self.assertEqual((hold.json()["state"], hold.json()["missing"]), ("placed", []))
        self.refused(self.officer.call("POST", f"/api/v1/holds/{number}/approvals", {}), 403, "hold_of_another")
        renewal = {"until": str(in_months(TODAY, 5)), "second_person": self.auditor.signed_in["by"]}
        self.refused(self.officer.call("POST", f"/api/v1/holds/{number}/renewals", renewal), 409, "hold_not_approved")
        # Who is asked to approve sees what, and nothing of the other holds.
        seen = self.auditor.call("GET", f"/api/v1/holds/{number}").json()
        self.assertEqual((seen["note"], len(seen["item_ids"])), ("Mất hàng", 1))
        self.assertEqual({each["second_person"] for each in self.auditor.call("GET", "/api/v1/holds").json()["holds"]}, {self.auditor.signed_in["by"]})
        approved = self.auditor.call("POST", f"/api/v1/holds/{number}/approvals", {})
        self.assertEqual(approved.json()["state"], "approved", approved)
        self.refused(self.officer.call("POST", f"/api/v1/holds/{number}/renewals", {**renewal, "until": approved.json()["until"]}), 422, "bad_document", "until")
        renewed = self.officer.call("POST", f"/api/v1/holds/{number}/renewals", renewal).json()
        self.assertEqual((renewed["state"], renewed["until"], renewed["renewal"]["until"]), ("approved", approved.json()["until"], renewal["until"]), renewed)
        renewed = self.auditor.call("POST", f"/api/v1/holds/{number}/approvals", {}).json()
        self.assertEqual((renewed["until"], "renewal" in renewed), (renewal["until"], False), renewed)
        ended = self.officer.call("DELETE", f"/api/v1/holds/{number}")
        self.assertEqual(ended.json()["state"], "ended", ended)
        self.refused(self.auditor.call("POST", f"/api/v1/holds/{number}/approvals", {}), 409, "hold_over")
        self.assertNotIn("note", self.officer.call("GET", f"/api/v1/holds/{number}").json())

    def test_3_the_same_command_again_is_the_same_hold(self):
        body = self.new_hold()
        first = self.officer.call("POST", "/api/v1/holds", body)
        again = self.officer.call("POST", "/api/v1/holds", body)
        self.assertEqual((first.status, again.status), (201, 200))
        self.assertEqual(first.json()["number"], again.json()["number"])
        self.officer.call("DELETE", f"/api/v1/holds/{first.json()['number']}")

    def test_3_a_hold_over_a_site_and_a_time_takes_what_was_accepted_there(self):
        yesterday = TODAY - datetime.timedelta(days=1)
        begin = datetime.datetime.combine(yesterday, datetime.time()) - datetime.timedelta(hours=7)
        body = self.new_hold(**{"site": "DB-BC1", "from": begin.isoformat() + ".000Z",
                                "to": (begin + datetime.timedelta(hours=23)).isoformat() + ".000Z"})
        del body["items"]
        with sqlite3.connect(f"file:{self.node.folder}/days/{yesterday}.db?mode=ro", uri=True) as db:
            there = db.execute("select count(*) from item where site = 'DB-BC1'").fetchone()[0]
        hold = self.officer.call("POST", "/api/v1/holds", body)
        self.assertEqual((hold.status, hold.json()["items"]), (201, there), hold)
        self.officer.call("DELETE", f"/api/v1/holds/{hold.json()['number']}")

    def test_4_what_is_wrong_with_a_hold_is_said_by_field(self):
        for members, field in (({"until": str(in_months(TODAY, 7))}, "until"),
                               ({"until": str(TODAY - datetime.timedelta(days=1))}, "until"),
                               ({"second_person": self.officer.signed_in["by"]}, "second_person"),
                               ({"second_person": "NV-KHONGCO"}, "second_person"),
                               ({"second_person": self.node.sign_in("giaodich1", SAMPLE_PASSWORD).signed_in["by"]}, "second_person"),
                               ({"ground": "investigation"}, "paper"),
                               ({"items": []}, "items"),
                               ({"site": "DB-BC1"}, "items"),
                               ({"note": "x" * 1001}, "note")):
            self.refused(self.officer.call("POST", "/api/v1/holds", self.new_hold(**members)), 422, "bad_document", field)
        self.refused(self.officer.call("POST", "/api/v1/holds", self.new_hold(ground="curiosity")), 400, "bad_document", "ground")
        self.refused(self.officer.call("POST", "/api/v1/holds", self.new_hold(items=[uuid7()])), 409, "nothing_to_hold")
        for number in ("99", "abc", "-1", "99999999999999999999"):
            self.refused(self.officer.call("GET", f"/api/v1/holds/{number}"), 404, "hold_unknown")
        clerk = self.node.sign_in("giaodich1", SAMPLE_PASSWORD)
        for path in ("/api/v1/holds", "/api/v1/retention", f"/api/v1/days/{self.first_day}"):
            self.assertEqual(clerk.call("GET", path).status, 403)
        self.refused(self.officer.call("POST", "/api/v1/clock-confirmations", {}), 409, "clock_not_in_doubt")

    def test_4_the_log_says_that_a_day_went_and_nothing_of_holds(self):
        with sqlite3.connect(f"file:{self.node.folder}/ledger/org.db?mode=ro", uri=True) as db:
            bundles = b"".join(row[0] for row in db.execute("select bytes from tile where level = -1 order by number"))
        for word in (b'"type":"day.purging"', b'"type":"day.purged"'):
            self.assertTrue(word in bundles, word)
        for word in (b"hold", b"KN-12", b"complaint", self.held.encode()):
            self.assertFalse(word in bundles, word)

    def test_5_everything_on_disk_fits_the_logs(self):
        done = self.node.run("--json", "check", check=False)
        self.assertEqual(json.loads(done.stdout)["problems"], [])

    def test_6_once_the_hold_ends_nobody_opens_it_either(self):
        self.assertEqual(self.open(self.held)[0].status, 200)
        self.node.run("hold", "end", self.hold["number"])
        self.refused(self.open(self.held)[0], 410, "term_over")
        self.node.stop()
        holds = (self.node.folder / "holds.db").read_bytes()
        self.assertNotIn(uuid.UUID(self.held).bytes, holds)
        wal = self.node.folder / "holds.db-wal"
        self.assertFalse(wal.exists() and wal.stat().st_size)
        self.node.start()
        self.officer = self.node.sign_in("antoan1", SAMPLE_PASSWORD)
        self.refused(self.open(self.held)[0], 410, "term_over")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=0)
