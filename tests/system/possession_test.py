#!/usr/bin/env python3
"""A node is challenged from afar: what it has is proved, what was taken away, damaged or whose key is gone is named, and nothing that
was changed on the way is believed. Also: the node's own check says the same before anybody asks.

    possession_test.py BUUAN
"""
import base64
import datetime
import hashlib
import json
import math
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

from node import PASSWORD, Node
from office import Office, Parcel

BINARY = sys.argv.pop()
PARCELS = 12


def keys_of(node):
    return [log["key"] for log in node.call("GET", "/api/v1/logs").json()["logs"]]


class Possession(unittest.TestCase):
    """The server is stopped and started between the tests; each takes its own harm back."""

    @classmethod
    def setUpClass(cls):
        cls.node = Node(BINARY, sample=False).start()
        cls.addClassCleanup(cls.node.temporary.cleanup)
        cls.addClassCleanup(cls.node.stop)
        office = Office(cls.node)
        cls.parcels = [Parcel(seed).accepted(office.clerk) for seed in range(PARCELS)]
        for parcel in cls.parcels:
            for slot, data in parcel.pictures.items():
                answer = office.clerk.call("PUT", f"{parcel.path}/objects/{slot}", data, content_type="image/png")
                assert answer.status == 201, answer
        for parcel in cls.parcels:
            cls.node.wait_in_log(parcel.item)
        made = cls.node.call("POST", "/api/v1/api-keys", {"id": "so-khcn", "role": "auditor", "by": office.staff["auditor"], "site": None})
        assert made.status == 201, made
        cls.bearer = {"Authorization": "Bearer " + made.json()["key"]}
        cls.keys = keys_of(cls.node)
        cls.work = Path(cls.node.temporary.name)
        cls.settled()
        cls.challenge = cls.made_challenge("lời của bên hỏi, ngày hôm nay")
        cls.answer = cls.answered(cls.challenge)

    @classmethod
    def settled(cls):
        """Every picture is in the log that is challenged."""
        deadline = time.monotonic() + 10
        for parcel in cls.parcels:
            while any(event["type"] == "pending" for event in cls.node.call("GET", parcel.path + "/timeline").json()["events"]):
                assert time.monotonic() < deadline, "not in the log"
                time.sleep(0.1)

    @classmethod
    def made_challenge(cls, authority, uniform=40, strata=5):
        draws = [{"data_class": each, "strata": strata, "uniform": uniform} for each in ("record", "picture")]
        answer = cls.node.call("POST", "/api/v1/possession-challenges", {"authority": authority, "draws": draws})
        assert answer.status == 200, answer
        return answer.body.decode()

    @classmethod
    def answered(cls, challenge):
        answer = cls.node.staff("POST", "/api/v1/possession-answers", challenge, headers=cls.bearer)
        assert answer.status == 200, answer
        return answer.json()

    def verify(self, answer, challenge=None, keys=None):
        (self.work / "answer.json").write_text(json.dumps(answer, ensure_ascii=False))
        arguments = [argument for key in (keys or self.keys) for argument in ("--key", key)]
        if challenge is not None:
            (self.work / "challenge.json").write_text(challenge)
            arguments += ["--challenge", self.work / "challenge.json"]
        return self.node.run("--json", "possession", "verify", self.work / "answer.json", *arguments, check=False)

    def assert_refused(self, answer, words, **kwargs):
        done = self.verify(answer, **kwargs)
        self.assertEqual(done.returncode, 4, done)
        self.assertIn(words, done.stderr)

    def changed(self):
        return json.loads(json.dumps(self.answer))

    def stopped(self, harm):
        """Does harm while the server is stopped; what undoes it is run, likewise, at the end of the test."""
        self.node.stop()
        undo = harm()
        self.node.start()

        def put_back():
            self.node.stop()
            undo()
            self.node.start()
        self.addCleanup(put_back)

    def day_file(self):
        (path,) = (path for path in (self.node.folder / "days").glob("2*.db"))
        return path

    def missing(self, challenge):
        """What the answer names, each as (class, outcome), with the items that the own check names for it."""
        answer = self.answered(challenge)
        done = self.verify(answer, challenge)
        self.assertEqual(done.returncode, 1, done)
        return {(each["data_class"], each["outcome"]) for each in json.loads(done.stdout)["missing"]}

    def own_check(self):
        done = self.node.run("--json", "possession", "check", check=False)
        return done.returncode, json.loads(done.stdout)

    # ---- a node that has everything -----------------------------------------------------------------------------------

    def test_a_node_that_has_everything_proves_it(self):
        done = self.verify(self.answer, self.challenge)
        self.assertEqual(done.returncode, 0, done)
        proved = json.loads(done.stdout)
        self.assertEqual(proved["node"], "thu.example")
        for data_class in ("record", "picture"):
            of = proved["classes"][data_class]
            self.assertGreaterEqual(of["uniform"], 35)
            self.assertEqual(of["missing"], 0)
            below = math.ceil(100_000 * (1 - 0.05 ** (1 / of["uniform"])))
            self.assertEqual(of["missing_percent_below"], f"{below / 1000:.3f}")

    def test_the_command_makes_and_answers_a_challenge_too(self):
        (self.work / "words.txt").write_text("một câu mà nút không đoán trước được")
        self.node.run("possession", "challenge", "--authority", self.work / "words.txt", "--to", self.work / "asked.json", "--uniform", 20, "--strata", 3)
        self.node.run("possession", "answer", "--challenge", self.work / "asked.json", "--to", self.work / "told.json")
        keys = [argument for key in self.keys for argument in ("--key", key)]
        done = self.node.run("possession", "verify", self.work / "told.json", "--challenge", self.work / "asked.json", *keys)
        self.assertIn("uniform draws: at 95 % confidence", done.stdout)

    def test_the_answer_names_no_item_and_no_person(self):
        text = json.dumps(self.answer, ensure_ascii=False)
        for parcel in self.parcels:
            for told in (parcel.item, parcel.answer["item_code"], parcel.phone, "Lò Văn Gửi", "áo sơ mi"):
                self.assertNotIn(told, text)

    def test_who_may_not_ask_is_not_answered(self):
        clerk = self.node.sign_in("clerk")
        self.assertEqual(clerk.call("POST", "/api/v1/possession-answers", self.challenge).status, 403)
        self.assertEqual(self.node.staff("POST", "/api/v1/possession-answers", self.challenge).status, 401)

    def test_a_challenge_of_another_node_day_or_log_is_not_answered(self):
        for field, change in (("node", {"node": "khac.example"}), ("on", {"on": "2020-01-01"}), ("authority", {"authority": "ngắn"}), ("draws", {"draws": []})):
            with self.subTest(field=field):
                challenge = {**json.loads(self.challenge), **change}
                if field == "node":
                    for log in challenge["logs"]:
                        log["checkpoint"] = log["checkpoint"].replace("thu.example", "khac.example")
                answer = self.node.call("POST", "/api/v1/possession-answers", challenge)
                self.assertIn(answer.status, (400, 422), answer)
                self.assertEqual(answer.json()["errors"][0]["field"], field)
        challenge = json.loads(self.challenge)
        challenge["logs"][1]["checkpoint"] = challenge["logs"][1]["checkpoint"].replace("\n", "\n", 1)[:-6] + "AAAA=\n"
        self.assertEqual(self.node.call("POST", "/api/v1/possession-answers", challenge).status, 422)

    # ---- an answer that was changed -----------------------------------------------------------------------------------

    def test_an_answer_to_another_challenge_is_refused(self):
        self.assert_refused(self.answer, "answers another challenge", challenge=self.made_challenge("một thử thách khác hẳn"))

    def test_a_signature_of_another_challenge_is_refused(self):
        other = self.answered(self.made_challenge("một thử thách khác hẳn"))
        answer = self.changed()
        for day in answer["days"]:
            day["signature"] = next(each["signature"] for each in other["days"] if (each["data_class"], each["day"]) == (day["data_class"], day["day"]))
        self.assert_refused(answer, "signature", challenge=self.challenge)

    def test_a_forged_or_missing_signature_is_refused(self):
        answer = self.changed()
        answer["days"][0]["signature"] = base64.b64encode(bytes(64)).decode()
        self.assert_refused(answer, "signature")
        answer = self.changed()
        answer["days"].pop()
        self.assert_refused(answer, "signature")

    def test_another_seed_draws_other_leaves(self):
        answer = self.changed()
        answer["challenge"] = answer["challenge"].replace("bên hỏi", "bên khác")
        self.assert_refused(answer, "not what the seed draws")

    def test_another_leaf_is_refused(self):
        for change in ("swap", "drop", "index"):
            with self.subTest(change=change):
                answer = self.changed()
                leaves = answer["leaves"]
                if change == "swap":
                    leaves[0], leaves[1] = leaves[1], leaves[0]
                elif change == "drop":
                    leaves.pop()
                else:
                    leaves[3]["index"] += 1
                self.assert_refused(answer, "not what the seed draws")

    def test_other_bytes_are_refused(self):
        for data_class in ("record", "picture"):
            with self.subTest(data_class=data_class):
                answer = self.changed()
                leaf = next(each for each in answer["leaves"] if each["data_class"] == data_class)
                other = bytearray(base64.b64decode(leaf["bytes"]))
                other[-1] ^= 1
                leaf["bytes"] = base64.b64encode(other).decode()
                self.assert_refused(answer, "not those that the log names")

    def test_an_entry_that_is_not_in_the_log_is_refused(self):
        answer = self.changed()
        entry = json.loads(answer["entries"][0]["entry"])
        entry["salt"] = entry["salt"][:-1] + ("0" if entry["salt"][-1] != "0" else "1")
        answer["entries"][0]["entry"] = json.dumps(entry, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        self.assert_refused(answer, "not in its log")

    def test_keys_of_another_node_prove_nothing(self):
        self.assert_refused(self.answer, "no known log", keys=self.keys[:1])

    # ---- a node that has lost something -------------------------------------------------------------------------------

    def test_what_is_missing_is_named_by_the_answer_and_by_the_own_check(self):
        victim = self.parcels[3]
        item = bytes.fromhex(victim.item.replace("-", ""))

        def take_record():
            with sqlite3.connect(self.day_file()) as rows:
                kept = rows.execute("select item, class, revision, sealed from record where item = ? and class = 1", (item,)).fetchall()
                assert rows.execute("delete from record where item = ? and class = 1", (item,)).rowcount == 1

            def undo():
                with sqlite3.connect(self.day_file()) as again:
                    again.executemany("insert into record (item, class, revision, sealed) values (?, ?, ?, ?)", kept)
            return undo
        self.stopped(take_record)
        self.assertEqual(self.missing(self.made_challenge("sau khi mất một hồ sơ", uniform=120)), {("record", "missing")})
        code, check = self.own_check()
        self.assertEqual(code, 1)
        self.assertEqual({(each["item"], each["data_class"], each["outcome"]) for each in check["missing"]}, {(victim.item, "record", "missing")})
        listed = self.node.call("GET", "/api/v1/possession-checks").json()["checks"][0]
        self.assertEqual(listed, check)
        self.assertIn(f'"item":"{victim.item}"', self.node.log.read_text())
        metrics = self.node.call("GET", "/metrics").body.decode()
        self.assertRegex(metrics, r"buuan_possession_missing_record [1-9]")
        self.assertRegex(metrics, r"buuan_possession_missing_picture 0")

    def test_a_flipped_byte_of_a_picture_is_damage(self):
        (pack,) = (self.node.folder / "objects" / "4").glob("*/pack-0000")

        def flip():
            whole = pack.read_bytes()
            broken = bytearray(whole)
            broken[-1] ^= 1
            pack.write_bytes(broken)
            return lambda: pack.write_bytes(whole)
        self.stopped(flip)
        self.assertEqual(self.missing(self.made_challenge("sau khi một byte đổi", uniform=120)), {("picture", "damaged")})
        _, check = self.own_check()
        # The last object of the pack is the last picture that was sent.
        self.assertEqual({(each["item"], each["slot"], each["outcome"]) for each in check["missing"]}, {(self.parcels[-1].item, "sealed", "damaged")})

    def test_pictures_whose_bytes_are_gone_are_missing(self):
        (pack,) = (self.node.folder / "objects" / "4").glob("*/pack-0000")

        def take():
            whole = pack.read_bytes()
            pack.unlink()
            return lambda: pack.write_bytes(whole)
        self.stopped(take)
        self.assertEqual(self.missing(self.made_challenge("sau khi mất gói ảnh")), {("picture", "missing")})

    def test_a_destroyed_class_key_is_said_to_be_gone(self):
        ring = self.node.folder / "keys" / "ring"

        def destroy():
            whole = ring.read_bytes()
            day = int(self.day_of_parcels())
            broken = bytearray(whole)
            for at in range(512, len(whole), 128):
                if broken[at] == 1 and broken[at + 1] == 4 and int.from_bytes(broken[at + 4:at + 8], "little", signed=True) == day:
                    broken[at] = 2
                    broken[at + 8:at + 112] = bytes(104)
                    broken[at + 112:at + 128] = hashlib.sha256(broken[at:at + 112]).digest()[:16]
            assert bytes(broken) != whole
            ring.write_bytes(broken)
            return lambda: ring.write_bytes(whole)
        self.stopped(destroy)
        self.assertEqual(self.missing(self.made_challenge("sau khi hủy khóa ảnh")), {("picture", "key_gone")})
        code, check = self.own_check()
        self.assertEqual((code, {each["outcome"] for each in check["missing"]}), (1, {"key_gone"}))

    def day_of_parcels(self):
        return (datetime.date.fromisoformat(self.day_file().stem) - datetime.date(1970, 1, 1)).days


class SampleNode(unittest.TestCase):
    """Ten days of made-up work, by a clock that stands still while an item and its pictures come: their entries are in any order."""

    def test_days_of_work_are_proved_without_a_server(self):
        with tempfile.TemporaryDirectory(prefix="buuan-possession-") as folder:
            folder = Path(folder)

            def buuan(*arguments):
                environment = {**os.environ, "BUUAN_LANG": "en", "BUUAN_PASSWORD": PASSWORD}
                done = subprocess.run([BINARY, "--node", folder / "node", *arguments], capture_output=True, text=True, env=environment, timeout=300)
                self.assertEqual(done.returncode, 0, done)
                return done.stdout
            buuan("init", "--name", "Mẫu", "--origin", "mau.example", "--province", "11", "--admin", "quantri", "--sample", "--sample-days", "10")
            (folder / "words").write_text("một câu mà nút không đoán trước được")
            buuan("possession", "challenge", "--authority", folder / "words", "--to", folder / "challenge")
            buuan("possession", "answer", "--challenge", folder / "challenge", "--to", folder / "answer")
            keys = [argument for line in buuan("--json", "logs").splitlines() for log in json.loads(line)["logs"] for argument in ("--key", log["key"])]
            proved = json.loads(buuan("--json", "possession", "verify", folder / "answer", "--challenge", folder / "challenge", *keys))
            self.assertEqual(proved["missing"], [])
            self.assertGreater(proved["classes"]["picture"]["drawn"], proved["classes"]["picture"]["uniform"], "some are drawn by site and day")


if __name__ == "__main__":
    unittest.main()
