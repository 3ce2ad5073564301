// What the two engines are asked: every text of the dev set and of tests/screening, as it is and in the ways people
// and computers change it, and hostile ones.
import { readFileSync, readdirSync } from "node:fs";

const root = new URL("../../", import.meta.url);

/** Of a CSV file the first field of each row. */
function first_field(line) {
    const quoted = line.match(/^"((?:[^"]|"")*)",/);
    return quoted ? quoted[1].replaceAll('""', '"') : line.split(",")[0];
}

function texts_of(folder) {
    return readdirSync(new URL(folder, root))
        .filter((name) => /\.(csv|txt)$/.test(name) && name !== "CMakeLists.txt")
        .flatMap((name) => {
            const lines = readFileSync(new URL(folder + name, root), "utf8").split("\n");
            return lines.filter((line) => line !== "").map(name.endsWith(".csv") ? first_field : (line) => line);
        });
}

export function labelled_texts() {
    return [...texts_of("tests/vectors/screening/"), ...texts_of("tests/screening/")];
}

const bare = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/g, "d").replace(/Đ/g, "D");

export function declarations() {
    return labelled_texts().flatMap((text) => [text, bare(text), text.normalize("NFD"), text.toUpperCase()]);
}

/** Numbers that look random and are the same each time (Mulberry32). */
export function random_of(seed) {
    return (below) => {
        seed = (seed + 0x6d2b79f5) | 0;
        let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
        t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
        return ((t ^ (t >>> 14)) >>> 0) % below;
    };
}

const look_alikes = { a: "а", e: "е", o: "о", p: "р", c: "с", i: "і", x: "х" };
const between = ["\u200b", "\u200f", "\u202e", "\u2060", "\ufeff", ".", " ", "-", "\u0301"];

export function hostile() {
    const random = random_of(5);
    const goods = ["heroin", "súng ngắn", "thuốc nổ", "phao no", "pin du phong", "rượu vang", "🔫 súng 🧨"];
    const texts = ["", " ", "\0", "\u{10ffff}", "\ufffd", "\"\\\n\r\t\b\f\u0001\u001f\u007f", ",,;;\n\n"];
    for (const text of goods) {
        texts.push([...text].map((c) => look_alikes[c] ?? c).join(""));
        texts.push([...text].map((c) => (c > " " && c < "\x7f" ? String.fromCharCode(c.charCodeAt(0) + 0xfee0) : c)).join(""));
        for (const mark of between) texts.push([...text].join(mark), `\u202e${text}${mark}`, text.repeat(40) + mark);
    }
    for (let round = 0; round < 2000; ++round) {
        let text = goods[random(goods.length)] + " ";
        for (let left = random(80); left > 0; --left) {
            const most = [0x80, 0x250, 0x2100, 0xd800, 0x10000, 0x110000][random(6)];
            const code = random(most);
            text += String.fromCodePoint(code >= 0xd800 && code < 0xe000 ? 0x20 : code);
        }
        texts.push(text + goods[random(goods.length)]);
    }
    // Ten megabytes: of one word, of many things, of what is not seen, of marks on one letter.
    const mib = 1024 * 1024;
    texts.push("a".repeat(10 * mib), "súng ngắn, áo thun ".repeat(mib / 2), "m\u200b".repeat(2 * mib), "e" + "\u0301".repeat(5 * mib));
    texts.push("m a t u y ".repeat(mib), `${"áo ".repeat(3 * mib)}heroin`, "(".repeat(10 * mib));
    return texts;
}
