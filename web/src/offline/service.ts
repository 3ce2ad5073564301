// The queue of this page: opened once, its state told to the top bar, woken by whatever makes sending possible again. Several tabs share
// one queue; locks of the browser see to it that one of them sends, and that none sends what another is about to decide.
import type { Answer } from '../api/problem.ts';
import { online, queue } from '../app/connection.ts';
import { session } from '../app/session.ts';
import { picturesUnderway } from '../counter/pictures-underway.ts';
import { loadDayRules, serverNow } from '../counter/day-rules.ts';
import { calls } from './calls.ts';
import { openQueue } from './db.ts';
import { enrolAnew, fetchKeys, lacking, prepare, type Missing } from './device.ts';
import { nothingWaits, released, type Waiting, waitingNow } from './queue.ts';
import { store } from '../app/store.ts';
import { Sync } from './sync.ts';

const syncLock = 'buuan-sync';
const deskLock = 'buuan-desk';
const prepareAgain_ms = 600_000;

/** While it decides, nobody sends what it has written; what a closed tab left behind has nobody holding this. */
export const atDesk = <T>(work: () => Promise<T>): Promise<T> => navigator.locks.request(deskLock, work) as Promise<T>;

async function alone(work: () => Promise<void>): Promise<void> {
  await navigator.locks.request(syncLock, { ifAvailable: true }, async (mine) => {
    if (mine === null) return;
    await navigator.locks.request(deskLock, { ifAvailable: true }, async (free) => {
      if (free !== null) await released(await openQueue());
    });
    await work();
  });
}

export const waitingHere = store<Waiting>(nothingWaits);

/** Why what waits is not taken yet, in the server's words, by item. */
export const whyNotYet = store<ReadonlyMap<string, string>>(new Map());

function told(waiting: Waiting, why: ReadonlyMap<string, string> = whyNotYet.get()): void {
  whyNotYet.set(why);
  const { records, deeds, pictures } = waiting;
  const all = [...records, ...deeds, ...pictures];
  const refused = all.filter((each) => each.refused !== null);
  const left = all.filter((each) => each.refused === null);
  const oldest = left.map(({ decidedAt }) => decidedAt).reduce((one, other) => Math.min(one, other), Infinity);
  queue.set({
    known: true,
    waiting: new Set(left.map(({ item }) => item)).size,
    oldest: left.length === 0 ? null : new Date(oldest),
    refused: new Set(refused.map(({ item }) => item)).size,
  });
  picturesUnderway.set({ waiting: pictures.filter(({ refused: no }) => no === null).length, lost: pictures.filter(({ refused: no }) => no !== null).length });
  waitingHere.set(waiting);
}

/** The account that is signed in; empty while nobody is. */
export function who(): string {
  const now = session.get();
  return now.state === 'in' ? now.actor.user : '';
}

const answerWanted = new Map<string, (answer: Answer<unknown> | null) => void>();
const firstAnswer_ms = 8000;

/** What is said to a deed the next time it is sent; null where nobody can be asked soon. It goes by itself then. */
export function answerTo(deed: string): Promise<Answer<unknown> | null> {
  if (!online.get()) return Promise.resolve(null);
  return new Promise<Answer<unknown> | null>((tell) => {
    const timer = setTimeout(() => tell(null), firstAnswer_ms);
    answerWanted.set(deed, (answer) => {
      clearTimeout(timer);
      tell(answer);
    });
  }).finally(() => answerWanted.delete(deed));
}

const sync = new Sync({
  db: openQueue,
  calls,
  alone,
  told,
  who,
  mayRun: () => online.get() && session.get().state === 'in',
  answered: (deed, answer) => answerWanted.get(deed)?.(answer),
});

/** Other tabs show the same count. */
const others = new BroadcastChannel('buuan-queue');
others.addEventListener('message', () => void look().catch(() => undefined));

async function look(): Promise<void> {
  told(await waitingNow(await openQueue()));
}

/** Something was put in or taken out. */
export function changed(): void {
  others.postMessage(null);
  sync.wake();
  void look().catch(() => undefined);
}

export const missing = store<Missing>('device');
let preparedFor: string | null = null;

async function prepareNow(): Promise<void> {
  if (preparedFor === null || session.get().state !== 'in') return;
  const counter = preparedFor;
  if (!online.get()) return missing.set(await lacking(await openQueue(), counter, serverNow()));
  missing.set(await navigator.locks.request('buuan-prepare', async () => prepare(await openQueue(), calls, counter, serverNow())));
}

/** The counter is open: what it needs without a network is fetched, and what waits is sent. */
export function atCounter(counter: string): void {
  preparedFor = counter;
  void prepareNow().catch(() => undefined); // no room or no permission: the counter works on line
}

/** A courier's page is open: the keys with which it keeps what is done at a door. */
export async function atDoor(): Promise<void> {
  if (online.get()) await fetchKeys(await openQueue(), calls, serverNow());
}

/** The machine was revoked, and whoever works here has it enrolled again. */
export async function enrolHereAnew(): Promise<void> {
  if (preparedFor === null) return;
  await enrolAnew(await openQueue(), preparedFor);
  await prepareNow();
}

export const prepareSoon = (): void => void prepareNow().catch(() => undefined);

online.subscribe(() => {
  if (!online.get()) return;
  void loadDayRules();
  prepareSoon();
  sync.wake();
});
session.subscribe(() => {
  if (session.get().state === 'in') sync.wake();
});
setInterval(prepareSoon, prepareAgain_ms);
void navigator.storage.persist().catch(() => false);
void look().then(() => sync.wake(), () => undefined);
