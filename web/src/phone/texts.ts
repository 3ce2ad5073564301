// The page's words in the language that the server chose for it. English comes by itself, so that Vietnamese need not wait for it.
import type { Same } from '../i18n/i18n.ts';
import { vi } from '../i18n/phone-page.vi.ts';
import { slotName } from '../i18n/slots.ts';

export type Texts = Same<typeof vi>;

export const textsOf = async (language: string): Promise<Texts> => (language === 'en' ? (await import('../i18n/phone-page.en.ts')).en : vi);

/** A part in words: a slot's name, or the signature's. */
export const partName = (t: Texts, part: string): string => slotName(part, t.slots);
