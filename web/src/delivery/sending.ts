// The outbox of this page, and what makes it try again.
import { api, ask } from '../api/client.ts';
import { online } from '../app/connection.ts';
import { session } from '../app/session.ts';
import { store } from '../app/store.ts';
import { postPictures } from '../counter/picture-post.ts';
import { Outbox, type Send } from './outbox.ts';

const wait_ms = 8000;

const send: Send = (item, event) =>
  ask(api.POST('/api/v1/items/{item}/events', { params: { path: { item } }, body: event, signal: AbortSignal.timeout(wait_ms) }));

const sleep = (ms: number, woken: AbortSignal): Promise<void> =>
  new Promise((done) => {
    const timer = setTimeout(done, ms * (0.75 + Math.random() / 2));
    woken.addEventListener('abort', () => {
      clearTimeout(timer);
      done();
    });
  });

/** Told when the route may have changed. */
export const changes = store(0);

const who = (): string => {
  const now = session.get();
  return now.state === 'in' ? now.actor.user : '';
};

export const outbox = new Outbox({ who, send, sendPictures: postPictures, sleep, onDone: () => changes.set(changes.get() + 1) });

online.subscribe(() => {
  if (online.get() && outbox.waiting > 0) outbox.wake();
});
session.subscribe(() => {
  if (session.get().state === 'in' && outbox.waiting > 0) outbox.wake();
});
// The browser asks before it closes what is not sent.
addEventListener('beforeunload', (event) => {
  if (outbox.waiting > 0) event.preventDefault();
});
