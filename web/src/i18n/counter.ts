import { vi } from './counter.vi.ts';
import { sectionApart } from './i18n.ts';

export const counterTexts = await sectionApart(vi, () => import('./counter.en.ts'));
export type CounterTexts = (typeof counterTexts)['vi'];
