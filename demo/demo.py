#!/usr/bin/env python3
"""The main job, step by step, on a sample node with made-up people: accept a parcel, find it again, open it, prove it. Leaves the node's
server running; run again, it starts at once.

    demo/demo.py BUUAN [stop]
"""
import datetime
import hashlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

BUUAN = Path(sys.argv[1]).resolve()
SOURCE = Path(__file__).resolve().parent.parent
NODE = SOURCE / "demo-node"
FOLDER = NODE / "node"
PASSWORD = "du-lieu-mau-2026"  # of the sample users: made-up data
CLERK, OFFICER = "giaodich1", "antoan1"
ENGLISH = os.environ.get("BUUAN_LANG", os.environ.get("LANG", "")).startswith("en")
CARD = "011090012345||Lò Văn Mẫu|15071990|Nam|Tổ 7, P. Điện Biên Phủ|01072021"


def tell(vi, en):
    print(en if ENGLISH else vi, flush=True)


def step(number, vi, en):
    print(f"\n\033[1m{number}. {en if ENGLISH else vi}\033[0m", flush=True)


def buuan(*arguments, user=None, expect=0, quiet=False, **kwargs):
    command = [str(BUUAN), "--node", str(FOLDER), *(["--user", user] if user else []), *map(str, arguments)]
    if not quiet:
        shown = " ".join(["buuan", *(["--user", user] if user else []), *(f"'{a}'" if " " in str(a) else str(a) for a in arguments)])
        print(f"   $ {shown}", flush=True)
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "BUUAN_PASSWORD": PASSWORD}, **kwargs)
    output = (done.stdout + done.stderr).rstrip()
    if done.returncode != expect:
        sys.exit(f"{output}\nexit {done.returncode}")
    if not quiet:
        print("\n".join("     " + line for line in output.splitlines()), flush=True)
    return done.stdout


def answers(port):
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def running():
    """The addresses of the demo's server, where one runs."""
    try:
        pid = int((NODE / "serve.pid").read_text())
        os.kill(pid, 0)
        if b"buuan" not in Path(f"/proc/{pid}/cmdline").read_bytes():
            return None
        return json.loads((NODE / "addresses.json").read_text())
    except (OSError, ValueError):
        return None


def stop():
    if running() is None:
        return tell("Không có máy chủ nào đang chạy.", "No server is running.")
    os.kill(int((NODE / "serve.pid").read_text()), signal.SIGTERM)
    tell("Đã dừng máy chủ.", "The server is stopped.")


def make_node():
    tell("Tạo nút mẫu (một doanh nghiệp ở Điện Biên, 100 ngày, người và số đều bịa) …",
         "Making the sample node (an enterprise in Điện Biên, 100 days, people and numbers made up) …")
    NODE.mkdir(exist_ok=True)
    buuan("init", "--name", "Bưu chính Mẫu Điện Biên", "--origin", "mau.example", "--province", "11", "--public-url", "http://127.0.0.1:8412",
          "--admin", "quantri", "--sample", quiet=True)


def serve():
    ports = ["--staff-port", "0"] * answers(8411) + ["--public-port", "0"] * answers(8412)
    log = open(NODE / "serve.log", "ab")
    server = subprocess.Popen([str(BUUAN), "--node", str(FOLDER), "serve", "--web-dir", str(SOURCE / "web" / "dist"), *ports], stdout=subprocess.PIPE, stderr=log, text=True, start_new_session=True)
    addresses = {}
    for line in server.stdout:
        found = re.match(r"(staff|public): (\S+)", line)
        if found:
            addresses[found[1]] = found[2]
        if len(addresses) == 2:
            break
    else:
        sys.exit(f"The server did not start; see {NODE / 'serve.log'}")
    (NODE / "serve.pid").write_text(str(server.pid))
    (NODE / "addresses.json").write_text(json.dumps(addresses))
    return addresses


def intake(pictures):
    now = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"
    return {
        "counter": "Q1",
        "accepted_at": now,
        "sender": {"method": "QR_CCCD", "card_text": CARD, "phone": "0912 345 678", "face_matches": True},
        "recipient": {"name": "Trần Thị Ví Dụ", "phone": "098.765.4321", "address": {"province": "01", "commune": "P. Cầu Giấy", "street": "Số 2 phố Ví Dụ"}},
        "item": {"type": "parcel", "things": [{"text": "pin sạc dự phòng", "quantity": 1}, {"text": "áo len trẻ em", "quantity": 2}], "weight_g": 1240},
        "inspection": {"method": "visual", "conditions_explained": True},
        "pictures": [{"slot": slot, "sha256": hashlib.sha256(path.read_bytes()).hexdigest(), "size": path.stat().st_size} for slot, path in pictures.items()],
        "confirmations": {"sender": "signature", "clerk": True},
        "refuse": [],
    }


def one_acceptance():
    step(1, "Đọc thẻ căn cước (chữ trong mã QR; thẻ bịa)", "Read the citizen card (text of the QR code; a made-up card)")
    fields = CARD.split("|")
    tell(f"     {fields[2]} · số {fields[0][:3]}*****{fields[0][-4:]} · sinh {fields[3][:2]}/{fields[3][2:4]}/{fields[3][4:]} · {fields[4]}",
         f"     {fields[2]} · number {fields[0][:3]}*****{fields[0][-4:]} · born {fields[3][:2]}/{fields[3][2:4]}/{fields[3][4:]} · {fields[4]}")

    step(2, "Sàng lọc nội dung khai báo", "Screen the declared contents")
    buuan("screen", "pháo hoa nổ", expect=1)
    buuan("screen", "pin sạc dự phòng")

    step(3, "Chấp nhận: định danh, đồng kiểm, hai ảnh, hai xác nhận, cân", "Accept: identity, joint inspection, two pictures, two confirmations, weight")
    pictures = {"contents": NODE / "contents.jpg", "sealed": NODE / "sealed.jpg"}
    for seed, path in enumerate(pictures.values()):
        buuan("sample-picture", "--seed", seed, path, quiet=True)
    document = NODE / "intake.json"
    document.write_text(json.dumps(intake(pictures), ensure_ascii=False, indent=1))
    print(f"   $ buuan --user {CLERK} accept {document} --picture contents=… --picture sealed=…")
    out = buuan("--json", "accept", document, *(f"--picture={slot}={path}" for slot, path in pictures.items()), user=CLERK, quiet=True)
    accepted = json.loads(out)
    print(f"     {accepted['decision']} · {accepted['item_code']} · {accepted['verdict']['outcome']}")
    for finding in accepted["verdict"]["findings"]:
        print(f"     {finding['words']}: {finding['name_en' if ENGLISH else 'name_vi']} · {'; '.join(finding['legal_basis'])}")
    tell(f"     Biên nhận: {accepted['receipt']['code']}", f"     Receipt: {accepted['receipt']['code']}")
    return accepted


def find_and_open(accepted):
    step(4, "Tìm lại theo điện thoại: kết quả che bớt, lượt tìm được ghi", "Find it by phone: results are masked, the search is recorded")
    buuan("trace", "--purpose", "customer_enquiry", "--phone", "0912345678", "--from", datetime.date.today() - datetime.timedelta(days=1), user=OFFICER)
    step(5, "Mở bản ghi với mục đích nêu rõ; lượt mở được ghi", "Open the record for a stated purpose; the opening is recorded")
    buuan("open", accepted["item"], "--purpose", "customer_enquiry", "--note", "khách hỏi", user=OFFICER)
    buuan("timeline", accepted["item"], user=OFFICER)


def prove(accepted):
    step(6, "Bằng chứng, kiểm không cần nút, không cần mạng", "The proof, checked without the node and off line")
    proof, keys = NODE / "proof.tlog", NODE / "logs.vkey"
    for _ in range(50):
        if subprocess.run([str(BUUAN), "--node", str(FOLDER), "proof", accepted["item"], "-o", str(proof)], capture_output=True).returncode == 0:
            break
        time.sleep(0.1)
    logs = json.loads(buuan("--json", "logs", quiet=True))["logs"]
    keys.write_text("".join(log["key"] + "\n" for log in logs))
    buuan("verify", proof, "--key", f"@{keys}", "--receipt", accepted["receipt"]["code"], "--item-code", accepted["item_code"])
    tell("   Đổi một chữ trong tệp bằng chứng:", "   One letter of the proof is changed:")
    text = proof.read_text()
    at = text.index("extra ") + 40
    broken = NODE / "broken.tlog"
    broken.write_text(text[:at] + ("A" if text[at] != "A" else "B") + text[at + 1:])
    buuan("verify", broken, "--key", f"@{keys}", expect=1)


def main():
    if sys.argv[2:] == ["stop"]:
        return stop()
    addresses = running()
    if not (FOLDER / "node.toml").exists():
        make_node()
    addresses = addresses or serve()
    accepted = one_acceptance()
    find_and_open(accepted)
    prove(accepted)
    code = accepted["receipt"]["code"]
    tell(f"""
Máy chủ đang chạy. Mở trong trình duyệt:
  nhân viên  {addresses['staff'].replace('127.0.0.1', 'localhost')}/   quầy giao dịch; người dùng {CLERK} (giao dịch viên), {OFFICER} (phụ trách an toàn), quantri; mật khẩu {PASSWORD}
  công chúng {addresses['public']}/r#{code}   kiểm tra biên nhận trên trình duyệt
             {addresses['public']}/gui-duoc-khong   tra cứu món hàng có gửi được không; /khai-truoc khai trước bằng điện thoại; /danh-muc danh mục, /danh-muc.pdf bản niêm yết
Thử tiếp (đặt BUUAN_NODE={FOLDER.relative_to(Path.cwd()) if FOLDER.is_relative_to(Path.cwd()) else FOLDER}):
  {BUUAN.relative_to(Path.cwd()) if BUUAN.is_relative_to(Path.cwd()) else BUUAN} check        kiểm mọi thứ trên đĩa với sổ
  … register · logs · days · trace --purpose internal_check --name 'Lò Văn Mẫu'
Dừng: ./dev demo stop""",
         f"""
The server is running. Open in a browser:
  staff  {addresses['staff'].replace('127.0.0.1', 'localhost')}/   the counter; users {CLERK} (clerk), {OFFICER} (safety officer), quantri; password {PASSWORD}
  public {addresses['public']}/r#{code}   check the receipt in a browser
         {addresses['public']}/gui-duoc-khong   may this be sent? /khai-truoc declare beforehand by phone; /danh-muc the list, /danh-muc.pdf the notice for the wall
Next (with BUUAN_NODE={FOLDER.relative_to(Path.cwd()) if FOLDER.is_relative_to(Path.cwd()) else FOLDER}):
  {BUUAN.relative_to(Path.cwd()) if BUUAN.is_relative_to(Path.cwd()) else BUUAN} check        everything on disk against the logs
  … register · logs · days · trace --purpose internal_check --name 'Lò Văn Mẫu'
Stop: ./dev demo stop""")


main()
