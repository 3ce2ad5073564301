// The event of one act: made once, so that what is sent again after a lost answer is the same one; another where something else is said.
import { useRef } from 'react';

import type { Answer } from '../../api/problem.ts';
import type { Picture } from '../../counter/form.ts';
import { eventOf, send, type Event, type Said } from './event.ts';

export const useEvent = (site: string) => useMadeOnce(site, send);

export function useMadeOnce<T>(site: string, sends: (item: string, event: Event, pictures: readonly Picture[]) => Promise<Answer<T>>) {
  const made = useRef<{ readonly key: string; readonly event: Event } | null>(null);
  return async (item: string, said: Said, pictures: readonly Picture[] = []): Promise<Answer<T>> => {
    const key = JSON.stringify([item, site, said, pictures.map(({ sha256 }) => sha256)]);
    const event = made.current?.key === key ? made.current.event : eventOf(site, said, pictures);
    made.current = { key, event };
    const answer = await sends(item, event, pictures);
    if (answer.ok) made.current = null; // the same again is meant
    return answer;
  };
}
