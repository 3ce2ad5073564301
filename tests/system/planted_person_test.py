#!/usr/bin/env python3
"""A made-up person goes through everything that a node does, also where a person does not belong; then every byte that the node wrote is
searched for them, in every form that we could think of. Only the answers of openings and pictures may know them.

    planted_person_test.py BUUAN
"""
import base64
import csv
import hashlib
import json
import os
import signal
import sys
import threading
import unicodedata
from pathlib import Path
from urllib.parse import quote

from node import PASSWORD, Node, uuid7
from office import LONG_AGO, Office, Parcel

# Nobody is called so; the numbers have the right form and are made up.
PERSON = {
    "sender": "Giàng Xừ Phủa Quyên",
    "recipient": "Hoàng Ngọc Tuyết Băng Giá",
    "sender_phone": "0979246813",
    "recipient_phone": "0868135792",
    "identity_number": "011185777321",
    "passport": "K9318427QZ",
    "tax_code": "1199887746",
    "commune": "Thanh Nưa Thượng Ngàn",
    "street": "Ngách 17/42 Đồi Độc Lập",
    "contents": "kèn lá Pí Pặp sơn then",
    "prohibited": "bộ sưu tập của cụ Ngần",
    "order_code": "DON-QZX-5519",
    "item_code": "QZPLANTED77",
    "witness": "Đèo Thị Chứng Giám",
    "note": "hỏi hộ bác Xuyến Chi",
    "paper": "Giấy số 884/QZ của bà Ngà",
    "received_by": "Tòng Thị Mỷ Khuyên",
    "remark": "để ở nhà ông Chẩn Pao",
    "corrected": "Hoàng Ngọc Tuyết Bằng",
    "staff": "Lường Văn Tuệ Mẫn",
    "staff_phone": "0352468097",
}


def without_diacritics(text):
    folded = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(c for c in folded if not unicodedata.combining(c))


def spellings(value):
    """As somebody could write it."""
    texts = {value, unicodedata.normalize("NFD", value)}
    for text in list(texts) + [without_diacritics(value)]:
        texts |= {text, text.lower(), text.upper()}
    for text in list(texts):
        texts |= {text.replace(" ", gap) for gap in ("_", "-", "", ".", "+", "%20")} if " " in text else set()
    if value.isdigit():
        texts |= {value[::-1]}
        for gap in (" ", ".", "-"):
            texts |= {gap.join(parts) for parts in ((value[:4], value[4:7], value[7:]), (value[:3], value[3:6], value[6:]), (value[:3], value[3:6], value[6:9], value[9:]), (value[:4], value[4:8], value[8:]))}
        texts |= {"84" + value[1:], "+84" + value[1:]} if len(value) == 10 else set()
    return texts


def forms(value):
    """Each spelling as bytes: plain, UTF-16, escaped, hex, base64 wherever it may begin, and hashed without a salt."""
    out = set()
    for text in spellings(value):
        raw = text.encode()
        out |= {raw, text.encode("utf-16-le"), text.encode("utf-16-be"), quote(text).encode(), json.dumps(text)[1:-1].encode(), raw.hex().encode(), raw.hex().upper().encode()}
        for skip in range(3):
            encoded = base64.b64encode(b"\0" * skip + raw)
            inner = encoded[(0, 2, 3)[skip]:len(encoded) - (0, 3, 2)[(skip + len(raw)) % 3] - 1]
            out |= {inner, inner.replace(b"+", b"-").replace(b"/", b"_")}
        for name in ("sha256", "sha1", "md5", "blake2b"):
            digest = hashlib.new(name, raw).digest()
            out |= {digest, digest.hex().encode(), base64.b64encode(digest)}
    return {form for form in out if len(form) >= 6}


def triples(written):
    """Which three bytes follow one another anywhere: a form of which one triple is nowhere need not be looked for."""
    there = bytearray(1 << 24)
    for _, data in written:
        for a, b, c in zip(data, data[1:], data[2:]):
            there[a << 16 | b << 8 | c] = 1
    return there


class Planted:
    def __init__(self, node):
        self.node = node
        self.office = Office(node, roles=("clerk", "sorter", "officer"))
        self.answers = []  # (what, bytes): all but those of openings and pictures
        self.secrets = {"password": PASSWORD, "session": self.office.clerk.headers["Cookie"].split("=")[1]}

    def call(self, who, method, path, body=None, expect=None, exempt=False, **kwargs):
        answer = (who if callable(who) else who.call)(method, path, body, **kwargs)
        if expect is not None:
            assert answer.status in (expect if isinstance(expect, tuple) else (expect,)), (method, path, answer)
        if not exempt:
            self.answers.append((f"{method} {path[:40]}", answer.body + repr(answer.headers).encode()))
        return answer

    def parcel(self, seed, **changes):
        parcel = Parcel(f"planted {seed}")
        p = PERSON
        address = {"province": "11", "commune": p["commune"], "street": p["street"]}
        parcel.intake["sender"].update(name=p["sender"], phone=p["sender_phone"], identity_number=p["identity_number"], address=address, **changes)
        parcel.intake["recipient"] = {"name": p["recipient"], "phone": p["recipient_phone"], "address": address}
        parcel.intake["item"]["things"] = [{"text": p["contents"], "quantity": 1}]
        parcel.intake["item"]["order_code"] = p["order_code"]
        parcel.intake["confirmations"] = {"sender": "witnessed", "witness": p["witness"], "clerk": True}
        return parcel

    # ---- where the person belongs -------------------------------------------------------------------------------------

    def accept(self):
        clerk = self.office.clerk
        parcel = self.parcel("accepted")
        parcel.intake["item"]["code"] = PERSON["item_code"]
        answer = self.call(clerk, "PUT", parcel.path, parcel.intake, 201)
        self.answers.pop()  # it holds the receipt and the item code, which are for the sender
        assert answer.json()["decision"] == "accepted", answer
        self.secrets["receipt"] = answer.json()["receipt"]["code"]
        for slot, data in parcel.pictures.items():
            self.call(clerk, "PUT", f"{parcel.path}/objects/{slot}", data, 201)
        self.pictures = list(parcel.pictures.values())
        card = f"{PERSON['identity_number']}||{PERSON['sender']}|01011985|Nữ|{PERSON['street']}, {PERSON['commune']}|01012022"
        self.call(clerk, "PUT", (by_card := self.parcel("card", method="QR_CCCD", card_text=card, face_matches=True)).path, by_card.intake, 201)
        for number, changes in enumerate(({"method": "PASSPORT", "passport": PERSON["passport"]}, {"method": "BUSINESS", "tax_code": PERSON["tax_code"]})):
            other = self.parcel(f"paper {number}", **changes)
            self.call(clerk, "PUT", other.path, other.intake, 201)
        return parcel

    def refuse(self):
        parcel = self.parcel("refused")
        parcel.intake["item"]["things"] = [{"text": PERSON["prohibited"] + ", pháo nổ", "quantity": 1}]
        assert self.call(self.office.clerk, "PUT", parcel.path, parcel.intake, 201).json()["decision"] == "refused"
        self.call(self.office.officer, "POST", parcel.path + "/openings", {"id": uuid7(), "purpose": "complaint", "note": PERSON["note"]}, 200, exempt=True)

    def happen(self, parcel):
        events = parcel.path + "/events"
        officer, sorter = self.office.officer, self.office.sorter
        self.call(sorter, "POST", events, parcel.event("scanned", remark=PERSON["remark"]), 201)
        self.call(officer, "POST", events, parcel.event("corrected", reason="typing_error", correction={"recipient_name": PERSON["corrected"]}), 201)
        second = self.office.staff["clerk"]
        self.call(officer, "POST", events, parcel.event("opened", ground="consent", paper=PERSON["paper"], second_person=second), 201)
        self.call(sorter, "POST", events, parcel.event("delivered", relationship="neighbour", received_by=PERSON["received_by"]), 201)

    def find_and_open(self, parcel):
        clerk = self.office.clerk
        by = {"phone": "sender_phone", "identity_number": "identity_number", "name": "sender", "order_code": "order_code", "item_code": "item_code", "text": "contents"}
        for member, name in by.items():
            answer = self.call(clerk, "POST", "/api/v1/searches", {"id": uuid7(), "purpose": "customer_enquiry", "note": PERSON["note"], member: PERSON[name]}, 200)
            assert parcel.item in [found["item"] for found in answer.json()["results"]], (member, answer)
            self.answers[-1] = (self.answers[-1][0], self.answers[-1][1].replace(PERSON["item_code"].encode(), b""))  # a result says which item it is
        opening = {"id": uuid7(), "purpose": "customer_enquiry", "note": PERSON["note"], "identity": True}
        opened = self.call(clerk, "POST", parcel.path + "/openings", opening, 200, exempt=True).json()["fields"]
        for name, label in (("sender", "sender.name"), ("identity_number", "identity.number"), ("contents", "contents.01.text"), ("street", "recipient.street"), ("witness", "confirmation.witness")):
            assert opened[label] == PERSON[name], (label, opened)
        self.call(clerk, "GET", parcel.path + "/objects/contents", None, 200, exempt=True, headers={"buuan-opening": opening["id"]})

    def engage(self):
        person = {"name": PERSON["staff"], "phone": PERSON["staff_phone"], "site": "BC1", "role_title": "giao dịch viên", "engaged_on": LONG_AGO}
        self.call(self.node.call, "POST", "/api/v1/staff", person, 201)

    def batch_and_import(self):
        lines = [json.dumps({"id": p.item, "intake": p.intake}) for p in (self.parcel("batch 1"), self.parcel("batch 2"))]
        lines += ["{" + PERSON["sender"], json.dumps({"id": PERSON["sender"], "intake": PERSON["recipient"]}), lines[0].replace('"Q1"', json.dumps(PERSON["recipient"]))]
        answer = self.call(self.office.clerk, "POST", "/api/v1/item-batches", "\n".join(lines), 200, content_type="application/x-ndjson")
        assert [json.loads(line)["status"] for line in answer.body.splitlines()][:2] == [201, 201], answer
        for code in ("receipt", "item_code"):  # a batch's answer holds receipts; nothing else of a person
            assert code in json.loads(answer.body.splitlines()[0])
        headings = ["Mã đơn hàng", "Họ tên người gửi", "Điện thoại người gửi", "Số định danh người gửi", "Họ tên người nhận", "Điện thoại người nhận", "Tỉnh người nhận", "Xã người nhận",
                    "Địa chỉ người nhận", "Nội dung", "Khối lượng (gam)"]
        good = [PERSON["order_code"] + "-2", PERSON["sender"], PERSON["sender_phone"], PERSON["identity_number"], PERSON["recipient"], PERSON["recipient_phone"], "11", PERSON["commune"],
                PERSON["street"], PERSON["contents"], "500"]
        bad = good[:2] + [PERSON["recipient"]] + good[3:]
        self.manifest = self.node.folder.parent / "manifest.csv"
        with open(self.manifest, "w", newline="") as file:
            csv.writer(file).writerows([headings, good, bad])
        done = self.node.run("--user", "clerk", "import", self.manifest, "--counter", "Q1", check=False)
        assert done.returncode in (0, 1, 4), done
        assert "1" in done.stdout + done.stderr, done
        for command in (("trace", "--purpose", "complaint", "--name", PERSON["recipient"], "--note", PERSON["note"]), ("trace", "--purpose", PERSON["sender"], "--phone", PERSON["sender_phone"]),
                        ("trace", "--purpose", "complaint", "--phone", PERSON["sender"]), ("timeline", PERSON["sender"]), ("open", PERSON["sender"], "--purpose", "complaint")):
            self.node.run("--user", "clerk", *command, check=False)
        self.node.printed = self.node.printed.replace(PERSON["item_code"], "")  # a result says which item it is
        self.manifest.unlink()  # the person's own file; what import left beside it is searched

    # ---- where the person does not belong -----------------------------------------------------------------------------

    def misplace(self, parcel):
        clerk, officer = self.office.clerk, self.office.officer
        for name, value in PERSON.items():
            in_path = quote(value, safe="")
            for path in (f"/api/v1/items/{in_path}", f"/{in_path}", f"/logs/{in_path}/checkpoint", f"/logs/p11/tile/{in_path}", f"/api/v1/items/{parcel.item}/proof?entry={in_path}", f"/r?code={in_path}",
                         f"/api/v1/register?phone={in_path}", f"{parcel.path}/objects/{in_path}"):
                self.call(clerk, "GET", path)
            self.call(clerk, "PUT", f"{parcel.path}/objects/{in_path}", value.encode())
            self.call(self.node.call, "PUT", f"/api/v1/users/{in_path}", {"role": value, "by": "SYSTEM", "password": PASSWORD}, (400, 404, 422))
            self.call(self.node.call, "PUT", f"/api/v1/equipment/{in_path}", {"code": value, "site": value, "kind": value, "serial": ""}, (400, 404))
            self.call(self.node.public, "POST", "/r", {"code": value})
            self.call(self.node.public, "POST", "/r", "code=" + in_path, content_type="application/x-www-form-urlencoded")
            self.call(self.node.public, "GET", "/" + in_path, headers={"Cookie": f"buuan_session={in_path}", "User-Agent": in_path, "Authorization": "Bearer " + in_path, "Referer": "https://x/" + in_path})
            self.call(clerk, "POST", "/api/v1/searches", {"id": uuid7(), "purpose": value, "name": value}, (400, 422))
            self.call(officer, "POST", parcel.path + "/events", parcel.event(value), 400)
            for member in ("reason", "relationship"):
                self.call(officer, "POST", parcel.path + "/events", parcel.event("delivered" if member == "relationship" else "stopped", **{member: value}), 422)
            self.call(clerk, "POST", "/api/v1/sessions", value, 400)
            for place in ("counter", "accepted_at", "channel"):
                wrong = self.parcel(f"wrong {name} {place}")
                wrong.intake[place] = value
                self.call(clerk, "PUT", wrong.path, wrong.intake, (400, 422))
            wrong = self.parcel(f"wrong {name}")
            wrong.intake["sender"]["method"] = wrong.intake["recipient"]["phone"] = wrong.intake["item"]["code"] = value
            wrong.intake["refuse"] = [value]
            wrong.intake["pictures"][0]["slot"] = value
            wrong.intake["recipient"]["address"] = {"province": value, "commune": "", "street": value}
            self.call(clerk, "PUT", wrong.path, wrong.intake, 422)
            wrong.intake["item"]["type"] = value
            self.call(clerk, "PUT", wrong.path, wrong.intake, 400)
        # A question at the public door is answered with the words that matched, and kept nowhere.
        self.call(self.node.public, "POST", "/api/v1/screenings", {"text": PERSON["contents"]})
        self.call(clerk, "POST", "/api/v1/sessions", {"user": PERSON["sender"], "password": PERSON["recipient"]}, 401)

    def kill_in_the_middle(self):
        """SIGKILL while acceptances of the person are on their way, so that journals and half-written files are left."""
        headers = self.office.clerk.headers

        def accept(n):
            for i in range(1000):
                parcel = self.parcel(f"killed {n} {i}")
                try:
                    if self.node.staff("PUT", parcel.path, parcel.intake, headers=headers).status != 201:
                        return
                    self.node.staff("PUT", f"{parcel.path}/objects/contents", parcel.pictures["contents"], headers=headers)
                except Exception:
                    return

        threads = [threading.Thread(target=accept, args=(n,)) for n in range(4)]
        [thread.start() for thread in threads]
        threads[0].join(timeout=0.7)
        self.node.process.send_signal(signal.SIGKILL)
        [thread.join() for thread in threads]
        self.node.kill()

    # ---- the search ---------------------------------------------------------------------------------------------------

    def written(self):
        """Every byte that there is: (where, bytes)."""
        for folder, _, names in os.walk(self.node.folder.parent):
            for name in names:
                path = Path(folder) / name
                if path.is_file():
                    yield str(path.relative_to(self.node.folder.parent)), path.read_bytes()
                yield f"the name of {name}", name.encode()
        yield "what commands printed", self.node.printed.encode()
        yield from self.answers

    def search(self, when):
        needles = {name: forms(value) for name, value in PERSON.items()}
        for name, value in self.secrets.items():
            needles[name] = {value.encode(), value.lower().encode(), value.replace("-", "").encode(), value.encode("utf-16-le"), value.encode().hex().encode()}
        needles["a picture"] = {piece for picture in self.pictures for piece in (picture[60:120], picture[:33], hashlib.sha256(picture).digest(), hashlib.sha256(picture).hexdigest().encode())}
        written = list(self.written())
        there = triples(written)
        likely = [(name, form) for name, wanted in needles.items() for form in wanted if all(there[int.from_bytes(form[i:i + 3], "big")] for i in range(len(form) - 2))]
        answers, found = {where for where, _ in self.answers}, 0
        for where, data in written:
            for name, form in likely:
                # Receipts are for whoever got the answer.
                if form in data and not (where in answers and name in self.secrets):
                    found += 1
                    at = data.index(form)
                    print(f"{when}: {where} holds {name}: {form[:60]!r} in {data[max(0, at - 80):at + 80]!r}")
        return sum(len(data) for _, data in written), found


def control(planted):
    """What is public must be found, and a person in any disguise, or the search would find nothing at all."""
    for name, value in PERSON.items():
        for disguise in ([base64.b64encode(b"x" * n + value.encode() + b"y" * m) for n in range(3) for m in range(3)] + [value.encode("utf-16"), value.encode().hex().encode()]
                         + [unicodedata.normalize("NFD", value).upper().encode(), json.dumps({"a": value}).encode(), quote(value).encode(), hashlib.sha256(value.encode()).digest()]):
            assert any(form in disguise for form in forms(value)), (name, disguise)
    for value in ("Quàng Văn Lãnh", "Điểm BC1"):
        assert any(form in data for form in forms(value) for where, data in planted.written() if where.startswith("node/")), f"{value} stands in the register and was not found"


def main():
    node = Node(sys.argv[1], sample=False)
    temporary = node.folder.parent / "tmp"
    temporary.mkdir()
    os.environ["TMPDIR"] = os.environ["SQLITE_TMPDIR"] = str(temporary)
    with node:
        planted = Planted(node)
        parcel = planted.accept()
        planted.refuse()
        planted.happen(parcel)
        planted.find_and_open(parcel)
        planted.engage()
        planted.batch_and_import()
        planted.misplace(parcel)
        node.wait_in_log(parcel.item)
        for path in ("/metrics", "/api/v1/logs", "/api/v1/register", "/api/v1/users", "/api/v1/keys", "/api/v1/days", "/logs/p11/checkpoint", "/logs/org/checkpoint", parcel.path, parcel.path + "/timeline", parcel.path + "/proof"):
            planted.call(node.call, "GET", path, None, 200)
        size = int(node.call("GET", "/logs/p11/checkpoint").body.split(b"\n")[1])
        width = min(size, 256)
        planted.call(node.call, "GET", "/logs/p11/tile/entries/000" + ("" if width == 256 else f".p/{width}"), None, 200)
        node.run("check")
        control(planted)
        totals = [planted.search("while it runs")]
        planted.kill_in_the_middle()
        totals.append(planted.search("after SIGKILL"))
        node.start()
        node.stop()
        totals.append(planted.search("after a restart and a stop"))
        print("; ".join(f"{searched} bytes searched, {found} found" for searched, found in totals))
        sys.exit(1 if any(found for _, found in totals) else 0)


if __name__ == "__main__":
    main()
