"""Questions about what a node wrote a moment ago: made by the real binary with sample data and one acceptance at its command line,
read from the node's folder. Where a sealed thing is named in a log, both verifiers must find what the log says."""
import base64
import datetime
import hashlib
import json
import os
import sqlite3
import subprocess
import tempfile
from pathlib import Path

from cases import cuts, flips, lines, of

ORIGIN = "thu.example"
PASSWORD = "du-lieu-mau-2026"  # of the sample users


class Node:
    def __init__(self, binary, folder):
        self.binary, self.folder = str(binary), Path(folder) / "node"
        self.run("init", "--name", "Bưu chính Thử", "--origin", ORIGIN, "--province", "11", "--admin", "quantri", "--sample", "--sample-days", "2")
        self.logs = {log["log"]: log["key"] for log in json.loads(self.run("--json", "logs"))["logs"]}
        self.root = base64.b64decode((self.folder / "root.key").read_text())
        self.ring = (self.folder / "keys" / "ring").read_bytes()

    def run(self, *arguments, code=0, **kwargs):
        done = subprocess.run([self.binary, "--node", str(self.folder), *map(str, arguments)], capture_output=True, text=True, timeout=120,
                              env={**os.environ, "BUUAN_LANG": "en", "BUUAN_PASSWORD": PASSWORD}, **kwargs)
        assert done.returncode == code, f"buuan {' '.join(map(str, arguments))}: exit {done.returncode}\n{done.stdout}{done.stderr}"
        return done.stdout

    def ring_of(self, day):
        """The keyring with the slots of a day and the next one alone: every question carries its ring, and the whole one is half a megabyte."""
        slots = (self.ring[at:at + 128] for at in range(512, len(self.ring) - 127, 128))
        return self.ring[:512] + b"".join(slot for slot in slots if int.from_bytes(slot[4:8], "little") in (day, day + 1))

    def rows(self, database, query):
        connection = sqlite3.connect(f"file:{self.folder / database}?mode=ro", uri=True)
        try:
            return connection.execute(query).fetchall()
        finally:
            connection.close()

    def days(self):
        for file in sorted((self.folder / "days").glob("2*.db")):
            yield file.stem, (datetime.date.fromisoformat(file.stem) - datetime.date(1970, 1, 1)).days

    def entries(self, log):
        """Every entry of a log, from its bundles."""
        for (bundle,) in self.rows(f"ledger/{log}.db", "select bytes from tile where level = -1 order by number"):
            while bundle:
                size = int.from_bytes(bundle[:2], "big")
                yield bundle[2:2 + size].decode()
                bundle = bundle[2 + size:]

    def accept_letter(self):
        now = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"
        address = {"province": "11", "commune": "Mường Thanh", "street": "Số 5"}
        letter = {"counter": "Q1", "accepted_at": now,
                  "sender": {"method": "MANUAL", "name": "Lò Văn Gửi", "phone": "0912345678", "identity_number": "011090123456", "address": address},
                  "recipient": {"name": "Quàng Thị Nhận", "phone": "0387654321", "address": address},
                  "item": {"type": "letter", "things": [], "weight_g": 20}, "pictures": [], "refuse": []}
        return json.loads(self.run("--user", "giaodich1", "--json", "accept", "-", input=json.dumps(letter)))


def ledgers(cases, node):
    for log, key in node.logs.items():
        ((size, root, note),) = node.rows(f"ledger/{log}.db", "select size, root, checkpoint from head")
        cases.tampered(of(flips, cuts, lines), "note", key, note, at=1)
        cases.expect(cases.good("checkpoint", note.split("\n\n")[0] + "\n"), f"ok {ORIGIN}/{log} {size} {root.hex()}")
        bundles = [bundle for (bundle,) in node.rows(f"ledger/{log}.db", "select bytes from tile where level = -1 order by number")]
        if len(bundles) == 1:
            cases.expect(cases.tampered(of(lambda data: flips(data, 50), cuts), "bundle", bundles[0], at=0), f"ok {size} {root.hex()}")
        for text in node.entries(log):
            cases.tampered(of(lambda data: flips(data, 30)), "entry", text, at=0)


def items(cases, node):
    """Sealed records and pictures of every item, against what the log says of them."""
    said = {}
    for text in node.entries("p11"):
        entry = json.loads(text)
        for name in ("record", "identity", "minutes"):
            if name in entry["data"]:
                said[entry["data"][name]["sha256"]] = entry["data"][name]["fields"]
        if entry["type"] == "object.stored":
            said[entry["data"]["root"]] = entry
    gone = {day for day, body in node.rows("node.db", "select key, body from row where kind = 'purge'")
            if any(each["data_class"] == "record" for each in json.loads(body)["gone"])}
    found = 0
    for day, number in node.days():
        ring = node.ring_of(number)
        if day in gone:  # what is over its term opens for nobody
            for item, data_class, revision, sealed in node.rows(f"days/{day}.db", "select item, class, revision, sealed from record where class <> 6"):
                cases.refused("item_record", node.root, ring, number, ORIGIN, item, data_class, revision, sealed)
            continue
        for item, data_class, revision, sealed in node.rows(f"days/{day}.db", "select item, class, revision, sealed from record"):
            question = (node.root, ring, number, ORIGIN, item, data_class, revision, sealed)
            few = of(lambda data: flips(data, 30), cuts)
            which = cases.tampered(few, "item_record", *question, at=7)
            cases.begins(which, "ok " + said[hashlib.sha256(sealed).hexdigest()] + " ")
            cases.refused("item_record", *question[:2], number + 1, *question[3:])
            found += 1
        packs = {path: path.read_bytes() for path in (node.folder / "objects" / "4" / day).glob("pack-*")}
        for item, slot, id, size in node.rows(f"days/{day}.db", "select item, slot, id, size from object"):
            pack = next(data for data in packs.values() if id in data)
            at = pack.index(id) - 8
            sealed = pack[at + 48:at + 48 + int.from_bytes(pack[at + 4:at + 8], "little")]
            question = (node.root, ring, number, ORIGIN, item, slot, sealed)
            cases.begins(cases.tampered(of(lambda data: flips(data, 20), cuts), "item_object", *question, at=6), f"ok {id.hex()} ")
            assert said[id.hex()]["data"]["bytes"] == size
            reference = cases.good("item_ref", node.root, node.ring, number, item, "p11")  # out of the whole ring
            cases.expect(reference, "ok " + said[id.hex()]["ref"])
            found += 1
    assert found > 30, f"only {found} sealed things in the node"


def proofs(cases, node):
    """Proof files as the command line writes them; returns one with its key."""
    accepted = node.accept_letter()
    others = [item.hex() for ((item,),) in ((row,) for row in node.rows(f"days/{max(node.days())[0]}.db", "select id from item where state != 2 limit 3"))]
    proof = ""
    for item in [f"{i[:8]}-{i[8:12]}-{i[12:16]}-{i[16:20]}-{i[20:]}" for i in others] + [accepted["item"]]:
        proof = node.run("proof", item)
        cases.tampered(of(flips, cuts, lines), "proof", node.logs["p11"], "", proof, at=2)
        cases.refused("proof", node.logs["org"], "", proof)
    entry = json.loads(base64.b64decode(proof.split("\n")[1][6:]))
    code = accepted["receipt"]["code"]
    which = cases.tampered(of(cuts), "receipt", code, accepted["item_code"], at=0)
    cases.expect(which, f"ok {entry['data']['receipt']} {entry['data']['code']}")
    for variant in flips(code.encode()):
        cases.agree("receipt", variant, accepted["item_code"])  # O is 0, and a hyphen may be left out
    return proof


def command_line(node, proof):
    """`buuan verify` itself on a few tampered files; how many it refused."""
    key = node.logs["p11"]
    assert "thu.example/p11" in node.run("verify", "-", "--key", key, input=proof)
    data = proof.encode()
    changed = [data[:at] + bytes([data[at] ^ 1]) + data[at + 1:] for at in range(0, len(data), len(data) // 20)] + list(cuts(data))[:3]
    for variant in changed:
        done = subprocess.run([node.binary, "verify", "-", "--key", key], input=variant, capture_output=True, timeout=60)
        assert done.returncode == 1, f"buuan verify took a tampered proof (exit {done.returncode}): {variant!r}"
    return len(changed)


def ask(cases, binary):
    with tempfile.TemporaryDirectory(prefix="buuan-verifier-") as folder:
        node = Node(binary, folder)
        ledgers(cases, node)
        items(cases, node)
        return command_line(node, proofs(cases, node))
