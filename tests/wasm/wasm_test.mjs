#!/usr/bin/env node
// The engine of the browser says what the server's says, byte for byte; it is small, needs no host, and nothing that it is
// given stops it. Node 18 or later, nothing else.
//
//     node tests/wasm/wasm_test.mjs BUILD_FOLDER BUUAN
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

import { Engine, EngineError, range_of, text_bytes_max } from "../../web/src/screening/engine.js";
import { declarations, hostile, random_of } from "./texts.mjs";

const [build, buuan] = process.argv.slice(2);
const day = "2026-11-24";
const source = new URL("../../web/src/screening/engine.js", import.meta.url);
const wasm = readFileSync(`${build}/web/screening/engine.wasm`);
const pack = readFileSync(`${build}/web/screening/goods.pack`);
const digest = createHash("sha256").update(pack).digest("hex");
const engine = await Engine.load(wasm, pack, digest);
const utf8 = new TextEncoder();

function throws(code, what) {
    assert.throws(what, (error) => error instanceof EngineError && error.code === code);
}

/** What `buuan screen --json-lines` says of each text: the bytes of the verdict. */
function native_verdicts(texts) {
    const input = texts.map((text) => JSON.stringify({ text }) + "\n").join("");
    const done = spawnSync(buuan, ["screen", "--json-lines", "--on", day], { input, maxBuffer: 1 << 30 });
    assert.equal(done.status, 0, done.stderr.toString());
    const lines = done.stdout.toString().split("\n").slice(0, -1);
    assert.equal(lines.length, texts.length);
    // In a text the quotes would be escaped, so this is where the member stands.
    return lines.map((line) => line.slice(line.indexOf(',"verdict":') + ',"verdict":'.length, -1));
}

function says_the_same(texts) {
    const native = native_verdicts(texts);
    texts.forEach((text, i) => {
        const here = engine.screen_bytes(utf8.encode(text), day);
        if (here !== native[i]) assert.fail(`${JSON.stringify(text.slice(0, 200))}\n  server:  ${native[i].slice(0, 500)}\n  browser: ${here.slice(0, 500)}`);
    });
    const outcomes = native.map((each) => JSON.parse(each).outcome);
    return new Set(outcomes).size;
}

const tests = {
    the_module_and_the_rules_are_small() {
        const sizes = { "engine.wasm": wasm, "engine.js": readFileSync(source), "goods.pack": pack };
        let all = 0;
        for (const [name, bytes] of Object.entries(sizes)) {
            const packed = gzipSync(bytes, { level: 9 }).length;
            all += packed;
            console.log(`     ${name} ${bytes.length} bytes, ${packed} with gzip`);
        }
        console.log(`     together ${all} with gzip`);
        assert.ok(all < 400_000);
    },

    the_module_needs_no_host() {
        assert.deepEqual(WebAssembly.Module.imports(new WebAssembly.Module(wasm)), []);
    },

    the_browser_says_what_the_server_says_of_what_people_write() {
        const texts = declarations();
        assert.ok(texts.length > 5000);
        assert.equal(says_the_same(texts), 5);
        console.log(`     ${texts.length} texts`);
    },

    the_browser_says_what_the_server_says_of_hostile_texts() {
        says_the_same(hostile());
    },

    any_bytes_are_screened() {
        const random = random_of(9);
        for (let round = 0; round < 3000; ++round) {
            const bytes = Uint8Array.from({ length: random(300) }, () => random(256));
            bytes.set(utf8.encode("heroin ").subarray(0, bytes.length));
            const verdict = JSON.parse(engine.screen_bytes(bytes, day));
            assert.equal(verdict.rules, digest);
            for (const finding of verdict.findings) assert.ok(finding.offset + finding.length <= bytes.length);
        }
    },

    places_of_a_verdict_are_places_of_a_javascript_string() {
        let findings = 0;
        for (const text of [...declarations().slice(0, 3000), "🧨🧨 pháo nổ 🎆, \ud800 heroin"]) {
            const verdict = engine.screen(text, day);
            for (const part of [...verdict.findings, ...verdict.set_aside]) {
                assert.equal(text.slice(...range_of(text, part)), part.words);
                ++findings;
            }
        }
        assert.ok(findings > 1000);
    },

    other_rules_and_broken_packs_are_refused_and_those_of_before_stay() {
        throws("other_rules", () => engine.use(pack, "0".repeat(64)));
        throws("other_rules", () => engine.use(pack, ""));
        const random = random_of(13);
        for (let round = 0; round < 60; ++round) {
            const broken = Uint8Array.from(pack);
            for (let left = 1 + random(3); left > 0; --left) broken[random(broken.length)] = random(256);
            const size = round % 2 === 0 ? broken.length : random(broken.length);
            const cut = broken.subarray(0, size);
            if (createHash("sha256").update(cut).digest("hex") === digest) continue;
            assert.throws(() => engine.use(cut, digest), EngineError);
        }
        throws("bad_pack", () => engine.use(new Uint8Array(0), digest));
        throws("bad_pack", () => engine.use(new Uint8Array(32 << 20), digest));
        assert.equal(engine.screen("heroin", day).rules, digest);
        assert.equal(engine.screen("heroin", day).outcome, "prohibited");
    },

    a_day_that_is_none_and_a_text_without_bound_are_refused() {
        for (const none of ["", "today", "2026-02-30", "2026-11-2", "2026-11-24 "]) throws("bad_day", () => engine.screen("áo", none));
        throws("text_too_long", () => engine.screen_bytes(new Uint8Array(text_bytes_max + 1), day));
        assert.equal(JSON.parse(engine.screen_bytes(new Uint8Array(text_bytes_max), day)).outcome, "vague");
    },

    memory_is_released() {
        const long = utf8.encode("súng ngắn, áo thun ".repeat(100_000));
        const { exports } = new WebAssembly.Instance(new WebAssembly.Module(wasm));
        exports._initialize();
        const write = (head, bytes) => {
            const begin = utf8.encode(head);
            const at = exports.input(begin.length + bytes.length);
            new Uint8Array(exports.memory.buffer).set(begin, at);
            new Uint8Array(exports.memory.buffer).set(bytes, at + begin.length);
        };
        write(digest, pack);
        assert.equal(exports.load_rules(), 1);
        exports.release();
        let after_three = 0;
        for (let round = 0; round < 20; ++round) {
            write(day, long);
            assert.equal(exports.screen_input(), 1);
            exports.release();
            if (round === 2) after_three = exports.memory.buffer.byteLength;
        }
        assert.equal(exports.memory.buffer.byteLength, after_three);
        // Nothing of what was typed is left.
        assert.equal(Buffer.from(exports.memory.buffer).indexOf("súng ngắn, áo thun súng ngắn, áo thun"), -1);
        console.log(`     ${after_three / 1024} KiB of memory`);
    },
};

let failed = 0;
for (const [name, test] of Object.entries(tests)) {
    const begin = performance.now();
    try {
        await test();
        console.log(`ok   ${name} ${((performance.now() - begin) / 1000).toFixed(1)} s`);
    } catch (error) {
        ++failed;
        console.log(`FAIL ${name}\n${error.stack}`);
    }
}
console.log(`\n${Object.keys(tests).length - failed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
