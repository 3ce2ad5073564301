#!/usr/bin/env python3
"""The vectors of docs/formats, computed from the words of those pages and from nothing of this project's code.

    tests/vectors/make_vectors.py            writes vault.json and the others beside it
    tests/vectors/make_vectors.py --check    fails when a file is not what this script computes
"""
import base64
import datetime
import hashlib
import json
import sys
import unicodedata
from pathlib import Path

sys.dont_write_bytecode = True
from primitives import (aes_256_gcm, argon2id, chacha20, crypto_box, ed25519_public, ed25519_sign, hkdf_expand_sha512, hpke_key, hpke_seal,
                        p256_public, p256_sign, x25519_public, xchacha20_poly1305)

here = Path(__file__).parent
node = "buuan.example.vn"


def filler(label, size):
    """Bytes that look random and come back the same: what the node's randomness gave in these vectors."""
    return hashlib.shake_256(b"buuan vectors " + label.encode()).digest(size)


def le32(number):
    return number.to_bytes(4, "little")


def sha256(data):
    return hashlib.sha256(data).digest()


def b64(data):
    return base64.b64encode(data).decode()


def uuid7(ms, label):
    data = bytearray(ms.to_bytes(6, "big") + filler(label, 10))
    data[6] = data[6] & 0x0F | 0x70
    data[8] = data[8] & 0x3F | 0x80
    return bytes(data)


def uuid_text(data):
    text = data.hex()
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


# ---- RFC 6962, section 2.1

def leaf_hash(data):
    return sha256(b"\0" + data)


def node_hash(left, right):
    return sha256(b"\1" + left + right)


def split(count):
    k = 1
    while 2 * k < count:
        k *= 2
    return k


def tree_root(leaves):
    if not leaves:
        return sha256(b"")
    if len(leaves) == 1:
        return leaves[0]
    k = split(len(leaves))
    return node_hash(tree_root(leaves[:k]), tree_root(leaves[k:]))


def inclusion(index, leaves):
    if len(leaves) == 1:
        return []
    k = split(len(leaves))
    if index < k:
        return inclusion(index, leaves[:k]) + [tree_root(leaves[k:])]
    return inclusion(index - k, leaves[k:]) + [tree_root(leaves[:k])]


def consistency(old, leaves, whole=True):
    if old == len(leaves):
        return [] if whole else [tree_root(leaves)]
    k = split(len(leaves))
    if old <= k:
        return consistency(old, leaves[:k], whole) + [tree_root(leaves[k:])]
    return consistency(old - k, leaves[k:], False) + [tree_root(leaves[:k])]


# ---- vault.md

def keyed_hash(size, key, label, *parts):
    data = bytes([len(label)]) + label.encode() + b"".join(le32(len(part)) + part for part in parts)
    return hashlib.blake2b(data, key=key, digest_size=size).digest()


def pad(plain):
    size = 256
    while size < len(plain) + 1:
        size *= 2
    return plain + b"\x80" + bytes(size - len(plain) - 1)


def associated_data(item, data_class, revision):
    return b"buuan/seal/v1" + le32(len(node)) + node.encode() + item + bytes([data_class]) + le32(revision)


def seal(plain, key, nonce, item, data_class, revision):
    return b"\1" + nonce + xchacha20_poly1305(key, nonce, pad(plain), associated_data(item, data_class, revision))


def wrap(secret, key, nonce, label):
    return b"\1" + nonce + xchacha20_poly1305(key, nonce, secret, label.encode())


def fold_name(text):
    letters = []
    for letter in text.replace("\u00a0", " ").replace("\t", " ").casefold():
        for part in unicodedata.normalize("NFD", "d" if letter in "đĐ" else letter):
            if not unicodedata.category(part).startswith("M"):
                letters.append(part)
    return " ".join(word for word in "".join(letters).split(" ") if word)


class_names = {1: "record", 2: "identity", 3: "token", 4: "picture", 5: "footage", 6: "minutes", 7: "staff", 8: "act", 9: "queue"}
token_kinds = {"phone": 1, "phone_last4": 2, "identity_number": 3, "name": 4, "item_code": 5, "order_code": 6, "receipt": 7}
day_number = 20781  # 2026-11-24
day_text = "2026-11-24"
item = uuid7(1795492755123, "item")
root_key = filler("root key", 32)


def derivations():
    key = filler("class key", 32)
    out = {"class_key": key.hex(), "item": uuid_text(item), "record_keys": [], "object_keys": [], "item_refs": [], "requests": []}
    for revision in (1, 2, 0x01020304):
        out["record_keys"].append({"revision": revision, "key": keyed_hash(32, key, "buuan/record-key/v1", item, le32(revision)).hex()})
    for slot in ("contents", "signature.sender"):
        out["object_keys"].append({"slot": slot, "key": keyed_hash(32, key, "buuan/object-key/v1", item, slot.encode()).hex()})
    for log in ("org", "p11"):
        out["item_refs"].append({"log": log, "ref": keyed_hash(16, key, "buuan/item-ref/v1", item, log.encode()).hex()})
    for request in ("", '{"contents":"áo len"}'):
        out["requests"].append({"request": request, "digest": keyed_hash(32, key, "buuan/request/v1", request.encode()).hex()})
    out["possession_public_key"] = ed25519_public(keyed_hash(32, key, "buuan/possession/v1")).hex()
    return out


def seals():
    key = filler("record key", 32)
    out = []
    for size in (0, 1, 255, 256, 511, 512, 1500):
        plain, nonce = filler(f"plain {size}", size), filler(f"nonce {size}", 24)
        out.append({"key": key.hex(), "node": node, "item": uuid_text(item), "class": 1, "revision": 3, "nonce": nonce.hex(),
                    "plain": plain.hex(), "sealed": seal(plain, key, nonce, item, 1, 3).hex()})
    return out


def record(name, fields):
    key = filler(name + " key", 32)
    labels = sorted(fields)
    seed = filler(f"{name} seed", 32)
    stream = chacha20(seed, 0, bytes(12), bytes(16 * len(labels)))
    salts = {label: stream[16 * index:16 * index + 16] for index, label in enumerate(labels)}
    nonce = filler(name + " nonce", 24)
    values = {label: fields[label].encode() for label in labels}
    commitments = {label: sha256(bytes([len(label)]) + label.encode() + salts[label] + values[label]) for label in labels}
    leaves = [leaf_hash(commitments[label]) for label in labels]
    plain = seed + b"".join(bytes([len(label)]) + label.encode() + le32(len(values[label])) + values[label] for label in labels)
    sealed = seal(plain, key, nonce, item, 1, 1)
    return {
        "name": name, "key": key.hex(), "node": node, "item": uuid_text(item), "class": 1, "revision": 1,
        "randomness": (seed + nonce).hex(),
        "fields": [{"label": label, "value": fields[label], "salt": salts[label].hex(), "commitment": commitments[label].hex(),
                    "path": [hash_.hex() for hash_ in inclusion(index, leaves)]} for index, label in enumerate(labels)],
        "plain": plain.hex(), "root": tree_root(leaves).hex(), "sealed": sealed.hex(), "digest": sha256(sealed).hex(),
    }


def tokens():
    key = filler("token key", 32)
    out = []
    for kind, value in (("phone", "+84912345678"), ("phone_last4", "5678"), ("identity_number", "011099000123"), ("name", "Lò Thị  MAI"),
                        ("name", "lo thi mai"), ("name", "  ĐỖ Văn\u00a0Được "), ("name", "Nguye\u0302\u0303n Thi\u0323 U\u031b\u0309ng"),
                        ("name", "Jürgen Strauß"), ("name", "Y-Moan Êban"), ("item_code", "EB123456785VN"), ("order_code", "DH-2026/0001"),
                        ("receipt", "0123456789ABCDEFGHJKMNPQRS")):
        folded = fold_name(value) if kind == "name" else value
        out.append({"class_key": key.hex(), "kind": kind, "number": token_kinds[kind], "value": value, "folded": folded,
                    "token": keyed_hash(16, key, "buuan/token/v1", bytes([token_kinds[kind]]), folded.encode()).hex()})
    return out


def slot(state, data_class, wrapped):
    data = bytes([state, data_class, 0, 0]) + day_number.to_bytes(4, "little", signed=True) + wrapped
    data += bytes(112 - len(data))
    return data + sha256(data)[:16]


def ring():
    """A keyring made new, with the keys of one day, and then with one of them destroyed."""
    ring_key = filler("ring key", 32)
    randomness = ring_key
    nonce = filler("ring nonce", 24)
    randomness += nonce
    header = b"buuan-ring-1\n" + bytes(3) + wrap(ring_key, root_key, nonce, "buuan/ring-key/v1")
    header += bytes(512 - len(header))
    keys, slots = {}, b""
    for number, name in class_names.items():
        keys[name] = filler("class key " + name, 32)
        nonce = filler("class nonce " + name, 24)
        randomness += keys[name] + nonce
        slots += slot(1, number, wrap(keys[name], ring_key, nonce, f"buuan/class-key/v1/{day_text}/{number}"))
    destroyed = slot(2, 2, b"")
    return {"root_key": root_key.hex(), "randomness": randomness.hex(), "day": day_text, "keys": {name: key.hex() for name, key in keys.items()},
            "file": (header + slots).hex(), "file_without_identity": (header + slots[:128] + destroyed + slots[256:]).hex()}


def roots():
    """The two kinds of keys/root.json. Here Argon2id takes one pass over 8 KiB; a node takes three over 256 MiB."""
    by_file = {"version": 1, "source": "file", "salt": "", "passes": 0, "memory_bytes": 0,
               "proof": wrap(b"buuan", root_key, filler("root nonce", 24), "buuan/root-proof/v1").hex()}
    passphrase, salt = "mật khẩu dài của bưu cục", filler("root salt", 16)
    stretched = argon2id(passphrase.encode(), salt, 1, 8, 32)
    by_passphrase = {"version": 1, "source": "passphrase", "salt": salt.hex(), "passes": 1, "memory_bytes": 8192,
                     "proof": wrap(b"buuan", stretched, filler("stretched nonce", 24), "buuan/root-proof/v1").hex()}
    return [{"root_json": by_file, "root_key_file": b64(root_key) + "\n", "passphrase": "", "key": root_key.hex()},
            {"root_json": by_passphrase, "root_key_file": "", "passphrase": passphrase, "key": stretched.hex()}]


def vault():
    label, nonce = "buuan/log-key/v1/p11", filler("wrap nonce", 24)
    key, secret = filler("wrapping key", 32), filler("log seed", 32)
    return {
        "derivations": derivations(),
        "seals": seals(),
        "wrap": {"key": key.hex(), "label": label, "nonce": nonce.hex(), "secret": secret.hex(), "wrapped": wrap(secret, key, nonce, label).hex()},
        "records": [record("one field", {"contents": "áo len"}),
                    record("acceptance", {"sender.name": "Lò Thị Mai", "sender.phone": "+84912345678", "recipient.name": "Đỗ Văn Được",
                                          "recipient.address": "bản Him Lam, phường Mường Thanh", "contents": "áo len, một hộp trà", "note": ""})],
        "tokens": tokens(),
        "keyring": ring(),
        "roots": roots(),
    }


# ---- keys.md

crockford_symbols = "0123456789ABCDEFGHJKMNPQRSTVWXYZ*~$=U"


def crockford(data):
    """Base32 from the first bit on, zeros behind the last, then the check symbol over the bytes as one number."""
    bits = "".join(f"{byte:08b}" for byte in data)
    bits += "0" * (-len(bits) % 5)
    return "".join(crockford_symbols[int(bits[i:i + 5], 2)] for i in range(0, len(bits), 5)) + crockford_symbols[int.from_bytes(data, "big") % 37]


def gf_times(a, b):
    product = 0
    for bit in range(8):
        if b >> bit & 1:
            product ^= a << bit
    for bit in range(14, 7, -1):
        if product >> bit & 1:
            product ^= 0x11B << (bit - 8)
    return product


def recovery_id(public):
    return sha256(b"buuan/recovery-key/v1" + public)[:8]


def shares_of(secret, split_id, coefficients, count):
    needed = len(coefficients) + 1
    out = []
    for x in range(1, count + 1):
        part = bytearray(secret)
        power = 1
        for coefficient in coefficients:
            power = gf_times(power, x)
            for i in range(32):
                part[i] ^= gf_times(coefficient[i], power)
        body = bytes([1]) + split_id + bytes([needed, x]) + bytes(part)
        symbols = crockford(body + sha256(b"buuan/share/v1" + body)[:5])
        out.append({"index": x, "part": bytes(part).hex(), "text": "-".join(symbols[i:i + 6] for i in range(0, len(symbols), 6))})
    return out


def split_vector(needed, count):
    secret = filler(f"recovery secret {needed} of {count}", 32)
    coefficients = [filler(f"coefficient {i} of {needed} of {count}", 32) for i in range(1, needed)]
    public = x25519_public(secret)
    return {"secret": secret.hex(), "public_half": public.hex(), "id": recovery_id(public).hex(), "needed": needed, "randomness": b"".join(coefficients).hex(),
            "shares": shares_of(secret, recovery_id(public), coefficients, count)}


def backup_inside(logs, classes):
    inside = root_key + len(logs).to_bytes(2, "little")
    for name, seed, before in logs:
        inside += bytes([len(name)]) + name.encode() + seed
        inside += b"\1" + before[0].to_bytes(4, "little", signed=True) + before[1] if before else b"\0"
    inside += le32(len(classes))
    for day, number, key in classes:
        inside += day.to_bytes(4, "little", signed=True) + bytes([number]) + key
    return inside


def backups():
    """One under a passphrase, without class keys; one to a recovery key, with them."""
    made = "2026-11-24T03:59:15.123Z"
    org, p11, before = filler("seed org", 32), filler("seed p11", 32), filler("seed p11 before", 32)
    passphrase, salt, nonce = "cụm mật khẩu của bản sao", filler("backup salt", 16), filler("backup nonce", 24)
    inside = backup_inside([("org", org, None)], [])
    sealed = wrap(inside, argon2id(passphrase.encode(), salt, 1, 8, 32), nonce, f"buuan/key-backup/v1/{node}/{made}/")
    by_passphrase = {"buuan_key_backup": 1, "node": node, "made": made,
                     "holder": {"salt": salt.hex(), "passes": 1, "memory_bytes": 8192}, "sealed": b64(sealed)}
    secret, ephemeral, file_key, nonce = (filler("recovery secret 3 of 5", 32), filler("ephemeral", 32), filler("file key", 32), filler("backup nonce 2", 24))
    public, ephemeral_public = x25519_public(secret), x25519_public(ephemeral)
    box_nonce = hashlib.blake2b(ephemeral_public + public, digest_size=24).digest()
    inside = backup_inside([("org", org, None), ("p11", p11, (day_number + 30, before))],
                           [(day_number, 1, filler("class key record", 32)), (day_number, 4, filler("class key picture", 32))])
    until = "2026-12-24"
    sealed = wrap(inside, file_key, nonce, f"buuan/key-backup/v1/{node}/{made}/{until}")
    by_recovery = {"buuan_key_backup": 1, "node": node, "made": made, "ring_until": until,
                   "holder": {"recovery": recovery_id(public).hex(), "sealed_key": (ephemeral_public + crypto_box(file_key, box_nonce, public, ephemeral)).hex()},
                   "sealed": b64(sealed)}
    seeds = {"org": org.hex(), "p11": p11.hex(), "p11 before": before.hex()}
    return [{"file": json.dumps(by_passphrase, separators=(",", ":"), ensure_ascii=False) + "\n", "passphrase": passphrase, "root_key": root_key.hex(), "seeds": seeds},
            {"file": json.dumps(by_recovery, separators=(",", ":")) + "\n", "recovery_secret": secret.hex(), "randomness": (file_key + ephemeral + nonce).hex(),
             "root_key": root_key.hex(), "seeds": seeds, "before_until": "2026-12-24",
             "classes": {"record": filler("class key record", 32).hex(), "picture": filler("class key picture", 32).hex()}}]


def log_key_file():
    now, before, until = filler("seed p11", 32), filler("seed p11 before", 32), "2026-12-24"
    nonces = filler("log key nonce", 24), filler("log key before nonce", 24)
    file = wrap(now, root_key, nonces[0], "buuan/log-key/v1/p11") + (day_number + 30).to_bytes(4, "little", signed=True)
    file += wrap(before, root_key, nonces[1], f"buuan/log-key-before/v1/p11/{until}")
    return {"log": "p11", "root_key": root_key.hex(), "seed": now.hex(), "before": before.hex(), "until": until, "randomness": b"".join(nonces).hex(), "file": file.hex()}


def recovery_json():
    public = x25519_public(filler("recovery secret 3 of 5", 32))
    note = {"version": 1, "public_half": public.hex(), "needed": 3, "shares": 5, "made": "2026-11-24T03:59:15.123Z",
            "proof": keyed_hash(32, root_key, "buuan/recovery-proof/v1", public).hex()}
    return {"root_key": root_key.hex(), "file": json.dumps(note, separators=(",", ":")) + "\n"}


def ring_in_token():
    label, sealed = "buuan-ring-" + filler("ring id", 8).hex() + "-" + filler("ring key label", 4).hex(), filler("sealed by a token", 60)
    header = b"buuan-ring-2\n" + bytes(3) + bytes([len(label)]) + label.encode()
    header += bytes(80 - len(header)) + len(sealed).to_bytes(2, "little") + sealed
    return {"token_key": label, "sealed": sealed.hex(), "header": (header + bytes(512 - len(header))).hex()}


def keys():
    return {"splits": [split_vector(2, 2), split_vector(2, 3), split_vector(3, 5), split_vector(5, 16)], "backups": backups(), "log_key": log_key_file(),
            "recovery": recovery_json(), "ring_in_token": ring_in_token()}


# ---- ledger.md

dash = "\u2014 "


def key_id(name, kind, public):
    return sha256(name.encode() + b"\n" + bytes([kind]) + public)[:4]


def vkey(name, kind, public):
    return f"{name}+{key_id(name, kind, public).hex()}+{b64(bytes([kind]) + public)}"


def note_signature(name, seed, text):
    return dash + name + " " + b64(key_id(name, 1, ed25519_public(seed)) + ed25519_sign(seed, text.encode())) + "\n"


def cosignature(name, seed, text, seconds):
    message = f"cosignature/v1\ntime {seconds}\n{text}".encode()
    signature = seconds.to_bytes(8, "big") + ed25519_sign(seed, message)
    return dash + name + " " + b64(key_id(name, 4, ed25519_public(seed)) + signature) + "\n"


def entry(number, ms):
    """Canonical JSON: members sorted, no white space, as docs/formats/entries.md says."""
    body = {"v": 1, "id": uuid_text(uuid7(ms, f"entry {number}")), "salt": filler(f"entry salt {number}", 16).hex(), "type": "item.accepted",
            "at": "2026-11-24T03:59:15.123Z", "seen": "2026-11-24T03:59:15.200Z", "site": "DBP-01", "by": "K7Q2M9",
            "ref": filler(f"ref {number}", 16).hex(), "data": {"method": "chip", "note": "hàng khô", "weight_g": 1200 + number}}
    return json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def tile_path(level, index, width):
    groups = [f"{index % 1000:03}"]
    while index >= 1000:
        index //= 1000
        groups.insert(0, f"x{index % 1000:03}")
    path = "/".join(["tile", "entries" if level < 0 else str(level)] + groups)
    return path if width == 256 else f"{path}.p/{width}"


def hash_tile(leaves, level, index, width):
    span = 256 ** level
    return b"".join(tree_root(leaves[(index * 256 + i) * span:(index * 256 + i + 1) * span]) for i in range(width))


def ledger():
    origin, seed = node + "/p11", filler("log key", 32)
    witness, witness_seed = "dien-bien.example.vn/witness", filler("witness key", 32)
    public = ed25519_public(seed)
    sizes = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 15, 16, 17, 64, 100, 255, 256, 257, 300, 511, 512, 513, 600]
    leaves = [leaf_hash(f"entry {i}".encode()) for i in range(max(sizes))]
    roots_of = {size: tree_root(leaves[:size]) for size in sizes}

    checkpoint = f"{origin}\n600\n{b64(roots_of[600])}\n"
    entries = [entry(i, 1795492755123 + i) for i in range(5)]
    entry_leaves = [leaf_hash(text.encode()) for text in entries]
    entry_checkpoint = f"{origin}\n5\n{b64(tree_root(entry_leaves))}\n"
    entry_note = entry_checkpoint + "\n" + note_signature(origin, seed, entry_checkpoint)
    proofs = []
    for index in range(5):
        path = "".join(b64(hash_) + "\n" for hash_ in inclusion(index, entry_leaves))
        proofs.append(f"c2sp.org/tlog-proof@v1\nextra {b64(entries[index].encode())}\nindex {index}\n{path}\n{entry_note}")
    seconds = 1795492800
    return {
        "key": {"name": origin, "seed": seed.hex(), "public": public.hex(), "id": key_id(origin, 1, public).hex(), "vkey": vkey(origin, 1, public)},
        "witness": {"vkey": vkey(witness, 4, ed25519_public(witness_seed)), "seconds": seconds},
        "notes": [{"text": text, "note": text + "\n" + note_signature(origin, seed, text)} for text in ("một dòng\n", "two\n\nparagraphs\n", checkpoint)],
        "checkpoint": {"origin": origin, "size": 600, "root": roots_of[600].hex(), "text": checkpoint,
                       "note": checkpoint + "\n" + note_signature(origin, seed, checkpoint),
                       "cosigned": checkpoint + "\n" + note_signature(origin, seed, checkpoint) + cosignature(witness, witness_seed, checkpoint, seconds)},
        "tree": {"leaf": "entry <index>", "roots": [{"size": size, "root": root.hex()} for size, root in roots_of.items()]},
        "inclusion": [{"size": size, "index": index, "path": [hash_.hex() for hash_ in inclusion(index, leaves[:size])]}
                      for size in (1, 2, 3, 7, 8, 9, 17, 100, 256, 257, 600) for index in sorted({0, size // 3, size // 2, size - 1})],
        "consistency": [{"old": old, "size": size, "path": [hash_.hex() for hash_ in consistency(old, leaves[:size])]}
                        for size in (1, 2, 3, 7, 8, 9, 17, 100, 256, 257, 600) for old in sorted({1, (size + 1) // 2, max(1, size - 1), size})],
        "tile_paths": [{"level": level, "index": index, "width": width, "path": tile_path(level, index, width)} for level, index, width in (
            (0, 0, 256), (0, 0, 1), (0, 999, 255), (0, 1000, 256), (1, 1234067, 256), (63, 0, 17), (-1, 0, 256), (-1, 1234067, 5), (2, 999999999, 3))],
        "not_tile_paths": ["", "tile", "tile/", "tile/0", "tile/0/", "tile/0/0", "tile/0/00", "tile/0/0000", "tile/00/000", "tile/64/000", "tile/-1/000",
                           "tile/0/000.p/0", "tile/0/000.p/256", "tile/0/000.p/01", "tile/0/000.p/", "tile/0/000.p", "tile/0/x000/001", "tile/0/001/001",
                           "tile/0/x001", "tile/0/x001/", "tile/0/000/", "tile/0/000 ", "/tile/0/000", "tile/entry/000", "tile/entries/0", "tile/8/0/000",
                           "tile/0/+01", "tile/0/../000"],
        "tiles": [{"size": 600, "level": level, "index": index, "width": width, "sha256": sha256(hash_tile(leaves, level, index, width)).hex()}
                  for level, index, width in ((0, 0, 256), (0, 1, 256), (0, 2, 88), (1, 0, 2))],
        "bundle": {"entries": ["", "a", "sổ", "x" * 300],
                   "bytes": b"".join(len(e).to_bytes(2, "big") + e for e in (b"", b"a", "sổ".encode(), b"x" * 300)).hex()},
        "entries": entries,
        "proofs": proofs,
    }


# ---- objects.md

chunk_bytes = 16384


def pattern(size):
    return bytes((7 * i + (i >> 8)) & 255 for i in range(size))


def chunked(plain, key, salt, context):
    material = hkdf_expand_sha512(key, b"c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\0" + salt + context, 76)
    aead_key, base_nonce, commitment = material[:32], material[32:44], material[44:]
    out = salt + commitment
    for number in range(len(plain) // chunk_bytes + 1):
        nonce = (int.from_bytes(base_nonce, "big") ^ number).to_bytes(12, "big")
        out += aes_256_gcm(aead_key, nonce, plain[number * chunk_bytes:(number + 1) * chunk_bytes])
    return out


def object_id(sealed):
    leaves = [leaf_hash(sealed[:56])]
    for at in range(56, len(sealed), chunk_bytes + 16):
        leaves.append(leaf_hash(sealed[at:at + chunk_bytes + 16]))
    return tree_root(leaves)


def objects():
    key = filler("object key", 32)
    messages = []
    for size, context in ((0, ""), (1, ""), (11, "bối cảnh"), (16383, ""), (16384, "x"), (16385, ""), (40000, "buuan/object/v1")):
        salt = filler(f"salt {size}", 24)
        sealed = chunked(pattern(size), key, salt, context.encode())
        message = {"key": key.hex(), "salt": salt.hex(), "context": context, "plain_size": size, "sealed_size": len(sealed),
                   "header": sealed[:56].hex(), "sealed_sha256": sha256(sealed).hex(), "id": object_id(sealed).hex()}
        if size < 100:
            message["sealed"] = sealed.hex()
        messages.append(message)
    context = f"buuan/object/v1\n{node}\n{uuid_text(item)}\n4\ncontents"
    salt = filler("object salt", 24)
    sealed = chunked(pattern(20000), key, salt, context.encode())
    pack = b""
    packed = []
    for size in (3, 0):
        small = chunked(pattern(size), key, filler(f"pack salt {size}", 24), context.encode())
        head = b"bpk1" + le32(len(small)) + object_id(small)
        pack += head + sha256(head)[:8] + small
        packed.append({"id": object_id(small).hex(), "sealed": small.hex()})
    return {
        "pattern": "byte i of a plain message is (7 * i + i / 256) mod 256",
        "messages": messages,
        "object": {"node": node, "item": uuid_text(item), "class": 4, "slot": "contents", "context": context, "key": key.hex(), "salt": salt.hex(),
                   "plain_size": 20000, "id": object_id(sealed).hex(), "sealed_sha256": sha256(sealed).hex(),
                   "leaves": [leaf_hash(part).hex() for part in (sealed[:56], sealed[56:16456], sealed[16456:])]},
        "pack": {"day": day_text, "class": 4, "path": f"objects/4/{day_text}/pack-0000", "objects": packed, "bytes": pack.hex()},
    }


def pack_text(*fields):
    """A text with its length, a list of texts with its count."""
    return "".join(f"{len(field.encode())}:{field}" if isinstance(field, str) else f"{len(field)}[" + pack_text(*field) for field in fields)


def goods_pack(rules):
    entries = sorted(rules["entries"], key=lambda entry: entry["id"].encode())
    parts = ([pack_text(*entry.values()) for entry in entries],
             [pack_text(*each) for each in sorted(rules["lists"].items())],
             [pack_text(*term.values()) for term in rules["terms"]],
             [pack_text(*form.values()) for form in rules["short_forms"]],
             [pack_text(*each) for each in sorted(rules["classes"].items())])
    return "buuan/goods-rules/v3\n" + "".join(f"{len(part)}[" + "".join(part) for part in parts)


def goods_rules():
    rules = {
        "entries": [
            {"id": "MADE-2", "outcome": "prohibited", "name_vi": "Súng (bịa)", "name_en": "Gun (made up)", "legal_basis": ["Law 1, Art 2", "Decree 3"],
             "conditions": "", "un_numbers": ["UN0012"], "certainty": "A", "match": ["súng", "<brand> pistol"], "anywhere": "anywhere",
             "since": "2026-01-01", "until": ""},
            {"id": "MADE-10", "outcome": "conditional", "name_vi": "Rượu (bịa)", "name_en": "Wine (made up)", "legal_basis": [], "conditions": "Chai kín",
             "un_numbers": [], "certainty": "C", "match": ["rượu vang"], "anywhere": "", "since": "", "until": "2026-12-31"},
            {"id": "MADE-4", "outcome": "prohibited", "name_vi": "Bột (bịa)", "name_en": "Powder (made up)", "legal_basis": [], "conditions": "",
             "un_numbers": [], "certainty": "C", "match": ["bột bịa"], "anywhere": "closely", "since": "", "until": ""},
        ],
        "lists": {"heads": ["ốp", "sách về"], "turns": ["đồ chơi"]},
        "terms": [{"word": "bơ", "entry": "MADE-10", "risky_near": ["lỏng"], "benign": ["bơ lạt"]}],
        "short_forms": [{"write": "sg", "means": "súng"}],
        "classes": {"brand": ["glock", "colt"]},
    }
    pack = goods_pack(rules)
    refused = {
        "of another version": pack.replace("/v3", "/v2"),
        "a zero before a length": pack.replace("7:MADE-10", "07:MADE-10"),
        "entries out of order": pack.replace("MADE-10", "MADE-30"),
        "the same entry twice": pack.replace("7:MADE-10", "6:MADE-2"),
        "a list without words": pack.replace("5:turns1[11:đồ chơi", "5:turns0["),
        "a list that is not known": pack.replace("5:turns", "5:turms"),
        "lists out of order": pack.replace("5:heads", "5:turnz").replace("5:turns", "5:heads").replace("5:turnz", "5:turns"),
        "a day that is none": pack.replace("2026-12-31", "2026-02-30"),
        "an outcome that is not known": pack.replace("10:prohibited", "10:Prohibited"),
        "something behind its end": pack + "\n",
        "cut off": pack[:-1],
    }
    return {"rules": rules, "pack": pack, "digest": sha256(pack.encode()).hex(),
            "refused": [{"why": why, "pack": text} for why, text in refused.items()]}


# ---- queue.md

def queue():
    class_key, week, info = filler("class key queue", 32), "2026-11-23", b"buuan/queue/v1"
    derived = keyed_hash(32, class_key, "buuan/queue-key/v1")
    public = p256_public(hpke_key(derived))
    device, secret = "01a20bb5-36b3-7000-8000-000000000001", int.from_bytes(filler("device key", 32), "big") >> 1
    spki = bytes.fromhex("3059301306072a8648ce3d020106082a8648ce3d030107034200") + p256_public(secret)
    document = '{"counter":"Q1","note":"áo len"}'
    signed = "\n".join((info.decode(), uuid_text(item), device, "1", "0" * 64, "mai", document))
    signature = p256_sign(secret, int.from_bytes(filler("device once", 32), "big") >> 1, signed.encode())
    plain = json.dumps({"device": device, "sequence": 1, "previous": "0" * 64, "clerk": "mai", "document": document, "signature": b64(signature)},
                       ensure_ascii=False, separators=(",", ":"))

    def envelope(bound, data):
        randomness = filler("envelope " + bound, 32)
        sealed = b"\1" + week.encode() + hpke_seal(randomness, public, info, bound.encode(), data)
        return {"bound": bound, "randomness": randomness.hex(), "plain": data.hex(), "envelope": sealed.hex(), "digest": sha256(sealed).hex()}

    return {"class_key": class_key.hex(), "derived": derived.hex(), "week": week, "public_key": b64(public),
            "device": {"public_key": b64(spki), "signed": signed, "signature": b64(signature)}, "plain": plain,
            "envelopes": [envelope(uuid_text(item), plain.encode()), envelope(uuid_text(item) + "/contents", filler("picture", 40))]}


# ---- backup.md

def backup():
    """A folder with one backup of four small files, two of which are the same."""
    names, seals = (keyed_hash(32, root_key, f"buuan/backup-{which}/v1") for which in ("names", "seals"))
    key_id, made = keyed_hash(16, names, "buuan/backup-id/v1").hex(), "2026-11-24T03:59:15.123Z"
    files = {"node.toml": b'name = "B\xc6\xb0u ch\xc3\xadnh"\n', "objects/4/2026-11-24/pack-0000": filler("pack", 40), "rules/copy": filler("pack", 40), "rules/empty": b""}
    kept, text = {}, f"buuan backup v1\nnode {node}\nmade {made}\n"
    for path, data in sorted(files.items()):
        text += f"file {len(data)} {'12.34.0.0' if path == 'node.toml' else '-'} {path}\n"
        if data:
            name = keyed_hash(32, names, "buuan/backup-chunk/v1", data).hex()
            kept[name] = {"chunk": data.hex(), "nonce": filler("backup nonce " + name, 24).hex(),
                          "sealed": wrap(data, seals, filler("backup nonce " + name, 24), "buuan/backup-chunk/v1 " + name).hex()}
            text += name + "\n"
    name, nonce = made.replace(":", "-"), filler("backup nonce manifest", 24)
    return {"root_key": root_key.hex(), "id": key_id, "label": f"buuan backup v1\nnode {node}\nkey {key_id}\n", "files": {path: data.hex() for path, data in files.items()},
            "chunks": [{"name": name, **chunk} for name, chunk in sorted(kept.items())],
            "manifest": {"name": name, "text": text, "nonce": nonce.hex(), "sealed": wrap(text.encode(), seals, nonce, "buuan/backup-manifest/v1 " + name).hex()}}


# ---- possession.md

def be32(number):
    return (number & 0xffffffff).to_bytes(4, "big")


def possession_seed(challenge):
    data = b"buuan/possession-seed/v1\n"
    for text in [log["checkpoint"] for log in challenge["logs"]] + [challenge["authority"]]:
        data += be32(len(text.encode())) + text.encode()
    return sha256(data)


def drawn_number(seed, data_class, kind, draw, attempt):
    return int.from_bytes(sha256(b"buuan/possession-draw/v1\n" + seed + bytes([data_class, kind]) + be32(draw) + be32(attempt))[:8], "big")


def stratum_order(seed, count):
    return sorted(range(count), key=lambda place: sha256(b"buuan/possession-stratum/v1\n" + seed + be32(place)))


class Drawing:
    """Draws as the page says; `looked` are the entries that were looked at."""

    numbers = {"record": 1, "picture": 4}
    types = {"record": "item.accepted", "picture": "object.stored"}

    def __init__(self, challenge, logs):
        self.challenge, self.logs = challenge, logs
        self.seed = possession_seed(challenge)
        self.looked, self.leaves = set(), []
        for asked in challenge["draws"]:
            self.attempts = 0
            order = stratum_order(self.seed, len(challenge["strata"]))
            for draw in range(asked["strata"]):
                stratum = challenge["strata"][order[draw]]
                self.draw(asked["data_class"], 1, draw, 32, stratum.get("site"),
                          lambda number, s=stratum: (s["log"], s["from"] + number % (s["to"] - s["from"])))
            row = [(log["log"], index) for log in challenge["logs"] for index in range(log["from"], len(logs[log["log"]]))]
            for draw in range(asked["uniform"]):
                self.draw(asked["data_class"], 2, draw, 64, None, lambda number: row[number % len(row)])

    def draw(self, data_class, kind, draw, attempts, site, place_of):
        for attempt in range(attempts):
            if self.attempts == 4500:
                return
            self.attempts += 1
            place = place_of(drawn_number(self.seed, self.numbers[data_class], kind, draw, attempt))
            self.looked.add(place)
            told = json.loads(self.logs[place[0]][place[1]])
            if told["type"] == self.types[data_class] and inside_floor(told, self.challenge["on"]) and site in (None, told["site"]):
                self.leaves.append({"data_class": data_class, "kind": ("stratum", "uniform")[kind - 1], "draw": draw, "log": place[0], "index": place[1]})
                return


def civil_day(instant_text):
    at = datetime.datetime.fromisoformat(instant_text.replace("Z", "+00:00")) + datetime.timedelta(hours=7)
    return at.date()


def inside_floor(told, on):
    day = civil_day(told["seen"] if "at_doubtful" in told["data"] else told["at"])
    on = datetime.date.fromisoformat(on)
    year, month = divmod(day.year * 12 + day.month - 1 + 3, 12)
    last = (datetime.date(year + (month == 11), (month + 1) % 12 + 1, 1) - datetime.timedelta(days=1)).day
    return day <= on <= datetime.date(year, month + 1, min(day.day, last))


def possession():
    """A node with eight items of four days, one of them before the floor, each with a picture; its answer, and changes of it."""
    logs, ids, held = {"org": [], "p11": []}, iter(range(1000)), {}

    def told(log, type_name, at, data, **more):
        number = next(ids)
        logs[log].append(json.dumps({"at": at, "by": "SYSTEM", "data": data, "id": uuid_text(uuid7(1795492755123 + number, f"possession {number}")),
                                     "salt": filler(f"possession salt {number}", 16).hex(), "seen": at, "type": type_name, "v": 1, **more},
                                    sort_keys=True, separators=(",", ":"), ensure_ascii=False))
        return log, len(logs[log]) - 1

    days = ["2026-08-23", "2026-08-24", "2026-10-01", "2026-11-24"]
    class_keys = {(name, day): filler(f"possession {name} {day}", 32) for name in ("record", "picture") for day in days}
    opened = {day: told("org", "class.opened", day + "T00:00:00.000Z",
                        {"day": day, "keys": {name: ed25519_public(keyed_hash(32, class_keys[name, day], "buuan/possession/v1")).hex() for name in ("picture", "record")}})
              for day in days}
    for number in range(8):
        day, site, ref = days[number // 2], ("DBP", "TGI")[number % 2], filler(f"possession ref {number}", 16).hex()
        sealed, plain = filler(f"sealed record {number}", 60 + number), pattern({3: 16500, 5: 16384}.get(number, 40 * number))
        place = told("p11", "item.accepted", day + "T03:00:00.000Z", {"record": {"sha256": sha256(sealed).hex()}}, ref=ref, site=site)
        held[place] = (day, sealed)
        picture = chunked(plain, filler(f"possession object {number}", 32), filler(f"possession chunk salt {number}", 24), b"")
        place_of_picture = told("p11", "object.stored", day + "T03:01:00.000Z", {"bytes": len(plain), "root": object_id(picture).hex(), "slot": "contents"}, ref=ref, site=site)
        held[place_of_picture] = (day, picture, place)
        told("p11", "item.scanned", day + "T04:00:00.000Z", {"from": "accepted", "state": "in_transit"}, ref=ref, site=site)

    leaves = {log: [leaf_hash(text.encode()) for text in texts] for log, texts in logs.items()}
    seeds = {log: filler(f"possession log key {log}", 32) for log in logs}

    def checkpoint(log):
        body = f"{node}/{log}\n{len(logs[log])}\n{b64(tree_root(leaves[log]))}\n"
        return body + "\n" + note_signature(f"{node}/{log}", seeds[log], body)

    challenge = {"buuan_possession_challenge": 1, "node": node, "on": "2026-11-24",
                 "logs": [{"log": "org", "checkpoint": checkpoint("org"), "from": len(logs["org"])}, {"log": "p11", "checkpoint": checkpoint("p11"), "from": 0}],
                 "authority": "so-khcn.example/sổ 7: một điểm kiểm bịa ra",
                 "strata": [{"log": "p11", "from": 6, "to": 12, "site": "DBP"}, {"log": "p11", "from": 6, "to": 12, "site": "TGI"}, {"log": "p11", "from": 12, "to": 24}],
                 "draws": [{"data_class": "record", "strata": 3, "uniform": 8}, {"data_class": "picture", "strata": 2, "uniform": 6}]}
    text = json.dumps(challenge, ensure_ascii=False, separators=(",", ":"))
    drawing = Drawing(challenge, logs)

    def shown(log, index):
        return {"log": log, "index": index, "entry": logs[log][index], "path": b64(b"".join(inclusion(index, leaves[log])))}

    def answered(leaf):
        day, data, *rest = held[leaf["log"], leaf["index"]]
        if leaf["data_class"] == "record":
            return {**leaf, "outcome": "held", "day": day, "bytes": b64(data)}
        told_of = json.loads(logs[leaf["log"]][leaf["index"]])["data"]
        count = told_of["bytes"] // chunk_bytes + 1
        number = drawn_number(drawing.seed, 4, 1 if leaf["kind"] == "stratum" else 2, leaf["draw"], 0xffffffff) % count
        parts = [data[:56]] + [data[at:at + chunk_bytes + 16] for at in range(56, len(data), chunk_bytes + 16)]
        assert len(parts) == count + 1
        return {**leaf, "outcome": "held", "day": day, "bytes": b64(parts[number + 1]),
                "path": b64(b"".join(inclusion(number + 1, [leaf_hash(part) for part in parts]))), "accepted": shown(*rest[0])}

    def signed(answer):
        answer["days"] = []
        for data_class, day in sorted({(leaf["data_class"], leaf["day"]) for leaf in answer["leaves"] if leaf["outcome"] == "held"}):
            message = b"buuan/possession-answer/v1\n" + sha256(answer["challenge"].encode()) + bytes([Drawing.numbers[data_class]])
            message += be32((datetime.date.fromisoformat(day) - datetime.date(1970, 1, 1)).days)
            for leaf in answer["leaves"]:
                if leaf["outcome"] == "held" and (leaf["data_class"], leaf["day"]) == (data_class, day):
                    message += bytes([1 if leaf["kind"] == "stratum" else 2]) + be32(leaf["draw"]) + sha256(base64.b64decode(leaf["bytes"]))
            seed = keyed_hash(32, class_keys[data_class, day], "buuan/possession/v1")
            answer["days"].append({"data_class": data_class, "day": day, "opened": shown(*opened[day]), "signature": b64(ed25519_sign(seed, message))})
        return answer

    answer = signed({"buuan_possession_answer": 1, "challenge": text, "answered_at": "2026-11-24T05:00:00.000Z",
                     "entries": [shown(*place) for place in sorted(drawing.looked)], "leaves": [answered(leaf) for leaf in drawing.leaves], "days": []})

    def altered(why, change, sign=True):
        copy = json.loads(json.dumps(answer))
        change(copy)
        return {"why": why, "members": changed(signed(copy) if sign else copy)}

    def changed(copy):
        return {name: value for name, value in copy.items() if value != answer[name]}

    def other_key(copy):
        copy["days"][0]["signature"] = copy["days"][1]["signature"]

    def other_bytes(copy):
        copy["leaves"][0]["bytes"] = b64(base64.b64decode(copy["leaves"][0]["bytes"]) + b"!")

    def other_chunk(copy):
        leaf = next(leaf for leaf in copy["leaves"] if leaf["data_class"] == "picture")
        leaf["bytes"] = b64(base64.b64decode(leaf["bytes"])[::-1])

    def other_entry(copy):
        copy["entries"][0]["entry"] = copy["entries"][0]["entry"].replace("SYSTEM", "SYSTEN")

    def other_day(copy):
        copy["leaves"][0]["day"] = next(day for day in days if day != copy["leaves"][0]["day"])

    def lost(copy):
        leaf = copy["leaves"][0]
        copy["leaves"][0] = {**{name: leaf[name] for name in ("data_class", "kind", "draw", "log", "index")}, "outcome": "missing"}

    missing = json.loads(json.dumps(answer))
    lost(missing)
    refused = [altered("not_signed", other_key, sign=False), altered("not_signed", lambda copy: copy["days"].pop(), sign=False),
               altered("not_signed", lambda copy: copy.update(challenge=copy["challenge"] + " "), sign=False),
               altered("other_bytes", other_bytes), altered("other_bytes", other_chunk), altered("other_bytes", other_day),
               altered("not_included", other_entry),
               altered("other_leaves", lambda copy: copy["leaves"].pop()), altered("other_leaves", lambda copy: copy["entries"].pop()),
               altered("other_leaves", lambda copy: copy.update(challenge=copy["challenge"].replace("sổ 7", "sổ 8"))),
               altered("other_leaves", lambda copy: copy["leaves"][0].update(index=copy["leaves"][0]["index"] + 1)),
               altered("unknown_log", lambda copy: copy.update(challenge=copy["challenge"].replace("\\n8\\n", "\\n9\\n").replace("\\n24\\n", "\\n25\\n"))),
               altered("malformed", lambda copy: copy.update(buuan_possession_answer=2)),
               altered("malformed", lambda copy: copy["leaves"][0].update(outcome="missing"), sign=False)]
    return {"challenge": text, "seed": drawing.seed.hex(), "stratum_order": stratum_order(drawing.seed, len(challenge["strata"])),
            "numbers": [{"data_class": name, "kind": kind, "draw": draw, "attempt": attempt,
                         "number": str(drawn_number(drawing.seed, Drawing.numbers[name], 1 if kind == "stratum" else 2, draw, attempt))}
                        for name, kind, draw, attempt in (("record", "stratum", 0, 0), ("record", "uniform", 299, 63), ("picture", "uniform", 1, 0xffffffff))],
            "class_keys": {f"{name} {day}": key.hex() for (name, day), key in class_keys.items()}, "entries": logs, "drawn": drawing.leaves, "vkeys": [vkey(f"{node}/{log}", 1, ed25519_public(seeds[log])) for log in logs],
            "answer": answer, "with_a_miss": changed(signed(missing)), "refused": refused}


def main():
    stale = []
    for name, made in (("vault", vault()), ("keys", keys()), ("ledger", ledger()), ("objects", objects()), ("goods_rules", goods_rules()),
                       ("queue", queue()), ("backup", backup()), ("possession", possession())):
        text = json.dumps(made, indent=1, ensure_ascii=False) + "\n"
        path = here / f"{name}.json"
        if sys.argv[1:] == ["--check"]:
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                stale.append(path.name)
        else:
            path.write_text(text, encoding="utf-8")
    if stale:
        sys.exit("not what make_vectors.py computes: " + ", ".join(stale))


if __name__ == "__main__":
    main()
