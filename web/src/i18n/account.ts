import { en } from './account.en.ts';
import { vi } from './account.vi.ts';
import { section } from './i18n.ts';

export const accountTexts = section(vi, en);
