// The screening of declared contents in the browser: the server's engine, compiled to WebAssembly from
// the same sources, under rules that were fetched as one pack (docs/formats/goods-rules.md). What is
// typed stays on the device. The verdict is what the server would say, byte for byte
// (docs/reference/openapi.json, Verdict).
//
//     const engine = await Engine.load(wasm_bytes, pack_bytes, digest);
//     const verdict = engine.screen(text, "2026-11-24");
//     for (const finding of verdict.findings) mark(...range_of(text, finding));
//
// What fails throws an EngineError, for whose `code` the page has words.

/** Of UTF-8: the same bound as a line of `buuan screen --json-lines`. */
export const text_bytes_max = 16 * 1024 * 1024;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export class EngineError extends Error {
    /** @param {"bad_pack" | "other_rules" | "text_too_long" | "bad_day" | "stopped"} code */
    constructor(code, detail = "") {
        super(detail ? `${code}: ${detail}` : code);
        this.code = code;
    }
}

export class Engine {
    #wasm;

    /**
     * @param {BufferSource} module engine.wasm
     * @param {Uint8Array} pack the rules
     * @param {string} digest theirs, as the server names it; rules of another digest are refused
     */
    static async load(module, pack, digest) {
        const engine = new Engine();
        const { instance } = await WebAssembly.instantiate(module, {});
        engine.#wasm = instance.exports;
        engine.#wasm._initialize();
        engine.use(pack, digest);
        return engine;
    }

    /** Decides by these rules from now on; by those of before, if these are refused. */
    use(pack, digest) {
        if (!/^[0-9a-f]{64}$/.test(digest)) throw new EngineError("other_rules");
        this.#call("load_rules", digest, pack, (taken, said) => {
            if (!taken) throw new EngineError(said ? "bad_pack" : "other_rules", said);
        });
    }

    /** The verdict on `text` under the rules as they are on `day` ("2026-11-24"). */
    screen(text, day) {
        return JSON.parse(this.screen_bytes(encoder.encode(text), day));
    }

    /** The verdict as JSON; any bytes are screened. */
    screen_bytes(bytes, day) {
        if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) throw new EngineError("bad_day", day);
        if (bytes.length > text_bytes_max) throw new EngineError("text_too_long");
        return this.#call("screen_input", day, bytes, (taken, said) => {
            if (!taken) throw new EngineError("bad_day", day);
            return said;
        });
    }

    /** Writes `head` and `bytes` into the module's memory, calls it, and leaves nothing there. */
    #call(name, head, bytes, then) {
        if (this.#wasm === null) throw new EngineError("stopped");
        try {
            const begin = encoder.encode(head);
            const at = this.#wasm.input(begin.length + bytes.length);
            if (at === 0) throw new EngineError("bad_pack", "it is larger than 4 MiB");
            const room = new Uint8Array(this.#wasm.memory.buffer, at, begin.length + bytes.length);
            room.set(begin);
            room.set(bytes, begin.length);
            const taken = this.#wasm[name]();
            const said = new Uint8Array(this.#wasm.memory.buffer, this.#wasm.output(), this.#wasm.output_size());
            return then(taken === 1, decoder.decode(said));
        } catch (error) {
            // Out of memory, or a bug: what the module holds cannot be relied on any more. Load another.
            if (error instanceof WebAssembly.RuntimeError) {
                this.#wasm = null;
                throw new EngineError("stopped", error.message);
            }
            throw error;
        } finally {
            this.#wasm?.release();
        }
    }
}

/**
 * Where a part of a verdict lies in `text` as JavaScript counts: [begin, end) for `text.slice`. The verdict
 * counts bytes of UTF-8.
 */
export function range_of(text, { offset, length }) {
    const ends = [offset, offset + length];
    let bytes = 0;
    let unit = 0;
    return ends.map((end) => {
        while (bytes < end && unit < text.length) {
            const code = text.codePointAt(unit);
            bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
            unit += code < 0x10000 ? 1 : 2;
        }
        return unit;
    });
}
