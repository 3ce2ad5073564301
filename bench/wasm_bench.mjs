#!/usr/bin/env node
// The screening in a browser: how long the engine takes to load and to screen a text, in Chromium, over the same texts as
// the suite `wasm`, from a string to a verdict that a page can use. Node serves the page and starts the browser.
//
//     bench/wasm_bench.mjs --buuan BUILD_FOLDER/buuan --folder FOLDER [--runs N] [--json]
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { dirname } from "node:path";
import { parseArgs } from "node:util";
import { gzipSync } from "node:zlib";

import { labelled_texts } from "../tests/wasm/texts.mjs";

const text = { type: "string" };
const { values: given } = parseArgs({ options: { buuan: text, folder: text, runs: text, items: text, json: { type: "boolean" } } });
const web = `${dirname(given.buuan)}/web/screening`;
const engine = readFileSync(new URL("../web/src/screening/engine.js", import.meta.url));
const wasm = readFileSync(`${web}/engine.wasm`);
const pack = readFileSync(`${web}/goods.pack`);
const runs = Number(given.runs ?? 5);
let missed = false;

function show(name, values, unit, at_most) {
    const sorted = [...values].sort((a, b) => a - b);
    const value = sorted[Math.floor(sorted.length / 2)];
    const [min, max] = [sorted[0], sorted.at(-1)];
    if (given.json) console.log(JSON.stringify({ name, value, unit, runs: values.length, min, max }));
    else console.log(`${name.padEnd(30)} ${value.toPrecision(4).padStart(10)} ${unit.padEnd(10)} [${min.toPrecision(4)} to ${max.toPrecision(4)} in ${values.length}]  must: ${at_most} or less`);
    missed ||= value > 2 * at_most;
}

// What the page does. Loading is measured anew each time; the first pass over the texts warms the compiler up.
async function measure(runs) {
    const { Engine } = await import("/engine.js");
    const bytes = async (path) => new Uint8Array(await (await fetch(path)).arrayBuffer());
    const [wasm, pack] = [await bytes("/engine.wasm"), await bytes("/goods.pack")];
    const { digest, texts } = await (await fetch("/texts.json")).json();
    const figures = { load_ms: [], screen_us: [] };
    let engine;
    for (let run = 0; run < runs; ++run) {
        const begin = performance.now();
        engine = await Engine.load(wasm, pack, digest);
        figures.load_ms.push(performance.now() - begin);
    }
    let findings = 0;
    for (let run = -1; run < runs; ++run) {
        const begin = performance.now();
        for (const text of texts) findings += engine.screen(text, "2026-11-24").findings.length;
        if (run >= 0) figures.screen_us.push(((performance.now() - begin) * 1000) / texts.length);
    }
    if (findings === 0) throw new Error("nothing was found");
    return figures;
}

const page = `<!doctype html><title>bench</title><script type="module">
const say = (figures) => fetch("/figures", { method: "POST", body: JSON.stringify(figures) });
(${measure})(${runs}).then(say, (error) => say({ error: String(error) }));
</script>`;

const digest = createHash("sha256").update(pack).digest("hex");
const files = {
    "/": ["text/html", page],
    "/engine.js": ["text/javascript", engine],
    "/engine.wasm": ["application/wasm", wasm],
    "/goods.pack": ["application/octet-stream", pack],
    "/texts.json": ["application/json", JSON.stringify({ digest, texts: labelled_texts() })],
};

/** The figures that the page posts. */
function figures_of_page() {
    return new Promise((resolve, reject) => {
        let browser;
        const server = createServer((request, response) => {
            if (request.method === "POST") {
                let body = "";
                request.on("data", (part) => (body += part));
                request.on("end", () => (response.end(), browser.kill("SIGKILL"), server.close(), resolve(JSON.parse(body))));
                return;
            }
            const [type, content] = files[request.url] ?? [];
            response.writeHead(type ? 200 : 404, type ? { "content-type": type } : {}).end(content);
        });
        server.listen(0, "127.0.0.1", () => {
            const quiet = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
            browser = spawn("chromium", ["--headless", "--no-sandbox", ...quiet, `--user-data-dir=${given.folder}/chromium`, `http://127.0.0.1:${server.address().port}/`], { stdio: "ignore" });
            browser.on("error", reject);
            browser.on("exit", (code) => (server.close(), reject(new Error(`chromium ended with ${code}`))));
        });
    });
}

const figures = await figures_of_page();
if (figures.error) throw new Error(figures.error);
show("wasm.screen_us", figures.screen_us, "us", 100);
show("wasm.load_ms", figures.load_ms, "ms", 200);
show("wasm.gzip_kb", [[engine, wasm, pack].reduce((sum, file) => sum + gzipSync(file, { level: 9 }).length, 0) / 1000], "kB", 400);
process.exit(missed ? 1 : 0);
