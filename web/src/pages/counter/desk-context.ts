// The desk for the components of the counter. Each takes only what it shows, so that a key repaints one field and not the form.
import { createContext, useContext, useSyncExternalStore } from 'react';

import { useStore } from '../../app/store.ts';
import type { Desk } from '../../counter/desk.ts';
import type { Place } from '../../counter/flow.ts';
import type { Form } from '../../counter/form.ts';
import type { Wrong } from '../../counter/wrong.ts';
import { counterTexts } from '../../i18n/counter.ts';
import { useTexts } from '../../i18n/i18n.ts';

export const DeskContext = createContext<Desk | null>(null);

export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (desk === null) throw new Error('a part of the counter outside of it');
  return desk;
}

/** `pick` takes a part of the form as it lies there; it makes nothing new. */
export function useForm<T>(pick: (form: Form) => T): T {
  const { form } = useDesk();
  return useSyncExternalStore(form.subscribe, () => pick(form.get()));
}

export function useWrong(place: Place): Wrong | undefined {
  const { wrong } = useDesk();
  return useSyncExternalStore(wrong.subscribe, () => wrong.get().get(place));
}

export const useLocked = (): boolean => {
  const { kind } = useStore(useDesk().sending);
  return kind === 'sending' || kind === 'unknown';
};

type Said = string | ((count: number) => string);

/** The words for a code of `said`, `wrong` or `warnings`. */
export function useWords(): (group: 'said' | 'wrong' | 'warnings', wrong: Wrong) => string {
  const t = useTexts(counterTexts);
  return (group, { code, count = 0 }) => {
    const words = (t[group] as Partial<Record<string, Said>>)[code] ?? (t.wrong as Partial<Record<string, Said>>)[code];
    if (words === undefined) return code.startsWith('picture:') ? t.wrong.picture_missing : code;
    return typeof words === 'string' ? words : words(count);
  };
}
