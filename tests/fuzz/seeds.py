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


SEEDS = {"picture": pictures, "proof": proofs}


def make(folder):
    for target, made in SEEDS.items():
        (folder / target).mkdir(parents=True, exist_ok=True)
        for name, data in made():
            (folder / target / name).write_bytes(data)
