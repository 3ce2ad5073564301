"""Seeds that are made, not kept: small pictures drawn here, and the vectors of the formats. The rest lies in corpus/."""
import json
import struct
import zlib
from pathlib import Path

vectors = Path(__file__).parent.parent / "vectors"


def jpeg():
    """Segments as a camera writes them; the walker does not look into the tables."""
    def segment(marker, payload):
        return bytes([0xff, marker]) + struct.pack(">H", len(payload) + 2) + payload
    exif = b"Exif\0\0II*\0\x08\0\0\0\x02\0" + struct.pack("<HHIHH", 0x0112, 3, 1, 6, 0) + struct.pack("<HHII", 0x8825, 4, 1, 26) + bytes(4)
    return (b"\xff\xd8" + segment(0xe0, b"JFIF\0\x01\x02\0\0\x01\0\x01\0\0") + segment(0xe1, exif) + segment(0xfe, b"comment")
            + segment(0xee, b"Adobe\0\x64\0\0\0\0\0") + segment(0xdb, bytes(65)) + segment(0xc0, b"\x08\0\x10\0\x10\x01\x01\x11\0")
            + segment(0xc4, bytes(17)) + segment(0xda, b"\x01\x01\0\0\x3f\0") + b"\x12\xff\x00\x34\xff\xd0\x56" + b"\xff\xd9" + b"behind")


def png():
    def chunk(kind, payload):
        return struct.pack(">I", len(payload)) + kind + payload + struct.pack(">I", zlib.crc32(kind + payload))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 2, 2, 8, 3, 0, 0, 0)) + chunk(b"gAMA", struct.pack(">I", 45455))
            + chunk(b"PLTE", bytes(6)) + chunk(b"tRNS", b"\0") + chunk(b"tEXt", b"Comment\0words") + chunk(b"eXIf", b"MM\0*")
            + chunk(b"IDAT", zlib.compress(bytes(6))) + chunk(b"IEND", b"") + b"behind")


def webp(chunks):
    body = b"WEBP" + b"".join(kind + struct.pack("<I", len(payload)) + payload + bytes(len(payload) % 2) for kind, payload in chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def pictures():
    vp8 = b"\0\0\0\x9d\x01\x2a\x10\0\x10\0\0"
    yield "jpeg", jpeg()
    yield "png", png()
    yield "webp", webp([(b"VP8 ", vp8)])
    yield "webp_lossless", webp([(b"VP8L", b"\x2f" + struct.pack("<I", 15 | 15 << 14) + b"\0")])
    yield "webp_extended", webp([(b"VP8X", b"\x3c\0\0\0\x0f\0\0\x0f\0\0"), (b"ICCP", b"profile"), (b"ALPH", b"\0\0\0"), (b"VP8 ", vp8),
                                 (b"EXIF", b"MM\0*"), (b"XMP ", b"<x/>")])


def read(name):
    return json.loads((vectors / f"{name}.json").read_text(encoding="utf-8"))


def proofs():
    for index, proof in enumerate(read("ledger")["proofs"]):
        yield str(index), proof.encode()


def notes():
    vectors = read("ledger")
    for index, note in enumerate([each["note"] for each in vectors["notes"]] + [vectors["checkpoint"]["cosigned"], vectors["key"]["vkey"]]):
        yield str(index), note.encode()


def entries():
    vectors = read("entries")
    for index, entry in enumerate(vectors["entries"] + vectors["refused"]):
        yield str(index), entry["text"].encode()


def tiles():
    vectors = read("ledger")
    for index, path in enumerate([each["path"] for each in vectors["tile_paths"]] + vectors["not_tile_paths"]):
        yield f"path{index}", path.encode()
    yield "bundle", bytes.fromhex(vectors["bundle"]["bytes"])
    for index, each in enumerate(vectors["consistency"]):
        yield f"consistency{index}", bytes.fromhex("".join(each["path"])) + bytes([each["size"] % 256])


def records():
    for index, record in enumerate(read("vault")["records"]):
        yield f"plain{index}", bytes.fromhex(record["plain"])
        yield f"sealed{index}", bytes.fromhex(record["sealed"])


def keyrings():
    vectors = read("vault")
    yield "ring", bytes.fromhex(vectors["keyring"]["file"])
    for index, root in enumerate(vectors["roots"]):
        yield f"root{index}", json.dumps(root["root_json"]).encode()


def objects():
    for index, message in enumerate(read("objects")["messages"]):
        yield str(index), bytes.fromhex(message.get("sealed", message["header"]))


def packs():
    yield "pack", bytes.fromhex(read("objects")["pack"]["bytes"])


def rules():
    """Of each file of rules/ what stands first: a few entries are enough to change."""
    for path in sorted((vectors.parent.parent / "rules").rglob("*.toml")):
        yield f"{path.parent.name}_{path.stem}", "\n\n".join(path.read_text(encoding="utf-8").split("\n\n")[:6]).encode()


def declarations():
    for index, line in enumerate((vectors / "screening" / "dev_set.csv").read_text(encoding="utf-8").splitlines()[1:200:7]):
        yield str(index), line.encode()


def goods_packs():
    vectors = read("goods_rules")
    for index, pack in enumerate([vectors["pack"]] + [each["pack"] for each in vectors["refused"]]):
        yield str(index), pack.encode()


def backups():
    yield "0", read("backup")["manifest"]["text"].encode()


def possession():
    vectors = read("possession")
    yield "challenge", vectors["challenge"].encode()
    for index, members in enumerate([{}, vectors["with_a_miss"]] + [each["members"] for each in vectors["refused"]]):
        yield str(index), json.dumps(vectors["answer"] | members, ensure_ascii=False, separators=(",", ":")).encode()


SEEDS = {"backup": backups, "entry": entries, "goods_pack": goods_packs, "keyring": keyrings, "note": notes, "object": objects, "pack": packs, "picture": pictures, "possession": possession, "proof": proofs,
         "record": records, "rules": rules, "screening": declarations, "tiles": tiles}


def make(folder):
    for target, made in SEEDS.items():
        (folder / target).mkdir(parents=True, exist_ok=True)
        for name, data in made():
            (folder / target / name).write_bytes(data)
