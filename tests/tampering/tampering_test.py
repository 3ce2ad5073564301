"""Somebody with a shell, but without the root key, alters the rows of a node; `buuan check` must name what no longer is what the logs say."""
import shutil
import sqlite3
import stat
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

BINARY = sys.argv.pop()
PASSWORD = "mot-mat-khau-rat-dai-2026"


def buuan(node, *arguments):
    environment = {"BUUAN_LANG": "en", "BUUAN_PASSWORD": PASSWORD, "PATH": "/usr/bin:/bin"}
    return subprocess.run([BINARY, "--node", str(node), *arguments], capture_output=True, text=True, env=environment, timeout=300, umask=0)


class Tampering(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory(prefix="buuan-tampering-")
        cls.whole = Path(cls.temporary.name) / "whole"
        made = buuan(cls.whole, "init", "--name", "Bưu chính Thử", "--origin", "thu.example", "--province", "11", "--admin", "quantri", "--sample", "--sample-days", "1")
        assert made.returncode == 0, made.stderr

    @classmethod
    def tearDownClass(cls):
        cls.temporary.cleanup()

    def setUp(self):
        self.node = Path(self.temporary.name) / "node"
        shutil.copytree(self.whole, self.node)
        self.addCleanup(shutil.rmtree, self.node)
        self.day, self.item = self.newest_day_with_a_picture()

    def newest_day_with_a_picture(self):
        """Of an older day, whose keys are destroyed, nobody can say what the logs say of its rows; and early in the morning today has no parcel yet."""
        for day in sorted((self.node / "days").glob("2*.db"), reverse=True):
            with sqlite3.connect(day) as rows:
                found = rows.execute("select item from object order by item limit 1").fetchone()
            if found:
                return day, found[0]
        self.fail("the sample has no parcel")

    def alter(self, statement):
        with sqlite3.connect(self.day) as rows:
            self.assertGreater(rows.execute(statement, {"item": self.item}).rowcount, 0, "the attack itself failed")

    def problems(self):
        checked = buuan(self.node, "check")
        self.assertIn("entries checked", checked.stdout + checked.stderr)
        return checked

    def assert_found(self, words):
        checked = self.problems()
        self.assertEqual(checked.returncode, 1, checked)
        self.assertIn(words, checked.stdout + checked.stderr)

    def test_a_node_that_nobody_touched_has_no_problems(self):
        self.assertEqual(self.problems().returncode, 0)

    def test_a_record_cannot_be_taken_away_unseen(self):
        for name in ("record", "identity"):
            with self.subTest(name=name):
                self.alter("delete from record where item = :item and class = (select min(class) from record where item = :item)")
                self.assert_found(f"{name}: the log names sealed bytes that are not there")

    def test_a_picture_cannot_be_taken_away_unseen(self):
        self.alter("delete from object where item = :item")
        self.assert_found("the log names a picture that is not there")

    def test_an_item_cannot_be_moved_to_another_site_unseen(self):
        self.alter("update item set site = 'DB-KT' where id = :item")
        self.assert_found("its site is not the one in the log")

    def test_an_item_cannot_be_given_another_counter_number_time_or_service_unseen(self):
        for change, words in (("counter = 'Q99'", "its counter"), ("number = number + 50", "its number"), ("accepted_at = accepted_at - 1", "its time"),
                              ("pictures_due = pictures_due + 1", "how many pictures"), ("service = 2", "its service")):
            with self.subTest(change=change):
                self.alter(f"update item set {change} where id = :item")
                self.assert_found(words)

    def test_the_register_says_what_the_logs_say_and_is_mended_from_them(self):
        for change, words in (("delete from row where kind = 'site' and key = 'DB-BC2'", "site DB-BC2: the register lacks a row that the log has"),
                              ("update row set body = replace(body, 'giao', 'tháo') where kind = 'staff'", "the register's row is not what the log says"),
                              ("insert into row (kind, key, body) select 'counter', 'Q66', replace(body, 'Q1', 'Q66') from row where kind = 'counter' and key = 'Q1'", "counter Q66: the register has a row that no log has"),
                              ("update row set body = replace(body, '2026-', '2029-') where kind = 'equipment' and key = 'XR-01'", "equipment XR-01")):
            with self.subTest(change=change):
                with sqlite3.connect(self.node / "node.db") as rows:
                    self.assertGreater(rows.execute(change.replace("'giao', 'tháo'", "'Giao', 'Tháo'")).rowcount, 0)
                self.assert_found(words)
                self.assertEqual(buuan(self.node, "rebuild").returncode, 0)
                self.assertEqual(self.problems().returncode, 0)

    def test_a_damaged_edge_of_a_log_is_named_and_does_not_keep_the_node_shut(self):
        with sqlite3.connect(self.node / "ledger" / "p11.db") as rows:
            (hashes,) = rows.execute("select bytes from tile where level = 0 order by number desc limit 1").fetchone()
            broken = hashes[:-1] + bytes([hashes[-1] ^ 1])
            rows.execute("update tile set bytes = ? where level = 0 and bytes = ?", (broken, hashes))
        # Not even where a day's file is to go, which wants its entries in that log first.
        old = min((self.node / "days").glob("2*.db")).stem
        with sqlite3.connect(self.node / "node.db") as rows:
            rows.execute("insert or replace into row (kind, key, body) values ('purge', ?, '{\"open\":[\"minutes\"],\"ends\":true,\"gone\":[]}')", (old,))
        self.assert_found("log p11: tile/0/")
        self.assertEqual(buuan(self.node, "days").returncode, 0)
        self.assertTrue((self.node / f"days/{old}.db").exists())

    def test_an_item_that_no_search_finds_is_told_and_mended(self):
        with sqlite3.connect(self.day) as rows:
            self.assertGreater(rows.execute("delete from token").rowcount, 0)
        self.assert_found("a search by its code does not find it")
        self.assertEqual(buuan(self.node, "rebuild").returncode, 0)
        self.assertEqual(self.problems().returncode, 0)

    def test_an_items_history_cannot_be_shortened_or_exchanged_unseen(self):
        self.alter("delete from entry where item = :item and id = (select max(id) from entry where item = :item)")
        self.assert_found("its entries are not those")
        self.alter("update entry set place = 0 where item = :item")
        self.assert_found("its entries are not those")

    def test_a_log_cannot_be_begun_anew_unseen(self):
        for file in (self.node / "ledger").glob("p11.db*"):
            file.unlink()
        self.assert_found("log p11 has no entry")

    def test_nobody_but_the_owner_may_read_a_file_of_the_node_whatever_the_umask(self):
        for path in self.whole.rglob("*"):
            self.assertEqual(stat.S_IMODE(path.stat().st_mode) & 0o077, 0, path)


if __name__ == "__main__":
    unittest.main()
