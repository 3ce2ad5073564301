#!/usr/bin/env python3
"""The sender's and the recipient's own view without an account, over a real node: what it tells to whom, and what a stranger gets out of it.

    own_item_test.py BUUAN
"""
import itertools
import json
import re
import sqlite3
import statistics
import sys
import time
import unittest
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

from node import Node
from office import Office, Parcel
from public_page import PLAIN, Page

BINARY = sys.argv[1] if len(sys.argv) > 1 else ""
PATH = "/buu-gui-cua-toi"
FORM = "application/x-www-form-urlencoded"
UNKNOWN = "000G4-0R40M-30E20-9185G-R38E1-W6"  # a code that fits its check symbol and that no item has
NO_MATCH = "Không có bưu gửi nào khớp"
addresses = (f"198.51.{i // 250}.{i % 250}" for i in itertools.count())


class OwnItem(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.node = Node(BINARY, sample=False)
        config = cls.node.folder / "node.toml"
        # Each question comes from an address of its own, as a proxy before the node tells it.
        config.write_text(re.sub(r'^proxy_address = .*$', 'proxy_address = "127.0.0.1"', config.read_text(), flags=re.M))
        cls.node.start()
        cls.addClassCleanup(cls.node.temporary.cleanup)
        cls.addClassCleanup(cls.node.stop)
        cls.office = Office(cls.node)

    def accepted(self, phone=None, recipient_phone=None):
        parcel = Parcel(self.id() + str(time.monotonic()))
        parcel.intake["sender"]["phone"] = parcel.phone = phone or parcel.phone
        parcel.intake["recipient"]["phone"] = recipient_phone or "0387654321"
        parcel.accepted(self.office.clerk)
        parcel.code = parcel.answer["receipt"]["code"]
        return parcel

    def ask(self, receipt, last4, status=200, path=PATH, address=None, lang="vi", **more):
        body = urlencode({"receipt": receipt, "last4": last4, **more})
        answer = self.node.public("POST", f"{path}?lang={lang}", body, content_type=FORM, headers={"X-Forwarded-For": address or next(addresses)})
        self.assertEqual(answer.status, status, answer)
        self.assertEqual(answer.headers["content-type"], "text/html; charset=utf-8")
        self.assertEqual(answer.headers["content-security-policy"], PLAIN)
        self.assertEqual(answer.headers["cache-control"], "no-store")
        self.assertNotIn("set-cookie", answer.headers)
        page = Page(answer.body.decode())
        page.answer = answer
        return page

    def request(self, receipt, last4, status=201, **more):
        return self.ask(receipt, last4, status, PATH + "/yeu-cau", **more)

    def event(self, who, parcel, kind, **members):
        answer = who.call("POST", parcel.path + "/events", parcel.event(kind, **members))
        self.assertEqual(answer.status, 201, answer)

    # ---- who it is for ---------------------------------------------------------------------------------------------------

    def test_the_page_is_a_form_that_is_posted_and_stands_without_scripts(self):
        for language in ("vi", "en"):
            page = Page(self.node.public("GET", f"{PATH}?lang={language}").body.decode())
            self.assertEqual(page.all("html"), [{"lang": language}])
            self.assertEqual([(form["method"], form["action"]) for form in page.all("form")], [("post", f"{PATH}?lang={language}")])
            self.assertEqual(page.all("script"), [])
            self.assertEqual({each["id"] for each in page.all("input")}, {label["for"] for label in page.all("label")})
        self.assertIn(f"{PATH}?lang=vi", [link["href"] for link in Page(self.node.public("GET", "/danh-muc").body.decode()).all("a")])

    def test_the_receipts_page_leads_there_with_the_code_in_a_hidden_field(self):
        parcel = self.accepted()
        self.node.wait_in_log(parcel.item)
        page = Page(self.node.public("POST", "/r", urlencode({"code": parcel.code}), content_type=FORM).body.decode())
        self.assertIn(f"{PATH}?lang=vi", [form["action"] for form in page.all("form")])
        self.assertIn(parcel.code, [each.get("value") for each in page.all("input")])

    def test_the_sender_sees_where_it_is_and_names_in_part(self):
        parcel = self.accepted()
        self.assertIn("Đã chấp nhận tại bưu cục", self.ask(parcel.code, parcel.phone[-4:]).text)
        self.event(self.office.sorter, parcel, "scanned", site="TT2")
        self.event(self.office.sorter, parcel, "xrayed", site="TT2", equipment="TT2-X", result="clear")
        self.event(self.office.courier, parcel, "attempted", reason="not_at_home")
        page = self.ask(parcel.code.lower().replace("-", " "), parcel.phone[-4:])
        for words in ("chờ phát lại", "Chấp nhận", "Đang trên đường", "Điểm TT2", "Phát chưa thành công", "Lò V. G.", "Quàng T. N.", "Hà Nội", parcel.answer["item_code"]):
            self.assertIn(words, page.text)
        for hidden in ("Lò Văn Gửi", "Quàng Thị Nhận", parcel.phone, "0387654321", "Hàng Bông", "áo sơ mi", "oi chiếu", "X-ray", parcel.item, "not_at_home", "4321"):
            self.assertNotIn(hidden, page.answer.body.decode())
        self.event(self.office.courier, parcel, "delivered", relationship="recipient", received_by="Quàng Thị Nhận")
        english = self.ask(parcel.code, parcel.phone[-4:], lang="en")
        self.assertIn("Delivered", english.text)
        self.assertEqual(english.all("html"), [{"lang": "en"}])

    def test_the_recipient_sees_the_same_and_of_the_sender_no_phone(self):
        parcel = self.accepted()
        page = self.ask(parcel.code, "4321")
        self.assertIn("Người nhận (bạn)", page.text)
        self.assertNotIn("Người gửi (bạn)", page.text)
        self.assertNotIn(parcel.phone[-4:], page.answer.body.decode().replace(parcel.answer["item_code"], ""))
        for hidden in ("Lò Văn Gửi", "Quàng Thị Nhận", parcel.phone, "0387654321", "Số 5"):
            self.assertNotIn(hidden, page.answer.body.decode())

    def test_digits_that_both_share_show_neithers_data_and_take_no_request(self):
        parcel = self.accepted(phone="0971234321", recipient_phone="0387654321")
        page = self.ask(parcel.code, "4321")
        self.assertIn("không biết bạn là ai trong hai", page.text)
        for hidden in ("Lò V.", "Quàng T.", parcel.answer["item_code"], "yeu-cau"):
            self.assertNotIn(hidden, page.answer.body.decode())
        self.request(parcel.code, "4321", 422, ask="access")

    def test_who_is_under_suspicion_does_not_learn_that_the_authority_was_told(self):
        parcel = self.accepted()
        self.event(self.office.sorter, parcel, "xrayed", site="TT2", equipment="TT2-X", result="suspicious")
        self.event(self.office.officer, parcel, "notified", site="TT2", authority="Công an phường")
        page = self.ask(parcel.code, parcel.phone[-4:])
        self.assertIn("Đang được xử lý theo quy định", page.text)
        self.event(self.office.officer, parcel, "released", site="TT2")
        for shown in (page, self.ask(parcel.code, parcel.phone[-4:])):
            for hidden in ("Công an", "nghi", "dừng", "soi", "mở", "thông báo"):
                self.assertNotIn(hidden, re.sub(r"<footer.*", "", shown.answer.body.decode(), flags=re.S).lower().split("<ol")[1].split("</ol>")[0])

    def test_a_look_is_an_act_that_is_sealed_and_names_nobody_in_the_open(self):
        parcel = self.accepted()
        self.ask(parcel.code, parcel.phone[-4:])
        with sqlite3.connect(self.node.folder / "node.db") as db:
            acts = [json.loads(body) for (body,) in db.execute("select body from row where kind = 'act'")]
        own = [act for act in acts if act.get("item") == parcel.item]
        self.assertEqual([(act["kind"], act["user"], act["by"]) for act in own], [("own_view", "(public)", "SYSTEM")])
        self.assertNotIn(parcel.phone, json.dumps(own))

    # ---- rights ----------------------------------------------------------------------------------------------------------

    def test_a_request_gets_its_number_and_clocks_and_the_office_sees_who_asks(self):
        parcel = self.accepted()
        last4 = parcel.phone[-4:]
        options = [each["value"] for each in self.ask(parcel.code, last4).all("option")]
        self.assertEqual(options[-7:], ["access", "provide", "correct", "withdraw", "restrict", "object", "erase"])
        self.assertEqual(set(options[:-7]), {"loss", "delay", "damage", "swap", "price", "other"})
        page = self.request(parcel.code, last4, ask="correct", note="Sai <b>số nhà</b>", contact="gui@example.vn")
        number = int(re.search(r"Số yêu cầu (\d+)", page.text)[1])
        row = self.office.officer.call("GET", f"/api/v1/subject-requests/{number}").json()
        self.assertEqual((row["state"], row["ask"]), ("received", "correct"))
        for member in ("answer_by", "due"):
            self.assertIn("/".join(reversed(row[member].split("-"))), page.text)
        self.assertEqual((row["asker"]["name"], row["asker"]["phone"], row["asker"]["contact"]), ("Lò Văn Gửi", parcel.phone, "gui@example.vn"))
        self.assertEqual(row["asker"]["note"], parcel.answer["item_code"] + ": Sai <b>số nhà</b>")
        self.assertEqual(self.office.officer.call("POST", f"/api/v1/subject-requests/{number}/exports", {}).status, 409, "nobody saw yet who asks")

    def test_asking_again_is_the_same_request_until_it_is_closed(self):
        parcel = self.accepted()
        numbers = [re.search(r"Số yêu cầu (\d+)", self.request(parcel.code, parcel.phone[-4:], status, ask="erase").text)[1] for status in (201, 200, 200)]
        self.assertEqual(len(set(numbers)), 1)
        other = re.search(r"Số yêu cầu (\d+)", self.request(parcel.code, "4321", ask="erase").text)[1]
        self.assertNotEqual(other, numbers[0], "the recipient's own")
        answer = self.office.officer.call("POST", f"/api/v1/subject-requests/{numbers[0]}/steps", {"step": "refuse", "reason": "floor_not_over"})
        self.assertEqual(answer.status, 200, answer)
        self.assertNotIn(re.search(r"Số yêu cầu (\d+)", self.request(parcel.code, parcel.phone[-4:], ask="erase").text)[1], (numbers[0], other))

    def test_a_request_that_is_no_request_is_refused_and_files_nothing(self):
        parcel = self.accepted()
        before = len(self.office.officer.call("GET", "/api/v1/subject-requests").json()["requests"])
        for more in ({"ask": "everything"}, {}, {"ask": "access", "note": "x" * 3001}, {"ask": "access", "contact": "x" * 601}):
            self.request(parcel.code, parcel.phone[-4:], 422, **more)
        self.request(parcel.code, "0000" if parcel.phone[-4:] != "0000" else "1111", 404, ask="access")
        body = urlencode({"receipt": parcel.code, "last4": parcel.phone[-4:], "ask": "access", "note": "x" * 20_000})
        self.assertEqual(self.node.public("POST", PATH + "/yeu-cau", body, content_type=FORM).status, 413)
        self.assertEqual(self.node.public("POST", PATH, "receipt=" + "x" * 5000, content_type=FORM).status, 413)
        self.assertEqual(len(self.office.officer.call("GET", "/api/v1/subject-requests").json()["requests"]), before)

    def test_a_complaint_gets_its_number_and_the_office_sees_whose_it_is(self):
        parcel = self.accepted()

        def complain(status, last4="4321", **more):
            return self.ask(parcel.code, last4, status, PATH + "/khieu-nai", **more)

        page = complain(201, kind="delay", words="Mãi chưa đến <b>", contact="0387654321")
        number = int(re.search(r"Số khiếu nại (\d+)", page.text)[1])
        row = self.office.officer.call("GET", f"/api/v1/complaints/{number}").json()
        self.assertEqual((row["state"], row["kind"], row["as"], row["item"], row["by"]), ("filed", "delay", "recipient", parcel.item, "SYSTEM"))
        self.assertIn("/".join(reversed(row["answer_by"].split("-"))), page.text)
        self.assertEqual((row["complainant"]["name"], row["complainant"]["words"]), ("Quàng Thị Nhận", "Mãi chưa đến <b>"))
        self.assertIn(f"Số khiếu nại {number}", complain(200, kind="delay", words="Vẫn chưa đến").text)
        complain(201, kind="damage", words="Đế vỡ, nước ướt hết. " * 47)  # a thousand letters are more bytes
        self.assertNotIn(f"Số khiếu nại {number} ", complain(201, parcel.phone[-4:], kind="delay", words="Người gửi cũng hỏi").text)
        for more in ({}, {"kind": "delay"}, {"kind": "weather", "words": "x"}, {"kind": "delay", "words": "x" * 3001}, {"kind": "delay", "words": "x", "contact": "x" * 601}):
            complain(422, **more)
        complain(404, "0000", kind="delay", words="x")

    # ---- strangers -------------------------------------------------------------------------------------------------------

    def test_the_tracking_code_gets_nothing_nor_does_the_receipt_alone(self):
        parcel = self.accepted()
        self.ask(parcel.answer["item_code"], parcel.phone[-4:], 422)
        self.ask(parcel.code, "", 422)
        for query in (f"?receipt={parcel.code}&last4={parcel.phone[-4:]}", f"?code={parcel.answer['item_code']}"):
            answer = self.node.public("GET", PATH + query)
            self.assertEqual(answer.status, 200)
            self.assertNotIn("Đã chấp nhận", answer.body.decode())
        self.assertEqual(self.node.public("POST", f"{PATH}?receipt={parcel.code}&last4={parcel.phone[-4:]}", b"", content_type=FORM).status, 422)

    def test_wrong_digits_and_unknown_codes_are_answered_in_the_same_words_until_both_are_closed(self):
        parcel = self.accepted()
        wrong = [f"{digits:04d}" for digits in range(9000, 9999) if f"{digits:04d}" not in (parcel.phone[-4:], "4321")]
        closed = re.compile(r"\d\d:\d\d \d\d/\d\d/\d{4}")
        for i in range(8):
            status = 404 if i < 5 else 429
            known, unknown = self.ask(parcel.code, wrong[i], status), self.ask(UNKNOWN, wrong[i], status)
            self.assertEqual(closed.sub("T", known.text), closed.sub("T", unknown.text))
            self.assertEqual({k: v for k, v in known.answer.headers.items() if k not in ("date", "request-id", "x-request-id", "content-length")},
                             {k: v for k, v in unknown.answer.headers.items() if k not in ("date", "request-id", "x-request-id", "content-length")})
            self.assertIn(NO_MATCH if i < 5 else "bị khóa một ngày", known.text)
        page = self.ask(parcel.code, parcel.phone[-4:], 429)  # nor do the right digits open it now
        self.assertIn("mang biên nhận và giấy tờ tùy thân đến bưu cục", page.text)
        self.assertRegex(page.text, closed)
        self.request(parcel.code, parcel.phone[-4:], 429, ask="access")
        self.node.stop()
        self.node.start()
        for user in ("officer", "clerk", "sorter", "courier"):
            setattr(self.office, user, self.node.sign_in(user))
        self.ask(parcel.code, parcel.phone[-4:], 429)  # nor does a restart

    def test_many_at_once_get_no_more_tries_than_one_after_the_other(self):
        parcel = self.accepted()

        def guess(digits):
            body = urlencode({"receipt": parcel.code, "last4": f"{digits:04d}"})
            return self.node.public("POST", PATH, body, content_type=FORM, headers={"X-Forwarded-For": f"203.0.113.{digits % 250}"}).status

        guesses = [digits for digits in range(1000, 1041) if f"{digits:04d}" not in (parcel.phone[-4:], "4321")]
        with ThreadPoolExecutor(16) as pool:
            statuses = list(pool.map(guess, guesses))
        # Only so many look at once: who comes while they do is sent away, and has used up no try.
        self.assertLessEqual(statuses.count(404), 5, statuses)
        self.assertEqual(set(statuses), {404, 429})
        statuses += [guess(digits) for digits in range(2000, 2006)]
        self.assertEqual(statuses.count(404), 5, statuses)

    def test_one_address_asks_twenty_times_a_minute(self):
        statuses = []
        for _ in range(45):  # over the bound also where a minute ends meanwhile
            body = urlencode({"receipt": UNKNOWN[:-1] + "7", "last4": "0000"})
            statuses.append(self.node.public("POST", PATH, body, content_type=FORM, headers={"X-Forwarded-For": "192.0.2.1"}).status)
        self.assertIn(429, statuses)
        self.assertGreaterEqual(statuses.count(422), 20)

    def test_wrong_digits_take_as_long_as_an_unknown_code(self):
        def median(receipts):
            took = []
            for receipt in receipts:
                begin = time.perf_counter()
                self.ask(receipt, "0001", 404)
                took.append(time.perf_counter() - begin)
            return statistics.median(took)

        parcels = [self.accepted(phone="0971230002") for _ in range(12)]
        known = median([parcel.code for parcel in parcels])
        unknown = median([self.other_code(i) for i in range(12)])
        self.assertLess(abs(known - unknown), 0.03, (known, unknown))

    @staticmethod
    def other_code(seed):
        """A code with a check symbol that fits."""
        symbols = "0123456789ABCDEFGHJKMNPQRSTVWXYZ*~$=U"
        number = (seed + 1) * 7919 << 64
        text = "".join(symbols[number << 2 >> 5 * i & 31] for i in range(25, -1, -1))
        return text + symbols[number % 37]

    def test_nothing_of_it_is_written_in_the_open(self):
        parcel = self.accepted()
        self.ask(parcel.code, parcel.phone[-4:])
        self.request(parcel.code, parcel.phone[-4:], ask="object", note="MotLoiNhanRieng")
        told = self.node.log.read_text() + self.node.printed + self.node.call("GET", "/metrics").body.decode()
        kept = b"".join(file.read_bytes() for file in self.node.folder.rglob("*") if file.is_file() and "run" not in file.parts)
        for secret in (parcel.code, parcel.code.replace("-", ""), "MotLoiNhanRieng", parcel.phone):
            self.assertNotIn(secret, told)
            self.assertNotIn(secret.encode(), kept)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[2:]])
