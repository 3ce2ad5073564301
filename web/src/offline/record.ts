// The record of one decision as the device signs it and the node reads it: exact text, number, and the digest of the record before.
import type { Intake, Outcome } from '../counter/rules.ts';
import { base64, hex, sha256, utf8, type Bytes } from './bytes.ts';
import type { Device, WeekKey } from './db.ts';
import { sealed } from './envelope.ts';

/** By which rules this machine screened the goods. */
export interface Screened {
  readonly rules: string;
  readonly outcome: Outcome;
}

export interface Decision {
  readonly item: string;
  readonly document: string;
  readonly clerk: string;
  readonly screened: Screened | null;
}

const mark = '"channel":"off_line",';

/** The two texts of one intake. They differ by one member at the beginning, so that the node can tell that they are one item. */
export const onLineText = (intake: Intake): string => JSON.stringify(intake);
export const offLineText = (intake: Intake): string => `{${mark}${onLineText(intake).slice(1)}`;

export const noneBefore = '0'.repeat(64);

export function signedText({ item, clerk, document }: Decision, device: string, sequence: number, previous: string): string {
  return ['buuan/queue/v1', item, device, sequence, previous, clerk, document].join('\n');
}

const signing = { name: 'ECDSA', hash: 'SHA-256' } as const;

export interface SealedRecord {
  readonly envelope: Bytes;
  readonly digest: string;
}

/** Numbered as the next of the device. */
export async function sealedRecord(decision: Decision, device: Device, key: WeekKey): Promise<SealedRecord> {
  const sequence = device.sequence + 1;
  const text = signedText(decision, device.id, sequence, device.previous);
  const signature = await crypto.subtle.sign(signing, device.keys.privateKey, utf8(text));
  const plain = utf8(
    JSON.stringify({
      device: device.id,
      sequence,
      previous: device.previous,
      clerk: decision.clerk,
      document: decision.document,
      ...(decision.screened ? { screened: decision.screened } : {}),
      signature: base64(new Uint8Array(signature)),
    }),
  );
  const envelope = await sealed(key, decision.item, plain);
  plain.fill(0);
  return { envelope, digest: hex(await sha256(envelope)) };
}
