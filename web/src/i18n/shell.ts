import { section } from './i18n.ts';
import { en } from './shell.en.ts';
import { vi } from './shell.vi.ts';

export const shellTexts = section(vi, en);
