// What this machine keeps between an acceptance and the server's word that it has it (IndexedDB). Records and pictures lie there sealed to
// the node's key, so whoever carries the machine away reads nothing; in clear are numbers, times and codes, and of staff who has the
// shift or did something at a door. The rest is what makes work without a network possible: the device's key and chain, item codes, the node's keys.
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';

import type { Actor } from '../app/session.ts';
import type { Bytes } from './bytes.ts';

export interface Reason {
  readonly field: string;
  readonly reason: string;
  readonly text: string;
}

/** Why the server does not take it: what its problem said. */
export interface Refused {
  readonly code: string;
  readonly title: string;
  readonly errors: readonly Reason[];
  readonly at: number;
}

/** `held`: it is being sent on line, by the tab that holds the lock of the desk. */
export type RecordState = 'held' | 'waiting' | 'refused';

export interface KeptRecord {
  readonly item: string;
  readonly counter: string;
  readonly state: RecordState;
  readonly envelope: Bytes;
  readonly device: string;
  readonly sequence: number;
  /** Digest of the envelope before, so that the chain can go back by one. */
  readonly previous: string;
  readonly itemCode: string | null;
  readonly decidedAt: number;
  readonly refused: Refused | null;
}

/** What a courier did with an item and the server has not confirmed. */
export interface KeptDeed {
  /** The event's own. */
  readonly id: string;
  readonly item: string;
  readonly itemCode: string;
  readonly kind: string;
  /** The account of whose hand it is; it goes under no other. */
  readonly by: string;
  readonly envelope: Bytes;
  readonly decidedAt: number;
  readonly refused: Refused | null;
}

export type PictureKey = [item: string, slot: string];

/** Its sealed bytes lie apart, so that hundreds can be counted without being read. */
export interface KeptPicture {
  readonly item: string;
  readonly slot: string;
  readonly itemCode: string | null;
  readonly decidedAt: number;
  readonly refused: Refused | null;
  /** The deed that announces it: it goes behind it, and with it. */
  readonly deed?: string;
}

/** One per counter at which this machine has stood. The private key cannot be taken out of the browser. */
export interface Device {
  readonly id: string;
  readonly counter: string;
  readonly keys: CryptoKeyPair;
  readonly enrolled: boolean;
  /** Somebody who answers for the sites has said so: it is never taken again. */
  readonly revoked?: true;
  readonly sequence: number;
  readonly previous: string;
}

export interface WeekKey {
  /** Monday's date in Viet Nam. */
  readonly week: string;
  readonly publicKey: Bytes;
}

/** Who works here, and what proves it where the server cannot be asked. One at a time. */
export interface Shift {
  readonly actor: Omit<Actor, 'expiresAt'>;
  /** By this machine's clock. */
  readonly until: number;
  readonly salt: Bytes;
  /** PBKDF2 of the PIN. */
  readonly proof: Bytes;
  readonly triesLeft: number;
}

interface Schema extends DBSchema {
  shift: { key: 'now'; value: Shift };
  records: { key: string; value: KeptRecord };
  deeds: { key: string; value: KeptDeed };
  pictures: { key: PictureKey; value: KeptPicture };
  envelopes: { key: PictureKey; value: Bytes };
  devices: { key: string; value: Device };
  codes: { key: string; value: readonly string[] };
  keep: { key: 'week-keys'; value: readonly WeekKey[] };
}

export type Db = IDBPDatabase<Schema>;

/** On the disk before it is done: an acceptance is said only then. */
export const strict = { durability: 'strict' } as const;

export const connect = (): Promise<Db> =>
  openDB<Schema>('buuan-queue', 3, {
    upgrade(db, before) {
      if (before < 1) {
        db.createObjectStore('records', { keyPath: 'item' });
        db.createObjectStore('pictures', { keyPath: ['item', 'slot'] });
        db.createObjectStore('envelopes');
        db.createObjectStore('devices', { keyPath: 'counter' });
        db.createObjectStore('codes');
        db.createObjectStore('keep');
      }
      if (before < 2) db.createObjectStore('shift');
      if (before < 3) db.createObjectStore('deeds', { keyPath: 'id' });
    },
    // A newer version of the app, in another tab; whoever needs it here opens it anew.
    blocking: (_from, _to, event) => {
      opened = null;
      (event.target as IDBDatabase).close();
    },
    terminated: () => void (opened = null),
  });

let opened: Promise<Db> | null = null;

/** The one of this page. */
export function openQueue(): Promise<Db> {
  opened ??= connect().catch((failed: unknown) => {
    opened = null;
    throw failed;
  });
  return opened;
}
