#!/usr/bin/env python3
"""What anybody may read without signing in, over a real node: look-up, list, conditions, notice; hostile questions; that nothing asked is
written anywhere; and that a list hangs at a site.

    public_test.py BUUAN
"""
import base64
import datetime
import http.client
import json
import re
import subprocess
import sys
import unittest
from pathlib import Path
from urllib.parse import quote, urlencode

from node import Node, png, uuid7
from office import TODAY, Office
from public_page import PLAIN, Page

COMING = TODAY + datetime.timedelta(days=30)
TEXT = lambda text: f"{len(text.encode())}:{text}"
COMING_PACK = f"buuan/goods-rules/v3\n1[6:MADE-110:prohibited{TEXT('Gối (bịa)')}{TEXT('Pillow (made up)')}1[5:Law 10:0[1:A1[{TEXT('gối bịa')}0:0:0:0[0[0[0[".encode()

BINARY = sys.argv[1] if len(sys.argv) > 1 else ""
DECLARING = ("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; form-action 'none'; "
             "base-uri 'none'; frame-ancestors 'none'")
HOSTILE = ["<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "'><svg/onload=alert(1)>", "</textarea></title><b>x", "&lt;i&gt;&#60;", "{}{0}%s%n",
           "\u202egnusk\u202c\u200b", "a\u0000b", "\ud7ff\U0001f4a3", "javascript:alert(1)", "${7*7}", "<!--", "]]>", "pháo\r\nSet-Cookie: x=1"]


class Public(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.node = Node(BINARY, sample=False)
        config = cls.node.folder / "node.toml"
        config.write_text(re.sub(r'^public_url = .*$', 'public_url = "https://tracuu.thu.example"', config.read_text(), flags=re.M))
        cls.node.start()
        cls.addClassCleanup(cls.node.temporary.cleanup)
        cls.addClassCleanup(cls.node.stop)
        cls.office = Office(cls.node)

    def page(self, path, status=200, policy=PLAIN, **headers):
        answer = self.node.public("GET", path, headers=headers)
        self.assertEqual(answer.status, status, answer)
        self.assertEqual(answer.headers["content-type"], "text/html; charset=utf-8")
        self.assertEqual(answer.headers["content-security-policy"], policy)
        self.assertNotIn("set-cookie", answer.headers)
        page = Page(answer.body.decode())
        page.answer = answer
        return page

    def ask(self, text, **more):
        return self.page("/gui-duoc-khong?" + urlencode({"q": text, **more}))

    def test_every_page_stands_on_html_alone_and_is_named_for_everybody(self):
        for path in ("/gui-duoc-khong", "/gui-duoc-khong?q=ph%C3%A1o", "/danh-muc", "/dieu-kien"):
            for language in ("vi", "en"):
                page = self.page(path + ("&" if "?" in path else "?") + "lang=" + language)
                self.assertEqual(page.all("html"), [{"lang": language}])
                self.assertEqual(len(page.all("h1")), 1)
                self.assertEqual(len(page.all("main")), 1)
                self.assertTrue(page.all("title"))
                for tag, attributes in page.elements:
                    self.assertNotIn(tag, ("script", "style", "iframe", "img"))
                    self.assertFalse([name for name in attributes if name == "style" or name.startswith("on")], tag)
                labelled = {label["for"] for label in page.all("label")}
                self.assertEqual({each["id"] for each in page.all("input") if each.get("type") != "hidden"}, labelled)
                ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
                self.assertEqual(len(ids), len(set(ids)))
                levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch("h[1-6]", tag)]
                self.assertTrue(all(b - a <= 1 for a, b in zip(levels, levels[1:])), levels)

    def test_the_declaration_beforehand_has_a_policy_of_its_own_and_is_not_offered_where_the_web_app_is_not(self):
        without = self.page("/khai-truoc", policy=DECLARING)
        self.assertIn("ra bưu cục, giao dịch viên khai cùng bạn", without.text)
        self.assertEqual(without.all("script"), [])
        for path in ("/khai-truoc.js", "/khai-truoc.css", "/app", "/"):
            self.assertEqual(self.node.public("GET", path).status, 404, path)
        web = Path(self.node.temporary.name) / "web"
        (web / "public").mkdir(parents=True)
        for name in ("index.html", "public/khai-truoc.js", "public/khai-truoc.css"):
            (web / name).write_text("made")
        self.assertNotIn("/khai-truoc?lang=vi", [link["href"] for link in self.page("/danh-muc").all("a")])
        self.node.stop()
        self.node.start("--web-dir", web)
        try:
            page = self.page("/khai-truoc", policy=DECLARING)
            self.assertEqual(page.all("script"), [{"type": "module", "src": "/khai-truoc.js"}])
            self.assertIn("ra bưu cục, giao dịch viên khai cùng bạn", page.text)  # in noscript
            self.assertEqual(page.all("form") + page.all("input"), [])
            for each in page.all("script") + page.all("link"):
                self.assertEqual(self.node.public("GET", each.get("src", each.get("href"))).status, 200)
            self.assertIn("/khai-truoc?lang=vi", [link["href"] for link in self.page("/danh-muc").all("a")])
            for path in ("/", "/app", "/index.html", "/public/khai-truoc.js"):
                self.assertEqual(self.node.public("GET", path).status, 404, path)
        finally:
            self.node.stop()
            self.node.start()
            for user in ("officer", "clerk", "sorter", "elsewhere"):
                setattr(self.office, user, self.node.sign_in(user))

    def test_the_language_is_what_was_asked_for_and_else_the_readers(self):
        self.assertEqual(self.page("/danh-muc", **{"Accept-Language": "en-GB"}).all("html"), [{"lang": "en"}])
        self.assertEqual(self.page("/danh-muc?lang=vi", **{"Accept-Language": "en"}).all("html"), [{"lang": "vi"}])
        self.assertEqual(self.page("/danh-muc").all("html"), [{"lang": "vi"}])

    def test_links_of_the_pages_lead_somewhere(self):
        for path in ("/gui-duoc-khong", "/danh-muc", "/dieu-kien"):
            page = self.page(path)
            for link in page.all("a") + page.all("link"):
                if link["href"].startswith("#"):
                    self.assertIn(link["href"][1:], [a.get("id") for _, a in page.elements])
                else:
                    self.assertEqual(self.node.public("GET", link["href"]).status, 200, link)

    def test_a_thing_is_answered_by_word_and_reason(self):
        for asked, said in (("quần áo", "Gửi được"), ("phao no", "Không được gửi"), ("pin sạc dự phòng", "Gửi được, có điều kiện"), ("hàng hóa", "Chưa rõ"), ("flurbo", "Chưa rõ – hỏi bưu cục")):
            self.assertIn(said, self.ask(asked).text)
        self.assertIn("Luật Bưu chính 49/2010/QH12", self.ask("pháo nổ").text)
        for unknown in ("flurbo", "quần áo, flurbo", "máy wubbli", "?"):
            self.assertIn("Chưa rõ", self.ask(unknown).text)
        self.assertNotIn("Gửi được", self.ask("flurbo").text)

    def test_hostile_questions_come_back_as_text_only(self):
        shape = [tag for tag, _ in self.ask("zzz").elements]
        for hostile in HOSTILE:
            for language in ("vi", "\"><script>", "en"):
                answer = self.node.public("GET", "/gui-duoc-khong?" + urlencode({"q": hostile, "lang": language}, errors="surrogatepass"))
                if "\0" in hostile:  # no such query is taken apart; nothing was asked
                    self.assertEqual(answer.status, 200)
                    continue
                page = Page(answer.body.decode())
                self.assertEqual(set(tag for tag, _ in page.elements) - set(shape) - {"details", "summary"}, set(), hostile)
                self.assertNotIn("set-cookie", answer.headers)
                self.assertNotIn("<script", answer.body.decode())
                value = [each for each in page.all("input") if each.get("name") == "q"][0]["value"]
                self.assertEqual(value.replace("\ufffd", ""), re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", "", hostile))

    def test_questions_are_bounded(self):
        self.assertIn("quá dài", self.ask("a" * 1001).text)
        self.assertIn(self.node.public("GET", "/gui-duoc-khong?q=" + "a" * 5000).status, (400, 414, 431))
        self.assertLess(len(self.ask("pháo," * 190).answer.body), 64 * 1024)
        self.assertEqual(self.node.public("POST", "/gui-duoc-khong", "q=x").status, 405)
        self.assertEqual(self.node.public("GET", "/gui-duoc-khong?q=%zz%00").status, 200)

    def test_nothing_that_was_asked_is_written_anywhere(self):
        marker = "zqxjkvwbp"
        for text in (marker, f"pháo {marker}", f"0912345678 {marker}", f"<{marker}>"):
            self.ask(text)
            self.node.call("GET", "/gui-duoc-khong?" + urlencode({"q": text}))
            self.node.staff("GET", "/gui-duoc-khong?" + urlencode({"q": text}))
        self.assertNotIn(marker.encode(), self.node.log.read_bytes())
        self.assertNotIn(marker, self.node.call("GET", "/metrics").body.decode())
        for file in self.node.folder.rglob("*"):
            if file.is_file():
                self.assertNotIn(marker.encode(), file.read_bytes(), file)

    def test_the_list_may_be_kept_and_asked_for_again(self):
        for path in ("/danh-muc", "/dieu-kien"):
            first = self.node.public("GET", path)
            again = self.node.public("GET", path, headers={"If-None-Match": first.headers["etag"]})
            self.assertEqual((again.status, again.body), (304, b""))
            self.assertEqual(self.node.public("GET", path + "?lang=en", headers={"If-None-Match": first.headers["etag"]}).status, 200)
        # The connection is still good after a 304.
        connection = http.client.HTTPConnection("127.0.0.1", self.node.ports["public"], timeout=10)
        for _ in range(3):
            connection.request("GET", "/danh-muc", headers={"If-None-Match": self.node.public("GET", "/danh-muc").headers["etag"]})
            self.assertEqual(connection.getresponse().read(), b"")
        connection.close()
        style = self.page("/danh-muc").all("link")[0]["href"]
        answer = self.node.public("GET", style)
        self.assertEqual(answer.headers["cache-control"], "public, max-age=31536000, immutable")
        self.assertLess(len(answer.body), 15 * 1024)
        self.assertEqual(self.node.public("GET", "/assets/public-0000000000000000.css").status, 404)

    def test_who_asks_too_often_is_told_so_on_the_page_and_the_list_stays(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.node.ports["public"], timeout=30)
        statuses = []
        for _ in range(1300):  # over the bound also where a minute ends meanwhile
            connection.request("GET", "/gui-duoc-khong?q=x")
            response = connection.getresponse()
            body = response.read()
            statuses.append(response.status)
            if response.status == 429:
                break
        connection.close()
        self.assertEqual(statuses[-1], 429)
        self.assertIn("đợi một phút", body.decode())
        self.page("/danh-muc")

    # ---- the notice ----------------------------------------------------------------------------------------------------

    def pdf(self, query):
        answer = self.node.public("GET", "/danh-muc.pdf?" + query)
        self.assertEqual((answer.status, answer.headers["content-type"]), (200, "application/pdf"), answer)
        return answer.body

    def read_pdf(self, data, *arguments):
        return subprocess.run(["pdftotext", *arguments, "-", "-"], input=data, capture_output=True, check=True).stdout.decode()

    def test_the_notice_says_what_the_list_says(self):
        digest = self.node.call("GET", "/api/v1/postings").json()["list"]
        for size, language, words in (("a3", "vi", ["KHÔNG ĐƯỢC GỬI", "Súng quân dụng", "Bưu chính Thử"]), ("a4", "en", ["MAY NOT BE SENT", "Military firearms"])):
            data = self.pdf(f"size={size}&lang={language}")
            text = " ".join(self.read_pdf(data).split())
            for word in words + [digest[:8], digest, "https://tracuu.thu.example/gui-duoc-khong"]:
                self.assertIn(word, text)
            entry_names = re.findall(rf'^name_{language} = "(.*)"$', "\n".join(file.read_text() for file in sorted((Path(__file__).parents[2] / "rules/goods").glob("*.toml"))), re.M)
            letters = re.sub(r"\W", "", text).lower()
            missing = [name for name in entry_names if re.sub(r"\W", "", name.replace('\\"', "")).lower() not in letters]
            self.assertLessEqual(len(missing), len(entry_names) // 20, missing)  # a column's end may part a name in the reader's order
        self.assertEqual(self.read_pdf(self.pdf("size=a3")).count("\f"), 2, "A3 is two sheets")
        self.assertEqual(self.node.public("GET", "/danh-muc.pdf?size=a5").status, 422)

    def test_a_list_that_was_published_is_shown_and_printed_before_it_begins(self):
        digest = self.coming()
        now = self.node.call("GET", "/api/v1/postings").json()["list"]
        for on in (COMING, COMING + datetime.timedelta(days=9)):
            page = self.page(f"/danh-muc?on={on}&lang=en")
            self.assertIn("Pillow (made up)", page.text)
            self.assertIn(f"in force from {COMING:%d/%m/%Y}", page.text)
            self.assertIn(digest, page.text)
        self.assertIn(digest, " ".join(self.read_pdf(self.pdf(f"size=a4&on={COMING}")).split()))
        out = self.node.folder.parent / "coming.pdf"
        self.node.run("notice", "--size", "a4", "--on", COMING.isoformat(), "--out", out)
        self.assertIn(digest, self.read_pdf(out.read_bytes()))
        self.assertIn(now, self.page(f"/danh-muc?on={TODAY}").text)
        for path in ("/danh-muc", "/danh-muc.pdf"):
            for on in (TODAY - datetime.timedelta(days=1), COMING - datetime.timedelta(days=1)):
                answer = self.node.public("GET", f"{path}?on={on}")
                self.assertEqual((answer.status, answer.json()["code"]), (404, "list_unknown"), on)
            self.assertEqual(self.node.public("GET", f"{path}?on=x").status, 422)

    def test_the_same_list_makes_the_same_bytes_here_and_at_the_command_line(self):
        served = self.pdf("size=a3&lang=vi")
        self.assertEqual(served, self.pdf("size=a3&lang=vi"))
        out = self.node.folder.parent / "notice.pdf"
        self.node.stop()
        try:
            self.node.run("notice", "--size", "a3", "--lang", "vi", "--out", out)  # made anew: nothing was kept
        finally:
            self.node.start()
        self.assertEqual(out.read_bytes(), served)

    def run_pdf(self, document):
        data = document if isinstance(document, bytes) else json.dumps(document).encode()
        return subprocess.run([str(Path(BINARY).parent / "buuan-pdf")], input=data, capture_output=True, timeout=60)

    def document(self, *blocks, **members):
        empty = {"kind": "paragraph", "text": "", "lead": "", "lines": [], "qr": "", "tone": "plain", "small": False, "count": 1, "widths": [], "head": [], "rows": []}
        return {"title": "t", "language": "vi", "size": "a4", "dated": "2026-11-25", "footer": "f", "pages_max": 0, "blocks": [{**empty, **block} for block in blocks], **members}

    def test_the_setter_breaks_a_table_over_pages_and_repeats_its_head(self):
        rows = [[f"Dòng {i}", "nội dung " * 12] for i in range(200)]
        done = self.run_pdf(self.document({"kind": "masthead", "text": "Biên bản"}, {"kind": "table", "widths": [1, 3], "head": ["Số thứ tự", "Việc"], "rows": rows}))
        self.assertEqual(done.returncode, 0)
        text = self.read_pdf(done.stdout, "-layout")
        pages = text.count("\f")
        self.assertGreater(pages, 5)
        self.assertEqual(text.count("Số thứ tự"), pages)
        for i in range(200):
            self.assertEqual(len(re.findall(rf"Dòng {i}\b", text)), 1, i)
        self.assertIn(f"{pages}/{pages}", text)

    def test_the_foot_has_the_whole_digest_beside_the_longest_name(self):
        digest = self.node.call("GET", "/api/v1/postings").json()["list"]
        config = self.node.folder / "node.toml"
        before, name, out = config.read_text(), "DOANH NGHIỆP BƯU CHÍNH " + "W" * 37, self.node.folder.parent / "long.pdf"
        self.assertEqual(len(name), 60)
        self.node.stop()
        try:
            config.write_text(re.sub(r'^name = .*$', f'name = "{name}"', before, flags=re.M))
            for size, sheets in (("a3", 2), ("a4", 3)):
                self.node.run("notice", "--size", size, "--lang", "vi", "--out", out)
                feet = re.findall(rf"SHA-256 {digest}\s+· DOANH .*", self.read_pdf(out.read_bytes(), "-layout"))
                self.assertEqual([foot.split()[-1] for foot in feet], [f"{i + 1}/{sheets}" for i in range(sheets)], feet)
        finally:
            config.write_text(before)
            self.node.start()

    def test_the_setter_never_prints_the_foot_over_the_pages_number(self):
        digest = "0123456789abcdef" * 4
        for size in ("a3", "a4"):
            for name in ("W" * 60, "Ấ" * 60, "W" * 600):
                done = self.run_pdf(self.document({"text": "x"}, size=size, footer=f"SHA-256 {digest} · {name}"))
                self.assertEqual(done.returncode, 0)
                words = re.findall(r'<word xMin="([\d.]+)" yMin="[\d.]+" xMax="([\d.]+)" yMax="[\d.]+">(.*?)</word>', self.read_pdf(done.stdout, "-bbox"))
                self.assertIn(digest, [word for _, _, word in words])
                number = next(float(left) for left, _, word in words if word == "1/1")
                self.assertLess(max(float(right) for _, right, word in words if word != "1/1"), number)

    def test_the_setter_refuses_what_is_no_document_and_bounds_itself(self):
        table = {"kind": "table", "widths": [], "rows": [["a"]]}
        for bad in (b"", b"{", b"\xff" * 100, b"[" * 5000, b"x" * (1024 * 1024 + 1), self.document(size="a0"), self.document(table), self.document({"kind": "columns", "count": 0}),
                    self.document({"kind": "columns", "count": 99}), self.document(surprise=1)):
            done = self.run_pdf(bad)
            self.assertEqual((done.returncode, done.stdout), (1, b""), bad if isinstance(bad, dict) else bad[:40])
        for odd in ("x" * 10_000, "\u202e\u0301" * 2_000, "a\n" * 5_000, "\U0001f4a3" * 2_500):
            self.assertEqual(self.run_pdf(self.document({"text": odd})).returncode, 0, odd[:4])
        self.assertEqual(self.run_pdf(self.document({"text": "x" * 10_001})).returncode, 1)
        self.assertEqual(self.run_pdf(self.document({"kind": "table", "widths": [1], "rows": [["x" * 10_001]]})).returncode, 1)

    # ---- where it hangs ------------------------------------------------------------------------------------------------

    def coming(self):
        """The digest of a set that was published and decides from COMING on."""
        document = {"pack": base64.b64encode(COMING_PACK).decode(), "from": COMING.isoformat()}
        answer = self.office.administrator.call("POST", "/api/v1/rules", document)
        self.assertIn(answer.status, (200, 201), answer)
        return answer.json()["rules"]

    def attest(self, who, expect, picture=None, **query):
        digest = self.node.call("GET", "/api/v1/postings").json()["list"]
        query = {"site": "BC1", "list": digest, "on": TODAY.isoformat(), **query}
        path = f"/api/v1/postings/{query.pop('id', uuid7())}?{urlencode(query)}"
        answer = who.call("PUT", path, picture or png(path), content_type="application/octet-stream")
        self.assertEqual(answer.status, expect, answer)
        return answer.json()

    def state(self, site="BC1"):
        sites = {each["site"]: each for each in self.office.officer.call("GET", "/api/v1/postings").json()["sites"]}
        self.assertEqual(set(sites), {"BC1"}, "only service points post")
        return sites[site]["state"]

    def test_a_posting_is_attested_with_a_picture_and_its_version_is_watched(self):
        self.assertEqual(self.state(), "missing")
        self.assertEqual(self.node.run("posting", "show", check=False).returncode, 1)
        late, old = uuid7(), uuid7()
        self.attest(self.office.clerk, 201, list=self.coming(), id=old)
        self.assertEqual(self.state(), "out_of_date")
        picture = png("on the wall")
        posting = self.attest(self.office.officer, 201, picture=picture, id=(posting_id := uuid7()))
        self.assertEqual(self.attest(self.office.officer, 200, picture=picture, id=posting_id), posting)
        for id_ in (late, old):
            self.assertEqual(self.attest(self.office.clerk, 409, list=self.coming(), id=id_)["code"], "posting_older")
        self.assertEqual(self.state(), "current")
        got = self.office.officer.call("GET", "/api/v1/sites/BC1/posting-picture")
        self.assertEqual((got.status, got.headers["content-type"], got.body), (200, "image/png", picture))
        self.assertEqual(self.node.run("posting", "show").returncode, 0)
        self.node.stop()
        self.node.start()
        for user in ("officer", "clerk", "sorter", "elsewhere"):
            setattr(self.office, user, self.node.sign_in(user))
        self.assertEqual(self.state(), "current")
        self.node.run("check")
        self.node.run("rebuild")
        self.assertEqual(self.state(), "current")
        # The entry is in the log of the province, whole.
        entries = b"".join(file.read_bytes() for file in (self.node.folder / "ledger").glob("p11.db*"))
        self.assertIn(b'"type":"posting.attested"', entries)
        self.assertIn(posting["picture"].encode(), entries)

    def test_a_posting_that_is_wrong_is_refused_by_name(self):
        for query, field in (({"site": "BC9"}, "site"), ({"site": ""}, "site"), ({"list": "xyz"}, "list"), ({"list": "0" * 8}, "list"), ({"list": "0" * 64}, "list"), ({"on": "2999-01-01"}, "on"), ({"on": "hôm qua"}, "on"),
                             ({"id": "x"}, "id"), ({"id": uuid7(1_600_000_000_000)}, "id"), ({"picture": b"no picture"}, "picture")):
            answer = self.attest(self.office.officer, 422, **query)
            self.assertEqual([error["field"] for error in answer["errors"]], [field], query)
        self.attest(self.office.elsewhere, 403)
        self.attest(self.office.sorter, 403)
        answer = self.node.staff("PUT", f"/api/v1/postings/{uuid7()}?site=BC1", b"x")
        self.assertEqual(answer.status, 401)
        self.assertEqual(self.node.public("GET", "/api/v1/postings").status, 404, "the public door has no staff pages")


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[2:]])
