"""A real node for the system tests: a folder, the real binary, a real server on free ports of 127.0.0.1. Standard library only."""
import hashlib
import http.client
import json
import os
import random
import re
import signal
import socket
import subprocess
import struct
import tempfile
import time
import zlib
from pathlib import Path

PASSWORD = "mot-mat-khau-rat-dai-2026"
COUNTER = "Q1"


def uuid7(at_ms=None, rng=random.SystemRandom()):
    at_ms = int(time.time() * 1000) if at_ms is None else at_ms
    value = (at_ms << 80) | (7 << 76) | (rng.getrandbits(12) << 64) | (2 << 62) | rng.getrandbits(62)
    h = f"{value:032x}"
    return f"{h[:8]}-{h[8:12]}-{h[12:16]}-{h[16:20]}-{h[20:]}"


class UnixConnection(http.client.HTTPConnection):
    def __init__(self, path, timeout=30):
        super().__init__("localhost", timeout=timeout)
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self.path)


class Answer:
    def __init__(self, response):
        self.status = response.status
        self.headers = {k.lower(): v for k, v in response.getheaders()}
        self.body = response.read()

    def json(self):
        return json.loads(self.body)

    def __repr__(self):
        return f"<{self.status} {self.body[:2000]!r}>"


class Node:
    """with Node(binary) as node: the folder is made, the server runs; both are gone afterwards."""

    def __init__(self, binary, sample=True):
        self.binary = str(binary)
        self.temporary = tempfile.TemporaryDirectory(prefix="buuan-test-")
        self.folder = Path(self.temporary.name) / "node"
        self.process = None
        self.log = Path(self.temporary.name) / "serve.log"
        self.printed = ""
        self.init(sample)

    def run(self, *arguments, check=True, **kwargs):
        environment = {**os.environ, "BUUAN_LANG": "en", "BUUAN_PASSWORD": PASSWORD}
        done = subprocess.run([self.binary, "--node", str(self.folder), *map(str, arguments)], capture_output=True, text=True,
                              env=environment, timeout=300, **kwargs)
        self.printed += done.stdout + done.stderr
        if check and done.returncode != 0:
            raise AssertionError(f"buuan {' '.join(map(str, arguments))}: exit {done.returncode}\n{done.stdout}\n{done.stderr}")
        return done

    def init(self, sample):
        kind = ["--sample", "--sample-days", "0"] if sample else []
        self.run("init", "--name", "Bưu chính Thử", "--origin", "thu.example", "--province", "11", "--admin", "quantri", *kind)

    def start(self, *options):
        out = open(self.log, "ab")
        self.process = subprocess.Popen([self.binary, "--node", str(self.folder), "serve", "--staff-port", "0", "--public-port", "0", *options],
                                        stdout=subprocess.PIPE, stderr=out, text=True, env={**os.environ, "BUUAN_LANG": "en"})
        line = self.process.stdout.readline()
        while line and "staff" not in line:
            line = self.process.stdout.readline()
        ports = re.findall(r"(staff|public)[^\n]*?:(\d+)", line)
        if len(ports) < 2:
            line += self.process.stdout.readline()
            ports = re.findall(r"(staff|public)[^\n]*?:(\d+)", line)
        assert len(ports) == 2, f"no ports in {line!r}; log: {self.log.read_text()[-2000:]}"
        self.ports = {name: int(port) for name, port in ports}
        return self

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.stop()
        self.temporary.cleanup()

    def stop(self, how=signal.SIGTERM):
        if self.process is None:
            return None
        self.process.send_signal(how)
        try:
            code = self.process.wait(timeout=60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise
        self.process.stdout.close()
        self.process = None
        return code

    def kill(self):
        self.stop(signal.SIGKILL)

    def console(self):
        return UnixConnection(str(self.folder / "run" / "buuan.sock"))

    def call(self, method, path, body=None, headers=None, connection=None, content_type="application/json"):
        mine = connection is None
        connection = connection or self.console()
        sent = dict(headers or {})
        if body is not None:
            sent.setdefault("Content-Type", content_type)
            if not isinstance(body, (bytes, str)):
                body = json.dumps(body, ensure_ascii=False)
            if isinstance(body, str):
                body = body.encode()
        connection.request(method, path, body=body, headers=sent)
        answer = Answer(connection.getresponse())
        if mine:
            connection.close()
        return answer

    def public(self, method, path, body=None, **kwargs):
        connection = http.client.HTTPConnection("127.0.0.1", self.ports["public"], timeout=30)
        return self.call(method, path, body, connection=connection, **kwargs)

    def staff(self, method, path, body=None, **kwargs):
        connection = http.client.HTTPConnection("127.0.0.1", self.ports["staff"], timeout=30)
        return self.call(method, path, body, connection=connection, **kwargs)

    def sign_in(self, user, password=PASSWORD):
        return Session(self, user, password)

    def wait_in_log(self, item, seconds=10):
        """The proof of an item's acceptance, as soon as its log holds it."""
        end = time.monotonic() + seconds
        while True:
            answer = self.call("GET", f"/api/v1/items/{item}/proof")
            if answer.status == 200 or time.monotonic() > end:
                assert answer.status == 200, answer
                return answer.body
            time.sleep(0.05)


class NodeInFolder(Node):
    """A node in a folder that is there already, and stays."""

    def __init__(self, binary, folder):
        self.binary, self.folder, self.process, self.printed = str(binary), Path(folder), None, ""
        self.log = self.folder.parent / "restored.log"

    def __exit__(self, *_):
        self.stop()


class Session:
    """Someone who is signed in at the staff door; keeps a connection."""

    def __init__(self, node, user, password=PASSWORD):
        self.node, self.user = node, user
        self.connection = http.client.HTTPConnection("127.0.0.1", node.ports["staff"], timeout=60)
        self.headers = {}
        answer = self.call("POST", "/api/v1/sessions", {"user": user, "password": password})
        assert answer.status == 201, answer
        self.signed_in = answer.json()
        self.cookie = answer.headers["set-cookie"]
        self.headers = {"Cookie": self.cookie.split(";")[0], "x-buuan-csrf": self.signed_in["csrf"]}

    def call(self, method, path, body=None, headers=None, **kwargs):
        sent = {**self.headers, **(headers or {})}
        try:
            return self.node.call(method, path, body, headers=sent, connection=self.connection, **kwargs)
        except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
            # The server closes after some refusals; the next request needs a new connection.
            self.connection.close()
            return self.node.call(method, path, body, headers=sent, connection=self.connection, **kwargs)


def png(seed, size=24):
    """A small picture, different for each seed."""
    rng = random.Random(seed)
    rows = b"".join(b"\0" + rng.randbytes(3 * size) for _ in range(size))

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", size, size, 8, 2, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def jpeg_files(binary, folder, count):
    """Small pictures that the binary draws (buuan sample-picture)."""
    files = []
    for i in range(count):
        path = Path(folder) / f"picture-{i}.jpg"
        subprocess.run([str(binary), "sample-picture", "--seed", str(i), str(path)], check=True, capture_output=True)
        files.append(path)
    return files


def digest(data):
    return hashlib.sha256(data).hexdigest()
