#!/usr/bin/env python3
"""Backups of a real node to a real S3 store, Ceph's gateway (rgw.py): made, added to, tried, restored on a new machine; what is wrong with the
key, the bucket, an object or another backup is said; a kill in the middle harms nothing.

    s3_test.py BUUAN
"""
import json
import os
import random
import re
import shutil
import ssl
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

from node import Node, NodeInFolder, uuid7
from office import LATER, Office, Parcel
from rgw import Bucket, Cut, Rgw

BINARY = sys.argv.pop()
POLICY = Path(__file__).resolve().parents[2] / "docs/guide/s3-policy.json"


def configured(node, access, secret, **settings):
    """The node's [s3] and its file of keys, before it starts."""
    file = node.folder / "node.toml"
    text = file.read_text()
    for name, value in settings.items():
        before = next(line for line in text[text.index("[s3]"):].splitlines() if line.startswith(name + " ="))
        text = text.replace(before, f"{name} = {json.dumps(value)}")
    file.write_text(text)
    keys(node.folder / "s3.key", access, secret)


def keys(file, access, secret):
    file.unlink(missing_ok=True)
    with open(os.open(file, os.O_CREAT | os.O_WRONLY, 0o600), "w") as out:
        out.write(f"{access}\n{secret}\n")


class S3(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory(prefix="buuan-s3-")
        cls.addClassCleanup(cls.temporary.cleanup)
        cls.place = Path(cls.temporary.name)
        cls.store = cls.enterClassContext(Rgw())
        cls.access, cls.secret = cls.store.user("chu")
        cls.node = Node(BINARY, sample=False)
        cls.addClassCleanup(cls.node.temporary.cleanup)
        configured(cls.node, cls.access, cls.secret, endpoint=cls.store.endpoint)
        cls.node.start()
        cls.addClassCleanup(cls.node.stop)
        cls.office = Office(cls.node, roles=("clerk", "officer"))
        cls.key_backup = cls.place / "keys.json"
        # Shares of a recovery key: a passphrase would be stretched for a second at each restore.
        cls.node.run("keys", "split", "--shares", 2, "--needed", 2, "--to", cls.place)
        cls.shares = [word for share in sorted(cls.place.glob("*share*")) for word in ("--share", share)]
        cls.node.run("keys", "backup", "--to", cls.key_backup, "--ring-until", LATER)
        cls.accepted = [cls.accept(n) for n in range(3)]

    def setUp(self):
        name = "sao-luu-" + uuid7()[-12:]
        self.bucket = Bucket(self.store, name, self.access, self.secret).make()
        self.folder = f"s3://{name}/bd11/nut"

    @classmethod
    def accept(cls, seed):
        parcel = Parcel(f"s3 {seed}").accepted(cls.office.clerk)
        for slot, picture in parcel.pictures.items():
            answer = cls.office.clerk.call("PUT", f"{parcel.path}/objects/{slot}", picture)
            assert answer.status == 201, answer
        return parcel

    def back_up(self, *more):
        return json.loads(self.node.run("--json", "backup", "--to", self.folder, *more).stdout)

    def refused(self, code, *command):
        """What a command says that is to end with this exit code; never a key."""
        done = self.node.run(*command, check=False)
        self.assertEqual(done.returncode, code, done)
        self.assertNotIn(self.secret, done.stdout + done.stderr)
        return done.stdout + done.stderr

    def restore(self, to, *more, folder=None, endpoint=None, check=True):
        credentials = self.place / "restore.key"
        keys(credentials, self.access, self.secret)
        return self.node.run("restore", "--from", folder or self.folder, "--to", to, "--keys", self.key_backup, *self.shares, "--s3-endpoint",
                             endpoint or self.store.endpoint, "--s3-credentials", credentials, *more, check=check)

    def assert_restores(self, parcels, *more):
        """On a machine that has nothing but the store's key and the key backup."""
        to = self.place / f"restored-{uuid7()}"
        self.addCleanup(shutil.rmtree, to, ignore_errors=True)
        self.restore(to, *more)
        node = NodeInFolder(BINARY, to)
        node.run("keys", "restore", "--from", self.key_backup, *self.shares)
        self.assertFalse((to / "s3.key").exists())
        checked = node.run("check", check=False)
        self.assertEqual(checked.returncode, 0, checked.stdout)
        with node:
            for parcel in parcels:
                self.assertEqual(node.call("GET", parcel.path).status, 200, parcel.item)

    def objects(self, folder):
        return self.bucket.names(f"bd11/nut/{folder}")

    # ---- as it should go ----------------------------------------------------------------------------------------------

    def test_backs_up_what_is_new_tries_it_and_restores_it_on_a_new_machine(self):
        first = self.back_up()
        self.assertGreater(first["bytes_written"], 100_000)
        time.sleep(4)  # what changed within the last seconds is read again
        late = self.accept("one more")
        second = self.back_up()
        self.assertLess(second["bytes_written"], first["bytes_written"])
        self.assertEqual(len(self.objects("backups/")), 2)
        self.assertEqual(len(self.objects("chunks/")), first["chunks_written"] + second["chunks_written"])
        self.assertEqual(self.objects("locks/") + self.objects("unfinished"), [], "it left something behind")
        tested = self.node.run("backup", "test", self.folder)
        self.assertIn("0 problems", tested.stdout)
        self.assert_restores([*self.accepted, late])
        self.assert_restores(self.accepted, "--at", first["backup"])

    def test_the_whole_bucket_may_be_the_place_and_many_pages_of_it(self):
        self.folder = f"s3://{self.bucket.name}"
        self.bucket.put("ngay-le.jpg", b"holiday")
        self.assertIn("folder_used", self.refused(4, "backup", "--to", self.folder))
        self.bucket.remove("ngay-le.jpg")
        self.back_up()
        # As if there were many backups: a listing has a thousand names on a page. The first thousand sort before ours.
        names = [f"backups/2020-01-01T00-00-00.{n:03}Z" for n in range(1000)]
        for name in names:
            self.bucket.put(name, b"")
        self.assert_restores(self.accepted)

    def test_older_backups_are_forgotten_and_what_nobody_names_goes(self):
        made = []
        for n in range(3):
            self.accept(f"kept {n}")
            made.append(self.back_up("--keep", 2))
        self.assertEqual(len(self.objects("backups/")), 2)
        self.assertEqual([each["forgotten"] for each in made], [0, 0, 1])
        self.assertGreater(made[2]["chunks_removed"], 0)
        self.assertEqual(len(self.objects("chunks/")), sum(each["chunks_written"] - each["chunks_removed"] for each in made))
        self.assert_restores(self.accepted)

    def test_no_key_and_nothing_readable_is_in_the_store_and_no_key_of_the_store_in_the_log(self):
        self.back_up()
        whole = b"".join(self.bucket.get(name) for name in self.bucket.names())
        root = (self.node.folder / "root.key").read_text().strip()
        for secret in (root, self.secret, self.access, "SQLite format", "quantri", "Lò Văn Gửi"):
            self.assertNotIn(secret.encode(), whole)
        self.refused(4, "backup", "--to", "s3://khong-co-bucket/nut")
        self.assertNotIn(self.secret, self.node.log.read_text())

    def test_a_key_that_may_only_list_get_put_and_delete_below_its_folder_is_enough(self):
        access, secret = self.store.user("saoluu" + self.bucket.name[-6:])
        policy = POLICY.read_text().replace("BUCKET", self.bucket.name).replace("FOLDER", "bd11/nut")
        policy = json.loads(policy)
        for statement in policy["Statement"]:
            statement["Principal"] = {"AWS": [f"arn:aws:iam:::user/saoluu{self.bucket.name[-6:]}"]}
        self.bucket.call("PUT", query={"policy": ""}, body=json.dumps(policy).encode())
        keys(self.node.folder / "s3.key", access, secret)
        self.addCleanup(keys, self.node.folder / "s3.key", self.access, self.secret)
        for _ in range(2):
            self.back_up("--keep", 1)
        self.assertEqual(self.node.run("backup", "test", self.folder).returncode, 0)
        self.assertIn("s3_not_allowed", self.refused(4, "backup", "--to", f"s3://{self.bucket.name}/elsewhere"))

    def test_where_the_bucket_keeps_versions_what_was_deleted_with_the_nodes_key_comes_back(self):
        self.bucket.call("PUT", query={"versioning": ""}, body=b"<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>")
        self.back_up()
        [self.bucket.remove(name) for name in self.bucket.names()]
        self.assertIn("backups_none", self.refused(4, "backup", "test", self.folder))
        versions = self.bucket.call("GET", query={"versions": ""}).decode()
        marks = re.findall(r"<DeleteMarker>.*?<Key>(.*?)</Key>.*?<VersionId>(.*?)</VersionId>", versions)
        self.assertGreater(len(marks), 3)
        [self.bucket.call("DELETE", key, query={"versionId": version}) for key, version in marks]
        self.assert_restores(self.accepted)

    # ---- what can be wrong --------------------------------------------------------------------------------------------

    def test_a_wrong_key_a_missing_bucket_and_a_missing_setting_are_told_apart(self):
        file = self.node.folder / "s3.key"
        self.addCleanup(keys, file, self.access, self.secret)
        self.assertIn("s3_bucket_missing", self.refused(4, "backup", "--to", "s3://khong-co-bucket/nut"))
        self.assertIn("s3_address", self.refused(4, "backup", "--to", "s3://Bucket/.."))
        self.assertIn("backups_none", self.refused(4, "backup", "test", self.folder))
        keys(file, self.access, "another")
        self.assertIn("s3_key_refused", self.refused(4, "backup", "--to", self.folder))
        keys(file, "NOBODY", self.secret)
        self.assertIn("s3_key_refused", self.refused(4, "backup", "test", self.folder))
        file.chmod(0o640)
        self.assertIn("s3_credentials", self.refused(4, "backup", "--to", self.folder))
        file.unlink()
        self.assertIn("s3_credentials", self.refused(4, "backup", "--to", self.folder))
        self.assertEqual(self.bucket.names(), [])
        with Node(BINARY, sample=False) as other:
            done = other.run("backup", "--to", self.folder, check=False)
            self.assertEqual((done.returncode, "s3_not_set" in done.stderr), (4, True), done)

    def test_restoring_says_what_is_wrong_before_it_writes_anything(self):
        to = self.place / "not-restored"
        wrong = self.restore(to, folder="s3://khong-co-bucket/nut", check=False)
        self.assertEqual((wrong.returncode, "s3_bucket_missing" in wrong.stderr), (3, True), wrong)
        none = self.restore(to, check=False)
        self.assertEqual((none.returncode, "no backups" in none.stderr), (3, True), none)
        plain = self.restore(to, endpoint="http://s3.example.vn", check=False)
        self.assertEqual((plain.returncode, "s3_endpoint" in plain.stderr), (4, True), plain)
        missing = self.node.run("restore", "--from", self.folder, "--to", to, "--keys", self.key_backup, *self.shares, check=False)
        self.assertEqual((missing.returncode, "--s3-endpoint" in missing.stderr), (2, True), missing)
        self.assertFalse(to.exists())

    def test_an_object_that_is_damaged_or_gone_is_named_and_written_again(self):
        self.back_up()
        name = random.choice(self.objects("chunks/"))
        whole = self.bucket.get(name)
        self.bucket.put(name, whole[:-1] + bytes([whole[-1] ^ 1]))
        said = self.refused(1, "backup", "test", self.folder)
        self.assertIn(f"chunk {name.split('/')[-1]} is damaged", said)
        self.bucket.remove(name)
        said = self.refused(1, "backup", "test", self.folder)
        self.assertIn(f"{self.bucket.name}/{name}: 404 NoSuchKey", said)
        to = self.place / "damaged"
        restored = self.restore(to, check=False)
        self.assertEqual((restored.returncode, name in restored.stderr), (3, True), restored)
        self.assertFalse((to / "node.toml").exists(), "a half-restored folder looks like a node")
        shutil.rmtree(to)
        self.back_up()
        self.assertEqual(self.node.run("backup", "test", self.folder).returncode, 0)

    def test_a_kill_in_the_middle_leaves_the_backups_before_and_no_lock_against_the_next(self):
        first = self.back_up()
        big = self.node.folder / "rules" / "made-up.bin"
        big.write_bytes(random.Random(1).randbytes(64 << 20))
        before = len(self.objects("chunks/"))
        running = subprocess.Popen([BINARY, "--node", str(self.node.folder), "backup", "--to", self.folder], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while len(self.objects("chunks/")) < before + 5:
            self.assertIsNone(running.poll(), "the backup was done before it could be cut off")
        self.node.kill()
        running.wait()
        big.unlink()
        self.node.start()
        type(self).office.clerk = self.node.sign_in("clerk")
        self.assertEqual(len(self.objects("backups/")), 1)
        self.assertEqual(len(self.objects("locks/")), 1)
        self.assert_restores(self.accepted, "--at", first["backup"])
        made = self.back_up("--keep", 1)
        self.assertGreaterEqual(made["chunks_removed"], 5, "what the cut-off backup wrote is still there")
        self.assertEqual(self.objects("locks/"), [])
        self.assert_restores(self.accepted)

    def test_another_machines_backup_is_waited_for_until_its_lock_ends(self):
        self.back_up()
        until = time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime(time.time() + 3600))
        lock = "bd11/nut/locks/" + "ab" * 16
        self.bucket.put(lock, f"until {until}\nholder {'cd' * 16}\n".encode())
        said = self.refused(3, "backup", "--to", self.folder)
        self.assertIn("s3_busy", said)
        self.assertIn(until, said)
        self.assertEqual(self.objects("locks/"), [lock], "it did not take its own lock away")
        self.assertEqual(self.node.run("backup", "test", self.folder).returncode, 0, "reading needs no lock")
        self.bucket.put(lock, f"until 2026-01-01T00:00:00.000Z\nholder {'cd' * 16}\n".encode())
        self.back_up()
        self.assertEqual(self.objects("locks/"), [])
        self.bucket.put(lock, b"who knows")
        self.assertIn(lock, self.refused(3, "backup", "--to", self.folder))

    def test_who_lost_the_lock_makes_no_backup_and_removes_nothing(self):
        self.back_up()
        backups, chunks = self.objects("backups/"), set(self.objects("chunks/"))
        big = self.node.folder / "rules" / "made-up.bin"
        big.write_bytes(random.Random(2).randbytes(128 << 20))  # so that the lock is found in time
        self.addCleanup(big.unlink)
        running = subprocess.Popen([BINARY, "--node", str(self.node.folder), "backup", "--to", self.folder, "--keep", "1"], stderr=subprocess.PIPE, text=True,
                                   env={**os.environ, "BUUAN_LANG": "en"})
        while not self.objects("locks/"):
            self.assertIsNone(running.poll())
        [self.bucket.remove(name) for name in self.objects("locks/")]
        said = running.communicate()[1]
        self.assertEqual((running.returncode, "ours no more" in said), (3, True), said)
        self.assertEqual(self.objects("backups/"), backups)
        self.assertLessEqual(chunks, set(self.objects("chunks/")))

    def test_a_store_that_goes_away_in_the_middle_ends_the_backup_with_words(self):
        with Cut(self.store) as cut:
            to = NodeInFolder(BINARY, self.place / f"cut-{uuid7()}")
            to.run("init", "--name", "Thử", "--origin", "cat.example", "--province", "11", "--admin", "quantri")
            self.addCleanup(shutil.rmtree, to.folder)
            configured(to, self.access, self.secret, endpoint=cut.endpoint)
            cut.requests_left = 12
            done = to.run("backup", "--to", self.folder, check=False)
            self.assertEqual((done.returncode, "s3://" + self.bucket.name in done.stderr), (3, True), done)
            cut.requests_left = 10**9
            cut.fail_every = 40  # each fortieth request fails, and is sent again
            to.run("backup", "--to", self.folder)

    def test_a_store_that_cannot_prove_who_it_is_gets_nothing(self):
        tls = self.place / f"tls-{uuid7()}"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "1", "-subj", "/CN=localhost", "-addext",
                        "subjectAltName=DNS:localhost", "-keyout", f"{tls}.key", "-out", f"{tls}.crt"], check=True, capture_output=True)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(f"{tls}.crt", f"{tls}.key")
        self.back_up()
        with Cut(self.store, context) as secure:
            to = self.place / f"tls-restored-{uuid7()}"
            self.addCleanup(shutil.rmtree, to, ignore_errors=True)
            port = secure.endpoint.rpartition(":")[2]
            for endpoint, ca in ((f"https://localhost:{port}", ()), (f"https://127.0.0.1:{port}", ("--s3-ca", f"{tls}.crt"))):
                refused = self.restore(to, *ca, endpoint=endpoint, check=False)
                self.assertEqual((refused.returncode, "s3_certificate" in refused.stderr), (5, True), refused)
            self.assertEqual(secure.requests, 0)
            self.restore(to, "--s3-ca", f"{tls}.crt", endpoint=f"https://localhost:{port}")
            self.assertTrue((to / "node.toml").exists())


if __name__ == "__main__":
    unittest.main()
