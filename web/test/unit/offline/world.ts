// A counter's machine and a node, both made up: the node opens what was sealed for it and counts what it accepted, so that a test sees what
// was lost and what was doubled. A line between them breaks when the test says so, before or after the node heard.
import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';

import type { Answer, Failure } from '../../../src/api/problem.ts';
import { fromBase64, hex, sha256, utf8, type Bytes } from '../../../src/offline/bytes.ts';
import type { Calls, Enrolling } from '../../../src/offline/calls.ts';
import type { KeptDeed, KeptPicture, KeptRecord } from '../../../src/offline/db.ts';
import { deedAad, envelopeParts, info, pictureAad, weekOf } from '../../../src/offline/envelope.ts';
import type { Event } from '../../../src/offline/deed.ts';
import { open } from '../../../src/offline/hpke.ts';
import { noneBefore, signedText } from '../../../src/offline/record.ts';

export const freshDisk = (): void => void (globalThis.indexedDB = new IDBFactory());

export const now = new Date('2026-11-26T03:04:05Z');
const done: Answer<unknown> = { ok: true, data: {} };
export const problem = (status: number, code = 'invalid'): Failure => ({ kind: 'problem', status, code, title: 'x', request: '', errors: [] });
export const unreached: Answer<never> = { ok: false, failure: { kind: 'unreached' } };

interface Plain {
  readonly device: string;
  readonly sequence: number;
  readonly previous: string;
  readonly clerk: string;
  readonly document: string;
  readonly signature: string;
}

/** What the line does to the next call: nothing, breaks before the node heard, or before its answer is heard. */
export type Line = 'whole' | 'before' | 'after';

export class NodeOfTest implements Calls {
  readonly accepted = new Map<string, string>();
  readonly pictures = new Map<string, string>();
  /** Events by id, in the order in which they came. */
  readonly events = new Map<string, { readonly user: string; readonly item: string; readonly event: Event }>();
  readonly numbers: { sequence: number; previous: string; digest: string }[] = [];
  readonly given: string[] = [];
  readonly heard: string[] = [];
  line: () => Line = () => 'whole';
  refuses: (what: string) => Failure | null = () => null;
  private readonly devices = new Map<string, Enrolling>();
  private readonly keys: Promise<CryptoKeyPair> = crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, false, ['deriveBits']);

  private async over(what: string, work: () => Promise<Answer<unknown>>): Promise<Answer<unknown>> {
    const line = this.line();
    if (line === 'before') return unreached;
    const failure = this.refuses(what);
    this.heard.push(what);
    const answer: Answer<unknown> = failure ? { ok: false, failure } : await work();
    return line === 'after' ? unreached : answer;
  }

  async weekKeys() {
    if (this.line() !== 'whole') return null;
    const publicKey = new Uint8Array(await crypto.subtle.exportKey('raw', (await this.keys).publicKey));
    return [weekOf(now), weekOf(new Date(now.getTime() + 7 * 86_400_000))].map((week) => ({ week, publicKey }));
  }

  reserveCodes(_counter: string, count: number) {
    if (this.line() !== 'whole') return Promise.resolve(null);
    const codes = Array.from({ length: count }, (_, at) => `BA${String(this.given.length + at).padStart(8, '0')}VN`);
    this.given.push(...codes);
    return Promise.resolve(codes);
  }

  enrol(device: Enrolling): Promise<Answer<unknown>> {
    return this.over('enrol', () => {
      this.devices.set(device.id, device);
      return Promise.resolve(done);
    });
  }

  private async opened(envelope: Bytes, aad: string): Promise<Bytes> {
    const parts = envelopeParts(envelope);
    if (!parts) throw new Error('no envelope');
    return open(await this.keys, info, utf8(aad), parts);
  }

  sendRecord({ item, envelope }: KeptRecord): Promise<Answer<unknown>> {
    return this.over(item, async () => {
      const plain = JSON.parse(new TextDecoder().decode(await this.opened(envelope, item))) as Plain;
      const { device, sequence, previous, clerk, document } = plain;
      const spki = fromBase64(this.devices.get(device)?.public_key ?? '');
      const signature = fromBase64(plain.signature);
      if (!spki || !signature) throw new Error('a stranger signed');
      const key = await crypto.subtle.importKey('spki', spki, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['verify']);
      const text = utf8(signedText({ item, clerk, document, screened: null }, device, sequence, previous));
      if (!(await crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, signature, text))) throw new Error('a false signature');
      this.numbers.push({ sequence, previous, digest: hex(await sha256(envelope)) });
      const onLine = `{${document.slice('{"channel":"off_line",'.length)}`;
      return this.put(item, onLine);
    });
  }

  sendDeed({ id, envelope }: KeptDeed): Promise<Answer<unknown>> {
    return this.over(id, async () => {
      const said = JSON.parse(new TextDecoder().decode(await this.opened(envelope, deedAad(id)))) as { user: string; item: string; event: Event };
      if (!this.events.has(id)) this.events.set(id, said);
      return done;
    });
  }

  /** As PUT /items/{item}; the queue's text of the same item is the same item. */
  put(item: string, onLine: string): Promise<Answer<unknown>> {
    const before = this.accepted.get(item);
    if (before !== undefined && before !== onLine) return Promise.resolve({ ok: false, failure: problem(409, 'id_taken') });
    this.accepted.set(item, onLine);
    return Promise.resolve(done);
  }

  sendPicture({ item, slot }: KeptPicture, envelope: Bytes): Promise<Answer<unknown>> {
    const name = pictureAad(item, slot);
    return this.over(name, async () => {
      const announced = [...this.events.values()].some((each) => each.item === item && slot.endsWith(each.event.id.slice(-8)));
      if (!this.accepted.has(item) && !announced) return { ok: false, failure: problem(404, 'not_found') };
      this.pictures.set(name, new TextDecoder().decode(await this.opened(envelope, name)));
      return done;
    });
  }

  /** Numbers 1, 2, 3… each built upon the one before, each number by one envelope only. */
  chainIsWhole(): boolean {
    const byNumber = new Map(this.numbers.map((each) => [each.sequence, each]));
    if (new Set(this.numbers.map(({ digest }) => digest)).size !== byNumber.size) return false;
    let previous = noneBefore;
    for (let at = 1; at <= byNumber.size; at += 1) {
      const each = byNumber.get(at);
      if (each?.previous !== previous) return false;
      previous = each.digest;
    }
    return true;
  }
}
