// Pictures on their way after an acceptance: one by one, each tried again (2 s, doubling to 2 min, spread) until the server has it or says
// that it never will. What has arrived is let go of. An acceptance never waits for its pictures.
import { api, ask } from '../api/client.ts';
import type { Picture } from './form.ts';
import { picturesUnderway } from './pictures-underway.ts';

interface Letter {
  readonly item: string;
  readonly picture: Picture;
}

const queue: Letter[] = [];
let running = false;
const firstWaitMs = 2000;
const longestWaitMs = 120_000;

const tell = (lost = 0): void =>
  picturesUnderway.set({ waiting: queue.length, lost: picturesUnderway.get().lost + lost });

const sleep = (ms: number): Promise<void> => new Promise((wake) => setTimeout(wake, ms * (0.75 + Math.random() / 2)));

/** True when it is done with, either way. */
async function sent({ item, picture }: Letter): Promise<boolean> {
  const answer = await ask(
    api.PUT('/api/v1/items/{item}/objects/{slot}', {
      params: { path: { item, slot: picture.slot } },
      headers: { 'Content-Type': 'application/octet-stream' },
      body: picture.bytes as unknown as undefined,
      bodySerializer: () => picture.bytes,
      signal: AbortSignal.timeout(60_000),
    }),
  );
  if (answer.ok) return true;
  const { failure } = answer;
  const mayStillGo = failure.kind === 'unreached' || failure.status >= 500 || [401, 403, 408, 429].includes(failure.status);
  if (!mayStillGo) tell(1);
  return !mayStillGo;
}

async function run(): Promise<void> {
  let wait = firstWaitMs;
  for (let letter = queue[0]; letter !== undefined; letter = queue[0]) {
    if (await sent(letter)) {
      queue.shift();
      wait = firstWaitMs;
      tell();
    } else {
      await sleep(wait);
      wait = Math.min(wait * 2, longestWaitMs);
    }
  }
  running = false;
}

export function postPictures(item: string, pictures: readonly Picture[]): void {
  queue.push(...pictures.map((picture) => ({ item, picture })));
  tell();
  if (running || queue.length === 0) return;
  running = true;
  void run();
}
