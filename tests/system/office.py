"""A small post office for the system tests: two sites, three counters, a member of staff for each role; and the documents a counter
sends. People are made up."""
import datetime
import random
import time

from node import PASSWORD, digest, png, uuid7

TODAY = (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=7)).date()
LONG_AGO = "2020-01-01"
LATER = (TODAY + datetime.timedelta(days=400)).isoformat()
ROLES = ["clerk", "sorter", "courier", "officer", "auditor", "administrator"]


def instant(ms=None):
    at = datetime.datetime.fromtimestamp((int(time.time() * 1000) if ms is None else ms) / 1000, datetime.timezone.utc)
    return at.strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}Z"


class Office:
    """Registers itself through the console; `office.clerk` … are sessions, `office.staff["clerk"]` their numbers."""

    def __init__(self, node, roles=tuple(ROLES)):
        self.node = node
        self.staff = {}
        self.done("PUT", "/api/v1/leader", {"name": "Quàng Văn Lãnh", "office": "Phó giám đốc", "decision_number": "01/QĐ", "from": LONG_AGO})
        for site, kind in (("BC1", "service_point"), ("TT2", "sorting_centre")):
            self.done("PUT", f"/api/v1/sites/{site}", {"code": site, "kind": kind, "name": f"Điểm {site}", "province": "11", "commune": "Mường Thanh", "address": "", "opened_on": LONG_AGO})
            for equipment in ("xray_scanner", "camera", "fire_protection"):
                code = f"{site}-{equipment[0].upper()}"
                self.done("PUT", f"/api/v1/equipment/{code}",
                          {"code": code, "site": site, "kind": equipment, "serial": "S-1", "inspected_on": LONG_AGO, "valid_until": LATER, "retired_on": None})
        for counter, site in (("Q1", "BC1"), ("Q2", "BC1"), ("Q9", "TT2")):
            self.done("PUT", f"/api/v1/counters/{counter}", {"code": counter, "site": site, "name": "", "opened_on": LONG_AGO})
        for role in roles:
            self.staff[role] = self.engage(role, "BC1")
        self.staff["elsewhere"] = self.engage("clerk", "TT2")
        for role in roles:
            self.account(role, role, self.staff[role], "BC1" if role in ("clerk", "courier") else None)
            setattr(self, role, node.sign_in(role))
        self.account("elsewhere", "clerk", self.staff["elsewhere"], "TT2")
        self.elsewhere = node.sign_in("elsewhere")

    def done(self, *call):
        answer = self.node.call(*call)
        assert answer.status in (200, 201, 204), (call, answer)
        return answer

    def engage(self, role, site):
        person = {"name": "Lò Thị Nhân Viên", "phone": "0912345670", "site": site, "role_title": role, "engaged_on": LONG_AGO, "duties_version": "1", "duties_signed_on": LONG_AGO,
                  "trained_on": LONG_AGO, "trained_until": LATER}
        return self.done("POST", "/api/v1/staff", person).json()["number"]

    def account(self, user, role, by, site):
        self.done("PUT", f"/api/v1/users/{user}", {"role": role, "by": by, "site": site, "password": PASSWORD})


class Parcel:
    """One acceptance: an id, its pictures, the document. `parcel.intake` may be changed before it is sent."""

    def __init__(self, seed=0, counter="Q1", at_ms=None, pictures=("contents", "sealed")):
        rng = random.Random(seed)
        at_ms = int(time.time() * 1000) if at_ms is None else at_ms
        self.item = uuid7(at_ms)
        self.path = f"/api/v1/items/{self.item}"
        self.pictures = {slot: png(f"{seed} {slot}") for slot in pictures}
        self.phone = f"09{rng.randrange(10**7, 10**8):08d}".replace("095", "097", 1)
        self.intake = {
            "counter": counter,
            "accepted_at": instant(at_ms),
            "sender": {"method": "MANUAL", "name": "Lò Văn Gửi", "phone": self.phone, "identity_number": f"011{rng.choice('01')}{rng.randrange(60, 99):02d}{rng.randrange(10**6):06d}",
                       "address": {"province": "11", "commune": "Mường Thanh", "street": "Số 5"}},
            "recipient": {"name": "Quàng Thị Nhận", "phone": "0387654321", "address": {"province": "01", "commune": "Hoàn Kiếm", "street": "12 Hàng Bông"}},
            "item": {"type": "parcel", "things": [{"text": "áo sơ mi", "quantity": 2, "value_vnd": 300000}], "weight_g": 900},
            "inspection": {"method": "visual", "conditions_explained": False},
            "pictures": [{"slot": slot, "sha256": digest(data), "size": len(data)} for slot, data in self.pictures.items()],
            "confirmations": {"sender": "signature", "clerk": True},
            "refuse": [],
        }

    def letter(self):
        self.intake["item"] = {"type": "letter", "things": [], "weight_g": 20}
        self.intake["inspection"] = self.intake["confirmations"] = None
        self.intake["pictures"] = []
        self.pictures = {}
        return self

    def put(self, who, **kwargs):
        return who.call("PUT", self.path, self.intake, **kwargs)

    def accepted(self, who):
        answer = self.put(who)
        assert answer.status == 201 and answer.json()["decision"] == "accepted", answer
        self.answer = answer.json()
        return self

    def event(self, kind, site="BC1", **members):
        return {"id": uuid7(), "kind": kind, "site": site, "at": instant(), **members}
