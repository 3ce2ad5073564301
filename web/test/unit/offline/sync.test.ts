// Sending, with a line that breaks and a machine that is switched off: whatever happens, at the end the node has each item once, with all
// its pictures, and the counter's numbers are whole.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import { makeItemId } from '../../../src/counter/item-id.ts';
import type { Acceptance, Intake } from '../../../src/counter/rules.ts';
import type { Submitted } from '../../../src/counter/submission.ts';
import { connect, type Db } from '../../../src/offline/db.ts';
import { decide } from '../../../src/offline/decide.ts';
import { prepare } from '../../../src/offline/device.ts';
import { nothingWaits, released, waitingNow, type Waiting } from '../../../src/offline/queue.ts';
import { offLineText, onLineText } from '../../../src/offline/record.ts';
import { Sync, type SyncParts } from '../../../src/offline/sync.ts';
import { freshDisk, NodeOfTest, now, problem, type Line } from './world.ts';

const counter = 'Q1';
const slots = ['contents', 'sealed', 'signature'];
vi.setConfig({ testTimeout: 30_000 });
let db: Db;
let node: NodeOfTest;

beforeEach(async () => {
  freshDisk();
  node = new NodeOfTest();
  db = await connect();
  await prepare(db, node, counter, now);
});

const intakeOf = (code: string): Intake => ({ counter, accepted_at: now.toISOString(), item: { type: 'parcel', code, things: [] } }) as unknown as Intake;
const picturesOf = (item: string) => slots.map((slot) => ({ slot, bytes: new Blob([`${item} ${slot}`]), sha256: '' }));

/** The desk's part: on line where the line is whole, else into the queue. */
async function accept(on: Db, item: string): Promise<Submitted | null> {
  const [code = ''] = (await on.get('codes', counter)) ?? [];
  const intake = intakeOf(code);
  const decision = { item, document: offLineText(intake), clerk: 'giaodich1', screened: null };
  return decide(on, decision, { counter, itemCode: code, decidedAt: now, pictures: picturesOf(item) }, async () => {
    const line = node.line();
    if (line === 'before') return { kind: 'unknown' };
    const answer = await node.put(item, onLineText(intake));
    if (line === 'after') return { kind: 'unknown' };
    if (!answer.ok) return { kind: 'failed', failure: answer.failure };
    return { kind: 'decided', acceptance: { pictures_due: slots } as unknown as Acceptance };
  });
}

const syncOn = (on: Db, told: SyncParts['told'] = () => undefined, mayRun = (): boolean => true): Sync =>
  new Sync({ db: () => Promise.resolve(on), calls: node, mayRun, who: () => 'giaodich1', alone: (work) => work(), told, random: () => 0.5 });

async function until(reached: () => Promise<boolean>): Promise<void> {
  await vi.waitFor(async () => expect(await reached()).toBe(true), { timeout: 20_000, interval: 2 });
}
const isEmpty = async (on: Db): Promise<boolean> => {
  const { records, pictures } = await waitingNow(on);
  return records.length + pictures.length === 0;
};

describe('sending', () => {
  test('brings every record, then the pictures, the signature last, and lets go of what has arrived', async () => {
    node.line = () => 'before';
    const items = [makeItemId(now.getTime()), makeItemId(now.getTime())];
    for (const item of items) await accept(db, item);
    node.line = () => 'whole';
    node.heard.length = 0;
    const sync = syncOn(db);
    sync.wake();
    await until(() => isEmpty(db));
    sync.rest();
    expect(node.heard.slice(0, 2).sort()).toEqual([...items].sort());
    expect(node.heard.slice(2).map((name) => name.split('/')[1])).toEqual(['contents', 'sealed', 'contents', 'sealed', 'signature', 'signature']);
    expect(await db.count('envelopes')).toBe(0);
    expect(node.chainIsWhole()).toBe(true);
  });

  test('what the server refuses becomes a task; the rest goes on, and nothing is dropped', async () => {
    node.line = () => 'before';
    const [bad, good] = [makeItemId(now.getTime()), makeItemId(now.getTime())];
    await accept(db, bad);
    await accept(db, good);
    node.line = () => 'whole';
    node.refuses = (what) => (what === bad ? problem(422, 'invalid') : null);
    let told: Waiting = nothingWaits;
    const sync = syncOn(db, (waiting) => (told = waiting));
    sync.wake();
    await until(() => Promise.resolve(told.records.length === 1 && told.pictures.length === 3 && node.pictures.size === 3));
    sync.rest();
    expect([...node.accepted.keys()]).toEqual([good]);
    expect(told.records[0]).toMatchObject({ item: bad, state: 'refused', refused: { code: 'invalid' } });
    expect(await db.count('envelopes')).toBe(3);
  });

  test('what may still go says why it does not go yet', async () => {
    node.line = () => 'before';
    const item = makeItemId(now.getTime());
    await accept(db, item);
    node.line = () => 'whole';
    node.refuses = () => problem(403, 'counter_not_yours');
    let said: ReadonlyMap<string, string> = new Map();
    const sync = syncOn(db, (_waiting, why) => (said = why));
    sync.wake();
    await until(() => Promise.resolve(said.size === 1));
    sync.rest();
    expect([...said]).toEqual([[item, 'x']]);
    expect(await isEmpty(db)).toBe(false);
  });

  test('nobody signed in: nothing is asked, nothing is lost', async () => {
    node.line = () => 'before';
    await accept(db, makeItemId(now.getTime()));
    node.line = () => 'whole';
    node.heard.length = 0;
    let told = 0;
    const sync = syncOn(db, () => (told += 1), () => false);
    sync.wake();
    await until(() => Promise.resolve(told > 0));
    sync.rest();
    expect(node.heard).toEqual([]);
    expect(await isEmpty(db)).toBe(false);
  });

  test.each([401, 403, 404, 408, 429, 500, 503])('a %i is no refusal', async (status) => {
    node.line = () => 'before';
    await accept(db, makeItemId(now.getTime()));
    node.line = () => 'whole';
    node.refuses = () => problem(status, 'not_allowed');
    node.heard.length = 0;
    const sync = syncOn(db);
    sync.wake();
    await until(() => Promise.resolve(node.heard.length > 0));
    node.refuses = () => null;
    await until(async () => (await waitingNow(db)).records.every(({ state }) => state === 'waiting'));
    sync.wake();
    await until(() => isEmpty(db));
    sync.rest();
  });
});

describe('retries', () => {
  afterEach(() => vi.useRealTimers());

  test('wait two seconds, then twice as long each time, two minutes at most', async () => {
    node.line = () => 'before';
    await accept(db, makeItemId(now.getTime()));
    const asked: number[] = [];
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
    const begin = Date.now();
    node.line = () => {
      asked.push(Math.round((Date.now() - begin) / 1000));
      return 'before';
    };
    const sync = syncOn(db);
    sync.wake();
    for (let second = 0; second < 520; second += 1) {
      await vi.advanceTimersByTimeAsync(1000);
      for (let tick = 0; tick < 8; tick += 1) await new Promise((wake) => setImmediate(wake)); // the disk
    }
    sync.rest();
    const waits = asked.slice(1).map((at, turn) => at - (asked[turn] ?? 0));
    const late = [2, 4, 8, 16, 32, 64, 120, 120].map((wait, turn) => (waits[turn] ?? 0) - wait); // the clock of the test goes by the second
    expect(late.every((seconds) => seconds === 0 || seconds === 1), late.join()).toBe(true);
  });
});

class PowerCut extends Error {}

/** A disk and a line that stop at the nth thing they are asked to do: before it was done, or after and before anybody knew. */
function cutAt(inner: Db, steps: { left: number; half: 'before' | 'after' }): Db {
  return new Proxy(inner, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (name !== 'transaction') return typeof member === 'function' ? (member.bind(target) as unknown) : member;
      return (...given: Parameters<Db['transaction']>) => {
        steps.left -= 1;
        if (steps.left < 0 || (steps.left === 0 && steps.half === 'before')) throw new PowerCut();
        return target.transaction(...given);
      };
    },
  });
}

function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) | 0;
    return ((state ^ (state >>> 13)) >>> 0) / 2 ** 32;
  };
}

test.each(Array.from({ length: 20 }, (_, at) => at + 1))('seed %i: switched off anywhere, started again, nothing is lost and nothing doubled', async (seed) => {
  const random = randomOf(seed);
  const lineOf = (): Line => (random() < 0.5 ? 'whole' : random() < 0.5 ? 'before' : 'after');
  const seen: string[] = []; // the clerk was told that they are accepted
  for (let turn = 0; turn < 5; turn += 1) {
    node.line = lineOf;
    const steps = { left: 1 + Math.floor(random() * 14), half: random() < 0.5 ? ('before' as const) : ('after' as const) };
    const machine = cutAt(db, steps);
    const sync = syncOn(machine);
    try {
      await released(machine); // what the last life left behind
      for (;;) {
        const item = makeItemId(now.getTime());
        const said = await accept(machine, item);
        if (said === null) break;
        if (said.kind !== 'failed') seen.push(item);
        if (random() < 0.5) sync.wake();
        await new Promise((wake) => setTimeout(wake, random() * 4));
      }
    } catch (cut) {
      if (!(cut instanceof PowerCut)) throw cut;
    }
    sync.rest();
    steps.left = 0; // it is dark
    await new Promise((wake) => setTimeout(wake, 5));
    sync.rest();
    db.close();
    db = await connect();
  }
  node.line = () => 'whole';
  await released(db);
  const sync = syncOn(db);
  sync.wake();
  await until(() => isEmpty(db));
  sync.rest();
  expect(seen.length).toBeGreaterThan(0);
  for (const item of seen) expect(node.accepted.has(item)).toBe(true);
  for (const item of node.accepted.keys()) {
    for (const slot of slots) expect(node.pictures.get(`${item}/${slot}`)).toBe(`${item} ${slot}`);
  }
  const codes = [...node.accepted.values()].map((text) => (JSON.parse(text) as Intake).item.code);
  expect(new Set(codes).size).toBe(codes.length);
  expect(node.chainIsWhole()).toBe(true);
}, 60_000);
