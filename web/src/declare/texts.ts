// The page's words in the language that the server chose for it. English comes by itself, so that Vietnamese need not wait for it.
import { vi } from '../i18n/declare.vi.ts';
import type { Same } from '../i18n/i18n.ts';
import type { Wrong } from '../counter/wrong.ts';

export type Texts = Same<typeof vi>;

export const textsOf = async (language: string): Promise<Texts> => (language === 'en' ? (await import('../i18n/declare.en.ts')).en : vi);

/** The words for what is wrong; every code of draft.ts has some (a test goes through them). */
export function wordsOf(t: Texts, { code, count }: Wrong): string {
  const words = (t.wrong as Record<string, string | ((count: number) => string)>)[code] ?? code;
  return typeof words === 'string' ? words : words(count ?? 0);
}

export const numberIn = (t: Texts, value: number): string => new Intl.NumberFormat(t.locale).format(value);
