#!/usr/bin/env python3
"""Backups of a real node, and the runbooks of docs/guide/recover.md step by step: a lost disk, a lost root key, a stolen machine. What was
acknowledged before a backup began is in it, whatever goes on meanwhile; what is damaged is named; a backup that was cut off counts for nothing.

    backup_test.py BUUAN
"""
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import unittest
from pathlib import Path

from node import Node, NodeInFolder, uuid7
from office import LATER, Office, Parcel

BINARY = sys.argv.pop()
os.environ["BUUAN_BACKUP_PASSPHRASE"] = "mot cum mat khau cho ban sao khoa"
SENDERS = 3


class Backup(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory(prefix="buuan-backup-")
        cls.place = Path(cls.temporary.name)
        cls.node = Node(BINARY, sample=False).start()
        cls.office = Office(cls.node, roles=("clerk", "officer"))
        cls.keys = cls.place / "keys.json"
        cls.node.run("keys", "backup", "--to", cls.keys, "--passphrase", "--ring-until", LATER)
        cls.accepted = [cls.accept(n) for n in range(3)]

    @classmethod
    def tearDownClass(cls):
        cls.node.stop()
        cls.node.temporary.cleanup()
        cls.temporary.cleanup()

    def setUp(self):
        self.folder = self.place / "backups"
        self.folder.mkdir()
        self.addCleanup(shutil.rmtree, self.folder)

    @classmethod
    def accept(cls, seed, who=None):
        parcel = Parcel(f"backup {seed}").accepted(who or cls.office.clerk)
        for slot, picture in parcel.pictures.items():
            answer = (who or cls.office.clerk).call("PUT", f"{parcel.path}/objects/{slot}", picture)
            assert answer.status == 201, answer
        return parcel

    def back_up(self, *more):
        done = self.node.run("--json", "backup", "--to", self.folder, *more)
        return json.loads(done.stdout)

    def names(self):
        return sorted(path.name for path in (self.folder / "backups").iterdir())

    def restored(self, *more):
        """A node in a new folder, from the newest backup and the key backup."""
        to = self.place / f"restored-{uuid7()}"
        self.addCleanup(shutil.rmtree, to, ignore_errors=True)
        self.node.run("restore", "--from", self.folder, "--to", to, "--keys", self.keys, *more)
        node = NodeInFolder(BINARY, to)
        node.run("keys", "restore", "--from", self.keys)
        return node

    def assert_holds(self, node, parcels):
        checked = node.run("check", check=False)
        self.assertEqual(checked.returncode, 0, checked.stdout)
        with node:
            for parcel in parcels:
                self.assertEqual(node.call("GET", parcel.path).status, 200, parcel.item)

    def chunks(self):
        return sorted(path for path in (self.folder / "chunks").rglob("*") if path.is_file())

    # ---- a backup while the node works --------------------------------------------------------------------------------

    def test_what_was_acknowledged_before_a_backup_began_is_in_it_while_many_work(self):
        stop, acknowledged, failures = threading.Event(), [], []

        def work(number):
            try:
                session = self.node.sign_in("clerk")
                for n in range(10**6):
                    if stop.is_set():
                        return
                    acknowledged.append(self.accept(f"load {number} {n}", session))
            except BaseException as error:
                failures.append(error)

        senders = [threading.Thread(target=work, args=(n,)) for n in range(SENDERS)]
        [sender.start() for sender in senders]
        before = []
        for _ in range(3):
            time.sleep(0.3)
            before = list(acknowledged)
            self.back_up()
        stop.set()
        [sender.join() for sender in senders]
        if failures:
            raise failures[0]
        self.assertGreater(len(before), 10)
        for name in self.names():
            at = name[:13] + name[13:].replace("-", ":")
            node = self.restored("--at", at)
            checked = node.run("check", check=False)
            self.assertEqual(checked.returncode, 0, f"{name}: {checked.stdout}")
        self.assert_holds(node, before)

    def test_a_backup_writes_only_what_is_new(self):
        first = self.back_up()
        self.assertGreater(first["bytes_written"], 100_000)
        time.sleep(4)  # what changed within the last seconds is read again
        second = self.back_up()
        self.assertLess(second["bytes_read"], first["bytes_read"] / 2)
        self.accept("one more")
        third = self.back_up()
        self.assertLess(third["bytes_written"], first["bytes_written"])
        self.assertEqual(self.node.run("backup", "test", self.folder).returncode, 0)

    def test_older_backups_are_forgotten_and_what_nobody_names_goes(self):
        made = []
        for n in range(4):
            self.accept(f"kept {n}")
            made.append(self.back_up("--keep", 2))
        self.assertEqual(len(self.names()), 2)
        self.assertEqual([each["forgotten"] for each in made], [0, 0, 1, 1])
        self.assertGreater(made[3]["chunks_removed"], 0)
        self.assert_holds(self.restored(), self.accepted)

    def test_no_key_and_nothing_readable_is_in_it(self):
        self.node.run("tls", "init", "--name", "localhost")
        self.back_up()
        root = (self.node.folder / "root.key").read_text().strip()
        whole = b"".join(path.read_bytes() for path in self.folder.rglob("*") if path.is_file())
        for secret in (root, "root.key", "DIGEST", "item.accepted", "SQLite format", "quantri", "Lò Văn Gửi"):
            self.assertNotIn(secret.encode(), whole)
        to = self.place / "without-keys"
        self.addCleanup(shutil.rmtree, to, ignore_errors=True)
        self.node.run("restore", "--from", self.folder, "--to", to, "--keys", self.keys)
        self.assertEqual([path for path in (to / "keys").rglob("*")], [])
        self.assertEqual(list(to.rglob("*.key")), [])
        self.assertTrue((to / "tls" / "server.crt").exists())

    # ---- what can be wrong with one -----------------------------------------------------------------------------------

    def test_a_flipped_byte_is_named_and_never_restored(self):
        for _ in range(2):
            # Alone in its folder: a chunk of an older backup would be none of the newest one's.
            shutil.rmtree(self.folder)
            self.folder.mkdir()
            self.back_up()
            self.assertEqual(self.node.run("backup", "test", self.folder).returncode, 0)
            chunk = random.choice(self.chunks())
            whole = chunk.read_bytes()
            at = random.Random(str(chunk)).randrange(len(whole))
            chunk.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1:])
            tested = self.node.run("backup", "test", self.folder, check=False)
            self.assertEqual(tested.returncode, 1, tested)
            self.assertIn(f"chunk {chunk.name} is damaged", tested.stdout)
            to = self.place / "damaged"
            restored = self.node.run("restore", "--from", self.folder, "--to", to, "--keys", self.keys, check=False)
            self.assertEqual(restored.returncode, 3, restored)
            self.assertIn(chunk.name, restored.stderr)
            self.assertFalse((to / "node.toml").exists(), "a half-restored folder looks like a node")
            shutil.rmtree(to)
            # Taken away, it is written again by the next backup from the node.
            chunk.unlink()
            self.back_up()
            self.assertEqual(self.node.run("backup", "test", self.folder).returncode, 0)

    def test_a_backup_that_was_cut_short_is_refused_and_keeps_the_older_ones(self):
        self.back_up()
        older = self.names()[0]
        self.back_up()
        newest = self.folder / "backups" / self.names()[1]
        newest.write_bytes(newest.read_bytes()[:-1])
        tested = self.node.run("backup", "test", self.folder, check=False)
        self.assertEqual(tested.returncode, 1, tested)
        self.assertIn(f"backup {newest.name} is damaged", tested.stdout)
        to = self.place / "cut-short"
        refused = self.node.run("restore", "--from", self.folder, "--to", to, "--keys", self.keys, check=False)
        self.assertEqual(refused.returncode, 3, refused)
        self.assertIn(newest.name, refused.stderr)
        done = self.node.run("backup", "--to", self.folder, "--keep", 2, check=False)
        self.assertEqual(done.returncode, 1, done)
        self.assertIn(newest.name, done.stderr)
        self.assertIn(older, self.names(), "an older backup was forgotten beside a damaged one")
        self.assert_holds(self.restored(), self.accepted)

    def test_a_kill_in_the_middle_of_a_backup_leaves_the_last_one_whole(self):
        self.back_up()
        big = self.node.folder / "rules" / "made-up.bin"
        for n in range(2):
            big.write_bytes(random.Random(n).randbytes(64 << 20))
            before = len(self.chunks())
            running = subprocess.Popen([BINARY, "--node", str(self.node.folder), "backup", "--to", str(self.folder)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            while len(self.chunks()) < before + 5 * (n + 1):
                self.assertIsNone(running.poll(), "the backup was done before it could be cut off")
                time.sleep(0.005)
            self.node.kill()
            running.wait()
            self.node.start()
            self.assertEqual(len(self.names()), 1)
            self.assertEqual(self.node.run("backup", "test", self.folder).returncode, 0)
        big.unlink()
        type(self).office.clerk = self.node.sign_in("clerk")
        made = self.back_up("--keep", 1)
        self.assertGreater(made["chunks_removed"], 10, "what the cut-off backups wrote is still there")
        self.assert_holds(self.restored(), self.accepted)

    def test_a_folder_that_is_not_for_this_nodes_backups_is_left_alone(self):
        for folder, words in ((self.place / "nowhere", "folder_missing"), (self.node.folder, "folder_of_node"), (self.node.folder / "days", "folder_of_node"),
                              (self.node.folder.parent, "folder_of_node"), (self.place, "folder_used")):
            refused = self.node.run("backup", "--to", folder, check=False)
            self.assertEqual((refused.returncode, words in refused.stderr), (4, True), refused)
        self.back_up()
        with Node(BINARY, sample=False) as other:
            refused = other.run("backup", "--to", self.folder, check=False)
            self.assertEqual((refused.returncode, "backups_of_another" in refused.stderr), (4, True), refused)

    # ---- the runbooks -------------------------------------------------------------------------------------------------

    def entries_of(self, node, log, kind):
        size = int(node.call("GET", f"/logs/{log}/checkpoint").body.split(b"\n")[1])
        data = node.call("GET", f"/logs/{log}/tile/entries/000" + ("" if size >= 256 else f".p/{size}")).body
        found = []
        while data:
            length = int.from_bytes(data[:2], "big")
            entry = json.loads(data[2:2 + length])
            found += [entry] if kind in (entry["type"], None) else []
            data = data[2 + length:]
        return found

    def test_a_lost_disk(self):
        parcel = self.accept("before the loss")
        made = self.back_up()
        late = self.accept("after the backup")
        node = self.restored()
        with node:
            self.assertEqual(node.call("GET", parcel.path).status, 200)
            self.assertEqual(node.call("GET", late.path).status, 404, "what came after the backup cannot be there")
            opened = node.call("POST", f"{parcel.path}/openings", {"id": uuid7(), "purpose": "customer_enquiry", "note": "thử"})
            self.assertEqual(opened.json()["fields"]["recipient.name"], "Quàng Thị Nhận")
            for log in node.call("GET", "/api/v1/logs").json()["logs"]:
                self.assertEqual(log["unwitnessed_since"], made["backup"], log)
            for log in ("org", "p11"):
                said = self.entries_of(node, log, "log.restored")
                self.assertEqual([entry["data"]["backup"] for entry in said], [made["backup"]], log)
            session = node.sign_in("clerk")
            again = Parcel("after the restore").accepted(session)
            self.assertGreater(int(again.answer["item_code"][2:10]), int(late.answer["item_code"][2:10]) + 1000, "a code that is on a parcel was given again")
        # Opened once more, it is not restored once more.
        with node:
            self.assertEqual(len(self.entries_of(node, "org", "log.restored")), 1)
        self.assertEqual(node.run("check").returncode, 0)

    def test_a_lost_disk_with_a_mirror_of_the_logs(self):
        mirror = self.place / f"mirror-{uuid7()}"
        mirror.mkdir()
        parcel, other = self.accept("delivered later"), self.accept("not delivered")
        self.back_up()
        self.node.run("mirror", "--to", mirror)
        late = self.accept("after the backup, in the mirror")
        delivered = self.office.clerk.call("POST", f"{parcel.path}/events", parcel.event("delivered", relationship="recipient", received_by="Quàng Thị Nhận"))
        self.assertEqual(delivered.status, 201, delivered)
        self.office.done("PUT", "/api/v1/counters/Q7", {"code": "Q7", "site": "BC1", "name": "Quầy mới", "opened_on": "2020-01-01"})
        time.sleep(1)  # in the log
        proof = self.place / "late.proof"
        proof.write_bytes(self.node.call("GET", f"{late.path}/proof").body)
        followed = json.loads(self.node.run("--json", "mirror", "--to", mirror).stdout)["logs"]
        self.assertGreater({log["log"]: log["new_entries"] for log in followed}["p11"], 2)
        self.accept("after the mirror")  # this one nobody knows of
        keys = {log["log"]: log["key"] for log in self.node.call("GET", "/api/v1/logs").json()["logs"]}
        size = int((mirror / "p11/checkpoint").read_text().split("\n")[1])
        self.assertFalse(any(b"Nh\xe1\xba\xadn" in path.read_bytes() for path in mirror.rglob("*") if path.is_file()))

        node = self.restored("--mirror", mirror)
        checked = node.run("check", check=False)
        self.assertEqual(checked.returncode, 0, checked.stdout)
        with node:
            self.assertEqual(node.call("GET", parcel.path).json()["state"], "delivered")
            self.assertEqual(node.call("GET", other.path).json()["state"], "accepted")
            timeline = node.call("GET", f"{parcel.path}/timeline")
            self.assertEqual([event["type"] for event in timeline.json()["events"]][-1], "item.delivered", timeline)
            opened = node.call("POST", f"{parcel.path}/openings", {"id": uuid7(), "purpose": "customer_enquiry", "note": "thử"})
            self.assertEqual(opened.json()["fields"]["sender.name"], "Lò Văn Gửi", opened)
            self.assertEqual(node.call("GET", late.path).status, 404, "its record came after the backup")
            self.assertIn("Q7", node.call("GET", "/api/v1/register").body.decode())
            lost = [entry for entry in self.entries_of(node, "p11", "record.lost")]
            ids = {entry["id"]: entry["type"] for entry in self.entries_of(node, "p11", None)}
            kinds = sorted(ids[each] for entry in lost for each in entry["data"]["entries"])
            self.assertEqual(kinds, ["item.accepted", "item.delivered", "object.stored", "object.stored"])
            # The counter had no answer and sends it again: it is accepted anew, and the check has nothing to say.
            again = late.put(node.sign_in("clerk"))
            self.assertEqual(again.status, 201, again)
            for slot, picture in late.pictures.items():
                self.assertEqual(node.sign_in("clerk").call("PUT", f"{late.path}/objects/{slot}", picture).status, 201)
            # What was proved before the loss is proved still: the log goes on from there.
            self.assertEqual(node.run("verify", proof, "--key", keys["p11"], check=False).returncode, 0)
            again = json.loads(node.run("--json", "mirror", "--to", mirror).stdout)["logs"]
            self.assertGreater(int((mirror / "p11/checkpoint").read_text().split("\n")[1]), size, again)
            session = node.sign_in("clerk")
            Parcel("after the restore").accepted(session)
        checked = node.run("check", check=False)
        self.assertEqual(checked.returncode, 0, checked.stdout)

    def test_a_mirror_of_another_history_is_not_taken_over_and_keeps_the_node_shut(self):
        mirror = self.place / f"mirror-{uuid7()}"
        mirror.mkdir()
        self.back_up()
        self.accept("before the fork")
        time.sleep(1)
        self.node.run("mirror", "--to", mirror)
        fork = self.restored()  # without the mirror: it signs another history
        with fork:
            said = fork.run("mirror", "--to", mirror, check=False)
            self.assertNotEqual(said.returncode, 0)
            self.assertIn("different histories", said.stderr)
        said = self.node.run("restore", "--from", self.folder, "--to", self.place / "none", "--keys", self.keys, "--mirror", self.place, check=False)
        self.assertIn("holds no mirror", said.stderr)
        shut = self.restored("--mirror", mirror)
        mirror.rename(self.place / "away")
        said = shut.run("check", check=False)
        self.assertNotEqual(said.returncode, 0)
        self.assertIn("mirror", said.stderr)
        (self.place / "away").rename(mirror)
        bundle = next(path for path in (mirror / "p11/tile/entries").rglob("*") if path.is_file())
        before, last, after = bundle.read_bytes().rpartition(b"item.accepted")  # what came before the backup is not taken from it
        bundle.write_bytes(before + b"item.acceptad" + after)
        shut = self.restored("--mirror", mirror)
        self.assertNotEqual(shut.run("check", check=False).returncode, 0)

    def test_a_lost_root_key(self):
        self.back_up()
        node = self.restored()
        (node.folder / "root.key").unlink()
        refused = node.run("check", check=False)
        self.assertEqual(refused.returncode, 3, refused)
        node.run("keys", "restore", "--from", self.keys)
        self.assert_holds(node, self.accepted)

    def test_a_stolen_machine(self):
        self.back_up()
        node = self.restored()
        node.run("keys", "rotate", "root", "--root-key", "file")
        for log in ("org", "p11"):
            node.run("keys", "rotate", "log", log)
        # The thief has the root key of before: it opens no backup that is made from now on.
        refused = node.run("backup", "--to", self.folder, check=False)
        self.assertEqual((refused.returncode, "backups_of_another" in refused.stderr), (4, True), refused)
        fresh = self.place / "fresh"
        fresh.mkdir()
        self.addCleanup(shutil.rmtree, fresh)
        node.run("backup", "--to", fresh)
        stolen = self.node.run("restore", "--from", fresh, "--to", self.place / "thief", "--keys", self.keys, check=False)
        self.assertEqual(stolen.returncode, 5, stolen)
        new_keys = self.place / "new-keys.json"
        node.run("keys", "backup", "--to", new_keys, "--passphrase", "--ring-until", LATER)
        self.assertEqual(node.run("backup", "test", fresh).returncode, 0)
        self.assert_holds(node, self.accepted)


if __name__ == "__main__":
    unittest.main()
