// What engine.js promises to TypeScript. The engine itself stays plain JavaScript: the suite `wasm` runs it in Debian's Node, without a
// build step.
import type { components } from '../api/api.d.ts';

export const text_bytes_max: number;

export type EngineCode = 'bad_pack' | 'other_rules' | 'text_too_long' | 'bad_day' | 'stopped';

export class EngineError extends Error {
  readonly code: EngineCode;
  constructor(code: EngineCode, detail?: string);
}

export class Engine {
  private constructor();
  static load(module: BufferSource, pack: Uint8Array, digest: string): Promise<Engine>;
  use(pack: Uint8Array, digest: string): void;
  screen(text: string, day: string): components['schemas']['Verdict'];
  screen_bytes(bytes: Uint8Array, day: string): string;
}

export function range_of(text: string, part: { offset: number; length: number }): [number, number];
