// An item's timeline: what each entry says in words, and which of them is nearest to a time.
import type { components } from '../../api/api.d.ts';
import type { eventTexts } from '../../i18n/events.ts';
import type { Same } from '../../i18n/i18n.ts';
import { wordOf } from '../../i18n/word-of.ts';

export type Event = components['schemas']['Timeline']['events'][number];
type Texts = Same<(typeof eventTexts)['vi']>;

export interface Detail {
  readonly name: string;
  readonly value: string;
}

// What is said elsewhere, or to machines only.
const unsaid = new Set(['record', 'identity', 'receipt', 'code', 'rules', 'minutes', 'pictures', 'rank', 'item_type', 'clerk_confirmed', 'screened', 'root', 'bytes', 'corrects', 'counter', 'number']);

const dataOf = ({ data = {} }: Event): Readonly<Record<string, unknown>> => data;

export const typeWords = (type: string, t: Texts): string => wordOf(t.types, type);

export function detailsOf(event: Event, t: Texts): Detail[] {
  return Object.entries(dataOf(event)).flatMap(([member, value]) => {
    const said = unsaid.has(member) ? null : saidOf(member, value, t);
    return said === null ? [] : [{ name: wordOf(t.members, member), value: said }];
  });
}

function saidOf(member: string, value: unknown, t: Texts): string | null {
  if (member.endsWith('_g') && typeof value === 'number') return t.grams(value);
  if (typeof value === 'string') return wordOf(t.codes, value);
  if (typeof value === 'number') return String(value);
  if (value === true) return t.yes;
  if (Array.isArray(value)) return value.filter((each) => typeof each === 'string').map((each) => wordOf(t.codes, each)).join(', ');
  return null;
}

/** Good, to be looked at, or bad: shape and word stand beside. */
export function toneOf(event: Event): 'plain' | 'warn' | 'bad' {
  const { type } = event;
  const { result, state, at_doubtful } = dataOf(event);
  if (type === 'item.stopped' || type === 'item.refused' || type === 'item.found_wrong' || state === 'stopped') return 'bad';
  if (type === 'item.attempted' || type === 'item.opened' || type === 'item.returned' || type === 'complaint.filed' || at_doubtful === true || (typeof result === 'string' && result !== 'clear')) return 'warn';
  return 'plain';
}

/** The revision of the minutes in which people's words about the event lie sealed. */
export function minutesOf(event: Event): number | null {
  const { minutes } = dataOf(event);
  const revision: unknown = typeof minutes === 'object' && minutes !== null && 'revision' in minutes ? minutes.revision : null;
  return typeof revision === 'number' ? revision : null;
}

const day_ms = 86_400_000;
const zone_ms = 7 * 3_600_000;
const time = /^(?:(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}))?\s+)?(\d{1,2})[:h.](\d{2})(?:[:.](\d{2}))?$/;

/** Which event is nearest to what was typed; of a time without a day, on whichever day. Null: that is no time. */
export function nearest(events: readonly Event[], typed: string): number | null {
  const [, date, month, year, hours, minutes, seconds] = time.exec(typed.trim()) ?? [];
  if (hours === undefined || minutes === undefined || Number(hours) > 23 || Number(minutes) > 59 || Number(seconds ?? 0) > 59) return null;
  const wanted = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds ?? 0)) * 1000;
  const distances = events.map(({ at }) => {
    const local = Date.parse(at) + zone_ms;
    if (date === undefined || month === undefined) return Math.abs((local % day_ms) - wanted);
    const of = Date.UTC(Number(year ?? new Date(local).getUTCFullYear()), Number(month) - 1, Number(date));
    return Math.abs(local - of - wanted);
  });
  const least = Math.min(...distances);
  return distances.length === 0 ? null : distances.indexOf(least);
}
