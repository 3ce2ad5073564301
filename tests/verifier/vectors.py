"""Questions about every vector of tests/vectors, and about each of them tampered with."""
import hashlib
import json
import sys
from pathlib import Path

from cases import cuts, flips, lines, of

folder = Path(__file__).parent.parent / "vectors"
sys.path.append(str(folder))
from make_vectors import chunked, inclusion, pattern  # noqa: E402  (what is too large to be kept)


def read(name):
    return json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))


def uuid(text):
    return bytes.fromhex(text.replace("-", ""))


def path(hashes):
    return b"".join(map(bytes.fromhex, hashes))


def leaf(data):
    return hashlib.sha256(b"\0" + data).digest()


def entries(cases):
    vectors = read("entries")
    for vector in vectors["entries"]:
        first = cases.tampered(of(flips, cuts), "entry", vector["text"], at=0)
        cases.expect(first, f"ok {vector['leaf']} {vector['members']['type']} {vector['members']['id']}")
    for vector in vectors["refused"]:
        cases.refused("entry", vector["text"])
    # Bounds and spellings that the page speaks of and the vectors do not.
    good = vectors["entries"][0]["text"]
    before, behind = good.split('"data":{', 1)
    for value in ["[" * n + "]" * n for n in range(12, 19)] + [
            '"\\t"', '"\\n"', '"\\u0001"', '"\\u007f"', '"\x7f"', '"/"', '"\\/"', '"é"', '"e\u0301"', '"\U0001f4e6"', '"\u0378"', '"\u0085"', '"\ufffe"',
            "-1", "-0", "0", "00", "01", "1e3", "1.0", "9007199254740991", "9007199254740992", "-9007199254740991", "99999999999999999999", "null", "true"]:
        cases.agree("entry", f'{before}"data":{{"a":{value},{behind}')
    cases.agree("entry", before + '"data":{"":1,' + behind)


def ledger(cases):
    vectors = read("ledger")
    log, witness = vectors["key"]["vkey"], vectors["witness"]["vkey"]
    for key in (log, witness):
        cases.tampered(of(flips, cuts), "vkey", key, at=0)
    both = f"{log}\n{witness}"
    for note in [each["note"] for each in vectors["notes"]] + [vectors["checkpoint"]["note"], vectors["checkpoint"]["cosigned"]]:
        cases.tampered(of(flips, cuts, lines), "note", both, note, at=1)
        cases.refused("note", witness.replace("+", "x+", 1), note)
    cases.tampered(of(flips, cuts), "checkpoint", vectors["checkpoint"]["text"], at=0)
    cases.good("checkpoint", vectors["checkpoint"]["text"] + "more\n")
    cases.refused("checkpoint", vectors["checkpoint"]["text"] + "\n")
    for proof in vectors["proofs"]:
        cases.tampered(of(flips, cuts, lines), "proof", log, witness, proof, at=2)
        cases.refused("proof", witness, "", proof)
    cases.tampered(of(flips, cuts), "bundle", bytes.fromhex(vectors["bundle"]["bytes"]), at=0)
    trees(cases, vectors)


def trees(cases, vectors):
    roots = {root["size"]: bytes.fromhex(root["root"]) for root in vectors["tree"]["roots"]}
    few = lambda data: flips(data, 40)
    for vector in vectors["inclusion"]:
        question = (f"entry {vector['index']}", vector["index"], vector["size"], path(vector["path"]), roots[vector["size"]])
        cases.tampered(of(few, cuts_of_hashes), "inclusion", *question, at=3)
        for at in (0, 4):
            cases.tampered(of(few), "inclusion", *question, at=at)
        for index in range(0, vector["size"] + 2):
            if index != vector["index"]:
                cases.refused("inclusion", question[0], index, *question[2:])
    for vector in vectors["consistency"]:
        question = (vector["old"], roots.get(vector["old"]) or root_of(vector["old"]), vector["size"], roots[vector["size"]], path(vector["path"]))
        cases.tampered(of(few, cuts_of_hashes), "consistency", *question, at=4)
        for at in (1, 3):
            cases.tampered(of(few), "consistency", *question, at=at)
        for old in range(0, vector["size"] + 2):
            if old != vector["old"]:
                cases.refused("consistency", old, *question[1:])


def cuts_of_hashes(data):
    """A hash less, a hash more."""
    if data:
        yield data[32:]
        yield data[:-32]
    yield data + bytes(32)


def root_of(size):
    """RFC 6962 root of the vectors' tree."""
    def over(leaves):
        if len(leaves) == 1:
            return leaves[0]
        split = 1 << (len(leaves) - 1).bit_length() - 1
        return hashlib.sha256(b"\1" + over(leaves[:split]) + over(leaves[split:])).digest()
    return over([leaf(f"entry {i}".encode()) for i in range(size)])


def vault(cases):
    vectors = read("vault")
    derived = vectors["derivations"]
    for record, slot, log, request in [(record, slot, log, request) for record in derived["record_keys"] for slot in derived["object_keys"]
                                       for log in derived["item_refs"] for request in derived["requests"]]:
        first = cases.agree("derive", bytes.fromhex(derived["class_key"]), uuid(derived["item"]), record["revision"], slot["slot"], log["log"], request["request"])
        cases.expect(first, f"{record['key']} {slot['key']} {log['ref']} {request['digest']}")
    for seal in vectors["seals"] + vectors["records"]:
        kind = "record" if "fields" in seal else "seal"
        question = (bytes.fromhex(seal["key"]), seal["node"], uuid(seal["item"]), seal["class"], seal["revision"], bytes.fromhex(seal["sealed"]))
        cases.tampered(of(lambda data: flips(data, 1000), cuts), kind, *question, at=5)
        for at in range(5):
            cases.tampered(of(flips), kind, *question, at=at) if at < 3 else cases.refused(kind, *question[:at], question[at] + 1, *question[at + 1:])
    for record in vectors["records"]:
        fields(cases, record)
    wrap = vectors["wrap"]
    for at in range(3):
        cases.tampered(of(flips, *([cuts] if at == 2 else [])), "wrap", bytes.fromhex(wrap["key"]), wrap["label"], bytes.fromhex(wrap["wrapped"]), at=at)
    for token in vectors["tokens"]:
        cases.expect(cases.agree("token", bytes.fromhex(token["class_key"]), token["number"], token["value"]), token["token"])
    keys(cases, vectors)


def fields(cases, record):
    for index, field in enumerate(record["fields"]):
        question = (field["label"], bytes.fromhex(field["salt"]), field["value"], index, len(record["fields"]), path(field["path"]), bytes.fromhex(record["root"]))
        for at in (0, 1, 2, 5, 6):
            ways = [flips] + ([cuts_of_hashes] if at == 5 else [])
            cases.tampered(of(*ways), "field", *question, at=at)
        for other in range(len(record["fields"]) + 2):
            if other != index:
                cases.refused("field", *question[:3], other, *question[4:])


def keys(cases, vectors):
    ring = vectors["keyring"]
    root = bytes.fromhex(ring["root_key"])
    slots = lambda data: (data[:at] + bytes([data[at] ^ bit]) + data[at + 1:] for at in [*range(13), *range(16, 89), *range(512, len(data))] for bit in (1, 128))
    for file in (ring["file"], ring["file_without_identity"]):
        cases.tampered(of(slots), "ring", root, bytes.fromhex(file), at=1)
        cases.tampered(of(flips), "ring", root, bytes.fromhex(file), at=0)
        data = bytes.fromhex(file)
        for day in (-25568, -25567, 2932896, 2932897, 2**31 - 1, -2**31):
            slot = data[512:516] + day.to_bytes(4, "little", signed=True) + data[520:624]
            cases.agree("ring", root, data[:512] + slot + hashlib.sha256(slot).digest()[:16])
            slot = b"\x02" + slot[1:8] + bytes(104)
            cases.agree("ring", root, data[:512] + slot + hashlib.sha256(slot).digest()[:16])
        for other in (data + data[512:640], data[:512] + data[640:], data[:-1], data[:511], data + b"\0" * 100, data + b"\0" * 128):
            cases.agree("ring", root, other)
    for each in vectors["roots"]:
        json_text = json.dumps(each["root_json"], separators=(",", ":"))
        first = cases.good("root", json_text, each["root_key_file"], each["passphrase"])
        cases.expect(first, "ok " + hashlib.sha256(bytes.fromhex(each["key"])).hexdigest())
        for at, text in ((0, json_text), (1, each["root_key_file"]), (2, each["passphrase"])):
            for variant in flips(text.encode()):
                question = [json_text, each["root_key_file"], each["passphrase"]]
                question[at] = variant
                cases.agree("root", *question)  # of a key in a file nobody asks for salt, costs or passphrase


def objects(cases):
    vectors = read("objects")
    for message in vectors["messages"]:
        if "sealed" not in message:
            continue
        question = (bytes.fromhex(message["key"]), message["context"], bytes.fromhex(message["sealed"]))
        first = cases.tampered(of(flips, cuts), "message", *question, at=2)
        plain = bytes((7 * i + (i >> 8)) & 255 for i in range(message["plain_size"]))
        cases.expect(first, "ok " + hashlib.sha256(plain).hexdigest())
        cases.tampered(of(flips), "message", *question, at=0)
        cases.expect(cases.agree("object", question[2]), message["id"])
        cases.tampered(of(flips, cuts), "chunk", question[0], question[1], question[2][:56], question[2][56:], 0, at=3)
        cases.refused("chunk", question[0], question[1], question[2][:56], question[2][56:], 1)
    ranges(cases, vectors["object"])
    pack = bytes.fromhex(vectors["pack"]["bytes"])
    cases.agree("pack", pack)
    for variant in of(flips, cuts)(pack):
        cases.add("agree", "pack", variant)


def ranges(cases, vector):
    """An object of two chunks: whole, and each part of it alone, proved against the object's id."""
    key, salt, context, id = bytes.fromhex(vector["key"]), bytes.fromhex(vector["salt"]), vector["context"], bytes.fromhex(vector["id"])
    sealed = chunked(pattern(vector["plain_size"]), key, salt, context.encode())
    assert hashlib.sha256(sealed).hexdigest() == vector["sealed_sha256"]
    few = lambda data: flips(data, 100)
    cases.tampered(of(few, cuts), "message", key, context, sealed, at=2)
    cases.tampered(of(flips), "message", key, context, sealed, at=1)
    cases.expect(cases.agree("object", sealed), vector["id"])
    parts = [sealed[:56], sealed[56:16456], sealed[16456:]]
    for index, part in enumerate(parts):
        proof = b"".join(inclusion(index, [leaf(each) for each in parts]))
        cases.tampered(of(few, cuts), "inclusion", part, index, len(parts), proof, id, at=0)
        cases.tampered(of(flips, cuts_of_hashes), "inclusion", part, index, len(parts), proof, id, at=3)
    for number, part in enumerate(parts[1:]):
        cases.tampered(of(few, cuts), "chunk", key, context, parts[0], part, number, at=3)
        cases.tampered(of(flips), "chunk", key, context, parts[0], part, number, at=2)
        cases.refused("chunk", key, context, parts[0], part, 1 - number)


def possession(cases):
    vectors = read("possession")
    keys, challenge = "\n".join(vectors["vkeys"]), vectors["challenge"]

    def answer(members):
        return json.dumps({**vectors["answer"], **members}, ensure_ascii=False)
    for members, missing in (({}, 0), (vectors["with_a_miss"], 1)):
        first = cases.good("possession", keys, challenge, answer(members))
        count = [sum(leaf["data_class"] == name for leaf in vectors["drawn"]) for name in ("record", "picture")]
        cases.expect(first, f"ok {vectors['seed']} record {count[0]} {missing} picture {count[1]} 0")
    cases.expect(cases.refused("possession", keys, challenge + " ", answer({})), "other_challenge")
    cases.expect(cases.refused("possession", vectors["vkeys"][0], challenge, answer({})), "unknown_log")
    for each in vectors["refused"]:
        cases.expect(cases.refused("possession", keys, "", answer(each["members"])), each["why"])
    # Every base64 in it, changed in one place.
    for part, member in (("entries", "path"), ("leaves", "bytes"), ("leaves", "path"), ("days", "signature")):
        for at, whole in enumerate(vectors["answer"][part]):
            if member in whole and whole[member]:
                text = whole[member]
                other = ("B" if text[0] != "B" else "C") + text[1:]
                rows = vectors["answer"][part]
                cases.refused("possession", keys, challenge, answer({part: [*rows[:at], {**whole, member: other}, *rows[at + 1:]]}))


def ask(cases):
    for part in (entries, ledger, vault, objects, possession):
        part(cases)
