// The screening's engine and the list of the day, fetched once after the page stands. What is typed stays here: both requests are the same
// for everybody.
import engineUrl from '#engine.wasm?url';

import { Engine, EngineError } from '../screening/engine.js';
import type { Screen } from './judged.ts';

async function fetched(address: string): Promise<ArrayBuffer> {
  const answer = await fetch(address, { credentials: 'omit' });
  if (!answer.ok) throw new Error(`no ${address}`);
  return answer.arrayBuffer();
}

/** `rules`: the digest of the list, as the page names it; any other is refused. */
export async function loadScreen(day: string, rules: string): Promise<Screen> {
  const [module, pack] = await Promise.all([fetched(engineUrl), fetched(`/danh-muc/${rules}`)]);
  const engine = await Engine.load(module, new Uint8Array(pack), rules);
  return (text) => {
    try {
      return engine.screen(text, day);
    } catch (error) {
      if (error instanceof EngineError) return null;
      throw error;
    }
  };
}
