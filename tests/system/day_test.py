"""A day of an enterprise, played through the real server: three sites, 2,000 items, every path that an item may take, and five in a hundred
of each kind of trouble: lost from a bag, in a wrong bag, scanned twice, sent twice by a broken line, suspicious, found wrong, damaged, off
in weight, nobody home, refused by the recipient, withdrawn. At the end each item is where the book that the test keeps beside says, the
logs tell the same of each, and the sum is what was accepted.

    day_test.py BUUAN
"""
import collections
import json
import random
import sys
import time
import unittest
from pathlib import Path

from bulk_test import line_of
from node import Node, uuid7
from office import LONG_AGO, Office, instant

BINARY = Path(sys.argv.pop()).resolve()
ITEMS = 2000
TROUBLE = 0.05  # of each kind
BAG = 100  # items in one


class Day(unittest.TestCase):
    """One test after the other, in the order of their names: each is a part of the day."""

    @classmethod
    def setUpClass(cls):
        cls.rng = random.Random(20261127)
        cls.node = Node(BINARY, sample=False).__enter__()
        cls.office = Office(cls.node)
        cls.office.done("PUT", "/api/v1/sites/BC3", {"code": "BC3", "kind": "service_point", "name": "Bưu cục BC3", "province": "11", "commune": "Tuần Giáo", "address": "", "opened_on": LONG_AGO})
        # More than one can carry: a route has 500 items.
        for name in ("buuta3", "buuta4", "buuta5", "buuta6"):
            cls.office.account(name, "courier", cls.office.engage("courier", "BC3"), "BC3")
        cls.couriers = [cls.node.sign_in(name) for name in ("buuta3", "buuta4", "buuta5", "buuta6")]
        cls.courier3 = cls.couriers[0]
        cls.book = {}  # item: what its state must be
        cls.codes = {}
        cls.told = collections.defaultdict(list)  # item: the kinds of entries that its logs must have, in order

    @classmethod
    def tearDownClass(cls):
        cls.node.__exit__()

    def event(self, kind, site, **members):
        return {"id": uuid7(), "kind": kind, "site": site, "at": instant(), **members}

    def batch(self, who, path, lines, statuses=(200, 201)):
        answers = []
        for start in range(0, len(lines), 400):
            body = "\n".join(json.dumps(line) if isinstance(line, dict) else line.decode() for line in lines[start:start + 400]).encode()
            answer = who.call("POST", path, body)
            self.assertEqual(answer.status, 200, answer)
            answers += [json.loads(line) for line in answer.body.decode().splitlines()]
        self.assertEqual(len(answers), len(lines))
        for answer in answers:
            self.assertIn(answer["status"], statuses, answer)
        return answers

    def scans(self, who, site, items, kind="scanned", to=None, **members):
        """The same event for all of them, line by line; the line breaks now and then, and what may not have come is sent again."""
        lines = [{"item": item, "event": self.event(kind, site, **members)} for item in items]
        self.batch(who, "/api/v1/scan-batches", lines)
        self.batch(who, "/api/v1/scan-batches", [line for line in lines if self.trouble()])
        for item in items:
            self.told[item].append("item." + kind)
            self.book[item] = to or self.book[item]

    def trouble(self):
        return self.rng.random() < TROUBLE

    def some(self, items):
        return [item for item in items if self.trouble()]

    def in_state(self, *states):
        return [item for item, state in self.book.items() if state in states]

    def step(self, who, bag, step, expect=200, **members):
        answer = who.call("POST", f"/api/v1/bags/{bag}/steps", {"id": uuid7(), "step": step, **members})
        self.assertEqual(answer.status, expect, answer)
        return answer.json()

    def carry(self, packer, unpacker, ends, items, name):
        """Items in bags from one end to the other; some are lost on the way, some turn up in a wrong bag, some are scanned twice."""
        bags = [items[start:start + BAG] for start in range(0, len(items), BAG)]
        wrong = {}  # bag number: items that lie in it though they were put into another
        for number, bag in enumerate(bags):
            packer.call("PUT", f"/api/v1/bags/{name}{number}", ends)
            for item in bag:
                self.assertEqual(self.step(packer, f"{name}{number}", "put_in", code=self.codes[item])["result"], "put_in")
                self.told[item].append("item.scanned")
                self.book[item] = "in_transit"
                if self.trouble():
                    self.assertEqual(self.step(packer, f"{name}{number}", "put_in", code=self.codes[item])["result"], "doubled")
            self.assertEqual(self.step(packer, f"{name}{number}", "send")["bag"]["items"], len(bag))
        lost = {item for item in items if self.trouble()}
        for item in sorted(lost)[::2]:  # half of them come after all, in another bag
            wrong.setdefault(self.rng.randrange(len(bags)), []).append(item)
        for number, bag in enumerate(bags):
            self.unpack(unpacker, f"{name}{number}", bag, lost, wrong.get(number, []))

    def unpack(self, unpacker, name, bag, lost, strangers):
        expected = collections.Counter()
        inside = [item for item in bag if item not in lost] + strangers
        self.rng.shuffle(inside)
        for item in inside:
            result = self.step(unpacker, name, "take_out", code=self.codes[item])["result"]
            self.assertEqual(result, "expected" if item in bag else "surplus")
            self.told[item].append("item.scanned")
            if self.trouble():
                self.assertEqual(self.step(unpacker, name, "take_out", code=self.codes[item])["result"], "doubled")
                expected["doubled"] += 1
        end = self.step(unpacker, name, "receive")
        missing = {item for item in bag if item in lost and item not in strangers}
        self.assertEqual({each["item"] for each in end["missing"]}, missing)
        self.assertEqual({each["item"] for each in end["surplus"]}, {item for item in strangers if item not in bag})
        self.assertEqual(end["bag"]["doubled"], expected["doubled"])
        for item in missing:
            self.told[item].append("item.missed")

    # ---- the day -------------------------------------------------------------------------------------------------------

    def test_1_two_thousand_are_accepted(self):
        lines = [line_of(seed) for seed in range(ITEMS)]
        for answer in self.batch(self.office.clerk, "/api/v1/item-batches", lines, (201,)):
            self.book[answer["item"]] = "accepted"
            self.codes[answer["item"]] = answer["item_code"]
            self.told[answer["item"]].append("item.accepted")
        again = self.batch(self.office.clerk, "/api/v1/item-batches", lines[:100], (200,))
        self.assertTrue(all(answer["item"] in self.book for answer in again))
        self.assertEqual(len(self.book), ITEMS)
        self.scans(self.office.clerk, "BC1", self.some(self.in_state("accepted")), "withdrawn", "withdrawn")

    def test_2_bags_go_to_the_sorting_centre(self):
        self.carry(self.office.clerk, self.office.sorter, {"from": "BC1", "to": "TT2"}, self.in_state("accepted"), "T-1-")

    def test_3_they_are_weighed_and_x_rayed(self):
        moving = self.in_state("in_transit")
        heavy = self.some(moving)
        for item in heavy:
            answer = self.office.sorter.call("POST", "/api/v1/scans", {"code": self.codes[item], "event": self.event("scanned", "TT2", weight_g=9000)}).json()
            self.assertEqual((answer["item"], answer["weight"]["differs"]), (item, True))
            self.told[item].append("item.scanned")
        self.scans(self.office.sorter, "TT2", self.some(moving), "damaged", remark="Rách vỏ, đã gói lại", weight_g=500)
        wanted = [item for item in moving if self.office.sorter.call("POST", "/api/v1/scans", {"item": item}).json()["xray"]["wanted"]]
        self.assertTrue(0.05 * len(moving) < len(wanted) < 0.16 * len(moving), len(wanted))  # one in ten
        suspicious = self.some(moving)
        self.scans(self.office.sorter, "TT2", suspicious, "xrayed", "stopped", equipment="TT2-X", result="suspicious")
        self.scans(self.office.sorter, "TT2", [item for item in wanted if item not in suspicious], "xrayed", equipment="TT2-X", result="clear")
        self.scans(self.office.sorter, "TT2", self.some(self.in_state("in_transit")), "found_wrong", "stopped", how="xray", found="EXP-001")

    def test_4_what_is_stopped_is_told_and_some_of_it_released(self):
        stopped = self.in_state("stopped")
        listed = self.office.officer.call("GET", "/api/v1/stopped-items").json()
        self.assertEqual({each["item"] for each in listed["items"]}, set(stopped))
        self.scans(self.office.officer, "TT2", stopped, "notified", authority="Công an phường Mường Thanh")
        refused = self.office.sorter.call("POST", "/api/v1/scans", {"item": stopped[0], "event": self.event("released", "TT2")})
        self.assertEqual(refused.status, 403, refused)
        self.scans(self.office.officer, "TT2", stopped[::3], "released", "in_transit", remark="Công an đã xem")
        answers = self.batch(self.courier3, "/api/v1/scan-batches", [{"item": item, "event": self.event("delivered", "BC3", relationship="recipient")} for item in stopped[1::3]], (403,))
        self.assertTrue(all(answer["problem"]["code"] == "scan_it_first" for answer in answers))
        answers = self.batch(self.office.sorter, "/api/v1/scan-batches", [{"item": item, "event": self.event("delivered", "TT2", relationship="recipient")} for item in stopped[1::3]], (422,))
        self.assertTrue(all(answer["problem"]["code"] == "bad_document" for answer in answers))

    def test_5_bags_go_to_the_last_point(self):
        moving = self.in_state("in_transit")
        self.carry(self.office.sorter, self.courier3, {"from": "TT2", "to": "BC3"}, moving[:1000], "T-2-")
        self.scans(self.courier3, "BC3", moving[1000:])

    def test_6_couriers_take_them_out(self):
        out = [item for item in self.in_state("in_transit") if not self.trouble()]  # some stay behind until tomorrow
        for turn, courier in enumerate(self.couriers):
            self.scans(courier, "BC3", out[turn::len(self.couriers)], "sent_out")
        for kind, to, members in (("attempted", "held_for_pickup", {"reason": "nobody_home"}), ("returned", "returned", {"reason": "recipient_refused"})):
            self.scans(self.courier3, "BC3", self.some([item for item in out if self.book[item] == "in_transit"]), kind, to, **members)
        self.scans(self.courier3, "BC3", [item for item in out if self.book[item] == "in_transit"], "delivered", "delivered", relationship="recipient", received_by="Quàng Thị Nhận")
        self.scans(self.courier3, "BC3", self.some(self.in_state("held_for_pickup")), "delivered", "delivered", relationship="family", received_by="Quàng Văn Nhà")

    def test_7_every_item_is_accounted_for(self):
        found = {item: self.office.officer.call("GET", f"/api/v1/items/{item}").json()["state"] for item in self.book}
        self.assertEqual(found, self.book)
        sums = collections.Counter(found.values())
        self.assertEqual(sum(sums.values()), ITEMS)
        # Every path was taken, and nothing is anywhere else.
        self.assertEqual(set(sums), {"delivered", "returned", "withdrawn", "stopped", "held_for_pickup", "in_transit"})
        print(f"a day of {ITEMS} items: {dict(sums)}", file=sys.stderr)

    def test_8_the_logs_tell_the_same(self):
        for item, kinds in self.told.items():
            events = self.settled_timeline(item)
            self.assertEqual([each["type"] for each in events], kinds, item)
            self.assertEqual(events[-1]["data"].get("state", "accepted"), self.book[item])
        self.assertEqual(self.office.officer.call("POST", "/api/v1/checks").json()["problems"], [])
        self.assertEqual(self.office.sorter.call("GET", "/api/v1/bags").json()["bags"], [])

    def settled_timeline(self, item):
        for _ in range(200):
            events = self.office.officer.call("GET", f"/api/v1/items/{item}/timeline").json()["events"]
            if all(each["type"] != "pending" for each in events):
                return events
            time.sleep(0.1)
        self.fail(f"the log did not take the entries of {item}")


if __name__ == "__main__":
    unittest.main()
