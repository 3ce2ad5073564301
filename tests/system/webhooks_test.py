#!/usr/bin/env python3
"""Other systems that are told of what happens to items, over a real node and real receivers: that fail, hang, redirect, answer garbage or end.

    webhooks_test.py BUUAN
"""
import base64
import hashlib
import hmac
import json
import re
import signal
import sys
import threading
import time
import unittest
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from node import Node, uuid7
from office import Office, Parcel

BINARY = sys.argv[1] if len(sys.argv) > 1 else ""


class Receiver:
    """A server that keeps what it was sent; `answers` are given one after the other, the last one from then on."""

    def __init__(self, *answers):
        self.got, self.tried, self.answers = [], 0, list(answers) or [204]
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers["content-length"]))
                outer.tried += 1
                answer = outer.answers.pop(0) if len(outer.answers) > 1 else outer.answers[0]
                if callable(answer):
                    return answer(self)
                if 200 <= answer < 300:
                    outer.got.append((dict(self.headers), body))
                self.send_response(answer)
                if answer == 302:
                    self.send_header("Location", outer.elsewhere)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}/nhan"

    def types(self):
        return [json.loads(body)["type"] for _, body in self.got]

    def close(self):
        self.server.shutdown()
        self.server.server_close()


def garbage(handler):
    handler.wfile.write(b"\x16\x03\x01 this is no HTTP\r\n\r\n")
    handler.close_connection = True


def flood(handler):
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n" + b"x" * 200_000)
    handler.close_connection = True


def hang(handler):
    time.sleep(14)
    handler.close_connection = True


class Webhooks(unittest.TestCase):
    def setUp(self):
        self.node = Node(BINARY, sample=False)
        self.addCleanup(self.node.temporary.cleanup)
        self.addCleanup(self.node.stop)

    def start(self, private=True):
        if private:
            config = self.node.folder / "node.toml"
            config.write_text(re.sub(r"^private_addresses = .*$", "private_addresses = true", config.read_text(), flags=re.M))
        self.node.start()
        self.office = Office(self.node, roles=("clerk", "sorter", "courier", "administrator"))

    def receiver(self, *answers):
        receiver = Receiver(*answers)
        self.addCleanup(receiver.close)
        return receiver

    def add(self, url, status=201, who=None, **more):
        answer = (who or self.office.administrator).call("POST", "/api/v1/webhooks", {"id": uuid7(), "url": url, **more})
        self.assertEqual(answer.status, status, answer)
        return answer.json()

    def row(self, number=1):
        return next(each for each in self.node.call("GET", "/api/v1/webhooks").json()["webhooks"] if each["number"] == number)

    def until(self, what, seconds=20):
        end = time.monotonic() + seconds
        while not what():
            self.assertLess(time.monotonic(), end, "did not come in time")
            time.sleep(0.1)

    def a_day_of_a_parcel(self, seed):
        parcel = Parcel(seed).accepted(self.office.clerk)
        for who, kind, members in ((self.office.sorter, "scanned", {"site": "TT2"}), (self.office.sorter, "xrayed", {"site": "TT2", "equipment": "TT2-X", "result": "clear"}),
                                   (self.office.courier, "attempted", {"reason": "not_at_home"}), (self.office.courier, "delivered", {"relationship": "family", "received_by": "Quàng Thị Nhận"})):
            answer = who.call("POST", parcel.path + "/events", parcel.event(kind, **members))
            self.assertEqual(answer.status, 201, answer)
        return parcel

    def test_each_event_comes_signed_in_order_and_names_nobody(self):
        self.start()
        receiver = self.receiver()
        secret = base64.b64decode(self.add(receiver.url)["secret"].removeprefix("whsec_"))
        self.assertNotIn("secret", self.row())
        parcel = self.a_day_of_a_parcel("one")
        wanted = ["item.accepted", "item.scanned", "item.attempted", "item.delivered"]  # and no X-ray
        self.until(lambda: len(receiver.got) >= len(wanted))
        time.sleep(1)
        self.assertEqual(receiver.types(), wanted)
        for headers, body in receiver.got:
            headers = {name.lower(): value for name, value in headers.items()}
            signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
            self.assertEqual(headers["webhook-signature"], "v1," + base64.b64encode(hmac.new(secret, signed, hashlib.sha256).digest()).decode())
            self.assertLess(abs(int(headers["webhook-timestamp"]) - time.time()), 60)
            message = json.loads(body)
            self.assertEqual((message["data"]["item"], message["data"]["entry"]), (parcel.item, headers["webhook-id"]))
            for hidden in ("Lò", "Quàng", parcel.phone, "family", parcel.answer["item_code"], parcel.answer["receipt"]["code"], self.office.staff["clerk"], '"ref"', '"salt"'):
                self.assertNotIn(hidden, body.decode())
        self.assertEqual([json.loads(body)["data"]["state"] for _, body in receiver.got], ["accepted", "in_transit", "held_for_pickup", "delivered"])
        self.assertEqual(self.row()["state"], "working")

    def test_what_fails_comes_again_in_its_place_and_nothing_is_lost(self):
        self.start()
        receiver = self.receiver(500, garbage, 204)
        self.add(receiver.url)
        self.a_day_of_a_parcel("again")
        self.until(lambda: self.row()["state"] == "failing", 10)
        self.assertIn(self.row()["problem"], ("answered_500", "unreachable"))
        self.assertEqual(self.node.run("webhook", "list", check=False).returncode, 1)
        self.until(lambda: len(receiver.got) == 4, 40)
        self.assertEqual(receiver.types(), ["item.accepted", "item.scanned", "item.attempted", "item.delivered"])
        self.until(lambda: self.row()["state"] == "working")

    def test_a_redirect_is_not_followed_and_gone_ends_it(self):
        self.start()
        other, receiver = self.receiver(), self.receiver(302, 410)
        receiver.elsewhere = other.url
        self.add(receiver.url)
        Parcel("moved").accepted(self.office.clerk)
        self.until(lambda: self.row()["state"] == "failing")
        self.assertEqual(self.row()["problem"], "answered_302")
        self.until(lambda: self.row()["state"] == "disabled")
        self.assertEqual((other.tried, receiver.tried, receiver.got), (0, 2, []))
        self.until(lambda: "buuan_webhooks_disabled 1" in self.node.call("GET", "/metrics").body.decode())
        self.assertIn("webhook_disabled", self.node.log.read_text())
        receiver.answers = [204]
        self.assertEqual(self.node.run("webhook", "test", "1").returncode, 0)
        self.until(lambda: "item.accepted" in receiver.types())
        self.assertEqual(receiver.types(), ["webhook.test", "item.accepted"])

    def test_who_hangs_or_floods_keeps_no_other_waiting_for_long(self):
        self.start()
        slow, loud, good = self.receiver(hang), self.receiver(flood), self.receiver()
        for receiver in (slow, loud, good):
            self.add(receiver.url)
        Parcel("busy").accepted(self.office.clerk)
        self.until(lambda: good.types() == ["item.accepted"], 30)
        self.until(lambda: [self.row(number)["state"] for number in (1, 2, 3)] == ["failing", "failing", "working"], 30)
        self.assertEqual(self.row(1)["problem"], "no_answer_in_time")
        self.assertEqual(self.row(2)["problem"], "unreachable")

    def test_a_kill_loses_nothing(self):
        self.start()
        receiver = self.receiver(500)
        self.add(receiver.url)
        parcels = [self.a_day_of_a_parcel(f"killed {i}") for i in range(3)]
        self.until(lambda: receiver.tried >= 1)
        self.node.kill()
        receiver.answers = [204]
        self.node.start()
        self.until(lambda: len({headers["webhook-id"] for headers, _ in receiver.got}) == 12, 30)
        for parcel in parcels:
            own = [json.loads(body)["type"] for _, body in receiver.got if json.loads(body)["data"]["item"] == parcel.item]
            self.assertEqual(list(dict.fromkeys(own)), ["item.accepted", "item.scanned", "item.attempted", "item.delivered"])

    def test_own_networks_are_not_reached_unless_the_configuration_allows_it(self):
        self.start(private=False)
        receiver = self.receiver()
        self.add(receiver.url, 422)  # plain http
        port = receiver.server.server_port
        for number, host in enumerate(("127.0.0.1", "localhost", "127.1", "0x7f000001", "2130706433", "0.0.0.0"), 1):
            self.add(f"https://{host}:{port}/")
            answer = self.office.administrator.call("POST", f"/api/v1/webhooks/{number}/tests", {})
            self.assertEqual((answer.status, answer.json()), (200, {"delivered": False, "problem": "address_not_allowed"}), host)
        self.assertEqual(receiver.tried, 0)

    def test_a_receiver_that_cannot_prove_who_it_is_is_told_nothing(self):
        self.start()
        receiver = self.receiver()
        self.add(receiver.url.replace("http:", "https:"))
        answer = self.office.administrator.call("POST", "/api/v1/webhooks/1/tests", {})
        self.assertEqual(answer.json(), {"delivered": False, "problem": "unreachable"})
        self.assertEqual(receiver.tried, 0)

    def test_only_an_administrator_says_who_is_told_and_what(self):
        self.start()
        receiver = self.receiver()
        for who in (self.office.clerk, self.office.sorter, self.office.courier):
            self.add(receiver.url, 403, who)
        for url in ("ftp://a/", "https://u:p@a/", "x", "http://a/ b", "https://a/" + "x" * 600):
            self.add(url, 422)
        for types in ([], ["item.xrayed"], ["item.notified"], ["item.accepted", "item.accepted"], ["sealed.act"]):
            self.add(receiver.url, 422, types=types)
        command = uuid7()
        for status in (201, 409):
            answer = self.office.administrator.call("POST", "/api/v1/webhooks", {"id": command, "url": receiver.url, "types": ["item.delivered"]})
            self.assertEqual(answer.status, status)
        for _ in range(15):
            self.add(receiver.url)
        self.assertEqual(self.add(receiver.url, 409)["code"], "webhooks_too_many")
        self.assertEqual(self.node.run("webhook", "remove", "1").returncode, 0)
        self.assertIn("whsec_", self.node.run("webhook", "add", "--url", receiver.url, "--type", "item.delivered").stdout)
        self.assertEqual(self.node.call("DELETE", "/api/v1/webhooks/1").status, 404)
        self.assertNotIn("whsec_", self.node.run("webhook", "list").stdout)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[2:]])
