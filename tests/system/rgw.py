"""A real S3 store for the tests: Ceph's RADOS gateway on 127.0.0.1, with a monitor and one object server that keeps everything in memory, in a
temporary folder. Ceph's programs only, no services of the machine; every process is ours and is stopped by its id. And a client that shares no
code with the program: makes buckets, looks into them, damages them."""
import base64
import ctypes
import datetime
import hashlib
import hmac
import http.client
import http.server
import os
import re
import signal
import socket
import struct
import subprocess
import tempfile
import threading
import time
import urllib.parse
import uuid
from pathlib import Path

CONFIGURATION = """
[global]
fsid = {fsid}
monmap = {folder}/monmap
public addr = 127.0.0.1
cluster addr = 127.0.0.1
ms bind msgr2 = false
keyring = {folder}/keyring
auth allow insecure global id reclaim = false
osd objectstore = memstore
memstore device bytes = 2147483648
osd crush chooseleaf type = 0
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 1
osd pool default pgp num = 1
osd pool default pg autoscale mode = off
osd class load list = *
osd class default list = *
mon allow pool size one = true
mon max pg per osd = 1000
mon osd initial require min compat client = nautilus
mon cluster log file = {folder}/cluster.log
mon data = {folder}/mon
mon data avail crit = 1
osd data = {folder}/osd
rgw data = {folder}/rgw
run dir = {folder}
log file = {folder}/$name.log
admin socket = {folder}/$name.$pid.asok
crash dir = {folder}
rgw frontends = beast endpoint=127.0.0.1:{port} tcp_nodelay=1
rgw thread pool size = 16
rgw enable apis = s3
rgw enable usage log = false
rgw enable gc threads = false
rgw enable lc threads = false
rgw dynamic resharding = false
rgw override bucket index max shards = 1
"""


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def cephx_key():
    """A key for one of the cluster's parts, as ceph-authtool makes them."""
    return base64.b64encode(struct.pack("<HIIH", 1, int(time.time()), 0, 16) + os.urandom(16)).decode()


def end_with_parent():
    """A test that is killed leaves no store behind."""
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG


class Rgw:
    """with Rgw() as store: it answers; everything of it is gone afterwards."""

    def __init__(self):
        self.temporary = tempfile.TemporaryDirectory(prefix="buuan-rgw-")
        self.folder = Path(self.temporary.name)
        self.port, self.processes, self.seconds = free_port(), [], 0.0
        self.endpoint = f"http://127.0.0.1:{self.port}"
        self.conf = self.folder / "ceph.conf"

    def __enter__(self):
        begin = time.monotonic()
        try:
            self.start()
        except BaseException:
            self.__exit__()
            raise
        self.seconds = time.monotonic() - begin
        return self

    def __exit__(self, *_):
        for process in reversed(self.processes):
            process.kill()
            process.wait()
        self.temporary.cleanup()

    def run(self, *command):
        done = subprocess.run([*map(str, command), "--conf", str(self.conf)], capture_output=True, text=True, timeout=60, cwd=self.folder)
        if done.returncode != 0:
            raise AssertionError(f"{' '.join(map(str, command))}: exit {done.returncode}\n{done.stdout}\n{done.stderr}")
        return done.stdout

    def serve(self, *command):
        out = open(self.folder / f"{command[0]}.out", "wb")
        self.processes.append(subprocess.Popen([*map(str, command), "--conf", str(self.conf), "-f"], stdout=out, stderr=out, cwd=self.folder, preexec_fn=end_with_parent))
        out.close()

    def start(self):
        fsid, mon = str(uuid.uuid4()), free_port()
        for part in ("mon", "osd", "rgw"):
            (self.folder / part).mkdir()
        self.conf.write_text(CONFIGURATION.format(fsid=fsid, mon=mon, port=self.port, folder=self.folder))
        (self.folder / "keyring").write_text("".join(f"[{name}]\n\tkey = {cephx_key()}\n\tcaps mon = \"allow *\"\n\tcaps osd = \"allow *\"\n"
                                                     for name in ("mon.", "client.admin", "osd.0", "client.rgw")))
        self.run("monmaptool", "--create", "--fsid", fsid, "--addv", "a", f"[v1:127.0.0.1:{mon}]", self.folder / "monmap")
        self.run("ceph-mon", "--mkfs", "-i", "a", "--monmap", self.folder / "monmap", "--keyring", self.folder / "keyring")
        self.serve("ceph-mon", "-i", "a")
        osd = str(uuid.uuid4())
        self.run("ceph", "--connect-timeout", "30", "osd", "new", osd)
        self.run("ceph-osd", "--mkfs", "-i", "0", "--osd-uuid", osd)
        self.serve("ceph-osd", "-i", "0")
        self.serve("radosgw", "-n", "client.rgw")
        self.wait()

    def wait(self, seconds=60):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            for process in self.processes:
                assert process.poll() is None, f"{process.args[0]} ended: {(self.folder / (process.args[0] + '.out')).read_text()[-2000:]}"
            try:
                connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
                connection.request("GET", "/")
                if connection.getresponse().status == 200:
                    return
            except OSError:
                time.sleep(0.1)
        raise AssertionError("the store does not answer: " + " ".join(path.read_text()[-500:] for path in self.folder.glob("*.out")))

    def user(self, name):
        """A new account's access key and secret key."""
        access, secret = f"ACCESS{name}", f"secret/of+{name}"
        self.run("radosgw-admin", "-n", "client.rgw", "user", "create", "--uid", name, "--display-name", name, "--access-key", access, "--secret", secret)
        return access, secret


class Bucket:
    """One bucket, as its owner sees it. Signs by itself (AWS Signature Version 4)."""

    def __init__(self, store, name, access, secret):
        self.store, self.name, self.access, self.secret = store, name, access, secret

    def call(self, method, key="", query=None, body=b"", expect=(200, 204)):
        path = "/" + self.name + ("/" + urllib.parse.quote(key) if key else "")
        answer = self.signed(method, path, query or {}, body)
        assert answer[0] in expect, f"{method} {path}: {answer}"
        return answer[1]

    def signed(self, method, path, query, body):
        now = datetime.datetime.now(datetime.timezone.utc).strftime("%Y%m%dT%H%M%SZ")
        told = "&".join(f"{urllib.parse.quote(name, safe='')}={urllib.parse.quote(value, safe='')}" for name, value in sorted(query.items()))
        digest = hashlib.sha256(body).hexdigest()
        headers = {"host": f"127.0.0.1:{self.store.port}", "x-amz-content-sha256": digest, "x-amz-date": now}
        names = ";".join(sorted(headers))
        canonical = "\n".join([method, path, told, *(f"{name}:{headers[name]}" for name in sorted(headers)), "", names, digest])
        scope = f"{now[:8]}/us-east-1/s3/aws4_request"
        key = ("AWS4" + self.secret).encode()
        for part in scope.split("/"):
            key = hmac.digest(key, part.encode(), "sha256")
        to_sign = "\n".join(["AWS4-HMAC-SHA256", now, scope, hashlib.sha256(canonical.encode()).hexdigest()])
        signature = hmac.digest(key, to_sign.encode(), "sha256").hex()
        headers["authorization"] = f"AWS4-HMAC-SHA256 Credential={self.access}/{scope}, SignedHeaders={names}, Signature={signature}"
        connection = http.client.HTTPConnection("127.0.0.1", self.store.port, timeout=30)
        connection.request(method, path + ("?" + told if told else ""), body, headers)
        response = connection.getresponse()
        answer = response.status, response.read()
        connection.close()
        return answer

    def make(self):
        self.call("PUT")
        return self

    def names(self, prefix=""):
        """Of all objects below, page by page."""
        found, query = [], {"list-type": "2", "prefix": prefix}
        while True:
            page = self.call("GET", query=query).decode()
            found += re.findall(r"<Key>([^<]*)</Key>", page)
            token = re.search(r"<NextContinuationToken>([^<]*)<", page)
            if token is None:
                return found
            query["continuation-token"] = token[1]

    def get(self, key):
        return self.call("GET", key)

    def put(self, key, body):
        self.call("PUT", key, body=body)

    def remove(self, key):
        self.call("DELETE", key)


class Cut:
    """with Cut(store) as line: a line to the store, over TLS where it has a certificate, that fails when it is told to."""

    def __init__(self, store, tls=None):
        self.store, self.requests, self.requests_left, self.fail_every = store, 0, 10**9, 10**9
        line = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do(self):
                line.pass_on(self)

            do_GET = do_PUT = do_DELETE = do

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.endpoint = f"http://127.0.0.1:{self.server.server_port}"
        if tls is not None:
            self.server.socket = tls.wrap_socket(self.server.socket, server_side=True, do_handshake_on_connect=False)

        self.server.handle_error = lambda *_: None  # a handshake that is broken off is what is tested

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()

    def pass_on(self, asked):
        body = asked.rfile.read(int(asked.headers.get("Content-Length", 0)))
        self.requests += 1
        self.requests_left -= 1
        if self.requests_left < 0:
            asked.close_connection = True
            return
        if self.requests % self.fail_every == 0:
            return self.answer(asked, 503, b"<Error><Code>SlowDown</Code></Error>")
        connection = http.client.HTTPConnection("127.0.0.1", self.store.port, timeout=30)
        connection.request(asked.command, asked.path, body, dict(asked.headers))
        response = connection.getresponse()
        self.answer(asked, response.status, response.read())
        connection.close()

    @staticmethod
    def answer(asked, status, body):
        asked.send_response(status)
        if status != 204:
            asked.send_header("Content-Length", str(len(body)))
        asked.end_headers()
        if status != 204:
            asked.wfile.write(body)
