#!/usr/bin/env python3
"""A node that speaks TLS with what `buuan tls init` made: whoever trusts the authority reaches it by its names and addresses, nobody else does; what the
authority's key could sign beyond them is refused by OpenSSL; a renewed certificate needs no new trust.

    tests/system/tls_test.py BUUAN
"""
import json
import socket
import ssl
import subprocess
import sys
from pathlib import Path

from node import Node


def reach(door, name, trusted=None):
    """The answer of a door at 127.0.0.1 to a client that typed `name`; or why its certificate is refused."""
    context = ssl.create_default_context(cafile=trusted)
    try:
        with socket.create_connection(("127.0.0.1", node.ports[door]), 30) as line, context.wrap_socket(line, server_hostname=name) as client:
            client.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            return int(client.recv(4096).split()[1])
    except ssl.SSLCertVerificationError as refused:
        return refused.verify_message


def openssl(*arguments):
    done = subprocess.run(["openssl", *map(str, arguments)], capture_output=True, text=True, timeout=60)
    return done.returncode, done.stdout + done.stderr


def forged(made, name, *extensions):
    """A certificate that somebody with the authority's key signed."""
    path = made / name
    added = [each for extension in extensions for each in ("-addext", extension)]
    code, said = openssl("req", "-x509", "-CA", made / "ca.crt", "-CAkey", made / "ca.key", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                         "-keyout", path.with_suffix(".key"), "-out", path, "-days", 30, "-subj", "/CN=forged", *added)
    assert code == 0, said
    return path


def verify(made, certificate, *how):
    return openssl("verify", "-CAfile", made / "ca.crt", "-purpose", "sslserver", *how, certificate)


def check_limits(made):
    code, said = verify(made, made / "server.crt", "-x509_strict")
    assert code == 0, said
    for wrong in ("DNS:bank.example.vn", "DNS:example.vn", "IP:192.168.1.11", "IP:fd00::1"):
        code, said = verify(made, forged(made, "wrong.crt", f"subjectAltName={wrong}", "basicConstraints=CA:FALSE"))
        assert code != 0 and "subtree violation" in said, (wrong, said)
    code, said = verify(made, forged(made, "mail.crt", "subjectAltName=DNS:quay.example.vn", "basicConstraints=CA:FALSE"), "-purpose", "smimesign")
    assert code != 0, said
    below = forged(made, "below.crt", "basicConstraints=critical,CA:TRUE", "keyUsage=critical,keyCertSign")
    under = made / "under"
    under.mkdir()
    (under / "ca.crt").write_bytes(below.read_bytes())
    (under / "ca.key").write_bytes(below.with_suffix(".key").read_bytes())
    leaf = forged(under, "leaf.crt", "subjectAltName=DNS:quay.example.vn", "basicConstraints=CA:FALSE")
    code, said = verify(made, leaf, "-untrusted", below)
    assert code != 0 and "path length constraint exceeded" in said, said


node = Node(sys.argv[1], sample=False)
try:
    made = Path(node.temporary.name) / "made"
    node.run("tls", "init", "--name", "quay.example.vn", "--name", "localhost", "--address", "127.0.0.1", "--out", made)
    settings = node.folder / "node.toml"
    text = settings.read_text()
    for key, file in (("tls_certificate", "server.crt"), ("tls_key", "server.key")):
        assert text.count(f'{key} = ""') == 1, text
        text = text.replace(f'{key} = ""', f'{key} = "{made}/{file}"')
    settings.write_text(text)
    node.run("config", "check")
    node.start()
    for door in ("staff", "public"):
        for name in ("quay.example.vn", "localhost", "127.0.0.1"):
            assert reach(door, name, made / "ca.crt") == 200, (door, name)
        assert "unable to get local issuer certificate" in reach(door, "quay.example.vn"), "who does not trust the authority"
        assert "mismatch" in reach(door, "bank.example.vn", made / "ca.crt"), "another name"
    check_limits(made)

    first = (made / "server.crt").read_bytes()
    assert "tls_certificate_ends" not in node.log.read_text(), "a year before"
    node.run("tls", "renew", "--out", made, "--days", 20)
    assert (made / "server.crt").read_bytes() != first
    assert node.stop() == 0

    # A renewal that was cut off between its two files.
    whole = (made / "server.crt").read_bytes()
    (made / "server.crt").write_bytes(first)
    refused = node.run("serve", check=False)
    assert refused.returncode == 3 and "buuan tls renew again" in refused.stderr, refused
    (made / "server.crt").write_bytes(whole)
    node.start()
    assert reach("staff", "quay.example.vn", made / "ca.crt") == 200
    told = [json.loads(line) for line in node.log.read_text().splitlines() if "tls_certificate_ends" in line]
    # Twenty days from this minute; its last whole day in Viet Nam depends on the hour.
    assert len(told) == 1 and told[0]["days"] in (18, 19, 20), told
    metrics = node.call("GET", "/metrics", connection=node.console()).body.decode()
    assert f"buuan_tls_days_left {told[0]['days']}\n" in metrics, metrics
    print("TLS: trusted by who trusts the authority, limited to its names, renewed.")
finally:
    node.stop()
    node.temporary.cleanup()
