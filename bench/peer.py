#!/usr/bin/env python3
"""What an engineer without this project would build: PostgreSQL with pgcrypto, one table, the record encrypted by
pgp_sym_encrypt, a keyed hash of each thing searched for in an indexed column; 64 clients of pgbench, synchronous_commit on.

    bench/peer.py --folder EMPTY [--json] [--runs N] [--items N] [--buuan IGNORED]
"""
import argparse
import glob
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
from pathlib import Path

SCHEMA = """
create extension pgcrypto;
create table parcel (id uuid primary key default gen_random_uuid(), at timestamptz default now(), record bytea, identity bytea,
    sender_phone bytea, sender_last4 bytea, sender_name bytea, identity_number bytea, recipient_phone bytea, recipient_last4 bytea,
    recipient_name bytea, code bytea, order_code bytea);
""" + "".join(f"create index on parcel ({column});\n" for column in (
    "sender_phone", "sender_last4", "sender_name", "identity_number", "recipient_phone", "recipient_last4", "recipient_name", "code", "order_code"))

KEY = "'0123456789abcdef0123456789abcdef'"


def hashed(value):
    return f"substr(hmac(({value})::text, {KEY}, 'sha256'), 1, 16)"


SCRIPT = r"""
\set phone random(100000000, 999999999)
\set name random(1, 100000)
\set number random(1, 999999999)
insert into parcel (record, identity, sender_phone, sender_last4, sender_name, identity_number, recipient_phone, recipient_last4,
    recipient_name, code, order_code) values (pgp_sym_encrypt(repeat(:phone::text, 100), """ + KEY + """, 's2k-mode=0'),
    pgp_sym_encrypt(:number::text, """ + KEY + """, 's2k-mode=0'), """ + ", ".join(
    hashed(value) for value in (
        ":phone::bigint", ":phone::bigint % 10000", ":name::bigint", ":number::bigint", ":phone::bigint + 1", "(:phone::bigint + 1) % 10000",
        ":name::bigint + 7", ":number::bigint + 3", ":number::bigint + 5")) + ");\n"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--items", type=int, default=20000)
    parser.add_argument("--buuan")
    given = parser.parse_args()
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"))
    if not found:
        sys.exit("PostgreSQL is not installed: apt-get install --no-install-recommends postgresql postgresql-contrib")
    programs = Path(found[-1]).parent
    # The server refuses to run as root.
    as_user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.geteuid() == 0 else []
    data = given.folder / "postgres"
    data.mkdir(mode=0o700)
    if as_user:
        shutil.chown(data, "postgres", "postgres")
        given.folder.chmod(0o711)
        closed = [folder for folder in given.folder.resolve().parents if not folder.stat().st_mode & 0o001]
        if closed:
            sys.exit(f"PostgreSQL, which does not run as root, cannot pass through {closed[0]}: name a folder on an open path with --folder")

    def run(*words, text=None):
        done = subprocess.run([*as_user, *map(str, words)], input=text, capture_output=True, text=True, cwd=data)
        if done.returncode:
            sys.exit(f"{words[0]}: {done.stderr[-2000:]}")
        return done.stdout

    run(programs / "initdb", "-D", data / "db", "--auth=trust", "--no-sync")
    run(programs / "pg_ctl", "-D", data / "db", "-w", "-o", f"-c listen_addresses='' -c unix_socket_directories={data} -c max_connections=100 -c shared_buffers=1GB", "-l", data / "log", "start")
    try:
        run(programs / "psql", "-h", data, "-q", "-d", "postgres", text=SCHEMA)
        (data / "insert.sql").write_text(SCRIPT)
        rates = []
        for _ in range(given.runs):
            said = run(programs / "pgbench", "-h", data, "-n", "-M", "prepared", "-c", 64, "-j", 2, "-t", max(1, given.items // 64), "-f", data / "insert.sql", "postgres")
            rates.append(float(re.search(r"tps = ([\d.]+) \(without", said)[1]))
    finally:
        run(programs / "pg_ctl", "-D", data / "db", "-m", "immediate", "stop")
    figure = {"name": "peer.pgcrypto.rate", "value": statistics.median(rates), "unit": "items/s", "runs": len(rates), "min": min(rates), "max": max(rates)}
    print(json.dumps(figure) if given.json else f"{figure['name']:30} {figure['value']:10.4g} items/s    [{min(rates):.4g} to {max(rates):.4g} in {len(rates)}]")


main()
