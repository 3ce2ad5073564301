"""A counter's computer that accepts off line (docs/formats/queue.md), as a browser does it: with a key of its own, sealing to the week's key.
The cryptography is that of the vectors, which shares nothing with the node's."""
import base64
import hashlib
import json
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "vectors"))
from primitives import hpke_key, hpke_seal, p256_public, p256_sign

from node import uuid7

INFO = b"buuan/queue/v1"
NOTHING_BEFORE = "0" * 64


class Device:
    def __init__(self, counter="Q1"):
        self.id, self.counter = uuid7(), counter
        self.secret = hpke_key(os.urandom(32))
        self.sequence, self.previous = 0, NOTHING_BEFORE
        spki = bytes.fromhex("3059301306072a8648ce3d020106082a8648ce3d030107034200") + p256_public(self.secret)
        self.enrolment = {"id": self.id, "counter": counter, "public_key": base64.b64encode(spki).decode()}

    def seal(self, key, bound, data):
        sealed = hpke_seal(os.urandom(32), base64.b64decode(key["public_key"]), INFO, bound.encode(), data)
        return b"\x01" + key["week"].encode() + sealed

    def signed(self, item, document, clerk="clerk", changed=None):
        """What an envelope holds; `changed` after it was signed."""
        said = {"device": self.id, "sequence": self.sequence, "previous": self.previous, "clerk": clerk, "document": document}
        text = "\n".join((INFO.decode(), item, said["device"], str(said["sequence"]), said["previous"], clerk, document))
        signature = p256_sign(self.secret, hpke_key(os.urandom(32)), text.encode())
        return {**said, "signature": base64.b64encode(signature).decode(), **(changed or {})}

    def envelope(self, key, parcel, clerk="clerk", changed=None):
        """The next envelope of this device."""
        self.sequence += 1
        said = self.signed(parcel.item, json.dumps(parcel.intake, ensure_ascii=False), clerk, changed)
        envelope = self.seal(key, parcel.item, json.dumps(said, ensure_ascii=False).encode())
        self.previous = hashlib.sha256(envelope).hexdigest()
        return envelope
