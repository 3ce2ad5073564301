import { vi } from './counter.vi.ts';
import { sectionApart } from './i18n.ts';

export const counterTexts = await sectionApart(vi, () => import('./counter.en.ts'));
export type CounterTexts = (typeof counterTexts)['vi'];

/** A picture's slot in words; its code where we have none. */
export const slotName = (slot: string, t: CounterTexts): string =>
  (t.inspection.slots as Partial<Record<string, string>>)[slot] ?? slot;
