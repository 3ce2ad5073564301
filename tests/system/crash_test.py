#!/usr/bin/env python3
"""Kills the server in the middle of its work, again and again. What was acknowledged must be there exactly once, open, be proved; numbers
have no gaps, no checkpoint contradicts an earlier one, and nothing on disk is wrong.

    crash_test.py BUUAN [--rounds N] [--seed N]
"""
import argparse
import base64
import collections
import hashlib
import http.client
import json
import random
import socket
import threading
import time

from node import Node, png, uuid7
from office import Office, Parcel, instant

THREADS = 6
BURST = 32


class Work:
    """One acceptance and what followed it, with what the server has acknowledged."""

    def __init__(self, seed, counter):
        self.parcel = Parcel(seed, counter=counter)
        if random.Random(seed).random() < 0.15:
            self.parcel.intake["refuse"] = ["packing"]
        self.body = json.dumps(self.parcel.intake)
        self.steps = [("PUT", self.parcel.path, self.body)]
        self.acknowledged = 0
        self.answer = None
        self.lost = False  # an answer did not come: it may have happened or not

    def go(self, call):
        """Sends what is not acknowledged yet; an interrupted step is sent again as it was."""
        while self.acknowledged < len(self.steps):
            method, path, body = self.steps[self.acknowledged]
            self.lost = True
            answer = call(method, path, body)
            assert answer.status in ((200, 201) if self.repeated(self.acknowledged) else (201,)), (method, path, answer)
            self.lost = False
            if self.acknowledged == 0:
                self.take(answer.json())
            self.acknowledged += 1

    def repeated(self, step):
        return getattr(self, "again", None) == step

    def take(self, answer):
        self.answer = answer
        if answer["decision"] == "refused":
            return
        for slot in ("contents", "sealed"):
            if random.Random(self.parcel.item + slot).random() < 0.3:
                self.steps.append(("PUT", f"{self.parcel.path}/objects/{slot}", self.parcel.pictures[slot]))
        if random.Random(self.parcel.item).random() < 0.4:
            self.steps.append(("POST", self.parcel.path + "/events", json.dumps(self.parcel.event("scanned"))))


class Crash:
    def __init__(self, node, seed):
        self.node, self.random = node, random.Random(seed)
        self.seed = seed
        self.office = Office(node, roles=("clerk", "officer"))
        self.keys = {}
        for name, counter in (("elsewhere", "Q9"), ("clerk", "Q1"), ("clerk", "Q2")):
            body = {"id": f"crash-{counter.lower()}", "role": "system", "by": self.office.staff[name]}
            self.keys[counter] = self.office.done("POST", "/api/v1/api-keys", body).json()["key"]
        self.works = []
        self.checkpoints = {}  # log -> {size: root}
        self.lock = threading.Lock()
        self.failures = []

    def caller(self, counter):
        connection = http.client.HTTPConnection("127.0.0.1", self.node.ports["staff"], timeout=30)
        headers = {"Authorization": "Bearer " + self.keys[counter]}
        return lambda method, path, body=None: self.node.call(method, path, body, headers=headers, connection=connection)

    # ---- a round ------------------------------------------------------------------------------------------------------

    def work(self, number, thread, stop):
        counter = ("Q1", "Q2", "Q9")[thread % 3]
        try:
            call = self.caller(counter)
            for n in range(1_000_000):
                if stop.is_set():
                    return
                work = Work(f"{self.seed} {number} {thread} {n}", counter)
                work.counter = counter
                with self.lock:
                    self.works.append(work)
                work.go(call)
        except (OSError, http.client.HTTPException):
            pass  # killed: that is the point
        except BaseException as error:
            self.failures.append(error)

    def burst(self, number):
        """Many acceptances at one counter in the same instant, none of which will see its answer: the kill comes while they are decided and
        written, so that numbers between others are left unused."""
        waiting = []
        for n in range(BURST):
            work = Work(f"{self.seed} {number} burst {n}", "Q1")
            work.counter, work.lost = "Q1", True
            self.works.append(work)
            body = work.body.encode()
            head = f"PUT {work.parcel.path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {self.keys['Q1']}\r\nContent-Length: {len(body)}\r\n\r\n"
            connection = socket.create_connection(("127.0.0.1", self.node.ports["staff"]))
            connection.sendall(head.encode() + body[:-1])
            waiting.append((connection, body[-1:]))
        for connection, rest in waiting:
            connection.send(rest)
        time.sleep(self.random.uniform(0, 0.03))
        return [connection for connection, _ in waiting]

    def watch(self, stop):
        try:
            call = self.caller("Q1")
            while not stop.is_set():
                for log in ("org", "p11"):
                    self.see_checkpoint(log, call("GET", f"/logs/{log}/checkpoint").body.decode())
                time.sleep(0.02)
        except (OSError, http.client.HTTPException):
            pass
        except BaseException as error:
            self.failures.append(error)

    def see_checkpoint(self, log, note):
        _, size, root = note.split("\n")[:3]
        with self.lock:
            before = self.checkpoints.setdefault(log, {}).setdefault(int(size), root)
        assert before == root, f"{log}: two roots for size {size}"

    def round(self, number):
        begun = len(self.works)
        stop = threading.Event()
        threads = [threading.Thread(target=self.work, args=(number, i, stop)) for i in range(THREADS)] + [threading.Thread(target=self.watch, args=(stop,))]
        [thread.start() for thread in threads]
        time.sleep(self.random.uniform(0.05, 0.5))
        connections = self.burst(number)
        self.node.kill()
        stop.set()
        [connection.close() for connection in connections]
        [thread.join() for thread in threads]
        self.node.start()
        self.settle(self.works[begun:], number)

    def settle(self, works, number):
        """After the restart: what was acknowledged is as it was said; what was interrupted can be sent again."""
        if self.failures:
            raise self.failures[0]
        calls = {counter: self.caller(counter) for counter in self.keys}
        for log in ("org", "p11"):
            note = calls["Q1"]("GET", f"/logs/{log}/checkpoint").body.decode()
            size = int(note.split("\n")[1])
            newest = max(self.checkpoints.get(log, {0: ""}))
            assert size >= newest, f"{log}: {newest} entries were published, {size} are there"
            self.see_checkpoint(log, note)
        for work in works:
            call = calls[work.counter]
            if work.acknowledged > 0:
                self.is_as_it_was_said(call, work)
            if work.lost or work.acknowledged < len(work.steps):
                work.again = work.acknowledged
                work.go(call)
        for work in self.random.sample(works, min(2, len(works))):
            self.opens(calls[work.counter], work)
        if number % 10 == 9:
            problems = self.node.call("POST", "/api/v1/checks").json()["problems"]
            assert problems == [], problems

    def is_as_it_was_said(self, call, work):
        item = call("GET", work.parcel.path)
        assert item.status == 200, f"acknowledged and lost: {work.parcel.item} {item}"
        item = item.json()
        said = work.answer
        assert (item["number"], item["counter"], item["accepted_at"]) == (said["number"], said["counter"], said["accepted_at"]), (item, said)
        done = work.steps[1:work.acknowledged]
        stored = {each["slot"] for each in item["objects"]}
        assert all(path.rsplit("/", 1)[1] in stored for method, path, _ in done if method == "PUT"), f"a picture was lost: {item}"
        if any(method == "POST" for method, _, _ in done):
            assert item["state"] == "in_transit", f"an event was lost: {item}"

    def opens(self, call, work):
        opening = {"id": uuid7(), "purpose": "internal_check"}
        answer = call("POST", work.parcel.path + "/openings", json.dumps(opening))
        assert answer.status == 200, answer
        fields = answer.json()["fields"]
        assert fields["sender.phone"] == work.parcel.phone and fields["contents.01.text"] == "áo sơ mi", fields

    # ---- in the end ---------------------------------------------------------------------------------------------------

    def finish(self):
        # As many as were ever on their way at once, so that every number a crash left is taken.
        call = {counter: self.caller(counter) for counter in self.keys}
        for n in range((THREADS + BURST) * 3):
            counter = ("Q1", "Q2", "Q9")[n % 3]
            work = Work(f"{self.seed} end {n}", counter)
            work.counter = counter
            self.works.append(work)
            work.go(call[counter])
        self.node.wait_in_log(self.works[-1].parcel.item)
        time.sleep(0.5)
        rows = [(work, call[work.counter]("GET", work.parcel.path).json()) for work in self.works]
        self.numbers_have_no_gaps(rows)
        bundles = {log: self.entries(log) for log in ("org", "p11")}
        self.each_is_in_the_log_once(rows, bundles["p11"])
        for log, entries in bundles.items():
            self.checkpoints_agree(log, entries)
        self.verified(self.random.sample(self.works, min(25, len(self.works))))
        self.node.stop()
        checked = self.node.run("check")
        return checked.stdout.strip()

    def numbers_have_no_gaps(self, rows):
        used = {}
        for work, row in rows:
            day = int(work.parcel.item[:8] + work.parcel.item[9:13], 16) // 1000 + 7 * 3600
            used.setdefault((day // 86400, row["counter"]), []).append(row["number"])
        for counter, numbers in used.items():
            missing, twice = set(range(1, max(numbers) + 1)) - set(numbers), [n for n, count in collections.Counter(numbers).items() if count > 1]
            assert not missing and not twice, f"{counter}: missing {sorted(missing)}, twice {twice}"

    def entries(self, log):
        size = int(self.node.call("GET", f"/logs/{log}/checkpoint").body.split(b"\n")[1])
        out = []
        for first in range(0, size, 256):
            width = min(256, size - first)
            name = f"{first // 256:03d}" if first < 256_000 else f"x{first // 256_000:03d}/{first // 256 % 1000:03d}"
            answer = self.node.call("GET", f"/logs/{log}/tile/entries/{name}" + ("" if width == 256 else f".p/{width}"))
            assert answer.status == 200, answer
            data = answer.body
            while data:
                length = int.from_bytes(data[:2], "big")
                out.append(data[2:2 + length])
                data = data[2 + length:]
        assert len(out) == size, (log, len(out), size)
        return out

    def each_is_in_the_log_once(self, rows, entries):
        ids = [json.loads(entry)["id"] for entry in entries]
        assert len(ids) == len(set(ids)), "an entry is in the log twice"
        at = {entry: index for index, entry in enumerate(ids)}
        of_items = set()
        for work, row in rows:
            for each in row["entries"]:
                assert at.get(each["entry"]) == each["index"], (row, at.get(each["entry"]))
                of_items.add(each["entry"])
            first = json.loads(entries[row["entries"][0]["index"]])
            assert first["type"] == ("item.refused" if row["state"] == "refused" else "item.accepted"), first
            assert first["data"]["number"] == row["number"], (first, row)
        acceptances = {json.loads(entry)["id"] for entry in entries if json.loads(entry)["type"].startswith("item.")}
        assert acceptances <= of_items, "the log has an item that nobody sent"

    def checkpoints_agree(self, log, entries):
        """The root of every size that was ever published, again from the entries; RFC 6962 by one pass over the leaves."""
        seen, peaks = self.checkpoints[log], []
        for size, entry in enumerate(entries, 1):
            node, level = hashlib.sha256(b"\0" + entry).digest(), 0
            while peaks and peaks[-1][0] == level:
                node, level = hashlib.sha256(b"\1" + peaks.pop()[1] + node).digest(), level + 1
            peaks.append((level, node))
            if size in seen:
                root = peaks[-1][1]
                for _, left in reversed(peaks[:-1]):
                    root = hashlib.sha256(b"\1" + left + root).digest()
                assert base64.b64encode(root).decode() == seen[size], f"{log}: the checkpoint of size {size} is not of these entries"
        assert max(seen) <= len(entries), (log, max(seen), len(entries))

    def verified(self, works):
        key = {log["log"]: log["key"] for log in self.node.call("GET", "/api/v1/logs").json()["logs"]}["p11"]
        for work in works:
            file = self.node.folder.parent / "one.tlog-proof"
            file.write_bytes(self.node.wait_in_log(work.parcel.item))
            receipt = work.answer.get("receipt")
            more = ["--receipt", receipt["code"], "--item-code", work.answer["item_code"]] if receipt else []
            self.node.run("verify", file, "--key", key, *more)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("binary")
    arguments.add_argument("--rounds", type=int, default=50)
    arguments.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    chosen = arguments.parse_args()
    print(f"seed {chosen.seed}", flush=True)
    with Node(chosen.binary, sample=False) as node:
        crash = Crash(node, chosen.seed)
        for number in range(chosen.rounds):
            crash.round(number)
        checked = crash.finish()
        killed = sum(getattr(work, "again", None) is not None for work in crash.works)
        sizes = {log: len(seen) for log, seen in crash.checkpoints.items()}
        print(f"{chosen.rounds} kills, {len(crash.works)} items, {killed} of them interrupted; checkpoints seen: {sizes}; {checked}")
        assert killed > 0, "no kill came in the middle of anything"


if __name__ == "__main__":
    main()
