// The screening at this counter: the server's engine and the rules that decide today, fetched once and kept by the browser (they are
// public and name no one). What is typed stays here. Loaded lazily, so that the first key does not wait for it.
import engineUrl from '#engine.wasm?url';

import { api, ask } from '../api/client.ts';
import { store } from '../app/store.ts';
import type { Verdict } from '../counter/rules.ts';
import { Engine, EngineError } from './engine.js';

export interface Screening {
  /** Digest of the rules that decide. */
  readonly rules: string;
  screen(text: string): Verdict | null;
}

/** Null until it is there; a counter without it still accepts, since the server screens again. */
export const screening = store<Screening | null>(null);

const cacheName = 'buuan-rules';
const remembered = 200;

async function fetched(path: string): Promise<ArrayBuffer> {
  const cache = await caches.open(cacheName);
  const kept = await cache.match(path);
  if (kept) return kept.arrayBuffer();
  const answer = await fetch(path, { credentials: 'same-origin' });
  if (!answer.ok) throw new Error(`no ${path}`);
  const copy = answer.clone();
  for (const old of await cache.keys()) await cache.delete(old); // rules of before
  await cache.put(path, new Response(await copy.arrayBuffer()));
  return answer.arrayBuffer();
}

/** Of the set that decided when there was a network. */
async function keptDigest(): Promise<string | null> {
  const cache = await caches.open(cacheName);
  const [kept] = await cache.keys();
  return kept ? (new URL(kept.url).pathname.split('/').at(-1) ?? null) : null;
}

/** The digest of the set that decides today. */
async function decidingToday(): Promise<string | null> {
  const answer = await ask(api.GET('/api/v1/rules'));
  if (!answer.ok) return answer.failure.kind === 'unreached' ? keptDigest() : null;
  return answer.data.versions.find((version) => version.decides_today === true)?.rules ?? answer.data.of_the_program;
}

function screeningWith(engine: Engine, rules: string, day: string): Screening {
  const known = new Map<string, Verdict | null>(); // the same few texts are asked for at each key
  return {
    rules,
    screen(text) {
      const before = known.get(text);
      if (before !== undefined) return before;
      let verdict: Verdict | null = null;
      try {
        verdict = engine.screen(text, day);
      } catch (error) {
        if (!(error instanceof EngineError)) throw error;
        if (error.code === 'stopped') screening.set(null);
      }
      if (known.size >= remembered) known.clear();
      known.set(text, verdict);
      return verdict;
    },
  };
}

/** False where it could not be had: the page says so and tries again. */
export async function loadScreening(day: string): Promise<boolean> {
  try {
    const [module, digest] = await Promise.all([fetch(engineUrl).then((answer) => answer.arrayBuffer()), decidingToday()]);
    if (digest === null) return false;
    const pack = new Uint8Array(await fetched(`/api/v1/rules/${digest}`));
    screening.set(screeningWith(await Engine.load(module, pack, digest), digest, day));
    return true;
  } catch {
    screening.set(null);
    return false;
  }
}
