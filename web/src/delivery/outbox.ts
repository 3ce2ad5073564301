// What a courier recorded and the server has not confirmed: kept in memory only, sent in its order, each with the id of its own command so
// that however often it is sent it happens once. Nothing of it is written down on the phone: a tab that is closed loses it, so the page warns.
import type { components } from '../api/api.d.ts';
import type { Answer, Failure } from '../api/problem.ts';
import { store } from '../app/store.ts';
import { takeInHand } from '../app/work-in-hand.ts';
import type { Picture } from '../counter/form.ts';

export type Event = components['schemas']['Event'];
export type EventAnswer = components['schemas']['EventAnswer'];

/** One thing that was done with an item at a door. */
export interface Deed {
  readonly item: string;
  readonly itemCode: string;
  readonly event: Event;
  readonly pictures: readonly Picture[];
}

export type Sent = 'waiting' | 'done' | 'refused';

export interface Posted extends Deed {
  /** The account of whose hand it is; it goes under no other. */
  readonly by: string;
  readonly sent: Sent;
  readonly failure: Failure | null;
  readonly state: EventAnswer['state'] | null;
}

export type Send = (item: string, event: Event) => Promise<Answer<EventAnswer>>;

const firstWait_ms = 2000;
const longestWait_ms = 120_000;

/** Whether the same words may be taken later: no network, a server that is busy, a session that has to be opened again. */
export const mayStillGo = (failure: Failure): boolean =>
  failure.kind === 'unreached' || failure.status >= 500 || [401, 408, 429].includes(failure.status) || failure.code === 'item_changed';

interface Means {
  /** The account that is signed in; empty while nobody is. */
  readonly who: () => string;
  readonly send: Send;
  readonly sendPictures: (item: string, pictures: readonly Picture[]) => void;
  readonly sleep: (ms: number, woken: AbortSignal) => Promise<void>;
  /** Told of each deed that the server took. */
  readonly onDone: () => void;
}

export class Outbox {
  readonly posted = store<readonly Posted[]>([]);
  private readonly means: Means;
  private running: Promise<void> | null = null;
  private woken = new AbortController();

  constructor(means: Means) {
    this.means = means;
  }

  get waiting(): number {
    return this.posted.get().filter(({ sent }) => sent === 'waiting').length;
  }

  /** Comes back when it is done, refused, or known to have to wait. */
  async put(deed: Deed): Promise<Posted> {
    const { id } = deed.event;
    this.posted.set([...this.posted.get(), { ...deed, by: this.means.who(), sent: 'waiting', failure: null, state: null }]);
    const tried = new Promise<void>((tell) => {
      const stop = this.posted.subscribe(() => {
        const now = this.of(id);
        if (now && now.sent === 'waiting' && now.failure === null) return;
        stop();
        tell();
      });
    });
    this.wake();
    await tried;
    return this.of(id) ?? { ...deed, by: this.means.who(), sent: 'done', failure: null, state: null };
  }

  /** Something changed that may help: the network is back, somebody signed in. */
  wake(): void {
    this.woken.abort();
    this.running ??= this.run().finally(() => (this.running = null));
  }

  /** The courier has read why, and it goes. */
  drop(id: string): void {
    this.posted.set(this.posted.get().filter(({ event }) => event.id !== id));
  }

  private of(id: string): Posted | undefined {
    return this.posted.get().find(({ event }) => event.id === id);
  }

  private change(id: string, change: Partial<Posted>): void {
    this.posted.set(this.posted.get().map((each) => (each.event.id === id ? { ...each, ...change } : each)));
  }

  private async run(): Promise<void> {
    let wait = firstWait_ms;
    const letGo = takeInHand(); // a new version of the app waits, and signing out warns
    try {
      for (let next = this.next(); next; next = this.next()) {
        this.woken = new AbortController();
        const { signal } = this.woken;
        const answer = await this.means.send(next.item, next.event);
        if (answer.ok) {
          this.change(next.event.id, { sent: 'done', failure: null, state: answer.data.state, event: bare(next.event), pictures: [] });
          if (next.pictures.length > 0) this.means.sendPictures(next.item, renamed(next.pictures, answer.data));
          this.means.onDone();
          wait = firstWait_ms;
        } else if (mayStillGo(answer.failure)) {
          // Whatever stands behind it has to wait as well.
          this.posted.set(this.posted.get().map((each) => (each.sent === 'waiting' ? { ...each, failure: answer.failure } : each)));
          await this.means.sleep(wait, signal);
          wait = signal.aborted ? firstWait_ms : Math.min(wait * 2, longestWait_ms);
        } else {
          this.change(next.event.id, { sent: 'refused', failure: answer.failure });
        }
      }
    } finally {
      letGo();
    }
  }

  private next(): Posted | undefined {
    const who = this.means.who();
    return this.posted.get().find(({ sent, by }) => sent === 'waiting' && by === who);
  }
}

/** Without what was said of a person: that is with the server now. */
function bare({ received_by: _name, strokes: _signature, remark: _words, ...event }: Event): Event {
  return event;
}

/** The server names where each picture goes: the slot and a part of the event's id. */
function renamed(pictures: readonly Picture[], { pictures_due }: EventAnswer): readonly Picture[] {
  return pictures.flatMap((picture) => {
    const place = pictures_due.find((due) => due.replace(/\.[0-9a-f]+$/, '') === picture.slot);
    return place === undefined ? [] : [{ ...picture, slot: place }];
  });
}
