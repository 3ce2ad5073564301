import { en } from './counter.en.ts';
import { vi } from './counter.vi.ts';
import { section } from './i18n.ts';

export const counterTexts = section(vi, en);
export type CounterTexts = (typeof counterTexts)['vi'];
