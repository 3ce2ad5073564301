#!/usr/bin/env python3
"""A contract sender's list as one request of many lines: answered while it is sent, in constant memory, and again after whatever broke
it off.

    bulk_test.py BUUAN                    the tests
    bulk_test.py BUUAN --lines 1000000    sends that many lines and prints the rate and the memory
"""
import json
import os
import random
import re
import socket
import struct
import sys
import threading
import time
import unittest
import zipfile
from pathlib import Path
from types import SimpleNamespace
from xml.sax.saxutils import escape

from node import Node, uuid7
from office import Office, instant

BINARY = None
NAMES = ["An", "Bình", "Chi", "Dung", "Hạnh", "Lan", "Mai", "Nga", "Oanh", "Thu", "Vân", "Xuân"]


def line_of(seed, at_ms=None):
    """An item of a contract sender, inspected by sample; the same for each seed but for its id."""
    rng = random.Random(seed)
    at_ms = int(time.time() * 1000) if at_ms is None else at_ms
    intake = {
        "counter": "Q1", "accepted_at": instant(at_ms),
        "sender": {"method": "BUSINESS", "name": "Công ty Thổ cẩm Mẫu", "phone": "0912345678", "tax_code": "0123456787"},
        "recipient": {"name": f"Quàng Thị {rng.choice(NAMES)} {rng.choice(NAMES)}", "phone": f"098{rng.randrange(10**7):07d}",
                      "address": {"province": "01", "commune": "Hoàn Kiếm", "street": f"{rng.randrange(1, 300)} Hàng Bông"}},
        "item": {"type": "parcel", "things": [{"text": "khăn thổ cẩm", "quantity": 1, "value_vnd": 250000}], "weight_g": rng.randrange(100, 2000), "order_code": f"DH-{seed}"},
        "inspection": {"method": "sampled", "conditions_explained": False},
        "pictures": [], "confirmations": {"sender": "app", "clerk": True}, "refuse": [],
    }
    return json.dumps({"id": uuid7(at_ms, rng), "intake": intake}, ensure_ascii=False).encode()


class Sending:
    """A batch on a socket of its own: lines go out in chunks, answers are read by another thread meanwhile."""

    def __init__(self, session):
        self.socket = socket.create_connection(("127.0.0.1", session.node.ports["staff"]), timeout=60)
        headers = {"Host": "x", "Content-Type": "application/x-ndjson", "Transfer-Encoding": "chunked", "Accept-Language": "en", **session.headers}
        self.socket.sendall(b"POST /api/v1/item-batches HTTP/1.1\r\n" + "".join(f"{k}: {v}\r\n" for k, v in headers.items()).encode() + b"\r\n")
        self.answers, self.ended = [], False
        self.take = self.answers.append
        self.reader = threading.Thread(target=self.read)
        self.reader.start()

    def read(self):
        stream = self.socket.makefile("rb")
        try:
            self.status = int(stream.readline().split()[1])
            headers = {}
            while line := stream.readline().strip().decode():
                headers[line.split(": ")[0].lower()] = line.split(": ")[1]
            if "content-length" in headers:
                for line in stream.read(int(headers["content-length"])).splitlines():
                    self.take(json.loads(line))
                self.ended = True
                return
            rest = b""
            while size := int(stream.readline() or b"-1", 16):
                if size < 0:
                    return
                lines = (rest + stream.read(size)).split(b"\n")
                stream.readline()
                rest = lines.pop()
                for line in lines:
                    self.take(json.loads(line))
            self.ended = rest == b""
        except (OSError, IndexError):
            pass

    def lines(self, lines):
        body = b"".join(line + b"\n" for line in lines)
        self.socket.sendall(f"{len(body):x}\r\n".encode() + body + b"\r\n")

    def finish(self):
        self.socket.sendall(b"0\r\n\r\n")
        self.reader.join(120)
        self.socket.close()
        return self.answers

    def vanish(self):
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.socket.shutdown(socket.SHUT_RD)
        self.reader.join(60)
        self.socket.close()

    def until(self, count, seconds=60):
        end = time.monotonic() + seconds
        while len(self.answers) < count and time.monotonic() < end:
            time.sleep(0.005)
        return len(self.answers)


def write_xlsx(path, rows):
    """A workbook of one sheet: texts as inline strings, numbers as numbers, None as a gap."""
    out = []
    for number, row in enumerate(rows, 1):
        cells = [f'<c r="{chr(65 + i)}{number}" t="inlineStr"><is><t>{escape(cell)}</t></is></c>' if isinstance(cell, str) else
                 f'<c r="{chr(65 + i)}{number}"><v>{cell}</v></c>' for i, cell in enumerate(row) if cell is not None]
        out.append(f'<row r="{number}">{"".join(cells)}</row>')
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", '<workbook xmlns:r="y"><sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>')
        archive.writestr("xl/_rels/workbook.xml.rels", '<Relationships><Relationship Id="r1" Type="x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>')
        archive.writestr("xl/worksheets/sheet1.xml", f"<worksheet><sheetData>{''.join(out)}</sheetData></worksheet>")


def memory_kib(process, what="VmHWM"):
    return int(re.search(rf"{what}:\s+(\d+) kB", Path(f"/proc/{process.pid}/status").read_text())[1])


class Bulk(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.node = Node(BINARY, sample=False).__enter__()
        cls.office = Office(cls.node, roles=("clerk",))

    @classmethod
    def tearDownClass(cls):
        cls.node.__exit__()

    def send(self, lines):
        sending = Sending(self.office.clerk)
        for at in range(0, len(lines), 500):
            sending.lines(lines[at:at + 500])
        return sending.finish(), sending

    def test_a_long_list_takes_no_more_memory_than_a_short_one(self):
        self.send([line_of(f"short {i}") for i in range(4000)])
        before = memory_kib(self.node.process)
        lines = [line_of(f"long {i}") for i in range(20_000)]
        answers, sending = self.send(lines)
        self.assertTrue(sending.ended)
        self.assertEqual([a["line"] for a in answers], list(range(1, 20_001)))
        self.assertEqual({a["status"] for a in answers}, {201})
        grown = memory_kib(self.node.process) - before
        self.assertLess(grown, 24 * 1024, "the lines alone are over 18 MiB, what is made of them several times that")
        # The same file again accepts nothing twice, and answers as the first time.
        again, _ = self.send(lines)
        self.assertEqual({a["status"] for a in again}, {200})
        self.assertEqual([a["receipt"] for a in again], [a["receipt"] for a in answers])

    def test_who_waits_for_an_answer_before_the_next_line_gets_it(self):
        sending = Sending(self.office.clerk)
        for i in range(3):
            sending.lines([line_of(f"lock step {i}")])
            self.assertEqual(sending.until(i + 1, seconds=10), i + 1)
        self.assertEqual([a["status"] for a in sending.finish()], [201] * 3)

    def test_who_is_locked_out_in_the_middle_of_a_batch_adds_no_line_more(self):
        key = {"id": "line-9", "role": "clerk", "by": self.office.staff["clerk"], "site": "BC1"}
        made = self.node.call("POST", "/api/v1/api-keys", key)
        self.assertEqual(made.status, 201, made)
        sending = Sending(SimpleNamespace(node=self.node, headers={"Authorization": "Bearer " + made.json()["key"]}))
        sending.lines([line_of("let in 1"), line_of("let in 2")])
        self.assertEqual(sending.until(2), 2)
        self.assertEqual(self.node.call("DELETE", "/api/v1/api-keys/line-9").status, 204)
        sending.lines([line_of("locked out")])
        self.assertEqual([a["status"] for a in sending.finish()], [201, 201, 401])

    def test_bad_lines_are_named_and_the_others_accepted(self):
        lines = [line_of(f"mixed {i}") for i in range(2500)]
        lines[7] = b"{"
        lines[1200] = b'{"id": "' + b"x" * 70_000 + b'"}'
        lines[2400] = lines[2400].replace(b'"sampled"', b'"visual"')
        lines[2499] = lines[3]
        answers, sending = self.send(lines)
        self.assertTrue(sending.ended)
        self.assertEqual([a["line"] for a in answers], list(range(1, 2501)))
        bad = {a["line"]: a["problem"]["errors"] for a in answers if "problem" in a}
        self.assertEqual(sorted(bad), [8, 1201, 2401])
        self.assertEqual([bad[8][0]["reason"], bad[1201][0]["reason"]], ["syntax", "too_long"])
        self.assertEqual((answers[2499]["status"], answers[2499]["receipt"]), (200, answers[3]["receipt"]))

    def test_a_client_that_goes_away_has_lost_nothing_it_was_told_of(self):
        lines = [line_of(f"torn {i}") for i in range(6000)]
        sending = Sending(self.office.clerk)
        for at in range(0, 4000, 500):
            sending.lines(lines[at:at + 500])
        self.assertGreaterEqual(sending.until(1000), 1000)
        sending.lines(lines[4000:4700] + [lines[4700][:100]])
        sending.vanish()
        told = {a["line"]: a for a in sending.answers}
        self.assertFalse(sending.ended)
        answers, again = self.send(lines)
        self.assertTrue(again.ended)
        there = [a for a in answers if a["status"] == 200]
        self.assertEqual({a["status"] for a in answers}, {200, 201})
        for line, answer in told.items():
            self.assertEqual((answers[line - 1]["status"], answers[line - 1]["receipt"]), (200, answer["receipt"]))
        self.assertEqual([a["line"] for a in there], list(range(1, len(there) + 1)), "groups are accepted in their order")
        self.assertLessEqual(len(there), 4700, "half a line was accepted")
        self.assertEqual(len({a["number"] for a in answers}), 6000, "numbers of the counter were given twice")

    def test_what_is_acknowledged_outlives_kill_9(self):
        lines = [line_of(f"killed {i}") for i in range(4000)]
        sending = Sending(self.office.clerk)
        for at in range(0, 4000, 500):
            sending.lines(lines[at:at + 500])
        self.assertGreaterEqual(sending.until(1000), 1000)
        self.node.kill()
        sending.reader.join(60)
        told = {a["line"]: a["receipt"] for a in sending.answers}
        self.node.start()
        self.office.clerk = self.node.sign_in("clerk")
        answers, _ = self.send(lines)
        for line, receipt in told.items():
            self.assertEqual((answers[line - 1]["status"], answers[line - 1]["receipt"]), (200, receipt))
        self.assertEqual(len(answers), 4000)

    def test_a_spreadsheet_of_thousands_of_rows_is_accepted_by_sample(self):
        rng = random.Random("spreadsheet")
        headings = ["STT", "Họ tên người gửi", "SĐT người gửi", "MST", "Người nhận", "SĐT người nhận", "Tỉnh", "Phường xã", "Địa chỉ", "Nội dung", "Khối lượng (gam)", "Mã đơn"]
        rows = [["DANH SÁCH BƯU GỬI"], headings]
        for i in range(3000):
            rows.append([i + 1, "Công ty Thổ cẩm Mẫu", "0912345678", "0123456787", f"Quàng Thị {rng.choice(NAMES)}", 980000000 + rng.randrange(10**7),
                         "Hà Nội", "P. Cầu Giấy", f"{i} Hàng Bông", "khăn thổ cẩm", rng.randrange(100, 2000), f"XL-{i}"])
        rows[100][5] = 12345
        rows[200][9] = "pháo hoa nổ"
        rows[300][10] = 0.5
        rows[400][4] = None
        path = Path(self.node.temporary.name) / "danh-sach.xlsx"
        write_xlsx(path, rows)
        arguments = ["--user", "clerk", "import", str(path), "--counter", "Q1", "--method", "BUSINESS"]
        done = self.node.run(*arguments, check=False)
        self.assertEqual(done.returncode, 1)
        self.assertTrue(done.stdout.endswith("3000 rows: 2996 accepted, 1 refused, 3 bad, 0 there before\n"), done.stdout[-500:])
        for said in ("Row 101: recipient.phone: ", "Row 201: refused: ", "Row 301: weight_g: A whole number is needed.", "Row 401: recipient.name: ",
                     "recipient_phone: 2998 rows, from row 3: The spreadsheet dropped the zero in front"):
            self.assertIn(said, done.stderr)
        self.assertTrue(self.node.run(*arguments, check=False).stdout.endswith("3000 rows: 0 accepted, 0 refused, 3 bad, 2997 there before\n"))
        found = self.office.clerk.call("POST", "/api/v1/searches", {"id": uuid7(), "purpose": "customer_enquiry", "order_code": "XL-7"}).json()["results"]
        self.assertEqual(len(found), 1)
        self.node.wait_in_log(found[0]["item"])
        events = self.node.call("GET", f"/api/v1/items/{found[0]['item']}/timeline").json()["events"]
        self.assertEqual(events[0]["data"]["inspection"], "sampled")

    def test_only_so_many_lists_at_once_take_workers(self):
        running = [Sending(self.office.clerk) for _ in range(4)]
        for i, sending in enumerate(running):
            sending.lines([line_of(f"at once {i}")])
            self.assertEqual(sending.until(1), 1)
        refused = Sending(self.office.clerk)
        refused.reader.join(30)
        self.assertEqual(refused.status, 503)
        refused.socket.close()
        for sending in running:
            self.assertEqual([a["status"] for a in sending.finish()], [201])


def cpu_seconds(process):
    fields = Path(f"/proc/{process.pid}/stat").read_text().rsplit(") ", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measure(count):
    """Sends `count` lines and prints the rate, the server's processor time and its memory at its most."""
    with Node(BINARY, sample=False) as node:
        office = Office(node, roles=("clerk",))
        idle, idle_cpu = memory_kib(node.process), cpu_seconds(node.process)
        sending, statuses = Sending(office.clerk), {}
        sending.take = lambda answer: statuses.update({answer["status"]: statuses.get(answer["status"], 0) + 1})
        making = 0.0
        begin = time.monotonic()
        for at in range(0, count, 1000):
            made = time.monotonic()
            lines = [line_of(i) for i in range(at, min(at + 1000, count))]
            making += time.monotonic() - made
            sending.lines(lines)
        sending.finish()
        seconds = time.monotonic() - begin
        print(f"{count} lines in {seconds:.1f} s, {count / seconds:.0f}/s (of it {making:.1f} s to make them); answers {statuses}; "
              f"the server's processors {(cpu_seconds(node.process) - idle_cpu) / count * 1e6:.0f} µs a line; "
              f"VmHWM {memory_kib(node.process) / 1024:.0f} MiB, {idle / 1024:.0f} MiB when idle")


if __name__ == "__main__":
    BINARY = sys.argv.pop(1)
    if "--lines" in sys.argv:
        measure(int(sys.argv[2]))
    else:
        unittest.main()
