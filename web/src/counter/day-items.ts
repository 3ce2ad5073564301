// A counter's items of today, without anything of a person, and what can be done to one of them after its acceptance.
import { api, ask } from '../api/client.ts';
import type { components } from '../api/api.d.ts';
import type { Answer } from '../api/problem.ts';
import { serverNow } from './day-rules.ts';
import { makeItemId } from './item-id.ts';

export type DayItems = components['schemas']['CounterItems'];
export type DayItem = DayItems['items'][number];
export type Correction = components['schemas']['Correction'];

export const askDayItems = (counter: string, before?: string): Promise<Answer<DayItems>> =>
  ask(api.GET('/api/v1/items', { params: { query: { counter, ...(before !== undefined && { before }) } } }));

type Event = components['schemas']['Event'];

/** `id` is of the command: the same one again changes nothing. */
const record = (item: string, event: Omit<Event, 'at'>): Promise<Answer<unknown>> =>
  ask(api.POST('/api/v1/items/{item}/events', { params: { path: { item } }, body: { ...event, at: serverNow().toISOString() } }));

export const withdraw = (item: string, id: string, site: string, remark: string): Promise<Answer<unknown>> =>
  record(item, { id, kind: 'withdrawn', site, ...(remark !== '' && { remark }) });

export const correct = (item: string, id: string, site: string, correction: Correction): Promise<Answer<unknown>> =>
  record(item, { id, kind: 'corrected', site, reason: 'clerical_error', correction });

export const openForLabel = (item: string): Promise<Answer<components['schemas']['Opened']>> =>
  ask(
    api.POST('/api/v1/items/{item}/openings', {
      params: { path: { item } },
      body: { id: makeItemId(Date.now()), purpose: 'delivery', fields: ['recipient', 'sender.name', 'sender.phone'] },
    }),
  );
